"""Answers to screening questions, as given and as read. Source: recruitee sheet 3.3, 7.1 Applications."""

from collections.abc import Mapping
from typing import Any

from assay.evidence import Played, Snapshot
from assay.scenario import expect
from assay.unified.questions import (
    Answer,
    MultiSelectFormat,
    ScreeningQuestionAnswer,
    SingleSelectFormat,
)
from assay.unified.records import ScreeningQuestion
from assay_contracts import cast


def reads_as_meant(
    company: Snapshot, given: Mapping[str, Any], stored: list[ScreeningQuestionAnswer], form: Played
) -> None:
    """Whether an answer of an action is among those that an application has afterwards.

    Args:
        company: knows the questions.
        given: one of the action's answers.
        stored: the answers that the application has.
        form: the request that carried the answer.

    Raises:
        NotShown: it is not, or it reads otherwise.
    """
    question = cast.by_id(company, ScreeningQuestion, given["question_id"])
    found = next((one.answer for one in stored if one.question.title == question.title), None)
    expect(found, f"{question.title}: no answer is read", form)
    assert found is not None
    seen, wanted = _spoken(found), _meant(question, given["answer"])
    is_file = isinstance(wanted, dict)  # of a file the vendor shows no more than that there is one
    expect(found.raw if is_file else seen == wanted, f"{question.title}: {wanted!r} reads {seen!r}", form)


def _spoken(answer: Answer) -> Any:
    """What an answer says, whatever its kind."""
    if answer.date is not None:
        return str(answer.date)[:10]
    kinds = (answer.content, answer.choice, answer.choices, answer.checked, answer.number)
    return next((value for value in kinds if value is not None), None)


def _meant(question: ScreeningQuestion, answer: Any) -> Any:
    """What an answer as given means to people: options by name, dates without time."""
    form = question.format
    if isinstance(form, SingleSelectFormat | MultiSelectFormat):
        names = {option.id: option.name for option in form.options}
        return [names[one] for one in answer] if isinstance(answer, list) else names[answer]
    return answer[:10] if getattr(form, "type", None) == "DATE" else answer
