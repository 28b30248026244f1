"""What an org was asked for while it was read, and what it answered. Source: asymbl sheet 1.4, 1.5, 4."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from assay.evidence import Played, Step
from assay.scenario import NotShown, expect
from assay.unified.records import UnifiedRecord
from assay.unified.values import IntegrationField
from assay_contracts import witness
from assay_contracts.asymbl.register import DATA

QUERY, QUERY_ALL = f"{DATA}/query", f"{DATA}/queryAll"
USER, JOB, CONTACT = "User", "bpats__Job__c", "Contact"
STAGE, APPLICANT = "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"
BOARD_APPLICATION = "bpats__Job_Board_Application__c"
CANDIDATE_OF = "bpats__ATS_Applicant__c"
"""Field of an applicant; called as the object (2)."""

Row = Mapping[str, Any]

_SOURCE = re.compile(r"\bFROM (\w+)")
_SINCE = re.compile(r"\bSystemModstamp >= (\S+?)(?=[\s)]|$)")


def query_of(played: Played) -> str:
    """The query that a call asks; empty for any other call."""
    request = played.exchange.request
    return request.query.get("q", "") if request.path.rstrip("/") in (QUERY, QUERY_ALL) else ""


def source_of(played: Played) -> str:
    """The object that a call asks for rows of; empty for any other call."""
    found = _SOURCE.search(query_of(played))
    return found[1] if found else ""


def columns(played: Played) -> list[str]:
    """The fields that a query selects."""
    query = query_of(played)
    selected = query.removeprefix("SELECT ").partition(" FROM ")[0]
    return [name.strip() for name in selected.split(",")] if query else []


def since(played: Played) -> datetime | None:
    """The stamp from which on a query asks for rows; None for one that asks for all."""
    found = _SINCE.search(query_of(played))
    return datetime.fromisoformat(found[1]) if found else None


def asked(step: Step, source: str) -> tuple[Played, ...]:
    """Queries of a step for rows of an object, first pages alone; perhaps none."""
    return tuple(played for played in step.played if source_of(played) == source)


def pages(step: Step, source: str) -> tuple[Played, ...]:
    """All pages of all queries of a step for rows of an object: one at least, none refused."""
    links: set[str] = set()
    found = []
    for played in step.played:
        path = urlsplit(played.exchange.request.url).path
        if source_of(played) != source and path not in links:
            continue
        found.append(played)
        answer = played.exchange.response.json
        if isinstance(answer, dict) and answer.get("nextRecordsUrl"):
            links.add(str(answer["nextRecordsUrl"]))
    expect(found, f"{source} was not asked for in {step.name!r}", *step.played[:1])
    return tuple(found)


def rows(calls: Iterable[Played]) -> Iterator[Row]:
    """The rows that calls were answered with; each has to be an answer to a query."""
    for played in calls:
        found = witness.answer(witness.carried_out(played)).get("records")
        if not isinstance(found, list):
            raise NotShown("the answer holds no rows", played)
        yield from (row for row in found if isinstance(row, dict))


def by_id(calls: Iterable[Played]) -> dict[str, tuple[Row, Played]]:
    """The same by id, each with the call that gave it; of a row that came twice, the last."""
    return {str(row["Id"]): (row, played) for played in calls for row in rows([played])}


def ids(calls: Iterable[Played]) -> list[str]:
    """Ids of the rows, in their order."""
    return [str(row["Id"]) for row in rows(calls)]


def described(step: Step, source: str) -> Played:
    """The call of a step that asked what an object has, and was told."""
    calls = [
        played
        for played in step.sent(f"{DATA}/sobjects/{source}/describe")
        if played.exchange.response.status == HTTPStatus.OK
    ]
    expect(calls, f"{source} was not described in {step.name!r}", *step.played[:1])
    return calls[0]


def fields_of(played: Played) -> dict[str, Row]:
    """The fields that a description tells of, by API name."""
    return {str(field["name"]): field for field in witness.answer(played)["fields"]}


def moment(text: Any) -> datetime:
    """A moment as rows have it: ``2026-03-02T09:15:00.000+0000`` (1.4)."""
    return datetime.fromisoformat(str(text))


def offered(record: UnifiedRecord) -> dict[str, IntegrationField]:
    """The fields that a record offers for mapping, by key."""
    return {field.key: field for field in getattr(record, "integration_fields", None) or []}
