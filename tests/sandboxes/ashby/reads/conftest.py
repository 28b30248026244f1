"""A client of the sandbox that checks every answer against the published document."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
import pytest

from assay_sandboxes.ashby import create_app
from assay_sandboxes.ashby.access import DEFAULT_KEY, SCOPES


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _validator(path: str, status: int) -> Any:
    """The published schema of this answer; None where an answer has none."""
    document = _document()
    described = document["paths"].get(path, {}).get("post", {}).get("responses", {}).get(str(status))
    if described is None or "application/json" not in described["content"]:
        return None
    schema = {**described["content"]["application/json"]["schema"], "components": document["components"]}
    return jsonschema_rs.validator_for(schema)


class Ashby:
    """Talks to one sandbox in this process, as any client would."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.app = create_app("https://api.ashbyhq.com", "https://storage.ashby.test")
        self.sandbox = self.app.state.sandbox
        self._runner = runner

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="https://api.ashbyhq.com") as client:
                return await client.request(method, url, **options)

        return self._runner.run(exchange())

    def post(
        self, path: str, body: Any = None, *, key: str | None = DEFAULT_KEY, **options: Any
    ) -> httpx.Response:
        """POST JSON with a key; the answer is known to be inside its own schema."""
        response = self.send(
            "POST",
            path,
            json={} if body is None else body,
            auth=(key, "") if key is not None else None,
            **options,
        )
        validator = _validator(path, response.status_code)
        if validator is not None and response.headers["content-type"].startswith("application/json"):
            validator.validate(response.json())
        return response

    def ok(self, path: str, body: Any = None, **options: Any) -> Any:
        """The results of a call that goes through."""
        answer = self.post(path, body, **options).json()
        assert answer["success"] is True, answer
        return answer["results"]

    def refused(self, path: str, body: Any = None, **options: Any) -> str:
        """The error code of a call that is refused with HTTP 200."""
        response = self.post(path, body, **options)
        assert response.status_code == 200
        answer = response.json()
        assert answer["success"] is False
        return str(answer["errorInfo"]["code"])

    def pages(self, path: str, body: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """All pages of a listing, as a well-behaved client reads them."""
        asked = dict(body or {})
        while True:
            page = self.post(path, asked).json()
            assert page["success"] is True, page
            yield page
            if not page["moreDataAvailable"]:
                return
            asked["cursor"] = page["nextCursor"]

    def everything(self, path: str, body: Mapping[str, Any] | None = None) -> list[Any]:
        """All items of a listing."""
        return [item for page in self.pages(path, body) for item in page["results"]]

    def control(self, path: str, body: Any = None) -> Any:
        response = self.send("POST", f"/_sandbox/{path}", json={} if body is None else body)
        assert response.status_code == 200, response.text
        return response.json()

    def switch(self, **faults: Any) -> None:
        self.control("faults", faults)

    def key(self, *, scopes: Iterable[str] = SCOPES, switches: Iterable[str] = ()) -> str:
        """A further key with these rights."""
        grants = {"scopes": sorted(scopes), "switches": sorted(switches)}
        self.control("credentials", {"values": {"api_key": "other-key"}, "grants": grants})
        return "other-key"

    def named(self, kind: str, key: str) -> str:
        """The vendor id of a company record."""
        return str(self.sandbox.ids.named(kind, key))


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def ashby(runner: asyncio.Runner) -> Ashby:
    return Ashby(runner)
