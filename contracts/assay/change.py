"""How two certifications may differ, and how much each kind of difference weighs."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ChangeKind(StrEnum):
    """What happened to a promise between the baseline and now, the gravest first."""

    ERRORED = "errored"
    """Nobody can tell: a check crashed."""
    REGRESSION = "regression"
    """It held before and does not any more."""
    REMOVED = "removed"
    """The contract no longer promises it, or now exempts it."""
    WEAKENED = "weakened"
    """The evidence is of a lower grade than before, or older than the contract allows."""
    NARROWED = "narrowed"
    """It holds, but says less: a value, a type or the certainty of a value was lost."""
    CONDUCT = "conduct"
    """An action sends other requests than before: method, path, shape of the body, number of calls."""
    LOOSENED = "loosened"
    """The contract asks less of its evidence than before, or of a difference."""
    UNPROVEN = "unproven"
    """It is promised for the first time and nothing proves it, or it fails from the start."""
    STANDING = "standing"
    """It did not hold before either."""
    IMPROVEMENT = "improvement"
    """It is better proven than before, or new and proven."""


class Severity(StrEnum):
    """What a difference means for the gate, the gravest first."""

    REFUSE = "refuse"
    WARN = "warn"
    NOTE = "note"

    def is_below(self, other: "Severity") -> bool:
        """Whether this weighs less than the other."""
        order = list(Severity)
        return order.index(self) > order.index(other)


DEFAULTS: Mapping[ChangeKind, Severity] = MappingProxyType(
    dict.fromkeys(ChangeKind, Severity.REFUSE)
    | {ChangeKind.STANDING: Severity.WARN, ChangeKind.IMPROVEMENT: Severity.NOTE}
)
"""Kind -> how much it weighs unless the contract raises it; a contract never lowers it."""
