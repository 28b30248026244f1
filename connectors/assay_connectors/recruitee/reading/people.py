"""Reads candidates one by one, each with tags and applications. Source: recruitee sheet 7.1, 2.5."""

from collections.abc import Generator, Iterator, Mapping

from assay.connector import Complete, Gone, Notice, ReadItem, Row, Skipped
from assay.errors import PermissionMissingError
from assay_connectors.recruitee.mapping.applications import ApplicationParts, application, kinds_in
from assay_connectors.recruitee.mapping.candidates import TagBook, candidate, candidate_tag, tag_names
from assay_connectors.recruitee.mapping.jobs import JOB
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.reading.jobs import JobReader
from assay_connectors.recruitee.reading.organisation import new_tags
from assay_connectors.recruitee.reading.run import (
    APPLICATIONS,
    CANDIDATE_TAGS,
    CANDIDATES,
    INTERVIEWS,
    Run,
    unless_gone,
)
from assay_connectors.recruitee.reading.search import SEARCH

CANDIDATE_INFO = "/candidates/{id}"
NO_HIT = Payload({}, SEARCH)
_UNSEEN = "unseen"
"""Kind of an offer that is gone or hidden."""


class PersonReader:
    """Turns candidates into rows, one candidate at a time.

    Args:
        run: the run.
        jobs: reads an offer again when a placement names something of it that is not known.
        only: applications that are wanted; None = all.

    Attributes:
        hidden: why candidates could not be read.
        found: application id -> candidate id, of the applications that were yielded; only kept where
            ``only`` says which are wanted.
    """

    def __init__(self, run: Run, jobs: JobReader, only: frozenset[str] | None = None) -> None:
        self._run = run
        self._jobs = jobs
        self._only = only
        self._listed_again = False
        self._untold: set[str] = set()
        self.hidden: list[str] = []
        self.found: dict[str, str] = {}

    def read(self, candidate_id: str, hit: Payload = NO_HIT) -> Iterator[ReadItem]:
        """The rows of a candidate; says that it is gone when the vendor does not know it (any more).

        Args:
            candidate_id: whom.
            hit: what the search said of the candidate, where it was searched for.
        """
        try:
            body = None if hit.flag("deleted") else unless_gone(self._run.api, f"/candidates/{candidate_id}")
        except PermissionMissingError as error:
            self.hidden.append(error.message)
            return
        if body is None:
            yield from self._gone(candidate_id)
            return
        answer = Payload(body, CANDIDATE_INFO, f"record {candidate_id}")
        detail = Payload(answer.part("candidate").raw, CANDIDATE_INFO)
        detail.identifier()
        if self._run.wants(CANDIDATES):
            yield Row(candidate(detail))
        if self._run.wants(CANDIDATE_TAGS):
            yield from self._tags(detail, hit)
        if self._run.wants(APPLICATIONS, INTERVIEWS):
            yield from self._applications(detail, hit, kinds_in(answer.parts("references")))
        yield from self._group_ends(detail.identifier())

    # --- tags ----------------------------------------------------------------------------------------

    def _tags(self, detail: Payload, hit: Payload) -> Iterator[ReadItem]:
        """The tags of a candidate; the detail names them, a hit and the list of tags know their ids."""
        candidate_id = detail.identifier()
        ids = {tag.text("name") or "": tag.identifier() for tag in hit.parts("tags")}
        book = self._run.tags
        for name in tag_names(detail):
            tag_id = book.id_of(name, ids) if book is not None else ids.get(name)
            if tag_id is None and book is not None:
                yield from self._list_again(book)
                tag_id = book.id_of(name)
            if tag_id is not None:
                yield Row(candidate_tag(candidate_id, tag_id), group=candidate_id)
            elif name not in self._untold:
                self._untold.add(name)
                yield from self._without_id(name, listed=book is not None)

    def _list_again(self, book: TagBook) -> Iterator[ReadItem]:
        """A tag may have been made since the list was read; one look in a run."""
        if not self._listed_again:
            self._listed_again = True
            yield from new_tags(self._run, book)

    def _without_id(self, name: str, *, listed: bool) -> Iterator[ReadItem]:
        if listed:
            yield Notice(f"the tag {name!r} is on candidates but not in the list of tags, and was left out")
        else:
            yield Skipped(CANDIDATE_TAGS, "the list of tags may not be read, and candidates name no ids")

    # --- applications --------------------------------------------------------------------------------

    def _applications(self, detail: Payload, hit: Payload, kinds: Mapping[str, str]) -> Iterator[ReadItem]:
        candidate_id, on_jobs = detail.identifier(), []
        for placement in detail.parts("placements"):
            job_id = placement.reference("offer_id")
            if job_id is not None and placement.reference("talent_pool_id") is None:
                yield from self._meet(job_id, kinds)
                if self._run.kinds.get(job_id) == JOB:
                    on_jobs.append(placement)
        if detail.number("events_count") != 0:
            self._run.placements[candidate_id] = {
                placement.reference("offer_id") or "": placement.identifier() for placement in on_jobs
            }
        hits = {placement.identifier(): placement for placement in hit.parts("placements")}
        for placement in on_jobs:
            if self._is_wanted(placement.identifier(), candidate_id):
                parts = ApplicationParts(
                    placement=placement,
                    detail=detail,
                    stage_id=(yield from self._stage(placement)),
                    job_placements=len(on_jobs),
                    hit=hits.get(placement.identifier(), NO_HIT),
                    question_ids=self._question_ids(detail, placement),
                )
                yield Row(application(parts), group=candidate_id)

    def _is_wanted(self, application_id: str, candidate_id: str) -> bool:
        if not self._run.wants(APPLICATIONS):
            return False
        if self._only is None:
            return True
        if application_id in self._only:
            self.found[application_id] = candidate_id
        return application_id in self._only

    def _meet(self, offer_id: str, kinds: Mapping[str, str]) -> Iterator[ReadItem]:
        """Learn what an offer is: from this run, from the answer's side-car, else by reading it."""
        if offer_id in self._run.kinds:
            return
        if self._run.stage_ids is None and offer_id in kinds:
            self._run.kinds[offer_id] = kinds[offer_id]
            return
        yield from self._jobs.again(offer_id)
        self._run.kinds.setdefault(offer_id, _UNSEEN)

    def _stage(self, placement: Payload) -> Generator[ReadItem, None, str | None]:
        """The stage, if the job has it; a job that does not is read again once, for it may be newer."""
        stage_id, known = placement.reference("stage_id"), self._run.stage_ids
        if stage_id is None or known is None or stage_id in known:
            return stage_id
        yield from self._jobs.again(placement.identifier("offer_id"))
        return stage_id if stage_id in known else None

    def _question_ids(self, detail: Payload, placement: Payload) -> Mapping[str, str]:
        """Where questions have ids; the careers site is asked only for who has answered something."""
        if not (detail.parts("grouped_open_question_answers") or detail.parts("open_question_answers")):
            return {}
        return self._run.careers.question_ids(placement.identifier("offer_id"))

    # --- ends ----------------------------------------------------------------------------------------

    def _gone(self, candidate_id: str) -> Iterator[ReadItem]:
        """A full run says it by completeness."""
        if self._run.by_group:
            if self._run.wants(CANDIDATES):
                yield Gone(CANDIDATES, candidate_id)
            yield from self._group_ends(candidate_id)

    def _group_ends(self, candidate_id: str) -> Iterator[ReadItem]:
        if self._run.by_group:
            for model in (APPLICATIONS, CANDIDATE_TAGS):
                if self._run.wants(model):
                    yield Complete(model, group=candidate_id)
