"""The clauses of a contract: its promises, one by one, each with a stable id."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assay.contract.model import Contract, Exemption, Promise
from assay.contract.part import slug

Kind = Literal["model", "field", "action", "input", "feature", "behaviour"]
KINDS: tuple[Kind, ...] = ("model", "field", "action", "input", "feature", "behaviour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One promise with a stable id; the unit of every result and of the gate."""

    id: str
    """``ashby/field/jobs/job_code``."""
    connector: str
    kind: Kind
    group: str
    """Title on the published page; empty for features."""
    item: str
    """Field, input, feature or behaviour; empty for models and actions."""
    source: str = ""
    """Where the promise is described; a field or input without a source has that of its model or action."""
    exempt: Exemption | None = None
    promise: Promise = field(repr=False, compare=False)
    """The part of the contract that makes this promise."""

    def listed(self) -> dict[str, str]:
        """What ``assay clauses --json`` prints."""
        return {
            "id": self.id,
            "connector": self.connector,
            "kind": self.kind,
            "group": self.group,
            "item": self.item,
        }


def clause_id(connector: str, kind: Kind, group: str, item: str) -> str:
    """The id of a clause; titles are slugged, names of fields, inputs and behaviours stay as they are."""
    group_part = slug(group) if group else ""
    item_part = slug(item) if kind == "feature" else item
    return "/".join(part for part in (connector, kind, group_part, item_part) if part)


def clauses_of(contract: Contract) -> tuple[Clause, ...]:
    """All clauses: models each followed by its fields, actions by their inputs, features, behaviours."""
    return tuple(_clauses(contract))


def _clauses(contract: Contract) -> Iterator[Clause]:
    for model in contract.models:
        yield _clause(contract, "model", model.title, "", model)
        for declared in model.fields:
            yield _clause(contract, "field", model.title, declared.name, declared, within=model)
    for action in contract.actions:
        yield _clause(contract, "action", action.title, "", action)
        for taken in action.inputs:
            yield _clause(contract, "input", action.title, taken.name, taken, within=action)
    for feature in contract.features:
        yield _clause(contract, "feature", "", feature.name, feature)
    for behaviour in contract.behaviours:
        yield _clause(contract, "behaviour", behaviour.group, behaviour.id, behaviour)


def _clause(
    contract: Contract, kind: Kind, group: str, item: str, promise: Promise, *, within: Promise | None = None
) -> Clause:
    source = promise.source or (within.source if within is not None else None)
    return Clause(
        id=clause_id(contract.connector, kind, group, item),
        connector=contract.connector,
        kind=kind,
        group=group,
        item=item,
        source=source or "",
        exempt=promise.exempt,
        promise=promise,
    )
