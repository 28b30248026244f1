"""Looks for the applicant that a creation made: its answer names none. Source: flatchr sheet 3.1 [A]."""

from collections.abc import Iterable
from typing import Any, Final

from assay.errors import VendorRefusedError
from assay_connectors.flatchr.connection import Connection
from assay_connectors.flatchr.mapping.dates import day_of_row
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.people import Row
from assay_connectors.flatchr.reading.applicants import ARCHIVED

LOOK_AT_S: Final = (0.0, 1.0, 2.0, 4.0, 8.0)
"""Seconds after the creation at which the search is asked."""

Rows = dict[str, Row]


class Look:
    """The applicants of one e-mail address on one vacancy."""

    def __init__(self, connection: Connection, vacancy: Payload, email_address: str) -> None:
        self._connection = connection
        self._vacancy = vacancy
        self._email_address = email_address

    def now(self) -> Rows:
        """Those there are at present, by applicant id."""
        return self._search({})

    def archived(self) -> Rows:
        """Those that are archived; none when that search is refused."""
        try:
            return self._search(ARCHIVED)
        except VendorRefusedError:
            return {}

    def for_new(self, before: Rows) -> Row | None:
        """An applicant who was not there before, as soon as the search shows one; None when none comes."""
        waited_s = 0.0
        for look_at_s in LOOK_AT_S:
            if look_at_s > waited_s:
                self._connection.runtime.sleep(look_at_s - waited_s)
                waited_s = look_at_s
            new = {key: row for key, row in self.now().items() if key not in before}
            if new:
                return newest(new)
        return None

    def _search(self, more: dict[str, Any]) -> Rows:
        body = {"email": self._email_address, "vacancy": self._vacancy.identifier(), **more}
        rows = (Row(raw) for raw in self._connection.api.search(body))
        return {row.applicant_id: row for row in rows if self._is_meant(row)}

    def _is_meant(self, row: Row) -> bool:
        """Whether the row is of that person and vacancy: the search may pass over filters (sheet 2.6 [A])."""
        email, vacancy_id = row.text("email"), row.plain_id("vacancy_id")
        same_email = email is None or email.casefold() == self._email_address.casefold()
        return same_email and vacancy_id in (None, self._vacancy.plain_id("vacancy_id"))


def newest(rows: Rows) -> Row:
    """The applicant created last; of those of one day the one listed last."""

    def rank(row: Row) -> int:
        day = day_of_row(row.raw.get("created_at"))
        return day.toordinal() if day else 0

    return max(reversed(_listed(rows.values())), key=rank)


def _listed(rows: Iterable[Row]) -> list[Row]:
    return list(rows)
