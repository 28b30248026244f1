"""A scripted Ashby for tests: answers as told, remembers what it was asked."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest

from assay.connector import Runtime, Settings
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.connector import AshbyConnector

CREATED = "2026-06-15T08:00:01.000Z"


class Script:
    """What Ashby answers, by path; the last answer of a path is repeated for ever."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: dict[str, list[Any]] = {}
        self.slept_s: list[float] = []

    def on(self, path: str, *answers: Any) -> "Script":
        """Results (dict, list), a response, an exception, or a function of the request."""
        self.answers[path] = list(answers)
        return self

    def refuse(self, path: str, code: str, *, then: Any = None) -> "Script":
        refusal = httpx.Response(
            200,
            json={"success": False, "errors": [code], "errorInfo": {"code": code, "message": f"no: {code}"}},
        )
        return self.on(path, refusal) if then is None else self.on(path, refusal, then)

    def forbid(self, *paths: str) -> "Script":
        for path in paths:
            body = {"success": False, "errors": [{"message": "missing_endpoint_permission"}]}
            self.on(path, httpx.Response(403, json=body))
        return self

    def lose(self, path: str, *, then: Any = None) -> "Script":
        """The answer never arrives."""
        lost = httpx.ReadTimeout("lost")
        return self.on(path, lost) if then is None else self.on(path, lost, then)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        place = request.url.path if request.url.host == "api.ashbyhq.com" else f"//{request.url.host}"
        answers = self.answers.get(place)
        assert answers, f"nothing is scripted for {place}"
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        envelope = {"success": True, "results": answer}
        if isinstance(answer, list):
            envelope["moreDataAvailable"] = False
        return httpx.Response(200, json=envelope)

    @property
    def paths(self) -> list[str]:
        return [
            request.url.path if request.url.host == "api.ashbyhq.com" else f"//{request.url.host}"
            for request in self.requests
        ]

    @property
    def writes(self) -> list[str]:
        reads = (".info", ".list", ".search", ".listNotes")
        return [path for path in self.paths if not path.endswith(reads)]

    def sent(self, path: str) -> list[Any]:
        """JSON bodies sent to a path."""
        return [
            orjson.loads(request.content)
            for request, place in zip(self.requests, self.paths, strict=True)
            if place == path
        ]

    def connect(self, **settings: Any) -> Connection:
        runtime = Runtime(
            transport=httpx.MockTransport(self),
            now=lambda: datetime(2026, 6, 15, 8, tzinfo=UTC),
            sleep=self.slept_s.append,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return Connection(
            api=AshbyApi(runtime, "key-invented-0001"), runtime=runtime, settings=Settings(**settings)
        )

    def connector(self, **settings: Any) -> AshbyConnector:
        return AshbyConnector(self.connect(**settings))


def candidate(**more: Any) -> dict[str, Any]:
    return {
        "id": "cand-1",
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "name": "Marta Reis Lima",
        "emailAddresses": [],
        "applicationIds": ["app-1"],
        "tags": [],
        "fileHandles": [],
        "source": None,
        **more,
    }


def application(**more: Any) -> dict[str, Any]:
    return {
        "id": "app-1",
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "status": "Active",
        "candidate": {"id": "cand-1", "name": "Marta Reis Lima"},
        "currentInterviewStage": {
            "id": "stage-1",
            "title": "Review",
            "type": "Active",
            "interviewPlanId": "plan-1",
        },
        "job": {"id": "job-1", "title": "Baker"},
        "archiveReason": None,
        "appliedViaJobPostingId": None,
        **more,
    }


@pytest.fixture
def ashby() -> Script:
    """An Ashby that knows one candidate with one application and takes every usual write."""
    handle = {
        "handle": "handle-1",
        "url": "https://storage.test/upload?signed=1",
        "fields": {"key": "k", "policy": "p"},
    }
    return (
        Script()
        .on("/candidate.create", candidate(applicationIds=[]))
        .on("/candidate.update", candidate())
        .on("/candidate.info", candidate())
        .on("/candidate.search", [])
        .on("/candidate.addTag", candidate())
        .on("/candidate.createNote", {"id": "note-1"})
        .on("/candidate.uploadResume", candidate())
        .on("/candidate.uploadFile", candidate())
        .on("/candidateTag.create", {"id": "tag-1", "title": "Strong", "isArchived": False})
        .on("/application.create", application())
        .on("/application.info", application())
        .on("/application.changeStage", application())
        .on("/application.changeSource", application())
        .on("/application.update", application())
        .on("/surveySubmission.create", {"id": "submission-1"})
        .on("/file.createFileUploadHandle", handle)
        .on("//storage.test", httpx.Response(204))
        .on("/file.info", {"url": "https://storage.test/cv.pdf?signed=1"})
        .on("/customField.list", [])
        .on("/customField.setValues", [])
        .on("/source.list", [])
        .on("/jobBoard.list", [])
        .on("/jobPosting.list", [])
    )


@pytest.fixture
def make_candidate() -> Callable[..., dict[str, Any]]:
    return candidate


@pytest.fixture
def make_application() -> Callable[..., dict[str, Any]]:
    return application


@pytest.fixture
def make_form() -> Callable[..., dict[str, Any]]:
    """``jobPosting.info`` with a form of the fields given as (path, type, options)."""

    def field(path: str, kind: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
        selectable = [{"label": value.upper(), "value": value} for value in options]
        return {
            "isRequired": False,
            "field": {"id": path, "path": path, "type": kind, "title": path, "selectableValues": selectable},
        }

    def form(
        *fields: tuple[Any, ...], surveys: dict[str, list[tuple[Any, ...]]] | None = None
    ) -> dict[str, Any]:
        system = [("_systemfield_name", "String"), ("_systemfield_email", "Email")]
        return {
            "id": "posting-1",
            "jobId": "job-1",
            "title": "Baker",
            "status": "Published",
            "isListed": True,
            "updatedAt": CREATED,
            "applicationFormDefinition": {
                "sections": [{"fields": [field(*one) for one in (*system, *fields)]}]
            },
            "surveyFormDefinitions": [
                {
                    "id": survey_id,
                    "surveyType": "EEOC",
                    "isArchived": False,
                    "formDefinition": {"sections": [{"fields": [field(*one) for one in asked]}]},
                }
                for survey_id, asked in (surveys or {}).items()
            ],
        }

    return form
