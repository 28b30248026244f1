from typing import Any

import pytest


def _link(ashby: Any) -> str:
    marta = ashby.ok("/candidate.info", {"id": ashby.named("candidate", "candidate-marta")})
    return str(ashby.ok("/file.info", {"fileHandle": marta["resumeFileHandle"]["handle"]})["url"])


def test_a_link_leads_to_the_file_without_credentials(ashby: Any) -> None:
    url = _link(ashby)
    assert url.startswith("https://storage.ashby.test/_storage/files/")
    response = ashby.send("GET", url)
    assert response.headers["content-type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_a_link_expires(ashby: Any) -> None:
    url = _link(ashby)
    ashby.control("clock", {"advance_s": 901})
    response = ashby.send("GET", url)
    assert response.status_code == 403
    assert "Request has expired" in response.text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda url: url.replace("signature=", "signature=0"), "SignatureDoesNotMatch"),
        (lambda url: url.replace("expires=", "expires=x"), "AccessDenied"),
        (lambda url: url.replace("/files/", "/files/x"), "AccessDenied"),
        (lambda url: url.partition("?")[0], "AccessDenied"),
    ],
)
def test_a_link_that_was_tampered_with_is_denied(ashby: Any, change: Any, code: str) -> None:
    response = ashby.send("GET", change(_link(ashby)))
    assert response.status_code == 403
    assert f"<Code>{code}</Code>" in response.text


def test_storage_refuses_a_second_way_of_authentication(ashby: Any) -> None:
    assert ashby.send("GET", _link(ashby), auth=("ashby-sandbox-key", "")).status_code == 400


@pytest.mark.parametrize("handle", ["", "x", "bm9wZQ==", "e30=", "bnVsbA==", "eyJpZCI6IHt9fQ=="])
def test_a_handle_that_is_none_of_ours_names_no_file(ashby: Any, handle: str) -> None:
    assert ashby.refused("/file.info", {"fileHandle": handle}) == "file_not_found"


def test_links_lead_to_the_host_that_was_asked_when_no_address_is_set(ashby: Any) -> None:
    ashby.sandbox.public_url = ashby.sandbox.storage_url = None
    assert _link(ashby).startswith("https://api.ashbyhq.com/_storage/")
