"""Reads applicants as applications; job board applications are another object, and never read.

Source: asymbl sheet 2.5, 2.6, 4, 7.5 Sync Only Created Applications.
"""

from collections.abc import Iterable, Iterator

from assay.connector import Complete, Gone, ReadItem, Row
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.mapping.applications import application
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.reading.candidates import read_candidates_by_id
from assay_connectors.asymbl.reading.run import APPLICATIONS, CANDIDATES, Run
from assay_connectors.asymbl.reading.stream import Stream, Wanted
from assay_connectors.asymbl.schema import Shape
from assay_connectors.asymbl.soql import Query


def application_shape(run: Run) -> Shape:
    """Applicants with the columns that the connection adds."""
    options = run.options
    return run.org.shape(
        "application", options.mapped("applications").values(), everything=options.read_all_fields
    )


def read_applications(run: Run) -> Iterator[ReadItem]:
    """Applications; in a run for changes also those that were deleted."""
    if not run.wants(APPLICATIONS):
        return
    shape = application_shape(run)
    settings = (
        *sorted(run.options.hired_stage_values),
        repr(sorted(run.options.mapped("applications").items())),
    )
    stream = Stream(run, Wanted(name=APPLICATIONS, models=(APPLICATIONS,), shape=shape, settings=settings))
    yield from stream.notices()
    yield from run.unknown_columns(shape, run.options.mapped("applications").values())
    for page in stream.pages():
        yield from (_item(run, record) for record in page)
    yield from stream.ends()
    if stream.is_whole:
        yield Complete(APPLICATIONS)


def _item(run: Run, record: Record) -> ReadItem:
    if record.flag("deleted") is True:
        return Gone(APPLICATIONS, record.record_id)
    return Row(application(record, run.options, run.origin))


def read_created(run: Run) -> Iterator[ReadItem]:
    """The applications made through this connection, and their candidates; everybody else stays out."""
    if not run.wants(APPLICATIONS, CANDIDATES):
        return
    contact_ids: list[str] = []
    if run.request.created_application_ids:
        shape = application_shape(run)
        yield from run.findings(shape)
        for record in applicants(run, shape, run.request.created_application_ids):
            if run.wants(APPLICATIONS):
                yield _item(run, record)
            contact_id = record.text("candidate")
            if contact_id is not None and record.flag("deleted") is not True:
                contact_ids.append(contact_id)
    if run.wants(CANDIDATES) and contact_ids:
        yield from read_candidates_by_id(run, contact_ids)
    for model in (APPLICATIONS, CANDIDATES):
        if run.wants(model):
            yield Complete(model)


def applicants(run: Run, shape: Shape, application_ids: Iterable[str]) -> Iterator[Record]:
    """Applicants by their ids; a deleted one comes while it is in the bin."""
    for some in soql.chunks(application_ids):
        query = Query(fields=shape.columns(), source=shape.object, where=soql.one_of(shape["id"], some))
        yield from (Record(row, shape) for row in run.api.rows(query, deleted=shape.has("deleted")))


def read_applications_by_id(run: Run, application_ids: Iterable[str]) -> Iterator[ReadItem]:
    """The applications of these ids."""
    for record in applicants(run, application_shape(run), application_ids):
        yield _item(run, record)
