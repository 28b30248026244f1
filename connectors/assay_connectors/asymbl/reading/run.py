"""What the parts of one reading run share."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from assay.connector import Notice, ReadItem, ReadRequest, Skipped
from assay.errors import PermissionMissingError, VendorRefusedError
from assay_connectors.asymbl.address import DATA
from assay_connectors.asymbl.api import SalesforceApi
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.options import Options
from assay_connectors.asymbl.schema import FieldNames, Org, Shape

USERS: Final = "ats_users"
JOBS: Final = "ats_jobs"
CANDIDATES: Final = "ats_candidates"
STAGES: Final = "ats_application_stages"
APPLICATIONS: Final = "ats_applications"
JOB_STAGES: Final = "ats_join_jobs_application_stages"
JOB_TEAM: Final = "ats_join_jobs_users"


class Run:
    """One run: what is wanted, what was learnt on the way.

    Attributes:
        org: what is known of the org.
        started_at: before the first request; what changes later is for the next run.
    """

    def __init__(self, connection: Connection, request: ReadRequest) -> None:
        self.connection = connection
        self.request = request
        self.org: Org = connection.org()
        self.started_at: datetime = connection.runtime.now()
        self._currency: tuple[str | None] | None = None

    @property
    def api(self) -> SalesforceApi:
        """Salesforce."""
        return self.connection.api

    @property
    def options(self) -> Options:
        """Of the connection."""
        return self.connection.options

    @property
    def origin(self) -> str:
        """Address of the org as people know it."""
        return self.connection.origin

    @property
    def delta(self) -> bool:
        """Whether only changes are asked for."""
        return self.request.mode == "delta"

    def wants(self, *models: str) -> bool:
        """Whether any of these models is wanted."""
        return not self.request.models.isdisjoint(models)

    def unless_refused(self, models: Iterable[str], phase: Iterator[ReadItem]) -> Iterator[ReadItem]:
        """A part of the run; when the user may not read it, its wanted models are skipped."""
        try:
            yield from phase
        except PermissionMissingError as error:
            for model in models:
                if self.wants(model):
                    yield Skipped(model, f"{error.message} ({error.request})")

    def findings(self, shape: Shape) -> Iterator[ReadItem]:
        """What of an object's fields is missing or called otherwise, as far as wanted models need it."""
        for entry in shape.missing:
            for model, field in self._fed(entry):
                yield Skipped(model, _missing(shape, entry), field)
        if shape.left_out:
            yield Notice(
                f"{shape.object} has more fields than a query holds; left out are {', '.join(shape.left_out)}"
            )
        for entry in shape.replaced:
            if any(self._fed(entry)):
                yield Notice(
                    f"{shape.object} shows no {entry.names[0]}; {shape[entry.logical]} is read instead"
                )

    def unknown_columns(self, shape: Shape, names: Iterable[str]) -> Iterator[ReadItem]:
        """Columns that the connection is set to read and that are not there."""
        for name in dict.fromkeys(names):
            if not self.org.sees(shape.described, name):
                yield Notice(f"{shape.object} shows no {name}, which the settings name")

    def _fed(self, entry: FieldNames) -> list[tuple[str, str]]:
        """The wanted fields of unified records that a field feeds: model and name."""
        fed = [(model, field) for model, _, field in (feed.partition(".") for feed in entry.feeds)]
        return [(model, field) for model, field in fed if self.wants(model)]

    def org_currency(self) -> str | None:
        """The org's currency, asked for once; else the one that is set. Source: asymbl sheet 2.8 [A]."""
        if self._currency is None:
            self._currency = (self._asked_currency() or self.options.default_currency,)
        return self._currency[0]

    def _asked_currency(self) -> str | None:
        try:
            answer = self.api.get(f"{DATA}/connect/organization")
        except (PermissionMissingError, VendorRefusedError):
            return None
        features = answer.get("features") if isinstance(answer, dict) else None
        code = features.get("defaultCurrencyIsoCode") if isinstance(features, dict) else None
        return code if isinstance(code, str) and code else None


def _missing(shape: Shape, entry: FieldNames) -> str:
    names = " or ".join(entry.names)
    return f"{shape.object} shows no {names}: hidden from the user, renamed, or not there"
