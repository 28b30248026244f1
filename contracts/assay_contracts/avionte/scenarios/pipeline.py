"""Places in a pipeline are there once a webhook named them. Source: avionte sheet 2.5, 7.9 no. 1, 2."""

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job
from assay_contracts import cast, witness
from assay_contracts.avionte import calls, deliveries
from assay_contracts.avionte.calls import job_ids, of_full, of_selected, select
from assay_contracts.avionte.register import REGISTER
from assay_contracts.avionte.scenarios.selecting import BACKEND
from assay_contracts.avionte.seen import PIPELINE

HIDDEN = "hidden-pipeline"
COMES, PIPELINED = "somebody is entered by hand", "a recruiter puts them into the pipeline of a job"
FULL, SELECTED, LATER = "a run of all jobs", "a run of the selected job", "one more run of the selected job"
MOVED, NEWS = "the recruiter moves them about", "news of the pipeline"


@REGISTER.scenario(HIDDEN)
def hidden_pipeline(stage: Stage) -> None:
    """Somebody is put into a pipeline without a word; both modes run; then a webhook tells of it."""
    ids = job_ids(stage)
    person = {"first_name": "Paula", "last_name": "Verborgen", "email": "paula@pipeline.example"}
    talent_id = stage.vendor(COMES, "create_talent", **person, announced=False)["talent_id"]
    place = {"talent_id": talent_id, "job_id": ids[BACKEND]}
    stage.vendor(PIPELINED, "pipeline_talent", **place, announced=False)
    stage.connect(options={"sync_mode": "full"})
    stage.sync(FULL, budget=of_full(6))
    select(stage, ids[BACKEND])
    deliveries.order(stage)
    stage.sync(SELECTED, mode="delta", budget=of_selected(jobs=1, nominations=4, talents=4))
    stage.vendor(MOVED, "pipeline_talent", **place)
    stage.receive(NEWS, budget=2)
    stage.sync(LATER, mode="delta", budget=of_selected())


def _application(trace: Trace, snapshot: Snapshot) -> Application | None:
    """The application of the one who was put into the pipeline."""
    place = trace.step(PIPELINED).inputs
    found = snapshot.by_remote_id(Application.store_id, f"{place['talent_id']}:{place['job_id']}")
    return found if isinstance(found, Application) else None


def _no_look_at_the_pipeline(step: Step) -> tuple[Played, ...]:
    """The calls of a step, none of which is below the pipeline."""
    looked = [
        call for call in step.played if call.exchange.request.path.startswith(f"{calls.PREFIX}/pipeline/")
    ]
    expect(not looked, f"the pipeline was read in {step.name!r}", *looked)
    made = calls.billed(step)
    expect(made, f"nothing was asked in {step.name!r}")
    return made


@REGISTER.proves("behaviour/general/unannounced-pipeline-rows-stay-unread", scenario=HIDDEN)
def unannounced_pipeline_rows_stay_unread(trace: Trace) -> Shown:
    """Neither mode reads the pipeline or stores an application; the job itself was read by both."""
    row = trace.step(PIPELINED).happened.get("pipeline_id")
    expect(row, "nobody was put into a pipeline")
    number, shown = str(trace.step(PIPELINED).inputs["job_id"]), list[Played]()
    until = trace.step(MOVED).number
    expect(not [one for one in trace.steps[:until] if one.kind == "webhook"], "a webhook came before")
    for name in (FULL, SELECTED):
        step, snapshot = witness.succeeded(trace, name), witness.after(trace, name)
        shown += _no_look_at_the_pipeline(step)
        expect(number in calls.jobs_of(step), f"the job was not read in {name!r}", *step.played[:1])
        witness.record(snapshot, Job, number)
        expect(_application(trace, snapshot) is None, f"it is an application after {name!r}", *step.played)
    others = cast.of(witness.after(trace, SELECTED), Application)
    expect(others, "the job has no other applications", *shown)
    return Shown(f"{len(others)} other applications of the job, no look at the pipeline", tuple(shown))


@REGISTER.proves("behaviour/general/a-webhook-opens-a-pipeline-row", scenario=HIDDEN)
def a_webhook_opens_a_pipeline_row(trace: Trace) -> Shown:
    """One read of the row that the webhook names; the application is in our own stage, then and later."""
    step = deliveries.only(trace, NEWS)
    row = trace.step(PIPELINED).happened["pipeline_id"]
    told = deliveries.resource(step).get("PipelineId")
    expect(told == row, f"the webhook names {told}, put into the pipeline was {row}")
    call = calls.one(step, calls.PIPELINE_ROW)
    expect(calls.last(call) == str(row), f"the row {calls.last(call)} was read", call)
    [(given, _)] = calls.objects([call])
    before = deliveries.before(trace, step)
    expect(_application(trace, before) is None, "the application was there before", call)
    for snapshot in (witness.after(trace, step.name), witness.after(trace, LATER)):
        stored = _application(trace, snapshot)
        if stored is None:
            raise NotShown("there is no application", call)
        stage = cast.by_id(snapshot, ApplicationStage, stored.current_stage_id)
        expect(stage.remote_id == PIPELINE, f"it is in {stage.name}", call)
        person = cast.by_id(snapshot, Candidate, stored.candidate_id)
        expect(person.remote_id == str(given["talentId"]), f"it is of {person.remote_id}", call)
    _no_look_at_the_pipeline(witness.succeeded(trace, LATER))
    return Shown("one read, and an application in stage PIPELINE", (call,))
