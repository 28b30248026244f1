"""Without any single line that forwards an input, the connector loses the clause of that input.

Where each input is forwarded stands in the table below, and a test sees that no input of the contract is
missing there. Each line is taken out alone, the scenario named after the action is played with what
remains, and judged.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from assay import discover
from assay.contract import clauses_of, load_contract
from assay.contract.clauses import Clause, clause_id, slug
from assay.outcome import Outcome

ACTIONS = "assay_connectors.ashby.actions"


@dataclass(frozen=True)
class Line:
    """A line of the connector: a keyword, a key of an object, an assignment or an argument."""

    module: str
    function: str
    text: str

    def __str__(self) -> str:
        return f"{self.module}.{self.function}:{self.text}"


def _in(module: str, function: str, *texts: str) -> tuple[Line, ...]:
    return tuple(Line(f"{ACTIONS}.{module}", function, text) for text in texts)


CREATION = {
    "candidate.first_name": _in("order", "ordered", "first_name=candidate.first_name"),
    "candidate.last_name": _in("order", "ordered", "last_name=candidate.last_name"),
    "candidate.email_address": _in("order", "ordered", "email_address=candidate.email_address"),
    "candidate.additional_email_addresses.email_address": _in(
        "order", "ordered", "additional_email_addresses=…"
    ),
    "candidate.phone_number": _in("order", "ordered", "phone_number=candidate.phone_number"),
    "candidate.location.city": _in("order", "_place", "city=location.city"),
    "candidate.location.country": _in("order", "_place", "country=location.country"),
    "candidate.location.state": _in("order", "_place", "state=location.state"),
    "candidate.social_links.url": _in("order", "ordered", "social_links=…"),
    "application.job_id": _in("order", "ordered", "job_id=action.application.job_id"),
    "application.stage_id": _in("order", "ordered", "stage_id=action.application.stage_id"),
    "screening_question_answers.question_id": _in("order", "_answers", "question_id=given.question_id"),
    "screening_question_answers.answer": _in("order", "_answers", "answer=given.answer"),
    "attachments.name": _in("files", "wanted_file", "name=file.name"),
    "attachments.content_type": _in("files", "wanted_file", "content_type=file.content_type"),
    "attachments.data_url": _in("files", "wanted_file", "data_url=file.data_url"),
    "attachments.data": _in("files", "wanted_file", "data=file.data"),
    "attachments.type": _in("files", "wanted_file", "type=…"),
    "source.name": _in("order", "_source", "name=source.name"),
    "source.unified_key": _in("order", "_source", "unified_key=source.unified_key"),
    "source.id": _in("order", "_source", "id=source.id"),
    "sourced_by.user_id": _in("order", "ordered", "sourced_by=…"),
}
"""Create candidate and Create application take the same inputs through the same lines."""

ATTACHMENT = {
    name.replace("attachments", "attachment"): lines
    for name, lines in CREATION.items()
    if name.startswith("attachments.")
}


def _linking(function: str, owner: str) -> dict[str, tuple[Line, ...]]:
    return {
        owner: _in("result_links", function, f"object_id = action.{owner}"),
        "label": _in("result_links", function, "label = action.label"),
        "url": _in("result_links", function, "url = action.url"),
        "details.custom_field_name_prefix": _in(
            "result_links", "_wanted", "prefix = details.custom_field_name_prefix"
        ),
        "details.attributes.key": _in("result_links", "_wanted", "key = attribute.key"),
        "details.attributes.value": _in("result_links", "_wanted", "value = attribute.value"),
    }


APPLICATION_ID, CANDIDATE_ID = "'applicationId': action.application_id", "'candidateId': action.candidate_id"

FORWARDED: dict[str, dict[str, tuple[Line, ...]]] = {
    "Create candidate": CREATION,
    "Create application": CREATION,
    "Add tag to candidate": {
        "candidate_id": _in("tags", "add_candidate_tag", CANDIDATE_ID),
        "tag.name": _in("tags", "add_candidate_tag", "title = action.tag.name"),
    },
    "Add attachment to application": {
        "application_id": _in("attachments", "add_application_attachment", APPLICATION_ID),
        **ATTACHMENT,
    },
    "Add attachment to candidate": {
        "candidate_id": _in("attachments", "add_candidate_attachment", "action.candidate_id"),
        **ATTACHMENT,
    },
    "Move application to stage": {
        "application_id": _in("stages", "move_application", APPLICATION_ID),
        "stage_id": _in("stages", "move_application", "'interviewStageId': action.stage_id"),
    },
    "Reject application": {
        "application_id": (
            *_in("stages", "reject_application", APPLICATION_ID),
            *_in("stages", "reject_application", "'applicationId': application['id']"),
        ),
        "rejection_reason_id": _in(
            "stages", "reject_application", "'archiveReasonId': action.rejection_reason_id"
        ),
    },
    "Add result link to application": _linking("add_application_result_link", "application_id"),
    "Add result link to candidate": _linking("add_candidate_result_link", "candidate_id"),
    "Add note to application": {
        "application_id": _in("notes", "add_application_note", APPLICATION_ID),
        "content": _in("notes", "add_application_note", "'value': action.content"),
    },
    "Get application attachments": {
        "application_id": _in("attachments", "get_application_attachments", APPLICATION_ID),
    },
    "Get candidate attachments": {
        "candidate_id": _in("attachments", "get_candidate_attachments", "'id': action.candidate_id"),
    },
}
"""Action -> input -> the lines through which it goes; ``…`` stands for anything."""

BODIES = (
    *_in("direct", "_create_candidate", "'name': order.name", "'email': order.email_address"),
    *_in("direct", "_create_candidate", "'phoneNumber': order.phone_number", "**plan.links.keyed"),
    *_in("direct", "_create_candidate", "'alternateEmailAddresses': …", "'location': …"),
    *_in("direct", "_create_candidate", "'sourceId': …", "'creditedToUserId': …"),
    *_in("direct", "_create_application", "'candidateId': …", "'jobId': …", "'interviewStageId': …"),
    *_in("direct", "_create_application", "'sourceId': …", "'creditedToUserId': …"),
    *_in("submission", "_values", "PHONE: …", "LOCATION: …", "NAME: …", "EMAIL: …"),
    *_in("submission", "_values", "**plan.answers.application"),
    *_in("submission", "_form_files", "**plan.form_files"),
    *_in("submission", "_complete_candidate", "'phoneNumber': …", "'location': …", "'sourceId': …"),
    *_in("submission", "_complete_candidate", "'creditedToUserId': …"),
    *_in("submission", "_complete_application", "'sourceId': plan.source_id"),
    *_in("submission", "_complete_application", "'creditedToUserId': order.sourced_by"),
    *_in("submission", "_complete_application", "'interviewStageId': order.stage_id"),
    *_in("made", "submit_surveys", "'submittedValues': …", "'surveyFormDefinitionId': …"),
    *_in("made", "submit_surveys", "'candidateId': …", "'applicationId': …"),
    *_in("made", "add_email_address", "'candidateId': made.candidate_id", "'alternateEmail': …"),
    *_in("person", "vendor_place", "'city': …", "'region': …", "'country': …"),
    *_in("files", "_upload_once", "'filename': …", "'contentType': …"),
)
"""Further down the same way: what the requests of both ways of creating are made of."""


CONTRACT = load_contract(discover.contract_path("ashby"))
PROMISES = tuple((action, promise) for action in CONTRACT.actions for promise in action.inputs)


def _clauses() -> Iterator[tuple[Clause, Line]]:
    for clause in clauses_of(CONTRACT):
        if clause.kind == "input":
            for line in FORWARDED.get(clause.group, {}).get(clause.item, ()):
                yield clause, line


CASES = tuple(_clauses())


def _without(workshop: Any, line: Line) -> Any:
    tree = workshop.tree(line.module)
    [function] = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == line.function
    ]
    strike = _Strike(line.text)
    strike.visit(function)
    assert strike.is_done, f"{line} does not stand there any more"
    return workshop.package(line.module, tree)


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


@pytest.fixture(scope="module")
def judged(bench: Any, acting_checks: Any) -> Any:
    """Result of every clause of an action and its inputs, after the scenario named after it."""

    def judge(action: str, package: Any = None) -> dict[str, Any]:
        scenario = slug(action)
        trace = bench.production(scenario, package).play()
        proofs = tuple(proof for proof in bench.register.proofs if proof.scenario == scenario)
        case = bench.case(traces={scenario: trace}, proofs=proofs)
        results = bench.verdicts(case, acting_checks).values()
        return {result.clause: result for result in results if result.group == action}

    return judge


@pytest.fixture(scope="module")
def turned_red(judged: Any, workshop: Any) -> Any:
    """Clauses that pass as long as a line is there, and what becomes of them without it."""

    @cache
    def green(action: str) -> frozenset[str]:
        return frozenset(c for c, result in judged(action).items() if result.outcome is Outcome.PASSED)

    def red(action: str, line: Line) -> dict[str, Any]:
        after = judged(action, _without(workshop, line))
        return {
            clause: after[clause] for clause in green(action) if after[clause].outcome is not Outcome.PASSED
        }

    return red


def test_the_table_says_of_every_input_where_it_is_forwarded(bench: Any) -> None:
    declared = {clause.id for clause in bench.clauses if clause.kind == "input" and clause.exempt is None}
    assert declared == {clause.id for clause, _ in CASES}
    names = {(action.title, promise.name) for action in bench.contract.actions for promise in action.inputs}
    assert names == {(action, name) for action, inputs in FORWARDED.items() for name in inputs}


@pytest.mark.parametrize(
    ("clause", "line"),
    [pytest.param(clause, line, id=f"{clause.id}@{line.function}") for clause, line in CASES],
)
def test_an_input_that_is_not_forwarded_any_more_is_red(clause: Clause, line: Line, turned_red: Any) -> None:
    red = turned_red(clause.group, line)
    assert clause.id in red
    blamed = {
        one for one, result in red.items() if result.outcome is Outcome.FAILED and result.kind == "input"
    }
    assert blamed <= _seen_at_the_same_place(clause)


def _seen_at_the_same_place(clause: Clause) -> set[str]:
    """This input and those that one cannot tell from it once the request that held them is missed."""
    place = next(one.arrives for _, one in PROMISES if one is clause.promise)
    return {
        clause_id("ashby", "input", action.title, one.name)
        for action, one in PROMISES
        if action.title == clause.group and one.arrives == place
    }


@pytest.mark.parametrize("action", ["Create candidate", "Create application"])
@pytest.mark.parametrize("line", BODIES, ids=str)
def test_a_part_of_a_request_that_is_left_out_turns_an_input_or_the_action_red(
    action: str, line: Line, turned_red: Any
) -> None:
    assert turned_red(action, line)


def test_the_message_about_an_input_that_is_lost_names_value_step_and_place(
    bench: Any, judged: Any, workshop: Any
) -> None:
    [line] = FORWARDED["Move application to stage"]["stage_id"]
    after = judged("Move application to stage", _without(workshop, line))
    found = after["ashby/input/move-application-to-stage/stage_id"]
    assert "'move on'" in found.message
    assert "not seen in /application.changeStage at interviewStageId" in found.message
    assert found.path == "/application.changeStage at interviewStageId"
    [lost] = found.interactions
    assert (
        bench.cassette("move-application-to-stage").exchanges[lost].request.path == "/application.changeStage"
    )
    assert found.cassette == "ashby/move-application-to-stage"
