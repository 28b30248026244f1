import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, ConfigDict

from assay_company import Company
from assay_sandboxes.core.application import application
from assay_sandboxes.core.credentials import Credential
from assay_sandboxes.core.refusals import ControlRefused
from assay_sandboxes.core.sandbox import Event, Sandbox, Vendor
from assay_sandboxes.core.webhooks import Delivery, RetryPolicy


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    loud: bool = False


class Party(BaseModel):
    guests: int


Box = Sandbox[list[str], Settings]


def _populate(_sandbox: Box, company: Company) -> list[str]:
    return [str(row["name"]) for row in company.rows("jobs")]


def _celebrate(sandbox: Box, party: Party) -> Mapping[str, Any]:
    if party.guests < 0:
        raise ControlRefused("nobody can come less than not at all")
    sandbox.tenant.append("party")
    return {"guests": party.guests}


def _later(_sandbox: Box, party: Party) -> Awaitable[Mapping[str, Any]]:
    async def answer() -> Mapping[str, Any]:
        return {"later": party.guests}

    return answer()


VENDOR = Vendor(
    slug="acme",
    populate=_populate,
    settings=Settings,
    credentials=lambda: [Credential({"token": "t"}, frozenset({"read"}))],
    events={"party": Event("party", Party, _celebrate), "later": Event("later", Party, _later)},
    reveal=lambda sandbox: {"parties": sandbox.tenant.count("party")},
)


class Client:
    def __init__(self, runner: asyncio.Runner) -> None:
        self.sandbox = Sandbox(VENDOR)
        self.app = application(self.sandbox, routes=[], document=lambda: {"openapi": "3.1.0"})
        self._runner = runner

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.request(method, path, **options)

        return self._runner.run(exchange())

    def order(self, path: str, body: Any) -> Any:
        response = self.send("POST", f"/_sandbox/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
def client(runner: asyncio.Runner) -> Client:
    return Client(runner)


def test_a_reset_starts_the_asked_for_world_again(client: Client) -> None:
    assert len(client.sandbox.tenant) == 14
    client.order("clock", {"advance_s": 60})
    client.order("credentials", {"values": {"token": "u"}})
    answer = client.order("reset", {"world": "core", "faults": {"loud": True}})
    assert answer == {"world": "core", "now": "2026-06-15T08:00:00.000Z"}
    assert len(client.sandbox.tenant) == 6
    assert client.sandbox.settings.loud is True
    assert client.sandbox.credentials.find("token", "u") is None
    assert client.order("reset", {})["world"] == "full"


def test_a_reset_without_body_is_a_reset(client: Client) -> None:
    assert client.send("POST", "/_sandbox/reset").json()["world"] == "full"


def test_a_reset_that_is_refused_resets_nothing(client: Client) -> None:
    client.sandbox.tenant.clear()
    response = client.send("POST", "/_sandbox/reset", json={"faults": {"colour": "red"}})
    assert response.status_code == 400
    assert "colour" in response.json()["error"]
    assert client.sandbox.tenant == []


def test_credentials_are_added_or_replaced_and_never_shown(client: Client) -> None:
    grants = {"scopes": ["read", "write"], "switches": ["x"], "note": 1, "webhook_secret": "secret-1"}
    first = client.order("credentials", {"values": {"token": "secret-1"}, "grants": grants})
    assert first["credentials"][1] == {"scopes": ["read", "write"], "switches": ["x"], "note": 1}
    answer = client.order("credentials", {"values": {"token": "secret-1"}, "grants": {"scopes": ["read"]}})
    assert answer == {
        "credentials": [{"scopes": ["read"], "switches": []}, {"scopes": ["read"], "switches": []}]
    }
    found = client.sandbox.credentials.find("token", "secret-1")
    assert found is not None
    assert found.scopes == {"read"}
    assert "secret-1" not in client.send("GET", "/_sandbox/state").text


def test_what_a_credential_may_do_beyond_scopes_is_kept(client: Client) -> None:
    client.order("credentials", {"values": {"token": "v"}, "grants": {"switches": ["x"], "disabled": True}})
    found = client.sandbox.credentials.find("token", "v")
    assert found is not None
    assert found.switches == {"x"}
    assert found.extra == {"disabled": True}


def test_faults_and_routes_are_shown_in_the_state(client: Client) -> None:
    client.order("faults", {"server_error": {"times": 2}, "loud": True})
    client.order("routes", {"https://receiver.assay.test/": "http://127.0.0.1:1"})
    state = client.send("GET", "/_sandbox/state").json()
    assert state["sandbox"] == "acme"
    assert state["faults"]["server_error"][0]["times"] == 2
    assert state["settings"] == {"loud": True}
    assert state["routes"] == {"https://receiver.assay.test": "http://127.0.0.1:1"}
    assert state["events"] == ["later", "party"]


def test_the_state_shows_what_the_vendor_reveals(client: Client) -> None:
    client.order("events/party", {"guests": 3})
    assert client.send("GET", "/_sandbox/state").json()["parties"] == 1


def test_advancing_the_clock_makes_due_deliveries_happen(client: Client) -> None:
    policy = RetryPolicy(delays_s=(10,))
    client.sandbox.deliveries.enqueue(Delivery("https://gone.test/", b"", {}, policy))
    client.order("clock", {"advance_s": 0})
    client.order("clock", {"advance_s": 10})
    log = client.send("GET", "/_sandbox/state").json()["deliveries"]["log"]
    assert [made["attempt"] for made in log] == [1, 2]


def test_events_happen_with_validated_parameters(client: Client) -> None:
    assert client.order("events/party", {"guests": 3}) == {"result": {"guests": 3}}
    assert client.order("events/later", {"guests": 4}) == {"result": {"later": 4}}
    assert client.sandbox.tenant[-1] == "party"
    assert client.sandbox.clock.stamp == "2026-06-15T08:00:00.002Z"


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("reset", b'{"world": "huge"}', "world"),
        ("reset", b"[]", "JSON object"),
        ("reset", b"{", "not JSON"),
        ("reset", b"\xff", "not JSON"),
        ("faults", b'{"colour": 1}', "colour"),
        ("credentials", b'{"values": {}}', "values"),
        ("credentials", b'{"values": {"a": "b"}, "grants": {"scopes": "all"}}', "scopes"),
        ("credentials", b'{"values": {"a": "b"}, "grants": {"switches": [1]}}', "switches"),
        ("clock", b'{"advance_s": -1}', "backwards"),
        ("clock", b'{"advance_s": 1e300}', "calendar"),
        ("routes", b'{"https://a.test": 1}', "string"),
        ("events/party", b"{}", "guests"),
        ("events/party", b'{"guests": -1}', "nobody"),
        ("events/funeral", b"{}", "later, party"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_a_reason(
    client: Client, path: str, content: bytes, told: str
) -> None:
    response = client.send("POST", f"/_sandbox/{path}", content=content)
    assert response.status_code == 400
    assert told in response.json()["error"]


def test_sample_files_are_served(client: Client) -> None:
    response = client.send("GET", "/_files/cv.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert client.send("GET", "/_files/photo.png").headers["content-type"] == "image/png"
    assert client.send("GET", "/_files/none.pdf").status_code == 404


def test_the_document_is_served(client: Client) -> None:
    assert client.send("GET", "/openapi.json").json() == {"openapi": "3.1.0"}
