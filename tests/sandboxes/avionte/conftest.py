"""A client of the sandbox that checks every answer against the published document."""

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest

from assay_sandboxes.avionte import create_app
from assay_sandboxes.avionte.access import DEFAULT_VALUES, SCOPE
from assay_sandboxes.avionte.app import ENDPOINTS
from assay_sandboxes.avionte.endpoint import PREFIX
from assay_sandboxes.core.routing import Routes

ROUTES = Routes(ENDPOINTS)
RECEIVER = "https://receiver.assay.test/avionte"


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _validator(path: str, method: str, status: int) -> Any:
    """The published schema of this answer; every status of a documented call is documented."""
    document = _document()
    answers = document["paths"][path][method]["responses"]
    schema = answers[str(status)]["content"]["application/json"]["schema"]
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})


def _check(response: httpx.Response) -> None:
    if not response.headers.get("content-type", "").startswith("application/json"):
        return
    request = response.request
    endpoint, _ = ROUTES.find(request.method, request.url.path.removeprefix(PREFIX))
    if endpoint is not None and request.url.path.startswith(PREFIX):
        # A switch makes creations answer 200 instead.
        created = endpoint.creates and response.status_code == 200
        status = 201 if created else response.status_code
        _validator(endpoint.full_path, request.method.lower(), status).validate(response.json())


class Avionte:
    """Talks to one sandbox in this process, as any client would."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.app = create_app("https://api.avionte.com")
        self.sandbox = self.app.state.sandbox
        self._runner = runner
        self._token: str | None = None

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Any request as it is."""

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="https://api.avionte.com") as client:
                return await client.request(method, url, **options)

        response = self._runner.run(exchange())
        _check(response)
        return response

    def ask_token(self, key: str | None = DEFAULT_VALUES["api_key"], **form: str) -> httpx.Response:
        """What the authorisation server says to the right form with these changes."""
        fields = {
            "grant_type": "client_credentials",
            "client_id": DEFAULT_VALUES["client_id"],
            "client_secret": DEFAULT_VALUES["client_secret"],
            "scope": SCOPE,
            **form,
        }
        headers = {"x-api-key": key} if key is not None else {}
        return self.request("POST", "/authorize/token", data=fields, headers=headers)

    @property
    def headers(self) -> dict[str, str]:
        """What every call needs; the token is asked for once."""
        if self._token is None:
            self._token = self.ask_token().json()["access_token"]
        return {
            "x-api-key": DEFAULT_VALUES["api_key"],
            "Authorization": f"Bearer {self._token}",
            "FrontOfficeTenantId": "3051",
            "RequestId": "3f0e6a52-6a0b-4a58-9a11-0f6a2b7d9c10",
        }

    def send(self, method: str, path: str, *, without: str | None = None, **options: Any) -> httpx.Response:
        """A call below the prefix with the right headers; ``without`` one of them, with others added."""
        headers = {**self.headers, **options.pop("headers", {})}
        if without is not None:
            del headers[without]
        return self.request(method, PREFIX + path, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        """What a good GET shows."""
        return self._good(self.send("GET", path, **options))

    def post(self, path: str, body: Any, **options: Any) -> Any:
        """What a good POST shows."""
        return self._good(self.send("POST", path, json=body, **options))

    def refused(self, method: str, path: str, body: Any = None, **options: Any) -> int:
        """Status of a call that is refused."""
        if body is not None:
            options["json"] = body
        response = self.send(method, path, **options)
        assert response.status_code >= 400, response.text
        return response.status_code

    def control(self, path: str, body: Any = None) -> Any:
        response = self.request("POST", f"/_sandbox/{path}", json={} if body is None else body)
        assert response.status_code == 200, response.text
        return response.json()

    def happen(self, event: str, /, **parameters: Any) -> Any:
        """Something that people do."""
        return self.control(f"events/{event}", parameters)["result"]

    def refuses(self, event: str, /, **parameters: Any) -> str:
        """Why something cannot happen."""
        response = self.request("POST", f"/_sandbox/events/{event}", json=parameters)
        assert response.status_code == 400, response.text
        return str(response.json()["error"])

    def switch(self, **faults: Any) -> None:
        self.control("faults", faults)

    def state(self) -> Any:
        return self.request("GET", "/_sandbox/state").json()

    def job(self, key: str) -> int:
        """The number of a job of the company."""
        return int(self.sandbox.ids.number("job", key, digits=8))

    def talent(self, key: str) -> int:
        """The number of a candidate of the company."""
        return int(self.sandbox.ids.number("talent", key, digits=8))

    def stage(self, name: str) -> Any:
        """The stage or reason of this name."""
        return next(one for one in self.get("/job/activity-types") if one["name"] == name)

    def nomination(self, talent: int, job: int) -> Any:
        """The nomination of the talent for the job, read as clients have to; None when there is none."""
        found = [self.get(f"/talent/stage/{number}") for number in self.get(f"/talent/stages/job/{job}")]
        return next((one for one in found if one["talentId"] == talent), None)

    def ids(self, kind: str, size: int = 100) -> list[int]:
        """All ids of a kind, page by page."""
        found: list[int] = []
        while True:
            page = self.get(f"/{kind}/ids/{1 + len(found) // size}/{size}")
            found += page
            if len(page) < size:
                return found

    def _good(self, response: httpx.Response) -> Any:
        assert response.status_code in (200, 201), response.text
        return response.json()


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def avionte(runner: asyncio.Runner) -> Avionte:
    return Avionte(runner)


@pytest.fixture
def taken(avionte: Avionte) -> list[httpx.Request]:
    """What the receiver was sent and took; ``avionte.receiver_says`` changes its answer."""
    requests: list[httpx.Request] = []
    avionte.receiver_says = 200  # type: ignore[attr-defined]

    def take(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(avionte.receiver_says)  # type: ignore[attr-defined]

    avionte.control("routes", {"https://receiver.assay.test": "http://127.0.0.1:1"})
    avionte.sandbox.deliveries.connect = lambda **_: httpx.AsyncClient(transport=httpx.MockTransport(take))
    return requests
