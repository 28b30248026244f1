"""Only what was created through the connection is read. Source: recruitee sheet 7.3."""

from assay.evidence import Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER

LOOK, FILTER = "look at everybody", "look for nobody by a filter that there is not"
BEFORE, CREATE, CREATE_TOO, READ = "read jobs", "create one", "create another one", "read ours"
MERGE, READ_AGAIN = "one of ours becomes another", "read ours again"
UNKNOWN_FILTER = '[{"filter":"nobody","id":{"in":[1]}}]'
"""No such entity: the search ignores it and answers with everybody (2.6 [C])."""
PERSON = {"first_name": "Einzige", "last_name": "Unsere", "email_address": "einzige@applicant.example"}
OTHER = {"first_name": "Zweite", "last_name": "Unsere", "email_address": "zweite@applicant.example"}


@REGISTER.scenario("only-created-applications")
def only_created(stage: Stage) -> None:
    """Two applications are ours, the vendor has many others; later one of ours is merged away."""
    stage.connect(only_created=True)
    search = {"page": "1", "limit": "1000"}
    everybody = stage.passthrough(LOOK, "GET", "/search/new/candidates", params=search).data["hits"]
    unfiltered = {**search, "filters_json": UNKNOWN_FILTER}
    stage.passthrough(FILTER, "GET", "/search/new/candidates", params=unfiltered)
    jobs = stage.sync(BEFORE, models=(Job.store_id,))
    job = cast.open_job_by_status(jobs)
    for name, person in ((CREATE, PERSON), (CREATE_TOO, OTHER)):
        stage.act(name, "create_application", {"candidate": person, "application": {"job_id": job.id}})
    stage.later(hours=1)
    ours = stage.sync(READ, models=(*cast.PEOPLE, Job.store_id))
    gone = cast.one(cast.of(ours, Candidate))
    stage.vendor(
        MERGE,
        "merge_candidates",
        candidate_id=int(str(gone.remote_id)),
        into_candidate_id=int(everybody[0]["id"]),
    )
    stage.later(hours=1)
    stage.sync(READ_AGAIN, models=(*cast.PEOPLE, Job.store_id))


def _syncs(trace: Trace) -> list[Step]:
    return [step for step in trace.steps if step.kind == "sync"]


def _ours(trace: Trace) -> set[str]:
    """Vendor ids of the applications that were created."""
    results = [witness.succeeded(trace, name).result for name in (CREATE, CREATE_TOO)]
    made = {result.remote_id for result in results if result is not None and result.remote_id is not None}
    if len(made) < len(results):
        raise NotShown("the applications were not created")
    return made


@REGISTER.proves(
    "feature/sync-only-created-applications",
    "behaviour/sync-only-created-applications/only-own-applications-are-read",
    scenario="only-created-applications",
)
def only_own_applications_are_read(trace: Trace) -> Shown:
    """Ours are asked for by their candidates' ids, nothing is searched, and nobody else is stored."""
    looked = answers.called(witness.succeeded(trace, LOOK), answers.SEARCH)
    others = set(answers.by_id(looked, "hits"))
    expect(len(others) > 1, f"the vendor has only {len(others)} others", *looked)
    for step in _syncs(trace):
        expect(step.settings.get("only_created") is True, f"{step.name!r} reads everything", *looked)
        searched = answers.sent_to(step, answers.SEARCH)
        expect(not searched, f"{len(searched)} searches in {step.name!r}", *searched)
    ours, after = _ours(trace), witness.after(trace, READ)
    stored = {str(one.remote_id) for one in cast.of(after, Application)}
    expect(stored == ours, f"the applications {sorted(stored)} are stored, {sorted(ours)} are ours", *looked)
    asked = answers.called(witness.succeeded(trace, READ), answers.CANDIDATES)
    ids = {one for call in asked for one in answers.asked(call).get("ids", [""])[0].split(",")}
    people = {str(one.remote_id) for one in cast.of(after, Candidate)}
    expect(ids == people, f"{sorted(ids)} were asked for, {sorted(people)} are stored", *asked)
    owners = {str(cast.candidate_of(after, one).remote_id) for one in cast.of(after, Application)}
    expect(people == owners, f"{sorted(people ^ owners)} have none of our applications", *asked)
    strangers = people & others
    expect(not strangers, f"{sorted(strangers)} were there before", *asked)
    expect(cast.of(after, Job), "jobs were not read either", *asked)
    _the_merged_one_is_marked(trace)
    return Shown(f"{len(ours)} of ours are stored, {len(others)} others are not", (*looked, *asked))


def _the_merged_one_is_marked(trace: Trace) -> None:
    """Its id answers 404 afterwards; candidate and application are marked, the other ones of ours are not."""
    key = str(witness.succeeded(trace, MERGE).inputs["candidate_id"])
    before, after = witness.after(trace, READ), witness.after(trace, READ_AGAIN)
    calls = answers.called(witness.succeeded(trace, READ_AGAIN), answers.CANDIDATES)
    listed = answers.by_id(calls, "candidates")
    expect(key not in listed, f"the vendor still gives {key}", *calls)
    was, now = (witness.record(data, Candidate, key) for data in (before, after))
    expect(was.remote_deleted_at is None, f"{key} was marked before", *calls)
    expect(now.remote_deleted_at is not None, f"{key} is not marked deleted", *calls)
    living = [one for one in cast.of(after, Application) if one.candidate_id == now.id]
    expect(not living, f"the application of {key} is not marked", *calls)
    expect(cast.of(after, Candidate), "the other one of ours is marked as well", *calls)


@REGISTER.proves(
    "behaviour/candidates/an-ignored-search-filter-is-noticed", scenario="only-created-applications"
)
def an_ignored_filter_is_noticed(trace: Trace) -> Shown:
    """The search ignores a filter; of a selection, nobody is stored who is not in it."""
    looked = answers.called(witness.succeeded(trace, LOOK), answers.SEARCH)
    filtered = answers.called(witness.succeeded(trace, FILTER), answers.SEARCH)
    everybody, found = (answers.accepted(calls[0])["total"] for calls in (looked, filtered))
    expect(found == everybody > 1, f"the filter left {found} of {everybody}", *looked, *filtered)
    relied_on = [
        call
        for step in trace.steps
        if step.kind in ("sync", "action")
        for call in answers.sent_to(step, answers.SEARCH)
        if "filters_json" in answers.asked(call)
    ]
    expect(not relied_on, f"{len(relied_on)} filters were relied on", *relied_on)
    calls = answers.called(witness.succeeded(trace, READ), answers.CANDIDATES)
    wanted = {one for call in calls for one in answers.asked(call).get("ids", [""])[0].split(",")}
    expect(wanted - {""}, "nobody was asked for", *calls)
    for name in (READ, READ_AGAIN):
        rows = witness.after(trace, name).of(Candidate.store_id)
        stored = {str(getattr(row, "remote_id", "")) for row in rows}
        expect(stored and stored <= wanted, f"{sorted(stored - wanted)} were stored too", *calls)
    return Shown(
        f"a filter that selects nobody gave {found} candidates; none was stored", (*filtered, *calls)
    )
