"""Does the vendor say more than it did when its answers were accepted?"""

from collections.abc import Iterator

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.drift import added, name_of, shapes_of
from assay.outcome import Finding, Note


@check
def the_vendor_adds_nothing_unnoticed(case: Case) -> Iterator[Finding | Note]:
    """Whatever the vendor adds to its answers is reported as drift and fails nothing.

    Where no shapes were accepted, what was recorded is what was accepted.
    """
    if case.full_sync is None:
        return
    played = [one for step in case.full_sync.steps for one in step.played]
    wire = case.contract.wire
    accepted = case.shapes or shapes_of(case.full_sync.exchanges, wire)
    for request, places in added(accepted, shapes_of((one.exchange for one in played), wire)).items():
        yield Note(
            kind="drift",
            connector=case.slug,
            subject=request,
            message=f"answers now hold {', '.join(places)}",
            scenario=FULL_SYNC,
            interactions=tuple(one.index for one in played if name_of(one.exchange, wire) == request)[:1],
        )
