from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from assay_sandboxes.core.store import Collection, Sequence


@dataclass
class Thing:
    id: str
    name: str = ""


def _collection(*ids: str) -> tuple[Collection[Thing], Sequence]:
    sequence = Sequence()
    things: Collection[Thing] = Collection(sequence)
    things.extend(Thing(thing_id) for thing_id in ids)
    return things, sequence


def test_things_are_found_by_id_in_order_of_creation() -> None:
    things, _ = _collection("b", "a")
    assert [thing.id for thing in things] == ["b", "a"]
    assert len(things) == 2
    assert "a" in things
    assert "c" not in things
    assert things.get("c") is None
    assert things.first(lambda thing: thing.id > "a") == Thing("b")
    assert things.first(lambda thing: thing.id > "b") is None
    assert [thing.id for thing in things.where(lambda thing: thing.id == "a")] == ["a"]


def test_removed_things_leave_no_trace() -> None:
    things, sequence = _collection("a")
    assert things.remove("a") == Thing("a")
    assert things.remove("a") is None
    assert things.changed_after(0) == []
    assert sequence.last == 1


@given(st.lists(st.sampled_from("abcde")), st.integers(min_value=0, max_value=5))
def test_a_reader_of_changes_sees_exactly_what_changed_after_its_last_look(
    touched: list[str], looks: int
) -> None:
    things, sequence = _collection(*"abcde")
    for thing_id in touched[:looks]:
        things.touch(Thing(thing_id))
    seen = sequence.last
    for thing_id in touched[looks:]:
        things.add(Thing(thing_id, "again"))
    assert {thing.id for thing in things.changed_after(seen)} == set(touched[looks:])
