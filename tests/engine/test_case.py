from dataclasses import replace

from assay.case import FULL_SYNC, Case
from assay.contract import clauses_of
from tests.checks import miniatures as mini


def test_a_case_without_evidence_has_no_records() -> None:
    case = mini.healthy(traces={})

    assert case.full_sync is None
    assert case.snapshot is None
    assert case.pairing is None
    assert case.records("Jobs") == ()
    assert case.where(mini.snapshot().of("ats_jobs")[0]) == ()
    assert case.remote_id(mini.snapshot().of("ats_jobs")[0].id) is None


def test_the_data_set_is_what_the_full_sync_leaves_behind() -> None:
    last = mini.snapshot(jobs=mini.JOBS[:1], at=mini.LATER)
    probed = mini.sync_step(mini.snapshot(), number=2, kind="probe", snapshot=None)
    steps = (mini.sync_step(mini.snapshot()), mini.sync_step(last, number=1), probed)

    case = mini.healthy(traces={FULL_SYNC: mini.trace(FULL_SYNC, *steps)})

    assert case.snapshot is last
    assert len(case.records("Jobs")) == 1


def test_a_record_is_where_its_id_first_stands_under_the_vendors_key() -> None:
    case = mini.healthy()
    user, job = mini.snapshot().of("ats_users")[0], mini.snapshot().of("ats_jobs")[0]
    swapped = [mini.listing("/job.list", mini.JOBS), mini.listing("/user.list", mini.USERS)]
    other_order = mini.with_sync(case, played=mini.played(swapped))

    assert (case.where(user), case.where(job)) == ((0,), (1,))
    assert (other_order.where(user), other_order.where(job)) == ((1,), (0,))


def test_a_join_row_is_where_its_parents_are() -> None:
    assert mini.healthy().where(mini.snapshot().of("ats_join_jobs_users")[0]) == (0, 1)


def test_a_record_with_a_composite_id_is_where_its_parts_are() -> None:
    job = mini.snapshot().of("ats_jobs")[0]
    both = job.model_copy(update={"remote_id": f"{mini.USERS[1]['id']}:{mini.JOBS[0]['id']}"})

    assert mini.healthy().where(both) == (0, 1)
    assert mini.healthy().where(job.model_copy(update={"remote_id": "nobody's"})) == ()
    assert mini.healthy().where(None) == ()


def test_ids_that_are_numbers_are_found_too() -> None:
    case = mini.with_sync(mini.healthy(), played=mini.played([mini.listing("/job.list", [{"id": 4711}])]))
    job = mini.snapshot().of("ats_jobs")[0].model_copy(update={"remote_id": "4711"})

    assert case.where(job) == (0,)


def test_a_vendor_without_a_key_is_searched_all_over() -> None:
    promised = mini.contract(wire=None)
    case = mini.healthy(contract=promised)

    assert case.where(mini.snapshot().of("ats_jobs")[0]) == (1,)


def test_exempt_clauses_stand_apart() -> None:
    case: Case = mini.healthy()

    assert {clause.item for clause in case.exempted()} == {"employment_type", "", "candidate.gender"}
    assert "employment_type" not in {clause.item for clause in case.of_kind("field")}
    assert case.ids == {clause.id for clause in clauses_of(case.contract)}
    assert case.clause("field", "Jobs", "name") == "acme/field/jobs/name"


def test_a_changed_case_forgets_what_it_worked_out() -> None:
    case = mini.healthy()
    assert case.snapshot is not None

    assert replace(case, traces={}).snapshot is None
