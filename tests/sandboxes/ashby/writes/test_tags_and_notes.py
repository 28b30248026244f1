from typing import Any

import pytest

from assay_sandboxes.ashby.writing.notes import without_other_elements


def test_a_known_title_returns_the_existing_tag(ashby: Any) -> None:
    tag = ashby.ok("/candidateTag.create", title="Shortlist")

    assert ashby.ok("/candidateTag.create", title="Shortlist") == tag
    assert ashby.ok("/candidateTag.create", title="shortlist")["id"] != tag["id"]


def test_an_archived_tag_is_returned_as_archived(ashby: Any) -> None:
    tag = ashby.ok("/candidateTag.create", title="Shortlist")
    assert ashby.ok("/candidateTag.archive", tagId=tag["id"])["isArchived"] is True

    again = ashby.ok("/candidateTag.create", title="Shortlist")

    assert again == {**tag, "isArchived": True}
    assert ashby.ok("/candidateTag.archive", tagId=tag["id"]) == again


def test_a_tag_is_added_once_and_removed(ashby: Any) -> None:
    candidate = ashby.candidate()
    ids = {"candidateId": candidate["id"], "tagId": ashby.first("tags").id}

    tagged = ashby.ok("/candidate.addTag", **ids)
    assert [tag["id"] for tag in tagged["tags"]] == [ids["tagId"]]
    assert tagged["updatedAt"] > candidate["updatedAt"]
    assert ashby.ok("/candidate.addTag", **ids) == tagged
    assert ashby.ok("/candidate.removeTag", **ids)["tags"] == []
    assert ashby.ok("/candidate.removeTag", **ids)["tags"] == []


def test_tagging_needs_candidate_and_tag(ashby: Any) -> None:
    candidate = ashby.candidate()

    lost = {"candidateId": ashby.unknown, "tagId": ashby.unknown}
    assert ashby.refused("/candidate.addTag", **lost) == "candidate_not_found"
    half = {"candidateId": candidate["id"], "tagId": ashby.unknown}
    assert ashby.refused("/candidate.addTag", **half) == "candidate_tag_not_found"
    assert ashby.refused("/candidateTag.archive", tagId="strong") == "invalid_input"
    assert ashby.refused("/candidateTag.create", title="  ") == "invalid_input"


def test_a_note_is_text_or_typed_text(ashby: Any) -> None:
    candidate = ashby.candidate()
    plain = ashby.ok("/candidate.createNote", candidateId=candidate["id"], note="1 < 2 <b>")
    typed = ashby.ok(
        "/candidate.createNote",
        candidateId=candidate["id"],
        note={"type": "text/plain", "value": "Passed."},
        createdAt="2026-05-20T07:30:00Z",
    )

    assert plain["content"] == "1 < 2 <b>"
    assert typed["createdAt"] == "2026-05-20T07:30:00.000Z"
    assert typed["isPrivate"] is False
    assert typed["author"]["firstName"] == "API"
    listed = ashby.ok("/candidate.listNotes", candidateId=candidate["id"])
    assert {note["id"] for note in listed} == {plain["id"], typed["id"]}


def test_a_note_of_html_keeps_only_simple_elements(ashby: Any) -> None:
    note = {"type": "text/html", "value": '<p onclick="x">A <b class="y">bold</b> word</p>'}

    made = ashby.ok("/candidate.createNote", candidateId=ashby.candidate()["id"], note=note)

    assert made["content"] == "A <b>bold</b> word"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (
            '<a href="https://a.example/?a=1&b=2" target="_blank">x</a>',
            '<a href="https://a.example/?a=1&amp;b=2">x</a>',
        ),
        ("<script>alert(1)</script>fine<style>p{}</style>", "fine"),
        ("</script>1 &lt; 2", "1 &lt; 2"),
        ("<ul><li>one</li></ul><br/><div>two</div>", "<ul><li>one</li></ul>two"),
        ("<a>nowhere</a>", "<a>nowhere</a>"),
    ],
)
def test_other_elements_are_stripped(html: str, kept: str) -> None:
    assert without_other_elements(html) == kept


def test_a_note_must_say_something(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    empty = (
        "",
        "  ",
        {"type": "text/html", "value": "<script>x</script>"},
        {"type": "text/rtf", "value": "x"},
    )

    for note in empty:
        assert ashby.refused("/candidate.createNote", candidateId=candidate_id, note=note) == "invalid_input"
    assert ashby.refused("/candidate.createNote", candidateId=candidate_id) == "invalid_input"
    assert (
        ashby.refused("/candidate.createNote", candidateId=ashby.unknown, note="x") == "candidate_not_found"
    )


def test_notes_are_not_idempotent(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]
    for _ in range(2):
        ashby.ok("/candidate.createNote", candidateId=candidate_id, note="Same")

    assert len(ashby.ok("/candidate.listNotes", candidateId=candidate_id)) == 2


def test_private_notes_need_the_switch(ashby: Any) -> None:
    private = {"candidateId": ashby.candidate()["id"], "note": "Hush", "isPrivate": True}
    assert ashby.ok("/candidate.createNote", **private)["isPrivate"] is True

    ashby.grant(without_switches=("private_fields",))
    assert ashby.refused("/candidate.createNote", **private) == "invalid_input"


@pytest.mark.parametrize("email", ["ines@acme.test", None])
def test_a_note_on_behalf_of_a_user_is_theirs(ashby: Any, email: str | None) -> None:
    user = ashby.first("users")
    user.email = email
    body = {"candidateId": ashby.candidate()["id"], "note": "Mine"}

    note = ashby.post("/candidate.createNote", body, headers={"X-On-Behalf-Of": user.id}).json()["results"]

    assert note["author"]["id"] == user.id
    assert note["author"].get("email") == email
