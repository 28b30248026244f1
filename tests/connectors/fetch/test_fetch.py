"""What a data_url may lead to."""

import ipaddress
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assay.connector import Runtime
from assay.errors import InputError
from assay.pinning import ADDRESS, PinningTransport
from assay.wire.record import RouteTransport
from assay_connectors.fetch import Fetched, Limits, fetch, public_addresses, why_not_public

PUBLIC = "93.184.215.14"


def world(
    handler: Callable[[httpx.Request], httpx.Response],
    names: dict[str, list[str]] | None = None,
    now: Callable[[], datetime] = lambda: datetime(2026, 6, 15, tzinfo=UTC),
) -> Runtime:
    names = names if names is not None else {"files.assay.test": [PUBLIC]}

    def resolve(host: str) -> list[str]:
        if host not in names:
            raise OSError("no such host")
        return names[host]

    return Runtime(
        transport=httpx.MockTransport(handler), now=now, sleep=lambda _seconds: None, resolve=resolve
    )


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing may be sent, but {request.url} was")


def test_a_public_file_is_fetched_with_the_type_its_server_names() -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=b"%PDF", headers={"Content-Type": "Application/PDF; charset=x"})

    file = fetch("https://files.assay.test/cv.pdf?sig=1", world(serve))

    assert file == Fetched(b"%PDF", "application/pdf")
    assert str(seen[0].url) == "https://files.assay.test/cv.pdf?sig=1"
    assert seen[0].extensions[ADDRESS] == PUBLIC
    assert "authorization" not in seen[0].headers


def test_a_file_without_a_type_has_none() -> None:
    file = fetch("https://files.assay.test/x", world(lambda _request: httpx.Response(200, content=b"x")))

    assert file.content_type is None


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 -- refused, not bound
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:93.184.215.14",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2001:0:1::1",
        "2002:7f00:1::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "not an address",
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert why_not_public(address)
    with pytest.raises(InputError, match=r"files\.assay\.test"):
        fetch("https://files.assay.test/cv.pdf", world(never, {"files.assay.test": [PUBLIC, address]}))


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "2a00:1450:4001:800::200e"])
def test_ordinary_public_addresses_are_accepted(address: str) -> None:
    assert why_not_public(address) is None


@given(st.ip_addresses())
def test_an_accepted_address_is_global_and_of_no_special_kind(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    refused = (
        not address.is_global
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    if refused:
        assert why_not_public(str(address))
    elif address.version == 4 and address not in ipaddress.ip_network("192.0.0.0/24"):
        assume(str(address) != "168.63.129.16")
        assert why_not_public(str(address)) is None


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_reached_through_an_ipv6_one(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for disguise in (number | 0xFFFF << 32, number, number | 0x64FF9B << 96, 0x2002 << 112 | number << 80):
        assert why_not_public(str(ipaddress.IPv6Address(disguise)))


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_one_private_address_among_public_ones_is_enough_to_refuse(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    runtime = world(never, {"h.test": [PUBLIC, str(address), "8.8.8.8"]})
    with pytest.raises(InputError, match="private"):
        public_addresses("h.test", runtime)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "http://[::1]:8080/x",
        "http://169.254.169.254/latest/meta-data",
        "ftp://files.assay.test/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "https:///x",
        "https://user:secret@files.assay.test/x",
        "https://unknown.test/x",
        "https://files.assay.test:99999/x",
        "https://files.assay.test:0/x",
        "http://[",
    ],
)
def test_addresses_that_cannot_be_fetched_are_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(InputError) as refusal:
        fetch(url, world(never))
    assert "secret" not in str(refusal.value)


def test_a_host_without_addresses_is_refused() -> None:
    with pytest.raises(InputError, match="without any address"):
        fetch("https://h.test/x", world(never, {"h.test": []}))


def test_every_redirect_is_checked_again() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "files.assay.test"
        return httpx.Response(302, headers={"Location": "http://inside.test/secret"})

    runtime = world(serve, {"files.assay.test": [PUBLIC], "inside.test": ["10.0.0.5"]})
    with pytest.raises(InputError, match=r"inside\.test"):
        fetch("https://files.assay.test/cv.pdf", runtime)


def test_a_redirect_to_another_public_place_is_followed() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(301, headers={"Location": "/new"})
        return httpx.Response(200, content=b"new")

    assert fetch("https://files.assay.test/old", world(serve)).content == b"new"


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("file:///etc/passwd", "scheme"),
        ("https://files.assay.test:99999/", "not a URL"),
        ("/again", "more than 2"),
    ],
)
def test_redirects_that_lead_nowhere_are_refused(location: str, message: str) -> None:
    runtime = world(lambda _request: httpx.Response(302, headers={"Location": location}))
    with pytest.raises(InputError, match=message):
        fetch("https://files.assay.test/x", runtime, Limits(max_redirects=2))


@pytest.mark.parametrize("status", [300, 304, 400, 403, 404, 500])
def test_an_answer_that_is_no_file_is_an_input_error(status: int) -> None:
    with pytest.raises(InputError, match=str(status)):
        fetch("https://files.assay.test/x", world(lambda _request: httpx.Response(status)))


def test_a_file_that_says_it_is_too_big_is_not_read() -> None:
    class Untouched(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            raise AssertionError("read")

    runtime = world(
        lambda _request: httpx.Response(200, headers={"Content-Length": "11"}, stream=Untouched())
    )
    with pytest.raises(InputError, match="more than 10 bytes"):
        fetch("https://files.assay.test/x", runtime, Limits(max_bytes=10))


class Endless(httpx.SyncByteStream):
    def __init__(self) -> None:
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.given += 4
            yield b"more"


def test_a_file_that_never_ends_is_given_up_at_the_limit() -> None:
    stream = Endless()
    runtime = world(lambda _request: httpx.Response(200, stream=stream))
    with pytest.raises(InputError, match="more than 10 bytes"):
        fetch("https://files.assay.test/x", runtime, Limits(max_bytes=10))
    assert stream.given == 12


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    runtime = world(lambda _request: httpx.Response(200, content=b"0123456789"))
    assert len(fetch("https://files.assay.test/x", runtime, Limits(max_bytes=10)).content) == 10


def test_a_drip_feed_is_given_up_when_the_time_is_over() -> None:
    clock = [datetime(2026, 6, 15, tzinfo=UTC)]

    def now() -> datetime:
        clock[0] += timedelta(seconds=1)
        return clock[0]

    stream = Endless()
    runtime = world(lambda _request: httpx.Response(200, stream=stream), now=now)
    with pytest.raises(InputError, match="longer than 20 s"):
        fetch("https://files.assay.test/x", runtime, Limits(total_time_s=20))
    assert stream.given < 100


@pytest.mark.parametrize(
    ("error", "message"), [(httpx.ReadTimeout("slow"), "too long"), (httpx.ConnectError("no"), "broke off")]
)
def test_a_broken_connection_is_an_input_error(error: Exception, message: str) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(InputError, match=message):
        fetch("https://files.assay.test/x", world(fail))


def test_fetching_leaves_the_shared_transport_open() -> None:
    closed: list[bool] = []

    class Shared(httpx.MockTransport):
        def close(self) -> None:
            closed.append(True)

    runtime = Runtime(
        transport=Shared(lambda _request: httpx.Response(200, content=b"x")),
        now=lambda: datetime(2026, 6, 15, tzinfo=UTC),
        sleep=lambda _seconds: None,
        resolve=lambda _host: [PUBLIC],
    )
    fetch("https://files.assay.test/x", runtime)
    assert not closed


@pytest.mark.parametrize(("address", "host"), [(PUBLIC, PUBLIC), ("2606:4700::1111", "2606:4700::1111")])
def test_a_pinned_request_connects_to_the_address_that_was_checked(address: str, host: str) -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    pinning = PinningTransport(httpx.MockTransport(serve))
    with httpx.Client(transport=pinning) as client:
        answer = client.get("https://files.assay.test:8443/cv.pdf?a=b", extensions={ADDRESS: address})

    assert seen[0].url.host == host
    assert seen[0].url.port == 8443
    assert seen[0].url.raw_path == b"/cv.pdf?a=b"
    assert seen[0].headers["Host"] == "files.assay.test:8443"
    assert seen[0].extensions["sni_hostname"] == "files.assay.test"
    assert str(answer.request.url) == "https://files.assay.test:8443/cv.pdf?a=b"


def test_a_request_without_a_pin_goes_where_its_url_says() -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    with httpx.Client(transport=PinningTransport(httpx.MockTransport(serve))) as client:
        client.get("https://files.assay.test/cv.pdf")

    assert seen[0].url.host == "files.assay.test"


def test_only_addresses_that_no_route_leads_elsewhere_are_pinned() -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    routes = {"https://files.assay.test": "http://127.0.0.1:9/_files"}
    with httpx.Client(transport=RouteTransport(routes, inner=httpx.MockTransport(serve))) as client:
        client.get("https://files.assay.test/cv.pdf", extensions={ADDRESS: PUBLIC})
        client.get("https://elsewhere.test/cv.pdf", extensions={ADDRESS: PUBLIC})

    assert [str(request.url) for request in seen] == [
        "http://127.0.0.1:9/_files/cv.pdf",
        f"https://{PUBLIC}/cv.pdf",
    ]
    assert [request.headers["Host"] for request in seen] == ["files.assay.test", "elsewhere.test"]


@pytest.mark.parametrize("url", ["https://not\x00a.host/", "https://" + "a" * 70_000])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        fetch(url, world(never))
