"""What is done once the object of an action exists: failing at it is a warning, never an error.

Source: ashby sheet 7.2, recruitee sheet 3.1 (what was created stays, and is not created again).
"""

from collections.abc import Callable, Iterator
from typing import Any

from assay.connector import ReadItem
from assay.errors import ConnectorError
from assay_connectors.once import outcome_unknown

__all__ = ["read_again", "tried"]


def tried(step: str, work: Callable[[], Any], warnings: list[str]) -> None:
    """Do a step that may fail without failing the action; a warning then names it."""
    try:
        work()
    except ConnectorError as error:
        known = "it is unknown whether it was done" if outcome_unknown(error) else "not done"
        warnings.append(f"{step}: {known}: {error.message}")


def read_again(
    what: str, items: Callable[[], Iterator[ReadItem]], warnings: list[str]
) -> tuple[ReadItem, ...]:
    """What an action changed, as it is now, so that the store shows it before the next sync."""
    try:
        return tuple(items())
    except ConnectorError as error:
        warnings.append(
            f"the {what} could not be read again and is shown with the next sync: {error.message}"
        )
        return ()
