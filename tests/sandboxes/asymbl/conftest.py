"""A client of the sandbox that checks every answer against the published document."""

# ruff: noqa: S608 -- queries made of names that the test itself chose

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest
from starlette.routing import compile_path

from assay_sandboxes.asymbl import create_app
from assay_sandboxes.asymbl.login.sessions import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET

ORG = "https://acme.my.salesforce.com"
DATA = "/services/data/v63.0"


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _patterns() -> list[tuple[Any, str]]:
    ordered = sorted(_document()["paths"], key=_vague)
    return [(compile_path(path)[0], path) for path in ordered]


def _vague(path: str) -> list[bool]:
    """Paths that end in a fixed word go before those that end in a name."""
    return [part.startswith("{") for part in reversed(path.split("/"))]


@cache
def _validator(path: str, method: str, status: int) -> Any:
    """The published schema of this answer; None where an answer has none."""
    document = _document()
    answers = document["paths"][path].get(method, {}).get("responses", {})
    schema = answers.get(str(status), {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})


def _check(response: httpx.Response) -> None:
    if not response.headers.get("content-type", "").startswith("application/json"):
        return
    path = response.request.url.path.rstrip("/")
    method = response.request.method.lower()
    for pattern, described in _patterns():
        if pattern.match(path) and method in _document()["paths"][described]:
            validator = _validator(described, method, response.status_code)
            assert validator is not None, f"{described} says nothing of {response.status_code}"
            errors = [
                (error.message[:300], list(error.instance_path))
                for error in validator.iter_errors(response.json())
            ]
            assert not errors, errors[:5]
            return


class Asymbl:
    """Talks to one org in this process, as any client would."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.app = create_app(ORG)
        self.sandbox = self.app.state.sandbox
        self._runner = runner
        self._token: str | None = None

    @property
    def org(self) -> Any:
        return self.sandbox.tenant

    @property
    def token(self) -> str:
        """The access token of the almighty app, asked for once."""
        if self._token is None:
            self._token = self.login()["access_token"]
        return self._token

    def login(self, client_id: str = DEFAULT_CLIENT_ID, secret: str = DEFAULT_CLIENT_SECRET) -> Any:
        response = self.grant(grant_type="client_credentials", client_id=client_id, client_secret=secret)
        assert response.status_code == 200, response.text
        return response.json()

    def grant(self, host: str = ORG, **form: str) -> httpx.Response:
        """What the token endpoint says."""
        return self.send("POST", f"{host}/services/oauth2/token", data=form, token=None)

    def send(self, method: str, url: str, *, token: str | None = "", **options: Any) -> httpx.Response:
        """Any request; the answer is known to be inside its own schema."""
        headers = dict(options.pop("headers", {}))
        token = self.token if token == "" else token
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=ORG) as client:
                return await client.request(method, url, headers=headers, **options)

        response = self._runner.run(exchange())
        _check(response)
        return response

    def get(self, path: str, **options: Any) -> Any:
        """What a good GET below the version shows."""
        response = self.send("GET", DATA + path, **options)
        assert response.status_code == 200, response.text
        return response.json()

    def ask(self, soql: str, *, deleted: bool = False, **options: Any) -> Any:
        """The first page of a query."""
        return self.get("/queryAll" if deleted else "/query", params={"q": soql}, **options)

    def rows(self, soql: str, *, deleted: bool = False, **options: Any) -> list[Any]:
        """All rows of a query that fits on a page."""
        page = self.ask(soql, deleted=deleted, **options)
        assert page["done"], page
        return list(page["records"])

    def one(self, soql: str, *, deleted: bool = False, **options: Any) -> Any:
        """The only row of a query."""
        (row,) = self.rows(soql, deleted=deleted, **options)
        return row

    def refusal(self, method: str, path: str, **options: Any) -> tuple[int, str, str]:
        """Status, code and message of a call below the version that is refused."""
        response = self.send(method, DATA + path, **options)
        assert response.status_code >= 400, response.text
        first = response.json()[0]
        return response.status_code, first["errorCode"], first["message"]

    def wrong(self, soql: str, **options: Any) -> tuple[int, str, str]:
        """How a query is refused."""
        return self.refusal("GET", "/query", params={"q": soql}, **options)

    def create(self, name: str, **fields: Any) -> str:
        """Id of a new record."""
        response = self.send("POST", f"{DATA}/sobjects/{name}/", json=fields)
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    def no_create(self, name: str, **fields: Any) -> tuple[int, str, str]:
        """How a new record is refused."""
        return self.refusal("POST", f"/sobjects/{name}", json=fields)

    def update(self, name: str, record_id: str, **fields: Any) -> None:
        response = self.send("PATCH", f"{DATA}/sobjects/{name}/{record_id}", json=fields)
        assert (response.status_code, response.content) == (204, b""), response.text

    def delete(self, name: str, record_id: str) -> None:
        response = self.send("DELETE", f"{DATA}/sobjects/{name}/{record_id}")
        assert response.status_code == 204, response.text

    def control(self, path: str, body: Any = None) -> Any:
        response = self.send("POST", f"/_sandbox/{path}", json={} if body is None else body, token=None)
        assert response.status_code == 200, response.text
        return response.json()

    def happen(self, event: str, /, **parameters: Any) -> Any:
        """Something that people do."""
        return self.control(f"events/{event}", parameters)["result"]

    def refuses(self, event: str, /, **parameters: Any) -> str:
        """Why something cannot happen."""
        response = self.send("POST", f"/_sandbox/events/{event}", json=parameters, token=None)
        assert response.status_code == 400, response.text
        return str(response.json()["error"])

    def switch(self, **faults: Any) -> None:
        self.control("faults", faults)

    def pass_time(self, seconds: float) -> None:
        self.control("clock", {"advance_s": seconds})

    def app_with(self, client_id: str, secret: str = "shh", **grants: Any) -> None:
        """An app with these grants."""
        values = {"subdomain": "acme", "client_id": client_id, "client_secret": secret}
        self.control("credentials", {"values": values, "grants": grants})

    def token_with(self, **grants: Any) -> str:
        """The access token of an app with these grants."""
        self.app_with("of-a-profile", **grants)
        return str(self.login("of-a-profile", "shh")["access_token"])

    def job(self, name: str = "Backend Engineer") -> str:
        return str(self.one(f"SELECT Id FROM bpats__Job__c WHERE Name = '{name}'")["Id"])

    def stages(self, job_id: str) -> list[Any]:
        soql = "SELECT Id, Name, bpats__Stage_Type__c, bpats__Sequence__c FROM bpats__ATS_Stage__c"
        return self.rows(f"{soql} WHERE bpats__Job__c = '{job_id}' ORDER BY bpats__Sequence__c")

    def contact(self, email: str = "marta.reis@mail.example") -> str:
        return str(self.one(f"SELECT Id FROM Contact WHERE Email = '{email}'")["Id"])

    def apply(self, contact_id: str, job_id: str, stage: int = 0) -> str:
        """Id of a new applicant."""
        fields = {"bpats__ATS_Applicant__c": contact_id, "bpats__Job__c": job_id}
        return self.create(
            "bpats__ATS_Applicant__c", **fields, bpats__Stage__c=self.stages(job_id)[stage]["Id"]
        )


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def asymbl(runner: asyncio.Runner) -> Asymbl:
    return Asymbl(runner)
