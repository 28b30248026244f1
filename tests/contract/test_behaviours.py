"""Every note of a published page is worded as behaviours, each with its source."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from assay.contract import GENERAL, Contract, CoveragePage, clauses_of, import_page, load_contracts

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "seeds"
CONTRACTS = load_contracts(ROOT / "contracts" / "assay_contracts")
RUN_OF_WORDS = 9
"""So many words in a row that a page also has are its wording and not ours."""

SMALL_PAGE = """\
# Acme ATS Integration

The tool slug for this connector is `acme`.

## General Notes

* One rule.

<Tab title="Models">
  <Accordion title="Users">
    <Note>Only some come.</Note>

    | Field | Notes |
    | ----- | ----- |
    | id    |       |
  </Accordion>
  <Accordion title="Jobs">
    | Field  | Notes        |
    | ------ | ------------ |
    | id     |              |
    | status | Two of them. |
  </Accordion>
  <Accordion title="Tags">
    | Field | Notes |
    | ----- | ----- |
    | id    |       |
  </Accordion>
</Tab>
<Tab title="Features">
  | Feature        | Notes |
  | -------------- | ----- |
  | Delta Syncs    | Slow. |
  | Users again    | Only some come. |
  | Source Writing |       |
</Tab>
"""

each_contract = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS.keys())


def page_of(contract: Contract) -> tuple[CoveragePage, str]:
    found = sorted(PAGES.glob(f"{contract.connector}.*"))
    if not found:
        pytest.skip(f"the published page of {contract.name} is not at {PAGES}")
    text = found[0].read_text(encoding="utf-8")
    return import_page(text, found[0].name), text


def groups_with_notes(page: CoveragePage, text: str) -> Iterator[str]:
    sections = [section for section in (*page.models, *page.actions) if section.notes]
    yield from (section.title for section in sections)
    # A feature that only repeats the notes of a model or action is worded there.
    said = {section.notes for section in sections}
    yield from (feature.name for feature in page.features if feature.notes and feature.notes not in said)
    if re.search(r"^#+ General Notes$", text, re.MULTILINE):
        yield GENERAL


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN_OF_WORDS]) for at in range(len(found) - RUN_OF_WORDS + 1)}


@each_contract
def test_every_contract_says_how_its_connector_behaves(contract: Contract) -> None:
    assert contract.behaviours


@each_contract
def test_every_behaviour_is_a_given_when_then_in_words(contract: Contract) -> None:
    short = [
        f"{behaviour.id}.{part}"
        for behaviour in contract.behaviours
        for part in ("given", "when", "then")
        if len(words(getattr(behaviour, part))) < 2
    ]

    assert short == []


@each_contract
def test_every_behaviour_names_a_section_of_its_vendors_sheet(contract: Contract) -> None:
    form = re.compile(rf"{contract.connector} sheet \d+(\.\d+)*\b")
    unsourced = [behaviour.id for behaviour in contract.behaviours if not form.match(behaviour.source)]

    assert unsourced == []


@each_contract
def test_no_two_behaviours_share_a_clause(contract: Contract) -> None:
    ids = sorted(clause.id for clause in clauses_of(contract) if clause.kind == "behaviour")

    assert [one for one, other in pairwise(ids) if one == other] == []


@each_contract
def test_every_title_with_a_note_has_a_behaviour(contract: Contract) -> None:
    page, text = page_of(contract)
    covered = {behaviour.group for behaviour in contract.behaviours}

    assert [group for group in groups_with_notes(page, text) if group not in covered] == []


@each_contract
def test_no_behaviour_repeats_the_wording_of_the_page(contract: Contract) -> None:
    _, text = page_of(contract)
    theirs = runs(text)
    copied = [
        behaviour.id
        for behaviour in contract.behaviours
        if any(runs(part) & theirs for part in (behaviour.given, behaviour.when, behaviour.then))
    ]

    assert copied == []


def test_each_of_the_numbered_statements_about_avionte_is_a_behaviour() -> None:
    numbers = {
        int(match[1])
        for behaviour in CONTRACTS["avionte"].behaviours
        if (match := re.match(r"avionte sheet 7\.9 N(\d+)", behaviour.source))
    }

    assert numbers == set(range(1, 22))


def test_a_note_without_a_behaviour_would_be_noticed() -> None:
    page = import_page(SMALL_PAGE, "acme.mdx")

    assert list(groups_with_notes(page, SMALL_PAGE)) == ["Users", "Jobs", "Delta Syncs", GENERAL]
