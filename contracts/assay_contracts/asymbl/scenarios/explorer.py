"""What an org has beyond unified fields, offered with key, label and value. Source: asymbl sheet 7.1, 7.5."""

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import MAPPED, REGISTER
from assay_contracts.asymbl.scenarios.full_sync import FULL

RESTLESS = frozenset(
    {"SystemModstamp", "LastActivityDate", "LastReferencedDate", "LastViewedDate", "AccountId"}
)
"""Fields that move although nobody changed anything, so that they need not be offered (8 no. 7)."""
PACKAGE = "bpats__"
SOURCES: tuple[tuple[type[Job | Candidate | Application], str], ...] = (
    (Job, reads.JOB),
    (Candidate, reads.CONTACT),
    (Application, reads.APPLICANT),
)

BEFORE, ADD, MAPPED_ONE = (
    "read jobs",
    "the customer gets a field of its own",
    "read jobs with the field mapped",
)
OWN = {"name": "Recruiting_Budget__c", "label": "Recruiting budget", "type": "double", "value": 1200.0}
KEY = "budget"


def _explained(trace: Trace, model: type[Job | Candidate | Application], source: str) -> tuple[int, Played]:
    """How many fields the records of a model offer: all that the org describes, with labels and values."""
    step, snapshot = witness.succeeded(trace, FULL), witness.after(trace, FULL)
    told = reads.described(step, source)
    fields = reads.fields_of(told)
    given = reads.by_id(reads.pages(step, source))
    records = cast.of(snapshot, model)
    expect(records, f"no {model.published_as} are stored", told)
    for record in records:
        row, call = given[str(record.remote_id)]
        offered = reads.offered(record)
        strange, lacking = offered.keys() - fields.keys(), fields.keys() - offered.keys() - RESTLESS
        expect(not strange, f"{record.remote_id} offers {sorted(strange)}", told)
        expect(not lacking, f"{record.remote_id} does not offer {sorted(lacking)}", told)
        for key, field in offered.items():
            described = fields[key]
            expect(field.label == described["label"], f"{key} is called {field.label!r}", told)
            kind = "CUSTOM" if described["custom"] else "DEFAULT"
            expect(field.type == kind, f"{key} is of type {field.type}", told)
            if key in row:
                expect(field.value == row[key], f"{key} reads {field.value!r}, not {row[key]!r}", call)
    return len(fields), told


def _offers_both(trace: Trace, model: type[Job | Candidate], source: str, mapped: dict[str, str]) -> Shown:
    """Fields of the package and of the customer stand side by side, each with a value somewhere."""
    count, told = _explained(trace, model, source)
    snapshot = witness.after(trace, FULL)
    valued: set[str] = set()
    for record in cast.of(snapshot, model):
        offered = reads.offered(record)
        valued |= {
            key for key, field in offered.items() if field.type == "CUSTOM" and field.value is not None
        }
    of_package = {key for key in valued if key.startswith(PACKAGE)}
    own = valued & set(mapped.values())
    expect(of_package, "no field of the package has a value", told)
    expect(own, "no field of the customer's own has a value", told)
    return Shown(f"{count} fields, {len(of_package)} of the package and {len(own)} own ones filled", (told,))


@REGISTER.proves("feature/jobs", "behaviour/jobs/jobs-are-in-the-explorer", scenario="full-sync")
def jobs_are_in_the_explorer(trace: Trace) -> Shown:
    """Every field that the org describes of jobs is offered, those of package and customer as CUSTOM."""
    return _offers_both(trace, Job, reads.JOB, MAPPED["jobs"])


@REGISTER.proves(
    "feature/candidates", "behaviour/candidates/candidates-are-in-the-explorer", scenario="full-sync"
)
def candidates_are_in_the_explorer(trace: Trace) -> Shown:
    """Every field that the org describes of contacts is offered, those of package and customer as CUSTOM."""
    return _offers_both(trace, Candidate, reads.CONTACT, MAPPED["candidates"])


@REGISTER.proves("feature/custom-field-explorer", scenario="full-sync")
def fields_are_offered_and_mapped(trace: Trace) -> Shown:
    """Jobs, candidates and applications offer every field; mapped ones fill ``custom_fields``."""
    step, snapshot = witness.succeeded(trace, FULL), witness.after(trace, FULL)
    shown: list[Played] = []
    counts = []
    for model, source in SOURCES:
        count, told = _explained(trace, model, source)
        counts.append(count)
        shown.append(told)
        mapped = MAPPED[model.store_id.removeprefix("ats_")]
        given = reads.by_id(reads.pages(step, source))
        for record in cast.of(snapshot, model):
            row, call = given[str(record.remote_id)]
            wanted = {label: row[name] for label, name in mapped.items() if row[name] is not None}
            found = record.custom_fields
            expect(found == wanted, f"{record.remote_id} has {found}, not {wanted}", call)
    return Shown(f"{counts} fields of jobs, candidates and applications", tuple(shown))


@REGISTER.scenario("mapped-field")
def mapped_field(stage: Stage) -> None:
    """The customer gets a field; it is offered, and read into custom fields once it is mapped."""
    stage.vendor(ADD, "add_field", object=reads.JOB, **OWN)
    stage.sync(BEFORE, models=(Job.store_id,))
    stage.connect(options={"custom_fields": {"jobs": {KEY: OWN["name"]}}})
    stage.sync(MAPPED_ONE, models=(Job.store_id,))


@REGISTER.proves(
    "behaviour/custom-field-explorer/a-mapped-field-fills-custom-fields", scenario="mapped-field"
)
def a_mapped_field_fills_custom_fields(trace: Trace) -> Shown:
    """The query has the column as soon as it is mapped, and its values stand under the key of the mapping."""
    name, before, after = str(OWN["name"]), witness.after(trace, BEFORE), witness.after(trace, MAPPED_ONE)
    for job in cast.of(before, Job):
        field = reads.offered(job).get(name)
        expect(field is not None and field.label == OWN["label"], f"{job.name} does not offer {name}")
        expect(KEY not in (job.custom_fields or {}), f"{job.name} has {KEY} although it is not mapped")
    asked = [reads.asked(witness.succeeded(trace, step), reads.JOB)[0] for step in (BEFORE, MAPPED_ONE)]
    columns = [name in reads.columns(played) for played in asked]
    expect(columns == [False, True], f"the column was asked for: {columns}", *asked)
    given = reads.by_id(reads.pages(witness.succeeded(trace, MAPPED_ONE), reads.JOB))
    jobs = cast.of(after, Job)
    expect(jobs, "no job is stored", *asked)
    for job in jobs:
        row, call = given[str(job.remote_id)]
        found = (job.custom_fields or {}).get(KEY)
        expect(row[name] is not None and found == row[name], f"{KEY} is {found!r}, not {row[name]!r}", call)
    return Shown(f"{len(jobs)} jobs have {KEY} from {name}", tuple(asked))
