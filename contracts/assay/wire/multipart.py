"""Multipart bodies as parts: taken apart, put together again byte for byte, compared part by part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

BOUNDARY = "assay-boundary"
"""What recordings carry instead of a random boundary, so that recording again gives the same file."""

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_PARAMETER = re.compile(r'(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One part: header fields as written, and content."""

    headers: tuple[tuple[str, str], ...]
    content: bytes

    def header(self, name: str) -> str:
        """Value of the header field of that name in whatever case, or empty."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @cached_property
    def _parameters(self) -> dict[str, str]:
        pairs = _PARAMETER.findall(self.header("content-disposition"))
        return {key.lower(): value for key, value in pairs}

    @property
    def name(self) -> str:
        """Form name of the part."""
        return self._parameters.get("name", "")

    @property
    def filename(self) -> str | None:
        """File name, or None for a plain value."""
        return self._parameters.get("filename")

    @property
    def content_type(self) -> str:
        """Content type of the part, or empty."""
        return self.header("content-type")


def boundary_of(content_type: str) -> str | None:
    """The boundary that a multipart content type names; None for any other content type."""
    if not content_type.lower().startswith("multipart/"):
        return None
    found = _BOUNDARY.search(content_type)
    return found.group(1) if found else None


def with_boundary(content_type: str, boundary: str) -> str:
    """The same content type with another boundary."""
    return _BOUNDARY.sub(lambda _: f"boundary={boundary}", content_type)


def parse(body: bytes, boundary: str) -> tuple[Part, ...] | None:
    """Take a body apart; None when it is not exactly what :func:`render` would write."""
    opening = b"--" + boundary.encode()
    closing = b"\r\n" + opening + b"--\r\n"
    if not body.startswith(opening + b"\r\n") or not body.endswith(closing):
        return None
    inner = body[len(opening) + 2 : -len(closing)]
    parts = []
    for chunk in inner.split(b"\r\n" + opening + b"\r\n"):
        part = _parse_part(chunk)
        if part is None:
            return None
        parts.append(part)
    found = tuple(parts)
    return found if render(found, boundary) == body else None


def render(parts: Sequence[Part], boundary: str) -> bytes:
    """Put parts together to a body."""
    mark = boundary.encode()
    chunks: list[bytes] = []
    for part in parts:
        chunks.append(b"--" + mark + b"\r\n")
        chunks.extend(f"{name}: {value}\r\n".encode() for name, value in part.headers)
        chunks += (b"\r\n", part.content, b"\r\n")
    chunks.append(b"--" + mark + b"--\r\n")
    return b"".join(chunks)


def _parse_part(chunk: bytes) -> Part | None:
    head, gap, content = chunk.partition(b"\r\n\r\n")
    if not gap:
        return None
    try:
        lines = head.decode().split("\r\n")
    except UnicodeDecodeError:
        return None
    pairs = [line.partition(": ") for line in lines]
    if not all(separator for _, separator, _ in pairs):
        return None
    return Part(tuple((name, value) for name, _, value in pairs), content)
