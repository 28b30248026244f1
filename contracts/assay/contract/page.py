"""A published coverage page as a value: what a vendor's page promises, by title.

Notes are kept in memory for whoever words the behaviours; they are never written to a contract.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assay.contract.clauses import Kind
from assay.contract.model import Contract


@dataclass(frozen=True, slots=True)
class Section:
    """One model or action of a page."""

    title: str
    names: tuple[str, ...]
    """Fields or inputs, in the order of the page."""
    notes: tuple[str, ...]
    line: int
    """Where it starts on the page, from 1."""
    lines: tuple[int, ...]
    """Where each name stands."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the table of features."""

    name: str
    notes: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """Everything that a published coverage page says about one connector."""

    file: str
    connector: str
    """The slug, e.g. ``ashby``."""
    name: str
    """As people write it, e.g. ``Avionté``."""
    models: tuple[Section, ...]
    actions: tuple[Section, ...]
    features: tuple[Feature, ...]
    notes: tuple[str, ...] = ()
    """Notes that stand under no title."""

    def entries(self) -> Iterator[tuple[Kind, str, str]]:
        """Kind, group and item of everything promised, in the order of the clauses."""
        for model in self.models:
            yield "model", model.title, ""
            for name in model.names:
                yield "field", model.title, name
        for action in self.actions:
            yield "action", action.title, ""
            for name in action.names:
                yield "input", action.title, name
        for feature in self.features:
            yield "feature", "", feature.name


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that page and contract do not both have."""

    kind: Kind
    group: str
    item: str
    only_in: Literal["page", "contract"]


def difference(page: CoveragePage, contract: Contract) -> list[Difference]:
    """What only one of the two has, page first; empty when they promise the same.

    Behaviours are left out: a page has notes, which are worded anew in the contract.
    """
    of_page = list(page.entries())
    of_contract = list(_entries(contract))
    missing = [Difference(*entry, "page") for entry in of_page if entry not in set(of_contract)]
    surplus = [Difference(*entry, "contract") for entry in of_contract if entry not in set(of_page)]
    return missing + surplus


def _entries(contract: Contract) -> Iterator[tuple[Kind, str, str]]:
    for model in contract.models:
        yield "model", model.title, ""
        for field in model.fields:
            yield "field", model.title, field.name
    for action in contract.actions:
        yield "action", action.title, ""
        for taken in action.inputs:
            yield "input", action.title, taken.name
    for feature in contract.features:
        yield "feature", "", feature.name
