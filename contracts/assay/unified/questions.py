"""Formats of screening questions and shapes of their answers. Source: unified API 2.0."""

from typing import Annotated, Any, Literal

from pydantic import Field

from assay.unified.base import Moment, Value


class QuestionOption(Value):
    """A choice; ``id`` is what an answer names, ``remote_id`` the vendor's value."""

    id: str
    name: str
    remote_id: str | None = None


class TextFormat(Value):
    """Free text; ``max_length`` in characters."""

    type: Literal["TEXT"] = "TEXT"
    display_type: Literal["SINGLE_LINE", "MULTI_LINE", "EMAIL", "URL"] | None = None
    max_length: int | None = None


class NumberFormat(Value):
    """A number between ``min`` and ``max``."""

    type: Literal["NUMBER"] = "NUMBER"
    display_type: Literal["SLIDER", "FIELD"] | None = None
    min: float | None = None
    max: float | None = None


class FileFormat(Value):
    """A file to upload."""

    type: Literal["FILE"] = "FILE"
    accepted_mime_types: list[str] | None = None
    max_file_size_bytes: int | None = None


class SingleSelectFormat(Value):
    """One of the options."""

    type: Literal["SINGLE_SELECT"] = "SINGLE_SELECT"
    options: list[QuestionOption]
    display_type: Literal["DROPDOWN", "RADIO"] | None = None


class MultiSelectFormat(Value):
    """Any of the options."""

    type: Literal["MULTI_SELECT"] = "MULTI_SELECT"
    options: list[QuestionOption]


class PlainFormat(Value):
    """Formats without further keys; INFORMATION is a text block without an answer."""

    type: Literal["BOOLEAN", "DATE", "INFORMATION"]


class UnknownFormat(Value):
    """A question the unified API has no format for, as the vendor gave it."""

    type: Literal["UNKNOWN"] = "UNKNOWN"
    raw_question: Any = None


QuestionFormat = Annotated[
    TextFormat
    | NumberFormat
    | FileFormat
    | SingleSelectFormat
    | MultiSelectFormat
    | PlainFormat
    | UnknownFormat,
    Field(discriminator="type"),
]

AnswerType = Literal["TEXT", "SINGLE_SELECT", "MULTI_SELECT", "BOOLEAN", "NUMBER", "DATE", "UNKNOWN"]


class AnsweredQuestion(Value):
    """The question an answer belongs to. There is no FILE answer on reads."""

    remote_id: str | None = None
    title: str
    type: AnswerType


class Answer(Value):
    """Exactly the key that the question's type asks for is set.

    TEXT content, SINGLE_SELECT choice (option text), MULTI_SELECT choices, BOOLEAN checked,
    NUMBER number, DATE date, UNKNOWN raw.
    """

    content: str | None = None
    choice: str | None = None
    choices: list[str] | None = None
    checked: bool | None = None
    number: float | None = None
    date: Moment | None = None
    raw: Any = None


class ScreeningQuestionAnswer(Value):
    """A candidate's answer to one question."""

    question: AnsweredQuestion
    answer: Answer
