"""Tests of one endpoint share what was found out about it, so one worker runs them."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        if "path" in given:
            item.add_marker(pytest.mark.xdist_group(f"{given['vendor']} {given['path']}"))
