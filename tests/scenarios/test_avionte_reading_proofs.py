"""Every proof about reading Avionté, its webhooks and its bill says no to other evidence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assay.errors import ConnectorError, CredentialError, InputError
from assay.evidence import Played, Snapshot, Step, Trace
from assay.player import WEBHOOK_SECRET
from assay.unified.records import Application, ApplicationStage, Candidate, Job
from assay_contracts.avionte import calls, deliveries
from assay_contracts.avionte.scenarios import connecting, full_sync, listing, pipeline, selecting, webhooks

from .tampered_avionte import also, delivering, given_otherwise
from .tampering import (
    Change,
    Proofs,
    changed,
    every_call,
    putting,
    recorded,
    rewritten,
    with_request,
    with_response,
    with_step,
    with_steps,
    without_calls,
)

_READING = Proofs("avionte", connecting, full_sync, listing, pipeline, selecting, webhooks)
PROOFS, trace_of, says_no = _READING.by_clause, _READING.trace_of, _READING.says_no

G = "behaviour/general"
SETUPS = {f"{G}/access-asks-for-partner-and-tenant", f"{G}/either-tenant-header-is-sent"}
"""These look at no data set."""
ABOUT_CALLS = SETUPS | {f"{G}/calls-are-counted-and-keep-to-the-budget"}
ABOUT_TIME = {f"{G}/a-token-is-renewed-before-and-after-expiry"}
"""These look at when a data set was made, and not into it."""
SOME = f"{calls.PREFIX}/talent/70110022"
"""A call that has nothing to do with anything."""

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))

Tamper = Callable[[Trace], Trace]


# --- all proofs ----------------------------------------------------------------------------------


def test_everything_about_reading_has_a_proof_here() -> None:
    assert len(PROOFS) == 30


@every_proof
def test_a_proof_holds_on_its_recording_and_names_exchanges(clause: str) -> None:
    shown = PROOFS[clause].show(trace_of(clause))

    assert shown.message
    assert shown.played


@every_proof
def test_a_scenario_that_did_nothing_shows_nothing(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=(), exchanges=()))


@every_proof
def test_no_exchange_no_proof(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda _: None))


@every_proof
def test_a_vendor_that_is_out_of_order_is_no_evidence(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, status=500)))


@every_proof
def test_steps_that_failed_show_nothing(clause: str) -> None:
    broken = ConnectorError("it did not work")

    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=broken)))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - ABOUT_CALLS - ABOUT_TIME))
def test_an_empty_data_set_is_no_proof(clause: str) -> None:
    def emptied(step: Step) -> Step:
        return step if step.snapshot is None else replace(step, snapshot=replace(step.snapshot, records={}))

    says_no(clause, with_steps(trace_of(clause), emptied))


@pytest.mark.parametrize("clause", sorted(PROOFS.keys() - ABOUT_CALLS))
def test_no_data_set_no_proof(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, snapshot=None)))


# --- single things -------------------------------------------------------------------------------


def _everywhere(trace: Trace, change: Callable[[Snapshot], Snapshot]) -> Trace:
    return with_steps(
        trace, lambda step: replace(step, snapshot=change(step.snapshot)) if step.snapshot else step
    )


def stored(model: type[Any], fits: Callable[[Any], object] = lambda _: True, **values: Any) -> Tamper:
    """Other values in every record that fits, in every data set."""

    def change(snapshot: Snapshot) -> Snapshot:
        rows = (r.model_copy(update=values) if fits(r) else r for r in snapshot.of(model.store_id))
        return replace(snapshot, records={**snapshot.records, model.store_id: tuple(rows)})

    return lambda trace: _everywhere(trace, change)


def lost(model: type[Any], fits: Callable[[Any], object] = lambda _: True) -> Tamper:
    """No such record in any data set; by default none of the model."""

    def change(snapshot: Snapshot) -> Snapshot:
        rows = tuple(row for row in snapshot.of(model.store_id) if not fits(row))
        return replace(snapshot, records={**snapshot.records, model.store_id: rows})

    return lambda trace: _everywhere(trace, change)


def data_of(name: str, other: str) -> Tamper:
    """The data set after a step is that of another one."""
    return lambda trace: with_step(trace, name, snapshot=trace.after(other))


def more(name: str, path: str = SOME, method: str = "GET") -> Tamper:
    return lambda trace: also(trace, name, method, path)


def step(name: str, **facts: Any) -> Tamper:
    return lambda trace: with_step(trace, name, **facts)


def answered(name: str, path: str, change: Change) -> Tamper:
    return lambda trace: rewritten(trace, name, path, response=change)


def each(**values: Any) -> Change:
    """Other values in each object of a bare list."""
    return lambda body: [{**item, **values} for item in body]


def without(name: str, path: str) -> Tamper:
    return lambda trace: without_calls(trace, name, path)


def asked(name: str, path: str, url: str) -> Tamper:
    """Calls of a path in a step go somewhere else."""
    return lambda trace: changed(
        trace, name, path, lambda one: with_request(one, url=f"https://api.avionte.com{url}")
    )


def headed(name: str, **headers: str | None) -> Tamper:
    """Calls of a step with other headers; None takes one away."""

    def change(one: Played) -> Played:
        sent = {**one.exchange.request.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return with_request(one, headers={k: v for k, v in sent.items() if v is not None})

    def tamper(trace: Trace) -> Trace:
        return with_step(trace, name, played=tuple(change(one) for one in trace.step(name).played))

    return tamper


def told(name: str, old: bytes, new: bytes) -> Tamper:
    return lambda trace: delivering(trace, name, old, new)


def called_by_its_name(trace: Trace) -> Trace:
    name = f"{webhooks.NEWS_OF_START} #1"
    return delivering(trace, name, b"talent_something_happened", b"placement_started")


def delivered_with(name: str, **headers: str) -> Tamper:
    def tamper(trace: Trace) -> Trace:
        delivery = trace.step(name).delivery
        assert delivery is not None
        return with_step(trace, name, delivery=replace(delivery, headers=headers))

    return tamper


def guided(**facts: Any) -> Tamper:
    def tamper(trace: Trace) -> Trace:
        guide = trace.step(connecting.GUIDE).guide
        assert guide is not None
        return with_step(trace, connecting.GUIDE, guide=replace(guide, **facts))

    return tamper


def found_nothing_wrong(name: str) -> Tamper:
    def tamper(trace: Trace) -> Trace:
        report = trace.step(name).scopes
        assert report is not None
        return with_step(trace, name, scopes=replace(report, findings=()))

    return tamper


def _public_secret() -> Tamper:
    def tamper(trace: Trace) -> Trace:
        guide = trace.step(connecting.GUIDE).guide
        assert guide is not None
        fields = tuple(replace(field, secret=False) for field in guide.credential_fields)
        return guided(credential_fields=fields)(trace)

    return tamper


def older(name: str, **by: float) -> Tamper:
    def tamper(trace: Trace) -> Trace:
        snapshot = trace.after(name)
        return with_step(trace, name, snapshot=replace(snapshot, at=snapshot.at + timedelta(**by)))

    return tamper


def _numbers(name: str) -> list[int]:
    """The jobs selected in a step of the selected mode."""
    selected = recorded("avionte", selecting.SELECTED).step(name).settings["options"]["selected_jobs"]
    return list(selected)


BACKEND = str(_numbers(selecting.FIRST)[0])
CHIEF = str(_numbers(selecting.ONE_MORE)[1])
NEWS_OF_NAME, NEWS_OF_END = f"{selecting.NEWS_OF_NAME} #1", f"{selecting.NEWS_OF_END} #1"
OPENED = f"{pipeline.NEWS} #1"
MERGE, AGAIN = f"{webhooks.NEWS_OF_MERGE} #1", f"{webhooks.AGAIN} #1"
MOVED_ON, STARTED, PLACE = (
    f"{one} #1" for one in (webhooks.NEWS_OF_STAGE, webhooks.NEWS_OF_START, webhooks.NEWS_OF_PLACE)
)


def _is(number: str) -> Callable[[Any], bool]:
    return lambda row: bool(row.remote_id == number)


def _is_of(job: str) -> Callable[[Any], bool]:
    return lambda row: str(row.remote_id).endswith(f":{job}")


def _hidden(row: Any) -> bool:
    place = recorded("avionte", pipeline.HIDDEN).step(pipeline.PIPELINED).inputs
    return bool(row.remote_id == f"{place['talent_id']}:{place['job_id']}")


def _known_before(trace: Trace) -> Trace:
    """The hidden application is there from the first."""
    [row] = [one for one in trace.after(pipeline.LATER).of(Application.store_id) if _hidden(one)]

    def change(snapshot: Snapshot) -> Snapshot:
        kept = tuple(one for one in snapshot.of(Application.store_id) if not _hidden(one))
        return replace(snapshot, records={**snapshot.records, Application.store_id: (*kept, row)})

    return _everywhere(trace, change)


def _merged(name: str) -> str:
    return str(recorded("avionte", webhooks.WEBHOOKS).step(webhooks.MERGED).inputs[name])


def _renamed_in_silence(trace: Trace) -> Trace:
    """The job has another name after the second run."""
    renamed = stored(Job, name="Another")(trace).after(selecting.AGAIN)
    return with_step(trace, selecting.AGAIN, snapshot=renamed)


def _not_a_text(trace: Trace) -> Trace:
    """A resource that is an object instead of JSON in a text."""
    old = trace.step(STARTED).delivery
    assert old is not None
    begin, end = old.body.index(b'"Resource":') + 11, old.body.index(b',"ResourceModelType"')
    body = old.body[:begin] + b'{"PlacementId":1}' + old.body[end:]
    return with_step(trace, STARTED, delivery=replace(old, body=body))


def _with_custom_field(trace: Trace) -> Trace:
    jobs = trace.after(full_sync.PEOPLE).of(Job.store_id)
    fields = [field for job in jobs for field in getattr(job, "integration_fields", None) or ()]
    custom = next(field for field in fields if field.type == "CUSTOM")
    return stored(Candidate, integration_fields=[custom])(trace)


def _as_one_list(trace: Trace) -> Trace:
    """The vendor lists its stages in their order already."""

    def ordered(body: Any) -> Any:
        kinds = ("Pipeline", "Nominated")
        return sorted(body, key=lambda row: (kinds.index(row["category"]), row["sortOrder"]))

    return rewritten(trace, full_sync.PEOPLE, calls.ACTIVITIES, response=ordered)


DATES, TAX = "behaviour/jobs/unusual-dates-are-understood", "behaviour/candidates/tax-numbers-are-not-kept"
STAGES, RATES = (
    "behaviour/application-stages/two-stages-are-our-own",
    "behaviour/jobs/a-zero-rate-is-no-salary",
)
EXPLORED, ALONE = (
    "behaviour/jobs/the-explorer-lists-custom-fields-of-jobs",
    "behaviour/custom-field-explorer/the-explorer-covers-jobs-alone",
)
FULL, LISTS = f"{G}/full-mode-reads-jobs-alone", f"{G}/id-lists-are-paged-to-the-end"
DEFAULT, EMPTY = f"{G}/selected-jobs-is-the-mode-unless-told", f"{G}/an-empty-selection-costs-one-call"
WHOLE, ONCE = f"{G}/a-newly-selected-job-comes-whole", f"{G}/a-synced-job-is-not-synced-again"
SINGLY, FRESH = f"{G}/one-id-is-read-singly", f"{G}/webhooks-keep-a-synced-job-fresh"
KEPT, COUNTED = "behaviour/jobs/archived-jobs-are-kept", f"{G}/calls-are-counted-and-keep-to-the-budget"
SCHEDULE, PERSON = f"{G}/full-mode-runs-no-schedule", f"{G}/a-person-may-sync-at-any-time"
UNREAD, OPENS = f"{G}/unannounced-pipeline-rows-stay-unread", f"{G}/a-webhook-opens-a-pipeline-row"
KEYS, REPEATED = (
    f"{G}/double-encoded-resources-are-told-apart-by-keys",
    f"{G}/a-repeated-webhook-takes-effect-once",
)
SECRET, ONE = (
    f"{G}/a-wrong-secret-changes-nothing",
    "behaviour/applications/one-application-per-talent-and-job",
)
MERGED = "behaviour/candidates/a-merge-deletes-the-loser-and-rekeys-its-applications"
FORM, TOKEN = (
    f"{G}/access-asks-for-partner-and-tenant",
    f"{G}/a-token-is-renewed-before-and-after-expiry",
)
TENANT = f"{G}/either-tenant-header-is-sent"
TOKENS = calls.TOKEN

CASES: list[tuple[str, str, Tamper]] = [
    # the full mode
    (FULL, "something else", more(full_sync.JOBS)),
    (FULL, "something else", more(full_sync.JOBS, calls.ACTIVITIES)),
    (FULL, "the mode is", step(full_sync.JOBS, settings={})),
    (FULL, "were stored", data_of(full_sync.JOBS, full_sync.PEOPLE)),
    (FULL, "listed", lost(Job, lambda job: job.status == "DRAFT")),
    (FULL, "stored", lost(Job)),
    (SCHEDULE, "ended with", step(listing.ON_SCHEDULE, error=None)),
    (SCHEDULE, "does not say why", step(listing.ON_SCHEDULE, error=InputError("no"))),
    (SCHEDULE, "requests were sent", more(listing.ON_SCHEDULE)),
    (SCHEDULE, "failed", step(listing.BY_HAND, error=InputError("no"))),
    (SCHEDULE, "cost", more(listing.BY_HAND)),
    (SCHEDULE, "the jobs changed", data_of(listing.ON_SCHEDULE, listing.SELECTED)),
    (PERSON, "ended with", step(listing.TOO_MANY, error=None)),
    (PERSON, "ended with", step(listing.SELECTED_TOO_MANY, error=CredentialError("no"))),
    (PERSON, "does not say why", step(listing.TOO_MANY, error=InputError("no"))),
    (PERSON, "requests were sent", more(listing.SELECTED_TOO_MANY)),
    (PERSON, "was over", step(listing.TOO_MANY, number=99)),
    (PERSON, "failed", step(listing.SELECTED, error=InputError("no"))),
    (LISTS, "got pages of", answered(listing.FROM_ONE, calls.JOB_IDS, lambda body: body[:3])),
    (LISTS, "asked for the pages", without(listing.FROM_ONE, f"{calls.PREFIX}/jobs/ids/1/40")),
    (LISTS, "asked for the pages", step(listing.FROM_ZERO, settings={"page_size": 5})),
    (LISTS, "got pages of", without(listing.SAFELY, f"{calls.PREFIX}/jobs/ids/2/4")),
    (
        LISTS,
        "something else than a list",
        lambda trace: rewritten(trace, listing.FROM_ONE, calls.JOBS, request=lambda _: {}),
    ),
    (
        LISTS,
        "at once",
        lambda trace: rewritten(trace, listing.FROM_ONE, calls.JOBS, request=lambda body: body * 2),
    ),
    (
        LISTS,
        "asked for",
        lambda trace: rewritten(trace, listing.FROM_ZERO, calls.JOBS, request=lambda body: body[1:]),
    ),
    (LISTS, "stored", lost(Job, lambda job: job.status == "DRAFT")),
    # what is read
    (STAGES, "the stages are", stored(ApplicationStage, _is("PIPELINE"), global_index=99)),
    (STAGES, "stand at", stored(ApplicationStage, _is("WEB_APPLICATION"), global_index=-1)),
    (STAGES, "ours are", stored(ApplicationStage, _is("PIPELINE"), remote_data={"/job": {}})),
    (STAGES, "ours are", stored(ApplicationStage, _is("PIPELINE"), name="Short list")),
    (STAGES, "of one kind", answered(full_sync.PEOPLE, calls.ACTIVITIES, each(category="Nominated"))),
    (STAGES, "anyway", _as_one_list),
    (DATES, "read as", answered(full_sync.PEOPLE, calls.JOBS, each(createdDate="2026-05-02T07:00:00.12"))),
    (DATES, "read as", answered(full_sync.PEOPLE, calls.TALENTS, each(lastUpdatedDate=None))),
    (DATES, "read as", stored(Candidate, remote_created_at=None)),
    (RATES, "pays", stored(Job, lambda job: job.salary_amount_from is None, salary_amount_from=0.0)),
    (RATES, "pays", stored(Job, salary_amount=0.0)),
    (RATES, "regular rate", answered(full_sync.PEOPLE, calls.JOBS, each(minPayRate=1.0))),
    (TAX, "has a tax number", answered(full_sync.PEOPLE, calls.TALENTS, each(taxIdNumber=None))),
    (TAX, "is kept", stored(Candidate, remote_data={"/talent": {"taxIdNumber": None}})),
    (TAX, "is kept", stored(Candidate, remote_data={"/talent": {"ssn": "900112233"}})),
    (TAX, "is kept", stored(Candidate, remote_data={"/talent": {"resumeContents": "JVBERi0="}})),
    (TAX, "nothing is kept", stored(Candidate, remote_data=None)),
    (EXPLORED, "lists", stored(Job, integration_fields=[])),
    (EXPLORED, "of 2", _with_custom_field),
    (EXPLORED, "lists", answered(full_sync.PEOPLE, calls.JOBS, each(customJobDetails=[]))),
    (ALONE, "are listed", _with_custom_field),
    (ALONE, "came with", stored(Candidate, custom_fields={})),
    (ALONE, "no talent", answered(full_sync.PEOPLE, calls.TAGS, putting(customFields={}))),
    (ALONE, "lists", stored(Job, integration_fields=None)),
    # the selected mode
    (DEFAULT, "the settings are", step(selecting.NOTHING, settings={"options": {"sync_mode": "selected"}})),
    (DEFAULT, "cost", more(selecting.NOTHING, f"{calls.PREFIX}/jobs/ids/1/100")),
    (DEFAULT, "jobs were read", data_of(selecting.NOTHING, selecting.AGAIN)),
    (EMPTY, "are selected", step(selecting.NOTHING, settings={"options": {"selected_jobs": [1]}})),
    (EMPTY, "reported", step(selecting.NOTHING, billed={})),
    (EMPTY, "cost", more(selecting.NOTHING)),
    (EMPTY, "differ", answered(selecting.NOTHING, calls.ACTIVITIES, lambda body: body[1:])),
    (EMPTY, "the mode is", step(selecting.NOTHING, settings={"options": {"sync_mode": "full"}})),
    (WHOLE, "stored are", lost(Application, _is_of(BACKEND))),
    (WHOLE, "not stored", lost(Job)),
    (WHOLE, "the job was known", data_of(selecting.NOTHING, selecting.FIRST)),
    (WHOLE, "were not read", without(selecting.FIRST, calls.NOMINATION)),
    (WHOLE, "reported", step(selecting.FIRST, billed={"JOB_GET": 1})),
    (WHOLE, "cost", more(selecting.FIRST)),
    (WHOLE, "applied", answered(selecting.FIRST, calls.APPLICANTS, lambda _: [])),
    (ONCE, "cost", more(selecting.AGAIN, f"{calls.PREFIX}/webapplicants/job/{BACKEND}")),
    (ONCE, "were selected", step(selecting.AGAIN, settings={"options": {"selected_jobs": []}})),
    (ONCE, "changed", _renamed_in_silence),
    (SINGLY, "was called", more(selecting.ONE_MORE, calls.TALENTS, "POST")),
    (SINGLY, "was called", more(selecting.ONE_MORE, calls.JOBS, "POST")),
    (SINGLY, "talents", answered(selecting.ONE_MORE, calls.APPLICANTS, lambda _: [{"talentId": 1}])),
    (
        SINGLY,
        "read singly",
        asked(selecting.ONE_MORE, f"{calls.PREFIX}/job/{CHIEF}", f"{calls.PREFIX}/job/1"),
    ),
    (
        SINGLY,
        "selected",
        step(selecting.ONE_MORE, settings={"options": {"selected_jobs": _numbers(selecting.FIRST)}}),
    ),
    (FRESH, "called", stored(Job, _is(BACKEND), name=selecting.BACKEND)),
    (FRESH, "cost", more(NEWS_OF_NAME)),
    (FRESH, "is about", told(NEWS_OF_NAME, BACKEND.encode(), CHIEF.encode())),
    (FRESH, "with the secret", delivered_with(NEWS_OF_NAME)),
    (FRESH, "about the tenant", told(NEWS_OF_NAME, b"3051", b"3077")),
    (FRESH, "ran in between", lambda trace: _with_a_run_before(trace, NEWS_OF_NAME)),
    (KEPT, "is (", stored(Job, _is(BACKEND), status="OPEN")),
    (
        KEPT,
        "is (",
        lambda trace: stored(Job, _is(BACKEND), remote_deleted_at=trace.after(NEWS_OF_END).at)(trace),
    ),
    (KEPT, "does not say archived", answered(NEWS_OF_END, calls.JOB, putting(isArchived=False))),
    (COUNTED, "reported", step(selecting.FIRST, billed={})),
    (COUNTED, "cost", step(selecting.FIRST, budget=1)),
    (COUNTED, "nothing is said", step(NEWS_OF_END, budget=None)),
    (COUNTED, "is not counted", asked(selecting.FIRST, TOKENS, "/somewhere/else")),
    (
        COUNTED,
        "same",
        lambda trace: with_steps(trace, lambda one: replace(one, played=(), billed={}, budget=0)),
    ),
    # the pipeline
    (UNREAD, "was read", more(pipeline.FULL, f"{calls.PREFIX}/pipeline/1")),
    (UNREAD, "was read", more(pipeline.SELECTED, f"{calls.PREFIX}/pipeline/1")),
    (UNREAD, "is an application", _known_before),
    (UNREAD, "nobody was put", step(pipeline.PIPELINED, happened={})),
    (UNREAD, "came before", lambda trace: with_step(trace, pipeline.FULL, kind="webhook")),
    (UNREAD, "not stored", lost(Job)),
    (OPENS, "there before", _known_before),
    (OPENS, "no application", lost(Application, _hidden)),
    (OPENS, "is in", stored(ApplicationStage, _is("PIPELINE"), remote_id="WEB_APPLICATION")),
    (OPENS, "times", more(OPENED, f"{calls.PREFIX}/pipeline/1")),
    (OPENS, "was read", asked(OPENED, calls.PIPELINE_ROW, f"{calls.PREFIX}/pipeline/1")),
    (OPENS, "names", told(OPENED, b"PipelineId", b"PipelineNo")),
    (OPENS, "was read", more(pipeline.LATER, f"{calls.PREFIX}/pipeline/1")),
    (OPENS, "is of", answered(OPENED, calls.PIPELINE_ROW, putting(talentId=1))),
    # webhooks
    (KEYS, "is no text", _not_a_text),
    (KEYS, "its own name", called_by_its_name),
    (KEYS, "has no", told(MOVED_ON, b"NominationId", b"NominationNo")),
    (KEYS, "is named", asked(PLACE, calls.PIPELINE_ROW, f"{calls.PREFIX}/pipeline/1")),
    (KEYS, "stray", told(STARTED, b"{ ", b"{")),
    (KEYS, "after the nomination", stored(ApplicationStage, name="Some stage")),
    (KEYS, "after the placement", stored(Application, outcome="PENDING")),
    (ONE, "did not apply", answered(webhooks.READ, calls.APPLICANTS, lambda _: [])),
    (ONE, "the place in the pipeline", answered(PLACE, calls.PIPELINE_ROW, putting(jobId=1))),
    (ONE, "stored are", stored(Application, remote_id="another")),
    (ONE, "is in", stored(ApplicationStage, remote_id="another")),
    (MERGED, "None", stored(Candidate, _is(_merged("bad_talent_id")), remote_deleted_at=None)),
    (
        MERGED,
        "was deleted before",
        lambda trace: stored(
            Candidate, _is(_merged("good_talent_id")), remote_deleted_at=trace.after(MERGE).at
        )(trace),
    ),
    (MERGED, "told is", told(MERGE, _merged("bad_talent_id").encode(), b"1")),
    (MERGED, "the survivor applied", lost(Application, _is(f"{_merged('good_talent_id')}:{CHIEF}"))),
    (MERGED, "same jobs", lost(Application, _is(f"{_merged('bad_talent_id')}:{CHIEF}"))),
    (MERGED, "read", asked(MERGE, calls.TALENT, SOME)),
    (REPEATED, "arrived", told(AGAIN, b'"CorrelationId":"', b'"CorrelationId":"f')),
    (REPEATED, "requests were sent", more(AGAIN)),
    (REPEATED, "changed a record", data_of(AGAIN, webhooks.READ)),
    (REPEATED, "answered with", lambda trace: _answered_otherwise(trace, AGAIN)),
    (SECRET, "ended with", step(webhooks.WRONG, error=None)),
    (SECRET, "ended with", step(webhooks.NONE, error=InputError("no"))),
    (
        SECRET,
        "the right one",
        delivered_with(webhooks.WRONG, **{deliveries.SIGNATURE: WEBHOOK_SECRET}),
    ),
    (SECRET, "were", delivered_with(webhooks.WRONG)),
    (SECRET, "was asked", more(webhooks.NONE)),
    (SECRET, "changed a record", data_of(webhooks.NONE, webhooks.READ)),
    (SECRET, "matters to nobody", told(webhooks.WRONG, BACKEND.encode(), b"1")),
    # connecting
    (FORM, "the form asks", _public_secret()),
    (FORM, "the form asks", guided(credential_fields=())),
    (FORM, "nothing is said", guided(prerequisites=("none",))),
    (FORM, "wrong is", found_nothing_wrong(connecting.STRANGER)),
    (FORM, "wrong is", found_nothing_wrong(connecting.ELSEWHERE)),
    (
        FORM,
        "answered with",
        lambda trace: changed(trace, connecting.STRANGER, TOKENS, lambda one: with_response(one, status=400)),
    ),
    (TOKEN, "was called", more(connecting.STILL_GOOD, TOKENS, "POST")),
    (TOKEN, "old", older(connecting.STILL_GOOD, seconds=90)),
    (TOKEN, "old", older(connecting.ABOUT_TO_END, seconds=-30)),
    (TOKEN, "old", older(connecting.ABOUT_TO_END, seconds=90)),
    (TOKEN, "carries another token", headed(connecting.STILL_GOOD, authorization="Bearer other")),
    (TOKEN, "lives for", answered(connecting.FIRST, TOKENS, putting(expires_in=60))),
    (TOKEN, "without key", headed(connecting.FIRST, x_api_key=None)),
    (TOKEN, "was not called", without(connecting.ABOUT_TO_END, TOKENS)),
    (
        TOKEN,
        "answered with",
        lambda trace: changed(
            trace, connecting.TAKEN_BACK, calls.ACTIVITIES, lambda one: with_response(one, status=200)
        ),
    ),
    (TOKEN, "another call", headed(connecting.TAKEN_BACK, authorization="Bearer other")),
    (
        TOKEN,
        "asked for with",
        lambda trace: changed(
            trace, connecting.FIRST, TOKENS, lambda one: with_request(one, body=b"grant_type=password")
        ),
    ),
    (TENANT, "it was", headed(connecting.BY_NUMBER, tenant="acme")),
    (TENANT, "it was", headed(connecting.BY_CODE, tenant="boreal")),
    (TENANT, "carries another key", headed(connecting.BY_CODE, x_api_key="other")),
    (TENANT, "it carries", headed(connecting.BY_CODE, authorization="Basic x")),
]


def _with_a_run_before(trace: Trace, name: str) -> Trace:
    """One more run just before a step."""
    at = trace.step(name).number
    run = replace(trace.step(selecting.AGAIN), name="one more run", number=at)
    steps = [*trace.steps[:at], run, *trace.steps[at:]]
    return replace(trace, steps=tuple(replace(one, number=n) for n, one in enumerate(steps)))


def _answered_otherwise(trace: Trace, name: str) -> Trace:
    delivery = trace.step(name).delivery
    assert delivery is not None
    return with_step(trace, name, delivery=replace(delivery, answered=500))


@pytest.mark.parametrize(
    ("clause", "word", "tamper"),
    CASES,
    ids=[f"{clause.rpartition('/')[2]}-{word}-{n}" for n, (clause, word, _) in enumerate(CASES)],
)
def test_a_proof_notices_a_single_thing_that_is_otherwise(clause: str, word: str, tamper: Tamper) -> None:
    assert word in says_no(clause, tamper(trace_of(clause)))


def test_every_proof_was_seen_noticing_single_things() -> None:
    assert {clause for clause, _, _ in CASES} == PROOFS.keys() - {
        "feature/jobs",
        "feature/custom-field-explorer",
    }
    assert PROOFS["feature/jobs"].show is PROOFS[EXPLORED].show
    assert PROOFS["feature/custom-field-explorer"].show is PROOFS[ALONE].show


def test_dates_of_each_kind_are_needed() -> None:
    trace = trace_of(DATES)
    plain = answered(full_sync.PEOPLE, calls.JOBS, lambda body: body[:0])(trace)

    assert "with seven digits" in says_no(DATES, plain)
    assert given_otherwise(trace, full_sync.UNKNOWN, dict).steps == trace.steps
