"""Users come, go and come back. Source: recruitee sheet 2.1, 7.1 Users."""

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Candidate, User
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

LOOK, LEAVES_BEFORE, FIRST = "look at the users", "a user is deactivated", "read users"
LEAVES, SECOND = "a stored user is deactivated", "read users again"
RETURNS, THIRD = "the stored user is activated again", "read users once more"
MODELS = (User.store_id,)


@REGISTER.scenario("users")
def users(stage: Stage) -> None:
    """One user leaves before anything is read; another one after it, and returns."""
    listed = stage.passthrough(LOOK, "GET", "/admins").data["admins"]
    early, late = [str(admin["id"]) for admin in listed][-2:]
    stage.vendor(LEAVES_BEFORE, "deactivate_user", admin_id=int(early))
    stage.sync(FIRST, models=MODELS)
    stage.vendor(LEAVES, "deactivate_user", admin_id=int(late))
    stage.later(hours=1)
    stage.sync(SECOND, models=MODELS)
    stage.vendor(RETURNS, "reactivate_user", admin_id=int(late))
    stage.later(hours=1)
    stage.sync(THIRD, models=MODELS)


def _listed(trace: Trace, name: str) -> tuple[dict[str, answers.Item], tuple[Played, ...]]:
    calls = answers.called(witness.succeeded(trace, name), answers.ADMINS)
    return answers.by_id(calls, "admins"), calls


def _who(trace: Trace, name: str) -> str:
    return str(witness.succeeded(trace, name).inputs["admin_id"])


@REGISTER.proves("behaviour/users/only-active-users-come-back", scenario="users")
def only_active_users_come_back(trace: Trace) -> Shown:
    """Exactly who is listed is stored and ACTIVE; nothing but the list is asked, and it hides the other."""
    early = _who(trace, LEAVES_BEFORE)
    there_before, looked = _listed(trace, LOOK)
    expect(early in there_before, f"there was no active user {early}", *looked)
    listed, calls = _listed(trace, FIRST)
    expect(early not in listed, f"the vendor lists {early} all the same", *calls)
    step, after = trace.step(FIRST), witness.after(trace, FIRST)
    others = [played for played in step.played if played not in calls]
    expect(not others, f"users were also read from {[o.exchange.request.path for o in others]}", *others)
    methods = {call.exchange.request.method for call in calls}
    expect(methods == {"GET"}, f"the list was asked with {methods}", *calls)
    stored = {str(user.remote_id) for user in cast.of(after, User)}
    expect(stored == set(listed), f"stored are {sorted(stored)}, listed {sorted(listed)}", *calls)
    statuses = {user.status for user in cast.of(after, User)}
    expect(statuses == {"ACTIVE"}, f"they are {statuses}", *calls)
    return Shown(f"{len(stored)} users, all active; {early} is in no answer", (*looked, *calls))


@REGISTER.proves("behaviour/users/a-deactivated-user-is-marked-deleted-not-inactive", scenario="users")
def a_deactivated_user_is_marked_deleted(trace: Trace) -> Shown:
    """The list lacks the user; the stored one stays ACTIVE and is marked deleted, no other is."""
    late = _who(trace, LEAVES)
    listed, calls = _listed(trace, SECOND)
    expect(late not in listed and listed, f"the vendor lists {sorted(listed)}", *calls)
    before, after = witness.after(trace, FIRST), witness.after(trace, SECOND)
    was, now = (witness.record(data, User, late) for data in (before, after))
    expect(was.remote_deleted_at is None, f"{late} was marked before", *calls)
    expect(now.status == "ACTIVE", f"{late} became {now.status}", *calls)
    marked = {
        str(u.remote_id) for u in after.of(User.store_id) if isinstance(u, User) and u.remote_deleted_at
    }
    expect(marked == {late}, f"marked deleted are {sorted(marked)}", *calls)
    statuses = {user.status for name in (FIRST, SECOND, THIRD) for user in _all(trace, name)}
    expect(statuses == {"ACTIVE"}, f"stored users are {statuses}", *calls)
    return Shown(f"user {late} is marked deleted and still ACTIVE", calls)


def _all(trace: Trace, name: str) -> list[User]:
    rows = witness.after(trace, name).of(User.store_id)
    return [row for row in rows if isinstance(row, User)]


@REGISTER.proves("behaviour/users/a-reactivated-user-returns", scenario="users")
def a_reactivated_user_returns(trace: Trace) -> Shown:
    """The list names the user again, and the mark is gone under the same unified id."""
    late = _who(trace, RETURNS)
    listed, calls = _listed(trace, THIRD)
    expect(late in listed, f"the vendor does not list {late}", *calls)
    gone, back = (witness.record(witness.after(trace, name), User, late) for name in (SECOND, THIRD))
    expect(gone.remote_deleted_at is not None, f"{late} had not been marked", *calls)
    expect(back.remote_deleted_at is None, f"{late} is still marked", *calls)
    expect(back.id == gone.id, f"{gone.id} became {back.id}", *calls)
    return Shown(f"user {late} is back as {back.id}", calls)


PEOPLE, OWN, REMOVE, READ_ALL = (
    "look at candidates",
    "a user enters somebody",
    "the user is removed for good",
    "read users and candidates",
)


@REGISTER.scenario("removed-user")
def removed_user(stage: Stage) -> None:
    """A user is responsible for a candidate and is removed; candidates keep referring to the user."""
    listed = stage.passthrough(LOOK, "GET", "/admins").data["admins"]
    params = {"limit": "1", "offset": "0"}
    candidate = stage.passthrough(PEOPLE, "GET", "/candidates", params=params).data["candidates"][0]
    gone = listed[-1]["id"]
    stage.vendor(OWN, "edit_candidate", candidate_id=candidate["id"], admin_id=gone)
    stage.vendor(REMOVE, "remove_user", admin_id=gone)
    stage.sync(READ_ALL, models=(*MODELS, Candidate.store_id))


@REGISTER.proves("behaviour/users/a-removed-user-in-references-makes-no-user", scenario="removed-user")
def a_removed_user_in_references_makes_no_user(trace: Trace) -> Shown:
    """Who was removed is still referred to, as anonymous since then, and is no user."""
    key = str(witness.succeeded(trace, REMOVE).inputs["admin_id"])
    step, after = witness.succeeded(trace, READ_ALL), witness.after(trace, READ_ALL)
    details = answers.called(step, answers.CANDIDATE)
    naming = [call for call in details if key in answers.references([call], "Admin")]
    expect(naming, f"no candidate refers to {key}", *details)
    since = [answers.references([call], "Admin")[key].get("anonymized_at") for call in naming]
    expect(all(since), f"{key} is not said to be removed: {since}", *naming)
    listed = answers.by_id(answers.called(step, answers.ADMINS), "admins")
    stored = {str(user.remote_id) for user in _all(trace, READ_ALL)}
    expect(key not in stored, f"{key} became a user", *naming)
    expect(stored == set(listed), f"stored are {sorted(stored)}, listed {sorted(listed)}", *naming)
    expect(cast.of(after, Candidate), "no candidate was read", *naming)
    return Shown(f"{key} is referred to {len(naming)} times and not stored", tuple(naming))
