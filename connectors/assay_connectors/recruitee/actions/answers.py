"""Answers to screening questions in the words of the careers site. Source: recruitee sheet 2.11, 3.3."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from assay.errors import InputError
from assay.unified.actions import File
from assay_connectors.files import WantedFile
from assay_connectors.recruitee.actions.files import wanted_file
from assay_connectors.wanted import WantedAnswer

Question = Mapping[str, Any]

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer as the careers site takes it."""

    question_id: int
    values: Mapping[str, Any]
    """``content``, ``multi_content`` or ``flag``; nothing for a file."""
    file: WantedFile | None = None


def sorted_answers(
    questions: Sequence[Question], answers: Sequence[WantedAnswer], warnings: list[str]
) -> tuple[Answered, ...]:
    """Convert each answer to the vendor's value.

    Answers to questions that the job does not ask, or that cannot be written, give a warning.

    Raises:
        InputError: an answer has the wrong kind for its question; nothing was written.
    """
    by_id = {str(question.get("id")): question for question in questions}
    result = []
    for answer in answers:
        question = by_id.get(answer.question_id)
        if question is None:
            warnings.append(f"question {answer.question_id} is not asked for the job; answer dropped")
            continue
        convert = _CONVERSIONS.get(str(question.get("kind")))
        if question.get("kind") == "file":
            result.append(Answered(question_id=int(question["id"]), values={}, file=_file(answer)))
        elif convert is None:
            kind = question.get("kind")
            warnings.append(f"question {answer.question_id} ({kind}) cannot be answered; answer dropped")
        else:
            result.append(Answered(question_id=int(question["id"]), values=convert(question, answer)))
    return tuple(result)


def _text(_: Question, answer: WantedAnswer) -> dict[str, Any]:
    return {"content": _checked(answer, isinstance(answer.answer, str), "text")}


def _number(_: Question, answer: WantedAnswer) -> dict[str, Any]:
    given = answer.answer
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    decimal = Decimal(str(_checked(answer, is_number, "a number")))
    _checked(answer, decimal.is_finite(), "a number")
    return {"content": f"{decimal:f}"}


def _flag(_: Question, answer: WantedAnswer) -> dict[str, Any]:
    return {"flag": _checked(answer, isinstance(answer.answer, bool), "true or false")}


def _date(_: Question, answer: WantedAnswer) -> dict[str, Any]:
    is_date = isinstance(answer.answer, str) and _DATE.fullmatch(answer.answer) is not None
    return {"content": str(_checked(answer, is_date, "a date"))[:10]}


def _texts_of_options(question: Question) -> dict[str, str]:
    """Option id -> its text: the careers site takes texts, not ids (recruitee sheet 3.3 [A])."""
    return {str(option["id"]): option["body"] for option in question.get("open_question_options") or []}


def _choice(question: Question, answer: WantedAnswer) -> dict[str, Any]:
    texts = _texts_of_options(question)
    is_option = isinstance(answer.answer, str) and answer.answer in texts
    return {"content": texts[_checked(answer, is_option, "the id of an option")]}


def _choices(question: Question, answer: WantedAnswer) -> dict[str, Any]:
    given, texts = answer.answer, _texts_of_options(question)
    are_options = isinstance(given, list) and all(isinstance(one, str) and one in texts for one in given)
    chosen: list[str] = _checked(answer, are_options, "a list of ids of options")
    return {"multi_content": [texts[one] for one in chosen]}


def _checked(answer: WantedAnswer, fits: bool, wanted: str) -> Any:  # noqa: FBT001 -- the verdict
    if not fits:
        raise InputError(f"the answer to question {answer.question_id} is not {wanted}")
    return answer.answer


_CONVERSIONS: Final[Mapping[str, Callable[[Question, WantedAnswer], dict[str, Any]]]] = {
    **dict.fromkeys(("string", "text", "salary"), _text),
    **dict.fromkeys(("boolean", "legal"), _flag),
    "single_choice": _choice,
    "multi_choice": _choices,
    "date": _date,
    "number": _number,
}
"""Kind of a question -> how it takes an answer; videos cannot be sent, and info boxes ask nothing."""


def _file(answer: WantedAnswer) -> WantedFile:
    try:
        file = File.model_validate(answer.answer)
    except ValidationError as error:
        raise InputError(f"the answer to question {answer.question_id} is not a file") from error
    return wanted_file(file)
