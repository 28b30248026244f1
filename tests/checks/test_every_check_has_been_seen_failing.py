"""For every check a subject without fault that it passes, and at least one faulty subject that it catches."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from assay.case import FULL_SYNC, Case
from assay.checks import all_checks
from assay.errors import CassetteMissError
from assay.outcome import Finding, Note, Outcome

from . import miniatures as mini

CHECKS = {check.id: check for check in all_checks()}


@dataclass(frozen=True)
class Fault:
    """A miniature with one fault, and what the check must say of it."""

    check: str
    what: str
    subject: Callable[[], Case]
    says: Outcome | str
    """An outcome, or the kind of a note."""
    of: str
    """Clause without the connector, or subject of the note."""


def _case(change: Callable[..., Case], *arguments: Any, **values: Any) -> Callable[[], Case]:
    return lambda: change(mini.healthy(), *arguments, **values)


def _without_trace(scenario: str) -> Callable[[], Case]:
    def made() -> Case:
        case = mini.healthy()
        return replace(case, traces={name: one for name, one in case.traces.items() if name != scenario})

    return made


def _with_full_sync(**changes: Any) -> Callable[[], Case]:
    def made() -> Case:
        case = mini.healthy()
        return mini.with_trace(case, replace(case.traces[FULL_SYNC], **changes))

    return made


def _in_second_sync(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Callable[[], Case]:
    """The jobs that the second sync leaves behind, changed."""

    def made() -> Case:
        case = mini.healthy()
        first, second = case.traces["second-sync"].steps
        jobs = change(second.snapshot.of("ats_jobs"))
        after = replace(second.snapshot, records={**second.snapshot.records, "ats_jobs": jobs})
        return mini.with_trace(case, mini.trace("second-sync", first, replace(second, snapshot=after)))

    return made


def _sending(path: str, body: dict[str, Any]) -> Callable[[], Case]:
    return lambda: mini.with_trace(mini.healthy(), mini.tagging(mini.exchange(path, body)))


def _proven_by(show: Callable[..., Any]) -> Callable[[], Case]:
    return lambda: mini.healthy(proofs=(mini.proof("feature/delta-syncs", "second-sync", show),))


def _crashing(_: Any) -> Any:
    raise ZeroDivisionError


def _only_first_job_read() -> Case:
    return _only_first_job(mini.healthy())


def _only_first_job(case: Case) -> Case:
    assert case.snapshot is not None
    return mini.with_records(case, "ats_jobs", case.snapshot.of("ats_jobs")[0])


def _job_twice(case: Case) -> Case:
    assert case.snapshot is not None
    jobs = case.snapshot.of("ats_jobs")
    again = jobs[0].model_copy(update={"remote_id": "other", "id": jobs[0].id[::-1]})
    return mini.with_records(case, "ats_jobs", *jobs, again)


def _same_job_id(case: Case) -> Case:
    assert case.snapshot is not None
    first, second, third = case.snapshot.of("ats_jobs")
    return mini.with_records(case, "ats_jobs", first, second.model_copy(update={"id": first.id}), third)


def _other_owner(case: Case) -> Case:
    assert case.snapshot is not None
    job = case.snapshot.of("ats_jobs")[0]
    return mini.with_values(case, "ats_jobs", contact_id=job.id)


def _remote_data(case: Case) -> Case:
    assert case.snapshot is not None
    job = case.snapshot.of("ats_jobs")[0]
    return mini.with_values(case, "ats_jobs", remote_data=job.remote_data)


def _asked_nothing_at_first(case: Case) -> Case:
    return replace(case, recut={7: replace(case.traces[FULL_SYNC], steps=(), error=CassetteMissError("no"))})


def _lost_page(case: Case) -> Case:
    lost = mini.snapshot(jobs=mini.JOBS[:1])
    return replace(case, recut={7: mini.trace(FULL_SYNC, mini.sync_step(lost))})


def _constant_status(case: Case) -> Case:
    """The connector says OPEN of every job, whatever the vendor says, and loses one when values change."""
    case = mini.with_values(case, "ats_jobs", status="OPEN", employment_type=None)
    changed = mini.perturbed()
    jobs = tuple(job.model_copy(update={"status": "OPEN"}) for job in changed.of("ats_jobs")[:2])
    return replace(case, perturbed=(replace(changed, records={**changed.records, "ats_jobs": jobs}),))


def _said_more(case: Case) -> Case:
    grown = mini.listing("/job.list", [{**job, "colour": "red"} for job in mini.JOBS])
    exchanges = [mini.listing("/user.list", mini.USERS), grown]
    full = case.traces[FULL_SYNC]
    steps = (replace(full.steps[0], played=mini.played(exchanges)),)
    return mini.with_trace(case, replace(full, steps=steps))


def _exempt_gender_sent(case: Case) -> Case:
    applying = mini.applying()
    sent = mini.exchange("/candidate.create", {"company": "Initech", "sex": "OTHER"})
    first = replace(applying.steps[0], played=mini.played([sent]))
    return mini.with_trace(case, replace(applying, steps=(first, applying.steps[1])))


def _undeclared_input(case: Case) -> Case:
    step = mini.action_step(
        "add_candidate_tag",
        {"candidate_id": "remote:c1", "tag": {"name": "kind"}},
        mini.exchange("/candidate.tag", {"candidateId": "c1", "tag": "kind"}),
    )
    moved = mini.action_step(
        "move_application_to_stage",
        {"application_id": "remote:a1", "stage_id": "remote:s1"},
        mini.exchange("/application.move", {"stage": "s1", "application": "a1"}),
    )
    return mini.with_trace(case, mini.trace("move-application-to-stage", step, moved))


FAULTS = (
    Fault(
        "actions-are-performed",
        "nobody performs it",
        _without_trace("add-tag-to-candidate"),
        Outcome.UNPROVEN,
        "action/add-tag-to-candidate",
    ),
    Fault(
        "actions-are-performed",
        "nothing is asked of the vendor",
        lambda: mini.with_trace(
            mini.healthy(),
            mini.trace("move-application-to-stage", mini.action_step("move_application_to_stage", {})),
        ),
        Outcome.FAILED,
        "action/move-application-to-stage",
    ),
    Fault(
        "actions-are-performed",
        "no proof shows the effect",
        lambda: mini.healthy(proofs=()),
        Outcome.UNPROVEN,
        "action/create-application",
    ),
    Fault(
        "inputs-arrive",
        "an input is not sent",
        _sending("/candidate.tag", {"candidateId": "c1"}),
        Outcome.FAILED,
        "input/add-tag-to-candidate/tag.name",
    ),
    Fault(
        "inputs-arrive",
        "an input is sent under another key",
        _sending("/candidate.tag", {"candidateId": "kind", "tag": "c1"}),
        Outcome.FAILED,
        "input/add-tag-to-candidate/candidate_id",
    ),
    Fault(
        "inputs-arrive",
        "no value is given",
        _without_trace("create-application"),
        Outcome.UNPROVEN,
        "input/create-application/candidate.company",
    ),
    Fault(
        "optional-inputs-may-be-left-out",
        "it is always given",
        lambda: mini.with_trace(mini.healthy(), mini.applying(second={"company": "Initech"})),
        Outcome.UNPROVEN,
        "input/create-application/candidate.company",
    ),
    Fault(
        "exempt-inputs-do-not-arrive",
        "an exempt input is sent all the same",
        _case(_exempt_gender_sent),
        Outcome.FAILED,
        "input/create-application/candidate.gender",
    ),
    Fault(
        "nothing-undeclared-is-honoured",
        "an input that is not promised is sent",
        _case(_undeclared_input),
        "undeclared",
        "Move application to stage: application_id",
    ),
    Fault(
        "the-vendor-adds-nothing-unnoticed",
        "the vendor says more than was recorded",
        _case(_said_more),
        "drift",
        "POST /job.list",
    ),
    Fault(
        "fields-follow-the-payload",
        "a field is a constant, and a record is lost when values change",
        _case(_constant_status),
        Outcome.UNPROVEN,
        "field/jobs/status",
    ),
    Fault(
        "fields-follow-the-payload",
        "the recording cannot be varied",
        lambda: mini.healthy(perturbed=()),
        Outcome.UNPROVEN,
        "field/jobs/name",
    ),
    Fault("pages-are-complete", "a page is lost", _case(_lost_page), Outcome.FAILED, "model/jobs"),
    Fault(
        "pages-are-complete",
        "an empty page ends the run",
        _case(_asked_nothing_at_first),
        Outcome.FAILED,
        "model/users",
    ),
    Fault(
        "pages-are-complete",
        "pages cannot be cut",
        lambda: mini.healthy(recut={}),
        Outcome.UNPROVEN,
        "model/users",
    ),
    Fault(
        "remote-data-is-untouched",
        "a key is added",
        _case(mini.with_values, "ats_jobs", remote_data={"/job.list": {**mini.JOBS[0], "mine": 1}}),
        Outcome.FAILED,
        "field/jobs/remote_data",
    ),
    Fault(
        "remote-data-is-untouched",
        "every record has the data of the first",
        _case(_remote_data),
        Outcome.FAILED,
        "field/jobs/remote_data",
    ),
    Fault(
        "proofs-hold",
        "the proof objects",
        _proven_by(mini.not_shown),
        Outcome.FAILED,
        "feature/delta-syncs",
    ),
    Fault("proofs-hold", "the proof crashes", _proven_by(_crashing), Outcome.ERRORED, "feature/delta-syncs"),
    Fault(
        "proofs-hold",
        "the proof names no exchange",
        _proven_by(lambda _: mini.Shown("trust me")),
        Outcome.UNPROVEN,
        "feature/delta-syncs",
    ),
    Fault(
        "proofs-hold",
        "nobody proves it",
        _proven_by(mini.shown),
        Outcome.UNPROVEN,
        "behaviour/jobs/drafts-are-hidden",
    ),
    Fault(
        "scenarios-play-to-their-end",
        "something recorded is never asked for",
        _with_full_sync(unplayed=(1,)),
        Outcome.FAILED,
        "model/jobs",
    ),
    Fault(
        "scenarios-play-to-their-end",
        "a scenario ends early",
        _with_full_sync(error=CassetteMissError("not in the recording")),
        Outcome.FAILED,
        "behaviour/jobs/drafts-are-hidden",
    ),
    Fault(
        "models-are-read",
        "no record comes",
        _case(mini.with_records, "ats_users"),
        Outcome.UNPROVEN,
        "model/users",
    ),
    Fault(
        "models-are-read",
        "a part is left out",
        _case(mini.with_sync, skipped=("ats_jobs: no permission",)),
        Outcome.FAILED,
        "model/jobs",
    ),
    Fault(
        "fields-carry-values",
        "it is always null",
        _case(mini.with_values, "ats_jobs", name=None),
        Outcome.UNPROVEN,
        "field/jobs/name",
    ),
    Fault(
        "fields-carry-values",
        "it is always empty",
        _case(mini.with_values, "ats_jobs", remote_data={"/job.list": {}}),
        Outcome.UNPROVEN,
        "field/jobs/remote_data",
    ),
    Fault(
        "fields-carry-values",
        "no value is one of the enum",
        _case(mini.with_values, "ats_jobs", status="In Limbo"),
        Outcome.UNPROVEN,
        "field/jobs/status",
    ),
    Fault(
        "exempt-coverage-stays-empty",
        "an exempt field carries a value",
        _case(mini.with_values, "ats_jobs", employment_type="FULL_TIME"),
        Outcome.FAILED,
        "field/jobs/employment_type",
    ),
    Fault(
        "keys-are-unique",
        "a key comes twice with different data",
        _case(mini.with_sync, duplicates=("ats_jobs 4711",)),
        Outcome.FAILED,
        "model/jobs",
    ),
    Fault(
        "every-row-has-a-key",
        "a row comes without the vendor's key",
        _case(mini.with_sync, unidentified=("ats_jobs 1",)),
        Outcome.FAILED,
        "field/jobs/remote_id",
    ),
    Fault(
        "references-resolve",
        "a reference leads nowhere",
        _case(_other_owner),
        Outcome.FAILED,
        "field/jobs/contact_id",
    ),
    Fault(
        "nothing-undeclared-is-filled",
        "a field that is not promised carries a value",
        _case(mini.with_values, "ats_users", status="ACTIVE"),
        "undeclared",
        "Users.status",
    ),
    Fault(
        "enum-values-are-covered",
        "a value never occurs",
        _case(mini.with_values, "ats_jobs", status="OPEN"),
        "enum-coverage",
        "Jobs.status",
    ),
    Fault("ids-are-stable", "two records share an id", _case(_same_job_id), Outcome.FAILED, "field/jobs/id"),
    Fault(
        "ids-are-stable",
        "a record gets another id",
        _in_second_sync(lambda jobs: tuple(job.model_copy(update={"id": job.id[::-1]}) for job in jobs)),
        Outcome.FAILED,
        "field/jobs/id",
    ),
    Fault(
        "ids-are-stable",
        "nothing is read twice",
        _without_trace("second-sync"),
        Outcome.UNPROVEN,
        "field/jobs/id",
    ),
    Fault(
        "changed-at-moves-with-own-data",
        "it moves though nothing changed",
        _in_second_sync(
            lambda jobs: (*jobs[:2], jobs[2].model_copy(update={"changed_at": mini.LATER})),
        ),
        Outcome.FAILED,
        "field/jobs/changed_at",
    ),
    Fault(
        "changed-at-moves-with-own-data",
        "it does not move though data changed",
        _in_second_sync(lambda jobs: (jobs[0].model_copy(update={"changed_at": mini.START}), *jobs[1:])),
        Outcome.FAILED,
        "field/jobs/changed_at",
    ),
    Fault(
        "changed-at-moves-with-own-data",
        "nothing ever changes",
        _without_trace("second-sync"),
        Outcome.UNPROVEN,
        "field/jobs/changed_at",
    ),
    Fault(
        "deletions-are-marked",
        "a record vanishes",
        _in_second_sync(lambda jobs: jobs[:1]),
        Outcome.FAILED,
        "field/jobs/remote_deleted_at",
    ),
    Fault(
        "deletions-are-marked",
        "no record ever goes",
        _in_second_sync(lambda jobs: tuple(j.model_copy(update={"remote_deleted_at": None}) for j in jobs)),
        Outcome.UNPROVEN,
        "field/jobs/remote_deleted_at",
    ),
    Fault("records-are-complete", "a record is lost", _case(_only_first_job), Outcome.FAILED, "model/jobs"),
    Fault("records-are-complete", "a record comes twice", _case(_job_twice), Outcome.FAILED, "model/jobs"),
    Fault(
        "records-are-complete",
        "a record is invented",
        _case(mini.with_values, "ats_users", last_name="Nobody"),
        Outcome.FAILED,
        "model/users",
    ),
    Fault(
        "records-equal-the-truth",
        "a value is another one",
        _case(mini.with_values, "ats_jobs", status="CLOSED"),
        Outcome.FAILED,
        "field/jobs/status",
    ),
    Fault(
        "records-equal-the-truth",
        "an address is of another record",
        _case(
            mini.with_values,
            "ats_jobs",
            remote_url=f"https://acme.example/users/{mini.USERS[0]['id']}/jobs/{mini.JOBS[0]['id']}?at=1",
        ),
        Outcome.FAILED,
        "field/jobs/remote_url",
    ),
    Fault(
        "records-equal-the-truth",
        "no record is known to the company",
        _case(mini.with_values, "ats_jobs", name="Somebody else's job"),
        Outcome.UNPROVEN,
        "field/jobs/status",
    ),
    Fault(
        "offered-attributes-are-the-vendors",
        "an attribute has another value than at the vendor",
        _case(mini.with_values, "ats_jobs", integration_fields=[mini.attribute(state="dreaming")]),
        Outcome.FAILED,
        "field/jobs/integration_fields",
    ),
    Fault(
        "offered-attributes-are-the-vendors",
        "an attribute has no label",
        _case(mini.with_values, "ats_jobs", integration_fields=[mini.attribute(seats=4, label="")]),
        Outcome.FAILED,
        "field/jobs/integration_fields",
    ),
    Fault(
        "calls-keep-to-their-budget",
        "a call that costs money is not reported",
        lambda: mini.charged(billed={}, budget=1),
        Outcome.FAILED,
        "action/move-application-to-stage",
    ),
    Fault(
        "calls-keep-to-their-budget",
        "more calls cost money than are allowed",
        lambda: mini.charged(billed={"MOVE": 1}, budget=0),
        Outcome.FAILED,
        "action/move-application-to-stage",
    ),
    Fault(
        "fields-mean-the-same-everywhere",
        "a value is not that of other connectors",
        _case(mini.with_values, "ats_jobs", status="CLOSED"),
        Outcome.FAILED,
        "field/jobs/status",
    ),
    Fault(
        "fields-mean-the-same-everywhere",
        "a record that other connectors show is not shown",
        _only_first_job_read,
        Outcome.FAILED,
        "model/jobs",
    ),
)


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 20


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_every_check_has_a_faulty_miniature(check: str) -> None:
    assert check in {fault.check for fault in FAULTS}


def test_every_faulty_miniature_is_of_a_check() -> None:
    assert {fault.check for fault in FAULTS} == set(CHECKS)


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_a_check_has_nothing_against_the_miniature_without_fault(check: str) -> None:
    said = list(CHECKS[check].run(mini.healthy()))

    assert [one for one in mini.findings(said) if one.outcome is not Outcome.PASSED] == []
    assert mini.notes(said) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.check}: {fault.what}")
def test_a_check_catches_its_fault(fault: Fault) -> None:
    said = list(CHECKS[fault.check].run(fault.subject()))

    assert (fault.says, fault.of) in {_gist(one) for one in said}


def _gist(said: Finding | Note) -> tuple[str, str]:
    if isinstance(said, Note):
        return said.kind, said.subject
    return said.outcome, said.clause.removeprefix("acme/")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.check}: {fault.what}")
def test_what_is_said_of_a_fault_names_its_place(fault: Fault) -> None:
    said = list(CHECKS[fault.check].run(fault.subject()))

    objections = [one for one in mini.findings(said) if one.outcome is Outcome.FAILED]
    assert all(one.message and one.scenario for one in objections)
