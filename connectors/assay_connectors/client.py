"""The HTTP client that all connectors share; the one place where an ``httpx.Client`` is built.

The transport comes from the :class:`~assay.connector.Runtime`: live, recording, replaying and the sandbox
differ in nothing else. A request that may be repeated without harm (``idempotent``, declared by the caller:
a read is idempotent even when the vendor makes it a POST) is sent again after 429, 5xx, time-outs, broken
connections and truncated JSON. Any other request is sent again only when it certainly had no effect: the
vendor refused it for its rate (429), or no connection came about. When its answer is lost, the caller is told
that the outcome is unknown, so that it can look before it writes again.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from assay.connector import Runtime
from assay.errors import SettingError, VendorUnavailableError
from assay_connectors.pace import Pace
from assay_connectors.retry import ResetHeader, RetryPolicy, asked_pause_s

USER_AGENT = "assay-connectors"
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
"""Seconds."""

_NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Busy = Callable[[httpx.Response], bool]
"""Whether an answer says: too many requests, nothing was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a ``multipart/form-data`` body; a part with a ``filename`` is a file."""

    name: str
    content: bytes
    filename: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as a connector means it. At most one of ``json``, ``content`` and ``parts`` is given."""

    method: str
    url: str
    """Path below the vendor's base URL, or an absolute URL."""
    idempotent: bool
    """Whether sending it twice does no harm."""
    json: Any = None
    content: bytes | None = None
    parts: tuple[Part, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    authenticated: bool = True
    """False leaves the credential out, e.g. for storage that signs its own URLs."""

    @property
    def name(self) -> str:
        """``POST /candidate.create``: method and path, without query (it may hold signatures)."""
        return f"{self.method} {urlsplit(self.url).path or '/'}"


def http_client(
    runtime: Runtime,
    *,
    base_url: str = "",
    auth: httpx.Auth | None = None,
    timeout: httpx.Timeout = TIMEOUT,
) -> httpx.Client:
    """An HTTP client over the runtime's transport: no proxies, no cookies, no redirects, no environment."""
    client = httpx.Client(
        transport=runtime.transport,
        base_url=base_url,
        auth=auth,
        timeout=timeout,
        headers={"User-Agent": USER_AGENT},
        follow_redirects=False,
        trust_env=False,
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


def checked_base_url(base_url: str) -> str:
    """The URL without trailing slash; raises SettingError unless it is http(s), a host and a path."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingError(
            f"base_url {base_url!r} is not the address of an API",
            where="settings.base_url",
            hint="Give an http or https URL with a host and without query, e.g. https://api.example.com.",
        )
    if parts.username or parts.password:
        raise SettingError(
            "base_url holds a user name or password",
            where="settings.base_url",
            hint="Leave credentials out of the URL; they belong into the credential.",
        )
    return base_url.rstrip("/")


class VendorClient:
    """Sends the calls of one connection to one vendor.

    Args:
        runtime: the outside world.
        base_url: where paths are relative to.
        auth: puts the credential into each request.
        headers: sent with each authenticated request.
        policy: how often and how long to try.
        reset: reads the vendor's own rate limit headers.
        busy: recognises "too many requests" where a status other than 429 says it.
        pace: how fast requests may follow one another; None = as fast as answers come.
    """

    def __init__(
        self,
        runtime: Runtime,
        base_url: str,
        auth: httpx.Auth,
        *,
        headers: Mapping[str, str] | None = None,
        policy: RetryPolicy | None = None,
        reset: ResetHeader | None = None,
        busy: Busy | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.base_url = checked_base_url(base_url)
        self._runtime = runtime
        self._auth = auth
        self._headers = dict(headers or {})
        self._policy = policy or RetryPolicy()
        self._reset = reset
        self._busy = busy or (lambda _: False)
        self._pace = pace
        self._http = http_client(runtime, base_url=self.base_url)

    def send(self, call: Call) -> httpx.Response:
        """Send a call, again where that is safe; the last answer, whatever its status.

        Raises:
            VendorUnavailableError: no answer came. ``detail["outcome_unknown"]`` is True when a request
                that must not be repeated may have taken effect.
        """
        waited_s = 0.0
        tries = 0
        while True:
            tries += 1
            answer = self._try(call)
            last = tries == self._policy.max_tries
            if not self._worth_another(call, answer):
                last = True
            if not last:
                pause_s = self._policy.pause_s(tries, self._asked_s(answer))
                last = waited_s + pause_s > self._policy.budget_s
            if last:
                return self._settle(call, answer, tries)
            waited_s += pause_s
            self._runtime.sleep(pause_s)

    def _try(self, call: Call) -> httpx.Response | httpx.RequestError:
        if self._pace is not None:
            self._pace.keep()
        try:
            return self._http.send(self._request(call), auth=self._auth if call.authenticated else None)
        except httpx.RequestError as error:
            return error

    def _request(self, call: Call) -> httpx.Request:
        headers = {**(self._headers if call.authenticated else {}), **call.headers}
        files = [(part.name, (part.filename, part.content, part.content_type)) for part in call.parts]
        if files:
            headers["Content-Type"] = f"multipart/form-data; boundary={_boundary(call.parts)}"
        return self._http.build_request(
            call.method,
            call.url,
            json=call.json,
            content=call.content,
            files=files or None,
            params=dict(call.params) or None,
            headers=headers,
        )

    def _worth_another(self, call: Call, answer: httpx.Response | httpx.RequestError) -> bool:
        if isinstance(answer, _NEVER_CONNECTED):
            return True
        if isinstance(answer, httpx.Response) and self.is_busy(answer):
            return True
        if not call.idempotent:
            return False
        return isinstance(answer, httpx.RequestError) or answer.is_server_error or _is_truncated(answer)

    def _asked_s(self, answer: httpx.Response | httpx.RequestError) -> float | None:
        """Seconds the vendor asks for; its rate limit headers come with all answers but mean limited ones."""
        if isinstance(answer, httpx.RequestError):
            return None
        return asked_pause_s(answer, self._runtime.now(), self._reset if self.is_busy(answer) else None)

    def is_busy(self, response: httpx.Response) -> bool:
        """Whether the answer says that the vendor limits our rate and did nothing."""
        return response.status_code == HTTPStatus.TOO_MANY_REQUESTS or self._busy(response)

    @staticmethod
    def _settle(call: Call, answer: httpx.Response | httpx.RequestError, tries: int) -> httpx.Response:
        if isinstance(answer, httpx.Response):
            return answer
        unknown = not call.idempotent and not isinstance(answer, _NEVER_CONNECTED)
        raise VendorUnavailableError(
            f"no answer after {tries} tries ({_kind(answer)})",
            request=call.name,
            hint="Look whether it took effect before sending it again." if unknown else "Try again later.",
            detail={"outcome_unknown": unknown, "tries": tries},
        ) from answer


def unavailable(
    call: Call, response: httpx.Response, vendor_code: str | None = None
) -> VendorUnavailableError:
    """The error for an answer that says "not now": 429, or a fault of the vendor (5xx)."""
    fault = response.is_server_error
    unknown = fault and not call.idempotent
    reason = "the vendor has a fault" if fault else "the vendor limits our requests"
    return VendorUnavailableError(
        f"{reason} (HTTP {response.status_code})",
        vendor_code=vendor_code,
        status=response.status_code,
        request=call.name,
        hint="Look whether it took effect before sending it again." if unknown else "Try again later.",
        detail={"outcome_unknown": unknown},
    )


def _is_truncated(response: httpx.Response) -> bool:
    if "json" not in response.headers.get("content-type", ""):
        return False
    try:
        orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return True
    return False


def _boundary(parts: tuple[Part, ...]) -> str:
    """The same for the same parts, so that a repeated recording is identical."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{part.name}\n{part.filename}\n{part.content_type}\n{len(part.content)}\n".encode())
        digest.update(part.content)
    return digest.hexdigest()[:32]


def _kind(error: httpx.RequestError) -> str:
    """What happened, in words without URL or payload: ``ReadTimeout`` -> ``read timeout``."""
    name = type(error).__name__
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
