"""Reads only the applications that this connection has created, and their candidates. Source: sheet 7.3.

The search is not used. The vendor has no way from an application to its candidate but through lists: whose an
application is, is remembered from its creation and between runs, else looked up among the placements of jobs.
"""

from collections.abc import Iterator

from assay.connector import Complete, Cursor, Gone, Notice, ReadItem
from assay.errors import PermissionMissingError
from assay_connectors.recruitee.api import Params, items_of
from assay_connectors.recruitee.created import Created
from assay_connectors.recruitee.mapping.jobs import JOB
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.reading.jobs import JobReader, offers
from assay_connectors.recruitee.reading.marks import CreatedMarks
from assay_connectors.recruitee.reading.people import PersonReader
from assay_connectors.recruitee.reading.run import APPLICATIONS, INTERVIEWS, PEOPLE, Run, unless_gone

CANDIDATE_LIST = "/candidates"
CREATED = "created applications"
BATCH = 100
"""Candidates asked for by their ids at once. Source: recruitee sheet 7.3 [A]."""


def read_created(run: Run, jobs: JobReader, created: Created) -> Iterator[ReadItem]:
    """Applications made through this connection, and their candidates; everybody else stays out."""
    if not run.wants(*PEOPLE, INTERVIEWS):
        return
    wanted = frozenset(run.request.created_application_ids)
    owners = Owners(run, wanted, created)
    owners.look_up()
    reader = PersonReader(run, jobs, only=wanted)
    candidate_ids = sorted(set(owners.candidates.values()), key=int)
    size = run.page_size(BATCH)
    for begin in range(0, len(candidate_ids), size):
        batch = candidate_ids[begin : begin + size]
        for candidate_id in _listed_first(run, batch):
            yield from reader.read(candidate_id)
    yield from _ends(run, reader, owners, wanted)


def _listed_first(run: Run, batch: list[str]) -> list[str]:
    """The batch, those first who are listed; a server that ignores the ids changes nothing but the order.

    Who is not listed may be deleted or merged; the detail tells.
    """
    params: Params = {"ids": ",".join(batch), "limit": run.page_size(BATCH), "offset": 0}
    body = run.api.get(CANDIDATE_LIST, params)
    items = (Payload(item, CANDIDATE_LIST) for item in items_of(body, "candidates", CANDIDATE_LIST))
    listed = {item.identifier() for item in items}
    return sorted(batch, key=lambda candidate_id: candidate_id not in listed)


def _ends(run: Run, reader: PersonReader, owners: "Owners", wanted: frozenset[str]) -> Iterator[ReadItem]:
    if owners.hidden or reader.hidden:
        yield Notice(
            "not everything that was created through this connection may be read, so that nothing of it"
            f" is treated as deleted: {[*owners.hidden, *reader.hidden][0]}"
        )
    elif run.wants(*PEOPLE):
        for application_id in sorted(wanted - reader.found.keys(), key=int):
            if run.wants(APPLICATIONS):
                yield Gone(APPLICATIONS, application_id)
        for model in PEOPLE:
            if run.wants(model):
                yield Complete(model)
    yield Cursor(CREATED, CreatedMarks({**owners.candidates, **reader.found}).text())


class Owners:
    """Whose applications they are.

    Attributes:
        candidates: application id -> candidate id.
        hidden: why placements could not be looked through.
    """

    def __init__(self, run: Run, wanted: frozenset[str], created: Created) -> None:
        self._run = run
        self._wanted = wanted
        self._created = created
        self.candidates: dict[str, str] = {}
        self.hidden: list[str] = []

    def look_up(self) -> None:
        """Ask memory, then the last run, then the placements of one job after the other."""
        marks = CreatedMarks.of(self._run.token(CREATED))
        for application_id in self._wanted:
            known = self._created.candidate_of(application_id)
            known = known or (marks.candidates.get(application_id) if marks else None)
            if known is not None:
                self.candidates[application_id] = known
        for job_id in self._job_ids():
            if self._wanted <= self.candidates.keys():
                break
            self._look_through(job_id)
        self._created.know(self.candidates)

    def _job_ids(self) -> Iterator[str]:
        if self._run.stage_ids is not None:
            yield from [job_id for job_id, kind in self._run.kinds.items() if kind == JOB]
        elif not self._wanted <= self.candidates.keys():
            for turn in offers(self._run):
                yield from (offer.identifier() for offer in turn.fresh)

    def _look_through(self, job_id: str) -> None:
        path = f"/offers/{job_id}/placements"
        try:
            body = unless_gone(self._run.api, path)
        except PermissionMissingError as error:
            self.hidden.append(error.message)
            return
        for stage in Payload(body or {}, path, f"job {job_id}").parts("stages"):
            for placement in stage.parts("placements"):
                if placement.identifier() in self._wanted:
                    self.candidates[placement.identifier()] = placement.identifier("candidate_id")
