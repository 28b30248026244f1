"""What the settings of a key decide: what it sees, where its candidates come from. Source: sheet 6.2, 3.1."""

from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

WITHOUT, WITH = "read jobs without the switch", "read jobs with the switch"
PERSON = {"first_name": "Quirina", "last_name": "Ohneherkunft", "email_address": "quirina@applicant.example"}
SOURCES, DEFAULT, CREATE, READ = (
    "look up sources",
    "an admin links a source to the key",
    "create without a source",
    "read candidates",
)


@REGISTER.scenario("confidential-jobs")
def confidential_jobs(stage: Stage) -> None:
    """Jobs are read with a key that may not see confidential ones, then with one that may."""
    stage.connect("without-confidential")
    stage.sync(WITHOUT, models=(Job.store_id,))
    stage.connect("full")
    stage.sync(WITH, models=(Job.store_id,))


@REGISTER.proves("behaviour/jobs/confidential-jobs-need-the-switch", scenario="confidential-jobs")
def confidential_jobs_need_the_switch(trace: Trace) -> Shown:
    """Without the switch the vendor leaves the job out without a word; with it, it is there."""
    hidden, seen = witness.after(trace, WITHOUT), witness.after(trace, WITH)
    refused, asked = (witness.calls(witness.succeeded(trace, name), "/job.list") for name in (WITHOUT, WITH))
    said = trace.step(WITHOUT).skipped
    expect(not said, f"the run speaks of something left out: {said}", *refused)
    confidential = [job for job in cast.of(seen, Job) if job.confidential]
    expect(confidential, "no job is confidential", *asked)
    for job in confidential:
        given = answers.listed(asked).get(str(job.remote_id), {}).get("confidential")
        expect(given is True, f"the vendor gives {job.remote_id} as confidential: {given}", *asked)
        expect(job.remote_id not in answers.listed(refused), "the vendor gave it to both keys", *refused)
        found = hidden.by_remote_id(Job.store_id, str(job.remote_id))
        expect(found is None, f"{job.remote_id} was stored without the switch", *refused)
    expect(cast.of(hidden, Job), "without the switch nothing was read at all", *refused)
    return Shown(f"{len(confidential)} jobs are seen only with the switch", (*refused, *asked))


@REGISTER.scenario("default-source")
def default_source(stage: Stage) -> None:
    """The key has a default source; a candidate is created without naming any."""
    snapshot = stage.sync("read jobs", models=(Job.store_id,))
    listed = stage.passthrough(SOURCES, "POST", "/source.list", data={}).data["results"]
    source = next(source for source in listed if not source["isArchived"])
    stage.vendor(DEFAULT, "set_default_source", source_id=source["id"])
    job = cast.open_job_by_status(snapshot)
    stage.act(CREATE, "create_candidate", {"candidate": PERSON, "application": {"job_id": job.id}})
    stage.later(hours=3)
    stage.sync(READ, models=(Candidate.store_id,))


@REGISTER.proves("behaviour/candidate-source-tracking/default-source-of-the-key", scenario="default-source")
def the_default_source_is_tracked(trace: Trace) -> Shown:
    """Nothing was sent for the source; the vendor filled in the key's, and it is read back."""
    wanted = trace.step(DEFAULT).inputs["source_id"]
    titles = answers.listed(witness.calls(trace.step(SOURCES), "/source.list"))
    expect(wanted in titles, f"there is no source {wanted}")
    step, after = witness.succeeded(trace, CREATE), witness.after(trace, READ)
    for path in ("/candidate.create", "/application.create"):
        sent = [call.exchange.request.json.get("sourceId") for call in step.sent(path)]
        expect(not any(sent), f"{path} was sent the source {sent}", *step.sent(path))
    made = witness.calls(step, "/candidate.create")
    candidate = answers.results(made[0])
    expect((candidate["source"] or {}).get("id") == wanted, f"the vendor says {candidate['source']}", *made)
    stored = witness.record(after, Candidate, candidate["id"])
    pages = witness.calls(trace.step(READ), "/candidate.list")
    expect(stored.source == titles[wanted]["title"], f"the source reads {stored.source!r}", *pages)
    return Shown(f"the source is {stored.source!r}, that of the key", (*made, *pages))
