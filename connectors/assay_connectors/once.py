"""Writes that must not happen twice, on a network that may lose the answer.

None of the vendors has idempotency keys (ashby sheet 1.6 [D], recruitee sheet 1.1 [A]). When the answer to
such a write is lost, the only honest way on is to look whether it took effect, and to write again only if it
did not.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from assay.errors import ConnectorError, VendorUnavailableError

Written = TypeVar("Written")

CLOCK_TOLERANCE: Final = timedelta(minutes=10)
"""How far the vendor's clock and ours may be apart when an object is to be younger than our write."""


def outcome_unknown(error: ConnectorError) -> bool:
    """Whether the request that led to this error may have taken effect."""
    return isinstance(error, VendorUnavailableError) and error.detail.get("outcome_unknown") is True


def at_most_once(write: Callable[[], Written], find: Callable[[], Written | None]) -> Written:
    """Perform a write whose effect ``find`` can recognise; look before writing again, and try twice at most.

    Raises:
        ConnectorError: as ``write`` and ``find`` raise.
    """
    try:
        return write()
    except VendorUnavailableError as error:
        if not outcome_unknown(error):
            raise
    found = find()
    if found is not None:
        return found
    try:
        return write()
    except VendorUnavailableError as error:
        if not outcome_unknown(error):
            raise
        found = find()
        if found is None:
            raise
        return found


def is_younger(created_at: object, started: datetime) -> bool:
    """Whether a vendor time such as ``2026-03-02T09:15:30.123Z`` is not before ``started``, tolerantly."""
    if not isinstance(created_at, str):
        return False
    try:
        moment = datetime.fromisoformat(created_at)
    except ValueError:
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment >= started - CLOCK_TOLERANCE
