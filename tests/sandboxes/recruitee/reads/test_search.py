import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_company import load
from assay_sandboxes.recruitee.moments import careers_time, ts0, ts6, unix_s
from assay_sandboxes.recruitee.reading.search import SORTS

EVERYBODY = 230


def _total(recruitee: Any, *filters: Any, **query: Any) -> int:
    asked = {"filters_json": json.dumps(filters)} if filters else {}
    total: int = recruitee.ok("/search/new/candidates", limit=1, **asked, **query)["total"]
    return total


def _search(recruitee: Any, **query: Any) -> Any:
    return recruitee.ok("/search/new/candidates", **query)


def test_hits_come_by_sixty_and_by_pages(recruitee: Any) -> None:
    first = _search(recruitee, sort_by="created_at_asc")
    assert (len(first["hits"]), first["total"], first["aggregations"]) == (60, EVERYBODY, None)
    read, page = [], 0
    while page * 60 < first["total"]:
        page += 1
        read += _search(recruitee, sort_by="created_at_asc", page=page)["hits"]
    assert len({hit["id"] for hit in read}) == len(read) == EVERYBODY
    assert _search(recruitee, page=page + 1)["hits"] == []


def test_more_than_ten_thousand_is_a_server_error(recruitee: Any) -> None:
    assert len(recruitee.ok("/search/new/candidates", limit=10_000)["hits"]) == EVERYBODY
    response = recruitee.get("/search/new/candidates", limit=10_001)
    assert (response.status_code, response.json()) == (500, {"error": ["Server internal error"]})


def test_an_aggregation_twice_is_a_server_error(recruitee: Any) -> None:
    asked = _search(recruitee, **{"aggs[]": ["tags", "nonsense"]})["aggregations"]
    assert asked["nonsense"] == []
    assert {item["name"]: item["count"] for item in asked["tags"]}["Strong"] > 0
    assert recruitee.get("/search/new/candidates", **{"aggs[]": ["tags", "tags"]}).status_code == 500


def test_labels_are_objects_and_moments_have_seconds(recruitee: Any) -> None:
    person = recruitee.id("candidate", "candidate-marta")
    (hit,) = [hit for hit in recruitee.hits() if hit["id"] == person]
    tags = {tag["id"]: tag["name"] for tag in recruitee.ok("/tags")["tags"]}
    assert all(tags[tag["id"]] == tag["name"] for tag in hit["tags"])
    assert {tag["name"] for tag in hit["tags"]} == set(recruitee.candidate("marta")["tags"])
    assert [source["name"] for source in hit["sources"]] == ["LinkedIn"]
    assert hit["created_at"] == "2026-05-02T07:00:00Z"
    assert hit["last_activity_at"] == "2026-05-21T08:00:00Z"
    assert (hit["company_id"], hit["deleted"]) == (41207, False)


def test_disqualify_keys_are_always_there(recruitee: Any) -> None:
    placements = [placement for hit in recruitee.hits() for placement in hit["placements"]]
    assert len(placements) == len(load().rows("applications")) + 2
    for placement in placements:
        keys = ("disqualified_at", "disqualify_kind", "disqualify_reason", "disqualified_by")
        assert all((placement[key] is not None) == placement["disqualified"] for key in keys)
        assert (placement["stage"] is None) == (placement["offer"]["kind"] == "talent_pool")
    assert {placement["eeo_data_status"] for placement in placements} == {None, "requested"}


def test_the_plain_query_is_ignored(recruitee: Any) -> None:
    assert _total(recruitee, query="Marta") == EVERYBODY
    assert _total(recruitee, {"field": "all", "query": "marta reis"}) == 1
    assert _total(recruitee, {"field": "all", "query": "marta.reis@"}) == 1


@pytest.mark.parametrize(
    "ignored",
    [
        {"filter": "nonsense", "id": {"in": [1]}},
        {"field": "updated_at", "gte": 1_780_000_000},
        {"filter": "jobs", "id": {"nin": [1]}},
        {"filter": "jobs", "title": {"in": ["x"]}},
        {"filter": "tags", "name": {"in": ["Strong"]}},
        {"filter": "sources", "name": {"in": ["LinkedIn"]}},
        {"field": "created_at", "gte": "2026-06-01T00:00:00Z"},
        {"field": "has_cv", "eq": "true"},
        {"field": "all", "query": 7},
        {"filter": "disqualifies"},
        "nonsense",
    ],
)
def test_what_the_search_does_not_know_filters_nothing(recruitee: Any, ignored: Any) -> None:
    assert _total(recruitee, ignored) == EVERYBODY


@pytest.mark.parametrize("text", ["{", "7", '{"field":"all"}'])
def test_filters_that_are_no_list_are_refused(recruitee: Any, text: str) -> None:
    assert recruitee.get("/search/new/candidates", filters_json=text).status_code == 422


def test_the_second_filter_of_an_entity_wins(recruitee: Any) -> None:
    cfo, intern = (recruitee.id("offer", key) for key in ("job-cfo", "job-intern"))
    one, none = ({"filter": "jobs", "id": {"in": [offer_id]}} for offer_id in (cfo, intern))
    assert (_total(recruitee, one), _total(recruitee, none)) == (2, 0)
    assert _total(recruitee, none, one) == 2
    assert _total(recruitee, one, none) == 0


def test_dates_are_unix_seconds(recruitee: Any) -> None:
    rows = [row["remote_created_at"] for row in load().rows("candidates")]
    bound = unix_s("2026-05-14T00:00:00Z")
    after = sum(row >= "2026-05-14" for row in rows)
    assert _total(recruitee, {"field": "created_at", "gte": bound}) == after
    assert _total(recruitee, {"field": "created_at", "lte": bound}) == EVERYBODY - after
    within = sum(row[:10] == "2026-05-14" for row in rows)
    assert _total(recruitee, {"field": "created_at", "gte": bound, "lte": bound + 86_399}) == within
    consented = sum(row.get("_source") is not None for row in load().rows("candidates"))
    assert _total(recruitee, {"field": "gdpr_expires_at", "gte": 0}) == consented


def test_people_are_found_by_what_they_are_connected_with(recruitee: Any) -> None:
    rows = load().rows("applications")
    strong, linkedin = recruitee.id("tag", "tag-strong"), recruitee.id("source", "LinkedIn")
    tagged = sum(join["tag_id"] == "tag-strong" for join in load().rows("join_candidates_tags"))
    assert _total(recruitee, {"filter": "tags", "id": {"in": [strong]}}) == tagged
    assert _total(recruitee, {"filter": "tags", "id": {"not_in": [strong]}}) == EVERYBODY - tagged
    assert _total(recruitee, {"filter": "sources", "id": {"in": [linkedin]}}) == 47
    pool = recruitee.id("offer", "talent community")
    assert _total(recruitee, {"filter": "talent_pools", "id": {"in": [pool]}}) == 2
    assert _total(recruitee, {"filter": "jobs", "id": {"in": [pool]}}) == 0
    signed = {row["candidate_id"] for row in rows if row["current_stage_id"] == "stage-signed"}
    assert _total(recruitee, {"filter": "stages", "name": {"in": ["Signed"]}}) == len(signed)
    stage_id = recruitee.id("stage", "stage-signed")
    assert _total(recruitee, {"filter": "stages", "id": {"in": [stage_id]}}) == len(signed)


def test_people_are_found_by_their_fate(recruitee: Any) -> None:
    rows = load().rows("applications")
    rejected = {row["candidate_id"] for row in rows if row["outcome"] == "DECLINED"}
    salary = {row["candidate_id"] for row in rows if row["rejection_reason_name"] == "Position closed"}
    assert _total(recruitee, {"filter": "disqualifies", "has_any": True}) == len(rejected)
    asked = {"filter": "disqualifies", "reason": {"in": ["Position closed"]}}
    assert _total(recruitee, asked) == len(salary)
    assert _total(recruitee, {"field": "status", "in": ["disqualified"]}) == len(rejected)
    assert _total(recruitee, {"field": "status", "in": ["viewed"]}) == EVERYBODY
    assert _total(recruitee, {"field": "status", "in": ["new"]}) == 0
    assert _total(recruitee, {"field": "status", "in": ["qualified"]}) > EVERYBODY - len(rejected) - 1


def test_people_are_found_by_cv_and_by_who_looks_after_them(recruitee: Any) -> None:
    with_cv = sum(row.get("_cv") is not None for row in load().rows("candidates"))
    assert _total(recruitee, {"field": "has_cv", "eq": True}) == with_cv
    assert _total(recruitee, {"field": "has_cv", "eq": False}) == EVERYBODY - with_cv
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.assigned_admin_ids.append(recruitee.id("admin", "user-ines"))
    assert _total(recruitee, {"field": "assigned_admins_ids", "in": marta.assigned_admin_ids}) == 1
    assert _total(recruitee, {"field": "admin_id", "has_any": True}) == 0
    assert _total(recruitee, {"field": "admin_id", "has_none": True}) == EVERYBODY


@pytest.mark.parametrize("key", ["created_at", "updated_at", "last_activity_at", "gdpr_expires_at"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_hits_are_sorted_by_known_keys(recruitee: Any, key: str, direction: str) -> None:
    column = [hit[key] or "" for hit in recruitee.hits(sort_by=f"{key}_{direction}")]
    assert column == sorted(column, reverse=direction == "desc")


def test_hits_are_sorted_by_names(recruitee: Any) -> None:
    names = [hit["name"].lower() for hit in recruitee.hits(sort_by="candidate_name_asc")]
    assert names == sorted(names)


@pytest.mark.parametrize("key", sorted(SORTS))
def test_every_known_key_sorts_everybody(recruitee: Any, key: str) -> None:
    assert len(recruitee.hits(sort_by=f"{key}_desc")) == EVERYBODY


@pytest.mark.parametrize("sort_by", ["nonsense_desc", "updated_at", "updated_at_down", ""])
def test_an_unknown_order_is_silently_another_one(recruitee: Any, sort_by: str) -> None:
    hits = recruitee.hits(sort_by=sort_by)
    assert [hit["id"] for hit in hits] == [hit["id"] for hit in recruitee.hits()]
    column = [hit["updated_at"] for hit in hits]
    assert column not in (sorted(column), sorted(column, reverse=True))


def test_an_installation_may_not_know_a_sort_key(recruitee: Any) -> None:
    recruitee.switch(ignored_sorts=["updated_at"])
    column = [hit["updated_at"] for hit in recruitee.hits(sort_by="updated_at_desc")]
    assert column != sorted(column, reverse=True)
    created = [hit["created_at"] for hit in recruitee.hits(sort_by="created_at_desc")]
    assert created == sorted(created, reverse=True)


def test_the_index_may_lag_by_seconds(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.created_at = recruitee.sandbox.tenant.now
    recruitee.switch(index_lag_s=30)
    assert _total(recruitee) == EVERYBODY - 1
    recruitee.control("clock", {"advance_s": 31})
    assert _total(recruitee) == EVERYBODY


def test_the_index_may_lag_by_searches(recruitee: Any) -> None:
    tenant = recruitee.sandbox.tenant
    tenant.add_candidate(
        tenant.candidates.get(recruitee.id("candidate", "candidate-marta")), index_lag_calls=2
    )
    assert [_total(recruitee) for _ in range(3)] == [EVERYBODY - 1, EVERYBODY - 1, EVERYBODY]


def test_the_index_may_still_know_the_deleted(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.deleted_at, marta.deleted_by_id = recruitee.sandbox.tenant.now, recruitee.id("admin", "user-ines")
    assert _total(recruitee) == EVERYBODY - 1
    recruitee.switch(deleted_in_search=True)
    (hit,) = [hit for hit in recruitee.hits() if hit["id"] == marta.id]
    assert (hit["deleted"], hit["deleted_by_name"]) == (True, "Ines Okafor")
    assert hit["deleted_at"].startswith("2026-06-15T08:00:00")


def test_the_quick_search_is_fuzzy(recruitee: Any) -> None:
    def found(**query: Any) -> list[str]:
        hits = recruitee.ok("/search/new/quick", **query)["candidates"]["hits"]
        return [hit["name"] for hit in hits]

    assert "Marta Reis Lima" in found(query="Martha", limit=100)
    assert found(query="yilmaz@other.test", limit=100) == found(query="yilm", limit=100)
    by_email = found(query="m.lima@work.test", with_emails="true", limit=100)
    assert "Marta Reis Lima" in by_email
    assert "Marta Reis Lima" not in found(query="m.lima@work.test", limit=100)
    assert len(found(query="ma")) == 10


@given(st.datetimes())
def test_one_moment_is_written_in_three_ways(moment: Any) -> None:
    text = ts6(moment)
    assert (ts0(text), careers_time(text)) == (text[:19] + "Z", text[:19].replace("T", " ") + " UTC")
    assert (ts0(None), careers_time(None)) == (None, None)
