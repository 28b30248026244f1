"""Reads applications, each in full. Source: ashby sheet 7.1 Applications, 4.3, 7.5."""

from collections.abc import Iterator
from typing import Any

from assay.connector import Complete, Cursor, Gone, ReadItem, Row
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.mapping.applications import application
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.reading.candidates import candidate_rows, completes, prepare_candidates
from assay_connectors.ashby.reading.run import APPLICATIONS, CANDIDATE_TAGS, CANDIDATES, Run, unless_gone
from assay_connectors.ashby.reading.stages import StageBook

APPLICATION_LIST = "/application.list"
APPLICATION_INFO = "/application.info"
CANDIDATE_INFO = "/candidate.info"


def read_applications(run: Run, book: StageBook) -> Iterator[ReadItem]:
    """Applications: listed, then each in full, for only that holds the answers."""
    if not run.wants(APPLICATIONS):
        return
    yield from prepare_applications(run)
    listing = run.api.list_all(APPLICATION_LIST, {}, run.token(APPLICATION_LIST))
    for raw in listing:
        listed = Payload(raw, APPLICATION_LIST)
        info = application_info(run.api, listed.identifier())
        if info is not None:
            yield from application_rows(run, book, info)
    if listing.full:
        run.read_in_full.add(APPLICATION_LIST)
        yield Complete(APPLICATIONS)
    if listing.sync_token:
        yield Cursor(APPLICATION_LIST, listing.sync_token)


def prepare_applications(run: Run) -> Iterator[ReadItem]:
    """Read what applications are looked up in; says what has to be left out."""
    run.definitions("Application")
    yield from run.lacking_definitions(APPLICATIONS)


def application_info(api: AshbyApi, application_id: str) -> Payload | None:
    """An application with its form submissions; None when the vendor does not know it any more."""
    body: dict[str, Any] = {"applicationId": application_id, "expand": ["applicationFormSubmissions"]}
    raw = unless_gone(lambda: api.info(APPLICATION_INFO, body))
    return None if raw is None else Payload(raw, APPLICATION_INFO)


def application_rows(run: Run, book: StageBook, info: Payload) -> Iterator[ReadItem]:
    """An application, after the stage it is in if that did not come yet."""
    stage = info.part("currentInterviewStage")
    yield from book.refer(stage.text("id"), stage)
    group = info.part("candidate").text("id")
    yield Row(application(info, run.definitions("Application")), group=group)


def read_created(run: Run, book: StageBook) -> Iterator[ReadItem]:
    """Only the applications made through this connection, and their candidates; nothing is listed."""
    if not run.wants(APPLICATIONS, CANDIDATES, CANDIDATE_TAGS):
        return
    if run.wants(APPLICATIONS):
        yield from prepare_applications(run)
    yield from prepare_candidates(run)
    candidate_ids: set[str] = set()
    for application_id in run.request.created_application_ids:
        info = application_info(run.api, application_id)
        if info is None:
            if run.wants(APPLICATIONS):
                yield Gone(APPLICATIONS, application_id)
            continue
        yield from _candidate_of(run, info, candidate_ids)
        if run.wants(APPLICATIONS):
            yield from application_rows(run, book, info)
    run.read_in_full.add(APPLICATION_LIST)
    yield from completes(run)
    if run.wants(APPLICATIONS):
        yield Complete(APPLICATIONS)


def _candidate_of(run: Run, info: Payload, candidate_ids: set[str]) -> Iterator[ReadItem]:
    candidate_id = info.part("candidate").text("id")
    if candidate_id is None or candidate_id in candidate_ids or not run.wants(CANDIDATES, CANDIDATE_TAGS):
        return
    candidate_ids.add(candidate_id)
    raw = unless_gone(lambda: run.api.info(CANDIDATE_INFO, {"id": candidate_id}))
    if raw is not None:
        yield from candidate_rows(run, Payload(raw, CANDIDATE_INFO))
