import gzip
import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from assay.errors import CassetteError
from assay.wire.cassette import Cassette, CassetteHeader
from assay.wire.record import RouteTransport, record
from assay.wire.redact import Redactor
from assay.wire.replay import ReplayTransport

pytestmark = pytest.mark.loopback

API = "https://api.acme.example"
FILES = "https://files.acme.example"
KEY = "sk-live-0123456789"
PDF = b"%PDF-1.7\x00\xff"


class Vendor(BaseHTTPRequestHandler):
    """A vendor on a loopback port: echoes, files, compressed answers, and a line that drops."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(PDF if self.path.startswith("/_files") else b"no", "application/pdf")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/drop":
            self.close_connection = True
            return
        if self.path == "/half":
            self.send_response(200)
            self.send_header("content-length", "100")
            self.end_headers()
            self.wfile.write(b'{"cut')
            self.close_connection = True
            return
        seen = {"path": self.path, "host": self.headers["host"], "size": len(body), "token": "tok-0123456789"}
        answer = json.dumps(seen, separators=(",", ":")).encode()
        self.answer(answer, "application/json", compressed=self.path == "/gzip")

    def answer(self, body: bytes, kind: str, *, compressed: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", "session=s-0123456789")
        if compressed:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def routes() -> Iterator[dict[str, str]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    yield {API: base, FILES: f"{base}/_files"}
    server.shutdown()
    server.server_close()
    thread.join()


def work(transport: httpx.BaseTransport, key: Any = KEY) -> Any:
    """What a connector would do: calls, an upload, a download, a line that drops."""
    with httpx.Client(transport=transport, auth=(key, "")) as http:
        seen = [http.post(f"{API}/candidate.list", json={"limit": 1}).json()]
        seen.append(http.post(f"{API}/gzip", json={"apiKey": key}).json())
        seen.append(
            http.post(f"{API}/up", data={"id": "1"}, files={"cv": ("cv.pdf", PDF, "application/pdf")}).json()
        )
        seen.append(http.get(f"{FILES}/cv.pdf").content)
        for broken in ("drop", "half"):
            with pytest.raises(httpx.RemoteProtocolError):
                http.post(f"{API}/{broken}", json={})
    return seen


def test_a_recording_shows_canonical_addresses_and_no_secret(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str]
) -> None:
    path = tmp_path / "acme" / "full-sync.json"
    with record(path, header(), routes, Redactor(secrets={"full.api_key": KEY})) as recorder:
        seen = work(recorder.transport)
        assert len(recorder) == 6
    text = path.read_text(encoding="utf-8")
    for secret in (KEY, "tok-0123456789", "s-0123456789", "127.0.0.1"):
        assert secret not in text
    assert seen[0]["host"] == "api.acme.example"
    assert [request.url for request in Cassette.load(path).requests] == [
        f"{API}/candidate.list", f"{API}/gzip", f"{API}/up", f"{FILES}/cv.pdf", f"{API}/drop", f"{API}/half",
    ]  # fmt: skip


def test_what_was_recorded_replays(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str]
) -> None:
    path = tmp_path / "full-sync.json"
    with record(path, header(), routes, Redactor(secrets={"full.api_key": KEY})) as recorder:
        recorded = work(recorder.transport)
    tape = Cassette.load(path)
    transport = ReplayTransport(tape, redactor=Redactor(secrets={"full.api_key": "any"}))
    replayed = work(transport, "any")
    assert transport.unplayed() == ()
    assert replayed[3] == recorded[3] == PDF
    assert [{**seen, "token": ""} for seen in replayed[:3]] == [
        {**seen, "token": ""} for seen in recorded[:3]
    ]
    assert tape.exchange(1).response.json["path"] == "/gzip"


def test_recording_again_gives_the_same_file(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str]
) -> None:
    path = tmp_path / "full-sync.json"
    for date in ("2026-06-15", "2026-11-21"):
        with record(path, header(recorded_at=date), routes) as recorder:
            work(recorder.transport)
        written = path.stat().st_mtime_ns, path.read_bytes()
        if date == "2026-06-15":
            first = written
    assert written == first


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError])
def test_an_interrupted_recording_leaves_the_cassette_of_before(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str], interruption: Any
) -> None:
    path = tmp_path / "full-sync.json"
    path.write_text("the cassette of before", encoding="utf-8")
    with pytest.raises(interruption), record(path, header(), routes) as recorder:
        raise interruption(work(recorder.transport))
    assert path.read_text(encoding="utf-8") == "the cassette of before"
    assert os.listdir(tmp_path) == ["full-sync.json"]  # noqa: PTH208 -- hidden leftovers count too


def test_nothing_reaches_the_disk_before_the_end(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str]
) -> None:
    with record(tmp_path / "full-sync.json", header(), routes) as recorder:
        work(recorder.transport)
        assert os.listdir(tmp_path) == []  # noqa: PTH208 -- hidden files count too


def test_other_traffic_of_the_process_is_not_recorded(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str]
) -> None:
    path = tmp_path / "full-sync.json"
    with record(path, header(), routes) as recorder:
        httpx.post(f"{routes[API]}/_sandbox/reset", json={})
        work(recorder.transport)
        other = threading.Thread(target=httpx.post, args=(f"{routes[API]}/webhook",))
        other.start()
        other.join()
    assert len(Cassette.load(path)) == 6


def test_a_scenario_without_requests_is_recorded_as_such(
    tmp_path: Path, header: Callable[..., CassetteHeader]
) -> None:
    path = tmp_path / "guide.json"
    with record(path, header()):
        pass
    assert len(Cassette.load(path)) == 0


def test_webhooks_and_vendor_events_are_kept_in_order(
    tmp_path: Path, header: Callable[..., CassetteHeader], routes: dict[str, str]
) -> None:
    path = tmp_path / "full-sync.json"
    with record(path, header(inputs={"api_key": KEY}), routes) as recorder:
        recorder.delivered({"Acme-Signature": "s1"}, b'{"action":"ping"}')
        work(recorder.transport)
        recorder.vendor_event({"event": "hire", "result": {"id": 1, "token": KEY}})
        recorder.delivered({"Acme-Signature": "s2"}, b'{"action":"hire"}', step="hired")
    head = Cassette.load(path).header
    assert [(delivery.after, delivery.step) for delivery in head.deliveries] == [(0, None), (6, "hired")]
    assert head.deliveries[1].headers == {"acme-signature": "s2"}
    assert head.deliveries[1].body == b'{"action":"hire"}'
    assert head.vendor_events[0]["event"] == "hire"
    assert KEY not in path.read_text(encoding="utf-8")


def test_a_webhook_whose_people_were_replaced_is_signed_anew(
    tmp_path: Path, header: Callable[..., CassetteHeader]
) -> None:
    path = tmp_path / "full-sync.json"
    redactor = Redactor(people="replaced", salt="k1")
    with record(
        path, header(), {}, redactor, sign=lambda body: {"acme-signature": f"{len(body)}"}
    ) as recorder:
        recorder.delivered({"acme-signature": "old"}, b'{"email":"marta@mail.vendor.example"}')
        recorder.delivered({"acme-signature": "old"}, b'{"action":"ping"}')
    head = Cassette.load(path).header
    assert (head.personal_data, head.salt) == ("replaced", "k1")
    assert [delivery.headers["acme-signature"] for delivery in head.deliveries] == [
        str(len(head.deliveries[0].body)), "old",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_one_clear_error(
    tmp_path: Path, header: Callable[..., CassetteHeader]
) -> None:
    (tmp_path / "acme").write_text("", encoding="utf-8")
    with (
        pytest.raises(CassetteError, match="cannot be written"),
        record(tmp_path / "acme" / "x.json", header()),
    ):
        pass


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://api.acme.example/x?a=1", "http://127.0.0.1:1/x?a=1"),
        ("https://api.acme.example?a=1", "http://127.0.0.1:1?a=1"),
        ("https://api.acme.example", "http://127.0.0.1:1"),
        ("https://api.acme.example/files/x", "http://127.0.0.1:2/f/x"),
        ("https://api.acme.example.evil.example/x", "https://api.acme.example.evil.example/x"),
        ("https://elsewhere.example/x", "https://elsewhere.example/x"),
    ],
)
def test_an_address_is_routed_by_its_longest_prefix(url: str, target: str) -> None:
    with RouteTransport(
        {
            "https://api.acme.example": "http://127.0.0.1:1",
            "https://api.acme.example/files/": "http://127.0.0.1:2/f/",
        }
    ) as transport:
        assert transport.target(url) == target


def test_without_routes_requests_go_where_they_say() -> None:
    seen = []

    def vendor(request: Any) -> Any:
        seen.append((str(request.url), request.headers.get("accept-encoding")))
        return httpx.Response(200)

    transport = RouteTransport(inner=httpx.MockTransport(vendor))
    with httpx.Client(transport=transport) as http:
        http.get("https://api.acme.example/x")
        bare = http.build_request("GET", "https://api.acme.example/y")
        del bare.headers["accept-encoding"]
        http.send(bare)
    assert seen == [("https://api.acme.example/x", "gzip, deflate"), ("https://api.acme.example/y", None)]
    assert transport.canonical_url is None
