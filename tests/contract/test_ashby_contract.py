"""What the contract of Ashby adds to its page."""

from pathlib import Path

from assay.contract import Contract, clauses_of, load_contract
from assay.unified.catalogue import enum_of

FILE = Path(__file__).parents[2] / "contracts" / "assay_contracts" / "ashby" / "contract.yaml"
ASHBY: Contract = load_contract(FILE)


def test_every_clause_names_its_source() -> None:
    assert [clause.id for clause in clauses_of(ASHBY) if not clause.source] == []


def test_only_what_the_vendor_cannot_supply_is_exempt() -> None:
    assert [clause.id for clause in clauses_of(ASHBY) if clause.exempt] == [
        "ashby/field/users/remote_deleted_at",
        "ashby/field/job-specific-screening-questions/precondition_question_id",
        "ashby/field/job-specific-screening-questions/precondition_options",
    ]


def test_rendered_values_are_values_of_the_unified_enum() -> None:
    for model in ASHBY.models:
        for field in model.fields:
            assert set(field.renders) <= set(enum_of(model.record, field.name)), (model.title, field.name)


def test_patterns_name_fields_of_their_record_or_stand_for_anything() -> None:
    for model in ASHBY.models:
        every_field = dict.fromkeys(model.record.model_fields, "x")
        for pattern in (pattern for field in model.fields for pattern in field.pattern):
            assert pattern.format_map(every_field) != pattern or "*" in pattern


def test_every_input_says_where_it_arrives() -> None:
    assert [
        (action.title, taken.name) for action in ASHBY.actions for taken in action.inputs if not taken.arrives
    ] == []


def test_arrivals_name_endpoints_of_the_vendor() -> None:
    arrivals = [arrival for action in ASHBY.actions for taken in action.inputs for arrival in taken.arrives]

    assert all(arrival.to is None or arrival.to.startswith("/") for arrival in arrivals)
    assert all(arrival.to or arrival.at for arrival in arrivals)


def test_both_ways_to_create_take_and_send_the_same() -> None:
    candidate, application = ASHBY.actions[:2]

    assert candidate.inputs == application.inputs


def test_each_of_the_seventeen_webhook_events_has_a_behaviour() -> None:
    told = {b.id for b in ASHBY.behaviours if b.group == "Webhook Subscriptions"}

    assert told >= {
        "application-submit",
        "application-update",
        "candidate-hire",
        "candidate-stage-change",
        "candidate-delete",
        "interview-schedule-create",
        "interview-schedule-update",
        "job-create",
        "job-update",
        "job-posting-update",
        "job-posting-delete",
        "job-posting-publish",
        "job-posting-unpublish",
        "offer-create",
        "offer-update",
        "offer-delete",
        "ping",
    }
