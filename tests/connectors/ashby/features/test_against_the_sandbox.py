"""Actions and webhooks against a living Ashby on a loopback port: what took effect, and how often."""

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from assay.connector import Delivery, Gone, ReadRequest, Row, Runtime, Settings
from assay.errors import CredentialError
from assay.receiver import listening
from assay.unified.actions import (
    AddApplicationNote,
    AddApplicationResultLink,
    AddCandidateAttachment,
    CreateApplication,
    CreateCandidate,
    MoveApplicationToStage,
    RejectApplication,
)
from assay_connectors.ashby import connect, scopes
from assay_connectors.ashby.guide import PERMISSIONS
from assay_connectors.ashby.webhooks import EVENTS
from assay_sandboxes.ashby import create_app
from assay_sandboxes.core.serving import running

pytestmark = pytest.mark.loopback

KEY = "key-invented-0001"
SECRET = "whsec-invented-0001"
HOOKS = "https://hooks.example.test"


class Loopback(httpx.BaseTransport):
    """Leads every canonical address to the sandbox, each request on a connection of its own."""

    def __init__(self, origin: str) -> None:
        self._origin = httpx.URL(origin)
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.paths: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        path = request.url.raw_path
        if request.url.host == "files.assay.test":
            path = b"/_files" + path
        routed = httpx.Request(
            request.method,
            self._origin.copy_with(raw_path=path),
            headers=request.headers,
            content=request.read(),
            extensions={"timeout": {"connect": 5, "read": 5, "write": 5, "pool": 5}},
        )
        answer = self._inner.handle_request(routed)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.read())

    def close(self) -> None:
        self._inner.close()


class Sandbox:
    """A sandbox, a connector on it, and what is in it."""

    def __init__(self, origin: str) -> None:
        self.control = httpx.Client(base_url=origin)
        self.transport = Loopback(origin)
        self.order(
            "credentials", values={"api_key": KEY}, grants={"scopes": list(PERMISSIONS), "switches": []}
        )
        self.connector = self.connect()
        self.records: dict[str, list[Any]] = {}

    def read(self) -> dict[str, list[Any]]:
        records: dict[str, list[Any]] = {}
        for item in self.connector.read(ReadRequest(models=frozenset(scopes.MODELS))):
            if isinstance(item, Row):
                records.setdefault(item.record.store_id, []).append(item.record)
        return records

    def connect(self, **settings: Any) -> Any:
        runtime = Runtime(
            transport=self.transport,
            now=lambda: datetime(2026, 6, 15, 8, tzinfo=UTC),
            sleep=lambda _seconds: None,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return connect(runtime, {"api_key": KEY}, Settings(**settings))

    def close(self) -> None:
        self.control.close()
        self.transport.close()

    def order(self, what: str, **body: Any) -> Any:
        answer = self.control.post(f"/_sandbox/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def happen(self, event: str, **parameters: Any) -> Any:
        return self.order(f"events/{event}", **parameters)["result"]

    def ask(self, path: str, **body: Any) -> Any:
        answer = self.control.post(path, json=body, auth=(KEY, "")).json()
        assert answer["success"], answer
        return answer["results"]

    def one(self, model: str, **fields: Any) -> Any:
        return next(
            record
            for record in self.records[model]
            if all(getattr(record, name) == value for name, value in fields.items())
        )

    def job_that_asks(self) -> tuple[str, str, str]:
        """Job, id of a required yes/no question, and of a required choice of it."""
        formats = {
            question.remote_id: question.format for question in self.records["ats_screening_questions"]
        }
        for job in self.records["ats_jobs"]:
            asked = [
                join.question_id
                for join in self.records["ats_join_jobs_screening_questions"]
                if join.job_id == job.remote_id and join.required
            ]
            kinds = {formats[question].type: question for question in asked}
            if job.status == "OPEN" and set(kinds) == {"BOOLEAN", "SINGLE_SELECT"}:
                return job.remote_id, kinds["BOOLEAN"], kinds["SINGLE_SELECT"]
        raise LookupError("no job asks for exactly a flag and a choice")

    def option(self, question_id: str) -> str:
        question = self.one("ats_screening_questions", remote_id=question_id)
        return str(question.format.options[0].id)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with running(create_app("https://api.ashbyhq.com", "https://storage.ashby.test")) as address:
        yield address


@pytest.fixture(scope="module")
def records(origin: str) -> dict[str, list[Any]]:
    """The world after every reset, read once: it is always the same."""
    httpx.post(f"{origin}/_sandbox/reset", json={"world": "core"}).raise_for_status()
    one = Sandbox(origin)
    found = one.read()
    one.close()
    return found


@pytest.fixture
def sandbox(origin: str, records: dict[str, list[Any]]) -> Iterator[Sandbox]:
    httpx.post(f"{origin}/_sandbox/reset", json={"world": "core"}).raise_for_status()
    one = Sandbox(origin)
    one.records = records
    yield one
    one.close()


def person(sandbox: Sandbox, *, answers: bool = False) -> dict[str, Any]:
    job_id, flag, choice = sandbox.job_that_asks()
    given = [
        {"question_id": flag, "answer": True},
        {"question_id": choice, "answer": sandbox.option(choice)},
    ]
    return {
        "candidate": {
            "first_name": "Zoë",
            "last_name": "Ünal",
            "email_address": "zoe@new.example",
            "additional_email_addresses": [{"type": "WORK", "email_address": "zoe@work.example"}],
        },
        "application": {"job_id": job_id},
        "screening_question_answers": given if answers else [],
        "attachments": [
            {
                "name": "cv.pdf",
                "type": "CV",
                "data": base64.b64encode(b"%PDF-1").decode(),
                "content_type": "application/pdf",
            },
            {"name": "letter.pdf", "type": "COVER_LETTER", "data_url": "https://files.assay.test/letter.pdf"},
        ],
    }


# --- lost answers: every write takes effect exactly once ---------------------------------------------


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/candidate.create", "directly"),
        ("/application.create", "directly"),
        ("/file.createFileUploadHandle", "directly"),
        ("/_storage/upload", "directly"),
        ("/candidate.uploadResume", "directly"),
        ("/candidate.uploadFile", "directly"),
        ("/applicationForm.submit", "by the form"),
        ("/candidate.update", "by the form"),
        ("/candidate.uploadFile", "by the form"),
    ],
)
@pytest.mark.parametrize("fault", ["drop_after_commit", "truncated_json"])
def test_creating_takes_effect_once_whatever_answer_is_lost(
    sandbox: Sandbox, path: str, way: str, fault: str
) -> None:
    sandbox.order("faults", **{fault: {"path": path, "times": 1}})
    inputs = person(sandbox, answers=way == "by the form")

    result = sandbox.connector.act(CreateApplication.model_validate(inputs))

    (candidate,) = sandbox.ask("/candidate.search", email="zoe@new.example")
    assert candidate["applicationIds"] == [result.remote_id]
    assert candidate["resumeFileHandle"]["name"] == "cv.pdf"
    assert sorted(handle["name"] for handle in candidate["fileHandles"]) == ["cv.pdf", "letter.pdf"]
    addresses = [email["value"] for email in candidate["emailAddresses"]]
    assert addresses == ["zoe@new.example", "zoe@work.example"]
    assert result.warnings == ()


@pytest.mark.parametrize("fault", ["drop_after_commit", "truncated_json"])
def test_a_note_is_left_once(sandbox: Sandbox, fault: str) -> None:
    application = sandbox.records["ats_applications"][0]
    sandbox.order("faults", **{fault: {"path": "/candidate.createNote", "times": 1}})

    action = {"application_id": application.remote_id, "content": "Passed the coding task."}
    sandbox.connector.act(AddApplicationNote.model_validate(action))

    notes = sandbox.ask("/candidate.listNotes", candidateId=application.candidate_id)
    assert [note["content"] for note in notes].count("Passed the coding task.") == 1


def test_a_custom_field_is_made_once(sandbox: Sandbox) -> None:
    application = sandbox.records["ats_applications"][0]
    sandbox.order("faults", drop_after_commit={"path": "/customField.create", "times": 1})

    action = {"application_id": application.remote_id, "label": "Result", "url": "https://results.example/1"}
    sandbox.connector.act(AddApplicationResultLink.model_validate(action))

    fields = [field for field in sandbox.ask("/customField.list") if field["title"] == "Result"]
    info = sandbox.ask("/application.info", applicationId=application.remote_id)
    assert len(fields) == 1
    assert "https://results.example/1" in [field["value"] for field in info["customFields"]]


def test_a_file_of_the_same_name_does_not_hide_that_ours_was_lost(sandbox: Sandbox) -> None:
    candidate_id = sandbox.records["ats_candidates"][0].remote_id
    sandbox.happen(
        "attach_file", candidate_id=candidate_id, name="cv.pdf", text="an older one", is_resume=True
    )
    sandbox.order("faults", timeout={"path": "/candidate.uploadResume", "times": 1})
    data = {"data": base64.b64encode(b"%PDF-new").decode(), "content_type": "application/pdf"}

    action = {"candidate_id": candidate_id, "attachment": {"name": "cv.pdf", "type": "CV", **data}}
    sandbox.connector.act(AddCandidateAttachment.model_validate(action))

    handle = sandbox.ask("/candidate.info", id=candidate_id)["resumeFileHandle"]
    url = httpx.URL(sandbox.ask("/file.info", fileHandle=handle["handle"])["url"])
    assert sandbox.control.get(url.raw_path.decode()).content == b"%PDF-new"


def test_moving_and_rejecting_happen_once(sandbox: Sandbox) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    stages = sorted(
        (
            row
            for row in sandbox.records["ats_join_jobs_application_stages"]
            if row.job_id == application.job_id
        ),
        key=lambda row: row.index,
    )
    target = next(row.stage_id for row in stages if row.stage_id != application.current_stage_id)
    sandbox.order("faults", drop_after_commit={"path": "/application.changeStage"})

    move = {"application_id": application.remote_id, "stage_id": target}
    sandbox.connector.act(MoveApplicationToStage.model_validate(move))
    reason = sandbox.records["ats_rejection_reasons"][0].remote_id
    reject = {"application_id": application.remote_id, "rejection_reason_id": reason}
    sandbox.connector.act(RejectApplication.model_validate(reject))

    info = sandbox.ask("/application.info", applicationId=application.remote_id)
    assert (info["status"], info["archiveReason"]["id"]) == ("Archived", reason)
    assert [entry["stageId"] for entry in info["applicationHistory"]][-2:-1] == [target]
    assert sandbox.transport.paths.count("/application.changeStage") == 2


# --- webhooks ----------------------------------------------------------------------------------------

Happens = Callable[[Sandbox], None]


def _application(sandbox: Sandbox) -> str:
    return str(sandbox.one("ats_applications", outcome="PENDING").remote_id)


HAPPENINGS: dict[str, tuple[Happens, str]] = {
    "applicationSubmit": (
        lambda s: s.happen(
            "add_application",
            candidate_id=s.records["ats_candidates"][0].remote_id,
            job_id=s.job_that_asks()[0],
        ),
        "ats_applications",
    ),
    "applicationUpdate": (
        lambda s: s.happen("change_application_source", application_id=_application(s), source_id=None),
        "ats_applications",
    ),
    "candidateHire": (lambda s: s.happen("hire", application_id=_application(s)), "ats_applications"),
    "candidateStageChange": (lambda s: s.happen("hire", application_id=_application(s)), "ats_applications"),
    "candidateDelete": (
        lambda s: s.happen("delete_candidate", candidate_id=s.records["ats_candidates"][0].remote_id),
        "ats_candidates",
    ),
    "interviewScheduleCreate": (
        lambda s: s.happen("schedule_interview", application_id=_application(s)),
        "ats_interviews",
    ),
    "interviewScheduleUpdate": (
        lambda s: s.happen("schedule_interview", application_id=_application(s)),
        "ats_interviews",
    ),
    "jobCreate": (lambda s: s.happen("create_job", title="Florist"), "ats_jobs"),
    "jobUpdate": (
        lambda s: s.happen("edit_job", job_id=s.job_that_asks()[0], title="Florist"),
        "ats_jobs",
    ),
    "jobPostingUpdate": (
        lambda s: s.happen("edit_posting", job_posting_id=_posting(s), title="Florist"),
        "ats_job_postings",
    ),
    "jobPostingDelete": (
        lambda s: s.happen("delete_posting", job_posting_id=_posting(s)),
        "ats_job_postings",
    ),
    "jobPostingPublish": (
        lambda s: (
            s.happen("unpublish_posting", job_posting_id=_posting(s)),
            s.happen("publish_posting", job_posting_id=_posting(s)),
        ),
        "ats_job_postings",
    ),
    "jobPostingUnpublish": (
        lambda s: s.happen("unpublish_posting", job_posting_id=_posting(s)),
        "ats_job_postings",
    ),
    "offerCreate": (lambda s: s.happen("create_offer", application_id=_application(s)), "ats_offers"),
    "offerUpdate": (
        lambda s: s.happen("update_offer", offer_id=s.records["ats_offers"][0].remote_id, salary_value=1),
        "ats_offers",
    ),
    "offerDelete": (
        lambda s: s.happen("delete_offer", offer_id=s.records["ats_offers"][0].remote_id),
        "ats_offers",
    ),
}


def _posting(sandbox: Sandbox) -> str:
    return str(sandbox.one("ats_job_postings", job_id=sandbox.job_that_asks()[0]).remote_id)


def test_every_event_has_its_happening() -> None:
    assert tuple(HAPPENINGS) == EVENTS


@pytest.mark.parametrize("action", EVENTS)
def test_each_event_arrives_signed_and_changes_its_model(sandbox: Sandbox, action: str) -> None:
    happens, model = HAPPENINGS[action]
    with listening() as receiver:
        sandbox.order("routes", **{HOOKS: receiver.url})
        sandbox.ask("/webhook.create", webhookType=action, requestUrl=f"{HOOKS}/ashby", secretToken=SECRET)
        (ping,) = receiver.collect()
        happens(sandbox)
        deliveries = receiver.collect()

    assert list(sandbox.connector.receive(ping, SECRET)) == []
    (delivery,) = [one for one in deliveries if f'"{action}"'.encode() in one.body]
    items = list(sandbox.connector.receive(delivery, SECRET))
    touched = {item.model for item in items if isinstance(item, Gone)}
    touched |= {item.record.store_id for item in items if isinstance(item, Row)}
    assert model in touched
    assert list(sandbox.connector.receive(delivery, SECRET)) == []
    forged = Delivery(headers=delivery.headers, body=delivery.body.replace(b"}", b" }", 1))
    with pytest.raises(CredentialError):
        sandbox.connector.receive(forged, SECRET)


def test_setting_up_makes_one_active_subscription_per_event(sandbox: Sandbox) -> None:
    with listening() as receiver:
        sandbox.order("routes", **{HOOKS: receiver.url})
        subscriptions = sandbox.connector.subscribe(f"{HOOKS}/ashby", SECRET)
        pings = receiver.collect()

    assert tuple(subscriptions.ids) == EVENTS
    assert subscriptions.inactive == subscriptions.by_hand == ()
    assert [list(sandbox.connector.receive(ping, SECRET)) for ping in pings] == [[]] * 16


def test_strict_types_are_left_to_a_person_and_a_second_setup_makes_nothing(sandbox: Sandbox) -> None:
    with listening() as receiver:
        sandbox.order("routes", **{HOOKS: receiver.url})
        sandbox.order("faults", strict_webhook_types=True)
        first = sandbox.connector.subscribe(f"{HOOKS}/ashby", SECRET)
        second = sandbox.connector.subscribe(f"{HOOKS}/ashby", SECRET)

    assert first.by_hand == ("jobCreate", "jobUpdate", "jobPostingDelete")
    assert second == first
    sandbox.connector.unsubscribe(first.ids)
    sandbox.connector.unsubscribe(first.ids)


def test_a_receiver_that_does_not_answer_leaves_subscriptions_inactive(sandbox: Sandbox) -> None:
    with listening() as receiver:
        unreachable = receiver.url
    sandbox.order("routes", **{HOOKS: unreachable})

    assert sandbox.connector.subscribe(f"{HOOKS}/ashby", SECRET).inactive == EVENTS


# --- scopes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["apiKeys:read", "offers:read", "candidates:write"])
def test_a_key_without_one_scope_is_found_out(sandbox: Sandbox, missing: str) -> None:
    granted = [scope for scope in PERMISSIONS if scope != missing]
    sandbox.order("credentials", values={"api_key": KEY}, grants={"scopes": granted, "switches": []})

    report = sandbox.connect().test_scopes()

    found = {
        one.subject
        for one in report.findings
        if one.verdict == "no_permission" and one.subject.startswith("scope:")
    }
    assert report.credential
    assert found == {f"scope:{missing}"}
    assert {one.verdict for one in report.findings} == {"ok", "no_permission"}


def test_a_blocked_form_fails_without_a_survey(sandbox: Sandbox) -> None:
    sandbox.order("faults", block_submissions=True)

    with pytest.raises(Exception, match="blocked"):
        sandbox.connector.act(CreateCandidate.model_validate(person(sandbox, answers=True)))

    assert "/surveySubmission.create" not in sandbox.transport.paths
