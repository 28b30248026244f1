"""Waivers as a file: what they must say, and what is told of a mistake."""

from datetime import date
from pathlib import Path

import pytest

from assay.change import ChangeKind
from assay.contract import Waiver, load_waivers
from assay.errors import ContractError

GOOD = """\
waivers:
  - clause: acme/field/jobs/name
    waives: regression
    reason: The vendor answers without titles until its next release.
    owner: team-ats
    link: https://tracker.example/ATS-12
    expires: 2026-12-31
"""


def _load(folder: Path, text: str) -> tuple[Waiver, ...]:
    file = folder / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    return load_waivers(file)


def test_without_a_file_there_are_no_waivers(tmp_path: Path) -> None:
    assert load_waivers(tmp_path / "waivers.yaml") == ()


def test_a_waiver_says_what_it_lets_pass_why_who_answers_for_it_and_until_when(tmp_path: Path) -> None:
    [waiver] = _load(tmp_path, GOOD)

    assert (waiver.clause, waiver.waives) == ("acme/field/jobs/name", ChangeKind.REGRESSION)
    assert (waiver.owner, waiver.link) == ("team-ats", "https://tracker.example/ATS-12")
    assert waiver.expires == date(2026, 12, 31)


@pytest.mark.parametrize("key", ["clause", "waives", "reason", "owner", "link", "expires"])
def test_nothing_may_be_left_out(tmp_path: Path, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if f"{key}:" not in line]
    text = "\n".join(lines).replace("    waives", "  - waives" if key == "clause" else "    waives")

    with pytest.raises(ContractError, match=rf"waivers\.yaml:2: key '{key}' .* is missing"):
        _load(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2026-12-31", "next year", r":7: .*must be a day such as 2026-12-31; found 'next year'"),
        ("https://tracker.example/ATS-12", "ATS-12", r":6: .*must be text that matches .*found 'ATS-12'"),
        ("waives: regression", "waives: anything", r":3: .*must be one of 'errored', 'regression'"),
        ("waives: regression", "waives: errored", r":3: a difference of kind 'errored' cannot be waived"),
        ("waives: regression", "waives: improvement", r":3: .*'improvement' cannot be waived"),
        ("owner: team-ats", "owners: team-ats", r":2: key .owner. .* is missing"),
        ("waivers:", "waiver:", r":1: .*waivers"),
    ],
)
def test_a_mistake_names_line_and_remedy(tmp_path: Path, old: str, new: str, expected: str) -> None:
    with pytest.raises(ContractError, match=expected):
        _load(tmp_path, GOOD.replace(old, new))
