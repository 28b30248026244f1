"""Creating where something is odd: known people, wrong stages, hidden jobs, unknown sources, lost answers.

Source: recruitee sheet 7.2, 3.1.
"""

from collections.abc import Callable
from typing import Any

from assay.errors import InputError
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, JobStage
from assay_contracts import cast, witness
from assay_contracts.creations import CREATIONS
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.answers import CANDIDATE, CANDIDATES, OFFER
from assay_contracts.recruitee.calls import proves_of_both
from assay_contracts.recruitee.register import REGISTER
from assay_contracts.recruitee.scenarios import creating

COMPANY, AGAIN = creating.COMPANY, creating.AGAIN
PERSON = {"first_name": "Odile", "last_name": "Sonderfall"}


JOBS, EVERYBODY = "look for jobs", "look at everybody"


def _person(what: str) -> dict[str, Any]:
    return {**PERSON, "email_address": f"odile.{what}@applicant.example"}


def _published(stage: Stage) -> str:
    """The vendor's id of a published job."""
    offers = stage.passthrough(JOBS, "GET", "/offers").data["offers"]
    return str(next(offer["id"] for offer in offers if offer["status"] == "published"))


def _look_at_everybody(stage: Stage) -> None:
    """Everybody with address and placements, as the vendor's own list shows them."""
    params = {"limit": "1000", "offset": "0"}
    stage.passthrough(EVERYBODY, "GET", "/candidates", params=params)


def _creation(step: Step) -> Played:
    """The plain call that made the person of a step, which must be the only one."""
    creation = witness.only(step, "POST", CANDIDATES)
    address = step.inputs["candidate"]["email_address"]
    expect(address in witness.texts(creation, "emails"), f"{address} was not sent", creation)
    return creation


# --- people who are known already ----------------------------------------------------------------


@REGISTER.scenario("known-address")
def known_address(stage: Stage) -> None:
    """Both creations are given the address of somebody who is there."""
    job_id = f"remote:{_published(stage)}"
    snapshot = stage.sync(COMPANY, models=(Candidate.store_id,))
    known = iter(sorted(cast.of(snapshot, Candidate), key=lambda c: str(c.remote_id)))
    for what, operation in CREATIONS.items():
        address = next(c.email_addresses[0].email_address for c in known if c.email_addresses)
        person = {**PERSON, "email_address": address}
        stage.act(what, operation, {"candidate": person, "application": {"job_id": job_id}})
    stage.later(minutes=1)
    stage.sync(AGAIN, models=(Candidate.store_id,))


@proves_of_both("an-existing-email-makes-a-second-person", "known-address")
def a_known_address_makes_a_second_person(trace: Trace, what: str) -> Shown:
    """Two people of that address, the first as before; each names the other as its duplicate."""
    step, before, after = (
        witness.succeeded(trace, what),
        witness.after(trace, COMPANY),
        witness.after(trace, AGAIN),
    )
    first, second = _two_of(before, step), _two_of(after, step)
    counts = (len(first), len(second))
    expect(counts == (1, 2), f"{counts[0]} had it before, {counts[1]} after", *step.played)
    known, now = first[0], witness.same_record(after, first[0])
    new = cast.one(second, lambda c: c.id != known.id)
    naming = [
        call
        for call in witness.writes(step)
        if str(known.remote_id) in call.exchange.request.url or known.remote_id in witness.texts(call)
    ]
    expect(not naming, "a request names the first person", *naming)
    kept = ("first_name", "last_name", "email_addresses", "phone_numbers", "source", "remote_updated_at")
    moved = [name for name in kept if getattr(known, name) != getattr(now, name)]
    expect(not moved, f"the first person has other {moved}", *step.played)
    for one, other in ((now, new), (new, now)):
        expect(other.remote_id in _duplicates(one), f"{one.remote_id} does not name {other.remote_id}")
    creation = _creation(step)
    return Shown(f"{known.remote_id} and {new.remote_id} share an address", (creation,))


def _two_of(snapshot: Snapshot, step: Step) -> list[Candidate]:
    address = step.inputs["candidate"]["email_address"]
    return [
        candidate
        for candidate in cast.of(snapshot, Candidate)
        if address in [email.email_address for email in candidate.email_addresses or []]
    ]


def _duplicates(candidate: Candidate) -> list[str]:
    data = candidate.remote_data or {}
    return [str(one) for part in data.values() for one in part.get("duplicates") or ()]


# --- stages of other jobs ------------------------------------------------------------------------


@REGISTER.scenario("foreign-stage")
def foreign_stage(stage: Stage) -> None:
    """Both creations are given a stage that the job does not have."""
    snapshot = stage.sync(COMPANY, models=creating.PLANNED)
    job = cast.open_job(snapshot)
    own = {join.stage_id for join in cast.of(snapshot, JobStage) if join.job_id == job.id}
    foreign = cast.one(cast.of(snapshot, ApplicationStage), lambda s: s.id not in own)
    for what, operation in CREATIONS.items():
        wish = {"job_id": job.id, "stage_id": foreign.id}
        stage.act(what, operation, {"candidate": _person(what), "application": wish}, fails=True)


@proves_of_both("a-stage-of-another-pipeline-is-refused", "foreign-stage")
def a_foreign_stage_is_refused(trace: Trace, what: str) -> Shown:
    """Nothing is written, and the error names the stages that the job has."""
    step = witness.untouched(trace.step(what), InputError)
    looked = witness.only(step, "GET", OFFER)
    names = {
        str(one["id"]): one["name"] for one in calls.answered(looked, "offer")["pipeline_template"]["stages"]
    }
    wanted = step.inputs["application"]["stage_id"]
    foreign = cast.by_id(witness.after(trace, COMPANY), ApplicationStage, wanted)
    expect(names and foreign.remote_id not in names, "the job has the stage", looked)
    unnamed = [name for name in names.values() if name not in str(step.error)]
    expect(not unnamed, f"the error does not name {unnamed}: {step.error}", looked)
    return Shown(f"refused, naming {len(names)} stages", step.played)


# --- jobs that the careers site does not show ----------------------------------------------------


@REGISTER.scenario("answers-to-hidden-job")
def answers_to_hidden_job(stage: Stage) -> None:
    """The job is taken off the careers site before its questions are answered."""
    snapshot = stage.sync(COMPANY, models=creating.ASKED)
    job = cast.open_job(snapshot, with_questions=True)
    stage.vendor("the job is unpublished", "unpublish_offer", offer_id=job.remote_id)
    for what, operation in CREATIONS.items():
        answers = creating.answers_to(snapshot, job)
        application = {"job_id": job.id}
        stage.act(
            what,
            operation,
            {
                "candidate": _person(what),
                "application": application,
                "screening_question_answers": answers,
            },
        )


@proves_of_both("answers-to-an-unpublished-job-are-reported", "answers-to-hidden-job")
def answers_to_a_hidden_job_are_reported(trace: Trace, what: str) -> Shown:
    """Created by the plain call, no answer sent, one warning per answer."""
    step = witness.succeeded(trace, what)
    creation = _creation(step)
    witness.none(step, "POST", calls.APPLY)
    answering = [call for call in step.played if witness.texts(call, "open_question")]
    expect(not answering, "answers were sent", *answering)
    answers = step.inputs["screening_question_answers"]
    warnings = witness.warned(step, "not published")
    expect(len(warnings) == len(answers) > 0, f"{len(answers)} answers, warnings {warnings}", creation)
    return Shown(f"{len(warnings)} warnings", (creation,))


# --- sources -------------------------------------------------------------------------------------


@REGISTER.scenario("choice-of-source")
def choice_of_source(stage: Stage) -> None:
    """Sources are given by id, key and name at once, by a key that nobody knows, and by a wrong id."""
    application = {"job_id": f"remote:{_published(stage)}"}
    listed = stage.passthrough("look up sources", "GET", "/sources").data["sources"]
    three = {"id": str(listed[0]["id"]), "unified_key": "INDEED", "name": "Another one"}
    for what, operation in CREATIONS.items():
        given = {"candidate": _person(what), "application": application}
        stage.act(f"{what} with three", operation, {**given, "source": three})
        stage.act(f"{what} with a wrong id", operation, {**given, "source": {"id": "1"}}, fails=True)


@proves_of_both("a-source-id-becomes-its-name", "choice-of-source")
def a_source_id_becomes_its_name(trace: Trace, what: str) -> Shown:
    """The list of sources is read, and the name of that id is written alone."""
    step = witness.succeeded(trace, f"{what} with three")
    looked = witness.only(step, "GET", calls.SOURCES)
    listed = {str(source["id"]): source["name"] for source in calls.answered_list(looked, "sources")}
    name = listed.get(step.inputs["source"]["id"])
    expect(name, "the list of sources does not hold the id", looked)
    creation = _creation(step)
    written = witness.body(creation)["candidate"].get("sources")
    expect(written == [name], f"sent was {written}, meant was {name}", creation)
    witness.none(step, "POST", calls.NEW_SOURCE)
    return Shown(f"the id became {name!r}", (looked, creation))


@proves_of_both("an-unknown-source-id-is-refused", "choice-of-source")
def an_unknown_source_is_refused(trace: Trace, what: str) -> Shown:
    """Nothing is written, and the error names the input."""
    step = witness.untouched(trace.step(f"{what} with a wrong id"), InputError)
    looked = witness.only(step, "GET", calls.SOURCES)
    ids = {str(source["id"]) for source in calls.answered_list(looked, "sources")}
    expect(ids and step.inputs["source"]["id"] not in ids, "the vendor lists the source", looked)
    expect("source.id" in str(step.error), f"the error does not name source.id: {step.error}", looked)
    return Shown(str(step.error).split("\n")[0], step.played)


# --- failures after the person exists ------------------------------------------------------------

FILE = cast.file("failing.pdf", "OTHER")
RECOVERED = "the file alone"


def _failing_upload(what: str) -> Callable[[Stage], None]:
    def failing_upload(stage: Stage) -> None:
        """The vendor fails at uploads for a while; later the file is sent alone."""
        person, application = _person(what), {"job_id": f"remote:{_published(stage)}"}
        wish = {"candidate": person, "application": application, "attachments": [FILE]}
        stage.act("create with a file", CREATIONS[what], wish)
        candidate, _ = creating.made(stage.snapshot(), person["email_address"])
        stage.act(RECOVERED, "add_candidate_attachment", {"candidate_id": candidate.id, "attachment": FILE})
        _look_at_everybody(stage)

    return failing_upload


def _lost_answer(what: str) -> Callable[[Stage], None]:
    def lost_answer(stage: Stage) -> None:
        """The connection breaks after the vendor has stored the person."""
        application = {"job_id": f"remote:{_published(stage)}"}
        stage.act("create", CREATIONS[what], {"candidate": _person(what), "application": application})
        _look_at_everybody(stage)

    return lost_answer


for _what in CREATIONS:
    REGISTER.scenario(
        f"create-{_what}-with-failing-upload",
        faults={"server_error": {"path": "POST /attachments", "times": 2}},
    )(_failing_upload(_what))
    REGISTER.scenario(
        f"create-{_what}-with-lost-answer",
        faults={"drop_after_commit": {"path": "POST /candidates", "times": 1}},
    )(_lost_answer(_what))


def _exactly_one(trace: Trace, what: str) -> dict[str, str]:
    """Ids of the only person of the address at the end and of the only placement, by what they are."""
    address = _person(what)["email_address"]
    people = [one for one in calls.told(trace, EVERYBODY, "candidates") if address in one["emails"]]
    expect(len(people) == 1, f"{len(people)} people have the address")
    placed = people[0]["placements"]
    expect(len(placed) == 1, f"the person has {len(placed)} placements")
    on = str(placed[0]["offer_id"])
    expect(on == _job_of(trace, what), f"the placement is on {on}")
    return {"candidate": str(people[0]["id"]), "application": str(placed[0]["id"])}


def _job_of(trace: Trace, what: str) -> str:
    """The vendor's id of the job that a creation was about."""
    step = next(step for step in trace.steps if step.action == CREATIONS[what])
    return str(step.inputs["application"]["job_id"]).removeprefix("remote:")


@proves_of_both("a-failed-upload-keeps-the-person", "create-{what}-with-failing-upload")
def a_failed_upload_keeps_the_person(trace: Trace, what: str) -> Shown:
    """The ids come with a warning; the file alone arrives later, and there is one person."""
    step, later = witness.succeeded(trace, "create with a file"), witness.succeeded(trace, RECOVERED)
    ids = _exactly_one(trace, what)
    named = witness.result(step).remote_id
    expect(named == ids[what], f"the result names {named}, not {ids[what]}", *step.played)
    _creation(step)
    failed = witness.sent(step, "POST", calls.ATTACHMENTS)
    statuses = [call.exchange.response.status for call in failed]
    expect(failed and min(statuses) >= 500, f"uploads were answered with {statuses}", *failed)
    witness.warned(step, str(FILE["name"]))
    upload = witness.only(later, "POST", calls.ATTACHMENTS)
    names = witness.texts(upload, "attachment[file].filename")
    expect(names == [FILE["name"]], f"uploaded was {names}", upload)
    witness.none(later, "POST", CANDIDATES)
    witness.none(later, "POST", calls.APPLY)
    owner = str(calls.answered(upload, "attachment")["candidate_id"])
    expect(owner == ids["candidate"], f"the file is on {owner}", upload)
    return Shown(f"{named} was kept, and the file followed", (*failed, upload))


@proves_of_both("a-creation-is-never-repeated-blindly", "create-{what}-with-lost-answer")
def a_creation_is_never_repeated_blindly(trace: Trace, what: str) -> Shown:
    """Sent once, without an answer; looked for, and found."""
    step = witness.succeeded(trace, "create")
    creations = witness.sent(step, "POST", CANDIDATES)
    expect(len(creations) == 1, f"the person was made {len(creations)} times", *creations)
    expect(creations[0].exchange.response.status == 0, "the answer was not lost", *creations)
    address = _person(what)["email_address"]
    expect(address in witness.texts(creations[0], "emails"), f"{address} was not sent", *creations)
    looked = [call for call in witness.sent(step, "GET", CANDIDATES) if call.index > creations[0].index]
    expect(looked, "nothing was looked for", *creations)
    ids = _exactly_one(trace, what)
    named = witness.result(step).remote_id
    expect(named == ids[what], f"the result names {named}, not {ids[what]}", *creations)
    return Shown(f"{named} was found again", (*creations, looked[0]))


@REGISTER.scenario("missing-placement", faults={"lost_placements": True})
def missing_placement(stage: Stage) -> None:
    """The vendor makes the person without an application."""
    application = {"job_id": f"remote:{_published(stage)}"}
    for what, operation in CREATIONS.items():
        stage.act(what, operation, {"candidate": _person(what), "application": application})
    _look_at_everybody(stage)


@proves_of_both("a-missing-placement-is-added", "missing-placement")
def a_missing_placement_is_added(trace: Trace, what: str) -> Shown:
    """No placement in what is read after the creation; one is added, and is the only one."""
    step = witness.succeeded(trace, what)
    creation = _creation(step)
    added = witness.only(step, "POST", calls.PLACEMENTS)
    looks = [call for call in witness.sent(step, "GET", CANDIDATE) if call.index < added.index]
    made = (creation, *looks)
    placed = [call for call in made if calls.answered(call, "candidate").get("placements")]
    expect(looks and not placed, "the vendor had made a placement", *placed)
    ids = _exactly_one(trace, what)
    said = {key: str(witness.body(added).get(key)) for key in ("candidate_id", "offer_id")}
    wanted = {"candidate_id": ids["candidate"], "offer_id": _job_of(trace, what)}
    expect(said == wanted, f"added was {said}, wanted {wanted}", added)
    named = witness.result(step).remote_id
    expect(named == ids[what], f"the result names {named}, not {ids[what]}", added)
    returned = [application.remote_id for application in _applications(step)]
    expect(returned == [ids["application"]], f"the result has the applications {returned}", added)
    return Shown(f"placement {ids['application']} was added", (creation, added))


def _applications(step: Step) -> list[Application]:
    records = [getattr(item, "record", None) for item in witness.result(step).items]
    return [record for record in records if isinstance(record, Application)]
