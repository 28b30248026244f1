"""Whatever is missing or null in a vendor object, mapping neither fails nor changes the object."""

import copy
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.ashby.mapping.applications import application, application_stage, rejection_reason
from assay_connectors.ashby.mapping.candidates import candidate, candidate_tags, tag
from assay_connectors.ashby.mapping.interviews import events, interview, interviewers
from assay_connectors.ashby.mapping.jobs import (
    JobParts,
    job,
    job_stage,
    plan_ids,
    role_assignments,
    team_members,
)
from assay_connectors.ashby.mapping.offers import offer
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.people import job_role, user, user_role
from assay_connectors.ashby.mapping.postings import Posted, job_posting, primary
from assay_connectors.ashby.mapping.questions import asked, job_question, screening_question

PAYLOADS: dict[str, Any] = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))
NEEDED = {"id", "userId", "path", "value", "field"}
"""Keys without which an object cannot be used; their absence is an error of its own."""


def _interviews(payload: Payload) -> Iterable[Any]:
    for event in events(payload):
        yield interview(event, payload, {})
        yield from interviewers(event)


def _questions(payload: Payload) -> Iterable[Any]:
    for index, question in enumerate(asked(payload)):
        yield screening_question(question)
        yield job_question(question, index, "j1")


def _job(payload: Payload) -> Iterable[Any]:
    nothing = Payload({}, "/nothing")
    yield job(JobParts(job=payload, info=nothing, department=nothing, location=payload.part("location")))
    yield from team_members(payload)
    yield from role_assignments(payload, {})
    yield from plan_ids(payload)


def _posting(payload: Payload) -> Iterable[Any]:
    posted = primary([Posted(payload)])
    if posted is not None:
        yield job_posting(posted, payload, "Open")


def _info(payload: Payload) -> Iterable[Any]:
    bare = Payload({"id": "j1"}, "/job.list")
    nothing = Payload({}, "/nothing")
    yield job(JobParts(job=bare, posted=Posted(payload), info=payload, department=nothing, location=nothing))
    yield from _questions(payload)


MAPPINGS: dict[str, Callable[[Payload], Iterable[Any]]] = {
    "user": lambda payload: [user(payload), user_role(payload)],
    "role": lambda payload: [job_role(payload)],
    "job": _job,
    "posting": _posting,
    "posting_info": _info,
    "candidate": lambda payload: [candidate(payload, None), *(row for row, _ in candidate_tags(payload))],
    "tag": lambda payload: [tag(payload)],
    "reason": lambda payload: [rejection_reason(payload)],
    "stage": lambda payload: [
        application_stage(payload, Payload({}, "/nothing")),
        job_stage(Payload({"id": "j1"}, "/job.list"), payload),
    ],
    "application": lambda payload: [application(payload, None)],
    "schedule": _interviews,
    "offer": lambda payload: [offer(payload, payload, None)],
}


def _thinned(value: Any, chance: Random) -> Any:
    """The value with some keys absent and some null, needed ones excepted."""
    if isinstance(value, list):
        return [_thinned(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    thin = {}
    for key, inner in value.items():
        fate = 0 if key in NEEDED else chance.choice([0, 0, 0, 1, 2])
        if fate == 0:
            thin[key] = _thinned(inner, chance)
        elif fate == 1:
            thin[key] = None
    return thin


@pytest.mark.parametrize("kind", sorted(MAPPINGS))
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_nothing_that_is_absent_or_null_breaks_a_mapping(kind: str, seed: int) -> None:
    raw = _thinned(PAYLOADS[kind], Random(seed))  # noqa: S311 -- nothing secret
    before = copy.deepcopy(raw)

    first = list(MAPPINGS[kind](Payload(raw, "/thing.list")))

    assert raw == before
    assert first == list(MAPPINGS[kind](Payload(raw, "/thing.list")))
