import re
import subprocess
from pathlib import Path

import pytest

from assay import discover
from assay.checks import all_checks

from .checkout import ROOT, defined, modules, name_of, parsed

TOP_LEVEL = {
    "README.md",
    "cassettes",
    "connectors",
    "contracts",
    "fixtures",
    "pyproject.toml",
    "reports",
    "tests",
    "tox.ini",
}
MOST_LINES = 450
SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
NO_VENDORS = {"core"}
ELSEWHERE = ("/wo" + "rk/", "/tm" + "p/")


def _folders(*parts: str) -> set[str]:
    """Vendors that have a package or folder there."""
    where = ROOT.joinpath(*parts)
    found = {path.name for path in where.iterdir() if path.is_dir() and path.name[0] not in "_."}
    return found - NO_VENDORS if where.is_dir() else set()


def _words(name: str) -> set[str]:
    return set(re.sub(r"([A-Z])", r"_\1", name).lower().split("_"))


def test_the_top_level_is_as_fixed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    git = ["git", "-C", str(ROOT), "ls-files"]
    listed = subprocess.run(git, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603 -- git itself

    assert {name.split("/")[0] for name in listed if name[0] != "."} == TOP_LEVEL


def test_every_connector_has_a_contract_and_a_sandbox_and_every_finished_one_recordings() -> None:
    contracts = _folders("contracts", "assay_contracts")
    connectors = _folders("connectors", "assay_connectors")

    assert connectors
    assert connectors <= contracts
    assert _folders("fixtures", "assay_sandboxes") == connectors
    assert {path.stem for path in (ROOT / "reports" / "results").glob("*.jsonl")} <= _folders("cassettes")
    assert _folders("cassettes") <= connectors


def test_every_contract_is_found_by_name() -> None:
    assert set(discover.slugs()) == _folders("contracts", "assay_contracts")


def test_every_connector_and_sandbox_is_found_by_name() -> None:
    for slug in _folders("connectors", "assay_connectors"):
        package = discover.connector(slug)
        assert package is not None, slug
        assert package.GUIDE.title, slug
        assert all(a.id and a.statement and a.rests and a.source for a in package.ASSUMPTIONS), slug
        assert discover.sandbox(slug), slug
        assert discover.register(slug).scenarios, slug


def test_every_committed_page_and_results_file_is_of_a_contract() -> None:
    pages = {path.stem for path in (ROOT / "reports").glob("*.md")} - {"README"}
    results = {path.stem for path in (ROOT / "reports").glob("results/*.jsonl")}

    assert pages | results <= set(discover.slugs())
    assert pages == results


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_every_check_makes_a_claim(check: object) -> None:
    claim = getattr(check, "claim", "")

    assert claim.endswith((".", ".``")), claim
    assert len(claim.split()) > 3


def test_no_two_checks_claim_the_same() -> None:
    claims = [check.claim for check in all_checks()]

    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= MOST_LINES
    assert not text.strip() or re.match(r'"""', text), "no docstring"


def test_names_say_what_things_are() -> None:
    empty = [name_of(path) for path in modules() if _words(path.stem) & SAY_NOTHING]
    empty += [
        f"{name_of(path)}: {name}"
        for path in modules()
        for name in defined(path)
        if _words(name) & SAY_NOTHING
    ]

    assert empty == []


def test_no_two_tests_of_a_module_share_a_name() -> None:
    twice = []
    for path in modules("tests"):
        names = [node.name for node in parsed(path).body if hasattr(node, "name")]
        twice += [f"{name_of(path)}: {name}" for name in names if names.count(name) > 1]

    assert twice == []


def test_the_project_speaks_of_itself_alone() -> None:
    spoken = [
        f"{name_of(path)}: {place}"
        for path in [
            *modules(),
            *modules("tests"),
            ROOT / "README.md",
            ROOT / "tox.ini",
            ROOT / "pyproject.toml",
        ]
        for place in ELSEWHERE
        if place in path.read_text("utf-8")
    ]

    assert spoken == []
