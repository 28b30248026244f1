from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.ashby.objects import CustomField
from assay_sandboxes.ashby.rules.custom_values import fits_field

pytestmark = pytest.mark.loopback

CHOICES = [
    {"label": "Red", "value": "r", "isArchived": False},
    {"label": "Blue", "value": "b", "isArchived": True},
]
MONEY = {"value": 12.5, "currencyCode": "EUR"}
RANGE = {"type": "number-range", "minValue": 1, "maxValue": 2}
PAY = {
    "type": "compensation-range",
    "minValue": 1,
    "maxValue": 2,
    "currencyCode": "EUR",
    "interval": "1 YEAR",
}
GOOD: dict[str, list[Any]] = {
    "Boolean": [True, False],
    "CompensationRange": [PAY],
    "Currency": [MONEY],
    "Date": ["2026-08-01", "2026-08-01T10:00:00Z"],
    "LongText": ["long"],
    "MultiValueSelect": [["r"], []],
    "Number": [1, 1.5],
    "NumberRange": [RANGE],
    "String": ["text", ""],
    "ValueSelect": ["r"],
    "Url": ["https://a.example/x"],
    "UUID": ["0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a"],
}
BAD: dict[str, list[Any]] = {
    "Boolean": ["true", 0],
    "CompensationRange": [RANGE, PAY | {"interval": "1 MOON"}, PAY | {"currencyCode": "eur"}],
    "Currency": [12.5, MONEY | {"more": 1}, {"value": "1", "currencyCode": "EUR"}, {"value": 1}],
    "Date": ["soon", 20260801, "0001-01-01T00:00:00+23:00"],
    "LongText": [1],
    "MultiValueSelect": ["r", ["Red"], ["b"], [1]],
    "Number": ["1", True],
    "NumberRange": [PAY, RANGE | {"minValue": 3}, [1, 2]],
    "String": [1, {}],
    "ValueSelect": ["Red", "b", ["r"]],
    "Url": ["a.example", "ftp://a.example", 1],
    "UUID": ["x", 1],
}


def _definition(kind: str) -> CustomField:
    return CustomField("f", "F", "Candidate", kind, CHOICES if "Select" in kind else None)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind in GOOD for value in GOOD[kind]])
def test_a_value_in_the_shape_of_its_type_fits(kind: str, value: Any) -> None:
    assert fits_field(_definition(kind), value)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind in BAD for value in BAD[kind]])
def test_a_value_in_another_shape_does_not_fit(kind: str, value: Any) -> None:
    assert not fits_field(_definition(kind), value)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(kind=st.sampled_from(sorted(GOOD)), value=_json)
def test_any_value_at_all_gets_a_verdict(kind: str, value: Any) -> None:
    assert fits_field(_definition(kind), value) in (True, False)


def _field(ashby: Any, kind: str = "String", owner: str = "Application", **more: Any) -> Any:
    return ashby.ok("/customField.create", fieldType=kind, objectType=owner, title="Acme: Score", **more)


def test_a_field_is_defined(ashby: Any) -> None:
    made = _field(ashby)

    assert made["title"] == "Acme: Score"
    assert (made["objectType"], made["fieldType"]) == ("Application", "String")
    assert "selectableValues" not in made
    assert ashby.ok("/customField.info", customFieldId=made["id"]) == made


def test_a_known_title_makes_a_second_field(ashby: Any) -> None:
    assert _field(ashby)["id"] != _field(ashby)["id"]


@pytest.mark.parametrize(("written", "read"), [("Offer_Version", "Offer"), ("Opening_Version", "Opening")])
def test_fields_of_versions_are_read_as_fields_of_their_object(ashby: Any, written: str, read: str) -> None:
    assert _field(ashby, owner=written)["objectType"] == read


def test_selects_need_choices(ashby: Any) -> None:
    body = {"fieldType": "ValueSelect", "objectType": "Candidate", "title": "Colour"}
    assert ashby.refused("/customField.create", **body) == "invalid_input"

    made = ashby.ok("/customField.create", **body, selectableValues=[{"label": "Red", "value": "r"}])

    assert made["selectableValues"] == [{"label": "Red", "value": "r", "isArchived": False}]


@pytest.mark.parametrize("wrong", [{"fieldType": "Colour"}, {"objectType": "application"}, {"title": ""}])
def test_a_definition_must_be_sound(ashby: Any, wrong: dict[str, str]) -> None:
    body = {"fieldType": "String", "objectType": "Candidate", "title": "T", **wrong}

    assert ashby.refused("/customField.create", **body) == "invalid_input"


def test_values_of_an_application_are_set_together(ashby: Any, listening: Any) -> None:
    score, link = _field(ashby), _field(ashby, "Url")
    application_id = ashby.application()["id"]
    listening.take()

    written = ashby.ok(
        "/customField.setValues",
        objectId=application_id,
        objectType="Application",
        values=[
            {"fieldId": score["id"], "fieldValue": "87%"},
            {"fieldId": link["id"], "fieldValue": "https://a.example"},
        ],
    )

    assert [value["value"] for value in written] == ["87%", "https://a.example"]
    shown = ashby.ok("/application.info", applicationId=application_id)
    assert {value["id"]: value["value"] for value in shown["customFields"]} == {
        score["id"]: "87%",
        link["id"]: "https://a.example",
    }
    assert listening.actions() == ["applicationUpdate"]


def test_values_of_a_candidate_fire_nothing(ashby: Any, listening: Any) -> None:
    field, candidate = _field(ashby, owner="Candidate"), ashby.candidate()

    written = ashby.ok(
        "/customField.setValue",
        objectId=candidate["id"],
        objectType="Candidate",
        fieldId=field["id"],
        fieldValue="87%",
    )

    assert written == {"id": field["id"], "title": "Acme: Score", "isPrivate": False, "value": "87%"}
    assert ashby.ok("/candidate.info", id=candidate["id"])["updatedAt"] > candidate["updatedAt"]
    assert listening.actions() == []


def test_null_clears_a_value(ashby: Any) -> None:
    field, candidate_id = _field(ashby, owner="Candidate"), ashby.candidate()["id"]
    body = {"objectId": candidate_id, "objectType": "Candidate", "fieldId": field["id"]}
    ashby.ok("/customField.setValue", **body, fieldValue="x")

    for _ in range(2):
        assert ashby.ok("/customField.setValue", **body, fieldValue=None)["value"] is None
    assert ashby.ok("/candidate.info", id=candidate_id)["customFields"] == []
    assert ashby.refused("/customField.setValue", **body) == "invalid_input"


def test_values_of_a_job_are_set_and_a_select_shows_its_label(ashby: Any, listening: Any) -> None:
    choices = [{"label": "Red", "value": "r"}]
    field = _field(ashby, "ValueSelect", "Job", selectableValues=choices)

    written = ashby.ok(
        "/customField.setValue",
        objectId=ashby.job().id,
        objectType="Job",
        fieldId=field["id"],
        fieldValue="r",
    )

    assert (written["value"], written["valueLabel"]) == ("r", "Red")
    assert listening.actions() == ["jobUpdate"]


def test_a_wrong_value_is_refused_in_the_shape_seen_at_the_vendor(ashby: Any) -> None:
    field, candidate_id = _field(ashby, "Number", "Candidate"), ashby.candidate()["id"]
    body = {
        "objectId": candidate_id,
        "objectType": "Candidate",
        "fieldId": field["id"],
        "fieldValue": "many",
    }

    answer = ashby.post("/customField.setValue", body).json()

    assert answer == {"success": False, "errors": [{"message": "Invalid value", "parameter": "fieldValue"}]}


def test_either_all_values_are_set_or_none(ashby: Any) -> None:
    good, bad = _field(ashby, owner="Candidate"), _field(ashby, "Number", "Candidate")
    candidate_id = ashby.candidate()["id"]

    answer = ashby.post(
        "/customField.setValues",
        {
            "objectId": candidate_id,
            "objectType": "Candidate",
            "values": [
                {"fieldId": good["id"], "fieldValue": "x"},
                {"fieldId": bad["id"], "fieldValue": "x"},
            ],
        },
    ).json()

    assert answer["success"] is False
    assert ashby.ok("/candidate.info", id=candidate_id)["customFields"] == []


def test_field_and_object_must_exist_and_fit_together(ashby: Any) -> None:
    field, candidate_id = _field(ashby), ashby.candidate()["id"]

    def refused(owner: str, object_id: str, field_id: str) -> str:
        body = {
            "objectId": object_id,
            "objectType": owner,
            "values": [{"fieldId": field_id, "fieldValue": "x"}],
        }
        return str(ashby.refused("/customField.setValues", **body))

    assert refused("Candidate", candidate_id, ashby.unknown) == "custom_field_not_found"
    assert refused("Candidate", candidate_id, field["id"]) == "invalid_input"
    assert refused("Candidate", ashby.unknown, field["id"]) == "candidate_not_found"
    assert refused("Job", ashby.unknown, field["id"]) == "job_not_found"
    assert refused("Opening", ashby.unknown, field["id"]) == "opening_not_found"
    assert refused("candidate", candidate_id, field["id"]) == "invalid_input"
    body = {"objectId": candidate_id, "objectType": "Candidate", "values": []}
    assert ashby.refused("/customField.setValues", **body) == "invalid_input"


def test_a_private_field_is_not_there_for_a_key_without_the_switch(ashby: Any) -> None:
    private = ashby.org.custom_fields.first(lambda one: one.is_private and one.object_type == "Job")
    body = {"objectId": ashby.job().id, "objectType": "Job", "fieldId": private.id, "fieldValue": "Hush"}
    assert ashby.ok("/customField.setValue", **body)["isPrivate"] is True

    ashby.grant(without_switches=("private_fields",))

    assert ashby.refused("/customField.setValue", **body) == "custom_field_not_found"
