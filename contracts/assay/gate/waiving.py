"""Waivers: which differences they let pass, which of them the gate refuses, and what debt they are.

Pure: results, differences and a day in, verdicts on waivers out.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assay.change import ChangeKind
from assay.contract.waivers import Waiver
from assay.gate.difference import Debt, DebtState, Difference, Refusal, RefusalCode
from assay.results import Results

MAX_DAYS = 90
"""How far ahead of the day a waiver may expire."""
_LASTING = frozenset({ChangeKind.REGRESSION, ChangeKind.UNPROVEN})
"""What still does not hold after it was accepted: it then is standing, and the waiver goes on."""
_NOTHING_LEFT = frozenset(
    {
        ChangeKind.REMOVED,
        ChangeKind.WEAKENED,
        ChangeKind.NARROWED,
        ChangeKind.CONDUCT,
        ChangeKind.LOOSENED,
    }
)
"""What nobody can see any more once it was accepted: the baseline then is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """What is left of differences and waivers of one connector."""

    differences: tuple[Difference, ...]
    refusals: tuple[Refusal, ...]
    debts: tuple[Debt, ...]


def waived(slug: str, then: Results, now: Results, differences: Sequence[Difference], day: date) -> Waived:
    """Let waivers pass what they may; the order of the differences stays.

    A waiver lets pass every difference of its kind in its clause, and a regression or a new clause without
    proof also later on, when it is standing. What a waiver let pass once may have become the baseline: when
    the baseline has the same waiver, it is spent rather than unused, so that a change that has nothing to
    do with it can ship until the waiver expires.
    """
    waivers, accepted = now.waivers.get(slug, ()), then.waivers.get(slug, ())
    known = {result.clause for result in now.results} | {one.clause for one in differences}
    # Of what was removed or loosened with a waiver, nothing may be left that knows the name.
    known |= {waiver.clause for waiver in accepted if waiver.waives in _NOTHING_LEFT}
    doubts = dict(_doubts(slug, waivers, known, day))
    counting = [waiver for number, waiver in enumerate(waivers) if number not in doubts]
    passed = tuple(replace(one, waiver=_covering(counting, one)) for one in differences)
    used = {id(one.waiver) for one in passed}
    states = []
    for number, waiver in enumerate(waivers):
        if id(waiver) in used:
            states.append(DebtState.USED)
        elif number not in doubts and waiver in accepted and waiver.waives in _NOTHING_LEFT:
            states.append(DebtState.SPENT)
        else:
            states.append(DebtState.REFUSED)
            doubts.setdefault(number, _unused(slug, waiver, differences))
    return Waived(
        differences=passed,
        refusals=tuple(doubts[number] for number in sorted(doubts)),
        debts=tuple(
            Debt(connector=slug, waiver=waiver, state=state, days_left=(waiver.expires - day).days)
            for waiver, state in zip(waivers, states, strict=True)
        ),
    )


def _covering(waivers: Iterable[Waiver], difference: Difference) -> Waiver | None:
    return next((waiver for waiver in waivers if _covers(waiver, difference)), None)


def _covers(waiver: Waiver, difference: Difference) -> bool:
    if waiver.clause != difference.clause:
        return False
    if difference.kind is ChangeKind.STANDING and waiver.waives in _LASTING:
        return True
    return waiver.waives is difference.kind


def _doubts(
    slug: str, waivers: Sequence[Waiver], known: Collection[str], day: date
) -> Iterator[tuple[int, Refusal]]:
    """Position -> why a waiver does not count, whatever differs."""
    seen = set()
    for number, waiver in enumerate(waivers):
        key = (waiver.clause, waiver.waives)
        if lapsed := _lapsed(slug, waiver, day):
            yield number, lapsed
        elif waiver.clause not in known:
            reason = f"there is no clause {waiver.clause}"
            hint = f"correct the id (`assay clauses {slug}` lists all) or remove the waiver"
            yield number, _refusal(slug, waiver, RefusalCode.WAIVER_UNKNOWN, reason, hint)
        elif key in seen:
            reason = f"{waiver.clause} has a second waiver of '{waiver.waives}'"
            yield number, _refusal(slug, waiver, RefusalCode.WAIVER_DUPLICATE, reason, "keep one of them")
        else:
            seen.add(key)


def _lapsed(slug: str, waiver: Waiver, day: date) -> Refusal | None:
    days_left = (waiver.expires - day).days
    if days_left < 0:
        reason = f"the waiver of {waiver.clause} ({waiver.waives}) expired on {waiver.expires}"
        hint = f"repair what it waives, or ask {waiver.owner} for another decision: {waiver.link}"
        return _refusal(slug, waiver, RefusalCode.WAIVER_EXPIRED, reason, hint)
    if days_left > MAX_DAYS:
        reason = (
            f"the waiver of {waiver.clause} ({waiver.waives}) holds {days_left} days, until {waiver.expires}"
        )
        hint = f"a waiver may hold {MAX_DAYS} days at most"
        return _refusal(slug, waiver, RefusalCode.WAIVER_TOO_LONG, reason, hint)
    return None


def _unused(slug: str, waiver: Waiver, differences: Sequence[Difference]) -> Refusal:
    others = sorted({str(one.kind) for one in differences if one.clause == waiver.clause})
    but = f"; its differences are of kind {', '.join(others)}" if others else ""
    reason = f"the waiver of {waiver.clause} waives nothing: there is no '{waiver.waives}' of it{but}"
    return _refusal(slug, waiver, RefusalCode.WAIVER_UNUSED, reason, "remove it")


def _refusal(slug: str, waiver: Waiver, code: RefusalCode, reason: str, hint: str) -> Refusal:
    return Refusal(code=code, reason=reason, connector=slug, hint=hint, waiver=waiver)
