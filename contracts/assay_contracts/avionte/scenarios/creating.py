"""Creating candidates and applications: talent, pipeline, files. Source: avionte sheet 7.8.1, 7.8.2."""

from collections.abc import Mapping
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.avionte import acting, calls, deliveries
from assay_contracts.avionte.acting import CREATE, DOCUMENT, PUT_INTO_PIPELINE, RESUME
from assay_contracts.avionte.calls import PIPELINE_ROW, costs, of_selected
from assay_contracts.avionte.register import REGISTER
from assay_contracts.creations import proves_of_both_by

COMPANY, NEWS = "read the company", "news of the pipeline"
EVERYTHING, ADDRESS, OTHERWISE, LEAST = STEPS = (
    "with every input",
    "with a file by address",
    "with something",
    "with the least",
)
BOTH = "create-{what}"
SOURCE, SUFFIX = "Harbor Jobs", "API"
DEFAULT_SOURCE = "Assay"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GENDERS = {"FEMALE": "F", "MALE": "M", "OTHER": "N"}
NAMES = ("Amélie", "Bartosz", "Chiara", "Dmitri")
CV, LETTER, WORKS, FETCHED = "cv-of-assay", "letter-of-assay", "works-of-assay.pdf", "fetched.docx"
"""Files; the first two are given without an extension, so that the content type must tell."""

proves_of_both = proves_of_both_by(REGISTER)


def _seen(step: str) -> str:
    """Name of the look at who was made in a step."""
    return f"look at who was made {step}"


def _person(number: int, **more: Any) -> dict[str, Any]:
    return {
        "first_name": NAMES[number],
        "last_name": f"Nováková-{number}",
        "email_address": f"{number}.created@applicant.example",
        **more,
    }


def _place(number: int) -> dict[str, str]:
    return {"city": ("Évora", "Gdańsk")[number], "country": ("PT", "PL")[number]}


def _orders() -> dict[str, dict[str, Any]]:
    """Inputs by step; the job comes in addition."""
    number = "+351 910 555 00{}"
    whole = _person(
        0,
        title="Forklift operator",
        phone_number=number.format(0),
        location={**_place(0), "zip_code": "7000-503"},
        gender="FEMALE",
    )
    files = [
        cast.file(CV, "CV"),
        cast.file(LETTER, "COVER_LETTER", content_type=WORD),
        {"name": WORKS, "type": "OTHER", "data_url": f"{cast.FILES}/certificate.pdf"},
    ]
    fetched = {"name": FETCHED, "type": "CV", "data_url": f"{cast.FILES}/cv.docx"}
    located = _person(1, location=_place(1), gender="MALE")
    return {
        EVERYTHING: {"candidate": whole, "attachments": files, "source": {"name": SOURCE}},
        ADDRESS: {"candidate": located, "attachments": [fetched]},
        OTHERWISE: {"candidate": _person(2, phone_number=number.format(2), gender="OTHER")},
        LEAST: {"candidate": _person(3)},
    }


def _create(stage: Stage, operation: str) -> None:
    acting.ready(stage, acting.CFO)
    acting.announce(stage, "talent_pipelined")
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=1, talents=1))
    job = cast.one(cast.of(snapshot, Job))
    for name, order in _orders().items():
        given = {**order, "application": {"job_id": job.id}}
        stage.act(name, operation, given, budget=2 + len(order.get("attachments", ())))
        made = acting.of_address(stage.snapshot(), order["candidate"]["email_address"])
        acting.look_at_files(stage, _seen(name), made.remote_id)
    stage.receive(NEWS, budget=1)


@REGISTER.scenario("create-candidate")
def create_candidate(stage: Stage) -> None:
    """Create candidates with all inputs, with some, and with the least; then the pipeline's news come."""
    _create(stage, "create_candidate")


@REGISTER.scenario("create-application")
def create_application(stage: Stage) -> None:
    """Create applications with all inputs, with some, and with the least; then the pipeline's news come."""
    _create(stage, "create_application")


# --- what was made -------------------------------------------------------------------------------


def _created(trace: Trace, name: str) -> tuple[Step, Candidate, Snapshot]:
    """A creation that went well, the candidate it made, and the data set it left."""
    step, snapshot = witness.succeeded(trace, name), witness.after(trace, name)
    return step, acting.of_address(snapshot, step.inputs["candidate"]["email_address"]), snapshot


def _their_only(snapshot: Snapshot, candidate: Candidate, *played: Played) -> Application:
    """The application of somebody who has but one."""
    found = acting.applications_of(snapshot, candidate)
    expect(len(found) == 1, f"{candidate.remote_id} has {len(found)} applications", *played)
    return found[0]


@REGISTER.proves("action/create-candidate", scenario="create-candidate")
def a_candidate_is_created(trace: Trace) -> Shown:
    """Every talent reads as it was given, and is what the result names."""
    return _read_as_given(trace, "candidate")


@REGISTER.proves("action/create-application", scenario="create-application")
def an_application_is_created(trace: Trace) -> Shown:
    """Every talent reads as it was given; the result names talent and job."""
    return _read_as_given(trace, "application")


def _read_as_given(trace: Trace, what: str) -> Shown:
    shown: list[Played] = []
    for name in STEPS:
        step, candidate, snapshot = _created(trace, name)
        given, files = step.inputs["candidate"], step.inputs.get("attachments", ())
        costs(step, 2 + len(files))
        creation = witness.only(step, "POST", CREATE)
        expect("useNewTalentRequirements=false" in creation.exchange.request.url, "asked for more", creation)
        sent = witness.body(creation)
        names = [sent.get(name) for name in ("firstName", "lastName", "emailAddress")]
        expect(names == list(_wanted(given)[:3]), f"{name}: sent was {names}", creation)
        seen, wanted = _shown(acting.talent(trace, _seen(name))), _wanted(given)
        expect(seen == wanted, f"{name}: it reads {seen}, {wanted} was given", creation)
        expect((candidate.first_name, candidate.last_name) == wanted[:2], "stored is another name", creation)
        application = _their_only(snapshot, candidate, creation)
        job_id = step.inputs["application"]["job_id"]
        expect(application.job_id == job_id, f"{name}: it is for another job", creation)
        named = witness.result(step).remote_id
        job = cast.by_id(snapshot, Job, job_id)
        right = candidate.remote_id if what == "candidate" else f"{candidate.remote_id}:{job.remote_id}"
        expect(named == right, f"{name}: the result names {named}, the {what} is {right}", creation)
        shown.append(creation)
    return Shown(f"{len(STEPS)} people read as they were given", tuple(shown))


def _wanted(given: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a talent should say of a person as given; numbers lose all but digits, US is the default."""
    place = given.get("location", {})
    digits = "".join(filter(str.isdigit, given.get("phone_number", "")))
    return (
        given["first_name"],
        given["last_name"],
        given["email_address"],
        given.get("title"),
        digits or None,
        GENDERS.get(given.get("gender", "")),
        place.get("city"),
        place.get("country", "US"),
        place.get("zip_code"),
    )


def _shown(talent: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("firstName", "lastName", "emailAddress", "latestWork", "mobilePhone", "gender")
    place = talent.get("residentAddress") or {}
    parts = ("city", "country", "postalCode")
    return (
        *(talent.get(name) or None for name in names),
        *(place.get(name) or None for name in parts),
    )


@proves_of_both("the-new-application-is-in-the-pipeline", BOTH)
def the_new_application_is_in_the_pipeline(trace: Trace, what: str) -> Shown:
    """One write makes the talent, one puts it into the pipeline; the webhook adds no application."""
    del what
    news = deliveries.arrived(trace, NEWS)
    expect(len(news) == len(STEPS), f"{len(news)} webhooks came", *(p for one in news for p in one.played))
    shown: list[Played] = []
    for name, told in zip(STEPS, news, strict=True):
        step, candidate, snapshot = _created(trace, name)
        creation = witness.only(step, "POST", CREATE)
        pipeline = witness.only(step, "POST", PUT_INTO_PIPELINE)
        expect(pipeline.index > creation.index, f"{name}: the pipeline came first", pipeline)
        said = witness.body(pipeline)
        expect(str(said.get("talentId")) == candidate.remote_id, f"{name}: sent was {said}", pipeline)
        application = _their_only(snapshot, candidate, pipeline)
        _in_the_pipeline(snapshot, application, pipeline)
        number = witness.answer(pipeline).get("pipelineId")
        read = calls.one(told, PIPELINE_ROW)
        heard = (str(deliveries.resource(told).get("PipelineId")), calls.last(read))
        expect(heard == (str(number), str(number)), f"{name}: the webhook is about {heard}", read)
        after = witness.after(trace, told.name)
        now = _their_only(after, candidate, read)
        expect(now.id == application.id, f"{name}: it is another application", read)
        _in_the_pipeline(after, now, read)
        shown += [creation, pipeline, read]
    return Shown("one application each, before and after the webhook", tuple(shown))


def _in_the_pipeline(snapshot: Snapshot, application: Application, played: Played) -> None:
    stage = acting.stage_of(snapshot, application).remote_id
    seen = (stage, application.outcome)
    expect(seen == (acting.OWN_PIPELINE, "PENDING"), f"the application is {seen}", played)


# --- files ---------------------------------------------------------------------------------------


@proves_of_both("a-cv-becomes-the-resume", BOTH)
def a_cv_becomes_the_resume(trace: Trace, what: str) -> Shown:
    """The talent shows the file as its resume, and it is no document."""
    del what
    shown: list[Played] = []
    for name, file in ((EVERYTHING, f"{CV}.pdf"), (ADDRESS, FETCHED)):
        step, _, _ = _created(trace, name)
        sent = acting.upload(step, RESUME, file)
        acting.shows_resume(trace, _seen(name), sent)
        listed = acting.titles(trace, _seen(name))
        expect(file not in listed, f"{file!r} is a document: {listed}", sent)
        shown.append(sent)
    return Shown("the CV is the resume", tuple(shown))


@proves_of_both("other-files-become-documents", BOTH)
def other_files_become_documents(trace: Trace, what: str) -> Shown:
    """Both are listed once; the resume is the one sent before them."""
    del what
    step, _, _ = _created(trace, EVERYTHING)
    resume = acting.upload(step, RESUME, f"{CV}.pdf")
    listed = acting.titles(trace, _seen(EVERYTHING))
    shown = [resume]
    for file in (f"{LETTER}.docx", WORKS):
        sent = acting.upload(step, DOCUMENT, file)
        expect(sent.index > resume.index, f"{file!r} went before the resume", sent, resume)
        expect(listed.count(file) == 1, f"the documents are {listed}", sent)
        shown.append(sent)
    acting.shows_resume(trace, _seen(EVERYTHING), resume)
    return Shown("letter and other file are documents, the resume stayed", tuple(shown))


# --- source --------------------------------------------------------------------------------------


@REGISTER.proves(
    "feature/source-writing",
    "behaviour/source-writing/the-source-comes-back-with-the-vendors-suffix",
    scenario="create-candidate",
)
def the_source_comes_back_with_a_suffix(trace: Trace) -> Shown:
    """Sent as the origin, read with the suffix, stored as read; without one the configured source is sent."""
    shown = []
    for name, source in ((EVERYTHING, SOURCE), (LEAST, DEFAULT_SOURCE)):
        step, candidate, _ = _created(trace, name)
        creation = witness.only(step, "POST", CREATE)
        sent = witness.body(creation).get("origin")
        expect(sent == source, f"{name}: the origin was sent as {sent!r}", creation)
        read = acting.talent(trace, _seen(name)).get("origin")
        expect(read == source + SUFFIX, f"{name}: the origin reads {read!r}", creation)
        expect(candidate.source == read, f"{name}: stored is {candidate.source!r}", creation)
        shown.append(creation)
    given = witness.succeeded(trace, EVERYTHING).inputs["source"]["name"]
    expect(given == SOURCE, f"the source given was {given!r}", *shown)
    return Shown(f"{SOURCE!r} comes back as {SOURCE + SUFFIX!r}", tuple(shown))
