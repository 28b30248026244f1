from typing import Any

import pytest

from assay_company import load

KINDS = {
    "SINGLE_SELECT": "single_choice",
    "MULTI_SELECT": "multi_choice",
    "BOOLEAN": "boolean",
    "NUMBER": "number",
}


def _published(recruitee: Any) -> dict[int, Any]:
    return {offer["id"]: offer for offer in recruitee.careers("/")["offers"]}


def test_the_careers_site_shows_published_jobs_to_anybody(recruitee: Any) -> None:
    public = {
        recruitee.id("offer", row["_key"]): row["name"]
        for row in load().rows("jobs")
        if row["status"] == "OPEN" and row["visibility"] == "PUBLIC"
    }
    assert {key: offer["title"] for key, offer in _published(recruitee).items()} == public
    assert len(public) == 4


@pytest.mark.parametrize("key", ["sales", "intern", "hostile", "archived", "cfo"])
def test_other_jobs_are_404_by_id_and_by_slug(recruitee: Any, key: str) -> None:
    offer = recruitee.offer(key)
    for name in (offer["id"], offer["slug"]):
        assert recruitee.public(f"https://acme.recruitee.com/api/offers/{name}").status_code == 404


def test_a_published_job_is_found_by_id_and_by_slug(recruitee: Any) -> None:
    offer = recruitee.offer("backend")
    by_slug = recruitee.careers(f"/{offer['slug']}")["offer"]
    assert by_slug == recruitee.careers(f"/{offer['id']}")["offer"]
    assert by_slug == _published(recruitee)[offer["id"]]


def test_published_jobs_are_filtered_by_department_and_tag(recruitee: Any) -> None:
    assert [o["title"] for o in recruitee.careers(department="Engineering")["offers"]] == ["Backend Engineer"]
    assert [o["title"] for o in recruitee.careers(tag="events")["offers"]] == ["Summer Festival Crew"]
    assert recruitee.careers(tag="nobody")["offers"] == []


def test_moments_are_written_in_words_of_the_careers_site(recruitee: Any) -> None:
    offer = recruitee.careers("/backend-engineer")["offer"]
    assert offer["published_at"] == "2026-04-02 09:00:00 UTC"
    assert (offer["created_at"], offer["close_at"]) == ("2026-04-01 09:00:00 UTC", None)


def test_the_same_words_have_other_keys_there(recruitee: Any) -> None:
    public, own = recruitee.careers("/backend-engineer")["offer"], recruitee.offer("backend")
    for code, name in (("employment_type_code", "employment_type"), ("category_code", "category")):
        assert public[code] == own[name]
    for name in ("guid", "salary", "description", "city", "country_code", "department", "locations"):
        assert public[name] == own[name]


def test_the_company_comes_back_from_its_questions(recruitee: Any) -> None:
    questions = load().keyed("screening_questions")
    for offer_id, offer in _published(recruitee).items():
        joins = [
            join
            for join in load().rows("join_jobs_screening_questions")
            if recruitee.id("offer", join["job_id"]) == offer_id
            and questions[join["question_id"]]["category"] is None
        ]
        asked = offer["open_questions"]
        assert [(q["id"], q["position"], q["required"], q["body"]) for q in asked] == [
            (
                recruitee.id("question", join["question_id"]),
                number,
                join["required"],
                questions[join["question_id"]]["title"],
            )
            for number, join in enumerate(sorted(joins, key=lambda join: join["index"]), start=1)
        ]
        for join, question in zip(sorted(joins, key=lambda join: join["index"]), asked, strict=True):
            options = questions[join["question_id"]]["format"].get("options", [])
            bodies = [option["body"] for option in question["open_question_options"]]
            assert bodies == [option["name"] for option in options]


def test_every_format_is_asked_in_a_kind_of_the_vendor(recruitee: Any) -> None:
    seen = {}
    for offer in recruitee.sandbox.tenant.offers:
        offer.status = "published"
    for offer in _published(recruitee).values():
        seen |= {question["body"]: question["kind"] for question in offer["open_questions"]}
    for row in load().rows("screening_questions"):
        if row["category"] is not None:
            assert row["title"] not in seen
            continue
        wanted = row["format"]
        if wanted["type"] == "TEXT":
            kind = "text" if wanted["display_type"] == "MULTI_LINE" else "string"
        else:
            kind = {**KINDS, "DATE": "date", "FILE": "file", "UNKNOWN": "video"}[wanted["type"]]
        assert seen[row["title"]] == kind


def test_options_are_not_in_the_order_of_their_ids(recruitee: Any) -> None:
    orders = [
        [option["id"] for option in question["open_question_options"]]
        for offer in _published(recruitee).values()
        for question in offer["open_questions"]
        if question["open_question_options"]
    ]
    assert orders
    assert any(order != sorted(order) for order in orders)


def test_a_question_may_limit_the_length_of_its_answer(recruitee: Any) -> None:
    question = recruitee.sandbox.tenant.questions.get(recruitee.id("question", "question-motivation"))
    assert "options" not in recruitee.careers("/backend-engineer")["offer"]["open_questions"][2]
    question.length = 2000
    asked = recruitee.careers("/backend-engineer")["offer"]["open_questions"][2]
    assert asked["options"] == {"length": 2000}


def test_talent_pools_are_never_published(recruitee: Any) -> None:
    pool = recruitee.sandbox.tenant.offers.get(recruitee.id("offer", "talent community"))
    pool.status = "published"
    assert pool.id not in _published(recruitee)
