"""One Recruitee sandbox with the small company, a client that speaks to it, and a receiver of webhooks."""

import asyncio
import json
import threading
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import jsonschema_rs
import pytest
from starlette.routing import compile_path

from assay_sandboxes.recruitee import create_app
from assay_sandboxes.recruitee.access import DEFAULT_TOKEN
from assay_sandboxes.recruitee.webhooks import EVENT_TYPES

UNKNOWN = 1
"""An id that nobody has."""
NOT_FOUND = {"error": ["Not found"]}
RECEIVER = "https://receiver.assay.test"


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _patterns() -> list[tuple[Any, str]]:
    plain_first = sorted(_document()["paths"], key=lambda path: [part[:1] == "{" for part in path.split("/")])
    return [(compile_path(path)[0], path) for path in plain_first]


@cache
def _validator(path: str, method: str, status: int) -> Any:
    document = _document()
    content = document["paths"][path][method]["responses"][str(status)]["content"]
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    return jsonschema_rs.validator_for(schema)


def _check(response: httpx.Response) -> None:
    """Whatever the vendor answers must be as it publishes."""
    path, method = response.request.url.path, response.request.method.lower()
    for pattern, described in _patterns():
        if pattern.match(path) and method in _document()["paths"][described]:
            _validator(described, method, response.status_code).validate(response.json())
            return


class Recruitee:
    """The sandbox as a client with the almighty token sees it, and as a recruiter does."""

    unknown = UNKNOWN

    def __init__(self, app: Any, runner: asyncio.Runner) -> None:
        self.app = app
        self.sandbox = app.state.sandbox
        self.token = DEFAULT_TOKEN
        self._runner = runner
        self.control("reset", {"world": "core"})

    @property
    def account(self) -> Any:
        return self.sandbox.tenant

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Any request, without token and checks."""

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://recruitee.test") as client:
                return await client.request(method, url, **options)

        return self._runner.run(exchange())

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """A call of the ATS API; a body is sent as JSON, also with DELETE."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if body is not None:
            options["json"] = body
        response = self.send(method, f"/c/41207{path}", headers=headers, **options)
        _check(response)
        return response

    def ok(self, method: str, path: str, body: Any = None, *, status: int = 200, **options: Any) -> Any:
        response = self.call(method, path, body, **options)
        assert response.status_code == status, response.text
        return response.json()

    def get(self, path: str) -> Any:
        return self.ok("GET", path)

    def made(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.ok("POST", path, body, status=201, **options)

    def refused(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        """Status and body of a no."""
        response = self.call(method, path, body, **options)
        assert response.status_code >= 400, response.text
        return response.status_code, response.json()

    def errors(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """The texts of a 422."""
        status, answer = self.refused(method, path, body, **options)
        assert status == 422, answer
        return answer["error"]

    def apply(self, slug: str | int, **options: Any) -> httpx.Response:
        """Use the form of the careers site; nobody is asked who he is."""
        response = self.send("POST", f"/api/offers/{slug}/candidates", **options)
        _check(response)
        return response

    def control(self, name: str, body: Any) -> Any:
        response = self.send("POST", f"/_sandbox/{name}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def state(self) -> Any:
        return self.send("GET", "/_sandbox/state").json()

    def mails(self, kind: str) -> list[Any]:
        return [mail for mail in self.state()["mails"] if mail["kind"] == kind]

    def happen(self, event: str, /, **parameters: Any) -> Any:
        return self.control(f"events/{event}", parameters)["result"]

    def wrong(self, event: str, /, **parameters: Any) -> str:
        """What is wrong with an event that cannot happen."""
        response = self.send("POST", f"/_sandbox/events/{event}", json=parameters)
        assert response.status_code == 400, response.text
        return str(response.json()["error"])

    def setting(self, **values: Any) -> None:
        self.control("faults", values)

    def advance(self, seconds: float) -> None:
        self.control("clock", {"advance_s": seconds})

    def grant(self, **grants: Any) -> None:
        """Use another token from now on."""
        self.control("credentials", {"values": {"api_token": "another"}, "grants": grants})
        self.token = "another"

    # --- the company ---

    def offer(self, status: str = "published", *, kind: str = "job", other_than: Any = None) -> Any:
        """The first job of that status."""
        return self.account.offers.first(
            lambda one: (
                (one.kind, one.status) == (kind, status)
                and one is not other_than
                and (kind != "job" or self.account.stages_of(one))
            )
        )

    def stage(self, category: str, offer: Any = None) -> Any:
        stages = self.account.stages_of(offer or self.offer())
        return next(stage for stage in stages if stage.category == category)

    def foreign_stage(self, offer: Any) -> Any:
        """A stage of a pipeline that the job does not use."""
        own = {stage.id for stage in self.account.stages_of(offer)}
        return next(s for p in self.account.pipelines for s in p.stages if s.id not in own)

    def candidate(self, **more: Any) -> Any:
        """A new person, by API."""
        body = {"candidate": {"name": "Lena Brandt", **more}}
        return self.made("/candidates", body)["candidate"]

    def placed(self, offer: Any = None, **more: Any) -> Any:
        """A new person on a job, by API, as read afterwards."""
        body = {"candidate": {"name": "Lena Brandt", **more}, "offers": [(offer or self.offer()).id]}
        return self.read(self.made("/candidates", body)["candidate"]["id"])

    def read(self, candidate_id: int) -> Any:
        return self.get(f"/candidates/{candidate_id}")["candidate"]

    def placement(self, candidate_id: int) -> Any:
        (placement,) = self.read(candidate_id)["placements"]
        return placement

    def upload(self, candidate_id: int, name: str = "letter.pdf", content: bytes = b"%PDF-1.4 x") -> Any:
        """Store a file on a person, as a form."""
        return self.made(
            "/attachments",
            files={"attachment[file]": (name, content, "application/pdf")},
            data={"attachment[candidate_id]": str(candidate_id)},
        )["attachment"]

    def attachments(self, candidate_id: int) -> list[str]:
        return [one["filename"] for one in self.get(f"/candidates/{candidate_id}/attachments")["attachments"]]

    def content(self, url: str) -> bytes:
        """What lies behind a signed address."""
        response = self.send("GET", url)
        assert response.status_code == 200, response.text
        return response.content


class Receiver:
    """A server on loopback that keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        """For the next requests; 200 afterwards."""
        self.got: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.statuses.pop(0) if outer.statuses else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def take(self) -> list[dict[str, Any]]:
        """What came since the last call, as JSON."""
        messages = [json.loads(body) for _, body in self.got]
        self.got.clear()
        return messages

    def kinds(self) -> list[tuple[str, str | None]]:
        """Types and subtypes of what came since the last call."""
        return [(message["event_type"], message["event_subtype"]) for message in self.take()]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(name="app", scope="session")
def _app() -> Any:
    """The application; every test begins with a reset."""
    return create_app()


@pytest.fixture(name="recruitee")
def _recruitee(app: Any) -> Iterator[Recruitee]:
    with asyncio.Runner() as runner:
        yield Recruitee(app, runner)


@pytest.fixture(name="receiver")
def _receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(name="listening")
def _listening(recruitee: Recruitee, receiver: Receiver) -> Receiver:
    """The receiver, subscribed to every type, with the test taken."""
    recruitee.control("routes", {RECEIVER: receiver.url})
    body = {"webhook": {"url": f"{RECEIVER}/recruitee", "event_types": list(EVENT_TYPES)}}
    recruitee.made("/webhooks", body)
    assert receiver.take() == [{"test": True}]
    return receiver
