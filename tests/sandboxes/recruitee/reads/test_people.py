from datetime import datetime
from typing import Any

import pytest

from assay_company import load

ONLY_IN_DETAILS = (
    "tags",
    "sources",
    "links",
    "social_links",
    "fields",
    "open_question_answers",
    "grouped_open_question_answers",
    "gdpr_expires_at",
    "cv_url",
)
DISQUALIFY_KEYS = {"disqualify_kind", "disqualify_reason", "disqualified_at"}


def _ids(recruitee: Any, **query: Any) -> list[int]:
    return [candidate["id"] for candidate in recruitee.ok("/candidates", **query)["candidates"]]


def _everybody(recruitee: Any) -> list[Any]:
    return [recruitee.candidate(row["_key"].removeprefix("candidate-")) for row in load().rows("candidates")]


def test_listed_people_lack_what_only_details_say(recruitee: Any) -> None:
    answer = recruitee.ok("/candidates", limit=1000)
    assert len(answer["candidates"]) == 230
    for candidate in answer["candidates"]:
        assert not set(ONLY_IN_DETAILS) & set(candidate)
    assert {reference["type"] for reference in answer["references"]} == {
        "Offer",
        "TalentPool",
        "Stage",
        "Admin",
    }


@pytest.mark.parametrize("limit", [7, 100, 230])
def test_offsets_lead_through_everybody_newest_first(recruitee: Any, limit: int) -> None:
    read: list[Any] = []
    while page := recruitee.ok("/candidates", limit=limit, offset=len(read))["candidates"]:
        read += page
        if len(page) < limit:
            break
    assert len({candidate["id"] for candidate in read}) == len(read) == 230
    created = [candidate["created_at"] for candidate in read]
    assert created == sorted(created, reverse=True)


def test_without_limit_come_a_hundred_or_by_setting_all(recruitee: Any) -> None:
    assert len(_ids(recruitee)) == 100
    recruitee.switch(candidates_default="all")
    assert len(_ids(recruitee)) == 230
    assert len(_ids(recruitee, offset=0)) == 100


def test_no_page_is_longer_than_a_thousand(recruitee: Any) -> None:
    recruitee.sandbox.reset()
    assert len(_ids(recruitee, limit=100_000)) == 230


@pytest.mark.parametrize(
    ("after", "moment"), [("2026-05-14T13:00:00", 1), ("2026-05-14T12:59", 1), ("nonsense", 230)]
)
def test_people_created_after_a_moment(recruitee: Any, after: str, moment: int) -> None:
    expected = [
        row for row in load().rows("candidates") if after == "nonsense" or row["remote_created_at"] >= after
    ]
    assert len(_ids(recruitee, limit=1000, created_after=after)) == len(expected)
    assert len(expected) >= moment


def test_people_are_listed_by_id_job_name_and_fate(recruitee: Any) -> None:
    marta, zoe = (recruitee.id("candidate", f"candidate-{name}") for name in ("marta", "zoe"))
    assert set(_ids(recruitee, ids=f"{marta},{zoe},1")) == {marta, zoe}
    assert _ids(recruitee, query="marta reis") == [marta]
    on_job = [row for row in load().rows("applications") if row["job_id"] == "job-cfo"]
    assert len(_ids(recruitee, offer_id=recruitee.id("offer", "job-cfo"))) == len(on_job)
    assert len(_ids(recruitee, query="chief financial")) == len(on_job)
    rejected, others = (set(_ids(recruitee, limit=1000, **{k: "1"})) for k in ("disqualified", "qualified"))
    assert rejected
    assert not rejected & others
    assert len(rejected) + len(others) == 230
    assert marta in others


def test_people_may_be_sorted_by_their_last_message(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.last_message_at = recruitee.sandbox.tenant.now
    assert _ids(recruitee, sort="by_last_message", limit=1) == [marta.id]
    assert _ids(recruitee, with_messages="true") == [marta.id]


def test_the_company_comes_back_from_its_people(recruitee: Any) -> None:
    sources = load().keyed("sources")
    for row in load().rows("candidates"):
        candidate = recruitee.candidate(row["_key"].removeprefix("candidate-"))
        assert candidate["name"].split(" ", 1) == [
            part for part in (row["first_name"], row["last_name"]) if part
        ]
        known = [item["email_address"] for item in row["email_addresses"]]
        assert candidate["emails"][: len(known)] == known
        assert candidate["phones"] == [item["phone_number"] for item in row["phone_numbers"]]
        assert candidate["social_links"] == [item["link"] for item in row["social_media"]]
        source = row.get("_source")
        assert candidate["sources"] == ([sources[source]["name"]] if source else [])
        assert candidate["created_at"][:23] + "Z" == row["remote_created_at"]
        assert candidate["updated_at"][:23] + "Z" == row["remote_updated_at"]
        assert str(candidate["id"]) in candidate["adminapp_url"]


def test_custom_fields_and_the_address_are_profile_fields(recruitee: Any) -> None:
    fields = recruitee.candidate("marta")["fields"]
    address = next(field for field in fields if field["kind"] == "address")
    assert address["values"] == [{"city": "Lisbon", "country_code": "PT", "text": "Lisbon, Portugal"}]
    named = {field["name"]: (field["kind"], field["values"]) for field in fields if field["name"]}
    assert named["Years of experience"] == ("number", [{"number": "7"}])
    assert named["Available from"] == ("date", [{"date": "2026-09-01"}])
    assert named["Willing to relocate"] == ("boolean", [{"flag": True}])
    assert named["Languages"] == ("skills", [{"text": "Português"}, {"text": "English"}])
    empty = [field for field in fields if field["id"] is None]
    assert {field["kind"] for field in empty} == {"date_of_birth", "language_skill", "salary"}
    assert all(field["values"] == [] and field["origin"] == "template" for field in empty)


def test_people_without_a_place_have_an_empty_address(recruitee: Any) -> None:
    fields = recruitee.candidate("cher")["fields"]
    (address,) = [field for field in fields if field["kind"] == "address"]
    assert (address["id"], address["values"]) == (None, [])


def test_applications_are_placements_on_jobs(recruitee: Any) -> None:
    rows = {row["_key"]: row for row in load().rows("applications")}
    placements = {
        placement["id"]: placement
        for candidate in _everybody(recruitee)
        for placement in candidate["placements"]
    }
    for key, row in rows.items():
        placement = placements[recruitee.id("placement", key)]
        assert placement["candidate_id"] == recruitee.id("candidate", row["candidate_id"])
        assert placement["offer_id"] == recruitee.id("offer", row["job_id"])
        assert placement["stage_id"] == recruitee.id("stage", row["current_stage_id"])
        assert placement["created_at"][:23] + "Z" == row["remote_created_at"]
        assert placement["updated_at"][:23] + "Z" == row["remote_updated_at"]
        assert (placement["hired_at"] is not None) == (row["outcome"] == "HIRED")
        assert placement["hired_in_this_placement"] is False
        if row["outcome"] == "DECLINED":
            assert placement["disqualify_reason"] == row["rejection_reason_name"]
            assert placement["disqualified_at"][:23] + "Z" == row["rejected_at"]
        else:
            assert not DISQUALIFY_KEYS & set(placement)
    assert len(placements) == len(rows) + 2


def test_older_placements_do_not_say_when_they_were_disqualified(recruitee: Any) -> None:
    recruitee.switch(disqualified_at=False)
    placement = recruitee.candidate("oemer")["placements"][0]
    assert DISQUALIFY_KEYS & set(placement) == {"disqualify_kind", "disqualify_reason"}


def test_people_who_withdrew_are_disqualified_in_another_way(recruitee: Any) -> None:
    reasons = {row["_key"]: row["_side"] for row in load().rows("rejection_reasons")}
    kinds = {
        (
            reasons[row["_reason"]],
            recruitee.sandbox.tenant.placements.get(recruitee.id("placement", row["_key"])).disqualify_kind,
        )
        for row in load().rows("applications")
        if row.get("_reason")
    }
    assert kinds == {("BY_COMPANY", "admin"), ("BY_CANDIDATE", "candidate"), ("OTHER", "admin")}


@pytest.mark.parametrize("key", ["talent_pool_id", "offer_id"])
def test_placements_in_a_talent_pool_are_no_applications(recruitee: Any, key: str) -> None:
    recruitee.switch(pool_placements=key)
    pool_id = recruitee.id("offer", "talent community")
    answer = recruitee.ok(f"/candidates/{recruitee.id('candidate', 'candidate-zoe')}")
    (placement,) = [one for one in answer["candidate"]["placements"] if one["stage_id"] is None]
    other = "offer_id" if key == "talent_pool_id" else "talent_pool_id"
    assert (placement[key], placement[other]) == (pool_id, None)
    (reference,) = [one for one in answer["references"] if one["id"] == pool_id]
    assert reference["kind"] == "talent_pool"
    assert reference["type"] == ("TalentPool" if key == "talent_pool_id" else "Offer")


def test_answers_come_per_job_and_all_in_one_list(recruitee: Any) -> None:
    questions = load().keyed("screening_questions")
    people = {candidate["id"]: candidate for candidate in _everybody(recruitee)}
    seen: set[str] = set()
    for row in load().rows("applications"):
        candidate = people[recruitee.id("candidate", row["candidate_id"])]
        offer_id = recruitee.id("offer", row["job_id"])
        groups = [g for g in candidate["grouped_open_question_answers"] if g["offer"]["id"] == offer_id]
        if not row["screening_question_answers"]:
            assert groups == []
            continue
        (group,) = groups
        answers = group["open_question_answers"]
        assert [answer["question"] for answer in answers] == [
            questions[key]["title"] for key in row["_answers"]
        ]
        assert all(answer in candidate["open_question_answers"] for answer in answers)
        for answer, item in zip(answers, row["screening_question_answers"], strict=True):
            seen.add(answer["kind"])
            if answer["kind"] == "video":
                assert answer["file_url"].endswith(".mp4")
            else:
                assert _said(answer) == item["answer"]
    assert seen == {"single_choice", "multi_choice", "text", "string", "boolean", "number", "date", "video"}


def _said(answer: Any) -> Any:
    """An answer in unified words, as recruitee sheet 7.1 reads it."""
    said: dict[str, Any] = {"content": answer["content"]}
    match answer["kind"]:
        case "single_choice":
            said = {"choice": answer["content"]}
        case "multi_choice":
            said = {"choices": answer["multi_content"]}
        case "boolean":
            said = {"checked": answer["flag"]}
        case "number":
            said = {"number": float(answer["content"])}
        case "date":
            said = {"date": answer["content"] + "T00:00:00.000Z"}
    return said


def test_tags_are_names_in_details(recruitee: Any) -> None:
    names = {row["_key"]: row["name"] for row in load().rows("tags")}
    tagged: dict[str, set[str]] = {}
    for join in load().rows("join_candidates_tags"):
        tagged.setdefault(join["candidate_id"], set()).add(names[join["tag_id"]])
    for key, tags in tagged.items():
        assert set(recruitee.candidate(key.removeprefix("candidate-"))["tags"]) == tags


def test_the_last_activity_is_never_before_a_change(recruitee: Any) -> None:
    for candidate in _everybody(recruitee):
        changes = [
            candidate["updated_at"],
            *(placement["updated_at"] for placement in candidate["placements"]),
        ]
        assert candidate["last_activity_at"] >= candidate["updated_at"]
        if len(candidate["placements"]) == 1:
            assert candidate["last_activity_at"] == max(changes)


def test_consent_ends_at_midnight(recruitee: Any) -> None:
    expires = recruitee.candidate("marta")["gdpr_expires_at"]
    assert datetime.fromisoformat(expires).strftime("%H:%M:%S.%f") == "00:00:00.000000"
    assert recruitee.candidate("cher")["gdpr_expires_at"] is None


def test_references_name_people_who_left(recruitee: Any) -> None:
    answer = recruitee.ok(f"/candidates/{recruitee.id('candidate', 'candidate-misaki')}")
    (admin,) = [one for one in answer["references"] if one["type"] == "Admin"]
    assert admin["id"] == recruitee.id("admin", "user-lucia")
    assert admin["anonymized_at"] is not None


def test_the_anonymous_have_no_contacts(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.is_anonymous, marta.is_revealed = True, False
    seen = recruitee.candidate("marta")
    assert (seen["name"], seen["emails"], seen["phones"]) == ("Anonymous candidate", [], [])
    assert (seen["social_links"], seen["links"], seen["initials"]) == ([], [], "")
    (hit,) = [hit for hit in recruitee.hits() if hit["id"] == marta.id]
    assert (hit["name"], hit["emails"]) == ("Anonymous candidate", [])


def test_the_deleted_are_gone_everywhere(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.deleted_at = recruitee.sandbox.tenant.now
    assert recruitee.get(f"/candidates/{marta.id}").status_code == 404
    assert marta.id not in _ids(recruitee, limit=1000)
    assert marta.id not in [hit["id"] for hit in recruitee.hits()]
    query = {"scope": "all", "status": "past_due"}
    events = recruitee.ok("/interview/events", **query)["interview_events"]
    assert marta.id not in [event["candidate_id"] for event in events]
    event_id = recruitee.id("interview", "interview-marta-call")
    assert recruitee.get(f"/interview/events/{event_id}").status_code == 404


def test_notes_come_newest_first_by_offset(recruitee: Any) -> None:
    path = f"/candidates/{recruitee.id('candidate', 'candidate-marta')}/notes"
    notes = recruitee.ok(path)["notes"]
    assert [note["created_at"][:10] for note in notes] == ["2026-05-22", "2026-05-21"]
    assert recruitee.ok(path, limit=1, offset=1)["notes"] == notes[1:]
    assert notes[1]["body_json"]["doc"]["content"][0]["content"][0]["text"] == notes[1]["body"]
    assert recruitee.ok(path)["references"][0]["type"] == "Admin"


def test_an_address_is_known_or_not(recruitee: Any) -> None:
    marta = recruitee.id("candidate", "candidate-marta")
    assert recruitee.ok("/candidates/check_presence", email="M.Lima@work.test") == {
        "present": True,
        "ids": [marta],
    }
    assert recruitee.ok("/candidates/check_presence", email="x@y.test") == {"present": False, "ids": []}


def test_somebody_just_created_may_show_their_placements_later(recruitee: Any) -> None:
    person = recruitee.id("candidate", "candidate-marta")
    recruitee.sandbox.tenant.reads_until_placed[person] = 2
    assert [len(recruitee.candidate("marta")["placements"]) for _ in range(3)] == [0, 0, 1]


def test_a_language_has_a_name_when_it_is_read(recruitee: Any) -> None:
    marta = recruitee.sandbox.tenant.candidates.get(recruitee.id("candidate", "candidate-marta"))
    marta.fields[0].kind = "language_skill"
    marta.fields[0].values = [{"language_code": "de", "level": "fluent"}]
    (field,) = [
        field for field in recruitee.candidate("marta")["fields"] if field["kind"] == "language_skill"
    ]
    assert field["values"] == [{"language_name": "de", "language_code": "de", "level": "fluent"}]


def test_where_the_app_is_differs_by_account(recruitee: Any) -> None:
    before = recruitee.candidate("marta")["adminapp_url"], recruitee.offer("backend")["adminapp_url"]
    assert all(url.startswith("https://app.recruitee.com/#/") for url in before)
    recruitee.switch(app_host="app.tellent.com")
    after = recruitee.candidate("marta")["adminapp_url"], recruitee.offer("backend")["adminapp_url"]
    assert all(url.startswith("https://app.tellent.com/#/") for url in after)
