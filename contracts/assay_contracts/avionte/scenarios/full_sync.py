"""Everything is read, in both modes and by webhooks; what the sheet says about models is seen in it.

The full mode shows the jobs page by page. Then all of them are selected, so that their people come. What is
in the pipeline alone comes by webhooks. Source: avionte sheet 2, 4, 7.
"""

from assay.evidence import Snapshot, Step, Trace
from assay.scenario import Stage
from assay.unified.records import Job
from assay_contracts import cast, witness
from assay_contracts.avionte import deliveries
from assay_contracts.avionte.calls import of_full, of_selected, select
from assay_contracts.avionte.register import API, REGISTER

JOBS, PEOPLE = "all jobs", "the selected jobs with their people"
KNOWN, UNKNOWN = "who applied elsewhere is in a pipeline", "who is nowhere else is in a pipeline"
NEWS_OF_UNKNOWN, NEWS_OF_KNOWN = "news of talents not seen yet", "news of talents seen before"
FULL_PAGE, CORE_PAGE = 5, 2


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage: Stage) -> None:
    """Read the whole company: 14 jobs with 207 nominations and 215 talents, and 16 pipeline rows."""
    stage.connect(page_size=FULL_PAGE, options={"sync_mode": "full"})
    listed = stage.sync(JOBS, budget=of_full(14, page_size=FULL_PAGE))
    numbers = sorted(int(str(job.remote_id)) for job in cast.of(listed, Job))
    _read_people(stage, numbers, of_selected(jobs=14, nominations=207, talents=215))


@REGISTER.scenario("core-sync", faults={"pipeline_webhook_names": "pipeline"})
def core_sync(stage: Stage) -> None:
    """Read the small closed subset of the company; for whoever wants to look at a whole sync."""
    stage.connect(page_size=CORE_PAGE, options={"sync_mode": "full"})
    numbers: list[int] = []
    for page in range(1, 5):  # in the order in which the vendor lists them, whatever their numbers are
        path = f"/jobs/ids/{page}/{CORE_PAGE}"
        numbers += stage.passthrough(f"page {page} of the jobs", "GET", path, api=API, budget=1).data
    stage.sync(JOBS, budget=of_full(6, page_size=CORE_PAGE))
    _read_people(stage, numbers, of_selected(jobs=6, nominations=8, talents=8))


def _read_people(stage: Stage, numbers: list[int], budget: int) -> None:
    select(stage, *numbers)
    deliveries.order(stage)
    stage.sync(PEOPLE, budget=budget)
    stage.vendor(UNKNOWN, "review_short_lists", seen_elsewhere=False)
    stage.receive(NEWS_OF_UNKNOWN, budget=2)
    stage.vendor(KNOWN, "review_short_lists", seen_elsewhere=True)
    stage.receive(NEWS_OF_KNOWN, budget=1)


def _read(trace: Trace) -> tuple[Step, Snapshot]:
    """The run that read people, and what all of the company came to."""
    step = witness.succeeded(trace, PEOPLE)
    return step, trace.last_snapshot or witness.after(trace, PEOPLE)
