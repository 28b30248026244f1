"""What actions sent to Salesforce and what came of it. Source: asymbl sheet 1.4, 1.5, 1.7, 1.8, 3."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Stage, expect
from assay_contracts import witness
from assay_contracts.asymbl.register import DATA, REGISTER
from assay_contracts.creations import proves_of_both_by

QUERY = f"{DATA}/query"
CONTACTS = f"{DATA}/sobjects/Contact/"
APPLICANTS = f"{DATA}/sobjects/bpats__ATS_Applicant__c/"
APPLICANT = f"{APPLICANTS}*"
FILES = f"{DATA}/sobjects/ContentVersion/"
TOKEN = "/services/oauth2/token"  # noqa: S105 -- a path

CONTACT, JOB, STAGE = "Contact", "bpats__Job__c", "bpats__ATS_Stage__c"
APPLICATION, LINK = "bpats__ATS_Applicant__c", "ContentDocumentLink"
CONTACT_OF = "bpats__ATS_Applicant__c"
"""Field of an application that leads to its contact; called as the object itself (asymbl sheet 2)."""

Row = Mapping[str, Any]

proves_of_both = proves_of_both_by(REGISTER)

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MEANS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


# --- queries -------------------------------------------------------------------------------------


def soql(played: Played) -> str:
    """The query that a call asks; empty for any other call."""
    request = urlsplit(played.exchange.request.url)
    return parse_qs(request.query).get("q", [""])[0] if request.path.rstrip("/") == QUERY else ""


def queries(step: Step, source: str) -> tuple[Played, ...]:
    """The calls of a step that ask for rows of an object."""
    asks = re.compile(rf"\bFROM {source}\b")
    return tuple(played for played in step.played if asks.search(_bare(soql(played))))


def literals(query: str) -> list[str]:
    """The texts that a query compares with, as they are meant."""
    return [_ESCAPED.sub(_meant, quoted) for quoted in _QUOTED.findall(query)]


def _bare(query: str) -> str:
    """A query with nothing between its quotes."""
    return _QUOTED.sub("''", query)


def _meant(escaped: re.Match[str]) -> str:
    what = escaped[1]
    return chr(int(what[1:], 16)) if len(what) > 1 else _MEANS.get(what, what)


def bare(played: Played) -> str:
    """The query of a call, with nothing between its quotes."""
    return _bare(soql(played))


def rows(played: Played) -> list[Row]:
    """The rows that a query was answered with."""
    found = witness.answer(witness.carried_out(played)).get("records")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise NotShown("the answer holds no rows", played)
    return found


def looked_up(step: Step, address: str) -> tuple[Played, ...]:
    """The calls of a step that look for contacts of an address: one at least."""
    found = tuple(
        played
        for played in queries(step, CONTACT)
        if re.search(r"\bEmail = ''", bare(played)) and address in literals(soql(played))
    )
    expect(found, f"nobody looked for {address} in {step.name!r}", *step.played)
    return found


def stages_read(step: Step, job_id: str | None) -> tuple[set[str], tuple[Played, ...]]:
    """The stages of a job as a step read them, and how: one at least."""
    found = tuple(played for played in queries(step, STAGE) if job_id in literals(soql(played)))
    ids = {str(row["Id"]) for played in found for row in rows(played)}
    expect(ids, f"the stages of {job_id} were not read in {step.name!r}", *step.played)
    return ids, found


def description(trace: Trace, step: Step, name: str) -> Played:
    """What the org last said an object is, until the end of a step; it need not say so twice (1.5)."""
    path = f"{DATA}/sobjects/{name}/describe"
    said = [
        played
        for earlier in trace.steps[: step.number + 1]
        for played in earlier.sent(path)
        if played.exchange.response.status == HTTPStatus.OK
    ]
    expect(said, f"{name} was not described until {step.name!r}", *step.played[:1])
    return said[-1]


# --- writes --------------------------------------------------------------------------------------


def made(step: Step, path: str) -> tuple[Played, str]:
    """The only call of a step that creates a record of an object, and the record's id."""
    played = witness.only(step, "POST", path)
    return played, new_id(played)


def new_id(played: Played) -> str:
    """The id of the record that a call created."""
    body = witness.answer(played)
    if played.exchange.response.status != HTTPStatus.CREATED or body.get("success") is not True:
        raise NotShown(f"{played.exchange.request.path} created nothing", played)
    return str(body["id"])


def refused_with(played: Played, code: str) -> dict[str, Any]:
    """The error of that code that a call was answered with."""
    body = played.exchange.response.json
    for error in body if isinstance(body, list) else ():
        if isinstance(error, dict) and error.get("errorCode") == code:
            return error
    raise NotShown(f"{played.exchange.request.path} was not refused with {code}", played)


# --- looks at the org itself, past the connector's reading ---------------------------------------

CONTACT_FIELDS = (
    "Id, FirstName, LastName, Title, Email, MobilePhone, Phone, LeadSource, MailingCity, MailingPostalCode, "
    "MailingCountryCode, RecordType.DeveloperName, bpats__Earliest_Available_Date__c, "
    "bpats__Desired_Salary__c, CreatedDate, LastModifiedDate, SystemModstamp"
)
APPLICATION_FIELDS = (
    "Id, bpats__ATS_Applicant__c, bpats__Job__c, bpats__Stage__c, bpats__Applicant_Status__c, "
    "bpats__Source__c, bpats__Internal_Source__c, CreatedDate, SystemModstamp"
)
LINK_FIELDS = "Id, ContentDocumentId, LinkedEntityId, ContentDocument.Title, ContentDocument.FileExtension"


def entered(first_name: str, last_name: str, address: str) -> dict[str, Any]:
    """A contact as a recruiter enters it: what the event ``add_record`` is told."""
    fields = {"FirstName": first_name, "LastName": last_name, "Email": address}
    return {"object": CONTACT, "fields": fields}


def look(stage: Stage, name: str, fields: str, source: str, where: str) -> list[Row]:
    """Ask the org for rows in our own words."""
    query = f"SELECT {fields} FROM {source} WHERE {where}"  # noqa: S608 -- scenarios' own words
    data = stage.passthrough(name, "GET", QUERY, api="v63", params={"q": query}).data
    return list(data["records"]) if isinstance(data, dict) else []


def one_of(field: str, values: Iterable[str | None]) -> str:
    """A condition: the field has one of the values."""
    return f"{field} IN ({', '.join(_quoted(str(value)) for value in values)})"


def look_for_contacts(stage: Stage, name: str, *addresses: str) -> list[Row]:
    """The contacts with one of the addresses, as the org has them, oldest first."""
    where = f"{one_of('Email', addresses)} ORDER BY CreatedDate ASC, Id ASC"
    return look(stage, name, CONTACT_FIELDS, CONTACT, where)


def look_for_applications(stage: Stage, name: str, *addresses: str) -> list[Row]:
    """The applications of contacts with one of the addresses, as the org has them."""
    where = one_of("bpats__ATS_Applicant__r.Email", addresses)
    return look(stage, name, APPLICATION_FIELDS, APPLICATION, where)


def look_for_files(stage: Stage, name: str, *record_ids: str | None) -> list[Row]:
    """The files that hang on records, as the org has them."""
    return look(stage, name, LINK_FIELDS, LINK, one_of("LinkedEntityId", record_ids))


def _quoted(text: str) -> str:
    """A text as SOQL wants it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def told(trace: Trace, name: str) -> list[Row]:
    """The rows that a look at the org showed."""
    return rows(witness.only(witness.succeeded(trace, name), "GET", QUERY))


def with_address(found: Iterable[Row], address: str) -> list[Row]:
    """The contacts with an address, whatever its letter case (1.4)."""
    return [row for row in found if str(row.get("Email") or "").casefold() == address.casefold()]


def one_row(found: Iterable[Row], what: str) -> Row:
    """The only row."""
    listed = list(found)
    expect(len(listed) == 1, f"{what}: there are {len(listed)}")
    return listed[0]
