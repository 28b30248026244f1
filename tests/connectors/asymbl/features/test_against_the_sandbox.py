"""Everything once against a living org on a loopback port."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assay.clock import VirtualClock
from assay.connector import (
    ActionResult,
    Complete,
    Cursor,
    Gone,
    PassthroughRequest,
    ReadItem,
    ReadRequest,
    Row,
    Runtime,
    Settings,
    Skipped,
)
from assay.errors import InputError, VendorRefusedError, VendorUnavailableError
from assay.unified import actions as unified
from assay.unified.catalogue import MODELS
from assay_connectors.asymbl import connect
from assay_connectors.asymbl.connector import AsymblConnector
from assay_sandboxes.asymbl import create_app
from assay_sandboxes.core.serving import running

pytestmark = pytest.mark.loopback

CREDENTIAL = {"subdomain": "acme", "client_id": "3MVG9invented", "client_secret": "invented-secret"}
JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"
PDF = "JVBERi0xLjQ="
PERSON = {"first_name": "Nia", "last_name": "O'Brandt", "email_address": "nia.o'brandt@mail.example"}


class Loopback(httpx.BaseTransport):
    """Leads every address of Salesforce to the sandbox, with the host that was meant."""

    def __init__(self, origin: str) -> None:
        self._origin = httpx.URL(origin)
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        routed = httpx.Request(
            request.method,
            self._origin.copy_with(raw_path=request.url.raw_path),
            headers=request.headers,
            content=request.read(),
            extensions={"timeout": {"connect": 5, "read": 20, "write": 5, "pool": 5}},
        )
        answer = self._inner.handle_request(routed)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.read())

    def close(self) -> None:
        self._inner.close()


class Sandbox:
    """A sandbox, a connector on it, and what was read last."""

    def __init__(self, origin: str) -> None:
        self.control = httpx.Client(base_url=origin, timeout=20)
        self.transport = Loopback(origin)
        self.clock = VirtualClock()
        self.cursors: dict[str, str] = {}
        self.order("reset", world="core", faults={})
        self.profile("full")

    def order(self, path: str, **body: Any) -> Any:
        answer = self.control.post(f"/_sandbox/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json().get("result")

    def event(self, event_name: str, /, **parameters: Any) -> Any:
        return self.order(f"events/{event_name}", **parameters)

    def profile(self, name: str, **grants: Any) -> None:
        self.order("credentials", values=CREDENTIAL, grants={"profile": name, **grants})

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)
        self.order("clock", advance_s=seconds)

    def connect(self, credential: dict[str, str] | None = None, **settings: Any) -> AsymblConnector:
        self.transport.requests.clear()
        runtime = Runtime(
            transport=self.transport,
            now=self.clock.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )
        return connect(runtime, {**CREDENTIAL, **(credential or {})}, Settings(**settings))

    def read(self, mode: str = "full", created: tuple[str, ...] = (), **settings: Any) -> "Got":
        request = ReadRequest(
            models=frozenset(MODELS),
            mode="delta" if mode == "delta" else "full",
            cursors=self.cursors if mode == "delta" else {},
            created_application_ids=created,
        )
        got = Got(list(self.connect(**settings).read(request)))
        self.cursors |= {item.stream: item.token for item in got.items if isinstance(item, Cursor)}
        return got

    def act(self, action: unified.ActionInput, **settings: Any) -> ActionResult:
        return self.connect(**settings).act(action)

    @property
    def queries(self) -> list[str]:
        return [one.url.params["q"] for one in self.transport.requests if "q" in one.url.params]

    @property
    def writes(self) -> list[str]:
        return [
            f"{one.method} {one.url.path.split('/')[5]}"
            for one in self.transport.requests
            if one.method != "GET" and "/sobjects/" in one.url.path
        ]


class Got:
    """What one run gave."""

    def __init__(self, items: list[ReadItem]) -> None:
        self.items = items

    def of(self, model: str) -> list[Any]:
        return [item.record for item in self.items if isinstance(item, Row) and item.record.store_id == model]

    @property
    def gone(self) -> set[tuple[str, str]]:
        return {(item.model, item.remote_id) for item in self.items if isinstance(item, Gone)}

    @property
    def skipped(self) -> set[tuple[str, str | None]]:
        return {(item.model, item.field) for item in self.items if isinstance(item, Skipped)}

    @property
    def complete(self) -> set[str]:
        return {item.model for item in self.items if isinstance(item, Complete) and item.group is None}


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with running(create_app(public_url="https://acme.my.salesforce.com")) as address:
        yield address


@pytest.fixture
def sandbox(origin: str) -> Iterator[Sandbox]:
    living = Sandbox(origin)
    yield living
    living.control.close()
    living.transport.close()


def an_open_job(got: Got) -> Any:
    staffed = {join.job_id for join in got.of("ats_join_jobs_application_stages")}
    return next(job for job in got.of("ats_jobs") if job.status == "OPEN" and job.remote_id in staffed)


def ordered(got: Got, **more: Any) -> dict[str, Any]:
    return {"candidate": PERSON, "application": {"job_id": an_open_job(got).remote_id}, **more}


# --- reading -------------------------------------------------------------------------------------------


def test_the_core_company_is_read_whole(sandbox: Sandbox) -> None:
    got = sandbox.read()
    assert got.skipped == set()
    assert len(got.complete) == 7
    assert len(got.of("ats_candidates")) == 8
    jobs = {job.remote_id for job in got.of("ats_jobs")}
    stages = {stage.remote_id for stage in got.of("ats_application_stages")}
    for one in got.of("ats_applications"):
        assert one.job_id in jobs
        assert one.current_stage_id in stages
    assert not any("Job_Board_Application" in query for query in sandbox.queries)
    assert {"HIRING_MANAGER"} <= {role for one in got.of("ats_join_jobs_users") for role in one.roles}


@pytest.mark.parametrize("faults", [{"batch_cap": 3}, {"batch_cap": 2, "empty_page": True}])
def test_small_pages_give_the_same_records(sandbox: Sandbox, faults: dict[str, Any]) -> None:
    whole = [item for item in sandbox.read().items if isinstance(item, Row)]
    sandbox.order("faults", **faults)
    cut = [item for item in sandbox.read().items if isinstance(item, Row)]
    assert sorted(map(repr, cut)) == sorted(map(repr, whole))


def test_a_quiet_delta_reads_what_overlaps_and_deletes_nothing(sandbox: Sandbox) -> None:
    sandbox.read()
    got = sandbox.read("delta")
    assert got.gone == set()
    assert got.complete == set()
    assert sum("SystemModstamp >= " in query for query in sandbox.queries) == 5


def test_what_happens_to_an_application_is_seen(sandbox: Sandbox) -> None:
    first = sandbox.read()
    pending = next(one for one in first.of("ats_applications") if one.outcome == "PENDING")
    sandbox.sleep(3600)
    sandbox.event("reject_applicant", id=pending.remote_id, reason="Client Rejected")
    changed = {one.remote_id: one for one in sandbox.read("delta").of("ats_applications")}
    assert changed[pending.remote_id].outcome == "DECLINED"
    assert changed[pending.remote_id].rejection_reason_name == "Client Rejected"
    sandbox.sleep(3600)
    sandbox.event("delete_record", id=pending.remote_id)
    assert ("ats_applications", pending.remote_id) in sandbox.read("delta").gone
    sandbox.sleep(3600)
    sandbox.event("undelete_record", id=pending.remote_id)
    assert pending.remote_id in [one.remote_id for one in sandbox.read("delta").of("ats_applications")]


def test_a_merge_deletes_the_loser_and_moves_its_application(sandbox: Sandbox) -> None:
    first = sandbox.read()
    applications = first.of("ats_applications")
    loser = applications[0]
    winner = next(one.candidate_id for one in applications if one.candidate_id != loser.candidate_id)
    sandbox.sleep(3600)
    sandbox.event("merge_contacts", master_id=winner, loser_id=loser.candidate_id)
    got = sandbox.read("delta")
    assert ("ats_candidates", loser.candidate_id) in got.gone
    assert {one.remote_id: one.candidate_id for one in got.of("ats_applications")}[loser.remote_id] == winner


def test_after_fifteen_days_a_full_read_finds_what_was_purged(sandbox: Sandbox) -> None:
    first = sandbox.read()
    lost = first.of("ats_applications")[0].remote_id
    sandbox.event("delete_record", id=lost)
    sandbox.event("purge")
    sandbox.sleep(16 * 86_400)
    got = sandbox.read("delta")
    assert "ats_applications" in got.complete
    assert lost not in [one.remote_id for one in got.of("ats_applications")]


def test_lost_locators_are_resumed(sandbox: Sandbox) -> None:
    whole = sandbox.read()
    sandbox.order("faults", batch_cap=3, open_cursors=1, locator_lifetime_s=0)
    got = sandbox.read()
    assert got.complete == whole.complete
    for model in sorted(whole.complete - {"ats_join_jobs_users", "ats_join_jobs_application_stages"}):
        assert [one.remote_id for one in got.of(model)] == [one.remote_id for one in whole.of(model)]
    assert any("SystemModstamp > " in query for query in sandbox.queries)


def test_renamed_and_hidden_fields(sandbox: Sandbox) -> None:
    before = {job.remote_id: job.status for job in sandbox.read().of("ats_jobs")}
    sandbox.event("rename_field", object=JOB, name="bpats__Status__c", to="bpats__Job_Status__c")
    sandbox.profile("hidden_fields")
    got = sandbox.read()
    assert {job.remote_id: job.status for job in got.of("ats_jobs")} == before
    assert got.skipped == {("ats_jobs", "salary_amount"), ("ats_candidates", "phone_numbers")}
    assert len(got.complete) == 7


def test_a_field_of_the_customers_own(sandbox: Sandbox) -> None:
    sandbox.event("add_field", object="Contact", name="Shoe_size__c", label="Shoe size", value="43")
    mapping = {"candidates": {"shoes": "Shoe_size__c"}}
    got = sandbox.read(options={"custom_fields": mapping})
    assert {one.custom_fields["shoes"] for one in got.of("ats_candidates")} == {"43"}
    (offered,) = (one for one in got.of("ats_candidates")[0].integration_fields if one.label == "Shoe size")
    assert (offered.key, offered.type, offered.value) == ("Shoe_size__c", "CUSTOM", "43")


def test_all_fields_can_be_read(sandbox: Sandbox) -> None:
    plain, everything = (sandbox.read(options={"read_all_fields": flag}) for flag in (False, True))

    def values(got: Got) -> int:
        fields = (field for job in got.of("ats_jobs") for field in job.integration_fields)
        return sum(field.value is not None for field in fields)

    assert values(everything) > values(plain)
    assert everything.skipped == set()


def test_an_org_of_another_kind(sandbox: Sandbox) -> None:
    sandbox.order("faults", currencies=False, contact_record_types=False, country_codes=False)
    got = sandbox.read()
    assert {"EUR"} == {job.salary_currency for job in got.of("ats_jobs") if job.salary_amount is not None}
    assert len(got.complete) == 7
    applied = {one.candidate_id for one in got.of("ats_applications")}
    assert {one.remote_id for one in got.of("ats_candidates")} <= applied


@pytest.mark.parametrize(
    ("profile", "skipped"),
    [
        ("no_job_read", {"ats_jobs", "ats_join_jobs_users"}),
        (
            "no_package",
            {
                "ats_jobs",
                "ats_join_jobs_users",
                "ats_application_stages",
                "ats_join_jobs_application_stages",
                "ats_applications",
            },
        ),
    ],
)
def test_what_may_not_be_read_is_skipped(sandbox: Sandbox, profile: str, skipped: set[str]) -> None:
    sandbox.profile(profile)
    got = sandbox.read()
    assert {model for model, field in got.skipped if field is None} == skipped
    assert got.complete.isdisjoint(skipped)
    assert "ats_users" in got.complete


def test_a_used_up_quota(sandbox: Sandbox) -> None:
    sandbox.profile("quota_used")
    with pytest.raises(VendorUnavailableError, match="request limit"):
        sandbox.read()


def test_only_created_applications(sandbox: Sandbox) -> None:
    mine = sandbox.read().of("ats_applications")[0].remote_id
    got = sandbox.read(created=(mine,), only_created=True)
    assert [one.remote_id for one in got.of("ats_applications")] == [mine]
    assert len(got.of("ats_candidates")) == 1
    sandbox.event("delete_record", id=mine)
    assert ("ats_applications", mine) in sandbox.read(created=(mine,), only_created=True).gone


# --- acting --------------------------------------------------------------------------------------------


def test_somebody_new_is_created_with_everything(sandbox: Sandbox) -> None:
    got = sandbox.read()
    person = {
        **PERSON,
        "title": "Shift Supervisor",
        "phone_number": "(512) 757-6000",
        "location": {"city": "Austin", "country": "US", "zip_code": "78701"},
        "availability_date": "2026-08-01T00:00:00Z",
        "salary_expectations": {"amount": 5833, "period": "MONTH"},
    }
    file = {"name": "cv", "content_type": "application/pdf", "data": PDF, "type": "CV"}
    order = ordered(got, candidate=person, attachments=[file], source={"name": "LinkedIn"})
    result = sandbox.act(unified.CreateCandidate.model_validate(order))
    assert result.warnings == ()
    assert sandbox.writes == ["POST Contact", f"POST {APPLICANT}", "POST ContentVersion"]
    candidate, application = (item.record for item in result.items if isinstance(item, Row))
    assert candidate.remote_id == result.remote_id
    assert getattr(candidate, "location").country == "US"  # noqa: B009 -- of a union of records
    assert getattr(application, "outcome") == "PENDING"  # noqa: B009
    listed = sandbox.act(unified.GetCandidateAttachments(candidate_id=str(result.remote_id)))
    assert [(one.file_name, one.type) for one in listed.attachments] == [("cv.pdf", "CV")]
    assert listed.attachments[0].data_url.endswith(PDF)


def test_somebody_known_is_reused_and_not_changed(sandbox: Sandbox) -> None:
    got = sandbox.read()
    order = ordered(got)
    first = sandbox.act(unified.CreateCandidate.model_validate(order))
    other = next(job for job in got.of("ats_jobs") if job.remote_id != order["application"]["job_id"])
    again = {
        "candidate": {**PERSON, "first_name": "Other", "email_address": PERSON["email_address"].upper()},
        "application": {"job_id": other.remote_id},
    }
    second = sandbox.act(unified.CreateCandidate.model_validate(again), options={"closed_jobs": "accept"})
    assert second.remote_id == first.remote_id
    assert sandbox.writes == [f"POST {APPLICANT}"]
    with pytest.raises(VendorRefusedError, match="already applied") as caught:
        sandbox.act(unified.CreateCandidate.model_validate(order))
    assert caught.value.detail["candidate_id"] == first.remote_id
    assert "application_id" in caught.value.detail


@pytest.mark.parametrize("email", ["x'/**/or/**/name!='y@mail.example", "a'b+c'd@mail.example"])
def test_addresses_stay_in_their_quotes(sandbox: Sandbox, email: str) -> None:
    action = unified.CreateCandidate.model_validate(ordered(sandbox.read()))
    nasty = action.candidate.model_copy(update={"email_address": email})
    made = sandbox.act(action.model_copy(update={"candidate": nasty}))
    assert sandbox.writes == ["POST Contact", f"POST {APPLICANT}"]
    with pytest.raises(VendorRefusedError, match="already applied") as caught:
        sandbox.act(action.model_copy(update={"candidate": nasty}))
    assert caught.value.detail["candidate_id"] == made.remote_id


@pytest.mark.parametrize(("rule", "posts"), [("alert", 2), ("block", 1)])
def test_duplicate_rules(sandbox: Sandbox, rule: str, posts: int) -> None:
    got = sandbox.read()
    sandbox.act(unified.CreateCandidate.model_validate(ordered(got)))
    sandbox.order("faults", duplicate_rule=rule, duplicate_match="name")
    other = {**PERSON, "email_address": "another.nia@mail.example"}
    action = unified.CreateCandidate.model_validate(ordered(got, candidate=other))
    if rule == "block":
        with pytest.raises(VendorRefusedError):
            sandbox.act(action)
    else:
        sandbox.act(action)
    assert sandbox.writes.count("POST Contact") == posts


def test_a_stage_of_another_job_is_refused(sandbox: Sandbox) -> None:
    got = sandbox.read()
    job = an_open_job(got).remote_id
    foreign = next(join.stage_id for join in got.of("ats_join_jobs_application_stages") if join.job_id != job)
    with pytest.raises(InputError, match="is not one of job"):
        sandbox.act(
            unified.CreateApplication.model_validate(
                ordered(got, application={"job_id": job, "stage_id": foreign})
            )
        )
    assert sandbox.writes == []


def test_applications_move_within_their_job(sandbox: Sandbox) -> None:
    got = sandbox.read()
    one = next(one for one in got.of("ats_applications") if one.outcome == "PENDING")
    joins = got.of("ats_join_jobs_application_stages")
    target = next(
        join.stage_id for join in joins if join.job_id == one.job_id and join.stage_id != one.current_stage_id
    )
    move = unified.MoveApplicationToStage(application_id=one.remote_id, stage_id=target)
    (row,) = sandbox.act(move).items
    assert isinstance(row, Row)
    assert getattr(row.record, "current_stage_id") == target  # noqa: B009
    foreign = next(join.stage_id for join in joins if join.job_id != one.job_id)
    with pytest.raises(InputError):
        sandbox.act(unified.MoveApplicationToStage(application_id=one.remote_id, stage_id=foreign))
    assert sandbox.writes == []


def test_a_file_for_an_application_hangs_on_the_candidate(sandbox: Sandbox) -> None:
    one = sandbox.read().of("ats_applications")[0]
    file = unified.AttachmentFile(name="note.txt", content_type="text/plain", data="aGVsbG8=", type="OTHER")
    before = sandbox.act(unified.GetCandidateAttachments(candidate_id=one.candidate_id)).attachments
    result = sandbox.act(unified.AddApplicationAttachment(application_id=one.remote_id, attachment=file))
    assert len(result.warnings) == 1
    after = sandbox.act(unified.GetCandidateAttachments(candidate_id=one.candidate_id)).attachments
    assert {entry.file_name for entry in after} - {entry.file_name for entry in before} == {"note.txt"}


def test_a_session_that_ends_in_the_middle(sandbox: Sandbox) -> None:
    got = sandbox.read()
    sandbox.order("faults", refused=[{"code": "INVALID_SESSION_ID", "path": "POST /sobjects/{object}"}])
    sandbox.act(unified.CreateCandidate.model_validate(ordered(got)))
    assert sandbox.writes == ["POST Contact", "POST Contact", f"POST {APPLICANT}"]
    tokens = [one for one in sandbox.transport.requests if one.url.path.endswith("/token")]
    assert len(tokens) == 2


# --- probing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "lacking"),
    [
        ("full", set()),
        ("no_contact_create", {"scope:candidates:create"}),
        ("no_applicant_edit", {"scope:applications:move"}),
        ("readonly_fields", {"scope:applications:move", "scope:applications:create"}),
        ("no_job_read", {"scope:jobs:read"}),
    ],
)
def test_profiles_are_told_apart(sandbox: Sandbox, profile: str, lacking: set[str]) -> None:
    sandbox.profile(profile)
    report = sandbox.connect().test_scopes()
    found = {one.subject for one in report.findings if one.verdict == "no_permission"}
    assert {subject for subject in found if subject.startswith("scope:")} == lacking
    assert sandbox.writes == []


def test_every_model_answers_its_test(sandbox: Sandbox) -> None:
    sandbox.profile("hidden_fields")
    report = sandbox.connect().test_models(frozenset(MODELS))
    assert {one.verdict for one in report.findings} == {"ok"}
    assert len(sandbox.queries) == 7
    details = {one.subject: one.detail for one in report.findings}
    assert "bpats__Salary__c" in details["model:ats_jobs"]
    assert "MobilePhone" in details["model:ats_candidates"]


def test_each_mistake_of_a_customer(sandbox: Sandbox) -> None:
    def said(credential: dict[str, str] | None = None) -> tuple[str, str]:
        finding = sandbox.connect(credential).check().findings[-1]
        return finding.subject, finding.detail

    told = [
        said({"subdomain": "acne"}),
        said({"subdomain": "login"}),
        said({"client_id": "nobody"}),
        said({"client_secret": "wrong"}),
    ]
    for profile in ("no_api", "no_package"):
        sandbox.profile(profile)
        found = [one for one in sandbox.connect().check().findings if one.verdict != "ok"]
        told.append((found[-1].subject, found[-1].detail))
    assert [subject.removeprefix("credential:") for subject, _ in told] == [
        "subdomain",
        "subdomain",
        "client_id",
        "client_secret",
        "api",
        "package",
    ]
    assert len({detail for _, detail in told}) == len(told)


def test_calls_in_salesforces_own_words(sandbox: Sandbox) -> None:
    connector = sandbox.connect()
    limits = connector.passthrough(
        PassthroughRequest(method="GET", path="/services/data/v63.0/limits", api="v63")
    )
    assert limits.data["DailyApiRequests"]["Max"] == 15000
    wrong = connector.passthrough(
        PassthroughRequest(
            method="GET", path="/services/data/v63.0/query", params={"q": "SELECT FORM"}, api="v63"
        )
    )
    assert (wrong.status, wrong.data[0]["errorCode"]) == (400, "MALFORMED_QUERY")
