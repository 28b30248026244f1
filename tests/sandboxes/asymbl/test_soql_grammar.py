"""The grammar against everything: what is read can be written down again, and nothing crashes."""

# ruff: noqa: S608 -- queries made of names that the test itself chose

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.asymbl.refusals import Refusal
from assay_sandboxes.asymbl.soql.parser import LONGEST, RESERVED, parse
from assay_sandboxes.asymbl.soql.printing import printed, quoted
from assay_sandboxes.asymbl.soql.syntax import (
    All,
    Among,
    AmongRows,
    Column,
    Compare,
    Count,
    Day,
    Fields,
    Moment,
    Not,
    Null,
    Number,
    Order,
    Query,
    Some,
    Span,
    Text,
    Truth,
)

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True).filter(
    lambda n: n.lower() not in RESERVED
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(tuple)
TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)
LITERALS: Any = st.one_of(
    TEXTS.map(lambda text: Text(text, text.replace("\\", "\\\\"))),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3).map(
        Number
    ),
    st.booleans().map(Truth),
    st.just(Null()),
    st.dates().map(Day),
    st.datetimes(
        min_value=dt.datetime(1900, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
        max_value=dt.datetime(2200, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
        timezones=st.just(dt.UTC),
    ).map(Moment),
    st.sampled_from([Span("TODAY"), Span("LAST_90_DAYS"), Span("LAST_N_DAYS", 14), Span("N_DAYS_AGO", 0)]),
)
PATTERNS = st.lists(st.sampled_from(["a", "%", "_", "\\_", "\\%", "\\\\", "'", "é", "\n"]), max_size=8).map(
    "".join
)


def _leaves() -> Any:
    compared = st.builds(
        Compare, PATHS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), LITERALS, st.just(0)
    )
    like = st.builds(lambda path, raw: Compare(path, "LIKE", Text(_meant(raw), raw)), PATHS, PATTERNS)
    among = st.builds(
        Among,
        PATHS,
        st.sampled_from(["IN", "NOT IN", "INCLUDES", "EXCLUDES"]),
        st.lists(LITERALS, min_size=1, max_size=3).map(tuple),
        st.just(0),
    )
    inner = st.builds(
        lambda path, name, where: Query((Column(path),), name, where), PATHS, NAMES, st.none() | compared
    )
    rows = st.builds(AmongRows, PATHS, st.sampled_from(["IN", "NOT IN"]), inner, st.just(0))
    return compared | like | among | rows


def _meant(raw: str) -> str:
    """What a pattern means where it is no pattern."""
    for escaped, letter in (("\\\\", "\0"), ("\\_", "_"), ("\\%", "%")):
        raw = raw.replace(escaped, letter)
    return raw.replace("\0", "\\")


def _several(inner: Any) -> Any:
    many = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return many.map(All) | many.map(Some) | inner.map(Not)


CONDITIONS = st.recursive(_leaves(), _several, max_leaves=6)
QUERIES = st.builds(
    Query,
    st.lists(
        st.one_of(
            PATHS.map(Column),
            st.just(Count(())),
            PATHS.map(Count),
            st.sampled_from(["ALL", "CUSTOM", "STANDARD"]).map(Fields),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
    NAMES,
    st.none() | CONDITIONS,
    st.lists(st.builds(Order, PATHS, st.booleans(), st.booleans(), st.just(0)), max_size=3).map(tuple),
    st.none() | st.integers(0, 10**9 - 1),
    st.none() | st.integers(0, 10**9 - 1),
)


def _bare(value: Any) -> Any:
    """A tree without columns, so that trees of different texts compare."""
    if isinstance(value, tuple):
        return tuple(_bare(one) for one in value)
    if hasattr(value, "__slots__") and type(value).__module__.endswith("syntax"):
        kept = {name: _bare(getattr(value, name)) for name in value.__slots__ if not name.endswith("at")}
        return (type(value).__name__, tuple(kept.items()))
    return value


@given(QUERIES)
def test_what_is_written_down_reads_the_same(query: Query) -> None:
    assert _bare(parse(printed(query))) == _bare(query)


@given(QUERIES, st.sampled_from(["\t", "\n", "  \r\n "]))
def test_letter_case_of_keywords_and_blanks_mean_nothing(query: Query, blank: str) -> None:
    text = printed(Query(query.selected, query.object, None, query.order, query.limit, query.offset))
    for word in ("SELECT", "FROM", "ORDER BY", "LIMIT", "OFFSET", "NULLS", "COUNT", "FIELDS"):
        text = text.replace(f"{word} ", f"{word.lower()} ").replace(f"{word}(", f"{word.title()}(")
    assert _bare(parse(text.replace(" ", blank))) == _bare(parse(text))


@given(TEXTS)
def test_a_quoted_text_means_itself_and_stays_within_its_quotes(text: str) -> None:
    where = parse(f"SELECT Id FROM Contact WHERE LastName = {quoted(text)} AND Email = 'safe'").where
    assert isinstance(where, All)
    first, second = where.conditions
    assert isinstance(first, Compare)
    assert isinstance(first.value, Text)
    assert first.value.value == text
    assert _bare(second) == _bare(Compare(("Email",), "=", Text("safe", "safe")))


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)


PIECES = [
    *[
        "SELECT",
        "FROM",
        "WHERE",
        "AND",
        "OR",
        "NOT",
        "IN",
        "LIKE",
        "ORDER",
        "BY",
        "LIMIT",
        "OFFSET",
        "NULLS",
        "LAST",
        "ASC",
        "null",
        "true",
        "Id",
        "Name",
        "a.b",
    ],
    *("(", ")", ",", "'x'", "'", "\\", "=", "<>", "1", "-2.5e3", "2026-03-02", "2026-13-45", "TODAY"),
    *("2026-03-02T09:15:00Z", "LAST_N_DAYS:3", "COUNT()", "FIELDS(ALL)", "INCLUDES", "EXCLUDES", ":"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_any_row_of_tokens_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)
    _read_or_refused(f"SELECT Id FROM Contact WHERE {text}")


def _read_or_refused(text: str) -> None:
    try:
        parse(text)
    except Refusal as refused:
        said = (refused.status, refused.faults[0].code)
    else:
        return
    assert said == (400, "MALFORMED_QUERY")


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r"'it\'s'", "it's"),
        (r"'a\\b'", "a\\b"),
        (r"'\n\r\t\b\f\"'", '\n\r\t\b\f"'),
        (r"'\N\T'", "\n\t"),
        (r"'\u00e9\u005C'", "é\\"),
        (r"'100\%'", "100%"),
    ],
)
def test_escapes_mean_what_the_vendor_says(literal: str, text: str) -> None:
    where = parse(f"SELECT Id FROM Contact WHERE LastName = {literal}").where
    assert isinstance(where, Compare)
    assert isinstance(where.value, Text)
    assert where.value.value == text


@pytest.mark.parametrize(
    "soql",
    [
        "",
        "SELECT",
        "SELECT FROM Contact",
        "SELECT Id FROM",
        "SELECT Id, FROM Contact",
        "SELECT Id FROM Contact c",
        "SELECT Id FROM Contact, Account",
        "SELECT Id FROM Contact WHERE",
        "SELECT Id FROM Contact WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
        "SELECT Id FROM Contact WHERE Name = 'a",
        r"SELECT Id FROM Contact WHERE Name = 'a\q'",
        r"SELECT Id FROM Contact WHERE Name = 'a\u12'",
        "SELECT Id FROM Contact WHERE Name = 'a\\",
        "SELECT Id FROM Contact WHERE Name == 'a'",
        "SELECT Id FROM Contact WHERE Name = Other",
        "SELECT Id FROM Contact WHERE Name NOT LIKE 'a'",
        "SELECT Id FROM Contact WHERE Name IN ()",
        "SELECT Id FROM Contact WHERE Name IN 'a'",
        "SELECT Id FROM Contact WHERE (Name = 'a'",
        "SELECT Id FROM Contact WHERE CreatedDate = 2026-02-30",
        "SELECT Id FROM Contact WHERE CreatedDate = LAST_N_DAYS",
        "SELECT Id FROM Contact WHERE CreatedDate = LAST_N_DAYS:x",
        "SELECT Id FROM Contact ORDER Name",
        "SELECT Id FROM Contact ORDER BY Name NULLS",
        "SELECT Id FROM Contact LIMIT x",
        "SELECT Id FROM Contact LIMIT 1.5",
        "SELECT Id FROM Contact LIMIT 9999999999",
        "SELECT Id FROM Contact LIMIT 1 LIMIT 2",
        "SELECT Id FROM Contact GROUP BY Name",
        "SELECT Id FROM Contact FOR UPDATE",
        "SELECT Id, (SELECT Id FROM Contacts) FROM Account",
        "SELECT TOLABEL(Status) FROM Contact",
        "SELECT FIELDS(NONE) FROM Contact LIMIT 1",
        "SELECT Id FROM Contact WHERE Id IN (SELECT Id, Name FROM Contact)",
        "SELECT Id FROM Contact WHERE Id IN (SELECT Id FROM Contact LIMIT 1)",
        "SELECT a.b.c.d.e.f.g FROM Contact",
        "SELECT Id FROM Contact; DROP",
        "SELECT Id FROM Contact -- all",
        "SELECT 1 FROM Contact",
        f"SELECT Id FROM Contact WHERE {'(' * 80}Name = 'a'{')' * 80}",
        f"SELECT Id FROM Contact WHERE Name = '{'a' * LONGEST}'",
    ],
)
def test_what_is_not_understood_is_refused(soql: str) -> None:
    with pytest.raises(Refusal) as raised:
        parse(soql)
    assert raised.value.faults[0].code == "MALFORMED_QUERY"


def test_a_refusal_shows_the_place() -> None:
    with pytest.raises(
        Refusal, match=r"SELECT Id FORM Contact\n {10}\^\nERROR at Row:1:Column:11\nunexpected"
    ):
        parse("SELECT Id FORM Contact")


def test_numbers_and_moments_are_exact() -> None:
    soql = "SELECT Id FROM X WHERE a = -1.50 AND b = 2026-03-02T09:15:00.123456789+02:00 AND c = .5e1"
    where = parse(soql).where
    assert isinstance(where, All)
    values = [one.value.value for one in where.conditions]
    zone = dt.timezone(dt.timedelta(hours=2))
    assert values == [Decimal("-1.50"), dt.datetime(2026, 3, 2, 9, 15, 0, 123456, zone), Decimal(5)]
