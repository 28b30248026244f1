"""Only what was created through the connection: found without the search, and nothing else is read."""

from typing import Any

import httpx

from assay.connector import ActionResult, Row
from assay.unified.actions import AddApplicationNote, CreateApplication, CreateCandidate
from assay.unified.records import Application
from assay_connectors.recruitee.created import Created
from assay_connectors.recruitee.reading import again


def read(company: Any, *ids: str, models: tuple[str, ...] = (), **more: Any) -> Any:
    return company.read(*models, only_created=True, created_application_ids=ids, **more)


def test_exactly_the_created_applications_and_their_candidates_come(noordzee: Any) -> None:
    got = read(noordzee, "1021")
    assert got.ids("ats_applications") == ["1021"]
    assert got.ids("ats_candidates") == ["102"]
    assert not [call for call in got.calls if call.startswith("/search")]
    assert "/candidates" in got.calls
    assert got.details == ["102"]
    assert {"ats_applications", "ats_candidates", "ats_join_candidates_tags"} <= got.complete
    assert len(got.ids("ats_jobs")) == 2


def test_candidates_are_asked_for_by_their_ids(noordzee: Any) -> None:
    read(noordzee, "1010", "1021")
    (asked,) = [dict(r.url.params) for r in noordzee.requests if r.url.path == "/c/41207/candidates"]
    assert asked == {"ids": "101,102", "limit": "100", "offset": "0"}


def test_many_candidates_are_asked_for_in_batches(company: Any) -> None:
    company.offer(1)
    for number in range(1, 121):
        company.candidate(number, jobs=[1])
    read(company, *(f"{number}0" for number in range(1, 121)), models=("ats_candidates",))
    batches = [r.url.params["ids"] for r in company.requests if r.url.path == "/c/41207/candidates"]
    assert [len(batch.split(",")) for batch in batches] == [100, 20]


def test_a_server_that_ignores_the_ids_brings_nobody_in(noordzee: Any) -> None:
    noordzee.hooks.append(
        lambda request: (
            httpx.Response(200, json={"candidates": list(noordzee.candidates.values())})
            if request.url.path == "/c/41207/candidates"
            else None
        )
    )
    assert read(noordzee, "1021").ids("ats_candidates") == ["102"]


def test_an_application_that_is_nowhere_is_gone(noordzee: Any) -> None:
    got = read(noordzee, "1021", "999")
    assert got.gone == [("ats_applications", "999")]


def test_a_merged_candidate_takes_the_application_along(noordzee: Any) -> None:
    cursors = read(noordzee, "1021").cursors
    del noordzee.candidates[102]
    got = read(noordzee, "1021", cursors=cursors)
    assert set(got.gone) == {("ats_candidates", "102"), ("ats_applications", "1021")}
    assert got.details == ["102"]


def test_a_later_run_knows_whose_applications_they_are(noordzee: Any) -> None:
    cursors = read(noordzee, "1021").cursors
    got = read(noordzee, "1021", cursors=cursors)
    assert not [call for call in got.calls if call.endswith("/placements")]
    assert got.ids("ats_applications") == ["1021"]


def test_placements_that_may_not_be_looked_through_leave_everything_as_it_was(noordzee: Any) -> None:
    noordzee.forbidden.add("/offers/1840222/placements")
    got = read(noordzee, "1021")
    assert got.gone == []
    assert "ats_applications" not in got.complete
    assert "may be read" in got.notices[-1]


def test_jobs_are_looked_through_even_when_nobody_wants_them(noordzee: Any) -> None:
    got = read(noordzee, "1010", models=("ats_candidates",))
    assert got.ids("ats_candidates") == ["101"]


def test_nothing_created_means_nothing_read(noordzee: Any) -> None:
    got = read(noordzee)
    assert got.ids("ats_candidates") == []
    assert "/candidates" not in got.calls
    assert {"ats_applications", "ats_candidates"} <= got.complete


def test_models_without_people_read_no_people(noordzee: Any) -> None:
    assert set(read(noordzee, "1021", models=("ats_tags",)).calls) == {"/tags"}


def test_only_interviews_of_created_applications_come(noordzee: Any) -> None:
    noordzee.candidates[102]["events_count"] = 1
    noordzee.event(5, 102, 1840222)
    assert read(noordzee, "1021").ids("ats_interviews") == ["5"]


def test_what_an_action_created_is_remembered_with_its_candidate() -> None:
    created = Created()
    row = Row(Application(remote_id="1021", candidate_id="102"))
    person = {"first_name": "Lena", "last_name": "Brandt", "email_address": "lena@example.org"}
    action = CreateCandidate.model_validate({"candidate": person, "application": {"job_id": "1"}})
    created.learn(action, ActionResult(remote_id="102", items=(row,)))
    assert created.candidate_of("1021") == "102"
    application = CreateApplication.model_validate({"candidate": person, "application": {"job_id": "1"}})
    created.learn(application, ActionResult(remote_id="1030"))
    assert "1030" in created
    assert created.candidate_of("1030") is None
    created.know({"1030": "103", "1": "2"})
    assert created.candidate_of("1030") == "103"
    assert "1" not in created
    note = AddApplicationNote.model_validate({"application_id": "7", "content": "x"})
    created.learn(note, ActionResult(remote_id="7"))
    assert "7" not in created


# --- reading single objects again --------------------------------------------------------------------


def test_a_candidate_is_read_again_with_few_calls(noordzee: Any, make_reading: Any) -> None:
    connection = noordzee.connect().connection
    noordzee.calls.clear()
    got = make_reading(again.candidate(connection, "101"))
    assert noordzee.calls == ["/tags", "/candidates/101"]
    assert got.ids("ats_applications") == ["1010"]
    assert got.completed_groups("ats_join_candidates_tags") == {"101"}


def test_a_candidate_is_read_again_with_the_wanted_applications(noordzee: Any, make_reading: Any) -> None:
    items = again.candidate(noordzee.connect().connection, "102", only=frozenset({"1021"}))
    assert make_reading(items).ids("ats_applications") == ["1021"]


def test_a_candidate_that_is_gone_is_said_to_be(noordzee: Any, make_reading: Any) -> None:
    got = make_reading(again.candidate(noordzee.connect().connection, "999"))
    assert got.gone == [("ats_candidates", "999")]
    assert got.completed_groups("ats_applications") == {"999"}


def test_a_job_is_read_again_with_questions_and_team(noordzee: Any, make_reading: Any) -> None:
    got = make_reading(again.job(noordzee.connect().connection, "1840221"))
    assert got.one("ats_jobs").remote_id == "1840221"
    assert len(got.records("ats_join_jobs_users")) == 2
    assert got.ids("ats_screening_questions") == ["2201001"]
    assert got.complete == set()


def test_a_talent_pool_read_again_is_nothing_a_missing_job_is_gone(noordzee: Any, make_reading: Any) -> None:
    connection = noordzee.connect().connection
    assert make_reading(again.job(connection, "1840300")).items == []
    assert make_reading(again.job(connection, "999")).gone == [("ats_jobs", "999")]


def test_a_job_read_again_without_the_right_to_list_users_keeps_its_team(
    noordzee: Any, make_reading: Any
) -> None:
    noordzee.forbidden.add("/admins")
    got = make_reading(again.job(noordzee.connect().connection, "1840221"))
    assert got.records("ats_join_jobs_users") == []
    assert got.completed_groups("ats_join_jobs_users") == set()
