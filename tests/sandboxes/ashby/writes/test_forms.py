import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.ashby.rules.answers import entries_of, fits, is_missing

pytestmark = pytest.mark.loopback

NAME, EMAIL, RESUME = "_systemfield_name", "_systemfield_email", "_systemfield_resume"


def _form(posting: Any, *, optional: bool = False) -> dict[str, Any]:
    """A good answer to every required question of a posting, or to every question."""
    answers: dict[str, Any] = {}
    for entry in entries_of(posting.application_form):
        field = entry["field"]
        if (entry["isRequired"] or optional) and field["type"] != "File":
            answers[field["path"]] = GOOD[field["type"]](field)
    return answers | {NAME: "Marta Reis Lima", EMAIL: "marta@example.org"}


GOOD: dict[str, Any] = {
    "String": lambda _: "text",
    "Phone": lambda _: "+351 1",
    "LongText": lambda _: "long text",
    "Email": lambda _: "a@b.example",
    "Url": lambda _: "https://a.example",
    "SocialLink": lambda _: "https://a.example",
    "RichText": lambda _: {"type": "PlainText", "value": "rich"},
    "Number": lambda _: 7,
    "Score": lambda _: {"score": 3},
    "Boolean": lambda _: True,
    "Date": lambda _: "2026-08-01",
    "ValueSelect": lambda field: field["selectableValues"][0]["value"],
    "MultiValueSelect": lambda field: [choice["value"] for choice in field["selectableValues"]],
    "Location": lambda _: {"country": "Portugal", "city": "Lisbon"},
    "EducationHistory": lambda _: [{"schoolName": "Example University"}],
}
BAD: dict[str, list[Any]] = {
    "String": [7, ["x"]],
    "Email": ["nobody", 7],
    "Url": ["a.example", 7],
    "SocialLink": ["a.example"],
    "RichText": [
        "rich",
        {"type": "PlainText", "value": "x", "more": 1},
        {"type": "Html", "value": "x"},
        {"type": "PlainText"},
    ],
    "Number": ["7", 7.5, True],
    "Score": [3, {"score": 3, "max": 4}, {"score": 0}, {"score": 5}, {"score": True}, {"score": "3"}, {}],
    "Boolean": ["true", 1],
    "Date": ["1.8.2026", "2026-02-30", "2026-08-01T00:00:00Z", 20260801],
    "ValueSelect": ["not a choice", ["0-2"]],
    "MultiValueSelect": ["Python", ["not a choice"], [1]],
    "Location": ["Lisbon", {"town": "Lisbon"}, {"city": 1}],
    "EducationHistory": [{"schoolName": "X"}, [{"schoolName": "X", "degree": {}}], [{"degree": "BA"}]],
}
CHOICES = [{"label": "Few", "value": "0-2"}, {"label": "Py", "value": "Python"}]


def _body(posting: Any, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    submissions = [{"path": path, "value": value} for path, value in answers.items()]
    return {"jobPostingId": posting.id, "applicationForm": {"fieldSubmissions": submissions}, **more}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_an_answer_of_the_questions_type_fits(kind: str) -> None:
    field = {"type": kind, "selectableValues": CHOICES}

    assert fits(field, GOOD[kind](field))


@pytest.mark.parametrize(("kind", "answer"), [(kind, answer) for kind in BAD for answer in BAD[kind]])
def test_an_answer_of_another_type_does_not_fit(kind: str, answer: Any) -> None:
    assert not fits({"type": kind, "selectableValues": CHOICES}, answer)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(kind=st.sampled_from(sorted(GOOD)), answer=_json)
def test_any_answer_at_all_gets_a_verdict(kind: str, answer: Any) -> None:
    verdict = fits({"type": kind, "selectableValues": CHOICES}, answer)

    assert verdict in (True, False)
    assert is_missing(answer) in (True, False)


@pytest.mark.parametrize("title", ["Backend Engineer (m/f/x)", "Vertriebsleitung Süd (w/m/d)"])
def test_applying_makes_candidate_and_application(ashby: Any, title: str) -> None:
    posting = ashby.posting(title)
    tag = ashby.first("tags")
    answers = _form(posting, optional=True)

    made = ashby.ok(
        "/applicationForm.submit",
        **_body(posting, answers, tagIds=[tag.id, tag.id], utmData={"utm_source": "board"}),
    )

    instance = made["submittedFormInstance"]
    assert made["formMessages"] == {"blocked": False}
    assert instance["submittedValues"] == answers
    assert "applicationId" not in instance
    application = ashby.ok(
        "/application.info",
        submittedFormInstanceId=instance["id"],
        expand=["applicationFormSubmissions"],
    )
    assert application["status"] == "Active"
    assert application["currentInterviewStage"]["type"] == "PreInterviewScreen"
    assert application["appliedViaJobPostingId"] == posting.id
    assert application["applicationFormSubmissions"][0]["submittedValues"] == answers
    candidate = ashby.ok("/candidate.info", id=application["candidate"]["id"])
    assert candidate["name"] == "Marta Reis Lima"
    assert candidate["primaryEmailAddress"]["value"] == "marta@example.org"
    assert candidate["primaryPhoneNumber"]["value"] == "+351 1"
    assert [one["id"] for one in candidate["tags"]] == [tag.id]
    assert ("location" in candidate) is ("_systemfield_location" in answers)


def test_a_stored_file_is_the_resume_of_candidate_and_application(ashby: Any) -> None:
    posting = ashby.posting()
    handle = ashby.upload("ApplicationForm", b"%PDF-1.4 cv", "cv.pdf")
    body = _body(posting, _form(posting) | {RESUME: handle})

    made = ashby.ok("/applicationForm.submit", **body)

    instance = made["submittedFormInstance"]
    application = ashby.ok("/application.info", submittedFormInstanceId=instance["id"])
    candidate = ashby.ok("/candidate.info", id=application["candidate"]["id"])
    assert application["resumeFileHandle"] == candidate["resumeFileHandle"]
    assert instance["submittedValues"][RESUME] == candidate["resumeFileHandle"]
    assert ashby.refused("/applicationForm.submit", **body) == "invalid_input"


def test_multipart_sends_files_as_parts_named_by_their_answer(ashby: Any) -> None:
    posting = ashby.posting()
    form = _body(posting, _form(posting) | {RESUME: "my_cv"})["applicationForm"]

    def send(parts: dict[str, Any]) -> Any:
        data = {"jobPostingId": posting.id, "applicationForm": json.dumps(form), "tagIds": "[]"}
        return ashby.client.post("/applicationForm.submit", data=data, files=parts).json()

    made = send({"my_cv": ("cv.pdf", b"%PDF", "application/pdf")})["results"]["submittedFormInstance"]
    assert made["submittedValues"][RESUME]["name"] == "cv.pdf"
    assert send({"other": ("cv.pdf", b"%PDF")})["errorInfo"]["code"] == "invalid_input"
    assert send({"my_cv": ("cv.pdf", b"")})["errorInfo"]["code"] == "invalid_input"


def test_a_missing_required_answer_records_nothing_and_speaks_to_the_candidate(
    ashby: Any, listening: Any
) -> None:
    posting = ashby.posting()
    before = (len(ashby.org.candidates), len(ashby.org.applications))
    answers = _form(posting)
    del answers[NAME]

    answer = ashby.post("/applicationForm.submit", _body(posting, answers)).json()

    assert answer["success"] is False
    assert answer["errors"] == ["Please answer the question: Name"]
    assert answer["errorInfo"]["code"] == "invalid_input"
    assert (len(ashby.org.candidates), len(ashby.org.applications)) == before
    assert listening.actions() == []


def test_answers_must_fit_and_belong_to_the_form(ashby: Any) -> None:
    posting = ashby.posting()
    fields = [entry["field"] for entry in entries_of(posting.application_form)]
    field = next(field for field in fields if field["type"] == "ValueSelect")
    choice, label = field["path"], field["selectableValues"][0]["label"]

    for wrong in ({choice: f"{label}!"}, {choice: "  "}, {EMAIL: "nobody"}, {"no-such-path": "x"}):
        body = _body(posting, _form(posting) | wrong)
        assert ashby.refused("/applicationForm.submit", **body) == "invalid_input"


def test_one_address_always_fails(ashby: Any) -> None:
    posting = ashby.posting()
    body = _body(posting, _form(posting) | {EMAIL: "testing-fail-validation@example.com"})

    assert ashby.refused("/applicationForm.submit", **body) == "invalid_input"


def test_an_unpublished_posting_takes_applications_unless_told_not_to(ashby: Any) -> None:
    posting = ashby.posting()
    ashby.happen("unpublish_posting", job_posting_id=posting.id)
    body = _body(posting, _form(posting))
    strict = {**body, "allowSubmissionForUnpublishedJobPosting": False}

    assert ashby.refused("/applicationForm.submit", **strict) == "job_posting_not_published"
    assert ashby.ok("/applicationForm.submit", **body)["formMessages"]["blocked"] is False


def test_a_posting_without_plan_or_unknown_cannot_be_applied_to(ashby: Any) -> None:
    posting = ashby.posting()
    body = _body(posting, _form(posting))
    ashby.job().default_plan_id = None

    assert ashby.refused("/applicationForm.submit", **body) == "interview_plan_not_found"
    lost = {**body, "jobPostingId": ashby.unknown}
    assert ashby.refused("/applicationForm.submit", **lost) == "job_posting_not_found"
    tagged = {**body, "tagIds": [ashby.unknown]}
    assert ashby.refused("/applicationForm.submit", **tagged) == "candidate_tag_not_found"


def test_a_posting_of_a_confidential_job_is_hidden_with_it(ashby: Any) -> None:
    posting = ashby.posting()
    ashby.happen("edit_job", job_id=posting.job_id, confidential=True)
    ashby.grant(without_switches=("confidential",))

    body = _body(posting, _form(posting))
    assert ashby.refused("/applicationForm.submit", **body) == "job_posting_not_found"


def test_a_blocked_submission_succeeds_without_an_application(ashby: Any, listening: Any) -> None:
    ashby.setting(block_submissions=True)
    posting = ashby.posting()
    before = len(ashby.org.applications)

    made = ashby.ok("/applicationForm.submit", **_body(posting, _form(posting)))

    assert made["formMessages"]["blocked"] is True
    assert made["formMessages"]["blockMessageForCandidateHtml"].startswith("<p>")
    instance = {"submittedFormInstanceId": made["submittedFormInstance"]["id"]}
    assert ashby.refused("/application.info", **instance) == "application_blocked"
    assert len(ashby.org.applications) == before
    assert listening.actions() == []


def test_a_submitted_form_keeps_the_questions_as_they_were(ashby: Any) -> None:
    posting = ashby.posting()
    made = ashby.ok("/applicationForm.submit", **_body(posting, _form(posting)))
    ashby.happen("edit_screening_questions_only", path=NAME, title="Your name")

    shown = ashby.ok(
        "/application.info",
        submittedFormInstanceId=made["submittedFormInstance"]["id"],
        expand=["applicationFormSubmissions"],
    )
    (form,) = shown["applicationFormSubmissions"]
    assert form["formDefinition"]["sections"][0]["fields"][0]["field"]["title"] == "Name"


def test_a_linkedin_question_becomes_a_link_and_unnamed_people_have_a_name(ashby: Any) -> None:
    posting = ashby.posting()
    path = "_systemfield_linkedin"
    ashby.happen("add_question_to_posting", job_posting_id=posting.id, path=path, type="SocialLink")
    made = ashby.happen(
        "apply",
        job_posting_id=posting.id,
        name="",
        email="x@example.org",
        phone="1",
        answers={path: "https://linkedin.com/in/x"},
    )

    candidate = ashby.ok("/candidate.info", id=made["candidate_id"])
    assert candidate["name"] == "Unknown"
    assert candidate["socialLinks"] == [{"type": "LinkedIn", "url": "https://linkedin.com/in/x"}]
