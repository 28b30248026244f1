"""A client of the sandbox that checks every answer against the published document."""

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest
from starlette.routing import compile_path

from assay_sandboxes.flatchr import create_app
from assay_sandboxes.flatchr.access import DEFAULT_KEY
from assay_sandboxes.flatchr.state import ACME_KEY


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _patterns() -> list[tuple[Any, str]]:
    return [(compile_path(path)[0], path) for path in _document()["paths"]]


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
    path = response.request.url.path
    found = next((described for pattern, described in _patterns() if pattern.match(path)), None)
    if found is None:
        return
    validator = _validator(found, response.request.method.lower(), response.status_code)
    if validator is not None:
        validator.validate(response.json())


class Flatchr:
    """Talks to one sandbox in this process, as any client would."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.app = create_app("https://api.flatchr.io", "https://storage.flatchr.test")
        self.sandbox = self.app.state.sandbox
        self.ids = self.sandbox.ids
        self._runner = runner

    def send(self, method: str, url: str, *, key: str | None = DEFAULT_KEY, **options: Any) -> httpx.Response:
        """Any request; the answer is known to be inside its own schema."""
        headers = {"User-Agent": "assay-tests/1.0", **options.pop("headers", {})}
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="https://api.flatchr.io") as client:
                return await client.request(method, url, headers=headers, **options)

        response = self._runner.run(exchange())
        _check(response)
        return response

    def get(self, path: str, **options: Any) -> Any:
        """What a good GET shows; ``{c}`` stands for Acme's company path."""
        return self._good(self.send("GET", path.replace("{c}", f"/company/{ACME_KEY}"), **options))

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """What a good POST shows."""
        path = path.replace("{c}", f"/company/{ACME_KEY}")
        return self._good(self.send("POST", path, json={} if body is None else body, **options))

    def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Status and message of a request that is refused."""
        response = self.send(method, path.replace("{c}", f"/company/{ACME_KEY}"), **options)
        assert response.status_code >= 400, response.text
        return response.status_code, response.json()["message"]

    def rows(self, **filters: Any) -> list[Any]:
        """What a search finds."""
        found: list[Any] = self.post("{c}/search/applicants", filters)
        return found

    def row(self, applicant_id: str) -> Any:
        """The search row of one applicant."""
        return next(row for row in self.rows() if row["applicant"] == applicant_id)

    def vacancy(self, vacancy_id: str, fields: str = "address,tags,items") -> Any:
        """One vacancy out of the list."""
        listed = self.get(f"{{c}}/vacancies?fields={fields}")
        return next(vacancy for vacancy in listed if vacancy["id"] == vacancy_id)

    def item(self, vacancy_id: str) -> Any:
        """The first publication of a vacancy on the career site."""
        items = self.get("/careers/company/acme.json")["items"]
        return next((i for i in items if i["vacancy"] and i["vacancy"]["id"] == vacancy_id), None)

    def control(self, path: str, body: Any = None) -> Any:
        response = self.send("POST", f"/_sandbox/{path}", json={} if body is None else body, key=None)
        assert response.status_code == 200, response.text
        return response.json()

    def happen(self, event: str, /, **parameters: Any) -> Any:
        """Something that people do."""
        return self.control(f"events/{event}", parameters)["result"]

    def refuses(self, event: str, /, **parameters: Any) -> str:
        """Why something cannot happen."""
        response = self.send("POST", f"/_sandbox/events/{event}", json=parameters, key=None)
        assert response.status_code == 400, response.text
        return str(response.json()["error"])

    def switch(self, **faults: Any) -> None:
        self.control("faults", faults)

    def code(self, kind: str, key: str) -> str:
        """The encoded id of a company record."""
        return str(self.ids.code(kind, key))

    def login(self) -> str:
        """A user token of the first member."""
        body = {"email": "ines.okafor@acme.example", "password": "mot-de-passe-du-bac-a-sable"}
        return str(self.post("/user/login", body, key=None)["token"])

    def _good(self, response: httpx.Response) -> Any:
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def flatchr(runner: asyncio.Runner) -> Flatchr:
    return Flatchr(runner)
