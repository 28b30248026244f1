"""Answers to screening questions in the words of Ashby's forms. Source: ashby sheet 2.0, 3.4, 3.13, 7.1.

A question of the application form is named by its path, a question of a survey by survey id and path.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from assay.errors import InputError
from assay.unified.actions import File
from assay_connectors.ashby.actions.files import wanted_file
from assay_connectors.files import WantedFile
from assay_connectors.wanted import WantedAnswer

NAME: Final = "_systemfield_name"
EMAIL: Final = "_systemfield_email"
PHONE: Final = "_systemfield_phone"
RESUME: Final = "_systemfield_resume"
LOCATION: Final = "_systemfield_location"

_COVERED: Final = frozenset({NAME, EMAIL, PHONE, RESUME})
"""Not questions: candidate and attachment inputs fill them."""
_SURVEYS: Final = frozenset({"EEOC", "Diversity"})
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
_SCORES: Final = range(1, 5)
_MISSING: Final = object()

Field = Mapping[str, Any]


def form_fields(definition: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    """Path -> field of a form definition, with sections or (as in old samples) without."""
    definition = definition or {}
    sections = definition.get("sections")
    entries = [entry for section in sections for entry in section.get("fields") or []] if sections else None
    if entries is None:
        entries = definition.get("fields") or []
    return {entry["field"]["path"]: entry["field"] for entry in entries}


@dataclass(frozen=True, slots=True)
class Form:
    """What may be answered for one posting."""

    application: dict[str, dict[str, Any]]
    surveys: dict[str, dict[str, dict[str, Any]]]
    """Survey form id -> path -> field; EEOC and Diversity only."""

    @classmethod
    def of(cls, posting: dict[str, Any]) -> "Form":
        """The form of a posting as ``jobPosting.info`` gives it."""
        return cls(
            application=form_fields(posting.get("applicationFormDefinition")),
            surveys={
                survey["id"]: form_fields(survey.get("formDefinition"))
                for survey in posting.get("surveyFormDefinitions") or []
                if survey.get("surveyType") in _SURVEYS and not survey.get("isArchived")
            },
        )


@dataclass(slots=True)
class Answers:
    """Answers sorted by where they go, values as Ashby takes them."""

    application: dict[str, Any] = field(default_factory=dict)
    """Path -> value."""
    files: dict[str, WantedFile] = field(default_factory=dict)
    """Path of a file question of the application form -> file."""
    surveys: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Survey form id -> path -> value."""

    @property
    def need_the_form(self) -> bool:
        """Whether anything can only be said by submitting the application form."""
        return bool(self.application or self.files)


def sorted_answers(form: Form, answers: Sequence[WantedAnswer], warnings: list[str]) -> Answers:
    """Sort answers by form, converting each to the vendor's value.

    Answers to questions that the posting does not ask, or that cannot be written, give a warning.

    Raises:
        InputError: an answer has the wrong kind for its question.
    """
    result = Answers()
    for answer in answers:
        survey_id, colon, path = answer.question_id.rpartition(":")
        fields = form.surveys.get(survey_id, {}) if colon else form.application
        question = None if path in _COVERED and not colon else fields.get(path)
        if question is None:
            warnings.append(
                f"question {answer.question_id} is not asked by the job's posting; answer dropped"
            )
        elif question["type"] == "File" and not colon:
            result.files[path] = _file(answer)
        else:
            value = vendor_value(question, answer)
            if value is _MISSING:
                kind = question["type"]
                warnings.append(f"question {answer.question_id} ({kind}) cannot be answered; answer dropped")
            elif colon:
                result.surveys.setdefault(survey_id, {})[path] = value
            else:
                result.application[path] = value
    return result


def vendor_value(question: Field, answer: WantedAnswer) -> Any:
    """The value Ashby takes for a field of this type (ashby sheet 3.4).

    Raises:
        InputError: the answer has another kind than the question.
    """
    convert = _CONVERSIONS.get(question["type"])
    return convert(question, answer) if convert else _MISSING


def _text(_: Field, answer: WantedAnswer) -> str:
    text: str = _checked(answer, isinstance(answer.answer, str), "text")
    return text


def _rich_text(question: Field, answer: WantedAnswer) -> dict[str, str]:
    return {"type": "PlainText", "value": _text(question, answer)}


def _number(_: Field, answer: WantedAnswer) -> int:
    return int(_checked(answer, _is_whole(answer.answer), "a whole number"))


def _score(_: Field, answer: WantedAnswer) -> dict[str, int]:
    is_score = _is_whole(answer.answer) and int(answer.answer) in _SCORES
    return {"score": int(_checked(answer, is_score, "a whole number from 1 to 4"))}


def _flag(_: Field, answer: WantedAnswer) -> bool:
    flag: bool = _checked(answer, isinstance(answer.answer, bool), "true or false")
    return flag


def _date(_: Field, answer: WantedAnswer) -> str:
    is_date = isinstance(answer.answer, str) and _DATE.fullmatch(answer.answer) is not None
    day: str = _checked(answer, is_date, "a date")
    return day[:10]


def _options(question: Field) -> set[str]:
    return {option["value"] for option in question.get("selectableValues") or []}


def _choice(question: Field, answer: WantedAnswer) -> str:
    is_option = isinstance(answer.answer, str) and answer.answer in _options(question)
    option: str = _checked(answer, is_option, "the id of an option")
    return option


def _choices(question: Field, answer: WantedAnswer) -> list[str]:
    given, options = answer.answer, _options(question)
    are_options = isinstance(given, list) and all(isinstance(one, str) and one in options for one in given)
    chosen: list[str] = _checked(answer, are_options, "a list of ids of options")
    return chosen


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or value.is_integer()


def _checked(answer: WantedAnswer, fits: bool, wanted: str) -> Any:  # noqa: FBT001 -- the verdict
    if not fits:
        raise InputError(f"the answer to question {answer.question_id} is not {wanted}")
    return answer.answer


_CONVERSIONS: Final[Mapping[str, Callable[[Field, WantedAnswer], Any]]] = {
    **dict.fromkeys(("String", "Phone", "Email", "LongText", "Url", "SocialLink"), _text),
    "RichText": _rich_text,
    "Number": _number,
    "Score": _score,
    "Boolean": _flag,
    "Date": _date,
    "ValueSelect": _choice,
    "MultiValueSelect": _choices,
}
"""Type of a field -> how it takes an answer; places and education have no unified kind of answer."""


def _file(answer: WantedAnswer) -> WantedFile:
    try:
        file = File.model_validate(answer.answer)
    except ValidationError as error:
        raise InputError(f"the answer to question {answer.question_id} is not a file") from error
    return wanted_file(file)


def system_values(form: Form, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Those of the system fields' values that the form has a field for and that are known."""
    for path, value in values.items():
        if value and path in form.application:
            yield path, value
