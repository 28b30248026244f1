"""Reads stages and rejection reasons, which are one list of the vendor's. Source: avionte sheet 2.7, 7.3."""

from collections.abc import Iterator

from assay.connector import Complete, ReadItem, Row
from assay_connectors.avionte.api import AvionteApi, Item
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.stages import (
    OWN_STAGES,
    Activities,
    application_stage,
    own_stage,
    rejection_reason,
)
from assay_connectors.avionte.memory import Memory
from assay_connectors.avionte.reading.run import REASONS, STAGES

_KEY = "JOB_ACTIVITY_TYPES"


def listed(api: AvionteApi, memory: Memory) -> Activities:
    """The list as it is now, which is taken note of; one call."""
    memory.activities = api.objects(_KEY)
    return activities_of(memory.activities)


def known(memory: Memory) -> Activities | None:
    """The list as it was read last; None when it never was."""
    return None if memory.activities is None else activities_of(memory.activities)


def activities_of(rows: list[Item]) -> Activities:
    """The list that the vendor gave."""
    return Activities(Payload.of(row, _KEY) for row in rows)


def stage_items(activities: Activities, memory: Memory) -> Iterator[ReadItem]:
    """Our own two stages, those of the vendor, and the reasons: always all of them."""
    for index, stage_id in enumerate(OWN_STAGES):
        yield Row(own_stage(stage_id, index))
    for index, activity in enumerate(activities.stages, start=len(OWN_STAGES)):
        yield Row(application_stage(activity, index))
    yield Complete(STAGES)
    for activity in activities.reasons:
        yield Row(rejection_reason(activity))
    yield Complete(REASONS)
    yield memory.stages_cursor()
