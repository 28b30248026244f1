import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.wire import pseudonyms
from assay.wire.pseudonyms import TREATMENTS

phones = st.from_regex(r"\+?[0-9]{2,3}[ -]?[0-9]{3}[ -]?[0-9]{2,6}", fullmatch=True)
words = st.text(string.ascii_letters, min_size=2, max_size=12)
anything = st.text(max_size=40) | phones | st.emails() | words.map(lambda word: f"https://x.com/{word}")


@given(kind=st.sampled_from(sorted(TREATMENTS)), text=anything)
def test_replacing_twice_changes_nothing(kind: str, text: str) -> None:
    once = TREATMENTS[kind](text, "k1")
    assert TREATMENTS[kind](once, "k1") == once


@given(name=st.lists(words, min_size=1, max_size=4).map(" ".join))
def test_a_name_keeps_its_words_and_their_case(name: str) -> None:
    new = pseudonyms.name(name, "k1")
    for before, after in zip(name.split(), new.split(), strict=True):
        assert after.lower() == pseudonyms.name(before.lower(), "k1")
        assert len(before) < 5 or before == after or before.lower() not in after.lower()
        if before.islower() or before.isupper():
            assert before.islower() == after.islower()


@given(first=words, second=words)
def test_different_words_become_different_names(first: str, second: str) -> None:
    same = pseudonyms.name(first, "k1").lower() == pseudonyms.name(second, "k1").lower()
    assert same == (first.lower() == second.lower()) or pseudonyms.name(first, "k1") in {first, second}


def test_accents_survive_as_accents_and_do_not_split_a_person() -> None:
    plain, accented = pseudonyms.name("Joao", "k1"), pseudonyms.name("João", "k1")
    assert plain.isascii()
    assert not accented.isascii()
    assert accented[:-1] == plain[:-1]


def test_scripts_without_case_are_replaced_too() -> None:
    assert "明" not in pseudonyms.name("李 明", "k1")
    assert pseudonyms.name("J. R.", "k1") == "J. R."


@pytest.mark.parametrize(("length", "syllables"), [(3, 3), (7, 4), (12, 5)])
def test_a_name_keeps_its_length_class(length: int, syllables: int) -> None:
    assert len(pseudonyms.name("q" * length, "k1")) == 2 * syllables + 1


@given(address=st.emails())
def test_an_address_stays_an_address_of_nobody(address: str) -> None:
    new = pseudonyms.email(address, "k1")
    assert new.lower().endswith("." + pseudonyms.DOMAIN)
    assert new.lower() == pseudonyms.email(address.lower(), "k1").lower()
    assert not re.search(r"[^\w.@-]", new)


def test_an_address_keeps_its_case_and_tells_people_apart() -> None:
    email = pseudonyms.email
    assert email("MARTA@MAIL.EXAMPLE", "k1").isupper()
    assert email("marta@mail.example", "k1").islower()
    assert email("Marta@mail.example", "k1")[0].isupper()
    assert email("marta@mail.example", "k1") != email("marta1@mail.example", "k1")
    one, two = (email(f"{who}@mail.example", "k1").partition("@")[2] for who in ("ana", "eva"))
    assert one == two
    assert "@" not in email("nobody", "k1")


@given(number=phones)
def test_a_number_keeps_its_shape(number: str) -> None:
    new = pseudonyms.phone(number, "k1")
    assert re.sub(r"\d", "0", new) == re.sub(r"\d", "0", number)
    assert new.lstrip("+")[:2] == number.lstrip("+")[:2] or len(re.sub(r"\D", "", number)) == 7


def test_a_number_too_short_to_tell_apart_becomes_fives() -> None:
    assert pseudonyms.phone("ext. 12", "k1") == "ext. 55"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("postal code", "1200-192", "0000-000"),
        ("postal code", "SW1A 1AA", "XX0X 0XX"),
        ("birth date", "1984-07-23", "1990-01-01"),
        ("birth date", "23.07.1984", "01.01.1990"),
        ("street", "", ""),
        ("free text", "  ", "  "),
        ("profile", "", ""),
        ("profile", "profile-abcdefghij", "profile-abcdefghij"),
        ("file name", "", ""),
        ("file name", ".pdf", ".pdf"),
    ],
)
def test_what_needs_no_telling_apart_becomes_constant(kind: str, before: str, after: str) -> None:
    assert TREATMENTS[kind](before, "k1") == after


@pytest.mark.parametrize(
    ("kind", "before", "shape"),
    [
        ("street", "Rua das Flores 12", r"Replaced Street [0-9a-f]{6}"),
        ("free text", "He is nice.", r"Replaced text [0-9a-f]{8}\."),
        ("free text", "<p>He is nice.</p>", r"<p>Replaced text [0-9a-f]{8}\.</p>"),
        ("free text", "x" * 90, r"Replaced text [0-9a-f]{8}\. ipsum .{50,80}"),
        ("free text", "x" * 9000, r"Replaced text .{380,420}"),
        ("profile", "https://www.linkedin.com/in/marta/", r"https://www\.linkedin\.com/in/profile-\w{10}"),
        ("profile", "https://marta.example/about", r"https://\w{10}\.pseudonym\.example/"),
        ("profile", "@marta", r"profile-\w{10}"),
        ("ip address", "198.51.100.7", r"192\.0\.2\.\d{1,3}"),
        ("ip address", "2a00::1", r"2001:db8::[0-9a-f]{4}"),
        ("file name", "Marta CV.final.pdf", r"document-\w{10}\.pdf"),
        ("file name", "Marta", r"document-\w{10}"),
        ("file name", "Marta. CV (1)", r"document-\w{10}"),
    ],
)
def test_each_kind_keeps_its_format(kind: str, before: str, shape: str) -> None:
    new = TREATMENTS[kind](before, "k1")
    assert re.fullmatch(shape, new)
    assert new == TREATMENTS[kind](before, "k1")
