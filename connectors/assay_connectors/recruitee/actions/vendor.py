"""Recruitee's objects as actions read and write them; the only module of actions that makes calls.

Source: recruitee sheet 2, 3.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from assay.errors import ConnectorError, InputError, VendorUnavailableError
from assay_connectors.recruitee.api import Item, Params
from assay_connectors.recruitee.connection import Connection

PAGE: Final = 1000
"""Most that a page of search or list is asked for (recruitee sheet 1.5)."""


def candidate(connection: Connection, candidate_id: str | int) -> Item:
    """A candidate with its placements, fields, tags and files."""
    return connection.api.one(f"/candidates/{candidate_id}", "candidate")


def offer(connection: Connection, offer_id: str | int) -> Item:
    """A job or talent pool with its pipeline."""
    return connection.api.one(f"/offers/{offer_id}", "offer")


def listed(connection: Connection, path: str, key: str, params: Params | None = None) -> list[Item]:
    """A list that comes whole."""
    return connection.api.all(path, key, params)


def write(
    connection: Connection, method: str, path: str, body: Any = None, *, idempotent: bool = False
) -> Item:
    """The answer to a write; ``idempotent`` tells whether sending it twice does no harm."""
    return connection.api.call(method, path, body, idempotent=idempotent)


def named(answer: Item, key: str, request: str) -> Item:
    """The object that the answer to a write names.

    Raises:
        VendorUnavailableError: there is none, so that nobody knows whether it was made.
    """
    item = answer.get(key)
    if not isinstance(item, dict) or not isinstance(item.get("id"), int):
        raise VendorUnavailableError(
            f"the answer to a write names no {key}",
            request=request,
            hint="Look whether it took effect before sending it again.",
            detail={"outcome_unknown": True},
        )
    return item


def is_missing(error: ConnectorError) -> bool:
    """Whether the vendor says that there is no such object."""
    return error.status == HTTPStatus.NOT_FOUND


def number(remote_id: str, name: str) -> int:
    """A remote id as the vendor takes it in bodies: an integer (recruitee sheet, notation).

    Args:
        remote_id: as the unified record has it.
        name: the input, for the message.

    Raises:
        InputError: it is none.
    """
    if not (remote_id.isascii() and remote_id.isdigit()):
        raise InputError(f"{name} is not an id of Recruitee", hint="Ids of Recruitee are whole numbers.")
    return int(remote_id)


def job_placements(item: Item) -> Iterator[Item]:
    """Placements of a candidate that may be applications: those outside talent pools."""
    for placement in item.get("placements") or []:
        if placement.get("offer_id") is not None and placement.get("talent_pool_id") is None:
            yield placement


def is_disqualified(placement: Item) -> bool:
    """Whether the company rejected it (recruitee sheet 2.7: keys are missing while it did not)."""
    keys = ("disqualified_at", "disqualify_kind", "disqualify_reason")
    return any(placement.get(key) is not None for key in keys)


def stages_of(item: Item) -> list[Item]:
    """Stages of the pipeline of a job, in its order."""
    stages = (item.get("pipeline_template") or {}).get("stages") or []
    return sorted(stages, key=lambda stage: stage.get("position") or 0)


def checked_stage(job: Item, stage_id: str) -> int:
    """The stage, if it is in the job's pipeline (recruitee sheet 3.1 step 2, 7.2).

    Raises:
        InputError: it is not; the message names the stages there are.
    """
    stages = stages_of(job)
    for stage in stages:
        if str(stage.get("id")) == stage_id:
            return int(stage["id"])
    names = ", ".join(f"{stage.get('name')} ({stage.get('id')})" for stage in stages)
    raise InputError(
        f"stage {stage_id} is not in the pipeline of job {job.get('id')}",
        hint=f"Its stages are: {names}." if names else "Its pipeline has no stages.",
    )
