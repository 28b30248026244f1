"""Roles that see less: what is skipped, what goes on, and what is not treated as deleted."""

from typing import Any

import httpx
import pytest

from assay.errors import CredentialError, VendorRefusedError

JOB_MODELS = {
    "ats_jobs",
    "ats_application_stages",
    "ats_join_jobs_application_stages",
    "ats_join_jobs_users",
}
PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags"}
QUESTIONS = {"ats_screening_questions", "ats_join_jobs_screening_questions"}


@pytest.mark.parametrize(
    ("place", "models"),
    [
        ("/admins", {"ats_users", "ats_join_jobs_users"}),
        ("/offers", JOB_MODELS | QUESTIONS),
        ("/disqualify_reasons", {"ats_rejection_reasons"}),
        ("/search", PEOPLE),
        ("/interview", {"ats_interviews"}),
    ],
)
def test_a_missing_ability_skips_its_models_and_the_rest_goes_on(
    noordzee: Any, place: str, models: set[str]
) -> None:
    everything = noordzee.read()
    noordzee.forbidden.add(place)
    got = noordzee.read()
    assert set(got.skipped) == models
    assert all("HTTP 403" in reason or "listed" in reason for reason in got.skipped.values())
    assert got.complete == everything.complete - models


def test_tags_that_may_not_be_listed_still_have_ids_in_the_search(noordzee: Any) -> None:
    noordzee.forbidden.add("/tags")
    got = noordzee.read()
    assert set(got.skipped) == {"ats_tags"}
    assert [row.record.tag_id for row in got.rows("ats_join_candidates_tags")] == ["660101"]
    assert "ats_join_candidates_tags" in got.complete


def test_a_tag_without_any_id_makes_candidate_tags_incomplete(noordzee: Any) -> None:
    noordzee.forbidden.add("/tags")
    noordzee.candidates[102]["tags"] = ["unknown to the index"]
    assert set(noordzee.read().skipped) == {"ats_tags", "ats_join_candidates_tags"}


def test_who_sees_assigned_jobs_only_deletes_nothing(noordzee: Any) -> None:
    noordzee.me["view_all_jobs"] = False
    got = noordzee.read()
    assert set(got.skipped) == JOB_MODELS | PEOPLE | {"ats_interviews"}
    assert all("assigned jobs only" in reason for reason in got.skipped.values())
    assert got.complete == {"ats_users", "ats_rejection_reasons", "ats_tags"}
    assert len(got.records("ats_applications")) == 3
    assert got.completed_groups("ats_applications") == {"101", "102", "103"}


def test_who_may_not_be_asked_counts_as_seeing_everything(noordzee: Any) -> None:
    noordzee.forbidden.add("/admin")
    assert "ats_jobs" in noordzee.read().complete


def test_a_listed_job_that_may_not_be_read_makes_jobs_incomplete(noordzee: Any) -> None:
    noordzee.forbidden.add("/offers/1840222")
    got = noordzee.read()
    assert set(got.skipped) == JOB_MODELS
    assert got.ids("ats_jobs") == ["1840221"]
    assert {a.job_id for a in got.records("ats_applications")} == {"1840221"}


def test_a_candidate_who_may_not_be_read_makes_people_incomplete(noordzee: Any) -> None:
    noordzee.forbidden.add("/candidates/102")
    got = noordzee.read()
    assert set(got.skipped) == PEOPLE
    assert got.ids("ats_candidates") == ["101", "103"]


def test_a_changed_candidate_who_may_not_be_read_is_said_in_a_delta_run(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.touch(102)
    noordzee.forbidden.add("/candidates/102")
    got = noordzee.read(cursors=cursors)
    assert set(got.skipped) == PEOPLE
    assert got.gone == []


def test_a_revoked_token_ends_the_run(noordzee: Any, make_refusal: Any) -> None:
    noordzee.hooks.append(lambda _: make_refusal(401, "Token not found.", error_code="invalid_token"))
    with pytest.raises(CredentialError) as caught:
        noordzee.read()
    assert caught.value.vendor_code == "invalid_token"


def test_a_list_that_lost_rows_treats_nothing_as_deleted(noordzee: Any) -> None:
    noordzee.total = lambda total: total + 5
    got = noordzee.read()
    assert not got.complete & (JOB_MODELS | PEOPLE)
    assert len(got.notices) == 2
    assert len(got.ids("ats_candidates")) == 3


def test_totals_that_count_too_little_hide_nobody(company: Any) -> None:
    for number in range(1, 1202):
        company.candidate(number, days_ago=2000 - number)
    company.total = lambda _: 7
    got = company.read("ats_candidates")
    assert len(got.ids("ats_candidates")) == 1201


def test_a_vendor_that_cuts_shorter_pages_hides_nothing(company: Any) -> None:
    for number in range(1, 31):
        company.candidate(number, days_ago=300 - number)
        company.offer(number)
    company.largest_page = 7
    got = company.read("ats_candidates", "ats_jobs")
    assert len(got.ids("ats_candidates")) == len(got.ids("ats_jobs")) == 30
    assert got.complete == {"ats_candidates", "ats_jobs"}


@pytest.mark.parametrize("count", [3, 100, 130])
def test_an_old_installation_gives_the_whole_list_at_once(company: Any, count: int) -> None:
    for number in range(1, count + 1):
        company.offer(number)
    company.meta = False
    company.kinds_listed = True
    got = company.read("ats_jobs")
    assert len(got.ids("ats_jobs")) == count
    assert got.calls.count("/offers") == (2 if count == 100 else 1)


def test_requests_keep_the_pace(noordzee: Any) -> None:
    noordzee.read()
    assert noordzee.slept_s
    moments: list[Any] = []

    def note(_: httpx.Request) -> None:
        moments.append(noordzee.now)

    noordzee.hooks.append(note)
    noordzee.read()
    windows = zip(moments, moments[5:], strict=False)
    assert all((later - earlier).total_seconds() >= 0.99 for earlier, later in windows)


@pytest.mark.parametrize("path", ["/api/offers/", "/api/offers/job-1840221"])
def test_a_careers_site_that_refuses_for_another_reason_ends_the_run(noordzee: Any, path: str) -> None:
    def careers(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == path:
            return httpx.Response(409)
        if request.url.path == "/api/offers/":
            return httpx.Response(200, json={"offers": [{"id": 1840221, "slug": "job-1840221"}]})
        return None

    noordzee.hooks.append(careers)
    with pytest.raises(VendorRefusedError):
        noordzee.read("ats_screening_questions")


def test_a_detail_that_is_refused_for_another_reason_ends_the_run(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: httpx.Response(409) if request.url.path.endswith("/candidates/102") else None
    )
    with pytest.raises(VendorRefusedError):
        noordzee.read("ats_candidates")


def test_an_interview_listed_under_both_statuses_comes_once(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: (
            httpx.Response(200, json={"interview_events": list(noordzee.events.values())})
            if request.url.path.endswith("/interview/events")
            else None
        )
    )
    assert noordzee.read("ats_interviews").ids("ats_interviews") == ["4410077"]


def test_interviews_without_applications_still_name_them(noordzee: Any) -> None:
    got = noordzee.read("ats_interviews", "ats_candidates")
    assert got.one("ats_interviews").application_id == "1010"
    assert got.records("ats_applications") == []
