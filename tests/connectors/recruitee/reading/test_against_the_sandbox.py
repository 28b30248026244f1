"""Reading against a living Recruitee on a loopback port, into a real data set."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from assay.clock import VirtualClock
from assay.connector import ReadRequest, Runtime, Settings, Skipped
from assay.unified.catalogue import MODELS
from assay.unified.records import Application, Candidate, Job, User
from assay_connectors.recruitee import connect
from assay_sandboxes.core.serving import running
from assay_sandboxes.recruitee import create_app

pytestmark = pytest.mark.loopback

CREDENTIAL = {"api_token": "tok-invented-0001", "company_id": "41207", "subdomain": "acme"}


class Loopback(httpx.BaseTransport):
    """Leads every canonical address to the sandbox."""

    def __init__(self, origin: str) -> None:
        self._origin = httpx.URL(origin)
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.calls: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request.url.path.removeprefix("/c/41207"))
        routed = httpx.Request(
            request.method,
            self._origin.copy_with(raw_path=request.url.raw_path),
            headers=request.headers,
            content=request.read(),
            extensions={"timeout": {"connect": 5, "read": 5, "write": 5, "pool": 5}},
        )
        answer = self._inner.handle_request(routed)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.read())


class Sandbox:
    """A sandbox, a connector on it, and what was read so far."""

    def __init__(self, origin: str, role: str = "admin") -> None:
        self.control = httpx.Client(base_url=origin)
        self.transport = Loopback(origin)
        self.clock = VirtualClock()
        self.order("reset", world="core", faults={})
        self.order("credentials", values=CREDENTIAL, grants={"role": role})
        self.cursors: dict[str, str] = {}

    def order(self, path: str, **body: Any) -> Any:
        answer = self.control.post(f"/_sandbox/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)
        self.order("clock", advance_s=seconds)

    def read(self, mode: str = "full") -> Any:
        self.transport.calls.clear()
        runtime = Runtime(
            transport=self.transport,
            now=self.clock.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )
        request = ReadRequest(
            models=frozenset(MODELS),
            mode="delta" if mode == "delta" else "full",
            cursors=self.cursors if mode == "delta" else {},
        )
        return list(connect(runtime, CREDENTIAL, Settings()).read(request))


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with running(create_app(public_url="https://api.recruitee.com")) as address:
        yield address


@pytest.fixture
def sandbox(origin: str, make_reading: Any) -> Iterator[Any]:
    living = Sandbox(origin)

    def read(mode: str = "full") -> Any:
        got = make_reading(living.read(mode))
        living.cursors |= got.cursors
        got.calls = list(living.transport.calls)
        return got

    living.get = read  # type: ignore[attr-defined]
    yield living
    living.control.close()
    living.transport._inner.close()


def test_the_core_company_is_read_whole(sandbox: Any) -> None:
    got = sandbox.get()
    assert got.skipped == {}
    assert len(got.records(Candidate.store_id)) == 8
    assert {user.status for user in got.records(User.store_id)} == {"ACTIVE"}
    jobs = set(got.ids(Job.store_id))
    assert {application.job_id for application in got.records(Application.store_id)} <= jobs
    assert {"ats_jobs", "ats_candidates", "ats_applications", "ats_interviews"} <= got.complete


def test_a_quiet_delta_reads_nobody(sandbox: Any) -> None:
    sandbox.get()
    got = sandbox.get("delta")
    assert got.details == []
    assert got.calls.count("/search/new/candidates") == 2
    assert got.records(Candidate.store_id) == []


def test_a_renamed_candidate_is_found(sandbox: Any) -> None:
    first = sandbox.get()
    candidate_id = int(first.ids(Candidate.store_id)[0])
    sandbox.order("events/edit_candidate", candidate_id=candidate_id, name="Renamed Person")
    got = sandbox.get("delta")
    assert [candidate.first_name for candidate in got.records(Candidate.store_id)] == ["Renamed"]
    assert got.details == [str(candidate_id)]


@pytest.mark.parametrize(
    ("role", "skipped"),
    [
        ("reviewer", {"ats_users", "ats_join_jobs_users", "ats_rejection_reasons"}),
        (
            "recruiter_assigned",
            {
                "ats_jobs",
                "ats_application_stages",
                "ats_join_jobs_application_stages",
                "ats_join_jobs_users",
                "ats_candidates",
                "ats_applications",
                "ats_join_candidates_tags",
                "ats_interviews",
            },
        ),
    ],
)
def test_lesser_roles_skip_what_they_may_not_read(
    origin: str, make_reading: Any, role: str, skipped: set[str]
) -> None:
    living = Sandbox(origin, role)
    items = living.read()
    assert make_reading(items).skipped.keys() == skipped
    assert all(item.field is None for item in items if isinstance(item, Skipped))
    living.control.close()
    living.transport._inner.close()


def test_time_begins_where_the_sandbox_says() -> None:
    assert VirtualClock().now() == datetime(2026, 6, 15, 8, tzinfo=UTC)
