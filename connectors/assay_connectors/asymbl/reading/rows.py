"""All rows of a query, page by page, even when the place in it is lost on the way. Source: sheet 1.5, 4."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from assay.errors import ConnectorError, VendorNonsenseError, VendorRefusedError, VendorUnavailableError
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.answers import is_lost_locator
from assay_connectors.asymbl.api import Page, SalesforceApi, Way
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.schema import Shape
from assay_connectors.asymbl.soql import Query

ORDER: Final = ("modified", "id")


@dataclass(slots=True)
class Walk:
    """One query in the order of its stamps, row by row exactly once.

    Attributes:
        stamp: the greatest one met.
        count: rows met.
        promised: how many Salesforce said there are; None where it did not say.
    """

    api: SalesforceApi
    shape: Shape
    query: Query
    """Without order; what it selects includes id and stamp."""
    deleted: bool = False
    stamp: datetime | None = None
    count: int = 0
    promised: int | None = None
    _last: tuple[datetime, str] | None = None
    _way: Way = field(default_factory=Way)

    @property
    def is_whole(self) -> bool:
        """Whether as many rows came as were promised."""
        return self.promised is None or self.count >= self.promised

    def pages(self) -> Iterator[list[Record]]:
        """The rows, page by page.

        Raises:
            VendorNonsenseError: the pages come in a circle, or a row has no id or stamp.
            VendorUnavailableError: the place is lost again and again.
        """
        page: Page | None = self._first()
        while page is not None:
            yield self._taken(page)
            page = self._after(page)

    def _first(self) -> Page:
        query = Query(
            fields=self.query.fields,
            source=self.query.source,
            where=self.query.where,
            order=[self.shape[name] for name in ORDER],
        )
        if self._last is not None:
            stamp, row_id = self._last
            query = query.narrowed(soql.after(self.shape["modified"], stamp, self.shape["id"], row_id))
        page = self.api.query(query, deleted=self.deleted)
        self.promised = None if page.total is None else self.count + page.total
        return page

    def _after(self, page: Page) -> Page | None:
        if page.next is None:
            return None
        last, path = self._last, self._way.onto(page.next)
        try:
            return self.api.more(path)
        except VendorRefusedError as error:
            if not is_lost_locator(error):
                raise
            return self._again(error, last)

    def _again(self, error: ConnectorError, last: tuple[datetime, str] | None) -> Page:
        """The query once more, from the last row on; raises when that leads nowhere."""
        again = self._first()
        if not again.rows and again.next is not None and last is not None:
            raise VendorUnavailableError(
                "Salesforce loses the place in a query again and again",
                vendor_code=error.vendor_code,
                request=error.request,
                hint="Try again later.",
            ) from error
        return again

    def _taken(self, page: Page) -> list[Record]:
        records = [Record(row, self.shape) for row in page.rows]
        for record in records:
            stamp = record.moment("modified")
            if stamp is None:
                raise VendorNonsenseError(f"{record.path} has no stamp", request=f"GET {record.endpoint}")
            self._last = (stamp, record.record_id)
            self.stamp = stamp if self.stamp is None else max(stamp, self.stamp)
        self.count += len(records)
        return records
