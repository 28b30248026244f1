from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from assay_sandboxes.core.faults import FAULTS, FaultBoard
from assay_sandboxes.core.refusals import ControlRefused


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shape: str = "round"
    limit: int = Field(default=5, ge=1)


def _struck(board: FaultBoard[Settings], *paths: str) -> list[bool]:
    return [board.take("server_error", path) is not None for path in paths]


def test_a_fault_lasts_until_it_is_switched_off() -> None:
    board = FaultBoard(Settings)
    board.set({"server_error": True})
    assert _struck(board, "/a", "/b") == [True, True]
    off: Any
    for off in (False, None, []):
        board.set({"server_error": True})
        board.set({"server_error": off})
        assert _struck(board, "/a") == [False]


def test_a_fault_can_be_limited_to_a_path_a_number_of_times_and_later_requests() -> None:
    board = FaultBoard(Settings)
    board.set({"server_error": {"path": "/a", "times": 2, "after": 1}})
    assert _struck(board, "/b", "/a", "/a", "/b", "/a", "/a") == [False, False, True, False, True, False]


def test_several_faults_of_one_name_strike_one_after_the_other() -> None:
    board = FaultBoard(Settings)
    board.set({"rate_limited": [{"times": 1, "retry_after_s": 2}, {"times": 1}]})
    taken = [board.take("rate_limited", "/") for _ in range(3)]
    assert [fault and fault.retry_after_s for fault in taken] == [2, None, None]
    assert taken[2] is None


def test_settings_of_the_vendor_stand_beside_the_faults() -> None:
    board = FaultBoard(Settings)
    board.set({"shape": "square", "timeout": {"delay_s": 1}})
    assert board.settings.shape == "square"
    state = board.as_json()
    assert state["settings"] == {"shape": "square", "limit": 5}
    assert set(state["faults"]) == {"timeout"}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"colour": 1}, "colour"),
        ({"limit": 0}, "limit"),
        ({"timeout": {"delay": 1}}, "delay"),
        ({"timeout": 5}, "Fault"),
        ({"server_error": {"times": 0}}, "times"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(values: dict[str, Any], told: str) -> None:
    board = FaultBoard(Settings)
    with pytest.raises(ControlRefused, match=told):
        board.set({"shape": "square", **values})
    assert board.settings == Settings()


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(ControlRefused) as refused:
        FaultBoard(Settings).set({"colour": 1})
    assert all(name in str(refused.value) for name in (*FAULTS, "shape", "limit"))


def test_a_fault_may_be_limited_to_any_name_of_a_request() -> None:
    board = FaultBoard(Settings)
    board.set({"server_error": {"path": "POST /notes"}})
    assert board.take("server_error", "/c/1/notes", "/notes", "GET /notes") is None
    assert board.take("server_error", "/c/1/notes", "/notes", "POST /notes") is not None
