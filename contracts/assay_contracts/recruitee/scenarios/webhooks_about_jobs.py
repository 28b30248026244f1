"""News of jobs. Source: recruitee sheet 5, 7.3 Webhook note."""

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import ApplicationStage, Job, JobScreeningQuestion, JobStage, ScreeningQuestion
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers, deliveries
from assay_contracts.recruitee.deliveries import Announcement, announced
from assay_contracts.recruitee.register import REGISTER
from assay_contracts.recruitee.scenarios.webhooks_about_people import news

JOBS = "webhooks-about-jobs"
PUBLISH, UNPUBLISH, ARCHIVE = "a draft is published", "the job is taken down", "another job is archived"
RENAME, CLOSE, TAG = "a job is renamed", "the job is closed", "the job is tagged"
TITLE = "Renamed without a run"
MODELS = (
    Job.store_id,
    JobStage.store_id,
    ApplicationStage.store_id,
    ScreeningQuestion.store_id,
    JobScreeningQuestion.store_id,
)


@REGISTER.scenario(JOBS)
def jobs(stage: Stage) -> None:
    """A draft is published and taken down, another job archived, a third one renamed, tagged and closed."""
    before = stage.sync("read jobs", models=MODELS)
    stage.subscribe(deliveries.SET_UP)
    stage.receive(deliveries.PINGS)
    known = cast.of(before, Job)
    draft, public, internal = (
        {"offer_id": int(str(cast.one(known, fits).remote_id))}
        for fits in (
            lambda job: job.status == "DRAFT",
            lambda job: job.visibility == "PUBLIC",
            lambda job: job.visibility == "INTERNAL",
        )
    )
    for name, event, about in (
        (PUBLISH, "publish_offer", draft),
        (UNPUBLISH, "unpublish_offer", draft),
        (ARCHIVE, "archive_offer", public),
    ):
        stage.vendor(name, event, **about)
        stage.receive(news(name))
    stage.vendor(RENAME, "edit_offer", **internal, title=TITLE)
    stage.receive(news(RENAME))
    stage.vendor(TAG, "set_offer_tags", **internal, tags=["Announced"])
    stage.receive(news(TAG))
    stage.vendor(CLOSE, "close_offer", **internal)
    stage.receive(news(CLOSE))


Change = tuple[Announcement, Job, Job, tuple[Played, ...]]


def _changed(trace: Trace, name: str, kind: str, subtype: str | None = None) -> Change:
    """News of a job, its record before and after, and the reads of it, which is the only job read."""
    announcement = announced(trace, news(name), kind, subtype)
    offer_id = str(trace.step(name).inputs["offer_id"])
    told = str(announcement.payload["offer"]["id"])
    expect(told == offer_id, f"it is about offer {told}", *announcement.played)
    reads = announcement.read(answers.OFFER)
    read = {answers.named(call) for call in reads}
    expect(read == {offer_id}, f"read were {sorted(read)}", *reads)
    was, now = (witness.record(data, Job, offer_id) for data in (announcement.before, announcement.after))
    runs = [step.name for step in trace.steps if step.kind == "sync"]
    expect(len(runs) == 1, f"there were the runs {runs}", *reads)
    return announcement, was, now, reads


def _expect_as_read(job: Job, reads: tuple[Played, ...], status: str) -> None:
    """The job's status follows what was read, which is no word of the event."""
    given = answers.details(reads, "offer")[str(job.remote_id)][0]["status"]
    expect(given == status, f"the vendor says {given}", *reads)


@REGISTER.proves("behaviour/webhook-subscriptions/publishing-a-job-is-announced", scenario=JOBS)
def publishing_is_announced(trace: Trace) -> Shown:
    """A draft has become open and public, at once."""
    announcement, was, now, reads = _changed(trace, PUBLISH, "offer_published", "manual")
    expect(was.status == "DRAFT", f"the job was {was.status} before", *reads)
    _expect_as_read(now, reads, "published")
    found = (now.status, now.visibility)
    expect(found == ("OPEN", "PUBLIC"), f"the job is {found}", *reads)
    return Shown(f"{now.name!r} is OPEN and PUBLIC", announcement.played)


@REGISTER.proves(
    "behaviour/webhook-subscriptions/unpublishing-and-archiving-are-announced-alike", scenario=JOBS
)
def taking_down_is_announced(trace: Trace) -> Shown:
    """Both were public; one is open and internal now, the other archived, and neither is deleted."""
    played: list[Played] = []
    for name, said, expected in (
        (UNPUBLISH, "internal", ("OPEN", "INTERNAL")),
        (ARCHIVE, "archived", ("ARCHIVED", None)),
    ):
        announcement, was, now, reads = _changed(trace, name, "offer_unpublished")
        before = (was.status, was.visibility)
        expect(before == ("OPEN", "PUBLIC"), f"the job was {before} before", *reads)
        _expect_as_read(now, reads, said)
        found = (now.status, now.visibility)
        expect(found == expected, f"the job is {found}, not {expected}", *reads)
        expect(now.remote_deleted_at is None, "the job is marked deleted", *reads)
        played += announcement.played
    return Shown("one is OPEN and INTERNAL, the other ARCHIVED", tuple(played))


@REGISTER.proves("behaviour/webhook-subscriptions/an-edited-job-is-announced", scenario=JOBS)
def an_edit_is_announced(trace: Trace) -> Shown:
    """Three edits, three subtypes; title, status and tags are stored each time."""
    renamed = _changed(trace, RENAME, "offer_updated", "offer_changed")
    tagged = _changed(trace, TAG, "offer_updated", "tags_changed")
    closed = _changed(trace, CLOSE, "offer_updated", "status_changed")
    expect(renamed[1].name != TITLE, "the job had that title before", *renamed[3])
    expect(renamed[2].name == TITLE, f"the title is {renamed[2].name!r}", *renamed[3])
    tags = _tags(tagged[2])
    wanted = trace.step(TAG).inputs["tags"]
    expect(_tags(tagged[1]) != wanted, "the job had those tags before", *tagged[3])
    expect(tags == wanted, f"the tags are {tags}", *tagged[3])
    statuses = (closed[1].status, closed[2].status)
    expect(statuses == ("OPEN", "CLOSED"), f"the status was and is {statuses}", *closed[3])
    played = tuple(call for change in (renamed, tagged, closed) for call in change[0].played)
    return Shown(f"{TITLE!r}, then tagged, then CLOSED", played)


def _tags(job: Job) -> list[str]:
    """What the vendor's offer behind a stored job is tagged with."""
    return list(answers.raw(job).get("offer_tags") or [])
