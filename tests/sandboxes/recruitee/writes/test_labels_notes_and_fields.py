from typing import Any

import pytest


def _tags(recruitee: Any, method: str, candidate_id: int, *names: str) -> list[str]:
    response = recruitee.call(method, f"/candidates/{candidate_id}/tags", {"tags": list(names)})
    assert response.status_code == (201 if method == "POST" else 200), response.text
    return [tag["name"] for tag in response.json()["tags"]]


def _company_tags(recruitee: Any) -> list[str]:
    return [tag["name"] for tag in recruitee.get("/tags")["tags"]]


def test_a_new_tag_is_made_and_put(recruitee: Any) -> None:
    made = recruitee.candidate()
    assert _tags(recruitee, "POST", made["id"], "firmware") == ["firmware"]
    after = recruitee.read(made["id"])
    assert after["tags"] == ["firmware"]
    assert after["updated_at"] > made["updated_at"]
    assert "firmware" in _company_tags(recruitee)


def test_a_tag_is_put_once_and_told_apart_by_case(recruitee: Any) -> None:
    made = recruitee.candidate(tags=["firmware"])
    before = recruitee.read(made["id"])
    assert _tags(recruitee, "POST", made["id"], "firmware") == ["firmware"]
    assert recruitee.read(made["id"])["updated_at"] == before["updated_at"]
    assert _tags(recruitee, "POST", made["id"], "Firmware") == ["firmware", "Firmware"]


def test_no_tags_change_nothing(recruitee: Any) -> None:
    made = recruitee.candidate(tags=["firmware"])
    assert _tags(recruitee, "POST", made["id"]) == ["firmware"]


def test_a_tag_taken_off_stays_in_the_company(recruitee: Any) -> None:
    made = recruitee.candidate(tags=["firmware"])
    assert _tags(recruitee, "DELETE", made["id"], "firmware", "never put") == []
    assert recruitee.read(made["id"])["tags"] == []
    assert "firmware" in _company_tags(recruitee)


def test_blank_names_are_refused(recruitee: Any) -> None:
    path = f"/candidates/{recruitee.candidate()['id']}"
    assert recruitee.errors("POST", path + "/tags", {"tags": [" "]}) == ["Tags can't be blank"]
    assert recruitee.errors("POST", path + "/sources", {"sources": [""]}) == ["Sources can't be blank"]
    assert recruitee.errors("POST", "/sources", {"source": {}}) == ["Name can't be blank"]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_tags_are_put_in_bulk(recruitee: Any, method: str) -> None:
    people = [recruitee.candidate()["id"] for _ in range(2)]
    answer = recruitee.ok(method, "/bulk/candidates/tags", {"candidates": people, "tags": ["a", "b"]})
    assert len(answer["uuid"]) == 36
    assert [recruitee.read(person)["tags"] for person in people] == [["a", "b"], ["a", "b"]]


def test_sources_are_added_by_name_and_made_where_missing(recruitee: Any) -> None:
    made = recruitee.candidate(sources=["LinkedIn"])
    path = f"/candidates/{made['id']}/sources"
    recruitee.made(path, {"sources": ["Harbor Jobs", "LinkedIn"]})
    assert recruitee.read(made["id"])["sources"] == ["LinkedIn", "Harbor Jobs"]
    assert "Harbor Jobs" in [source["name"] for source in recruitee.get("/sources")["sources"]]
    before = recruitee.read(made["id"])["updated_at"]
    recruitee.made(path, {"sources": ["LinkedIn"]})
    assert recruitee.read(made["id"])["updated_at"] == before


def test_a_source_of_the_company_exists_once(recruitee: Any) -> None:
    first = recruitee.made("/sources", {"source": {"name": "Harbor Jobs"}})["source"]
    assert recruitee.made("/sources", {"source": {"name": "Harbor Jobs"}})["source"] == first


# --- notes ---


def _note(recruitee: Any, **note: Any) -> Any:
    made = recruitee.candidate()
    return recruitee.made(f"/candidates/{made['id']}/notes", {"note": note})["note"]


def test_a_note_keeps_its_text_and_escapes_it_in_html(recruitee: Any) -> None:
    text = "Did <b>well</b>,\nnext week"
    note = _note(recruitee, body=text, visibility={"level": "public"})
    assert (note["body"], note["body_html"]) == (text, "Did &lt;b&gt;well&lt;/b&gt;,<br>next week")
    assert note["admin_id"] == recruitee.get("/admin")["admin"]["id"]
    listed = recruitee.get(f"/candidates/{note['candidate_id']}/notes")["notes"]
    assert listed == [note]


def test_a_note_moves_the_last_activity_alone(recruitee: Any) -> None:
    made = recruitee.candidate()
    recruitee.made(f"/candidates/{made['id']}/notes", {"note": {"body": "x"}})
    after = recruitee.read(made["id"])
    assert after["updated_at"] == made["updated_at"]
    assert after["last_activity_at"] > made["last_activity_at"]


def test_a_note_may_be_a_tree(recruitee: Any) -> None:
    leaves = [{"type": "text", "text": "Very "}, {"type": "text", "text": "good"}, {"type": "hardBreak"}]
    paragraph = {"type": "paragraph", "content": leaves}
    tree = {"doc": {"type": "doc", "content": [paragraph, {"type": "paragraph"}, "stray"]}}
    note = _note(recruitee, body_json=tree)
    assert (note["body"], note["body_json"]) == ("Very good\n", tree)


@pytest.mark.parametrize(
    "note", [{}, {"body": ""}, {"body_json": {}}, {"body_json": {"doc": {"content": 3}}}]
)
def test_a_note_says_something(recruitee: Any, note: dict[str, Any]) -> None:
    path = f"/candidates/{recruitee.candidate()['id']}/notes"
    assert recruitee.errors("POST", path, {"note": note}) == ["Body can't be blank"]


def test_a_note_is_edited_pinned_and_deleted(recruitee: Any) -> None:
    note = _note(recruitee, body="First")
    path = f"/notes/{note['id']}"
    edited = recruitee.ok("PATCH", path, {"note": {"body": "Second"}})["note"]
    assert (edited["body"], edited["updated_at"] > note["updated_at"]) == ("Second", True)
    assert recruitee.ok("PATCH", path + "/pin")["note"]["pinned_at"] is not None
    assert recruitee.ok("PATCH", path + "/unpin")["note"]["pinned_at"] is None
    assert recruitee.ok("DELETE", path)["note"]["body"] == "Second"
    assert recruitee.refused("DELETE", path)[0] == 404


def test_a_private_note_is_for_those_named(recruitee: Any) -> None:
    offer = next(offer for offer in recruitee.account.offers if offer.kind == "job")
    body = {"note": {"body": "Salary"}}
    note = recruitee.made(f"/offers/{offer.id}/notes", body)["note"]
    assert (note["offer_id"], note["candidate_id"]) == (offer.id, None)
    path = f"/notes/{note['id']}"
    private = {"note": {"body": "Salary", "visibility": {"level": "private"}}}
    assert recruitee.ok("PATCH", path, private)["note"]["visibility"]["level"] == "private"
    recruitee.grant(role="recruiter_assigned")
    assert recruitee.refused("PATCH", path + "/pin")[0] == 403


# --- profile fields ---


def _field(recruitee: Any, candidate_id: int, **field: Any) -> Any:
    return recruitee.made(f"/custom_fields/candidates/{candidate_id}/fields", {"field": field})["field"]


def test_a_field_is_made_anew_each_time_and_edited_by_its_id(recruitee: Any) -> None:
    made = recruitee.candidate()
    score = {"kind": "single_line", "name": "Acme: Score", "values": [{"text": "87"}]}
    first, second = _field(recruitee, made["id"], **score), _field(recruitee, made["id"], **score)
    assert first["id"] != second["id"]
    assert (first["fixed"], first["origin"], first["visibility"]["level"]) == (None, "admin", "public")
    path = f"/custom_fields/candidates/fields/{first['id']}"
    edited = recruitee.ok("PATCH", path, {"field": {"values": [{"text": "90"}]}})["field"]
    assert edited["values"] == [{"text": "90"}]
    shown = [field for field in recruitee.read(made["id"])["fields"] if field["name"] == "Acme: Score"]
    assert [field["values"] for field in shown] == [[{"text": "90"}], [{"text": "87"}]]


GOOD = [
    ("multi_line", [{"text": "a\nb"}]),
    ("boolean", [{"flag": False}]),
    ("number", [{"number": "12345"}]),
    ("date", [{"date": "2026-04-30"}]),
    ("date_of_birth", [{"date": "1990-04-30"}]),
    ("salary", [{"amount": "52000", "currency": "EUR"}]),
    ("gender", [{"value": "x"}]),
    ("nationality", [{"country_code": "NL"}]),
    ("skills", [{"text": "C"}, {"text": "Rust"}]),
    ("experience", [{"title": "Engineer", "company": "Oldco"}]),
    ("education", [{"school": "Delft", "end_date": None}]),
]


@pytest.mark.parametrize(("kind", "values"), GOOD)
def test_every_kind_has_its_own_values(recruitee: Any, kind: str, values: list[Any]) -> None:
    made = recruitee.candidate()
    assert _field(recruitee, made["id"], kind=kind, name="F", values=values)["values"] == values


def test_numbers_are_kept_as_texts_and_unknown_members_dropped(recruitee: Any) -> None:
    made = recruitee.candidate()
    field = _field(recruitee, made["id"], kind="number", name="F", values=[{"number": 5, "x": 1}])
    assert field["values"] == [{"number": "5"}]


BAD = [
    ("single_line", [{"flag": True}], "is invalid"),
    ("single_line", [{"text": 3}], "is invalid"),
    ("boolean", [{"flag": "true"}], "is invalid"),
    ("number", [{"number": "many"}], "is not a number"),
    ("number", [{"number": None}], "is not a number"),
    ("date", [{"date": "30.04.2026"}], "is not a date"),
    ("date", [{"date": 3}], "is not a date"),
    ("salary", [{"amount": "3"}], "is invalid"),
    ("experience", [{"job": "x"}], "is invalid"),
]


@pytest.mark.parametrize(("kind", "values", "problem"), BAD)
def test_values_that_do_not_fit_are_refused(
    recruitee: Any, kind: str, values: list[Any], problem: str
) -> None:
    path = f"/custom_fields/candidates/{recruitee.candidate()['id']}/fields"
    body = {"field": {"kind": kind, "name": "F", "values": values}}
    assert recruitee.errors("POST", path, body) == [f"Values {problem}"]


def test_some_kinds_need_a_name_and_unknown_kinds_are_refused(recruitee: Any) -> None:
    made = recruitee.candidate()
    path = f"/custom_fields/candidates/{made['id']}/fields"
    nameless = {"field": {"kind": "single_line", "values": []}}
    assert recruitee.errors("POST", path, nameless) == ["Name can't be blank"]
    assert _field(recruitee, made["id"], kind="address", values=[{"text": "Delft"}])["name"] is None
    odd = {"field": {"kind": "aura", "values": []}}
    assert recruitee.errors("POST", path, odd) == ["Kind is not included in the list"]


def test_a_field_may_be_for_some_eyes_only(recruitee: Any) -> None:
    made = recruitee.candidate()
    visibility = {"level": "private", "admin_ids": [7]}
    field = _field(recruitee, made["id"], kind="skills", values=[], visibility=visibility)
    assert field["visibility"] == {"level": "private", "admin_ids": [7], "role_ids": []}


def test_fields_of_choice_keep_whatever_they_hold(recruitee: Any) -> None:
    made = recruitee.candidate()
    held = [{"options": ["a", 1]}]
    set_by_hand = recruitee.happen(
        "set_profile_field", candidate_id=made["id"], kind="dropdown", name="Size", values=held
    )
    path = f"/custom_fields/candidates/fields/{set_by_hand['field_id']}"
    assert recruitee.ok("PATCH", path, {"field": {"values": held}})["field"]["values"] == held
    again = recruitee.happen(
        "set_profile_field", candidate_id=made["id"], kind="dropdown", name="Size", values=[]
    )
    assert again == set_by_hand


def test_unknown_and_hidden_fields_cannot_be_edited(recruitee: Any) -> None:
    body: dict[str, Any] = {"field": {"values": []}}
    path = "/custom_fields/candidates/fields/"
    assert recruitee.refused("PATCH", path + "1", body)[0] == 404
    made = recruitee.candidate()
    field = _field(recruitee, made["id"], kind="skills", values=[])
    recruitee.grant(role="recruiter_assigned")
    assert recruitee.refused("PATCH", f"{path}{field['id']}", body)[0] == 403
