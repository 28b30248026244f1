"""Reads roles and users. Source: ashby sheet 7.1 Users, Roles, User roles."""

from collections.abc import Iterator

from assay.connector import Complete, Cursor, ReadItem, Row
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.people import SYSTEM_ROLES, job_role, system_role, user, user_role
from assay_connectors.ashby.reading.run import ROLE_ASSIGNMENTS, ROLES, USER_ROLES, USERS, Run

ROLE_LIST = "/hiringTeamRole.list"
USER_LIST = "/user.list"


def read_roles(run: Run) -> Iterator[ReadItem]:
    """The roles on hiring teams and the four global ones."""
    if not run.wants(ROLES, ROLE_ASSIGNMENTS):
        return
    payloads = [Payload(raw, ROLE_LIST) for raw in run.api.list_once(ROLE_LIST, {"namesOnly": False})]
    run.role_ids = {(payload.text("title") or "").strip(): payload.identifier() for payload in payloads}
    if run.wants(ROLES):
        for role in (*map(job_role, payloads), *map(system_role, SYSTEM_ROLES)):
            run.known_roles.add(role.remote_id or "")
            yield Row(role)


def read_users(run: Run) -> Iterator[ReadItem]:
    """Users, active or not, each with its global role; a global role not met before becomes a role."""
    if not run.wants(USERS, USER_ROLES):
        return
    listing = run.api.list_all(USER_LIST, {"includeDeactivated": True}, run.token(USER_LIST))
    user_ids = set()
    for raw in listing:
        payload = Payload(raw, USER_LIST)
        user_ids.add(payload.identifier())
        if run.wants(USERS):
            yield Row(user(payload))
        yield from _global_role(run, payload)
    if listing.full:
        run.user_ids = user_ids
        run.read_in_full.add(USER_LIST)
        if run.wants(USER_ROLES):
            yield Complete(USER_ROLES)
    if listing.sync_token:
        yield Cursor(USER_LIST, listing.sync_token)


def _global_role(run: Run, payload: Payload) -> Iterator[ReadItem]:
    label = payload.text("globalRole")
    if run.wants(ROLES) and run.role_ids is not None and label and label not in run.known_roles:
        run.known_roles.add(label)
        yield Row(system_role(label))
    if run.wants(USER_ROLES):
        held = user_role(payload)
        if held is not None:
            yield Row(held, group=payload.identifier())
        if run.delta:
            yield Complete(USER_ROLES, group=payload.identifier())
