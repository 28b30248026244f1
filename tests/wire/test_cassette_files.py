import json
import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import CassetteError
from assay.wire import bodies
from assay.wire.cassette import Cassette, CassetteHeader, RecordedDelivery, write_cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.header import HeaderError, tool_version

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\xff"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
written_json = st.builds(
    lambda value, style: bodies.STYLES[style](value), json_values, st.sampled_from(sorted(bodies.STYLES))
)
any_body = st.binary() | st.text().map(str.encode) | written_json


@st.composite
def some_exchanges(draw: Any) -> Any:
    headers = st.dictionaries(st.sampled_from(["content-type", "etag", "x-total"]), st.text(max_size=5))
    request = st.builds(
        RecordedRequest, st.sampled_from(["GET", "POST"]), st.text(min_size=1), headers, any_body
    )
    response = st.builds(RecordedResponse, st.integers(200, 599), headers, any_body)
    return draw(st.lists(st.builds(Exchange, request, response), max_size=4))


def make_header(**changes: Any) -> Any:
    plain = {
        "connector": "acme",
        "scenario": "s",
        "origin": "sandbox",
        "source": "x",
        "recorded_at": "2026-06-15",
    }
    return CassetteHeader(**{**plain, **changes})


@settings(deadline=None)  # disks have bad moments
@given(exchanges=some_exchanges())
def test_whatever_was_recorded_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, exchanges: list[Exchange]
) -> None:
    path = tmp_path_factory.mktemp("c") / "s.json"
    write_cassette(path, make_header(), exchanges)
    assert list(Cassette.load(path).exchanges) == exchanges


@settings(deadline=None)  # disks have bad moments
@given(exchanges=some_exchanges(), inputs=json_values)
def test_a_file_laid_out_by_someone_else_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, exchanges: list[Exchange], inputs: Any
) -> None:
    path = tmp_path_factory.mktemp("c") / "s.json"
    write_cassette(path, make_header(inputs=inputs), exchanges)
    ours = Cassette.load(path)
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=4), encoding="utf-8")
    theirs = Cassette.load(path)
    assert list(theirs.exchanges) == exchanges
    assert theirs.header == ours.header
    assert not exchanges or "interaction 0" in theirs.where(0)


@settings(deadline=None)  # disks have bad moments
@given(exchanges=some_exchanges())
def test_a_file_is_plain_indented_json(
    tmp_path_factory: pytest.TempPathFactory, exchanges: list[Exchange]
) -> None:
    path = tmp_path_factory.mktemp("c") / "s.json"
    write_cassette(path, make_header(), exchanges)
    data = path.read_bytes()
    assert data == orjson.dumps(orjson.loads(data), option=orjson.OPT_INDENT_2) + b"\n"


@given(body=any_body)
def test_a_body_is_stored_exactly(body: bytes) -> None:
    stored = orjson.loads(orjson.dumps(bodies.encode(body)))
    assert bodies.decode(stored) == body


@pytest.mark.parametrize("style", sorted(bodies.STYLES))
def test_json_stays_reviewable_however_it_was_written(style: str) -> None:
    value = {"name": "Inês/Åsa", "tags": [1, 2.5, None]}
    stored = bodies.encode(bodies.STYLES[style](value))
    assert stored["json"] == value


@pytest.mark.parametrize(
    "body", [b'{"a":1.50}', b'{"a":1,"a":2}', b"{'a'}", b'{"n":1e5}', "Olá <b>".encode()]
)
def test_text_that_json_would_not_give_back_is_stored_as_text(body: bytes) -> None:
    assert bodies.encode(body) == {"string": body.decode()}


@pytest.mark.parametrize("body", [PDF, b"PK\x03\x04docx\x00", b"\xff\xfe", b"caf\xe9"])
def test_binary_is_stored_in_base64(body: bytes) -> None:
    assert list(bodies.encode(body)) == ["base64"]


def test_json_nested_deeper_than_the_file_can_nest_is_stored_as_text(
    tmp_path: Path, asked: Callable[..., Exchange]
) -> None:
    deep = b"[" * 252 + b"]" * 252
    write_cassette(tmp_path / "s.json", make_header(), [asked(answer=deep)])
    assert Cassette.load(tmp_path / "s.json").exchange(0).response.body == deep


@pytest.mark.parametrize(
    "stored",
    [{}, [], {"base64": "*"}, {"string": 1}, {"json": 1, "style": "new"}, {"multipart": {"parts": [{}]}}],
)
def test_a_body_of_unknown_form_is_refused(stored: Any) -> None:
    with pytest.raises(bodies.MalformedBodyError):
        bodies.decode(stored)


def test_multipart_requests_stay_reviewable_and_exact(tmp_path: Path, asked: Callable[..., Exchange]) -> None:
    body = (
        b'--b1\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
        b'--b1\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + PDF + b"\r\n--b1--\r\n"
    )
    exchange = asked(body, headers={"content-type": "multipart/form-data; boundary=b1"})
    write_cassette(tmp_path / "s.json", make_header(), [exchange])
    assert Cassette.load(tmp_path / "s.json").exchange(0) == exchange
    parts = json.loads((tmp_path / "s.json").read_bytes())["interactions"][0]["request"]["body"]["multipart"][
        "parts"
    ]
    assert parts[0]["string"] == "hello"
    assert "base64" in parts[1]


def test_header_and_deliveries_come_back(tmp_path: Path) -> None:
    header = make_header(
        world="core",
        inputs={"name": "Ana"},
        personal_data="replaced",
        salt="k1",
        vendor_events=({"result": {"id": 1}},),
        deliveries=(
            RecordedDelivery(after=2, headers={"x-signature": "s"}, body=b'{"a": 1}', step="hire"),
            RecordedDelivery(after=3, body=b"{}", answered=204),
        ),
    )
    write_cassette(tmp_path / "s.json", header, [])
    assert Cassette.load(tmp_path / "s.json").header == header


def test_exchanges_are_a_sequence(cassette: Callable[..., Cassette], asked: Callable[..., Exchange]) -> None:
    recorded = [asked(f'{{"page":{number}}}'.encode()) for number in range(4)]
    exchanges = cassette(recorded).exchanges
    assert exchanges[-1] == recorded[-1]
    assert list(exchanges[1:3]) == recorded[1:3]
    with pytest.raises(IndexError):
        _ = exchanges[4]


def test_an_exchange_in_use_is_made_once(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    tape = cassette([asked()])
    assert tape.exchange(0) is (kept := tape.exchange(0))
    assert kept.response.reason == "OK"


def test_recording_again_without_a_change_leaves_the_file_alone(
    tmp_path: Path, asked: Callable[..., Exchange]
) -> None:
    path = tmp_path / "s.json"
    assert write_cassette(path, make_header(recorded_at="2026-06-15"), [asked()])
    before = path.read_bytes()
    assert not write_cassette(path, make_header(recorded_at="2026-11-21"), [asked()])
    assert path.read_bytes() == before


def test_recording_a_change_moves_the_date(tmp_path: Path, asked: Callable[..., Exchange]) -> None:
    path = tmp_path / "s.json"
    write_cassette(path, make_header(recorded_at="2026-06-15"), [asked()])
    assert write_cassette(path, make_header(recorded_at="2026-11-21"), [asked(b'{"a":1}')])
    assert Cassette.load(path).header.recorded_at == "2026-11-21"


def test_a_broken_file_is_replaced_when_recording_again(
    tmp_path: Path, asked: Callable[..., Exchange]
) -> None:
    path = tmp_path / "s.json"
    path.write_text("{", encoding="utf-8")
    assert write_cassette(path, make_header(), [asked()])
    assert len(Cassette.load(path)) == 1


def test_a_full_disk_leaves_the_cassette_of_before(
    tmp_path: Path, asked: Callable[..., Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.json"
    write_cassette(path, make_header(), [])
    before = path.read_bytes()

    def full(_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CassetteError, match="No space left on device"):
        write_cassette(path, make_header(), [asked()])
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["s.json"]  # noqa: PTH208 -- hidden leftovers count too


def test_a_folder_that_cannot_be_made_is_one_clear_error(
    tmp_path: Path, asked: Callable[..., Exchange]
) -> None:
    (tmp_path / "acme").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(CassetteError, match="cannot be written"):
        write_cassette(tmp_path / "acme" / "s.json", make_header(), [asked()])


def test_a_cassette_that_is_not_there_says_how_to_record_it(tmp_path: Path) -> None:
    with pytest.raises(CassetteError) as caught:
        Cassette.load(tmp_path / "s.json")
    assert caught.value.where == str(tmp_path / "s.json")
    assert "assay record" in caught.value.hint


def broken(path: Path, old: str, new: str) -> CassetteError:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CassetteError) as caught:
        list(Cassette.load(path).exchanges)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"format": 1', '"format": 9', 3, "format 9 found"),
        ('    "format": 1,\n', "", 2, "format none found"),
        ('    "origin": "sandbox",\n', "", 2, "lacks origin"),
        ('"origin": "sandbox"', '"origin": "dream"', 6, "allowed: live, documented, sandbox"),
        ('"recorded_at": "2026-06-15"', '"recorded_at": "June"', 8, "ISO 8601"),
        ('"connector": "acme"', '"connector": ""', 4, "expected a text"),
        ('"world": null', '"world": 3', 10, "text or null"),
        ('"world": null', '"wordl": 3,\n    "world": null', 10, "unknown key 'wordl'"),
        ('"personal_data": "invented"', '"personal_data": "replaced"', 13, "salt is missing"),
        ('"vendor_events": []', '"vendor_events": {}', 14, "expected a list"),
        ('"deliveries": []', '"deliveries": [{}]', 15, "delivery 0"),
        ('"tool_version": "', '"tool_version": x"', 9, "not valid JSON"),
        ('"version": 1', '"version": 2', 1, "version 2 found"),
        ('"version": 1', '"verse": 1, "version": 1', 1, "unknown key 'verse'"),
        ('"interactions"', '"exchanges"', 1, "not a cassette"),
        ('"assay"', '"essay"', 1, "header 'assay' is missing"),
        ('"code": 200', '"code": 2oo', 26, "response of interaction 0 cannot be read"),
        ('"success": true', '"success": maybe', 26, "response of interaction 0 cannot be read"),
        ('"code": 200', '"cod": 200', 20, "response of interaction 0 lacks 'code'"),
        ('"method": "POST",\n', "", 20, "request of interaction 0 lacks 'method'"),
        ('"limit": 1', '"limit": one', 20, "request of interaction 0 cannot be read"),
    ],
)
def test_a_damaged_file_is_one_message_with_its_place(  # noqa: PLR0917 -- a table of four columns
    cassette: Callable[..., Cassette],
    asked: Callable[..., Exchange],
    old: str,
    new: str,
    line: int,
    says: str,
) -> None:
    path = cassette([asked(b'{"limit":1}')]).path
    error = broken(path, old, new)
    assert says in error.message
    assert error.where.startswith(str(path))
    number = int(error.where.rpartition(":")[2])
    assert number in {line, 20}


def test_a_truncated_file_says_so(cassette: Callable[..., Cassette], asked: Callable[..., Exchange]) -> None:
    path = cassette([asked(), asked()]).path
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CassetteError, match="not valid JSON") as caught:
        Cassette.load(path)
    assert int(caught.value.where.rpartition(":")[2]) > 20


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "not a cassette"),
        ("{}", "not a cassette"),
        ("", "ends in the middle"),
        ('{"assay": {"format": 1}, "version": 1, "interactions": {}}', "not a list"),
        ('{"assay": {"format": 1}, "version": 1, "interactions": [{"request": {}}]}', "interaction 0 is not"),
        ('{"assay": {"format": 1}, "version": 1, "interactions": [3]}', "interaction 0 is not"),
    ],
)
def test_json_that_is_no_cassette_says_what_is_missing(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CassetteError, match=says):
        Cassette.load(path)


def test_an_interaction_squeezed_into_one_line_is_still_found(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    recorded = [asked(b'{"page":1}'), asked(b'{"page":2}'), asked(b'{"page":3}')]
    path = cassette(recorded).path
    top = json.loads(path.read_bytes())
    lines = path.read_text(encoding="utf-8").split('\n    {\n      "request"')
    lines[2] = f"\n    {json.dumps(top['interactions'][1])},"
    path.write_text(
        lines[0] + '\n    {\n      "request"' + lines[1] + lines[2] + '\n    {\n      "request"' + lines[3],
        encoding="utf-8",
    )
    assert list(Cassette.load(path).exchanges) == recorded


def test_windows_line_ends_do_no_harm(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    recorded = [asked(b'{"page":1}'), asked(b'{"page":2}')]
    path = cassette(recorded).path
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(Cassette.load(path).exchanges) == recorded


def test_the_line_of_an_interaction_is_known(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    tape = cassette([asked(), asked()])
    line = int(tape.where(1).rpartition(":")[2])
    lines = tape.path.read_text(encoding="utf-8").splitlines()
    assert lines[line - 1] == '      "request": {'
    assert line > 20


def test_a_header_that_is_no_object_is_refused() -> None:
    with pytest.raises(HeaderError, match="expected an object"):
        CassetteHeader.from_json([])


def test_a_body_that_only_claims_to_be_multipart_is_stored_as_text() -> None:
    assert bodies.encode(b"--other", "multipart/form-data; boundary=b1") == {"string": "--other"}


def test_json_nested_deeper_than_it_can_be_written_is_stored_as_text() -> None:
    deep = b"[" * 500 + b"]" * 500
    assert bodies.encode(deep) == {"string": deep.decode()}


def test_words_between_two_interactions_break_the_file(
    cassette: Callable[..., Cassette], asked: Callable[..., Exchange]
) -> None:
    path = cassette([asked(), asked()]).path
    error = broken(path, "\n    },\n", "\n    } and\n")
    assert "not valid JSON" in error.message


def test_the_version_of_the_tool_is_known_even_when_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    assert tool_version() != "0"
    monkeypatch.setattr("assay.wire.header.version", absent)
    assert tool_version() == "0"
