"""The full sync played again over changed traffic: other values, other pages."""

from assay.evidence import Snapshot, Trace
from assay.replaying import Production
from assay.tampering.leaves import Pattern
from assay.tampering.perturbation import Perturbation, Perturbed
from assay.tampering.recutting import Recut

PAGE_SIZES = (7, 1000)
"""Much smaller than any vendor's page, and larger than the whole company."""
MOST_RUNS = 24
"""Bound on the search for values that must not change."""


def perturbed_snapshots(production: Production) -> tuple[Snapshot, ...]:
    """Data sets read from payloads in which every value was changed.

    Some values cannot change together (a question's type and its answer, say): a run that fails is
    split in two halves of places, and each is tried again, until all are tried or the bound is met.
    """
    wire = production.contract.wire
    if wire is None or wire.listing is None or wire.key is None:
        return ()
    exchanges = production.cassette.exchanges
    every = Perturbation(exchanges, items=wire.listing.items, key=wire.key).patterns
    waiting: list[frozenset[Pattern]] = [frozenset(every)]
    snapshots: list[Snapshot] = []
    runs = 0
    while waiting and runs < MOST_RUNS:
        runs += 1
        places = waiting.pop(0)
        change = Perturbation(exchanges, items=wire.listing.items, key=wire.key, only=places)
        trace = production.play(
            tamper=lambda _, exchange, change=change: change.response(exchange),  # type: ignore[misc]  # bound now
            wrap=lambda replay, change=change: Perturbed(replay, change),  # type: ignore[misc]  # bound now
        )
        if trace.error is None:
            snapshots += [step.snapshot for step in trace.steps[-1:] if step.snapshot is not None]
        elif len(places) > 1:
            ordered = sorted(places)
            waiting += [frozenset(ordered[: len(ordered) // 2]), frozenset(ordered[len(ordered) // 2 :])]
    return tuple(snapshots)


def recut_traces(production: Production) -> dict[int, Trace]:
    """Page size -> the full sync over the same records in pages of that size."""
    wire = production.contract.wire
    if wire is None or wire.listing is None or wire.listing.cursor is None:
        return {}
    listing = wire.listing
    return {
        size: production.play(
            wrap=lambda replay, size=size: Recut(replay, production.cassette.exchanges, listing, size=size)  # type: ignore[misc]  # bound now
        )
        for size in PAGE_SIZES
    }
