"""Reads stages, and which place each has in its job. Source: asymbl sheet 2.4, 4, 7.1."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from assay.connector import Complete, Gone, ReadItem, Row
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.mapping.stages import Place, job_stages, stage
from assay_connectors.asymbl.reading.run import JOB_STAGES, STAGES, Run
from assay_connectors.asymbl.reading.stream import Stream, Wanted
from assay_connectors.asymbl.schema import Shape
from assay_connectors.asymbl.soql import Query

Places = dict[str, list[Place]]
"""Job id -> places of its stages."""


def read_stages(run: Run) -> Iterator[ReadItem]:
    """Stages; and their order, of the jobs that any of them belongs to."""
    if not run.wants(STAGES, JOB_STAGES):
        return
    shape = run.org.shape("stage")
    stream = Stream(run, Wanted(name=STAGES, models=(STAGES, JOB_STAGES), shape=shape))
    yield from stream.notices()
    places: Places = defaultdict(list)
    for page in stream.pages():
        for record in page:
            deleted = record.flag("deleted") is True
            _place(places, record, deleted=deleted)
            if run.wants(STAGES):
                yield Gone(STAGES, record.record_id) if deleted else Row(stage(record))
    if run.wants(JOB_STAGES):
        yield from _orders(run, shape, places, full=stream.full)
    yield from stream.ends()
    if stream.is_whole:
        for model in (STAGES, JOB_STAGES):
            if run.wants(model):
                yield Complete(model)


def _place(places: Places, record: Record, *, deleted: bool) -> None:
    """Take note of a stage's job, and of its place if it is there."""
    job_id = record.text("job")
    if job_id is not None:
        known = places[job_id]
        if not deleted:
            known.append(Place.of(record))


def _orders(run: Run, shape: Shape, places: Places, *, full: bool) -> Iterator[ReadItem]:
    """The order of stages in each job; of a changed job all of its stages are asked for."""
    if not full and places:
        places = _all_places(run, shape, places)
    for job_id, known in places.items():
        yield from (Row(one, group=job_id) for one in job_stages(job_id, known))
        if not full:
            yield Complete(JOB_STAGES, group=job_id)


def _all_places(run: Run, shape: Shape, job_ids: Iterable[str]) -> Places:
    places: Places = {job_id: [] for job_id in job_ids}
    for some in soql.chunks(places):
        query = Query(
            fields=shape.columns("id", "job", "sequence", "created"),
            source=shape.object,
            where=soql.one_of(shape["job"], some),
            order=shape.columns("job", "sequence", "created", "id"),
        )
        for row in run.api.rows(query):
            record = Record(row, shape)
            job_id = record.text("job")
            if job_id in places:
                places[job_id].append(Place.of(record))
    return places
