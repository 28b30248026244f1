from typing import Any

import pytest

from assay.reality import is_real
from assay.unified.values import Location


@pytest.mark.parametrize(
    "empty",
    [None, "", "  ", [], {}, [None], [[], {}], {"/job.list": None}, {"a": {"b": []}}, Location(), ()],
)
def test_what_says_nothing_is_no_value(empty: Any) -> None:
    assert not is_real(empty)


@pytest.mark.parametrize(
    "value", ["x", 0, 0.0, False, [None, 1], {"a": {"b": False}}, Location(city="Porto"), {"x"}]
)
def test_what_says_something_is_a_value(value: Any) -> None:
    assert is_real(value)
