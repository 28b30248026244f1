"""What the Flatchr connector can do: create candidates and applications. Source: flatchr sheet 7.7."""

from assay.connector import ActionResult
from assay.errors import InputError
from assay.unified.actions import ActionInput, CreateApplication, CreateCandidate
from assay_connectors.flatchr.actions.creation import create
from assay_connectors.flatchr.connection import Connection

__all__ = ["perform"]


def perform(connection: Connection, action: ActionInput) -> ActionResult:
    """Perform a unified action.

    Raises:
        InputError: Flatchr has no such action, or an input cannot be used; nothing was written.
        ConnectorError: see :func:`assay_connectors.flatchr.actions.creation.create`.
    """
    if not isinstance(action, CreateCandidate | CreateApplication):
        raise InputError(
            f"Flatchr cannot perform {action.operation}", hint="Its actions are the two that create."
        )
    return create(connection, action)
