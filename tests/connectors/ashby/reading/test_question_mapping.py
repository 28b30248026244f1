from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.unified.questions import (
    Answer,
    FileFormat,
    MultiSelectFormat,
    NumberFormat,
    PlainFormat,
    QuestionOption,
    SingleSelectFormat,
    TextFormat,
    UnknownFormat,
)
from assay.unified.records import JobScreeningQuestion, ScreeningQuestion
from assay_connectors.ashby.mapping.answers import answers
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.questions import asked, job_question, question_format, screening_question

OPTIONS = [{"label": "None to two", "value": "0-2"}, {"label": "Three or more", "value": "3+"}]
UNIFIED_OPTIONS = [
    QuestionOption(id="0-2", name="None to two", remote_id="0-2"),
    QuestionOption(id="3+", name="Three or more", remote_id="3+"),
]
PATH = "aa000000-0000-4000-8000-000000000004"


def _info(raw: dict[str, Any]) -> Payload:
    return Payload(raw, "/jobPosting.info")


def test_the_questions_of_a_posting_come_in_order_and_surveys_last(sample: Callable[..., Any]) -> None:
    questions = list(asked(_info(sample("posting_info"))))

    assert [screening_question(question) for question in questions] == [
        ScreeningQuestion(
            remote_id=PATH,
            title="Years of experience",
            description="<p>Be honest</p>",
            format=SingleSelectFormat(
                options=[
                    QuestionOption(id="0-2", name="0-2", remote_id="0-2"),
                    QuestionOption(id="3+", name="3+", remote_id="3+"),
                ]
            ),
            category=None,
        ),
        ScreeningQuestion(
            remote_id="bb000000-0000-4000-8000-000000000001:_systemfield_eeoc_gender",
            title="Gender",
            description=None,
            format=SingleSelectFormat(
                options=[
                    QuestionOption(id=value, name=value, remote_id=value)
                    for value in ("Male", "Female", "Decline to self-identify")
                ]
            ),
            category="EEO",
        ),
    ]


def test_a_job_asks_a_question_at_a_place_and_maybe_must_have_an_answer(sample: Callable[..., Any]) -> None:
    question = next(iter(asked(_info(sample("posting_info")))))

    assert job_question(question, 0, "j1") == JobScreeningQuestion(
        index=0,
        required=True,
        precondition_question_id=None,
        precondition_options=None,
        job_id="j1",
        question_id=PATH,
    )


@pytest.mark.parametrize(
    ("survey", "categories"),
    [
        ({"surveyType": "Diversity"}, ["DEMOGRAPHIC"]),
        ({"surveyType": "EEOC"}, ["EEO"]),
        ({"surveyType": "Questionnaire"}, []),
        ({"surveyType": "CandidateDataConsent"}, []),
        ({"surveyType": "EEOC", "isArchived": True}, []),
    ],
)
def test_only_equal_opportunity_surveys_ask_questions(
    sample: Callable[..., Any], survey: dict[str, Any], categories: list[str]
) -> None:
    form = {**sample("posting_info")["surveyFormDefinitions"][0], **survey}
    info = _info({"id": "p1", "surveyFormDefinitions": [form]})

    assert [screening_question(question).category for question in asked(info)] == categories


def test_a_survey_question_is_described_by_itself_and_its_section() -> None:
    entry = {"descriptionPlain": "Pick one", "field": {"path": "q", "type": "Boolean"}}
    section = {"descriptionHtml": "<p>By law</p>", "fields": [entry]}
    survey = {"id": "s1", "surveyType": "EEOC", "formDefinition": {"sections": [section]}}
    own_form = {"sections": [section]}
    info = _info({"id": "p1", "applicationFormDefinition": own_form, "surveyFormDefinitions": [survey]})

    own, of_survey = (screening_question(question) for question in asked(info))

    assert own.description == "Pick one"
    assert of_survey.description == "Pick one\n<p>By law</p>"


def test_old_forms_without_sections_are_read_too() -> None:
    form = {"fields": [{"field": {"path": "q1", "type": "Date", "title": "When?"}}]}

    (question,) = asked(_info({"id": "p1", "applicationFormDefinition": form}))

    assert screening_question(question) == ScreeningQuestion(
        remote_id="q1", title="When?", format=PlainFormat(type="DATE")
    )


def test_what_a_candidate_tells_anyway_is_no_question_but_the_location_is() -> None:
    paths = ["name", "email", "phone", "resume", "location"]
    fields = [{"field": {"path": f"_systemfield_{path}", "type": "String"}} for path in paths]
    info = _info({"id": "p1", "applicationFormDefinition": {"sections": [{"fields": fields}]}})

    assert [question.remote_id for question in asked(info)] == ["_systemfield_location"]


@pytest.mark.parametrize(
    ("kind", "format_"),
    [
        ("String", TextFormat(display_type="SINGLE_LINE")),
        ("Phone", TextFormat(display_type="SINGLE_LINE")),
        ("Email", TextFormat(display_type="EMAIL")),
        ("Url", TextFormat(display_type="URL")),
        ("SocialLink", TextFormat(display_type="URL")),
        ("LongText", TextFormat(display_type="MULTI_LINE")),
        ("RichText", TextFormat(display_type="MULTI_LINE")),
        ("Number", NumberFormat(display_type="FIELD")),
        ("Score", NumberFormat(display_type="SLIDER", min=1, max=4)),
        ("Boolean", PlainFormat(type="BOOLEAN")),
        ("Date", PlainFormat(type="DATE")),
        ("ValueSelect", SingleSelectFormat(options=UNIFIED_OPTIONS)),
        ("MultiValueSelect", MultiSelectFormat(options=UNIFIED_OPTIONS)),
        ("File", FileFormat(max_file_size_bytes=52_428_800)),
    ],
)
def test_every_type_of_field_has_a_format(kind: str, format_: Any) -> None:
    assert question_format(_info({"path": "q", "type": kind, "selectableValues": OPTIONS})) == format_


@pytest.mark.parametrize("kind", ["Location", "EducationHistory", "Hologram", None])
def test_a_field_without_a_unified_format_is_handed_on(kind: str | None) -> None:
    raw = {"path": "q", "type": kind}

    assert question_format(_info(raw)) == UnknownFormat(raw_question=raw)


def test_an_option_without_label_is_named_by_its_value() -> None:
    format_ = question_format(_info({"type": "ValueSelect", "selectableValues": [{"value": "x"}]}))

    assert format_ == SingleSelectFormat(options=[QuestionOption(id="x", name="x", remote_id="x")])


def _submitted(kind: str, value: Any, path: str = "q1", **field: Any) -> Payload:
    entry = {"field": {"path": path, "type": kind, "title": "Q?", "selectableValues": OPTIONS, **field}}
    submission = {"formDefinition": {"sections": [{"fields": [entry]}]}, "submittedValues": {path: value}}
    return Payload({"id": "a1", "applicationFormSubmissions": [submission]}, "/application.info")


@pytest.mark.parametrize(
    ("kind", "value", "type_", "answer"),
    [
        ("String", "yes", "TEXT", Answer(content="yes")),
        ("String", {"text": "yes"}, "TEXT", Answer(content="yes")),
        ("RichText", {"type": "PlainText", "value": "long"}, "TEXT", Answer(content="long")),
        ("ValueSelect", "3+", "SINGLE_SELECT", Answer(choice="Three or more")),
        ("ValueSelect", {"value": "3+"}, "SINGLE_SELECT", Answer(choice="Three or more")),
        ("ValueSelect", "gone", "SINGLE_SELECT", Answer(choice="gone")),
        (
            "MultiValueSelect",
            ["0-2", {"value": "3+"}],
            "MULTI_SELECT",
            Answer(choices=["None to two", "Three or more"]),
        ),
        ("Boolean", False, "BOOLEAN", Answer(checked=False)),
        ("Boolean", {"value": False}, "BOOLEAN", Answer(checked=False)),
        ("Number", 7, "NUMBER", Answer(number=7)),
        ("Number", "7.5", "NUMBER", Answer(number=7.5)),
        ("Score", {"score": 3}, "NUMBER", Answer(number=3)),
        ("Date", "2026-08-01", "DATE", Answer(date=datetime(2026, 8, 1, tzinfo=UTC))),
        ("Location", {"city": "Porto"}, "UNKNOWN", Answer(raw={"city": "Porto"})),
        ("String", ["odd"], "UNKNOWN", Answer(raw=["odd"])),
        ("Boolean", "yes", "UNKNOWN", Answer(raw="yes")),
        ("Number", "many", "UNKNOWN", Answer(raw="many")),
        ("Number", "inf", "UNKNOWN", Answer(raw="inf")),
        ("Number", True, "UNKNOWN", Answer(raw=True)),
        ("Date", "soon", "UNKNOWN", Answer(raw="soon")),
        ("Date", 5, "UNKNOWN", Answer(raw=5)),
        ("ValueSelect", 3, "UNKNOWN", Answer(raw=3)),
        ("MultiValueSelect", "3+", "UNKNOWN", Answer(raw="3+")),
        ("MultiValueSelect", [3], "UNKNOWN", Answer(raw=[3])),
        ("String", {}, "UNKNOWN", Answer(raw={})),
    ],
)
def test_an_answer_has_the_shape_of_its_question_or_is_handed_on(
    kind: str, value: Any, type_: str, answer: Answer
) -> None:
    (given_answer,) = answers(_submitted(kind, value))

    assert given_answer.question.type == type_
    assert (given_answer.question.remote_id, given_answer.question.title) == ("q1", "Q?")
    assert given_answer.answer == answer


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [("File", "q1", "f"), ("String", "_systemfield_name", "M"), ("String", "q1", None)],
)
def test_files_system_fields_and_unanswered_questions_are_left_out(kind: str, path: str, value: Any) -> None:
    assert answers(_submitted(kind, value, path)) == []


def test_a_question_without_title_goes_by_its_path() -> None:
    (answer,) = answers(_submitted("String", "x", title=None))

    assert answer.question.title == "q1"


def test_a_field_without_path_has_no_answer() -> None:
    submission = {"formDefinition": {"fields": [{"field": {"type": "String"}}]}, "submittedValues": {"": "x"}}

    assert answers(Payload({"id": "a", "applicationFormSubmissions": [submission]}, "/a")) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abtext"), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(["String", "Number", "Score", "Boolean", "Date", "ValueSelect", "MultiValueSelect", "X"]),
    json_values,
)
def test_no_submitted_value_breaks_the_reading_of_answers(kind: str, value: Any) -> None:
    read = answers(_submitted(kind, value))

    assert len(read) == (value is not None)
    for answer in read:
        assert len(answer.answer.model_dump(exclude_unset=True)) == 1
