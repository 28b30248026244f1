"""One Ashby sandbox with the small company, a client that speaks to it, and a receiver of webhooks."""

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

from assay_sandboxes.ashby import create_app
from assay_sandboxes.ashby.access import DEFAULT_KEY, SCOPES
from assay_sandboxes.ashby.endpoint import SWITCHES
from assay_sandboxes.ashby.webhooks import LISTED_TYPES, UNLISTED_TYPES

UNKNOWN = "0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a"


@cache
def _document() -> Any:
    return create_app().state.document()


@cache
def _validator(path: str, status: int) -> Any:
    """The published schema of an answer."""
    document = _document()
    content = document["paths"][path]["post"]["responses"][str(status)]["content"]
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    return jsonschema_rs.validator_for(schema)


class InProcess(httpx.BaseTransport):
    """Hands requests to an application without a socket."""

    def __init__(self, app: Any) -> None:
        self._asgi = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answer() -> httpx.Response:
            request.stream = httpx.ByteStream(request.read())
            response = await self._asgi.handle_async_request(request)
            content = await response.aread()
            return httpx.Response(response.status_code, headers=response.headers, content=content)

        return asyncio.run(answer())


class Ashby:
    """The sandbox as a client with the default key sees it, and as a recruiter does."""

    unknown = UNKNOWN
    """A well-formed id that nobody has."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.sandbox = self.app.state.sandbox
        self.client = httpx.Client(
            transport=InProcess(self.app), base_url="http://ashby.test", auth=(DEFAULT_KEY, "")
        )
        self.control("reset", {"world": "core"})

    @property
    def org(self) -> Any:
        return self.sandbox.tenant

    def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """Call the vendor; whatever it answers must be as it publishes."""
        response = self.client.post(path, json={} if body is None else body, **options)
        _validator(path, response.status_code).validate(response.json())
        return response

    def ok(self, path: str, **body: Any) -> Any:
        answer = self.post(path, body).json()
        assert answer["success"] is True, answer
        return answer["results"]

    def refused(self, path: str, **body: Any) -> str:
        """The code of the refusal, read as a careful client does."""
        answer = self.post(path, body).json()
        assert answer["success"] is False, answer
        return str(answer["errorInfo"]["code"]) if "errorInfo" in answer else str(answer["errors"][0])

    def control(self, name: str, body: Any) -> Any:
        response = self.client.post(f"/_sandbox/{name}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def happen(self, event: str, **parameters: Any) -> Any:
        return self.control(f"events/{event}", parameters)["result"]

    def wrong(self, event: str, **parameters: Any) -> str:
        """What is wrong with an event that cannot happen."""
        response = self.client.post(f"/_sandbox/events/{event}", json=parameters)
        assert response.status_code == 400, response.text
        return str(response.json()["error"])

    def advance(self, seconds: float) -> None:
        self.control("clock", {"advance_s": seconds})

    def grant(
        self,
        *,
        without_scopes: tuple[str, ...] = (),
        without_switches: tuple[str, ...] = (),
    ) -> None:
        """Use a key with fewer rights from now on."""
        grants = {
            "scopes": sorted(SCOPES - set(without_scopes)),
            "switches": sorted(SWITCHES - set(without_switches)),
        }
        self.control("credentials", {"values": {"api_key": "smaller"}, "grants": grants})
        self.client.auth = httpx.BasicAuth("smaller", "")

    def setting(self, **values: Any) -> None:
        self.control("faults", values)

    # --- the company ---

    def job(self, title: str = "Backend Engineer") -> Any:
        return self.org.jobs.first(lambda job: job.title == title)

    def posting(self, title: str = "Backend Engineer (m/f/x)") -> Any:
        return self.org.postings.first(lambda posting: posting.title == title)

    def stage(self, kind: str, job: Any = None) -> Any:
        plan_id = (job or self.job()).default_plan_id
        return next(stage for stage in self.org.stages_of(plan_id) if stage.type == kind)

    def active(self) -> Any:
        return self.org.applications.first(lambda one: one.status == "Active" and one.job_id == self.job().id)

    def first(self, collection: str) -> Any:
        return next(iter(getattr(self.org, collection)))

    def candidate(self, **more: Any) -> Any:
        """A new candidate, by API."""
        return self.ok("/candidate.create", name="Marta Reis Lima", **more)

    def application(self, **more: Any) -> Any:
        """A new candidate's application to the backend job, in screening, by API."""
        candidate_id = more.pop("candidateId", None) or self.candidate()["id"]
        body = {"interviewStageId": "FirstPreInterviewScreen", "jobId": self.job().id, **more}
        return self.ok("/application.create", candidateId=candidate_id, **body)

    def upload(self, context: str, content: bytes, name: str = "cv.pdf") -> str:
        """Announce and store a file; returns its handle."""
        announced = self.ok(
            "/file.createFileUploadHandle",
            fileUploadContext=context,
            filename=name,
            contentType="application/pdf",
            contentLength=len(content),
        )
        stored = self.store(announced, content)
        assert stored.status_code == 204, stored.text
        return str(announced["handle"])

    def store(self, announced: Any, content: bytes, **options: Any) -> httpx.Response:
        path = httpx.URL(announced["url"]).path
        with httpx.Client(transport=InProcess(self.app), base_url="http://ashby.test") as storage:
            return storage.post(
                path, data=announced["fields"], files={"file": ("cv.pdf", content)}, **options
            )


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

    def actions(self) -> list[str]:
        """The types of what came since the last call."""
        return [message["action"] for message in self.take()]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(name="app", scope="session")
def _app() -> Any:
    """The application; every test begins with a reset."""
    return create_app()


@pytest.fixture(name="ashby")
def _ashby(app: Any) -> Iterator[Ashby]:
    ashby = Ashby(app)
    yield ashby
    ashby.client.close()


@pytest.fixture(name="receiver")
def _receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(name="listening")
def _listening(ashby: Ashby, receiver: Receiver) -> Receiver:
    """The receiver, subscribed to every type, with all pings taken."""
    ashby.control("routes", {"https://receiver.assay.test": receiver.url})
    for kind in sorted(LISTED_TYPES | UNLISTED_TYPES):
        ashby.ok(
            "/webhook.create",
            webhookType=kind,
            requestUrl="https://receiver.assay.test/ashby",
            secretToken="whsec-invented-0001",
        )
    receiver.take()
    return receiver
