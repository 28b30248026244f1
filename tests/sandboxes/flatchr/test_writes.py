"""Moves, archives, traits, comments, messages, CV downloads. Source: flatchr sheet 1.5, 2.10, 3.2 to 3.4."""

from typing import Any

import pytest

from assay_sandboxes.flatchr.state import ACME_KEY


@pytest.fixture
def applicant(flatchr: Any) -> str:
    return str(flatchr.code("applicant", "application-marta-backend"))


def _path(flatchr: Any, applicant: str) -> str:
    vacancy = flatchr.get(f"{{c}}/applicant/{applicant}")["vacancy_id"]
    return f"/company/{ACME_KEY}/vacancy/{vacancy}/applicant/{applicant}"


def _column(flatchr: Any, title: str) -> Any:
    return next(c for c in flatchr.get("{c}/columns") if c["title"].strip() == title)


def test_a_put_moves_and_marks_hires(flatchr: Any, applicant: str) -> None:
    path, hired = _path(flatchr, applicant), _column(flatchr, "Hired")
    before = flatchr.get(f"{{c}}/applicant/{applicant}")
    shown = flatchr.send("PUT", path, json={"column_id": hired["id"]}).json()
    assert shown["column_id"] == hired["id"]
    assert shown["updated_at"] > before["updated_at"]
    assert (flatchr.row(applicant)["column"], flatchr.row(applicant)["hired"]) == ("Hired", True)
    back = _column(flatchr, "Offer")["id"]
    flatchr.send("PUT", path, json={"column_id": back})
    assert flatchr.row(applicant)["hired"] is False


def test_a_put_changes_what_older_documentation_lists(flatchr: Any, applicant: str) -> None:
    path, other = _path(flatchr, applicant), flatchr.code("vacancy", "job-success")
    body = {"score": 4, "firstname": "M.", "email": "m@mail.example", "vacancy_id": other, "status": 0}
    shown = flatchr.send("PUT", path, json=body).json()
    assert (shown["score"], shown["vacancy_id"], shown["status"]) == (4, other, 0)
    assert shown["candidate"]["email"] is None
    row = flatchr.row(applicant)
    assert (row["firstname"], row["email"], row["status"]) == ("M.", "m@mail.example", 0)


def test_a_put_must_name_an_applicant_of_that_vacancy_and_something_that_exists(
    flatchr: Any, applicant: str
) -> None:
    path = _path(flatchr, applicant)
    elsewhere = path.replace(path.split("/")[4], flatchr.code("vacancy", "job-cfo"))
    assert flatchr.refused("PUT", elsewhere, json={"score": 1}) == (404, "Not Found")
    assert flatchr.refused("PUT", path, json={}) == (400, "Invalid request payload input")
    assert flatchr.refused("PUT", path, json={"column_id": 1}) == (400, "Invalid request payload input")
    assert flatchr.refused("PUT", path, json={"column_id": "Hired"})[0] == 400
    assert flatchr.refused("PUT", path, json={"vacancy_id": "x"}) == (404, "Not Found")


def test_archiving_keeps_column_and_row_but_hides_contacts_in_the_object(
    flatchr: Any, applicant: str
) -> None:
    before = flatchr.row(applicant)
    shown = flatchr.send("DELETE", _path(flatchr, applicant)).json()
    assert (shown["status"], shown["candidate"]["email"], shown["candidate"]["phone"]) == (0, None, None)
    assert shown["column"]["title"].strip() == before["column"].strip()
    assert shown["vacancy"]["vacancy_id"] == before["vacancy_id"]
    after = flatchr.row(applicant)
    assert after == {**before, "status": 0, "updated_at": "15/06/26"}


def test_traits_follow_the_rules_of_their_tag(flatchr: Any, applicant: str) -> None:
    path = f"{{c}}/applicant/{applicant}/trait"
    tags = {tag["title"].strip(): tag for tag in flatchr.get("{c}/tags")}
    single, free = tags["Strong"], tags["Alumni 2019"]
    made = flatchr.post(path, {"tag": single["id"], "value": "Non"})
    assert made["tag_id"] == single["id"]
    flatchr.post(path, {"tag": free["id"], "value": "promo"})
    held = {(trait["tag_id"], trait["value"]) for trait in flatchr.get(f"{path}s")}
    assert {(single["id"], "Non"), (free["id"], "promo")} <= held
    assert (single["id"], "Oui") not in held
    assert flatchr.post(path, {"tag": single["id"], "value": "Non"}) == made
    assert flatchr.refused("POST", path, json={"tag": single["id"], "value": "Peut-être"})[0] == 400
    assert flatchr.refused("POST", path, json={"tag": tags["Urgence"]["id"], "value": "Haute"})[0] == 400
    assert flatchr.refused("POST", path, json={"tag": str(single["tag_id"]), "value": "Oui"})[0] == 404


def test_a_tag_of_several_values_keeps_them_all(flatchr: Any, applicant: str) -> None:
    tag = flatchr.happen("add_tag", title="Langues", values="fr;en", multiple=True)["tag_id"]
    for value in ("fr", "en"):
        flatchr.happen("tag_applicant", applicant_id=applicant, tag_id=tag, value=value)
    traits = flatchr.get(f"{{c}}/applicant/{applicant}/traits")
    assert [trait["value"] for trait in traits if trait["tag_id"] == tag] == ["fr", "en"]
    where = {"applicant_id": applicant, "tag_id": tag}
    assert flatchr.happen("untag_applicant", **where, value="fr") == {"removed": 1}
    assert flatchr.happen("untag_applicant", **where) == {"removed": 1}
    assert "no such trait" in flatchr.refuses("untag_applicant", **where)
    assert "is no value of Langues" in flatchr.refuses("tag_applicant", **where, value="de")


def test_comments_and_messages_need_a_login(flatchr: Any, applicant: str) -> None:
    base, token = f"{{c}}/applicant/{applicant}", flatchr.login()
    form = {"type": (None, "note"), "text": (None, "<p>Bien</p>"), "file": ("a.pdf", b"x", "application/pdf")}
    where = f"/company/{ACME_KEY}/applicant/{applicant}"
    assert flatchr.send("POST", f"{where}/comment", files=form).status_code == 403
    made = flatchr.send("POST", f"{where}/comment", key=token, files=form).json()
    assert (made["author"]["firstname"], made["attachments"]) == ("Ines", [{"name": "a.pdf"}])
    query = flatchr.send("POST", f"{where}/comment?type=note&text=Oui&private=true", key=token).json()
    assert (query["text"], query["private"]) == ("Oui", True)
    assert flatchr.refused("POST", f"{where}/comment", key=token, json={"text": "x"})[0] == 400
    listed = flatchr.get(f"{base}/comments?fields=author,attachments")
    assert listed == [made, query]
    assert "author" not in flatchr.get(f"{base}/comments")[0]
    gone = flatchr.send("DELETE", f"{where}/comment/{made['id']}").json()
    assert gone == {"statusCode": 200, "message": "Comment deleted"}
    assert flatchr.refused("DELETE", f"{where}/comment/{made['id']}") == (404, "Not Found")
    assert flatchr.refused("POST", f"{where}/message", json={"html": "<p>x</p>"})[0] == 403
    sent = flatchr.post(f"{where}/message", {"html": "<p>Bonjour</p>", "subject": "A"}, key=token)
    assert (sent["mail"]["text"], sent["candidate"]["firstname"]) == ("Bonjour", "Marta")
    assert flatchr.get(f"{base}/messages?fields=mail,author,candidate,attachments")[0]["mail"] == sent["mail"]


def test_cvs_go_out_once_per_second_and_company(flatchr: Any, applicant: str) -> None:
    aws = flatchr.get(f"{{c}}/applicant/{applicant}")["candidate"]["aws"]
    path = f"/company/{ACME_KEY}/files/expire?key={aws['key']}&extension={aws['extension']}"
    first = flatchr.send("GET", path)
    assert (first.status_code, first.content[:4]) == (200, b"%PDF")
    assert flatchr.refused("GET", path) == (429, "Rate limit exceeded")
    flatchr.control("clock", {"advance_s": 1})
    assert flatchr.send("GET", path).status_code == 200
    flatchr.control("clock", {"advance_s": 1})
    assert flatchr.refused("GET", "{c}/files/expire?key=x&extension=pdf") == (404, "Not Found")
    assert flatchr.send("GET", "/candidates/nobody.pdf", key=None).status_code == 404


def test_meta_information_needs_the_premium_library(flatchr: Any, applicant: str) -> None:
    person = flatchr.get(f"{{c}}/applicant/{applicant}")["candidate"]["id"]
    body = {"app_name": "assay", "reference": person, "type": "applicants", "value": {"score": 1}}
    assert flatchr.refused("POST", "{c}/search/candidate", json=body) == (403, "Insufficient scope")
    flatchr.switch(premium_cv_library=True)
    made = flatchr.post("{c}/search/candidate", body)
    assert made["message"] == {"resource_type": "attribute", "action": "created"}
    unknown = {**body, "reference": "nobody"}
    assert flatchr.refused("POST", "{c}/search/candidate", json=unknown) == (404, "Not Found")


def test_recruiters_archive_reopen_hire_and_move(flatchr: Any, applicant: str) -> None:
    where = {"applicant_id": applicant}
    flatchr.happen("hire_applicant", **where)
    flatchr.happen("archive_applicant", **where)
    row = flatchr.row(applicant)
    assert (row["hired"], row["status"], row["column"]) == (True, 0, "Hired")
    flatchr.happen("reopen_applicant", **where)
    flatchr.happen("move_applicant", **where, column_id=_column(flatchr, "Offer")["id"])
    row = flatchr.row(applicant)
    assert (row["hired"], row["status"], row["column"].strip()) == (False, 1, "Offer")
    for column in flatchr.get("{c}/columns"):
        if column["hired"]:
            flatchr.happen("edit_column", column_id=column["id"], hired=False)
    assert flatchr.happen("hire_applicant", **where) == {"column_id": None}
    assert flatchr.row(applicant)["hired"] is True
    assert "no applicant" in flatchr.refuses("hire_applicant", applicant_id="nobody")


def test_an_anonymised_applicant_stays_without_name_and_contacts(flatchr: Any, applicant: str) -> None:
    flatchr.happen("anonymise_applicant", applicant_id=applicant)
    row = flatchr.row(applicant)
    assert [row[name] for name in ("firstname", "lastname", "email", "phone")] == [None] * 4
    shown = flatchr.get(f"{{c}}/applicant/{applicant}")
    assert (shown["anonym"], "cv" in shown["candidate"]) == (True, False)


def test_a_removed_applicant_is_gone_with_everything_about_it(flatchr: Any, applicant: str) -> None:
    flatchr.happen("add_comment", applicant_id=applicant)
    flatchr.happen("send_message", applicant_id=applicant)
    acme = flatchr.sandbox.tenant.acme
    counts = len(acme.traits), len(acme.applicants), len(acme.candidates)
    flatchr.happen("remove_applicant", applicant_id=applicant)
    assert (len(acme.comments), len(acme.messages)) == (0, 0)
    assert len(acme.traits) < counts[0]
    assert len(acme.applicants) == counts[1] - 1
    assert flatchr.refused("GET", f"{{c}}/applicant/{applicant}/traits") == (404, "Not Found")
    assert applicant not in {row["applicant"] for row in flatchr.rows()}
    other = next(a.candidate_id for a in acme.applicants)
    for one in acme.applicants.where(lambda a: a.candidate_id == other):
        flatchr.happen("remove_applicant", applicant_id=one.id)
    assert other not in acme.candidates


def test_a_cv_that_is_uploaded_replaces_the_old_one(flatchr: Any, applicant: str) -> None:
    before = flatchr.get(f"{{c}}/applicant/{applicant}")["candidate"]["cv"]
    new = flatchr.happen("upload_cv", applicant_id=applicant, file_name="neu.docx")
    assert new["extension"] == "docx"
    assert flatchr.get(f"{{c}}/applicant/{applicant}")["candidate"]["cv"] != before
    assert "base64" in flatchr.refuses("upload_cv", applicant_id=applicant, data="%")


def test_recruiters_edit_people_and_the_day_they_came(flatchr: Any, applicant: str) -> None:
    column = flatchr.happen("add_column", title="Hired")["column_id"]
    flatchr.happen("edit_applicant", applicant_id=applicant, lastname="lima ", column_id=column)
    row = flatchr.row(applicant)
    assert (row["lastname"], row["column"], row["hired"]) == ("lima ", "Hired", False)
    assert flatchr.get(f"{{c}}/applicant/{applicant}")["column_id"] == column
    assert flatchr.refuses("edit_applicant", applicant_id=applicant, created_at="yesterday")


def test_people_apply_on_the_career_site(flatchr: Any) -> None:
    vacancy = flatchr.code("vacancy", "job-backend")
    made = flatchr.happen(
        "apply", vacancy_id=vacancy, firstname="Ada", lastname="Nova", email="a@mail.example"
    )
    assert flatchr.row(made["applicant_id"])["source"] == "Site carrière"
    why = flatchr.refuses("apply", vacancy_id=vacancy, firstname="A", lastname="B", offerer_id=1)
    assert why == "there is no offerer 1"
