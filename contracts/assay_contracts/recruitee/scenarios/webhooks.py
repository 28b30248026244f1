"""How deliveries are taken, and what is never announced. Source: recruitee sheet 5, 7.3 Webhook note."""

import json
from datetime import datetime
from http import HTTPStatus

from assay.errors import CredentialError
from assay.evidence import Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import (
    Application,
    Candidate,
    CandidateTag,
    Interview,
    Job,
    JobScreeningQuestion,
    ScreeningQuestion,
    Tag,
)
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers, deliveries
from assay_contracts.recruitee.deliveries import (
    EVENTS,
    PINGS,
    SET_UP,
    SIGNATURE,
    TEST,
    announced,
    expect_unchanged,
    signature,
    signed,
)
from assay_contracts.recruitee.register import REGISTER

ARRIVING, UNANNOUNCED = "webhook-deliveries", "unannounced-changes"
READ = "read the company"
UNSIGNED_TEST = "a test without signature arrives before anything else"
COME, NEWS = "somebody comes in", "the delivery arrives"
REPEAT, AGAIN = "the vendor repeats itself", "it arrives again"
UNSIGNED, BADLY_SIGNED, ALTERED = "without a signature", "signed with another secret", "altered on the way"
EDIT, NOT_OK, RETRIED = "a job is renamed", "answered with 204", "answered with 200 at last"
LATER = "two days later"

CONTROL, CONTROL_NEWS = "another job is renamed", "news of the other job"
TAG, PLAN, MOVE = "a tag is put on a candidate", "an interview is planned", "an interview is moved"
QUESTION, SILENCE, DELTA = "a question is reworded", "nothing arrives", "read what changed"
REWORDED = "Reworded in silence?"
STARTS_AT, MOVED_TO = "2026-06-20T09:00:00Z", "2026-06-21T13:30:00Z"


def _number(remote_id: str | None) -> int:
    return int(str(remote_id))


@REGISTER.scenario(ARRIVING)
def webhook_deliveries(stage: Stage) -> None:
    """Tests, a delivery and its repetition, forgeries, and one that is answered with 204 first."""
    before = stage.sync(READ, models=(*cast.PEOPLE, Job.store_id))
    stage.forge(UNSIGNED_TEST, body=TEST, headers={"content-type": "application/json"})
    stage.subscribe(SET_UP)
    stage.receive(PINGS)
    stage.vendor(COME, "add_candidate", name="Nadia Neuzugang", email="nadia@newcomer.example")
    stage.receive(NEWS)
    stage.vendor(REPEAT, "repeat_webhook")
    stage.receive(AGAIN)
    body = _deletion_of(cast.candidate_of(before, cast.pending_application(before)))
    stage.forge(UNSIGNED, body=body, headers={"content-type": "application/json"})
    stage.forge(BADLY_SIGNED, body=body, headers=signed(body, "whsec-of-somebody-else"))
    stage.forge(ALTERED, body=body, headers=signed(body + b" "))
    job = _number(cast.open_job_by_status(before).remote_id)
    stage.answering(HTTPStatus.NO_CONTENT)
    stage.vendor(EDIT, "edit_offer", offer_id=job, title="Told twice")
    stage.receive(NOT_OK)
    stage.answering(HTTPStatus.OK)
    stage.later(minutes=2)
    stage.receive(RETRIED)
    stage.later(days=2)
    stage.receive(LATER)


def _deletion_of(candidate: Candidate) -> bytes:
    """A body that would delete the candidate, if one believed it."""
    told = {
        "id": 990017,
        "event_type": "candidate_deleted",
        "event_subtype": None,
        "payload": {"company": {"id": 41207}, "candidate": {"id": _number(candidate.remote_id)}},
    }
    return json.dumps(told, separators=(",", ":")).encode()


@REGISTER.proves("feature/webhook-subscriptions", scenario=ARRIVING)
def news_arrive_without_a_run(trace: Trace) -> Shown:
    """All events are subscribed to, and one that happens is read again and stored, without any run."""
    made = deliveries.subscription(trace)
    news = announced(trace, NEWS, "new_candidate", "manual")
    candidate_id = str(trace.step(COME).happened["candidate_id"])
    read = news.read(answers.CANDIDATE)
    known = news.before.by_remote_id(Candidate.store_id, candidate_id)
    expect(known is None, "the candidate was stored before", *read)
    witness.record(news.after, Candidate, candidate_id)
    runs = [step.name for step in trace.steps if step.kind == "sync"]
    expect(runs == [READ], f"there were the runs {runs}", *read)
    return Shown(f"{len(EVENTS)} events subscribed to; news handled", (made, *news.step.played))


@REGISTER.proves("behaviour/webhook-subscriptions/the-test-request-needs-no-signature", scenario=ARRIVING)
def tests_need_no_signature(trace: Trace) -> Shown:
    """One comes while the subscription is made, one came without signature; nothing follows from either."""
    made = deliveries.subscription(trace)
    unsigned = witness.succeeded(trace, UNSIGNED_TEST)
    expect(SIGNATURE not in deliveries.delivery_of(unsigned).headers, "it is signed", made)
    expect(unsigned.number < trace.step(SET_UP).number, "the secret was known already", made)
    arrived = deliveries.arrived(trace, PINGS)
    expect(len(arrived) == 1, f"{len(arrived)} tests arrived for one subscription", made)
    for step in (unsigned, *arrived):
        witness.succeeded(trace, step.name)
        said = deliveries.message(step)
        expect(said == {"test": True}, f"{step.name!r} says {said}", made)
        expect(deliveries.taken([step]), f"{step.name!r} was not answered with 200", made)
        expect_unchanged(trace, step)
    return Shown("taken with and without a signature, nothing changed", (made,))


@REGISTER.proves("behaviour/webhook-subscriptions/a-repeated-delivery-takes-effect-once", scenario=ARRIVING)
def a_repetition_takes_no_effect(trace: Trace) -> Shown:
    """The same bytes with the same id come again; what is read is the same, so nothing changes."""
    news, again = (announced(trace, batch, "new_candidate", "manual") for batch in (NEWS, AGAIN))
    played = (*news.played, *again.step.played)
    expect(news.told == again.told and "id" in news.told, "another message arrived", *played)
    told = str(news.payload["candidate"]["id"])
    first, second = (witness.record(one.after, Candidate, told) for one in (news, again))
    expect(first.changed_at == second.changed_at, f"{told} changed at {second.changed_at}", *played)
    same = witness.all_records(again.before) == witness.all_records(again.after)
    expect(same, "a record changed", *played)
    return Shown(f"event {news.told['id']} came twice and took effect once", played)


@REGISTER.proves("behaviour/webhook-subscriptions/a-wrong-signature-changes-nothing", scenario=ARRIVING)
def forgeries_are_refused(trace: Trace) -> Shown:
    """Each would delete a stored candidate; each is refused for its signature, and nothing changes."""
    made = deliveries.subscription(trace)
    for name in (UNSIGNED, BADLY_SIGNED, ALTERED):
        step = trace.step(name)
        forged = deliveries.delivery_of(step)
        given = forged.headers.get(SIGNATURE)
        expect(given != signature(forged.body), f"{name}: it is no forgery", made)
        expect((given is None) == (name == UNSIGNED), f"{name}: it is signed {given!r}", made)
        victim = str(deliveries.message(step)["payload"]["candidate"]["id"])
        stored = witness.record(deliveries.snapshot_before(trace, step), Candidate, victim)
        expect(stored.remote_deleted_at is None, f"{name}: nobody is hit", made)
        expect(isinstance(step.error, CredentialError), f"{name}: it ended with {step.error!r}", made)
        expect_unchanged(trace, step)
    return Shown("three forgeries refused", (made,))


@REGISTER.proves("behaviour/webhook-subscriptions/only-status-200-ends-a-delivery", scenario=ARRIVING)
def only_200_ends_a_delivery(trace: Trace) -> Shown:
    """204 is a failure to the vendor: the same event comes again, and after a 200 never more."""
    first = announced(trace, NOT_OK, "offer_updated", "offer_changed")
    second = announced(trace, RETRIED, "offer_updated", "offer_changed")
    played = (*first.played, *second.step.played)
    statuses = [deliveries.answered_with(one.step) for one in (first, second)]
    expect(statuses == [HTTPStatus.NO_CONTENT, HTTPStatus.OK], f"answered was {statuses}", *played)
    expect(first.told == second.told, "another message arrived", *played)
    ended = [deliveries.arrived(trace, name) for name in (NEWS, AGAIN)]
    for step in (one for batch in ended for one in batch):
        expect(deliveries.taken([step]), f"{step.name!r} was not answered with 200", *played)
        later = [one for one in deliveries.arrived(trace, LATER) if _same(one, step)]
        expect(not later, f"{step.name!r} came again", *played)
    late = deliveries.arrived(trace, LATER)
    expect(not late, f"{len(late)} deliveries came in the two days after", *played)
    job = str(trace.step(EDIT).inputs["offer_id"])
    changed = [witness.record(one.after, Job, job).changed_at for one in (first, second)]
    expect(changed[0] == changed[1], "the repetition changed the job again", *played)
    return Shown(f"event {first.told['id']} came again after 204, not after 200", played)


def _same(one: Step, other: Step) -> bool:
    return deliveries.delivery_of(one).body == deliveries.delivery_of(other).body


@REGISTER.scenario(UNANNOUNCED)
def unannounced_changes(stage: Stage) -> None:
    """A tag, interviews and a question change, of which no webhook tells."""
    before = stage.sync(READ)
    stage.subscribe(SET_UP)
    stage.receive(PINGS)
    public = cast.one(cast.of(before, Job), lambda job: job.visibility == "PUBLIC")
    other = cast.one(cast.of(before, Job), lambda job: job.visibility == "INTERNAL")
    stage.vendor(CONTROL, "edit_offer", offer_id=_number(other.remote_id), title="Announced")
    stage.receive(CONTROL_NEWS)
    tagged = {row.candidate_id for row in cast.of(before, CandidateTag)}
    untagged = cast.one(cast.of(before, Candidate), lambda one: one.id not in tagged)
    tag = cast.one(cast.of(before, Tag))
    stage.vendor(TAG, "add_tag", candidate_id=_number(untagged.remote_id), tag=tag.name)
    application = cast.pending_application(before)
    stage.vendor(PLAN, "schedule_interview", placement_id=_number(application.remote_id), starts_at=STARTS_AT)
    planned = cast.one(cast.of(before, Interview))
    stage.vendor(MOVE, "move_interview", interview_event_id=_number(planned.remote_id), starts_at=MOVED_TO)
    _, question = cast.questions_of(before, public)[0]
    stage.vendor(QUESTION, "edit_question", question_id=_number(question.remote_id), body=REWORDED)
    stage.receive(SILENCE)
    stage.later(hours=3)
    stage.sync(DELTA, mode="delta")


def _silence(trace: Trace, name: str) -> Snapshot:
    """The data set before the next run, after something of which nobody told.

    That the receiver listens is seen by the announced change before it.
    """
    control = announced(trace, CONTROL_NEWS, "offer_updated", "offer_changed")
    happened = trace.step(name)
    told = deliveries.arrived(trace, SILENCE)
    expect(not told, f"{len(told)} deliveries arrived", *control.played)
    between = [step for step in trace.steps if happened.number < step.number < trace.step(DELTA).number]
    loud = [step.name for step in between if step.kind != "vendor"]
    expect(not loud, f"between change and run there was {loud}", *control.played)
    return deliveries.snapshot_before(trace, happened)


@REGISTER.proves(
    "behaviour/webhook-subscriptions/tags-interviews-and-questions-are-not-announced", scenario=UNANNOUNCED
)
def changes_that_nobody_announces(trace: Trace) -> Shown:
    """Tag, new interview, moved interview and question are as before until the delta run brings them."""
    looks = {TAG: _tagged, PLAN: _planned, MOVE: _moved, QUESTION: _reworded}
    step, after = witness.succeeded(trace, DELTA), witness.after(trace, DELTA)
    expect(step.mode == "delta", f"it was a {step.mode} run", *step.played[:1])
    for name, shows in looks.items():
        before, happened = _silence(trace, name), trace.step(name)
        expect(not shows(before, happened), f"{name}: it was stored before the run", *step.played[:1])
        expect(shows(after, happened), f"{name}: it is not stored after the run", *step.played[:1])
    lists = (*witness.sent(step, "GET", answers.SEARCH), *witness.sent(step, "GET", "/c/*/interview/events"))
    return Shown(f"{len(looks)} changes came with the delta run alone", lists)


def _tagged(snapshot: Snapshot, happened: Step) -> bool:
    candidate = witness.record(snapshot, Candidate, str(happened.inputs["candidate_id"]))
    names = {tag.id: tag.name for tag in cast.of(snapshot, Tag)}
    return any(
        row.candidate_id == candidate.id and names.get(row.tag_id) == happened.inputs["tag"]
        for row in cast.of(snapshot, CandidateTag)
    )


def _planned(snapshot: Snapshot, happened: Step) -> bool:
    remote_id = str(happened.happened["interview_event_id"])
    stored = snapshot.by_remote_id(Interview.store_id, remote_id)
    if not isinstance(stored, Interview):
        return False
    application = witness.record(snapshot, Application, str(happened.inputs["placement_id"]))
    return stored.application_id == application.id and _starts(stored, happened.inputs["starts_at"])


def _moved(snapshot: Snapshot, happened: Step) -> bool:
    stored = witness.record(snapshot, Interview, str(happened.inputs["interview_event_id"]))
    return _starts(stored, happened.inputs["starts_at"])


def _starts(interview: Interview, at: str) -> bool:
    return interview.starting_at == datetime.fromisoformat(at)


def _reworded(snapshot: Snapshot, happened: Step) -> bool:
    question = witness.record(snapshot, ScreeningQuestion, str(happened.inputs["question_id"]))
    asked = {row.question_id for row in cast.of(snapshot, JobScreeningQuestion)}
    return question.title == happened.inputs["body"] and question.id in asked
