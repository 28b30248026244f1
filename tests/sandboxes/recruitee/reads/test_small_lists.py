from typing import Any

import pytest

from assay_company import load


@pytest.mark.parametrize(
    ("path", "name", "file", "kind"),
    [
        ("/tags", "tags", "tags", "tag"),
        ("/disqualify_reasons", "disqualify_reasons", "rejection_reasons", "reason"),
    ],
)
def test_the_company_comes_back_by_name(recruitee: Any, path: str, name: str, file: str, kind: str) -> None:
    listed = {item["id"]: item["name"] for item in recruitee.ok(path)[name]}
    assert listed == {recruitee.id(kind, row["_key"]): row["name"] for row in load().rows(file)}


def test_two_sources_of_one_name_are_one(recruitee: Any) -> None:
    names = [source["name"] for source in recruitee.ok("/sources")["sources"]]
    assert sorted(names) == sorted({row["name"] for row in load().rows("sources")})


def test_reasons_have_an_order(recruitee: Any) -> None:
    reasons = recruitee.ok("/disqualify_reasons")["disqualify_reasons"]
    assert [reason["position"] for reason in reasons] == list(range(1, len(reasons) + 1))


def test_tags_are_counted_searched_and_sorted(recruitee: Any) -> None:
    joins = [join["tag_id"] for join in load().rows("join_candidates_tags")]
    tags = recruitee.ok("/tags")["tags"]
    counts = {tag["id"]: tag["taggings_count"] for tag in tags}
    assert counts == {
        recruitee.id("tag", row["_key"]): joins.count(row["_key"]) for row in load().rows("tags")
    }
    assert [tag["name"] for tag in recruitee.ok("/tags", query="stro")["tags"]] == ["Strong"]
    by_name = [tag["name"] for tag in recruitee.ok("/tags", sort_by="name", sort_order="desc")["tags"]]
    assert by_name == sorted(by_name, reverse=True)
    by_use = [t["taggings_count"] for t in recruitee.ok("/tags", sort_by="taggings_count")["tags"]]
    assert by_use == sorted(by_use)


def test_departments_are_those_of_the_jobs(recruitee: Any) -> None:
    departments = [row["department"] for row in load().rows("jobs") if row["department"]]
    listed = {d["name"]: d["offers_count"] for d in recruitee.ok("/departments")["departments"]}
    assert listed == {name: departments.count(name) for name in departments}
    assert {item["status"] for item in recruitee.ok("/departments")["departments"]} == {"active"}


def test_a_department_without_jobs_is_inactive(recruitee: Any) -> None:
    department = recruitee.ok("/departments")["departments"][0]
    for offer in recruitee.sandbox.tenant.offers:
        offer.department_id = None
    (shown,) = [d for d in recruitee.ok("/departments")["departments"] if d["id"] == department["id"]]
    assert (shown["offers_count"], shown["status"]) == (0, "inactive")


def test_places_are_those_of_the_jobs_by_pages(recruitee: Any) -> None:
    addresses = {row["location"]["raw"] for row in load().rows("jobs") if row["location"]}
    answer = recruitee.ok("/locations")
    assert {place["full_address"] for place in answer["locations"]} == addresses
    assert answer["meta"]["total_count"] == len(addresses)
    pages = [recruitee.ok("/locations", page=page, limit=4)["locations"] for page in (1, 2, 3, 4)]
    assert [place["id"] for page in pages for place in page] == [p["id"] for p in answer["locations"]]


def test_places_are_searched_and_archived(recruitee: Any) -> None:
    (lisbon,) = recruitee.ok("/locations", query="lisb")["locations"]
    recruitee.sandbox.tenant.locations.get(lisbon["id"]).archived_at = recruitee.sandbox.tenant.now
    assert recruitee.ok("/locations", query="lisb")["locations"] == []
    assert [place["id"] for place in recruitee.ok("/locations", scope="archived")["locations"]] == [
        lisbon["id"]
    ]


def test_pipelines_come_with_their_stages_of_all_jobs(recruitee: Any) -> None:
    templates = recruitee.ok("/pipeline_templates")["pipeline_templates"]
    names = [stage["name"] for template in templates for stage in template["stages"]]
    assert sorted(names) == sorted(row["name"] for row in load().rows("application_stages"))
    placed = sum(stage["placements_count"] for template in templates for stage in template["stages"])
    assert placed == len(load().rows("applications"))
    single = recruitee.ok(f"/pipeline_templates/{templates[0]['id']}")["pipeline_template"]
    assert single == templates[0]
    assert recruitee.get("/pipeline_templates/1").status_code == 404


def test_profile_fields_are_those_of_candidates(recruitee: Any) -> None:
    labels = [row["label"] for row in load().rows("custom_fields") if row["model"] == "candidates"]
    (fieldset,) = recruitee.ok("/custom_fields/fieldsets")["fieldsets"]
    assert [field["name"] for field in fieldset["fields"] if field["name"]] == labels
    searchable = recruitee.ok("/custom_fields/fields/searchable")["fields"]
    assert [field["name"] for field in searchable] == labels
    assert len({field["search_key"] for field in searchable}) == len(labels)
    assert recruitee.offer("backend")["fieldset"] == fieldset


def test_there_are_no_webhooks_in_the_beginning(recruitee: Any) -> None:
    assert recruitee.ok("/webhooks") == {"webhooks": []}
    recruitee.switch(webhook_registration=False)
    assert recruitee.get("/webhooks").status_code == 404
