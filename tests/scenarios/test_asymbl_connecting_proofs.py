"""Proofs about connecting an Asymbl org, its permissions and passthrough say no to other evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.connector import ScopeFinding
from assay.errors import CredentialError
from assay.evidence import Trace
from assay_contracts.asymbl import calls, reads
from assay_contracts.asymbl.register import DATA
from assay_contracts.asymbl.scenarios import connecting, passthrough, scopes

from .asymbl_reading import also, asking, elsewhere
from .tampering import (
    Proofs,
    changed,
    every_call,
    rewritten,
    told,
    with_request,
    with_response,
    with_step,
    with_steps,
    without_calls,
)

_PROOFS = Proofs("asymbl", connecting, passthrough, scopes)
PROOFS, trace_of, says_no = _PROOFS.by_clause, _PROOFS.trace_of, _PROOFS.says_no

B = "behaviour"
every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))
TESTS = (connecting.CONNECT, scopes.SCOPES, scopes.MODELS)
TESTED = sorted(clause for clause, proof in PROOFS.items() if proof.scenario in TESTS)
"""About what tests of a connection find."""


def test_every_proof_about_connecting_is_here() -> None:
    assert len(PROOFS) == 9


@every_proof
def test_the_recording_is_evidence(clause: str) -> None:
    assert PROOFS[clause].show(trace_of(clause)).played


@every_proof
def test_nothing_that_happened_is_no_evidence(clause: str) -> None:
    says_no(clause, replace(trace_of(clause), steps=()))


@every_proof
def test_a_story_of_which_the_wire_shows_nothing_is_no_evidence(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda _: None))


@every_proof
def test_an_org_that_is_out_of_order_is_no_evidence(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, status=500, body=b"[]")))


@pytest.mark.parametrize("clause", TESTED)
def test_a_test_that_failed_is_no_evidence(clause: str) -> None:
    failed = CredentialError("no")

    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, error=failed)))


@pytest.mark.parametrize("clause", TESTED)
def test_a_test_without_findings_is_no_evidence(clause: str) -> None:
    says_no(clause, with_steps(trace_of(clause), lambda step: replace(step, scopes=None)))


def _verdicts(trace: Trace, name: str, change: Callable[[ScopeFinding], ScopeFinding | None]) -> Trace:
    """The trace with other findings in a test."""
    report = trace.step(name).scopes
    assert report is not None
    found = (change(finding) for finding in report.findings)
    findings = tuple(finding for finding in found if finding is not None)
    return with_step(trace, name, scopes=replace(report, findings=findings))


# --- connecting ----------------------------------------------------------------------------------------

GUIDED, MISTAKES = "feature/connection-guide", f"{B}/connection-guide/each-mistake-has-its-own-message"


def _guided(trace: Trace, **facts: Any) -> Trace:
    guide = trace.step(connecting.GUIDE).guide
    assert guide is not None
    return with_step(trace, connecting.GUIDE, guide=replace(guide, **facts))


def test_without_a_guide_nothing_is_shown() -> None:
    assert "no guide" in says_no(GUIDED, with_step(trace_of(GUIDED), connecting.GUIDE, guide=None))


@pytest.mark.parametrize(
    "facts",
    [
        {"steps": ("Connect.",)},
        {"prerequisites": ()},
        {"credential_fields": ()},
        {"steps": ("Do this.", "Do that.", "Do something else.", "Be done.")},
    ],
)
def test_a_guide_that_leaves_something_out_is_noticed(facts: dict[str, Any]) -> None:
    says_no(GUIDED, _guided(trace_of(GUIDED), **facts))


def test_a_good_entry_that_is_blamed_is_noticed() -> None:
    trace = _verdicts(
        trace_of(GUIDED), connecting.TEST, lambda one: replace(one, verdict="error", detail="Wrong.")
    )

    assert "something is wrong" in says_no(GUIDED, trace)


def test_a_token_from_another_host_is_noticed() -> None:
    trace = elsewhere(trace_of(GUIDED), connecting.TEST, "//acme.my.", "//evil.")

    assert "another host" in says_no(GUIDED, trace)


@pytest.mark.parametrize("name", connecting.MISTAKES)
def test_a_mistake_that_is_not_blamed_is_noticed(name: str) -> None:
    trace = _verdicts(trace_of(MISTAKES), name, lambda one: replace(one, verdict="ok"))

    assert "blamed are []" in says_no(MISTAKES, trace)


@pytest.mark.parametrize("name", connecting.MISTAKES)
def test_a_mistake_with_a_message_that_helps_nobody_is_noticed(name: str) -> None:
    trace = _verdicts(trace_of(MISTAKES), name, lambda one: replace(one, detail="Something went wrong."))

    assert "does not speak of" in says_no(MISTAKES, trace)


def test_a_message_for_two_mistakes_is_noticed() -> None:
    trace = trace_of(MISTAKES)
    report = trace.step("login-host").scopes
    assert report is not None
    said = next(one.detail for one in report.findings if one.verdict != "ok")
    words = " ".join(connecting.MISTAKES["nobodys-org"][1])
    for name in ("nobodys-org", "login-host"):
        trace = _verdicts(
            trace,
            name,
            lambda one: one if one.verdict == "ok" else replace(one, detail=f"{said} {words}"),
        )

    assert "alike" in says_no(MISTAKES, trace)


@pytest.mark.parametrize("name", connecting.ANSWERS)
def test_a_token_that_is_refused_for_another_reason_is_no_evidence(name: str) -> None:
    other = {"error": "rate_limit_exceeded", "error_description": "later"}
    trace = rewritten(trace_of(MISTAKES), name, calls.TOKEN, response=lambda _: other)

    assert "the vendor says" in says_no(MISTAKES, trace)


def test_an_org_that_exists_is_no_evidence_of_one_that_does_not() -> None:
    trace = trace_of(MISTAKES)

    says_no(MISTAKES, elsewhere(trace, "nobodys-org", "//acmee.", "//acme."))
    says_no(
        MISTAKES,
        changed(trace, "nobodys-org", calls.TOKEN, lambda one: with_response(one, status=200)),
    )


def test_an_org_with_the_package_is_no_evidence_of_one_without() -> None:
    def installed(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "sobjects": [*body["sobjects"], {"name": reads.JOB}]}

    path = f"{DATA}/sobjects"

    assert "the org lists" in says_no(
        MISTAKES, rewritten(trace_of(MISTAKES), "no-package", path, response=installed)
    )


# --- permissions ---------------------------------------------------------------------------------------

SCOPES, NAMED = "feature/scope-testing", f"{B}/scope-testing/a-missing-object-permission-is-named"


@pytest.mark.parametrize("name", scopes.LACKING)
def test_another_verdict_about_a_profile_is_noticed(name: str) -> None:
    trace = trace_of(SCOPES)

    says_no(
        SCOPES, _verdicts(trace, name, lambda one: replace(one, verdict="ok" if name != "full" else "error"))
    )
    says_no(SCOPES, _verdicts(trace, name, lambda one: None if one.subject == "scope:api" else one))


@pytest.mark.parametrize("name", [scopes.FULL, scopes.READ_ONLY])
def test_a_verdict_that_the_org_itself_does_not_bear_out_is_noticed(name: str) -> None:
    def turned(body: dict[str, Any]) -> dict[str, Any]:
        flags = ("createable", "updateable")
        fields = [{**one, **{flag: not one[flag] for flag in flags}} for one in body["fields"]]
        return {**body, "fields": fields}

    path = f"{DATA}/sobjects/{reads.APPLICANT}/describe"

    assert "may be set" in says_no(SCOPES, rewritten(trace_of(SCOPES), name, path, response=turned))


def test_a_guide_that_asks_for_other_permissions_is_noticed() -> None:
    trace = trace_of(SCOPES)

    says_no(SCOPES, with_step(trace, scopes.GUIDE, guide=None))
    guide = trace.step(scopes.GUIDE).guide
    assert guide is not None
    says_no(SCOPES, with_step(trace, scopes.GUIDE, guide=replace(guide, permissions=("jobs:read",))))


@pytest.mark.parametrize("clause", [SCOPES, NAMED, "feature/per-model-tests"])
def test_a_test_that_writes_is_noticed(clause: str) -> None:
    trace = trace_of(clause)
    name = scopes.NO_PACKAGE if "per-model" in clause else scopes.NO_JOBS
    last = trace.step(name).played[-1]
    written = with_request(last, method="POST", url=f"https://acme.my.salesforce.com{calls.CONTACTS}")

    assert "wrote" in says_no(clause, also(trace, name, written))


def test_a_profile_that_can_describe_jobs_shows_nothing() -> None:
    path = f"{DATA}/sobjects/{reads.JOB}/describe"

    says_no(
        NAMED,
        changed(trace_of(NAMED), scopes.NO_JOBS, path, lambda one: with_response(one, status=200)),
    )


def test_a_missing_object_that_is_not_named_is_noticed() -> None:
    trace = _verdicts(
        trace_of(NAMED), scopes.NO_JOBS, lambda one: replace(one, detail="You may not do this.")
    )

    assert "does not name" in says_no(NAMED, trace)


@pytest.mark.parametrize(("subject", "verdict"), [("model:ats_jobs", "ok"), ("model:ats_users", "error")])
def test_another_verdict_about_a_model_is_noticed(subject: str, verdict: Any) -> None:
    trace = _verdicts(
        trace_of(NAMED),
        scopes.NO_JOBS,
        lambda one: replace(one, verdict=verdict) if one.subject == subject else one,
    )

    says_no(NAMED, trace)


# --- models --------------------------------------------------------------------------------------------

MODELS, MISSING = "feature/per-model-tests", f"{B}/per-model-tests/a-missing-field-is-named"


@pytest.mark.parametrize("name", [scopes.FULL, scopes.NO_PACKAGE])
def test_another_verdict_of_a_model_test_is_noticed(name: str) -> None:
    trace = trace_of(MODELS)

    says_no(MODELS, _verdicts(trace, name, lambda one: None if one.subject == "model:ats_jobs" else one))
    turned = {"ok": "error", "no_permission": "ok", "error": "ok"}
    says_no(MODELS, _verdicts(trace, name, lambda one: replace(one, verdict=turned[one.verdict])))  # type: ignore[arg-type]


def test_a_model_that_fails_without_naming_its_object_is_noticed() -> None:
    trace = _verdicts(trace_of(MODELS), scopes.NO_PACKAGE, lambda one: replace(one, detail="No."))

    assert "does not name" in says_no(MODELS, trace)


@pytest.mark.parametrize("clause", [MODELS, MISSING])
def test_a_model_test_that_asks_for_more_than_a_row_is_noticed(clause: str) -> None:
    name = scopes.FULL if clause == MODELS else scopes.HIDDEN
    trace = trace_of(clause)

    says_no(clause, asking(trace, name, reads.CONTACT, " LIMIT 1", " LIMIT 2"))
    query = reads.asked(trace.step(name), reads.CONTACT)[0]
    says_no(clause, also(trace, name, query))
    says_no(clause, without_calls(trace, name, reads.QUERY))


def test_a_hidden_field_that_is_not_named_is_noticed() -> None:
    trace = _verdicts(trace_of(MISSING), scopes.HIDDEN, lambda one: replace(one, detail=""))

    assert "does not name it" in says_no(MISSING, trace)


def test_asking_for_a_hidden_field_is_noticed() -> None:
    trace = asking(trace_of(MISSING), scopes.HIDDEN, reads.CONTACT, " FROM", ", MobilePhone FROM")

    assert "was asked for" in says_no(MISSING, trace)


def test_a_field_that_can_be_seen_shows_nothing() -> None:
    def seen(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "fields": [*body["fields"], {"name": "bpats__Salary__c"}]}

    path = f"{DATA}/sobjects/{reads.JOB}/describe"

    assert "can be seen" in says_no(MISSING, rewritten(trace_of(MISSING), scopes.HIDDEN, path, response=seen))


def test_missing_something_of_what_all_can_see_is_noticed() -> None:
    trace = _verdicts(trace_of(MISSING), scopes.FULL, lambda one: replace(one, detail="partial: no salary"))

    assert "sees all fields" in says_no(MISSING, trace)


def test_another_verdict_field_by_field_is_noticed() -> None:
    trace = _verdicts(trace_of(MISSING), scopes.FIELDS, lambda one: replace(one, verdict="ok"))

    assert "field by field" in says_no(MISSING, trace)


# --- passthrough ---------------------------------------------------------------------------------------

PASSED = "feature/api-passthrough"
UNCHANGED, CLOSED = (
    f"{B}/api-passthrough/{one}" for one in ("vendor-errors-pass-unchanged", "the-host-cannot-be-left")
)


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        (PASSED, passthrough.LIMITS),
        (PASSED, passthrough.FIND),
        (UNCHANGED, passthrough.MALFORMED),
        (UNCHANGED, passthrough.FILE),
        (CLOSED, passthrough.LIMITS),
    ],
)
def test_a_call_that_was_not_passed_on_as_it_came_is_noticed(clause: str, name: str) -> None:
    trace = trace_of(clause)
    response = trace.step(name).passthrough
    assert response is not None
    callers = {**passthrough.CALLERS}

    says_no(clause, with_step(trace, name, passthrough=None))
    says_no(clause, with_step(trace, name, passthrough=replace(response, status=418)))
    says_no(clause, with_step(trace, name, passthrough=replace(response, url="https://evil.example/")))
    says_no(clause, elsewhere(trace, name, "//acme.my.", "//evil."))
    with_theirs = (
        with_request(one, headers={"authorization": callers["Authorization"]})
        for one in trace.step(name).played
    )
    says_no(clause, with_step(trace, name, played=tuple(with_theirs)))


@pytest.mark.parametrize("name", [passthrough.LIMITS, passthrough.FIND])
def test_another_answer_than_the_vendors_is_noticed(name: str) -> None:
    says_no(PASSED, told(trace_of(PASSED), name, something="else"))


def test_errors_that_are_changed_are_noticed() -> None:
    says_no(UNCHANGED, told(trace_of(UNCHANGED), passthrough.MALFORMED, error="else"))


def test_another_error_is_no_evidence() -> None:
    other = [{"errorCode": "INVALID_FIELD", "message": "No."}]
    trace = trace_of(UNCHANGED)
    response = trace.step(passthrough.MALFORMED).passthrough
    assert response is not None
    trace = rewritten(trace, passthrough.MALFORMED, reads.QUERY, response=lambda _: other)
    trace = with_step(trace, passthrough.MALFORMED, passthrough=replace(response, data=other))

    assert "the error is" in says_no(UNCHANGED, trace)


@pytest.mark.parametrize("data", ["not base64!", "AAAA", {"a": 1}, None])
def test_a_file_that_comes_back_as_something_else_is_noticed(data: Any) -> None:
    trace = trace_of(UNCHANGED)
    response = trace.step(passthrough.FILE).passthrough
    assert response is not None

    assert "something else" in says_no(
        UNCHANGED, with_step(trace, passthrough.FILE, passthrough=replace(response, data=data))
    )


def test_a_file_of_another_kind_or_size_is_no_evidence() -> None:
    trace = trace_of(UNCHANGED)
    path = f"{calls.FILES}*/VersionData"

    says_no(
        UNCHANGED,
        changed(
            trace,
            passthrough.FILE,
            path,
            lambda one: with_response(one, headers={"content-type": "text/html"}),
        ),
    )
    says_no(UNCHANGED, changed(trace, passthrough.FILE, path, lambda one: with_response(one, body=b"short")))


@pytest.mark.parametrize("name", passthrough.LEAVING)
def test_a_way_to_leave_the_host_is_noticed(name: str) -> None:
    trace = trace_of(CLOSED)
    call = trace.step(passthrough.LIMITS).played[-1]

    says_no(CLOSED, with_step(trace, name, error=None))
    says_no(CLOSED, also(trace, name, call))
    says_no(CLOSED, with_step(trace, name, attempted=(call.exchange,)))


def test_what_is_passed_is_json_as_it_was_sent() -> None:
    limits = trace_of(PASSED).step(passthrough.LIMITS)
    assert limits.passthrough is not None

    assert orjson.dumps(limits.passthrough.data) == orjson.dumps(limits.played[-1].exchange.response.json)
