from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checks.truth import rendered
from assay.truth import Pairing, Truth, normal
from assay.unified.questions import Answer, QuestionOption
from assay.unified.values import Location, PhoneNumber
from tests.checks import miniatures as mini


def _pairing(**records: tuple[dict[str, Any], ...]) -> Pairing:
    truth = mini.truth()
    return Pairing(
        Truth(records={**truth.records, **records}, match=truth.match, definitions={}), mini.snapshot()
    )


def _truth_rows(model: str) -> tuple[Any, ...]:
    return mini.truth().records[model]


# --- pairing -------------------------------------------------------------------------------------


def test_records_are_paired_by_what_identifies_them_in_the_company() -> None:
    pairs = _pairing().pairs("ats_jobs")

    assert [(pair.key, pair.record.name, pair.expected["status"]) for pair in pairs] == [
        ("cook", "Cook", "OPEN"),
        ("baker", "Baker", "CLOSED"),
        ("waiter", "Waiter", "OPEN"),
    ]


def test_join_rows_are_paired_through_their_parents() -> None:
    pairs = _pairing().pairs("ats_join_jobs_users")

    assert [(pair.key, pair.expected["roles"]) for pair in pairs] == [
        ("cook / Byron", ["RECRUITER"]),
        ("baker / Diaz", ["SOURCER"]),
    ]


def test_records_that_look_alike_are_told_apart_by_those_that_refer_to_them() -> None:
    truth = mini.truth()
    rows = ({"_key": "one", "ats_jobs.name": ["Cook", "Waiter"]}, {"_key": "two", "ats_jobs.name": ["Baker"]})
    told_by_jobs = {**truth.match, "ats_users": ("ats_jobs.name",)}
    pairing = Pairing(
        Truth(records={**truth.records, "ats_users": rows}, match=told_by_jobs, definitions={}),
        mini.snapshot(),
    )

    assert [(pair.key, pair.record.last_name) for pair in pairing.pairs("ats_users")] == [
        ("one", "Byron"),
        ("two", "Diaz"),
    ]


def test_what_was_not_read_is_missing() -> None:
    more = (*_truth_rows("ats_jobs"), {"_key": "clerk", "name": "Clerk"})

    assert _pairing().missing("ats_jobs") == ()
    assert _pairing(ats_jobs=more).missing("ats_jobs") == ("clerk",)


def test_what_the_company_does_not_have_is_unknown() -> None:
    (unknown,) = _pairing(ats_jobs=_truth_rows("ats_jobs")[1:]).unknown("ats_jobs")

    assert unknown.name == "Cook"
    assert _pairing().unknown("ats_jobs") == ()


def test_what_was_read_twice_is_repeated() -> None:
    snapshot = mini.snapshot(jobs=[*mini.JOBS, {**mini.JOBS[0], "id": "another"}])

    assert Pairing(mini.truth(), snapshot).repeated("ats_jobs") == ("cook",)
    assert _pairing().repeated("ats_jobs") == ()


def test_records_that_are_gone_stand_for_nothing() -> None:
    gone = mini.changing().steps[1].snapshot
    assert gone is not None

    assert Pairing(mini.truth(), gone).missing("ats_jobs") == ("cook", "baker")


def test_a_reference_is_named_by_the_key_of_what_it_names() -> None:
    job = mini.snapshot().of("ats_jobs")[0]

    assert _pairing().key("ats_users", job.contact_id) == "Byron"
    assert _pairing().key("ats_users", None) is None
    assert _pairing().key("ats_users", "a stranger") == "a stranger"


def test_the_company_may_know_nothing_of_a_model() -> None:
    assert _pairing().knows("ats_jobs")
    assert not _pairing().knows("ats_offers")
    assert _pairing().pairs("ats_offers") == ()


# --- comparing -----------------------------------------------------------------------------------


def test_a_moment_is_the_same_however_it_is_spelled() -> None:
    moment = datetime(2026, 3, 2, 9, 15, 30, 120000, tzinfo=UTC)

    spelled = ("2026-03-02T09:15:30.120Z", "2026-03-02T10:15:30.12+01:00", moment)
    assert len({normal(one) for one in spelled}) == 1
    assert normal("2026-03-02T09:15:31.120Z") != normal(moment)


@pytest.mark.parametrize(
    "text", ["2026-03-02", "2026-03-02T09:15:30", "2026-99-99T09:15:30.000Z", "a text-with-T in it, and long"]
)
def test_a_text_that_names_no_moment_for_sure_stays_text(text: str) -> None:
    assert normal(text) == text


def test_what_vendors_own_does_not_count() -> None:
    assert normal(QuestionOption(id="1", name="Yes", remote_id="x")) == {"name": "Yes"}


def test_of_an_answer_without_unified_type_it_counts_that_there_is_one() -> None:
    assert normal(Answer(raw={"city": "Porto"})) == normal(Answer(raw={"town": "Porto"}))
    assert normal(Answer(raw={"city": "Porto"})) != normal(Answer())


def test_text_that_was_left_as_it_is_counts() -> None:
    assert normal(Location(raw="Porto, Portugal")) == {"raw": "Porto, Portugal"}


def test_unset_keys_and_null_are_the_same() -> None:
    assert normal(PhoneNumber(phone_number="1")) == normal({"phone_number": "1", "type": None})


@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_plain_values_equal_themselves_only(value: Any) -> None:
    assert normal(value) == normal(value)
    assert normal([value]) != normal([value, value])


# --- what a vendor can say -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("SEASONAL", "Temporary"),
        ("DRAFT", None),
        ("OPEN", "OPEN"),
        (["SEASONAL", "DRAFT", "OPEN"], ["Temporary", "OPEN"]),
        ({"type": "DRAFT", "n": 1}, {"type": None, "n": 1}),
        (7, 7),
        (None, None),
    ],
)
def test_a_value_is_rendered_as_the_vendor_can_say_it(value: Any, said: Any) -> None:
    assert rendered(value, {"SEASONAL": "Temporary", "DRAFT": None}) == said
