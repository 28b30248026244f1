from typing import Any

import pytest

from assay_company import load

MOMENT = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
MISSING_IN_LISTS = ("kind", "description", "salary", "location", "careers_url", "pipeline_template", "fields")


def _all(recruitee: Any, **query: Any) -> list[Any]:
    return list(recruitee.ok("/offers", **query)["offers"])


def test_listed_jobs_are_short(recruitee: Any) -> None:
    answer = recruitee.ok("/offers")
    assert answer["meta"] == {"page": 1, "limit": 100, "total_count": 15}
    for offer in answer["offers"]:
        assert not set(MISSING_IN_LISTS) & set(offer)
        assert {"id", "title", "guid", "status", "updated_at", "pipeline_template_id"} <= set(offer)


def test_older_lists_are_full_and_know_no_meta(recruitee: Any) -> None:
    recruitee.switch(offers_list="full")
    answer = recruitee.ok("/offers")
    assert "meta" not in answer
    for offer in answer["offers"]:
        assert set(MISSING_IN_LISTS) - set(offer) == {"pipeline_template"}


def test_newer_lists_may_lack_the_meta_too(recruitee: Any) -> None:
    recruitee.switch(offers_meta=False)
    assert set(recruitee.ok("/offers", page=2, limit=2)) == {"offers"}


@pytest.mark.parametrize("limit", [1, 4, 15, 100])
def test_pages_of_jobs_are_counted_from_one_and_lose_nobody(recruitee: Any, limit: int) -> None:
    ids = [offer["id"] for offer in _all(recruitee)]
    read, page = [], 1
    while True:
        answer = recruitee.ok("/offers", page=page, limit=limit)
        read += [offer["id"] for offer in answer["offers"]]
        if page * limit >= answer["meta"]["total_count"]:
            break
        page += 1
    assert read == ids
    assert recruitee.ok("/offers", page=page + 1, limit=limit)["offers"] == []


def test_brief_lists_say_little(recruitee: Any) -> None:
    for offer in _all(recruitee, view_mode="brief"):
        assert set(offer) == {"id", "title", "status", "kind"}


def test_unknown_parameters_are_ignored(recruitee: Any) -> None:
    assert _all(recruitee, updated_after="2026-06-01", page="x", limit="0") == _all(recruitee)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"statuses[]": ["draft"]}, {"Data Intern"}),
        ({"statuses[]": ["draft", "archived"]}, {"Data Intern", "プロダクトマネージャー"}),
        ({"kind": "talent_pool"}, {"Talent community"}),
        ({"scope": "archived"}, {"プロダクトマネージャー"}),
    ],
)
def test_lists_are_filtered(recruitee: Any, query: Any, titles: set[str]) -> None:
    assert {offer["title"] for offer in _all(recruitee, **query)} == titles


def test_lists_are_filtered_by_id_department_and_place(recruitee: Any) -> None:
    backend, sales = recruitee.offer("backend"), recruitee.offer("sales")
    by_id = _all(recruitee, **{"offer_ids[]": [backend["id"], sales["id"]]})
    assert {offer["id"] for offer in by_id} == {backend["id"], sales["id"]}
    engineers = _all(recruitee, **{"department_ids[]": [backend["department_id"]]})
    assert backend["id"] in {offer["id"] for offer in engineers}
    assert sales["id"] not in {offer["id"] for offer in engineers}
    in_lisbon = _all(recruitee, **{"location_ids[]": backend["location_ids"]})
    assert {offer["title"] for offer in in_lisbon} == {"Backend Engineer", "Security Analyst"}


def test_active_jobs_are_published_or_internal(recruitee: Any) -> None:
    assert {offer["status"] for offer in _all(recruitee, scope="active")} == {"published", "internal"}


def test_older_installations_return_archived_jobs_all_the_same(recruitee: Any) -> None:
    assert all(offer["status"] != "archived" for offer in _all(recruitee, scope="not_archived"))
    recruitee.switch(archived_leak=True)
    assert any(offer["status"] == "archived" for offer in _all(recruitee, scope="not_archived"))


def test_a_talent_pool_stands_among_the_jobs_and_only_its_detail_says_so(recruitee: Any) -> None:
    pool = next(offer for offer in _all(recruitee) if offer["title"] == "Talent community")
    assert recruitee.ok(f"/offers/{pool['id']}")["offer"]["kind"] == "talent_pool"
    (listed,) = recruitee.ok("/talent_pools")["talent_pools"]
    assert listed["id"] == pool["id"]


def test_a_job_is_found_by_id_and_by_slug(recruitee: Any) -> None:
    backend = recruitee.offer("backend")
    assert recruitee.ok(f"/offers/{backend['slug']}")["offer"]["id"] == backend["id"]


def test_the_company_comes_back_from_its_jobs(recruitee: Any) -> None:
    types = {"FULL_TIME": "fulltime", "PART_TIME": "parttime", "CONTRACT": "freelance"}
    for row in load().rows("jobs"):
        offer = recruitee.offer(row["_key"].removeprefix("job-"))
        assert offer["title"] == row["name"]
        assert offer["guid"] == row["job_code"] or row["job_code"] is None
        assert offer["description"] == offer["description_html"] == row["description"]
        assert (offer["requirements"], offer["requirements_html"]) == (None, None)
        hours = offer["max_hours_per_week"]
        assert (None if hours is None else float(hours)) == row["weekly_hours"]
        code = types.get(row["employment_type"], row["employment_type"].lower())
        assert offer["employment_type"].startswith(code)
        assert offer["category"] == row["category"]
        assert offer["department"] == row["department"]
        assert offer["experience"] == row["experience_level"]
        assert (offer["created_at"][:23] + "Z") == row["remote_created_at"]
        assert (offer["updated_at"][:23] + "Z") == row["remote_updated_at"]
        for name, moment in (("published_at", "opened_at"), ("closed_at", "closed_at")):
            assert (offer[name] and offer[name][:23] + "Z") == row[moment]
        place = row["location"] or dict.fromkeys(("city", "country", "state", "street_1", "zip_code", "raw"))
        assert (offer["city"], offer["country_code"], offer["state_name"]) == (
            place["city"],
            place["country"],
            place["state"],
        )
        assert (offer["street"], offer["postal_code"], offer["location"]) == (
            place["street_1"],
            place["zip_code"],
            place["raw"],
        )


def test_an_open_job_is_published_only_when_the_public_may_see_it(recruitee: Any) -> None:
    for row in load().rows("jobs"):
        offer = recruitee.offer(row["_key"].removeprefix("job-"))
        public = row["visibility"] == "PUBLIC"
        expected = (
            ("published" if public else "internal") if row["status"] == "OPEN" else row["status"].lower()
        )
        assert offer["status"] == expected
        if expected == "published":
            assert offer["careers_url"] == row["post_url"]


def test_pay_is_always_there_with_bounds_that_are_sometimes_texts(recruitee: Any) -> None:
    assert recruitee.offer("graduate")["salary"] == dict.fromkeys(("min", "max", "currency", "period"))
    assert recruitee.offer("sales")["salary"] == {
        "min": "4200.5",
        "max": None,
        "currency": "CHF",
        "period": "month",
    }
    assert recruitee.offer("seasonal")["salary"]["min"] == recruitee.offer("seasonal")["salary"]["max"]
    assert recruitee.offer("archived")["salary"]["period"] is None
    kinds = {
        type(recruitee.offer(key)["salary"]["min"]) for key in ("sales", "security", "success", "hostile")
    }
    assert str in kinds
    assert kinds & {int, float}


def test_work_is_remote_hybrid_on_site_or_none_of_them(recruitee: Any) -> None:
    names = ("remote", "hybrid", "on_site")
    seen = {key: [recruitee.offer(key)[name] for name in names] for key in ("support", "backend", "cfo")}
    assert seen == {
        "support": [True, False, False],
        "backend": [False, True, False],
        "cfo": [False, False, True],
    }
    assert not any(recruitee.offer("seasonal")[name] for name in names)


def test_custom_fields_come_by_name_with_values_of_their_kind(recruitee: Any) -> None:
    fields = {
        field["name"]: (field["kind"], field["values"]) for field in recruitee.offer("backend")["fields"]
    }
    assert fields == {
        "Cost centre": ("single_line", [{"text": "CC-17"}]),
        "Headcount": ("number", [{"number": "2"}]),
        "Backfill": ("boolean", [{"flag": False}]),
        "Target start": ("date", [{"date": "2026-09-01"}]),
        "Level": ("single_line", [{"text": "Senior"}]),
        "Hiring markets": ("skills", [{"text": "Iberia"}, {"text": "日本"}]),
        "Briefing": ("multi_line", [{"text": "Replaces two people who left in spring."}]),
    }


def test_the_team_is_named_by_two_roles_and_a_list_of_people(recruitee: Any) -> None:
    offer = recruitee.offer("backend")
    assert offer["hiring_manager_id"] == recruitee.id("admin", "user-ines")
    assert offer["recruiter_id"] == recruitee.id("admin", "user-jurgen")
    assert len(offer["admins"]) == 5
    assert offer["admins"][0]["type"] == "Admin"
    follower = recruitee.offer("archived")["followers"][0]["id"]
    assert follower not in [admin["id"] for admin in recruitee.offer("archived")["admins"]]


def test_the_team_may_come_as_ids_and_the_roles_as_memberships(recruitee: Any) -> None:
    recruitee.switch(team_items="ids", team_ids="membership")
    offer = recruitee.offer("backend")
    assert recruitee.id("admin", "user-ines") in offer["admins"]
    assert offer["hiring_manager_id"] == recruitee.id("membership", "user-ines")


def test_references_name_the_team_even_who_left(recruitee: Any) -> None:
    answer = recruitee.ok(f"/offers/{recruitee.id('offer', 'job-cfo')}")
    (lucia,) = answer["references"]
    assert (lucia["type"], lucia["id"]) == ("Admin", recruitee.id("admin", "user-lucia"))
    assert lucia["anonymized_at"] is not None


def test_older_details_lack_the_newer_keys(recruitee: Any) -> None:
    newer = {"description_html", "max_hours_per_week", "on_site", "hybrid", "locations", "location_ids"}
    assert newer <= set(recruitee.offer("backend"))
    recruitee.switch(old_details=True)
    old = recruitee.offer("backend")
    assert not newer & set(old)
    assert (old["description"][:4], old["max_hours"], old["city"]) == ("<h2 ", 40, "Lisbon")


def test_a_place_may_be_named_by_id_alone(recruitee: Any) -> None:
    recruitee.switch(flat_locations=False)
    offer = recruitee.offer("backend")
    assert (offer["city"], offer["location"], "locations" in offer) == (None, None, False)
    places = {place["id"]: place for place in recruitee.ok("/locations")["locations"]}
    assert places[offer["location_ids"][0]]["city"] == "Lisbon"


def test_jobs_of_one_template_share_their_stages_in_the_order_of_positions(recruitee: Any) -> None:
    backend, security = recruitee.offer("backend"), recruitee.offer("security")
    stages = backend["pipeline_template"]["stages"]
    assert [stage["id"] for stage in stages] == [
        stage["id"] for stage in security["pipeline_template"]["stages"]
    ]
    assert [(stage["name"], stage["position"], stage["locked"]) for stage in stages][:3] == [
        ("New Lead", -2, True),
        ("Application Review", -1, True),
        ("Recruiter Call", 1, False),
    ]
    assert [stage["category"] for stage in stages] == [
        "sourced",
        "apply",
        "phone_screen",
        "interview",
        "evaluation",
        "offer",
        "hire",
        "evaluation",
    ]


def test_every_job_has_the_stages_of_the_company_in_their_order(recruitee: Any) -> None:
    names = {row["_key"]: row["name"] for row in load().rows("application_stages")}
    expected: dict[str, dict[int, str]] = {}
    for join in load().rows("join_jobs_application_stages"):
        expected.setdefault(join["job_id"], {})[join["index"]] = names[join["stage_id"]]
    for row in load().rows("jobs"):
        stages = recruitee.offer(row["_key"].removeprefix("job-"))["pipeline_template"]["stages"]
        positions = [stage["position"] for stage in stages]
        assert positions == sorted(set(positions))
        wanted = expected.get(row["_key"], {})
        assert [stage["name"] for stage in stages] == [wanted[index] for index in sorted(wanted)]


def test_people_on_a_job_come_by_stage(recruitee: Any) -> None:
    offer_id = recruitee.id("offer", "job-backend")
    stages = recruitee.ok(f"/offers/{offer_id}/placements")["stages"]
    assert (
        sum(stage["placements_count"] for stage in stages) == recruitee.offer("backend")["candidates_count"]
    )
    technical = next(stage for stage in stages if stage["name"] == "Technical Interview")
    marta = recruitee.id("candidate", "candidate-marta")
    (placed,) = [one for one in technical["placements"] if one["candidate_id"] == marta]
    assert placed["candidate"]["name"] == "Marta Reis Lima"
    single = recruitee.ok(f"/offers/{offer_id}/candidates/{marta}/placement")["placement"]
    assert single["id"] == placed["id"]
    cfo = recruitee.id("offer", "job-cfo")
    assert recruitee.get(f"/offers/{cfo}/candidates/{marta}/placement").status_code == 404


def test_counts_tell_how_many_are_left(recruitee: Any) -> None:
    rows = [row for row in load().rows("applications") if row["job_id"] == "job-backend"]
    offer = recruitee.offer("backend")
    assert offer["candidates_count"] == len(rows)
    declined = sum(row["outcome"] == "DECLINED" for row in rows)
    assert offer["disqualified_candidates_count"] == declined
    assert offer["qualified_candidates_count"] == len(rows) - declined
    assert offer["hired_candidates_count"] == sum(row["outcome"] == "HIRED" for row in rows)


def test_what_a_job_may_use_comes_without_stages(recruitee: Any) -> None:
    offer_id = recruitee.id("offer", "job-backend")
    templates = recruitee.ok(f"/offers/{offer_id}/pipeline_templates")["pipeline_templates"]
    assert templates
    assert not any("stages" in template for template in templates)


def test_jobs_with_surveys_for_authorities_say_so(recruitee: Any) -> None:
    assert recruitee.offer("backend")["eeo_settings"] == {"enabled": True}
    assert recruitee.offer("sales")["eeo_settings"] is None
