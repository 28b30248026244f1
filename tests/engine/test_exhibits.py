"""What is shown of the evidence of a clause, from recordings on disk."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from assay.errors import CassetteError
from assay.exhibit import Exhibit, Message
from assay.exhibiting import exhibits
from assay.exhibiting.choosing import named_in
from assay.outcome import Outcome
from assay.results import Result, Results
from assay.wire import multipart
from assay.wire.cassette import CassetteHeader, RecordedDelivery, write_cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse

VENDOR = "https://api.acme.example"
JSON = {"content-type": "application/json"}
JOBS = {
    "results": [{"id": "j1", "title": "Cook"}, {"id": "j2", "title": "<script>alert('x')</script> QA"}],
    "more": False,
}


def _exchange(
    url: str = "/job.list",
    sent: Any = None,
    answered: Any = None,
    *,
    method: str = "POST",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    answer_headers: Mapping[str, str] | None = None,
) -> Exchange:
    body = sent if isinstance(sent, bytes) else b"" if sent is None else orjson.dumps(sent)
    answer = answered if isinstance(answered, bytes) else b"" if answered is None else orjson.dumps(answered)
    return Exchange(
        RecordedRequest(method, url if "://" in url else VENDOR + url, {**JSON, **(headers or {})}, body),
        RecordedResponse(status, {**JSON, **(answer_headers or {})}, answer),
    )


def _record(folder: Path, *exchanges: Exchange, deliveries: Iterable[RecordedDelivery] = ()) -> None:
    header = CassetteHeader(
        connector="acme",
        scenario="scene",
        origin="sandbox",
        source="assay sandbox acme",
        recorded_at="2026-06-15",
        tool_version="0",
        deliveries=tuple(deliveries),
    )
    write_cassette(folder / "acme" / "scene.json", header, exchanges)


def _result(kind: str = "behaviour", **facts: Any) -> Result:
    plain: dict[str, Any] = {
        "clause": f"acme/{kind}/x",
        "connector": "acme",
        "kind": kind,
        "group": "Jobs",
        "item": "x",
        "outcome": Outcome.PASSED,
        "cassette": "acme/scene",
        "interactions": (0,),
    }
    return Result(**{**plain, **facts})


def _shown(folder: Path, *results: Result) -> dict[str, Exhibit]:
    return exhibits([Results(connectors=("acme",), results=results)], folder)


def _one(folder: Path, **facts: Any) -> Exhibit:
    [exhibit] = _shown(folder, _result(**facts)).values()
    return exhibit


def _text(message: Message) -> str:
    return "\n".join(line.text for line in message.lines)


def _deciding(message: Message) -> list[str]:
    return [line.text.strip() for line in message.lines if line.decides]


# --- where the value is --------------------------------------------------------------------------


def test_a_field_shows_where_the_vendor_said_its_value(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(sent={"limit": 100}, answered=JOBS))

    exhibit = _one(tmp_path, kind="field", path="ats_jobs.name", vendor_path="results[0].title")

    [scene] = exhibit.scenes
    assert scene.request.head == "POST /job.list"
    assert scene.response.head == "200 OK"
    assert scene.response.where == "results[0].title"
    assert _deciding(scene.response) == ['"title": "Cook"']
    assert '"id": "j1"' in _text(scene.response)
    assert "… 1 more item" in _text(scene.response)
    assert (scene.request.where, _deciding(scene.request)) == ("", [])
    assert (exhibit.others, exhibit.missing) == (0, "")


def test_what_the_vendor_sends_stays_text(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(answered=JOBS))

    exhibit = _one(tmp_path, kind="field", vendor_path="results[1].title")

    assert _deciding(exhibit.scenes[0].response) == ['"title": "<script>alert(\'x\')</script> QA"']


def test_an_input_shows_where_it_arrives_in_a_body(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(sent={"email": {"value": "a@b.example"}, "name": "A"}, answered={"id": 1}))

    [scene] = _one(tmp_path, kind="input", path="email.value").scenes

    assert _deciding(scene.request) == ['"value": "a@b.example"']
    assert scene.request.where == "email.value"
    assert (scene.response.where, _deciding(scene.response)) == ("", [])


def test_an_input_shows_where_it_arrives_in_the_query(tmp_path: Path) -> None:
    _record(tmp_path, _exchange("/jobs?limit=5&name=Caf%C3%A9+1", method="GET", answered=[]))

    [scene] = _one(tmp_path, kind="input", path="?name").scenes

    assert scene.request.head == "GET /jobs"
    assert _text(scene.request).splitlines() == ["?limit = 5", "?name = Café 1"]
    assert _deciding(scene.request) == ["?name = Café 1"]


def test_an_input_shows_where_it_arrives_in_the_path(tmp_path: Path) -> None:
    _record(tmp_path, _exchange("/c/41/candidates/4711/tags", {"tags": ["a"]}, {}))

    [scene] = _one(tmp_path, kind="input", path="/c/*/candidates/{value}/tags").scenes

    assert _deciding(scene.request) == ["/c/*/candidates/{value}/tags: 4711"]
    assert scene.request.where == "/c/*/candidates/{value}/tags"


def test_a_path_of_another_request_decides_nothing(tmp_path: Path) -> None:
    _record(tmp_path, _exchange("/other", method="GET", answered={}))

    [scene] = _one(tmp_path, kind="input", path="/candidates/{value}").scenes

    assert (_deciding(scene.request), scene.request.where) == ([], "")


def test_the_parts_of_a_form_are_shown_with_the_one_that_decides(tmp_path: Path) -> None:
    parts = (
        multipart.Part((("content-disposition", 'form-data; name="note"'),), b"Gr\xc3\xbc\xc3\x9fe"),
        multipart.Part((("content-disposition", 'form-data; name="f"; filename="cv.pdf"'),), b"\xff\x00"),
        multipart.Part((("content-disposition", 'form-data; name="note"'),), b"second"),
    )
    headers = {"content-type": f"multipart/form-data; boundary={multipart.BOUNDARY}"}
    _record(tmp_path, _exchange(sent=multipart.render(parts, multipart.BOUNDARY), headers=headers))

    [scene] = _one(tmp_path, kind="input", path="f.filename").scenes

    assert _text(scene.request).splitlines() == [
        "note: Grüße",
        "f: (2 bytes)",
        "f.filename: cv.pdf",
        "note#2: second",
    ]
    assert _deciding(scene.request) == ["f.filename: cv.pdf"]
    assert scene.response.lines[0].text == "(no body)"


def test_the_field_that_decides_is_among_those_shown_of_a_long_form(tmp_path: Path) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    body = "&".join(f"f{number}={number}" for number in range(30)).encode()
    _record(tmp_path, _exchange(sent=body, headers=headers))

    [scene] = _one(tmp_path, kind="input", path="f29").scenes

    assert _deciding(scene.request) == ["f29: 29"]
    assert _text(scene.request).splitlines()[-1] == "… 14 more fields"


# --- heads and bodies ----------------------------------------------------------------------------


def test_a_query_in_a_query_language_is_readable_and_in_lines(tmp_path: Path) -> None:
    query = "SELECT+Id,Name+FROM+Contact+WHERE+Email+%3D+%27a%40b.example%27+ORDER+BY+Id"
    _record(tmp_path, _exchange(f"/query?q={query}", method="GET", answered={"records": []}))

    [scene] = _one(tmp_path).scenes

    assert scene.request.head == "GET /query"
    assert _text(scene.request).splitlines() == [
        "?q = SELECT Id,Name",
        "    FROM Contact",
        "    WHERE Email = 'a@b.example'",
        "    ORDER BY Id",
    ]


def test_many_parameters_are_counted(tmp_path: Path) -> None:
    query = "&".join(f"parameter{number}={number}" for number in range(20))
    _record(tmp_path, _exchange(f"/jobs?{query}", method="GET"))

    [scene] = _one(tmp_path).scenes

    assert _text(scene.request).splitlines()[-1] == "… 4 more parameters"


def test_the_host_is_named_only_when_it_is_not_the_usual_one(tmp_path: Path) -> None:
    files = _exchange("https://files.acme.test/cv?sig=1", method="GET", answered=b"%PDF\xff\x00")
    _record(tmp_path, _exchange(), _exchange(), replace(files, response=_pdf(files.response.body)))

    usual, _, other = _one(tmp_path, interactions=(0, 1, 2)).scenes

    assert usual.request.head == "POST /job.list"
    assert other.request.head == "GET https://files.acme.test/cv?sig=1"
    assert _text(other.response) == "(6 bytes of application/pdf)"


def _pdf(body: bytes) -> RecordedResponse:
    return RecordedResponse(200, {"content-type": "application/pdf"}, body)


def test_a_text_is_shown_by_its_first_lines(tmp_path: Path) -> None:
    text = "\n".join(f"line {number}" for number in range(9)).encode()
    _record(tmp_path, _exchange(sent=b"\xff\xfe", answered=text, status=403))

    [scene] = _one(tmp_path).scenes

    assert scene.response.head == "403 Forbidden"
    assert _text(scene.response).splitlines() == [
        *(f"line {number}" for number in range(6)),
        "… 3 more lines",
    ]
    assert _text(scene.request) == "(2 bytes of application/json)"


def test_no_answer_names_the_error_that_the_client_saw(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(status=0, answer_headers={"x-assay-error": "ReadTimeout"}))

    [scene] = _one(tmp_path).scenes

    assert (scene.response.head, scene.response.lines) == ("no answer (ReadTimeout)", ())


def test_a_header_is_shown_only_when_it_decides_something(tmp_path: Path) -> None:
    headers = {"authorization": "redacted-token", "idempotency-key": "k-1"}
    _record(tmp_path, _exchange(headers=headers, status=429, answer_headers={"retry-after": "7"}))

    [scene] = _one(tmp_path).scenes

    assert _text(scene.request) == "idempotency-key: k-1"
    assert _text(scene.response).splitlines() == ["retry-after: 7", "(no body)"]


# --- which exchanges -----------------------------------------------------------------------------


def test_of_many_exchanges_those_that_write_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    reads = [_exchange(f"/{what}.list", {}, {}) for what in ("job", "tag", "user", "source")]
    writes = [_exchange("/candidate.create", {"name": "A"}, {}), _exchange("/note.add", {}, {})]
    _record(tmp_path, *reads, *writes, _exchange("/jobs/1", method="GET"))

    exhibit = _one(tmp_path, kind="action", interactions=tuple(range(7)))

    assert [scene.interaction for scene in exhibit.scenes] == [0, 4, 5]
    assert exhibit.others == 4


def test_what_the_message_names_is_shown_first_of_all(tmp_path: Path) -> None:
    reads = [_exchange("/candidate.info", {"id": f"c-{number}0000"}, {}) for number in range(6)]
    _record(tmp_path, *reads)

    exhibit = _one(tmp_path, message="candidate c-40000 is gone", interactions=tuple(range(6)))

    assert [scene.interaction for scene in exhibit.scenes] == [0, 1, 4]


def test_the_object_that_the_message_names_is_what_is_shown(tmp_path: Path) -> None:
    people = {"results": [{"id": f"c-{number}0000", "name": str(number)} for number in range(9)]}
    _record(tmp_path, _exchange(answered=people))

    [scene] = _one(tmp_path, message="'c-70000' went over").scenes

    assert '"name": "7"' in _text(scene.response)
    assert _deciding(scene.response) == []


def test_messages_name_quoted_texts_and_identifiers() -> None:
    said = "'Ada Byron' is 0a000000-0000-4000-8000-000000000001, not \"Bo\" or 90000001; 3 calls"

    assert named_in(said) == ("Ada Byron", "0a000000-0000-4000-8000-000000000001", "Bo", "90000001")


def test_the_place_that_a_failing_proof_names_is_marked(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(answered=JOBS))

    [scene] = _one(tmp_path, outcome=Outcome.FAILED, path="results[1]").scenes

    assert _deciding(scene.response) == ["{"]


def test_a_place_that_is_not_there_marks_nothing(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(answered=JOBS))

    [scene] = _one(tmp_path, path="results[9].title").scenes

    assert (_deciding(scene.response), scene.response.where) == ([], "")


def test_the_webhook_that_came_before_what_was_asked_is_shown(tmp_path: Path) -> None:
    news = [
        RecordedDelivery(after=0, body=b'{"action":"ping"}', headers=JSON, step="pings"),
        RecordedDelivery(
            after=1,
            body=b'{"action":"jobUpdate","id":"j1"}',
            headers={**JSON, "acme-signature": "sha256=1", "user-agent": "Acme"},
            step="news: a job is renamed",
            answered=202,
        ),
    ]
    _record(tmp_path, _exchange("/webhook.create", {}, {}), _exchange("/job.info", {}, {}), deliveries=news)

    exhibit = _one(tmp_path, interactions=(1,))

    delivery, read = exhibit.scenes
    assert (delivery.is_delivery, delivery.interaction, read.is_delivery) == (True, 1, False)
    assert delivery.request.head == "POST to our webhook, news: a job is renamed"
    assert _text(delivery.request).splitlines()[0] == "acme-signature: sha256=1"
    assert '"action": "jobUpdate"' in _text(delivery.request)
    assert delivery.response.head == "202 Accepted"


def test_a_webhook_that_says_what_the_message_names_is_shown_wherever_it_came(tmp_path: Path) -> None:
    news = [
        RecordedDelivery(after=1, body=b'{"id":"j-12345"}', headers=JSON),
        RecordedDelivery(after=1, body=b"{}"),
    ]
    _record(tmp_path, _exchange(), deliveries=news)

    exhibit = _one(tmp_path, message="job j-12345 is stored")

    assert [scene.is_delivery for scene in exhibit.scenes] == [False, True]
    assert exhibit.scenes[1].request.head == "POST to our webhook"


def test_fields_and_actions_show_no_webhook(tmp_path: Path) -> None:
    _record(tmp_path, _exchange(), deliveries=[RecordedDelivery(after=0, body=b"{}")])

    shown = _shown(tmp_path, _result("field"), _result("action"))

    assert not any(scene.is_delivery for exhibit in shown.values() for scene in exhibit.scenes)


# --- what is missing -----------------------------------------------------------------------------


def test_a_result_that_names_no_exchange_has_no_exhibit(tmp_path: Path) -> None:
    assert _shown(tmp_path, _result(interactions=()), _result("field", cassette="")) == {}


@pytest.mark.parametrize("name", ["acme/scene", "../acme/scene"])
def test_a_recording_that_is_not_there_is_said_so(tmp_path: Path, name: str) -> None:
    exhibit = _one(tmp_path, cassette=name)

    assert exhibit.scenes == ()
    assert exhibit.missing == f"the recording {name} is not here, so what it shows cannot be shown"


def test_an_interaction_beyond_the_end_is_said_so_and_the_others_are_shown(tmp_path: Path) -> None:
    _record(tmp_path, _exchange())

    exhibit = _one(tmp_path, interactions=(0, 7))

    assert [scene.interaction for scene in exhibit.scenes] == [0]
    assert exhibit.missing == "interaction 7 is not in the recording, which has 1 and counts from 0"
    assert exhibit.others == 0


def test_an_answer_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    _record(tmp_path, _exchange())
    path = tmp_path / "acme" / "scene.json"
    path.write_bytes(path.read_bytes().replace(b'"code": 200', b'"kode": 200'))

    exhibit = _one(tmp_path)

    assert exhibit.scenes == ()
    assert exhibit.missing == "interaction 0 cannot be shown: the response of interaction 0 lacks 'code'"


def test_a_file_that_is_no_recording_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "scene.json").write_text("{}")

    with pytest.raises(CassetteError, match="not a cassette"):
        _one(tmp_path)


def test_exhibits_come_in_the_order_of_the_results(tmp_path: Path) -> None:
    _record(tmp_path, _exchange())

    shown = _shown(tmp_path, _result("model"), _result("field", cassette="acme/gone"), _result("action"))

    assert list(shown) == ["acme/model/x", "acme/field/x", "acme/action/x"]
