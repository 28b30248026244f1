from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from assay.errors import CassetteMissError
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.redact import Redactor
from assay.wire.replay import ReplayTransport

URL = "https://api.acme.example/candidate.list"


def client(transport: httpx.BaseTransport) -> Any:
    return httpx.Client(transport=transport, auth=("invented-key", ""))


def test_equal_requests_are_answered_in_recorded_order(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    tape = cassette([asked(answer=b'{"page":1}'), asked(b'{"limit":5}'), asked(answer=b'{"page":2}')])
    with client(transport := ReplayTransport(tape)) as http:
        assert http.post(URL, json={}).json() == {"page": 1}
        assert transport.unplayed() == (1, 2)
        assert http.post(URL, json={}).json() == {"page": 2}
        assert http.post(URL, content=b'{ "limit": 5 }').json() == {"success": True}
    assert [entry.index for entry in transport.played] == [0, 2, 1]
    assert transport.unplayed() == ()


def test_what_was_really_sent_is_kept(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    with client(transport := ReplayTransport(cassette([asked()]))) as http:
        http.post(URL, content=b"{ }", headers={"X-Extra": "1"})
    sent = transport.played[0].exchange.request
    assert sent.body == b"{ }"
    assert sent.headers["x-extra"] == "1"
    assert sent.headers["authorization"].startswith("Basic ")


def test_status_headers_and_bytes_come_back(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    answer = b"%PDF\x00\xff"
    headers = {"content-type": "application/pdf", "etag": "1"}
    tape = cassette([asked(answer=answer, status=206, answer_headers=headers)])
    with client(ReplayTransport(tape)) as http:
        response = http.post(URL, json={})
    assert (response.status_code, response.content) == (206, answer)
    assert response.headers["etag"] == "1"
    assert response.headers["content-length"] == str(len(answer))


def test_two_replays_of_one_cassette_do_not_disturb_each_other(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    tape = cassette([asked()])
    for _ in range(2):
        with client(ReplayTransport(tape)) as http:
            assert http.post(URL, json={}).is_success


def miss(transport: httpx.BaseTransport, **call: Any) -> Any:
    with client(transport) as http, pytest.raises(CassetteMissError) as caught:
        http.post(call.pop("url", URL), **call)
    return str(caught.value)


def test_a_miss_names_the_nearest_and_what_differs(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    near = [asked(orjson.dumps({"name": "Ana", "page": number})) for number in range(5)]
    transport = ReplayTransport(cassette([asked(url="https://api.acme.example/job.list"), *near]))
    message = miss(transport, json={"name": "Eva", "page": 3})
    assert message.count("near: interaction") == 3
    assert message.index("near: interaction 4") < message.index("near: interaction 1")
    assert 'body.name: recorded "Ana", sent "Eva"' in message
    assert "not played yet" in message
    assert "full-sync.json:" in message
    assert "assay record acme full-sync --against sandbox" in message
    assert transport.attempted[0].request.body == b'{"name":"Eva","page":3}'
    assert transport.attempted[0].response.status == 0


def test_a_miss_is_told_the_same_wherever_the_recordings_are_kept(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange], tmp_path: Path
) -> None:
    message = miss(ReplayTransport(cassette([asked()])), json={"name": "Eva"})

    assert message.startswith("acme/full-sync.json: ")
    assert "near: interaction 0 (acme/full-sync.json:" in message
    assert str(tmp_path) not in message


def test_a_request_made_too_often_says_so(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    transport = ReplayTransport(cassette([asked()]))
    with client(transport) as http:
        http.post(URL, json={})
    message = miss(transport, json={})
    assert "already played" in message
    assert "asked for more often than it was recorded" in message


def test_a_miss_in_another_place_compares_with_everything(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    message = miss(ReplayTransport(cassette([asked()], origin="live")), url=URL + "x", json={})
    assert "url.path: recorded /candidate.list, sent /candidate.listx" in message
    assert "--against live" in message


def test_a_miss_in_an_empty_recording_says_it_is_empty(cassette: Callable[..., Cassette]) -> None:
    assert "the recording is empty" in miss(ReplayTransport(cassette()), json={})


def test_a_miss_without_body_shows_none(cassette: Callable[..., Cassette]) -> None:
    with (
        httpx.Client(transport=ReplayTransport(cassette())) as http,
        pytest.raises(CassetteMissError) as caught,
    ):
        http.get(URL)
    assert "sent:" not in str(caught.value)


def test_a_miss_with_much_to_say_is_cut_short(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    many = orjson.dumps({f"field{number}": number for number in range(9)})
    message = miss(ReplayTransport(cassette([asked(many)])), json={"text": "x" * 400})
    assert "and 5 more differences" in message
    assert "x..." in message


def test_a_miss_does_not_show_secrets(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    message = miss(ReplayTransport(cassette([asked()])), json={"api_key": "sk-0123456789-secret"})
    assert "sk-0123456789" not in message


def test_a_recorded_failure_fails_again(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    failed = asked(status=0, answer=b"no route", answer_headers={"x-assay-error": "ConnectError"})
    transport = ReplayTransport(cassette([failed]))
    with client(transport) as http, pytest.raises(httpx.ConnectError, match="no route") as caught:
        http.post(URL, json={})
    assert caught.value.request.url == URL
    assert transport.played[0].exchange.response.status == 0


def test_a_failure_of_unknown_kind_is_a_transport_error(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    with client(ReplayTransport(cassette([asked(status=0)]))) as http, pytest.raises(httpx.TransportError):
        http.post(URL, json={})


def test_answers_can_be_tampered_with(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    def tamper(index: Any, exchange: Any) -> Any:
        assert exchange.request.path == "/candidate.list"
        if index == 0:
            return None
        if index == 1:
            return RecordedResponse(500, {}, b"broken")
        return ValueError("not even an httpx error") if index == 2 else httpx.ReadTimeout("slow")

    with client(transport := ReplayTransport(cassette([asked()] * 4), tamper=tamper)) as http:
        assert http.post(URL, json={}).json() == {"success": True}
        assert http.post(URL, json={}).status_code == 500
        with pytest.raises(ValueError, match="not even"):
            http.post(URL, json={})
        with pytest.raises(httpx.ReadTimeout):
            http.post(URL, json={})
    assert [entry.exchange.response.status for entry in transport.played] == [200, 500, 0, 0]


def test_secrets_in_what_is_sent_are_compared_redacted(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    recorded = asked(orjson.dumps({"secretToken": "whsec-0123456789"}), url=f"{URL}?token=abc0123456789")
    tape = cassette([Redactor().exchange(recorded)])
    with client(transport := ReplayTransport(tape)) as http:
        http.post(URL + "?token=abc0123456789", json={"secretToken": "whsec-0123456789"})
    assert transport.unplayed() == ()


def test_any_credential_of_the_same_name_is_as_good(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    recorded = asked(orjson.dumps({"password": "p", "client_secret": "real-one-0001"}))
    tape = cassette([Redactor(secrets={"full": "real-one-0001"}).exchange(recorded)])
    redactor = Redactor.for_header(tape.header, secrets={"full": "invented"})
    with client(ReplayTransport(tape, redactor=redactor)) as http:
        assert http.post(URL, json={"password": "q", "client_secret": "invented"}).is_success


def test_people_in_what_is_sent_are_replaced_as_they_were_in_the_recording(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    recorded = asked(orjson.dumps({"email": "marta@mail.vendor.example"}), answer=b'{"firstName":"Marta"}')
    tape = cassette(
        [Redactor(people="replaced", salt="k1").exchange(recorded)], personal_data="replaced", salt="k1"
    )
    with client(ReplayTransport(tape)) as http:
        name = http.post(URL, json={"email": "marta@mail.vendor.example"}).json()["firstName"]
    assert name not in {"", "Marta"}


def test_uploads_match_whatever_their_boundary(cassette: Callable[..., Cassette]) -> None:
    with httpx.Client() as http:
        recorded = http.build_request(
            "POST", URL, data={"id": "1"}, files={"cv": ("cv.pdf", b"%PDF\x00", "application/pdf")}
        )
    exchange = Exchange(
        RecordedRequest("POST", URL, dict(recorded.headers), recorded.read()), RecordedResponse(204)
    )
    with client(ReplayTransport(cassette([Redactor().exchange(exchange)]))) as http:
        response = http.post(URL, data={"id": "1"}, files={"cv": ("cv.pdf", b"%PDF\x00", "application/pdf")})
    assert response.status_code == 204
