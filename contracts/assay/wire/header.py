"""Header of a cassette: where the recording comes from and what belongs to it beside the exchanges."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal, get_args

from assay.wire import bodies

FORMAT = 1
"""Version of the file format; a reader refuses any other."""

Origin = Literal["live", "documented", "sandbox"]
PersonalData = Literal["invented", "replaced"]


class HeaderError(ValueError):
    """One thing that is wrong with a header.

    Args:
        key: the key concerned.
        message: what was found and what is expected.
    """

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, kw_only=True)
class RecordedDelivery:
    """One webhook request that arrived while the scenario was recorded, exactly as it arrived."""

    after: int
    """Number of interactions recorded before it arrived."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Header names in lower case."""
    body: bytes = b""
    step: str | None = None
    """Step of the scenario during which it arrived, if known."""
    answered: int = 200
    """Status with which it was taken."""


def tool_version() -> str:
    """Version of Assay, as recordings state it."""
    try:
        return version("assay")
    except PackageNotFoundError:
        return "0"


@dataclass(frozen=True, kw_only=True)
class CassetteHeader:
    """Everything a cassette says about itself."""

    connector: str
    scenario: str
    origin: Origin
    source: str
    """Where the exchanges come from: address of the sandbox or vendor, or the document transcribed."""
    recorded_at: str
    """ISO 8601 date or time."""
    tool_version: str = field(default_factory=tool_version)
    world: str | None = None
    """Which part of the fake company the sandbox showed; None when it was no sandbox."""
    inputs: Any = None
    """Anything the scenario was given, as JSON."""
    personal_data: PersonalData = "invented"
    """``invented``: nobody in it exists; ``replaced``: people were replaced by pseudonyms."""
    salt: str | None = None
    """Key of the replacement; needed to replace in what is sent during replay."""
    vendor_events: tuple[Any, ...] = ()
    """What happened on the vendor's side by the scenario's order, each with its result, in order."""
    deliveries: tuple[RecordedDelivery, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The header as it stands in the file."""
        plain = {item.name: getattr(self, item.name) for item in fields(self)}
        plain["vendor_events"] = list(self.vendor_events)
        plain["deliveries"] = [_delivery_as_json(delivery) for delivery in self.deliveries]
        return {"format": FORMAT, **plain}

    @classmethod
    def from_json(cls, stored: Any) -> "CassetteHeader":
        """Read what :meth:`as_json` wrote. Raises HeaderError."""
        if not isinstance(stored, dict):
            raise HeaderError("assay", f"the header is {type(stored).__name__}, expected an object")
        if stored.get("format") != FORMAT:
            found = stored.get("format", "none")
            raise HeaderError("format", f"format {found} found, this version of Assay reads format {FORMAT}")
        names = {item.name for item in fields(cls)}
        missing = names - stored.keys()
        if missing:
            raise HeaderError("assay", f"the header lacks {_listed(missing)}")
        for name in sorted(stored.keys() - names - {"format"}):
            raise HeaderError(name, f"the header has an unknown key {name!r}; known: {_listed(names)}")
        _check_values(stored)
        plain = {name: stored[name] for name in names - {"vendor_events", "deliveries"}}
        deliveries = tuple(_delivery(number, item) for number, item in enumerate(stored["deliveries"]))
        return cls(**plain, vendor_events=tuple(stored["vendor_events"]), deliveries=deliveries)


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _check_values(stored: dict[str, Any]) -> None:
    _check_texts(stored)
    for name, allowed in (("origin", get_args(Origin)), ("personal_data", get_args(PersonalData))):
        if stored[name] not in allowed:
            raise HeaderError(name, f"{name} is {stored[name]!r}, allowed: {', '.join(allowed)}")
    if stored["personal_data"] == "replaced" and not stored["salt"]:
        raise HeaderError("salt", "personal data was replaced but the salt is missing")
    for name in ("vendor_events", "deliveries"):
        if not isinstance(stored[name], list):
            raise HeaderError(name, f"{name} is {type(stored[name]).__name__}, expected a list")
    try:
        datetime.fromisoformat(stored["recorded_at"])
    except ValueError:
        found = stored["recorded_at"]
        raise HeaderError("recorded_at", f"recorded_at is {found!r}, expected an ISO 8601 date") from None


def _check_texts(stored: dict[str, Any]) -> None:
    for name in ("connector", "scenario", "source", "recorded_at", "tool_version"):
        if not isinstance(stored[name], str) or not stored[name]:
            raise HeaderError(name, f"{name} is {stored[name]!r}, expected a text")
    for name in ("world", "salt"):
        if not isinstance(stored[name], str | None):
            raise HeaderError(name, f"{name} is {stored[name]!r}, expected a text or null")


def _delivery_as_json(delivery: RecordedDelivery) -> dict[str, Any]:
    content_type = delivery.headers.get("content-type", "")
    stored = {
        "after": delivery.after,
        "step": delivery.step,
        "headers": dict(delivery.headers),
        "body": bodies.encode(delivery.body, content_type),
    }
    return stored if delivery.answered == HTTPStatus.OK else {**stored, "answered": delivery.answered}


def _delivery(number: int, stored: Any) -> RecordedDelivery:
    try:
        return RecordedDelivery(
            after=int(stored["after"]),
            step=stored.get("step"),
            headers=dict(stored["headers"]),
            body=bodies.decode(stored["body"]),
            answered=int(stored.get("answered", HTTPStatus.OK)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"delivery {number} cannot be read ({type(error).__name__}: {error})"
        raise HeaderError("deliveries", message) from error
