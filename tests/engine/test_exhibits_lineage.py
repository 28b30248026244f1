"""Where values of unified records stand in what the vendor answered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.case import FULL_SYNC, Case
from assay.checks.reading import fields_carry_values, models_are_read
from assay.checks.truth import records_equal_the_truth
from assay.kinship import Atom, Kinship, atoms_of, part_of, shared_words, signs_of
from assay.outcome import Outcome
from assay.tampering.perturbation import Perturbation
from assay.unified.values import EmailAddress
from tests.checks import miniatures as mini

JOBS_ASKED = 1
"""Position of the exchange in which the vendor gave its jobs."""


def _answering(jobs: Sequence[Mapping[str, Any]], users: Sequence[Mapping[str, Any]] = mini.USERS) -> Case:
    """The case of a connector that reads what the vendor says of its jobs."""
    played = mini.played([mini.listing("/user.list", users), mini.listing("/job.list", jobs)])
    step = mini.sync_step(mini.snapshot(users, jobs), played=played)
    return mini.with_trace(mini.healthy(), mini.trace(FULL_SYNC, step))


def _where(case: Case, title: str, field: str) -> tuple[int, str] | None:
    found = case.lineage.of(case.records(title), field)
    return (found.index, found.path) if found else None


@pytest.mark.parametrize(
    ("title", "field", "expected"),
    [
        ("Users", "remote_id", (0, "results[0].id")),
        ("Users", "last_name", (0, "results[0].last")),
        ("Jobs", "name", (1, "results[0].title")),
        ("Jobs", "status", (1, "results[0].state")),
        ("Jobs", "contact_id", (1, "results[0].owner")),
        ("Jobs", "remote_url", (1, "results[0].id")),
        ("Jobs", "remote_data", (1, "results[0]")),
        ("Job hiring team members", "user_id", (1, "results[0].team[0].user")),
        ("Job hiring team members", "roles", (1, "results[0].team[0].role")),
        ("Job hiring team members", "job_id", (1, "results[0].id")),
    ],
)
def test_a_value_is_found_where_the_vendor_says_it(title: str, field: str, expected: tuple[int, str]) -> None:
    assert _where(mini.healthy(), title, field) == expected


def test_a_value_that_no_answer_holds_is_found_nowhere() -> None:
    case = mini.with_values(mini.healthy(), "ats_jobs", name="Dreamt of, and never said")

    assert _where(case, "Jobs", "name") is None


def test_without_a_sync_nothing_is_found() -> None:
    case = mini.healthy()
    records = case.records("Jobs")

    assert replace(case, traces={}).lineage.of(records, "name") is None
    assert case.lineage.of((), "name") is None


def test_a_value_that_stands_elsewhere_by_chance_misleads_nobody() -> None:
    jobs = [
        {"nick": "Cook", **mini.JOBS[0]},
        {"nick": "Boss", **mini.JOBS[1]},
        {"nick": "Boss", **mini.JOBS[2]},
    ]

    assert _where(_answering(jobs), "Jobs", "name") == (1, "results[0].title")


def test_of_two_places_that_say_the_same_the_one_counts_that_changed_with_the_value() -> None:
    """``badge`` and ``title`` are alike in every job, and the connector reads the title."""
    jobs = [{"badge": job["title"], **job} for job in mini.JOBS]
    case = _answering(jobs)
    wire, full = case.contract.wire, case.traces[FULL_SYNC]
    assert wire is not None
    [users, changed] = (Perturbation(full.exchanges, wire).response(one).json for one in full.exchanges)
    for job, other in zip(changed["results"], ("Baker", "Waiter", "Cook"), strict=True):
        assert job["badge"] == job["title"] == other
    read = mini.snapshot(users["results"], changed["results"])
    told = [{**job, "badge": "Nobody"} for job in jobs]
    other = mini.trace(
        "core-sync", mini.sync_step(read, played=mini.played([mini.listing("/job.list", told)]))
    )

    assert _where(case, "Jobs", "name") == (1, "results[0].badge")
    assert _where(replace(case, varied=other, perturbed=(read,)), "Jobs", "name") == (
        1,
        "results[0].title",
    )


def test_an_identifier_made_of_two_is_found_by_its_parts() -> None:
    case = mini.healthy()
    users = case.records("Users")
    joined = [
        user.model_copy(update={"remote_id": f"{one['id']}:{two['id']}"})
        for user, one, two in zip(users, mini.USERS, mini.JOBS, strict=False)
    ]

    assert _where(mini.with_records(case, "ats_users", *joined), "Users", "remote_id") == (
        1,
        "results[0].owner",
    )


def test_a_record_whose_identifier_no_answer_holds_is_found_nowhere() -> None:
    case = mini.with_values(mini.healthy(), "ats_users", remote_id="unheard of")

    assert _where(case, "Users", "last_name") is None
    assert (
        _where(mini.with_values(mini.healthy(), "ats_jobs", remote_id="unheard of"), "Jobs", "remote_data")
        is None
    )


def test_what_a_record_refers_to_is_looked_through_when_it_does_not_say_it_itself() -> None:
    case = mini.healthy()
    [cook, baker, waiter] = case.records("Jobs")
    named = (
        cook.model_copy(update={"department": "Byron"}),
        baker.model_copy(update={"department": "Diaz"}),
        waiter.model_copy(update={"department": "Byron"}),
    )

    assert _where(mini.with_records(case, "ats_jobs", *named), "Jobs", "department") == (0, "results[0].last")


def test_the_word_of_an_enum_is_chosen_by_a_place_that_is_called_alike() -> None:
    words = {"open": "1", "closed": "2"}
    jobs = [{**job, "jobStatus": words[job["state"]], "state": None} for job in mini.JOBS]
    played = mini.played([mini.listing("/user.list", mini.USERS), mini.listing("/job.list", jobs)])
    case = mini.with_sync(mini.healthy(), played=played)

    assert _where(case, "Jobs", "status") == (1, "results[0].jobStatus")


def test_what_merely_moves_along_with_an_enum_chooses_no_word_of_it() -> None:
    words = {"open": "1", "closed": "2"}
    jobs = [{**job, "colour": words[job["state"]], "state": None} for job in mini.JOBS]
    played = mini.played([mini.listing("/user.list", mini.USERS), mini.listing("/job.list", jobs)])

    assert _where(mini.with_sync(mini.healthy(), played=played), "Jobs", "status") is None


def test_the_first_of_two_names_is_found_within_the_whole() -> None:
    people = [{**user, "first": first} for user, first in zip(mini.USERS, ("Adele", "Boris"), strict=True)]
    told = [{**one, "first": None, "full": f"{one['first']} {one['last']}"} for one in people]
    played = mini.played([mini.listing("/user.list", told), mini.listing("/job.list", mini.JOBS)])
    case = mini.with_sync(mini.healthy(), snapshot=mini.snapshot(people), played=played)

    assert _where(case, "Users", "first_name") == (0, "results[0].full")


# --- what checks make of it ----------------------------------------------------------------------


def test_fields_and_models_say_where_they_were_found() -> None:
    case = mini.healthy()
    said = mini.findings([*fields_carry_values(case), *models_are_read(case)])

    paths = {one.clause: (one.interactions, one.vendor_path) for one in said}

    assert paths["acme/field/jobs/name"] == ((1,), "results[0].title")
    assert paths["acme/model/jobs"] == ((1,), "results[0].id")
    assert paths["acme/model/job-hiring-team-members"] == ((1,), "results[0].id")


def test_a_wrong_value_names_the_place_of_its_own_record() -> None:
    jobs = [mini.JOBS[0], mini.JOBS[1], {**mini.JOBS[2], "title": "Waiter"}]
    case = _answering(jobs)
    [cook, baker, waiter] = case.records("Jobs")
    wrong = mini.with_records(case, "ats_jobs", cook, baker, waiter.model_copy(update={"status": "CLOSED"}))

    [failed] = [
        one
        for one in mini.findings(records_equal_the_truth(wrong))
        if one.clause == "acme/field/jobs/status" and one.outcome is Outcome.FAILED
    ]

    assert (failed.interactions, failed.vendor_path) == ((1,), "results[2].state")


def test_what_is_wrong_and_stands_nowhere_names_the_answer_with_the_record() -> None:
    case = mini.with_values(mini.healthy(), "ats_jobs", status="ARCHIVED")

    failed = [
        one
        for one in mini.findings(records_equal_the_truth(case))
        if one.clause == "acme/field/jobs/status" and one.outcome is Outcome.FAILED
    ]

    assert [(one.interactions, one.vendor_path) for one in failed] == [((1,), "")]


# --- how near values are -------------------------------------------------------------------------


def _near(value: Any, said: Any) -> Kinship | None:
    signs = set(signs_of(said))
    return max((near for sign, near in Atom(value).signs if sign in signs), default=None)


MOMENT = datetime(2026, 3, 2, 9, 15, 30, 123_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said", "near"),
    [
        ("Cook", "Cook", Kinship.SAME),
        ("FULL_TIME", "FullTime", Kinship.ALIKE),
        ("FULL_TIME", "full time", Kinship.ALIKE),
        ("Cook", "Baker", None),
        ("4711", 4711, Kinship.SAME),
        (4711, "4711", Kinship.ALIKE),
        (4200.5, 4200.5, Kinship.SAME),
        (16, 16.0, Kinship.SAME),
        (5, "5x", None),
        (5, "5_5.", None),
        (True, True, Kinship.SAME),
        (True, False, None),
        (True, 1, None),
        (1, True, None),
        ("true", True, None),
        (MOMENT, "2026-03-02T09:15:30.123456Z", Kinship.SAME),
        (MOMENT, "2026-03-02T10:15:30.123+0100", Kinship.SAME),
        (MOMENT, "2026-03-02T09:15:30.123", Kinship.SAME),
        (MOMENT, "2026-03-02", Kinship.ALIKE),
        (MOMENT, "2026-03-03", None),
        (MOMENT, "2026-03-02T09:15:31Z", None),
        (MOMENT, "2026-99-99", None),
        (MOMENT.replace(microsecond=0), "2026-03-02 09:15:30 UTC", Kinship.SAME),
        ("2026-03-02T09:15:30.000Z", "2026-03-02 09:15:30 UTC", Kinship.ALIKE),
        ("x", None, None),
    ],
)
def test_values_are_akin_however_they_are_written(value: Any, said: Any, near: Kinship | None) -> None:
    assert _near(value, said) == near


@pytest.mark.parametrize(
    ("text", "said", "near"),
    [
        ("Ada", "Ada Byron", Kinship.WITHIN),
        ("Ad", "Ad Byron", None),
        ("Ada", "Adamant", None),
        ("https://a.example/c/4711?x", "4711", Kinship.HOLDS),
        ("https://a.example/c/47110", "4711", None),
        ("abc", "b", None),
    ],
)
def test_a_text_is_part_of_another_only_as_a_word(text: str, said: str, near: Kinship | None) -> None:
    assert part_of(text, said) == near


def test_what_says_nothing_is_no_part_of_a_value() -> None:
    address = EmailAddress(email_address="a@b.example", type=None)

    assert [atom.text for atom in atoms_of({"a": [address, None, ""], "b": False})] == [
        "a@b.example",
        "false",
    ]


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("remote_created_at", ("results", 3, "createdAt"), {"created", "at"}),
        ("employment_type", ("bpats__Employment_Type__c",), {"employment", "type"}),
        ("remote_id", ("id",), set()),
        ("name", ("tags", "[]"), set()),
        ("name", (), set()),
    ],
)
def test_a_place_shares_the_words_of_its_last_key(
    name: str, place: tuple[str | int, ...], words: set[str]
) -> None:
    assert shared_words(name, place) == words


@given(st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_every_value_is_the_same_as_itself(value: Any) -> None:
    assert _near(value, value) is Kinship.SAME


@given(st.text(), st.text())
def test_no_text_trips_the_search_for_kin(text: str, said: str) -> None:
    assert _near(text, said) in (None, *Kinship)
    assert part_of(text, said) in (None, Kinship.WITHIN, Kinship.HOLDS)
