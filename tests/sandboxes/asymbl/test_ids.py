import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.asymbl.ids import Minter, checksum, full_id, short_id
from assay_sandboxes.core.ids import Identifiers

SHORT = st.from_regex(r"[A-Za-z0-9]{15}", fullmatch=True)


@pytest.mark.parametrize(
    "recorded",
    ["0128c000000CUOmAAO", "012000000000000AAA", "00D8c0000005lpJEAQ"],
)
def test_checksums_are_those_of_the_vendor(recorded: str) -> None:
    assert recorded[:15] + checksum(recorded[:15]) == recorded


@given(SHORT)
def test_short_and_long_ids_mean_the_same(short: str) -> None:
    long = full_id(short)
    assert long is not None
    assert full_id(long) == long
    assert full_id(short + long[15:].lower()) == long
    assert short_id(long) == short


@given(SHORT)
def test_a_lower_cased_id_is_another_one_or_none(short: str) -> None:
    long = full_id(short)
    assert long is not None
    lowered = full_id(long.lower())
    assert lowered is None or (lowered == long) is (long[:15].lower() == long[:15])


@given(st.text(max_size=20))
def test_other_texts_are_no_ids(text: str) -> None:
    made = full_id(text)
    assert made is None or (len(text) in (15, 18) and text.isalnum())


def test_only_texts_are_ids() -> None:
    assert full_id(None) is None
    assert full_id(15) is None
    assert full_id("0038c00000Fa1KeAAA") is None


def test_new_ids_come_after_known_ones() -> None:
    minter = Minter(Identifiers("asymbl"))
    known = {minter.known("003", f"key-{number}") for number in range(300)}
    new = [minter.new("003") for _ in range(3)]
    assert len(known) == 300
    assert max(known) < new[0] < new[1] < new[2]
