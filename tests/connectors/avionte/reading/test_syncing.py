"""Runs: selected jobs once, all jobs on demand, and what each of them costs."""

from typing import Any

import httpx
import pytest

from assay.connector import ReadRequest
from assay.errors import InputError, VendorRefusedError, VendorUnavailableError
from assay_connectors.avionte.reading.people import SHOWN_AFTER_S

ONE_JOB = [
    "JOB_ACTIVITY_TYPES",
    "JOB_GET",
    "WEBAPP_JOB",
    "NOM_IDS_BY_JOB",
    "NOM_GET",
    "TALENT_GET",
    "TALENT_TAGS",
]


def test_without_a_selection_only_stages_and_reasons_are_read(vendor: Any, says: Any) -> None:
    read = says.sync(vendor.connect())

    assert vendor.keys == ["JOB_ACTIVITY_TYPES"]
    assert [(one.remote_id, one.name, one.global_index) for one in read.of("ats_application_stages")] == [
        ("WEB_APPLICATION", "Web Application", 0),
        ("PIPELINE", "Pipeline", 1),
        ("51001", "Pipelined", 2),
        ("51002", "Pre-Screening", 3),
        ("52001", "Submitted", 4),
        ("52003", "1st Interview", 5),
    ]
    assert [one.remote_id for one in read.of("ats_rejection_reasons")] == ["52090"]
    assert read.complete == {"ats_application_stages", "ats_rejection_reasons"}
    own, vendors = read.of("ats_application_stages")[0], read.of("ats_application_stages")[2]
    assert own.remote_data is None
    assert vendors.remote_data["/job/activity-types"]["typeId"] == 51001


def test_a_new_job_comes_with_all_its_people(vendor: Any, says: Any) -> None:
    connector = vendor.connect(selected_jobs=[41200017])

    read = says.sync(connector)

    assert vendor.keys == ONE_JOB
    assert connector.billed() == dict.fromkeys(ONE_JOB, 1)
    assert read.one("ats_jobs").remote_id == "41200017"
    assert read.one("ats_candidates").source == "HarborJobsAPI"
    application = read.applications["70110022:41200017"]
    assert (application.current_stage_id, application.outcome) == ("52003", "PENDING")
    assert (application.job_id, application.candidate_id) == ("41200017", "70110022")
    assert application.remote_created_at.isoformat() == "2025-02-10T19:41:07.520000+00:00"
    assert read.one("ats_tags").name == "OSHA 10"
    assert read.one("ats_join_candidates_tags").tag_id == "14"
    assert not {"ats_jobs", "ats_candidates", "ats_applications", "ats_tags"} & read.complete


def test_a_synced_job_is_not_asked_for_again(vendor: Any, says: Any) -> None:
    first = says.sync(vendor.connect(selected_jobs=[41200017]))
    vendor.requests.clear()

    again = says.sync(vendor.connect(selected_jobs=[41200017]), first.cursors, trigger="schedule")

    assert vendor.keys == ["JOB_ACTIVITY_TYPES"]
    assert again.of("ats_jobs") == again.of("ats_applications") == []


def test_a_job_that_is_selected_later_is_read_alone(vendor: Any, says: Any) -> None:
    first = says.sync(vendor.connect(selected_jobs=[41200017]))
    vendor.requests.clear()
    vendor.on("JOB_GET", {**says.job, "id": 7}).on("WEBAPP_JOB", []).on("NOM_IDS_BY_JOB", [])

    again = says.sync(vendor.connect(selected_jobs=[41200017, "7"]), first.cursors)

    assert vendor.keys == ["JOB_ACTIVITY_TYPES", "JOB_GET", "WEBAPP_JOB", "NOM_IDS_BY_JOB"]
    assert again.one("ats_jobs").remote_id == "7"


def test_a_full_run_reads_the_selected_jobs_anew(vendor: Any, says: Any) -> None:
    connector = vendor.connect(selected_jobs=[41200017])
    says.sync(connector)
    vendor.requests.clear()

    says.sync(connector)

    assert vendor.keys == ONE_JOB


def test_a_run_that_fails_is_done_again(vendor: Any, says: Any) -> None:
    connector = vendor.connect(selected_jobs=[41200017])
    vendor.refuse("TALENT_TAGS", 400)
    with pytest.raises(VendorRefusedError):
        says.sync(connector)
    vendor.on("TALENT_TAGS", says.tags).requests.clear()

    read = says.sync(connector, {})

    assert vendor.keys == ONE_JOB
    assert read.applications


def test_many_jobs_and_talents_come_in_batches(vendor: Any, says: Any) -> None:
    jobs = [{**says.job, "id": number} for number in (1, 2)]
    talents = [{**says.talent, "id": number} for number in (11, 12)]
    vendor.on("JOB_MULTI", jobs).on("TALENT_MULTI", talents).on("NOM_IDS_BY_JOB", [])
    vendor.on("WEBAPP_JOB", [{"talentId": 11}], [{"talentId": 11}, {"talentId": 12}])

    read = says.sync(vendor.connect(selected_jobs=[1, 2], tags=False))

    assert vendor.keys == [
        "JOB_ACTIVITY_TYPES",
        "JOB_MULTI",
        "WEBAPP_JOB",
        "NOM_IDS_BY_JOB",
        "WEBAPP_JOB",
        "NOM_IDS_BY_JOB",
        "TALENT_MULTI",
    ]
    assert vendor.bodies("JOB_MULTI") == [[1, 2]]
    assert vendor.bodies("TALENT_MULTI") == [[11, 12]]
    assert set(read.applications) == {"11:1", "11:2", "12:2"}
    assert len(read.of("ats_candidates")) == 2


def test_a_tag_of_two_talents_is_one_tag(vendor: Any, says: Any) -> None:
    vendor.on("TALENT_MULTI", [{**says.talent, "id": number} for number in (11, 12)])
    vendor.on("WEBAPP_JOB", [{"talentId": 11}, {"talentId": 12}]).on("NOM_IDS_BY_JOB", [])

    read = says.sync(vendor.connect(selected_jobs=[41200017]))

    assert len(read.of("ats_tags")) == 1
    assert {one.candidate_id for one in read.of("ats_join_candidates_tags")} == {"11", "12"}


def test_a_talent_without_anything_beside_it_has_no_tags(vendor: Any, says: Any) -> None:
    vendor.refuse("TALENT_TAGS", 404)

    read = says.sync(vendor.connect(selected_jobs=[41200017]))

    assert read.one("ats_candidates").custom_fields == {}
    assert read.of("ats_tags") == []


def test_a_talent_that_is_not_shown_yet_is_asked_for_once_more(vendor: Any, says: Any) -> None:
    vendor.on("WEBAPP_JOB", [{"talentId": 11}, {"talentId": 12}]).on("NOM_IDS_BY_JOB", [])
    vendor.on("TALENT_MULTI", [{**says.talent, "id": 11}]).on("TALENT_GET", {**says.talent, "id": 12})

    read = says.sync(vendor.connect(selected_jobs=[41200017], tags=False))

    assert vendor.slept_s == [SHOWN_AFTER_S]
    assert set(read.applications) == {"11:41200017", "12:41200017"}
    assert read.notices == []


def test_a_talent_that_stays_away_takes_its_application_along_and_is_named(vendor: Any, says: Any) -> None:
    vendor.refuse("TALENT_GET", 404)

    read = says.sync(vendor.connect(selected_jobs=[41200017]))

    assert read.applications == {}
    assert "70110022" in read.notices[0]


def test_a_job_that_does_not_exist_is_named_with_every_run_and_asked_for_once(vendor: Any, says: Any) -> None:
    vendor.refuse("JOB_GET", 404)

    first = says.sync(vendor.connect(selected_jobs=[5]))
    again = says.sync(vendor.connect(selected_jobs=[5]), first.cursors)

    assert first.notices == again.notices
    assert "5" in first.notices[0]
    assert vendor.keys == ["JOB_ACTIVITY_TYPES", "JOB_GET", "JOB_ACTIVITY_TYPES"]


def test_a_nomination_that_is_gone_or_of_another_job_is_left_out(vendor: Any, says: Any) -> None:
    other = {**says.nomination, "jobId": 3}
    vendor.on("NOM_IDS_BY_JOB", [1, 2, 2]).on("NOM_GET", httpx.Response(404), other)

    read = says.sync(vendor.connect(selected_jobs=[41200017]))

    assert vendor.keys.count("NOM_GET") == 2
    assert read.applications["70110022:41200017"].current_stage_id == "WEB_APPLICATION"


def test_jobs_alone_cost_jobs_alone_and_their_people_come_when_wanted(vendor: Any, says: Any) -> None:
    alone = says.sync(vendor.connect(selected_jobs=[41200017]), None, "ats_jobs")
    assert vendor.keys == ["JOB_ACTIVITY_TYPES", "JOB_GET"]

    later = says.sync(vendor.connect(selected_jobs=[41200017]), alone.cursors)

    assert set(later.applications) == {"70110022:41200017"}


def test_stages_alone_cost_one_call(vendor: Any, says: Any) -> None:
    says.sync(vendor.connect(selected_jobs=[41200017]), None, "ats_application_stages")

    assert vendor.keys == ["JOB_ACTIVITY_TYPES"]


# --- all jobs ----------------------------------------------------------------------------------------


def test_the_full_mode_reads_jobs_alone(vendor: Any, says: Any) -> None:
    vendor.on("JOB_IDS", [1, 2]).on("JOB_MULTI", [{**says.job, "id": one} for one in (1, 2)])

    read = says.sync(vendor.connect(sync_mode="full", selected_jobs=[41200017]))

    assert vendor.keys == ["JOB_IDS", "JOB_MULTI"]
    assert vendor.sent("JOB_IDS")[0].url.path.endswith("/jobs/ids/1/100")
    assert [one.remote_id for one in read.of("ats_jobs")] == ["1", "2"]
    assert read.complete == {"ats_jobs"}
    assert set(read.cursors) == {"jobs"}


def test_a_job_that_is_listed_and_not_shown_is_not_taken_for_gone(vendor: Any, says: Any) -> None:
    vendor.on("JOB_IDS", [1, 2]).on("JOB_MULTI", [{**says.job, "id": 1}])

    read = says.sync(vendor.connect(sync_mode="full"))

    assert read.complete == set()
    assert "2" in read.notices[0]


def test_the_full_mode_has_nothing_to_read_when_no_jobs_are_wanted(vendor: Any, says: Any) -> None:
    says.sync(vendor.connect(sync_mode="full"), None, "ats_candidates")

    assert vendor.requests == []


@pytest.mark.parametrize("cursors", [None, {}])
def test_the_full_mode_is_refused_on_schedule_and_costs_nothing(vendor: Any, says: Any, cursors: Any) -> None:
    with pytest.raises(InputError, match="schedule"):
        says.sync(vendor.connect(sync_mode="full"), cursors, trigger="schedule")

    assert vendor.requests == []


def running(connector: Any, models: frozenset[str]) -> Any:
    """A run that has begun."""
    items = connector.read(ReadRequest(models=models))
    next(items)
    return items


@pytest.mark.parametrize("options", [{"selected_jobs": [41200017]}, {"sync_mode": "full"}])
def test_a_second_run_is_refused_while_one_is_under_way(
    vendor: Any, says: Any, options: dict[str, Any]
) -> None:
    connector = vendor.connect(**options)
    first = running(connector, frozenset({"ats_jobs"}))
    asked = len(vendor.requests)

    with pytest.raises(InputError, match="running"):
        says.sync(connector)

    assert len(vendor.requests) == asked
    list(first)
    assert says.sync(connector).items


def test_a_run_that_is_given_up_makes_way_for_the_next(vendor: Any, says: Any) -> None:
    connector = vendor.connect(selected_jobs=[41200017])
    first = running(connector, frozenset({"ats_jobs"}))
    first.close()

    assert says.sync(connector).applications


def test_a_vendor_that_is_down_ends_the_run(vendor: Any, says: Any) -> None:
    vendor.refuse("JOB_ACTIVITY_TYPES", 502)

    with pytest.raises(VendorUnavailableError):
        says.sync(vendor.connect())

    assert vendor.slept_s == [5.0, 10.0, 20.0, 40.0]
