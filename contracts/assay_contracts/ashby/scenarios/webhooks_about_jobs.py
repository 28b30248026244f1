"""News of jobs and their postings. Source: ashby sheet 5.3, 5.4, 7.4 N9."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import ApplicationStage, Job, JobPosting, JobScreeningQuestion, JobStage
from assay_contracts import cast, witness
from assay_contracts.ashby import deliveries
from assay_contracts.ashby.deliveries import Announcement, announced
from assay_contracts.ashby.register import REGISTER

CREATE, EDIT = "a job is opened", "the job is renamed"
DRAFT, EDIT_POSTING = "a posting is drafted", "the posting is renamed"
PUBLISH, UNPUBLISH, DELETE = "the posting is published", "the posting is taken down", "the posting is deleted"
JOBS = "webhooks-about-jobs"
MODELS = (
    Job.store_id,
    JobPosting.store_id,
    JobScreeningQuestion.store_id,
    JobStage.store_id,
    ApplicationStage.store_id,
)


def _news(name: str) -> str:
    """The step in which the deliveries of a vendor event are handed over."""
    return f"news: {name}"


@REGISTER.scenario(JOBS)
def jobs(stage: Stage) -> None:
    """A job is opened and renamed; a posting is drafted, renamed, published, taken down and deleted."""
    before = stage.sync("read jobs", models=MODELS)
    stage.subscribe(deliveries.SET_UP)
    stage.receive(deliveries.PINGS)
    job = stage.vendor(CREATE, "create_job", title="Newly Opened")["job_id"]
    stage.receive(_news(CREATE))
    stage.vendor(EDIT, "edit_job", job_id=job, title="Newly Renamed")
    stage.receive(_news(EDIT))
    staffed = cast.open_job(before).remote_id
    posting = stage.vendor(DRAFT, "create_posting", job_id=staffed, title="Drafted")["job_posting_id"]
    stage.receive(_news(DRAFT))
    about = {"job_posting_id": posting}
    stage.vendor(EDIT_POSTING, "edit_posting", **about, title="Drafted and renamed")
    stage.receive(_news(EDIT_POSTING))
    for name, event in (
        (PUBLISH, "publish_posting"),
        (UNPUBLISH, "unpublish_posting"),
        (DELETE, "delete_posting"),
    ):
        stage.vendor(name, event, **about)
        stage.receive(_news(name))


@REGISTER.proves("behaviour/webhook-subscriptions/job-create", scenario=JOBS)
def a_job_was_opened(trace: Trace) -> Shown:
    """The job is stored."""
    news = announced(trace, _news(CREATE), "jobCreate")
    job_id = news.data["job"]["id"]
    known = news.before.by_remote_id(Job.store_id, job_id)
    expect(known is None, "the job was stored before", *news.played)
    now = witness.record(news.after, Job, job_id)
    expect(now.name == trace.step(CREATE).inputs["title"], f"it is called {now.name!r}", *news.played)
    return Shown(f"job {now.name!r} is stored", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/job-update", scenario=JOBS)
def a_job_was_renamed(trace: Trace) -> Shown:
    """The job has its new name."""
    news = announced(trace, _news(EDIT), "jobUpdate")
    inputs = trace.step(EDIT).inputs
    was, now = (witness.record(data, Job, inputs["job_id"]) for data in (news.before, news.after))
    expect(was.name != inputs["title"], "it was called so before", *news.played)
    expect(now.name == inputs["title"], f"it is called {now.name!r}", *news.played)
    return Shown(f"the job is called {now.name!r}", news.played)


def _changed(trace: Trace, name: str, kind: str) -> tuple[Announcement, JobPosting, JobPosting]:
    """News of a posting, and its record before and after."""
    news = announced(trace, _news(name), kind)
    posting_id = trace.step(name).inputs["job_posting_id"]
    told = news.data.get("jobPosting", {}).get("id")
    expect(told == posting_id, f"it is about posting {told}", *news.played)
    was, now = (witness.record(data, JobPosting, posting_id) for data in (news.before, news.after))
    return news, was, now


@REGISTER.proves("behaviour/webhook-subscriptions/job-posting-update", scenario=JOBS)
def a_posting_was_renamed(trace: Trace) -> Shown:
    """The posting has its new title."""
    news, was, now = _changed(trace, EDIT_POSTING, "jobPostingUpdate")
    title = trace.step(EDIT_POSTING).inputs["title"]
    expect(was.title != title, "it had that title before", *news.played)
    expect(now.title == title, f"its title is {now.title!r}", *news.played)
    return Shown(f"the title is {now.title!r}", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/job-posting-publish", scenario=JOBS)
def a_posting_was_published(trace: Trace) -> Shown:
    """A draft of an open job has become ACTIVE."""
    news, was, now = _changed(trace, PUBLISH, "jobPostingPublish")
    job = cast.by_id(news.after, Job, now.job_id)
    expect(job.status == "OPEN", f"the job is {job.status}", *news.played)
    expect(was.status == "DRAFT", f"the posting was {was.status} before", *news.played)
    expect(now.status == "ACTIVE", f"the posting is {now.status}", *news.played)
    return Shown("the draft is ACTIVE", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/job-posting-unpublish", scenario=JOBS)
def a_posting_was_taken_down(trace: Trace) -> Shown:
    """The posting is no longer ACTIVE."""
    news, was, now = _changed(trace, UNPUBLISH, "jobPostingUnpublish")
    expect(was.status == "ACTIVE", f"the posting was {was.status} before", *news.played)
    expect(now.status != "ACTIVE", "the posting is still ACTIVE", *news.played)
    expect(now.remote_deleted_at is None, "the posting is marked deleted", *news.played)
    return Shown(f"the posting is {now.status}", news.played)


@REGISTER.proves("behaviour/webhook-subscriptions/job-posting-delete", scenario=JOBS)
def a_posting_was_deleted(trace: Trace) -> Shown:
    """The posting is marked deleted, no other is."""
    news, was, now = _changed(trace, DELETE, "jobPostingDelete")
    expect(was.remote_deleted_at is None, "it was marked before", *news.played)
    expect(now.remote_deleted_at is not None, "it is not marked deleted", *news.played)
    gone = len(cast.of(news.before, JobPosting)) - len(cast.of(news.after, JobPosting))
    expect(gone == 1, f"{gone} postings are gone", *news.played)
    return Shown(f"posting {now.remote_id} is marked deleted", news.played)
