"""A scripted Recruitee for tests: answers as told, remembers what it was asked."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest

from assay.connector import Runtime, Settings
from assay_connectors.recruitee.connection import Connection, connection
from assay_connectors.recruitee.connector import RecruiteeConnector

CREATED = "2026-06-15T08:00:01.000000Z"
TOKEN = "token-invented-0001"
COMPANY = "/c/41207"
CREDENTIAL = {"api_token": TOKEN, "company_id": "41207", "subdomain": "acme"}


class Script:
    """What Recruitee answers, by method and path; the last answer of each is repeated for ever.

    Paths of the company's interface are written without ``/c/41207``, those of other hosts with ``//host``.
    """

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: dict[str, list[Any]] = {}
        self.slept_s: list[float] = []

    def on(self, call: str, *answers: Any) -> "Script":
        """A body, a status, a response, an exception, or a function of the request; for ``GET /admin``."""
        self.answers[call] = list(answers)
        return self

    def lose(self, call: str, *then: Any) -> "Script":
        """The answer never arrives."""
        return self.on(call, httpx.ReadTimeout("lost"), *then)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answers = self.answers.get(_name(request))
        assert answers, f"nothing is scripted for {_name(request)}"
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, int):
            return httpx.Response(answer, json={"error": [f"status {answer}"]})
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(200, json=answer)

    @property
    def calls(self) -> list[str]:
        return [_name(request) for request in self.requests]

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if not call.startswith("GET ")]

    def sent(self, call: str) -> list[Any]:
        """JSON bodies sent to a call."""
        return [orjson.loads(request.content) for request in self.of(call)]

    def of(self, call: str) -> list[httpx.Request]:
        """Requests of a call."""
        return [request for request in self.requests if _name(request) == call]

    def connect(self, *, credential: dict[str, str] | None = None, **settings: Any) -> Connection:
        runtime = Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: datetime(2026, 6, 15, 8, tzinfo=UTC),
            sleep=self.slept_s.append,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return connection(runtime, credential or CREDENTIAL, Settings(**settings))

    def connector(self, **settings: Any) -> RecruiteeConnector:
        return RecruiteeConnector(self.connect(**settings))


def _name(request: httpx.Request) -> str:
    path = request.url.path
    if request.url.host != "api.recruitee.com":
        return f"{request.method} //{request.url.host}{path}"
    return f"{request.method} {path.removeprefix(COMPANY)}"


def placement(**more: Any) -> dict[str, Any]:
    return {
        "id": 104,
        "candidate_id": 90,
        "offer_id": 18,
        "talent_pool_id": None,
        "stage_id": 61,
        "created_at": CREATED,
        "updated_at": CREATED,
        "hired_at": None,
        **more,
    }


def candidate(**more: Any) -> dict[str, Any]:
    return {
        "id": 90,
        "name": "Lena Brandt",
        "emails": ["lena@example.test"],
        "phones": [],
        "source": "manual",
        "sources": [],
        "social_links": [],
        "links": [],
        "tags": [],
        "fields": [],
        "open_question_answers": [],
        "grouped_open_question_answers": [],
        "duplicates": [],
        "created_at": CREATED,
        "updated_at": CREATED,
        "last_activity_at": CREATED,
        "gdpr_expires_at": None,
        "cv_url": None,
        "cv_original_url": None,
        "placements": [placement()],
        **more,
    }


def job(**more: Any) -> dict[str, Any]:
    stages = [
        {"id": 61, "name": "Applied", "category": "apply", "position": -1},
        {"id": 62, "name": "Phone screen", "category": "phone_screen", "position": 1},
    ]
    return {
        "id": 18,
        "kind": "job",
        "slug": "firmware",
        "title": "Firmware Engineer",
        "status": "published",
        "careers_url": "https://acme.recruitee.com/o/firmware",
        "created_at": CREATED,
        "updated_at": CREATED,
        "salary": {"min": None, "max": None, "currency": None, "period": None},
        "location_ids": [],
        "fields": [],
        "admins": [],
        "pipeline_template": {"id": 9, "stages": stages},
        **more,
    }


def detail(**more: Any) -> dict[str, Any]:
    references = [{"type": "Offer", "id": 18, "kind": "job", "slug": "firmware", "status": "published"}]
    return {"candidate": candidate(**more), "references": references}


@pytest.fixture
def recruitee() -> Script:
    """A Recruitee that knows one candidate with one application and takes every usual write."""
    attachment = {"id": 70, "filename": "cv.pdf", "file_size": 3, "created_at": CREATED}
    hit = {"id": 90, "placements": [{"id": 104}], "tags": []}
    return (
        Script()
        .on("GET /admin", {"admin": {"id": 31, "company_id": 41207, "view_all_jobs": True}})
        .on("GET /admins", {"admins": []})
        .on("GET /offers/18", {"offer": job()})
        .on("GET /candidates/90", detail())
        .on("GET /candidates", {"candidates": []})
        .on("GET /candidates/90/attachments", {"attachments": []})
        .on("GET /search/new/candidates", {"hits": [hit], "total": 1})
        .on("GET /tags", {"tags": [{"id": 66, "name": "strong"}]})
        .on("GET /sources", {"sources": [{"id": 55, "name": "Harbor Jobs"}]})
        .on("GET /disqualify_reasons", {"disqualify_reasons": [{"id": 22, "name": "Not enough experience"}]})
        .on("POST /candidates", {"candidate": candidate(placements=[])})
        .on("POST /placements", {"placement": placement()})
        .on("PATCH /placements/104/change_stage", {"placement": placement()})
        .on("PATCH /placements/104/disqualify", {"placement": placement()})
        .on("POST /candidates/90/tags", {"tags": []})
        .on("DELETE /candidates/90/tags", {"tags": []})
        .on("POST /candidates/90/sources", {"sources": []})
        .on("PATCH /candidates/90", detail())
        .on("POST /attachments", httpx.Response(201, json={"attachment": attachment}))
        .on("PATCH /candidates/90/set_as_cv/70", detail())
        .on("POST /candidates/90/notes", {"note": {"id": 5}})
        .on("POST /custom_fields/candidates/90/fields", {"field": {"id": 88}})
        .on("POST /gdpr/candidates/90/set_gdpr_custom_expires_at", detail())
        .on("POST //acme.recruitee.com/api/offers/firmware/candidates", {"candidate": {"id": 90}})
        .on("GET //acme.recruitee.com/api/offers/firmware", {"offer": {"id": 18, "open_questions": []}})
        .on("GET //acme.recruitee.com/api/offers/", {"offers": []})
    )


@pytest.fixture
def make_candidate() -> Callable[..., dict[str, Any]]:
    """The answer of a candidate's detail."""
    return detail


@pytest.fixture
def make_placement() -> Callable[..., dict[str, Any]]:
    return placement


@pytest.fixture
def make_job() -> Callable[..., dict[str, Any]]:
    return job


@pytest.fixture
def make_questions() -> Callable[..., dict[str, Any]]:
    """The careers site's answer for a job that asks the questions given as (id, kind, options)."""

    def questions(*asked: tuple[Any, ...]) -> dict[str, Any]:
        return {
            "offer": {
                "id": 18,
                "slug": "firmware",
                "open_questions": [
                    {
                        "id": number,
                        "kind": kind,
                        "position": position,
                        "required": False,
                        "body": f"Question {number}",
                        "open_question_options": [
                            {"id": option, "body": f"Option {option}"} for option in options
                        ],
                    }
                    for position, (number, kind, *options) in enumerate(asked, start=1)
                ],
            }
        }

    return questions
