"""What a played step left behind, or a word about what it did not leave: proofs look through these eyes.

Every function raises :class:`~assay.scenario.NotShown` where the evidence is missing, so that a proof
without evidence says so instead of stumbling.
"""

from http import HTTPStatus
from typing import Any, TypeVar

from assay.connector import ActionResult
from assay.evidence import Played, Snapshot, Step, Trace
from assay.scenario import NotShown, expect
from assay.unified.records import UnifiedRecord
from assay.wire.parts import values

R = TypeVar("R", bound=UnifiedRecord)

_DONE = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)


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


def sent(step: Step, method: str, path: str) -> tuple[Played, ...]:
    """Calls of a method and path in a step, also refused ones."""
    return tuple(played for played in step.sent(path) if played.exchange.request.method == method)


def only(step: Step, method: str, path: str) -> Played:
    """The only call of a method and path in a step, which the vendor carried out."""
    calls = sent(step, method, path)
    expect(len(calls) == 1, f"{method} {path} was sent {len(calls)} times in {step.name!r}", *calls)
    return carried_out(calls[0])


def none(step: Step, method: str, path: str) -> None:
    """No call of a method and path in a step."""
    calls = sent(step, method, path)
    expect(not calls, f"{method} {path} was sent in {step.name!r}", *calls)


def carried_out(played: Played) -> Played:
    """The call, if the vendor did what it asks for."""
    request, status = played.exchange.request, played.exchange.response.status
    expect(status in _DONE, f"{request.method} {request.path} was answered with {status}", played)
    return played


def writes(step: Step) -> tuple[Played, ...]:
    """Calls of a step that may change something."""
    return tuple(played for played in step.played if played.exchange.request.method != "GET")


def untouched(step: Step, error: type[Exception]) -> Step:
    """The step, if it failed so before it wrote anything, although it reached the vendor."""
    expect(isinstance(step.error, error), f"{step.name!r} ended with {step.error!r}", *step.played)
    expect(step.played, f"{step.name!r} asked the vendor nothing")
    expect(not writes(step), f"{step.name!r} wrote something", *writes(step))
    return step


def body(played: Played) -> Any:
    """The JSON object that was sent."""
    sent_body = played.exchange.request.json
    if not isinstance(sent_body, dict):
        raise NotShown(f"{played.exchange.request.path} was sent no JSON object", played)
    return sent_body


def parts(played: Played) -> dict[str, Any]:
    """What was sent, by place; texts of a multipart body are bytes."""
    return dict(values(played.exchange.request))


def texts(played: Played, at: str = "") -> list[str]:
    """Everything that was sent, or that at places whose name holds a word, as text."""
    sent_values = [value for place, value in values(played.exchange.request) if at in place]
    return [
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in sent_values
    ]


def result(step: Step) -> ActionResult:
    """What an action gave back."""
    expect(step.error is None and step.result is not None, f"the action failed: {step.error}", *step.played)
    assert step.result is not None
    return step.result


def warned(step: Step, *words: str) -> tuple[str, ...]:
    """The warnings that hold all words: one at least."""
    given = result(step).warnings
    found = tuple(one for one in given if all(word.lower() in one.lower() for word in words))
    expect(found, f"no warning speaks of {' and '.join(words)}: {list(given)}", *step.played)
    return found
