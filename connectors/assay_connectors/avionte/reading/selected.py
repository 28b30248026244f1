"""The selected mode: stages and reasons always, each job once with its people. Source: avionte sheet 4.2."""

from collections.abc import Iterator

from assay.connector import Notice, ReadItem, Row
from assay_connectors.avionte import api
from assay_connectors.avionte.api import Found
from assay_connectors.avionte.mapping.applications import application
from assay_connectors.avionte.mapping.jobs import job
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.stages import Activities
from assay_connectors.avionte.mapping.standing import joined
from assay_connectors.avionte.reading.people import Standings, read_talents, standings_of_job, talent_items
from assay_connectors.avionte.reading.run import (
    APPLICATIONS,
    CANDIDATE_TAGS,
    CANDIDATES,
    JOBS,
    TAGS,
    Run,
    wishes,
)
from assay_connectors.avionte.reading.stages import listed, stage_items


def read_selected(run: Run) -> Iterator[ReadItem]:
    """Stages, reasons and every selected job that is new; jobs before candidates before applications."""
    activities = listed(run.api, run.memory)
    yield from stage_items(activities, run.memory)
    new = [job_id for job_id in run.connection.options.selected_jobs if _is_new(run, job_id)]
    with_people = run.wants(APPLICATIONS, CANDIDATES, TAGS, CANDIDATE_TAGS)
    if new and (with_people or run.wants(JOBS)):
        jobs = run.api.many(api.JOBS, new)
        yield from _jobs(run, jobs, new)
        if with_people:
            yield from _people(run, activities, list(jobs))
        yield from run.memory.job_cursor(*new)
    yield from _missing(run)


def _is_new(run: Run, job_id: str) -> bool:
    known = run.memory.job(job_id)
    return not known.synced and not known.missing


def _jobs(run: Run, jobs: dict[str, Found], new: list[str]) -> Iterator[ReadItem]:
    for job_id in new:
        found = jobs.get(job_id)
        if found is None:
            run.memory.miss(job_id)
            continue
        yield Row(job(Payload.of(found.raw, found.key), wishes(run.connection)))
        run.memory.learn_job(job_id)


def _people(run: Run, activities: Activities, job_ids: list[str]) -> Iterator[ReadItem]:
    standings = {job_id: standings_of_job(run.api, job_id, activities) for job_id in job_ids}
    talent_ids = list(dict.fromkeys(talent_id for found in standings.values() for talent_id in found))
    talents = read_talents(run.connection, talent_ids)
    shown: set[str] = set()
    for talent_id in talent_ids:
        if talent_id in talents:
            yield from talent_items(run.connection, talents[talent_id], shown=shown)
    for job_id, found in standings.items():
        yield from _applications(run, job_id, {one: found[one] for one in found if one in talents})
        run.memory.learn_job(job_id, is_synced=True)
    unseen = [talent_id for talent_id in talent_ids if talent_id not in talents]
    if unseen:
        yield Notice(
            f"Avionté does not show these talents, though they have applications: {', '.join(unseen)}"
        )


def _applications(run: Run, job_id: str, found: Standings) -> Iterator[ReadItem]:
    """What was read, together with what webhooks told before (sheet 7.4)."""
    for talent_id, read in found.items():
        standing = joined(run.memory.standing(talent_id, job_id), read)
        run.memory.learn(talent_id, job_id, standing)
        yield Row(application(talent_id, job_id, standing))


def _missing(run: Run) -> Iterator[ReadItem]:
    """Said with every run, but asked only once: a call costs money."""
    for job_id in run.connection.options.selected_jobs:
        if run.memory.job(job_id).missing:
            yield Notice(
                f"Avionté had no job {job_id} when it was asked for; take it off the list of selected jobs"
            )
