"""Files are decoded or downloaded, and checked, before anything is written."""

import base64
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.connector import Runtime
from assay.errors import InputError
from assay_connectors.files import FALLBACK_TYPE, WantedFile, ready, type_by_extension

LINK = "https://files.example.test/cv"


def runtime(content: bytes = b"pdf", **headers: str) -> Runtime:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=content, headers=headers)

    return Runtime(
        transport=httpx.MockTransport(answer),
        now=lambda: datetime(2026, 6, 15, 8, tzinfo=UTC),
        sleep=lambda _: None,
        resolve=lambda _: ("93.184.215.14",),
    )


@given(st.binary(min_size=1))
def test_data_comes_out_as_it_went_in(content: bytes) -> None:
    data = base64.encodebytes(content).decode()
    assert ready(runtime(), WantedFile(name="a", data=data)).content == content


@pytest.mark.parametrize(
    ("given_type", "told", "name", "found"),
    [
        ("a/b", "c/d", "cv.pdf", "a/b"),
        (None, "c/d; charset=x", "cv.pdf", "c/d"),
        (None, None, "cv.PDF", "application/pdf"),
        (None, None, "cv", FALLBACK_TYPE),
    ],
)
def test_the_callers_type_comes_before_the_downloads_and_the_names(
    given_type: str | None, told: str | None, name: str, found: str
) -> None:
    headers = {"content-type": told} if told else {}
    file = WantedFile(name=name, data_url=LINK, content_type=given_type, type="CV")
    got = ready(runtime(**headers), file)
    assert (got.content, got.content_type, got.type) == (b"pdf", found, "CV")


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (WantedFile(name="a", data="cGRm", data_url=LINK), "both data and data_url"),
        (WantedFile(name="a"), "neither data nor data_url"),
        (WantedFile(name="a", data="%"), "not base64"),
        (WantedFile(name="a", data=""), "0 bytes"),
        (WantedFile(name="a", data="cGRmcGRm"), "6 bytes"),
        (WantedFile(name="a", data_url=LINK), "more than 5 bytes"),
    ],
)
def test_an_unusable_file_is_refused(file: WantedFile, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        ready(runtime(b"123456"), file, max_bytes=5)


def test_a_name_without_extension_suggests_nothing() -> None:
    assert type_by_extension("pdf") is None
    assert type_by_extension("a.unheard") is None
