"""A small vendor to read from: it answers what a test tells it to, and remembers what it was asked."""

import copy
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from assay.connector import ReadItem, ReadRequest, Row, Runtime, Settings
from assay.unified.records import UnifiedRecord
from assay_connectors import ashby
from assay_connectors.ashby.connector import AshbyConnector

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
_PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))

Body = dict[str, Any]
Answer = Callable[[Body], Body | httpx.Response]


class Vendor:
    """Endpoints by path; one that nobody prepared answers 404, so a needless call shows."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Body]] = []
        self.slept: list[float] = []
        self.page_size = 100
        self._answers: dict[str, Answer] = {}

    def answers(self, path: str, answer: Answer) -> None:
        self._answers[path] = answer

    def lists(
        self,
        path: str,
        items: Iterable[Body],
        *,
        token: str | None = None,
        since: dict[str, list[Body]] | None = None,
    ) -> None:
        """A paginated listing; ``since``: what changed after each token."""
        everything = list(items)

        def answer(body: Body) -> Body:
            asked = body.get("syncToken")
            if asked is not None and asked not in (since or {}):
                return refusal("sync_token_expired")
            found = everything if asked is None else (since or {})[asked]
            start = int(body.get("cursor", "0"))
            end = start + min(self.page_size, body["limit"])
            page: Body = {"success": True, "results": found[start:end], "moreDataAvailable": end < len(found)}
            if end < len(found):
                page["nextCursor"] = str(end)
            elif token is not None:
                page["syncToken"] = token
            return page

        self._answers[path] = answer

    def lists_once(self, path: str, items: Iterable[Body]) -> None:
        everything = list(items)
        self._answers[path] = lambda _: {"success": True, "results": everything}

    def lists_by(self, path: str, key: str, groups: dict[str, list[Body]], *, paged: bool = False) -> None:
        """A listing that depends on one parameter."""
        extra = {"moreDataAvailable": False} if paged else {}

        def answer(body: Body) -> Body:
            return {"success": True, "results": groups.get(body.get(key, ""), []), **extra}

        self._answers[path] = answer

    def knows(self, path: str, key: str, objects: Iterable[Body]) -> None:
        """Single objects by id."""
        by_id = {one["id"]: one for one in objects}

        def answer(body: Body) -> Body:
            found = by_id.get(body[key])
            return refusal("thing_not_found") if found is None else {"success": True, "results": found}

        self._answers[path] = answer

    def forbids(self, *paths: str) -> None:
        """Endpoints that the key lacks the permission for (ashby sheet 6.2)."""
        body = {"success": False, "errors": [{"message": "missing_endpoint_permission"}]}
        for path in paths:
            self._answers[path] = lambda _: httpx.Response(403, json=body)

    def asked(self, path: str) -> list[Body]:
        return [body for called, body in self.calls if called == path]

    @property
    def paths(self) -> set[str]:
        return {path for path, _ in self.calls}

    @property
    def runtime(self) -> Runtime:
        return Runtime(
            transport=httpx.MockTransport(self._handle),
            now=lambda: NOW,
            sleep=self.slept.append,
            resolve=lambda _: ["192.0.2.1"],
        )

    def connect(self, **settings: Any) -> AshbyConnector:
        return ashby.connect(self.runtime, {"api_key": "invented-key"}, Settings(**settings))

    def read(self, *models: str, created: bool = False, **request: Any) -> list[ReadItem]:
        connector = self.connect(only_created=created)
        return list(connector.read(ReadRequest(models=frozenset(models), **request)))

    def _handle(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.calls.append((request.url.path, body))
        answer = self._answers.get(request.url.path)
        if answer is None:
            return httpx.Response(404, json=refusal("endpoint_not_found"))
        given = answer(body)
        return given if isinstance(given, httpx.Response) else httpx.Response(200, json=given)


def refusal(code: str) -> Body:
    return {"success": False, "errors": [code], "errorInfo": {"code": code, "message": f"It is {code}"}}


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture(scope="session")
def refused() -> Callable[[str], Body]:
    return refusal


@pytest.fixture(scope="session")
def sample() -> Callable[..., Body]:
    """A vendor object as the sheet shows it, with keys changed; a key changed to ``...`` is absent."""

    def make(kind: str, **changes: Any) -> Body:
        made = {**copy.deepcopy(_PAYLOADS[kind]), **changes}
        return {key: value for key, value in made.items() if value is not ...}

    return make


@pytest.fixture(scope="session")
def records() -> Callable[..., list[UnifiedRecord]]:
    """The records of one model among items."""

    def pick(items: Iterable[ReadItem], model: str) -> list[UnifiedRecord]:
        return [item.record for item in items if isinstance(item, Row) and item.record.store_id == model]

    return pick


@pytest.fixture(scope="session")
def make_vendor() -> type[Vendor]:
    """For property tests, which need a new one for each example."""
    return Vendor


@pytest.fixture
def organisation(vendor: Vendor, sample: Callable[..., Any]) -> Vendor:
    """A vendor with one object of everything."""
    vendor.lists("/user.list", [sample("user")], token="u1")
    vendor.lists_once("/hiringTeamRole.list", [sample("role")])
    vendor.lists("/interviewPlan.list", [sample("plan")])
    stages = [
        sample("stage"),
        sample("stage", id="s9", orderInInterviewPlan=9),
    ]
    vendor.lists_by("/interviewStage.list", "interviewPlanId", {sample("plan")["id"]: stages})
    vendor.lists("/jobBoard.list", [sample("board")])
    vendor.lists_once("/jobPosting.list", [sample("posting")])
    vendor.knows("/jobPosting.info", "jobPostingId", [sample("posting_info")])
    vendor.lists("/department.list", [sample("department")])
    vendor.lists("/customField.list", [sample("custom_field")])
    vendor.lists("/job.list", [sample("job")], token="j1")
    vendor.lists_once("/archiveReason.list", [sample("reason")])
    vendor.lists("/candidateTag.list", [sample("tag")], token="t1")
    vendor.lists("/candidate.list", [sample("candidate")], token="c1")
    vendor.lists("/application.list", [sample("application")], token="a1")
    vendor.knows("/application.info", "applicationId", [sample("application")])
    vendor.lists("/interview.list", [sample("interview")])
    vendor.lists("/interviewSchedule.list", [sample("schedule")], token="s1")
    vendor.lists("/offer.list", [sample("offer")], token="o1")
    vendor.knows("/offer.info", "offerId", [{**sample("offer"), "versions": []}])
    return vendor
