"""Turns the ids in action inputs into the vendor's, before a connector sees them.

Source: unified API 1.7 (``remote:`` prefix).
"""

from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from assay.errors import InputError
from assay.unified.actions import ActionInput
from assay.unified.catalogue import references_of

REMOTE_PREFIX = "remote:"
"""Starts an id that is the vendor's already."""

_Model = TypeVar("_Model", bound=BaseModel)


class Resolves(Protocol):
    """Knows the vendor's ids."""

    def remote_id(self, model: str, key: str) -> str:
        """Vendor id for a unified id or ``remote:<id>``; raises InputError when there is none."""
        ...


def resolve_inputs(store: Resolves, action: ActionInput) -> ActionInput:
    """The same action with every reference replaced by the vendor's id, at any depth.

    Raises:
        InputError: an id is unknown; nothing was sent to the vendor.
    """
    return _resolved(store, action, "")


def _resolved(store: Resolves, value: _Model, path: str) -> _Model:
    references = references_of(type(value))
    changes: dict[str, Any] = {}
    for name in type(value).model_fields:
        given = getattr(value, name)
        at = f"{path}{name}"
        if name in references and given is not None:
            changes[name] = _remote_id(store, references[name], given, at)
        elif isinstance(given, BaseModel):
            changes[name] = _resolved(store, given, f"{at}.")
        elif isinstance(given, list):
            changes[name] = [
                _resolved(store, item, f"{at}[{index}].") if isinstance(item, BaseModel) else item
                for index, item in enumerate(given)
            ]
    given_by_caller = {name: new for name, new in changes.items() if new != getattr(value, name)}
    return value.model_copy(update=given_by_caller) if given_by_caller else value


def _remote_id(store: Resolves, model: str, key: str, at: str) -> str:
    try:
        return store.remote_id(model, key)
    except InputError as error:
        raise InputError(f"{at}: {error.message}", hint=error.hint) from error
