"""Only what was created through the connection is read. Source: ashby sheet 7.3, 7.5."""

from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, Candidate, Interview, Job
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

EVERYBODY, CREATE, READ = "look at everybody's applications", "create an application", "read ours"
DELETE, READ_AGAIN = "our application is deleted", "read ours again"
LISTINGS = ("/application.list", "/candidate.list")
PERSON = {"first_name": "Einzige", "last_name": "Unsere", "email_address": "einzige@applicant.example"}


@REGISTER.scenario("only-created-applications")
def only_created(stage: Stage) -> None:
    """One application is ours, the vendor has many others; later ours is deleted."""
    stage.connect(only_created=True)
    snapshot = stage.sync("read before anything is ours")
    stage.passthrough(EVERYBODY, "POST", "/application.list", data={"limit": 5})
    job = cast.open_job(snapshot)
    made = stage.act(CREATE, "create_application", {"candidate": PERSON, "application": {"job_id": job.id}})
    remote_id = made.remote_id if made is not None else ""
    stage.vendor("our candidate is invited", "schedule_interview", application_id=remote_id)
    stage.later(hours=3)
    stage.sync(READ)
    stage.vendor(DELETE, "delete_application", application_id=remote_id)
    stage.later(hours=3)
    stage.sync(READ_AGAIN)


def _syncs(trace: Trace) -> list[Step]:
    return [step for step in trace.steps if step.kind == "sync"]


def _our_application(trace: Trace) -> str:
    result = witness.succeeded(trace, CREATE).result
    if result is None or result.remote_id is None:
        raise NotShown("no application was created")
    return result.remote_id


@REGISTER.proves(
    "feature/sync-only-created-applications",
    "behaviour/sync-only-created-applications/no-listing-is-read",
    scenario="only-created-applications",
)
def no_listing_is_read(trace: Trace) -> Shown:
    """The vendor has others, no run lists any, and ours alone is stored, with its candidate."""
    looked = witness.calls(witness.succeeded(trace, EVERYBODY), "/application.list")
    others = answers.listed(looked)
    expect(len(others) > 1, f"the vendor has only {len(others)} other applications", *looked)
    for step in _syncs(trace):
        expect(step.settings.get("only_created") is True, f"{step.name!r} reads everything", *looked)
        listings: list[Played] = [played for path in LISTINGS for played in step.sent(path)]
        expect(not listings, f"{len(listings)} listings were read in {step.name!r}", *listings)
    ours, after = _our_application(trace), witness.after(trace, READ)
    stored = cast.of(after, Application)
    expect([one.remote_id for one in stored] == [ours], f"{len(stored)} applications are stored", *looked)
    read = witness.calls(trace.step(READ), "/application.info")
    owner = answers.results(read[0])["candidate"]["id"]
    people = [candidate.remote_id for candidate in cast.of(after, Candidate)]
    expect(people == [owner], f"the candidates {people} are stored, {owner} is ours", *read)
    meetings = {interview.application_id for interview in cast.of(after, Interview)}
    expect(meetings == {stored[0].id}, f"interviews of {len(meetings)} applications are stored", *read)
    expect(cast.of(after, Job), "jobs were not read either", *read)
    return Shown(f"1 application is stored, {len(others)} others are not", (*looked, *read))


@REGISTER.proves(
    "behaviour/sync-only-created-applications/deleted-application-is-marked",
    scenario="only-created-applications",
)
def a_deleted_application_is_marked(trace: Trace) -> Shown:
    """application.info answers that there is none; the stored application is marked deleted."""
    ours = _our_application(trace)
    before, after = witness.after(trace, READ), witness.after(trace, READ_AGAIN)
    asked = witness.calls(trace.step(READ_AGAIN), "/application.info")
    named = [call.exchange.request.json.get("applicationId") for call in asked]
    expect(named == [ours], f"the vendor was asked for {named}", *asked)
    code = answers.refusal_code(asked[0])
    expect(code == "application_not_found", f"the vendor answered {code}", *asked)
    was, now = (witness.record(data, Application, ours) for data in (before, after))
    expect(was.remote_deleted_at is None, "it was marked before", *asked)
    expect(now.remote_deleted_at is not None, "it is not marked deleted", *asked)
    return Shown(f"application {ours} is marked deleted", asked)
