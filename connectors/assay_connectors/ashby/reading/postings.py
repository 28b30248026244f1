"""Reads job postings, on whichever board they are. Source: ashby sheet 7.1 Job postings, 2.4, 4.2."""

from collections.abc import Iterable
from typing import Any

import orjson

from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.postings import Posted
from assay_connectors.ashby.reading.run import unless_gone

POSTING_LIST = "/jobPosting.list"
POSTING_INFO = "/jobPosting.info"
BOARD_LIST = "/jobBoard.list"

_DRAFTS_TOO = {"includeUnpublishedJobPostings": True}
"""Spelt as jobPosting.list wants it; job.list spells it otherwise. Source: ashby sheet 2.4, Q8."""

Marks = dict[str, list[str]]
"""Posting id -> [updatedAt, job id]: what a run remembers of each posting."""


class Shelf:
    """All postings of the organisation, by job. The vendor has no changes-only listing of them."""

    def __init__(self, postings: Iterable[Posted]) -> None:
        self._by_job: dict[str, list[Posted]] = {}
        for posted in postings:
            self._by_job.setdefault(posted.payload.text("jobId") or "", []).append(posted)

    def of_job(self, job_id: str) -> list[Posted]:
        """The postings of a job."""
        return self._by_job.get(job_id, [])

    def without(self, job_ids: set[str]) -> list[Posted]:
        """The postings of all other jobs: of those that the key may not see."""
        return [posted for job_id, group in self._by_job.items() if job_id not in job_ids for posted in group]

    def marks(self) -> Marks:
        """What to remember of each posting."""
        return {
            posted.payload.identifier(): [posted.payload.text("updatedAt") or "", job_id]
            for job_id, group in self._by_job.items()
            for posted in group
        }

    def token(self) -> str:
        """The marks as text, for the next run."""
        return orjson.dumps(self.marks(), option=orjson.OPT_SORT_KEYS).decode()


def marks_of(token: str | None) -> Marks | None:
    """The marks of an earlier run; None when there is none, or not one of ours."""
    try:
        marks = orjson.loads(token or "")
    except orjson.JSONDecodeError:
        return None
    if not isinstance(marks, dict) or not all(_is_mark(mark) for mark in marks.values()):
        return None
    return marks


def _is_mark(mark: Any) -> bool:
    return isinstance(mark, list) and len(mark) == 2 and all(isinstance(part, str) for part in mark)  # noqa: PLR2004 -- updatedAt and job id


def read_shelf(api: AshbyApi) -> Shelf:
    """List the primary board and every other one; raises as :meth:`AshbyApi.list_once` does.

    A posting that an external board shows too does not count as internal.
    """
    boards = [Payload(raw, BOARD_LIST) for raw in api.list_all(BOARD_LIST)]
    internal = [board.identifier() for board in boards if board.flag("isInternal")]
    external = [board.identifier() for board in boards if not board.flag("isInternal")]
    found: dict[str, Posted] = {}
    for board_id in (None, *(external if len(external) > 1 else ()), *internal):
        body = _DRAFTS_TOO if board_id is None else {**_DRAFTS_TOO, "jobBoardId": board_id}
        for raw in api.list_once(POSTING_LIST, body):
            posting = Payload(raw, POSTING_LIST)
            posted = Posted(posting, board_id if board_id in internal else None)
            found.setdefault(posting.identifier(), posted)
    return Shelf(found.values())


def read_info(api: AshbyApi, posted: Posted) -> Payload:
    """A posting in full, or empty when it is gone by now; raises as :meth:`AshbyApi.info` does."""
    body = {"jobPostingId": posted.payload.identifier(), **_DRAFTS_TOO}
    if posted.internal_board_id is not None:
        body["jobBoardId"] = posted.internal_board_id
    return Payload(unless_gone(lambda: api.info(POSTING_INFO, body)) or {}, POSTING_INFO)
