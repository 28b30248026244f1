"""Columns as stages, and finding the one that a row names by its title. Source: flatchr sheet 7.3, 7.4."""

from collections.abc import Sequence

from assay.unified.records import ApplicationStage
from assay_connectors.flatchr.api import COLUMNS
from assay_connectors.flatchr.mapping.payload import Payload


def application_stage(column: Payload) -> ApplicationStage:
    """A stage."""
    return ApplicationStage(
        remote_id=column.identifier(),
        name=column.trimmed("title"),
        remote_data={COLUMNS: column.raw},
    )


def in_order(columns: Sequence[Payload]) -> list[Payload]:
    """The columns as the kanban shows them; those without position last (sheet 7.6)."""

    def rank(column: Payload) -> tuple[bool, int, str]:
        position = column.whole("position")
        return position is None, position or 0, column.identifier().rjust(20, "0")

    return sorted(columns, key=rank)


def called(columns: Sequence[Payload], title: str) -> list[str]:
    """Ids of the columns of that title: exactly, else but for outer blanks, else but for case too."""
    spellings = (str, str.strip, lambda text: text.strip().casefold())
    for spelled in spellings:
        wanted = spelled(title)
        ids = [one.identifier() for one in columns if spelled(one.text("title") or "") == wanted]
        if ids:
            return ids
    return []
