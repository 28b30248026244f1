"""A very small vendor, and the case of a connector to it in which every clause holds.

Tests break one thing in it at a time. Everything is a plain value: nothing is recorded or played.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import yaml

from assay.case import FULL_SYNC, Case
from assay.contract import Contract, clauses_of
from assay.evidence import Played, Snapshot, Step, Trace
from assay.outcome import Finding, Note
from assay.scenario import NotShown, Proof, Shown
from assay.tampering.perturbation import Perturbation
from assay.truth import Truth
from assay.unified.base import UnifiedRecord
from assay.unified.ids import join_id, record_id
from assay.unified.records import Job, JobTeamMember, User
from assay.unified.values import IntegrationField
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse

INTEGRATION = "acme:4mZqT7wYbN2xKc9RjHs5uVdL"
START = datetime(2026, 6, 15, 8, tzinfo=UTC)
LATER = START + timedelta(hours=1)

CONTRACT = """
connector: acme
name: Acme
models:
  - title: Users
    fields: [{name: id}, {name: remote_id}, {name: first_name}, {name: last_name}, {name: email}]
  - title: Jobs
    fields:
      - {name: id}
      - {name: remote_id}
      - {name: changed_at}
      - {name: remote_deleted_at}
      - {name: name}
      - {name: status, renders: {DRAFT: null, ARCHIVED: null}}
      - {name: employment_type, exempt: {fact: the vendor has no such thing, source: acme sheet 2}}
      - {name: contact_id}
      - {name: remote_url, pattern: "https://acme.example/users/{contact_id}/jobs/{remote_id}?at=*"}
      - {name: remote_data}
      - {name: integration_fields}
  - title: Job hiring team members
    fields: [{name: job_id}, {name: user_id}, {name: roles, renders:
      {HIRING_MANAGER: null, COORDINATOR: null, INTERVIEWER: null}}]
  - title: Tags
    exempt: {fact: the vendor has no tags, source: acme sheet 3}
    fields: []
actions:
  - title: Add tag to candidate
    inputs:
      - {name: candidate_id, arrives: [{to: /candidate.tag, at: candidateId}]}
      - {name: tag.name, arrives: [{to: /candidate.tag, at: tag}]}
  - title: Move application to stage
    inputs: [{name: stage_id}]
  - title: Create application
    inputs:
      - {name: candidate.company, arrives: [{to: /candidate.create, at: company}]}
      - {name: candidate.title, arrives: [{to: /candidate.create, at: title}]}
      - {name: candidate.gender, exempt: {fact: the vendor does not keep it, source: acme sheet 4}}
features:
  - {name: Delta Syncs, summary: only what changed is read again}
behaviours:
  - id: drafts-are-hidden
    group: Jobs
    given: a draft
    when: jobs are read
    then: it is left out
    source: acme sheet 5
wire:
  base_url: https://api.acme.example
  key: id
  listings: [{by: cursor, items: results, more: more, next: next, cursor: cursor, limit: limit}]
  refusal: {ok: false}
"""

USERS = [
    {
        "id": "0a000000-0000-4000-8000-000000000001",
        "first": "Ada",
        "last": "Byron",
        "email": "ada@acme.example",
    },
    {"id": "0a000000-0000-4000-8000-000000000002", "first": "Bo", "last": "Diaz", "email": "bo@acme.example"},
]
JOBS = [
    {
        "id": "0b000000-0000-4000-8000-000000000001",
        "title": "Cook",
        "state": "open",
        "owner": USERS[0]["id"],
        "team": [{"user": USERS[0]["id"], "role": "RECRUITER"}],
    },
    {
        "id": "0b000000-0000-4000-8000-000000000002",
        "title": "Baker",
        "state": "closed",
        "owner": USERS[1]["id"],
        "team": [{"user": USERS[1]["id"], "role": "SOURCER"}],
    },
    {
        "id": "0b000000-0000-4000-8000-000000000003",
        "title": "Waiter",
        "state": "open",
        "owner": USERS[0]["id"],
        "team": [],
    },
]


def contract(**changes: Any) -> Contract:
    return Contract.model_validate({**yaml.safe_load(CONTRACT), **changes})


def exchange(path: str, sent: Any = None, answered: Any = None, status: int = 200) -> Exchange:
    headers = {"content-type": "application/json"}
    return Exchange(
        RecordedRequest("POST", f"https://api.acme.example{path}", headers, orjson.dumps(sent or {})),
        RecordedResponse(status, headers, orjson.dumps(answered)),
    )


def listing(path: str, objects: Iterable[Any]) -> Exchange:
    return exchange(path, {"limit": 100}, {"results": list(objects), "more": False})


def played(exchanges: Iterable[Exchange], first: int = 0) -> tuple[Played, ...]:
    return tuple(Played(index=index, exchange=one) for index, one in enumerate(exchanges, start=first))


def snapshot(
    users: Iterable[Mapping[str, Any]] = USERS, jobs: Iterable[Mapping[str, Any]] = JOBS, at: datetime = START
) -> Snapshot:
    """What a connector and a store without fault make of the vendor's objects."""
    jobs = list(jobs)
    return Snapshot(
        at=at,
        records={
            "ats_users": tuple(_user(one, at) for one in users),
            "ats_jobs": tuple(_job(one, at) for one in jobs),
            "ats_join_jobs_users": tuple(_member(one, of, at) for one in jobs for of in one["team"]),
        },
    )


def _id(remote_id: str) -> str:
    return record_id(INTEGRATION, remote_id)


def _user(given: Mapping[str, Any], at: datetime) -> User:
    return User(
        id=_id(given["id"]),
        changed_at=at,
        remote_id=given["id"],
        first_name=given["first"],
        last_name=given["last"],
        email=given["email"],
    )


def _job(given: Mapping[str, Any], at: datetime) -> Job:
    return Job(
        id=_id(given["id"]),
        changed_at=at,
        remote_id=given["id"],
        name=given["title"],
        status=given["state"].upper(),
        contact_id=_id(given["owner"]),
        remote_url=f"https://acme.example/users/{given['owner']}/jobs/{given['id']}?at=home",
        remote_data={"/job.list": dict(given)},
        integration_fields=[attribute(state=given["state"]), attribute(page=f"/jobs/{given['id']}")],
    )


def attribute(*, label: str = "Of the vendor", **named: Any) -> IntegrationField:
    """An attribute of the vendor's own, offered for mapping."""
    [(key, value)] = named.items()
    return IntegrationField(id=key, key=key, type="DEFAULT", label=label, value=value)


def _member(job: Mapping[str, Any], given: Mapping[str, Any], at: datetime) -> JobTeamMember:
    parents = (_id(job["id"]), _id(given["user"]))
    return JobTeamMember(
        id=join_id(INTEGRATION, "ats_join_jobs_users", *parents),
        changed_at=at,
        job_id=parents[0],
        user_id=parents[1],
        roles=[given["role"]],
    )


def trace(scenario: str, *steps: Step, **changes: Any) -> Trace:
    exchanges = [one.exchange for step in steps for one in step.played]
    facts: dict[str, Any] = {
        "connector": "acme",
        "scenario": scenario,
        "origin": "sandbox",
        "recorded_at": "2026-06-15T08:00:00.000Z",
        "exchanges": exchanges,
        "steps": steps,
    }
    return Trace(**facts | changes)


def sync_step(of: Snapshot, number: int = 0, name: str = "read", **changes: Any) -> Step:
    exchanges = [listing("/user.list", USERS), listing("/job.list", JOBS)]
    facts: dict[str, Any] = {
        "number": number,
        "name": name,
        "kind": "sync",
        "snapshot": of,
        "played": played(exchanges, first=2 * number),
    }
    return Step(**facts | changes)


def action_step(
    action: str, inputs: Mapping[str, Any], *exchanges: Exchange, number: int = 1, **changes: Any
) -> Step:
    facts: dict[str, Any] = {
        "number": number,
        "name": f"{action} {number}",
        "kind": "action",
        "action": action,
        "inputs": inputs,
        "played": played(exchanges, first=2 * number),
    }
    return Step(**facts | changes)


def changing() -> Trace:
    """Two syncs, between which a job was renamed and another one went."""
    before = snapshot()
    _, baker, waiter = before.of("ats_jobs")
    chef = _job({**JOBS[0], "title": "Chef"}, LATER)
    gone = baker.model_copy(update={"remote_deleted_at": LATER, "changed_at": LATER})
    after = Snapshot(at=LATER, records={**before.records, "ats_jobs": (chef, gone, waiter)})
    return trace("second-sync", sync_step(before), sync_step(after, number=1, name="read again"))


def tagging(*exchanges: Exchange) -> Trace:
    inputs = {"candidate_id": "remote:c1", "tag": {"name": "kind"}}
    sent = exchange("/candidate.tag", {"candidateId": "c1", "tag": "kind"}, {"ok": True})
    return trace("add-tag-to-candidate", action_step("add_candidate_tag", inputs, *(exchanges or (sent,))))


def moving() -> Trace:
    sent = exchange("/application.move", {"stage": "s1"}, {"ok": True})
    inputs = {"application_id": "remote:a1", "stage_id": "remote:s1"}
    return trace("move-application-to-stage", action_step("move_application_to_stage", inputs, sent))


def charged(*, billed: Mapping[str, int], budget: int) -> Case:
    """The case of a vendor that charges for each call, in which somebody was moved."""
    promised = contract()
    assert promised.wire is not None
    charging = promised.model_copy(update={"wire": promised.wire.model_copy(update={"billed": "/"})})
    [step] = moving().steps
    moved = trace("move-application-to-stage", replace(step, billed=billed, budget=budget))
    proofs = (proof("action/move-application-to-stage", moved.scenario),)
    return healthy(contract=charging, traces={moved.scenario: moved}, proofs=proofs)


def applying(second: Mapping[str, Any] | None = None) -> Trace:
    """Performed twice: with everything, and with what is required alone."""
    body = {"company": "Initech", "title": "Cook"}
    candidate = {"company": "Initech", "title": "Cook", "gender": "OTHER"}
    return trace(
        "create-application",
        action_step(
            "create_application",
            {"candidate": candidate},
            exchange("/candidate.create", body, {"ok": True}),
        ),
        action_step(
            "create_application",
            {"candidate": second or {}},
            exchange("/candidate.create", {}, {"ok": True}),
            number=2,
        ),
    )


def shown(trace: Trace) -> Shown:
    return Shown("it is so", trace.steps[-1].played)


def not_shown(trace: Trace) -> Shown:
    raise NotShown("it is not so", *trace.steps[-1].played, path="results[0]")


def proof(clause: str, scenario: str, show: Callable[[Trace], Shown] = shown) -> Proof:
    return Proof(clause=clause, scenario=scenario, show=show)


def perturbed() -> Snapshot:
    """What the faultless connector reads when every value of the payload changes."""
    exchanges = [listing("/user.list", USERS), listing("/job.list", JOBS)]
    wire = contract().wire
    assert wire is not None
    change = Perturbation(exchanges, wire)
    users, jobs = (change.response(one).json["results"] for one in exchanges)
    return snapshot(users, jobs)


def truth() -> Truth:
    return Truth(
        records={
            "ats_users": tuple(
                {"_key": u["last"], "first_name": u["first"], "last_name": u["last"], "email": u["email"]}
                for u in USERS
            ),
            "ats_jobs": (
                {"_key": "cook", "name": "Cook", "status": "OPEN", "contact_id": "Byron"},
                {"_key": "baker", "name": "Baker", "status": "CLOSED", "contact_id": "Diaz"},
                {"_key": "waiter", "name": "Waiter", "status": "OPEN", "contact_id": "Byron"},
            ),
            "ats_join_jobs_users": (
                {"job_id": "cook", "user_id": "Byron", "roles": ["RECRUITER"]},
                {"job_id": "baker", "user_id": "Diaz", "roles": ["SOURCER"]},
            ),
        },
        match={"ats_users": ("last_name",), "ats_jobs": ("name",)},
        definitions={},
    )


def healthy(**changes: Any) -> Case:
    """The case in which every check has nothing to object to."""
    promised = changes.pop("contract", None) or contract()
    full = trace(FULL_SYNC, sync_step(snapshot()))
    facts: dict[str, Any] = {
        "contract": promised,
        "clauses": clauses_of(promised),
        "traces": {one.scenario: one for one in (full, changing(), tagging(), moving(), applying())},
        "proofs": (
            proof("action/add-tag-to-candidate", "add-tag-to-candidate"),
            proof("action/move-application-to-stage", "move-application-to-stage"),
            proof("action/create-application", "create-application"),
            proof("feature/delta-syncs", "second-sync"),
            proof("behaviour/jobs/drafts-are-hidden", FULL_SYNC),
        ),
        "truth": truth(),
        "company": truth(),
        "perturbed": (perturbed(),),
        "recut": {7: full},
    }
    return Case(**facts | changes)


def with_trace(case: Case, changed: Trace) -> Case:
    return replace(case, traces={**case.traces, changed.scenario: changed})


def with_sync(case: Case, **changes: Any) -> Case:
    """The case with another step in its full sync."""
    full = case.traces[FULL_SYNC]
    return with_trace(case, replace(full, steps=tuple(replace(step, **changes) for step in full.steps)))


def with_records(case: Case, model: str, *records: UnifiedRecord) -> Case:
    """The case whose full sync read these records of a model instead."""
    before = case.snapshot
    assert before is not None
    return with_sync(case, snapshot=replace(before, records={**before.records, model: records}))


def with_values(case: Case, model: str, **values: Any) -> Case:
    """The case whose full sync read these values in every record of a model."""
    assert case.snapshot is not None
    return with_records(case, model, *(one.model_copy(update=values) for one in case.snapshot.of(model)))


def findings(said: Iterable[Finding | Note]) -> list[Finding]:
    return [one for one in said if isinstance(one, Finding)]


def notes(said: Iterable[Finding | Note]) -> list[Note]:
    return [one for one in said if isinstance(one, Note)]
