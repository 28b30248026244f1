"""All connectors side by side: which models, actions and features each offers, and what of it is proven."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES
from assay_reports.structure import Section, Told


@dataclass(frozen=True, slots=True)
class Row:
    """One model, action or feature."""

    title: str
    cells: tuple[Section | None, ...]
    """By connector; None where it is not offered."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Models, actions or features by connector."""

    rows: tuple[Row, ...]
    nowhere: tuple[str, ...]
    """What the unified API has and no connector offers."""


def models(every: Sequence[Told]) -> Matrix:
    """Unified models, in the order of the catalogue."""
    return _matrix(every, lambda told: told.models, MODEL_TITLES)


def actions(every: Sequence[Told]) -> Matrix:
    """Unified actions, in the order of the catalogue."""
    return _matrix(every, lambda told: told.actions, ACTION_TITLES)


def features(every: Sequence[Told]) -> Matrix:
    """Features, those first that most connectors have; no catalogue lists them."""
    found = _matrix(every, lambda told: told.features, ())
    ordered = sorted(found.rows, key=lambda row: (row.cells.count(None), row.title.casefold(), row.title))
    return Matrix(tuple(ordered), ())


def _matrix(
    every: Sequence[Told], part: Callable[[Told], Iterable[Section]], catalogue: Iterable[str]
) -> Matrix:
    by_connector = [{section.title: section for section in part(told)} for told in every]
    offered = dict.fromkeys(title for sections in by_connector for title in sections)
    known = [title for title in catalogue if title in offered]
    titles = [*known, *(title for title in offered if title not in known)]
    rows = tuple(Row(title, tuple(sections.get(title) for sections in by_connector)) for title in titles)
    return Matrix(rows, tuple(title for title in catalogue if title not in offered))
