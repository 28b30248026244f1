"""Registers say what to write next; verdicts repeat it as long as a clause is unproven, and no longer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.case import Case
from assay.checks import Check
from assay.contract import clauses_of, load_contract
from assay.outcome import Finding, Outcome
from assay.scenario import Register
from assay.verdict import judge

CONTRACT = """\
connector: acme
name: Acme
models:
  - title: Tags
    fields:
      - name: name
actions: []
features: []
"""


def _message(tmp_path: Path, outcome: Outcome) -> str:
    """What is said of the field when a check found this."""
    file = tmp_path / "contract.yaml"
    file.write_text(CONTRACT, "utf-8")
    contract, register = load_contract(file), Register()
    register.todo("model/*", "of models")
    register.todo("field/tags/*", "write it in tags.py")
    register.todo("field/*", "comes too late")

    def found(_case: Case) -> Iterator[Finding]:
        yield Finding(clause="acme/field/tags/name", outcome=outcome, message="looked", scenario=None)

    case = Case(contract=contract, clauses=clauses_of(contract), traces={}, todos=tuple(register.todos))
    results = judge(case, (), checks=[Check(id="looks", claim="It looks.", run=found)]).results
    return next(result.message for result in results if result.item == "name")


def test_an_unproven_clause_says_the_first_thing_to_write_that_fits(tmp_path: Path) -> None:
    assert _message(tmp_path, Outcome.UNPROVEN) == "looked; next: write it in tags.py"


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERRORED])
def test_what_is_wrong_is_not_a_thing_to_write(tmp_path: Path, outcome: Outcome) -> None:
    assert _message(tmp_path, outcome) == "looked"
