"""Without any single line that forwards an input, the connector loses the clause of that input.

Where each input is forwarded stands in the vendor's table, and a test sees that no input of the contract
is missing there. Each line is taken out alone, the scenario named after the action is played with what
remains, and judged.
"""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from assay.contract.clauses import Clause, clause_id
from assay.contract.part import slug
from assay.outcome import Outcome
from assay.results import Result
from tests.certification.bench import acting_checks, bench_of, workshop_of
from tests.certification.table import Line
from tests.certification.vendors import TABLES


def _cases(vendor: str) -> Iterator[tuple[Clause, Line]]:
    for clause in bench_of(vendor).clauses:
        if clause.kind == "input":
            for line in TABLES[vendor].forwarded.get(clause.group, {}).get(clause.item, ()):
                yield clause, line


CASES = [(vendor, clause, line) for vendor in TABLES for clause, line in _cases(vendor)]
BODIES = [
    (vendor, action, line)
    for vendor, table in TABLES.items()
    for action, lines in table.bodies.items()
    for line in lines
]


def _without(vendor: str, line: Line) -> Any:
    tree = workshop_of(vendor).tree(line.module)
    [function] = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == line.function
    ]
    strike = _Strike(line.text)
    strike.visit(function)
    assert strike.is_done, f"{line} does not stand there any more"
    return workshop_of(vendor).package(line.module, tree)


class _Strike(ast.NodeTransformer):
    """Takes the first keyword or key of that text out; gives an assignment or argument an empty text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.is_done = False

    def visit_Call(self, node: ast.Call) -> ast.AST:
        kept = [word for word in node.keywords if not self._is_it(f"{word.arg}={ast.unparse(word.value)}")]
        node.keywords = kept
        node.args = [ast.Constant("") if self._is_it(ast.unparse(arg)) else arg for arg in node.args]
        return self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        kept = [
            (key, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if not self._is_it(
                f"{ast.unparse(key)}: {ast.unparse(value)}" if key else f"**{ast.unparse(value)}"
            )
        ]
        node.keys, node.values = [key for key, _ in kept], [value for _, value in kept]
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if self._is_it(ast.unparse(node)):
            node.value = ast.Constant("")
        return self.generic_visit(node)

    def _is_it(self, text: str) -> bool:
        beginning, dots, _ = self._text.partition("…")
        found = not self.is_done and (text.startswith(beginning) if dots else text == self._text)
        self.is_done = self.is_done or found
        return found


def _judged(vendor: str, action: str, package: Any = None) -> dict[str, Result]:
    """Result of every clause of an action and its inputs, after the scenario named after it."""
    bench, scenario = bench_of(vendor), slug(action)
    trace = bench.production(scenario, package).play()
    proofs = tuple(proof for proof in bench.register.proofs if proof.scenario == scenario)
    case = bench.case(traces={scenario: trace}, proofs=proofs)
    results = bench.verdicts(case, acting_checks()).values()
    return {result.clause: result for result in results if result.group == action}


@cache
def _green(vendor: str, action: str) -> frozenset[str]:
    """Clauses that pass as long as every line is there."""
    return frozenset(c for c, result in _judged(vendor, action).items() if result.outcome is Outcome.PASSED)


def _turned_red(vendor: str, action: str, line: Line) -> dict[str, Result]:
    """What becomes of green clauses without the line."""
    after = _judged(vendor, action, _without(vendor, line))
    return {
        clause: after[clause]
        for clause in _green(vendor, action)
        if after[clause].outcome is not Outcome.PASSED
    }


@pytest.mark.parametrize("vendor", TABLES)
def test_the_table_says_of_every_input_where_it_is_forwarded(vendor: str) -> None:
    bench = bench_of(vendor)
    declared = {clause.id for clause in bench.clauses if clause.kind == "input" and clause.exempt is None}
    assert declared == {clause.id for clause, _ in _cases(vendor)}
    names = {(action.title, promise.name) for action in bench.contract.actions for promise in action.inputs}
    assert names >= {(action, name) for action, inputs in TABLES[vendor].forwarded.items() for name in inputs}


@pytest.mark.parametrize(
    ("vendor", "clause", "line"),
    [pytest.param(v, clause, line, id=f"{clause.id}@{line.function}") for v, clause, line in CASES],
)
def test_an_input_that_is_not_forwarded_any_more_is_red(vendor: str, clause: Clause, line: Line) -> None:
    red = _turned_red(vendor, clause.group, line)
    assert clause.id in red
    blamed = {
        one for one, result in red.items() if result.outcome is Outcome.FAILED and result.kind == "input"
    }
    assert blamed <= _seen_at_the_same_place(vendor, clause)


def _seen_at_the_same_place(vendor: str, clause: Clause) -> set[str]:
    """This input and those that one cannot tell from it once the request that held them is missed.

    A file whose type is lost goes elsewhere, with all that is said of it.
    """
    [action] = [one for one in bench_of(vendor).contract.actions if one.title == clause.group]
    place = next(one.arrives for one in action.inputs if one is clause.promise)
    thing = clause.item.removesuffix("type") if clause.item.endswith(".type") else clause.item
    return {
        clause_id(vendor, "input", action.title, one.name)
        for one in action.inputs
        if one.arrives == place or one.name.startswith(thing)
    }


@pytest.mark.parametrize(
    ("vendor", "action", "line"),
    [pytest.param(v, action, line, id=f"{v}/{slug(action)}@{line}") for v, action, line in BODIES],
)
def test_a_part_of_a_request_that_is_left_out_turns_an_input_or_the_action_red(
    vendor: str, action: str, line: Line
) -> None:
    assert _turned_red(vendor, action, line)


def test_the_message_about_an_input_that_is_lost_names_value_step_and_place() -> None:
    [line] = TABLES["ashby"].forwarded["Move application to stage"]["stage_id"]
    after = _judged("ashby", "Move application to stage", _without("ashby", line))
    found = after["ashby/input/move-application-to-stage/stage_id"]
    assert "'move on'" in found.message
    assert "not seen in /application.changeStage at interviewStageId" in found.message
    assert found.path == "/application.changeStage at interviewStageId"
    [lost] = found.interactions
    exchanges = bench_of("ashby").cassette("move-application-to-stage").exchanges
    assert exchanges[lost].request.path == "/application.changeStage"
    assert found.cassette == "ashby/move-application-to-stage"
