"""What a run did, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.connector import Skipped

EXAMPLES_KEPT = 100
"""How many single cases a report names; counts are always whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A key that came more than once in a run, with different data; the last one was stored."""

    model: str
    key: str
    """The vendor's key."""
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dangling:
    """A reference of a stored record that is not deleted to a record that was never read."""

    model: str
    id: str
    field: str
    target: str
    """Store id of the model that the reference names."""
    target_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one run read and changed. Mappings go from store id to a number of records."""

    run: int
    kind: str
    """``full``, ``delta`` or ``apply``."""
    changed_at: str
    """The ``changed_at`` of everything that this run changed."""
    read: Mapping[str, int] = field(default_factory=dict)
    """Rows as they came, repeated ones counted each time."""
    created: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    """Known records whose own data differs now."""
    deleted: Mapping[str, int] = field(default_factory=dict)
    """Records that got ``remote_deleted_at``."""
    returned: Mapping[str, int] = field(default_factory=dict)
    """Records that lost it again."""
    completed: tuple[str, ...] = ()
    """Models that were read to their end."""
    incomplete: Mapping[str, str] = field(default_factory=dict)
    """Models in which nothing was deleted for not having come -> why."""
    skipped: tuple[Skipped, ...] = ()
    notices: tuple[str, ...] = ()
    """What the connector said that the customer should know."""
    repeated: Mapping[str, int] = field(default_factory=dict)
    """Keys that came more than once with the same data."""
    conflicting: Mapping[str, int] = field(default_factory=dict)
    """Keys that came more than once with different data."""
    duplicates: tuple[Duplicate, ...] = ()
    """The first conflicting ones."""
    unidentified: Mapping[str, int] = field(default_factory=dict)
    """Rows without a key; they cannot be stored."""
    cursors: tuple[str, ...] = ()
    """Streams whose cursor was stored."""
