"""What was asked of Flatchr and what it answered. Source: flatchr sheet 1.7, 1.9, 2, 3.1."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, expect
from assay.unified.records import UnifiedRecord
from assay_contracts import witness
from assay_contracts.creations import proves_of_both_by
from assay_contracts.flatchr.register import API, CAREERS, COMPANY_KEY, REGISTER, SLUG

COLUMNS, VACANCIES, TAGS = "/company/*/columns", "/company/*/vacancies", "/company/*/tags"
SEARCH, TRAITS = "/company/*/search/applicants", "/company/*/applicant/*/traits"
APPLICANT, VACANCY = "/company/*/applicant/*", "/vacancy/*"
PUBLISHED = "/company/*.json"
"""On the careers host, as are the two creations."""
WITH_CV, FORM = "/vacancy/candidate/json", "/vacancy/candidate/custom"

OUR_VACANCIES = f"/company/{COMPANY_KEY}/vacancies"
OUR_SEARCH = f"/company/{COMPANY_KEY}/search/applicants"
OUR_CAREER_SITE = f"/company/{SLUG}.json"
SEARCH_IN_SANDBOX = "/company/{company_key}/search/applicants"
"""How the sandbox's switches call the search."""
ARCHIVED, ACTIVE = 0, 1
INTRANET = "152"

Item = Mapping[str, Any]

proves_of_both = proves_of_both_by(REGISTER)
"""Both creations have everything in common but what they return (flatchr sheet 7.7)."""


# --- what was asked ------------------------------------------------------------------------------


def said(played: Played) -> dict[str, Any]:
    """What a creation was sent, by place; parts of a form as text."""
    parts = witness.parts(played)
    return {place: part.decode() if isinstance(part, bytes) else part for place, part in parts.items()}


def is_at(played: Played, host: str) -> bool:
    """Whether a call went to a host."""
    return played.exchange.request.url.startswith(f"{host}/")


def creations(step: Step) -> tuple[Played, ...]:
    """Requests of a step that create somebody, by either route, also refused ones."""
    both = (*witness.sent(step, "POST", WITH_CV), *witness.sent(step, "POST", FORM))
    return tuple(sorted(both, key=lambda played: played.index))


def creation(step: Step) -> Played:
    """The only request of a step that creates somebody, which the vendor carried out."""
    found = creations(step)
    expect(len(found) == 1, f"{step.name!r} sent {len(found)} creations", *found)
    played = witness.carried_out(found[0])
    status = witness.answer(played).get("status", HTTPStatus.OK)
    expect(status == HTTPStatus.OK, f"the vendor says {status} in its answer", played)
    return played


def nothing_was_sent(step: Step, error: type[Exception]) -> Step:
    """The step, if it failed so before any request."""
    expect(isinstance(step.error, error), f"{step.name!r} ended with {step.error!r}", *step.played)
    expect(not step.played and not step.attempted, f"{step.name!r} sent something", *step.played)
    return step


# --- what was answered ---------------------------------------------------------------------------


def rows(played: Played) -> list[Item]:
    """The objects that a call was answered with."""
    body = witness.carried_out(played).exchange.response.json
    if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
        raise NotShown(f"{played.exchange.request.path} was not answered with a list of objects", played)
    return body


def listed(step: Step, path: str) -> tuple[list[Item], Played]:
    """The objects of a list as a step read it last, with that call."""
    last = witness.calls(step, path)[-1]
    return rows(last), last


def all_vacancies(step: Step) -> tuple[list[Item], Played]:
    """The unfiltered list of vacancies."""
    return _vacancies(step, intranet=False)


def on_intranet(step: Step) -> tuple[list[Item], Played]:
    """The vacancies that are published on the intranet."""
    return _vacancies(step, intranet=True)


def _vacancies(step: Step, *, intranet: bool) -> tuple[list[Item], Played]:
    asked_for = [
        call
        for call in witness.calls(step, VACANCIES)
        if (call.exchange.request.query.get("offer_id") == INTRANET) is intranet
    ]
    expect(asked_for, f"{step.name!r} did not ask for that list of vacancies")
    return rows(asked_for[-1]), asked_for[-1]


def publications(step: Step) -> tuple[list[Item], Played]:
    """What the careers host lists."""
    last = witness.carried_out(witness.calls(step, PUBLISHED)[-1])
    expect(is_at(last, CAREERS), f"it was asked of {last.exchange.request.url}", last)
    items = witness.answer(last).get("items")
    if not isinstance(items, list):
        raise NotShown("the careers host lists nothing", last)
    return items, last


def searches(step: Step) -> list[tuple[dict[str, Any], list[Item], Played]]:
    """The searches of a step: what was asked for, the rows, the call; one at least, all answered well."""
    found = [(witness.body(call), rows(call), call) for call in witness.calls(step, SEARCH)]
    for _, _, call in found:
        expect(is_at(call, API), f"it was asked of {call.exchange.request.url}", call)
    return found


def found_rows(step: Step) -> dict[str, tuple[Item, Played]]:
    """Applicant -> the row that a search of the step gave last, with that search."""
    return {str(row["applicant"]): (row, call) for _, given, call in searches(step) for row in given}


def row_of(step: Step, applicant_id: str | None) -> tuple[Item, Played]:
    """The row of an applicant, as a step found it."""
    found = found_rows(step)
    expect(applicant_id in found, f"no search of {step.name!r} shows {applicant_id}", *step.sent(SEARCH)[:1])
    return found[str(applicant_id)]


def passed(trace: Trace, name: str) -> Any:
    """What a look at the vendor's own interface showed."""
    step = witness.succeeded(trace, name)
    response = step.passthrough
    if response is None or not step.played or response.status != HTTPStatus.OK:
        raise NotShown(f"{name!r} showed nothing", *step.played)
    return response.data


def raw(record: UnifiedRecord) -> Item:
    """The vendor's object behind a record: the first part of its remote data that is an object."""
    data = getattr(record, "remote_data", None) or {}
    return next((part for part in data.values() if isinstance(part, dict)), {})


# --- what came of it -----------------------------------------------------------------------------


def warned(step: Step, *words: str) -> str:
    """The only warning that holds all words."""
    return _said_once(witness.result(step).warnings, words, step)


def noticed(step: Step, *words: str) -> str:
    """The only notice of a sync that holds all words."""
    return _said_once(step.notices, words, step)


def _said_once(texts: Iterable[str], words: tuple[str, ...], step: Step) -> str:
    given = list(texts)
    found = [one for one in given if all(word.lower() in one.lower() for word in words)]
    expect(len(found) == 1, f"{len(found)} of {given} speak of {' and '.join(words)}", *step.played[:1])
    return found[0]


def undeleted(record: UnifiedRecord, *played: Played) -> None:
    """A record that is not marked deleted."""
    name = getattr(record, "remote_id", record.id)
    expect(record.remote_deleted_at is None, f"{name} is marked deleted", *played)
