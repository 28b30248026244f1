"""What all unified records share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from assay.unified.ids import PATTERN


def in_milliseconds(moment: datetime) -> str:
    """``2026-03-02T09:15:30.123Z``: UTC, milliseconds (unified API 1.8)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[AwareDatetime, PlainSerializer(in_milliseconds, return_type=str, when_used="json")]
"""A point in time, aware; written in UTC with milliseconds."""

UnifiedId = Annotated[str, Field(pattern=PATTERN)]


@dataclass(frozen=True, slots=True)
class References:
    """Marks a field that names another record: a remote id as read, a unified id as stored."""

    model: str
    """Store id of the referenced model."""


@dataclass(frozen=True, slots=True)
class Known:
    """Marks an open enum: these values have a meaning, any other text of the vendor passes through."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComputedByStore:
    """Marks a field that the sync store fills; connectors leave it unset."""


class Value(BaseModel):
    """Part of a record or input; unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnifiedRecord(Value):
    """A record of the unified API.

    Every field may be None: a connector leaves out what its vendor does not give. What a contract
    promises beyond that is for checks to say.
    """

    store_id: ClassVar[str]
    """``ats_jobs``: the name of the model in the store and in change notices."""
    published_as: ClassVar[str]
    """``Jobs``: the title on published coverage pages."""
    kind: ClassVar[Literal["model", "join"]] = "model"
    join_key: ClassVar[tuple[str, ...]] = ()
    """Reference fields that together identify a join row."""

    id: Annotated[UnifiedId | None, ComputedByStore()] = None
    changed_at: Annotated[Moment | None, ComputedByStore()] = None
    """When the store last saw this record's own data differ."""
    remote_deleted_at: Annotated[Moment | None, ComputedByStore()] = None
    """When the store saw that the record is gone from the vendor; None while it exists."""


class RemoteRecord(UnifiedRecord):
    """A record that exists as an object at the vendor."""

    remote_id: str | None = None
    """The vendor's id, always text."""


CustomFields = dict[str, Any]
"""Label of the vendor's custom field -> its value, any JSON type."""

RemoteData = dict[str, Any]
"""Vendor endpoint path -> the untouched object it gave (unified API 2.0)."""
