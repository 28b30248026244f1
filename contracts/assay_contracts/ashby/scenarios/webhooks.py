"""How deliveries are taken, and what is never announced. Source: ashby sheet 5.2, 7.4 N9, N10."""

import json

from assay.errors import CredentialError
from assay.evidence import Snapshot, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import (
    Application,
    Candidate,
    CandidateTag,
    Job,
    JobScreeningQuestion,
    ScreeningQuestion,
    Tag,
)
from assay_contracts import cast, witness
from assay_contracts.ashby import deliveries
from assay_contracts.ashby.deliveries import KINDS, PINGS, SET_UP, SIGNATURE, announced, signature
from assay_contracts.ashby.register import REGISTER

ARRIVING, UNANNOUNCED = "webhook-deliveries", "unannounced-changes"
READ = "read the company"
TRANSFER, NEWS = "an application is transferred", "the delivery arrives"
EDIT, REPEAT, AGAIN = "a candidate changes jobs unannounced", "the vendor repeats itself", "it arrives again"
UNSIGNED, BADLY_SIGNED, ALTERED = "without a signature", "signed with another secret", "altered on the way"

CONTROL, CONTROL_NEWS = "another job is renamed", "news of the other job"
TAG, QUESTION, SILENCE = "a tag is put on a candidate", "a question is reworded", "nothing arrives"
DELTA, FULL = "read what changed", "read everything again"


@REGISTER.scenario(ARRIVING)
def webhook_deliveries(stage: Stage) -> None:
    """Pings, a delivery, the same once more, and some that the vendor never sent."""
    before = stage.sync(READ, models=cast.PROCESS)
    stage.subscribe(SET_UP)
    stage.receive(PINGS)
    application = cast.pending_application(before)
    candidate = cast.candidate_of(before, application)
    job = cast.one(cast.of(before, Job), lambda job: job.status == "OPEN" and job.id != application.job_id)
    stage.vendor(TRANSFER, "transfer_application", application_id=application.remote_id, job_id=job.remote_id)
    stage.receive(NEWS)
    stage.vendor(EDIT, "edit_candidate", candidate_id=candidate.remote_id, company="Unannounced Ltd")
    stage.vendor(REPEAT, "repeat_webhook")
    stage.receive(AGAIN)
    body = _deletion_of(candidate)
    other = {SIGNATURE: signature(body, "whsec-of-somebody-else")}
    stage.forge(UNSIGNED, body=body, headers={"content-type": "application/json"})
    stage.forge(BADLY_SIGNED, body=body, headers=other)
    stage.forge(ALTERED, body=body, headers={SIGNATURE: signature(body + b" ")})


def _deletion_of(candidate: Candidate) -> bytes:
    """A body that would delete the candidate, if one believed it."""
    told = {
        "webhookActionId": "24000000-0000-4000-8000-00000000f04d",
        "action": "candidateDelete",
        "data": {"candidate": {"id": candidate.remote_id}},
    }
    return json.dumps(told, separators=(",", ":")).encode()


@REGISTER.proves("feature/webhook-subscriptions", scenario=ARRIVING)
def news_arrive_without_a_run(trace: Trace) -> Shown:
    """All kinds are subscribed to, and one that happens changes the stored record, without any sync."""
    made = tuple(deliveries.subscription(trace, kind) for kind in KINDS)
    news = announced(trace, NEWS, "applicationUpdate")
    inputs = trace.step(TRANSFER).inputs
    was, now = (
        witness.record(data, Application, inputs["application_id"]) for data in (news.before, news.after)
    )
    job = witness.record(news.after, Job, inputs["job_id"])
    expect(was.job_id != job.id and now.job_id == job.id, f"it is for job {now.job_id}", *news.played)
    syncs = [step.name for step in trace.steps if step.kind == "sync"]
    expect(syncs == [READ], f"there were the runs {syncs}", *news.played)
    return Shown(f"{len(made)} kinds subscribed to; news handled", (*made, *news.step.played))


@REGISTER.proves("behaviour/webhook-subscriptions/ping", scenario=ARRIVING)
def pings_change_nothing(trace: Trace) -> Shown:
    """One signed ping for each subscription; all are taken, nothing changes, all are switched on."""
    made = tuple(deliveries.subscription(trace, kind) for kind in KINDS)
    steps = deliveries.arrived(trace, PINGS)
    expect(len(steps) == len(made), f"{len(steps)} pings arrived for {len(made)} subscriptions", *made)
    before = witness.all_records(witness.after(trace, READ))
    expect(before, "there is no record that could change")
    for step in steps:
        deliveries.expect_signed(step)
        told = deliveries.message(step)["action"]
        expect(told == "ping", f"{step.name!r} is {told}", *made)
        now = witness.all_records(witness.after(trace, step.name))
        expect(now == before, f"{step.name!r} changed a record", *made)
    return Shown(f"{len(steps)} pings taken", made)


@REGISTER.proves("behaviour/webhook-subscriptions/repeated-delivery-changes-nothing", scenario=ARRIVING)
def a_repetition_changes_nothing(trace: Trace) -> Shown:
    """The same bytes come again; they are taken, and what changed meanwhile unannounced is not read."""
    news = announced(trace, NEWS, "applicationUpdate")
    again = announced(trace, AGAIN, "applicationUpdate")
    first, second = (deliveries.message(one.step) for one in (news, again))
    expect(first == second, "another message arrived", *again.played)
    edit = trace.step(EDIT).inputs
    application = witness.record(news.after, Application, trace.step(TRANSFER).inputs["application_id"])
    candidate = witness.record(news.after, Candidate, edit["candidate_id"])
    expect(application.candidate_id == candidate.id, "what changed is not part of it", *news.played)
    expect(candidate.company != edit["company"], "nothing changed meanwhile", *news.played)
    same = witness.all_records(again.before) == witness.all_records(again.after)
    expect(same, "a record changed", *again.played)
    return Shown(f"{first['webhookActionId']} handled once, taken twice", (*news.played, *again.played))


@REGISTER.proves("behaviour/webhook-subscriptions/forged-delivery-is-refused", scenario=ARRIVING)
def forgeries_are_refused(trace: Trace) -> Shown:
    """Each would delete a stored candidate; each is refused for its signature, and nothing changes."""
    made = deliveries.subscription(trace, "candidateDelete")
    for name in (UNSIGNED, BADLY_SIGNED, ALTERED):
        step = trace.step(name)
        victim = deliveries.message(step)["data"]["candidate"]["id"]
        given = step.delivery.headers.get(SIGNATURE) if step.delivery else None
        body = step.delivery.body if step.delivery else b""
        expect(given != signature(body), "it is no forgery", made)
        before = deliveries.snapshot_before(trace, step)
        expect(witness.record(before, Candidate, victim).remote_deleted_at is None, "nobody is hit", made)
        expect(isinstance(step.error, CredentialError), f"{name}: it ended with {step.error!r}", made)
        expect(not step.played, f"{name}: the vendor was asked", *step.played)
        if step.snapshot is None:
            raise NotShown(f"{name}: no data set was kept", made)
        same = witness.all_records(before) == witness.all_records(step.snapshot)
        expect(same, f"{name}: a record changed", made)
    return Shown("three forgeries refused", (made,))


@REGISTER.scenario(UNANNOUNCED)
def unannounced_changes(stage: Stage) -> None:
    """A tag and a question change, of which no webhook tells."""
    before = stage.sync(READ)
    stage.subscribe(SET_UP)
    stage.receive(PINGS)
    job = cast.open_job(before, with_questions=True)
    stage.vendor(CONTROL, "edit_job", job_id=cast.open_job(before).remote_id, title="Announced")
    stage.receive(CONTROL_NEWS)
    tagged = {row.candidate_id for row in cast.of(before, CandidateTag)}
    candidate = cast.one(cast.of(before, Candidate), lambda candidate: candidate.id not in tagged)
    tag = cast.one(cast.of(before, Tag))
    stage.vendor(TAG, "add_tag", candidate_id=candidate.remote_id, tag_id=tag.remote_id)
    question = next(q for _, q in cast.questions_of(before, job) if q.category is None)
    stage.vendor(
        QUESTION, "edit_screening_questions_only", path=question.remote_id, title="Reworded in silence?"
    )
    stage.receive(SILENCE)
    stage.later(hours=3)
    stage.sync(DELTA, mode="delta")
    stage.later(hours=3)
    stage.sync(FULL)


def _silence(trace: Trace, name: str) -> Snapshot:
    """The data set before the next run, after something of which nobody told.

    That the receiver listens is seen by the announced change before it.
    """
    control = announced(trace, CONTROL_NEWS, "jobUpdate")
    for kind in KINDS:
        deliveries.subscription(trace, kind)
    happened = trace.step(name)
    told = deliveries.arrived(trace, SILENCE)
    expect(not told, f"{len(told)} deliveries arrived", *control.played)
    between = [step for step in trace.steps if happened.number < step.number < trace.step(DELTA).number]
    loud = [step.name for step in between if step.kind != "vendor"]
    expect(not loud, f"between change and run there was {loud}", *control.played)
    return deliveries.snapshot_before(trace, happened)


@REGISTER.proves("behaviour/webhook-subscriptions/tag-changes-are-not-announced", scenario=UNANNOUNCED)
def tags_are_not_announced(trace: Trace) -> Shown:
    """The tag is on the stored candidate after the next run and not before."""
    inputs = trace.step(TAG).inputs
    before, after = _silence(trace, TAG), witness.after(trace, DELTA)
    candidate = witness.record(after, Candidate, inputs["candidate_id"])
    tag = witness.record(after, Tag, inputs["tag_id"])
    pages = witness.calls(trace.step(DELTA), "/candidate.list")
    found = [
        any((row.candidate_id, row.tag_id) == (candidate.id, tag.id) for row in cast.of(data, CandidateTag))
        for data in (before, after)
    ]
    expect(not found[0], "the tag was stored before", *pages)
    expect(found[1], "the tag is not stored after the run", *pages)
    return Shown(f"tag {tag.name!r} came with the next run", pages)


@REGISTER.proves("behaviour/webhook-subscriptions/question-changes-are-not-announced", scenario=UNANNOUNCED)
def questions_are_not_announced(trace: Trace) -> Shown:
    """The question has its new words after the full run, and not before it."""
    inputs = trace.step(QUESTION).inputs
    before, delta, full = _silence(trace, QUESTION), witness.after(trace, DELTA), witness.after(trace, FULL)
    read = witness.calls(trace.step(FULL), "/jobPosting.info")
    titles = [witness.record(data, ScreeningQuestion, inputs["path"]).title for data in (before, delta, full)]
    expect(inputs["title"] not in titles[:2], f"the titles were {titles[:2]}", *read)
    expect(titles[2] == inputs["title"], f"it reads {titles[2]!r} after the full run", *read)
    question = witness.record(full, ScreeningQuestion, inputs["path"])
    asked = [row for row in cast.of(full, JobScreeningQuestion) if row.question_id == question.id]
    expect(asked, "no job asks the question", *read)
    return Shown(f"{titles[2]!r} came with the next full run", read)
