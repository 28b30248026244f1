"""Screening questions and what a job asks. Source: ashby sheet 7.1, 2.0 FormDefinition."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from assay_connectors.ashby.mapping.payload import Payload

COVERED_ELSEWHERE = frozenset(
    {"_systemfield_name", "_systemfield_email", "_systemfield_phone", "_systemfield_resume"}
)
"""Fields that candidates and attachments answer already."""
MAX_FILE_BYTES = 52_428_800
"""Source: ashby sheet 3.9 [D help centre]."""

_CATEGORY = {"EEOC": "EEO", "Diversity": "DEMOGRAPHIC"}
"""Survey types whose fields are questions to applicants."""
_TEXT_DISPLAY = {
    "String": "SINGLE_LINE",
    "Phone": "SINGLE_LINE",
    "Email": "EMAIL",
    "Url": "URL",
    "SocialLink": "URL",
    "LongText": "MULTI_LINE",
    "RichText": "MULTI_LINE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field of a form, where it stands and in which form."""

    entry: Payload
    section: Payload
    survey: Payload
    """Survey form; empty for the application form."""

    @property
    def field(self) -> Payload:
        """What is asked."""
        return self.entry.part("field")

    @property
    def remote_id(self) -> str:
        """The path; below its form's id for surveys, which share paths."""
        path = self.field.identifier("path")
        return f"{self.survey.identifier()}:{path}" if self.survey else path


def form_fields(definition: Payload) -> Iterator[tuple[Payload, Payload]]:
    """Section and entry of each field in document order; old forms have fields without sections (Q22)."""
    for section in definition.parts("sections") or [definition]:
        for entry in section.parts("fields"):
            yield section, entry


def asked(info: Payload) -> Iterator[Asked]:
    """Every question of a posting, application form first, then its equal opportunity surveys."""
    no_survey = Payload({}, info.endpoint)
    for section, entry in form_fields(info.part("applicationFormDefinition")):
        if entry.part("field").text("path") not in COVERED_ELSEWHERE:
            yield Asked(entry=entry, section=section, survey=no_survey)
    for survey in info.parts("surveyFormDefinitions"):
        if survey.text("surveyType") in _CATEGORY and not survey.flag("isArchived"):
            for section, entry in form_fields(survey.part("formDefinition")):
                yield Asked(entry=entry, section=section, survey=survey)


def screening_question(question: Asked) -> ScreeningQuestion:
    """A question, whichever job asks it."""
    return ScreeningQuestion(
        remote_id=question.remote_id,
        title=question.field.text("title"),
        description=_description(question),
        format=question_format(question.field),
        category=_CATEGORY.get(question.survey.text("surveyType") or ""),
    )


def job_question(question: Asked, index: int, job_id: str) -> JobScreeningQuestion:
    """A question as one job asks it; forms have no conditions (ashby sheet 9.11)."""
    return JobScreeningQuestion(
        index=index,
        required=question.entry.flag("isRequired"),
        job_id=job_id,
        question_id=question.remote_id,
    )


def _description(question: Asked) -> str | None:
    told = [_told(question.entry)]
    if question.survey:
        told.append(_told(question.section))
    return "\n".join(text for text in told if text) or None


def _told(payload: Payload) -> str | None:
    return payload.text("descriptionHtml") or payload.text("descriptionPlain")


def question_format(field: Payload) -> QuestionFormat:
    """What an answer has to look like; UNKNOWN for types without a unified format."""
    kind = field.text("type") or ""
    if kind in _TEXT_DISPLAY:
        return TextFormat(display_type=_TEXT_DISPLAY[kind])
    make = _FORMATS.get(kind)
    return make(field) if make else UnknownFormat(raw_question=field.raw)


def _options(field: Payload) -> list[QuestionOption]:
    return [
        QuestionOption(
            id=option.identifier("value"),
            name=option.text("label") or option.identifier("value"),
            remote_id=option.identifier("value"),
        )
        for option in field.parts("selectableValues")
    ]


_FORMATS: dict[str, Callable[[Payload], QuestionFormat]] = {
    "Number": lambda _: NumberFormat(display_type="FIELD"),
    "Score": lambda _: NumberFormat(display_type="SLIDER", min=1, max=4),
    "Boolean": lambda _: PlainFormat(type="BOOLEAN"),
    "Date": lambda _: PlainFormat(type="DATE"),
    "ValueSelect": lambda field: SingleSelectFormat(options=_options(field)),
    "MultiValueSelect": lambda field: MultiSelectFormat(options=_options(field)),
    "File": lambda _: FileFormat(max_file_size_bytes=MAX_FILE_BYTES),
}
