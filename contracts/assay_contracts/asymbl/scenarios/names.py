"""Fields that are renamed or hidden, and requests that are used up. Source: asymbl sheet 1.3, 6, 7.0, 7.4."""

from assay.errors import VendorUnavailableError
from assay.evidence import Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Job
from assay_contracts import cast, witness
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import DATA, REGISTER

JOBS = (Job.store_id,)
STATUS, OTHER_STATUS = "bpats__Status__c", "bpats__Job_Status__c"
POSTED, UNKNOWN = "bpats__Posted_Date__c", "bpats__Went_Live_On__c"
RENAME_ONE, RENAME_OTHER, READ = "the status is renamed", "the posting date is renamed", "read jobs"
SALARY = "bpats__Salary__c"
SEEN, HIDDEN = "read as somebody who sees salaries", "read as somebody who does not"
SPEND, REFUSED = "all requests of the day are used up", "read although none are left"


@REGISTER.scenario("renamed-fields")
def renamed_fields(stage: Stage) -> None:
    """Two fields of jobs have other names than usual, one of them a name that is known as well."""
    stage.vendor(RENAME_ONE, "rename_field", object=reads.JOB, name=STATUS, to=OTHER_STATUS)
    stage.vendor(RENAME_OTHER, "rename_field", object=reads.JOB, name=POSTED, to=UNKNOWN)
    stage.sync(READ, models=JOBS)


def _reports(step: Step, field: str, *words: str) -> str:
    """What a run said about a field of jobs: one thing at least."""
    said = [one for one in (*step.skipped, *step.notices) if all(word in one for word in (field, *words))]
    expect(said, f"nothing is said of {field}: {[*step.skipped, *step.notices]}", *step.played[:1])
    return said[0]


@REGISTER.proves("behaviour/general/names-are-checked-before-use", scenario="renamed-fields")
def names_are_checked_before_use(trace: Trace) -> Shown:
    """Jobs are described first; the other name is read where it is known, and what is lacking is named."""
    step, snapshot = witness.succeeded(trace, READ), witness.after(trace, READ)
    told, asked = reads.described(step, reads.JOB), reads.asked(step, reads.JOB)
    queries = [played for played in step.played if reads.query_of(played)]
    expect(asked and told.index < queries[0].index, "jobs were queried before they were described", *asked)
    has = reads.fields_of(told)
    expect(STATUS not in has and OTHER_STATUS in has, f"{STATUS} is there still", told)
    expect(POSTED not in has, f"{POSTED} is there still", told)
    for played in queries:
        missing = {STATUS, POSTED} & set(reads.columns(played))
        expect(not missing, f"{sorted(missing)} were asked for", played)
        expect(played.exchange.response.status == 200, "a query failed", played)
    expect(OTHER_STATUS in reads.columns(asked[0]), f"{OTHER_STATUS} is not read instead", *asked)
    _reports(step, STATUS, OTHER_STATUS)
    _reports(step, POSTED, "opened_at")
    given = reads.by_id(asked)
    jobs = cast.of(snapshot, Job)
    expect(jobs, "no job is stored", *asked)
    for job in jobs:
        row, call = given[str(job.remote_id)]
        expect(row[OTHER_STATUS] and job.status, f"{job.name} has no status", call)
        expect(job.opened_at is None, f"{job.name} was opened at {job.opened_at}", call)
    return Shown(f"{OTHER_STATUS} is read instead; {POSTED} is missed and named", (told, *asked))


@REGISTER.scenario("hidden-fields")
def hidden_fields(stage: Stage) -> None:
    """The same jobs are read by somebody who sees their salary and by somebody who does not."""
    stage.sync(SEEN, models=JOBS)
    stage.connect("hidden-fields")
    stage.sync(HIDDEN, models=JOBS)


@REGISTER.proves("behaviour/general/a-hidden-field-costs-only-itself", scenario="hidden-fields")
def a_hidden_field_costs_only_itself(trace: Trace) -> Shown:
    """No query fails; the jobs are all there without salary, which is named as missing."""
    step = witness.succeeded(trace, HIDDEN)
    told, asked = reads.described(step, reads.JOB), reads.asked(step, reads.JOB)
    expect(SALARY not in reads.fields_of(told), f"{SALARY} is not hidden", told)
    expect(SALARY in reads.fields_of(reads.described(trace.step(SEEN), reads.JOB)), "nobody sees it", told)
    failed = [played for played in step.played if played.exchange.response.status >= 400]
    expect(asked and not failed, f"{len(failed)} requests failed", *failed)
    _reports(step, SALARY, "salary_amount")
    before, after = witness.after(trace, SEEN), witness.after(trace, HIDDEN)
    expect(any(job.salary_amount for job in cast.of(before, Job)), "no job has a salary", *asked)
    jobs = cast.of(after, Job)
    expect(len(jobs) == len(cast.of(before, Job)), f"{len(jobs)} jobs are stored", *asked)
    for job in jobs:
        was = witness.same_record(before, job)
        expect(job.salary_amount is None, f"{job.name} pays {job.salary_amount}", *asked)
        same = (was.name, was.description, was.status, was.opened_at)
        now = (job.name, job.description, job.status, job.opened_at)
        expect(now == same, f"{job.name} lost more than its salary", *asked)
    return Shown(f"{len(jobs)} jobs without salary, and that is said", (told, *asked))


@REGISTER.scenario("used-up-quota")
def used_up_quota(stage: Stage) -> None:
    """Others have used up the org's requests of the day."""
    stage.vendor(SPEND, "spend_requests")
    stage.sync(REFUSED, models=JOBS, fails=True)


@REGISTER.proves("behaviour/general/a-used-up-quota-is-not-a-missing-permission", scenario="used-up-quota")
def a_used_up_quota_is_no_missing_permission(trace: Trace) -> Shown:
    """The run ends because the limit is reached; it says when to come back, and nothing of permissions."""
    step = trace.step(REFUSED)
    refused = [played for played in step.played if played.exchange.request.path.startswith(DATA)]
    expect(refused, "the org was asked nothing", *step.played)
    answer = refused[-1].exchange.response
    code = answer.json[0]["errorCode"] if isinstance(answer.json, list) and answer.json else None
    found = (answer.status, code)
    expect(found == (403, "REQUEST_LIMIT_EXCEEDED"), f"it was answered with {found}", *refused)
    error = step.error
    expect(isinstance(error, VendorUnavailableError), f"it ended with {error!r}", *refused)
    said = str(error).lower()
    for words in ("request limit", "later"):
        expect(words in said, f"nothing is said of {words!r}: {said}", *refused)
    for words in ("permission", "may not", "access"):
        expect(words not in said, f"it speaks of {words!r}: {said}", *refused)
    expect(not step.skipped, f"left out were {step.skipped}", *refused)
    return Shown(said.splitlines()[0], tuple(refused))
