"""News of applications, candidates, interviews and offers. Source: ashby sheet 5.3, 5.4, 7.4 N9."""

from datetime import datetime

from assay.evidence import Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    ApplicationStage,
    Candidate,
    Interview,
    InterviewTeamMember,
    Job,
    JobPosting,
    JobStage,
    Offer,
)
from assay_contracts import cast, witness
from assay_contracts.ashby import deliveries
from assay_contracts.ashby.deliveries import Announcement, announced
from assay_contracts.ashby.register import REGISTER

APPLY, TRANSFER, MOVE = "somebody applies", "an application is transferred", "an application moves on"
HIRE, DELETE = "a candidate is hired", "a candidate is deleted"
SCHEDULE, RESCHEDULE = "an interview is scheduled", "the interview is moved"
OFFER, EDIT_OFFER, DELETE_OFFER = "an offer is made", "the offer is edited", "the offer is withdrawn"
APPLICANT = "Nadia Neuzugang"


def _news(name: str) -> str:
    """The step in which the deliveries of a vendor event are handed over."""
    return f"news: {name}"


@REGISTER.scenario("webhooks-about-applications")
def applications(stage: Stage) -> None:
    """Somebody applies; others are transferred, moved on, hired and deleted."""
    before = stage.sync("read the company", models=(*cast.PROCESS, JobPosting.store_id))
    stage.subscribe(deliveries.SET_UP)
    stage.receive(deliveries.PINGS)
    posting = cast.one(cast.of(before, JobPosting), lambda posting: posting.status == "ACTIVE")
    pending = [one for one in cast.of(before, Application) if one.outcome == "PENDING"]
    first, second = sorted(pending, key=lambda one: str(one.remote_id))[:2]
    declined = cast.one(cast.of(before, Application), lambda one: one.outcome == "DECLINED")
    mail = "nadia@applicant.example"
    stage.vendor(APPLY, "apply", job_posting_id=posting.remote_id, name=APPLICANT, email=mail)
    stage.receive(_news(APPLY))
    stage.vendor(
        MOVE,
        "move_stage",
        application_id=first.remote_id,
        interview_stage_id=_another_stage(before, first).remote_id,
    )
    stage.receive(_news(MOVE))
    other = cast.one(cast.of(before, Job), lambda job: job.status == "OPEN" and job.id != second.job_id)
    stage.vendor(TRANSFER, "transfer_application", application_id=second.remote_id, job_id=other.remote_id)
    stage.receive(_news(TRANSFER))
    stage.vendor(HIRE, "hire", application_id=first.remote_id)
    stage.receive(_news(HIRE))
    stage.vendor(DELETE, "delete_candidate", candidate_id=cast.candidate_of(before, declined).remote_id)
    stage.receive(_news(DELETE))


def _another_stage(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """A stage of the application's job, of the ordinary kind, in which it is not."""
    joins = {join.stage_id for join in cast.of(snapshot, JobStage) if join.job_id == application.job_id}
    return cast.one(
        cast.of(snapshot, ApplicationStage),
        lambda stage: stage.id in joins - {application.current_stage_id} and _type_of(stage) == "Active",
    )


def _type_of(stage: ApplicationStage) -> str:
    return str((stage.remote_data or {}).get("/interviewStage.list", {}).get("type"))


def _moved(trace: Trace, name: str, kind: str) -> tuple[Announcement, Application, Application]:
    """News of an application, and its record before and after."""
    news = announced(trace, _news(name), kind)
    remote_id = trace.step(name).inputs["application_id"]
    told = news.data.get("application", {}).get("id")
    expect(told == remote_id, f"it is about application {told}", *news.played)
    was, now = (witness.record(data, Application, remote_id) for data in (news.before, news.after))
    return news, was, now


@REGISTER.proves("behaviour/webhook-subscriptions/application-submit", scenario="webhooks-about-applications")
def somebody_applied(trace: Trace) -> Shown:
    """Application and candidate were not there before, and are there after."""
    news = announced(trace, _news(APPLY), "applicationSubmit")
    told = news.data["application"]
    for model, remote_id in ((Application, told["id"]), (Candidate, told["candidate"]["id"])):
        known = news.before.by_remote_id(model.store_id, remote_id)
        expect(known is None, f"{remote_id} was stored before", *news.played)
    application = witness.record(news.after, Application, told["id"])
    candidate = witness.record(news.after, Candidate, told["candidate"]["id"])
    expect(application.candidate_id == candidate.id, "it is somebody else's application", *news.played)
    name = f"{candidate.first_name} {candidate.last_name}"
    expect(name == APPLICANT, f"{name} applied", *news.played)
    posting = witness.record(news.before, JobPosting, trace.step(APPLY).inputs["job_posting_id"])
    expect(application.job_id == posting.job_id, "it is for another job", *news.played)
    return Shown(f"{name} and the application are stored", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/application-update", scenario="webhooks-about-applications")
def an_application_was_transferred(trace: Trace) -> Shown:
    """The stored application is for the other job."""
    news, was, now = _moved(trace, TRANSFER, "applicationUpdate")
    job = witness.record(news.after, Job, trace.step(TRANSFER).inputs["job_id"])
    expect(was.job_id != job.id, "it was for that job before", *news.played)
    expect(now.job_id == job.id, "it is not for that job", *news.played)
    return Shown(f"application {now.remote_id} is for job {job.name!r}", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/candidate-hire", scenario="webhooks-about-applications")
def a_candidate_was_hired(trace: Trace) -> Shown:
    """The outcome is HIRED."""
    news, was, now = _moved(trace, HIRE, "candidateHire")
    found = (was.outcome, now.outcome)
    expect(found == ("PENDING", "HIRED"), f"the outcome was {found[0]} and is {found[1]}", *news.played)
    return Shown(f"application {now.remote_id} is HIRED", news.played)


@REGISTER.proves(
    "behaviour/webhook-subscriptions/candidate-stage-change", scenario="webhooks-about-applications"
)
def an_application_moved_on(trace: Trace) -> Shown:
    """The application is in the new stage."""
    news, was, now = _moved(trace, MOVE, "candidateStageChange")
    target = witness.record(news.after, ApplicationStage, trace.step(MOVE).inputs["interview_stage_id"])
    expect(was.current_stage_id != target.id, "it was in that stage before", *news.played)
    expect(now.current_stage_id == target.id, "it is in another stage", *news.played)
    return Shown(f"application {now.remote_id} is in {target.name!r}", news.played)


@REGISTER.proves(
    "behaviour/webhook-subscriptions/stage-change-arrives-as-two-events",
    scenario="webhooks-about-applications",
)
def a_move_arrives_twice(trace: Trace) -> Shown:
    """One delivery of each kind, of one event, about one application; each reads it once."""
    an_application_moved_on(trace)
    kinds = ("candidateStageChange", "applicationUpdate")
    news = [_moved(trace, MOVE, kind)[0] for kind in kinds]
    played = tuple(call for one in news for call in one.played)
    steps = deliveries.arrived(trace, _news(MOVE))
    expect(len(steps) == len(kinds), f"{len(steps)} deliveries arrived", *played)
    actions = {deliveries.message(step)["webhookActionId"] for step in steps}
    expect(len(actions) == 1, f"they carry {len(actions)} ids", *played)
    for one in news:
        read = witness.calls(one.step, "/application.info")
        expect(len(read) == 1, f"{one.step.name!r} read the application {len(read)} times", *read)
    return Shown("two deliveries, each handled once", played)


@REGISTER.proves("behaviour/webhook-subscriptions/candidate-delete", scenario="webhooks-about-applications")
def a_candidate_was_deleted(trace: Trace) -> Shown:
    """The candidate and all its applications are marked deleted; nothing else is."""
    news = announced(trace, _news(DELETE), "candidateDelete")
    remote_id = trace.step(DELETE).inputs["candidate_id"]
    expect(news.data["candidate"]["id"] == remote_id, "another candidate was deleted", *news.played)
    was = witness.record(news.before, Candidate, remote_id)
    expect(was.remote_deleted_at is None, "it was marked before", *news.played)
    theirs = [one for one in cast.of(news.before, Application) if one.candidate_id == was.id]
    expect(theirs, "the candidate had no application", *news.played)
    for known in (was, *theirs):
        now = witness.same_record(news.after, known)
        expect(now.remote_deleted_at is not None, f"{known.remote_id} is not marked", *news.played)
    rest = len(cast.of(news.before, Application)) - len(theirs)
    left = len(cast.of(news.after, Application))
    expect(left == rest, f"{left} applications are left, not {rest}", *news.played)
    return Shown(f"candidate and {len(theirs)} applications are marked deleted", news.played)


@REGISTER.scenario("webhooks-about-interviews-and-offers")
def interviews_and_offers(stage: Stage) -> None:
    """An interview is scheduled and moved; an offer is made, edited and withdrawn."""
    models = (Interview.store_id, InterviewTeamMember.store_id, Offer.store_id)
    before = stage.sync("read the company", models=(*cast.PEOPLE, *models))
    stage.subscribe(deliveries.SET_UP)
    stage.receive(deliveries.PINGS)
    application = cast.pending_application(before)
    about = {"application_id": application.remote_id}
    meeting = stage.vendor(SCHEDULE, "schedule_interview", **about)["interview_event_id"]
    stage.receive(_news(SCHEDULE))
    stage.vendor(
        RESCHEDULE,
        "reschedule_interview",
        interview_event_id=meeting,
        start_time="2026-07-03T13:30:00.000Z",
    )
    stage.receive(_news(RESCHEDULE))
    offer = stage.vendor(OFFER, "create_offer", **about, start_date="2026-10-01")["offer_id"]
    stage.receive(_news(OFFER))
    stage.vendor(EDIT_OFFER, "update_offer", offer_id=offer, start_date="2026-12-01")
    stage.receive(_news(EDIT_OFFER))
    stage.vendor(DELETE_OFFER, "delete_offer", offer_id=offer)
    stage.receive(_news(DELETE_OFFER))


NEWS_OF_PROCESS = "webhooks-about-interviews-and-offers"


@REGISTER.proves("behaviour/webhook-subscriptions/interview-schedule-create", scenario=NEWS_OF_PROCESS)
def an_interview_was_scheduled(trace: Trace) -> Shown:
    """The interviews of the schedule are stored, for that application."""
    news = announced(trace, _news(SCHEDULE), "interviewScheduleCreate")
    about = trace.step(SCHEDULE).inputs["application_id"]
    application = witness.record(news.after, Application, about)
    events = news.data["interviewSchedule"]["interviewEvents"]
    expect(events, "the schedule holds no interview", *news.played)
    for event in events:
        known = news.before.by_remote_id(Interview.store_id, event["id"])
        expect(known is None, "the interview was stored before", *news.played)
        now = witness.record(news.after, Interview, event["id"])
        expect(now.application_id == application.id, "it is for another application", *news.played)
    return Shown(f"{len(events)} interviews are stored", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/interview-schedule-update", scenario=NEWS_OF_PROCESS)
def an_interview_was_moved(trace: Trace) -> Shown:
    """The interview has the new time."""
    news = announced(trace, _news(RESCHEDULE), "interviewScheduleUpdate")
    inputs = trace.step(RESCHEDULE).inputs
    wanted = datetime.fromisoformat(inputs["start_time"])
    was, now = (
        witness.record(data, Interview, inputs["interview_event_id"]) for data in (news.before, news.after)
    )
    expect(was.starting_at != wanted, "it had that time before", *news.played)
    expect(now.starting_at == wanted, f"it starts at {now.starting_at}", *news.played)
    return Shown(f"the interview starts at {wanted:%d.%m. %H:%M}", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/offer-create", scenario=NEWS_OF_PROCESS)
def an_offer_was_made(trace: Trace) -> Shown:
    """The offer is stored, for that application."""
    news = announced(trace, _news(OFFER), "offerCreate")
    offer_id, inputs = news.data["offer"]["id"], trace.step(OFFER).inputs
    known = news.before.by_remote_id(Offer.store_id, offer_id)
    expect(known is None, "the offer was stored before", *news.played)
    now = witness.record(news.after, Offer, offer_id)
    application = witness.record(news.after, Application, inputs["application_id"])
    expect(now.application_id == application.id, "it is for another application", *news.played)
    expect(_starts(now) == inputs["start_date"], f"it starts on {_starts(now)}", *news.played)
    return Shown(f"offer {offer_id} is stored", news.played)


def _starts(offer: Offer) -> str:
    return f"{offer.employment_start_date:%Y-%m-%d}" if offer.employment_start_date else ""


@REGISTER.proves("behaviour/webhook-subscriptions/offer-update", scenario=NEWS_OF_PROCESS)
def an_offer_was_edited(trace: Trace) -> Shown:
    """The offer has the new start."""
    news = announced(trace, _news(EDIT_OFFER), "offerUpdate")
    inputs = trace.step(EDIT_OFFER).inputs
    was, now = (witness.record(data, Offer, inputs["offer_id"]) for data in (news.before, news.after))
    expect(_starts(was) != inputs["start_date"], "it had that start before", *news.played)
    expect(_starts(now) == inputs["start_date"], f"it starts on {_starts(now)}", *news.played)
    return Shown(f"the offer starts on {_starts(now)}", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/offer-delete", scenario=NEWS_OF_PROCESS)
def an_offer_was_withdrawn(trace: Trace) -> Shown:
    """The offer is marked deleted; the others are not."""
    news = announced(trace, _news(DELETE_OFFER), "offerDelete")
    offer_id = trace.step(DELETE_OFFER).inputs["offer_id"]
    expect(news.data["offer"]["id"] == offer_id, "another offer was deleted", *news.played)
    was, now = (witness.record(data, Offer, offer_id) for data in (news.before, news.after))
    expect(was.remote_deleted_at is None, "it was marked before", *news.played)
    expect(now.remote_deleted_at is not None, "it is not marked deleted", *news.played)
    left = len(cast.of(news.before, Offer)) - len(cast.of(news.after, Offer))
    expect(left == 1, f"{left} offers are gone", *news.played)
    return Shown(f"offer {offer_id} is marked deleted", news.played)
