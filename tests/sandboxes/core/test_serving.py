import asyncio
import threading
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import assay_sandboxes.__main__ as command
from assay_sandboxes.core import serving
from assay_sandboxes.core.answers import NoAnswer, read_limited, truncated
from assay_sandboxes.core.serving import running, serve


async def _hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def _silence(_request: Request) -> Response:
    return NoAnswer(0.001)


async def _size(request: Request) -> Response:
    body = await read_limited(request, 10)
    return PlainTextResponse("too long" if body is None else str(len(body)))


APP = Starlette(
    routes=[Route("/", _hello), Route("/silence", _silence), Route("/size", _size, methods=["POST"])]
)


@pytest.mark.loopback
def test_a_sandbox_runs_on_a_free_loopback_port_while_it_is_needed() -> None:
    with running(APP) as origin:
        assert origin.startswith("http://127.0.0.1:")
        response = httpx.get(origin, trust_env=False)
        assert response.text == "hello"
        assert "date" not in response.headers
    with pytest.raises(httpx.ConnectError):
        httpx.get(origin, trust_env=False)


@pytest.mark.loopback
def test_a_silent_server_closes_the_connection_without_a_byte() -> None:
    with running(APP) as origin, httpx.Client(base_url=origin, trust_env=False) as client:
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            client.get("/silence")
        assert client.get("/").text == "hello"


@pytest.mark.loopback
def test_bodies_beyond_a_limit_are_not_read_to_the_end() -> None:
    with running(APP) as origin, httpx.Client(base_url=origin, trust_env=False) as client:
        assert client.post("/size", content=b"x" * 10).text == "10"
        assert client.post("/size", content=b"x" * 11).text == "too long"


def test_a_truncated_answer_keeps_status_and_type() -> None:
    whole = Response(b'{"a": 1}', status_code=201, media_type="application/json")
    half = truncated(whole)
    assert (half.status_code, half.body, half.headers["content-length"]) == (201, b'{"a"', "4")
    assert half.headers["content-type"] == "application/json"


def test_a_server_that_does_not_start_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", lambda _self, sockets: None)  # noqa: ARG005 -- uvicorn's signature
    with pytest.raises(TimeoutError), running(APP):
        pass


def test_a_server_that_hangs_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(uvicorn.Server, "run", lambda _self, sockets: let_go.wait(5))  # noqa: ARG005 -- uvicorn's signature
    monkeypatch.setattr(serving, "_START_LIMIT_S", 0.02)
    with pytest.raises(TimeoutError), running(APP):
        pass
    let_go.set()


def test_serving_for_people_runs_until_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[str, int]] = []

    def run(server: uvicorn.Server) -> None:
        served.append((server.config.host, server.config.port))

    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve(APP, 8123)
    assert served == [("127.0.0.1", 8123)]


def test_the_command_serves_the_named_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(command, "serve", lambda *arguments: served.append(arguments))
    command.main(["ashby", "--port", "9001"])
    ((app, port, host),) = served
    assert (port, host) == (9001, "127.0.0.1")
    assert app.state.sandbox.public_url == "http://127.0.0.1:9001"


def test_the_command_knows_the_vendors_that_have_a_sandbox(capsys: pytest.CaptureFixture[str]) -> None:
    assert "ashby" in command.slugs()
    assert "core" not in command.slugs()
    with pytest.raises(SystemExit):
        command.main(["nobody-at-all"])
    assert "ashby" in capsys.readouterr().err


def test_in_process_a_dropped_connection_is_an_error_of_the_transport(runner: asyncio.Runner) -> None:
    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(APP), base_url="http://x") as client:
            await client.get("/silence")

    with pytest.raises(ConnectionResetError):
        runner.run(ask())
