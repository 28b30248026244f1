"""Reads applicants: both searches, merged, then each row as candidate and application.

Source: flatchr sheet 2.6, 7.2, 7.4.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from http import HTTPStatus
from typing import Any, Final

from assay.connector import Notice, ReadItem, Row
from assay.errors import ConnectorError, CredentialError, VendorRefusedError
from assay_connectors.flatchr.api import APPLICANT
from assay_connectors.flatchr.mapping import people
from assay_connectors.flatchr.mapping.dates import day_of_row
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.stages import called
from assay_connectors.flatchr.reading.run import (
    APPLICATIONS,
    CANDIDATES,
    Run,
)
from assay_connectors.flatchr.reading.sweep import Sweep

ARCHIVED: Final = {"status": 0}
"""The filter for archived applicants. Source: flatchr sheet 2.6 [D20]."""
MISSES: Final = 3
"""Refusals in a row after which the single-applicant read is taken for missing (sheet 2.7)."""


class SingleReads:
    """The read of one applicant; today's documentation has it no more, so a refusal is no error."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[str, Payload | None] = {}
        self._misses = 0

    def of(self, applicant_id: str) -> Payload | None:
        """The applicant in full; None when Flatchr does not give it."""
        if applicant_id not in self._known:
            self._known[applicant_id] = self._read(applicant_id)
        return self._known[applicant_id]

    def _read(self, applicant_id: str) -> Payload | None:
        if self._misses >= MISSES:
            return None
        try:
            found = Payload(self._run.api.applicant(applicant_id), APPLICANT)
        except (CredentialError, VendorRefusedError) as error:
            self._misses += 1 if error.status == HTTPStatus.NOT_FOUND else MISSES
            return None
        self._misses = 0
        return found


class Applicants:
    """The applicants of one run.

    Attributes:
        rows: one row per applicant, in the order in which they were found.
        complete: whether every applicant was found for sure, active or archived.
        identities_complete: whether the candidate of each of them is known.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._single = SingleReads(run)
        self._by_person = run.connection.options.candidate_identity == "candidate"
        self._unclear: Counter[str] = Counter()
        self.rows: list[people.Row] = []
        self.complete = False
        self.identities_complete = True

    # --- searching -------------------------------------------------------------------------------

    def search(self) -> Iterator[ReadItem]:
        """Find all rows: those of the plain search, then those of the archived; the later answer counts."""
        active, archived = self._sweep({}), self._sweep(ARCHIVED)
        active.run()
        refusal = _refusal(archived, active.rows if active.complete else {})
        self.complete = active.complete and archived.complete and refusal is None
        if refusal is not None:
            yield Notice(
                f"archived applicants could not be searched, so nothing was marked deleted: {refusal.message}"
            )
        for doubt in dict.fromkeys(filter(None, (active.doubt, archived.doubt))):
            yield Notice(f"{doubt}; nothing was marked deleted")
        merged = merge(active.rows, archived.rows)
        self.rows = [people.Row(raw) for raw in merged.values()]
        if self._run.connection.settings.only_created:
            created = frozenset(self._run.request.created_application_ids)
            self.rows = [row for row in self.rows if row.applicant_id in created]
        if self._run.wants(APPLICATIONS) and any(_names_no_column(self._run, row) for row in self.rows):
            self._run.read_columns()  # a column was renamed or made between the two calls

    def _sweep(self, base: dict[str, Any]) -> Sweep:
        run = self._run
        return Sweep(
            run.api.search,
            base,
            today=run.connection.runtime.now().date(),
            vacancy_ids=lambda: [vacancy.identifier() for vacancy in run.vacancies],
        )

    # --- who it is -------------------------------------------------------------------------------

    def candidate_id(self, row: people.Row) -> str | None:
        """Remote id of the row's candidate; None when Flatchr does not tell which person it is."""
        if not self._by_person:
            return row.applicant_id
        full = self._single.of(row.applicant_id)
        person = full.part("candidate").text("id") if full else None
        if person is None:
            self.identities_complete = False
        return person

    # --- reading ---------------------------------------------------------------------------------

    def read(self) -> Iterator[ReadItem]:
        """Candidates and applications, and what could not be told of them."""
        if self._run.wants(CANDIDATES):
            yield from self._candidates()
        if self._run.wants(APPLICATIONS):
            yield from self._applications()
        if not self.identities_complete:
            yield Notice(
                "Flatchr does not tell which person some applicants are; their candidates were left out and "
                "none was marked deleted"
            )
        for problem, times in self._unclear.items():
            yield Notice(f"{problem} ({times} {'application' if times == 1 else 'applications'})")

    def _candidates(self) -> Iterator[ReadItem]:
        newest: dict[str, people.Row] = {}
        for row in self.rows:
            candidate_id = self.candidate_id(row)
            if candidate_id is not None and (
                candidate_id not in newest or _tells_more(row, newest[candidate_id])
            ):
                newest[candidate_id] = row
        for candidate_id, row in newest.items():
            yield Row(people.candidate(row, candidate_id))

    def _applications(self) -> Iterator[ReadItem]:
        for row in self.rows:
            candidate_id = self.candidate_id(row)
            yield Row(
                people.application(
                    row, candidate_id=candidate_id, job_id=self._job_id(row), stage_id=self._stage_id(row)
                )
            )

    def _job_id(self, row: people.Row) -> str | None:
        """The vacancy of that plain id; without one, the only vacancy of that title."""
        plain = row.plain_id("vacancy_id")
        if plain is not None:
            if plain in self._run.job_ids:
                return self._run.job_ids[plain]
            self._unclear[f"the vacancy {plain} is not among those of the company; job unknown"] += 1
            return None
        title = row.trimmed("vacancy")
        if title is None:
            return None
        same = [vacancy.identifier() for vacancy in self._run.vacancies if vacancy.trimmed("title") == title]
        if len(same) == 1:
            return same[0]
        found = "no vacancy is" if not same else f"{len(same)} vacancies are"
        self._unclear[f"{found} called {title!r}; job unknown"] += 1
        return None

    def stage_of(self, row: people.Row) -> str | None:
        """The stage of a single row; asks for the columns first."""
        self._run.read_columns()
        return self._stage_id(row)

    def _stage_id(self, row: people.Row) -> str | None:
        """The column of that title; of several, the one that the applicant in full names; never a guess."""
        title = row.text("column")
        if title is None or not title.strip():
            return None
        ids = called(self._run.columns, title)
        if len(ids) == 1:
            return ids[0]
        if not ids:
            self._unclear[f"no column is called {title.strip()!r}; stage unknown"] += 1
            return None
        full = self._single.of(row.applicant_id)
        told = full.plain_id("column_id") if full else None
        if told in {column.identifier() for column in self._run.columns}:
            return told
        self._unclear[f"{len(ids)} columns are called {title.strip()!r}; stage unknown"] += 1
        return None


def merge(*answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """One row per applicant; of several the one that came last, at the place of the first."""
    merged: dict[str, dict[str, Any]] = {}
    for answer in answers:
        merged.update(answer)
    return merged


def _refusal(archived: Sweep, known: Collection[str]) -> ConnectorError | None:
    """Why the search for archived applicants was refused; the filter is known from old documentation only."""
    try:
        archived.run(known)
    except VendorRefusedError as error:
        return error
    return None


def _names_no_column(run: Run, row: people.Row) -> bool:
    title = row.text("column")
    return bool(title and title.strip()) and not called(run.columns, title or "")


def _tells_more(row: people.Row, than: people.Row) -> bool:
    """Whether a row says more of its person: not archived (which empties contacts), then the later one."""

    def rank(one: people.Row) -> tuple[bool, bool, Any]:
        day = day_of_row(one.raw.get("created_at"))
        return one.whole("status") != 0, one.text("email") is not None, day.toordinal() if day else 0

    return rank(row) > rank(than)
