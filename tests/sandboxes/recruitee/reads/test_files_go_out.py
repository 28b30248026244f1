from typing import Any

import pytest

from assay_company import load

DENIED = {"SignatureDoesNotMatch", "AccessDenied"}


def _url(recruitee: Any, name: str = "cv_original_url") -> str:
    return str(recruitee.candidate("marta")[name])


def test_cv_and_cover_letter_are_no_attachments(recruitee: Any) -> None:
    marta = recruitee.candidate("marta")
    path = f"/candidates/{marta['id']}/attachments"
    assert recruitee.ok(path) == {"attachments": []}
    assert marta["cv_original_url"].partition("?")[0].endswith("/cv.pdf")
    assert marta["cover_letter_file_original_url"].partition("?")[0].endswith("/letter.pdf")
    assert (marta["has_cover_letter"], marta["cv_processing_status"]) == (True, "ok")
    assert recruitee.candidate("cher")["cv_original_url"] is None


def test_other_files_are_attachments(recruitee: Any) -> None:
    zoe = recruitee.id("candidate", "candidate-zoe")
    attachments = recruitee.ok(f"/candidates/{zoe}/attachments")["attachments"]
    assert [(one["filename"], one["extension"]) for one in attachments] == [
        ("Zeugnis Müller.pdf", "pdf"),
        ("photo.png", "png"),
    ]
    assert [one["pdf_url"] is None for one in attachments] == [False, True]
    for one in attachments:
        response = recruitee.send("GET", one["file_url"])
        assert (response.status_code, len(response.content)) == (200, one["file_size"])
    assert recruitee.candidate("zoe")["attachments_count"] == 2


def test_every_file_of_the_company_can_be_fetched(recruitee: Any) -> None:
    known = load().keyed("files")
    for row in load().rows("candidates"):
        candidate = recruitee.candidate(row["_key"].removeprefix("candidate-"))
        assert (candidate["cv_original_url"] is not None) == (row.get("_cv") is not None)
        if row.get("_cv"):
            response = recruitee.send("GET", candidate["cv_original_url"])
            assert response.headers["content-type"] == known[row["_cv"]]["content_type"]


def test_the_rendition_of_a_cv_is_called_pdf(recruitee: Any) -> None:
    oemer = recruitee.candidate("oemer")
    assert "/cv.docx?" in oemer["cv_original_url"]
    assert "/cv.pdf?" in oemer["cv_url"]


def test_a_signed_address_wants_no_token_and_refuses_one(recruitee: Any) -> None:
    url = _url(recruitee)
    assert url.startswith("https://storage.recruitee.test/")
    assert recruitee.send("GET", url).content.startswith(b"%PDF")
    response = recruitee.send("GET", url, headers={"Authorization": "Bearer recruitee-sandbox-token"})
    assert response.status_code == 400
    assert "Only one auth mechanism allowed" in response.text


def test_a_signed_address_works_for_fifteen_minutes(recruitee: Any) -> None:
    url = _url(recruitee)
    recruitee.control("clock", {"advance_s": 899})
    assert recruitee.send("GET", url).status_code == 200
    recruitee.control("clock", {"advance_s": 5})
    response = recruitee.send("GET", url)
    assert response.status_code == 403
    assert "Request has expired" in response.text
    assert recruitee.send("GET", _url(recruitee)).status_code == 200


def test_how_long_addresses_work_is_a_setting(recruitee: Any) -> None:
    recruitee.switch(url_lifetime_s=5)
    url = _url(recruitee)
    recruitee.control("clock", {"advance_s": 7})
    assert recruitee.send("GET", url).status_code == 403


@pytest.mark.parametrize(
    "tamper",
    [
        lambda url: url.replace("Signature=", "Signature=0"),
        lambda url: url.replace("Expires=900", "Expires=90000"),
        lambda url: url.replace("Expires=900", "Expires=soon"),
        lambda url: url.replace("Date=2026", "Date=2025"),
        lambda url: url.replace("Date=20260615T", "Date=20261515T"),
        lambda url: url.partition("?")[0],
        lambda url: url.replace("/files/", "/files/9"),
    ],
)
def test_an_address_that_was_tampered_with_is_denied(recruitee: Any, tamper: Any) -> None:
    response = recruitee.send("GET", tamper(_url(recruitee)))
    assert response.status_code == 403
    assert any(code in response.text for code in DENIED)


def test_by_setting_addresses_are_paths_of_the_api_that_want_the_token(recruitee: Any) -> None:
    recruitee.switch(file_urls="relative")
    url = _url(recruitee)
    assert url.startswith("/c/41207/files/")
    assert recruitee.send("GET", url).status_code == 401
    headers = {"Authorization": "Bearer recruitee-sandbox-token"}
    response = recruitee.send("GET", url, headers=headers)
    assert response.content.startswith(b"%PDF")
    assert recruitee.send("GET", "/c/41207/files/1/x.pdf", headers=headers).status_code == 404


def test_a_cv_that_is_still_fetched_shows_later(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.cv_due = "2026-06-15T08:00:30.000000Z"
    waiting = recruitee.candidate("marta")
    assert (waiting["cv_url"], waiting["cv_processing_status"]) == (None, "pending")
    recruitee.control("clock", {"advance_s": 31})
    assert recruitee.candidate("marta")["cv_url"] is not None
