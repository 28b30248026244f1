import asyncio
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request

from assay_sandboxes.core.bodies import BodyUnreadable, media_type, read_form, read_json_object
from assay_sandboxes.core.links import objection, signature

FORM = (
    b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc\r\n--x--\r\n'
)


def _request(body: bytes = b"", **headers: str) -> Request:
    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    raw = Headers({name.replace("_", "-"): value for name, value in headers.items()}).raw
    return Request({"type": "http", "method": "POST", "headers": raw}, receive)


def test_the_media_type_has_no_parameters(runner: asyncio.Runner) -> None:
    del runner
    assert media_type(_request(content_type="Application/JSON; charset=utf-8")) == "application/json"
    assert media_type(_request()) == ""


def test_a_json_object_is_read_and_nothing_may_stand_for_an_empty_one(runner: asyncio.Runner) -> None:
    assert runner.run(read_json_object(_request(b'{"a": 1}'))) == {"a": 1}
    assert runner.run(read_json_object(_request(b" "), empty=True)) == {}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1"])
def test_anything_else_is_refused(runner: asyncio.Runner, body: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        runner.run(read_json_object(_request(body)))


def test_a_form_has_texts_and_files(runner: asyncio.Runner) -> None:
    texts, files = runner.run(read_form(_request(FORM, content_type="multipart/form-data; boundary=x")))
    assert texts == [("note", "hello")]
    assert (files["file"].filename, files["file"].content) == ("a.txt", b"abc")
    assert files["file"].content_type == "application/octet-stream"


def test_a_broken_form_is_refused(runner: asyncio.Runner) -> None:
    with pytest.raises(BodyUnreadable):
        runner.run(read_form(_request(b"--y", content_type="multipart/form-data")))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, None),
        ({"exists": False}, 403),
        ({"expires": "soon"}, 403),
        ({"expires": "9" * 13}, 403),
        ({"signed": "forged"}, 403),
        ({"now_unix_s": 101}, 403),
    ],
)
def test_the_storage_objects_to_what_it_did_not_sign(change: Any, status: int | None) -> None:
    asked = {"exists": True, "expires": "100", "signed": signature("f", 100), "now_unix_s": 100, **change}
    refused = objection(_request(), "f", **asked)
    assert (refused.status_code if refused is not None else None) == status


def test_the_storage_refuses_credentials() -> None:
    asked: Any = {"exists": True, "expires": "100", "signed": signature("f", 100), "now_unix_s": 1}
    refused = objection(_request(authorization="Bearer x"), "f", **asked)
    assert refused is not None
    assert refused.status_code == 400
