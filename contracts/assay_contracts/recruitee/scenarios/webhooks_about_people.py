"""News of candidates and their applications. Source: recruitee sheet 5, 7.3 Webhook note."""

from typing import Any

from assay.evidence import Played, Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job, JobStage
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers, deliveries
from assay_contracts.recruitee.deliveries import Announcement, announced
from assay_contracts.recruitee.register import REGISTER

COMING, PROCESS = "webhooks-about-newcomers", "webhooks-about-applications"
READ = "read the company"
ORIGINS = {"manual": "manual", "career_site": "career_site", "email": "email", "import": "imported"}
"""How somebody comes in -> how the event says so."""
ASSIGN = "somebody is put on a job"
MOVE, REJECT, UNDO = "an application moves on", "an application is rejected", "the rejection is taken back"
DELETE = "a candidate is deleted"


def news(name: str) -> str:
    """The step in which the deliveries of a vendor event are handed over."""
    return f"news: {name}"


def added(origin: str) -> str:
    """The step in which somebody comes in that way."""
    return f"somebody comes in: {origin}"


def _address(origin: str) -> str:
    return f"{origin.replace('_', '-')}@newcomer.example"


def _number(remote_id: str | None) -> int:
    return int(str(remote_id))


def _listen(stage: Stage) -> None:
    stage.subscribe(deliveries.SET_UP)
    stage.receive(deliveries.PINGS)


@REGISTER.scenario(COMING)
def newcomers(stage: Stage) -> None:
    """Four people come in, each in another way; the last of them is put on a job."""
    before = stage.sync(READ, models=(Job.store_id,))
    _listen(stage)
    come: dict[str, Any] = {}
    for origin in ORIGINS:
        name = f"Nadia {origin.replace('_', ' ').title()}"
        come = dict(
            stage.vendor(added(origin), "add_candidate", name=name, email=_address(origin), origin=origin)
        )
        stage.receive(news(added(origin)))
    job = _number(cast.open_job_by_status(before).remote_id)
    stage.vendor(ASSIGN, "place_candidate", candidate_id=come["candidate_id"], offer_id=job)
    stage.receive(news(ASSIGN))


@REGISTER.scenario(PROCESS)
def process(stage: Stage) -> None:
    """An application moves on, is rejected and taken back; somebody else is deleted."""
    before = stage.sync(READ, models=cast.PROCESS)
    _listen(stage)
    application = _movable(before)
    about = {"placement_id": _number(application.remote_id)}
    stage.vendor(MOVE, "move_placement", **about, stage_id=_number(_another(before, application).remote_id))
    stage.receive(news(MOVE))
    reasons = stage.passthrough("look up reasons", "GET", "/disqualify_reasons").data["disqualify_reasons"]
    stage.vendor(REJECT, "disqualify_placement", **about, reason_id=reasons[0]["id"])
    stage.receive(news(REJECT))
    stage.vendor(UNDO, "requalify_placement", **about)
    stage.receive(news(UNDO))
    other = cast.one(
        cast.of(before, Application),
        lambda one: one.outcome == "DECLINED" and one.candidate_id != application.candidate_id,
    )
    stage.vendor(DELETE, "delete_candidate", candidate_id=_number(cast.candidate_of(before, other).remote_id))
    stage.receive(news(DELETE))


def _stages(snapshot: Snapshot, application: Application) -> set[str | None]:
    return {join.stage_id for join in cast.of(snapshot, JobStage) if join.job_id == application.job_id}


def _movable(snapshot: Snapshot) -> Application:
    """A pending application in a stage of its job, which has further ones."""
    return cast.one(
        cast.of(snapshot, Application),
        lambda one: one.outcome == "PENDING" and one.current_stage_id in _stages(snapshot, one),
    )


def _another(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """An ordinary stage of the application's job, in which it is not."""
    others = _stages(snapshot, application) - {application.current_stage_id}
    return cast.one(
        cast.of(snapshot, ApplicationStage),
        lambda stage: stage.id in others and answers.raw(stage).get("category") != "hire",
    )


def _about(announcement: Announcement, candidate_id: Any) -> tuple[Played, ...]:
    """The reads of that candidate, whom the event names, and of no other one."""
    told = announcement.payload["candidate"]["id"]
    expect(str(told) == str(candidate_id), f"it is about candidate {told}", *announcement.played)
    reads = announcement.read(answers.CANDIDATE)
    others = {answers.named(call) for call in reads} - {str(candidate_id)}
    expect(not others, f"read were also {sorted(others)}", *reads)
    return reads


@REGISTER.proves(
    "behaviour/webhook-subscriptions/a-new-candidate-is-announced-with-its-origin", scenario=COMING
)
def newcomers_are_announced(trace: Trace) -> Shown:
    """Four ways in, four subtypes; each candidate is read once more and stored, none was before."""
    played: list[Played] = []
    for origin, subtype in ORIGINS.items():
        announcement = announced(trace, news(added(origin)), "new_candidate", subtype)
        candidate_id = str(trace.step(added(origin)).happened["candidate_id"])
        reads = _about(announcement, candidate_id)
        known = announcement.before.by_remote_id(Candidate.store_id, candidate_id)
        expect(known is None, f"{candidate_id} was stored before", *reads)
        stored = witness.record(announcement.after, Candidate, candidate_id)
        addresses = [one.email_address for one in stored.email_addresses or []]
        expect(addresses == [_address(origin)], f"{candidate_id} has the addresses {addresses}", *reads)
        played += announcement.played
    return Shown(f"announced and stored: {', '.join(ORIGINS.values())}", tuple(played))


@REGISTER.proves("behaviour/webhook-subscriptions/an-assignment-is-announced", scenario=COMING)
def an_assignment_is_announced(trace: Trace) -> Shown:
    """Somebody without application has one for the job the event names; no run was needed."""
    announcement = announced(trace, news(ASSIGN), "candidate_assigned")
    inputs, placement = trace.step(ASSIGN).inputs, str(trace.step(ASSIGN).happened["placement_id"])
    reads = _about(announcement, inputs["candidate_id"])
    told = announcement.payload["offer"]["id"]
    expect(told == inputs["offer_id"], f"it is about offer {told}", *reads)
    known = announcement.before.by_remote_id(Application.store_id, placement)
    expect(known is None, "the application was stored before", *reads)
    stored = witness.record(announcement.after, Application, placement)
    candidate = witness.record(announcement.after, Candidate, str(inputs["candidate_id"]))
    job = witness.record(announcement.after, Job, str(inputs["offer_id"]))
    expect(stored.candidate_id == candidate.id, "it is somebody else's application", *reads)
    expect(stored.job_id == job.id, "it is for another job", *reads)
    _expect_no_run(trace)
    return Shown(f"application {placement} for {job.name!r} is stored", announcement.played)


def _expect_no_run(trace: Trace) -> None:
    runs = [step.name for step in trace.steps if step.kind == "sync"]
    expect(runs == [READ], f"there were the runs {runs}")


def _changed(
    trace: Trace, name: str, subtype: str
) -> tuple[Announcement, Application, Application, tuple[Played, ...]]:
    """News of an application, its record before and after, and the reads of its candidate."""
    announcement = announced(trace, news(name), "candidate_moved", subtype)
    remote_id = str(trace.step(name).inputs["placement_id"])
    was, now = (
        witness.record(data, Application, remote_id) for data in (announcement.before, announcement.after)
    )
    candidate = cast.by_id(announcement.after, Candidate, now.candidate_id)
    reads = _about(announcement, candidate.remote_id)
    _expect_no_run(trace)
    return announcement, was, now, reads


@REGISTER.proves("behaviour/webhook-subscriptions/a-stage-change-is-announced", scenario=PROCESS)
def a_move_is_announced(trace: Trace) -> Shown:
    """The event names both stages; the stored application left the one for the other."""
    announcement, was, now, reads = _changed(trace, MOVE, "stage_changed")
    stages = [cast.by_id(announcement.after, ApplicationStage, one.current_stage_id) for one in (was, now)]
    details = announcement.payload["details"]
    told = [str(details[key]["id"]) for key in ("from_stage", "to_stage")]
    stored = [str(stage.remote_id) for stage in stages]
    expect(stored == told, f"it went from {stored[0]} to {stored[1]}, told was {told}", *reads)
    wanted = str(trace.step(MOVE).inputs["stage_id"])
    expect(stored[1] == wanted and stored[0] != wanted, f"it was to go to {wanted}", *reads)
    return Shown(f"from {stages[0].name!r} to {stages[1].name!r}", announcement.played)


@REGISTER.proves(
    "behaviour/webhook-subscriptions/a-rejection-and-its-undoing-are-announced", scenario=PROCESS
)
def a_rejection_and_its_undoing_are_announced(trace: Trace) -> Shown:
    """PENDING, then DECLINED with the reason of the event, then PENDING again."""
    first, was, declined, rejecting = _changed(trace, REJECT, "disqualified")
    second, _, again, undoing = _changed(trace, UNDO, "requalified")
    reads = (*rejecting, *undoing)
    outcomes = [one.outcome for one in (was, declined, again)]
    expect(outcomes == ["PENDING", "DECLINED", "PENDING"], f"the outcomes were {outcomes}", *reads)
    reason = first.payload["details"]["disqualify_reason"]["name"]
    stored = declined.rejection_reason_name
    expect(stored == reason, f"it was declined for {stored!r}, told was {reason!r}", *reads)
    left = again.rejected_at or again.rejection_reason_name
    expect(declined.rejected_at and not left, f"of the rejection is left: {left}", *reads)
    return Shown(f"DECLINED for {reason!r}, then PENDING again", (*first.played, *second.played))


@REGISTER.proves("behaviour/webhook-subscriptions/a-deleted-candidate-is-announced", scenario=PROCESS)
def a_deletion_is_announced(trace: Trace) -> Shown:
    """Reading the candidate again gives 404; candidate and applications are marked, nobody else is."""
    announcement = announced(trace, news(DELETE), "candidate_deleted")
    candidate_id = str(trace.step(DELETE).inputs["candidate_id"])
    reads = _about(announcement, candidate_id)
    statuses = {call.exchange.response.status for call in reads}
    expect(statuses == {404}, f"the candidate was answered with {statuses}", *reads)
    victim = witness.record(announcement.before, Candidate, candidate_id)
    was = _gone(announcement.before)
    expect(not was, f"marked before: {sorted(was)}", *reads)
    applied = {
        str(one.remote_id)
        for one in cast.of(announcement.before, Application)
        if one.candidate_id == victim.id
    }
    expect(applied, "the candidate has no application", *reads)
    now = _gone(announcement.after)
    expect(now == {candidate_id, *applied}, f"marked are {sorted(now)}", *reads)
    _expect_no_run(trace)
    return Shown(f"{candidate_id} and {len(applied)} applications are marked deleted", announcement.played)


def _gone(snapshot: Snapshot) -> set[str]:
    """Candidates and applications that are marked deleted."""
    rows = (*snapshot.of(Candidate.store_id), *snapshot.of(Application.store_id))
    return {str(getattr(row, "remote_id", None)) for row in rows if row.remote_deleted_at is not None}
