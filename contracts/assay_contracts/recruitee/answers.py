"""What Recruitee answered calls with, and who was asked for. Source: recruitee sheet 1.2, 1.5, 1.6, 2."""

import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from assay.evidence import Played, Step
from assay.scenario import expect
from assay.unified.records import Candidate, UnifiedRecord
from assay_contracts import witness

COMPANY = "/c/*"
ADMINS = f"{COMPANY}/admins"
OFFERS = f"{COMPANY}/offers"
OFFER = f"{COMPANY}/offers/*"
SEARCH = f"{COMPANY}/search/new/candidates"
CANDIDATES = f"{COMPANY}/candidates"
CANDIDATE = f"{COMPANY}/candidates/*"
CAREERS = "/api/offers"

Item = Mapping[str, Any]


def called(step: Step, path: str) -> tuple[Played, ...]:
    """Calls of a path with or without a slash at its end: one at least."""
    sent = sent_to(step, path)
    expect(sent, f"{path} was not called in {step.name!r}", *step.played[:1])
    return sent


def sent_to(step: Step, path: str) -> tuple[Played, ...]:
    """Calls of a path with or without a slash at its end, if any."""
    both = (*step.sent(path), *step.sent(f"{path}/"))
    return tuple(sorted(both, key=lambda played: played.index))


def accepted(played: Played) -> Item:
    """The answer to a call that the vendor carried out."""
    status = played.exchange.response.status
    expect(
        status < HTTPStatus.BAD_REQUEST, f"{played.exchange.request.path} was refused: HTTP {status}", played
    )
    return witness.answer(played)


def parts(calls: Iterable[Played], name: str) -> Iterator[Item]:
    """Objects that answers hold under a name, one or many each."""
    for call in calls:
        given = accepted(call).get(name)
        expect(isinstance(given, dict | list), f"{call.exchange.request.path} gave no {name}", call)
        for item in given if isinstance(given, list) else [given]:
            if isinstance(item, dict):
                yield item


def by_id(calls: Iterable[Played], name: str) -> dict[str, Item]:
    """The same by id, as text."""
    return {str(item["id"]): item for item in parts(calls, name)}


def details(calls: Iterable[Played], name: str) -> dict[str, tuple[Item, Played]]:
    """Objects of answers that hold one each, by id, with the call that gave them."""
    return {str(item["id"]): (item, call) for call in calls for item in parts([call], name)}


def asked(played: Played) -> dict[str, list[str]]:
    """The parameters of a call."""
    return parse_qs(urlsplit(played.exchange.request.url).query, keep_blank_values=True)


def named(played: Played) -> str:
    """The id at the end of a path."""
    return played.exchange.request.path.rstrip("/").rpartition("/")[2]


def read_one_by_one(step: Step, path: str) -> list[str]:
    """Ids of the objects whose details were read in a step, in order; words are no ids."""
    return [one for played in step.sent(path) if re.fullmatch(r"\d+", one := named(played))]


def references(calls: Iterable[Played], kind: str) -> dict[str, Item]:
    """What answers say aside about objects of a type, by id."""
    return {str(item["id"]): item for item in parts(calls, "references") if item.get("type") == kind}


def raw(record: UnifiedRecord) -> Item:
    """The vendor's object behind a record: the first part of its remote data that is an object."""
    data = getattr(record, "remote_data", None) or {}
    return next((part for part in data.values() if isinstance(part, dict)), {})


def raw_candidate(candidate: Candidate) -> Item:
    """The vendor's candidate."""
    return raw(candidate)
