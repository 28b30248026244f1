"""What an action asks of the vendor, as shapes: method, path, query, body, and how often.

Two recordings of the same conduct give the same shapes, whatever ids and values they hold.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from assay.case import Case
from assay.evidence import Step
from assay.results import Conduct
from assay.wire.exchange import RecordedRequest
from assay.wire.parts import values

_VERSION = re.compile(r"v[0-9.]+")
_DIGIT = re.compile(r"[0-9]")
_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
    bytes: "bytes",
}


def conduct_of(case: Case) -> tuple[Conduct, ...]:
    """What every action step of every scenario asked, in the order of the scenarios."""
    promised = {action.action.operation: action.title for action in case.contract.actions}
    return tuple(
        Conduct(
            clause=case.clause("action", promised[step.action]),
            scenario=trace.scenario,
            step=step.name,
            requests=tuple(shape_of(request) for request in _requests(step)),
        )
        for trace, step in case.steps()
        if step.action in promised
    )


def shape_of(request: RecordedRequest) -> str:
    """``POST /candidate.create ?a&b {email: text, tags: [text]}``."""
    names = sorted({name for name, _ in parse_qsl(urlsplit(request.url).query, keep_blank_values=True)})
    query = f"?{'&'.join(names)}" if names else ""
    return " ".join(filter(None, (request.method, _path(request.path), query, _body(request))))


def _requests(step: Step) -> Iterator[RecordedRequest]:
    """What was asked, and what was asked and is not in the recording."""
    yield from (played.exchange.request for played in step.played)
    yield from (exchange.request for exchange in step.attempted)


def _path(path: str) -> str:
    """The path without what names a single thing: segments with a digit in them, but for versions."""
    return "/".join(
        segment if segment.isalpha() or _VERSION.fullmatch(segment) or not _DIGIT.search(segment) else "*"
        for segment in path.split("/")
    )


def _body(request: RecordedRequest) -> str:
    """Every place of the body once, with the type of what stands there."""
    if not request.body:
        return ""
    places: dict[str, set[str]] = {}
    for place, value in values(request):
        places.setdefault(place, set()).add(_type(value))
    told = ", ".join(f"{place}: {' or '.join(sorted(types))}" for place, types in sorted(places.items()))
    return f"{{{told}}}" if told or request.json is not None else "(bytes)"


def _type(value: Any) -> str:
    return _TYPES.get(type(value), "text")
