"""A delta run: two walks from the newest change, and what makes the connector give them up."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay_connectors.recruitee.reading.marks import OVERLAP, OfferMarks, Remembered, WalkMark

WALKS = ("updated_at_desc", "last_activity_at_desc")


def searches(company: Any) -> list[str]:
    return [r.url.params["sort_by"] for r in company.requests if "/search/" in r.url.path]


def test_nothing_changed_means_one_page_per_walk_and_no_detail(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.requests.clear()
    got = noordzee.read(cursors=cursors)
    assert searches(noordzee) == list(WALKS)
    assert got.details == []
    assert not [call for call in got.calls if call.startswith("/offers/")]
    assert got.ids("ats_candidates") == got.ids("ats_jobs") == got.ids("ats_interviews") == []
    assert got.gone == []
    assert got.notices == []


def test_cursors_stay_as_they_are_while_nothing_changes(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    assert noordzee.read(cursors=cursors).cursors == cursors


def test_a_stage_move_that_leaves_the_candidates_date_alone_is_found(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.touch(101, "last_activity_at")
    noordzee.candidates[101]["placements"][0]["stage_id"] = 6120004
    got = noordzee.read(cursors=cursors)
    assert got.details == ["101"]
    assert got.one("ats_applications").current_stage_id == "6120004"


def test_a_profile_change_without_activity_is_found_too(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.touch(102, "updated_at")["name"] = "Renamed Person"
    got = noordzee.read(cursors=cursors)
    assert got.details == ["102"]
    assert got.one("ats_candidates").first_name == "Renamed"


def test_a_new_candidate_is_found_and_read_once(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.candidate(104, 0, [1840221])
    noordzee.touch(104)
    got = noordzee.read(cursors=cursors)
    assert got.details == ["104"]
    assert got.ids("ats_applications") == ["1040"]


def test_what_a_candidate_has_no_more_is_said_by_its_group(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.touch(101).update(tags=[], placements=[])
    got = noordzee.read(cursors=cursors)
    assert got.records("ats_applications") == got.records("ats_join_candidates_tags") == []
    assert got.completed_groups("ats_applications") == {"101"}
    assert got.completed_groups("ats_join_candidates_tags") == {"101"}
    assert got.complete == {"ats_users", "ats_rejection_reasons", "ats_tags"}


def test_a_candidate_who_is_gone_takes_the_applications_along(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.touch(102)
    noordzee.hooks.append(
        lambda request: httpx.Response(404) if request.url.path.endswith("/candidates/102") else None
    )
    got = noordzee.read(cursors=cursors)
    assert got.gone == [("ats_candidates", "102")]
    assert got.completed_groups("ats_applications") == {"102"}


def test_a_hit_marked_deleted_counts_as_gone(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.touch(102)["deleted"] = True
    got = noordzee.read(cursors=cursors)
    assert got.gone == [("ats_candidates", "102")]
    assert got.details == []


def test_a_changed_job_costs_one_detail(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.offers[1840222].update(title="Renamed", updated_at="2026-06-15T09:00:00.000000Z")
    got = noordzee.read(cursors=cursors)
    assert [call for call in got.calls if call.startswith("/offers/")] == ["/offers/1840222"]
    assert got.one("ats_jobs").name == "Renamed"
    assert got.completed_groups("ats_join_jobs_application_stages") == {"1840222"}
    assert got.completed_groups("ats_join_jobs_users") == {"1840222"}


def test_a_job_that_is_no_longer_listed_is_gone(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    del noordzee.offers[1840222]
    got = noordzee.read(cursors=cursors)
    assert got.gone == [("ats_jobs", "1840222")]
    assert "/admin" in got.calls


def test_a_job_out_of_sight_of_a_restricted_user_is_not_gone(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    del noordzee.offers[1840222]
    noordzee.me["view_all_jobs"] = False
    assert noordzee.read(cursors=cursors).gone == []


def test_active_jobs_are_refreshed_once_a_day(noordzee: Any) -> None:
    noordzee.offers[1840222]["status"] = "closed"
    cursors = noordzee.read().cursors
    noordzee.now += timedelta(days=1, minutes=1)
    noordzee.offers[1840221]["pipeline_template"]["stages"].pop()
    got = noordzee.read(cursors=cursors)
    assert "/offers/1840221" in got.calls
    assert "/offers/1840222" not in got.calls
    assert len(got.records("ats_join_jobs_application_stages")) == 1
    again = noordzee.read(cursors={**cursors, **got.cursors})
    assert "/offers/1840221" not in again.calls


def test_an_edited_question_is_found_in_every_run(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.questions[1840221] = [noordzee.question(2201001, "boolean", "Do you have a work permit?")]
    got = noordzee.read(cursors=cursors)
    assert got.one("ats_screening_questions").title == "Do you have a work permit?"


def test_a_removed_question_is_missing_from_its_complete_group(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.questions[1840221] = []
    got = noordzee.read(cursors=cursors)
    assert got.records("ats_screening_questions") == []
    assert got.completed_groups("ats_screening_questions") == {"1840221"}


def test_unpublishing_says_nothing_about_questions(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.offers[1840221].update(status="internal", updated_at="2026-06-15T09:00:00.000000Z")
    for got in (noordzee.read(cursors=cursors), noordzee.read()):
        assert got.completed_groups("ats_screening_questions") == set()
        assert "ats_screening_questions" not in got.complete


# --- interviews --------------------------------------------------------------------------------------


def test_a_moved_interview_comes_and_asks_for_one_placement(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.events[4410077].update(
        starts_at="2026-06-21T13:00:00.000000Z", updated_at="2026-06-15T09:00:00.000000Z"
    )
    got = noordzee.read(cursors=cursors)
    assert got.one("ats_interviews").application_id == "1010"
    assert "/offers/1840221/candidates/101/placement" in got.calls
    assert got.details == []


def test_a_new_interview_without_a_job_looks_at_its_candidate(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.event(5, 102, None)
    noordzee.event(6, 103, None)
    noordzee.event(7, 999, None)
    noordzee.event(8, 101, 55)
    noordzee.event(9, 101, None)
    noordzee.events[9]["candidate_id"] = None
    got = noordzee.read(cursors=cursors)
    found = {i.remote_id: i.application_id for i in got.records("ats_interviews")}
    assert found == {"5": None, "6": None, "7": None, "8": None, "9": None}


def test_an_interview_of_a_candidate_that_changed_is_linked_anew(noordzee: Any) -> None:
    noordzee.candidates[101]["placements"] = []
    cursors = noordzee.read().cursors
    noordzee.touch(101)
    noordzee.place(101, 1840221)
    assert noordzee.read(cursors=cursors).one("ats_interviews").application_id == "1010"


def test_a_deleted_interview_is_gone_when_the_vendor_says_so(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    del noordzee.events[4410077]
    assert noordzee.read(cursors=cursors).gone == [("ats_interviews", "4410077")]


def test_an_interview_moved_out_of_the_window_is_read_itself(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.events[4410077]["starts_at"] = "2029-01-01T08:00:00.000000Z"
    got = noordzee.read(cursors=cursors)
    assert got.gone == []
    assert got.one("ats_interviews").starting_at.year == 2029


def test_an_interview_that_grew_old_is_left_alone(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.now += timedelta(days=60)
    got = noordzee.read("ats_interviews", cursors=cursors)
    assert got.gone == []
    assert got.calls == ["/interview/events", "/interview/events"]


def test_placements_that_may_not_be_looked_up_leave_the_interview_without(noordzee: Any) -> None:
    cursors = noordzee.read("ats_interviews").cursors
    noordzee.event(5, 101, 1840221)
    noordzee.event(6, 101, None)
    noordzee.forbidden |= {"/offers", "/candidates"}
    got = noordzee.read("ats_interviews", cursors=cursors)
    assert [i.application_id for i in got.records("ats_interviews")] == [None, None]


# --- what may go wrong with walks --------------------------------------------------------------------


def test_an_ignored_sort_leads_to_reading_everybody_and_is_said(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    noordzee.sorts = False
    noordzee.touch(101)["name"] = "Changed Unseen"
    noordzee.touch(103)
    got = noordzee.read(cursors=cursors)
    assert got.details == ["101", "102", "103"]
    assert "does not sort candidates by" in got.notices[0]
    assert {"ats_candidates", "ats_applications"} <= got.complete
    assert got.records("ats_candidates")[0].first_name == "Changed"


def test_a_server_that_never_sorted_gets_no_cursor(noordzee: Any) -> None:
    noordzee.sorts = False
    got = noordzee.read()
    assert not [stream for stream in got.cursors if stream.startswith("candidates")]
    assert len([notice for notice in got.notices if "does not sort" in notice]) == 2
    again = noordzee.read(cursors=got.cursors)
    assert again.details == ["101", "102", "103"]


def test_changes_during_a_full_run_are_found_by_the_next(noordzee: Any) -> None:
    def change(request: httpx.Request) -> None:
        if request.url.path.endswith("/candidates/103"):
            noordzee.hooks.clear()
            noordzee.touch(101)["name"] = "Changed Late"
            noordzee.touch(103, at=noordzee.now + timedelta(hours=2))

    noordzee.hooks.append(change)
    first = noordzee.read()
    assert "Changed" not in {candidate.first_name for candidate in first.records("ats_candidates")}
    noordzee.now += timedelta(hours=3)
    got = noordzee.read(cursors=first.cursors)
    assert set(got.details) == {"101", "103"}


def test_a_cursor_that_is_not_ours_leads_to_reading_everybody(noordzee: Any) -> None:
    cursors = dict.fromkeys(noordzee.read().cursors, "{}")
    assert noordzee.read(cursors=cursors).details == ["101", "102", "103"]


def test_an_empty_company_has_no_cursor_for_candidates(company: Any) -> None:
    got = company.read()
    assert set(got.cursors) == {"/offers", "/interview/events"}
    company.candidate(1)
    assert company.read(cursors=got.cursors).details == ["1"]


def test_a_change_within_the_overlap_is_seen_by_its_stamp(noordzee: Any) -> None:
    noordzee.touch(102, at=noordzee.now - timedelta(seconds=60))
    noordzee.touch(101, at=noordzee.now - timedelta(seconds=120))
    cursors = noordzee.read().cursors
    # the index lagged behind: this change is older than the newest one of the last run
    noordzee.touch(103, at=noordzee.now - timedelta(seconds=90))
    assert noordzee.read(cursors=cursors).details == ["103"]


def test_a_stamp_of_this_very_second_is_not_relied_on(noordzee: Any) -> None:
    noordzee.touch(102)
    cursors = noordzee.read().cursors
    assert noordzee.read(cursors=cursors).details == ["102"]


@pytest.mark.parametrize("moved", [1, 150, 249])
def test_a_candidate_changed_between_two_pages_is_not_missed(company: Any, moved: int) -> None:
    for number in range(1, 251):
        company.candidate(number, days_ago=300 - number)
    cursors = company.read("ats_candidates").cursors
    for number in range(1, 251):
        company.touch(number, at=company.now - timedelta(seconds=1000 - number))

    def change(request: httpx.Request) -> None:
        if request.url.params.get("sort_by") == "updated_at_desc" and request.url.params["page"] == "2":
            company.hooks.clear()
            company.touch(moved)["name"] = "Changed Meanwhile"

    company.hooks.append(change)
    first = company.read("ats_candidates", cursors=cursors)
    company.now += timedelta(hours=1)
    second = company.read("ats_candidates", cursors={**cursors, **first.cursors})
    assert set(first.details) | set(second.details) >= {str(number) for number in range(1, 251)}
    names = {
        c.remote_id: c.first_name
        for c in (*first.records("ats_candidates"), *second.records("ats_candidates"))
    }
    assert names[str(moved)] == "Changed"


def test_a_candidate_deleted_between_two_pages_hides_nobody(company: Any) -> None:
    for number in range(1, 251):
        company.candidate(number, days_ago=300 - number)
    cursors = company.read("ats_candidates").cursors
    for number in range(1, 251):
        company.touch(number, at=company.now - timedelta(seconds=1000 - number))

    def delete(request: httpx.Request) -> None:
        if request.url.params.get("page") == "2":
            company.hooks.clear()
            del company.candidates[250]

    company.hooks.append(delete)
    got = company.read("ats_candidates", cursors=cursors)
    assert set(got.details) >= {str(number) for number in range(1, 250)}


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_of_changes_reaches_the_store(make_company: Any, data: st.DataObject) -> None:
    company, known, cursors = make_company(), {}, None
    company.largest_page = data.draw(st.integers(1, 4))
    for number in range(1, 8):
        company.candidate(number, days_ago=10 - number)
    for _ in range(data.draw(st.integers(1, 4))):
        company.hooks.clear()
        company.hooks.append(disturbing(company, data.draw(st.lists(CHANGES, max_size=6))))
        got = company.read("ats_candidates", cursors=cursors)
        cursors = {**(cursors or {}), **got.cursors}
        company.now += timedelta(minutes=data.draw(st.integers(0, 10)))
        _store(known, got)
    company.hooks.clear()
    company.now += timedelta(minutes=1)
    _store(known, company.read("ats_candidates", cursors=cursors))
    alive = {str(id_): one["name"] for id_, one in company.candidates.items()}
    assert {id_: known.get(id_) for id_ in alive} == alive


CHANGES = st.tuples(
    st.integers(1, 12), st.sampled_from(["updated_at", "last_activity_at", "both", "add", "delete"])
)


def disturbing(company: Any, changes: list[tuple[int, str]]) -> Any:
    """Things that happen while pages are read, one with every request for a page."""

    def disturb(request: httpx.Request) -> None:
        if "/search/" in request.url.path and changes:
            id_, what = changes.pop()
            if what == "add":
                new = max([*company.candidates, 100]) + 1
                company.candidate(new, 0)
                company.touch(new, "created_at", "updated_at", "last_activity_at")
            elif id_ in company.candidates and what == "delete":
                del company.candidates[id_]
            elif id_ in company.candidates:
                company.touch(id_, *(() if what == "both" else (what,)))
                company.candidates[id_]["name"] = f"Changed{len(company.calls)} Person"

    return disturb


def _store(known: dict[str, str], got: Any) -> None:
    for candidate in got.records("ats_candidates"):
        known[candidate.remote_id] = f"{candidate.first_name} {candidate.last_name}"
    for _, id_ in got.gone:
        known.pop(id_, None)


# --- marks -------------------------------------------------------------------------------------------


def test_marks_are_text_and_back(noordzee: Any) -> None:
    cursors = noordzee.read().cursors
    mark = WalkMark.of(cursors["candidates by updated_at"])
    assert mark is not None
    assert mark.until.isoformat() == "2026-06-05T08:00:00+00:00"
    assert set(mark.seen) == {"103"}
    offers = OfferMarks.of(cursors["/offers"])
    assert offers is not None
    assert offers.offers["1840300"] == ("2026-03-02T15:41:07.880123Z", "talent_pool")
    assert offers.stages == ["6120003", "6120004"]


@pytest.mark.parametrize(
    "text", [None, "", "null", "[]", '{"until": "yesterday"}', '{"until": "2026-01-01"}']
)
def test_anything_else_is_no_mark(text: str | None) -> None:
    assert WalkMark.of(text) is None


def test_only_so_many_are_remembered(noordzee: Any) -> None:
    memory = Remembered(noordzee.now)
    for number in range(1100):
        memory.take(str(number), noordzee.now - timedelta(seconds=10), noordzee.now)
    memory.take("old", noordzee.now - OVERLAP - timedelta(seconds=1), noordzee.now)
    memory.take("none", None, noordzee.now)
    assert len(memory.seen) == 1000
    assert Remembered(None).mark() is None
