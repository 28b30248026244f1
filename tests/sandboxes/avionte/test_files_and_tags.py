"""Resume, documents, tags, activities. Source: avionte sheet 3.2, 3.3, 3.4, 3.7."""

import base64
from typing import Any

import pytest

CONTENTS = base64.b64encode(b"%PDF-1.4 invented").decode()
TYPES = ("txt", "doc", "docx", "pdf", "xls", "xlsx", "png", "jpg", "jpeg")


@pytest.fixture
def marta(avionte: Any) -> int:
    return int(avionte.talent("candidate-marta"))


def _resume(avionte: Any, talent: int) -> Any:
    return avionte.get(f"/talent/{talent}?includeResume=True")["talentResume"]


def test_a_resume_replaces_the_one_before_and_is_no_document(avionte: Any, marta: int) -> None:
    before, documents = _resume(avionte, marta), avionte.get(f"/talent/{marta}/document")
    sent = {"resumeFilename": "Marta v2.PDF", "resumeContents": CONTENTS}
    made = avionte.post(f"/talent/{marta}/resume", sent)
    after = _resume(avionte, marta)
    assert made == after
    assert after["resumeId"] != before["resumeId"]
    assert (after["resumeFilename"], after["resumeContents"]) == ("Marta v2.PDF", CONTENTS)
    assert avionte.get(f"/talent/{marta}/document") == documents


def test_a_document_from_the_body_stands_beside_others_of_its_title(avionte: Any, marta: int) -> None:
    resume = _resume(avionte, marta)
    sent = {"talentId": str(marta), "title": "letter.pdf", "contents": CONTENTS, "documentTypeId": 2}
    answer = avionte.send("POST", f"/talent/{marta}/document-from-body", json=sent)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["contents"], made["documentType"]) == (CONTENTS, "Cover Letter")
    assert made["fileName"].endswith(".pdf")
    titles = [one["title"] for one in avionte.get(f"/talent/{marta}/document")]
    assert titles == ["letter.pdf", "letter.pdf"]
    assert avionte.get(f"/talent/{marta}/document/{made['id']}")["contents"] == CONTENTS
    assert _resume(avionte, marta) == resume


def test_a_document_may_come_as_a_form(avionte: Any, marta: int) -> None:
    files = {"file": ("card.png", b"\x89PNG", "image/png")}
    form = {"isPrivate": "true", "expirationDate": "2027-01-31", "documentTypeId": "999"}
    made = avionte.send("POST", f"/talent/{marta}/document", files=files, data=form).json()
    assert (made["title"], made["isPrivate"]) == ("card.png", True)
    assert made["expirationDate"] == "2027-01-31T00:00:00"
    assert (made["documentTypeId"], made["documentType"]) == (999, None)
    assert base64.b64decode(made["contents"]) == b"\x89PNG"
    named = avionte.send("POST", f"/talent/{marta}/document", files=files, data={"title": "a.jpg"}).json()
    assert named["title"] == "a.jpg"
    nothing = {"files": {"other": ("a.png", b"", "image/png")}}
    assert avionte.refused("POST", f"/talent/{marta}/document", **nothing) == 409
    assert avionte.refused("POST", f"/talent/{marta}/document", {"title": "a.png"}) == 415
    broken = {"content": b"nonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}
    assert avionte.refused("POST", f"/talent/{marta}/document", **broken) in (400, 409)
    unreadable = {"content": b"--x\r\n\x00", "headers": {"Content-Type": "multipart/form-data"}}
    assert avionte.refused("POST", f"/talent/{marta}/document", **unreadable) == 400


@pytest.mark.parametrize("extension", TYPES)
def test_nine_types_of_files_are_taken(avionte: Any, marta: int, extension: str) -> None:
    for name in (f"a.{extension}", f"b.{extension.upper()}"):
        sent = {"talentId": marta, "title": name, "contents": CONTENTS}
        assert avionte.post(f"/talent/{marta}/document-from-body", sent)["title"] == name
    resume = {"resumeFilename": f"a.{extension}", "resumeContents": CONTENTS}
    assert avionte.post(f"/talent/{marta}/resume", resume)["resumeFilename"] == f"a.{extension}"


@pytest.mark.parametrize("name", ["a.exe", "a.zip", "a.gif", "pdf", "a.", "a.pdf.sh"])
def test_other_types_are_refused(avionte: Any, marta: int, name: str) -> None:
    sent = {"talentId": marta, "title": name, "contents": CONTENTS}
    assert avionte.refused("POST", f"/talent/{marta}/document-from-body", sent) == 409
    resume = {"resumeFilename": name, "resumeContents": CONTENTS}
    assert avionte.refused("POST", f"/talent/{marta}/resume", resume) == 409
    files = {"file": (name, b"x", "application/pdf")}
    assert avionte.refused("POST", f"/talent/{marta}/document", files=files) == 409


def test_nonsense_for_a_file_is_refused(avionte: Any, marta: int) -> None:
    good = {"talentId": marta, "title": "a.pdf", "contents": CONTENTS}
    path = f"/talent/{marta}/document-from-body"
    assert avionte.refused("POST", path, {**good, "contents": "%%%"}) == 409
    assert avionte.refused("POST", path, {**good, "talentId": 1}) == 409
    assert avionte.refused("POST", path, {**good, "title": ""}) == 409
    resume = {"resumeFilename": "a.pdf", "resumeContents": "%%%"}
    assert avionte.refused("POST", f"/talent/{marta}/resume", resume) == 409
    assert avionte.refused("POST", "/talent/1/document-from-body", {**good, "talentId": 1}) == 404


def test_a_tag_is_added_once_and_an_unknown_text_becomes_a_tag(avionte: Any, marta: int) -> None:
    path = f"/talent/{marta}/talenttag"
    sent = {"tag": "Forklift", "talentId": marta, "detail": "sit-down", "expirationDate": "2027-01-31"}
    made = avionte.post(path, sent)
    shown = avionte.get(f"/talent/{marta}/all-tags")["tags"][-1]
    assert (shown["tag"], shown["tagId"], shown["detail"]) == ("Forklift", made["tagId"], "sit-down")
    assert shown["expirationDate"] == "2027-01-31T00:00:00"
    assert avionte.refused("POST", path, sent) == 409
    assert len(avionte.get(f"/talent/{marta}/all-tags")["tags"]) == 3
    ewa = avionte.talent("candidate-ewa")
    again = avionte.post(f"/talent/{ewa}/talenttag", {"tag": "Forklift", "talentId": ewa})
    assert (again["tagId"], again["talentId"]) == (made["tagId"], ewa)


def test_the_number_of_a_tag_may_be_missing_from_the_answer(avionte: Any, marta: int) -> None:
    avionte.switch(tag_answer="without_tag_id")
    made = avionte.post(f"/talent/{marta}/talenttag", {"tag": "Forklift", "talentId": marta})
    assert "tagId" not in made


@pytest.mark.parametrize("body", [{"tag": ""}, {"tag": "x", "talentId": 1}, {"talentId": 1}])
def test_nonsense_for_a_tag_is_refused(avionte: Any, marta: int, body: Any) -> None:
    assert avionte.refused("POST", f"/talent/{marta}/talenttag", {"talentId": marta, **body}) == 409


def test_activities_are_noted(avionte: Any, marta: int) -> None:
    sent = {"typeId": -11, "notes": "<b>hi</b>", "activityDate": "2025-02-13T09:00:00", "userId": 5}
    made = avionte.post(f"/talent/{marta}/activity", sent)
    assert (made["name"], made["notes"], made["show_in"]) == ("Text Sent", "<b>hi</b>", 1)
    assert made["activityDate"] == "2025-02-13T09:00:00.0002579Z"
    assert avionte.post(f"/talent/{marta}/activity", {"typeId": -95})["activityDate"].startswith("2026-06-15")
    assert avionte.refused("POST", f"/talent/{marta}/activity", {"typeId": 1}) == 409


def test_titles_may_have_another_name(avionte: Any, marta: int) -> None:
    avionte.switch(aliases=True)
    (document,) = avionte.get(f"/talent/{marta}/document")
    assert document["documentName"] == "letter.pdf"
    assert "title" not in document
