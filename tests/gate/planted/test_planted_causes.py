"""Which part failed is found out by trying old and new connector on old and new recordings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gate.planted.checkout import Answer, Checkout
from tests.gate.planted.plant import Planted, Swap
from tests.gate.planted.vendors import EVERY

VENDOR = "flatchr"
PLANTS = EVERY[VENDOR]
REMOTE = f"{VENDOR}/field/jobs/remote_work_status"
PERIOD = f"{VENDOR}/field/jobs/salary_period"
AMOUNT = f"{VENDOR}/field/jobs/salary_amount_from"
STATUS = f"{VENDOR}/field/jobs/status"
SOURCES = f"connectors/assay_connectors/{VENDOR}"
REALITY = "contracts/assay/reality.py"


@pytest.fixture(params=[VENDOR])
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _gate(checkout: Checkout, day: str) -> Answer:
    return checkout.gate(VENDOR, "--on", day, attribute=True)


def _drop_from_the_answers(checkout: Checkout, *keys: str) -> None:
    for scenario in ("full-sync", "core-sync"):
        file = f"cassettes/{VENDOR}/{scenario}.json"
        line = rf'\n *"(?:{"|".join(keys)})": [^,\n]*,(?=\n)'
        checkout.write(file, re.sub(line, "", checkout.read(file)))


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What trials need is put into a folder of their own, and is gone afterwards."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


def _told(answer: Answer, clause: str) -> tuple[Any, Any]:
    said = answer.the(clause, "regression")
    return said["cause"], said["place"]["file"]


def test_a_mapping_that_is_lost_is_the_connectors_and_an_extra_call_may_be_meant(
    checkout: Checkout, day: str
) -> None:
    planted = Planted(checkout.root)
    planted.make(PLANTS.mapping_removed.swap, PLANTS.extra_call.swap)
    answer = _gate(checkout, day)
    lost, extra = f"{VENDOR}/{PLANTS.mapping_removed.clause}", f"{VENDOR}/{PLANTS.extra_call.clause}"
    assert _told(answer, lost) == ("connector-regression", PLANTS.mapping_removed.swap.file)
    assert "recorded anew it is red too" in answer.the(lost, "regression")["why"]
    assert _told(answer, extra) == ("stale-recording", PLANTS.extra_call.swap.file)
    assert "if that is meant, record again" in answer.the(extra, "regression")["why"]
    assert answer.the(extra, "conduct")["cause"] is None
    assert checkout.git("status", "--porcelain").splitlines() == [
        f" M {PLANTS.extra_call.swap.file}".strip(),
        f" M {PLANTS.mapping_removed.swap.file}",
    ]


def test_answers_that_lost_a_key_are_drift_beside_which_a_connector_may_have_regressed(
    checkout: Checkout, day: str
) -> None:
    _drop_from_the_answers(checkout, "mensuality", "remote")
    Planted(checkout.root).make(PLANTS.value_lost.swap, PLANTS.mapping_removed.swap)
    answer = _gate(checkout, day)
    assert _told(answer, PERIOD)[0] == "vendor-or-sandbox-drift"
    assert _told(answer, REMOTE) == ("connector-regression", PLANTS.value_lost.swap.file)
    assert "drifted" in answer.the(REMOTE, "regression")["why"]
    lost = answer.the(f"{VENDOR}/{PLANTS.mapping_removed.clause}", "regression")
    assert lost["cause"] == "connector-regression"
    assert "holds on the new recordings" in lost["why"]


def test_answers_that_lost_a_key_are_looked_for_in_the_recording(checkout: Checkout, day: str) -> None:
    _drop_from_the_answers(checkout, "mensuality")
    place = checkout.gate(VENDOR, "--on", day).the(PERIOD, "regression")["place"]
    assert (place["of"], place["file"]) == ("cassette", f"cassettes/{VENDOR}/full-sync.json")
    assert checkout.read(place["file"]).splitlines()[place["line"] - 1].strip() == '"request": {'


def test_a_harness_that_sees_less_and_a_contract_that_asks_for_more_are_told_apart(
    checkout: Checkout, day: str
) -> None:
    planted = Planted(checkout.root)
    blind = Swap(
        REALITY,
        "    if value is None:\n        return False\n",
        "    if value is None or isinstance(value, float):\n        return False\n",
    )
    asks = Swap(
        f"contracts/assay_contracts/{VENDOR}/contract.yaml",
        "renders: {CLOSED: ARCHIVED, DRAFT: OPEN}",
        "renders: {CLOSED: OPEN, DRAFT: OPEN}",
    )
    planted.make(blind, asks)
    answer = _gate(checkout, day)
    assert _told(answer, STATUS) == ("contract-changed", asks.file)
    assert answer.the(STATUS, "regression")["place"]["line"] == planted.lines[asks][1]
    assert _told(answer, AMOUNT) == ("harness-fault", REALITY)


def test_without_a_base_that_can_be_tried_the_cause_is_unknown_and_the_reason_is_told(
    checkout: Checkout, day: str
) -> None:
    file, start = f"{SOURCES}/__init__.py", checkout.git("rev-parse", "HEAD")
    whole = checkout.read(file)
    checkout.write(file, 'raise RuntimeError("half done")\n')
    checkout.commit("Break it")
    try:
        checkout.write(file, whole)
        Planted(checkout.root).make(PLANTS.mapping_removed.swap)
        said = _gate(checkout, day).the(f"{VENDOR}/{PLANTS.mapping_removed.clause}", "regression")
    finally:
        checkout.git("reset", "-q", "--hard", start)
    assert said["cause"] == "unknown"
    assert "RuntimeError: half done" in said["why"]
