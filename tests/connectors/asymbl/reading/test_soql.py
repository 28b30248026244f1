"""Values never leave their quotes, names are names, and what is built is what was meant."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.errors import InputError, SettingError
from assay_connectors.asymbl import soql
from assay_connectors.asymbl.soql import Query
from assay_sandboxes.asymbl.soql.parser import parse
from assay_sandboxes.asymbl.soql.syntax import All, Among, Compare

NASTY = st.text(alphabet=st.sampled_from("'\\\"\n\r\t\b\f\0 ()=,%_uU0019aZORIN*;-é漢\u2028\x1f")) | st.text()


@given(NASTY)
@example("o'brien@x.example")
@example("x' OR Name != 'y@x.example")
@example("\\' OR Id != '")
@example("\\")
@example("\\u0027 OR 1=1 --")
def test_a_value_is_one_literal_that_means_exactly_that_value(words: Any, text: str) -> None:
    query = words.soql(
        Query(fields=["Id"], source="Contact", where=soql.equals("Email", text), limit=1).text()
    )
    assert query.texts == [text]
    assert query.limit == 1
    assert [kind for kind, _ in query.tokens].count("text") == 1


@given(st.lists(NASTY, min_size=1, max_size=5), NASTY)
def test_no_value_breaks_out_of_a_list_or_a_conjunction(words: Any, many: list[str], one: str) -> None:
    condition = soql.all_of(soql.one_of("Email", many), soql.equals("Name", one))
    query = words.soql(Query(fields=["Id", "Name"], source="Contact", where=condition, order=["Id"]).text())
    assert query.texts == [*many, one]
    assert query.where({"Email": many[0], "Name": one})
    assert not query.where({"Email": "somebody else's " + "".join(many), "Name": one})


@given(st.text().filter(lambda text: not soql._NAME.fullmatch(text)))
@example("Id FROM User")
@example("Name\n")
@example("a..b")
def test_a_name_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="cannot be the name"):
        Query(fields=[text], source="Contact").text()


@given(
    st.integers(-(10**15), 10**15),
    st.integers(-12, 12),
)
def test_a_moment_is_written_in_utc_to_the_millisecond(microseconds: int, hours: int) -> None:
    aware = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=hours))) + timedelta(
        microseconds=microseconds
    )
    written = datetime.fromisoformat(soql.moment(aware))
    assert written == aware.replace(microsecond=aware.microsecond // 1000 * 1000)
    assert written.utcoffset() == timedelta()


def test_flags_and_nothing_are_words() -> None:
    condition = soql.all_of(
        soql.equals("A", value=True), soql.equals("B", value=False), soql.equals("C", None)
    )
    assert condition.soql == "A = true AND B = false AND C = null"
    assert soql.not_null("A.B").soql == "A.B != null"


def test_a_moment_without_fraction_ends_with_z() -> None:
    moment = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert soql.since("SystemModstamp", moment).soql == "SystemModstamp >= 2026-03-05T12:00:00Z"
    fraction = moment + timedelta(milliseconds=7)
    assert soql.equals("X", fraction).soql == "X = 2026-03-05T12:00:00.007+00:00"


def test_conditions_need_something_to_say() -> None:
    with pytest.raises(ValueError, match="IN needs"):
        soql.one_of("Id", [])
    with pytest.raises(ValueError, match="no condition"):
        soql.all_of(None)


def test_ids_are_checked_before_they_are_used() -> None:
    assert soql.checked_id("0038c00000Fa1KeAAJ", "candidate_id") == "0038c00000Fa1KeAAJ"
    assert soql.is_id("0038c00000Fa1Ke")
    for wrong in ("", "0038c00000Fa1K'", "0038c00000Fa1KeAA", "003 c00000Fa1KeAAJ", "0038c00000Fa1KeAAJ\n"):
        with pytest.raises(InputError, match="candidate_id is not an id"):
            soql.checked_id(wrong, "candidate_id")


@given(st.lists(st.integers(0, 50)), st.integers(1, 7))
def test_chunks_hold_every_value_once_and_no_more_than_allowed(values: list[int], size: int) -> None:
    chunks = soql.chunks(map(str, values), size)
    assert [value for chunk in chunks for value in chunk] == list(dict.fromkeys(map(str, values)))
    assert all(0 < len(chunk) <= size for chunk in chunks)


def test_a_semi_join_is_a_query_in_brackets() -> None:
    inner = Query(fields=["bpats__ATS_Applicant__c"], source="bpats__ATS_Applicant__c")
    assert soql.among("Id", inner).soql == (
        "Id IN (SELECT bpats__ATS_Applicant__c FROM bpats__ATS_Applicant__c)"
    )


@given(st.lists(NASTY, min_size=1, max_size=3), NASTY)
@example(["x' OR Name != 'y@x.example"], "o'brien@x.example")
def test_the_imitated_platform_reads_the_same_values(many: list[str], one: str) -> None:
    condition = soql.all_of(soql.one_of("Email", many), soql.equals("Name", one))
    read = parse(Query(fields=["Id"], source="Contact", where=condition, order=["Id"], limit=2).text())
    assert isinstance(read.where, All)
    among, compared = read.where.conditions
    assert isinstance(among, Among)
    assert isinstance(compared, Compare)
    assert [getattr(value, "value", None) for value in among.values] == many
    assert getattr(compared.value, "value", None) == one
    assert (len(read.order), read.limit) == (1, 2)
