"""What an action asks of the vendor, then and now: which request is new, gone, or of another shape."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assay.change import ChangeKind
from assay.results import Conduct

_SHAPE = re.compile(r"(?P<call>\S+ \S+)(?: \?(?P<query>\S*))?(?: \{(?P<body>.*)\})?(?P<rest>.*)", re.DOTALL)
_ALONE = 1

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductChange:
    """How the requests of one step of one scenario differ."""

    kind: ChangeKind
    clause: str
    scenario: str
    step: str
    message: str


def conduct_changes(then: Iterable[Conduct], now: Iterable[Conduct]) -> Iterator[ConductChange]:
    """Of every step of an action, by name.

    A step that is gone weakens the evidence: nobody sees any more what the action asks there. A new one
    improves it.
    """
    before, after = _by_step(then), _by_step(now)
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield _change(key, before.get(key), after.get(key))


def request_changes(then: Sequence[str], now: Sequence[str]) -> list[str]:
    """What was added, lost or changed, one sentence each, in the order of the requests."""
    if Counter(then) == Counter(now):
        return [f"the same requests in another order: {', '.join(map(_call, now))}"]
    told: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if tag != "equal":
            told += _replaced(then[i1:i2], now[j1:j2])
    if len(then) != len(now):
        told.append(f"{len(now)} request{'s' * (len(now) != 1)} instead of {len(then)}")
    return told


def _by_step(conduct: Iterable[Conduct]) -> Mapping[Key, tuple[str, ...]]:
    """Clause, scenario and step -> requests; steps of the same name one after the other."""
    steps: dict[Key, tuple[str, ...]] = defaultdict(tuple)
    for one in conduct:
        steps[one.clause, one.scenario, one.step] += one.requests
    return steps


def _change(key: Key, before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> ConductChange:
    clause, scenario, step = key
    where = f"in {scenario}, '{step}'"
    if after is None:
        kind, message = ChangeKind.WEAKENED, f"{where} was recorded and is not any more"
    elif before is None:
        kind, message = ChangeKind.IMPROVEMENT, f"{where} is recorded for the first time"
    else:
        kind, message = ChangeKind.CONDUCT, f"{where}: {'; '.join(request_changes(before, after))}"
    return ConductChange(kind=kind, clause=clause, scenario=scenario, step=step, message=message)


def _replaced(lost: Sequence[str], gained: Sequence[str]) -> list[str]:
    """Requests to the same place are one that has changed; the others are lost or new."""
    remaining = list(gained)
    told = []
    for shape in lost:
        twin = next((other for other in remaining if _call(other) == _call(shape)), None)
        if twin is None:
            told.append(_moved(shape, remaining) if len(lost) == len(gained) == _ALONE else f"lost {shape}")
        else:
            remaining.remove(twin)
            told.append(f"changed {_call(shape)}: {_places(shape, twin) or f'was {shape}, is {twin}'}")
    return told + [f"added {shape}" for shape in remaining]


def _moved(shape: str, remaining: list[str]) -> str:
    """One request stands where another one stood: another method or another path."""
    other = remaining.pop()
    method, _, path = _call(shape).partition(" ")
    new_method, _, new_path = _call(other).partition(" ")
    if path == new_path:
        return f"method of {path} was {method}, is {new_method}{_also(shape, other)}"
    if method == new_method:
        return f"path of {method} was {path}, is {new_path}{_also(shape, other)}"
    return f"lost {shape}; added {other}"


def _also(shape: str, other: str) -> str:
    places = _places(shape, other)
    return f" ({places})" if places else ""


def _call(shape: str) -> str:
    return _parsed(shape)["call"]


def _places(shape: str, other: str) -> str:
    """What of query and body is new, gone or of another type."""
    told = []
    then, now = _members(shape), _members(other)
    told += [f"no longer sends {name}" for name in then if name not in now]
    told += [f"now sends {name}" for name in now if name not in then]
    told += [
        f"{name} was {then[name]}, is {now[name]}" for name in then if name in now and then[name] != now[name]
    ]
    return ", ".join(told)


def _members(shape: str) -> dict[str, str]:
    """Name -> type of each place of query and body."""
    parsed = _parsed(shape)
    members = {f"?{name}": "" for name in filter(None, parsed["query"].split("&"))}
    for place in filter(None, parsed["body"].split(", ")):
        name, _, kind = place.rpartition(": ")
        members[name or kind] = kind if name else ""
    rest = parsed["rest"].strip()
    return members | ({rest: ""} if rest else {})


def _parsed(shape: str) -> dict[str, str]:
    found = _SHAPE.fullmatch(shape)
    if found is None:
        return {"call": shape, "query": "", "body": "", "rest": ""}
    return {name: text or "" for name, text in found.groupdict().items()}
