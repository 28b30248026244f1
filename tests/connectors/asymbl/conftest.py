"""A small Salesforce org in memory: describes, answers the connector's SOQL, and remembers what it was asked.

Its reader of SOQL is its own and knows nothing of how the connector writes it. Samples follow the sheet.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import orjson
import pytest

from assay.connector import (
    Complete,
    Cursor,
    Gone,
    Notice,
    ReadItem,
    ReadRequest,
    Row,
    Runtime,
    Settings,
    Skipped,
)
from assay_connectors.asymbl import connect
from assay_connectors.asymbl.connector import AsymblConnector

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
CREDENTIAL = {"subdomain": "acme", "client_id": "key-invented", "client_secret": "secret-invented"}
ALL_MODELS = frozenset(
    {
        "ats_users",
        "ats_jobs",
        "ats_candidates",
        "ats_application_stages",
        "ats_applications",
        "ats_join_jobs_application_stages",
        "ats_join_jobs_users",
    }
)
JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"
DATA = "/services/data/v63.0"

Item = dict[str, Any]
Hook = Callable[[httpx.Request], httpx.Response | None]


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}+0000"


def sf_id(prefix: str, number: int) -> str:
    """An 18-character id with the right checksum."""
    short = f"{prefix}8c00000{number:05d}"
    chunks = (short[begin : begin + 5] for begin in (0, 5, 10))
    sums = (sum(2**k for k, char in enumerate(chunk) if "A" <= char <= "Z") for chunk in chunks)
    return short + "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[number] for number in sums)


# --- what describe says ------------------------------------------------------------------------------


def field(name: str, kind: str = "string", **more: Any) -> Item:
    lookup = {"relationshipName": None, "referenceTo": []}
    if "refers" in more:
        lookup["referenceTo"] = list(more.pop("refers"))
        path = name.removesuffix("Id") if name.endswith("Id") else name.replace("__c", "__r")
        lookup["relationshipName"] = path
        kind = "reference"
    return {
        "name": name,
        "label": more.pop("label", name.replace("bpats__", "").replace("__c", "").replace("_", " ")),
        "type": kind,
        "custom": name.endswith("__c"),
        "createable": True,
        "updateable": True,
        "restrictedPicklist": False,
        "picklistValues": [],
        **lookup,
        **more,
    }


def picklist(name: str, *values: str, restricted: bool = True) -> Item:
    entries = [{"active": True, "label": value, "value": value} for value in values]
    return field(name, "picklist", picklistValues=entries, restrictedPicklist=restricted)


SYSTEM = (
    field("Id", "id", createable=False, updateable=False),
    field("CreatedDate", "datetime", createable=False, updateable=False),
    field("LastModifiedDate", "datetime", createable=False, updateable=False),
    field("SystemModstamp", "datetime", createable=False, updateable=False),
)
DELETED = field("IsDeleted", "boolean", createable=False, updateable=False)

OBJECTS: Mapping[str, tuple[Item, ...]] = {
    "User": (
        *SYSTEM,
        field("FirstName"),
        field("LastName"),
        field("Email", "email"),
        field("Username"),
        field("IsActive", "boolean"),
        field("UserType", "picklist"),
    ),
    JOB: (
        *SYSTEM,
        DELETED,
        field("Name"),
        field("OwnerId", refers=("Group", "User")),
        field("bpats__Job_Title__c"),
        field("bpats__Job_Number__c", label="Job Number"),
        field("bpats__Job_Description__c", "textarea"),
        field("bpats__Type__c", "picklist"),
        field("bpats__Status__c", "picklist"),
        field("bpats__Is_Closed__c", "boolean"),
        field("bpats__Post_Externally__c", "boolean"),
        field("bpats__Posted_Date__c", "date"),
        field("bpats__Salary__c", "currency"),
        field("bpats__Location__c"),
        field("bpats__Work_Site_Location__c", refers=("bpats__Work_Site_Location__c",)),
        field("bpats__Hiring_Manager__c", refers=("Contact",)),
        field("bpats__Sales_Lead__c", refers=("User",)),
        field("bpats__Delivery_Lead__c", refers=("User",)),
        field("Cost_Centre__c", label="Cost centre"),
    ),
    "bpats__Work_Site_Location__c": (
        *SYSTEM,
        field("Name"),
        field("bpats__State_Code__c"),
        field("bpats__Country_Code__c"),
    ),
    "Contact": (
        *SYSTEM,
        DELETED,
        field("MasterRecordId", refers=("Contact",)),
        field("FirstName"),
        field("LastName"),
        field("Title"),
        field("Email", "email"),
        field("Phone", "phone"),
        field("MobilePhone", "phone"),
        field("HomePhone", "phone"),
        field("OtherPhone", "phone"),
        picklist("LeadSource", "Website", "Employee Referral", restricted=False),
        field("MailingStreet"),
        field("MailingCity"),
        field("MailingState"),
        field("MailingStateCode"),
        field("MailingPostalCode"),
        field("MailingCountry"),
        field("MailingCountryCode"),
        field("AccountId", refers=("Account",)),
        field("RecordTypeId", refers=("RecordType",)),
        field("bpats__Earliest_Available_Date__c", "date"),
        field("bpats__Desired_Salary__c", "currency"),
        field("Languages__c"),
    ),
    STAGE: (
        *SYSTEM,
        DELETED,
        field("Name"),
        field("bpats__Job__c", refers=(JOB,)),
        field("bpats__Sequence__c", "double"),
        picklist("bpats__Stage_Type__c", "Application", "Offer", "Hired", "Pending"),
    ),
    APPLICANT: (
        *SYSTEM,
        DELETED,
        field("Name", createable=False),
        field("bpats__ATS_Applicant__c", refers=("Contact",)),
        field("bpats__Job__c", refers=(JOB,)),
        field("bpats__Stage__c", refers=(STAGE,)),
        picklist("bpats__Applicant_Status__c", "Active", "Rejected"),
        picklist("bpats__Asymbl_Rejection_Reason__c", "Client Rejected"),
        picklist("bpats__Source__c", "LinkedIn", "Indeed", "Website"),
        field("bpats__Internal_Source__c"),
        field("bpats__Initial_Application_Date__c", "date"),
    ),
    "ContentVersion": (
        *SYSTEM,
        field("ContentDocumentId", refers=("ContentDocument",)),
        field("IsLatest", "boolean"),
        field("Title"),
        field("PathOnClient"),
        field("VersionData", "base64"),
        field("FirstPublishLocationId", refers=("Contact",)),
        field("bpats__Is_Primary__c", "boolean"),
    ),
    "ContentDocumentLink": (*SYSTEM, field("ContentDocumentId"), field("LinkedEntityId")),
    "Attachment": (*SYSTEM, field("Name"), field("ParentId"), field("ContentType"), field("BodyLength")),
}
CANDIDATE_TYPE = "0128c00000Rt1CaAAJ"


# --- reading SOQL ------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:\\.|[^'\\])*')|(?P<moment>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<word>[A-Za-z][\w.]*)|(?P<sign><=|>=|!=|[=<>(),])|(?P<number>\d+))",
    re.DOTALL,
)
_UNESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class MalformedError(Exception):
    """Not SOQL as this reader knows it."""


def unquoted(literal: str) -> str:
    """What a literal stands for, by the rules of the vendor's guide (sheet 1.5)."""
    out, at = [], 1
    while at < len(literal) - 1:
        char = literal[at]
        if char != "\\":
            out.append(char)
        elif literal[at + 1] == "u":
            out.append(chr(int(literal[at + 2 : at + 6], 16)))
            at += 4
        elif literal[at + 1] in _UNESCAPED:
            out.append(_UNESCAPED[literal[at + 1]])
        else:
            raise MalformedError(literal)
        at += 1 if char != "\\" else 2
    return "".join(out)


class Soql:
    """One query, read."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if found is None:
                raise MalformedError(text)
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            at = found.end()
        self.at = 0
        self.fields, self.source = self._select()
        self.where: Callable[[Item], bool] = lambda _: True
        self.texts: list[str] = []
        if self._is("WHERE"):
            self.where = self._either()
        self.order = self._order() if self._is("ORDER") else []
        self.limit = int(self._take()[1]) if self._is("LIMIT") else None
        if self.at != len(self.tokens):
            raise MalformedError(text)

    def _take(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise MalformedError("the end")
        self.at += 1
        return self.tokens[self.at - 1]

    def _is(self, word: str) -> bool:
        there = self.at < len(self.tokens) and self.tokens[self.at] in (("word", word), ("sign", word))
        self.at += there
        return there

    def _need(self, word: str) -> None:
        if not self._is(word):
            raise MalformedError(f"{word} expected")

    def _select(self) -> tuple[list[str], str]:
        self._need("SELECT")
        fields = [self._take()[1]]
        while self._is(","):
            fields.append(self._take()[1])
        self._need("FROM")
        return fields, self._take()[1]

    def _order(self) -> list[str]:
        self._need("BY")
        fields: list[str] = []
        while not fields or self._is(","):
            fields.append(self._take()[1])
            self._need("ASC")
        return fields

    def _either(self) -> Callable[[Item], bool]:
        parts = [self._all()]
        while self._is("OR"):
            parts.append(self._all())
        return lambda row: any(part(row) for part in parts)

    def _all(self) -> Callable[[Item], bool]:
        parts = [self._one()]
        while self._is("AND"):
            parts.append(self._one())
        return lambda row: all(part(row) for part in parts)

    def _one(self) -> Callable[[Item], bool]:
        if self._is("("):
            inner = self._either()
            self._need(")")
            return inner
        kind, path = self._take()
        if kind != "word":
            raise MalformedError(path)
        if self._is("IN"):
            self._need("(")
            values = [self._value()]
            while self._is(","):
                values.append(self._value())
            self._need(")")
            return lambda row: any(_compare("=", at(row, path), value) for value in values)
        sign = self._take()[1]
        value = self._value()
        return lambda row: _compare(sign, at(row, path), value)

    def _value(self) -> Any:
        kind, text = self._take()
        if kind == "text":
            self.texts.append(unquoted(text))
            return self.texts[-1]
        if kind == "moment":
            return datetime.fromisoformat(text)
        words = {"null": None, "true": True, "false": False}
        if text not in words:
            raise MalformedError(text)
        return words[text]


def at(row: Item, path: str) -> Any:
    found: Any = row
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _compare(sign: str, held: Any, value: Any) -> bool:
    if isinstance(value, datetime) and isinstance(held, str):
        held = datetime.fromisoformat(held)
    if isinstance(value, str) and isinstance(held, str) and sign == "=":
        return held.casefold() == value.casefold()
    if sign in ("=", "!="):
        return (held == value) is (sign == "=")
    if held is None or value is None:
        return False
    return {"<": held < value, "<=": held <= value, ">": held > value, ">=": held >= value}[sign]


# --- the org -----------------------------------------------------------------------------------------


class Org:
    """Everything that the org holds, and what it was asked."""

    def __init__(self) -> None:
        self.now = NOW
        self.requests: list[httpx.Request] = []
        self.slept_s: list[float] = []
        self.described: dict[str, Item] = {}
        for name, fields in OBJECTS.items():
            self.described[name] = self._description(name, fields)
        self.described["Contact"]["recordTypeInfos"] = [
            {
                "active": True,
                "available": True,
                "developerName": "Master",
                "recordTypeId": "012000000000000AAA",
            },
            {"active": True, "available": True, "developerName": "Candidate", "recordTypeId": CANDIDATE_TYPE},
        ]
        self.rows: dict[str, list[Item]] = {name: [] for name in OBJECTS}
        self.page = 2000
        self.locators: dict[str, tuple[list[Item], int, int]] = {}
        self.lose: Callable[[int], bool] = lambda _: False
        self.mores = 0
        self.tokens: list[str] = []
        self.valid: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.currency: str | None = "EUR"
        self.hooks: list[Hook] = []
        self.elsewhere: dict[str, httpx.Response] = {}
        self._numbers: dict[str, int] = {}

    @staticmethod
    def _description(name: str, fields: Iterable[Item]) -> Item:
        return {
            "name": name,
            "label": name,
            "queryable": True,
            "createable": True,
            "updateable": True,
            "fields": [dict(one) for one in fields],
            "recordTypeInfos": [],
            "urls": {"uiDetailTemplate": "https://acme.my.salesforce.com/{ID}"},
        }

    # --- things to put there -------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return sf_id(prefix, self._numbers[prefix])

    def put(self, name: str, prefix: str, days_ago: float = 10, **values: Any) -> Item:
        moment = stamp(self.now - timedelta(days=days_ago))
        row = {
            "Id": self.new_id(prefix),
            "IsDeleted": False,
            "CreatedDate": moment,
            "LastModifiedDate": moment,
            "SystemModstamp": moment,
            **values,
        }
        self.rows[name].append(row)
        return row

    def user(self, first: str, last: str, **more: Any) -> Item:
        values = {
            "FirstName": first,
            "LastName": last,
            "Email": f"{first.lower()}.{last.lower()}@acme.example",
            "Username": f"{first.lower()}@acme.example.prod",
            "IsActive": True,
            "UserType": "Standard",
        }
        return self.put("User", "005", **{**values, **more})

    def job(self, name: str = "Warehouse Lead", **more: Any) -> Item:
        values = {
            "Name": name,
            "OwnerId": "00G8c00000Qu1EuEAJ",
            "bpats__Status__c": "Open",
            "bpats__Is_Closed__c": False,
            "bpats__Post_Externally__c": True,
        }
        return self.put(JOB, "a0J", **{**values, **more})

    def stage(self, job: Item | None, name: str, sequence: float, **more: Any) -> Item:
        values = {
            "Name": name,
            "bpats__Job__c": job["Id"] if job else None,
            "bpats__Sequence__c": sequence,
            "bpats__Stage_Type__c": None,
        }
        return self.put(STAGE, "a0S", **{**values, **more})

    def contact(self, first: str, last: str, **more: Any) -> Item:
        values = {
            "FirstName": first,
            "LastName": last,
            "Email": f"{first.lower()}.{last.lower()}@mail.example",
            "RecordTypeId": CANDIDATE_TYPE,
            "RecordType": {"DeveloperName": "Candidate"},
        }
        return self.put("Contact", "003", **{**values, **more})

    def applicant(self, contact: Item, stage: Item, **more: Any) -> Item:
        values = {
            "bpats__ATS_Applicant__c": contact["Id"],
            "bpats__Job__c": stage["bpats__Job__c"],
            "bpats__Stage__c": stage["Id"],
            "bpats__Stage__r": {"Name": stage["Name"], "bpats__Stage_Type__c": stage["bpats__Stage_Type__c"]},
            "bpats__Applicant_Status__c": "Active",
        }
        return self.put(APPLICANT, "a0A", **{**values, **more})

    def delete(self, row: Item) -> None:
        row.update(IsDeleted=True, SystemModstamp=stamp(self.now))

    def touch(self, row: Item, **values: Any) -> None:
        row.update(values, SystemModstamp=stamp(self.now), LastModifiedDate=stamp(self.now))

    def hide(self, name: str, *fields: str) -> None:
        kept = [one for one in self.described[name]["fields"] if one["name"] not in fields]
        self.described[name]["fields"] = kept

    def flag(self, name: str, field_name: str, **flags: Any) -> None:
        for one in self.described[name]["fields"]:
            if one["name"] == field_name:
                one.update(flags)

    # --- what it answers -----------------------------------------------------------------------------

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        self.now += timedelta(milliseconds=1)
        path = request.url.path
        if request.url.host in self.elsewhere:
            return self.elsewhere[request.url.host]
        if path == "/services/oauth2/token":
            return self._hooked(request) or self._token(request)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.valid:
            return refusal(401, "INVALID_SESSION_ID", "Session expired or invalid")
        return self._hooked(request) or self._answer(request, path)

    def _hooked(self, request: httpx.Request) -> httpx.Response | None:
        return next(filter(None, (hook(request) for hook in self.hooks)), None)

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode())
        if form.get("client_id") != ["key-invented"]:
            return oauth("invalid_client_id", "client identifier invalid")
        token = f"00D!token-{len(self.tokens)}"
        self.tokens.append(token)
        self.valid = {token}
        return httpx.Response(200, json={"access_token": token, "instance_url": "https://evil.example"})

    def _answer(self, request: httpx.Request, path: str) -> httpx.Response:
        below = path.removeprefix(DATA)
        if below in ("/query", "/queryAll"):
            return self._query(request.url.params["q"], deleted=below == "/queryAll")
        if below.startswith("/query/"):
            return self._more(below.removeprefix("/query/"))
        if below == "/sobjects":
            return httpx.Response(200, json={"sobjects": [{"name": name} for name in self.described]})
        if below == "/connect/organization" and self.currency is not None:
            return httpx.Response(200, json={"features": {"defaultCurrencyIsoCode": self.currency}})
        parts = below.strip("/").split("/")
        if parts[0] != "sobjects" or len(parts) < 2 or parts[1] not in self.described:
            return refusal(404, "NOT_FOUND", "The requested resource does not exist")
        return self._object(request, parts[1], parts[2:])

    def _object(self, request: httpx.Request, name: str, rest: list[str]) -> httpx.Response:
        if rest == ["describe"]:
            return httpx.Response(200, json=self.described[name])
        if request.method == "POST":
            return self._create(name, orjson.loads(request.content))
        if request.method == "PATCH":
            row = next(row for row in self.rows[name] if row["Id"] == rest[0])
            self.touch(row, **orjson.loads(request.content))
            return httpx.Response(204)
        content = self.files.get(rest[0])
        if content is None:
            return refusal(404, "NOT_FOUND", "The requested resource does not exist")
        return httpx.Response(200, content=content, headers={"Content-Type": "application/octetstream"})

    def _create(self, name: str, values: Item) -> httpx.Response:
        known = {one["name"]: one for one in self.described[name]["fields"]}
        for key in values:
            if key not in known:
                return refusal(400, "INVALID_FIELD", f"No such column '{key}' on sobject of type {name}")
            if not known[key]["createable"]:
                return refusal(
                    400, "INVALID_FIELD_FOR_INSERT_UPDATE", f"Unable to create/update fields: {key}"
                )
        moment = stamp(self.now)
        prefix = {"Contact": "003", APPLICANT: "a0A", "ContentVersion": "068"}.get(name, "a00")
        row = self.put(
            name, prefix, CreatedDate=moment, SystemModstamp=moment, LastModifiedDate=moment, **values
        )
        if name == "Contact":
            row["RecordType"] = {"DeveloperName": "Candidate"}
        if name == APPLICANT:
            stage = next(one for one in self.rows[STAGE] if one["Id"] == values["bpats__Stage__c"])
            row["bpats__Stage__r"] = {"Name": stage["Name"], "bpats__Stage_Type__c": None}
        if name == "ContentVersion":
            self._publish(row, values, moment)
        body = {"id": row["Id"], "success": True, "errors": []}
        return httpx.Response(201, json=body)

    def _publish(self, version: Item, values: Item, moment: str) -> None:
        content = base64.b64decode(values["VersionData"])
        stem, _, extension = values["PathOnClient"].rpartition(".")
        document = self.new_id("069")
        self.files[version["Id"]] = content
        version.update(ContentDocumentId=document, IsLatest=True)
        told = {"Title": stem, "FileExtension": extension, "ContentSize": len(content)}
        told |= {"LatestPublishedVersionId": version["Id"], "CreatedDate": moment, "LastModifiedDate": moment}
        self.link(values["FirstPublishLocationId"], document, **told)

    def link(self, contact_id: str, document: str, **told: Any) -> None:
        """A file that hangs on a contact."""
        self.put(
            "ContentDocumentLink",
            "06A",
            ContentDocumentId=document,
            LinkedEntityId=contact_id,
            ContentDocument={"FileType": "PDF", **told},
        )

    # --- queries -------------------------------------------------------------------------------------

    def _query(self, text: str, *, deleted: bool) -> httpx.Response:
        try:
            query = Soql(text)
        except MalformedError as error:
            return refusal(400, "MALFORMED_QUERY", f"unexpected token: {error}")
        if query.source not in self.described:
            return refusal(400, "INVALID_TYPE", f"sObject type '{query.source}' is not supported.")
        visible = {one["name"] for one in self.described[query.source]["fields"]}
        for name in query.fields:
            if "." not in name and name not in visible:
                message = (
                    f"SELECT\nERROR at Row:1:Column:8\nNo such column '{name}' on entity '{query.source}'."
                )
                return refusal(400, "INVALID_FIELD", message)
        rows = [row for row in self.rows[query.source] if deleted or not row["IsDeleted"]]
        rows = [row for row in rows if query.where(row)]
        for name in reversed(query.order):
            rows.sort(key=lambda row: (at(row, name) is not None, at(row, name)))
        rows = rows[: query.limit]
        return self._cut([self._shown(row, query) for row in rows], 0)

    def _shown(self, row: Item, query: Soql) -> Item:
        url = f"{DATA}/sobjects/{query.source}/{row['Id']}"
        shown: Item = {"attributes": {"type": query.source, "url": url}}
        for path in query.fields:
            parent, dot, name = path.partition(".")
            if not dot:
                shown[path] = row.get(path)
            elif row.get(parent) is None:
                shown[parent] = None
            else:
                shown.setdefault(parent, {"attributes": {"type": parent}})[name] = at(row, path)
        return shown

    def _cut(self, rows: list[Item], begin: int) -> httpx.Response:
        page = rows[begin : begin + self.page]
        end = begin + len(page)
        body: Item = {"totalSize": len(rows), "done": end >= len(rows), "records": page}
        if end < len(rows):
            locator = f"0r8invented{len(self.locators):04d}-{end}"
            self.locators[locator] = (rows, end, len(self.locators))
            body["nextRecordsUrl"] = f"{DATA}/query/{locator}"
        return httpx.Response(200, json=body)

    def _more(self, locator: str) -> httpx.Response:
        self.mores += 1
        if locator not in self.locators or self.lose(self.mores):
            return refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        rows, begin, _ = self.locators[locator]
        return self._cut(rows, begin)

    # --- driving it ----------------------------------------------------------------------------------

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now += timedelta(seconds=seconds)

    @property
    def runtime(self) -> Runtime:
        return Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: self.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )

    def connect(self, credential: Mapping[str, str] | None = None, **settings: Any) -> AsymblConnector:
        return connect(self.runtime, {**CREDENTIAL, **(credential or {})}, Settings(**settings))

    def read(
        self,
        *models: str,
        after: "Reading | None" = None,
        created: tuple[str, ...] = (),
        **settings: Any,
    ) -> "Reading":
        """A full run, or one for changes after another."""
        request = ReadRequest(
            models=frozenset(models) or ALL_MODELS,
            mode="full" if after is None else "delta",
            cursors=after.cursors if after else {},
            created_application_ids=created,
        )
        begin = len(self.requests)
        items = list(self.connect(**settings).read(request))
        return Reading(items, self.requests[begin:])

    @property
    def queries(self) -> list[str]:
        return queries(self.requests)

    def sent(self, method: str, name: str = "") -> list[Any]:
        """Bodies of the writes on an object."""
        found = (one for one in self.requests if one.method == method and f"/sobjects/{name}" in one.url.path)
        return [orjson.loads(one.content) for one in found]


def queries(requests: Iterable[httpx.Request]) -> list[str]:
    return [one.url.params["q"] for one in requests if "q" in one.url.params]


class Reading:
    """What one reading run gave."""

    def __init__(self, items: list[ReadItem], requests: list[httpx.Request]) -> None:
        self.items = items
        self.requests = requests

    def of(self, model: str) -> list[Any]:
        return [item.record for item in self.items if isinstance(item, Row) and item.record.store_id == model]

    def one(self, model: str) -> Any:
        (record,) = self.of(model)
        return record

    @property
    def queries(self) -> list[str]:
        return queries(self.requests)

    def query_of(self, name: str) -> str:
        return next(text for text in self.queries if f" FROM {name} " in f"{text} ")

    @property
    def paths(self) -> list[str]:
        return [request.url.path.removeprefix(DATA) for request in self.requests]

    @property
    def cursors(self) -> dict[str, str]:
        return {item.stream: item.token for item in self.items if isinstance(item, Cursor)}

    @property
    def gone(self) -> list[tuple[str, str]]:
        return [(item.model, item.remote_id) for item in self.items if isinstance(item, Gone)]

    @property
    def notices(self) -> list[str]:
        return [item.message for item in self.items if isinstance(item, Notice)]

    @property
    def skipped(self) -> list[tuple[str, str | None]]:
        return [(item.model, item.field) for item in self.items if isinstance(item, Skipped)]

    @property
    def complete(self) -> set[str]:
        return {item.model for item in self.items if isinstance(item, Complete) and item.group is None}

    def completed_groups(self, model: str) -> set[str | None]:
        found = {item.group for item in self.items if isinstance(item, Complete) and item.model == model}
        return found - {None}


def refusal(status: int, code: str, message: str, **more: Any) -> httpx.Response:
    return httpx.Response(status, json=[{"message": message, "errorCode": code, **more}])


def oauth(error: str, description: str, status: int = 400) -> httpx.Response:
    return httpx.Response(status, json={"error": error, "error_description": description})


@pytest.fixture
def org() -> Org:
    """An empty org."""
    return Org()


def filled(org: Org) -> Org:
    """Two users, two jobs of two stages each, two candidates and a client, two applicants."""
    ilse = org.user("Ilse", "Ferreira")
    org.user("Tom", "Okoye", IsActive=False)
    lead = org.job(OwnerId=ilse["Id"], bpats__Salary__c=68500.0, bpats__Job_Number__c="00042")
    clerk = org.job("Clerk", bpats__Status__c="On Hold")
    stages = [
        org.stage(job, name, number)
        for job in (lead, clerk)
        for number, name in ((1.0, "Applied"), (2.0, "Hired"))
    ]
    mara = org.contact("Mara", "Lind")
    ravi = org.contact("Ravi", "Patel")
    org.contact("Carla", "Client", RecordType={"DeveloperName": "Client"})
    org.applicant(mara, stages[0])
    org.applicant(ravi, stages[3])
    return org


@pytest.fixture
def acme(org: Org) -> Org:
    """An org with somebody in every role."""
    return filled(org)


@pytest.fixture(scope="session")
def make_acme() -> Callable[[], Org]:
    return lambda: filled(Org())


class Words:
    """Helpers of this file, for tests."""

    refusal = staticmethod(refusal)
    oauth = staticmethod(oauth)
    soql = Soql
    malformed = MalformedError
    unquoted = staticmethod(unquoted)
    stamp = staticmethod(stamp)
    field = staticmethod(field)
    picklist = staticmethod(picklist)


@pytest.fixture(scope="session")
def words() -> type[Words]:
    return Words


@pytest.fixture(scope="session")
def make_org() -> Callable[[], Org]:
    return Org


__all__ = ["Iterator", "Org", "Reading"]
