import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from assay_company import Company
from assay_sandboxes.core.planned import WHILE_READING, WhileReading, happen_planned
from assay_sandboxes.core.refusals import ControlRefused
from assay_sandboxes.core.sandbox import Event, Sandbox, Vendor


class Settings(BaseModel):
    pass


class Guest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str


Box = Sandbox[list[str], Settings]


def _populate(_sandbox: Box, _company: Company) -> list[str]:
    return []


def _arrive(sandbox: Box, guest: Guest) -> Mapping[str, Any]:
    sandbox.tenant.append(guest.name)
    return {}


def _come_later(sandbox: Box, guest: Guest) -> Awaitable[Mapping[str, Any]]:
    async def answer() -> Mapping[str, Any]:
        return _arrive(sandbox, guest)

    return answer()


@pytest.fixture(name="box")
def _box() -> Box:
    return Sandbox(
        Vendor(
            slug="acme",
            populate=_populate,
            settings=Settings,
            credentials=list,
            events={
                "arrive": Event("arrive", Guest, _arrive),
                "come_later": Event("come_later", Guest, _come_later),
                WHILE_READING.name: WHILE_READING,
            },
        )
    )


def _plan(box: Box, event: str, *, after: int = 0, **parameters: Any) -> Mapping[str, Any]:
    order = WhileReading(path="/pages", after=after, event=event, parameters=parameters)
    result = WHILE_READING.happen(box, order)
    assert isinstance(result, Mapping)
    return result


def _request(runner: asyncio.Runner, box: Box, *names: str) -> list[str]:
    runner.run(happen_planned(box, names))
    return list(box.tenant)


def test_an_event_waits_for_its_request_and_happens_once(box: Box, runner: asyncio.Runner) -> None:
    assert _plan(box, "arrive", name="Ann") == {"planned": 1}
    assert _request(runner, box, "/other") == []
    assert _request(runner, box, "/c/1/pages", "/pages") == ["Ann"]
    assert _request(runner, box, "/pages") == ["Ann"]


def test_an_event_may_let_the_first_requests_through(box: Box, runner: asyncio.Runner) -> None:
    _plan(box, "come_later", after=1, name="Bo")
    assert _request(runner, box, "/pages") == []
    assert _request(runner, box, "/pages") == ["Bo"]


def test_a_reset_forgets_what_was_planned(box: Box, runner: asyncio.Runner) -> None:
    _plan(box, "arrive", name="Ann")
    box.reset()
    assert _request(runner, box, "/pages") == []


@pytest.mark.parametrize(("event", "parameters"), [("party", {}), ("arrive", {"age": 3})])
def test_what_cannot_happen_cannot_be_planned(box: Box, event: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(ControlRefused):
        _plan(box, event, **parameters)
