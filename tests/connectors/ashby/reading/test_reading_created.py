"""Only the applications made through the connection are read (ashby sheet 7.5)."""

from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import Complete, Gone, ReadItem

PEOPLE = ("ats_candidates", "ats_join_candidates_tags", "ats_applications")
MEETINGS = ("ats_interviews", "ats_join_interviews_users", "ats_offers")
APPLICATION_ID = "99999999-aaaa-4bbb-8ccc-000000000001"


@pytest.fixture
def organisation(vendor: Any, sample: Callable[..., Any]) -> Any:
    vendor.lists("/customField.list", [])
    applications = [sample("application"), sample("application", id="a2"), sample("application", id="a3")]
    applications[2]["candidate"] = {"id": "merged-away"}
    vendor.knows("/application.info", "applicationId", applications)
    vendor.knows("/candidate.info", "id", [sample("candidate")])
    vendor.lists("/interview.list", [sample("interview")])
    of_ours = {APPLICATION_ID: [sample("schedule")]}
    vendor.lists_by("/interviewSchedule.list", "applicationId", of_ours, paged=True)
    vendor.lists_by("/offer.list", "applicationId", {APPLICATION_ID: [sample("offer")]}, paged=True)
    vendor.knows("/offer.info", "offerId", [])
    return vendor


def _read(
    vendor: Any, *ids: str, models: tuple[str, ...] = PEOPLE + MEETINGS, **request: Any
) -> list[ReadItem]:
    return vendor.read(*models, created=True, created_application_ids=ids, **request)


def test_our_applications_are_read_by_id_and_nothing_is_listed(
    organisation: Any, records: Callable[..., Any]
) -> None:
    items = _read(organisation, APPLICATION_ID, "a2")

    assert not {"/application.list", "/candidate.list"} & organisation.paths
    assert [one.remote_id for one in records(items, "ats_applications")] == [APPLICATION_ID, "a2"]
    assert len(records(items, "ats_candidates")) == 1  # both are of the same candidate
    assert len(records(items, "ats_interviews")) == 1
    assert len(records(items, "ats_offers")) == 1
    assert [item.model for item in items if isinstance(item, Complete)] == [*PEOPLE, *MEETINGS]


def test_an_application_that_the_vendor_forgot_is_gone(organisation: Any) -> None:
    items = _read(organisation, "a9", models=("ats_applications",))

    assert items == [Gone("ats_applications", "a9"), Complete("ats_applications")]


def test_an_application_that_is_gone_is_told_only_to_those_who_ask_for_applications(
    organisation: Any,
) -> None:
    items = _read(organisation, "a9", models=("ats_candidates",))

    assert items == [Complete("ats_candidates")]


def test_a_candidate_that_was_merged_away_is_left_out(organisation: Any, records: Callable[..., Any]) -> None:
    items = _read(organisation, "a3", models=PEOPLE)

    assert records(items, "ats_candidates") == []
    assert len(records(items, "ats_applications")) == 1


def test_without_applications_of_ours_nothing_is_asked_for(organisation: Any) -> None:
    items = _read(organisation)

    assert organisation.paths <= {"/customField.list"}
    assert [item.model for item in items] == [*PEOPLE, *MEETINGS]


def test_candidates_alone_need_no_application_records(organisation: Any, records: Callable[..., Any]) -> None:
    items = _read(organisation, APPLICATION_ID, models=("ats_candidates",))

    assert len(records(items, "ats_candidates")) == 1
    assert records(items, "ats_applications") == []


def test_only_wanted_models_are_read(organisation: Any, sample: Callable[..., Any]) -> None:
    organisation.lists("/candidateTag.list", [sample("tag")])

    _read(organisation, APPLICATION_ID, models=("ats_tags",))

    assert organisation.paths == {"/candidateTag.list"}


def test_a_delta_run_reads_the_same_for_there_is_no_listing_of_changes(
    organisation: Any, records: Callable[..., Any]
) -> None:
    items = _read(organisation, APPLICATION_ID, mode="delta")

    assert len(records(items, "ats_applications")) == 1
    assert Complete("ats_applications") in items


def test_a_key_without_the_permission_skips_people_and_goes_on(organisation: Any) -> None:
    organisation.forbids("/application.info")

    items = _read(organisation, APPLICATION_ID)

    assert {item.model for item in items if isinstance(item, Complete)} == set(MEETINGS)
