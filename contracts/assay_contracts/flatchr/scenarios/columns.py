"""Columns that are hidden, renamed alike, and found by their title. Source: flatchr sheet 2.1, 7.3, 7.4."""

from assay.evidence import Played, Snapshot, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Application, ApplicationStage, Job, JobStage
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import REGISTER

STAGES = (Job.store_id, ApplicationStage.store_id, JobStage.store_id)
BEFORE, HIDDEN, INVISIBLE = "all are shown", "one is hidden for a job", "another one is invisible"
HIDE, COVER = "a column is hidden for a vacancy", "a column is made invisible"


@REGISTER.scenario("hidden-columns")
def hidden_columns(stage: Stage) -> None:
    """A column is hidden for one vacancy, another one in the whole company."""
    snapshot = stage.sync(BEFORE, models=STAGES)
    job = cast.open_job_by_status(snapshot)
    first, second = _first_two(snapshot)
    shown = {"column_id": first, "vacancy_id": job.remote_id}
    stage.vendor("a column is shown for a vacancy", "hide_column", **shown, hidden=False)
    stage.sync("one is shown for a job", models=STAGES)
    stage.vendor(HIDE, "hide_column", **shown)
    stage.sync(HIDDEN, models=STAGES)
    stage.vendor(COVER, "edit_column", column_id=second, visible=False)
    stage.sync(INVISIBLE, models=STAGES)


def _first_two(snapshot: Snapshot) -> list[int]:
    """Plain ids of two columns."""
    return sorted(int(str(one.remote_id)) for one in cast.of(snapshot, ApplicationStage))[:2]


def _hidden(trace: Trace) -> tuple[str, str, str]:
    """Vacancy, the column that was hidden for it, and the column that was made invisible."""
    hidden, covered = trace.step(HIDE), trace.step(COVER)
    expect(hidden.happened.get("hidden_for"), f"no column was hidden for a vacancy: {dict(hidden.happened)}")
    return (
        str(hidden.inputs["vacancy_id"]),
        str(hidden.inputs["column_id"]),
        str(covered.inputs["column_id"]),
    )


@REGISTER.proves(
    "behaviour/application-stages/a-stage-hidden-for-a-job-still-belongs-to-it", scenario="hidden-columns"
)
def a_hidden_stage_still_belongs_to_the_job(trace: Trace) -> Shown:
    """Both are stages, and both are among the stages of the job, at their places."""
    vacancy_id, *hidden = _hidden(trace)
    step, snapshot = witness.succeeded(trace, INVISIBLE), witness.after(trace, INVISIBLE)
    columns, call = calls.listed(step, calls.COLUMNS)
    visible = {str(column["id"]): column["visible"] for column in columns}
    expect(visible.get(hidden[1]) is False, f"{hidden[1]} is not invisible", call)
    last = len(columns)
    ordered = sorted(columns, key=lambda c: (last if c["position"] is None else c["position"], c["id"]))
    places = {str(column["id"]): index for index, column in enumerate(ordered)}
    job = witness.record(snapshot, Job, vacancy_id)
    for column_id in hidden:
        stage = witness.record(snapshot, ApplicationStage, column_id)
        calls.undeleted(stage, call)
        joins = [j for j in cast.of(snapshot, JobStage) if (j.job_id, j.stage_id) == (job.id, stage.id)]
        indexes = [join.index for join in joins]
        expect(indexes == [places[column_id]], f"{stage.name} is at {indexes} of {job.name}", call)
    return Shown(f"both are among the {last} stages of {job.name}", (call,))


@REGISTER.proves("behaviour/application-stages/hiding-shows-in-no-answer", scenario="hidden-columns")
def hiding_shows_in_no_answer(trace: Trace) -> Shown:
    """Before and after it was hidden, every answer is the same, letter for letter."""
    vacancy_id, column_id, _ = _hidden(trace)
    before, after = (witness.succeeded(trace, name) for name in ("one is shown for a job", HIDDEN))
    first, second = ({_asked(call): call for call in step.played} for step in (before, after))
    expect(first.keys() == second.keys(), "other things were asked", *after.played)
    columns = calls.listed(after, calls.COLUMNS)
    expect(column_id in {str(column["id"]) for column in columns[0]}, f"{column_id} is gone", columns[1])
    vacancies, call = calls.all_vacancies(after)
    expect(vacancy_id in {one["id"] for one in vacancies}, f"{vacancy_id} is gone", call)
    for asked, played in second.items():
        same = played.exchange.response.body == first[asked].exchange.response.body
        expect(same, f"{asked} is answered otherwise", first[asked], played)
    return Shown(f"{len(second)} answers are the same as before", (columns[1], *after.played))


def _asked(played: Played) -> str:
    request = played.exchange.request
    return f"{request.method} {request.url}"


# --- two columns of one title --------------------------------------------------------------------

TOLD, UNTOLD = "with the read of one applicant", "without it"
TWIN, MOVE = "a second column of that title is made", "an applicant goes there"


@REGISTER.scenario("ambiguous-columns")
def ambiguous_columns(stage: Stage) -> None:
    """Two columns have the same title; the applicant in the second is read with and without help."""
    snapshot = stage.sync("read the process", models=(*cast.PEOPLE, *STAGES))
    application = cast.pending_application(snapshot)
    current = cast.by_id(snapshot, ApplicationStage, application.current_stage_id)
    made = stage.vendor(TWIN, "add_column", title=current.name)
    stage.vendor(MOVE, "move_applicant", applicant_id=application.remote_id, **made)
    stage.sync(TOLD, models=(*cast.PEOPLE, *STAGES))
    stage.vendor("that read is no more", "throw_switches", values={"applicant_read": False})
    stage.sync(UNTOLD, models=(*cast.PEOPLE, *STAGES))


@REGISTER.proves(
    "behaviour/applications/an-ambiguous-column-title-is-never-guessed", scenario="ambiguous-columns"
)
def an_ambiguous_title_is_never_guessed(trace: Trace) -> Shown:
    """With the read it is the column that the applicant names; without it none, and it is said why."""
    applicant_id, twin = trace.step(MOVE).inputs["applicant_id"], trace.step(TWIN).happened["column_id"]
    told, untold = witness.succeeded(trace, TOLD), witness.succeeded(trace, UNTOLD)
    read = _read_of(trace, TOLD, applicant_id)
    for step in (told, untold):
        row, search = calls.row_of(step, applicant_id)
        columns, call = calls.listed(step, calls.COLUMNS)
        alike = [column["id"] for column in columns if column["title"].strip() == row["column"].strip()]
        expect(len(alike) > 1 and twin in alike, f"{row['column']} is the title of {alike}", call, search)
    given = witness.carried_out(read).exchange.response.json["column_id"]
    expect(given == twin, f"the vendor names the column {given}", read)
    after = witness.after(trace, TOLD)
    application = witness.record(after, Application, applicant_id)
    stage = cast.by_id(after, ApplicationStage, application.current_stage_id)
    expect(stage.remote_id == str(twin), f"the stage is {stage.remote_id}", read)
    refused = _read_of(trace, UNTOLD, applicant_id)
    status = refused.exchange.response.status
    expect(status == 404, f"the read was answered with {status}", refused)
    left = witness.record(witness.after(trace, UNTOLD), Application, applicant_id)
    expect(left.current_stage_id is None, "a stage was guessed", refused)
    calls.undeleted(left, refused)
    why = calls.noticed(untold, str(stage.name), "stage unknown")
    return Shown(f"column {twin}; without the read: {why}", (read, refused))


def _read_of(trace: Trace, name: str, applicant_id: str) -> Played:
    step = witness.succeeded(trace, name)
    read = [one for one in step.sent(calls.APPLICANT) if one.exchange.request.path.endswith(applicant_id)]
    expect(len(read) == 1, f"{applicant_id} was read {len(read)} times in {name!r}", *read)
    return read[0]
