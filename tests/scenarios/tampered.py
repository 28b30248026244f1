"""Recorded traces of Ashby, and ways to make them say something else."""

from assay_contracts.ashby.scenarios import (
    changing,
    created_only,
    deltas,
    keys,
    merging,
    resilience,
    setup,
    surveys,
    webhooks,
    webhooks_about_jobs,
    webhooks_about_people,
)

from .tampering import (
    Proofs,
    changed_after,
    dropping,
    putting,
    rewritten,
    saying,
    with_record,
    with_step,
    with_steps,
    without_calls,
)

__all__ = [
    "NEWS",
    "PROOFS",
    "changed_after",
    "dropping",
    "putting",
    "rewritten",
    "saying",
    "says_no",
    "trace_of",
    "with_record",
    "with_step",
    "with_steps",
    "without_calls",
]

_ASHBY = Proofs(
    "ashby",
    changing,
    created_only,
    deltas,
    keys,
    merging,
    resilience,
    setup,
    surveys,
    webhooks,
    webhooks_about_jobs,
    webhooks_about_people,
)
PROOFS = _ASHBY.by_clause
NEWS = sorted(
    clause
    for clause in PROOFS
    if PROOFS[clause].show.__module__ in {webhooks_about_jobs.__name__, webhooks_about_people.__name__}
)
"""Clauses about one kind of webhook each."""
trace_of, says_no = _ASHBY.trace_of, _ASHBY.says_no
