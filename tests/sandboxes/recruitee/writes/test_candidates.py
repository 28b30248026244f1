from typing import Any

import pytest


def test_a_person_is_created_as_sent_and_belongs_to_the_owner_of_the_token(recruitee: Any) -> None:
    body = {
        "candidate": {
            "name": "Lena Brandt",
            "emails": ["lena.brandt@example.org"],
            "phones": ["+31 6 1234 5678"],
            "social_links": ["https://www.linkedin.com/in/lena"],
            "links": ["https://lena.example"],
            "cover_letter": "Hello",
            "sources": ["Harbor Jobs"],
            "tags": ["firmware"],
            "custom_fields": [{"label": "Shoe size", "values": ["39"]}],
        }
    }
    made = recruitee.made("/candidates", body)["candidate"]
    read = recruitee.read(made["id"])
    for name in ("name", "emails", "phones", "social_links", "links", "cover_letter", "sources", "tags"):
        assert read[name] == body["candidate"][name]
    assert [field["values"] for field in read["fields"] if field["name"] == "Shoe size"] == [[{"text": "39"}]]
    assert read["source"] == "manual"
    assert read["admin_id"] == recruitee.get("/admin")["admin"]["id"]


@pytest.mark.parametrize("name", [{}, {"name": None}, {"name": " "}])
def test_a_person_needs_a_name(recruitee: Any, name: dict[str, Any]) -> None:
    status, answer = recruitee.refused("POST", "/candidates", {"candidate": name})
    assert status == 422
    assert answer == {"error": ["Name can't be blank"], "error_fields": {"name": ["can't be blank"]}}


def test_the_answer_to_a_creation_does_not_show_the_placements_yet(recruitee: Any) -> None:
    body = {"candidate": {"name": "Lena Brandt"}, "offers": [recruitee.offer().id]}
    made = recruitee.made("/candidates", body)["candidate"]
    assert made["placements"] == []
    placement = recruitee.placement(made["id"])
    assert placement["offer_id"] == recruitee.offer().id
    assert placement["stage_id"] == recruitee.stage("apply").id


def test_a_creation_on_a_job_shows_the_placement_at_once(recruitee: Any) -> None:
    offer = recruitee.offer()
    body = {"candidate": {"name": "Lena Brandt"}}
    made = recruitee.made(f"/offers/{offer.id}/candidates", body)["candidate"]
    assert [placement["offer_id"] for placement in made["placements"]] == [offer.id]


def test_placements_may_take_a_few_reads_to_show(recruitee: Any) -> None:
    recruitee.setting(placement_lag_calls=2)
    body = {"candidate": {"name": "Lena Brandt"}, "offers": [recruitee.offer().id]}
    candidate_id = recruitee.made("/candidates", body)["candidate"]["id"]
    assert [len(recruitee.read(candidate_id)["placements"]) for _ in range(3)] == [0, 0, 1]


def test_placements_may_never_come_to_be(recruitee: Any) -> None:
    recruitee.setting(lost_placements=True)
    assert recruitee.placed()["placements"] == []


def test_a_person_on_an_unknown_job_is_refused_and_not_made(recruitee: Any) -> None:
    before = len(recruitee.account.candidates)
    body = {"candidate": {"name": "Lena"}, "offers": [recruitee.unknown]}
    assert recruitee.errors("POST", "/candidates", body) == ["Offer must exist"]
    assert len(recruitee.account.candidates) == before


def test_a_creation_answers_200_by_setting(recruitee: Any) -> None:
    recruitee.setting(created_status=200)
    recruitee.ok("POST", "/candidates", {"candidate": {"name": "Lena"}}, status=200)


def test_a_known_address_makes_a_second_person_and_each_names_the_other_later(recruitee: Any) -> None:
    first = recruitee.candidate(emails=["Lena@example.org"])
    before = recruitee.read(first["id"])
    second = recruitee.candidate(emails=["lena@example.org"])
    assert second["id"] != first["id"]
    assert second["duplicates"] == []
    after = recruitee.read(first["id"])
    assert recruitee.read(second["id"])["duplicates"] == [first["id"]]
    assert after["duplicates"] == [second["id"]]
    assert after["updated_at"] == before["updated_at"]


def test_people_without_address_are_nobodys_twins(recruitee: Any) -> None:
    first, second = recruitee.candidate(), recruitee.candidate(emails=[""])
    recruitee.candidate(emails=[" "])
    assert recruitee.read(first["id"])["duplicates"] == recruitee.read(second["id"])["duplicates"] == []


def test_a_cv_behind_a_link_comes_later(recruitee: Any) -> None:
    made = recruitee.candidate(remote_cv_url="https://files.assay.test/cv.pdf")
    assert (made["cv_processing_status"], made["cv_original_url"]) == ("pending", None)
    recruitee.advance(4)
    read = recruitee.read(made["id"])
    assert read["cv_processing_status"] == "ok"
    assert recruitee.content(read["cv_original_url"]).startswith(b"%PDF")


def test_an_edit_replaces_whole_lists_and_leaves_the_rest(recruitee: Any) -> None:
    made = recruitee.candidate(emails=["a@example.org", "b@example.org"], phones=["1"], cover_letter="Hello")
    body = {"candidate": {"emails": ["c@example.org"], "name": "Lena B."}}
    edited = recruitee.ok("PATCH", f"/candidates/{made['id']}", body)["candidate"]
    assert (edited["name"], edited["emails"], edited["phones"]) == ("Lena B.", ["c@example.org"], ["1"])
    assert edited["updated_at"] > made["updated_at"]
    body = {"candidate": {"cover_letter": None, "remote_cv_url": "https://files.assay.test/letter.txt"}}
    edited = recruitee.ok("PATCH", f"/candidates/{made['id']}", body)["candidate"]
    assert (edited["cover_letter"], edited["cv_processing_status"]) == (None, "pending")


def test_an_edit_cannot_blank_the_name(recruitee: Any) -> None:
    made = recruitee.candidate()
    body = {"candidate": {"name": ""}}
    assert recruitee.errors("PATCH", f"/candidates/{made['id']}", body) == ["Name can't be blank"]


def test_a_deleted_person_is_shown_once_more_and_then_not_found(recruitee: Any) -> None:
    made = recruitee.placed()
    gone = recruitee.ok("DELETE", f"/candidates/{made['id']}")["candidate"]
    assert gone["deleted_at"] is not None
    assert gone["deleted_by_kind"] == "admin"
    assert recruitee.refused("GET", f"/candidates/{made['id']}")[0] == 404
    assert recruitee.refused("DELETE", f"/candidates/{made['id']}")[0] == 404


def test_a_deleted_person_can_be_restored_under_the_same_id(recruitee: Any) -> None:
    made = recruitee.placed()
    assert "not deleted" in recruitee.wrong("restore_candidate", candidate_id=made["id"])
    recruitee.happen("delete_candidate", candidate_id=made["id"])
    assert "is deleted" in recruitee.wrong("delete_candidate", candidate_id=made["id"])
    recruitee.happen("restore_candidate", candidate_id=made["id"])
    assert len(recruitee.read(made["id"])["placements"]) == 1


def test_a_merge_folds_people_into_one_and_the_other_ids_vanish(recruitee: Any) -> None:
    first, second = recruitee.offer(), recruitee.offer("internal")
    kept = recruitee.placed(first, emails=["kept@example.org"], tags=["a"])
    gone = recruitee.placed(second, emails=["gone@example.org"], tags=["a", "b"], cover_letter="Hello")
    recruitee.upload(gone["id"], "certificate.pdf")
    cv = recruitee.upload(gone["id"], "cv.pdf")
    recruitee.ok("PATCH", f"/candidates/{gone['id']}/set_as_cv/{cv['id']}")
    recruitee.made(f"/candidates/{gone['id']}/notes", {"note": {"body": "Seen"}})
    merged = recruitee.ok("PATCH", f"/candidates/{kept['id']}/merge", {"ids": [gone["id"]]})["candidate"]
    assert [one["offer_id"] for one in merged["placements"]] == [first.id, second.id]
    assert (merged["emails"], merged["tags"]) == (["kept@example.org", "gone@example.org"], ["a", "b"])
    assert (merged["cover_letter"], merged["notes_count"]) == ("Hello", 1)
    assert merged["cv_original_url"] is not None
    assert recruitee.attachments(kept["id"]) == ["certificate.pdf"]
    assert recruitee.refused("GET", f"/candidates/{gone['id']}")[0] == 404


def test_of_two_placements_on_one_job_a_merge_keeps_one(recruitee: Any) -> None:
    kept, gone = recruitee.placed(emails=["x@example.org"]), recruitee.placed(emails=["x@example.org"])
    third = recruitee.candidate(emails=["x@example.org"])
    for person in (kept, gone):
        cv = recruitee.upload(person["id"], "cv.pdf")
        recruitee.ok("PATCH", f"/candidates/{person['id']}/set_as_cv/{cv['id']}")
    recruitee.happen("schedule_interview", placement_id=gone["placements"][0]["id"])
    recruitee.happen("merge_candidates", candidate_id=gone["id"], into_candidate_id=kept["id"])
    merged = recruitee.read(kept["id"])
    assert [one["id"] for one in merged["placements"]] == [kept["placements"][0]["id"]]
    assert (merged["events_count"], len(recruitee.attachments(kept["id"]))) == (1, 1)
    assert merged["duplicates"] == recruitee.read(kept["id"])["duplicates"] == [third["id"]]


def test_a_merge_keeps_what_the_surviving_record_has(recruitee: Any) -> None:
    kept, gone = recruitee.candidate(cover_letter="Mine"), recruitee.candidate(cover_letter="Yours")
    recruitee.happen("merge_candidates", candidate_id=gone["id"], into_candidate_id=kept["id"])
    merged = recruitee.read(kept["id"])
    assert (merged["cover_letter"], merged["cv_original_url"]) == ("Mine", None)


def test_a_person_cannot_be_merged_into_itself_or_with_nobody(recruitee: Any) -> None:
    made = recruitee.candidate()
    path = f"/candidates/{made['id']}/merge"
    assert recruitee.errors("PATCH", path, {"ids": [made["id"]]}) == ["Ids is invalid"]
    assert recruitee.errors("PATCH", path, {"ids": [recruitee.unknown]}) == ["Candidate must exist"]
    assert "itself" in recruitee.wrong(
        "merge_candidates", candidate_id=made["id"], into_candidate_id=made["id"]
    )


def test_the_end_of_consent_is_set_and_read_back(recruitee: Any) -> None:
    made = recruitee.candidate()
    path = f"/gdpr/candidates/{made['id']}/set_gdpr_custom_expires_at"
    body = {"gdpr_custom_expires_at": "2027-02-11T00:00:00.000000Z"}
    answer = recruitee.ok("POST", path, body)["candidate"]
    assert answer["gdpr_expires_at"] == "2027-02-11T00:00:00.000000Z"
    assert recruitee.read(made["id"])["gdpr_expires_at"] == "2027-02-11T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "can't be blank"),
        ({"gdpr_custom_expires_at": "2020-01-01T00:00:00Z"}, "must be in the future"),
        ({"gdpr_custom_expires_at": "soon"}, "is invalid"),
        ({"gdpr_custom_expires_at": "0001-01-01T00:00:00+14:00"}, "is invalid"),
    ],
)
def test_an_end_of_consent_must_be_a_moment_to_come(
    recruitee: Any, given: dict[str, Any], problem: str
) -> None:
    made = recruitee.candidate()
    path = f"/gdpr/candidates/{made['id']}/set_gdpr_custom_expires_at"
    assert recruitee.errors("POST", path, given) == [f"Gdpr custom expires at {problem}"]
