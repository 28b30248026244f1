"""Candidates, applications, answers, interviews, tags: field by field. Source: recruitee sheet 7.1."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import VendorNonsenseError
from assay.unified.records import Application, Candidate, Interview
from assay.unified.values import Location
from assay_connectors.recruitee.mapping.answers import answer, answers
from assay_connectors.recruitee.mapping.applications import ApplicationParts, application, kinds_in
from assay_connectors.recruitee.mapping.candidates import (
    TagBook,
    candidate,
    rejection_reason,
    social_profile,
    split_name,
    tag,
    tag_names,
)
from assay_connectors.recruitee.mapping.fields import custom_fields, custom_integration_fields, value_of
from assay_connectors.recruitee.mapping.interviews import interview
from assay_connectors.recruitee.mapping.jobs import JobParts, job, job_stages, team_of
from assay_connectors.recruitee.mapping.payload import Payload, number_of
from assay_connectors.recruitee.mapping.questions import job_question, screening_question

DETAIL = "/candidates/{id}"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def person(raw: dict[str, Any]) -> Candidate:
    return candidate(Payload(raw, DETAIL))


def placed(detail: dict[str, Any], placement: dict[str, Any] | None = None, **more: Any) -> Application:
    parts = {
        "placement": Payload(placement or detail["placements"][0], DETAIL),
        "detail": Payload(detail, DETAIL),
        "stage_id": "6120004",
        "job_placements": 1,
        "hit": Payload({}, "/search"),
        "question_ids": {"Do you need a work permit?": "2201001"},
    }
    return application(ApplicationParts(**{**parts, **more}))


def met(raw: dict[str, Any], application_id: str | None = None) -> Interview:
    return interview(Payload(raw, "/interview/events"), application_id)


# --- candidates --------------------------------------------------------------------------------------


def test_the_sample_candidate_is_mapped_field_by_field(samples: Any) -> None:
    record = person(samples["candidate"])
    assert record.model_dump(exclude={"integration_fields", "remote_data"}, exclude_none=True) == {
        "remote_id": "90551220",
        "first_name": "Lena",
        "last_name": "Brandt",
        "source": "Career site, Harbor Jobs",
        "phone_numbers": [{"phone_number": "+31 6 1234 5678"}],
        "email_addresses": [{"email_address": "lena.brandt@example.org"}],
        "social_media": [
            {
                "link": "https://www.linkedin.com/in/lena-brandt-example",
                "type": "LINKEDIN",
                "username": "lena-brandt-example",
            }
        ],
        "location": {"city": "Rotterdam", "country": "NL", "raw": "Coolsingel 40, Rotterdam"},
        "custom_fields": {"Notice period": "2 months"},
        "remote_url": samples["candidate"]["adminapp_url"],
        "remote_created_at": datetime(2026, 2, 11, 8, 14, 22, 107431, tzinfo=UTC),
        "remote_updated_at": datetime(2026, 2, 12, 10, 2, 40, 553200, tzinfo=UTC),
    }
    assert record.remote_data == {DETAIL: samples["candidate"]}


def test_integration_fields_of_a_candidate_name_everything_once(samples: Any) -> None:
    fields = {
        field.key: (field.type, field.value)
        for field in person(samples["candidate"]).integration_fields or []
    }
    assert fields["Notice period"] == ("CUSTOM", "2 months")
    assert fields["address"] == ("DEFAULT", "Coolsingel 40, Rotterdam")
    assert fields["language_skill"] == ("DEFAULT", None)
    assert fields["links"] == ("DEFAULT", ["https://lena.example.org"])
    assert len(fields) == 13


def test_a_signature_that_differs_each_time_changes_no_record(samples: Any) -> None:
    again = {**samples["candidate"], "cv_url": samples["candidate"]["cv_url"].replace("d0d0", "e1e1")}
    assert person(again).integration_fields == person(samples["candidate"]).integration_fields
    assert person({**samples["candidate"], "cv_url": None}).integration_fields


def test_who_is_hidden_keeps_the_placeholder_name_alone(samples: Any) -> None:
    hidden = {**samples["candidate"], "name": "Anonymous Fox", "is_anonymous": True, "is_revealed": False}
    said = person(hidden).model_dump(exclude={"remote_data"})
    assert {name: value for name, value in said.items() if value} == {
        "remote_id": "90551220",
        "first_name": "Anonymous",
        "last_name": "Fox",
    }
    assert person({**hidden, "is_revealed": True}).source is not None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Maria de Vries", ("Anna", "Maria de Vries")),
        ("  Cher ", ("Cher", None)),
        ("", (None, None)),
        (None, (None, None)),
        ("李\u3000小龍", ("李", "小龍")),
    ],
)
def test_names_are_cut_at_the_first_blank(name: str | None, parts: tuple[str | None, str | None]) -> None:
    assert split_name(name) == parts


@given(st.text())
def test_a_split_name_loses_nothing_but_blanks(name: str) -> None:
    first, last = split_name(name)
    assert " ".join(f"{first or ''} {last or ''}".split()) == " ".join(name.split())


@pytest.mark.parametrize(
    ("sources", "code", "expected"),
    [
        ([], "career_site", "Career site"),
        ([], "manual", "Manual"),
        ([], "email", "Email"),
        ([], "import", "Import"),
        (["  "], "imported", "Import"),
        ([], "referral", "referral"),
        ([], None, None),
        (["A", " B "], "manual", "A, B"),
    ],
)
def test_the_source_is_its_names_or_how_the_candidate_came(
    samples: Any, sources: list[str], code: str | None, expected: str | None
) -> None:
    assert person({**samples["candidate"], "sources": sources, "source": code}).source == expected


@pytest.mark.parametrize(
    ("link", "kind", "username"),
    [
        ("https://www.linkedin.com/in/lena/", "LINKEDIN", "lena"),
        ("https://de.xing.com/profile/Lena", "XING", None),
        ("http://github.com/lena", "GITHUB", "lena"),
        ("https://x.com/lena", "TWITTER", "lena"),
        ("https://twitter.com/lena", "TWITTER", "lena"),
        ("https://facebook.com/lena", "FACEBOOK", None),
        ("https://instagram.com/lena", "INSTAGRAM", "lena"),
        ("https://github.com", "GITHUB", None),
        ("https://notgithub.com/lena", None, None),
        ("linkedin", None, None),
        ("http://[broken", None, None),
    ],
)
def test_profiles_are_known_by_their_host(link: str, kind: str | None, username: str | None) -> None:
    profile = social_profile(link)
    assert (profile.link, profile.type, profile.username) == (link, kind, username)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([], None),
        ([{"id": 1, "kind": "address", "values": []}], None),
        ([{"id": 1, "kind": "address", "values": [{"text": ""}]}], None),
        (
            [
                {"id": 1, "kind": "address", "values": []},
                {
                    "id": 2,
                    "kind": "address",
                    "values": [{"text": "Here", "country_code": "ZZ"}, {"text": "There"}],
                },
            ],
            Location(raw="Here", country="ZZ"),
        ),
    ],
)
def test_the_first_address_is_where_somebody_lives(
    samples: Any, fields: list[Any], place: Location | None
) -> None:
    assert person({**samples["candidate"], "fields": fields}).location == place


# --- fields ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("single_line", [{"text": "a"}], "a"),
        ("multi_line", [{"text": "a"}, {"text": "b"}], ["a", "b"]),
        ("boolean", [{"flag": False}], False),
        ("number", [{"number": "12345"}], 12345),
        ("number", [{"number": "1.5"}], 1.5),
        ("number", [{"number": "many"}], "many"),
        ("number", [{"number": 7}], 7),
        ("date", [{"date": "1990-04-30"}], "1990-04-30"),
        ("date_of_birth", [{"date": "1990-04-30"}], "1990-04-30"),
        ("salary", [{"amount": "1", "currency": "EUR"}], {"amount": "1", "currency": "EUR"}),
        ("gender", [{"value": "female"}], "female"),
        ("nationality", [{"country_code": "NL"}], "NL"),
        ("skills", [{"text": "C"}, {"text": "Rust"}], ["C", "Rust"]),
        ("language_skill", [{"language_code": "de", "level": "b2"}], {"language_code": "de", "level": "b2"}),
        ("new_kind", [{"value": 3}], 3),
        ("multi_choice", [{"value": "a"}], ["a"]),
        ("multi_choice", [], None),
        ("single_line", [{"text": ""}], None),
        (None, [], None),
    ],
)
def test_values_of_fields(kind: str | None, values: list[Any], expected: Any) -> None:
    assert value_of(Payload({"id": 1, "kind": kind, "values": values}, DETAIL)) == expected


def test_fields_of_one_name_are_numbered_by_their_ids() -> None:
    def field(id_: int | None, name: str | None, text: str) -> Payload:
        return Payload({"id": id_, "kind": "single_line", "name": name, "values": [{"text": text}]}, DETAIL)

    fields = [field(None, "A", "last"), field(9, "A", "second"), field(3, "A", "first"), field(4, None, "x")]
    assert custom_fields(fields) == {"A": "first", "A #2": "second", "A #3": "last"}
    assert [(one.id, one.label) for one in custom_integration_fields(fields)] == [
        ("A", "A"),
        ("A #2", "A"),
        ("A #3", "A"),
    ]


def test_unnamed_fields_of_one_kind_are_counted(samples: Any) -> None:
    fields = [
        {"id": number, "kind": "experience", "name": None, "values": [{"title": f"job {number}"}]}
        for number in (1, 2)
    ]
    made = person({**samples["candidate"], "fields": [*fields, {"id": 3, "name": None}]}).integration_fields
    values = {field.key: field.value for field in made or []}
    assert values["experience"] == {"title": "job 1"}
    assert values["experience #2"] == {"title": "job 2"}


@given(
    st.lists(st.dictionaries(st.sampled_from(["text", "value", "x"]), json_values, max_size=3), max_size=3)
)
def test_any_value_of_an_unknown_kind_is_handed_on(values: list[dict[str, Any]]) -> None:
    value_of(Payload({"id": 1, "kind": "to come", "values": values}, DETAIL))


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.text(max_size=6))
def test_numbers_as_text_are_finite_or_nothing(text: Any) -> None:
    number = number_of(str(text))
    assert number is None or number == number_of(str(number))


# --- tags --------------------------------------------------------------------------------------------


def test_tags_and_reasons_keep_the_vendors_object() -> None:
    raw = {"id": 660101, "name": "firmware", "taggings_count": 4}
    assert tag(Payload(raw, "/tags")).remote_data == {"/tags": raw}
    reason = rejection_reason(Payload({"id": 221001, "name": "Too far"}, "/disqualify_reasons"))
    assert (reason.remote_id, reason.name) == ("221001", "Too far")


def test_a_tag_is_found_by_hit_then_by_its_exact_name_then_by_any_case() -> None:
    book = TagBook()
    assert book.add(Payload({"id": 1, "name": "Rust"}, "/tags"))
    assert book.add(Payload({"id": 2, "name": "rust"}, "/tags"))
    assert not book.add(Payload({"id": 2, "name": "rust"}, "/tags"))
    assert [book.id_of(name) for name in ("Rust", "rust", "RUST", "C")] == ["1", "2", "1", None]
    assert book.id_of("Rust", {"Rust": "7"}) == "7"


def test_each_tag_of_a_candidate_counts_once() -> None:
    assert tag_names(Payload({"tags": ["a", "b", "a", " "]}, DETAIL)) == ["a", "b"]


# --- applications ------------------------------------------------------------------------------------


def test_the_sample_application_is_mapped_field_by_field(samples: Any) -> None:
    record = placed(samples["candidate"])
    assert record.model_dump(
        exclude={"integration_fields", "remote_data", "screening_question_answers"}, exclude_none=True
    ) == {
        "remote_id": "104770031",
        "outcome": "PENDING",
        "current_stage_id": "6120004",
        "job_id": "1840221",
        "candidate_id": "90551220",
        "custom_fields": {},
        "remote_url": samples["candidate"]["adminapp_url"],
        "remote_created_at": datetime(2026, 2, 11, 8, 14, 22, 160400, tzinfo=UTC),
        "remote_updated_at": datetime(2026, 2, 20, 13, 11, 4, 990100, tzinfo=UTC),
    }
    (given_answer,) = record.screening_question_answers or []
    assert given_answer.question.remote_id == "2201001"
    assert given_answer.answer.checked is False
    assert record.remote_data == {
        f"{DETAIL}#placements": samples["candidate"]["placements"][0],
        f"{DETAIL}#grouped_open_question_answers": samples["candidate"]["grouped_open_question_answers"][0],
    }


@pytest.mark.parametrize(
    ("keys", "outcome", "reason"),
    [
        ({"hired_at": "2026-03-01T00:00:00.000000Z"}, "HIRED", None),
        ({"disqualified_at": "2026-03-01T00:00:00.000000Z"}, "DECLINED", None),
        ({"disqualify_kind": "admin", "disqualify_reason": "Too far"}, "DECLINED", "Too far"),
        ({"disqualify_reason": "Too far", "hired_at": "2026-03-01T00:00:00.000000Z"}, "DECLINED", "Too far"),
        ({"disqualified_at": None, "disqualify_kind": None, "disqualify_reason": None}, "PENDING", None),
        ({"hired_in_this_placement": True}, "PENDING", None),
    ],
)
def test_outcomes(samples: Any, keys: dict[str, Any], outcome: str, reason: str | None) -> None:
    record = placed(samples["candidate"], {**samples["candidate"]["placements"][0], **keys})
    assert (record.outcome, record.rejection_reason_name) == (outcome, reason)
    assert (record.rejected_at is not None) == bool(keys.get("disqualified_at"))


def test_the_search_knows_when_the_detail_does_not(samples: Any) -> None:
    placement = {**samples["candidate"]["placements"][0], "disqualify_kind": "admin"}
    hit = Payload({"disqualified_at": "2026-03-01T00:00:00Z", "eeo_data_status": "requested"}, "/search")
    record = placed(samples["candidate"], placement, hit=hit)
    assert record.rejected_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert {field.key: field.value for field in record.integration_fields or []}[
        "eeo_data_status"
    ] == "requested"
    assert placed(samples["candidate"], hit=hit).rejected_at is None


def test_ungrouped_answers_belong_to_the_only_application(samples: Any) -> None:
    detail = {**samples["candidate"], "grouped_open_question_answers": []}
    assert len(placed(detail).screening_question_answers or []) == 1
    assert placed(detail, job_placements=2).screening_question_answers == []
    assert list(placed(detail).remote_data or {})[1] == f"{DETAIL}#open_question_answers"


def test_answers_to_another_job_stay_out(samples: Any) -> None:
    placement = {**samples["candidate"]["placements"][0], "offer_id": 5}
    assert placed(samples["candidate"], placement, job_placements=2).screening_question_answers == []


def test_kinds_are_read_from_the_side_car() -> None:
    references = [
        Payload(one, DETAIL)
        for one in (
            {"type": "Offer", "id": 1, "kind": "job"},
            {"type": "Offer", "id": 2},
            {"type": "Stage", "id": 3, "kind": "job"},
        )
    ]
    assert kinds_in(references) == {"1": "job"}


# --- answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [
        ({"kind": "string", "content": "a"}, "TEXT", {"content": "a"}),
        ({"kind": "text", "content": None}, "TEXT", {}),
        ({"kind": "salary", "content": "52000 EUR"}, "TEXT", {"content": "52000 EUR"}),
        ({"kind": "single_choice", "content": "Day"}, "SINGLE_SELECT", {"choice": "Day"}),
        ({"kind": "multi_choice", "multi_content": ["a", "b"]}, "MULTI_SELECT", {"choices": ["a", "b"]}),
        ({"kind": "multi_choice", "content": "a, b"}, "MULTI_SELECT", {"choices": ["a, b"]}),
        ({"kind": "multi_choice"}, "MULTI_SELECT", {"choices": []}),
        ({"kind": "boolean", "flag": True}, "BOOLEAN", {"checked": True}),
        ({"kind": "legal", "content": "Yes"}, "BOOLEAN", {"checked": True}),
        ({"kind": "boolean", "content": "false"}, "BOOLEAN", {"checked": False}),
        ({"kind": "boolean", "content": "perhaps"}, "BOOLEAN", {}),
        ({"kind": "number", "content": "4.5"}, "NUMBER", {"number": 4.5}),
        ({"kind": "number", "content": ""}, "NUMBER", {}),
        ({"kind": "date", "content": "2026-09-01"}, "DATE", {"date": datetime(2026, 9, 1, tzinfo=UTC)}),
        ({"kind": "date", "content": None}, "DATE", {}),
    ],
)
def test_answers_of_each_kind(item: dict[str, Any], kind: str, expected: dict[str, Any]) -> None:
    made = answer(Payload({"id": 1, "question": "Q?", **item}, DETAIL), {})
    assert made.question.type == kind
    assert made.answer.model_dump(exclude_none=True) == expected


@pytest.mark.parametrize(
    "item",
    [
        {"kind": "file", "file_url": "https://x.example"},
        {"kind": "video"},
        {"kind": "number", "content": "many"},
        {"kind": "date", "content": "soon"},
        {},
    ],
)
def test_what_fits_no_kind_is_handed_on_as_it_is(item: dict[str, Any]) -> None:
    raw = {"id": 1, "question": "Q?", **item}
    made = answer(Payload(raw, DETAIL), {"Q?": "7"})
    assert (made.question.type, made.answer.raw, made.question.remote_id) == ("UNKNOWN", raw, "7")


def test_texts_that_only_inform_are_no_answers() -> None:
    assert answers([Payload({"id": 1, "kind": "infobox", "question": "Read this"}, DETAIL)], {}) == []


def test_a_question_in_html_is_matched_by_its_words() -> None:
    item = Payload({"id": 1, "kind": "string", "question": "A <i>b</i>", "content": "x"}, DETAIL)
    assert answer(item, {"A b": "9"}).question.remote_id == "9"


# --- interviews --------------------------------------------------------------------------------------


def test_the_sample_interview_is_mapped_field_by_field(samples: Any) -> None:
    assert met(samples["event"], "104770031").model_dump(exclude_none=True) == {
        "remote_id": "4410077",
        "starting_at": datetime(2026, 3, 10, 13, tzinfo=UTC),
        "ending_at": datetime(2026, 3, 10, 13, 45, tzinfo=UTC),
        "video_conferencing_url": "https://meet.example/abc-defg",
        "application_id": "104770031",
        "remote_data": {"/interview/events": samples["event"]},
    }


@pytest.mark.parametrize(
    ("keys", "place", "video"),
    [
        ({"video_url": None, "location": "Room 5"}, "Room 5", None),
        ({"video_url": None, "location": "https://zoom.example/1"}, None, "https://zoom.example/1"),
        ({"location": "https://zoom.example/1"}, None, "https://meet.example/abc-defg"),
        ({"location": "  "}, None, "https://meet.example/abc-defg"),
        ({"location": "http://x see map"}, "http://x see map", "https://meet.example/abc-defg"),
        (
            {"video_url": None, "video_provider": "recruitee"},
            None,
            "https://noordzee.recruitee.com/v/e/ev4410077",
        ),
        ({"video_url": None, "video_provider": "recruitee", "kind": "phone"}, None, None),
    ],
)
def test_where_an_interview_takes_place(
    samples: Any, keys: dict[str, Any], place: str | None, video: str | None
) -> None:
    record = met({**samples["event"], **keys})
    assert (record.location.raw if record.location else None, record.video_conferencing_url) == (place, video)


@pytest.mark.parametrize("keys", [{"starts_at": None}, {"duration": None}, {"duration": 10**15}])
def test_without_start_or_length_there_is_no_end(samples: Any, keys: dict[str, Any]) -> None:
    assert met({**samples["event"], **keys}).ending_at is None


# --- nonsense ----------------------------------------------------------------------------------------


def damaged(raw: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """One key of an object holds anything at all."""
    return {**raw, data.draw(st.sampled_from(sorted(raw))): data.draw(json_values)}


def named_in(map_it: Any) -> str:
    """Where the mapping found nonsense; the record when it found none."""
    try:
        map_it()
    except VendorNonsenseError as error:
        return error.message
    return "record"


@given(data=st.data())
def test_any_damage_to_a_candidate_is_mapped_or_named(samples: Any, data: st.DataObject) -> None:
    raw = damaged(samples["candidate"], data)
    assert "record" in named_in(lambda: person(raw))
    assert "record" in named_in(lambda: placed(raw, samples["candidate"]["placements"][0]))


@given(data=st.data())
def test_any_damage_to_an_interview_is_mapped_or_named(samples: Any, data: st.DataObject) -> None:
    raw = damaged(samples["event"], data)
    assert "record" in named_in(lambda: met(raw))


@given(data=st.data())
def test_any_damage_to_a_job_is_mapped_or_named(samples: Any, data: st.DataObject) -> None:
    offer = Payload(damaged(samples["offer"], data), "/offers/{id}")
    assert "record" in named_in(lambda: job(JobParts(offer=offer)))
    assert "record" in named_in(lambda: list(job_stages(offer)))
    assert re.search("record|admins", named_in(lambda: team_of(offer)))


@given(data=st.data())
def test_any_damage_to_a_question_is_mapped_or_named(samples: Any, data: st.DataObject) -> None:
    question = Payload(damaged(samples["careers"]["open_questions"][2], data), "/api/offers/")
    assert "record" in named_in(lambda: screening_question(question))
    assert "record" in named_in(lambda: job_question(question, "1"))
