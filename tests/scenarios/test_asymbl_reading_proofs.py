"""Every proof about reading an Asymbl org says no when its evidence is missing or says something else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.errors import PermissionMissingError, VendorUnavailableError
from assay.evidence import Played, Step, Trace
from assay.unified.records import Application, Candidate, Job, JobTeamMember
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import MAPPED as MAPPED_FIELDS
from assay_contracts.asymbl.scenarios import (
    changing,
    created_only,
    deltas,
    explorer,
    full_sync,
    long_ago,
    names,
    outcomes,
)

from .asymbl_reading import (
    also,
    asking,
    elsewhere,
    first_stored,
    record_of,
    row_saying,
    rows_saying,
    stored,
    with_rows_of,
    without_record,
)
from .tampering import (
    Proofs,
    changed_after,
    every_call,
    rewritten,
    with_response,
    with_step,
    with_steps,
)

_READING = Proofs("asymbl", changing, created_only, deltas, explorer, full_sync, long_ago, names, outcomes)
PROOFS, trace_of, says_no = _READING.by_clause, _READING.trace_of, _READING.says_no

B = "behaviour"
A, D, G = f"{B}/applications", f"{B}/delta-syncs", f"{B}/general"
ONLY_OURS = f"{B}/sync-only-created-applications/only-created-ids-are-asked-for"
MERGE = f"{B}/candidates/a-merge-deletes-the-loser"
QUOTA = f"{G}/a-used-up-quota-is-not-a-missing-permission"

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))
READ_ONCE = {clause for clause, proof in PROOFS.items() if proof.scenario == "full-sync"}
ONE_DATA_SET = READ_ONCE | {
    # These look at what one run stored, or show that something did not change.
    f"{B}/candidates/clients-are-no-candidates",
    f"{G}/job-board-applications-are-never-read",
    f"{G}/names-are-checked-before-use",
    f"{D}/a-delta-asks-from-the-cursor-minus-overlap",
    f"{D}/a-lost-locator-is-resumed",
    QUOTA,
}
STORES = sorted(PROOFS.keys() - {QUOTA})
"""All but the one about a run that fails."""


# --- all proofs ----------------------------------------------------------------------------------------


def test_everything_about_reading_has_a_proof_here() -> None:
    assert len(PROOFS) == 27


@every_proof
def test_a_proof_holds_on_its_recording_and_names_exchanges(clause: str) -> None:
    shown = PROOFS[clause].show(trace_of(clause))

    assert shown.message
    assert shown.played


@every_proof
def test_a_scenario_that_did_nothing_shows_nothing(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=(), exchanges=()))


@every_proof
def test_no_exchange_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, played=())))


@pytest.mark.parametrize("clause", STORES)
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


@pytest.mark.parametrize("clause", STORES)
def test_an_empty_data_set_is_no_proof(clause: str) -> None:
    def emptied(step: Step) -> Step:
        return step if step.snapshot is None else replace(step, snapshot=replace(step.snapshot, records={}))

    says_no(clause, with_steps(trace_of(clause), emptied))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - ONE_DATA_SET))
def test_a_change_that_never_reached_the_data_set_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    first = next(step.snapshot for step in trace.steps if step.snapshot is not None)

    says_no(clause, with_steps(trace, lambda step: replace(step, snapshot=first) if step.snapshot else step))


@every_proof
def test_a_proof_does_not_hold_when_the_vendor_refused_everything(clause: str) -> None:
    refusal = orjson.dumps([{"errorCode": "API_DISABLED_FOR_ORG", "message": "No."}])

    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, status=403, body=refusal)))


@pytest.mark.parametrize("clause", STORES)
def test_a_run_that_failed_is_no_proof(clause: str) -> None:
    failed = VendorUnavailableError("it broke off")

    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=failed)))


# --- jobs and applications of the whole company ----------------------------------------------------------


def _hired_for_from_outside(trace: Trace) -> str:
    """A job whose hiring manager is nobody's user."""
    known = full_sync.who_hires(trace.after(full_sync.FULL))
    given = reads.by_id(reads.pages(trace.step(full_sync.FULL), reads.JOB))
    return next(
        key for key, (row, _) in given.items() if row["bpats__Hiring_Manager__r"] and key not in known
    )


FOREIGN = f"{B}/jobs/a-foreign-hiring-manager-is-no-team-member"


def test_a_hiring_manager_who_is_left_out_is_noticed() -> None:
    trace = trace_of(FOREIGN)
    rows = trace.after(full_sync.FULL).of(JobTeamMember.store_id)
    number = next(n for n, row in enumerate(rows) if "HIRING_MANAGER" in row.roles)  # type: ignore[attr-defined]

    assert "hiring managers are set()" in says_no(
        FOREIGN, without_record(trace, full_sync.FULL, JobTeamMember, number)
    )


def test_a_foreign_hiring_manager_in_the_team_is_noticed() -> None:
    trace = trace_of(FOREIGN)
    job = record_of(trace, full_sync.FULL, Job, _hired_for_from_outside(trace))

    says_no(
        FOREIGN,
        changed_after(trace, full_sync.FULL, JobTeamMember, job_id=job.id, roles=["HIRING_MANAGER"]),
    )


@pytest.mark.parametrize("ours", [True, False])
def test_without_both_kinds_of_hiring_managers_nothing_is_shown(*, ours: bool) -> None:
    trace = trace_of(FOREIGN)
    keys = full_sync.who_hires(trace.after(full_sync.FULL))
    trace = rows_saying(
        trace,
        full_sync.FULL,
        reads.JOB,
        lambda row: {**row, "bpats__Hiring_Manager__r": None} if (row["Id"] in keys) is ours else row,
    )

    says_no(FOREIGN, trace)


@pytest.mark.parametrize(
    ("behaviour", "outcome", "wrong"),
    [
        ("a-hired-stage-means-hired", "HIRED", "PENDING"),
        ("any-other-stage-means-pending", "PENDING", "HIRED"),
    ],
)
def test_another_outcome_than_the_stage_means_is_noticed(behaviour: str, outcome: str, wrong: str) -> None:
    clause = f"{A}/{behaviour}"
    trace = trace_of(clause)
    application = first_stored(trace, full_sync.FULL, Application, lambda one: one.outcome == outcome)

    assert f"is {wrong}" in says_no(
        clause, stored(trace, full_sync.FULL, Application, application.remote_id, outcome=wrong)
    )


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ({"Name": "Hired", "bpats__Stage_Type__c": "Hired"}, "only typed"),
        ({"Name": "Signed", "bpats__Stage_Type__c": "Hired"}, "named Hired"),
    ],
)
def test_name_and_type_of_a_hire_are_both_needed(stage: dict[str, str], said: str) -> None:
    clause = f"{A}/a-hired-stage-means-hired"

    def alike(row: dict[str, Any]) -> dict[str, Any]:
        here = row["bpats__Stage__r"]
        is_hire = here["bpats__Stage_Type__c"] == "Hired"
        return {**row, "bpats__Stage__r": {**here, **stage}} if is_hire else row

    trace = rows_saying(trace_of(clause), full_sync.FULL, reads.APPLICANT, alike)

    assert said in says_no(clause, trace)


# --- outcomes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "event", "after", "values"),
    [
        ("a-rejection-wins-over-the-stage", outcomes.REJECT, outcomes.AFTER, {"outcome": "HIRED"}),
        ("a-rejection-wins-over-the-stage", outcomes.REJECT, outcomes.AFTER, {"rejection_reason_name": None}),
        ("a-rejection-wins-over-the-stage", outcomes.REJECT, outcomes.BEFORE, {"outcome": "PENDING"}),
        ("a-stale-reason-is-not-shown", outcomes.ANNUL, outcomes.AFTER, {"rejection_reason_name": "Old"}),
        ("a-stale-reason-is-not-shown", outcomes.ANNUL, outcomes.AFTER, {"outcome": "DECLINED"}),
        ("a-stale-reason-is-not-shown", outcomes.ANNUL, outcomes.BEFORE, {"rejection_reason_name": None}),
        ("moving-back-from-hired-is-pending-again", outcomes.MOVE_BACK, outcomes.LATER, {"outcome": "HIRED"}),
    ],
)
def test_an_application_that_is_stored_otherwise_is_noticed(
    behaviour: str, event: str, after: str, values: dict[str, Any]
) -> None:
    clause = f"{A}/{behaviour}"
    trace = trace_of(clause)
    key = str(trace.step(event).inputs["id"])

    says_no(clause, stored(trace, after, Application, key, **values))


@pytest.mark.parametrize(
    ("behaviour", "event", "after", "values"),
    [
        (
            "a-rejection-wins-over-the-stage",
            outcomes.REJECT,
            outcomes.AFTER,
            {"bpats__Stage__r": {"Name": "Offer", "bpats__Stage_Type__c": "Offer"}},
        ),
        (
            "a-rejection-wins-over-the-stage",
            outcomes.REJECT,
            outcomes.AFTER,
            {"bpats__Applicant_Status__c": "Active"},
        ),
        (
            "a-stale-reason-is-not-shown",
            outcomes.ANNUL,
            outcomes.AFTER,
            {"bpats__Asymbl_Rejection_Reason__c": None},
        ),
        (
            "moving-back-from-hired-is-pending-again",
            outcomes.MOVE_BACK,
            outcomes.LATER,
            {"bpats__Stage__r": {"Name": "Hired", "bpats__Stage_Type__c": "Hired"}},
        ),
        (
            "moving-back-from-hired-is-pending-again",
            outcomes.MOVE_BACK,
            outcomes.LATER,
            {"bpats__Applicant_Status__c": "Rejected"},
        ),
    ],
)
def test_a_row_that_says_otherwise_is_no_evidence(
    behaviour: str, event: str, after: str, values: dict[str, Any]
) -> None:
    clause = f"{A}/{behaviour}"
    trace = trace_of(clause)
    key = str(trace.step(event).inputs["id"])

    says_no(clause, row_saying(trace, after, reads.APPLICANT, key, **values))


SETTING = f"{A}/which-stages-mean-hired-is-a-setting"


def _in_pending(trace: Trace) -> str:
    """Somebody in the stage that is called Pending."""
    rows = reads.rows(reads.pages(trace.step(outcomes.LATER), reads.APPLICANT))
    return next(str(row["Id"]) for row in rows if row["bpats__Stage__r"]["Name"] == outcomes.PENDING_NAME)


@pytest.mark.parametrize(
    ("name", "outcome"), [(outcomes.LATER, "HIRED"), (outcomes.OTHER_READING, "PENDING")]
)
def test_the_other_reading_of_a_stage_is_noticed(name: str, outcome: str) -> None:
    trace = trace_of(SETTING)

    says_no(SETTING, stored(trace, name, Application, _in_pending(trace), outcome=outcome))


@pytest.mark.parametrize("name", [outcomes.LATER, outcomes.OTHER_READING])
def test_another_setting_is_noticed(name: str) -> None:
    options = {"hired_stage_values": ["Anything"]}

    assert "settings" in says_no(SETTING, with_step(trace_of(SETTING), name, settings={"options": options}))


def test_without_anybody_in_a_stage_named_pending_nothing_is_shown() -> None:
    renamed = rows_saying(
        trace_of(SETTING),
        outcomes.LATER,
        reads.APPLICANT,
        lambda row: {**row, "bpats__Stage__r": {**row["bpats__Stage__r"], "Name": "Elsewhere"}},
    )

    assert "nobody" in says_no(SETTING, renamed)


# --- merging ---------------------------------------------------------------------------------------------


def _loser(trace: Trace) -> str:
    return str(trace.step(changing.MERGE).inputs["loser_id"])


@pytest.mark.parametrize("values", [{"IsDeleted": False}, {"MasterRecordId": "0038c000000000AAAA"}])
def test_a_loser_that_the_org_does_not_call_one_is_no_evidence(values: dict[str, Any]) -> None:
    trace = trace_of(MERGE)

    says_no(MERGE, row_saying(trace, changing.AFTER, reads.CONTACT, _loser(trace), **values))


def test_a_loser_that_is_not_marked_is_noticed() -> None:
    trace = trace_of(MERGE)

    assert "not marked" in says_no(
        MERGE, stored(trace, changing.AFTER, Candidate, _loser(trace), remote_deleted_at=None)
    )


def test_applications_that_stay_with_the_loser_are_noticed() -> None:
    says_no(MERGE, with_rows_of(trace_of(MERGE), changing.AFTER, Application, changing.BEFORE))


def test_a_winner_that_is_marked_is_noticed() -> None:
    trace = trace_of(MERGE)
    winner, now = str(trace.step(changing.MERGE).inputs["master_id"]), trace.after(changing.AFTER).at

    assert "marked deleted" in says_no(
        MERGE, stored(trace, changing.AFTER, Candidate, winner, remote_deleted_at=now)
    )


def test_an_applicant_that_the_org_leaves_to_the_loser_is_no_evidence() -> None:
    trace = trace_of(MERGE)
    loser = _loser(trace)

    says_no(
        MERGE,
        rows_saying(trace, changing.AFTER, reads.APPLICANT, lambda row: {**row, reads.CANDIDATE_OF: loser}),
    )


# --- the explorer ----------------------------------------------------------------------------------------

OF_JOBS = ("feature/jobs", f"{B}/jobs/jobs-are-in-the-explorer")
OF_CANDIDATES = ("feature/candidates", f"{B}/candidates/candidates-are-in-the-explorer")
EXPLORED = [
    *((clause, Job) for clause in OF_JOBS),
    *((clause, Candidate) for clause in OF_CANDIDATES),
    ("feature/custom-field-explorer", Application),
]
CHANGES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "one is missing": lambda fields: fields[1:],
    "one has another label": lambda fields: [fields[0].model_copy(update={"label": "Other"}), *fields[1:]],
    "one has another type": lambda fields: [
        one.model_copy(update={"type": "CUSTOM" if one.type == "DEFAULT" else "DEFAULT"}) for one in fields
    ],
    "all have another value": lambda fields: [one.model_copy(update={"value": "other"}) for one in fields],
    "one is invented": lambda fields: [
        *fields,
        fields[0].model_copy(update={"id": "Invented__c", "key": "Invented__c"}),
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize(("clause", "model"), EXPLORED)
def test_a_field_that_is_offered_otherwise_is_noticed(
    clause: str, model: type[Any], change: Callable[[list[Any]], list[Any]]
) -> None:
    trace = trace_of(clause)
    row = trace.after(full_sync.FULL).of(model.store_id)[0]
    fields = change(list(row.integration_fields))  # type: ignore[attr-defined]

    says_no(clause, changed_after(trace, full_sync.FULL, model, integration_fields=fields))


@pytest.mark.parametrize(("clause", "model"), [*EXPLORED[:4]])
def test_without_fields_of_the_customers_own_nothing_is_shown(clause: str, model: type[Any]) -> None:
    trace = trace_of(clause)
    source = reads.JOB if model is Job else reads.CONTACT
    names_of_own = set(MAPPED_FIELDS[model.store_id.removeprefix("ats_")].values())
    trace = rows_saying(
        trace,
        full_sync.FULL,
        source,
        lambda row: {name: None if name in names_of_own else value for name, value in row.items()},
    )
    rows = [
        row.model_copy(
            update={
                "integration_fields": [
                    one.model_copy(update={"value": None}) if one.key in names_of_own else one
                    for one in row.integration_fields  # type: ignore[attr-defined]
                ]
            }
        )
        for row in trace.after(full_sync.FULL).of(model.store_id)
    ]
    snapshot = trace.after(full_sync.FULL)
    records = {**snapshot.records, model.store_id: tuple(rows)}

    assert "customer's own" in says_no(
        clause, with_step(trace, full_sync.FULL, snapshot=replace(snapshot, records=records))
    )


def test_a_mapped_field_that_is_not_in_custom_fields_is_noticed() -> None:
    clause = "feature/custom-field-explorer"

    says_no(clause, changed_after(trace_of(clause), full_sync.FULL, Candidate, custom_fields={}))


MAPPED = f"{B}/custom-field-explorer/a-mapped-field-fills-custom-fields"


def test_a_field_that_is_read_before_it_is_mapped_is_noticed() -> None:
    trace = asking(trace_of(MAPPED), explorer.BEFORE, reads.JOB, " FROM", f", {explorer.OWN['name']} FROM")

    assert "column" in says_no(MAPPED, trace)


def test_a_mapped_field_that_is_not_asked_for_is_noticed() -> None:
    trace = asking(trace_of(MAPPED), explorer.MAPPED_ONE, reads.JOB, f", {explorer.OWN['name']}", "")

    assert "column" in says_no(MAPPED, trace)


@pytest.mark.parametrize("fields", [{}, {explorer.KEY: 1.5}])
def test_a_mapped_field_with_another_value_is_noticed(fields: dict[str, Any]) -> None:
    says_no(MAPPED, changed_after(trace_of(MAPPED), explorer.MAPPED_ONE, Job, custom_fields=fields))


def test_a_field_that_is_not_offered_before_it_is_mapped_is_noticed() -> None:
    says_no(MAPPED, changed_after(trace_of(MAPPED), explorer.BEFORE, Job, integration_fields=[]))


# --- deltas ----------------------------------------------------------------------------------------------

CURSOR = f"{D}/a-delta-asks-from-the-cursor-minus-overlap"


@pytest.mark.parametrize("source", [reads.USER, *deltas.WITH_BIN])
def test_a_delta_that_asks_from_another_moment_is_noticed(source: str) -> None:
    trace = asking(trace_of(CURSOR), deltas.QUIET, source, "SystemModstamp >= 20", "SystemModstamp >= 19")

    assert "was asked for from" in says_no(CURSOR, trace)


def test_a_delta_in_another_order_is_noticed() -> None:
    says_no(CURSOR, asking(trace_of(CURSOR), deltas.QUIET, reads.CONTACT, deltas.ORDER, "ORDER BY Id ASC"))


@pytest.mark.parametrize(("old", "new"), [("/queryAll?", "/query?"), ("/query?", "/queryAll?")])
def test_a_delta_that_asks_at_another_path_is_noticed(old: str, new: str) -> None:
    assert "was asked for at" in says_no(CURSOR, elsewhere(trace_of(CURSOR), deltas.QUIET, old, new))


def test_a_delta_that_gives_everything_again_is_noticed() -> None:
    trace = trace_of(CURSOR)
    [walk] = reads.asked(trace.step(deltas.FULL), reads.CONTACT)
    everything = walk.exchange.response.json
    again = rewritten(trace, deltas.QUIET, reads.QUERY_ALL, response=lambda _: everything)

    assert "came again" in says_no(CURSOR, again)


def test_a_quiet_delta_that_moves_something_is_noticed() -> None:
    trace = trace_of(CURSOR)
    now = trace.after(deltas.QUIET).at

    assert "moved" in says_no(CURSOR, changed_after(trace, deltas.QUIET, Candidate, changed_at=now))


@pytest.mark.parametrize(
    ("behaviour", "name"),
    [
        ("a-delta-asks-from-the-cursor-minus-overlap", deltas.QUIET),
        ("a-soft-deleted-row-is-marked", deltas.DELETED),
        ("an-undeleted-row-returns", deltas.RESTORED),
    ],
)
def test_a_full_run_shows_nothing_about_deltas(behaviour: str, name: str) -> None:
    clause = f"{D}/{behaviour}"

    assert "no delta" in says_no(clause, with_step(trace_of(clause), name, mode="full"))
    assert "no delta" in says_no("feature/delta-syncs", with_step(trace_of(clause), name, mode="full"))


def _deleted(trace: Trace) -> str:
    return str(trace.step(deltas.DELETE).inputs["id"])


def test_a_deleted_row_that_is_not_marked_is_noticed() -> None:
    clause = f"{D}/a-soft-deleted-row-is-marked"
    trace = trace_of(clause)

    assert "not marked" in says_no(
        clause, stored(trace, deltas.DELETED, Application, _deleted(trace), remote_deleted_at=None)
    )


def test_a_row_that_is_not_deleted_shows_nothing() -> None:
    clause = f"{D}/a-soft-deleted-row-is-marked"
    trace = trace_of(clause)

    says_no(clause, row_saying(trace, deltas.DELETED, reads.APPLICANT, _deleted(trace), IsDeleted=False))


def test_marking_another_one_as_well_is_noticed() -> None:
    clause = f"{D}/a-soft-deleted-row-is-marked"
    trace = trace_of(clause)
    other = first_stored(
        trace, deltas.DELETED, Application, lambda one: one.remote_id != _deleted(trace)
    ).remote_id
    now = trace.after(deltas.DELETED).at

    assert "marked were" in says_no(
        clause, stored(trace, deltas.DELETED, Application, other, remote_deleted_at=now)
    )


def test_a_restored_row_under_another_id_is_noticed() -> None:
    clause = f"{D}/an-undeleted-row-returns"
    trace = trace_of(clause)
    other = first_stored(trace, deltas.RESTORED, Candidate, lambda _: True).id

    says_no(clause, stored(trace, deltas.RESTORED, Application, _deleted(trace), id=other))


def test_a_restored_row_that_stays_marked_is_noticed() -> None:
    clause = f"{D}/an-undeleted-row-returns"
    trace = trace_of(clause)
    now = trace.after(deltas.RESTORED).at

    says_no(clause, stored(trace, deltas.RESTORED, Application, _deleted(trace), remote_deleted_at=now))


# --- what is never read ----------------------------------------------------------------------------------

NEVER = f"{G}/job-board-applications-are-never-read"


@pytest.mark.parametrize("name", [deltas.FULL, deltas.QUIET])
def test_reading_job_board_applications_is_noticed(name: str) -> None:
    trace = trace_of(NEVER)
    looked = trace.step(deltas.LOOK_AT_BOARD).played[-1]

    assert "name them" in says_no(NEVER, also(trace, name, looked))


def test_describing_job_board_applications_is_noticed() -> None:
    trace = trace_of(NEVER)
    url = f"/{reads.BOARD_APPLICATION}/describe"

    assert "name them" in says_no(NEVER, elsewhere(trace, deltas.FULL, "/Contact/describe", url))


def test_a_stored_job_board_application_is_noticed() -> None:
    trace = trace_of(NEVER)
    key = trace.step(deltas.LOOK_AT_BOARD).played[-1].exchange.response.json["records"][0]["Id"]

    says_no(NEVER, changed_after(trace, deltas.QUIET, Application, remote_id=key))


def test_an_org_without_job_board_applications_shows_nothing() -> None:
    empty = rewritten(
        trace_of(NEVER), deltas.LOOK_AT_BOARD, reads.QUERY, response=lambda body: {**body, "records": []}
    )

    assert "no job board application" in says_no(NEVER, empty)


CLIENTS = f"{B}/candidates/clients-are-no-candidates"


def test_a_query_for_all_contacts_is_noticed() -> None:
    trace = asking(
        trace_of(CLIENTS),
        deltas.FULL,
        reads.CONTACT,
        "WHERE RecordType.DeveloperName = 'Candidate' ",
        "",
    )

    assert "does not ask for candidates" in says_no(CLIENTS, trace)


def test_a_stored_client_is_noticed() -> None:
    trace = trace_of(CLIENTS)
    looked = trace.step(deltas.LOOK_AT_CONTACTS).played[-1].exchange.response.json["records"]
    client = next(row["Id"] for row in looked if row["RecordType"]["DeveloperName"] == "Client")

    says_no(CLIENTS, changed_after(trace, deltas.FULL, Candidate, remote_id=client))


def test_an_org_without_clients_shows_nothing() -> None:
    trace = rows_saying(
        trace_of(CLIENTS),
        deltas.LOOK_AT_CONTACTS,
        reads.CONTACT,
        lambda row: {**row, "RecordType": {"DeveloperName": "Candidate"}},
    )

    says_no(CLIENTS, trace)


# --- what is long ago, and what is lost ------------------------------------------------------------------

FIFTEEN, LOST = f"{D}/after-fifteen-days-everything-is-read", f"{D}/a-lost-locator-is-resumed"


def test_a_query_for_changes_after_fifteen_days_is_noticed() -> None:
    since = "WHERE SystemModstamp >= 2026-06-15T08:00:00Z ORDER BY"
    trace = asking(trace_of(FIFTEEN), long_ago.SECOND, reads.APPLICANT, "ORDER BY", since)

    assert "changes alone" in says_no(FIFTEEN, trace)


def test_a_purged_row_that_is_not_marked_is_noticed() -> None:
    trace = trace_of(FIFTEEN)
    key = str(trace.step(long_ago.DELETE).inputs["id"])

    assert "not marked" in says_no(
        FIFTEEN, stored(trace, long_ago.SECOND, Application, key, remote_deleted_at=None)
    )


def test_a_run_within_fifteen_days_shows_nothing() -> None:
    trace = trace_of(FIFTEEN)
    soon = replace(trace.after(long_ago.SECOND), at=trace.after(long_ago.FIRST).at)

    assert "lie between" in says_no(FIFTEEN, with_step(trace, long_ago.SECOND, snapshot=soon))


def test_a_row_that_is_still_there_shows_nothing() -> None:
    trace = trace_of(FIFTEEN)
    key = str(trace.step(long_ago.DELETE).inputs["id"])

    trace = rows_saying(trace, long_ago.SECOND, reads.APPLICANT, lambda row: {**row, "Id": key})

    assert "still gives" in says_no(FIFTEEN, trace)


@pytest.mark.parametrize(
    ("old", "new"),
    [("SystemModstamp >", "CreatedDate >"), ("Id > '", "Id > '0"), ("FROM Contact", "FROM Account")],
)
def test_asking_again_for_something_else_is_noticed(old: str, new: str) -> None:
    says_no(LOST, asking(trace_of(LOST), long_ago.BROKEN_OFF, reads.CONTACT, old, new))


def test_a_locator_that_is_not_lost_shows_nothing() -> None:
    def found(played: Played) -> Played:
        is_lost = played.exchange.response.status == 400
        return with_response(played, status=200, body=b'{"records":[],"done":true}') if is_lost else played

    assert "no locator was lost" in says_no(LOST, every_call(trace_of(LOST), found))


def test_a_candidate_who_is_lost_with_the_locator_is_noticed() -> None:
    says_no(LOST, without_record(trace_of(LOST), long_ago.BROKEN_OFF, Candidate))


def test_a_row_that_came_twice_is_noticed() -> None:
    trace = trace_of(LOST)
    page = reads.asked(trace.step(long_ago.BROKEN_OFF), reads.CONTACT)[0]

    assert "there are" in says_no(LOST, also(trace, long_ago.BROKEN_OFF, page))


# --- names, hidden fields, quota -------------------------------------------------------------------------

NAMES, HIDDEN = f"{G}/names-are-checked-before-use", f"{G}/a-hidden-field-costs-only-itself"


@pytest.mark.parametrize("name", [names.STATUS, names.POSTED])
def test_asking_for_a_field_that_is_not_there_is_noticed(name: str) -> None:
    trace = asking(trace_of(NAMES), names.READ, reads.JOB, " FROM", f", {name} FROM")

    assert "were asked for" in says_no(NAMES, trace)


def test_not_reading_the_other_name_is_noticed() -> None:
    trace = asking(trace_of(NAMES), names.READ, reads.JOB, f"{names.OTHER_STATUS}, ", "")

    assert "not read instead" in says_no(NAMES, trace)


def test_asking_before_looking_is_noticed() -> None:
    trace = trace_of(NAMES)
    step = trace.step(names.READ)
    last = len(step.played)
    turned = tuple(
        replace(one, index=last + one.index) if one.exchange.request.path.endswith("describe") else one
        for one in step.played
    )

    assert "before" in says_no(NAMES, with_step(trace, names.READ, played=turned))


@pytest.mark.parametrize("clause", [NAMES, HIDDEN])
def test_a_missing_field_of_which_nothing_is_said_is_noticed(clause: str) -> None:
    trace = with_steps(trace_of(clause), lambda step: replace(step, skipped=(), notices=()))

    assert "nothing is said" in says_no(clause, trace)


def test_an_org_in_which_nothing_is_renamed_shows_nothing() -> None:
    path = f"/services/data/v63.0/sobjects/{reads.JOB}/describe"
    old = {"name": names.STATUS, "label": "Status", "custom": True}
    trace = rewritten(
        trace_of(NAMES), names.READ, path, response=lambda body: {**body, "fields": [*body["fields"], old]}
    )

    assert "is there still" in says_no(NAMES, trace)


def test_a_salary_that_is_stored_although_it_is_hidden_is_noticed() -> None:
    says_no(HIDDEN, changed_after(trace_of(HIDDEN), names.HIDDEN, Job, salary_amount=1.0))


def test_a_job_that_is_lost_with_its_salary_is_noticed() -> None:
    says_no(HIDDEN, without_record(trace_of(HIDDEN), names.HIDDEN, Job))


def test_a_job_that_loses_more_than_its_salary_is_noticed() -> None:
    says_no(HIDDEN, changed_after(trace_of(HIDDEN), names.HIDDEN, Job, description=None, status=None))


def test_a_failed_request_is_noticed_where_a_field_is_hidden() -> None:
    trace = trace_of(HIDDEN)
    *others, last = trace.step(names.HIDDEN).played

    says_no(
        HIDDEN, with_step(trace, names.HIDDEN, played=(*others, with_response(last, status=400, body=b"[]")))
    )


@pytest.mark.parametrize(
    "error",
    [
        PermissionMissingError("the request limit is reached, come back later"),
        VendorUnavailableError("it is busy", hint="Come back later."),
        VendorUnavailableError("the request limit is reached"),
        VendorUnavailableError("the request limit is reached for want of a permission", hint="Later."),
    ],
)
def test_another_word_about_the_quota_is_noticed(error: Exception) -> None:
    says_no(QUOTA, with_step(trace_of(QUOTA), names.REFUSED, error=error))


def test_leaving_jobs_out_for_want_of_quota_is_noticed() -> None:
    says_no(QUOTA, with_step(trace_of(QUOTA), names.REFUSED, skipped=("ats_jobs: no permission",)))


# --- only what was created -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("WHERE Id IN (", "WHERE Name IN ("),
        ("IN ('", "IN ('a0A8c00000000AAAA0','"),
        ("IN ('", "IN ('" + "','".join(f"a0A8c00000000{n:05d}" for n in range(200)) + "','"),
    ],
)
def test_asking_for_more_than_ours_is_noticed(old: str, new: str) -> None:
    for name in (created_only.READ, created_only.READ_AGAIN):
        says_no(ONLY_OURS, asking(trace_of(ONLY_OURS), name, reads.APPLICANT, old, new))


def test_asking_for_other_contacts_is_noticed() -> None:
    more = "IN ('0038c000000000AAAA','"
    trace = asking(trace_of(ONLY_OURS), created_only.READ, reads.CONTACT, "IN ('", more)

    assert "contacts" in says_no(ONLY_OURS, trace)


def test_asking_before_there_is_any_of_ours_is_noticed() -> None:
    trace = trace_of(ONLY_OURS)
    query = reads.asked(trace.step(created_only.READ), reads.APPLICANT)[0]

    assert "before there was" in says_no(ONLY_OURS, also(trace, created_only.BEFORE, query))


def test_a_stored_application_of_somebody_else_is_noticed() -> None:
    trace = trace_of(ONLY_OURS)
    looked = trace.step(created_only.LOOK).played[-1].exchange.response.json["records"]

    says_no(ONLY_OURS, changed_after(trace, created_only.READ, Application, remote_id=looked[0]["Id"]))


def test_ours_that_is_deleted_and_not_marked_is_noticed() -> None:
    trace = trace_of(ONLY_OURS)
    key = str(trace.step(created_only.DELETE).inputs["id"])

    says_no(ONLY_OURS, stored(trace, created_only.READ_AGAIN, Application, key, remote_deleted_at=None))
    says_no(ONLY_OURS, row_saying(trace, created_only.READ_AGAIN, reads.APPLICANT, key, IsDeleted=False))
    says_no(ONLY_OURS, elsewhere(trace, created_only.READ_AGAIN, "/queryAll?", "/query?"))


def test_a_connection_that_reads_everything_shows_nothing() -> None:
    trace = with_step(trace_of(ONLY_OURS), created_only.READ, settings={})

    assert "reads everything" in says_no(ONLY_OURS, trace)


def test_an_org_in_which_all_is_ours_shows_nothing() -> None:
    alone = rewritten(
        trace_of(ONLY_OURS), created_only.LOOK, reads.QUERY, response=lambda body: {**body, "records": []}
    )

    assert "only 0 others" in says_no(ONLY_OURS, alone)
