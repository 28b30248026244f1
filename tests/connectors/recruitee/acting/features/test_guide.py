"""The guide tells what connecting takes, and the register what the connector rests on."""

from assay.connector import ReceivesWebhooks
from assay_connectors.recruitee import ASSUMPTIONS, GUIDE
from assay_connectors.recruitee.connection import FIELDS
from assay_connectors.recruitee.connector import RecruiteeConnector
from assay_connectors.recruitee.permissions import PERMISSIONS
from assay_connectors.recruitee.scopes import ACTIONS


def test_the_form_asks_for_what_connecting_takes() -> None:
    assert tuple(field.name for field in GUIDE.credential_fields) == FIELDS
    assert [field.name for field in GUIDE.credential_fields if field.secret] == ["api_token"]
    assert [field.name for field in GUIDE.credential_fields if not field.required] == ["subdomain"]


def test_the_guide_shows_the_abilities_that_the_scope_test_looks_for() -> None:
    assert GUIDE.permissions == PERMISSIONS
    assert {need for needs in ACTIONS.values() for need in needs} <= set(PERMISSIONS)


def test_the_steps_say_where_the_token_is_made() -> None:
    assert any("Personal API tokens" in step for step in GUIDE.steps)
    assert any("all jobs" in line for line in GUIDE.prerequisites)


def test_assumptions_are_told_apart_and_say_where_they_are_discussed() -> None:
    assert len({one.id for one in ASSUMPTIONS}) == len(ASSUMPTIONS)
    assert all(one.rests and one.source.startswith("recruitee sheet") for one in ASSUMPTIONS)


def test_the_connector_receives_webhooks() -> None:
    assert issubclass(RecruiteeConnector, ReceivesWebhooks)
