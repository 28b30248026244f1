"""A recording hides secrets; what replay hands over holds the one in use."""

from pathlib import Path

import pytest

from assay.errors import CassetteError
from assay.replaying import RecordedWorld
from assay.wire.cassette import Cassette, CassetteHeader, write_cassette
from assay.wire.header import RecordedDelivery

SECRETS = {"webhook": "whsec-of-today"}


@pytest.fixture
def world(tmp_path: Path) -> RecordedWorld:
    """A recording with an order by mail that names the secret, and a delivery that shows it."""
    path = tmp_path / "story.json"
    header = CassetteHeader(
        connector="acme",
        scenario="story",
        origin="sandbox",
        source="acme",
        recorded_at="2026-06-15",
        vendor_events=(
            {"event": "register", "parameters": {"value": "redacted-webhook"}, "result": {"id": 7}},
        ),
        deliveries=(
            RecordedDelivery(
                after=0, step="news", headers={"x-signature": "redacted-webhook", "x-other": "a"}, body=b"{}"
            ),
        ),
    )
    write_cassette(path, header, [])
    return RecordedWorld(Cassette.load(path), secrets=SECRETS)


def test_a_delivery_shows_the_secret_that_is_in_use(world: RecordedWorld) -> None:
    [delivery] = world.deliveries("news")

    assert delivery.headers == {"x-signature": "whsec-of-today", "x-other": "a"}


def test_an_event_that_names_a_secret_is_known_again(world: RecordedWorld) -> None:
    assert world.vendor("register", {"value": "whsec-of-today"}) == {"id": 7}


def test_an_event_that_names_something_else_was_not_recorded(world: RecordedWorld) -> None:
    with pytest.raises(CassetteError, match="was not recorded here"):
        world.vendor("register", {"value": "whsec-of-somebody"})
