"""What actions sent to Recruitee and what came of it. Source: recruitee sheet 1.2, 1.6, 3."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from assay.connector import ActionResult
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, expect
from assay.wire.parts import values
from assay_contracts import witness
from assay_contracts.recruitee.register import REGISTER

SOURCES, NEW_SOURCE = "/c/*/sources", "/c/*/candidates/*/sources"
APPLY = "/api/offers/*/candidates"
"""On the careers site."""
ATTACHMENTS, MAKE_CV = "/c/*/attachments", "/c/*/candidates/*/set_as_cv/*"
CHANGE_STAGE, DISQUALIFY, PLACEMENTS = (
    "/c/*/placements/*/change_stage",
    "/c/*/placements/*/disqualify",
    "/c/*/placements",
)
FILES = "/c/*/candidates/*/attachments"
TAGS = "/c/*/candidates/*/tags"
EXPIRY = "/c/*/gdpr/candidates/*/set_gdpr_custom_expires_at"
NEW_FIELD, OLD_FIELD = "/c/*/custom_fields/candidates/*/fields", "/c/*/custom_fields/candidates/fields/*"
REASONS = "/c/*/disqualify_reasons"
NOTES = "/c/*/candidates/*/notes"

CREATIONS = {"candidate": "create_candidate", "application": "create_application"}
"""What the two creations return -> their operation; all else they have in common (recruitee sheet 7.2)."""


def proves_of_both(
    behaviour: str, scenario: str
) -> Callable[[Callable[[Trace, str], Shown]], Callable[[Trace, str], Shown]]:
    """Register a proof of a behaviour of both creations; it is told which of them.

    Args:
        behaviour: its id under both actions.
        scenario: where it is seen; ``{what}`` stands for what is created.
    """

    def register(show: Callable[[Trace, str], Shown]) -> Callable[[Trace, str], Shown]:
        for what in CREATIONS:
            clause = f"behaviour/create-{what}/{behaviour}"
            REGISTER.proves(clause, scenario=scenario.format(what=what))(_of_one(show, what))
        return show

    return register


def _of_one(show: Callable[[Trace, str], Shown], what: str) -> Callable[[Trace], Shown]:
    @wraps(show)
    def shown(trace: Trace) -> Shown:
        return show(trace, what)

    return shown


def sent(step: Step, method: str, path: str) -> tuple[Played, ...]:
    """Calls of a method and path in a step, also refused ones."""
    return tuple(played for played in step.sent(path) if played.exchange.request.method == method)


def one(step: Step, method: str, path: str) -> Played:
    """The only call of a method and path in a step, which the vendor carried out."""
    calls = sent(step, method, path)
    expect(len(calls) == 1, f"{method} {path} was sent {len(calls)} times in {step.name!r}", *calls)
    return carried_out(calls[0])


def carried_out(played: Played) -> Played:
    """The call, if the vendor did what it asks for."""
    request, status = played.exchange.request, played.exchange.response.status
    expect(status in (200, 201), f"{request.method} {request.path} was answered with {status}", played)
    return played


def none(step: Step, method: str, path: str) -> None:
    """No call of a method and path in a step."""
    calls = sent(step, method, path)
    expect(not calls, f"{method} {path} was sent in {step.name!r}", *calls)


def writes(step: Step) -> tuple[Played, ...]:
    """Calls of a step that may change something."""
    return tuple(played for played in step.played if played.exchange.request.method != "GET")


def untouched(step: Step, error: type[Exception]) -> Step:
    """The step, if it failed so before it wrote anything, although it reached the vendor."""
    expect(isinstance(step.error, error), f"{step.name!r} ended with {step.error!r}", *step.played)
    expect(step.played, f"{step.name!r} asked the vendor nothing")
    expect(not writes(step), f"{step.name!r} wrote something", *writes(step))
    return step


def last(path: str) -> str:
    """The last segment of a path."""
    return path.rstrip("/").rpartition("/")[2]


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


def answered(played: Played, key: str) -> dict[str, Any]:
    """The object that the answer to a call names."""
    return _object(witness.answer(played), key, played)


def answered_list(played: Played, key: str) -> list[dict[str, Any]]:
    """The objects that the answer to a call lists."""
    found = witness.answer(played).get(key)
    if not isinstance(found, list):
        raise NotShown(f"the answer lists no {key}", played)
    return found


def told(trace: Trace, name: str, key: str) -> Any:
    """What a look at the vendor's own interface showed under a key."""
    step = witness.succeeded(trace, name)
    response = step.passthrough
    if response is None or not step.played or response.status != 200:
        raise NotShown(f"{name!r} showed nothing", *step.played)
    found = response.data.get(key) if isinstance(response.data, dict) else None
    if found is None:
        raise NotShown(f"{name!r} showed no {key}", *step.played)
    return found


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


def _object(holder: Any, key: str, *played: Played) -> dict[str, Any]:
    found = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(found, dict):
        raise NotShown(f"the answer names no {key}", *played)
    return found
