from collections.abc import Iterator
from typing import Any

import pytest

PATHS = (
    "/admin",
    "/admins",
    "/offers?page=1&limit=5",
    "/candidates?limit=50&offset=10",
    "/search/new/candidates?sort_by=updated_at_desc",
    "/interview/events?scope=all&status=past_due",
    "/tags",
    "/locations",
    "/pipeline_templates",
    "/custom_fields/fieldsets",
)


def _run(recruitee: Any, world: str) -> Iterator[bytes]:
    recruitee.control("reset", {"world": world, "faults": {}})
    for path in PATHS:
        yield recruitee.get(path).content
    for offer in recruitee.ok("/offers")["offers"]:
        yield recruitee.get(f"/offers/{offer['id']}").content
    for hit in recruitee.ok("/search/new/candidates")["hits"]:
        yield recruitee.get(f"/candidates/{hit['id']}").content
    yield recruitee.public("https://acme.recruitee.com/api/offers/").content


@pytest.mark.parametrize("world", ["core", "full"])
def test_two_runs_give_the_same_bytes(recruitee: Any, world: str) -> None:
    assert list(_run(recruitee, world)) == list(_run(recruitee, world))


def test_both_worlds_name_their_things_alike(recruitee: Any) -> None:
    full = {hit["id"] for hit in recruitee.hits()}
    recruitee.control("reset", {"world": "core"})
    core = recruitee.hits()
    assert len(core) == 8
    assert {hit["id"] for hit in core} <= full
    assert recruitee.candidate("marta")["placements"][0]["offer_id"] == recruitee.id("offer", "job-backend")


@pytest.mark.parametrize("kind", ["admins", "offers", "candidates", "placements", "attachments", "tags"])
def test_no_two_things_share_an_id(recruitee: Any, kind: str) -> None:
    ids = [item.id for item in getattr(recruitee.sandbox.tenant, kind)]
    assert len(ids) == len(set(ids)) > 0
