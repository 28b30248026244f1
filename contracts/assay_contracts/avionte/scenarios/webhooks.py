"""What webhooks of each kind change, whatever they are called. Source: avionte sheet 4.3, 4.4, 5, 7.4."""

import json
from typing import Any

from assay.errors import CredentialError
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.avionte import calls, deliveries
from assay_contracts.avionte.calls import job_ids, of_selected, select
from assay_contracts.avionte.register import REGISTER, TENANT_ID
from assay_contracts.avionte.scenarios.selecting import BACKEND, CHIEF

# --- kinds, repetitions, forgeries ---------------------------------------------------------------

WEBHOOKS = "webhooks"
READ = "read two jobs"
FOREIGN, UNKNOWN = "webhooks get names of others", "webhooks get names that nobody knows"
NOMINATED, NEWS_OF_STAGE = "a nomination moves on", "news of the nomination"
PLACED, NEWS_OF_START = "a talent starts on the job", "news of the placement"
PIPELINED, NEWS_OF_PLACE = "a nominated talent moves about in the pipeline", "news of the pipeline"
MERGED, NEWS_OF_MERGE = "two talents are merged", "news of the merge"
REPEATED, AGAIN = "the vendor repeats itself", "it arrives again"
WRONG, NONE = "with a wrong secret", "without any"
NAMES = {
    "NominationId": ("talent_submitted", calls.NOMINATION),
    "PlacementId": ("placement_started", calls.PLACEMENT),
    "PipelineId": ("talent_pipeline_moved", calls.PIPELINE_ROW),
    "GoodTalentId": ("talent_merged", calls.TALENT),
}
"""Key of a resource -> the event's own name, and where what it names is read."""
STAGE = "Team Day"


@REGISTER.scenario(WEBHOOKS)
def webhooks(stage: Stage) -> None:
    """A nomination, a placement, a pipeline and a merge, under other names; one twice; forgeries."""
    ids = job_ids(stage)
    select(stage, ids[BACKEND], ids[CHIEF])
    deliveries.order(stage)
    people = stage.sync(READ, mode="delta", budget=of_selected(jobs=2, nominations=5, talents=4))
    marta, ewa = _talent(people, "Marta"), _talent(people, "Ewa")
    stage.vendor(FOREIGN, "throw_switches", values={"webhook_names": "foreign", "resource_spacing": "stray"})
    stage.vendor(NOMINATED, "nominate_talent", talent_id=ewa, job_id=ids[BACKEND], stage=STAGE)
    stage.receive(NEWS_OF_STAGE, budget=1)
    stage.vendor(UNKNOWN, "throw_switches", values={"webhook_names": "unknown"})
    stage.vendor(PLACED, "start_placement", talent_id=ewa, job_id=ids[BACKEND])
    stage.receive(NEWS_OF_START, budget=1)
    stage.vendor(PIPELINED, "pipeline_talent", talent_id=marta, job_id=ids[BACKEND])
    stage.receive(NEWS_OF_PLACE, budget=1)
    stage.vendor(MERGED, "merge_talents", good_talent_id=marta, bad_talent_id=ewa)
    stage.receive(NEWS_OF_MERGE, budget=2)
    stage.vendor(REPEATED, "repeat_delivery")
    stage.receive(AGAIN, budget=0)
    body = _about_the_job(ids[BACKEND])
    stage.forge(WRONG, body=body, headers={deliveries.SIGNATURE: "whsec-of-somebody-else"})
    stage.forge(NONE, body=body, headers={})


def _talent(snapshot: Snapshot, first_name: str) -> int:
    person = cast.one(cast.of(snapshot, Candidate), lambda one: one.first_name == first_name)
    return int(str(person.remote_id))


def _about_the_job(job_id: int) -> bytes:
    """What the vendor would send if the job had changed; good for a read of it."""
    resource = json.dumps(
        {"Id": job_id, "CorrelationId": (correlation := "0c6bb0a1-53b1-4b8e-8b4e-2f1f8f1d7c11")}
    )
    envelope = {
        "EventName": "job_updated",
        "FrontOfficeTenantId": int(TENANT_ID),
        "Resource": resource,
        "ResourceModelType": "Avionte.Commons.CompasEventModel.ResourceModel.JobResourceModel",
        "CorrelationId": correlation,
    }
    return json.dumps(envelope).encode()


def _named(trace: Trace, batch: str, key: str) -> tuple[Step, Played]:
    """The delivery of a batch that names something under a key, and the one read of that."""
    step = deliveries.only(trace, batch)
    number = deliveries.resource(step).get(key)
    expect(number, f"the resource of {batch!r} has no {key}")
    call = calls.one(step, NAMES[key][1])
    expect(calls.last(call) == str(number), f"{calls.last(call)} was read, {number} is named", call)
    return step, call


@REGISTER.proves("behaviour/general/double-encoded-resources-are-told-apart-by-keys", scenario=WEBHOOKS)
def resources_are_told_apart_by_keys(trace: Trace) -> Shown:
    """JSON in a text, under a wrong or an unknown name: what the key names is read, and takes effect."""
    batches = {
        NEWS_OF_STAGE: "NominationId",
        NEWS_OF_START: "PlacementId",
        NEWS_OF_PLACE: "PipelineId",
        NEWS_OF_MERGE: "GoodTalentId",
    }
    names, shown = set[str](), list[Played]()
    for batch, key in batches.items():
        step, call = _named(trace, batch, key)
        name = deliveries.message(step)["EventName"]
        expect(name != NAMES[key][0], f"{batch!r} bears its own name, {name}", call)
        expect("{ " in deliveries.message(step)["Resource"], f"{batch!r} has no stray spaces", call)
        names.add(name)
        shown.append(call)
    expect(len(names) > 1, f"all are called {names}", *shown)
    nominated, placed = (
        _of_the_event(trace, *one) for one in ((NOMINATED, NEWS_OF_STAGE), (PLACED, NEWS_OF_START))
    )
    after = witness.after(trace, nominated[1].name)
    stage = cast.by_id(after, ApplicationStage, nominated[0].current_stage_id)
    expect(stage.name == STAGE, f"after the nomination it is in {stage.name}", *shown)
    expect(placed[0].outcome == "HIRED", f"after the placement it is {placed[0].outcome}", *shown)
    return Shown(f"four kinds by their keys, under the names {', '.join(sorted(names))}", tuple(shown))


def _of_the_event(trace: Trace, event: str, batch: str) -> tuple[Application, Step]:
    """The application that something happened to, after the news of it, and the step that brought them."""
    place, step = trace.step(event).inputs, deliveries.only(trace, batch)
    remote_id = f"{place['talent_id']}:{place['job_id']}"
    return witness.record(witness.after(trace, step.name), Application, remote_id), step


@REGISTER.proves("behaviour/applications/one-application-per-talent-and-job", scenario=WEBHOOKS)
def one_application_per_talent_and_job(trace: Trace) -> Shown:
    """Applied, nominated and in the pipeline: one application by both ids, where the nomination stands."""
    read = witness.succeeded(trace, READ)
    place = trace.step(PIPELINED).inputs
    talent, job = str(place["talent_id"]), str(place["job_id"])
    applied = calls.by_id(read, calls.APPLICANTS)[job]
    web = [row for row, _ in calls.objects([applied]) if str(row["talentId"]) == talent]
    expect(web, "the talent did not apply", applied)
    step, looked = _named(trace, NEWS_OF_PLACE, "PipelineId")
    [(row, _)] = calls.objects([looked])
    where = (str(row["talentId"]), str(row["jobId"]))
    expect(where == (talent, job), f"the place in the pipeline is {where}", looked)
    [(nomination, given)] = [
        (item, call)
        for item, call in calls.objects(calls.by_id(read, calls.NOMINATION).values())
        if (str(item["talentId"]), str(item["jobId"])) == (talent, job)
    ]
    for snapshot in (witness.after(trace, READ), witness.after(trace, step.name)):
        person = witness.record(snapshot, Candidate, talent)
        stored = [one for one in cast.of(snapshot, Application) if one.candidate_id == person.id]
        found = [one.remote_id for one in stored]
        expect(found == [f"{talent}:{job}"], f"stored are {found}", applied, given, looked)
        stage = cast.by_id(snapshot, ApplicationStage, stored[0].current_stage_id)
        wanted = str(nomination["jobActivityId"])
        expect(stage.remote_id == wanted, f"it is in {stage.name}", given, looked)
    return Shown("three forms, one application, in the stage of the nomination", (applied, given, looked))


@REGISTER.proves(
    "behaviour/candidates/a-merge-deletes-the-loser-and-rekeys-its-applications", scenario=WEBHOOKS
)
def a_merge_rekeys_applications(trace: Trace) -> Shown:
    """Who goes is marked deleted; who stays is read again and has the applications of both."""
    step, call = _named(trace, NEWS_OF_MERGE, "GoodTalentId")
    merged = trace.step(MERGED).inputs
    good, bad = str(merged["good_talent_id"]), str(merged["bad_talent_id"])
    told = deliveries.resource(step)
    expect((str(told["GoodTalentId"]), str(told.get("BadTalentId"))) == (good, bad), f"told is {told}", call)
    before, after = deliveries.before(trace, step), witness.after(trace, step.name)
    for number, is_gone in ((good, False), (bad, True)):
        was = witness.record(before, Candidate, number)
        expect(was.remote_deleted_at is None, f"{number} was deleted before", call)
        now = witness.same_record(after, was)
        expect((now.remote_deleted_at is not None) == is_gone, f"{number}: {now.remote_deleted_at}", call)
    had = _jobs_of(before, bad)
    alone = had - _jobs_of(before, good)
    expect(alone, "both had applied to the same jobs", call)
    both = had | _jobs_of(before, good)
    found = _jobs_of(after, good)
    expect(found == both, f"the survivor applied to {sorted(found)}, not {sorted(both)}", call)
    expect(not _jobs_of(after, bad), f"the other one still has {_jobs_of(after, bad)}", call)
    for job in had:
        gone = witness.record(after, Application, f"{bad}:{job}")
        expect(gone.remote_deleted_at is not None, f"{gone.remote_id} is still there", call)
    return Shown(f"one candidate less, {len(alone)} applications under the other one", (call,))


def _jobs_of(snapshot: Snapshot, talent: str) -> set[str]:
    """Jobs that a talent has applications for, by vendor id; each application says both."""
    person = witness.record(snapshot, Candidate, talent)
    found = set()
    for one in cast.of(snapshot, Application):
        if one.candidate_id == person.id:
            job = str(cast.by_id(snapshot, Job, one.job_id).remote_id)
            expect(one.remote_id == f"{talent}:{job}", f"{one.remote_id} is of {talent} and {job}")
            found.add(job)
    return found


@REGISTER.proves("behaviour/general/a-repeated-webhook-takes-effect-once", scenario=WEBHOOKS)
def a_repeated_webhook_takes_effect_once(trace: Trace) -> Shown:
    """The same name and correlation id once more: taken with 200, without a request, and nothing changes."""
    first, again = deliveries.only(trace, NEWS_OF_MERGE), deliveries.only(trace, AGAIN)
    [one, other] = [_identity(step) for step in (first, again)]
    expect(one == other and all(one), f"{one} arrived, then {other}", *first.played)
    made = tuple(calls.good(call) for call in calls.costs(first, 2))
    answered = [deliveries.delivery_of(step).answered for step in (first, again)]
    expect(answered == [200, 200], f"the deliveries were answered with {answered}", *made)
    calls.costs_nothing(again)
    deliveries.expect_unchanged(trace, again)
    return Shown("handled once, taken twice", made)


def _identity(step: Step) -> tuple[Any, Any]:
    message = deliveries.message(step)
    return message.get("EventName"), message.get("CorrelationId")


@REGISTER.proves("behaviour/general/a-wrong-secret-changes-nothing", scenario=WEBHOOKS)
def a_wrong_secret_changes_nothing(trace: Trace) -> Shown:
    """Refused for the secret, before anything is sent; with the right one such a delivery is worth a read."""
    good, call = _named(trace, NEWS_OF_STAGE, "NominationId")
    secret = deliveries.delivery_of(good).headers[deliveries.SIGNATURE]
    selected = trace.step(READ).settings["options"]["selected_jobs"]
    given = {}
    for name in (WRONG, NONE):
        step = trace.step(name)
        given[name] = deliveries.delivery_of(step).headers.get(deliveries.SIGNATURE)
        expect(given[name] != secret, f"{name}: it is the right one", call)
        about = deliveries.resource(step)["Id"]
        expect(about in selected, f"{name}: it is about {about}, which matters to nobody", call)
        expect(isinstance(step.error, CredentialError), f"{name}: it ended with {step.error!r}", call)
        deliveries.expect_unchanged(trace, step)
    expect(given[WRONG] is not None and given[NONE] is None, f"the secrets were {given}", call)
    return Shown("both are refused, and nothing is asked", (call,))


# --- talents change ------------------------------------------------------------------------------

PEOPLE_CHANGE = "talents-change"
CHANGES = ("a name changes", "a tag is taken away", "it comes back", "a tag has another text")


@REGISTER.scenario(PEOPLE_CHANGE)
def talents_change(stage: Stage) -> None:
    """A name, tags and the text of a tag change; each is told by a webhook about the talent."""
    ids = job_ids(stage)
    select(stage, ids[BACKEND])
    deliveries.order(stage)
    people = stage.sync(READ, mode="delta", budget=of_selected(jobs=1, nominations=4, talents=4))
    marta, ewa = _talent(people, "Marta"), _talent(people, "Ewa")
    name, gone, back, text = CHANGES
    stage.vendor(name, "edit_talent", talent_id=marta, values={"firstName": "Martha"})
    stage.receive(f"news: {name}", budget=3)
    stage.vendor(gone, "untag_talent", talent_id=marta, tag="Rückkehrerin")
    stage.receive(f"news: {gone}", budget=3)
    stage.vendor(back, "tag_talent", talent_id=marta, tag="Rückkehrerin")
    stage.receive(f"news: {back}", budget=3)
    stage.vendor(text, "rename_tag", tag="Strong", new_tag="Outstanding")
    stage.vendor("somebody gets it too", "tag_talent", talent_id=ewa, tag="Outstanding")
    stage.receive(f"news: {text}", budget=3)
