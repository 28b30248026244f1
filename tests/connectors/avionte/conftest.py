"""A scripted Avionté for tests: answers as told, remembers what it was asked; sleeping moves its clock."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from assay.connector import (
    Complete,
    Cursor,
    Delivery,
    Gone,
    Notice,
    ReadItem,
    ReadRequest,
    Row,
    Runtime,
    Settings,
)
from assay_connectors.avionte import connect
from assay_connectors.avionte.connector import AvionteConnector
from assay_connectors.avionte.register import key_of
from assay_sandboxes.avionte import create_app
from assay_sandboxes.avionte.access import DEFAULT_VALUES

CREDENTIAL = {
    "api_key": "key-invented-0001",
    "client_id": "partner.api.invented",
    "client_secret": "secret-invented-0001",
    "tenant": "harbor",
    "front_office_tenant_id": "3051",
}
ALL_MODELS = frozenset(
    {
        "ats_jobs",
        "ats_candidates",
        "ats_application_stages",
        "ats_applications",
        "ats_tags",
        "ats_rejection_reasons",
        "ats_join_candidates_tags",
    }
)
START = datetime(2026, 6, 15, 8, tzinfo=UTC)
SECRET = "hook-secret-invented"
OWNER = {"representative_user_id": 550071, "status_id": 6}

JOB = {
    "id": 41200017,
    "title": "Forklift Operator, Night Shift",
    "description": "<p>Operate a sit-down forklift.</p>",
    "notes": "<b>internal</b>",
    "positions": 3,
    "placed": 0,
    "startDate": "2025-02-03T00:00:00",
    "endDate": "2025-08-29T00:00:00",
    "payRates": {"regular": 21.5, "overtime": 32.25, "doubletime": 43.0},
    "employeeType": "Temporary",
    "orderType": "Contract",
    "companyId": 9100441,
    "companyName": "Harbor Cold Storage",
    "frontOfficeId": 3051,
    "worksiteAddress": {
        "street1": "88 Canal Road",
        "street2": None,
        "city": "Dayton",
        "state_Province": "OH",
        "postalCode": "45402",
        "country": "US",
        "geoCode": "",
    },
    "worksiteAddressId": 775510,
    "worksiteaddressId": 775510,
    "status": "Open",
    "statusId": 32101,
    "posted": True,
    "isArchived": False,
    "createdDate": "2025-01-20T15:04:11.23",
    "lastUpdatedDate": None,
    "ownerUserId": 550071,
    "customJobDetails": [{"id": 12, "name": "Shift differential", "value": "1.50"}],
    "payPeriod": "Weekly",
    "estimatedHours": 40,
    "targetPayRate": 22.0,
    "minPayRate": 20.0,
    "maxPayRate": 23.0,
    "rateType": "HourlyRate",
    "shiftName": "C",
    "division": None,
    "department": "Warehouse",
}
HOME = {
    "street1": "4 Mill Ln",
    "city": "Kettering",
    "state_Province": "OH",
    "postalCode": "45429",
    "country": "US",
}
TALENT = {
    "id": 70110022,
    "firstName": "Odalys",
    "lastName": "Reyes-Tan",
    "homePhone": None,
    "workPhone": "9375550199",
    "mobilePhone": "9375550118",
    "emailAddress": "odalys.reyes@example.test",
    "emailAddress2": "not an address",
    "taxIdNumber": "123456789",
    "residentAddress": HOME,
    "mailingAddress": None,
    "addresses": [HOME],
    "status": "Applicant",
    "statusId": 6,
    "officeName": "Dayton",
    "latestWork": "Picker at Northside Foods",
    "isArchived": False,
    "createdDate": "2025-02-10T19:40:55.3",
    "lastUpdatedDate": "2025-02-11T09:00:02.117",
    "flag": None,
    "origin": "HarborJobsAPI",
    "textConsent": "No Response",
    "talentResume": None,
}
TAGS = {
    "talentId": 70110022,
    "tags": [{"talentTagId": 881, "tagId": 14, "tag": "OSHA 10", "expirationDate": "2020-01-31T00:00:00"}],
    "sources": [{"id": 61, "sourceId": 7, "sourceName": "Harbor Jobs"}],
    "customFields": {"T-shirt size": "M"},
}
WEB = {
    "talentId": 70110022,
    "jobId": 41200017,
    "applyDate": "2025-02-10T19:41:07.52",
    "source": "Harbor Jobs",
}
PIPELINE = {
    "pipelineId": 660451,
    "talentId": 70110022,
    "jobId": 41200017,
    "createdDate": "2025-02-12T10:00:00",
}
NOMINATION = {
    "id": 523881,
    "talentId": 70110022,
    "jobId": 41200017,
    "jobActivityId": 52003,
    "jobActivityName": "1st Interview",
    "stagedDate": "2025-02-14T15:00:00.000Z",
    "jobActivityDate": "2025-02-14T15:00:00.000Z",
    "declinedDate": None,
    "stageType": "Active",
}


def activity(
    number: int, name: str, category: str, kind: str = "Active", order: int | None = 1
) -> dict[str, Any]:
    return {"typeId": number, "name": name, "category": category, "stageType": kind, "sortOrder": order}


ACTIVITIES = [
    activity(52003, "1st Interview", "Nominated", order=2),
    activity(52001, "Submitted", "Nominated", order=1),
    activity(51002, "Pre-Screening", "Pipeline", order=2),
    activity(51001, "Pipelined", "Pipeline", order=1),
    activity(51090, "Not interested", "Pipeline", "Declined", 9),
    activity(52090, "Underqualified", "Nominated", "Declined", 90),
]


class Vendor:
    """What Avionté answers, by key of the register; the last answer of a key is repeated for ever.

    An answer is JSON, a response, an exception, or a function of the request. Calls that the register does
    not know are called OTHER, files TOKEN and FILE.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, httpx.Request]] = []
        self.answers: dict[str, list[Any]] = {}
        self.slept_s: list[float] = []
        self.now = START
        self.on("TOKEN", lambda _: {"access_token": f"token-{len(self.sent('TOKEN'))}", "expires_in": 3600})

    def on(self, key: str, *answers: Any) -> "Vendor":
        self.answers[key] = list(answers)
        return self

    def refuse(self, key: str, status: int, body: Any = None, *, then: Any = None) -> "Vendor":
        refusal = httpx.Response(status, json=body if body is not None else {"message": "no"})
        return self.on(key, refusal) if then is None else self.on(key, refusal, then)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if request.url.host != "api.avionte.com":
            key = "FILE"
        elif request.url.path == "/authorize/token":
            key = "TOKEN"
        else:
            key = key_of(request.method, request.url.path) or "?"
        # auth sends one request object twice: what it was then is kept
        kept = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        self.requests.append((key, kept))
        answers = self.answers.get(key)
        assert answers, f"nothing is scripted for {key}"
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(200, json=answer)

    @property
    def keys(self) -> list[str]:
        """What was asked, tokens and files aside."""
        return [key for key, _ in self.requests if key not in {"TOKEN", "FILE"}]

    def sent(self, key: str) -> list[httpx.Request]:
        return [request for sent, request in self.requests if sent == key]

    def bodies(self, key: str) -> list[Any]:
        return [json.loads(request.content) for request in self.sent(key)]

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now += timedelta(seconds=seconds)

    def runtime(self) -> Runtime:
        return Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: self.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )

    def connect(
        self, credential: dict[str, str] | None = None, *, page_size: int | None = None, **options: Any
    ) -> AvionteConnector:
        settings = Settings(page_size=page_size, options=options)
        return connect(self.runtime(), credential or CREDENTIAL, settings)


class Read:
    """What one run, webhook or action gave."""

    def __init__(self, items: Any) -> None:
        self.items: list[ReadItem] = list(items)

    def of(self, model: str) -> list[Any]:
        return [item.record for item in self.items if isinstance(item, Row) and item.record.store_id == model]

    def one(self, model: str) -> Any:
        (record,) = self.of(model)
        return record

    @property
    def applications(self) -> dict[str, Any]:
        return {one.remote_id: one for one in self.of("ats_applications")}

    @property
    def complete(self) -> set[str]:
        return {item.model for item in self.items if isinstance(item, Complete) and item.group is None}

    @property
    def gone(self) -> set[tuple[str, str]]:
        return {(item.model, item.remote_id) for item in self.items if isinstance(item, Gone)}

    @property
    def notices(self) -> list[str]:
        return [item.message for item in self.items if isinstance(item, Notice)]

    @property
    def cursors(self) -> dict[str, str]:
        return {item.stream: item.token for item in self.items if isinstance(item, Cursor)}


def sync(
    connector: AvionteConnector,
    cursors: dict[str, str] | None = None,
    *models: str,
    trigger: Any = "person",
) -> Read:
    """A run: a full one without cursors, else one that goes on from them."""
    request = ReadRequest(
        models=frozenset(models) or ALL_MODELS,
        mode="full" if cursors is None else "delta",
        cursors=cursors or {},
        trigger=trigger,
    )
    return Read(connector.read(request))


def delivery(
    name: str, resource: Any, *, correlation: str | None = "c-1", secret: str = SECRET, **more: Any
) -> Delivery:
    """A webhook as the vendor sends it."""
    body = {
        "EventName": name,
        "FrontOfficeTenantId": 3051,
        "Resource": json.dumps(resource),
        "ResourceModelType": "",
        "CorrelationId": correlation,
        **more,
    }
    return Delivery(headers={"x-payload-signature": secret}, body=json.dumps(body).encode())


@pytest.fixture
def vendor() -> Vendor:
    """An Avionté with one job, and one talent who is web applicant and nominated."""
    return (
        Vendor()
        .on("JOB_ACTIVITY_TYPES", ACTIVITIES)
        .on("JOB_IDS", [41200017])
        .on("JOB_GET", JOB)
        .on("WEBAPP_JOB", [WEB])
        .on("WEBAPP_TALENT", [WEB])
        .on("NOM_IDS_BY_JOB", [523881])
        .on("NOM_GET", NOMINATION)
        .on("PIPELINE_GET", PIPELINE)
        .on("TALENT_GET", TALENT)
        .on("TALENT_TAGS", TAGS)
    )


class Says:
    """Words of the tests, for those that need more than the fixture."""

    job, talent, web, pipeline, nomination, tags = JOB, TALENT, WEB, PIPELINE, NOMINATION, TAGS
    activities, credential, secret, owner, start = ACTIVITIES, CREDENTIAL, SECRET, OWNER, START
    sync = staticmethod(sync)
    delivery = staticmethod(delivery)
    activity = staticmethod(activity)
    Read = Read
    Vendor = Vendor


@pytest.fixture(scope="session")
def says() -> type[Says]:
    return Says


# --- the sandbox -------------------------------------------------------------------------------------


class InProcess(httpx.BaseTransport):
    """Leads requests to the sandbox in this process."""

    def __init__(self, app: Any, runner: asyncio.Runner) -> None:
        self._app = app
        self._runner = runner
        self.asked: list[tuple[str, str, int]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def exchange() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app)) as client:
                return await client.request(
                    request.method, request.url, headers=request.headers, content=request.read()
                )

        answer = self._runner.run(exchange())
        self.asked.append((request.method, request.url.path, answer.status_code))
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as running:
        yield running


class Sandbox:
    """A sandbox in this process and connectors on it, whose clocks move together."""

    def __init__(self, runner: asyncio.Runner, world: str = "core") -> None:
        app = create_app("https://api.avionte.com")
        self.inner = app.state.sandbox
        self.transport = InProcess(app, runner)
        self._control = httpx.Client(transport=self.transport, base_url="https://api.avionte.com")
        self.now = START
        self.credential = dict(DEFAULT_VALUES)
        self.delivered: list[httpx.Request] = []
        self.order("reset", world=world, faults={})
        self.order("routes", **{"https://receiver.assay.test": "http://127.0.0.1:1"})
        receiver = httpx.MockTransport(self._take)
        self.inner.deliveries.connect = lambda **_: httpx.AsyncClient(transport=receiver)

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.delivered.append(request)
        return httpx.Response(200)

    def order(self, what: str, **body: Any) -> Any:
        answer = self._control.post(f"/_sandbox/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def happen(self, event: str, **parameters: Any) -> Any:
        return self.order(f"events/{event}", **parameters)["result"]

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.order("clock", advance_s=seconds)

    def connect(self, credential: dict[str, str] | None = None, **options: Any) -> AvionteConnector:
        """With an owner and a status for what is created."""
        runtime = Runtime(
            transport=self.transport,
            now=lambda: self.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )
        user = next(iter(self.inner.tenant.acme.users)).user_id
        given = {"representative_user_id": user, "status_id": 6, **options}
        page_size = given.pop("page_size", None)
        settings = Settings(page_size=page_size, options=given)
        return connect(runtime, credential or self.credential, settings)

    def listen(self, **more: Any) -> None:
        """Have webhooks sent."""
        self.happen("register_webhook", url="https://receiver.assay.test/avionte", value=SECRET, **more)

    def news(self, connector: AvionteConnector) -> "Read":
        """What the connector makes of everything that was delivered since the last time."""
        items: list[ReadItem] = []
        for request in self.delivered:
            headers = {name.lower(): value for name, value in request.headers.items()}
            items += connector.receive(Delivery(headers=headers, body=request.content), SECRET)
        self.delivered.clear()
        return Read(items)

    def asked(self) -> list[str]:
        """Keys of what was asked since the last time."""
        asked = [key_of(method, path) for method, path, _ in self.transport.asked]
        self.transport.asked.clear()
        return [key for key in asked if key is not None]

    def job(self, key: str) -> str:
        """Id of a job of the company."""
        return str(self.inner.ids.number("job", key, digits=8))

    def talent(self, key: str) -> str:
        """Id of a candidate of the company."""
        return str(self.inner.ids.number("talent", key, digits=8))

    def pipelined(self, talent: str, job: str) -> str:
        """A talent in the pipeline of a job, of whom a webhook told."""
        return str(self.happen("pipeline_talent", talent_id=int(talent), job_id=int(job))["pipeline_id"])


@pytest.fixture
def sandbox(runner: asyncio.Runner) -> Sandbox:
    return Sandbox(runner)
