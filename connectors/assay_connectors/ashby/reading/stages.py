"""Reads hiring processes. Source: ashby sheet 7.1 Application Stages, 2.8, 4.2."""

from collections.abc import Iterator

from assay.connector import ReadItem, Row
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.mapping.applications import application_stage
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.reading.run import APPLICATIONS, JOB_STAGES, STAGES, Run

PLAN_LIST = "/interviewPlan.list"
STAGE_LIST = "/interviewStage.list"


class StageBook:
    """The stages of all plans. Those of archived plans are kept back until something refers to them."""

    def __init__(self, api: AshbyApi) -> None:
        self._api = api
        self._stages: dict[str, list[Payload]] = {}
        self._plan_of: dict[str, Payload] = {}
        self._by_id: dict[str, Payload] = {}
        self._yielded: set[str] = set()
        self.wanted = False
        """Whether stages are records of this run."""

    def load(self) -> Iterator[Payload]:
        """Read every plan with its stages; the plans, in the vendor's order."""
        for raw in self._api.list_all(PLAN_LIST, {"includeArchived": True}):
            plan = Payload(raw, PLAN_LIST)
            for stage in self.of_plan(plan.identifier()):
                self._plan_of[stage.identifier()] = plan
            yield plan

    def of_plan(self, plan_id: str) -> list[Payload]:
        """Stages of one plan in its order, read once."""
        if plan_id not in self._stages:
            raws = self._api.list_once(STAGE_LIST, {"interviewPlanId": plan_id})
            self._stages[plan_id] = [Payload(raw, STAGE_LIST) for raw in raws]
            self._by_id.update((stage.identifier(), stage) for stage in self._stages[plan_id])
        return self._stages[plan_id]

    def refer(self, stage_id: str | None, embedded: Payload | None = None) -> Iterator[ReadItem]:
        """The stage that something refers to, unless it came already.

        A stage that no plan holds comes from the object that is ``embedded`` in what refers to it.
        """
        if not self.wanted or stage_id is None or stage_id in self._yielded:
            return
        stage = self._by_id.get(stage_id, embedded)
        if stage is not None:
            self._yielded.add(stage_id)
            plan = self._plan_of.get(stage_id, Payload({}, PLAN_LIST))
            yield Row(application_stage(stage, plan))


def read_stages(run: Run, book: StageBook) -> Iterator[ReadItem]:
    """All stages in every run, for an edited plan may not show as changed."""
    if not run.wants(STAGES, JOB_STAGES):
        return
    plans = list(book.load())
    book.wanted = run.wants(STAGES)
    for plan in plans:
        if not (plan.flag("isArchived") and run.wants(APPLICATIONS)):
            for stage in book.of_plan(plan.identifier()):
                yield from book.refer(stage.identifier())
    run.read_in_full.add(STAGE_LIST)
