"""Answers to surveys go where nobody reads them back. Source: ashby sheet 7.4 N11, 3.13."""

from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, Job, JobScreeningQuestion, ScreeningQuestion
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

BEFORE, BOTH, ALONE = "read the company", "answer form and surveys", "answer surveys alone"
PERSON = {"first_name": "Selda", "last_name": "Umfrage", "email_address": "selda@applicant.example"}

MODELS = (Job.store_id, ScreeningQuestion.store_id, JobScreeningQuestion.store_id)


def _surveyed_job(snapshot: Snapshot) -> Job:
    """An open job that asks questions of both kinds of survey."""
    kinds = {question.id: question.category for question in cast.of(snapshot, ScreeningQuestion)}
    asked: dict[str | None, set[str | None]] = {}
    for join in cast.of(snapshot, JobScreeningQuestion):
        asked.setdefault(join.job_id, set()).add(kinds.get(join.question_id))
    return cast.one(
        cast.of(snapshot, Job),
        lambda job: job.status == "OPEN" and {"EEO", "DEMOGRAPHIC"} <= asked.get(job.id, set()),
    )


def _answers(snapshot: Snapshot, job: Job, *, surveys_only: bool) -> list[dict[str, Any]]:
    return [
        {"question_id": question.id, "answer": answer}
        for _, question in cast.questions_of(snapshot, job)
        if (question.category is not None or not surveys_only)
        and (answer := cast.answer_to(question)) is not None
    ]


@REGISTER.scenario("survey-answers")
def survey_answers(stage: Stage) -> None:
    """An application with answers to everything, and one with answers to surveys alone."""
    snapshot = stage.sync(BEFORE, models=MODELS)
    job = _surveyed_job(snapshot)
    for name, surveys_only in ((BOTH, False), (ALONE, True)):
        stage.act(
            name,
            "create_application",
            {
                "candidate": PERSON,
                "application": {"job_id": job.id},
                "screening_question_answers": _answers(snapshot, job, surveys_only=surveys_only),
            },
        )


def _survey_of(question: ScreeningQuestion) -> tuple[str, str]:
    """Survey and path that a question stands for."""
    survey_id, _, path = str(question.remote_id).rpartition(":")
    return survey_id, path


def _given(trace: Trace, step: Step) -> dict[str, dict[str, Any]]:
    """Survey -> path -> answer given in an action."""
    before = witness.after(trace, BEFORE)
    wanted: dict[str, dict[str, Any]] = {}
    for answer in step.inputs["screening_question_answers"]:
        question = cast.by_id(before, ScreeningQuestion, answer["question_id"])
        if question.category is not None:
            survey_id, path = _survey_of(question)
            wanted.setdefault(survey_id, {})[path] = answer["answer"]
    return wanted


def _made(step: Step) -> tuple[Played, str, str]:
    """The call that made the application, and the ids of application and candidate."""
    for path in ("/application.create", "/applicationForm.submit"):
        for call in step.sent(path):
            answers.results(call)
            for record in (getattr(item, "record", None) for item in getattr(step.result, "items", ())):
                if isinstance(record, Application):
                    return call, str(record.remote_id), str(record.candidate_id)
    raise NotShown("no application was made", *step.played)


@REGISTER.proves("behaviour/eeo-questions/answers-go-to-the-survey", scenario="survey-answers")
def answers_go_to_the_survey(trace: Trace) -> Shown:
    """One submission for each survey, after the application exists and with its ids; none in the form."""
    shown: list[Played] = []
    for name in (BOTH, ALONE):
        step = witness.succeeded(trace, name)
        made, application_id, candidate_id = _made(step)
        submissions = witness.calls(step, "/surveySubmission.create")
        wanted = _given(trace, step)
        bodies = [submission.exchange.request.json for submission in submissions]
        sent = [body.get("surveyFormDefinitionId") for body in bodies]
        expect(
            sorted(sent) == sorted(wanted), f"submitted to {sent}, answered {sorted(wanted)}", *submissions
        )
        for submission, body in zip(submissions, bodies, strict=True):
            expect(submission.index > made.index, "it was sent before the application existed", submission)
            named = (body.get("applicationId"), body.get("candidateId"))
            expect(named == (application_id, candidate_id), f"it names {named}", submission, made)
            values = body.get("submittedValues")
            expect(values == wanted[body["surveyFormDefinitionId"]], f"it holds {values}", submission)
            answers.results(submission)
        shown += [made, *submissions]
    _not_in_the_form(trace)
    return Shown(f"{len(shown) - 2} submissions to surveys", tuple(shown))


def _not_in_the_form(trace: Trace) -> None:
    step = trace.step(BOTH)
    surveyed = {path for answers in _given(trace, step).values() for path in answers}
    for form in witness.calls(step, "/applicationForm.submit"):
        text = form.exchange.request.body.decode(errors="replace")
        leaked = sorted(path for path in surveyed if path in text)
        expect(not leaked, f"the form holds answers to {leaked}", form)
        expect("_systemfield_name" in text, "the form cannot be read", form)
