"""Reads jobs with their hiring teams. Source: asymbl sheet 2.2, 4, 7.1."""

from collections.abc import Iterator

from assay.connector import Complete, Gone, ReadItem, Row
from assay_connectors.asymbl.mapping.jobs import TEAM_NAMES, hiring_address, job, team
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.reading.run import JOB_STAGES, JOB_TEAM, JOBS, Run
from assay_connectors.asymbl.reading.stream import Stream, Wanted
from assay_connectors.asymbl.reading.users import active_by_email
from assay_connectors.asymbl.schema import Shape


def job_shape(run: Run) -> Shape:
    """Jobs with the columns that the connection adds."""
    options = run.options
    return run.org.shape(
        "job",
        [*options.mapped("jobs").values(), *options.team_fields],
        everything=options.read_all_fields,
    )


def read_jobs(run: Run) -> Iterator[ReadItem]:
    """Jobs and teams; in a run for changes also what was deleted."""
    if not run.wants(JOBS, JOB_TEAM):
        return
    options, shape = run.options, job_shape(run)
    settings = (
        options.job_name,
        options.default_currency or "",
        repr(sorted(options.mapped("jobs").items())),
        repr(sorted(options.team_fields.items())),
        repr(sorted(options.job_statuses.items())),
        repr(sorted(options.employment_types.items())),
    )
    stream = Stream(run, Wanted(name=JOBS, models=(JOBS, JOB_TEAM), shape=shape, settings=settings))
    yield from stream.notices()
    yield from run.unknown_columns(shape, [*options.team_fields, *options.mapped("jobs").values()])
    teams: list[Record] = []
    for page in stream.pages():
        for record in page:
            if record.flag("deleted") is True:
                yield from _gone(run, record.record_id)
                continue
            if run.wants(JOBS):
                yield Row(job(record, options, run.origin, run.org_currency))
            if run.wants(JOB_TEAM):
                teams.append(_lookups(run, record))
    yield from _members(run, teams, full=stream.full)
    yield from stream.ends()
    if stream.is_whole:
        for model in (JOBS, JOB_TEAM):
            if run.wants(model):
                yield Complete(model)


def _lookups(run: Run, record: Record) -> Record:
    """What of a job its team is told from; the rest of it need not be kept until all are read."""
    wanted = (*record.shape.columns(*TEAM_NAMES), *run.options.team_fields)
    kept = {path.partition(".")[0] for path in wanted}
    return Record({name: value for name, value in record.raw.items() if name in kept}, record.shape)


def _members(run: Run, jobs: list[Record], *, full: bool) -> Iterator[ReadItem]:
    """The teams of all jobs; users are looked for once, whatever pages the jobs came in."""
    managers = active_by_email(run, {email for record in jobs if (email := hiring_address(record))})
    for record in jobs:
        manager_id = managers.get(hiring_address(record) or "")
        for member in team(record, run.options, manager_id):
            yield Row(member, group=record.record_id)
        if not full:
            yield Complete(JOB_TEAM, group=record.record_id)


def _gone(run: Run, job_id: str) -> Iterator[ReadItem]:
    """A deleted job takes its team along; its stages lose it without being stamped (sheet 4 [A])."""
    if run.wants(JOBS):
        yield Gone(JOBS, job_id)
    for model in (JOB_TEAM, JOB_STAGES):
        if run.wants(model):
            yield Complete(model, group=job_id)
