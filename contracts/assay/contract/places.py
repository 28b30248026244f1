"""Where in the file of a contract each promise stands."""

from collections.abc import Iterator, Mapping

from assay.contract.clauses import Kind, clause_id
from assay.contract.model import Contract
from assay.contract.rules import Path


def promise_paths(contract: Contract) -> Mapping[str, Path]:
    """Clause id -> path of its promise, for ``Document.where``; also of fields that are merely inferred."""
    return {clause_id(contract.connector, *entry): path for entry, path in _entries(contract)}


def _entries(contract: Contract) -> Iterator[tuple[tuple[Kind, str, str], Path]]:
    for at, model in enumerate(contract.models):
        yield ("model", model.title, ""), ("models", at)
        for inner, field in enumerate(model.inferred):
            yield ("field", model.title, field.name), ("models", at, "inferred", inner)
        for inner, field in enumerate(model.fields):
            yield ("field", model.title, field.name), ("models", at, "fields", inner)
    for at, action in enumerate(contract.actions):
        yield ("action", action.title, ""), ("actions", at)
        for inner, taken in enumerate(action.inputs):
            yield ("input", action.title, taken.name), ("actions", at, "inputs", inner)
    for at, feature in enumerate(contract.features):
        yield ("feature", "", feature.name), ("features", at)
    for at, behaviour in enumerate(contract.behaviours):
        yield ("behaviour", behaviour.group, behaviour.id), ("behaviours", at)
