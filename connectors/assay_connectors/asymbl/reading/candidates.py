"""Reads contacts as candidates. Source: asymbl sheet 2.3, 4."""

from collections.abc import Iterable, Iterator
from functools import partial

from assay.connector import Complete, Gone, ReadItem, Row
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.mapping.candidates import candidate
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.options import Options
from assay_connectors.asymbl.reading.run import CANDIDATES, Run
from assay_connectors.asymbl.reading.stream import Stream, Wanted
from assay_connectors.asymbl.schema import Org, Shape
from assay_connectors.asymbl.soql import Condition, Query


def candidate_shape(run: Run) -> Shape:
    """Contacts with the columns that the connection adds."""
    options = run.options
    return run.org.shape(
        "candidate", options.mapped("candidates").values(), everything=options.read_all_fields
    )


def candidates_only(org: Org, shape: Shape, options: Options) -> Condition | None:
    """Which contacts are candidates. Source: asymbl sheet 2.3 [A]."""
    wanted = options.candidate_filter
    if wanted == "auto":
        known = shape.described.record_type(options.candidate_record_type) is not None
        wanted = "record_type" if known and shape.has("record_type") else "has_applicant"
    if wanted == "record_type":
        return soql.equals("RecordType.DeveloperName", options.candidate_record_type)
    if wanted == "has_applicant":
        applicants = org.shape("application")
        return soql.among(shape["id"], Query(fields=[applicants["candidate"]], source=applicants.object))
    return None


def read_candidates(run: Run) -> Iterator[ReadItem]:
    """Candidates; in a run for changes also who was deleted or merged into another."""
    if not run.wants(CANDIDATES):
        return
    shape = candidate_shape(run)
    where = candidates_only(run.org, shape, run.options)
    settings = (repr(sorted(run.options.mapped("candidates").items())),)
    stream = Stream(
        run, Wanted(name=CANDIDATES, models=(CANDIDATES,), shape=shape, where=where, settings=settings)
    )
    yield from stream.notices()
    yield from run.unknown_columns(shape, run.options.mapped("candidates").values())
    for page in stream.pages():
        yield from (_item(run, record) for record in page)
    yield from stream.ends()
    if stream.is_whole:
        yield Complete(CANDIDATES)


def _item(run: Run, record: Record) -> ReadItem:
    """The loser of a merge is deleted, too (sheet 4 [A])."""
    if record.flag("deleted") is True:
        return Gone(CANDIDATES, record.record_id)
    return Row(candidate(record, run.options, run.origin))


def read_candidates_by_id(run: Run, contact_ids: Iterable[str]) -> Iterator[ReadItem]:
    """The contacts of these ids, whether or not others would count as candidates."""
    shape = candidate_shape(run)
    for some in soql.chunks(contact_ids):
        query = Query(fields=shape.columns(), source=shape.object, where=soql.one_of(shape["id"], some))
        yield from map(partial(_item, run), (Record(row, shape) for row in run.api.rows(query)))
