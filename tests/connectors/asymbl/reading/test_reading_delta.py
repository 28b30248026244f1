"""Reading what changed."""

from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.connector import Complete, ReadRequest
from assay.errors import VendorRefusedError, VendorUnavailableError

JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"


def test_changes_are_asked_for_from_the_last_stamp_minus_the_overlap(acme: Any) -> None:
    first = acme.read()
    acme.now += timedelta(hours=1)
    acme.touch(acme.rows[APPLICANT][0], bpats__Applicant_Status__c="Rejected")
    second = acme.read(after=first)
    query = second.query_of(APPLICANT)
    assert "WHERE SystemModstamp >= 2026-06-05T07:55:00Z ORDER BY SystemModstamp ASC, Id ASC" in query
    assert {one.outcome for one in second.of("ats_applications")} == {"DECLINED", "PENDING", "HIRED"} - {
        "PENDING"
    }
    assert second.complete == set()
    third = acme.read(after=second)
    assert len(third.of("ats_applications")) == 1


def test_everything_that_can_be_deleted_is_asked_for_with_deleted_rows(acme: Any) -> None:
    second = acme.read(after=acme.read())
    asked = {
        request.url.params["q"].partition(" FROM ")[2].split(" ")[0]: request.url.path.rpartition("/")[2]
        for request in second.requests
        if "SystemModstamp >=" in request.url.params.get("q", "")
    }
    assert asked == {
        "User": "query",
        JOB: "queryAll",
        STAGE: "queryAll",
        "Contact": "queryAll",
        APPLICANT: "queryAll",
    }


def test_deleted_rows_are_gone_and_take_their_joins_along(acme: Any) -> None:
    first = acme.read()
    acme.now += timedelta(hours=1)
    job, contact = acme.rows[JOB][0], acme.rows["Contact"][0]
    applicant = acme.rows[APPLICANT][0]
    for row in (job, contact, applicant):
        acme.delete(row)
    second = acme.read(after=first)
    assert second.gone == [
        ("ats_jobs", job["Id"]),
        ("ats_candidates", contact["Id"]),
        ("ats_applications", applicant["Id"]),
    ]
    assert job["Id"] in second.completed_groups("ats_join_jobs_users")
    assert job["Id"] in second.completed_groups("ats_join_jobs_application_stages")


def test_the_loser_of_a_merge_is_gone_and_its_application_moves(acme: Any) -> None:
    first = acme.read()
    acme.now += timedelta(hours=1)
    winner, loser = acme.rows["Contact"][:2]
    acme.delete(loser)
    loser["MasterRecordId"] = winner["Id"]
    acme.touch(acme.rows[APPLICANT][1], bpats__ATS_Applicant__c=winner["Id"])
    second = acme.read(after=first)
    assert ("ats_candidates", loser["Id"]) in second.gone
    moved = [one for one in second.of("ats_applications") if one.remote_id == acme.rows[APPLICANT][1]["Id"]]
    assert [one.candidate_id for one in moved] == [winner["Id"]]


def test_an_undeleted_row_comes_again(acme: Any) -> None:
    row = acme.rows[APPLICANT][0]
    acme.delete(row)
    first = acme.read()
    acme.now += timedelta(hours=1)
    acme.touch(row, IsDeleted=False)
    assert row["Id"] in [one.remote_id for one in acme.read(after=first).of("ats_applications")]


def test_of_a_changed_stage_the_whole_job_is_ordered_again(acme: Any) -> None:
    acme.now += timedelta(days=1)
    first = acme.read()
    acme.now += timedelta(days=1)
    applied, hired = acme.rows[STAGE][:2]
    acme.touch(applied, bpats__Sequence__c=3.0)
    second = acme.read(after=first)
    assert [(one.stage_id, one.index) for one in second.of("ats_join_jobs_application_stages")[:2]] == [
        (hired["Id"], 0),
        (applied["Id"], 1),
    ]
    assert applied["bpats__Job__c"] in second.completed_groups("ats_join_jobs_application_stages")


def test_a_deleted_stage_leaves_the_order_of_its_job(acme: Any) -> None:
    first = acme.read()
    acme.now += timedelta(hours=1)
    applied, hired = acme.rows[STAGE][:2]
    acme.delete(applied)
    second = acme.read(after=first)
    assert ("ats_application_stages", applied["Id"]) in second.gone
    left = [
        one for one in second.of("ats_join_jobs_application_stages") if one.job_id == applied["bpats__Job__c"]
    ]
    assert [(one.stage_id, one.index) for one in left] == [(hired["Id"], 0)]


def test_members_who_are_none_any_more_leave_the_team(acme: Any) -> None:
    first = acme.read()
    acme.now += timedelta(hours=1)
    job = acme.rows[JOB][0]
    acme.touch(job, OwnerId="00G8c00000Qu1EuEAJ")
    second = acme.read(after=first)
    assert job["Id"] in second.completed_groups("ats_join_jobs_users")
    assert job["Id"] not in [one.job_id for one in second.of("ats_join_jobs_users")]


@pytest.mark.parametrize(("days", "full"), [(14, False), (15, False), (16, True)])
def test_after_fifteen_days_everything_is_read(acme: Any, days: int, full: bool) -> None:  # noqa: FBT001
    first = acme.read()
    acme.now += timedelta(days=days) - timedelta(seconds=1)
    second = acme.read(after=first)
    assert ("ats_applications" in second.complete) is full
    assert any("more than 15 days ago" in notice for notice in second.notices) is full
    assert all("SystemModstamp >=" not in query for query in second.queries) is full


def test_a_quiet_org_is_not_taken_for_a_late_run(acme: Any) -> None:
    first = acme.read()
    for _ in range(3):
        acme.now += timedelta(days=10)
        first = acme.read(after=first)
        assert first.complete == set()


@pytest.mark.parametrize(
    "options",
    [
        {"hired_stage_values": ["Hired", "Pending"]},
        {"custom_fields": {"applications": {"note": "bpats__Internal_Source__c"}}},
    ],
)
def test_with_other_settings_everything_is_read_again(acme: Any, options: Any) -> None:
    first = acme.read()
    second = acme.read(after=first, options=options)
    assert "ats_applications" in second.complete
    assert "ats_jobs" not in second.complete
    assert any("other fields or settings" in notice for notice in second.notices)


def test_a_field_that_comes_to_light_is_read_of_all_rows(acme: Any) -> None:
    fields = list(acme.described[JOB]["fields"])
    acme.hide(JOB, "bpats__Salary__c")
    first = acme.read("ats_jobs")
    acme.described[JOB]["fields"] = fields
    assert acme.read("ats_jobs", after=first).of("ats_jobs")[0].salary_amount == 68500.0


def test_a_cursor_that_cannot_be_read_means_everything(acme: Any) -> None:
    first = acme.read()
    for token in ("", "nonsense", "{}", "[]", orjson.dumps({"stamp": 1, "read_at": 2, "shape": 3}).decode()):
        request = ReadRequest(
            models=frozenset({"ats_users"}), mode="delta", cursors=dict.fromkeys(first.cursors, token)
        )
        assert Complete("ats_users") in list(acme.connect().read(request))


def test_an_empty_object_is_read_in_full_until_it_has_rows(org: Any) -> None:
    first = org.read("ats_applications")
    assert "ats_applications" in first.complete
    second = org.read("ats_applications", after=first)
    assert "ats_applications" in second.complete
    assert second.notices == []


# --- only created ------------------------------------------------------------------------------------


def test_only_created_applications_and_their_candidates_are_asked_for(acme: Any) -> None:
    mine = acme.rows[APPLICANT][0]
    read = acme.read(created=(mine["Id"],), only_created=True)
    assert [one.remote_id for one in read.of("ats_applications")] == [mine["Id"]]
    assert [one.remote_id for one in read.of("ats_candidates")] == [mine["bpats__ATS_Applicant__c"]]
    assert f"WHERE Id IN ('{mine['Id']}')" in read.query_of(APPLICANT)
    assert len(read.of("ats_jobs")) == 2
    assert {"ats_applications", "ats_candidates"} <= read.complete


def test_without_created_ids_nobody_is_asked_for(acme: Any) -> None:
    read = acme.read(only_created=True)
    assert not any(f" FROM {name} " in query for query in read.queries for name in (APPLICANT, "Contact"))
    assert {"ats_applications", "ats_candidates"} <= read.complete


def test_at_most_200_ids_are_asked_for_at_once(acme: Any) -> None:
    ids = tuple(f"a0A8c000000{number:04d}" for number in range(450))
    read = acme.read("ats_applications", created=ids, only_created=True)
    assert [query.count("'") // 2 for query in read.queries] == [200, 200, 50]
    assert all(len(str(request.url)) < 16_000 for request in read.requests)


def test_a_created_application_that_was_deleted_is_gone(acme: Any) -> None:
    mine = acme.rows[APPLICANT][0]
    acme.delete(mine)
    read = acme.read(created=(mine["Id"],), only_created=True)
    assert read.gone == [("ats_applications", mine["Id"])]
    assert read.of("ats_candidates") == []
    only = acme.read("ats_candidates", created=(mine["Id"],), only_created=True)
    assert [one for one in only.items if getattr(one, "model", "") == "ats_applications"] == []


# --- paging ------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    stamps=st.lists(st.integers(0, 4), min_size=1, max_size=30),
    page=st.integers(1, 7),
    lost=st.sets(st.integers(1, 12)),
)
def test_every_row_is_read_once_however_pages_are_cut_and_lost(
    make_org: Any, stamps: list[int], page: int, lost: set[int]
) -> None:
    org = make_org()
    for number, days in enumerate(stamps):
        org.user("U", f"N{number}", days_ago=days)
    org.page, org.lose = page, lost.__contains__
    read = org.read("ats_users")
    got = [user.remote_id for user in read.of("ats_users")]
    assert sorted(got) == sorted(row["Id"] for row in org.rows["User"])
    assert read.complete == {"ats_users"}


def test_a_lost_locator_is_asked_again_from_the_last_row(acme: Any) -> None:
    acme.page, acme.lose = 1, (1).__eq__
    read = acme.read("ats_users")
    last = acme.rows["User"][0]
    assert read.queries[1].partition(" WHERE ")[2] == (
        "UserType = 'Standard' AND ((SystemModstamp > 2026-06-05T08:00:00Z) OR (SystemModstamp ="
        f" 2026-06-05T08:00:00Z AND Id > '{last['Id']}')) ORDER BY SystemModstamp ASC, Id ASC"
    )
    assert len(read.of("ats_users")) == 2


def test_another_refusal_in_the_middle_is_an_error(acme: Any, words: Any) -> None:
    acme.page = 1
    down = words.refusal(400, "STORAGE_LIMIT_EXCEEDED", "full")
    acme.hooks.append(lambda request: down if "/query/" in request.url.path else None)
    with pytest.raises(VendorRefusedError, match="full"):
        acme.read("ats_users")


def test_a_place_that_is_lost_without_any_progress_is_given_up(acme: Any, words: Any) -> None:
    acme.page = 1
    answers = iter(range(100))

    def lose(request: httpx.Request) -> httpx.Response | None:
        if "/query/" in request.url.path:
            return words.refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        if " AND ((SystemModstamp >" in request.url.params.get("q", ""):
            path = f"/services/data/v63.0/query/0r8-{next(answers)}"
            return httpx.Response(200, json={"records": [], "done": False, "nextRecordsUrl": path})
        return None

    acme.hooks.append(lose)
    with pytest.raises(VendorUnavailableError, match="again and again"):
        acme.read("ats_users")


def test_an_empty_page_is_not_the_last_one(acme: Any) -> None:
    full = acme.read("ats_users")
    path = "/services/data/v63.0/query/0r8xx-0"
    pages = {
        "/services/data/v63.0/query": {"totalSize": 2, "records": [], "done": False, "nextRecordsUrl": path}
    }

    def cut(request: httpx.Request) -> httpx.Response | None:
        if request.url.path in pages:
            return httpx.Response(200, json=pages[request.url.path])
        if request.url.path == path:
            rows = [user.remote_data for user in full.of("ats_users")]
            records = [next(iter(row.values())) for row in rows]
            return httpx.Response(200, json={"totalSize": 2, "records": records, "done": True})
        return None

    acme.hooks.append(cut)
    assert len(acme.read("ats_users").of("ats_users")) == 2
