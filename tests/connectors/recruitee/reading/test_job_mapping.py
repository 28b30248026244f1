"""Jobs, stages, teams, questions and users: field by field. Source: recruitee sheet 7.1."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.errors import VendorNonsenseError
from assay.unified.records import Job
from assay.unified.values import Location
from assay_connectors.recruitee.mapping.jobs import (
    JobParts,
    application_stage,
    job,
    job_stages,
    stages_of,
    team_of,
)
from assay_connectors.recruitee.mapping.payload import Payload
from assay_connectors.recruitee.mapping.people import Directory, is_returned, user
from assay_connectors.recruitee.mapping.questions import (
    job_question,
    plain,
    question_format,
    questions_of,
    screening_question,
)


def mapped(offer: dict[str, Any], **parts: Any) -> Job:
    return job(JobParts(offer=Payload(offer, "/offers/{id}"), **parts))


def test_the_sample_job_is_mapped_field_by_field(samples: Any) -> None:
    record = mapped(samples["offer"], careers=samples["careers"])
    assert record.model_dump(exclude={"integration_fields", "remote_data"}, exclude_none=True) == {
        "remote_id": "1840221",
        "name": "Embedded Firmware Engineer",
        "job_code": "7kq2x",
        "description": "<p>You write firmware for harbour robots.</p>\n<ul><li>C and Rust</li></ul>",
        "weekly_hours": 40.0,
        "employment_type": "FULL_TIME",
        "status": "OPEN",
        "visibility": "PUBLIC",
        "category": "engineering",
        "department": "Engineering",
        "post_url": "https://noordzee.recruitee.com/o/embedded-firmware-engineer-rotterdam",
        "experience_level": "mid_level",
        "remote_work_status": "HYBRID",
        "salary_amount_from": 52000,
        "salary_amount_to": 68000,
        "salary_currency": "EUR",
        "salary_period": "YEAR",
        "location": {
            "city": "Rotterdam",
            "country": "NL",
            "raw": "Rotterdam, Zuid-Holland, Netherlands",
            "state": "Zuid-Holland",
            "street_1": "Havenstraat 12",
            "zip_code": "3011 AB",
        },
        "custom_fields": {"Cost centre": "CC-17"},
        "remote_url": "https://app.recruitee.com/#/offers/embedded-firmware-engineer-rotterdam",
        "opened_at": datetime(2026, 1, 15, 8, 0, 2, 113, tzinfo=UTC),
        "remote_created_at": datetime(2026, 1, 12, 9, 30, 11, 204518, tzinfo=UTC),
        "remote_updated_at": datetime(2026, 3, 2, 15, 41, 7, 880123, tzinfo=UTC),
    }
    assert record.remote_data == {"/offers/{id}": samples["offer"], "/api/offers/{slug}": samples["careers"]}


def test_integration_fields_of_a_job_are_the_customers_and_the_vendors(samples: Any) -> None:
    fields = mapped(samples["offer"]).integration_fields or []
    assert [(field.key, field.value) for field in fields if field.type == "CUSTOM"] == [
        ("Cost centre", "CC-17")
    ]
    defaults = {field.key: field.value for field in fields if field.type == "DEFAULT"}
    assert defaults["guid"] == "7kq2x"
    assert defaults["options_photo"] is None
    assert len(defaults) == 19


@pytest.mark.parametrize(
    ("status", "unified", "visibility"),
    [
        ("draft", "DRAFT", None),
        ("published", "OPEN", "PUBLIC"),
        ("internal", "OPEN", "INTERNAL"),
        ("closed", "CLOSED", None),
        ("archived", "ARCHIVED", None),
        ("frozen", "frozen", None),
        (None, None, None),
    ],
)
def test_each_status_says_how_visible_a_job_is(
    samples: Any, status: str | None, unified: str | None, visibility: str | None
) -> None:
    record = mapped({**samples["offer"], "status": status})
    assert (record.status, record.visibility) == (unified, visibility)
    assert (record.post_url is not None) == (status == "published")


@pytest.mark.parametrize(
    ("code", "unified"),
    [
        ("fulltime", "FULL_TIME"),
        ("fulltime_fixed_term", "FULL_TIME"),
        ("parttime_permanent", "PART_TIME"),
        ("mini_job", "PART_TIME"),
        ("minijob", "PART_TIME"),
        ("internship", "INTERNSHIP"),
        ("traineeship", "INTERNSHIP"),
        ("freelance", "CONTRACT"),
        ("contract", "CONTRACT"),
        ("temporary", "CONTRACT"),
        ("seasonal", "SEASONAL"),
        ("volunteer", "volunteer"),
        (None, None),
    ],
)
def test_employment_types(samples: Any, code: str | None, unified: str | None) -> None:
    assert mapped({**samples["offer"], "employment_type": code}).employment_type == unified


@pytest.mark.parametrize(
    ("given", "hours"),
    [
        ({"max_hours_per_week": None}, 40.0),
        ({"max_hours_per_week": "0.0", "max_hours": 0}, 32.0),
        ({"max_hours_per_week": "many", "max_hours": None, "min_hours_per_week": None}, 32.0),
        (dict.fromkeys(("max_hours_per_week", "max_hours", "min_hours_per_week", "min_hours")), None),
    ],
)
def test_weekly_hours_are_the_upper_bound_that_is_set(
    samples: Any, given: dict[str, Any], hours: float | None
) -> None:
    assert mapped({**samples["offer"], **given}).weekly_hours == hours


@pytest.mark.parametrize(
    ("flags", "unified"),
    [
        ({"hybrid": True, "remote": False, "on_site": False}, "HYBRID"),
        ({"hybrid": False, "remote": True, "on_site": True}, "HYBRID"),
        ({"hybrid": False, "remote": True, "on_site": False}, "REMOTE"),
        ({"hybrid": False, "remote": False, "on_site": True}, "ON_SITE"),
        ({"hybrid": False, "remote": False, "on_site": False}, None),
        ({"hybrid": None, "remote": False, "on_site": None}, None),
    ],
)
def test_three_switches_say_where_work_is_done(
    samples: Any, flags: dict[str, Any], unified: str | None
) -> None:
    assert mapped({**samples["offer"], **flags}).remote_work_status == unified


@pytest.mark.parametrize(
    ("salary", "amounts"),
    [
        ({"min": "50000", "max": "50000.0"}, (50000, 50000, 50000)),
        ({"min": 4200.5, "max": None}, (4200.5, 4200.5, None)),
        ({"min": None, "max": "9"}, (9, None, 9)),
        ({"min": 1, "max": 2}, (None, 1, 2)),
        ({}, (None, None, None)),
        ({"min": "much"}, (None, None, None)),
    ],
)
def test_pay_has_one_amount_where_one_is_meant(
    samples: Any, salary: dict[str, Any], amounts: tuple[float | None, ...]
) -> None:
    record = mapped({**samples["offer"], "salary": salary})
    assert (record.salary_amount, record.salary_amount_from, record.salary_amount_to) == amounts


def test_currency_and_period_are_written_in_capitals(samples: Any) -> None:
    record = mapped({**samples["offer"], "salary": {"currency": "eur", "period": "fortnight"}})
    assert (record.salary_currency, record.salary_period) == ("EUR", "FORTNIGHT")


def test_a_description_has_the_parts_that_are_filled(samples: Any) -> None:
    empty = dict.fromkeys(("description", "description_html", "requirements", "requirements_html"), "")
    assert mapped({**samples["offer"], **empty}).description is None
    old = {**samples["offer"], "description_html": None, "requirements_html": "", "requirements": None}
    assert mapped(old).description == "<p>You write firmware for harbour robots.</p>"


def test_the_place_prefers_the_full_address_and_falls_back_to_the_listed_location(samples: Any) -> None:
    full = {**samples["offer"], "locations": [{"id": 1, "full_address": "Havenstraat 12, Rotterdam"}]}
    assert (mapped(full).location or Location()).raw == "Havenstraat 12, Rotterdam"
    keys = ("location", "city", "street", "postal_code", "state_name", "country_code")
    bare = {**samples["offer"], **dict.fromkeys(keys)}
    assert mapped(bare).location is None
    listed = Payload({"id": 55201, "full_address": "HQ street", "country_code": "ZZ"}, "/locations")
    assert mapped(bare, location=listed).location == Location(raw="HQ street", country="ZZ")


def test_a_department_known_by_number_gets_its_name(samples: Any) -> None:
    assert mapped({**samples["offer"], "department": None}, department="R&D").department == "R&D"


def test_stages_are_ranked_by_position_from_zero(samples: Any) -> None:
    offer = Payload(samples["offer"], "/offers/{id}")
    rows = list(job_stages(offer))
    assert [(row.index, row.job_id, row.stage_id) for row in rows] == [
        (0, "1840221", "6120001"),
        (1, "1840221", "6120003"),
        (2, "1840221", "6120004"),
        (3, "1840221", "6120008"),
    ]
    stage = application_stage(stages_of(offer)[0])
    assert (stage.remote_id, stage.name) == ("6120001", "Referred")
    assert list((stage.remote_data or {}).values()) == [samples["offer"]["pipeline_template"]["stages"][1]]


def test_one_person_in_two_roles_is_one_member(samples: Any) -> None:
    offer = {**samples["offer"], "hiring_manager_id": 310551, "admins": [310552, {"id": 310553}]}
    assert team_of(Payload({**offer, "followers": [9]}, "/offers/{id}")) == {
        "310551": ["RECRUITER", "HIRING_MANAGER"],
        "310552": [],
        "310553": [],
    }
    assert team_of(Payload({**offer, "admins": None, "recruiter_id": None}, "/x")) == {
        "310551": ["HIRING_MANAGER"]
    }


def test_an_id_that_is_no_number_is_nonsense(samples: Any) -> None:
    with pytest.raises(VendorNonsenseError, match=r"recruiter_id: expected an id"):
        team_of(Payload({**samples["offer"], "recruiter_id": "310551"}, "/offers/{id}"))
    with pytest.raises(VendorNonsenseError, match=r"expected an id, found null"):
        mapped({**samples["offer"], "id": None})
    with pytest.raises(VendorNonsenseError, match=r"location_ids\[1\]"):
        Payload({"location_ids": [1, True]}, "/x").references("location_ids")


# --- questions ---------------------------------------------------------------------------------------


def test_questions_come_in_their_order_with_their_texts(samples: Any) -> None:
    questions = questions_of(Payload(samples["careers"], "/api/offers/"))
    assert [(screening_question(one).remote_id, screening_question(one).title) for one in questions] == [
        ("2201001", "Do you need a work permit?"),
        ("2201002", "Preferred shift"),
        ("2201003", "Tell us about a robot you built"),
    ]
    rows = [job_question(one, "1840221") for one in questions]
    assert [(row.index, row.required, row.question_id) for row in rows] == [
        (0, True, "2201001"),
        (1, True, "2201002"),
        (2, False, "2201003"),
    ]


def test_a_question_without_position_has_no_index() -> None:
    assert job_question(Payload({"id": 1, "position": None}, "/x"), "1").index is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"kind": "string", "options": {"length": 5}}, ("TEXT", "SINGLE_LINE", 5)),
        ({"kind": "text"}, ("TEXT", "MULTI_LINE", None)),
        ({"kind": "salary"}, ("TEXT", "SINGLE_LINE", None)),
        ({"kind": "number"}, ("NUMBER", "FIELD", None)),
        ({"kind": "boolean"}, ("BOOLEAN", None, None)),
        ({"kind": "legal"}, ("BOOLEAN", None, None)),
        ({"kind": "date"}, ("DATE", None, None)),
        ({"kind": "file"}, ("FILE", None, None)),
        ({"kind": "infobox"}, ("INFORMATION", None, None)),
        ({"kind": "video"}, ("UNKNOWN", None, None)),
        ({}, ("UNKNOWN", None, None)),
    ],
)
def test_formats_of_questions(question: dict[str, Any], expected: tuple[Any, ...]) -> None:
    made = question_format(Payload({"id": 1, **question}, "/x"))
    found = (made.type, getattr(made, "display_type", None), getattr(made, "max_length", None))
    assert found == expected


@pytest.mark.parametrize("kind", ["single_choice", "multi_choice"])
def test_options_keep_the_order_of_the_vendor(samples: Any, kind: str) -> None:
    question = {**samples["careers"]["open_questions"][2], "kind": kind}
    made = question_format(Payload(question, "/x"))
    options = [(option.id, option.remote_id, option.name) for option in made.options]  # type: ignore[union-attr]
    assert options == [("3301002", "3301002", "Night"), ("3301001", "3301001", "Day")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", None),
        ("<br/>", None),
        ("a <b>bold</b>\nword", "a bold word"),
        ("R&amp;D &lt;3", "R&D <3"),
    ],
)
def test_tags_are_taken_out_of_questions(text: str | None, expected: str | None) -> None:
    assert plain(text) == expected


# --- users -------------------------------------------------------------------------------------------


def test_a_listed_user_is_active() -> None:
    raw = {"id": 310551, "first_name": " Mara ", "last_name": "", "email": "Mara@NOORDZEE.example"}
    record = user(Payload(raw, "/admins"))
    assert record.model_dump(exclude_none=True) == {
        "remote_id": "310551",
        "first_name": "Mara",
        "email": "mara@noordzee.example",
        "status": "ACTIVE",
        "remote_data": {"/admins": raw},
    }
    assert user(Payload({**raw, "email": "nobody"}, "/admins")).email is None
    assert user(Payload({**raw, "email": None}, "/admins")).email is None


def test_a_removed_user_is_not_returned() -> None:
    assert not is_returned(Payload({"id": 1, "anonymized_at": "2026-01-01T00:00:00.000000Z"}, "/admins"))
    assert is_returned(Payload({"id": 1}, "/admins"))


def test_ids_lead_to_users_before_memberships() -> None:
    directory = Directory()
    directory.add(Payload({"id": 1, "membership": {"id": 2}}, "/admins"))
    directory.add(Payload({"id": 2, "membership": {"id": 3}}, "/admins"))
    directory.add(Payload({"id": 9}, "/admins"))
    assert [directory.user_id(one) for one in ("1", "2", "3", "4")] == ["1", "2", "2", None]
