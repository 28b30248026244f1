"""A client of the sandbox that checks every answer against the published document."""

import asyncio
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest

from assay_sandboxes.recruitee import create_app
from assay_sandboxes.recruitee.access import DEFAULT_TOKEN

API = "https://api.recruitee.com"
CAREERS = "https://acme.recruitee.com"


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Paths of the document with their patterns, those with fewer names first."""
    ordered = sorted(
        _document()["paths"], key=lambda path: [part.startswith("{") for part in path.split("/")]
    )
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "/?"), path) for path in ordered]


@cache
def _validator(method: str, path: str, status: int) -> Any:
    """The published schema of this answer; None where an answer has none."""
    described = (
        _document()["paths"].get(path, {}).get(method.lower(), {}).get("responses", {}).get(str(status))
    )
    if described is None or "application/json" not in described["content"]:
        return None
    components = _document()["components"]
    schema = {**described["content"]["application/json"]["schema"], "components": components}
    return jsonschema_rs.validator_for(schema)


class Recruitee:
    """Talks to one sandbox in this process, as any client would."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.app = create_app(API, "https://storage.recruitee.test")
        self.sandbox = self.app.state.sandbox
        self._runner = runner

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=API) as client:
                return await client.request(method, url, **options)

        return self._runner.run(exchange())

    def get(
        self, path: str, *, token: str | None = DEFAULT_TOKEN, company: str = "41207", **query: Any
    ) -> httpx.Response:
        """A call below the company; the answer is known to be inside its own schema."""
        return self.public(f"{API}/c/{company}{path}", token=token, **query)

    def public(self, url: str, *, token: str | None = None, **query: Any) -> httpx.Response:
        """A call anywhere; the answer is known to be inside its own schema."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        response = self.send("GET", url, headers=headers, params=query or None)
        path = next((path for pattern, path in _paths() if pattern.fullmatch(response.url.path)), "")
        validator = _validator("GET", path, response.status_code)
        if validator is not None and response.headers["content-type"].startswith("application/json"):
            validator.validate(response.json())
        return response

    def ok(self, path: str, **options: Any) -> Any:
        """The body of a call that goes through."""
        response = self.get(path, **options)
        assert response.status_code == 200, response.text
        return response.json()

    def careers(self, path: str = "", **query: Any) -> Any:
        """The body of a call of the careers site that goes through."""
        response = self.public(f"{CAREERS}/api/offers{path}", **query)
        assert response.status_code == 200, response.text
        return response.json()

    def control(self, path: str, body: Any = None) -> Any:
        response = self.send("POST", f"/_sandbox/{path}", json={} if body is None else body)
        assert response.status_code == 200, response.text
        return response.json()

    def switch(self, **faults: Any) -> None:
        self.control("faults", faults)

    def token(self, role: str) -> str:
        """A further token with this role."""
        values = {"api_token": f"token-of-{role}", "company_id": "41207", "subdomain": "acme"}
        self.control("credentials", {"values": values, "grants": {"role": role}})
        return values["api_token"]

    def id(self, kind: str, key: str) -> int:
        """The vendor id of a company record."""
        number: int = self.sandbox.tenant.known_id(kind, key)
        return number

    def candidate(self, key: str, **options: Any) -> Any:
        """A person in full, by the company's key."""
        return self.ok(f"/candidates/{self.id('candidate', f'candidate-{key}')}", **options)["candidate"]

    def offer(self, key: str, **options: Any) -> Any:
        """A job in full, by the company's key."""
        return self.ok(f"/offers/{self.id('offer', f'job-{key}')}", **options)["offer"]

    def hits(self, **options: Any) -> list[Any]:
        """Everybody a search finds."""
        found: list[Any] = self.ok("/search/new/candidates", limit=1000, **options)["hits"]
        return found


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def recruitee(runner: asyncio.Runner) -> Recruitee:
    return Recruitee(runner)
