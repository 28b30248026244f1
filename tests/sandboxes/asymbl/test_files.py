# ruff: noqa: S608 -- queries made of names that the test itself chose

import base64
import hashlib
from typing import Any

import pytest

from assay_sandboxes.asymbl.files import name_parts

DATA = "/services/data/v63.0"
CV = base64.b64encode(b"%PDF content").decode()


@pytest.fixture
def person(asymbl: Any) -> str:
    return str(asymbl.create("Contact", LastName="Lind"))


def files_of(asymbl: Any, place: str) -> list[str]:
    soql = (
        f"SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{place}' ORDER BY Id"
    )
    return [row["ContentDocument"]["Title"] for row in asymbl.rows(soql)]


def test_an_upload_makes_a_document_and_hangs_it_up(asymbl: Any, person: str) -> None:
    version = asymbl.create(
        "ContentVersion", PathOnClient="cv-lind.pdf", VersionData=CV, FirstPublishLocationId=person
    )
    row = asymbl.get(f"/sobjects/ContentVersion/{version}")
    assert (row["Title"], row["FileExtension"], row["FileType"]) == ("cv-lind", "pdf", "PDF")
    assert (row["ContentSize"], row["VersionNumber"], row["IsLatest"]) == (12, "1", True)
    assert row["Checksum"] == hashlib.md5(b"%PDF content", usedforsecurity=False).hexdigest()
    assert row["VersionData"] == f"{DATA}/sobjects/ContentVersion/{version}/VersionData"
    link = asymbl.one(
        f"SELECT FIELDS(ALL) FROM ContentDocumentLink WHERE LinkedEntityId = '{person}' LIMIT 5"
    )
    assert link["ContentDocumentId"] == row["ContentDocumentId"]
    assert (link["ShareType"], link["Visibility"]) == ("I", "AllUsers")
    blob = asymbl.send("GET", row["VersionData"])
    assert (blob.content, blob.headers["content-type"]) == (b"%PDF content", "application/octetstream")


def test_an_upload_in_parts(asymbl: Any, person: str) -> None:
    body = f'{{"PathOnClient": "cv.docx", "Title": "My CV", "FirstPublishLocationId": "{person}"}}'
    parts = {
        "entity_content": (None, body, "application/json"),
        "VersionData": ("cv.docx", b"bytes", "application/msword"),
    }
    response = asymbl.send("POST", f"{DATA}/sobjects/ContentVersion", files=parts)
    assert response.status_code == 201
    version = response.json()["id"]
    assert asymbl.get(f"/sobjects/ContentVersion/{version}")["FileType"] == "WORD_X"
    assert files_of(asymbl, person) == ["My CV"]


@pytest.mark.parametrize(
    "parts",
    [
        {"VersionData": ("a.pdf", b"x", "application/pdf")},
        {
            "entity_content": (None, "[]", "application/json"),
            "VersionData": ("a.pdf", b"x", "application/pdf"),
        },
        {
            "entity_content": (None, "{", "application/json"),
            "VersionData": ("a.pdf", b"x", "application/pdf"),
        },
        {"entity_content": (None, "{}", "application/json")},
    ],
)
def test_both_parts_are_needed(asymbl: Any, parts: Any) -> None:
    response = asymbl.send("POST", f"{DATA}/sobjects/ContentVersion", files=parts)
    assert (response.status_code, response.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_other_objects_take_no_file(asymbl: Any) -> None:
    parts = {"entity_x": (None, "{}", "application/json"), "Body": ("a", b"x", "text/plain")}
    response = asymbl.send("POST", f"{DATA}/sobjects/Contact", files=parts)
    assert response.json()[0]["message"] == "Multipart message must include a binary part"


def test_a_file_needs_a_name_and_content(asymbl: Any, person: str) -> None:
    missing = asymbl.no_create("ContentVersion", VersionData=CV)
    assert missing[1:] == ("REQUIRED_FIELD_MISSING", "Required fields are missing: [PathOnClient]")
    assert asymbl.no_create("ContentVersion", PathOnClient="a.pdf")[1] == "REQUIRED_FIELD_MISSING"
    assert (
        asymbl.no_create("ContentVersion", PathOnClient="a.pdf", VersionData="%%")[1] == "JSON_PARSER_ERROR"
    )
    assert asymbl.no_create("ContentVersion", PathOnClient="a.pdf", VersionData=5)[1] == "JSON_PARSER_ERROR"
    parts = {
        "entity_content": (None, '{"PathOnClient": "a.pdf"}', "application/json"),
        "VersionData": ("a.pdf", b"", "application/pdf"),
    }
    empty = asymbl.send("POST", f"{DATA}/sobjects/ContentVersion", files=parts)
    assert empty.json()[0]["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"
    assert files_of(asymbl, person) == []


def test_a_file_in_json_must_not_be_too_long(asymbl: Any) -> None:
    asymbl.switch(upload_limit_bytes=10)
    refused = asymbl.no_create("ContentVersion", PathOnClient="a.pdf", VersionData=CV)
    assert (refused[0], refused[1]) == (400, "REQUEST_LIMIT_EXCEEDED")


def test_a_further_version_takes_the_place_of_the_first(asymbl: Any, person: str) -> None:
    first = asymbl.create(
        "ContentVersion", PathOnClient="a.pdf", VersionData=CV, FirstPublishLocationId=person
    )
    document = asymbl.get(f"/sobjects/ContentVersion/{first}")["ContentDocumentId"]
    second = asymbl.create("ContentVersion", PathOnClient="b.txt", VersionData=CV, ContentDocumentId=document)
    assert asymbl.get(f"/sobjects/ContentVersion/{first}")["IsLatest"] is False
    row = asymbl.get(f"/sobjects/ContentVersion/{second}")
    assert (row["VersionNumber"], row["IsLatest"]) == ("2", True)
    shown = asymbl.get(f"/sobjects/ContentDocument/{document}")
    assert (shown["LatestPublishedVersionId"], shown["Title"], shown["FileType"]) == (second, "b", "TEXT")
    assert files_of(asymbl, person) == ["b"]
    both = asymbl.no_create(
        "ContentVersion",
        PathOnClient="a.pdf",
        VersionData=CV,
        ContentDocumentId=document,
        FirstPublishLocationId=person,
    )
    assert both[1] == "FIELD_INTEGRITY_EXCEPTION"


def test_one_file_of_a_contact_is_the_primary_one(asymbl: Any, person: str) -> None:
    made = {"PathOnClient": "cv.pdf", "VersionData": CV, "FirstPublishLocationId": person}
    first = asymbl.create("ContentVersion", **made, bpats__Is_Primary__c=True)
    second = asymbl.create("ContentVersion", **made, bpats__Is_Primary__c=True)

    def primary() -> list[str]:
        chosen = f"bpats__Is_Primary__c = true AND FirstPublishLocationId = '{person}'"
        return [row["Id"] for row in asymbl.rows(f"SELECT Id FROM ContentVersion WHERE {chosen}")]

    assert primary() == [second]
    asymbl.update("ContentVersion", first, bpats__Is_Primary__c=True, Title="Renamed")
    assert primary() == [first]
    assert "Renamed" in files_of(asymbl, person)


def test_a_file_without_place_hangs_on_its_owner_and_can_be_hung_elsewhere(asymbl: Any, person: str) -> None:
    version = asymbl.create("ContentVersion", PathOnClient="a.pdf", VersionData=CV)
    document = asymbl.get(f"/sobjects/ContentVersion/{version}")["ContentDocumentId"]
    link = {"ContentDocumentId": document, "LinkedEntityId": person, "ShareType": "V"}
    assert asymbl.create("ContentDocumentLink", **link)
    assert files_of(asymbl, person) == ["a"]
    assert asymbl.no_create("ContentDocumentLink", **link)[1] == "DUPLICATE_VALUE"
    assert asymbl.no_create("ContentDocumentLink", LinkedEntityId=person)[1] == "REQUIRED_FIELD_MISSING"
    asymbl.delete("ContentDocument", document)
    assert files_of(asymbl, person) == []
    assert asymbl.refusal("GET", f"/sobjects/ContentVersion/{version}/VersionData")[1] == "ENTITY_IS_DELETED"


def test_attachments_of_old_still_work(asymbl: Any, person: str) -> None:
    made = asymbl.create("Attachment", ParentId=person, Name="old.txt", Body=CV, ContentType="text/plain")
    row = asymbl.one(
        f"SELECT Id, Name, ContentType, BodyLength, Body FROM Attachment WHERE ParentId = '{person}'"
    )
    assert (row["Id"], row["BodyLength"]) == (made, 12)
    assert asymbl.send("GET", row["Body"]).content == b"%PDF content"
    assert asymbl.no_create("Attachment", ParentId=person)[1] == "REQUIRED_FIELD_MISSING"


def test_only_files_have_content(asymbl: Any, person: str) -> None:
    assert asymbl.refusal("GET", f"/sobjects/Contact/{person}/Photo")[:2] == (404, "NOT_FOUND")
    assert asymbl.refusal("GET", "/sobjects/ContentVersion/068000000000001/VersionData")[0] == 404


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("cv.pdf", ("cv", "pdf")),
        ("C:\\files\\My.CV.PDF", ("My.CV", "pdf")),
        ("/home/x/cv", ("cv", None)),
        (".hidden", (".hidden", None)),
    ],
)
def test_names_have_a_title_and_an_extension(path: str, parts: tuple[str, str | None]) -> None:
    assert name_parts(path) == parts


def test_company_files_hang_on_contacts(asymbl: Any) -> None:
    contact = asymbl.contact()
    assert sorted(files_of(asymbl, contact)) == ["Call", "cv", "letter"]
    zoe = asymbl.contact("zoe@mail.example")
    assert sorted(files_of(asymbl, zoe)) == ["Zeugnis Müller", "cv"]
    assert [row["Name"] for row in asymbl.rows(f"SELECT Name FROM Attachment WHERE ParentId = '{zoe}'")] == [
        "photo.png"
    ]
