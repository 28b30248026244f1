"""What a connector is, seen from outside: the words between it and whoever drives it.

A connector gets a :class:`Runtime` (transport, clock, sleep, name resolution), a credential and
:class:`Settings`. It gives back unified records as a stream of :data:`ReadItem`, performs unified
actions, and offers whatever optional abilities its vendor allows. It never reads its contract.

Records leave a connector as *read*: their reference fields hold **remote ids** (for references to
join rows: the remote ids of both parents joined by :data:`JOIN_SEPARATOR`), and ``id``,
``changed_at`` and ``remote_deleted_at`` are unset. :mod:`assay.sync` turns them into *stored*
records, whose references are unified ids.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

import httpx

from assay.unified.actions import ActionInput
from assay.unified.records import Attachment, UnifiedRecord

JOIN_SEPARATOR = "\x1f"
"""Stands between the remote ids of two parents in a reference to a join row."""

Resolver = Callable[[str], Iterable[str]]
"""Host name -> IP addresses, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The outside world as a connector may touch it; the transport is the only seam."""

    transport: httpx.BaseTransport
    now: Callable[[], datetime]
    """Aware UTC time."""
    sleep: Callable[[float], None]
    """Waits that many seconds."""
    resolve: Resolver


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one connection, common to all vendors."""

    base_url: str | None = None
    """Where the vendor's API is; None = the vendor's own production address."""
    page_size: int | None = None
    """Objects asked for per page, where the vendor takes a size; None = what suits the vendor."""
    only_created: bool = False
    """Read only applications (and their candidates) created through this connection."""
    source_keys: Mapping[str, str] = field(default_factory=dict)
    """Unified source key -> vendor source id."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Vendor-specific settings; each connector documents and checks its own."""


# --- reading -------------------------------------------------------------------------------------


Trigger = Literal["schedule", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What to read.

    ``cursors`` are those that the last completed run stored; empty in a full run.
    ``created_application_ids`` matter only when the connection syncs only created applications.
    """

    models: frozenset[str]
    """Store ids (``ats_jobs``) that are wanted; a connector may read helpers beyond them."""
    mode: Literal["full", "delta"] = "full"
    trigger: Trigger = "person"
    """Who wants it: a schedule, or a person (setup included); where calls cost money it matters."""
    cursors: Mapping[str, str] = field(default_factory=dict)
    created_application_ids: tuple[str, ...] = ()
    """Remote ids of the applications created through this connection."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unified record, as read.

    ``group`` names the vendor object that the row is part of (the candidate of a candidate tag,
    the schedule of an interview); see :class:`Complete`.
    """

    record: UnifiedRecord
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """Every row of this model was yielded, so what was stored before and did not come is gone.

    With a ``group`` the statement holds for the rows of that group only; this is how a delta run
    reports a removed tag or a cancelled interview without having read everything.
    """

    model: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The vendor says that this record no longer exists (or is archived, where that means the same)."""

    model: str
    remote_id: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """To be stored when, and only when, the whole run was committed."""

    stream: str
    token: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A model or field could not be read (usually a missing permission); the run goes on without it."""

    model: str
    reason: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the customer should know although everything was read, e.g. that the key expires soon."""

    message: str


ReadItem = Row | Complete | Gone | Cursor | Skipped | Notice


# --- acting --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResult:
    """What an action did.

    ``items`` go to the sync store at once, so that created records are visible before the next
    sync. ``warnings`` tell the caller what was not done as asked although the action succeeded.
    """

    remote_id: str | None = None
    """Remote id of the created object, for the two create actions."""
    items: tuple[ReadItem, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()


# --- probing -------------------------------------------------------------------------------------

Verdict = Literal["ok", "no_permission", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFinding:
    """Verdict on one model, field, or permission of the credential in hand."""

    subject: str
    """``model:ats_jobs``, ``field:ats_jobs.department``, ``action:create_candidate``, ``scope:jobs:read``,
    ``credential:slug``."""
    verdict: Verdict
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeReport:
    """Everything a scope test found; ``credential`` is False when the key itself is refused."""

    credential: bool
    findings: tuple[ScopeFinding, ...] = ()


# --- webhooks ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One inbound webhook request, exactly as it arrived."""

    headers: Mapping[str, str]
    """Header names in lower case."""
    body: bytes
    answered: int = 200
    """Status with which our receiver took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """What automatic webhook setup achieved."""

    ids: Mapping[str, str] = field(default_factory=dict)
    """Event type -> vendor id of its subscription; to be stored by the caller."""
    inactive: tuple[str, ...] = ()
    """Types that the vendor saved but switched off because our receiver did not answer its ping."""
    by_hand: tuple[str, ...] = ()
    """Types that the vendor's API refused; to be added by a person in the vendor's own settings."""
    secret: str | None = None
    """What deliveries are signed with, when the vendor chose it; None = the one that was proposed."""


# --- passthrough ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PassthroughRequest:
    """A call to the vendor in the vendor's own words, with our credential added."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    api: str = "v1"
    """Which of the vendor's interfaces, e.g. ``v1``."""
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    data: Any = None
    """Objects and lists are sent as JSON, text is sent as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassthroughResponse:
    """The vendor's answer, unchanged but for credentials."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: Any
    """Parsed JSON, or text for anything else; bytes of a file in base64 where the connector says so."""


# --- guide and register --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialField:
    """One field of the form in which a customer enters the credential."""

    name: str
    label: str
    secret: bool
    required: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How a customer connects: prerequisites, steps, credential form, permissions; for machines to show."""

    title: str
    prerequisites: tuple[str, ...]
    steps: tuple[str, ...]
    credential_fields: tuple[CredentialField, ...]
    permissions: tuple[str, ...]
    """Exactly the permissions that the scope test looks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something the connector rests on that the vendor does not document."""

    id: str
    statement: str
    rests: tuple[str, ...]
    """Patterns of clause ids without the connector, e.g. ``field/jobs/remote_url``, ``action/*``."""
    source: str
    """Where the assumption is discussed, e.g. ``ashby sheet 7.1``."""


# --- the connector -------------------------------------------------------------------------------


class Connector(Protocol):
    """What every connector does."""

    slug: str

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        """Stream records of the wanted models; parents before children where the vendor allows it."""
        ...

    def act(self, action: ActionInput) -> ActionResult:
        """Perform one unified action; raises a :class:`~assay.errors.ConnectorError` when it failed."""
        ...


@runtime_checkable
class ProbesScopes(Protocol):
    """Can tell what the credential in hand may do, without writing anything."""

    def test_scopes(self) -> ScopeReport:
        """Compare the permissions of the credential with those the connector needs."""
        ...

    def test_models(self, models: frozenset[str]) -> ScopeReport:
        """One cheap read per model."""
        ...

    def test_fields(self, models: frozenset[str]) -> ScopeReport:
        """Fields that need something beyond their model's own permission."""
        ...


@runtime_checkable
class ChecksConnection(Protocol):
    """Can tell whether what a customer entered works and fits together, where there are no permissions."""

    def check(self) -> ScopeReport:
        """One finding per part of the credential, ``credential:slug``; its detail says what to repair."""
        ...


@runtime_checkable
class BillsCalls(Protocol):
    """Counts the calls for which the vendor charges."""

    def billed(self) -> Mapping[str, int]:
        """Calls that cost money since the connection was made, by the vendor's name of the endpoint."""
        ...


@runtime_checkable
class PassesThrough(Protocol):
    """Forwards calls in the vendor's own words."""

    def passthrough(self, request: PassthroughRequest) -> PassthroughResponse:
        """Send the call with the stored credential; a vendor error status is an answer, not an exception."""
        ...


@runtime_checkable
class ReceivesWebhooks(Protocol):
    """Subscribes to the vendor's events and turns them into rows."""

    def subscribe(self, url: str, secret: str) -> Subscriptions:
        """Create one subscription per event type that is not there yet."""
        ...

    def unsubscribe(self, ids: Mapping[str, str]) -> None:
        """Remove subscriptions; one that is already gone is no error."""
        ...

    def receive(self, delivery: Delivery, secret: str) -> Iterator[ReadItem]:
        """Verify the signature and stream what the event changed; a bad one raises CredentialError."""
        ...


class ConnectorPackage(Protocol):
    """What the package of one vendor offers (``assay_connectors.<slug>``), found by name."""

    GUIDE: Guide
    ASSUMPTIONS: tuple[Assumption, ...]

    def connect(self, runtime: Runtime, credential: Mapping[str, str], settings: Settings) -> Connector:
        """Make a connector; raises SettingError when credential or settings are malformed."""
        ...
