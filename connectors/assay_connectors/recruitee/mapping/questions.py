"""Screening questions and what a job asks, from the careers site. Source: recruitee sheet 7.1, 2.11."""

import html
import re
from collections.abc import Callable

from assay.unified.questions import (
    FileFormat,
    MultiSelectFormat,
    NumberFormat,
    PlainFormat,
    QuestionFormat,
    QuestionOption,
    SingleSelectFormat,
    TextFormat,
    UnknownFormat,
)
from assay.unified.records import JobScreeningQuestion, ScreeningQuestion
from assay_connectors.recruitee.mapping.payload import Payload

_TAG = re.compile(r"<[^>]*>")


def plain(text: str | None) -> str | None:
    """A text without HTML tags, entities resolved, blanks joined."""
    if text is None:
        return None
    return " ".join(html.unescape(_TAG.sub(" ", text)).split()) or None


def questions_of(careers_offer: Payload) -> list[Payload]:
    """The questions of a published job in their order."""
    return sorted(
        careers_offer.parts("open_questions"), key=lambda question: question.number("position") or 0
    )


def screening_question(question: Payload) -> ScreeningQuestion:
    """A question, whichever job asks it; the vendor has no help text."""
    return ScreeningQuestion(
        remote_id=question.identifier(),
        title=plain(question.text("body")),
        format=question_format(question),
    )


def job_question(question: Payload, job_id: str) -> JobScreeningQuestion:
    """A question as one job asks it; the vendor has no conditions."""
    position = question.whole("position")
    return JobScreeningQuestion(
        index=None if position is None else position - 1,
        required=question.flag("required"),
        job_id=job_id,
        question_id=question.identifier(),
    )


def question_format(question: Payload) -> QuestionFormat:
    """What an answer has to look like; UNKNOWN for kinds without a unified format."""
    make = _FORMATS.get(question.text("kind") or "")
    return make(question) if make else UnknownFormat(raw_question=question.raw)


def _options(question: Payload) -> list[QuestionOption]:
    return [
        QuestionOption(
            id=option.identifier(),
            name=option.text("body") or option.identifier(),
            remote_id=option.identifier(),
        )
        for option in question.parts("open_question_options")
    ]


def _length(question: Payload) -> int | None:
    return question.part("options").whole("length")


def _single_line(question: Payload) -> QuestionFormat:
    return TextFormat(
        display_type="SINGLE_LINE",
        max_length=_length(question),
    )


def _multi_line(question: Payload) -> QuestionFormat:
    return TextFormat(
        display_type="MULTI_LINE",
        max_length=_length(question),
    )


def _salary(_: Payload) -> QuestionFormat:
    return TextFormat(display_type="SINGLE_LINE")


def _legal(_: Payload) -> QuestionFormat:
    return PlainFormat(type="BOOLEAN")


def _infobox(_: Payload) -> QuestionFormat:
    return PlainFormat(type="INFORMATION")


_FORMATS: dict[str, Callable[[Payload], QuestionFormat]] = {
    "string": _single_line,
    "text": _multi_line,
    "salary": _salary,
    "single_choice": lambda question: SingleSelectFormat(options=_options(question)),
    "multi_choice": lambda question: MultiSelectFormat(options=_options(question)),
    "boolean": lambda _: PlainFormat(type="BOOLEAN"),
    "legal": _legal,
    "date": lambda _: PlainFormat(type="DATE"),
    "number": lambda _: NumberFormat(display_type="FIELD"),
    "file": lambda _: FileFormat(),
    "infobox": _infobox,
}
