"""What a connection remembers, because asking again costs money or is impossible (avionte sheet 4, 2.5).

Stages and reasons; per job whether it was synced and how each application stands; and the jobs of the full
mode. Everything leaves as cursors, one for the stages and one per job, so that a webhook rewrites little.
A cursor that is not one of ours counts as absent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from assay.connector import Cursor
from assay_connectors.avionte.mapping.standing import Standing

STAGES: Final = "stages"
LISTED: Final = "jobs"
_JOB: Final = "job:"

Item = dict[str, Any]


@checked(frozen=True, slots=True)
class JobMemory:
    """One job."""

    synced: bool = False
    """It came with all its people."""
    missing: bool = False
    """The vendor did not have it when it was asked."""
    known: bool = False
    """Its record was read."""
    applications: Mapping[str, Standing] = field(default_factory=dict)
    """Talent id -> how the application stands."""


_UNKNOWN: Final = JobMemory()
_JOB_TEXT: Final = TypeAdapter(JobMemory)
_ROWS: Final = TypeAdapter(list[dict[str, Any]])
_IDS: Final = TypeAdapter(list[str])


@dataclass(slots=True)
class Memory:
    """Everything remembered of one tenant.

    Attributes:
        activities: stages and reasons as the vendor listed them last; None when it was never asked.
        listed: ids of the jobs of the last run in the full mode.
    """

    activities: list[Item] | None = None
    listed: frozenset[str] = frozenset()
    _jobs: dict[str, JobMemory] = field(default_factory=dict)

    # --- asking ----------------------------------------------------------------------------------

    def job(self, job_id: str) -> JobMemory:
        """What is known of a job; nothing, for one never met."""
        return self._jobs.get(job_id, _UNKNOWN)

    def knows_job(self, job_id: str) -> bool:
        """Whether the job's record was read."""
        return job_id in self.listed or self.job(job_id).known

    def standing(self, talent_id: str, job_id: str) -> Standing | None:
        """How an application stands."""
        return self.job(job_id).applications.get(talent_id)

    def knows_talent(self, talent_id: str) -> bool:
        """Whether the talent's record was read: it has an application that was."""
        return any(talent_id in job.applications for job in self._jobs.values())

    def applications_of(self, talent_id: str) -> dict[str, Standing]:
        """Job id -> how the talent's application to it stands."""
        return {
            job_id: job.applications[talent_id]
            for job_id, job in self._jobs.items()
            if talent_id in job.applications
        }

    def find(self, kind: str, keys: tuple[str, ...], number: str) -> tuple[str, str] | None:
        """Talent and job of the application of this kind whose row has this id under one of these keys."""
        for job_id, job in self._jobs.items():
            for talent_id, standing in job.applications.items():
                if standing.kind == kind and standing.payload.reference(*keys) == number:
                    return talent_id, job_id
        return None

    # --- learning --------------------------------------------------------------------------------

    def learn_job(self, job_id: str, *, is_synced: bool = False) -> None:
        """A job's record was read; with ``is_synced`` all its people, too."""
        job = self.job(job_id)
        self._jobs[job_id] = replace(job, known=True, missing=False, synced=job.synced or is_synced)

    def miss(self, job_id: str) -> None:
        """The vendor does not have this job."""
        self._jobs[job_id] = replace(self.job(job_id), missing=True)

    def learn(self, talent_id: str, job_id: str, standing: Standing) -> None:
        """Take note of how an application stands."""
        job = self.job(job_id)
        self._jobs[job_id] = replace(job, applications={**job.applications, talent_id: standing})

    def forget(self, talent_id: str, job_id: str) -> None:
        """An application is gone."""
        job = self.job(job_id)
        kept = {one: standing for one, standing in job.applications.items() if one != talent_id}
        self._jobs[job_id] = replace(job, applications=kept)

    def forget_syncs(self) -> None:
        """Everything is to be read anew; what cannot be read anew stays."""
        for job_id, job in self._jobs.items():
            self._jobs[job_id] = replace(job, synced=False, missing=False)

    def copy(self) -> "Memory":
        """An independent one; what it holds is never changed in place."""
        return Memory(self.activities, self.listed, dict(self._jobs))

    # --- keeping ---------------------------------------------------------------------------------

    def job_cursor(self, *job_ids: str) -> Iterator[Cursor]:
        """What is known of these jobs, to be stored."""
        for job_id in dict.fromkeys(job_ids):
            yield Cursor(_JOB + job_id, _text(_JOB_TEXT.dump_python(self.job(job_id))))

    def stages_cursor(self) -> Cursor:
        """Stages and reasons, to be stored."""
        return Cursor(STAGES, _text(self.activities or []))

    def listed_cursor(self) -> Cursor:
        """The jobs of the full mode, to be stored."""
        return Cursor(LISTED, _text(sorted(self.listed)))

    @classmethod
    def of(cls, cursors: Mapping[str, str]) -> "Memory":
        """What the cursors of earlier runs say."""
        memory = cls()
        for stream, token in cursors.items():
            try:
                memory._take(stream, token)
            except ValidationError:
                continue
        return memory

    def _take(self, stream: str, token: str) -> None:
        if stream == STAGES:
            self.activities = _ROWS.validate_json(token)
        elif stream == LISTED:
            self.listed = frozenset(_IDS.validate_json(token))
        elif stream.startswith(_JOB):
            self._jobs[stream.removeprefix(_JOB)] = _JOB_TEXT.validate_json(token)


def _text(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
