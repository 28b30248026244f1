"""What a contract asks of the gate: how old evidence may be, and which differences weigh more than usual."""

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from assay.change import DEFAULTS, ChangeKind, Severity
from assay.contract.part import Part

MAX_AGE_DAYS = 365
"""How old evidence may be where the contract does not say."""


class Terms(Part):
    """Terms of the gate for one connector."""

    max_age_days: int = Field(default=MAX_AGE_DAYS, ge=1)
    """Evidence recorded longer ago than this is too old; in days."""
    severity: dict[ChangeKind, Severity] = Field(default_factory=dict)
    """Kind of difference -> severity, where it is graver than the default."""

    @field_validator("severity")
    @classmethod
    def _only_raises(cls, raised: dict[ChangeKind, Severity]) -> dict[ChangeKind, Severity]:
        for kind, severity in raised.items():
            if severity.is_below(DEFAULTS[kind]):
                message = f"a contract may raise a severity, not lower it: {kind} is {DEFAULTS[kind]}"
                hint = "leave the line out, or waive the single difference in waivers.yaml"
                context = {"message": message, "path": (str(kind),), "hint": hint}
                raise PydanticCustomError("contract_rule", "{message}", context)
        return raised

    def weighs(self, kind: ChangeKind) -> Severity:
        """How much a difference of that kind weighs."""
        return self.severity.get(kind, DEFAULTS[kind])
