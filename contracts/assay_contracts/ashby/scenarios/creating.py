"""Creating candidates and applications, by both routes. Source: ashby sheet 7.2."""

from typing import Any

from assay.evidence import Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job, JobStage, User
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER

EVERYTHING, FORM, SHORT_FORM, ADDRESS, BY_NAME, BY_KEY, LEAST = (
    "with every input",
    "through the form",
    "through a form that asks for less",
    "with a file by address",
    "with a source by name",
    "with a source by key",
    "with the least",
)


ASKED = (*cast.PROCESS, "ats_users", "ats_screening_questions", "ats_join_jobs_screening_questions")


def _source(stage: Stage, number: int) -> dict[str, Any]:
    """A source of the vendor, by position in its list; titles of chosen ones are unique."""
    listed = stage.passthrough(f"look up source {number}", "POST", "/source.list", data={}).data["results"]
    titles = [source["title"] for source in listed]
    unique = [s for s in listed if titles.count(s["title"]) == 1 and not s["isArchived"]]
    found: dict[str, Any] = unique[number]
    return found


def _person(number: int, **more: Any) -> dict[str, Any]:
    names = ("Amélie", "Bartosz", "Chiara", "Dmitri", "Eilidh", "Farouk", "Gaëlle")
    return {
        "first_name": names[number],
        "last_name": f"Nováková-{number}",
        "email_address": f"{number}.created@applicant.example",
        **more,
    }


def _every_detail() -> dict[str, Any]:
    return {
        "additional_email_addresses": [{"type": "WORK", "email_address": "amelie@work.example"}],
        "phone_number": "+351 910 555 001",
        "location": {"city": "Porto", "state": "Norte", "country": "PT"},
        "social_links": [
            {"url": "https://www.linkedin.com/in/amelie-invented"},
            {"url": "https://github.com/amelie-invented"},
            {"url": "https://amelie.example/portfolio"},
        ],
    }


def _stage_of(snapshot: Snapshot, job: Job, number: int) -> str | None:
    """A stage of a job, by position in its process."""
    joins = [join for join in cast.of(snapshot, JobStage) if join.job_id == job.id]
    return sorted(joins, key=lambda join: join.index or 0)[number].stage_id


def _answers(snapshot: Snapshot, job: Job) -> list[dict[str, Any]]:
    """Answers to all questions of a job that can be answered, those of surveys last."""
    questions = [question for _, question in cast.questions_of(snapshot, job)]
    return [
        {"question_id": question.id, "answer": answer}
        for question in sorted(questions, key=lambda question: question.category is not None)
        if (answer := cast.answer_to(question)) is not None
    ]


def _create(stage: Stage, operation: str) -> None:
    snapshot = stage.sync("read the company", models=ASKED)
    first, second = _source(stage, 0), _source(stage, 1)
    stage.connect(source_keys={"our-board": second["id"]})
    plain = cast.open_job(snapshot)
    finder = {"user_id": cast.one(cast.of(snapshot, User), lambda user: user.status == "ACTIVE").id}
    stage.act(
        EVERYTHING,
        operation,
        {
            "candidate": _person(0, **_every_detail()),
            "application": {"job_id": plain.id, "stage_id": _stage_of(snapshot, plain, 3)},
            "attachments": [
                cast.file("cv.pdf", "CV", content_type=cast.ODD_TYPE),
                cast.file("letter.pdf", "COVER_LETTER"),
                cast.file("works.pdf", "OTHER"),
            ],
            "source": {"id": first["id"]},
            "sourced_by": finder,
        },
    )
    asking = cast.open_job(snapshot, with_questions=True)
    answered = {
        "application": {"job_id": asking.id, "stage_id": _stage_of(snapshot, asking, 3)},
        "screening_question_answers": _answers(snapshot, asking),
        "source": {"id": first["id"]},
        "sourced_by": finder,
    }
    links = {"social_links": [{"url": "https://medium.com/@bartosz"}]}
    stage.act(
        FORM,
        operation,
        {
            "candidate": _person(1, **{**_every_detail(), **links}),
            "attachments": [cast.file("cv-by-form.pdf", "CV")],
            **answered,
        },
    )
    for path in ("_systemfield_phone", "_systemfield_location"):
        stage.vendor(f"forms lose {path}", "remove_question_from_posting", path=path)
    stage.act(SHORT_FORM, operation, {"candidate": _person(6, **_every_detail()), **answered})
    stage.act(
        ADDRESS,
        operation,
        {
            "candidate": _person(2),
            "application": {"job_id": plain.id},
            "attachments": [{"name": "fetched.pdf", "type": "CV", "data_url": f"{cast.FILES}/cv.pdf"}],
        },
    )
    for number, name, source in (
        (3, BY_NAME, {"name": first["title"]}),
        (4, BY_KEY, {"unified_key": "our-board"}),
    ):
        stage.act(
            name,
            operation,
            {"candidate": _person(number), "application": {"job_id": plain.id}, "source": source},
        )
    stage.act(LEAST, operation, {"candidate": _person(5), "application": {"job_id": plain.id}})
    stage.sync("read again", models=cast.PEOPLE)


@REGISTER.scenario("create-candidate")
def create_candidate(stage: Stage) -> None:
    """Create candidates with all inputs, with few, by form and by plain calls."""
    _create(stage, "create_candidate")


@REGISTER.scenario("create-application")
def create_application(stage: Stage) -> None:
    """Create applications with all inputs, with few, by form and by plain calls."""
    _create(stage, "create_application")


def _created(trace: Trace, name: str, number: int) -> tuple[Step, Candidate, Application]:
    step, after = trace.step(name), trace.after("read again")
    address = _person(number)["email_address"]
    candidate = cast.one(
        cast.of(after, Candidate),
        lambda c: address in [email.email_address for email in c.email_addresses or []],
    )
    application = cast.one(cast.of(after, Application), lambda a: a.candidate_id == candidate.id)
    return step, candidate, application


@REGISTER.proves("action/create-candidate", scenario="create-candidate")
def a_candidate_is_created(trace: Trace) -> Shown:
    """Afterwards the candidate reads as it was given."""
    return _reads_as_given(trace, "candidate")


@REGISTER.proves("action/create-application", scenario="create-application")
def an_application_is_created(trace: Trace) -> Shown:
    """Afterwards the application reads as it was given."""
    return _reads_as_given(trace, "application")


def _reads_as_given(trace: Trace, what: str) -> Shown:
    step, candidate, application = _created(trace, EVERYTHING, 0)
    given = step.inputs
    person = given["candidate"]
    expect(candidate.first_name == person["first_name"], f"first name is {candidate.first_name!r}")
    expect(candidate.last_name == person["last_name"], f"last name is {candidate.last_name!r}")
    addresses = {email.email_address for email in candidate.email_addresses or []}
    expect("amelie@work.example" in addresses, "the additional address is missing")
    expect(
        [p.phone_number for p in candidate.phone_numbers or []] == [person["phone_number"]],
        "the phone number differs",
    )
    expect(candidate.location and candidate.location.country == "PT", "the country differs")
    links = {profile.link for profile in candidate.social_media or []}
    expect(
        links == {link["url"] for link in person["social_links"]}, f"the links are {sorted(map(str, links))}"
    )
    expect(application.job_id == given["application"]["job_id"], "the application is to another job")
    expect(
        application.current_stage_id == given["application"]["stage_id"],
        "the application is in another stage",
    )
    expected = candidate.remote_id if what == "candidate" else application.remote_id
    returned = step.result.remote_id if step.result else None
    expect(returned == expected, f"the result names {returned}, the {what} is {expected}")
    return Shown(f"{what} {expected} reads as it was given", step.played)


@REGISTER.proves("behaviour/create-candidate/applicant-not-lead", scenario="create-candidate")
def without_a_stage_an_applicant_is_made(trace: Trace) -> Shown:
    """Without a stage the first pre-interview stage is asked for."""
    step, _, application = _created(trace, LEAST, 5)
    calls = step.sent("/application.create")
    expect(len(calls) == 1, f"{len(calls)} calls of application.create", *calls)
    asked = calls[0].exchange.request.json.get("interviewStageId")
    expect(asked == "FirstPreInterviewScreen", f"interviewStageId is {asked!r}", *calls)
    status = calls[0].exchange.response.json["results"]["status"]
    expect(status != "Lead", "the application became a lead", *calls)
    return Shown(f"application {application.remote_id} is {status}", calls)


@REGISTER.proves("behaviour/create-candidate/form-answers-go-through-the-form", scenario="create-candidate")
def answers_go_through_the_form(trace: Trace) -> Shown:
    """An answer to a form question leads through the form, and the form alone."""
    step, _, application = _created(trace, FORM, 1)
    submitted = step.sent("/applicationForm.submit")
    expect(len(submitted) == 1, f"{len(submitted)} forms were submitted", *submitted)
    for path in ("/candidate.create", "/application.create"):
        expect(not step.sent(path), f"{path} was called too", *step.sent(path))
    form = submitted[0].exchange.response.json["results"]["submittedFormInstance"]["id"]
    found = [
        p
        for p in step.sent("/application.info")
        if p.exchange.request.json.get("submittedFormInstanceId") == form
    ]
    expect(found, "application.info was not asked by the submitted form", *submitted)
    expect(
        found[0].exchange.response.json["results"]["id"] == application.remote_id,
        "another application was found",
        *found,
    )
    answers = application.screening_question_answers or []
    expect(answers, "no answer can be read afterwards", *found)
    return Shown(f"{len(answers)} answers were stored with the form", (*submitted, *found))


@REGISTER.proves("behaviour/create-application/returns-the-application", scenario="create-application")
def the_result_is_the_application(trace: Trace) -> Shown:
    """The same calls, but the application is returned."""
    step, _, application = _created(trace, LEAST, 5)
    paths = [played.exchange.request.path for played in step.played]
    expect(paths.index("/candidate.create") < paths.index("/application.create"), f"the calls were {paths}")
    expect(
        step.result and step.result.remote_id == application.remote_id, "the result is not the application"
    )
    return Shown(f"the result is application {application.remote_id}", step.played)


@REGISTER.proves(
    "feature/source-writing",
    "behaviour/source-writing/source-on-candidate-and-application",
    scenario="create-candidate",
)
def the_source_is_written_twice(trace: Trace) -> Shown:
    """Candidate and application both get the source, and both answers name it."""
    step, candidate, _ = _created(trace, EVERYTHING, 0)
    wanted = step.inputs["source"]["id"]
    calls = (*step.sent("/candidate.create"), *step.sent("/application.create"))
    expect(len(calls) == 2, f"{len(calls)} create calls", *calls)
    for played in calls:
        sent = played.exchange.request.json.get("sourceId")
        expect(sent == wanted, f"{played.exchange.request.path} was sent sourceId {sent!r}", played)
        answered = played.exchange.response.json["results"]["source"]["id"]
        expect(answered == wanted, f"{played.exchange.request.path} answered source {answered!r}", played)
    expect(candidate.source, "the candidate reads without a source")
    return Shown(f"source {candidate.source} stands on both", calls)
