"""Does the vendor say more than it did when its answers were accepted?"""

from collections.abc import Iterator

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.drift import added, shapes_of
from assay.outcome import Finding, Note


@check
def the_vendor_adds_nothing_unnoticed(case: Case) -> Iterator[Finding | Note]:
    """Whatever the vendor adds to its answers is reported as drift and fails nothing."""
    if case.full_sync is None or not case.shapes:
        return
    played = [one for step in case.full_sync.steps for one in step.played]
    found = shapes_of(played, map_keys=case.map_keys)
    for request, places in added(case.shapes, found).items():
        yield Note(
            kind="drift",
            connector=case.slug,
            subject=request,
            message=f"answers now hold {', '.join(places)}",
            scenario=FULL_SYNC,
            interactions=tuple(
                one.index
                for one in played
                if f"{one.exchange.request.method} {one.exchange.request.path}" == request
            )[:1],
        )
