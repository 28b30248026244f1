"""A run that is interrupted by another one."""

from collections.abc import Iterator

import pytest

from assay.connector import ActionResult, Notice, ReadItem, ReadRequest
from assay.overlapping import Interrupted
from assay.unified.actions import ActionInput
from assay.unified.catalogue import ACTIONS


class Slow:
    slug = "slow"

    def __init__(self, *items: str) -> None:
        self.told: list[str] = []
        self._items = items

    def read(self, request: ReadRequest) -> Iterator[ReadItem]:
        del request
        for item in self._items:
            self.told.append(item)
            yield Notice(item)

    def act(self, action: ActionInput) -> ActionResult:
        return ActionResult(remote_id=type(action).__name__)


def test_it_happens_once_while_the_run_is_under_way() -> None:
    slow, happened = Slow("first", "second"), list[tuple[str, ...]]()
    wanted = ReadRequest(models=frozenset({"ats_jobs"}), mode="delta")

    def note(request: ReadRequest) -> None:
        assert request is wanted
        happened.append(tuple(slow.told))

    items = list(Interrupted(slow, note).read(wanted))

    assert items == [Notice("first"), Notice("second")]
    assert happened == [("first",)]


def test_a_run_that_gives_nothing_cannot_be_interrupted() -> None:
    quiet = Interrupted(Slow(), lambda _: pytest.fail("nothing was under way"))

    assert list(quiet.read(ReadRequest(models=frozenset()))) == []


def test_actions_go_to_the_connector() -> None:
    inputs = {"candidate_id": "remote:1", "tag": {"name": "Strong"}}
    action = ACTIONS["add_candidate_tag"].model_validate(inputs)

    result = Interrupted(Slow(), lambda _: None).act(action)

    assert result.remote_id == type(action).__name__
