"""Cassettes: recorded exchanges of one scenario of one connector, ``cassettes/<slug>/<scenario>.json``."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, overload
from weakref import WeakValueDictionary

import orjson

from assay.errors import CassetteError
from assay.wire import bodies, layout
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.header import CassetteHeader, HeaderError, Origin, PersonalData, RecordedDelivery

__all__ = [
    "Cassette",
    "CassetteHeader",
    "Origin",
    "PersonalData",
    "RecordedDelivery",
    "write_cassette",
]

_RECORD_AGAIN = "cassettes are not edited by hand: record it again, or restore it from version control"


class Cassette:
    """A cassette, read lazily: requests at once, responses when they are asked for."""

    def __init__(self, path: Path, header: CassetteHeader, found: layout.Layout) -> None:
        self.path = path
        self.header = header
        self._layout = found
        self._exchanges: WeakValueDictionary[int, Exchange] = WeakValueDictionary()
        self.requests: tuple[RecordedRequest, ...] = tuple(
            self._request(index) for index in range(len(found.starts))
        )
        """The recorded requests, in order."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Cassette":
        """Read a cassette. Raises CassetteError when there is none or it is broken."""
        where = Path(path)
        try:
            data = where.read_bytes()
        except OSError as error:
            hint = "record it: assay record CONNECTOR SCENARIO --against sandbox"
            message = f"the cassette cannot be read ({error.strerror})"
            raise CassetteError(message, where=str(where), hint=hint) from error
        return cls.parse(data, where)

    @classmethod
    def parse(cls, data: bytes, path: Path) -> "Cassette":
        """Read a cassette from the bytes of its file; ``path`` is for messages."""
        found = layout.index(path, data)
        return cls(path, _header(path, found), found)

    def __reduce__(self) -> tuple[Callable[[Path], "Cassette"], tuple[Path]]:
        """Travel between processes as a path; the file says the same in all of them."""
        return (Cassette.load, (self.path,))

    def __len__(self) -> int:
        return len(self.requests)

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """All exchanges in order; each is made when it is asked for."""
        return _Exchanges(self)

    def exchange(self, index: int) -> Exchange:
        """One exchange by its position. Raises CassetteError when its response cannot be read."""
        known = self._exchanges.get(index)
        if known is None:
            known = Exchange(self.requests[index], self._response(index))
            self._exchanges[index] = known
        return known

    @property
    def short_path(self) -> str:
        """Vendor's folder and file, ``ashby/full-sync.json``: the same wherever the recordings are kept."""
        return f"{self.path.parent.name}/{self.path.name}"

    def where(self, index: int) -> str:
        """File and line of an interaction, for messages."""
        return self._at(str(self.path), index)

    def short_where(self, index: int) -> str:
        """The same, wherever the recordings are kept: for what goes into results."""
        return self._at(self.short_path, index)

    def _at(self, file: str, index: int) -> str:
        if not self._layout.as_on_disk:
            return f"{file} (interaction {index})"
        return f"{file}:{self._layout.line(self._layout.starts[index])}"

    def _request(self, index: int) -> RecordedRequest:
        stored = self._half(index, self._layout.request(index), "request")
        try:
            return RecordedRequest(
                stored["method"], stored["uri"], stored["headers"], bodies.decode(stored["body"])
            )
        except (KeyError, TypeError, bodies.MalformedBodyError) as error:
            raise self._broken(index, "request", error) from error

    def _response(self, index: int) -> RecordedResponse:
        stored = self._half(index, self._layout.response(index), "response")
        try:
            body = bodies.decode(stored["body"])
            return RecordedResponse(stored["status"]["code"], stored["headers"], body)
        except (KeyError, TypeError, bodies.MalformedBodyError) as error:
            raise self._broken(index, "response", error) from error

    def _half(self, index: int, text: memoryview, half: str) -> Any:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise self._broken(index, half, error) from error

    def _broken(self, index: int, half: str, error: Exception) -> CassetteError:
        what = f"lacks {error}" if isinstance(error, KeyError) else f"cannot be read ({error})"
        message = f"the {half} of interaction {index} {what}"
        return CassetteError(message, where=self.where(index), hint=_RECORD_AGAIN)


class _Exchanges(Sequence[Exchange]):
    """The exchanges of a cassette as a sequence that holds none of them."""

    def __init__(self, cassette: Cassette) -> None:
        self._cassette = cassette

    def __len__(self) -> int:
        return len(self._cassette)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Exchange]: ...

    def __getitem__(self, index: int | slice) -> Exchange | Sequence[Exchange]:
        positions = range(len(self._cassette))
        if isinstance(index, slice):
            return [self._cassette.exchange(position) for position in positions[index]]
        return self._cassette.exchange(positions[index])


def write_cassette(
    path: str | os.PathLike[str], header: CassetteHeader, exchanges: Iterable[Exchange]
) -> bool:
    """Write a cassette, all or nothing; returns whether the file changed.

    When the file that is there differs in ``recorded_at`` alone, it stays as it is, so recording
    again without a change leaves no trace. The exchanges must be redacted already.

    Raises:
        CassetteError: the file cannot be written; what was there before is untouched.
    """
    where = Path(path)
    interactions = [_rendered(exchange) for exchange in exchanges]
    try:
        before = where.read_bytes()
    except OSError:
        before = b""
    dated = replace(header, recorded_at=_date_of(where, before) or header.recorded_at)
    if layout.render_file(dated.as_json(), interactions) == before:
        return False
    _replace_file(where, layout.render_file(header.as_json(), interactions))
    return True


def _date_of(path: Path, data: bytes) -> str | None:
    if not data:
        return None
    with contextlib.suppress(CassetteError):
        return _header(path, layout.index(path, data)).recorded_at
    return None


def _replace_file(path: Path, data: bytes) -> None:
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        hint = "the cassette that was there before, if any, is untouched; make room or repair access"
        message = f"the cassette cannot be written ({error.strerror or error})"
        raise CassetteError(message, where=str(path), hint=hint) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _header(path: Path, found: layout.Layout) -> CassetteHeader:
    try:
        return CassetteHeader.from_json(orjson.loads(found.data[found.header]))
    except orjson.JSONDecodeError as error:
        message = f"the header is not valid JSON ({error.msg})"
        raise CassetteError(message, where=f"{path}:{error.lineno + 1}", hint=_RECORD_AGAIN) from error
    except HeaderError as error:
        offset = found.data.find(b'\n    "' + error.key.encode() + b'":', 0, found.header.stop)
        line = found.line(offset + 1) if offset >= 0 and found.as_on_disk else 2
        raise CassetteError(str(error), where=f"{path}:{line}", hint=_RECORD_AGAIN) from error


def _rendered(exchange: Exchange) -> bytes:
    try:
        return layout.render_interaction(*_interaction(exchange, as_json=True))
    except TypeError:  # nested deeper than the serialiser goes once it stands inside the file
        return layout.render_interaction(*_interaction(exchange, as_json=False))


def _interaction(exchange: Exchange, *, as_json: bool) -> Iterator[dict[str, Any]]:
    request, response = exchange.request, exchange.response
    content_type = request.headers.get("content-type", "")
    yield {
        "method": request.method,
        "uri": request.url,
        "headers": dict(request.headers),
        "body": bodies.encode(request.body, content_type, as_json=as_json),
    }
    yield {
        "status": {"code": response.status, "message": response.reason},
        "headers": dict(response.headers),
        "body": bodies.encode(response.body, response.headers.get("content-type", ""), as_json=as_json),
    }
