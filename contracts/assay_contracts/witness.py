"""What a played step left behind, or a word about what it did not leave: proofs look through these eyes.

Every function raises :class:`~assay.scenario.NotShown` where the evidence is missing, so that a proof
without evidence says so instead of stumbling.
"""

from typing import Any, TypeVar

from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, expect
from assay.unified.records import UnifiedRecord

R = TypeVar("R", bound=UnifiedRecord)


def succeeded(trace: Trace, name: str) -> Step:
    """The step of that name, which must have gone well."""
    step = trace.step(name)
    expect(step.error is None, f"{name!r} failed: {step.error}", *step.played)
    return step


def after(trace: Trace, name: str) -> Snapshot:
    """The data set after a step that went well."""
    step = succeeded(trace, name)
    if step.snapshot is None:
        raise NotShown(f"{name!r} left no data set", *step.played)
    return step.snapshot


def calls(step: Step, path: str) -> tuple[Played, ...]:
    """The calls of a path in a step: one at least."""
    sent = step.sent(path)
    expect(sent, f"{path} was not called in {step.name!r}", *step.played[:1])
    return sent


def answer(played: Played) -> dict[str, Any]:
    """The JSON object that a call was answered with."""
    body = played.exchange.response.json
    if not isinstance(body, dict):
        raise NotShown(f"the answer to {played.exchange.request.path} is no JSON object", played)
    return body


def record(snapshot: Snapshot, model: type[R], remote_id: str) -> R:
    """The record with that vendor id, marked deleted or not."""
    found = snapshot.by_remote_id(model.store_id, remote_id)
    if not isinstance(found, model):
        raise NotShown(f"{model.published_as}: {remote_id} is not stored")
    return found


def same_record(snapshot: Snapshot, known: R) -> R:
    """The record as it stands in another data set."""
    for candidate in snapshot.of(type(known).store_id):
        if candidate.id == known.id and isinstance(candidate, type(known)):
            return candidate
    raise NotShown(f"{type(known).published_as}: {known.id} is not stored")


def all_records(snapshot: Snapshot) -> dict[tuple[str, str | None], UnifiedRecord]:
    """Every record by model and id, to compare whole data sets."""
    return {(model, row.id): row for model, rows in snapshot.records.items() for row in rows}
