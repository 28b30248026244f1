"""Answers that applicants gave on the application form. Source: ashby sheet 7.1 Applications, 2.9.

The vendor does not document how each type is stored (ashby sheet 9.7): plain values and objects that wrap
them both occur. What fits neither is handed on as it is, with type UNKNOWN.
"""

from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

from assay.unified.questions import (
    Answer,
    AnsweredQuestion,
    AnswerType,
    MultiSelectFormat,
    QuestionFormat,
    ScreeningQuestionAnswer,
    SingleSelectFormat,
)
from assay_connectors.ashby.mapping.payload import Payload, day_of
from assay_connectors.ashby.mapping.questions import COVERED_ELSEWHERE, form_fields, question_format

_WRAPPERS = ("text", "name", "value", "score")
"""Keys under which an object may hold the plain value."""

Fitting = tuple[AnswerType, Answer] | None
"""An answer that fits its question, or None."""


def answers(application: Payload) -> list[ScreeningQuestionAnswer]:
    """All answers of all submissions; files are left out, the unified API has no such answer."""
    return [
        answer
        for submission in application.parts("applicationFormSubmissions")
        for answer in _of_submission(submission)
    ]


def _of_submission(submission: Payload) -> Iterator[ScreeningQuestionAnswer]:
    values = submission.part("submittedValues").raw
    for _, entry in form_fields(submission.part("formDefinition")):
        field = entry.part("field")
        path = field.text("path")
        if path is None or path in COVERED_ELSEWHERE or field.text("type") == "File":
            continue
        if values.get(path) is not None:
            kind, answer = _answer(question_format(field), values[path])
            yield ScreeningQuestionAnswer(
                question=AnsweredQuestion(
                    remote_id=path,
                    title=field.text("title") or path,
                    type=kind,
                ),
                answer=answer,
            )


def _answer(format_: QuestionFormat, given: Any) -> tuple[AnswerType, Answer]:
    """The answer in the shape of its question, UNKNOWN when it does not fit."""
    read = _READERS.get(format_.type)
    fitting = read(format_, given) if read else None
    return fitting or ("UNKNOWN", Answer(raw=given))


def _text(_: QuestionFormat, given: Any) -> Fitting:
    value = _plain(given)
    return ("TEXT", Answer(content=value)) if isinstance(value, str) else None


def _checked(_: QuestionFormat, given: Any) -> Fitting:
    value = _plain(given)
    return ("BOOLEAN", Answer(checked=value)) if isinstance(value, bool) else None


def _number(_: QuestionFormat, given: Any) -> Fitting:
    value = _plain(given)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return ("NUMBER", Answer(number=number)) if isfinite(number) else None


def _date(_: QuestionFormat, given: Any) -> Fitting:
    value = _plain(given)
    day = day_of(value) if isinstance(value, str) else None
    return ("DATE", Answer(date=day)) if day else None


def _choice(format_: QuestionFormat, given: Any) -> Fitting:
    value = _plain(given)
    return ("SINGLE_SELECT", Answer(choice=_label(format_, value))) if isinstance(value, str) else None


def _choices(format_: QuestionFormat, given: Any) -> Fitting:
    values = [_plain(one) for one in given] if isinstance(given, list) else [None]
    texts = [value for value in values if isinstance(value, str)]
    if texts != values:
        return None
    return "MULTI_SELECT", Answer(choices=[_label(format_, text) for text in texts])


_READERS: dict[str, Callable[[QuestionFormat, Any], Fitting]] = {
    "TEXT": _text,
    "NUMBER": _number,
    "BOOLEAN": _checked,
    "DATE": _date,
    "SINGLE_SELECT": _choice,
    "MULTI_SELECT": _choices,
}


def _plain(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    return next((given[key] for key in _WRAPPERS if given.get(key) is not None), None)


def _label(format_: QuestionFormat, value: str) -> str:
    """The label of the option with this value; the value itself when the form does not hold it any more."""
    options = format_.options if isinstance(format_, SingleSelectFormat | MultiSelectFormat) else []
    return next((option.name for option in options if option.remote_id == value), value)
