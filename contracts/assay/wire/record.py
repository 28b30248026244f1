"""Recording: vcrpy listens at httpx's real transport; we redact and write one cassette, all or nothing.

Requests go out by :class:`RouteTransport`, which sends a vendor's canonical addresses to wherever the
vendor is played (a sandbox on a loopback port), while the recording shows the canonical addresses. The
recording is kept in memory until the scenario is over. It is redacted there, so nothing secret reaches
the disk, and when the scenario fails or is interrupted the cassette of before stays as it was.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import vcr
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.request import Request as VcrRequest

from assay.pinning import PinningTransport
from assay.wire import serializer
from assay.wire.cassette import CassetteHeader, RecordedDelivery, write_cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.redact import Redactor
from assay.wire.replay import ERROR_HEADER

Sign = Callable[[bytes], Mapping[str, str]]
"""Body of a webhook as it will be recorded -> the headers that sign it."""

_ENCODINGS = "gzip, deflate"


class RouteTransport(httpx.BaseTransport):
    """Sends canonical addresses elsewhere, over a real socket.

    Args:
        routes: ``{"https://api.ashbyhq.com": "http://127.0.0.1:8123"}``; the longest prefix that fits
            wins, and a target may have a path. Other addresses, and everything when there are no
            routes, go where they say.
        inner: the transport that does the sending.
    """

    def __init__(
        self, routes: Mapping[str, str] | None = None, *, inner: httpx.BaseTransport | None = None
    ) -> None:
        self._routes = sorted((routes or {}).items(), key=lambda route: -len(route[0]))
        self._inner = inner or httpx.HTTPTransport()
        self._direct = PinningTransport(self._inner)
        self._underway = threading.local()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to where its address leads; the Host header stays canonical."""
        canonical = str(request.url)
        target = self.target(canonical)
        if "accept-encoding" in request.headers:
            request.headers["accept-encoding"] = _ENCODINGS
        sent = httpx.Request(
            request.method,
            target,
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        self._underway.url = canonical
        try:
            # A checked address holds for the place that the URL names, not for where a route leads.
            return (self._direct if target == canonical else self._inner).handle_request(sent)
        finally:
            self._underway.url = None

    @property
    def canonical_url(self) -> str | None:
        """Canonical address of the request that this thread is sending right now, if it is sending one."""
        return getattr(self._underway, "url", None)

    def target(self, url: str) -> str:
        """Where an address really leads."""
        for canonical, target in self._routes:
            base = canonical.rstrip("/")
            if url == base or url.startswith((base + "/", base + "?")):
                return target.rstrip("/") + url[len(base) :]
        return url

    def close(self) -> None:
        """Close connections."""
        self._inner.close()


@dataclass
class Recorder:
    """A recording in progress; give :attr:`transport` to whoever is recorded."""

    transport: httpx.BaseTransport
    _tape: Any
    _events: list[Any] = field(default_factory=list)
    _deliveries: list[RecordedDelivery] = field(default_factory=list)

    def __len__(self) -> int:
        """Number of interactions so far."""
        return len(self._tape)

    def delivered(
        self, headers: Mapping[str, str], body: bytes, *, step: str | None = None, answered: int = 200
    ) -> None:
        """A webhook arrived, and was answered with that status."""
        lower = {name.lower(): value for name, value in headers.items()}
        after = len(self._tape)
        self._deliveries.append(
            RecordedDelivery(after=after, headers=lower, body=body, step=step, answered=answered)
        )

    def vendor_event(self, event: Any) -> None:
        """Something happened on the vendor's side; ``event`` is JSON, kept in order for replay."""
        self._events.append(event)


class _RecordingTransport(httpx.BaseTransport):
    """Puts failed requests on the tape too, which vcrpy leaves out."""

    def __init__(self, inner: RouteTransport) -> None:
        self._inner = inner
        self.tape: Any = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        try:
            return self._inner.handle_request(request)
        except httpx.TransportError as error:
            failed = VcrRequest(request.method, str(request.url), body, dict(request.headers))
            failed.assay_recorded = True
            self.tape.append(failed, _failure(error))
            raise

    def close(self) -> None:
        self._inner.close()


@contextmanager
def record(
    path: str | PathLike[str],
    header: CassetteHeader,
    routes: Mapping[str, str] | None = None,
    redactor: Redactor | None = None,
    *,
    sign: Sign | None = None,
) -> Iterator[Recorder]:
    """Record what happens inside the block to a cassette.

    Args:
        path: file of the cassette.
        header: what is known beforehand; deliveries, vendor events and the marks of redaction are added.
        routes: see :class:`RouteTransport`.
        redactor: replaces secrets and, if it says so, people.
        sign: signs the bodies of webhooks anew when redaction changed them.

    Raises:
        CassetteError: the file cannot be written. The cassette of before is untouched, as it is when
            the block raises anything.
    """
    redactor = redactor or Redactor()
    route = RouteTransport(routes)
    transport = _RecordingTransport(route)
    tapes = vcr.VCR(
        record_mode="all", match_on=(), record_on_exception=False, decode_compressed_response=True
    )
    tapes.register_serializer("assay", serializer)
    kept: list[Exchange] = []
    tapes.register_persister(_memory(kept))
    try:
        with tapes.use_cassette(
            str(path), serializer="assay", drop_unused_requests=True, before_record_request=_ours(route)
        ) as tape:
            transport.tape = tape
            recorder = Recorder(transport, tape)
            yield recorder
    finally:
        transport.close()
    finished = _finished(header, recorder, redactor, kept, sign)
    write_cassette(Path(path), *finished)


def _finished(
    header: CassetteHeader, recorder: Recorder, redactor: Redactor, kept: list[Exchange], sign: Sign | None
) -> tuple[CassetteHeader, list[Exchange]]:
    exchanges = redactor.exchanges(kept)
    deliveries = []
    for delivery in recorder._deliveries:  # noqa: SLF001 -- the recorder is this module's own
        redacted = redactor.delivery(delivery)
        if sign is not None and redacted.body != delivery.body:
            redacted = replace(redacted, headers={**redacted.headers, **sign(redacted.body)})
        deliveries.append(redacted)
    events = tuple(redactor.value(event) for event in recorder._events)  # noqa: SLF001 -- as above
    complete = replace(
        header,
        inputs=redactor.value(header.inputs),
        personal_data=redactor.people,
        salt=redactor.salt,
        vendor_events=events,
        deliveries=tuple(deliveries),
    )
    return complete, exchanges


def _ours(route: RouteTransport) -> Callable[[Any], Any]:
    """Keep what goes through our transport, under its canonical address; drop whatever else is sent."""

    def keep(request: Any) -> Any:
        if getattr(request, "assay_recorded", False):
            return request
        if route.canonical_url is None:
            return None
        request.uri = route.canonical_url
        request.assay_recorded = True
        return request

    return keep


def _memory(kept: list[Exchange]) -> Any:
    """A vcrpy persister that loads nothing and saves into a list."""

    def load_cassette(_path: str, serializer: Any) -> Any:  # noqa: ARG001 -- vcrpy passes it by name
        raise CassetteNotFoundError

    def save_cassette(_path: str, cassette_dict: Mapping[str, Any], serializer: Any) -> None:  # noqa: ARG001 -- as above
        pairs = zip(cassette_dict["requests"], cassette_dict["responses"], strict=True)
        kept.extend(_exchange(request, response) for request, response in pairs)

    return SimpleNamespace(load_cassette=load_cassette, save_cassette=save_cassette)


def _exchange(request: Any, response: Mapping[str, Any]) -> Exchange:
    return Exchange(
        RecordedRequest(request.method, request.uri, _lowered(request.headers), request.body or b""),
        RecordedResponse(
            response["status"]["code"], _lowered(response["headers"]), response["body"]["string"]
        ),
    )


def _lowered(headers: Mapping[str, Any]) -> dict[str, str]:
    return {
        name.lower(): ", ".join(value) if isinstance(value, list) else value
        for name, value in headers.items()
    }


def _failure(error: httpx.TransportError) -> dict[str, Any]:
    return {
        "status": {"code": 0, "message": ""},
        "headers": {ERROR_HEADER: [type(error).__name__]},
        "body": {"string": str(error).encode()},
    }
