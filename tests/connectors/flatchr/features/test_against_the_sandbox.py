"""The connector against a living Flatchr on a loopback port: what it finds, what took effect, how often."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from assay.connector import Complete, Notice, PassthroughRequest, ReadRequest, Row, Runtime, Settings
from assay.errors import CredentialError, VendorRefusedError, VendorUnavailableError
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.flatchr import connect
from assay_sandboxes.core.serving import running
from assay_sandboxes.flatchr import create_app
from assay_sandboxes.flatchr.access import DEFAULT_KEY

pytestmark = pytest.mark.loopback

COMPANY = "Q7mXp2LdR9vTbK3w"
BOREAL = "atelier-boreal"
PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags"}
MODELS = frozenset(
    {"ats_jobs", "ats_application_stages", "ats_tags", "ats_join_jobs_application_stages", *PEOPLE}
)
PDF = base64.b64encode(b"%PDF-1.4 invented").decode()


class Loopback(httpx.BaseTransport):
    """Leads both hosts to the sandbox, each request on a connection of its own."""

    def __init__(self, origin: str) -> None:
        self._origin = httpx.URL(origin)
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.asked: list[tuple[str, str]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, request.url.path))
        path = request.url.raw_path
        if request.url.host == "careers.flatchr.io":
            path = b"/careers" + path
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
    """A sandbox and a connector on it, whose clocks move together."""

    def __init__(self, origin: str, world: str) -> None:
        self.control = httpx.Client(base_url=origin)
        self.transport = Loopback(origin)
        self.now = datetime(2026, 6, 15, 8, tzinfo=UTC)
        self.order("reset", world=world, faults={})
        self.connector = self.connect()

    def connect(self, slug: str = "acme", **options: Any) -> Any:
        runtime = Runtime(
            transport=self.transport,
            now=lambda: self.now,
            sleep=self.sleep,
            resolve=lambda _host: ("93.184.215.14",),
        )
        credential = {"api_key": DEFAULT_KEY, "company_key": COMPANY, "slug": slug}
        return connect(runtime, credential, Settings(options=options))

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.order("clock", advance_s=seconds)

    def order(self, what: str, **body: Any) -> Any:
        answer = self.control.post(f"/_sandbox/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def happen(self, event: str, **parameters: Any) -> Any:
        return self.order(f"events/{event}", **parameters)["result"]

    def read(self, *models: str, **options: Any) -> "Read":
        self.transport.asked.clear()
        connector = self.connect(**options) if options else self.connector
        return Read(list(connector.read(ReadRequest(models=frozenset(models) or MODELS))))

    def open_job(self) -> Any:
        """A job on the career site that people apply to."""
        jobs = self.read("ats_jobs").of("ats_jobs")
        return next(job for job in jobs if job.status == "OPEN" and job.visibility == "PUBLIC")

    def times(self, path: str) -> int:
        return sum(asked == path for _, asked in self.transport.asked)


class Read:
    """What one run gave."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items
        self.complete = {item.model for item in items if isinstance(item, Complete)}
        self.notices = [item.message for item in items if isinstance(item, Notice)]

    def of(self, model: str) -> list[Any]:
        return [
            item.record for item in self._items if isinstance(item, Row) and item.record.store_id == model
        ]

    def application(self, remote_id: str) -> Any:
        return next(one for one in self.of("ats_applications") if one.remote_id == remote_id)


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with running(create_app("https://api.flatchr.io", "https://storage.flatchr.test")) as address:
        yield address


@pytest.fixture
def world() -> str:
    return "core"


@pytest.fixture
def sandbox(origin: str, world: str) -> Iterator[Sandbox]:
    sandbox = Sandbox(origin, world)
    yield sandbox
    sandbox.transport.close()
    sandbox.control.close()


def creation(job_id: str, *files: dict[str, str], kind: Any = CreateCandidate, **more: Any) -> Any:
    return kind.model_validate(
        {
            "candidate": {
                "first_name": "Malo",
                "last_name": "Le Goff",
                "email_address": "malo.legoff@mail.example",
                "phone_number": "+33 7 55 44 33 22",
            },
            "application": {"job_id": job_id},
            "attachments": list(files),
            **more,
        }
    )


CV = {"name": "cv.pdf", "type": "CV", "data": PDF, "content_type": "application/pdf"}

# --- reading -----------------------------------------------------------------------------------------


def test_a_full_run_gives_all_models_and_writes_nothing(sandbox: Sandbox) -> None:
    read = sandbox.read()

    assert read.complete == MODELS
    assert read.notices == []
    assert all(read.of(model) for model in MODELS)
    assert {path for method, path in sandbox.transport.asked if method != "GET"} == {
        f"/company/{COMPANY}/search/applicants"
    }
    assert all(one.current_stage_id and one.job_id for one in read.of("ats_applications"))


@pytest.mark.parametrize("world", ["full"])
@pytest.mark.parametrize(
    "faults",
    [
        {"search_cap": 20},
        {"search_cap": 40, "search_end": "exclusive"},
        {"search_cap": 40, "search_zone": "Europe/Paris"},
        {"search_cap": 60, "archived_hidden_in_default_search": True},
        {"archived_hidden_in_default_search": True},
    ],
)
def test_whatever_the_search_cuts_or_hides_every_applicant_is_read(
    sandbox: Sandbox, faults: dict[str, Any]
) -> None:
    everybody = {one.remote_id for one in sandbox.read("ats_candidates").of("ats_candidates")}
    sandbox.order("faults", **faults)

    read = sandbox.read("ats_candidates")

    found = [one.remote_id for one in read.of("ats_candidates")]
    assert len(found) == len(set(found)) == len(everybody) > 200
    assert set(found) == everybody
    assert read.complete == {"ats_candidates"}


def test_a_refused_search_for_archived_ones_deletes_nobody(sandbox: Sandbox) -> None:
    sandbox.order("faults", archived_search_refused=True, archived_hidden_in_default_search=True)

    read = sandbox.read()

    assert not PEOPLE & read.complete
    assert len(read.notices) == 1


@pytest.mark.parametrize("readable", [True, False])
def test_two_columns_of_one_title_are_told_apart_or_left_open(sandbox: Sandbox, readable: bool) -> None:  # noqa: FBT001 -- a case
    stage = sandbox.read("ats_application_stages").of("ats_application_stages")[0]
    twin = sandbox.happen("add_column", title=stage.name)["column_id"]
    applicant = sandbox.read("ats_applications").of("ats_applications")[0].remote_id
    sandbox.happen("move_applicant", applicant_id=applicant, column_id=twin)
    sandbox.order("faults", applicant_read=readable)

    read = sandbox.read("ats_applications")

    assert read.application(applicant).current_stage_id == (str(twin) if readable else None)
    assert bool(read.notices) != readable


def test_an_archived_hire_stays_hired_and_an_archived_applicant_is_declined(sandbox: Sandbox) -> None:
    pending = [one for one in sandbox.read().of("ats_applications") if one.outcome == "PENDING"]
    hired, declined = pending[0].remote_id, pending[1].remote_id
    sandbox.happen("hire_applicant", applicant_id=hired)
    for applicant in (hired, declined):
        sandbox.happen("archive_applicant", applicant_id=applicant)

    read = sandbox.read("ats_applications")

    assert (read.application(hired).outcome, read.application(declined).outcome) == ("HIRED", "DECLINED")


def test_an_anonymised_applicant_stays_without_name_and_contacts(sandbox: Sandbox) -> None:
    applicant = sandbox.read("ats_applications").of("ats_applications")[0].remote_id
    sandbox.happen("anonymise_applicant", applicant_id=applicant)

    person = next(one for one in sandbox.read().of("ats_candidates") if one.remote_id == applicant)

    assert (person.first_name, person.last_name) == (None, None)
    assert (person.email_addresses, person.phone_numbers) == ([], [])


def test_hidden_columns_still_belong_to_every_job(sandbox: Sandbox) -> None:
    before = sandbox.read()
    stage, job = before.of("ats_application_stages")[0], before.of("ats_jobs")[0]
    sandbox.happen("hide_column", column_id=int(stage.remote_id), vacancy_id=job.remote_id)
    sandbox.happen("add_column", title="Sans les managers", visible=False)

    read = sandbox.read()

    stages, jobs = read.of("ats_application_stages"), read.of("ats_jobs")
    assert len(stages) == len(before.of("ats_application_stages")) + 1
    pairs = {(one.job_id, one.stage_id) for one in read.of("ats_join_jobs_application_stages")}
    assert pairs == {(one.remote_id, other.remote_id) for one in jobs for other in stages}


def test_persons_are_one_candidate_each_if_so_set(sandbox: Sandbox) -> None:
    read = sandbox.read(candidate_identity="candidate")

    persons = {one.remote_id for one in read.of("ats_candidates")}
    assert persons == {one.candidate_id for one in read.of("ats_applications")}
    assert len(persons) < len(read.of("ats_applications"))


def test_an_expired_key_asks_to_reconnect(sandbox: Sandbox) -> None:
    sandbox.happen("expire_key")

    with pytest.raises(CredentialError, match="expired"):
        sandbox.read()


# --- checking and passing through --------------------------------------------------------------------


def test_the_check_passes_and_notices_the_slug_of_another_company(sandbox: Sandbox) -> None:
    assert all(finding.verdict == "ok" for finding in sandbox.connector.check().findings)

    (wrong,) = [one for one in sandbox.connect(slug=BOREAL).check().findings if one.verdict != "ok"]

    assert wrong.subject == "credential:slug"
    assert "repair the slug" in wrong.detail


def test_both_interfaces_are_reached(sandbox: Sandbox) -> None:
    def get(api: str, path: str, **params: str) -> Any:
        return sandbox.connector.passthrough(
            PassthroughRequest(method="GET", path=path, api=api, params=params)
        )

    assert get("api", f"/company/{COMPANY}/tasks").status == 200
    assert "items" in get("career", "/company/acme.json").data
    missing = get("career", "/company/nobody.json")
    assert missing.status == 404
    assert "Not available for slug nobody" in missing.data["message"]


def test_a_cv_is_downloaded_once_per_second(sandbox: Sandbox) -> None:
    applicant = sandbox.read("ats_applications").of("ats_applications")[0].remote_id
    sandbox.happen("upload_cv", applicant_id=applicant)
    full = sandbox.connector.connection.api.applicant(applicant)
    place = {key: full["candidate"]["aws"][key] for key in ("key", "extension")}
    request = PassthroughRequest(
        method="GET", path=f"/company/{COMPANY}/files/expire", api="api", params=place
    )
    started = sandbox.now

    answers = [sandbox.connector.passthrough(request) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].data.startswith("%PDF")
    assert sandbox.times(f"/company/{COMPANY}/files/expire") == 3
    assert sandbox.now - started >= timedelta(seconds=1)


# --- creating ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("files", "path"), [((CV,), "json"), ((), "custom")])
def test_a_new_applicant_is_created_once_and_read_by_the_next_sync(
    sandbox: Sandbox, files: tuple[dict[str, str], ...], path: str
) -> None:
    job = sandbox.open_job()

    result = sandbox.connector.act(creation(job.remote_id, *files, kind=CreateApplication))

    assert result.warnings == ()
    assert sandbox.times(f"/vacancy/candidate/{path}") == 1
    stored = sandbox.read().application(result.remote_id)
    shown = result.items[1].record
    assert stored == shown
    assert stored.job_id == job.remote_id


def test_the_offerer_of_the_settings_is_the_source(sandbox: Sandbox) -> None:
    job = sandbox.open_job()

    plain = sandbox.connector.act(creation(job.remote_id))
    with_source = sandbox.connect(offerer_id=8123, careers_body_token=False).act(
        creation(
            job.remote_id,
            CV,
            source={"id": "8123"},
            candidate={"first_name": "Zoé", "last_name": "X", "email_address": "zoe@mail.example"},
        )
    )

    def source(result: Any) -> str:
        return str(result.items[0].record.remote_data["/company/{key}/search/applicants"]["source"])

    assert source(plain) == "Site carrière"
    assert source(with_source) not in {"Site carrière", ""}


def test_a_late_search_is_awaited(sandbox: Sandbox) -> None:
    sandbox.order("faults", search_delay={"seconds": 5})

    result = sandbox.connector.act(creation(sandbox.open_job().remote_id, CV))

    assert result.remote_id is not None
    assert sandbox.times("/vacancy/candidate/json") == 1


def test_a_search_that_is_later_than_that_leaves_the_outcome_unknown(sandbox: Sandbox) -> None:
    job = sandbox.open_job()
    sandbox.order("faults", search_delay={"seconds": 60})

    result = sandbox.connector.act(creation(job.remote_id, CV))

    assert result.remote_id is None
    assert "a later sync will bring it" in result.warnings[0]
    assert sandbox.times("/vacancy/candidate/json") == 1


@pytest.mark.parametrize(("dedupe", "same"), [("email", True), ("off", False)])
def test_a_second_creation_is_said_to_be_the_first_one_where_the_vendor_makes_it_so(
    sandbox: Sandbox,
    dedupe: str,
    same: bool,  # noqa: FBT001 -- a case
) -> None:
    sandbox.order("faults", dedupe=dedupe)
    job = sandbox.open_job()
    first = sandbox.connector.act(creation(job.remote_id, CV))

    second = sandbox.connector.act(creation(job.remote_id, CV))

    assert (second.remote_id == first.remote_id) is same
    assert bool(second.warnings) is same


def test_a_refusal_inside_a_success_creates_nothing(sandbox: Sandbox) -> None:
    job = sandbox.open_job()
    before = len(sandbox.read().of("ats_applications"))
    sandbox.order("faults", body_status_mismatch=True)

    with pytest.raises(VendorRefusedError):
        sandbox.connector.act(creation(job.remote_id, CV))

    assert sandbox.times("/vacancy/candidate/json") == 1
    assert len(sandbox.read().of("ats_applications")) == before


def test_an_answer_lost_after_the_vendor_stored_it_is_settled_by_search(sandbox: Sandbox) -> None:
    job = sandbox.open_job()
    sandbox.order("faults", drop_after_commit={"path": "/vacancy/candidate/json", "times": 1})

    result = sandbox.connector.act(creation(job.remote_id, CV))

    assert result.remote_id is not None
    assert sandbox.times("/vacancy/candidate/json") == 1
    assert len([one for one in sandbox.read().of("ats_candidates") if one.first_name == "Malo"]) == 1


def test_a_fault_before_anything_was_stored_is_the_callers_to_decide(sandbox: Sandbox) -> None:
    job = sandbox.open_job()
    sandbox.order("faults", server_error={"path": "/vacancy/candidate/json"})

    with pytest.raises(VendorUnavailableError) as caught:
        sandbox.connector.act(creation(job.remote_id, CV))

    assert caught.value.detail["outcome_unknown"] is True
    assert sandbox.times("/vacancy/candidate/json") == 1


@pytest.mark.parametrize("setting", ["strict_unknown_keys", "header_needs_body_token"])
def test_whatever_the_creation_is_strict_about_it_is_fulfilled(sandbox: Sandbox, setting: str) -> None:
    job = sandbox.open_job()
    sandbox.order("faults", **{setting: True})

    assert sandbox.connector.act(creation(job.remote_id, CV)).remote_id


def test_a_wall_before_the_careers_host_lets_the_default_user_agent_in(sandbox: Sandbox) -> None:
    sandbox.order("faults", waf="browsers_only")

    assert all(finding.verdict == "ok" for finding in sandbox.connector.check().findings)


def test_a_closed_wall_costs_what_the_career_site_tells(sandbox: Sandbox) -> None:
    sandbox.order("faults", waf="closed")

    jobs = sandbox.read("ats_jobs").of("ats_jobs")

    assert {job.visibility for job in jobs} == {None}
    assert all(job.employment_type for job in jobs)
