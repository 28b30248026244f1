"""Actions, probes and webhooks against a living Recruitee on a loopback port: what took effect, how often."""

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from assay.connector import Delivery, Gone, ReadRequest, Row, Runtime, Settings
from assay.errors import CredentialError, VendorNonsenseError
from assay.receiver import listening
from assay.unified import actions
from assay_connectors.recruitee import connect
from assay_connectors.recruitee.webhooks import EVENTS
from assay_sandboxes.core.serving import running
from assay_sandboxes.recruitee import create_app

pytestmark = pytest.mark.loopback

TOKEN = "token-invented-0001"
VALUES = {"api_token": TOKEN, "company_id": "41207", "subdomain": "acme"}
HOOKS = "https://hooks.example.test"
MODELS = frozenset(
    {
        "ats_users",
        "ats_jobs",
        "ats_application_stages",
        "ats_join_jobs_application_stages",
        "ats_screening_questions",
        "ats_join_jobs_screening_questions",
        "ats_candidates",
        "ats_applications",
        "ats_tags",
        "ats_rejection_reasons",
    }
)


class Loopback(httpx.BaseTransport):
    """Leads every canonical address to the sandbox, each request on a connection of its own."""

    def __init__(self, origin: str) -> None:
        self._origin = httpx.URL(origin)
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.calls: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url.path}")
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
        self.grant("admin")
        self.connector = self.connect()
        self.records: dict[str, list[Any]] = {}

    def grant(self, role: str) -> None:
        self.order("credentials", values=VALUES, grants={"role": role})

    def connect(self, **settings: Any) -> Any:
        runtime = Runtime(
            transport=self.transport,
            now=lambda: datetime(2026, 6, 15, 8, tzinfo=UTC),
            sleep=lambda _seconds: None,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return connect(runtime, VALUES, Settings(**settings))

    def read(self) -> dict[str, list[Any]]:
        records: dict[str, list[Any]] = {}
        for item in self.connector.read(ReadRequest(models=MODELS)):
            if isinstance(item, Row):
                records.setdefault(item.record.store_id, []).append(item.record)
        return records

    def act(self, kind: str, **inputs: Any) -> Any:
        return self.connector.act(getattr(actions, kind).model_validate(inputs))

    def close(self) -> None:
        self.control.close()
        self.transport.close()

    def order(self, what: str, **body: Any) -> Any:
        answer = self.control.post(f"/_sandbox/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def happen(self, event: str, **parameters: Any) -> Any:
        return self.order(f"events/{event}", **parameters)["result"]

    def ask(self, path: str) -> Any:
        answer = self.control.get(f"/c/41207{path}", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def person(self, candidate_id: Any) -> Any:
        return self.ask(f"/candidates/{candidate_id}")["candidate"]

    def one(self, model: str, **fields: Any) -> Any:
        return next(
            record
            for record in self.records[model]
            if all(getattr(record, name) == value for name, value in fields.items())
        )

    def count(self, call: str) -> int:
        return self.transport.calls.count(call)

    def asking_job(self) -> tuple[str, dict[str, str]]:
        """An open, public job, and its questions: id -> type."""
        types = {one.remote_id: one.format.type for one in self.records["ats_screening_questions"]}
        for job in self.records["ats_jobs"]:
            asked = {
                join.question_id: types[join.question_id]
                for join in self.records["ats_join_jobs_screening_questions"]
                if join.job_id == job.remote_id
            }
            if job.visibility == "PUBLIC" and asked:
                return str(job.remote_id), asked
        raise LookupError("no public job asks anything")

    def stages(self, job_id: str) -> list[str]:
        rows = [row for row in self.records["ats_join_jobs_application_stages"] if row.job_id == job_id]
        return [str(row.stage_id) for row in sorted(rows, key=lambda row: row.index)]


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with running(create_app("https://api.recruitee.com", "https://storage.recruitee.test")) as address:
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


def file(name: str, kind: str, content: bytes = b"%PDF-1") -> dict[str, str]:
    data = base64.b64encode(content).decode()
    return {"name": name, "type": kind, "data": data, "content_type": "application/pdf"}


def order(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    job_id, _ = sandbox.asking_job()
    return {
        "candidate": {
            "first_name": "Zoë",
            "last_name": "Ünal",
            "email_address": "zoe@new.example",
            "phone_number": "+49 30 1",
            "social_links": [{"url": "https://www.linkedin.com/in/zoe"}],
        },
        "application": {"job_id": job_id},
        "attachments": [
            file("cv.pdf", "CV"),
            {"name": "letter.pdf", "type": "COVER_LETTER", "data_url": "https://files.assay.test/letter.pdf"},
        ],
        "source": {"name": "Harbor Jobs"},
        "gdpr_consent": {"expires_at": "2027-02-11T00:00:00Z"},
        **more,
    }


def answers(sandbox: Sandbox) -> list[dict[str, Any]]:
    """A fitting answer to each question of the job."""
    given = []
    for question_id, kind in sandbox.asking_job()[1].items():
        options = getattr(
            sandbox.one("ats_screening_questions", remote_id=question_id).format, "options", None
        )
        answer: Any = {"BOOLEAN": True, "NUMBER": 4, "DATE": "2026-07-01", "TEXT": "Plenty"}.get(kind)
        if kind == "SINGLE_SELECT":
            answer = options[0].id
        if kind == "MULTI_SELECT":
            answer = [option.id for option in options]
        if kind == "FILE":
            answer = {
                key: value for key, value in file("work.pdf", "OTHER", b"work").items() if key != "type"
            }
        given.append({"question_id": question_id, "answer": answer})
    return given


def newest(sandbox: Sandbox) -> list[Any]:
    listed = sandbox.ask("/candidates?limit=1000&offset=0")["candidates"]
    return [one for one in listed if "zoe@new.example" in one["emails"]]


# --- creating ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["directly", "by the careers site"])
def test_a_person_is_created_with_everything_either_way(sandbox: Sandbox, way: str) -> None:
    job_id, _ = sandbox.asking_job()
    stage_id = sandbox.stages(job_id)[-2]
    given = answers(sandbox) if way == "by the careers site" else []
    inputs = order(
        sandbox,
        application={"job_id": job_id, "stage_id": stage_id},
        screening_question_answers=given,
    )

    result = sandbox.act("CreateApplication", **inputs)

    assert result.warnings == ()
    (listed,) = newest(sandbox)
    person = sandbox.person(listed["id"])
    (placement,) = person["placements"]
    assert (str(placement["id"]), str(placement["stage_id"])) == (result.remote_id, stage_id)
    assert person["source"] == ("career_site" if given else "manual")
    assert "Harbor Jobs" in person["sources"]
    assert person["social_links"] == ["https://www.linkedin.com/in/zoe"]
    assert person["gdpr_expires_at"].startswith("2027-02-11")
    assert person["cv_original_url"]
    attached = sandbox.ask(f"/candidates/{person['id']}/attachments")["attachments"]
    assert [one["filename"] for one in attached] == ["letter.pdf"]
    assert len(person["open_question_answers"]) == len(given)
    (application,) = [
        item.record
        for item in result.items
        if isinstance(item, Row) and item.record.store_id == "ats_applications"
    ]
    assert application.current_stage_id == stage_id
    assert len(application.screening_question_answers or []) == len(given)


@pytest.mark.parametrize("way", ["directly", "by the careers site"])
@pytest.mark.parametrize("fault", ["drop_after_commit", "truncated_json"])
@pytest.mark.parametrize("path", ["creation", "/attachments", "/change_stage"])
def test_creating_takes_effect_once_whatever_answer_is_lost(
    sandbox: Sandbox, way: str, fault: str, path: str
) -> None:
    job_id, _ = sandbox.asking_job()
    slug = sandbox.ask(f"/offers/{job_id}")["offer"]["slug"]
    given = answers(sandbox) if way == "by the careers site" else []
    calls = {
        "creation": f"/api/offers/{slug}/candidates" if given else "/c/41207/candidates",
        "/attachments": "/c/41207/attachments",
        "/change_stage": "PATCH /placements/{placement_id}/change_stage",
    }
    inputs = order(
        sandbox,
        application={"job_id": job_id, "stage_id": sandbox.stages(job_id)[-2]},
        screening_question_answers=given,
    )
    sandbox.order("faults", **{fault: {"path": calls[path], "times": 1}})

    result = sandbox.act("CreateApplication", **inputs)

    (listed,) = newest(sandbox)
    person = sandbox.person(listed["id"])
    assert [str(one["id"]) for one in person["placements"]] == [result.remote_id]
    attached = sandbox.ask(f"/candidates/{person['id']}/attachments")["attachments"]
    assert [one["filename"] for one in attached] == ["letter.pdf"]
    assert result.warnings == ()


def test_a_known_address_makes_a_second_person(sandbox: Sandbox) -> None:
    sandbox.act("CreateCandidate", **order(sandbox, attachments=[]))
    sandbox.act("CreateCandidate", **order(sandbox, attachments=[]))
    assert len(newest(sandbox)) == 2


@pytest.mark.parametrize("switch", [{"placement_lag_calls": 2}, {"lost_placements": True}])
def test_late_and_missing_applications_end_up_as_one(sandbox: Sandbox, switch: dict[str, Any]) -> None:
    sandbox.order("faults", **switch)

    result = sandbox.act("CreateApplication", **order(sandbox))

    (listed,) = newest(sandbox)
    assert [str(one["id"]) for one in sandbox.person(listed["id"])["placements"]] == [result.remote_id]
    assert sandbox.count("POST /c/41207/placements") == int("lost_placements" in switch)


def test_refused_files_keep_the_person(sandbox: Sandbox) -> None:
    sandbox.order("faults", refused_uploads=True)
    result = sandbox.act("CreateCandidate", **order(sandbox))
    assert [warning.partition(":")[0] for warning in result.warnings] == [
        "attachment 'cv.pdf'",
        "attachment 'letter.pdf'",
    ]
    sandbox.order("faults", refused_uploads=False)
    sandbox.act("AddCandidateAttachment", candidate_id=result.remote_id, attachment=file("cv.pdf", "CV"))
    assert sandbox.person(result.remote_id)["cv_original_url"]
    assert len(newest(sandbox)) == 1


# --- other actions -----------------------------------------------------------------------------------------


def test_tags_come_and_go(sandbox: Sandbox) -> None:
    candidate_id = sandbox.records["ats_candidates"][0].remote_id
    for _ in range(2):
        sandbox.act("AddCandidateTag", candidate_id=candidate_id, tag={"name": "brand new"})
    assert sandbox.person(candidate_id)["tags"].count("brand new") == 1

    for _ in range(2):
        sandbox.act("RemoveCandidateTag", candidate_id=candidate_id, tag={"name": "brand new"})
    assert "brand new" not in sandbox.person(candidate_id)["tags"]
    assert "brand new" in [tag["name"] for tag in sandbox.ask("/tags")["tags"]]


def test_a_new_cv_replaces_the_old_one(sandbox: Sandbox) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    candidate_id = application.candidate_id
    sandbox.happen(
        "attach_file", candidate_id=int(candidate_id), name="old.pdf", text="an older one", is_cv=True
    )
    before = sandbox.person(candidate_id)["cv_original_url"].partition("?")[0]

    sandbox.act(
        "AddApplicationAttachment",
        application_id=application.remote_id,
        attachment=file("new.pdf", "CV", b"%PDF-new"),
    )

    after = sandbox.person(candidate_id)["cv_original_url"].partition("?")[0]
    names = [one["filename"] for one in sandbox.ask(f"/candidates/{candidate_id}/attachments")["attachments"]]
    assert after != before
    assert "new.pdf" not in names
    assert len(names) >= 1


@pytest.mark.parametrize("style", ["signed", "relative"])
def test_files_come_back_readable(sandbox: Sandbox, style: str) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    for name, kind in (("cv.pdf", "CV"), ("a.txt", "OTHER")):
        sandbox.act(
            "AddApplicationAttachment", application_id=application.remote_id, attachment=file(name, kind)
        )
    sandbox.order("faults", file_urls=style)

    found = sandbox.act("GetApplicationAttachments", application_id=application.remote_id)

    assert [one.type for one in found.attachments].count("CV") == 1
    ours = next(one for one in found.attachments if one.file_name == "a.txt")
    assert ours.data_url.startswith("data:text/plain;base64," if style == "relative" else "https://")
    if style == "relative":
        assert base64.b64decode(ours.data_url.partition(",")[2]) == b"%PDF-1"


def test_moving_and_rejecting_happen_once(sandbox: Sandbox) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    target = next(one for one in sandbox.stages(application.job_id) if one != application.current_stage_id)
    sandbox.order("faults", drop_after_commit={"path": "PATCH /placements/{placement_id}/change_stage"})

    sandbox.act("MoveApplicationToStage", application_id=application.remote_id, stage_id=target)
    reason = sandbox.records["ats_rejection_reasons"][0]
    sandbox.act(
        "RejectApplication", application_id=application.remote_id, rejection_reason_id=reason.remote_id
    )

    path = f"PATCH /c/41207/placements/{application.remote_id}"
    assert sandbox.count(f"{path}/change_stage") == sandbox.count(f"{path}/disqualify") == 1
    (placement,) = [
        one
        for one in sandbox.person(application.candidate_id)["placements"]
        if str(one["id"]) == application.remote_id
    ]
    assert (str(placement["stage_id"]), placement["disqualify_reason"]) == (target, reason.name)


def test_a_move_without_effect_is_an_error(sandbox: Sandbox) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    target = next(one for one in sandbox.stages(application.job_id) if one != application.current_stage_id)
    sandbox.order("faults", ignored_moves=True)
    with pytest.raises(VendorNonsenseError, match="accepted the move"):
        sandbox.act("MoveApplicationToStage", application_id=application.remote_id, stage_id=target)


def test_a_rejection_without_effect_is_an_error(sandbox: Sandbox) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    reason_id = sandbox.records["ats_rejection_reasons"][0].remote_id
    sandbox.order("faults", ignored_disqualifications=True)
    with pytest.raises(VendorNonsenseError, match="accepted the rejection"):
        sandbox.act("RejectApplication", application_id=application.remote_id, rejection_reason_id=reason_id)


@pytest.mark.parametrize("fault", ["drop_after_commit", "truncated_json"])
def test_links_and_notes_are_left_once(sandbox: Sandbox, fault: str) -> None:
    application = sandbox.one("ats_applications", outcome="PENDING")
    lost = {"path": f"/c/41207/custom_fields/candidates/{application.candidate_id}/fields", "times": 1}
    sandbox.order("faults", **{fault: lost})
    details = {"custom_field_name_prefix": "Acme:", "attributes": [{"key": "Score", "value": "87"}]}
    for number in (1, 2):
        sandbox.act(
            "AddApplicationResultLink",
            application_id=application.remote_id,
            label="Result",
            url=f"https://results.example/{number}",
            details=details,
        )
    lost = {"path": f"POST /candidates/{application.candidate_id}/notes", "times": 1}
    sandbox.order("faults", **{fault: lost})
    text = "Passed <b>the</b>\ncoding task."
    sandbox.act("AddApplicationNote", application_id=application.remote_id, content=text)

    fields = [
        (field["name"], field["values"]) for field in sandbox.person(application.candidate_id)["fields"]
    ]
    assert [one for one in fields if one[0] in {"Result", "Acme: Score"}] == [
        ("Result", [{"text": "https://results.example/2"}]),
        ("Acme: Score", [{"text": "87"}]),
    ]
    notes = sandbox.ask(f"/candidates/{application.candidate_id}/notes")["notes"]
    assert [note["body"] for note in notes].count(text) == 1


# --- probes ------------------------------------------------------------------------------------------------


def verdicts(report: Any) -> dict[str, str]:
    return {finding.subject: finding.verdict for finding in report.findings}


def test_an_administrator_may_everything_and_the_test_writes_nothing(sandbox: Sandbox) -> None:
    before = sandbox.ask("/candidates?limit=1000&offset=0")["candidates"]
    assert set(verdicts(sandbox.connector.test_scopes()).values()) == {"ok"}
    assert sandbox.ask("/candidates?limit=1000&offset=0")["candidates"] == before


def test_a_reviewer_lacks_users_reasons_and_every_write(sandbox: Sandbox) -> None:
    sandbox.grant("reviewer")
    found = verdicts(sandbox.connector.test_scopes())
    assert {name for name, verdict in found.items() if verdict != "ok" and name.startswith("model:")} == {
        "model:ats_users",
        "model:ats_rejection_reasons",
    }
    assert {name for name, verdict in found.items() if verdict == "ok" and name.startswith("action:")} == {
        "action:get_application_attachments"
    }


def test_a_recruiter_with_assigned_jobs_is_told_so(sandbox: Sandbox) -> None:
    sandbox.grant("recruiter_assigned")
    found = verdicts(sandbox.connector.test_scopes())
    assert found["scope:jobs:see-all"] != "ok"
    assert found["scope:webhooks:manage"] == "no_permission"
    assert found["action:add_candidate_tag"] == "ok"


@pytest.mark.parametrize("status", [400, 401])
def test_a_revoked_token_is_no_credential(sandbox: Sandbox, status: int) -> None:
    sandbox.grant("revoked")
    sandbox.order("faults", bad_token_status=status)
    assert not sandbox.connector.test_scopes().credential


# --- webhooks ----------------------------------------------------------------------------------------------

Happens = Callable[[Sandbox], None]


def _placement(sandbox: Sandbox) -> int:
    return int(sandbox.one("ats_applications", outcome="PENDING").remote_id)


def _free_job(sandbox: Sandbox, candidate_id: str) -> int:
    taken = {one.job_id for one in sandbox.records["ats_applications"] if one.candidate_id == candidate_id}
    return int(next(job.remote_id for job in sandbox.records["ats_jobs"] if job.remote_id not in taken))


def _place(sandbox: Sandbox) -> None:
    candidate_id = sandbox.records["ats_candidates"][0].remote_id
    sandbox.happen(
        "place_candidate", candidate_id=int(candidate_id), offer_id=_free_job(sandbox, candidate_id)
    )


def _publish(sandbox: Sandbox) -> None:
    job_id = int(sandbox.asking_job()[0])
    sandbox.happen("unpublish_offer", offer_id=job_id)
    sandbox.happen("publish_offer", offer_id=job_id)


HAPPENINGS: dict[str, tuple[Happens, str]] = {
    "new_candidate": (
        lambda s: s.happen("add_candidate", name="Ada New", email="ada@new.example", origin="email"),
        "ats_candidates",
    ),
    "candidate_assigned": (_place, "ats_applications"),
    "candidate_moved": (
        lambda s: s.happen(
            "disqualify_placement",
            placement_id=_placement(s),
            reason_id=int(s.records["ats_rejection_reasons"][0].remote_id),
        ),
        "ats_applications",
    ),
    "candidate_deleted": (
        lambda s: s.happen("delete_candidate", candidate_id=int(s.records["ats_candidates"][0].remote_id)),
        "ats_candidates",
    ),
    "offer_published": (_publish, "ats_jobs"),
    "offer_unpublished": (
        lambda s: s.happen("archive_offer", offer_id=int(s.asking_job()[0])),
        "ats_jobs",
    ),
    "offer_updated": (
        lambda s: s.happen("edit_offer", offer_id=int(s.asking_job()[0]), title="Florist"),
        "ats_jobs",
    ),
}


def test_every_event_has_its_happening() -> None:
    assert tuple(HAPPENINGS) == EVENTS


@pytest.mark.parametrize("kind", EVENTS)
def test_each_event_arrives_signed_and_changes_its_model(sandbox: Sandbox, kind: str) -> None:
    happens, model = HAPPENINGS[kind]
    with listening() as receiver:
        sandbox.order("routes", **{HOOKS: receiver.url})
        made = sandbox.connector.subscribe(f"{HOOKS}/recruitee", "proposed")
        (test,) = receiver.collect()
        happens(sandbox)
        deliveries = receiver.collect()
        sandbox.connector.unsubscribe(made.ids)
        happens_after = receiver.collect()

    assert made.secret
    assert list(sandbox.connector.receive(test, "proposed")) == []
    delivery = next(one for one in deliveries if f'"event_type":"{kind}"'.encode() in one.body)
    items = list(sandbox.connector.receive(delivery, made.secret))
    touched = {item.model for item in items if isinstance(item, Gone)}
    touched |= {item.record.store_id for item in items if isinstance(item, Row)}
    assert model in touched
    assert happens_after == []
    forged = Delivery(headers=delivery.headers, body=delivery.body.replace(b"}", b" }", 1))
    with pytest.raises(CredentialError):
        sandbox.connector.receive(forged, made.secret)


def test_setting_up_twice_leaves_one_subscription_with_a_known_secret(sandbox: Sandbox) -> None:
    with listening() as receiver:
        sandbox.order("routes", **{HOOKS: receiver.url})
        sandbox.connector.subscribe(f"{HOOKS}/recruitee", "proposed")
        again = sandbox.connect().subscribe(f"{HOOKS}/recruitee", "proposed")

    listed = sandbox.ask("/webhooks")["webhooks"]
    assert [str(one["id"]) for one in listed] == [again.ids["new_candidate"]]
    assert again.secret


@pytest.mark.parametrize("cause", ["role", "no api"])
def test_where_webhooks_cannot_be_made_a_person_adds_them(sandbox: Sandbox, cause: str) -> None:
    if cause == "role":
        sandbox.grant("recruiter_assigned")
    else:
        sandbox.order("faults", webhook_registration=False)
    assert sandbox.connector.subscribe(f"{HOOKS}/recruitee", "proposed").by_hand == EVENTS
