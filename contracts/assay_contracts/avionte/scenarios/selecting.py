"""The selected mode: stages always, each job once, then webhooks. Source: avionte sheet 4.2, 4.4, 7.9."""

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Candidate, Job, RejectionReason
from assay_contracts import cast, witness
from assay_contracts.avionte import calls, deliveries
from assay_contracts.avionte.calls import job_ids, of_selected, select
from assay_contracts.avionte.register import REGISTER
from assay_contracts.avionte.seen import OWN_STAGES

SELECTED = "selected-jobs"
NOTHING, FIRST, AGAIN = "nothing is selected", "a job is selected", "nothing was selected since"
ONE_MORE, CHANGED_PROCESS = "a job with one talent is selected too", "stages and reasons have changed"
RENAMED, NEW_NAME = "the job is renamed", "Backend Engineer (all levels)"
NEWS_OF_NAME = "news of the name"
ARCHIVED, NEWS_OF_END, SILENCE = "the job is archived", "news of the end", "after the end"
BACKEND, CHIEF = "Backend Engineer", "Chief Financial Officer"
"""A job with four talents, all of them nominated, and one with one."""
ABOUT_JOBS = (calls.JOB_IDS, calls.JOBS, *calls.ABOUT_PEOPLE)


@REGISTER.scenario(SELECTED)
def selected_jobs(stage: Stage) -> None:
    """Nothing is selected, then a job, then a second one; the process and the first job change."""
    ids = job_ids(stage)
    stage.connect()
    stage.sync(NOTHING, mode="delta", budget=of_selected())
    select(stage, ids[BACKEND])
    deliveries.order(stage)
    stage.sync(FIRST, mode="delta", budget=of_selected(jobs=1, nominations=4, talents=4))
    before = stage.sync(AGAIN, mode="delta", budget=of_selected())
    select(stage, ids[BACKEND], ids[CHIEF])
    stage.sync(ONE_MORE, mode="delta", budget=of_selected(jobs=1, nominations=1, talents=1))
    _change_the_process(stage, before)
    stage.sync(CHANGED_PROCESS, mode="delta", trigger="schedule", budget=of_selected())
    stage.vendor(RENAMED, "edit_job", job_id=ids[BACKEND], values={"title": NEW_NAME})
    stage.receive(NEWS_OF_NAME, budget=1)
    stage.vendor(ARCHIVED, "edit_job", job_id=ids[BACKEND], values={"isArchived": True})
    stage.receive(NEWS_OF_END, budget=1)
    stage.sync(SILENCE, mode="delta", budget=of_selected())


def _change_the_process(stage: Stage, snapshot: Snapshot) -> None:
    """One stage and one reason are renamed, one of each is taken away; no webhook tells of it."""
    numbers = {one.name: one.remote_id for one in cast.of(snapshot, ApplicationStage)}
    numbers |= {one.name: one.remote_id for one in cast.of(snapshot, RejectionReason)}
    for name in ("Case Study", "Position closed"):
        type_id = int(str(numbers[name]))
        stage.vendor(f"{name} is renamed", "rename_activity", type_id=type_id, name=f"{name}!")
    for name in ("Board Meeting", "Lacks required skills"):
        stage.vendor(f"{name} is taken away", "remove_activity", type_id=int(str(numbers[name])))


def _run(trace: Trace, name: str) -> tuple[Step, Snapshot]:
    return witness.succeeded(trace, name), witness.after(trace, name)


def _only_stages(trace: Trace, name: str) -> Played:
    """The one call of a run that had nothing new to read: the list of stages and reasons."""
    step, snapshot = _run(trace, name)
    [call] = calls.costs(step, of_selected())
    expect(call == calls.one(step, calls.ACTIVITIES), f"{name!r} asked for something else", call)
    rows = [row for row, _ in calls.objects([call])]
    for model in (ApplicationStage, RejectionReason):
        known = {
            str(getattr(one, "remote_id", None)) for one in snapshot.of(model.store_id, deleted=False)
        } - OWN_STAGES.keys()
        given = {str(row["typeId"]) for row in rows if _is_of(model, row)}
        expect(known and known == given, f"of {model.published_as} {sorted(known ^ given)} differ", call)
    return call


def _is_of(model: type[ApplicationStage | RejectionReason], row: calls.Item) -> bool:
    if model is ApplicationStage:
        return bool(row["stageType"] == "Active")
    return bool(row["stageType"] == "Declined" and row["category"] == "Nominated")


@REGISTER.proves("behaviour/general/selected-jobs-is-the-mode-unless-told", scenario=SELECTED)
def selected_jobs_is_the_mode_unless_told(trace: Trace) -> Shown:
    """Without any setting no job is listed nor read; the stages are."""
    step, snapshot = _run(trace, NOTHING)
    expect(not step.settings, f"the settings are {step.settings}", *step.played[:1])
    call = _only_stages(trace, NOTHING)
    calls.none(step, *ABOUT_JOBS)
    expect(not snapshot.of(Job.store_id), "jobs were read", *step.played)
    return Shown("without settings no job is listed", (call,))


@REGISTER.proves("behaviour/general/an-empty-selection-costs-one-call", scenario=SELECTED)
def an_empty_selection_costs_one_call(trace: Trace) -> Shown:
    """The one billable call gives stages and reasons."""
    step, snapshot = _run(trace, NOTHING)
    expect(not _selected(step), f"{_selected(step)} are selected", *step.played[:1])
    call = _only_stages(trace, NOTHING)
    kept = [len(cast.of(snapshot, model)) for model in (ApplicationStage, RejectionReason)]
    return Shown(f"one call, {kept[0]} stages and {kept[1]} reasons", (call,))


def _selected(step: Step) -> list[int]:
    options = step.settings.get("options", {})
    expect(options.get("sync_mode", "selected") == "selected", f"the mode is {options}", *step.played[:1])
    return list(options.get("selected_jobs", ()))


def _people(step: Step, job: str) -> tuple[set[str], list[str], list[str], tuple[Played, ...]]:
    """Ids of a job's talents as the vendor lists them, of web applicants, of nominations; the calls."""
    applied = calls.by_id(step, calls.APPLICANTS)[job]
    listed = calls.by_id(step, calls.NOMINATIONS)[job]
    read = calls.by_id(step, calls.NOMINATION)
    nominations = [str(number) for number in calls.ids(listed)]
    missing = [number for number in nominations if number not in read]
    expect(not missing, f"the nominations {missing} were not read", listed)
    web = [str(row["talentId"]) for row, _ in calls.objects([applied])]
    submitted = [str(row["talentId"]) for row, _ in calls.objects(read[number] for number in nominations)]
    shown = (applied, listed, *(read[number] for number in nominations))
    return {*web, *submitted}, web, nominations, shown


@REGISTER.proves("behaviour/general/a-newly-selected-job-comes-whole", scenario=SELECTED)
def a_newly_selected_job_comes_whole(trace: Trace) -> Shown:
    """The job, one application for each talent, and each talent are stored, at the cost of the formula."""
    step, snapshot = _run(trace, FIRST)
    [number] = _selected(step)
    talents, web, nominations, shown = _people(step, str(number))
    expect(web and nominations, f"{len(web)} applied, {len(nominations)} are nominated", *shown)
    job = witness.record(snapshot, Job, str(number))
    expect(not deliveries.before(trace, step).of(Job.store_id), "the job was known before", *shown)
    applied = {one.remote_id for one in cast.of(snapshot, Application) if one.job_id == job.id}
    wanted = {f"{talent}:{number}" for talent in talents}
    expect(applied == wanted, f"stored are {sorted(map(str, applied))}, not {sorted(wanted)}", *shown)
    for application in cast.of(snapshot, Application):
        person = cast.candidate_of(snapshot, application).remote_id
        expect(person in talents, f"{application.remote_id} is of {person}", *shown)
    budget = of_selected(jobs=1, nominations=len(nominations), talents=len(talents))
    made = calls.costs(step, budget)
    return Shown(f"{len(applied)} applications of {len(talents)} talents for {budget} calls", made)


@REGISTER.proves("behaviour/general/a-synced-job-is-not-synced-again", scenario=SELECTED)
def a_synced_job_is_not_synced_again(trace: Trace) -> Shown:
    """The second run is worth the one call; nothing that the first one stored changes."""
    first, again = witness.succeeded(trace, FIRST), witness.succeeded(trace, AGAIN)
    same = _selected(first) == _selected(again) != []
    expect(same, f"{_selected(first)} were selected, then {_selected(again)}", *again.played)
    [read] = [calls.by_id(first, calls.JOB)[str(number)] for number in _selected(first)]
    call = _only_stages(trace, AGAIN)
    calls.none(again, *ABOUT_JOBS)
    before, after = witness.after(trace, FIRST), witness.after(trace, AGAIN)
    for model in (Job, Application, Candidate):
        kept = before.of(model.store_id) == after.of(model.store_id) != ()
        expect(kept, f"{model.published_as} changed", call)
    return Shown("one call, and nothing about the job", (calls.good(read), call))


@REGISTER.proves("behaviour/general/one-id-is-read-singly", scenario=SELECTED)
def one_id_is_read_singly(trace: Trace) -> Shown:
    """One new job with one talent: one read of each by id, no batch; where there are several, one batch."""
    step = witness.succeeded(trace, ONE_MORE)
    new = sorted(set(_selected(step)) - set(_selected(trace.step(FIRST))))
    expect(len(new) == 1, f"{new} were selected", *step.played[:1])
    talents, _, _, shown = _people(step, str(new[0]))
    expect(len(talents) == 1, f"the job has {len(talents)} talents", *shown)
    calls.none(step, calls.JOBS, calls.TALENTS)
    read = [*calls.by_id(step, calls.JOB), *calls.by_id(step, calls.TALENT)]
    expect(read == [str(new[0]), *talents], f"read singly were {read}", *shown)
    several = calls.one(trace.step(FIRST), calls.TALENTS)
    calls.none(trace.step(FIRST), calls.TALENT)
    snapshot = witness.after(trace, ONE_MORE)
    for number in talents:
        witness.record(snapshot, Application, f"{number}:{new[0]}")
    single = (*calls.by_id(step, calls.JOB).values(), *calls.by_id(step, calls.TALENT).values())
    return Shown("one job and one talent by single reads", (*single, several))


def _news(trace: Trace, batch: str) -> tuple[Step, Job, Job, Played]:
    """A delivery about the first job, the job before and after, and the one call that it was worth."""
    step = deliveries.only(trace, batch)
    [number] = _selected(trace.step(FIRST))
    told = deliveries.resource(step).get("Id")
    expect(told == number, f"the delivery is about {told}")
    [call] = calls.costs(step, 1)
    expect(call == calls.one(step, calls.JOB), "something else was read", call)
    before = witness.record(deliveries.before(trace, step), Job, str(number))
    return step, before, witness.record(witness.after(trace, step.name), Job, str(number)), call


@REGISTER.proves("behaviour/general/webhooks-keep-a-synced-job-fresh", scenario=SELECTED)
def webhooks_keep_a_synced_job_fresh(trace: Trace) -> Shown:
    """The new name is there after the delivery, and no run was in between."""
    step, before, after, call = _news(trace, NEWS_OF_NAME)
    names = (before.name, after.name)
    wanted = (BACKEND, trace.step(RENAMED).inputs["values"]["title"])
    expect(names == wanted, f"it was called {names[0]}, now {names[1]}", call)
    between = trace.steps[trace.step(RENAMED).number + 1 : step.number]
    runs = [one.name for one in between if one.kind == "sync"]
    expect(not runs, f"{runs} ran in between", call)
    return Shown("renamed by one read, without a run", (call,))


@REGISTER.proves("behaviour/jobs/archived-jobs-are-kept", scenario=SELECTED)
def archived_jobs_are_kept(trace: Trace) -> Shown:
    """The vendor says archived; so does the record, which is not marked deleted, then and later."""
    _, before, after, call = _news(trace, NEWS_OF_END)
    [(item, _)] = calls.objects([call])
    expect(item["isArchived"] is True, "the vendor does not say archived", call)
    later = witness.same_record(witness.after(trace, SILENCE), after)
    for job in (after, later):
        seen = (job.status, job.remote_deleted_at)
        expect(seen == ("ARCHIVED", None), f"the job is {seen}", call)
    expect(before.status == "OPEN", f"it was {before.status} before", call)
    return Shown("archived, and still there", (call,))


@REGISTER.proves("behaviour/general/calls-are-counted-and-keep-to-the-budget", scenario=SELECTED)
def calls_are_counted_and_keep_to_the_budget(trace: Trace) -> Shown:
    """Every run, delivery and look: as many calls as allowed, each reported once, those for tokens apart."""
    counted, tokens = [], []
    for step in trace.steps:
        if step.kind == "vendor":
            continue
        if step.budget is None:
            raise NotShown(f"nothing is said about what {step.name!r} may cost", *step.played)
        made = calls.costs(witness.succeeded(trace, step.name), step.budget)
        free = [call for call in step.played if call not in made]
        for call in free:
            is_token = call.exchange.request.path == calls.TOKEN
            expect(is_token, f"{call.exchange.request.path} is not counted", calls.good(call))
        counted.append(made)
        tokens += free
    expect(tokens and len({len(made) for made in counted}) > 2, "every step costs the same", *tokens)
    total = sum(len(made) for made in counted)
    return Shown(
        f"{total} calls in {len(counted)} steps, and {len(tokens)} for tokens",
        tuple(call for made in counted for call in made),
    )
