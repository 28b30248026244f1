"""Fourteen ways in which a vendor's answer can be wrong, each injectable alone.

A fault is aimed at one listing (its URL path) and, where it concerns a value, at one field of the
listed objects. What is done is done to every object, unless only one can be wrong. An endpoint that
answers with one object at a time counts as a listing too, each answer being one of its objects.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote_plus

import orjson

from assay.contract.paths import matches, says
from assay.contract.traffic import Wire
from assay.tampering.chains import Chain, chains, ended, path_and_query
from assay.tampering.leaves import below, with_replaced
from assay.wire.exchange import Exchange, RecordedResponse

Items = list[dict[str, Any]]
BARE = ""
"""Key of what stands bare in a list instead of an object: an identifier."""
Tamper = Callable[[int, Exchange], RecordedResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a fault strikes."""

    path: str
    """URL path of the listing, ``*`` for any segment; where the path alone says too little,
    ``?key=value``, or ``?key~words`` for a value that has these words, spelled as in an address."""
    field: str = ""
    """Key of the listed objects."""
    other: str = ""
    """A second key, for swaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFault:
    """A fault in the listed objects."""

    name: str
    aims_at: Literal["any field", "date", "enum", "key", "two fields", "list"]
    change: Callable[[Items, Target, str], Items]
    """(objects, target, vendor key) -> objects."""


def _each(change: Callable[[dict[str, Any], str], dict[str, Any]]) -> Callable[[Items, Target, str], Items]:
    return lambda items, target, _key: [
        change(item, target.field) if target.field in item else item for item in items
    ]


def _dropped(item: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != field}


def _renamed(item: dict[str, Any], field: str) -> dict[str, Any]:
    return {f"{key}V2" if key == field else key: value for key, value in item.items()}


def _retyped(item: dict[str, Any], field: str) -> dict[str, Any]:
    value = item[field]
    return {**item, field: {"value": value} if not isinstance(value, dict | list) else "retyped"}


def _key_null(items: Items, _: Target, key: str) -> Items:
    return [{**items[0], key: None}, *items[1:]] if items else items


def _key_duplicated(items: Items, _: Target, key: str) -> Items:
    if len(items) < 2 or key not in items[0]:  # noqa: PLR2004 -- the second one gets the key of the first
        return items
    return [items[0], {**items[1], key: items[0][key]}, *items[2:]]


def _swapped(items: Items, target: Target, _: str) -> Items:
    return [
        {**item, target.field: item.get(target.other), target.other: item.get(target.field)} for item in items
    ]


def _constant(items: Items, target: Target, _: str) -> Items:
    value = next((item[target.field] for item in items if item.get(target.field) is not None), None)
    return [{**item, target.field: value} if target.field in item else item for item in items]


VALUE_FAULTS: tuple[ValueFault, ...] = (
    ValueFault(name="field dropped", aims_at="any field", change=_each(_dropped)),
    ValueFault(name="field renamed", aims_at="any field", change=_each(_renamed)),
    ValueFault(name="type changed", aims_at="any field", change=_each(_retyped)),
    ValueFault(
        name="value null", aims_at="any field", change=_each(lambda item, field: {**item, field: None})
    ),
    ValueFault(name="key null", aims_at="key", change=_key_null),
    ValueFault(name="key duplicated", aims_at="key", change=_key_duplicated),
    ValueFault(name="two fields swapped", aims_at="two fields", change=_swapped),
    ValueFault(
        name="bad date format",
        aims_at="date",
        change=_each(lambda item, field: {**item, field: "yesterday at noon"}),
    ),
    ValueFault(
        name="unknown value in an enum",
        aims_at="enum",
        change=_each(lambda item, field: {**item, field: "SomethingNew"}),
    ),
    ValueFault(name="field made constant", aims_at="any field", change=_constant),
    ValueFault(name="empty list", aims_at="list", change=lambda _items, _target, _key: []),
)

LOST, REPEATED, REFUSED = "last page lost", "page repeated", "HTTP 200 with success false"
PAGE_FAULTS = (LOST, REPEATED, REFUSED)

NAMES: tuple[str, ...] = tuple(fault.name for fault in VALUE_FAULTS) + PAGE_FAULTS


def value_fault(fault: ValueFault, target: Target, wire: Wire) -> Tamper:
    """Change the objects of every page of the listing, as if the pages were one list."""
    first: Items = []
    linked: set[str] = set()

    def tamper(_: int, exchange: Exchange) -> RecordedResponse:
        request, document = exchange.request, exchange.response.json
        if not aims_at(target.path, exchange) and path_and_query(request.url) not in linked:
            return exchange.response
        listing = wire.listing_of(request.path, request.said)
        if listing.by == "link":
            linked.add(path_and_query(str(below(document, listing.next or ""))))
        items = listing.items
        given = below(document, items)
        if not isinstance(given, list | dict):
            return exchange.response
        found = as_objects(given)
        is_bare = isinstance(given, list) and found != given
        key = BARE if is_bare else wire.key_of(request.path, request.said)
        changed = fault.change([*first, *found], target, key)[len(first) :]
        if not first:
            first.extend(found)  # later pages are changed as what follows these
        instead: Any = [item[BARE] for item in changed if BARE in item] if is_bare else changed
        if isinstance(given, dict):
            instead = next(iter(changed), {})
        return _answer(exchange, with_replaced(document, items, instead))

    return tamper


def as_objects(given: list[Any] | dict[str, Any]) -> Items:
    """What an answer holds as a list of objects; an identifier that stands there bare becomes one."""
    items = given if isinstance(given, list) else [given]
    return [item if isinstance(item, dict) else {BARE: item} for item in items]


def aims_at(path: str, exchange: Exchange) -> bool:
    """Whether the path of a target, with its parameter if it has one, is what was asked for."""
    pattern, _, asked = path.partition("?")
    key, sign, value = re.split("([=~])", asked, maxsplit=1) if asked else ("", "", "")
    if not matches(pattern, exchange.request.path):
        return False
    given = exchange.request.query.get(key, "")
    return says(unquote_plus(value), given) if sign == "~" else not key or given == value


def page_fault(name: str, target: Target, exchanges: Sequence[Exchange], wire: Wire) -> Tamper:
    """Lose, repeat or refuse a page of the first listing of that path which has several, or of any.

    Raises:
        ValueError: the listing has too few pages for it: two are needed, one for a refusal.
    """
    if name == REFUSED:
        struck = next((i for i, one in enumerate(exchanges) if aims_at(target.path, one)), None)
        document: Any = wire.refusal or {}
    else:
        struck, document = _torn(name, _pages(target.path, exchanges, wire), exchanges)
    if struck is None:
        raise ValueError(f"{target.path} was not recorded in enough pages for {name!r}")

    def tamper(index: int, exchange: Exchange) -> RecordedResponse:
        return _answer(exchange, document) if index == struck else exchange.response

    return tamper


def _torn(name: str, chain: Chain | None, exchanges: Sequence[Exchange]) -> tuple[int | None, Any]:
    """Which page is another one, and what it says then."""
    if chain is None:
        return None, None
    listing, (first, second, *_), last = chain.listing, chain.pages, chain.pages[-1]
    if name == REPEATED:
        repeated = below(exchanges[first].response.json, listing.items)
        return second, with_replaced(exchanges[second].response.json, listing.items, repeated)
    if listing.by not in ("cursor", "link"):
        return last, with_replaced(exchanges[last].response.json, listing.items, [])
    struck = chain.pages[-2]
    return struck, ended(exchanges[struck].response.json, listing)


def _pages(path: str, exchanges: Sequence[Exchange], wire: Wire) -> Chain | None:
    """The first listing of that path that has several pages."""
    several = (chain for _, chain in chains(exchanges, wire) if len(chain.pages) > 1)
    return next((c for c in several if aims_at(path, exchanges[c.pages[0]])), None)


def added_field(target: Target, wire: Wire) -> Tamper:
    """The vendor adds a field that nobody knows: drift, not a fault."""
    known = ValueFault(
        name="field added",
        aims_at="any field",
        change=lambda objects, aimed, _key: [{**item, aimed.field: "new"} for item in objects],
    )
    return value_fault(known, target, wire)


def _answer(exchange: Exchange, document: Any) -> RecordedResponse:
    return RecordedResponse(exchange.response.status, exchange.response.headers, orjson.dumps(document))
