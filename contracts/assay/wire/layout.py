"""Line layout of a cassette file, which lets it be indexed without being parsed.

A cassette is plain JSON, indented by two. JSON strings hold no raw line ends, so a line is known by
its indentation alone: what separates one interaction from the next, and request from response, are
byte sequences that cannot occur anywhere else. Finding them costs a scan; only requests are parsed.

A file that is valid JSON but laid out otherwise (by an editor, say) is laid out anew in memory.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from assay.errors import CassetteError

VCR_VERSION = 1
"""Version of vcrpy's own format, whose ``version`` and ``interactions`` we keep."""

_HEAD = b'{\n  "assay": '
_HEADER_END = b'\n  },\n  "version": 1,\n  "interactions": ['
_START = b'\n    {\n      "request": '
_MIDDLE = b'\n      },\n      "response": '
_END = b"\n      }\n    }"
_TAIL = b"\n  ]\n}\n"
_EMPTY = b"]\n}\n"
_CLOSE = b"\n      }"
_RECORD_AGAIN = "record it again (assay record CONNECTOR SCENARIO), or restore the file from version control"


@dataclass(frozen=True)
class Layout:
    """Where things are in the bytes of a cassette."""

    data: bytes
    header: slice
    starts: "array[int]"
    """Per interaction, offset of its request."""
    middles: "array[int]"
    """Per interaction, offset just past its request."""
    ends: "array[int]"
    """Per interaction, offset just past its response."""
    as_on_disk: bool
    """False when the file was laid out anew, so that its lines cannot be named."""

    def request(self, index: int) -> memoryview:
        """JSON text of a request."""
        return memoryview(self.data)[self.starts[index] : self.middles[index]]

    def response(self, index: int) -> memoryview:
        """JSON text of a response."""
        start = self.middles[index] + len(_MIDDLE) - len(_CLOSE)
        return memoryview(self.data)[start : self.ends[index]]

    def line(self, offset: int) -> int:
        """Line number of an offset."""
        return self.data.count(b"\n", 0, offset) + 1


def render_header(header: dict[str, Any], *, empty: bool) -> bytes:
    """Beginning of the file, up to where interactions follow."""
    top = {"assay": header, "version": VCR_VERSION, "interactions": []}
    text = orjson.dumps(top, option=orjson.OPT_INDENT_2)
    return text + b"\n" if empty else text.removesuffix(b"]\n}")


def render_interaction(request: dict[str, Any], response: dict[str, Any]) -> bytes:
    """One interaction, without the comma behind it. Raises TypeError when it nests too deep."""
    text = orjson.dumps({"request": request, "response": response}, option=orjson.OPT_INDENT_2)
    return b"\n    " + text.replace(b"\n", b"\n    ")


def render_file(header: dict[str, Any], interactions: Iterable[bytes]) -> bytes:
    """A whole file from its header and rendered interactions."""
    body = b",".join(interactions)
    return render_header(header, empty=not body) + (body + _TAIL if body else b"")


def index(path: Path, data: bytes) -> Layout:
    """Find header and interactions. Raises CassetteError when the file is no cassette."""
    return _scan(data, as_on_disk=True) or _lay_out_anew(path, data)


def _scan(data: bytes, *, as_on_disk: bool) -> Layout | None:
    """Index by layout alone; None when the file is not laid out as we write it."""
    starts, middles, ends = array("Q"), array("Q"), array("Q")
    header_end = data.find(_HEADER_END)
    if not data.startswith(_HEAD) or header_end < 0:
        return None
    header = slice(len(_HEAD), header_end + 4)
    position = header_end + len(_HEADER_END)
    if data.startswith(_EMPTY, position) and position + len(_EMPTY) == len(data):
        return Layout(data, header, starts, middles, ends, as_on_disk)
    while True:
        middle = data.find(_MIDDLE, position)
        end = data.find(_END, middle)
        if middle < 0 or end < 0 or not data.startswith(_START, position):
            return None
        starts.append(position + len(_START))
        middles.append(middle + len(_CLOSE))
        ends.append(end + len(_CLOSE))
        position = end + len(_END)
        if data.startswith(b",", position):
            position += 1
        elif data.endswith(_TAIL) and position == len(data) - len(_TAIL):
            return Layout(data, header, starts, middles, ends, as_on_disk)
        else:
            return None


def _lay_out_anew(path: Path, data: bytes) -> Layout:
    top = _parsed(path, data)
    interactions = _checked(path, top)
    rendered = (render_interaction(item["request"], item["response"]) for item in interactions)
    layout = _scan(render_file(top["assay"], rendered), as_on_disk=False)
    if layout is None:
        raise AssertionError("a file of our own making is laid out as we lay it out")
    return layout


def _parsed(path: Path, data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        line = data.count(b"\n", 0, len(data.decode(errors="replace")[: error.pos].encode())) + 1
        found = "it ends in the middle" if error.pos >= len(data.rstrip()) else error.msg
        message = f"not valid JSON ({found}); a cassette is expected"
        raise CassetteError(message, where=f"{path}:{line}", hint=_RECORD_AGAIN) from error


def _checked(path: Path, top: Any) -> list[dict[str, Any]]:
    def refuse(message: str) -> CassetteError:
        return CassetteError(message, where=f"{path}:1", hint=_RECORD_AGAIN)

    if not isinstance(top, dict) or "interactions" not in top:
        raise refuse("JSON, but not a cassette: an object with assay, version and interactions is expected")
    if not isinstance(top.get("assay"), dict) or not top["assay"]:
        raise refuse("the header 'assay' is missing; where a recording comes from must be stated")
    if top.get("version") != VCR_VERSION:
        raise refuse(f"version {top.get('version')!r} found, expected {VCR_VERSION}")
    if unknown := top.keys() - {"assay", "version", "interactions"}:
        raise refuse(f"unknown key {min(unknown)!r}; assay, version and interactions are expected")
    interactions = top["interactions"]
    if not isinstance(interactions, list):
        raise refuse("interactions is not a list")
    for number, item in enumerate(interactions):
        if not isinstance(item, dict) or not all(
            isinstance(item.get(half), dict) and item[half] for half in ("request", "response")
        ):
            raise refuse(f"interaction {number} is not an object with a request and a response")
    return interactions
