"""What is found out about a vendor's answers is found out once: one worker runs the faults in all of them."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        if item.path.stem == "test_payload_faults" and "vendor" in given:
            item.add_marker(pytest.mark.xdist_group(given["vendor"]))
