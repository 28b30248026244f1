"""The full mode: when it runs and when not; lists of ids page by page. Source: avionte sheet 1.7, 4.2."""

from assay.errors import InputError
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Job
from assay_contracts import cast, witness
from assay_contracts.avionte import calls
from assay_contracts.avionte.calls import of_full, of_selected
from assay_contracts.avionte.register import REGISTER

# --- when it runs --------------------------------------------------------------------------------

MODES = "modes"
SETUP, ON_SCHEDULE, BY_HAND = "setup", "the schedule fires", "a person asks for a run"
TOO_MANY, DELETED, WITHOUT_IT = "another one while it runs", "a job is deleted", "a run without the job"
SELECTED, SELECTED_TOO_MANY = "a run of selected jobs", "another one while that runs"


@REGISTER.scenario(MODES)
def modes(stage: Stage) -> None:
    """The full mode is set up, refused on schedule, run by hand, twice at once; then the selected mode is."""
    stage.connect(options={"sync_mode": "full"})
    snapshot = stage.sync(SETUP, budget=of_full(6))
    stage.sync(ON_SCHEDULE, mode="delta", trigger="schedule", budget=0, fails=True)
    stage.later(days=3)
    stage.sync(BY_HAND, mode="delta", budget=of_full(6), meanwhile=TOO_MANY)
    job = cast.one(cast.of(snapshot, Job), lambda job: job.status == "DRAFT")
    stage.vendor(DELETED, "remove_job", job_id=int(str(job.remote_id)))
    stage.sync(WITHOUT_IT, mode="delta", budget=of_full(5))
    stage.connect()
    stage.sync(SELECTED, mode="delta", budget=of_selected(), meanwhile=SELECTED_TOO_MANY)


def _refused(trace: Trace, name: str) -> Step:
    """A run that was refused as the caller's mistake before anything was sent, and changed nothing."""
    step = trace.step(name)
    expect(isinstance(step.error, InputError), f"{name!r} ended with {step.error!r}", *step.played)
    calls.costs_nothing(step)
    return step


def _read_all(trace: Trace, name: str) -> tuple[Played, ...]:
    """The calls of a run that listed every job and read it."""
    step, snapshot = witness.succeeded(trace, name), witness.after(trace, name)
    pages = witness.calls(step, calls.JOB_IDS)
    listed = {str(number) for page in pages for number in calls.ids(page)}
    expect(set(calls.jobs_of(step)) == listed != set(), f"{len(listed)} jobs are listed", *pages)
    stored = {job.remote_id for job in cast.of(snapshot, Job)}
    expect(stored == listed, f"{len(listed)} jobs are listed, {len(stored)} stored", *pages)
    return calls.costs(step, of_full(len(listed)))


@REGISTER.proves("behaviour/general/full-mode-runs-no-schedule", scenario=MODES)
def full_mode_runs_no_schedule(trace: Trace) -> Shown:
    """After the setup the schedule is refused without a request and with a word why; a person is not."""
    first = _read_all(trace, SETUP)
    refused = _refused(trace, ON_SCHEDULE)
    expect("schedule" in str(refused.error), f"it does not say why: {refused.error}", *first)
    kept = refused.snapshot is not None and refused.snapshot.of(Job.store_id)
    expect(kept == witness.after(trace, SETUP).of(Job.store_id), "the jobs changed", *first)
    return Shown("refused on schedule, run by hand", (*first, *_read_all(trace, BY_HAND)))


@REGISTER.proves("behaviour/general/a-person-may-sync-at-any-time", scenario=MODES)
def a_person_may_sync_at_any_time(trace: Trace) -> Shown:
    """In both modes a run by hand is accepted, also long after; one that comes while it runs is refused."""
    shown: list[Played] = []
    for name, second in ((BY_HAND, TOO_MANY), (SELECTED, SELECTED_TOO_MANY)):
        running, refused = witness.succeeded(trace, name), _refused(trace, second)
        expect(running.played, f"nothing was sent in {name!r}")
        expect("running" in str(refused.error), f"it does not say why: {refused.error}", *running.played)
        expect(refused.number < running.number, f"{second!r} came when {name!r} was over", *running.played)
        shown += running.played
    shown += _read_all(trace, BY_HAND)
    calls.costs(trace.step(SELECTED), of_selected())
    return Shown("two runs by hand, and none beside them", calls.once(*shown))


# --- page by page --------------------------------------------------------------------------------

ID_LISTS = "id-lists"
FROM_ZERO, FROM_ONE = "pages are counted from 0", "pages are counted from 1"
SAFELY = "pages are counted from 1, we from 0"
MORE, SWITCH = "a season begins", "the vendor counts otherwise"
KNOWN, NEW = 6, 96
FEW, SOME = 4, 40
"""Ids in a page."""
BATCH = 100
"""The most ids that one request for details may name (1.7)."""


@REGISTER.scenario(ID_LISTS, faults={"page_base": 0})
def id_lists(stage: Stage) -> None:
    """Jobs are listed by a vendor that counts pages from 0, and from 1; at last there are many."""
    full = {"sync_mode": "full"}
    stage.connect(page_size=FEW, options={**full, "first_page": 0})
    stage.sync(FROM_ZERO, budget=of_full(KNOWN, page_size=FEW))
    stage.vendor(SWITCH, "throw_switches", values={"page_base": 1})
    stage.connect(page_size=FEW, options={**full, "first_page": 0})
    stage.sync(SAFELY, budget=of_full(KNOWN, page_size=FEW) + 1)  # the first page comes twice
    stage.vendor(MORE, "create_jobs", count=NEW)
    stage.connect(page_size=SOME, options=full)
    stage.sync(FROM_ONE, budget=of_full(KNOWN + NEW, page_size=SOME))


@REGISTER.proves("behaviour/general/id-lists-are-paged-to-the-end", scenario=ID_LISTS)
def id_lists_are_paged_to_the_end(trace: Trace) -> Shown:
    """Pages follow one another up to the one that is short; every id is read once, and stored once."""
    first = {FROM_ZERO: 0, SAFELY: 0, FROM_ONE: 1}
    shown = [call for name, page in first.items() for call in _paged(trace, name, page)]
    batches = [len(_asked(call)) for call in trace.step(FROM_ONE).sent(calls.JOBS)]
    expect(len(batches) > 1, f"the details were asked for in batches of {batches}", *shown)
    jobs = [len(cast.of(witness.after(trace, name), Job)) for name in first]
    return Shown(f"{jobs} jobs, details in batches of {batches}", tuple(shown))


def _paged(trace: Trace, name: str, first: int) -> tuple[Played, ...]:
    """The calls of a run that listed ids from a page on, to the end, and read each of them once."""
    step = witness.succeeded(trace, name)
    pages, batches = witness.calls(step, calls.JOB_IDS), witness.calls(step, calls.JOBS)
    size = int(step.settings["page_size"])
    asked = [call.exchange.request.path.split("/")[-2:] for call in pages]
    wanted = [[str(first + turn), str(size)] for turn in range(len(pages))]
    expect(len(pages) > 1 and asked == wanted, f"{name!r} asked for the pages {asked}", *pages)
    lengths = [len(calls.ids(page)) for page in pages]
    to_the_end = all(length == size for length in lengths[:-1]) and lengths[-1] < size
    expect(to_the_end, f"{name!r} got pages of {lengths}", *pages)
    listed = {str(number) for page in pages for number in calls.ids(page)}
    sizes = [len(_asked(call)) for call in batches]
    expect(max(sizes) <= BATCH, f"details of {max(sizes)} jobs were asked for at once", *batches)
    read = [number for call in batches for number in _asked(call)]
    expect(sorted(read) == sorted(listed), f"{len(listed)} are listed, {len(read)} asked for", *batches)
    snapshot = witness.after(trace, name)
    stored = [str(job.remote_id) for job in cast.of(snapshot, Job)]
    expect(sorted(stored) == sorted(listed), f"{len(listed)} are listed, {len(stored)} stored", *pages)
    return (*pages, *batches)


def _asked(call: Played) -> list[str]:
    """The ids that a batch asks for: a bare list."""
    body = call.exchange.request.json
    if not isinstance(body, list):
        raise NotShown("a batch was asked for by something else than a list", call)
    return [str(number) for number in body]
