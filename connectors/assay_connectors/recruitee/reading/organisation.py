"""Reads users, tags and rejection reasons: short lists, whole in every run. Source: recruitee sheet 4."""

from collections.abc import Iterator

from assay.connector import Complete, ReadItem, Row
from assay_connectors.recruitee.mapping.candidates import TagBook, rejection_reason, tag
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.mapping.people import Directory, is_returned, user
from assay_connectors.recruitee.reading.run import CANDIDATE_TAGS, JOB_TEAM, REASONS, TAGS, USERS, Run

ADMIN_LIST = "/admins"
TAG_LIST = "/tags"
REASON_LIST = "/disqualify_reasons"


def read_users(run: Run) -> Iterator[ReadItem]:
    """Users; the vendor lists active ones only."""
    if not run.wants(USERS, JOB_TEAM):
        return
    directory = Directory()
    for raw in run.api.all(ADMIN_LIST, "admins"):
        admin = Payload(raw, ADMIN_LIST)
        if is_returned(admin):
            directory.add(admin)
            if run.wants(USERS):
                yield Row(user(admin))
    run.directory = directory
    if run.wants(USERS):
        yield Complete(USERS)


def read_reasons(run: Run) -> Iterator[ReadItem]:
    """Rejection reasons."""
    if not run.wants(REASONS):
        return
    for raw in run.api.all(REASON_LIST, "disqualify_reasons"):
        yield Row(rejection_reason(Payload(raw, REASON_LIST)))
    yield Complete(REASONS)


def read_tags(run: Run) -> Iterator[ReadItem]:
    """Tags; those that are made while candidates are read come from :func:`new_tags`."""
    if run.wants(TAGS, CANDIDATE_TAGS):
        book = TagBook()
        yield from new_tags(run, book)
        run.tags = book


def new_tags(run: Run, book: TagBook) -> Iterator[ReadItem]:
    """List the tags; rows of those that the book does not hold."""
    for raw in run.api.all(TAG_LIST, "tags"):
        listed = Payload(raw, TAG_LIST)
        if book.add(listed) and run.wants(TAGS):
            yield Row(tag(listed))
