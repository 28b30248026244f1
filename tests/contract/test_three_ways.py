"""Whatever a page, its contract and the results say: they differ exactly where one was changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.contract import CoveragePage, clauses_of, contract_yaml, import_page, load_contract
from assay.contract.text import read_document
from assay.outcome import Outcome
from assay.page_drift import Drift, ThreeWays
from assay.results import Result, Results

from .test_pages_become_contracts import ACTIONS, FEATURES, MODELS, Titled, as_mdx


@pytest.fixture(name="file", scope="module")
def _file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contract") / "contract.yaml"


def _proven(file: Path) -> Results:
    results = [
        Result(
            clause=clause.id,
            connector=clause.connector,
            kind=clause.kind,
            group=clause.group,
            item=clause.item,
            outcome=Outcome.PASSED,
        )
        for clause in clauses_of(load_contract(file))
    ]
    return Results(connectors=("acme",), results=tuple(results))


def _differences(page: CoveragePage, file: Path, results: Results) -> list[Drift]:
    return ThreeWays(page, load_contract(file), read_document(file), results).differences()


@given(models=MODELS, actions=ACTIONS, features=FEATURES, data=st.data())
@settings(max_examples=60)
def test_three_that_agree_do_not_differ_and_one_change_is_one_difference(
    file: Path, models: Titled, actions: Titled, features: list[str], data: st.DataObject
) -> None:
    text = as_mdx(models, actions, features)
    page = import_page(text, "acme.mdx")
    file.write_text(contract_yaml(page), encoding="utf-8")
    results = _proven(file)
    assert _differences(page, file, results) == []

    at = data.draw(st.integers(0, len(results.results) - 1))
    changed = results.results[at]
    outcome = data.draw(st.sampled_from([one for one in Outcome if one is not Outcome.PASSED]))
    worse = replace(changed, outcome=outcome, message="so it is")
    others = [one for one in results.results if one is not changed]

    [drift] = _differences(page, file, replace(results, results=(*others, worse)))
    assert (drift.kind, drift.clause, drift.said) == (outcome.value, changed.clause, "so it is")
    assert drift.kind.drifts == (outcome is not Outcome.EXEMPT)
    [drift] = _differences(page, file, replace(results, results=tuple(others)))
    assert (drift.kind, drift.clause, drift.outcome) == ("uncertified", changed.clause, "")
    line = text.splitlines()[int(drift.page.at.rpartition(":")[2]) - 1]
    spelled = (changed.item or changed.group).replace("_", r"\_").replace("&", "&amp;")
    assert spelled in line
    declared = file.read_text("utf-8").splitlines()[int(drift.contract.at.rpartition(":")[2]) - 1]
    assert (changed.item or changed.group).replace("'", "''") in declared


@given(models=MODELS, data=st.data())
@settings(max_examples=40)
def test_a_field_that_only_one_of_them_has_is_told_as_theirs(
    file: Path, models: Titled, data: st.DataObject
) -> None:
    listed = [(title, name) for title, names in models.items() for name in names]
    whole = import_page(as_mdx(models, {}, []), "acme.mdx")
    file.write_text(contract_yaml(whole), encoding="utf-8")
    results = _proven(file)
    if not listed:
        assert _differences(whole, file, results) == []
        return
    title, name = data.draw(st.sampled_from(listed))
    fewer = {one: [x for x in names if (one, x) != (title, name)] for one, names in models.items()}
    smaller = import_page(as_mdx(fewer, {}, []), "acme.mdx")

    [beyond] = _differences(smaller, file, results)
    file.write_text(contract_yaml(smaller), encoding="utf-8")
    [missing] = _differences(whole, file, results)

    assert (beyond.kind, beyond.group, beyond.item) == ("beyond", title, name)
    assert (beyond.page.has, beyond.contract.has) == (False, True)
    assert (missing.kind, missing.group, missing.item, missing.outcome) == ("missing", title, name, "passed")
    assert (missing.page.has, missing.contract.has) == (True, False)
