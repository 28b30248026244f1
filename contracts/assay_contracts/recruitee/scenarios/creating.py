"""Creating candidates and applications, by both routes. Source: recruitee sheet 7.2, 3.1."""

from datetime import datetime
from typing import Any

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job, JobStage
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answering import reads_as_meant
from assay_contracts.recruitee.answers import CANDIDATES, OFFER
from assay_contracts.recruitee.calls import proves_of_both
from assay_contracts.recruitee.register import CAREERS, REGISTER

EVERYTHING, FORM, FILES, ADDRESS, BY_NAME, BY_KEY, LEAST = STEPS = (
    "with every input",
    "through the form",
    "through the form with files",
    "with a file by address",
    "with a source by name",
    "with a source by key",
    "with the least",
)
COMPANY, AGAIN = "read the company", "read again"
PERSON, THEIR_FILES = "look at the person", "look at the person's files"
PLANNED = ("ats_jobs", "ats_application_stages", "ats_join_jobs_application_stages")
ASKED = (*PLANNED, "ats_screening_questions", "ats_join_jobs_screening_questions")
EXPIRY = "2027-06-30T23:59:59+02:00"
KEY, KEY_MEANS = "INDEED", "Indeed"
BOTH = "create-{what}"
"""The scenarios of both creations are the same; so are the proofs that look at them."""


def person(number: int, **more: Any) -> dict[str, Any]:
    """An invented person, one word per name: the vendor has but one field for both."""
    names = ("Amélie", "Bartosz", "Chiara", "Dmitri", "Eilidh", "Farouk", "Gaëlle")
    return {
        "first_name": names[number],
        "last_name": f"Nováková-{number}",
        "email_address": f"{number}.created@applicant.example",
        **more,
    }


def answers_to(snapshot: Snapshot, job: Job) -> list[dict[str, Any]]:
    """Answers to all questions of a job that can be answered."""
    return [
        {"question_id": question.id, "answer": answer}
        for _, question in cast.questions_of(snapshot, job)
        if (answer := cast.answer_to(question)) is not None
    ]


def stage_of(snapshot: Snapshot, job: Job, number: int) -> str | None:
    """A stage of a job, by position in its pipeline."""
    joins = [join for join in cast.of(snapshot, JobStage) if join.job_id == job.id]
    return sorted(joins, key=lambda join: join.index or 0)[number].stage_id


def asking(snapshot: Snapshot, kind: str) -> Job:
    """A published job that asks a question of that kind."""
    return cast.one(
        cast.of(snapshot, Job),
        lambda job: (
            job.visibility == "PUBLIC"
            and kind in {getattr(q.format, "type", None) for _, q in cast.questions_of(snapshot, job)}
        ),
    )


def made(snapshot: Snapshot, email_address: str) -> tuple[Candidate, Application]:
    """The candidate with that address, and the application; raises LookupError when there is none."""
    candidate = cast.one(
        cast.of(snapshot, Candidate),
        lambda c: email_address in [email.email_address for email in c.email_addresses or []],
    )
    return candidate, cast.one(cast.of(snapshot, Application), lambda a: a.candidate_id == candidate.id)


def _details(number: int) -> dict[str, Any]:
    return {
        "phone_number": f"+351 910 555 00{number}",
        "social_links": [
            {"url": f"https://www.linkedin.com/in/invented-{number}"},
            {"url": f"https://portfolio.example/invented-{number}"},
        ],
    }


def _create(stage: Stage, operation: str) -> None:
    _publish_all(stage)
    snapshot = stage.sync(COMPANY, models=ASKED)
    listed = stage.passthrough("look up sources", "GET", "/sources").data["sources"]
    plain = cast.open_job(snapshot)
    _create_plainly(stage, operation, snapshot, plain, str(listed[0]["id"]))
    _create_through_form(stage, operation, snapshot, listed[1]["name"])
    to_plain = {"application": {"job_id": plain.id}}
    fetched = {"name": "fetched.pdf", "type": "CV", "data_url": f"{cast.FILES}/cv.pdf"}
    stage.act(ADDRESS, operation, {"candidate": person(3), **to_plain, "attachments": [fetched]})
    stage.act(BY_NAME, operation, {"candidate": person(4), **to_plain, "source": {"name": listed[1]["name"]}})
    stage.act(BY_KEY, operation, {"candidate": person(5), **to_plain, "source": {"unified_key": KEY}})
    stage.act(LEAST, operation, {"candidate": person(6), **to_plain})
    stage.sync(AGAIN, models=cast.PEOPLE)


def _publish_all(stage: Stage) -> None:
    """Only published jobs show their questions."""
    for job in cast.of(stage.sync("read the jobs", models=(Job.store_id,)), Job):
        if job.visibility == "INTERNAL":
            stage.vendor(f"job {job.remote_id} is published", "publish_offer", offer_id=job.remote_id)


def _create_plainly(stage: Stage, operation: str, snapshot: Snapshot, job: Job, source_id: str) -> None:
    everybody = person(0, **_details(0))
    stage.act(
        EVERYTHING,
        operation,
        {
            "candidate": everybody,
            "application": {"job_id": job.id, "stage_id": stage_of(snapshot, job, 3)},
            "attachments": [
                cast.file("cv.pdf", "CV", content_type=cast.ODD_TYPE),
                cast.file("letter.pdf", "COVER_LETTER"),
                cast.file("works.pdf", "OTHER"),
            ],
            "source": {"id": source_id},
            "gdpr_consent": {"expires_at": EXPIRY},
        },
    )
    candidate, _ = made(stage.snapshot(), everybody["email_address"])
    stage.passthrough(PERSON, "GET", f"/candidates/{candidate.remote_id}")
    stage.passthrough(THEIR_FILES, "GET", f"/candidates/{candidate.remote_id}/attachments")


def _create_through_form(stage: Stage, operation: str, snapshot: Snapshot, source: str) -> None:
    """Once as JSON, once with files as multipart; both jobs together ask questions of every kind."""
    chosen, filed = asking(snapshot, "MULTI_SELECT"), asking(snapshot, "FILE")
    stage.act(
        FORM,
        operation,
        {
            "candidate": person(1, **_details(1)),
            "application": {"job_id": chosen.id, "stage_id": stage_of(snapshot, chosen, 3)},
            "screening_question_answers": answers_to(snapshot, chosen),
            "source": {"name": source},
            "gdpr_consent": {"expires_at": EXPIRY},
        },
    )
    stage.act(
        FILES,
        operation,
        {
            "candidate": person(2, **_details(2)),
            "application": {"job_id": filed.id},
            "screening_question_answers": answers_to(snapshot, filed),
            "attachments": [
                cast.file("cv-by-form.pdf", "CV", content_type=cast.ODD_TYPE),
                cast.file("works-after-form.pdf", "OTHER"),
            ],
        },
    )


@REGISTER.scenario("create-candidate")
def create_candidate(stage: Stage) -> None:
    """Create candidates with all inputs, with few, through the careers site and by plain calls."""
    _create(stage, "create_candidate")


@REGISTER.scenario("create-application")
def create_application(stage: Stage) -> None:
    """Create applications with all inputs, with few, through the careers site and by plain calls."""
    _create(stage, "create_application")


def _created(trace: Trace, name: str) -> tuple[Step, Candidate, Application]:
    """A creation that went well, and what is read of it at the end."""
    step = witness.succeeded(trace, name)
    return (step, *made(witness.after(trace, AGAIN), step.inputs["candidate"]["email_address"]))


@REGISTER.proves("action/create-candidate", scenario="create-candidate")
def a_candidate_is_created(trace: Trace) -> Shown:
    """Afterwards every candidate reads as it was given, and is what the result names."""
    return _read_as_given(trace, "candidate")


@REGISTER.proves("action/create-application", scenario="create-application")
def an_application_is_created(trace: Trace) -> Shown:
    """Afterwards every application reads as it was given, and is what the result names."""
    return _read_as_given(trace, "application")


def _read_as_given(trace: Trace, what: str) -> Shown:
    shown: list[Played] = []
    for name in STEPS:
        step, candidate, application = _created(trace, name)
        given = step.inputs["candidate"]
        seen = (
            candidate.first_name,
            candidate.last_name,
            [phone.phone_number for phone in candidate.phone_numbers or []],
            {profile.link for profile in candidate.social_media or []},
            application.job_id,
        )
        wanted = (
            given["first_name"],
            given["last_name"],
            [given["phone_number"]] if "phone_number" in given else [],
            {link["url"] for link in given.get("social_links", ())},
            step.inputs["application"]["job_id"],
        )
        expect(seen == wanted, f"{name}: it reads {seen}, {wanted} was given", *step.played)
        named = witness.result(step).remote_id
        right = candidate.remote_id if what == "candidate" else application.remote_id
        expect(named == right, f"{name}: the result names {named}, the {what} is {right}", *step.played)
        (creation,) = _creations(step)
        address = given["email_address"]
        expect(address in witness.texts(creation, "email"), f"{name}: {address} was not sent", creation)
        shown.append(creation)
    return Shown(f"{len(STEPS)} people read as they were given", tuple(shown))


def _creations(step: Step) -> tuple[Played, ...]:
    """The request that made the person, by either route: one, and carried out."""
    asked = (*witness.sent(step, "POST", CANDIDATES), *witness.sent(step, "POST", calls.APPLY))
    expect(len(asked) == 1, f"{step.name!r} made a person {len(asked)} times", *asked)
    return (witness.carried_out(asked[0]),)


@proves_of_both("a-stage-is-reached-by-a-move", BOTH)
def a_stage_is_reached_by_a_move(trace: Trace, what: str) -> Shown:
    """The creating request names no stage; the move follows it, and the application is in the stage."""
    del what
    shown: list[Played] = []
    for name in (EVERYTHING, FORM):
        step, _, application = _created(trace, name)
        (creation,) = _creations(step)
        expect(not witness.texts(creation, "stage"), f"{name}: the creation names a stage", creation)
        move = witness.only(step, "PATCH", calls.CHANGE_STAGE)
        expect(move.index > creation.index, f"{name}: it was moved before it was made", move)
        path = move.exchange.request.path
        expect(f"/placements/{application.remote_id}/" in path, f"{name}: {path} moves another one", move)
        wanted = step.inputs["application"]["stage_id"]
        stage = cast.by_id(witness.after(trace, COMPANY), ApplicationStage, wanted)
        said = witness.body(move).get("stage_id")
        expect(str(said) == stage.remote_id, f"{name}: it was sent to {said}", move)
        expect(application.current_stage_id == wanted, f"{name}: it is in another stage", move)
        shown += [creation, move]
    return Shown("made without a stage, then moved there", tuple(shown))


@proves_of_both("without-a-stage-no-move-is-sent", BOTH)
def without_a_stage_no_move_is_sent(trace: Trace, what: str) -> Shown:
    """Nothing is moved, and the application is in the stage of category apply."""
    del what
    step, _, application = _created(trace, LEAST)
    (creation,) = _creations(step)
    witness.none(step, "PATCH", calls.CHANGE_STAGE)
    expect(not witness.texts(creation, "stage"), "the creation names a stage", creation)
    offer = calls.answered(witness.only(step, "GET", OFFER), "offer")
    begins = [s for s in offer["pipeline_template"]["stages"] if s["category"] == "apply"]
    expect(begins, "the job has no stage where applications begin", creation)
    expect(witness.texts(creation, "offers") == [str(offer["id"])], "it is for another job", creation)
    stage = cast.by_id(witness.after(trace, COMPANY), ApplicationStage, application.current_stage_id)
    names = {str(one["id"]): one["name"] for one in begins}
    expect(stage.remote_id in names, f"it is in {stage.name!r}, not in {names}", creation)
    return Shown(f"it began in {stage.name!r} by itself", (creation,))


@proves_of_both("the-first-cv-becomes-the-cv", BOTH)
def the_first_cv_becomes_the_cv(trace: Trace, what: str) -> Shown:
    """Uploaded like the other files, then made the CV; not listed among the files any more."""
    del what
    step, candidate, _ = _created(trace, EVERYTHING)
    uploads = {
        witness.parts(upload)["attachment[file].filename"]: witness.carried_out(upload)
        for upload in witness.sent(step, "POST", calls.ATTACHMENTS)
    }
    given = [file["name"] for file in step.inputs["attachments"]]
    expect(sorted(uploads) == sorted(given), f"uploaded were {sorted(uploads)}", *uploads.values())
    cv = calls.answered(uploads["cv.pdf"], "attachment")
    chosen = witness.only(step, "PATCH", calls.MAKE_CV)
    path = chosen.exchange.request.path
    expect(
        path.endswith(f"/candidates/{candidate.remote_id}/set_as_cv/{cv['id']}"), f"sent was {path}", chosen
    )
    url = calls.told(trace, PERSON, "candidate").get("cv_original_url")
    expect(url, "the person has no CV", chosen)
    listed = calls.told(trace, THEIR_FILES, "attachments")
    names = [file["filename"] for file in listed]
    expect(sorted(names) == ["letter.pdf", "works.pdf"], f"listed are {names}", chosen)
    expect(cv["id"] not in [file["id"] for file in listed], "the CV is listed too", chosen)
    return Shown(f"attachment {cv['id']} became the CV", (uploads["cv.pdf"], chosen))


@proves_of_both("answers-travel-by-the-careers-site", BOTH)
def answers_travel_by_the_careers_site(trace: Trace, what: str) -> Shown:
    """One application on the careers site with all answers, without the token; they read as given."""
    del what
    company, shown, count = witness.after(trace, COMPANY), [], 0
    for name in (FORM, FILES):
        step, candidate, application = _created(trace, name)
        witness.none(step, "POST", CANDIDATES)
        form = witness.only(step, "POST", calls.APPLY)
        request = form.exchange.request
        expect(request.url.startswith(f"{CAREERS}/"), f"{name}: it went to {request.url}", form)
        expect("authorization" not in request.headers, f"{name}: the careers site saw the token", form)
        data = candidate.remote_data or {}
        origin = next((part.get("source") for part in data.values()), None)
        expect(origin == "career_site", f"{name}: the person came by {origin}", form)
        given = step.inputs["screening_question_answers"]
        asked = witness.texts(form, "open_question_id")
        expect(len(asked) == len(given), f"{name}: {len(given)} given, {len(asked)} sent", form)
        stored = application.screening_question_answers or []
        expect(len(stored) == len(given), f"{name}: {len(given)} given, {len(stored)} read", form)
        for one in given:
            reads_as_meant(company, one, stored, form)
        shown.append(form)
        count += len(given)
    return Shown(f"{count} answers were given and are read", tuple(shown))


@proves_of_both("consent-expiry-is-set", BOTH)
def consent_expiry_is_set(trace: Trace, what: str) -> Shown:
    """One call with that moment, which the person then shows; without one, no call."""
    del what
    step, candidate, _ = _created(trace, EVERYTHING)
    call = witness.only(step, "POST", calls.EXPIRY)
    path = call.exchange.request.path
    expect(f"/gdpr/candidates/{candidate.remote_id}/" in path, f"{path} is about somebody else", call)
    wanted = datetime.fromisoformat(step.inputs["gdpr_consent"]["expires_at"])
    said = witness.body(call)["gdpr_custom_expires_at"]
    expect(datetime.fromisoformat(said) == wanted, f"sent was {said}", call)
    shown = calls.told(trace, PERSON, "candidate")["gdpr_expires_at"]
    expect(shown and datetime.fromisoformat(shown) == wanted, f"the person shows {shown}", call)
    witness.none(witness.succeeded(trace, LEAST), "POST", calls.EXPIRY)
    return Shown(f"kept until {said}", (call,))


@proves_of_both("a-unified-source-key-becomes-a-name", BOTH)
def a_unified_source_key_becomes_a_name(trace: Trace, what: str) -> Shown:
    """The name that the key stands for is written, and the person has it as source."""
    del what
    step, candidate, _ = _created(trace, BY_KEY)
    (creation,) = _creations(step)
    sources = witness.body(creation)["candidate"].get("sources")
    expect(sources == [KEY_MEANS], f"sent was {sources}", creation)
    expect(candidate.source == KEY_MEANS, f"the source reads {candidate.source!r}", creation)
    return Shown(f"{KEY} became {KEY_MEANS}", (creation,))


@REGISTER.proves("feature/source-writing", scenario="create-candidate")
def the_source_is_written(trace: Trace) -> Shown:
    """By id, by name and by key, by either route; without one the key is absent."""
    listed = {str(source["id"]): source["name"] for source in calls.told(trace, "look up sources", "sources")}
    shown: list[Played] = []
    for name in (EVERYTHING, FORM, BY_NAME, BY_KEY):
        step, candidate, _ = _created(trace, name)
        given = step.inputs["source"]
        wanted = given.get("name") or listed.get(given.get("id", "")) or KEY_MEANS
        (creation,) = _creations(step)
        afterwards = witness.sent(step, "POST", calls.NEW_SOURCE)
        written = afterwards or (creation,)
        said = [_sources(call) for call in written]
        expect(said == [[wanted]], f"{name}: sent was {said}, wanted {wanted}", *written)
        witness.carried_out(written[0])
        expect(
            wanted in (candidate.source or "").split(", "), f"{name}: it reads {candidate.source}", *written
        )
        shown += written
    step, _, _ = _created(trace, LEAST)
    (creation,) = _creations(step)
    expect("sources" not in witness.body(creation)["candidate"], "a source was sent unasked", creation)
    return Shown("the source is written by name and is read", (*shown, creation))


def _sources(call: Played) -> Any:
    body = witness.body(call)
    return body.get("sources") or body.get("candidate", {}).get("sources")
