"""Only what was created through the connection is read. Source: asymbl sheet 7.5."""

from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.asymbl import calls, reads
from assay_contracts.asymbl.register import REGISTER

LOOK, BEFORE = "look at all applicants", "read before anything was created"
CREATE, CREATE_TOO, READ = "create one", "create another one", "read ours"
DELETE, READ_AGAIN = "one of ours is deleted", "read ours again"
PERSON = {"first_name": "Einzige", "last_name": "Unsere", "email_address": "einzige@applicant.example"}
OTHER = {"first_name": "Zweite", "last_name": "Unsere", "email_address": "zweite@applicant.example"}
MODELS = (*cast.PEOPLE, Job.store_id)
MOST_IDS = 200


@REGISTER.scenario("only-created-applications")
def only_created(stage: Stage) -> None:
    """Two applications are ours, the org has many others; later one of ours is deleted."""
    stage.connect(only_created=True)
    calls.look(stage, LOOK, "Id", reads.APPLICANT, "Id != null")
    job = cast.open_job_by_status(stage.sync(BEFORE, models=MODELS))
    for name, person in ((CREATE, PERSON), (CREATE_TOO, OTHER)):
        stage.act(name, "create_application", {"candidate": person, "application": {"job_id": job.id}})
    stage.later(hours=1)
    ours = stage.sync(READ, models=MODELS)
    gone = cast.one(cast.of(ours, Application))
    stage.vendor(DELETE, "delete_record", id=gone.remote_id)
    stage.later(hours=1)
    stage.sync(READ_AGAIN, mode="delta", models=MODELS)


def _ours(trace: Trace) -> set[str]:
    """Vendor ids of the applications that were created."""
    results = [witness.succeeded(trace, name).result for name in (CREATE, CREATE_TOO)]
    made = {result.remote_id for result in results if result is not None and result.remote_id is not None}
    if len(made) < len(results):
        raise NotShown("the applications were not created")
    return made


def _named(played: Played) -> list[str]:
    """The ids that a query lists."""
    query = reads.query_of(played)
    expect("Id IN (" in query, f"it asks for more than ids: {query!r}", played)
    return calls.literals(query)


def _by_ids_alone(step: Step, ours: set[str]) -> tuple[Played, ...]:
    """Queries for applicants, which list exactly ours."""
    asked = reads.asked(step, reads.APPLICANT)
    listed = [_named(played) for played in asked]
    longest = max(map(len, listed), default=0)
    expect(longest <= MOST_IDS, f"{longest} ids were asked for at once", *asked)
    named = {one for ids in listed for one in ids}
    expect(named == ours, f"{step.name!r} asks for {sorted(named)}, ours are {sorted(ours)}", *asked)
    return asked


@REGISTER.proves(
    "feature/sync-only-created-applications",
    "behaviour/sync-only-created-applications/only-created-ids-are-asked-for",
    scenario="only-created-applications",
)
def only_created_ids_are_asked_for(trace: Trace) -> Shown:
    """Without any of ours nothing is asked; then exactly ours are, and nobody else is stored."""
    others = {str(row["Id"]) for row in calls.told(trace, LOOK)}
    expect(len(others) > 1, f"the org has only {len(others)} others")
    before, ours = witness.succeeded(trace, BEFORE), _ours(trace)
    early = reads.asked(before, reads.APPLICANT)
    expect(not early, f"{len(early)} queries for applicants before there was one of ours", *early)
    expect(cast.of(witness.after(trace, BEFORE), Job), "jobs were not read either", *before.played[:1])
    for name in (BEFORE, READ, READ_AGAIN):
        settings = witness.succeeded(trace, name).settings
        expect(settings.get("only_created") is True, f"{name!r} reads everything")
    step, after = witness.succeeded(trace, READ), witness.after(trace, READ)
    asked = _by_ids_alone(step, ours)
    stored = {str(one.remote_id) for one in cast.of(after, Application)}
    expect(stored == ours, f"the applications {sorted(stored)} are stored, {sorted(ours)} are ours", *asked)
    people = reads.asked(step, reads.CONTACT)
    wanted = {str(row[reads.CANDIDATE_OF]) for row in reads.rows(asked)}
    named = {one for played in people for one in _named(played)}
    expect(named == wanted, f"the contacts {sorted(named)} are asked for, {sorted(wanted)} applied", *people)
    known = {str(one.remote_id) for one in cast.of(after, Candidate)}
    expect(known == wanted, f"the candidates {sorted(known)} are stored", *people)
    strangers = stored & others
    expect(not strangers, f"{sorted(strangers)} were there before", *asked)
    last = _the_deleted_one_is_marked(trace, ours)
    return Shown(f"{len(ours)} of ours are stored, {len(others)} others are not", (*asked, *people, last))


def _the_deleted_one_is_marked(trace: Trace, ours: set[str]) -> Played:
    """It comes as deleted as long as the org remembers it; the other one of ours stays."""
    key = str(witness.succeeded(trace, DELETE).inputs["id"])
    step, after = witness.succeeded(trace, READ_AGAIN), witness.after(trace, READ_AGAIN)
    row, call = reads.by_id(_by_ids_alone(step, ours)).get(key, ({}, step.played[-1]))
    expect(row.get("IsDeleted") is True, f"the org does not say that {key} is deleted", call)
    expect(call.exchange.request.path == reads.QUERY_ALL, "deleted rows were not asked for", call)
    was, now = (witness.record(data, Application, key) for data in (witness.after(trace, READ), after))
    expect(was.remote_deleted_at is None, f"{key} was marked before", call)
    expect(now.remote_deleted_at is not None, f"{key} is not marked deleted", call)
    left = {str(one.remote_id) for one in cast.of(after, Application)}
    expect(left == ours - {key}, f"{sorted(left)} are left", call)
    return call
