"""Reads candidates, tags and reasons. Source: ashby sheet 7.1 Candidates, Tags, Rejection reasons."""

from collections.abc import Iterator

from assay.connector import Complete, Cursor, Gone, ReadItem, Row
from assay_connectors.ashby.mapping.applications import rejection_reason
from assay_connectors.ashby.mapping.candidates import candidate, candidate_tags, tag
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.reading.run import CANDIDATE_TAGS, CANDIDATES, REASONS, TAGS, Run

CANDIDATE_LIST = "/candidate.list"
TAG_LIST = "/candidateTag.list"
REASON_LIST = "/archiveReason.list"


def read_reasons(run: Run) -> Iterator[ReadItem]:
    """Rejection reasons, all in every run; archived ones count as gone."""
    if not run.wants(REASONS):
        return
    for raw in run.api.list_once(REASON_LIST, {"includeArchived": True}):
        payload = Payload(raw, REASON_LIST)
        yield Row(rejection_reason(payload))
        if payload.flag("isArchived"):
            yield Gone(REASONS, payload.identifier())
    yield Complete(REASONS)


def read_tags(run: Run) -> Iterator[ReadItem]:
    """Tags; archived ones count as gone."""
    if not run.wants(TAGS):
        return
    listing = run.api.list_all(TAG_LIST, {"includeArchived": True}, run.token(TAG_LIST))
    tag_ids = set()
    for raw in listing:
        payload = Payload(raw, TAG_LIST)
        tag_ids.add(payload.identifier())
        yield from _tag(payload)
    if listing.full:
        run.tag_ids = tag_ids
        run.read_in_full.add(TAG_LIST)
    if listing.sync_token:
        yield Cursor(TAG_LIST, listing.sync_token)


def _tag(payload: Payload) -> Iterator[ReadItem]:
    yield Row(tag(payload))
    if payload.flag("isArchived"):
        yield Gone(TAGS, payload.identifier())


def read_candidates(run: Run) -> Iterator[ReadItem]:
    """Candidates with their tags."""
    if not run.wants(CANDIDATES, CANDIDATE_TAGS):
        return
    yield from prepare_candidates(run)
    listing = run.api.list_all(CANDIDATE_LIST, {}, run.token(CANDIDATE_LIST))
    for raw in listing:
        yield from candidate_rows(run, Payload(raw, CANDIDATE_LIST))
    if listing.full:
        yield from completes(run)
    if listing.sync_token:
        yield Cursor(CANDIDATE_LIST, listing.sync_token)


def prepare_candidates(run: Run) -> Iterator[ReadItem]:
    """Read what candidates are looked up in; says what has to be left out."""
    if run.wants(CANDIDATES):
        run.definitions("Candidate")
        yield from run.lacking_definitions(CANDIDATES)


def candidate_rows(run: Run, payload: Payload) -> Iterator[ReadItem]:
    """A candidate and its tags; a tag that the list of tags does not hold comes from the candidate."""
    candidate_id = payload.identifier()
    if run.wants(CANDIDATES):
        yield Row(candidate(payload, run.definitions("Candidate")))
    if not run.wants(CANDIDATE_TAGS):
        return
    for row, embedded in candidate_tags(payload):
        if run.wants(TAGS) and run.tag_ids is not None and row.tag_id not in run.tag_ids:
            run.tag_ids.add(embedded.identifier())
            yield from _tag(embedded)
        yield Row(row, group=candidate_id)
    if run.delta:
        yield Complete(CANDIDATE_TAGS, group=candidate_id)


def completes(run: Run) -> Iterator[ReadItem]:
    """Says that all candidates came."""
    for model in (CANDIDATES, CANDIDATE_TAGS):
        if run.wants(model):
            yield Complete(model)
