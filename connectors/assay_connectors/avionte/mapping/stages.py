"""Job activity types as stages and rejection reasons. Source: avionte sheet 2.7, 7.3, 7.5 [A]."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from assay.unified.records import ApplicationStage, RejectionReason
from assay_connectors.avionte.mapping.payload import Payload, kept

WEB_APPLICATION: Final = "WEB_APPLICATION"
PIPELINE: Final = "PIPELINE"
OWN_STAGES: Final = {WEB_APPLICATION: "Web Application", PIPELINE: "Pipeline"}
"""Stages that are ours: the vendor has no such objects (sheet 7.3)."""

_PIPELINE: Final = "pipeline"
_DECLINED: Final = "declined"


@dataclass(frozen=True, slots=True)
class Activity:
    """A stage or a decline reason of the vendor's."""

    payload: Payload

    @property
    def id(self) -> str:
        """Its number."""
        return self.payload.identifier("typeId")

    @property
    def name(self) -> str | None:
        """As the tenant calls it."""
        return self.payload.line("name")

    @property
    def is_of_pipeline(self) -> bool:
        """Whether it is for talents in the pipeline, not for nominated ones."""
        return (self.payload.line("category") or "").casefold() == _PIPELINE

    @property
    def is_stage(self) -> bool:
        """Whether it is a stage, not a reason to decline."""
        return (self.payload.line("stageType") or "").casefold() != _DECLINED

    @property
    def is_reason(self) -> bool:
        """Whether nominated talents may be declined with it; in the pipeline only the vendor's UI can."""
        return not self.is_stage and not self.is_of_pipeline

    @property
    def _place(self) -> tuple[bool, float]:
        order = self.payload.number("sortOrder")
        return not self.is_of_pipeline, inf if order is None else order


class Activities:
    """All of them, as the vendor listed them."""

    def __init__(self, payloads: Iterable[Payload]) -> None:
        self._listed = [Activity(payload) for payload in payloads]

    def __iter__(self) -> Iterator[Activity]:
        return iter(self._listed)

    @property
    def stages(self) -> list[Activity]:
        """The stages in order: pipeline, then nominated; those without a number last, as listed."""
        return sorted((one for one in self if one.is_stage), key=lambda one: one._place)  # noqa: SLF001

    @property
    def reasons(self) -> list[Activity]:
        """The reasons as listed."""
        return [one for one in self if one.is_reason]

    def stage(self, stage_id: str) -> Activity | None:
        """The stage of this number."""
        return next((one for one in self if one.is_stage and one.id == stage_id), None)

    def reason(self, reason_id: str) -> Activity | None:
        """The reason of this number."""
        return next((one for one in self.reasons if one.id == reason_id), None)

    def nominated_stage_called(self, name: str | None) -> str | None:
        """Number of the one nominated stage of this name; None when there is none or more than one."""
        found = [
            one.id for one in self if one.is_stage and not one.is_of_pipeline and name and one.name == name
        ]
        return found[0] if len(found) == 1 else None


def own_stage(stage_id: str, index: int) -> ApplicationStage:
    """One of our own stages."""
    return ApplicationStage(
        remote_id=stage_id,
        name=OWN_STAGES[stage_id],
        global_index=index,
    )


def application_stage(activity: Activity, index: int) -> ApplicationStage:
    """A stage of the vendor's."""
    return ApplicationStage(
        remote_id=activity.id,
        name=activity.name,
        global_index=index,
        remote_data={activity.payload.endpoint: kept(activity.payload.raw)},
    )


def rejection_reason(activity: Activity) -> RejectionReason:
    """A reason of the vendor's."""
    return RejectionReason(
        remote_id=activity.id,
        name=activity.name,
        remote_data={activity.payload.endpoint: kept(activity.payload.raw)},
    )
