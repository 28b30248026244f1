"""Changes that do no harm pass the gate: unrelated ones, improvements, and what others did meanwhile."""

import pytest

from tests.gate.planted.checkout import Checkout
from tests.gate.planted.plant import Planted
from tests.gate.planted.vendors import EVERY


@pytest.fixture
def whole(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout.of(tmp_path_factory.mktemp("whole") / "all", list(EVERY))


def test_an_unrelated_change_to_all_connectors_passes_also_when_main_has_moved_on(
    whole: Checkout, day: str
) -> None:
    whole.git("checkout", "-q", "-b", "change")
    Planted(whole.root).make(*(swap for plants in EVERY.values() for swap in plants.harmless))
    whole.write("README.md", "# A project\n\nIts connectors still hold.\n")
    whole.commit("Say it better")
    whole.git("checkout", "-q", "main")
    for vendor in EVERY:
        whole.write(f"reports/results/{vendor}.jsonl", "others have broken it\n")
    whole.commit("Go on meanwhile")
    whole.git("checkout", "-q", "change")
    answer = whole.gate("--on", day, base="main", attribute=True)
    assert answer.code == 0
    assert answer.report["ships"]
    assert answer.report["connectors"] == sorted(EVERY)
    assert answer.report["differences"] == answer.report["refusals"] == []


@pytest.mark.parametrize("vendor", ["flatchr"])
def test_an_improvement_passes(vendor: str, checkout: Checkout, day: str) -> None:
    plant, file = EVERY[vendor].mapping_removed, EVERY[vendor].mapping_removed.swap.file
    clause, whole = f"{vendor}/{plant.clause}", checkout.read(file)
    start = checkout.git("rev-parse", "HEAD")
    Planted(checkout.root).make(*plant.swaps)
    assert checkout.assay("certify", vendor).returncode == 1
    checkout.commit("Begin without it")
    checkout.write(file, whole)
    try:
        answer = checkout.gate(vendor, "--on", day, attribute=True)
    finally:
        checkout.git("reset", "-q", "--hard", start)
    assert answer.code == 0
    assert answer.kinds(clause) == {"improvement"}
    assert answer.the(clause, "improvement")["place"]["of"] == "contract"
