"""Creating where something is odd: no posting, two CVs, refusals, lost answers.

Source: ashby sheet 7.2, 1.6, 3.4.
"""

from assay.connector import ActionResult
from assay.errors import VendorRefusedError
from assay.evidence import Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.questions import TextFormat
from assay.unified.records import (
    Application,
    Candidate,
    Job,
    JobPosting,
    JobScreeningQuestion,
    ScreeningQuestion,
)
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER

ASKED = (
    "ats_jobs",
    "ats_job_postings",
    "ats_application_stages",
    "ats_join_jobs_application_stages",
    "ats_screening_questions",
    "ats_join_jobs_screening_questions",
)
PERSON = {"first_name": "Odile", "last_name": "Sonderfall", "email_address": "odile@applicant.example"}


def _result(step: Step) -> ActionResult:
    expect(step.error is None and step.result is not None, f"the action failed: {step.error}", *step.played)
    assert step.result is not None
    return step.result


def _warned(step: Step, *words: str) -> str:
    warnings = _result(step).warnings
    found = next((w for w in warnings if all(word.lower() in w.lower() for word in words)), None)
    expect(found, f"no warning speaks of {' and '.join(words)}: {list(warnings)}", *step.played)
    return str(found)


def _no_call(step: Step, *paths: str) -> None:
    for path in paths:
        expect(not step.sent(path), f"{path} was called", *step.sent(path))


@REGISTER.scenario("create-without-posting")
def create_without_posting(stage: Stage) -> None:
    """A job without any posting cannot take answers."""
    snapshot = stage.sync("read the company", models=ASKED)
    posted = {posting.job_id for posting in cast.of(snapshot, JobPosting)}
    job = cast.one(cast.of(snapshot, Job), lambda job: job.id not in posted and job.status == "OPEN")
    question = cast.one(cast.of(snapshot, ScreeningQuestion), lambda q: q.category is None and _is_text(q))
    stage.act(
        "create with an answer",
        "create_candidate",
        {
            "candidate": PERSON,
            "application": {"job_id": job.id},
            "screening_question_answers": [{"question_id": question.id, "answer": "unheard"}],
            "attachments": [
                cast.file("first.pdf", "CV"),
                cast.file("second.pdf", "CV", content="JVBERi0xLjQgc2Vjb25k"),
            ],
            "source": {"name": "A source that nobody made"},
        },
    )


@REGISTER.proves(
    "behaviour/create-candidate/answers-without-posting-are-warned-of", scenario="create-without-posting"
)
def answers_are_warned_of(trace: Trace) -> Shown:
    """Plain calls, and a warning about the answer."""
    step = trace.step("create with an answer")
    _no_call(step, "/applicationForm.submit")
    expect(step.sent("/candidate.create") and step.sent("/application.create"), "the plain calls are missing")
    return Shown(_warned(step, "answer"), step.sent("/application.create"))


@REGISTER.proves("behaviour/create-candidate/second-cv-becomes-a-file", scenario="create-without-posting")
def the_second_cv_is_a_file(trace: Trace) -> Shown:
    """The first CV is the résumé, the second a file."""
    step = trace.step("create with an answer")
    resumes, files = step.sent("/candidate.uploadResume"), step.sent("/candidate.uploadFile")
    expect(
        len(resumes) == 1 and len(files) == 1,
        f"{len(resumes)} résumés and {len(files)} files",
        *resumes,
        *files,
    )
    handles = {
        p.exchange.response.json["results"]["handle"]: p.exchange.request.json["filename"]
        for p in step.sent("/file.createFileUploadHandle")
    }
    expect(
        handles.get(resumes[0].exchange.request.json["resumeHandle"]) == "first.pdf",
        "the first is not the résumé",
        *resumes,
    )
    expect(
        handles.get(files[0].exchange.request.json["fileHandle"]) == "second.pdf",
        "the second is not the file",
        *files,
    )
    return Shown(_warned(step, "CV"), (*resumes, *files))


@REGISTER.proves("behaviour/source-writing/unknown-source-is-a-warning", scenario="create-without-posting")
def an_unknown_source_is_warned_of(trace: Trace) -> Shown:
    """No source is sent, none is made, a warning says so."""
    step = trace.step("create with an answer")
    calls = (*step.sent("/candidate.create"), *step.sent("/application.create"))
    for played in calls:
        expect(not played.exchange.request.json.get("sourceId"), "a source was sent", played)
    return Shown(_warned(step, "source"), calls)


@REGISTER.scenario("source-precedence")
def source_precedence(stage: Stage) -> None:
    """Three sources are given at once."""
    snapshot = stage.sync("read the company", models=ASKED)
    listed = stage.passthrough("look up sources", "POST", "/source.list", data={}).data["results"]
    by_id, by_key, by_name = [source for source in listed if not source["isArchived"]][:3]
    stage.connect(source_keys={"our-board": by_key["id"]})
    stage.act(
        "create with three sources",
        "create_candidate",
        {
            "candidate": PERSON,
            "application": {"job_id": cast.open_job(snapshot).id},
            "source": {"id": by_id["id"], "unified_key": "our-board", "name": by_name["title"]},
        },
    )


@REGISTER.proves("behaviour/source-writing/id-goes-before-key-and-name", scenario="source-precedence")
def the_id_wins(trace: Trace) -> Shown:
    """The id goes before key and name."""
    step = trace.step("create with three sources")
    calls = step.sent("/candidate.create")
    expect(
        calls and calls[0].exchange.request.json.get("sourceId") == step.inputs["source"]["id"],
        "another source was sent",
        *calls,
    )
    return Shown("the source given by id was sent", calls)


@REGISTER.scenario("refused-form")
def refused_form(stage: Stage) -> None:
    """A required question of the form stays without an answer."""
    snapshot = stage.sync("read the company", models=ASKED)
    job = cast.one(cast.of(snapshot, Job), lambda job: job.status == "OPEN" and _optional_text(snapshot, job))
    optional = _optional_text(snapshot, job)
    stage.act(
        "leave out a required answer",
        "create_candidate",
        {
            "candidate": PERSON,
            "application": {"job_id": job.id},
            "screening_question_answers": [{"question_id": optional, "answer": "only this"}],
        },
        fails=True,
    )


def _optional_text(snapshot: Snapshot, job: Job) -> str | None:
    """An optional text question of a job that also has a required one."""
    asked = [
        (join, question) for join, question in cast.questions_of(snapshot, job) if question.category is None
    ]
    optional = next((q.id for join, q in asked if not join.required and _is_text(q)), None)
    return optional if any(join.required for join, _ in asked) else None


def _is_text(question: ScreeningQuestion) -> bool:
    return isinstance(question.format, TextFormat)


@REGISTER.proves("behaviour/create-candidate/refused-form-writes-nothing", scenario="refused-form")
def a_refused_form_writes_nothing(trace: Trace) -> Shown:
    """The form is refused with the vendor's words and nothing else is written."""
    step = trace.step("leave out a required answer")
    submitted = step.sent("/applicationForm.submit")
    expect(len(submitted) == 1, f"{len(submitted)} forms were submitted", *submitted)
    body = submitted[0].exchange.response.json
    expect(body.get("success") is False, "the vendor took the form", *submitted)
    expect(isinstance(step.error, VendorRefusedError), f"the action ended with {step.error!r}", *submitted)
    said = body.get("errorInfo", {}).get("message") or body["errors"][0]
    expect(said in str(step.error), f"the vendor's message {said!r} is not in {step.error}", *submitted)
    _no_call(step, "/candidate.create", "/application.create", "/candidate.update", "/candidate.uploadResume")
    return Shown(f"refused: {said}", submitted)


@REGISTER.scenario("half-way-failure")
def half_way_failure(stage: Stage) -> None:
    """The application is refused after the candidate was made."""
    stage.act(
        "apply to a job that is not there",
        "create_candidate",
        {"candidate": PERSON, "application": {"job_id": "remote:0f0f0f0f-0000-4000-8000-00000000beef"}},
        fails=True,
    )


@REGISTER.proves(
    "behaviour/create-candidate/half-way-failure-names-the-candidate", scenario="half-way-failure"
)
def the_candidate_is_named(trace: Trace) -> Shown:
    """The error tells which candidate now exists."""
    step = trace.step("apply to a job that is not there")
    made = step.sent("/candidate.create")
    expect(len(made) == 1, f"{len(made)} candidates were made", *made)
    candidate = made[0].exchange.response.json["results"]["id"]
    refused = step.sent("/application.create")
    expect(
        refused and refused[-1].exchange.response.json["success"] is False,
        "the application was not refused",
        *refused,
    )
    expect(step.error is not None, "the action did not fail", *refused)
    told = str(getattr(step.error, "detail", {})) + str(step.error)
    expect(candidate in told, f"the error does not tell candidate {candidate}: {step.error}", *made)
    return Shown(f"the error names candidate {candidate}", (*made, *refused))


@REGISTER.scenario("lost-answer", faults={"drop_after_commit": {"path": "/candidate.create", "times": 1}})
def lost_answer(stage: Stage) -> None:
    """The connection drops after the vendor has created the candidate."""
    snapshot = stage.sync("read the company", models=ASKED)
    stage.act(
        "create although the answer is lost",
        "create_candidate",
        {"candidate": PERSON, "application": {"job_id": cast.open_job(snapshot).id}},
    )
    stage.sync("read again", models=cast.PEOPLE)


@REGISTER.proves("behaviour/general/lost-answer-of-a-write-is-not-repeated-blindly", scenario="lost-answer")
def a_lost_answer_is_verified_first(trace: Trace) -> Shown:
    """The connector looks before it leaps: one candidate exists."""
    step, after = trace.step("create although the answer is lost"), trace.after("read again")
    _result(step)
    made = [c for c in cast.of(after, Candidate) if c.last_name == PERSON["last_name"]]
    calls = step.sent("/candidate.create")
    expect(len(made) == 1, f"{len(made)} candidates exist afterwards", *calls)
    applied = [a for a in cast.of(after, Application) if a.candidate_id == made[0].id]
    expect(len(applied) == 1, f"{len(applied)} applications exist afterwards", *calls)
    paths = [played.exchange.request.path for played in step.played]
    expect(
        paths.count("/candidate.create") == 1,
        f"candidate.create was sent {paths.count('/candidate.create')} times",
        *calls,
    )
    looked = step.sent("/candidate.search")
    expect(looked, f"nothing was looked up: {paths}", *calls)
    return Shown("found by search instead of created again", (*calls, *looked))


@REGISTER.scenario("undeclared-inputs")
def undeclared_inputs(stage: Stage) -> None:
    """Inputs that the page does not declare are given."""
    snapshot = stage.sync("read the company", models=ASKED)
    stage.act(
        "create with undeclared inputs",
        "create_candidate",
        {
            "candidate": {
                **PERSON,
                "company": "Undeclared Company Ltd",
                "title": "Undeclared Title",
                "gender": "OTHER",
                "additional_phone_numbers": [{"type": "WORK", "phone_number": "+49 30 000 999"}],
                "salary_expectations": {"period": "YEAR", "amount": 71234},
                "location": {"country": "DE", "street_1": "Undeclared Street 5", "zip_code": "10999"},
            },
            "application": {"job_id": cast.open_job(snapshot).id},
            "gdpr_consent": {"given": True, "expires_at": "2027-01-01T00:00:00Z"},
        },
    )


@REGISTER.scenario("blocked-form", faults={"block_submissions": True})
def blocked_form(stage: Stage) -> None:
    """The vendor blocks the submission of a form."""
    snapshot = stage.sync("read the company", models=ASKED)
    surveyed = {q.id for q in cast.of(snapshot, ScreeningQuestion) if q.category is not None}
    asking = {j.job_id for j in cast.of(snapshot, JobScreeningQuestion) if j.question_id in surveyed}
    job = cast.one(cast.of(snapshot, Job), lambda job: job.id in asking and job.status == "OPEN")
    stage.act(
        "submit a blocked form with a survey",
        "create_application",
        {
            "candidate": PERSON,
            "application": {"job_id": job.id},
            "screening_question_answers": [
                {"question_id": question.id, "answer": answer}
                for _, question in cast.questions_of(snapshot, job)
                if (answer := cast.answer_to(question)) is not None
            ],
        },
        fails=True,
    )


@REGISTER.proves("behaviour/eeo-questions/blocked-submission-sends-no-survey", scenario="blocked-form")
def a_blocked_form_sends_no_survey(trace: Trace) -> Shown:
    """After a blocked submission no survey is sent and the action fails."""
    step = trace.step("submit a blocked form with a survey")
    submitted = step.sent("/applicationForm.submit")
    expect(submitted, "no form was submitted")
    blocked = submitted[0].exchange.response.json["results"]["formMessages"]["blocked"]
    expect(blocked is True, "the vendor did not block the form", *submitted)
    expect(step.error is not None, "the action did not fail", *submitted)
    _no_call(step, "/surveySubmission.create")
    return Shown("blocked, and no survey was sent", submitted)
