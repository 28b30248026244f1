"""Finer points of what checks say, beyond the one fault that each must catch."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assay.case import FULL_SYNC, Case
from assay.checks import all_checks
from assay.contract.traffic import Listing
from assay.errors import CassetteMissError, VendorRefusedError
from assay.evidence import Trace
from assay.outcome import Finding, Note, Outcome
from assay.scenario import NotShown
from assay.truth import Truth
from assay.unified.values import IntegrationField

from . import miniatures as mini

CHECKS = {check.id: check for check in all_checks()}
TAG_NAME = "acme/input/add-tag-to-candidate/tag.name"
CANDIDATE_ID = "acme/input/add-tag-to-candidate/candidate_id"


def _said(check: str, case: Case, clause: str) -> list[Finding]:
    return [one for one in mini.findings(CHECKS[check].run(case)) if one.clause == clause]


def _one(check: str, case: Case, clause: str) -> Finding:
    (finding,) = _said(check, case, clause)
    return finding


def _notes(check: str, case: Case) -> list[Note]:
    return mini.notes(CHECKS[check].run(case))


# --- proofs --------------------------------------------------------------------------------------


def _proven_by(show: Callable[[Trace], Any], scenario: str = "second-sync") -> Finding:
    case = mini.healthy(proofs=(mini.proof("feature/delta-syncs", scenario, show),))
    return _one("proofs-hold", case, "acme/feature/delta-syncs")


def test_a_proof_of_something_that_is_not_promised_is_noted() -> None:
    (note,) = _notes("proofs-hold", mini.healthy(proofs=(mini.proof("feature/moons", "second-sync"),)))

    assert (note.kind, note.subject) == ("stray-proof", "feature/moons")


def test_a_proof_of_a_scenario_that_was_not_recorded_proves_nothing() -> None:
    finding = _proven_by(mini.shown, scenario="never-recorded")

    assert (finding.outcome, finding.message) == (
        Outcome.UNPROVEN,
        "scenario never-recorded is not recorded",
    )


def test_a_proof_may_say_that_it_cannot_tell() -> None:
    def too_little(_: Trace) -> Any:
        raise NotShown("nobody was hired", unproven=True)

    assert _proven_by(too_little).outcome is Outcome.UNPROVEN


def test_a_proof_names_the_exchanges_and_the_place() -> None:
    finding = _proven_by(mini.not_shown)

    assert (finding.scenario, finding.interactions, finding.path) == ("second-sync", (2, 3), "results[0]")


def test_a_proof_that_misses_a_step_fails() -> None:
    finding = _proven_by(lambda trace: mini.shown(replace(trace, steps=(trace.step("sing"),))))

    assert (finding.outcome, finding.message) == (
        Outcome.FAILED,
        "the evidence has no step or part 'sing'",
    )


def test_why_a_scenario_ended_is_told_with_what_it_could_not_show() -> None:
    case = mini.healthy(proofs=(mini.proof("feature/delta-syncs", "second-sync", mini.not_shown),))
    ended = replace(case.traces["second-sync"], error=CassetteMissError("not recorded"))

    finding = _one("proofs-hold", mini.with_trace(case, ended), "acme/feature/delta-syncs")

    assert finding.message == "it is not so; the scenario ended early: not recorded"


def test_an_exempt_feature_needs_no_proof() -> None:
    exempt = [{"name": "Delta Syncs", "exempt": {"fact": "no deltas", "source": "acme sheet 9"}}]
    case = mini.healthy(contract=mini.contract(features=exempt), proofs=())

    assert _said("proofs-hold", case, "acme/feature/delta-syncs") == []


# --- scenarios -----------------------------------------------------------------------------------


def test_an_action_falls_with_its_scenario() -> None:
    case = mini.healthy(proofs=())
    cut = replace(case.traces["create-application"], unplayed=(0, 1))

    finding = _one(
        "scenarios-play-to-their-end", mini.with_trace(case, cut), "acme/action/create-application"
    )

    assert finding.outcome is Outcome.FAILED
    assert finding.message == (
        "2 recorded interactions were never asked for: #0 POST /candidate.create, #1 POST /candidate.create"
    )
    assert finding.interactions == (0, 1)


def test_a_scenario_that_nothing_rests_on_is_noted_when_it_is_cut_short() -> None:
    case = mini.healthy(proofs=())
    cut = replace(case.traces["second-sync"], unplayed=(0,))

    (note,) = _notes("scenarios-play-to-their-end", mini.with_trace(case, cut))

    assert (note.kind, note.subject) == ("scenario", "second-sync")


# --- reading -------------------------------------------------------------------------------------


def test_a_full_sync_that_failed_fails_every_model() -> None:
    case = mini.healthy()
    failed = mini.trace(
        FULL_SYNC, mini.sync_step(mini.snapshot(), snapshot=None), error=CassetteMissError("no")
    )

    finding = _one("models-are-read", mini.with_trace(case, failed), "acme/model/jobs")

    assert (finding.outcome, finding.message) == (Outcome.FAILED, "the full sync failed: no")
    assert finding.interactions == (1,)


def test_without_a_full_sync_nothing_is_proven_or_refuted() -> None:
    case = mini.healthy(traces={}, proofs=())

    for check in CHECKS.values():
        outcomes = {one.outcome for one in mini.findings(check.run(case))}
        assert outcomes <= {Outcome.UNPROVEN}, check.id
        assert mini.notes(check.run(case)) == [], check.id


def test_a_field_that_was_left_out_says_why() -> None:
    case = mini.with_values(mini.healthy(), "ats_jobs", name=None)
    case = mini.with_sync(case, skipped=("ats_jobs.name: no permission",), snapshot=case.snapshot)

    finding = _one("fields-carry-values", case, "acme/field/jobs/name")

    assert (finding.outcome, finding.message) == (
        Outcome.FAILED,
        "no value in any of 3 records (left out: no permission)",
    )
    assert _one("models-are-read", case, "acme/model/jobs").outcome is Outcome.PASSED


def test_a_model_is_not_left_out_because_another_one_is() -> None:
    case = mini.with_sync(mini.healthy(), skipped=("ats_job_postings: no permission",))

    assert _one("models-are-read", case, "acme/model/jobs").outcome is Outcome.PASSED


def test_a_key_that_came_twice_in_a_model_that_is_not_promised_harms_nobody() -> None:
    case = mini.with_sync(mini.healthy(), duplicates=("ats_offers 4711",))

    assert list(CHECKS["keys-are-unique"].run(case)) == []


def test_a_reference_to_a_model_that_is_not_promised_may_lead_nowhere() -> None:
    alone = mini.contract(models=[{"title": "Jobs", "fields": [{"name": "contact_id"}]}])
    case = mini.with_records(mini.healthy(contract=alone, truth=None), "ats_users")

    assert list(CHECKS["references-resolve"].run(case)) == []


def test_an_exempt_model_that_is_read_contradicts_its_exemption() -> None:
    promised = mini.contract(
        models=[{"title": "Jobs", "fields": [], "exempt": {"fact": "no jobs", "source": "acme sheet 2"}}],
        behaviours=[],
    )

    finding = _one("exempt-coverage-stays-empty", mini.healthy(contract=promised), "acme/model/jobs")

    assert (finding.outcome, finding.path) == (Outcome.FAILED, "ats_jobs")


# --- payload -------------------------------------------------------------------------------------


def test_a_list_of_records_in_one_object_may_be_narrowed_to_the_record() -> None:
    def holding(team: list[Any]) -> Case:
        case = mini.healthy()
        assert case.snapshot is not None
        first, *others = case.snapshot.of("ats_jobs")
        data = {"/job.list": {**mini.JOBS[0], "team": team}}
        return mini.with_records(case, "ats_jobs", first.model_copy(update={"remote_data": data}), *others)

    clause = "acme/field/jobs/remote_data"
    assert _said("remote-data-is-untouched", holding([]), clause) == []
    assert _said("remote-data-is-untouched", holding(mini.JOBS[1]["team"]), clause) == []
    assert _said("remote-data-is-untouched", holding([{"user": "invented"}]), clause) != []


def test_remote_data_that_was_not_asked_for_is_no_mistake() -> None:
    case = mini.with_values(mini.healthy(), "ats_jobs", remote_data={"/job.info": None})

    assert list(CHECKS["remote-data-is-untouched"].run(case)) == []


def test_a_field_of_a_fixed_list_may_follow_from_where_it_stands() -> None:
    case = mini.healthy()
    assert case.snapshot is not None
    stays = replace(mini.perturbed(), records={**mini.perturbed().records})
    jobs = zip(stays.of("ats_jobs"), case.snapshot.of("ats_jobs"), strict=True)
    same = tuple(new.model_copy(update={"status": old.status}) for new, old in jobs)
    case = replace(case, perturbed=(replace(stays, records={**stays.records, "ats_jobs": same}),))

    finding = _one("fields-follow-the-payload", case, "acme/field/jobs/status")

    assert (finding.outcome, finding.message) == (Outcome.PASSED, "differs from record to record")


def test_a_page_size_that_changes_values_is_noticed() -> None:
    other = mini.snapshot(jobs=[{**mini.JOBS[0], "title": "Chef"}, *mini.JOBS[1:]])
    case = mini.healthy(recut={7: mini.trace(FULL_SYNC, mini.sync_step(other))})

    assert _one("pages-are-complete", case, "acme/model/jobs").message == "in pages of 7: 1 records differ"


def test_when_a_page_was_read_is_not_part_of_what_was_read() -> None:
    later = mini.snapshot(at=mini.LATER)
    case = mini.healthy(recut={7: mini.trace(FULL_SYNC, mini.sync_step(later))})

    assert list(CHECKS["pages-are-complete"].run(case)) == []


@pytest.mark.parametrize(("source", "said"), [("acme sheet 1", 0), (None, 3)])
def test_of_pages_nothing_is_said_only_where_it_is_documented_that_there_are_none(
    source: str | None, said: int
) -> None:
    promised = mini.contract()
    assert promised.wire is not None
    wire = promised.wire.model_copy(update={"listings": (Listing(items="results", source=source),)})
    case = mini.healthy(contract=promised.model_copy(update={"wire": wire}), recut={})
    found = list(CHECKS["pages-are-complete"].run(case))
    assert [getattr(one, "outcome", None) for one in found] == [Outcome.UNPROVEN] * said


# --- the store -----------------------------------------------------------------------------------


def _second_sync(**of_first_job: Any) -> Case:
    case = mini.healthy()
    first, second = case.traces["second-sync"].steps
    assert second.snapshot is not None
    chef, *others = second.snapshot.of("ats_jobs")
    jobs = (chef.model_copy(update=of_first_job), *others)
    after = replace(second.snapshot, records={**second.snapshot.records, "ats_jobs": jobs})
    return mini.with_trace(case, mini.trace("second-sync", first, replace(second, snapshot=after)))


def test_a_record_without_an_id_is_noticed() -> None:
    finding = _one("ids-are-stable", _second_sync(id=None), "acme/field/jobs/id")

    assert finding.outcome is Outcome.FAILED
    assert "has no id" in finding.message


def test_a_record_that_never_changed_at_all_is_noticed() -> None:
    finding = _one(
        "changed-at-moves-with-own-data", _second_sync(changed_at=None), "acme/field/jobs/changed_at"
    )

    assert (finding.outcome, finding.message) == (Outcome.FAILED, "not set in 'read again'")


def test_changes_alone_do_not_show_that_nothing_moves_without_one() -> None:
    case = mini.healthy()
    first, second = case.traces["second-sync"].steps
    assert second.snapshot is not None
    after = replace(
        second.snapshot, records={**second.snapshot.records, "ats_jobs": second.snapshot.of("ats_jobs")[:1]}
    )
    case = mini.with_trace(case, mini.trace("second-sync", first, replace(second, snapshot=after)))

    finding = _one("changed-at-moves-with-own-data", case, "acme/field/jobs/changed_at")

    assert (finding.outcome, finding.message) == (Outcome.UNPROVEN, "no scenario leaves a record unchanged")


def test_a_mark_of_deletion_is_set_once() -> None:
    case = mini.healthy()
    first, second = case.traces["second-sync"].steps
    assert second.snapshot is not None
    chef, gone, waiter = second.snapshot.of("ats_jobs")
    again = gone.model_copy(update={"remote_deleted_at": mini.LATER + timedelta(hours=1)})
    third = replace(
        second,
        number=2,
        name="read once more",
        snapshot=replace(
            second.snapshot, records={**second.snapshot.records, "ats_jobs": (chef, again, waiter)}
        ),
    )

    case = mini.with_trace(case, mini.trace("second-sync", first, second, third))

    finding = _one("deletions-are-marked", case, "acme/field/jobs/remote_deleted_at")
    assert (finding.outcome, finding.message) == (Outcome.FAILED, "set a second time in 'read once more'")


# --- truth ---------------------------------------------------------------------------------------


def test_a_model_that_the_company_does_not_know_is_unproven() -> None:
    truth = mini.truth()
    silent = replace(truth, records={**truth.records, "ats_users": ()})
    case = mini.healthy(truth=silent)

    finding = _one("records-are-complete", case, "acme/model/users")

    assert (finding.outcome, finding.message) == (
        Outcome.UNPROVEN,
        "the company says nothing of this model",
    )


def test_without_truth_only_what_the_contract_spells_is_compared() -> None:
    said = mini.findings(CHECKS["records-equal-the-truth"].run(mini.healthy(truth=None)))

    assert [finding.clause for finding in said] == ["acme/field/jobs/remote_url"]
    assert list(CHECKS["records-are-complete"].run(mini.healthy(truth=None))) == []


def test_real_records_that_nobody_reviewed_are_unproven() -> None:
    case = mini.healthy(truth=None)
    live = mini.with_trace(case, replace(case.traces[FULL_SYNC], origin="live"))

    finding = _one("records-are-complete", live, "acme/model/jobs")

    assert finding.outcome is Outcome.UNPROVEN
    assert "assay accept acme" in finding.message


@pytest.mark.parametrize(("given", "outcome"), [("cook", Outcome.PASSED), ("Cook", Outcome.FAILED)])
def test_an_address_may_spell_a_value_in_lower_case(given: str, outcome: Outcome) -> None:
    models = [
        {"title": "Jobs", "fields": [{"name": "remote_url", "pattern": "https://acme.example/{name:lower}"}]}
    ]
    case = mini.healthy(contract=mini.contract(models=models, behaviours=[]))
    case = mini.with_values(case, "ats_jobs", name="Cook", remote_url=f"https://acme.example/{given}")

    assert _one("records-equal-the-truth", case, "acme/field/jobs/remote_url").outcome is outcome


def test_an_address_that_is_never_given_is_no_proof_of_its_spelling() -> None:
    case = mini.with_values(mini.healthy(), "ats_jobs", remote_url=None)

    assert _one("records-equal-the-truth", case, "acme/field/jobs/remote_url").outcome is Outcome.UNPROVEN


@pytest.mark.parametrize(("given", "outcome"), [("Lead", Outcome.PASSED), ("Help", Outcome.FAILED)])
def test_custom_fields_are_compared_by_their_labels(given: str, outcome: Outcome) -> None:
    models = [{"title": "Jobs", "fields": [{"name": "integration_fields"}]}]
    rows = tuple(
        {**row, "custom_fields": {"Level": "Lead", "Unused": None}}
        for row in mini.truth().records["ats_jobs"]
    )
    truth = Truth(
        records={**mini.truth().records, "ats_jobs": rows},
        match=mini.truth().match,
        definitions={"ats_jobs": ("Level", "Unused")},
    )
    case = mini.healthy(contract=mini.contract(models=models), truth=truth)
    field = IntegrationField(id="f1", key="f1", label="Level", value=given)
    case = mini.with_values(case, "ats_jobs", integration_fields=[field])

    finding = _one("records-equal-the-truth", case, "acme/field/jobs/integration_fields")

    assert finding.outcome is outcome


# --- inputs --------------------------------------------------------------------------------------


def _tagging(*exchanges: Any, **step: Any) -> Case:
    inputs = {"candidate_id": "remote:c1", "tag": {"name": "kind"}}
    act = mini.action_step("add_candidate_tag", inputs, *exchanges, **step)
    return mini.with_trace(mini.healthy(), mini.trace("add-tag-to-candidate", act))


def test_of_a_request_that_was_not_recorded_only_what_it_lacks_is_lost() -> None:
    attempted = (mini.exchange("/candidate.tag", {"candidateId": "c1"}),)
    case = _tagging(attempted=attempted, error=CassetteMissError("not recorded"))

    assert _one("inputs-arrive", case, TAG_NAME).outcome is Outcome.FAILED
    seen = _one("inputs-arrive", case, CANDIDATE_ID)
    assert seen.outcome is Outcome.UNPROVEN
    assert "in a request that was not recorded" in seen.message


def test_what_would_have_been_sent_later_is_not_lost() -> None:
    attempted = (mini.exchange("/tag.list", {"limit": 1}),)
    case = _tagging(attempted=attempted, error=CassetteMissError("not recorded"))

    finding = _one("inputs-arrive", case, TAG_NAME)

    assert finding.outcome is Outcome.UNPROVEN
    assert "ended before 'kind' could be sent" in finding.message


def test_a_refused_action_shows_nothing_of_its_inputs() -> None:
    sent = mini.exchange("/candidate.tag", {"candidateId": "c1", "tag": "kind"}, {"ok": False})
    case = _tagging(sent, error=VendorRefusedError("no"))

    finding = _one("inputs-arrive", case, TAG_NAME)

    assert finding.outcome is Outcome.UNPROVEN
    assert "no" in finding.message


def test_an_action_that_is_refused_is_not_performed() -> None:
    sent = mini.exchange("/candidate.tag", {}, {"ok": False})
    case = _tagging(sent, error=VendorRefusedError("the vendor says no"))

    finding = _one("actions-are-performed", case, "acme/action/add-tag-to-candidate")

    assert finding.outcome is Outcome.FAILED
    assert "the vendor says no" in finding.message
    assert finding.interactions == (2,)


def test_one_lost_value_among_many_decides() -> None:
    applying = mini.applying(second={"company": "Hooli"})

    finding = _one(
        "inputs-arrive",
        mini.with_trace(mini.healthy(), applying),
        "acme/input/create-application/candidate.company",
    )

    assert finding.outcome is Outcome.FAILED
    assert "'Hooli' given in" in finding.message
    assert finding.path == "/candidate.create at company"


def test_a_long_value_is_told_short() -> None:
    case = mini.with_trace(mini.healthy(), mini.applying(second={"company": "x" * 100}))

    finding = _one("inputs-arrive", case, "acme/input/create-application/candidate.company")

    assert "x" * 50 + "..." in finding.message
    assert "x" * 60 not in finding.message


def test_an_exempt_action_is_not_asked_for() -> None:
    exempt = [
        {"title": "Create application", "inputs": [], "exempt": {"fact": "none", "source": "acme sheet 1"}}
    ]
    case = mini.healthy(contract=mini.contract(actions=exempt), proofs=())

    assert list(CHECKS["actions-are-performed"].run(case)) == []


def test_an_undeclared_input_that_is_not_sent_is_not_worth_a_note() -> None:
    assert _notes("nothing-undeclared-is-honoured", mini.healthy()) == []
