from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.flatchr.spelling import (
    amount,
    day_in,
    day_out,
    digits,
    number_of,
    slugified,
    street,
    vacancy_slug,
)


@given(st.integers(1, 999_999_999), st.integers(0, 20))
def test_whole_amounts_keep_their_value_in_every_spelling(value: int, style: int) -> None:
    assert number_of(amount(value, style)) == value


@given(st.integers(1, 99_999), st.integers(0, 20))
def test_amounts_with_cents_keep_their_value_in_every_spelling(cents: int, style: int) -> None:
    assert number_of(amount(cents / 100, style)) == cents / 100


def test_amounts_come_in_five_spellings_and_their_absence_in_four() -> None:
    spelled = [amount(4200.5, style) for style in range(5)]
    assert spelled == [4200.5, "4200.5", "4 200,5", "4\u00a0200,5", "4\u202f200,5"]
    assert [amount(None, style) for style in range(4)] == ["0", None, "", 0]
    assert number_of("à négocier") is None


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)))
def test_days_go_out_day_first_and_come_in_month_first(day: date) -> None:
    assert day_out(f"{day.isoformat()}T12:00:00.000Z", "UTC") == day.strftime("%d/%m/%y")
    assert day_in(day.strftime("%m/%d/%y")) == day


@pytest.mark.parametrize("text", ["31/12/26", "", "26-1-1"])
def test_no_day_is_read_from_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        day_in(text)


@given(st.from_regex(r"[1-9]\d{0,3}[a-z]?", fullmatch=True), st.text("abc éï", min_size=1))
def test_streets_that_begin_with_a_number_rejoin(number: str, name: str) -> None:
    line = f"{number} x{name}"
    assert " ".join(part for part in street(line) if part) == line
    assert street(line)[0] == number


def test_streets_without_a_leading_number_stay_whole() -> None:
    assert street("Rua do Alecrim 12") == (None, "Rua do Alecrim 12")
    assert street("神宮前 1-2-3") == (None, "神宮前 1-2-3")
    assert street(None) == (None, None)


@given(st.text())
def test_slugs_are_plain(text: str) -> None:
    slug = slugified(text)
    assert slug.isascii()
    assert slug == slug.lower().strip("-")
    assert "--" not in slug


def test_a_vacancy_slug_begins_with_its_id() -> None:
    assert vacancy_slug("Hn4R", "Chargé d'accueil H/F ") == "hn4r-charge-d-accueil-h-f"
    assert vacancy_slug("Hn4R", "東京") == "hn4r"


def test_phones_compare_by_their_digits() -> None:
    assert digits("+33 6 11") == digits("(33)611") == "33611"
    assert digits(None) == ""
