"""Candidate creation on the careers host. Source: flatchr sheet 3.1."""

import base64
from typing import Any

import pytest

from assay_sandboxes.flatchr.access import DEFAULT_KEY
from assay_sandboxes.flatchr.state import BOREAL_KEY

JSON, TEST, CUSTOM = (f"/careers/vacancy/candidate/{name}" for name in ("json", "test", "custom"))
CV = base64.b64encode(b"%PDF-1.4 invented").decode()


def _slug(flatchr: Any, job: str = "job-backend") -> str:
    return str(flatchr.vacancy(flatchr.code("vacancy", job))["slug"])


def _body(flatchr: Any, **changes: Any) -> dict[str, Any]:
    body = {
        "vacancy": _slug(flatchr),
        "firstname": "Malo",
        "lastname": "Le Goff",
        "email": "malo.legoff@mail.example",
        "phone": "+33 7 55 44 33 22",
        "type": "document",
        "resume": {"data": CV, "fileName": "CV_Malo.pdf", "contentType": "application/pdf"},
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}


def _found(flatchr: Any, email: str = "malo.legoff@mail.example") -> list[Any]:
    rows: list[Any] = flatchr.rows(email=email)
    return rows


def test_the_answer_names_nothing_and_the_applicant_waits_in_the_first_column(flatchr: Any) -> None:
    assert flatchr.post(JSON, _body(flatchr)) == {"status": 200, "response": "applicant created"}
    (row,) = _found(flatchr)
    assert (row["column"], row["source"], row["status"], row["hired"]) == (
        "New Lead",
        "Site carrière",
        1,
        False,
    )
    assert (row["created_at"], row["phone"]) == ("15/06/26", "+33 7 55 44 33 22")
    shown = flatchr.get(f"{{c}}/applicant/{row['applicant']}")
    assert shown["candidate"]["cv"].startswith("https://storage.flatchr.test/candidates/2026/06/")
    aws = shown["candidate"]["aws"]
    answer = flatchr.send(
        "GET", f"/company/Q7mXp2LdR9vTbK3w/files/expire?key={aws['key']}&extension={aws['extension']}"
    )
    assert answer.content == b"%PDF-1.4 invented"
    assert flatchr.send("GET", shown["candidate"]["cv"].partition(".test")[2], key=None).content


def test_the_source_is_that_of_the_offerer(flatchr: Any) -> None:
    flatchr.post(JSON, _body(flatchr, offerer_id=8123))
    assert _found(flatchr)[0]["source"] == "Assay Jobs"
    assert flatchr.refused("POST", JSON, json=_body(flatchr, offerer_id=1)) == (400, "offerer_id is invalid")
    text = flatchr.refused("POST", JSON, json=_body(flatchr, offerer_id="8123"))
    assert text == (400, "offerer_id is invalid")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"vacancy": ...}, "vacancy is required"),
        ({"firstname": ""}, "firstname is required"),
        ({"lastname": None}, "lastname is required"),
        ({"firstname": "美咲"}, "firstname is invalid"),
        ({"lastname": "佐藤"}, "lastname is invalid"),
        ({"email": "no address"}, "email is invalid"),
        ({"type": "photo"}, "type is invalid"),
        ({"type": ...}, "type is required"),
        ({"resume": ...}, "resume is required"),
        ({"resume": "www.example.test/cv.pdf"}, "resume is invalid"),
        ({"type": "link"}, "resume is invalid"),
        (
            {"resume": {"data": "data:application/pdf;base64,QQ==", "fileName": "a", "contentType": "b"}},
            "resume.data is invalid",
        ),
        ({"resume": {"data": "", "fileName": "a", "contentType": "b"}}, "resume.data is required"),
        ({"similarities": "yes"}, "similarities is invalid"),
    ],
)
def test_what_is_missing_or_wrong_is_named(flatchr: Any, changes: dict[str, Any], message: str) -> None:
    status, said = flatchr.refused("POST", JSON, json=_body(flatchr, **changes))
    assert status == 400
    assert said == message or said.startswith(message.split(maxsplit=1)[0] + ".")
    assert _found(flatchr) == []


def test_one_plain_letter_is_enough_for_a_name(flatchr: Any) -> None:
    flatchr.post(JSON, _body(flatchr, firstname="Łé a", lastname="Ÿz", email="", phone=33755443322))
    (row,) = flatchr.rows(firstname="Łé a")
    assert (row["lastname"], row["email"], row["phone"]) == ("Ÿz", None, "33755443322")


def test_a_linked_cv_is_kept_as_a_link(flatchr: Any) -> None:
    flatchr.post(JSON, _body(flatchr, type="link", resume="files.example.test/cv.pdf"))
    shown = flatchr.get(f"{{c}}/applicant/{_found(flatchr)[0]['applicant']}")
    assert shown["candidate"]["cv"] == "files.example.test/cv.pdf"
    assert "aws" not in shown["candidate"]


def test_archived_foreign_and_unknown_vacancies_are_not_found(flatchr: Any) -> None:
    boreal = flatchr.get("/careers/company/atelier-boreal.json")["items"][0]["vacancy"]["slug"]
    for slug in (_slug(flatchr, "job-archived"), boreal, "nobody", flatchr.code("vacancy", "job-backend")):
        answer = flatchr.refused("POST", JSON, json=_body(flatchr, vacancy=slug))
        assert answer == (404, "Vacancy not found")


def test_the_key_may_stand_in_header_query_or_body(flatchr: Any) -> None:
    body = _body(flatchr)
    assert flatchr.refused("POST", JSON, json=body, key=None) == (401, "Unauthorized")
    assert flatchr.refused("POST", JSON, json={**body, "token": "x"}, key="y") == (401, "Unauthorized")
    flatchr.post(JSON, {**body, "token": DEFAULT_KEY}, key=None)
    flatchr.post(f"{TEST}?token={DEFAULT_KEY}", body, key=None)
    flatchr.post(TEST, {**body, "token": "x"})
    flatchr.switch(header_needs_body_token=True)
    assert flatchr.refused("POST", TEST, json=body) == (401, "Unauthorized")
    flatchr.post(TEST, {**body, "token": DEFAULT_KEY}, key=None)


def test_an_expired_key_creates_nothing(flatchr: Any) -> None:
    body = _body(flatchr)
    flatchr.happen("expire_key")
    assert flatchr.refused("POST", JSON, json=body) == (401, "Unauthorized")


def test_the_test_call_checks_and_makes_nothing(flatchr: Any) -> None:
    before = flatchr.rows()
    assert flatchr.post(TEST, _body(flatchr))["response"] == "applicant created"
    assert flatchr.rows() == before
    assert flatchr.refused("POST", TEST, json=_body(flatchr, vacancy="x")) == (404, "Vacancy not found")


def test_the_same_address_on_the_same_vacancy_is_the_same_applicant(flatchr: Any) -> None:
    flatchr.post(JSON, _body(flatchr))
    (first,) = _found(flatchr)
    again = _body(flatchr, email="Malo.LeGoff@mail.example", firstname="M.", offerer_id=8123)
    again["resume"] = {**again["resume"], "fileName": "neu.docx"}
    flatchr.post(JSON, again)
    assert _found(flatchr) == [first]
    shown = flatchr.get(f"{{c}}/applicant/{first['applicant']}")
    assert len(shown["applies"]) == 2
    assert shown["candidate"]["cv"].endswith("/neu.docx")
    flatchr.post(JSON, _body(flatchr, vacancy=_slug(flatchr, "job-success")))
    rows = _found(flatchr)
    ids = {flatchr.get(f"{{c}}/applicant/{row['applicant']}")["candidate"]["id"] for row in rows}
    assert (len(rows), len(ids)) == (2, 1)
    flatchr.switch(dedupe="off")
    flatchr.post(JSON, _body(flatchr))
    assert len(_found(flatchr)) == 3


def test_a_new_applicant_may_stay_out_of_some_searches_or_for_some_time(flatchr: Any) -> None:
    flatchr.switch(search_delay={"calls": 2})
    flatchr.post(JSON, _body(flatchr))
    assert [len(_found(flatchr)) for _ in range(4)] == [0, 0, 1, 1]
    flatchr.switch(search_delay={"seconds": 30})
    flatchr.post(JSON, _body(flatchr, email="late@mail.example"))
    assert _found(flatchr, "late@mail.example") == []
    flatchr.control("clock", {"advance_s": 30})
    assert len(_found(flatchr, "late@mail.example")) == 1


def test_a_refusal_may_hide_inside_a_success(flatchr: Any) -> None:
    flatchr.switch(body_status_mismatch=True)
    assert flatchr.post(JSON, _body(flatchr))["status"] == 400
    answer = flatchr.send("POST", CUSTOM, files={"firstname": (None, "A"), **_form(flatchr)})
    assert answer.json() == {"status": 400, "response": "Le formulaire n'est pas valide"}
    assert _found(flatchr) == []


def test_the_connection_may_break_after_the_applicant_was_stored(flatchr: Any) -> None:
    flatchr.switch(drop_after_commit={"path": "/vacancy/candidate/json", "times": 1})
    with pytest.raises(ConnectionResetError):
        flatchr.send("POST", JSON, json=_body(flatchr))
    assert len(_found(flatchr)) == 1


def test_answers_texts_links_and_similar_vacancies(flatchr: Any) -> None:
    body = _body(
        flatchr,
        comment="Bonjour",
        urls={"linkedin": "https://linkedin.example/malo", "other": None},
        answers=[{"question": 12, "value": "oui"}],
        response_text="Merci !",
        similarities=True,
        legalNewsletterPartners=False,
        user_id="x",
    )
    answer = flatchr.post(JSON, body)
    assert answer["response"] == "Merci !"
    assert {vacancy["title"].strip() for vacancy in answer["similarities"]} == {"Security Analyst"}
    shown = flatchr.get(f"{{c}}/applicant/{_found(flatchr)[0]['applicant']}")
    assert shown["comment"] == "Bonjour"
    assert shown["candidate"]["urls"] == {"linkedin": "https://linkedin.example/malo"}


def test_unknown_keys_are_refused_when_so_switched(flatchr: Any) -> None:
    flatchr.post(TEST, _body(flatchr, filename="x"))
    flatchr.switch(strict_unknown_keys=True)
    flatchr.post(TEST, _body(flatchr, token=DEFAULT_KEY))
    assert flatchr.refused("POST", TEST, json=_body(flatchr, filename="x")) == (400, "filename is invalid")


def _form(flatchr: Any, **changes: str) -> dict[str, Any]:
    fields = {"vacancy": _slug(flatchr), "firstname": "Malo", "lastname": "Le Goff", **changes}
    return {name: (None, value) for name, value in fields.items()}


def test_the_form_needs_neither_cv_nor_key(flatchr: Any) -> None:
    more = {"email": "malo.legoff@mail.example", "offerer_id": "8123", "answers[7]": "oui", "phone": "06 11"}
    answer = flatchr.send("POST", CUSTOM, key=None, files=_form(flatchr, **more))
    assert answer.json() == {"status": 200, "response": "applicant created"}
    (row,) = _found(flatchr)
    assert (row["source"], row["phone"]) == ("Assay Jobs", "06 11")
    applicant = flatchr.sandbox.tenant.acme.applicants.get(row["applicant"])
    assert applicant.answers == [{"question": "7", "value": "oui"}]
    assert "aws" not in flatchr.get(f"{{c}}/applicant/{row['applicant']}")["candidate"]


def test_the_form_refuses_bad_keys_and_other_media_types(flatchr: Any) -> None:
    form = _form(flatchr)
    assert flatchr.send("POST", CUSTOM, key="x", files=form).json() == {"message": "Unauthorized"}
    assert flatchr.refused("POST", CUSTOM, json={}) == (400, "multipart/form-data is required")
    broken = {"Content-Type": "multipart/form-data"}
    answer = flatchr.refused("POST", CUSTOM, content=b"x", headers=broken)
    assert answer == (400, "Invalid multipart payload format")
    unknown = _form(flatchr, vacancy="nobody")
    assert flatchr.send("POST", CUSTOM, key=None, files=unknown).json() == {"message": "Vacancy not found"}
    flatchr.switch(custom_needs_key=True)
    assert flatchr.send("POST", CUSTOM, key=None, files=form).status_code == 401
    assert flatchr.send("POST", CUSTOM, files=form).status_code == 200


def test_the_key_of_a_second_company_creates_there(flatchr: Any) -> None:
    flatchr.control("credentials", {"values": {"api_key": "b", "company_key": BOREAL_KEY}})
    slug = flatchr.get("/careers/company/atelier-boreal.json")["items"][0]["vacancy"]["slug"]
    flatchr.post(JSON, _body(flatchr, vacancy=slug), key="b")
    assert _found(flatchr) == []
    found = flatchr.send("POST", f"/company/{BOREAL_KEY}/search/applicants", json={}, key="b").json()
    assert {row["firstname"] for row in found} == {"Inès", "Malo"}
