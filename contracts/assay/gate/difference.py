"""What the gate says: differences between certifications, refusals, waiver debt, and the report of all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from assay.change import ChangeKind, Severity
from assay.contract.waivers import Waiver
from assay.results import Result

PlaceOf = Literal["contract", "mapping", "cassette", "waivers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file of the checkout that a reader should look at."""

    file: str
    """Relative to the root of the checkout, with forward slashes."""
    line: int
    """From 1."""
    of: PlaceOf


class Cause(StrEnum):
    """Which part has changed so that a clause is red."""

    CONNECTOR_REGRESSION = "connector-regression"
    """The new connector fails where the old one holds, on the same recording."""
    DRIFT = "vendor-or-sandbox-drift"
    """The new recording shows what neither connector copes with."""
    STALE_RECORDING = "stale-recording"
    """The new connector asks what the recording does not hold yet: record again."""
    HARNESS_FAULT = "harness-fault"
    """Old connector on old recording is red too: what judges them has changed."""
    CONTRACT_CHANGED = "contract-changed"
    """Connector and recordings are the same; the contract asks for something else."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which one promise differs from the baseline, or does not hold now."""

    kind: ChangeKind
    severity: Severity
    """What it would mean without a waiver."""
    connector: str
    clause: str
    """Full id; of a difference in what the contract asks of the gate ``ashby/gate/max_age_days``."""
    message: str
    """What was, and what is."""
    before: Result | None = None
    after: Result | None = None
    scenario: str = ""
    """Of a difference in conduct: the scenario, and its step."""
    step: str = ""
    waiver: Waiver | None = None
    """The waiver that lets it pass."""
    place: Place | None = None
    cause: Cause | None = None
    """None when nobody asked for it."""
    why: str = ""
    """What the cause was concluded from, in one sentence."""

    @property
    def effect(self) -> Severity:
        """What it means for the verdict: a waived difference does not refuse, it is noted."""
        return self.severity if self.waiver is None else Severity.NOTE

    @property
    def refuses(self) -> bool:
        """Whether it keeps the change from shipping."""
        return self.effect is Severity.REFUSE


class RefusalCode(StrEnum):
    """Why the gate refuses whatever the differences are."""

    BASELINE = "baseline"
    """The baseline is missing, unreadable, incomplete or of another format."""
    RESULTS = "results"
    """Current results are unreadable, incomplete, of another format or about another connector."""
    NOT_RUN = "not-run"
    """A connector has no current results."""
    WAIVER_EXPIRED = "waiver-expired"
    WAIVER_TOO_LONG = "waiver-too-long"
    WAIVER_UNKNOWN = "waiver-unknown"
    """It names a clause that does not exist."""
    WAIVER_DUPLICATE = "waiver-duplicate"
    WAIVER_UNUSED = "waiver-unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something without which the gate cannot answer, so that it says no."""

    code: RefusalCode
    reason: str
    connector: str = ""
    where: str = ""
    """File and line, or ref and path."""
    hint: str = ""
    """What to do about it."""
    waiver: Waiver | None = None
    place: Place | None = None


class DebtState(StrEnum):
    """What a waiver does now."""

    USED = "used"
    """It lets a difference pass."""
    SPENT = "spent"
    """What it let pass has become the baseline; it can be removed."""
    REFUSED = "refused"
    """It lets nothing pass; a refusal says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One waiver, as somebody who has to pay it back looks at it."""

    connector: str
    waiver: Waiver
    state: DebtState
    days_left: int
    """Days on which it still counts after the day of the gate; negative once it has expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """The answer of the gate with everything it rests on."""

    day: date
    baseline: str
    """What was compared with, as people write it: a file, or a ref and the commit it stands for."""
    connectors: tuple[str, ...]
    """Those that were compared."""
    clauses: int = 0
    """How many current clauses were looked at."""
    differences: tuple[Difference, ...] = ()
    """The gravest first."""
    refusals: tuple[Refusal, ...] = ()
    debts: tuple[Debt, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Connector -> its name as people write it."""

    @property
    def ships(self) -> bool:
        """Whether the change may ship."""
        return not self.refusals and not any(difference.refuses for difference in self.differences)
