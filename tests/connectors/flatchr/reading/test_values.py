"""Salaries, dates, labels and countries: properties of single values."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.flatchr.mapping.dates import day_of_filter, day_of_row
from assay_connectors.flatchr.mapping.payload import Payload
from assay_connectors.flatchr.mapping.salaries import Pay, amount, pay, period
from assay_connectors.flatchr.mapping.stages import called, in_order
from assay_connectors.flatchr.mapping.words import country, employment_type, folded

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
BLANKS = st.sampled_from([" ", "\u00a0", "\u202f", ""])

# --- salaries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nothing", ["0", 0, 0.0, "", None, " ", "à négocier", True, [], "1e5", "-5", -5, "0,00", "٣"]
)
def test_zero_and_nothing_are_no_amount(nothing: Any) -> None:
    assert amount(nothing) is None


@given(st.integers(min_value=1, max_value=10**9), BLANKS)
def test_an_amount_is_read_with_blanks_of_any_kind_between_its_digits(number: int, blank: str) -> None:
    written = f"{number:,}".replace(",", blank)

    assert amount(written) == amount(number) == amount(f" {number}{blank}") == number


@given(st.integers(min_value=1, max_value=10**7), st.integers(min_value=0, max_value=99))
def test_a_decimal_comma_is_a_decimal_point(whole: int, cents: int) -> None:
    assert (
        amount(f"{whole},{cents:02}") == amount(f"{whole}.{cents:02}") == pytest.approx(whole + cents / 100)
    )


@given(st.text() | st.floats() | st.integers() | st.none() | st.booleans())
def test_whatever_comes_is_a_positive_amount_or_none(value: Any) -> None:
    read = amount(value)

    assert read is None or 0 < read < float("inf")


@pytest.mark.parametrize(
    ("low", "high", "meant"),
    [
        ("28 000", None, Pay(amount=28000)),
        (28000, 32000, Pay(lowest=28000, highest=32000)),
        ("0", None, Pay()),
        ("0", "32000", Pay(highest=32000)),
        ("28000", "0", Pay(amount=28000)),
    ],
)
def test_one_figure_is_exact_and_two_are_a_range(low: Any, high: Any, meant: Pay) -> None:
    assert pay(low, high) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [("y", "YEAR"), ("m", "MONTH"), ("d", "DAY"), ("h", "HOUR"), ("w", "w"), (None, None), ("", None)],
)
def test_periods_have_a_meaning_or_pass_through(word: str | None, meant: str | None) -> None:
    assert period(word) == meant


# --- dates -------------------------------------------------------------------------------------------


def test_a_row_begins_with_the_day_and_a_filter_with_the_month() -> None:
    assert day_of_row("04/03/26") == date(2026, 3, 4)
    assert day_of_filter(date(2026, 3, 4)) == "03/04/26"


@given(DAYS)
def test_a_day_written_in_a_row_is_read_back(day: date) -> None:
    assert day_of_row(day.strftime("%d/%m/%y")) == day


@given(DAYS)
def test_a_filter_swaps_day_and_month_of_the_row(day: date) -> None:
    month, of_month, year = day_of_filter(day).split("/")

    assert day_of_row(f"{of_month}/{month}/{year}") == day


@pytest.mark.parametrize(
    "text", ["31/02/26", "2026-03-04", "4/3/26", "04/03/2026", "", None, 40326, "٠٤/٠٣/٢٦"]
)
def test_anything_else_is_no_day(text: Any) -> None:
    assert day_of_row(text) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_a_day(text: str) -> None:
    day_of_row(text)


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "partial", "meant"),
    [
        ("CDI", False, "FULL_TIME"),
        ("cdi", True, "PART_TIME"),
        ("CDD", False, "CONTRACT"),
        ("Intérim", False, "CONTRACT"),
        ("INTERIM", True, "CONTRACT"),
        ("Freelance / Indépendant", False, "CONTRACT"),
        ("Vacation", False, "CONTRACT"),
        ("Prestation", False, "CONTRACT"),
        ("Stage", False, "INTERNSHIP"),
        ("Alternance", False, "INTERNSHIP"),
        ("Contrat d'apprentissage", False, "INTERNSHIP"),
        ("Contrat de professionnalisation (CDD)", False, "INTERNSHIP"),
        ("Saisonnier", False, "SEASONAL"),
        ("CDD saisonnier", False, "SEASONAL"),
        ("Bénévolat", False, "Bénévolat"),
        (None, True, "PART_TIME"),
        (None, False, None),
        (" ", False, None),
    ],
)
def test_contract_labels_have_a_meaning(label: str | None, partial: bool, meant: str | None) -> None:  # noqa: FBT001 -- a case
    assert employment_type(label, partial=partial) == meant


@given(st.sampled_from(["Intérim", "Alternance", "Saisonnier", "CDI", "CDD", "Stage"]), st.booleans())
def test_accents_and_case_do_not_matter(label: str, partial: bool) -> None:  # noqa: FBT001 -- drawn
    spellings = (label, label.upper(), label.lower(), folded(label), f"  {label} ")

    assert len({employment_type(one, partial=partial) for one in spellings}) == 1


@given(st.text(min_size=1), st.booleans())
def test_an_unknown_label_passes_through_or_has_a_unified_meaning(label: str, partial: bool) -> None:  # noqa: FBT001 -- drawn
    known = {"FULL_TIME", "PART_TIME", "CONTRACT", "SEASONAL", "INTERNSHIP", None}

    assert employment_type(label, partial=partial) in known | {label}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("France", "FR"),
        ("Brésil", "BR"),
        ("Angleterre", "GB"),
        ("Belgique", "BE"),
        ("Belgium", "BE"),
        ("Suisse", "CH"),
        ("Luxembourg", "LU"),
        ("Espagne", "ES"),
        ("Allemagne", "DE"),
        ("Italie", "IT"),
        ("Royaume-Uni", "GB"),
        ("Maroc", "MA"),
        ("Canada", "CA"),
        ("Pays-Bas", "NL"),
        ("États-Unis", "US"),
        ("Atlantide", "Atlantide"),
        (None, None),
    ],
)
def test_countries_are_known_by_their_french_and_english_names(name: str | None, code: str | None) -> None:
    assert country(name) == code


# --- columns -----------------------------------------------------------------------------------------


def column(number: int, title: str, position: int | None = 0) -> Payload:
    return Payload({"id": number, "title": title, "position": position}, "/company/{key}/columns")


def test_a_title_is_sought_exactly_first_then_trimmed_then_without_case() -> None:
    columns = [column(1, "Tri "), column(2, "Tri"), column(3, "tri")]

    assert called(columns, "Tri ") == ["1"]
    assert called(columns, "Tri") == ["2"]
    assert called(columns, " Tri") == ["1", "2"]
    assert called(columns, "TRI") == ["1", "2", "3"]
    assert called(columns, "Autre") == []


@given(
    st.lists(st.tuples(st.integers(1, 99999), st.none() | st.integers(-5, 9)), unique_by=lambda one: one[0])
)
def test_columns_stand_by_position_then_id_and_those_without_position_last(given_: Any) -> None:
    ranked = in_order([column(number, "x", position) for number, position in given_])
    keys = [(one.raw["position"] is None, one.raw["position"] or 0, one.raw["id"]) for one in ranked]

    assert keys == sorted(keys)
    assert len(keys) == len(given_)


# --- ids ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "plain"), [(412, "412"), ("412", None), (True, None), (4.5, None), (None, None)]
)
def test_a_plain_id_is_an_integer_and_nothing_else(value: Any, plain: str | None) -> None:
    assert Payload({"vacancy_id": value}, "/x").plain_id("vacancy_id") == plain


def test_a_number_may_stand_where_a_text_is_expected_if_documents_differ() -> None:
    payload = Payload({"code": 56100, "text": " a ", "blank": " "}, "/x")

    assert payload.text_or_number("code") == "56100"
    assert payload.text_or_number("text") == " a "
    assert payload.trimmed("text") == "a"
    assert payload.trimmed("blank") is None
