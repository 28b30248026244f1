"""Fetches the file behind a caller's ``data_url`` without letting the caller reach our own network.

Every hop (the address given and each redirect) is checked before anything is sent: http or https, no
credentials in it, and *all* addresses its host resolves to must be public. The first checked address is
handed to the transport as an extension (:mod:`assay.pinning`), so that it connects to what was checked
while URL and recording keep the canonical address. A transport that does not pin looks the name up a
second time; between the two look-ups a hostile name server may change its answer.

Source: unified API section 3.1 (``data_url`` is readable without credentials and downloaded at once).
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import httpx

from assay.connector import Runtime
from assay.errors import InputError
from assay.pinning import ADDRESS
from assay_connectors.client import http_client

__all__ = ["Fetched", "Limits", "fetch", "public_addresses", "why_not_public"]

MAX_FILE_BYTES: Final = 50 * 1024 * 1024
"""The largest file an Ashby form takes, and far more than the unified API recommends."""

_PORTS: Final = 65_536

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_INDIRECT: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::ffff:0:0/96",  # IPv4-mapped
        "::/96",  # IPv4-compatible
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # local NAT64
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
    )
)
"""IPv6 ranges that are a way to some IPv4 address, public or not: none of them is needed."""

_METADATA: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # a cloud's host service, although globally routable on paper
        "192.0.0.0/24",  # protocol assignments, metadata in another cloud
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a fetch may go before it is given up."""

    max_bytes: int = MAX_FILE_BYTES
    max_redirects: int = 5
    total_time_s: float = 60.0
    """From the first request to the last byte."""
    silence_s: float = 15.0
    """Longest wait for a connection or for the next bytes."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file; ``content_type`` is the media type alone, in lower case."""

    content: bytes
    content_type: str | None


def why_not_public(text: str) -> str | None:
    """Why this IP address must not be connected to; None when it is an ordinary public one."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "not an IP address"
    kinds = (
        ("unspecified", address.is_unspecified),
        ("loopback", address.is_loopback),
        ("link-local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("an indirect way to another address", _within(address, _INDIRECT)),
        ("a metadata service", _within(address, _METADATA)),
        ("private", address.is_private),
        ("site-local", getattr(address, "is_site_local", False)),
        ("reserved", address.is_reserved),
        ("not globally routable", not address.is_global),
    )
    return next((kind for kind, holds in kinds if holds), None)


def public_addresses(host: str, runtime: Runtime) -> tuple[str, ...]:
    """All addresses of a host, after checking each.

    Raises:
        InputError: the host is unknown, or one of its addresses is not public.
    """
    addresses: tuple[str, ...]
    try:
        addresses = (str(ipaddress.ip_address(host)),)
    except ValueError:
        addresses = _resolved(host, runtime)
    for address in addresses:
        reason = why_not_public(address)
        if reason:
            raise InputError(
                f"data_url leads to {host}, which is at an address that is {reason}",
                hint="Give an address that anybody on the internet can read.",
            )
    return addresses


def fetch(url: str, runtime: Runtime, limits: Limits | None = None) -> Fetched:
    """Download a file from a public address.

    Raises:
        InputError: the address is not public, does not answer with a file, or breaks a limit. The
            message names the host only, because the rest of the address may hold a signature.
    """
    limits = limits or Limits()
    deadline = runtime.now() + timedelta(seconds=limits.total_time_s)
    client = http_client(runtime, timeout=httpx.Timeout(limits.silence_s))
    target = _parsed(url)
    for _ in range(limits.max_redirects + 1):
        answer = _get(client, target, runtime, limits, deadline)
        if isinstance(answer, Fetched):
            return answer
        target = answer
    raise InputError(f"data_url redirects more than {limits.max_redirects} times")


def _within(address: _Address, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _resolved(host: str, runtime: Runtime) -> tuple[str, ...]:
    try:
        addresses = tuple(runtime.resolve(host))
    except (OSError, UnicodeError) as error:
        raise InputError(f"data_url names a host that is not found: {host}") from error
    if not addresses:
        raise InputError(f"data_url names a host without any address: {host}")
    return addresses


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InputError("data_url is not a URL") from error
    if parsed.scheme not in {"http", "https"}:
        raise InputError(f"data_url has the scheme {parsed.scheme!r}; only http and https can be fetched")
    if not parsed.host:
        raise InputError("data_url names no host")
    if parsed.port is not None and not 0 < parsed.port < _PORTS:
        raise InputError("data_url is not a URL: it names an impossible port")
    if parsed.userinfo:
        raise InputError("data_url carries credentials", hint="Give an address that needs none.")
    return parsed


def _get(
    client: httpx.Client, url: httpx.URL, runtime: Runtime, limits: Limits, deadline: datetime
) -> Fetched | httpx.URL:
    """One hop: the file, or where the redirect leads."""
    _in_time(runtime, limits, deadline)
    addresses = public_addresses(url.host, runtime)
    request = client.build_request(
        "GET",
        url,
        headers={"Accept": "*/*", "Accept-Encoding": "identity"},
        extensions={ADDRESS: addresses[0]},
    )
    try:
        response = client.send(request, stream=True)
        try:
            if response.has_redirect_location:
                return _redirect(url, response)
            if not response.is_success:
                raise InputError(f"data_url cannot be read: {url.host} answered {response.status_code}")
            return Fetched(_body(response, runtime, limits, deadline), _media_type(response))
        finally:
            response.close()
    except httpx.TimeoutException as error:
        raise InputError(f"data_url took too long: {url.host} kept silent") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise InputError(f"data_url cannot be read: {url.host} broke off ({type(error).__name__})") from error


def _redirect(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        return _parsed(str(url.join(response.headers["Location"])))
    except httpx.InvalidURL as error:
        raise InputError("data_url redirects to something that is not a URL") from error


def _body(response: httpx.Response, runtime: Runtime, limits: Limits, deadline: datetime) -> bytes:
    too_big = InputError(f"data_url leads to a file of more than {limits.max_bytes} bytes")
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise too_big
    content = bytearray()
    for (
        chunk
    ) in response.iter_bytes():  # as they arrive: collecting chunks would let a drip feed go unnoticed
        content += chunk
        if len(content) > limits.max_bytes:
            raise too_big
        _in_time(runtime, limits, deadline)
    return bytes(content)


def _in_time(runtime: Runtime, limits: Limits, deadline: datetime) -> None:
    if runtime.now() > deadline:
        raise InputError(f"data_url took longer than {limits.total_time_s:g} s to download")


def _media_type(response: httpx.Response) -> str | None:
    header: str = response.headers.get("Content-Type", "")
    return header.partition(";")[0].strip().lower() or None
