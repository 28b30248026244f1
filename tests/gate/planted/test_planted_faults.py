"""Faults planted into every connector are refused, each with its kind and with file and line.

Each vendor has all of them at once in one repository, and the gate is asked once; some are planted alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pytest

from assay import discover
from assay.results import read_results
from tests.gate.planted.checkout import Answer, Checkout
from tests.gate.planted.plant import Plant, Planted
from tests.gate.planted.vendors import EVERY

YEARS_AGO = "2020-02-02"
NAMES = ("a mapping removed", "an enum value lost", "an input not sent", "an extra call", "a clause deleted")
ALONE = (
    ("asymbl", "an enum value lost"),
    ("avionte", "a mapping removed"),
    ("flatchr", "an input not sent"),
    ("recruitee", "a clause deleted"),
)


@dataclass(frozen=True)
class Refused:
    """A repository full of faults, and what the gate says of it."""

    answer: Answer
    planted: Planted
    waiver: tuple[str, int]
    """File and line of the last day of a waiver that has expired."""
    aged: tuple[str, int]
    """File and line of the day of a recording that is too old."""


@pytest.fixture(scope="session")
def refused(checkout_of: Callable[[str], Checkout], day: str) -> Callable[[str], Refused]:
    @cache
    def asked(vendor: str) -> Refused:
        checkout, plants = checkout_of(vendor), EVERY[vendor]
        planted = Planted(checkout.root)
        every = (*plants.of_code.values(), plants.value_given_up)
        planted.make(*(swap for plant in every for swap in plant.swaps))
        waiver, aged = _expired_waiver(checkout, vendor, day), _aged(checkout, vendor)
        try:
            return Refused(checkout.gate(vendor, "--on", day), planted, waiver, aged)
        finally:
            checkout.restore()

    return asked


def _expired_waiver(checkout: Checkout, vendor: str, day: str) -> tuple[str, int]:
    file = f"contracts/assay_contracts/{vendor}/waivers.yaml"
    yesterday = date.fromisoformat(day) - timedelta(days=1)
    lines = (
        "waivers:",
        f"  - clause: {vendor}/{EVERY[vendor].mapping_removed.clause}",
        "    waives: regression",
        "    reason: the vendor has announced it",
        "    owner: a team",
        "    link: https://example.com/issues/1",
        f"    expires: {yesterday}",
    )
    checkout.write(file, "\n".join(lines) + "\n")
    return file, checkout.line_of(file, "expires:")


def _aged(checkout: Checkout, vendor: str) -> tuple[str, int]:
    file = f"cassettes/{vendor}/{EVERY[vendor].aged_recording}.json"
    line = checkout.line_of(file, '"recorded_at":')
    lines = checkout.read(file).split("\n")
    lines[line - 1] = f'    "recorded_at": "{YEARS_AGO}",'
    checkout.write(file, "\n".join(lines))
    return file, line


def _places(answer: Answer) -> set[tuple[str, int]]:
    refusing = [one for one in answer.report["differences"] if one["refuses"]]
    return {(one["place"]["file"], one["place"]["line"]) for one in refusing}


def test_every_connector_that_holds_has_plants() -> None:
    kept = [read_results(path) for path in (discover.reports_dir() / "results").glob("*.jsonl")]
    finished = {slug for results in kept if results.holds for slug in results.connectors}

    assert finished
    assert finished <= set(EVERY) <= set(discover.slugs())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("vendor", EVERY)
def test_a_planted_fault_is_refused_at_its_line(
    vendor: str, name: str, refused: Callable[[str], Refused]
) -> None:
    found, plant = refused(vendor), EVERY[vendor].of_code[name]
    assert found.answer.code == 1
    _assert_refused_at_its_line(vendor, plant, found.answer, found.planted)


@pytest.mark.parametrize("vendor", EVERY)
def test_a_value_given_up_with_the_contracts_consent_is_refused_as_narrowed(
    vendor: str, refused: Callable[[str], Refused]
) -> None:
    found = refused(vendor)
    _assert_refused_at_its_line(vendor, EVERY[vendor].value_given_up, found.answer, found.planted)


def _assert_refused_at_its_line(vendor: str, plant: Plant, answer: Answer, planted: Planted) -> None:
    said = answer.the(f"{vendor}/{plant.clause}", plant.kind)
    assert said["refuses"]
    assert (said["place"]["file"], said["place"]["line"]) == planted.lines[plant.swap]


@pytest.mark.parametrize("vendor", EVERY)
def test_an_expired_waiver_is_refused_at_its_last_day(vendor: str, refused: Callable[[str], Refused]) -> None:
    found = refused(vendor)
    [refusal] = found.answer.report["refusals"]
    assert refusal["code"] == "waiver-expired"
    assert (refusal["place"]["file"], refusal["place"]["line"]) == found.waiver


@pytest.mark.parametrize("vendor", EVERY)
def test_a_recording_that_is_too_old_is_refused_at_its_day(
    vendor: str, refused: Callable[[str], Refused]
) -> None:
    found = refused(vendor)
    said = found.answer.the(f"{vendor}/{EVERY[vendor].resting_on_it}", "weakened")
    assert said["refuses"]
    assert YEARS_AGO in said["message"]
    assert (said["place"]["file"], said["place"]["line"]) == found.aged


@pytest.mark.parametrize(("vendor", "name"), ALONE)
def test_a_fault_planted_alone_is_the_only_place_to_look_at(
    vendor: str, name: str, checkout: Checkout, day: str
) -> None:
    plant, planted = EVERY[vendor].of_code[name], Planted(checkout.root)
    planted.make(*plant.swaps)
    answer = checkout.gate(vendor, "--on", day)
    assert answer.code == 1
    _assert_refused_at_its_line(vendor, plant, answer, planted)
    assert _places(answer) == {planted.lines[plant.swap]}
