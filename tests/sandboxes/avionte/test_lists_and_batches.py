"""Ids page by page, objects by the hundred. Source: avionte sheet 1.7."""

from typing import Any

import pytest

KINDS = ("jobs", "talents", "placements", "companies", "contacts", "departments", "users")


@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_ids_are_bare_and_ascending_and_the_last_is_short(avionte: Any, kind: str) -> None:
    everything = avionte.get(f"/{kind}/ids/1/500")
    assert everything == sorted(set(everything))
    assert everything
    size = max(1, len(everything) // 2)
    pages = [avionte.get(f"/{kind}/ids/{number}/{size}/") for number in (1, 2, 3, 4)]
    assert [number for page in pages for number in page] == everything
    assert pages[3] == []


def test_the_first_page_is_1_or_0(avionte: Any) -> None:
    first = avionte.get("/jobs/ids/1/5")
    assert avionte.get("/jobs/ids/0/5") == first
    avionte.switch(page_base=0)
    assert avionte.get("/jobs/ids/0/5") == first
    assert not set(avionte.get("/jobs/ids/1/5")) & set(first)


@pytest.mark.parametrize("place", ["x/5", "1/x", "1/0", "1/501", "-1/5", "1/٣"])
def test_nonsense_for_a_page_is_refused(avionte: Any, place: str) -> None:
    assert avionte.refused("GET", f"/jobs/ids/{place}") == 400


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/jobs/multi-query", "jobs"),
        ("/talents/multi-query", "talents"),
        ("/placements/multi-query", "placements"),
        ("/companies/multi-query", "companies"),
    ],
)
def test_a_batch_holds_the_known_ones_in_an_order_of_its_own(avionte: Any, path: str, kind: str) -> None:
    numbers = avionte.get(f"/{kind}/ids/1/20")
    asked = [1, *(str(number) for number in numbers), numbers[0]]
    found = [item["id"] for item in avionte.post(path, asked)]
    assert sorted(found) == numbers
    assert found != numbers or len(numbers) == 1


def test_a_batch_shows_what_single_reads_show(avionte: Any) -> None:
    for number in avionte.get("/jobs/ids/1/4"):
        assert avionte.post("/jobs/multi-query", [number]) == [avionte.get(f"/job/{number}")]
    for number in avionte.get("/talents/ids/1/4"):
        assert avionte.post("/talents/multi-query", [number]) == [avionte.get(f"/talent/{number}")]
    for number in avionte.get("/placements/ids/1/2"):
        assert avionte.post("/placements/multi-query", [number]) == [avionte.get(f"/placement/{number}")]
    (number,) = avionte.get("/companies/ids/1/2")
    assert avionte.post("/companies/multi-query", [number]) == [avionte.get(f"/company/{number}")]


@pytest.mark.parametrize("body", [list(range(101)), {"ids": [1]}, ["x"], [None], "1"])
def test_a_batch_is_a_bare_array_of_at_most_a_hundred_ids(avionte: Any, body: Any) -> None:
    assert avionte.refused("POST", "/talents/multi-query", body) == 400


@pytest.mark.parametrize(
    "path", ["/job/1", "/talent/1", "/talent/stage/1", "/pipeline/1", "/company/1", "/placement/1"]
)
def test_unknown_ids_are_not_found_and_words_are_no_ids(avionte: Any, path: str) -> None:
    assert avionte.refused("GET", path) == 404
    assert avionte.refused("GET", path.replace("/1", "/one")) == 400


def test_a_new_talent_may_be_missing_from_batches_for_a_while(avionte: Any) -> None:
    avionte.switch(late_batches=1)
    number = avionte.happen("create_talent", first_name="Ada", last_name="Nova")["talent_id"]
    assert avionte.get(f"/talent/{number}")["firstName"] == "Ada"
    assert avionte.post("/talents/multi-query", [number]) == []
    assert [one["id"] for one in avionte.post("/talents/multi-query", [number])] == [number]


def test_small_lists_are_there(avionte: Any) -> None:
    assert {"id": 6, "name": "Applicant"} in avionte.get("/talent-statuses")
    assert {"id": 3, "name": "Certification"} in avionte.get("/talent-document-types")
    assert avionte.get("/talent-requirement")["phone"] is True
    assert avionte.get("/skill-positions")[0]["positionId"] == 2
    assert {one["typeId"] for one in avionte.get("/talent/activity-types")} >= {-11, -95}
    assert avionte.get("/contact/activity-types") == avionte.get("/talent/activity-types")
    assert len(avionte.get("/users")) == 12
    assert {one["isArchived"] for one in avionte.get("/users")} == {True, False}
    assert len({one["name"] for one in avionte.get("/branch")}) > 5
