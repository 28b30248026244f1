"""Stages, which every job has of its own. Source: asymbl sheet 7.1 Application stages, Job-specific ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.unified.records import ApplicationStage, JobStage
from assay_connectors.asymbl.mapping.record import Record


def stage(record: Record) -> ApplicationStage:
    """A stage of one job; names repeat from job to job."""
    return ApplicationStage(
        remote_id=record.record_id,
        name=record.text("name"),
        remote_data=record.data,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What decides where a stage stands in its job; the smallest comes first."""

    sequence: float
    created: str
    stage_id: str

    @classmethod
    def of(cls, record: Record) -> "Place":
        """The place of a stage; one without a sequence stands last."""
        sequence = record.number("sequence")
        return cls(
            float("inf") if sequence is None else sequence, record.text("created") or "", record.record_id
        )


def job_stages(job_id: str, places: Iterable[Place]) -> list[JobStage]:
    """The stages of a job in order, counted from 0. Source: asymbl sheet 7.1 [A]."""
    ordered = sorted(places, key=lambda place: (place.sequence, place.created, place.stage_id))
    return [
        JobStage(
            index=index,
            job_id=job_id,
            stage_id=place.stage_id,
        )
        for index, place in enumerate(ordered)
    ]
