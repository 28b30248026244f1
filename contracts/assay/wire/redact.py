"""Redaction: what is secret or personal leaves an exchange before the exchange reaches a file.

The same value gets the same stand-in wherever it stands (URL, header, body of either direction, other
cassettes of the same salt), so what is sent in replay still matches what was recorded. Redacting twice
changes nothing; that is also how recorded data is searched for what was missed (:mod:`assay.wire.lint`).
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from assay.wire import bodies, multipart, placeholders
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.header import CassetteHeader, PersonalData, RecordedDelivery
from assay.wire.patterns import PATTERNS, REQUEST_HEADERS, RESPONSE_HEADERS, Pattern, folded
from assay.wire.values import Values

_DEFAULT_SALT = "assay"
_BINARY_STAND_IN = b"%%PDF-1.4\n%% replaced document %s\n%%%%EOF\n"
_PDF_STAND_IN = re.compile(rb"%PDF-1\.4\n% replaced document [0-9a-f]{16}\n%%EOF\n")
_OTHER_STAND_IN = re.compile(rb"\x00replaced file [0-9a-f]{16}\n")


class Redactor:
    """Replaces secrets always, and people where they are real.

    Args:
        people: ``invented`` leaves personal data alone, ``replaced`` replaces it.
        salt: key of every replacement; recordings that share it agree on who is who.
        secrets: credentials by name, ``{"full.api_key": "..."}``. What stands in for them is made from
            the name alone, so that replay may use any other credential under the same name.
        patterns: a vendor's own patterns; they come before the common ones.
        headers: a vendor's own headers that may be recorded, as regular expressions.
    """

    def __init__(
        self,
        *,
        people: PersonalData = "invented",
        salt: str | None = None,
        secrets: Mapping[str, str] | None = None,
        patterns: Sequence[Pattern] = (),
        headers: Sequence[str] = (),
    ) -> None:
        self.people: PersonalData = people
        self.salt = salt
        self._salt = salt or _DEFAULT_SALT
        self._values = Values(
            people=people == "replaced",
            salt=self._salt,
            secrets=secrets or {},
            patterns=(*patterns, *PATTERNS),
        )
        self._request_headers = re.compile("|".join((*REQUEST_HEADERS, *headers)))
        self._response_headers = re.compile("|".join((*RESPONSE_HEADERS, *headers)))

    @classmethod
    def for_header(
        cls,
        header: CassetteHeader,
        *,
        secrets: Mapping[str, str] | None = None,
        patterns: Sequence[Pattern] = (),
        headers: Sequence[str] = (),
    ) -> "Redactor":
        """The redactor that agrees with a recording."""
        return cls(
            people=header.personal_data,
            salt=header.salt,
            secrets=secrets,
            patterns=patterns,
            headers=headers,
        )

    # --- whole things -----------------------------------------------------------------------------

    def exchanges(self, exchanges: Sequence[Exchange]) -> list[Exchange]:
        """Redact a whole recording, including secrets that only a later exchange gives away."""
        for exchange in exchanges:
            self.exchange(exchange)
        return [self.exchange(exchange) for exchange in exchanges]

    def exchange(self, exchange: Exchange) -> Exchange:
        """Redact one exchange with what is known so far."""
        return Exchange(self.request(exchange.request), self.response(exchange.response))

    def request(self, request: RecordedRequest) -> RecordedRequest:
        """Redact a request; a multipart boundary becomes constant."""
        return self._request(request, self._headers(request.headers, self._request_headers))

    def comparable(self, request: RecordedRequest) -> RecordedRequest:
        """The request as far as replay compares it: redacted, but for its headers."""
        return self._request(request, dict(request.headers))

    def response(self, response: RecordedResponse) -> RecordedResponse:
        """Redact a response."""
        body = self._body(response.body, response.headers.get("content-type", ""))
        return RecordedResponse(
            response.status, self._headers(response.headers, self._response_headers), body
        )

    def delivery(self, delivery: RecordedDelivery) -> RecordedDelivery:
        """Redact an inbound webhook; its signature stays, because the connector must verify it.

        A vendor that sends the secret itself instead of a signature shows a placeholder: replay puts the
        secret of the day there.
        A body that changes makes the signature wrong: see ``sign`` of :func:`assay.wire.record.record`.
        """
        content_type = delivery.headers.get("content-type", "")
        kept = {
            name: self._values.credential(value)
            for name, value in delivery.headers.items()
            if "signature" in name or self._request_headers.fullmatch(name) or name == "user-agent"
        }
        kept.pop("authorization", None)
        return replace(delivery, headers=kept, body=self._body(delivery.body, content_type))

    def value(self, value: Any, name: str = "") -> Any:
        """Redact JSON; the very same object comes back when nothing had to change."""
        return self._values.value(value, folded(name))

    # --- parts ------------------------------------------------------------------------------------

    def _request(self, request: RecordedRequest, headers: dict[str, str]) -> RecordedRequest:
        content_type = request.headers.get("content-type", "")
        boundary = multipart.boundary_of(content_type)
        if boundary is None:
            body = self._body(request.body, content_type)
        else:
            body = self._multipart(request.body, boundary)
            headers["content-type"] = multipart.with_boundary(content_type, multipart.BOUNDARY)
        return RecordedRequest(request.method, self._values.url(request.url), headers, body)

    def _headers(self, headers: Mapping[str, str], allowed: re.Pattern[str]) -> dict[str, str]:
        kept = {}
        for name, value in headers.items():
            lower = name.lower()
            if allowed.fullmatch(lower) is None:
                continue
            kept[lower] = (
                self._authorization(value) if lower == "authorization" else self._header(lower, value)
            )
        return kept

    def _header(self, name: str, value: str) -> str:
        if name in {"accept", "content-type"}:
            return value
        return self._values.url(value) if name == "location" else self._values.string(folded(name), value)

    def _authorization(self, value: str) -> str:
        scheme, _, credential = value.partition(" ")
        if not credential:
            return self._values.treated("secret", value)
        if scheme.lower() == "basic":
            return f"{scheme} {self._basic(credential)}"
        return f"{scheme} {self._values.treated('secret', credential)}"

    def _basic(self, credential: str) -> str:
        try:
            user, colon, password = base64.b64decode(credential, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return self._values.treated("secret", credential)
        new = self._values.treated("secret", user) + colon + self._values.treated("password", password)
        return base64.b64encode(new.encode()).decode()

    def _body(self, body: bytes, content_type: str) -> bytes:
        if not body:
            return body
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return self._file(body)
        if body[:1] in b"{[":
            return self._json_body(body)
        if content_type.lower().startswith("application/x-www-form-urlencoded"):
            return self._form(text).encode()
        if "\x00" in text or text.startswith("%PDF"):
            return self._file(body)
        new = self._values.text(text)
        return body if new == text else new.encode()

    def _json_body(self, body: bytes) -> bytes:
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError:
            return self._values.text(body.decode()).encode()
        new = self._values.value(value)
        if new is value:
            return body
        style = bodies.style_of(body, value)
        return bodies.STYLES[style or "compact"](new)

    def _form(self, text: str) -> str:
        pairs = parse_qsl(text, keep_blank_values=True)
        siblings = frozenset(folded(name) for name, _ in pairs)
        new = [(name, self._values.string(folded(name), value, siblings)) for name, value in pairs]
        return text if new == pairs else urlencode(new)

    def _multipart(self, body: bytes, boundary: str) -> bytes:
        parts = multipart.parse(body, boundary)
        if parts is None:
            return self._body(body, "")
        siblings = frozenset(folded(part.name) for part in parts)
        return multipart.render([self._part(part, siblings) for part in parts], multipart.BOUNDARY)

    def _part(self, part: multipart.Part, siblings: frozenset[str]) -> multipart.Part:
        headers = tuple((name, self._disposition(name, value)) for name, value in part.headers)
        if part.filename is not None:
            return multipart.Part(headers, self._body(part.content, part.content_type))
        try:
            text = part.content.decode()
        except UnicodeDecodeError:
            return multipart.Part(headers, self._file(part.content))
        return multipart.Part(headers, self._values.string(folded(part.name), text, siblings).encode())

    def _disposition(self, name: str, value: str) -> str:
        if name.lower() != "content-disposition" or self.people == "invented":
            return value
        pattern = r'(?<=filename=")([^"]+)'
        return re.sub(pattern, lambda found: self._values.treated("file name", found.group()), value)

    def _file(self, body: bytes) -> bytes:
        """A document: untouched when people are invented, a stand-in of its kind when they are real."""
        if self.people == "invented" or _PDF_STAND_IN.fullmatch(body) or _OTHER_STAND_IN.fullmatch(body):
            return body
        mark = placeholders.digits(body.hex(), self._salt, 16).encode()
        return _BINARY_STAND_IN % mark if body.startswith(b"%PDF") else b"\x00replaced file " + mark + b"\n"
