"""One HTTP request with its response, as recorded: plain values, no client."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import orjson


@dataclass(frozen=True)
class RecordedRequest:
    """A request. Header names are lower case; ``body`` is what was on the wire."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """URL path, ``/candidate.list``."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        """Query parameters; of a repeated one the last."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @cached_property
    def said(self) -> str:
        """Query and body as text, as far as they are any."""
        return f"{unquote_plus(urlsplit(self.url).query)} {self.body.decode(errors='replace')}"

    def __getstate__(self) -> dict[str, Any]:
        """Travel between processes without what can be worked out again."""
        return {name: value for name, value in self.__dict__.items() if name not in ("json", "said")}

    @cached_property
    def json(self) -> Any:
        """The body parsed as JSON, or None when it is not JSON."""
        return _parse(self.body)


@dataclass(frozen=True)
class RecordedResponse:
    """A response. Header names are lower case; ``body`` is decoded (no content encoding).

    Status 0 stands for no response at all: the connection failed, and the header ``x-assay-error``
    names the httpx exception that the client saw.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def reason(self) -> str:
        """Reason phrase of the status; empty for a status that HTTP does not know."""
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return ""

    def __getstate__(self) -> dict[str, Any]:
        """Travel between processes without what can be worked out again."""
        return {name: value for name, value in self.__dict__.items() if name not in ("json", "short_texts")}

    @cached_property
    def json(self) -> Any:
        """The body parsed as JSON, or None when it is not JSON."""
        return _parse(self.body)

    @cached_property
    def short_texts(self) -> tuple[tuple[str, str], ...]:
        """Texts and whole numbers in the body that may be identifiers, each with the key it stands under."""
        return tuple(_short_texts(self.json, ""))


@dataclass(frozen=True)
class Exchange:
    """A request and its response."""

    request: RecordedRequest
    response: RecordedResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One exchange as it was played: what was really sent, and what it was answered."""

    index: int
    """Position in the cassette."""
    exchange: Exchange


def _parse(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _short_texts(node: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        if len(node) <= 64:  # noqa: PLR2004 -- longer texts are no identifiers
            yield name, node
    elif isinstance(node, int) and not isinstance(node, bool):
        yield name, str(node)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _short_texts(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _short_texts(value, name)
