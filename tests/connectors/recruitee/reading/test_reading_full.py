"""A full run: what is asked for, what comes, and what is said to be complete."""

from typing import Any

import httpx
import pytest

from assay.errors import VendorNonsenseError, VendorUnavailableError
from assay.unified.catalogue import MODELS

PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags"}
ALL_COMPLETE = {
    "ats_users",
    "ats_jobs",
    "ats_application_stages",
    "ats_join_jobs_application_stages",
    "ats_join_jobs_users",
    "ats_rejection_reasons",
    "ats_tags",
    "ats_interviews",
} | PEOPLE


def test_a_full_run_reads_every_model_and_says_what_is_complete(noordzee: Any) -> None:
    got = noordzee.read()
    assert {row.record.store_id for row in got.items if hasattr(row, "record")} == {
        "ats_users",
        "ats_jobs",
        "ats_candidates",
        "ats_application_stages",
        "ats_applications",
        "ats_screening_questions",
        "ats_tags",
        "ats_interviews",
        "ats_rejection_reasons",
        "ats_join_candidates_tags",
        "ats_join_jobs_application_stages",
        "ats_join_jobs_screening_questions",
        "ats_join_jobs_users",
    }
    assert got.complete == ALL_COMPLETE
    assert got.skipped == {}
    assert got.notices == []


def test_each_job_is_read_in_full_once_and_talent_pools_become_nothing(noordzee: Any) -> None:
    got = noordzee.read()
    assert got.ids("ats_jobs") == ["1840221", "1840222"]
    details = [call for call in got.calls if call.startswith("/offers/")]
    assert sorted(details) == ["/offers/1840221", "/offers/1840222", "/offers/1840300"]


def test_a_list_that_names_kinds_saves_reading_talent_pools(noordzee: Any) -> None:
    noordzee.kinds_listed = True
    assert "/offers/1840300" not in noordzee.read().calls


def test_placements_in_talent_pools_are_no_applications(noordzee: Any) -> None:
    noordzee.place(101, None, talent_pool_id=5, stage_id=None)
    got = noordzee.read()
    assert [(a.remote_id, a.job_id) for a in got.records("ats_applications")] == [
        ("1010", "1840221"),
        ("1020", "1840221"),
        ("1021", "1840222"),
    ]


def test_candidates_are_swept_oldest_first_and_read_once_each(noordzee: Any) -> None:
    got = noordzee.read()
    assert got.ids("ats_candidates") == ["101", "102", "103"]
    assert got.details == ["101", "102", "103"]
    sorts = [request.url.params.get("sort_by") for request in noordzee.requests]
    assert [sort for sort in sorts if sort] == ["updated_at_desc", "last_activity_at_desc", "created_at_asc"]


def test_no_search_ever_carries_a_query_or_a_filter(noordzee: Any) -> None:
    noordzee.read()
    searches = [request.url.params for request in noordzee.requests if "/search/" in request.url.path]
    assert searches
    assert all(params.keys() == {"page", "limit", "sort_by"} for params in searches)


def test_only_the_careers_site_is_asked_without_the_token(noordzee: Any) -> None:
    noordzee.read()
    hosts = {(r.url.host, r.headers.get("authorization")) for r in noordzee.requests}
    assert hosts == {
        ("api.recruitee.com", "Bearer tok-invented-0001"),
        ("noordzee.recruitee.com", None),
    }


def test_questions_of_jobs_that_are_not_published_cannot_be_seen(noordzee: Any) -> None:
    noordzee.questions[1840222] = [noordzee.question(9, "text", "Hidden")]
    got = noordzee.read()
    assert got.ids("ats_screening_questions") == ["2201001"]
    assert got.completed_groups("ats_screening_questions") == {"1840221"}
    assert got.completed_groups("ats_join_jobs_screening_questions") == {"1840221"}


def test_a_question_of_two_jobs_comes_once(noordzee: Any) -> None:
    noordzee.offers[1840222]["status"] = "published"
    noordzee.questions[1840222] = noordzee.questions[1840221]
    got = noordzee.read()
    assert got.ids("ats_screening_questions") == ["2201001"]
    assert len(got.records("ats_join_jobs_screening_questions")) == 2


def test_questions_missing_from_the_careers_list_are_read_from_the_job_itself(noordzee: Any) -> None:
    def careers(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/api/offers/":
            return httpx.Response(200, json={"offers": [{"id": 1840221, "slug": "job-1840221"}]})
        if request.url.path == "/api/offers/job-1840221":
            questions = noordzee.questions[1840221]
            return httpx.Response(200, json={"offer": {"id": 1840221, "open_questions": questions}})
        return None

    noordzee.hooks.append(careers)
    assert noordzee.read().ids("ats_screening_questions") == ["2201001"]


def test_a_job_that_left_the_careers_site_meanwhile_has_no_questions(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: (
            httpx.Response(200, json={"offers": [{"id": 1840221, "slug": "gone"}]})
            if request.url.path == "/api/offers/"
            else None
        )
    )
    assert noordzee.read().ids("ats_screening_questions") == []


def test_a_careers_site_that_does_not_exist_leaves_out_questions_alone(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: httpx.Response(404) if request.url.host == "noordzee.recruitee.com" else None
    )
    got = noordzee.read()
    assert set(got.skipped) == {"ats_screening_questions", "ats_join_jobs_screening_questions"}
    assert len(got.records("ats_jobs")) == 2


def test_a_careers_site_that_is_down_ends_the_run(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: httpx.Response(503) if request.url.host == "noordzee.recruitee.com" else None
    )
    with pytest.raises(VendorUnavailableError):
        noordzee.read()


def test_the_careers_site_is_found_through_the_address_of_a_job(noordzee: Any) -> None:
    connector = noordzee.connect({"api_token": "tok-invented-0001", "company_id": "41207"})
    api = connector.connection.api
    assert api.careers_url is None
    api.learn_careers_site("http://noordzee.recruitee.com/o/x")
    assert api.careers_url is None
    api.learn_careers_site("https://noordzee.recruitee.com/o/x")
    assert api.careers_url == "https://noordzee.recruitee.com"


def test_without_any_careers_site_questions_are_skipped_and_the_setting_is_named(company: Any) -> None:
    company.offer(1, careers_url=None)
    connector = company.connect({"api_token": "tok-invented-0001", "company_id": "41207"})
    from assay.connector import ReadRequest, Skipped  # noqa: PLC0415 -- used here alone

    items = list(connector.read(ReadRequest(models=frozenset({"ats_screening_questions", "ats_jobs"}))))
    skipped = [item for item in items if isinstance(item, Skipped)]
    assert [item.model for item in skipped] == ["ats_screening_questions"]
    assert "careers site" in skipped[0].reason


def test_removed_users_make_no_rows_and_no_team_members(noordzee: Any) -> None:
    noordzee.admins[1]["anonymized_at"] = "2026-03-01T00:00:00.000000Z"
    got = noordzee.read()
    assert got.ids("ats_users") == ["310551"]
    assert [member.user_id for member in got.records("ats_join_jobs_users")] == ["310551"]
    assert got.notices == ["hiring teams name people who are no active users, and were left out: 310552"]


def test_ids_of_memberships_on_jobs_lead_to_their_users(noordzee: Any) -> None:
    membership = noordzee.admins[0]["membership"]["id"]
    noordzee.offers[1840222].update(recruiter_id=membership, hiring_manager_id=310551)
    members = noordzee.read().records("ats_join_jobs_users")
    assert [(m.job_id, m.user_id, m.roles) for m in members if m.job_id == "1840222"] == [
        ("1840222", "310551", ["RECRUITER", "HIRING_MANAGER"])
    ]


def test_a_tag_made_while_candidates_are_read_is_looked_up_once(noordzee: Any) -> None:
    noordzee.candidates[103]["tags"] = ["new", "newer"]

    def make(request: httpx.Request) -> None:
        if request.url.path.endswith("/candidates/103"):
            noordzee.tags.append({"id": 660199, "name": "new"})

    noordzee.hooks.append(make)
    # the hit knows no ids of them: the index lags behind
    got = noordzee.read()
    assert "660199" in got.ids("ats_tags")
    assert got.calls.count("/tags") == 2
    assert [(row.record.candidate_id, row.record.tag_id) for row in got.rows("ats_join_candidates_tags")] == [
        ("101", "660101"),
        ("103", "660199"),
    ]
    assert got.notices == ["the tag 'newer' is on candidates but not in the list of tags, and was left out"]
    assert got.items[-1].model == "ats_tags"


def test_rows_of_joins_name_the_object_they_are_part_of(noordzee: Any) -> None:
    got = noordzee.read()
    assert {row.group for row in got.rows("ats_applications")} == {"101", "102"}
    assert {row.group for row in got.rows("ats_join_candidates_tags")} == {"101"}
    assert {row.group for row in got.rows("ats_join_jobs_application_stages")} == {"1840221", "1840222"}


def test_stages_shared_by_jobs_come_once_as_last_seen(noordzee: Any) -> None:
    stage = {"id": 6120003, "name": "Applied (new)", "position": -1}
    noordzee.offers[1840222]["pipeline_template"] = {"id": 1, "stages": [stage]}
    got = noordzee.read()
    names = {record.remote_id: record.name for record in got.records("ats_application_stages")}
    assert names == {"6120003": "Applied (new)", "6120004": "Phone screen"}


def test_a_stage_that_no_job_had_makes_the_job_be_read_again_once(noordzee: Any) -> None:
    for candidate_id in (101, 102):
        noordzee.candidates[candidate_id]["placements"][0]["stage_id"] = 777
    got = noordzee.read()
    assert got.calls.count("/offers/1840221") == 2
    assert {a.remote_id: a.current_stage_id for a in got.records("ats_applications")} == {
        "1010": None,
        "1020": None,
        "1021": "6120003",
    }


def test_a_stage_added_meanwhile_is_found_when_the_job_is_read_again(noordzee: Any) -> None:
    noordzee.candidates[101]["placements"][0]["stage_id"] = 777

    def add(request: httpx.Request) -> None:
        if request.url.path.endswith("/candidates/101"):
            noordzee.offers[1840221]["pipeline_template"]["stages"].append(
                {"id": 777, "name": "Trial day", "position": 9}
            )

    noordzee.hooks.append(add)
    got = noordzee.read()
    assert "777" in got.ids("ats_application_stages")
    assert got.records("ats_applications")[0].current_stage_id == "777"


def test_a_job_made_meanwhile_comes_with_its_first_application(noordzee: Any) -> None:
    def add(request: httpx.Request) -> None:
        if request.url.path.endswith("/candidates/101") and 1840999 not in noordzee.offers:
            noordzee.offer(1840999)
            noordzee.place(101, 1840999)

    noordzee.hooks.append(add)
    got = noordzee.read()
    assert "1840999" in got.ids("ats_jobs")
    assert "1840999" in {a.job_id for a in got.records("ats_applications")}


def test_an_application_to_a_job_that_is_gone_is_none(noordzee: Any) -> None:
    noordzee.place(103, 55)
    got = noordzee.read()
    assert "55" not in {a.job_id for a in got.records("ats_applications")}


def test_a_candidate_deleted_between_list_and_detail_simply_does_not_come(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: httpx.Response(404) if request.url.path.endswith("/candidates/102") else None
    )
    got = noordzee.read()
    assert got.ids("ats_candidates") == ["101", "103"]
    assert got.complete == ALL_COMPLETE
    assert got.gone == []


def test_a_hit_that_is_marked_deleted_is_not_read(noordzee: Any) -> None:
    noordzee.candidates[102]["deleted"] = True
    assert noordzee.read().details == ["101", "103"]


def test_an_offer_without_kind_is_nonsense_and_loses_nothing_silently(noordzee: Any) -> None:
    del noordzee.offers[1840221]["kind"]
    noordzee.hooks.append(
        lambda request: (
            httpx.Response(200, json={"offers": []}) if request.url.path == "/api/offers/" else None
        )
    )
    with pytest.raises(VendorNonsenseError, match=r"record 1840221\.kind"):
        noordzee.read("ats_jobs")


def test_departments_and_places_that_jobs_only_number_are_looked_up_once(company: Any) -> None:
    company.departments.append({"id": 77010, "name": "Engineering"})
    company.locations.append({"id": 55201, "name": "HQ", "city": "Rotterdam", "country_code": "NL"})
    company.offer(1, department=None, location_ids=[55201])
    company.offer(2, department=None, location_ids=[55201])
    got = company.read("ats_jobs")
    assert {(job.department, job.location.city, job.location.raw) for job in got.records("ats_jobs")} == {
        ("Engineering", "Rotterdam", "HQ")
    }
    assert got.calls.count("/departments") == got.calls.count("/locations") == 1


def test_departments_that_may_not_be_read_leave_the_name_out(company: Any) -> None:
    company.offer(1, department=None)
    company.forbidden.add("/departments")
    assert company.read("ats_jobs").one("ats_jobs").department is None


def test_only_what_the_wanted_models_need_is_asked_for(noordzee: Any) -> None:
    assert set(noordzee.read("ats_users").calls) == {"/admins"}
    assert set(noordzee.read("ats_rejection_reasons").calls) == {"/disqualify_reasons"}
    assert set(noordzee.read("ats_tags").calls) == {"/tags"}
    assert noordzee.read("ats_offers").items == []
    candidates = noordzee.read("ats_candidates")
    assert not [call for call in candidates.calls if "offers" in call]


def test_applications_alone_come_with_their_jobs_looked_at(noordzee: Any) -> None:
    got = noordzee.read("ats_applications")
    assert {row.record.store_id for row in got.items if hasattr(row, "record")} == {"ats_applications"}
    assert len(got.records("ats_applications")) == 3


def test_answers_name_the_questions_of_their_job(noordzee: Any) -> None:
    answer = {"id": 7, "question": "Do you need a work permit?", "kind": "boolean", "flag": False}
    noordzee.candidates[101]["grouped_open_question_answers"] = [
        {"offer": {"id": 1840221}, "open_question_answers": [answer]}
    ]
    application = noordzee.read().records("ats_applications")[0]
    (given,) = application.screening_question_answers
    assert (given.question.remote_id, given.answer.checked) == ("2201001", False)


def test_what_the_search_alone_knows_reaches_the_application(noordzee: Any) -> None:
    noordzee.candidates[101]["placements"][0]["eeo"] = "requested"
    application = noordzee.read().records("ats_applications")[0]
    fields = {field.key: field.value for field in application.integration_fields}
    assert fields["eeo_data_status"] == "requested"


def test_an_interview_finds_its_application_without_further_calls(noordzee: Any) -> None:
    noordzee.event(4410078, 101, None)
    noordzee.event(4410079, 101, 1840222)
    got = noordzee.read()
    assert {i.remote_id: i.application_id for i in got.records("ats_interviews")} == {
        "4410077": "1010",
        "4410078": "1010",
        "4410079": None,
    }
    assert not [call for call in got.calls if call.endswith("/placement")]


def test_interviews_of_both_statuses_and_of_any_age_are_read(noordzee: Any) -> None:
    noordzee.event(1, 102, 1840221, status="past_due", starts_at="2017-01-01T08:00:00.000000Z")
    noordzee.event(2, 102, 1840221, starts_at=None)
    assert set(noordzee.read().ids("ats_interviews")) == {"4410077", "1", "2"}


def test_long_listings_are_read_to_their_end(company: Any) -> None:
    for number in range(1, 251):
        company.offer(number, status="archived")
        company.event(number, 1, 1)
    company.candidate(1, jobs=[1])
    got = company.read("ats_jobs", "ats_interviews", "ats_applications")
    assert len(got.ids("ats_jobs")) == 250
    assert len(got.ids("ats_interviews")) == 250
    assert {job.status for job in got.records("ats_jobs")} == {"ARCHIVED"}


def test_the_models_are_all_models_that_the_connector_knows_of() -> None:
    assert set(MODELS) > ALL_COMPLETE


@pytest.mark.parametrize("page_size", [1, 2, 3])
def test_small_pages_give_the_same_records(noordzee: Any, page_size: int) -> None:
    usual = noordzee.read()
    small = noordzee.read(page_size=page_size)
    assert [row.record for row in usual.rows("ats_applications")] == [
        row.record for row in small.rows("ats_applications")
    ]
    assert {model: sorted(map(str, small.ids(model))) for model in ("ats_jobs", "ats_candidates")} == {
        model: sorted(map(str, usual.ids(model))) for model in ("ats_jobs", "ats_candidates")
    }
    assert small.complete == usual.complete
    assert noordzee.read(cursors=small.cursors, page_size=page_size).details == []
