"""Moving applications, into every stage that can be a target. Source: avionte sheet 7.8.6, 3.5, 3.6."""

from http import HTTPStatus

from assay.errors import InputError
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage
from assay_contracts import cast, witness
from assay_contracts.avionte import acting, calls, deliveries
from assay_contracts.avionte.acting import NOMINATE, OWN_PIPELINE, OWN_WEB, PUT_INTO_PIPELINE
from assay_contracts.avionte.calls import (
    ACTIVITIES,
    NOMINATION,
    PIPELINE_ROW,
    costs,
    costs_nothing,
    of_selected,
)
from assay_contracts.avionte.register import REGISTER

MOVING, EVERYWHERE, REFUSED, RENAMED = (
    "move-application-to-stage",
    "moves-everywhere",
    "moves-into-our-own-stages",
    "moves-into-renamed-stages",
)
MOVE = "move_application_to_stage"
COMPANY, ON, NEWS = "read the company", "move on", "news of the move"
BACK = "move a nominated one into the pipeline"
EVENTS = ("talent_submitted", "talent_pipelined", "talent_pipeline_moved")


def _targets(snapshot: Snapshot, category: str) -> list[ApplicationStage]:
    """The vendor's own stages of a category, in order."""
    own = {OWN_PIPELINE, OWN_WEB}
    found = [
        stage
        for stage in cast.of(snapshot, ApplicationStage)
        if stage.remote_id not in own and acting.activity(stage)["category"] == category
    ]
    return sorted(found, key=lambda stage: stage.global_index or 0)


def _elsewhere(snapshot: Snapshot, application: Application) -> ApplicationStage:
    """Another stage for nominated talents than the one that the application is in."""
    return next(s for s in _targets(snapshot, "Nominated") if s.id != application.current_stage_id)


def _move(stage: Stage, name: str, application: Application, target: ApplicationStage, cost: int) -> None:
    stage.act(name, MOVE, {"application_id": application.id, "stage_id": target.id}, budget=cost)


@REGISTER.scenario(MOVING)
def move(stage: Stage) -> None:
    """A nominated application is moved on; the webhook shows it where it was put."""
    acting.ready(stage, acting.BACKEND)
    acting.announce(stage, *EVENTS)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=4, talents=4))
    application = cast.one(acting.nominated(snapshot))
    _move(stage, ON, application, _elsewhere(snapshot, application), 1)
    stage.receive(NEWS, budget=1)


@REGISTER.proves("action/move-application-to-stage", scenario=MOVING)
def the_application_has_moved(trace: Trace) -> Shown:
    """One write with talent, job and stage; it is there at once and after the webhook, all others stayed."""
    step, before, news = (
        witness.succeeded(trace, ON),
        witness.after(trace, COMPANY),
        deliveries.only(trace, NEWS),
    )
    target = cast.by_id(before, ApplicationStage, step.inputs["stage_id"])
    application = cast.by_id(before, Application, step.inputs["application_id"])
    write = _written(step, application, target)
    read = calls.one(news, NOMINATION)
    expect(witness.answer(read).get("jobActivityName") == target.name, "the vendor shows another stage", read)
    wanted = {application.id: target.id}
    for name in (ON, news.name):
        after = witness.after(trace, name)
        moved = {
            one.id: witness.same_record(after, one).current_stage_id
            for one in cast.of(before, Application)
            if witness.same_record(after, one).current_stage_id != one.current_stage_id
        }
        expect(moved == wanted, f"moved were {moved}", write)
    return Shown(f"it is in {target.name!r}, all others stayed", (write, read))


def _written(step: Step, application: Application, target: ApplicationStage) -> Played:
    """The one call of a move: a write of talent, job and stage."""
    costs(step, 1)
    row = acting.activity(target)
    is_of_pipeline = row["category"] == "Pipeline"
    write = acting.write(step, PUT_INTO_PIPELINE if is_of_pipeline else NOMINATE)
    said = witness.body(write)
    who = (str(said.get("talentId")), str(said.get("jobId")))
    expect(who == acting.ids_in(application), f"it is about {who}", write)
    where = (said.get("jobActivityName"), said.get("stageType"))
    expect(where == (target.name, "Active"), f"it names {where}", write)
    if not is_of_pipeline:
        expect(said.get("jobActivityId") == row["typeId"], f"sent was {said}", write)
    for name in ("stagedDate", "jobActivityDate"):
        moment = str(said.get(name))
        expect(moment.endswith("Z") and "." in moment, f"{name} is {moment!r}", write)
    return write


# --- everywhere ----------------------------------------------------------------------------------


def _into(target: ApplicationStage) -> str:
    return f"move into {target.name}"


def _news_of(target: ApplicationStage) -> str:
    return f"news of {target.name}"


@REGISTER.scenario(EVERYWHERE)
def moves_everywhere(stage: Stage) -> None:
    """A web applicant goes through all stages, the pipeline's first; then a nominated one is moved back."""
    acting.ready(stage, acting.TESTER, acting.BACKEND)
    acting.announce(stage, *EVENTS)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=2, nominations=4, talents=5))
    application = cast.one(acting.in_own_stage(snapshot, OWN_WEB))
    pipeline = _targets(snapshot, "Pipeline")
    for target in (*pipeline, *_targets(snapshot, "Nominated")):
        _move(stage, _into(target), application, target, 1)
        stage.receive(_news_of(target), budget=1)
    _move(stage, BACK, cast.one(acting.nominated(snapshot)), pipeline[0], 1)
    stage.receive(NEWS, budget=1)


@REGISTER.proves(
    "behaviour/move-application-to-stage/any-other-stage-is-one-write",
    scenario=EVERYWHERE,
)
def any_other_stage_is_one_write(trace: Trace) -> Shown:
    """Each move is one write; afterwards a read shows the pipeline, or the stage."""
    before, shown = witness.after(trace, COMPANY), []
    pipeline, nominated = (_targets(before, category) for category in ("Pipeline", "Nominated"))
    expect(pipeline and nominated, "a kind of stages is missing")
    for target in (*pipeline, *nominated):
        step = witness.succeeded(trace, _into(target))
        expect(step.inputs["stage_id"] == target.id, f"{step.name!r} is a move elsewhere", *step.played)
        application = cast.by_id(before, Application, step.inputs["application_id"])
        write = _written(step, application, target)
        news = deliveries.only(trace, _news_of(target))
        is_of_pipeline = target in pipeline
        read = calls.one(news, PIPELINE_ROW if is_of_pipeline else NOMINATION)
        wanted = OWN_PIPELINE if is_of_pipeline else target.remote_id
        for name in (step.name, news.name):
            after = witness.after(trace, name)
            seen = acting.stage_of(after, witness.same_record(after, application)).remote_id
            expect(seen == wanted, f"after {name!r} it is in {seen}", write, read)
        shown += [write, read]
    return Shown(f"{len(pipeline)} stages of the pipeline, {len(nominated)} others", tuple(shown))


@REGISTER.proves(
    "behaviour/move-application-to-stage/a-nomination-outlives-a-pipeline-move",
    scenario=EVERYWHERE,
)
def a_nomination_outlives_a_pipeline_move(trace: Trace) -> Shown:
    """The write is sent; stored is the nominated stage as before, also after the webhook; it is warned of."""
    step, before, news = (
        witness.succeeded(trace, BACK),
        witness.after(trace, COMPANY),
        deliveries.only(trace, NEWS),
    )
    was = cast.by_id(before, Application, step.inputs["application_id"])
    expect(was in acting.nominated(before), "it was not nominated", *step.played)
    target = cast.by_id(before, ApplicationStage, step.inputs["stage_id"])
    expect(target in _targets(before, "Pipeline"), "it is no stage of the pipeline", *step.played)
    write = _written(step, was, target)
    read = calls.one(news, PIPELINE_ROW)
    for name in (BACK, news.name):
        now = witness.same_record(witness.after(trace, name), was)
        expect(now.current_stage_id == was.current_stage_id, f"after {name!r} it is in another stage", write)
        expect(now.outcome == "PENDING", f"after {name!r} it is {now.outcome}", write)
    witness.warned(step, "nominated", "stays")
    return Shown("the nomination counts more", (write, read))


# --- our own stages ------------------------------------------------------------------------------


@REGISTER.scenario(REFUSED)
def moves_into_our_own_stages(stage: Stage) -> None:
    """A nominated application is to be moved into each of the two stages that are ours."""
    acting.ready(stage, acting.CFO)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=1, nominations=1, talents=1))
    application = cast.one(acting.nominated(snapshot))
    for remote_id in (OWN_PIPELINE, OWN_WEB):
        target = witness.record(snapshot, ApplicationStage, remote_id)
        given = {"application_id": application.id, "stage_id": target.id}
        stage.act(remote_id, MOVE, given, fails=True, budget=0)


@REGISTER.proves("behaviour/move-application-to-stage/our-own-stages-are-no-target", scenario=REFUSED)
def our_own_stages_are_no_target(trace: Trace) -> Shown:
    """Refused before anything is sent, in a message that names the stage; nothing stored changed."""
    before, listed = witness.after(trace, COMPANY), calls.one(trace.step(COMPANY), ACTIVITIES)
    known = {str(row["typeId"]) for row, _ in calls.objects([listed])}
    for remote_id in (OWN_PIPELINE, OWN_WEB):
        step = trace.step(remote_id)
        expect(remote_id not in known, f"{remote_id} is a stage of the vendor's", listed)
        target = cast.by_id(before, ApplicationStage, step.inputs["stage_id"])
        expect(target.remote_id == remote_id, f"the target was {target.remote_id}", listed)
        expect(isinstance(step.error, InputError), f"it ended with {step.error!r}", listed)
        expect(target.name and target.name in str(step.error), f"it says {step.error}", listed)
        costs_nothing(step)
    return Shown("both are refused, nothing is sent", (listed,))


# --- renamed stages ------------------------------------------------------------------------------


def _renaming(target: ApplicationStage) -> str:
    return f"{target.name} is renamed"


def _renamed(target: ApplicationStage) -> str:
    return f"{target.name} of late"


@REGISTER.scenario(RENAMED)
def moves_into_renamed_stages(stage: Stage) -> None:
    """A stage for nominated talents and one of the pipeline are renamed after they were read."""
    acting.ready(stage, acting.TESTER, acting.CFO)
    snapshot = stage.sync(COMPANY, budget=of_selected(jobs=2, nominations=1, talents=3))
    applications = {
        "Nominated": cast.one(acting.nominated(snapshot)),
        "Pipeline": cast.one(acting.in_own_stage(snapshot, OWN_WEB)),
    }
    for category, application in applications.items():
        target = _renamed_of(snapshot, category)
        number = int(str(target.remote_id))
        stage.vendor(_renaming(target), "rename_activity", type_id=number, name=_renamed(target))
        _move(stage, category, application, target, 3)


def _renamed_of(snapshot: Snapshot, category: str) -> ApplicationStage:
    """The second stage of a category."""
    return _targets(snapshot, category)[1]


@REGISTER.proves("behaviour/move-application-to-stage/a-renamed-stage-is-looked-up-once", scenario=RENAMED)
def a_renamed_stage_is_looked_up_once(trace: Trace) -> Shown:
    """Refused by the old name, looked up, written by the new one; it is there, and stored by that name."""
    before = witness.after(trace, COMPANY)
    shown: list[Played] = []
    for category in ("Nominated", "Pipeline"):
        target, step = _renamed_of(before, category), witness.succeeded(trace, category)
        expect(step.inputs["stage_id"] == target.id, "it was another stage", *step.played)
        made = costs(step, 3)
        path = NOMINATE if category == "Nominated" else PUT_INTO_PIPELINE
        paths = [one.exchange.request.path for one in made]
        expect(paths == [path, ACTIVITIES, path], f"sent were {paths}", *made)
        first, look, second = made
        status = first.exchange.response.status
        expect(status == HTTPStatus.CONFLICT, f"the old name was answered with {status}", first)
        said = tuple(witness.body(one).get("jobActivityName") for one in (first, second))
        expect(said == (target.name, _renamed(target)), f"the names sent were {said}", first, second)
        read = {str(row["typeId"]): row["name"] for row, _ in calls.objects([look])}
        expect(read.get(str(target.remote_id)) == _renamed(target), "the look shows another name", look)
        witness.carried_out(second)
        after = witness.after(trace, category)
        stored = witness.same_record(after, target).name
        expect(stored == _renamed(target), f"stored is the name {stored!r}", look)
        application = cast.by_id(after, Application, step.inputs["application_id"])
        seen = acting.stage_of(after, application).remote_id
        wanted = target.remote_id if category == "Nominated" else OWN_PIPELINE
        expect(seen == wanted, f"it is in {seen}", second)
        shown += made
    return Shown("three requests each", tuple(shown))
