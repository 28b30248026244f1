"""The full sync played again over changed traffic: other values, other pages."""

from assay.contract.traffic import Wire
from assay.evidence import Snapshot, Trace
from assay.replaying import Production
from assay.tampering.choosing import fewest
from assay.tampering.counterparts import Counterparts
from assay.tampering.leaves import Pattern
from assay.tampering.perturbation import Perturbation, Perturbed
from assay.tampering.recutting import Recut
from assay.wire.exchange import Exchange, RecordedResponse
from assay.wire.replay import ReplayTransport

PAGE_SIZES = (3,)
"""Much smaller than any vendor's page, so that a small recording has a first, a middle and a last one."""
MOST_STEERING = 8
"""How many values that steer the traffic are looked for before giving up."""


def perturbed_snapshots(production: Production, base: Snapshot) -> tuple[Snapshot, ...]:
    """The data set read from payloads in which values were changed: all at once, as far as that goes.

    Changed switches can take all records of a model away (everything archived is now not, and the other
    way round); then a second data set is read with switches as they were.

    Some values steer what is asked next (the kind of a board, say), and what would then be asked was
    never recorded. The contract names such values (``steers``) and they are left as they were. Those that
    it does not name are found by trying again, only as far as the failure, without the values of some
    endpoints, then of some places; that takes its time.
    """
    wire = production.contract.wire
    if wire is None or not wire.listings:
        return ()
    every = Perturbation(production.cassette.exchanges, wire)
    places = frozenset(every.patterns)
    changed, places = _all_together(production, every, places)
    if changed is None or not _lost_models(base, changed, wire.prefix):
        return (changed,) if changed else ()
    calm, _ = _all_together(production, every, places - every.switches)
    return (changed, calm) if calm else (changed,)


def _all_together(
    production: Production, every: Perturbation, places: frozenset[Pattern]
) -> tuple[Snapshot | None, frozenset[Pattern]]:
    """The data set with values at these places changed, as far as they do not steer; and those places."""
    for _ in range(MOST_STEERING):
        trace = _played(production, every.limited_to(places))
        if trace.error is None:
            return trace.last_snapshot, places
        places -= _steering(production, every, places, trace)
    return None, places


def _lost_models(base: Snapshot, changed: Snapshot, prefix: int) -> list[str]:
    """Models of which no record that existed before exists now."""
    counterparts = Counterparts(base, changed, prefix=prefix)
    return [
        model
        for model in base.records
        if base.of(model, deleted=False) and next(counterparts.pairs(model), None) is None
    ]


def _steering(
    production: Production, every: Perturbation, places: frozenset[Pattern], failed: Trace
) -> frozenset[Pattern]:
    """The places whose values led to the failure together: of few endpoints, and of these few places."""
    recorded = production.cassette.exchanges
    asked = [recorded[one.index].request for step in failed.steps for one in step.played]

    def helps(left: frozenset[Pattern]) -> bool:
        """Whether it goes on when values at these places are left as they are."""
        return _gets_beyond(production, every.limited_to(places - left), len(asked))

    endpoints = dict.fromkeys(every.place_of(one.path, one.said) for one in reversed(asked))
    groups = [frozenset(pattern for pattern in places if pattern[0] == one) for one in endpoints]
    guilty = fewest([group for group in groups if group], helps)
    single = [frozenset({pattern}) for group in guilty for pattern in sorted(group)]
    return frozenset[Pattern]().union(*fewest(single, helps)) if guilty else places


def _gets_beyond(production: Production, change: Perturbation, count: int) -> bool:
    """Whether more than ``count`` exchanges are played, or all goes well; stops as soon as it is known."""
    answered = 0

    def answer(_: int, exchange: Exchange) -> RecordedResponse:
        nonlocal answered
        answered += 1
        if answered > count:
            raise _FarEnough
        return change.response(exchange)

    trace = production.play(tamper=answer, wrap=lambda replay: Perturbed(replay, change))
    return answered > count or trace.error is None


class _FarEnough(Exception):  # noqa: N818 -- a signal to stop, not an error
    pass


def _played(production: Production, change: Perturbation) -> Trace:
    return production.play(
        tamper=lambda _, exchange: change.response(exchange), wrap=lambda replay: Perturbed(replay, change)
    )


def recut_traces(production: Production) -> dict[int, Trace]:
    """Page size -> the sync over the same records in pages of that size."""
    wire, exchanges = production.contract.wire, production.cassette.exchanges
    if wire is None:
        return {}

    def played(size: int) -> Trace | None:
        recut: list[Recut] = []

        def cut(replay: ReplayTransport) -> Recut:
            recut.append(Recut(replay, exchanges, wire, size=size, as_recorded=replay.as_recorded))
            return recut[0]

        trace = production.play(wrap=cut, page_size=size if _asks_for_pages(wire) else None)
        return trace if recut[0].played else None  # where nothing was cut, nothing is shown

    return {size: trace for size in PAGE_SIZES if (trace := played(size)) is not None}


def _asks_for_pages(wire: Wire) -> bool:
    """Whether whoever asks decides how big pages are."""
    return any(listing.by in ("page", "offset") for listing in wire.listings)
