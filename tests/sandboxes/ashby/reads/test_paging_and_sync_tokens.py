from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TAG = {"title": "Made in a test"}


def test_candidates_come_in_three_pages_of_a_hundred_oldest_first(ashby: Any) -> None:
    pages = list(ashby.pages("/candidate.list"))
    assert [len(page["results"]) for page in pages] == [100, 100, 30]
    created = [item["createdAt"] for page in pages for item in page["results"]]
    assert created == sorted(created)


def test_only_the_last_page_has_a_sync_token_and_only_others_a_cursor(ashby: Any) -> None:
    *others, last = ashby.pages("/application.list")
    assert all(set(p) == {"success", "results", "moreDataAvailable", "nextCursor"} for p in others)
    assert set(last) == {"success", "results", "moreDataAvailable", "syncToken"}
    assert len(last["syncToken"]) == 9


def test_cursors_are_short_for_candidates_and_long_for_applications(ashby: Any) -> None:
    assert len(ashby.post("/candidate.list").json()["nextCursor"]) <= 3
    assert len(ashby.post("/application.list").json()["nextCursor"]) > 100


@settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limit=st.integers(min_value=7, max_value=100))
def test_any_page_size_gives_the_same_items_once_each(ashby: Any, limit: int) -> None:
    ids = [item["id"] for item in ashby.everything("/application.list", {"limit": limit})]
    assert len(ids) == len(set(ids)) == 235


def test_the_published_exchange_of_a_delta_in_two_pages(ashby: Any) -> None:
    *_, last = ashby.pages("/candidate.list")
    token = last["syncToken"]
    ids = [ashby.named("candidate", key) for key in ("candidate-marta", "candidate-oemer")]
    tag_id = ashby.ok("/candidateTag.create", TAG)["id"]
    for candidate_id in ids:
        ashby.ok("/candidate.addTag", {"candidateId": candidate_id, "tagId": tag_id})
    first = ashby.post("/candidate.list", {"limit": 1, "syncToken": token}).json()
    assert [item["id"] for item in first["results"]] == ids[:1]
    assert first["moreDataAvailable"] is True
    assert "syncToken" not in first
    body = {"limit": 1, "syncToken": token, "cursor": first["nextCursor"]}
    second = ashby.post("/candidate.list", body).json()
    assert [item["id"] for item in second["results"]] == ids[1:]
    assert second["moreDataAvailable"] is False
    ashby.control("clock", {"advance_s": 8 * 24 * 3600})
    late = {"limit": 1, "syncToken": second["syncToken"]}
    assert ashby.refused("/candidate.list", late) == "sync_token_expired"


def test_a_delta_without_changes_is_empty_and_has_a_new_token(ashby: Any) -> None:
    token = ashby.post("/user.list").json()["syncToken"]
    page = ashby.post("/user.list", {"syncToken": token}).json()
    assert page["results"] == []
    assert page["moreDataAvailable"] is False
    assert page["syncToken"] != token


def test_a_token_can_be_used_again_after_a_broken_run(ashby: Any) -> None:
    token = ashby.post("/candidateTag.list").json()["syncToken"]
    tag_id = ashby.ok("/candidateTag.create", TAG)["id"]
    for _ in range(2):
        assert [tag["id"] for tag in ashby.ok("/candidateTag.list", {"syncToken": token})] == [tag_id]


def test_what_changes_while_a_listing_is_read_comes_with_the_next_delta(ashby: Any) -> None:
    first = ashby.post("/candidate.list").json()
    marta = ashby.named("candidate", "candidate-marta")
    ashby.ok("/candidate.update", {"candidateId": marta, "name": "Marta Lima", "sendNotifications": False})
    *_, last = ashby.pages("/candidate.list", {"cursor": first["nextCursor"]})
    changed = ashby.ok("/candidate.list", {"syncToken": last["syncToken"]})
    assert [candidate["id"] for candidate in changed] == [marta]


def test_what_disappears_while_a_listing_is_read_is_left_out_of_later_pages(ashby: Any) -> None:
    first = ashby.post("/application.list").json()
    gone = ashby.named("application", "application-ewa-backend")
    ashby.ok("/application.delete", {"applicationId": gone})
    later = ashby.everything("/application.list", {"cursor": first["nextCursor"]})
    assert gone not in {application["id"] for application in later}
    assert len(first["results"]) + len(later) == 234


def test_a_cursor_of_another_listing_is_refused(ashby: Any) -> None:
    cursor = ashby.post("/application.list").json()["nextCursor"]
    assert ashby.refused("/candidate.list", {"cursor": cursor}) == "invalid_next_cursor"
    body = {"cursor": cursor, "status": "Hired"}
    assert ashby.refused("/application.list", body) == "invalid_next_cursor"
    assert ashby.refused("/application.list", {"cursor": "made-up"}) == "invalid_next_cursor"


def test_a_cursor_of_a_delta_without_its_token_is_refused(ashby: Any) -> None:
    ashby.sandbox.reset("core")
    token = ashby.post("/candidate.list").json()["syncToken"]
    for number in range(2):
        ashby.ok("/candidate.create", {"name": f"New Person{number}"})
    cursor = ashby.post("/candidate.list", {"limit": 1, "syncToken": token}).json()["nextCursor"]
    assert ashby.refused("/candidate.list", {"limit": 1, "cursor": cursor}) == "invalid_next_cursor"


def test_a_cursor_expires_after_an_hour(ashby: Any) -> None:
    cursor = ashby.post("/application.list").json()["nextCursor"]
    ashby.control("clock", {"advance_s": 3599})
    assert ashby.ok("/application.list", {"cursor": cursor})
    ashby.control("clock", {"advance_s": 2})
    assert ashby.refused("/application.list", {"cursor": cursor}) == "next_cursor_expired"


@pytest.mark.parametrize("filters", [{"includeArchived": True}, {}])
def test_a_token_is_bound_to_its_filters(ashby: Any, filters: dict[str, Any]) -> None:
    token = ashby.post("/candidateTag.list", filters).json()["syncToken"]
    other = {} if filters else {"includeArchived": True}
    assert ashby.refused("/candidateTag.list", {**other, "syncToken": token}) == "sync_token_invalid"
    assert ashby.refused("/user.list", {"syncToken": "made-up"}) == "sync_token_invalid"


def test_too_long_a_delta_is_refused(ashby: Any) -> None:
    ashby.switch(delta_page_cap=1)
    token = ashby.post("/candidateTag.list").json()["syncToken"]
    for number in range(2):
        ashby.ok("/candidateTag.create", {"title": f"Tag {number}"})
    cursor = ashby.post("/candidateTag.list", {"limit": 1, "syncToken": token}).json()["nextCursor"]
    body = {"limit": 1, "syncToken": token, "cursor": cursor}
    assert ashby.refused("/candidateTag.list", body) == "incremental_sync_too_large"


def test_a_full_listing_is_never_too_long(ashby: Any) -> None:
    ashby.switch(delta_page_cap=1)
    assert len(ashby.everything("/candidate.list", {"limit": 50})) == 230


@pytest.mark.parametrize("path", ["/jobPosting.list", "/archiveReason.list", "/hiringTeamRole.list"])
def test_unpaged_listings_have_no_paging_keys_and_ignore_a_limit(ashby: Any, path: str) -> None:
    answer = ashby.post(path, {"limit": 1}).json()
    assert set(answer) == {"success", "results"}
    assert len(answer["results"]) > 1


def test_sources_and_stages_always_say_there_is_no_more(ashby: Any) -> None:
    plan = {"interviewPlanId": ashby.named("plan", "process-engineering")}
    for path, body in (("/source.list", {}), ("/interviewStage.list", plan)):
        answer = ashby.post(path, body).json()
        assert set(answer) == {"success", "results", "moreDataAvailable"}
        assert answer["moreDataAvailable"] is False


def test_an_archived_tag_comes_with_the_delta_that_includes_archived_ones(ashby: Any) -> None:
    token = ashby.post("/candidateTag.list", {"includeArchived": True}).json()["syncToken"]
    tag_id = ashby.named("tag", "tag-unused")
    ashby.ok("/candidateTag.archive", {"tagId": tag_id})
    (tag,) = ashby.ok("/candidateTag.list", {"includeArchived": True, "syncToken": token})
    assert tag == {"id": tag_id, "title": "Alumni 2019", "isArchived": True}
    assert tag_id not in {tag["id"] for tag in ashby.ok("/candidateTag.list")}
