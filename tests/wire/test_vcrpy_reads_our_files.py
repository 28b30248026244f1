from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import vcr

from assay.errors import CassetteError
from assay.wire import serializer
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.redact import Redactor
from assay.wire.replay import ReplayTransport

COMMITTED = sorted((Path(__file__).parents[2] / "cassettes").glob("*/*.json"))


def replay(client: httpx.Client, tape: Cassette) -> Any:
    """Ask for everything recorded, in order."""
    answers = []
    for request in tape.requests:
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        try:
            response = client.request(request.method, request.url, headers=headers, content=request.body)
        except httpx.TransportError:
            answers.append(None)
            continue
        received = {name: value for name, value in response.headers.items() if name != "content-length"}
        answers.append((response.status_code, received, response.content))
    return answers


def by_vcrpy(tape: Cassette) -> Any:
    player = vcr.VCR(record_mode="none", match_on=("method", "uri", "raw_body"))
    player.register_serializer("assay", serializer)
    with player.use_cassette(str(tape.path), serializer="assay"), httpx.Client() as client:
        return replay(client, tape)


def by_us(tape: Cassette) -> Any:
    with httpx.Client(transport=ReplayTransport(tape)) as client:
        return replay(client, tape)


def assert_the_same(tape: Cassette) -> None:
    ours, theirs = by_us(tape), by_vcrpy(tape)
    compared = [pair for pair in zip(ours, theirs, strict=True) if pair[0] is not None]
    assert all(our == their for our, their in compared)
    recorded = [exchange.response for exchange in tape.exchanges if exchange.response.status]
    assert [answer[2] for answer, _ in compared] == [response.body for response in recorded]


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_committed_cassettes_replay_alike_in_vcrpy(path: Path) -> None:
    assert_the_same(Cassette.load(path))


def test_every_form_of_body_replays_alike_in_vcrpy(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    bodies = [
        b"",
        b'{"a":1}',
        b'{"a": 1}',
        b"[1 , 2]",
        "Olá\r\n".encode(),
        b"%PDF\x00\xff",
        '{"ü":"\\u00fc"}'.encode(),
    ]
    recorded = [asked(orjson.dumps({"page": number}), body) for number, body in enumerate(bodies)]
    recorded += [asked(body, method="PUT", headers={"content-type": "text/plain"}) for body in bodies]
    recorded += [asked(b"", method="GET", url=f"https://api.acme.example/x?page={page}") for page in (1, 2)]
    upload = httpx.Request(
        "POST", "https://api.acme.example/up", files={"cv": ("cv.pdf", b"\xff", "application/pdf")}
    )
    sent = RecordedRequest(
        "POST", str(upload.url), {"content-type": upload.headers["content-type"]}, upload.read()
    )
    recorded.append(Redactor().exchange(Exchange(sent, RecordedResponse(201, {"etag": "1"}, b"\x00"))))
    recorded.append(asked(b'{"dropped":true}', status=0, answer_headers={"x-assay-error": "ReadError"}))
    assert_the_same(cassette(recorded))


def test_a_long_listing_replays_alike_in_vcrpy(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    recorded = [
        asked(orjson.dumps({"cursor": str(page)}), orjson.dumps({"page": page})) for page in range(60)
    ]
    assert_the_same(cassette(recorded))


def test_a_broken_file_is_the_same_error_in_vcrpy() -> None:
    with pytest.raises(CassetteError, match="not valid JSON"):
        serializer.deserialize("{")


def test_vcrpy_may_not_write_our_files() -> None:
    with pytest.raises(CassetteError, match="cassette of 1 interactions"):
        serializer.serialize({"interactions": [{}]})
