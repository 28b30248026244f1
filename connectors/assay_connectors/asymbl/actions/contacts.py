"""The contact of a new application: the one there is, unchanged, or a new one. Source: sheet 7.3, 3.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from assay.errors import PermissionMissingError, VendorRefusedError
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.actions.order import Order
from assay_connectors.asymbl.actions.sources import put_on_contact
from assay_connectors.asymbl.actions.writing import Values
from assay_connectors.asymbl.answers import DUPLICATES_DETECTED
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.mapping.record import Record
from assay_connectors.asymbl.reading.candidates import candidates_only
from assay_connectors.asymbl.schema import Org, Shape
from assay_connectors.asymbl.soql import Condition, Query
from assay_connectors.once import at_most_once, is_younger
from assay_connectors.places import country_name

ALLOW_SAVE: Final = {
    "Sforce-Duplicate-Rule-Header": "allowSave=true; includeRecordDetails=false; runAsCurrentUser=true"
}
"""Source: asymbl sheet 1.7 [D]."""


@dataclass(frozen=True, slots=True)
class Found:
    """A contact, and whether it was there before."""

    contact_id: str
    is_new: bool


@dataclass(slots=True)
class Contacts:
    """Finds and creates contacts."""

    connection: Connection
    org: Org
    warnings: list[str]

    @property
    def shape(self) -> Shape:
        """Contacts."""
        return self.org.shape("candidate")

    def existing(self, email: str) -> Found | None:
        """The contact with that address, candidates first, the oldest of several; None when there is none.

        Raises:
            PermissionMissingError: addresses are hidden, so that nobody can be found.
        """
        if not self.shape.has("email"):
            raise PermissionMissingError(
                f"{self.shape.object} shows no e-mail address, so that existing contacts cannot be found",
                request=f"GET {self.shape.endpoint}/describe",
                hint="Let the run-as user see the e-mail address of contacts.",
            )
        only = candidates_only(self.org, self.shape, self.connection.options)
        for condition in dict.fromkeys((only, None)):
            found = [record.record_id for record in self._with_email(email, condition)]
            if found:
                self._say_which(found)
                return Found(found[0], is_new=False)
        return None

    def _say_which(self, found: list[str]) -> None:
        if len(found) > 1:
            self.warnings.append(
                f"several contacts have this e-mail address; the oldest, {found[0]}, was used"
            )
        self.warnings.append(f"the contact {found[0]} has this e-mail address: it was used and not changed")

    def _with_email(self, email: str, condition: Condition | None) -> Iterator[Record]:
        shape = self.shape
        query = Query(
            fields=shape.columns("id", "email", "created"),
            source=shape.object,
            where=soql.all_of(soql.equals(shape["email"], email), condition),
            order=shape.columns("created", "id"),
            limit=2,
        )
        for row in self.connection.api.rows(query):
            record = Record(row, shape)
            if (record.text("email") or "").casefold() == email.casefold():
                yield record

    # --- a new one -----------------------------------------------------------------------------------

    def values(self, order: Order) -> Values:
        """The body of a new contact; nothing is written yet.

        Raises:
            PermissionMissingError: name or address cannot be written.
            InputError: an input cannot be used or, if the connection is strict, not written.
        """
        options = self.connection.options
        values = Values(self.shape, strict=options.strict_fields)
        values.need("last_name", order.last_name)
        values.need("email", order.email_address)
        values.put("first_name", "candidate.first_name", order.first_name or None)
        values.put("title", "candidate.title", order.title)
        values.put(options.phone_target, "candidate.phone_number", order.phone_number)
        values.put("city", "candidate.location.city", order.place.city)
        _put_country(values, order.place.country)
        values.put("zip", "candidate.location.zip_code", order.place.zip_code)
        values.put("available", "candidate.availability_date", _day(order.availability_date))
        values.put("salary", "candidate.salary_expectations.amount", _money(order.salary))
        values.put("record_type", "", self.shape.described.record_type(options.candidate_record_type))
        values.put("account", "", options.default_account_id)
        put_on_contact(values, order.source, self.connection.settings.source_keys)
        return values

    def create(self, body: dict[str, Any], email: str) -> Found:
        """Create a contact; a duplicate rule may name one with the same address, or be overridden once.

        Raises:
            VendorRefusedError: a duplicate rule blocks it, or the org refuses a value.
        """
        try:
            return Found(self._written(body, email), is_new=True)
        except VendorRefusedError as error:
            if error.vendor_code != DUPLICATES_DETECTED:
                raise
            same = self._same_email(error, email)
            if same is not None:
                self._say_which([same])
                return Found(same, is_new=False)
            if not _allows_saving(error):
                raise
        return Found(self._written(body, email, ALLOW_SAVE), is_new=True)

    def _written(self, body: dict[str, Any], email: str, headers: dict[str, str] | None = None) -> str:
        started = self.connection.runtime.now()

        def write() -> str:
            return self.connection.api.create(self.shape.object, body, headers)

        def find() -> str | None:
            made = self._with_email(email, None)
            return next((one.record_id for one in made if is_younger(one.value("created"), started)), None)

        return at_most_once(write, find)

    def _same_email(self, error: VendorRefusedError, email: str) -> str | None:
        """The oldest of the matches that has the address: a rule may match people by their names only."""
        matched = [one for one in _matches(error) if soql.is_id(one)]
        shape = self.shape
        for some in soql.chunks(matched):
            query = Query(
                fields=shape.columns("id", "email"),
                source=shape.object,
                where=soql.one_of(shape["id"], some),
                order=shape.columns("created", "id"),
            )
            for row in self.connection.api.rows(query):
                record = Record(row, shape)
                if (record.text("email") or "").casefold() == email.casefold():
                    return record.record_id
        return None


def _put_country(values: Values, code: str | None) -> None:
    """The code where the org has lists of countries, else the English name (sheet 3.1)."""
    if code is None:
        return
    name = "candidate.location.country"
    if values.shape.has("country_code"):
        values.put("country_code", name, code)
    else:
        values.put("country", name, country_name(code) or code)


def _day(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    day: date = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return day.isoformat()


def _money(amount: float | None) -> float | int | None:
    """Two decimals; a whole number as one."""
    if amount is None:
        return None
    rounded = round(Decimal(str(amount)), 2)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


# --- what a duplicate rule says ----------------------------------------------------------------------


def _results(error: VendorRefusedError) -> Iterator[dict[str, Any]]:
    """The results in an answer; the vendor misspells the key (sheet 1.7 [C])."""
    errors = error.detail.get("errors")
    for item in errors if isinstance(errors, list) else ():
        if isinstance(item, dict):
            result = item.get("duplicateResut") or item.get("duplicateResult")
            if isinstance(result, dict):
                yield result


def _allows_saving(error: VendorRefusedError) -> bool:
    results = list(_results(error))
    return bool(results) and all(result.get("allowSave") is True for result in results)


def _matches(error: VendorRefusedError) -> Iterator[str]:
    for result in _results(error):
        for match in _objects(result.get("matchResults")):
            for found in _objects(match.get("matchRecords")):
                record = found.get("record")
                if isinstance(record, dict) and isinstance(record.get("Id"), str):
                    yield record["Id"]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    yield from (item for item in (value if isinstance(value, list) else ()) if isinstance(item, dict))
