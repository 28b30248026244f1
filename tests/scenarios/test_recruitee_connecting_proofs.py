"""Proofs about connecting, scope tests, passthrough and limits of Recruitee say no to other evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assay.connector import ScopeFinding
from assay.errors import CredentialError, PermissionMissingError, VendorRefusedError
from assay.evidence import Played, Trace
from assay.unified.records import Tag
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.scenarios import connecting, keys, passthrough, scopes

from .tampered_recruitee import also, every_call, with_response
from .tampering import Proofs, putting, rewritten, with_step

_PROOFS = Proofs("recruitee", connecting, keys, passthrough, scopes)
PROOFS, trace_of, says_no = _PROOFS.by_clause, _PROOFS.trace_of, _PROOFS.says_no

every_proof = pytest.mark.parametrize("clause", sorted(PROOFS))


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
def test_a_vendor_that_is_out_of_order_is_no_evidence(clause: str) -> None:
    says_no(clause, every_call(trace_of(clause), lambda one: with_response(one, status=500)))


# --- connecting ----------------------------------------------------------------------------------------

GUIDED = ("feature/connection-guide", "feature/prerequisites", "feature/create-credentials")
FORM, WITHOUT_TOKEN = "feature/create-credentials", "behaviour/general/the-careers-site-gets-no-token"


def _guided(trace: Trace, **facts: Any) -> Trace:
    guide = trace.step(connecting.GUIDE).guide
    assert guide is not None
    return with_step(trace, connecting.GUIDE, guide=replace(guide, **facts))


@pytest.mark.parametrize("clause", GUIDED)
def test_without_a_guide_nothing_is_shown(clause: str) -> None:
    says_no(clause, with_step(trace_of(clause), connecting.GUIDE, guide=None))


@pytest.mark.parametrize(
    ("clause", "facts"),
    [
        ("feature/connection-guide", {"steps": ("Connect.",)}),
        ("feature/connection-guide", {"permissions": ("tags:see",)}),
        ("feature/prerequisites", {"permissions": ("tags:see",)}),
        ("feature/prerequisites", {"prerequisites": ()}),
        ("feature/prerequisites", {"prerequisites": ("You have an account.",)}),
        ("feature/create-credentials", {"credential_fields": ()}),
    ],
)
def test_a_guide_that_leaves_something_out_is_noticed(clause: str, facts: dict[str, Any]) -> None:
    says_no(clause, _guided(trace_of(clause), **facts))


def _verdicts(trace: Trace, name: str, change: Callable[[ScopeFinding], ScopeFinding | None]) -> Trace:
    """The trace with other findings in a test."""
    report = trace.step(name).scopes
    assert report is not None
    changed = (change(finding) for finding in report.findings)
    findings = tuple(finding for finding in changed if finding is not None)
    return with_step(trace, name, scopes=replace(report, findings=findings))


def _fine(subject: str) -> Callable[[ScopeFinding], ScopeFinding]:
    return lambda one: replace(one, verdict="ok", detail="") if one.subject == subject else one


def _lacking(subject: str) -> Callable[[ScopeFinding], ScopeFinding]:
    return lambda one: replace(one, verdict="no_permission") if one.subject == subject else one


@pytest.mark.parametrize("name", [connecting.WRONG, connecting.OTHER])
def test_a_wrong_entry_that_counts_as_good_is_noticed(name: str) -> None:
    clause = "feature/connection-guide"
    trace = trace_of(clause)
    report = trace.step(name).scopes
    assert report is not None

    says_no(clause, with_step(trace, name, scopes=replace(report, credential=True)))


@pytest.mark.parametrize("name", [connecting.TEST, connecting.BY_NAME])
def test_a_good_entry_that_counts_as_wrong_is_noticed(name: str) -> None:
    clause = "feature/connection-guide"

    assert "lacks" in says_no(clause, _verdicts(trace_of(clause), name, _lacking("model:ats_jobs")))


def test_a_sub_domain_in_every_path_is_noticed() -> None:
    clause = "feature/connection-guide"
    trace = also(trace_of(clause), connecting.BY_NAME, "GET", "/c/acme/tags")

    assert "the sub-domain stands in" in says_no(clause, trace)


def test_a_host_name_that_is_not_explained_is_noticed() -> None:
    clause = "feature/connection-guide"
    trace = trace_of(clause)
    refused = with_step(trace, connecting.WHOLE_HOST, error=VendorRefusedError("no"))

    assert "ended with" in says_no(clause, refused)
    sent = with_step(trace, connecting.WHOLE_HOST, played=trace.step(connecting.WRONG).played)
    assert "was sent" in says_no(clause, sent)


@pytest.mark.parametrize(
    ("name", "model"), [(connecting.RECRUITER, "ats_jobs"), (connecting.REVIEWER, "ats_users")]
)
def test_a_user_who_may_too_little_unnoticed_is_noticed(name: str, model: str) -> None:
    clause = "feature/prerequisites"

    assert "count as fine" in says_no(clause, _verdicts(trace_of(clause), name, _fine(f"model:{model}")))


def _with_header(played: Played, **headers: str) -> Played:
    request = played.exchange.request
    changed = replace(request, headers={**request.headers, **headers})
    return replace(played, exchange=replace(played.exchange, request=changed))


def test_a_token_that_is_sent_in_another_way_is_noticed() -> None:
    trace = every_call(trace_of(FORM), lambda one: _with_header(one, authorization="Basic x"))

    assert "Basic" in says_no(FORM, trace)


def test_a_token_that_reaches_the_careers_site_is_noticed() -> None:
    trace = every_call(trace_of(WITHOUT_TOKEN), lambda one: _with_header(one, authorization="Bearer x"))

    assert "the token was sent" in says_no(WITHOUT_TOKEN, trace)


def test_a_careers_site_that_no_job_names_is_noticed() -> None:
    def elsewhere(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "offer": {**body["offer"], "careers_url": "https://elsewhere.example/o/x"}}

    trace = rewritten(trace_of(WITHOUT_TOKEN), connecting.WITHOUT_SITE, answers.OFFER, response=elsewhere)

    assert "jobs tell" in says_no(WITHOUT_TOKEN, trace)


# --- scope tests ---------------------------------------------------------------------------------------

ROLES, HIDDEN = "feature/scope-testing", "behaviour/scope-testing/hidden-jobs-are-not-reported-as-fine"
NAMED, MODELS = "behaviour/scope-testing/a-missing-ability-is-named", "feature/per-model-tests"
FAILING = "behaviour/per-model-tests/a-failing-model-names-its-call"


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        (scopes.RECRUITER, "model:ats_jobs"),
        (scopes.RECRUITER, "scope:webhooks:manage"),
        (scopes.RECRUITER, "model:ats_candidates"),
        (scopes.REVIEWER, "model:ats_users"),
        (scopes.REVIEWER, "action:add_candidate_tag"),
    ],
)
def test_a_role_of_which_something_is_overlooked_is_noticed(name: str, subject: str) -> None:
    assert f"{name} lacks" in says_no(ROLES, _verdicts(trace_of(ROLES), name, _fine(subject)))


@pytest.mark.parametrize("name", [scopes.FULL, scopes.RECRUITER, scopes.REVIEWER])
def test_a_role_that_is_said_to_lack_too_much_is_noticed(name: str) -> None:
    assert f"{name} lacks" in says_no(ROLES, _verdicts(trace_of(ROLES), name, _lacking("model:ats_tags")))


@pytest.mark.parametrize("clause", [ROLES, MODELS])
def test_a_subject_without_verdict_is_noticed(clause: str) -> None:
    def without_tags(one: ScopeFinding) -> ScopeFinding | None:
        return None if one.subject == "model:ats_tags" else one

    assert "no verdict" in says_no(clause, _verdicts(trace_of(clause), scopes.FULL, without_tags))


def test_a_revoked_token_that_counts_as_good_is_noticed() -> None:
    trace = trace_of(ROLES)
    report = trace.step(scopes.REVOKED).scopes
    assert report is not None

    good = with_step(trace, scopes.REVOKED, scopes=replace(report, credential=True))
    assert "of a revoked token" in says_no(ROLES, good)


@pytest.mark.parametrize(("clause", "name"), [(ROLES, scopes.FULL), (NAMED, scopes.REVIEWER)])
def test_a_scope_test_that_writes_is_noticed(clause: str, name: str) -> None:
    trace = also(trace_of(clause), name, "POST", "/c/41207/candidates")

    assert "writes were carried out" in says_no(clause, trace)


@pytest.mark.parametrize("name", [MODELS, FAILING])
def test_a_model_test_that_writes_is_noticed(name: str) -> None:
    trace = also(trace_of(name), scopes.REVIEWER if name == FAILING else scopes.FULL, "POST", "/c/41207/x")

    assert "wrote something" in says_no(name, trace)


def _vague(one: ScopeFinding) -> ScopeFinding:
    return replace(one, detail="that did not work")


@pytest.mark.parametrize("clause", [NAMED, FAILING])
def test_a_failure_that_names_no_call_is_noticed(clause: str) -> None:
    trace = _verdicts(trace_of(clause), scopes.REVIEWER, _vague)

    assert "names no call" in says_no(clause, trace)


@pytest.mark.parametrize("name", [*scopes.TAKEN_AWAY, scopes.READ_SITE])
def test_a_model_that_fails_without_a_word_is_noticed(name: str) -> None:
    assert "names no call" in says_no(MODELS, _verdicts(trace_of(MODELS), name, _vague))


@pytest.mark.parametrize("name", [*scopes.TAKEN_AWAY, scopes.READ_SITE])
def test_a_model_that_passes_without_its_call_is_noticed(name: str) -> None:
    models = scopes.OF_SITE if name == scopes.READ_SITE else scopes.TAKEN_AWAY[name][1]
    trace = _verdicts(trace_of(MODELS), name, _fine(f"model:{min(models)}"))

    assert "not fine are" in says_no(MODELS, trace)


@pytest.mark.parametrize("name", scopes.TAKEN_AWAY)
def test_a_failure_of_another_call_is_noticed(name: str) -> None:
    """Whatever the finding names must be the call that the user may not make."""
    trace = trace_of(MODELS)
    path = "/c/41207/departments"
    moved = also(trace, name, "GET", path)
    last = moved.step(name).played[-1]
    moved = with_step(moved, name, played=(*moved.step(name).played[:-1], with_response(last, status=403)))

    def blamed(one: ScopeFinding) -> ScopeFinding:
        return one if one.verdict == "ok" else replace(one, detail=f"GET {path} answered 403: no")

    assert "names calls other than" in says_no(MODELS, _verdicts(moved, name, blamed))


def test_hidden_jobs_that_count_as_fine_are_noticed() -> None:
    trace = _verdicts(trace_of(HIDDEN), scopes.NARROWED, _fine("model:ats_jobs"))

    assert "counts as fine" in says_no(HIDDEN, trace)


def test_hidden_jobs_of_which_nothing_is_said_are_noticed() -> None:
    assert "that did not work" in says_no(HIDDEN, _verdicts(trace_of(HIDDEN), scopes.NARROWED, _vague))


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        (answers.OFFERS, {"offers": [{"id": 1}]}, "1 jobs are seen"),
        ("/c/*/admin", {"admin": {"view_all_jobs": True}}, "sees all jobs"),
    ],
)
def test_a_view_that_hides_nothing_shows_nothing(path: str, answer: dict[str, Any], said: str) -> None:
    trace = rewritten(trace_of(HIDDEN), scopes.NARROWED, path, response=putting(**answer))

    assert said in says_no(HIDDEN, trace)


# --- passthrough ---------------------------------------------------------------------------------------

PASSED, HANDED = "feature/api-passthrough", "behaviour/api-passthrough/vendor-errors-pass-unchanged"
HOST = "behaviour/api-passthrough/the-host-cannot-be-left"
BY_DEFAULT = "departments by default"
CALLS = [
    (PASSED, BY_DEFAULT),
    (PASSED, "departments by v1"),
    (PASSED, passthrough.NOTE),
    (HANDED, passthrough.NOBODY),
    (HANDED, passthrough.NAMELESS),
    (HOST, BY_DEFAULT),
]


@pytest.mark.parametrize(("clause", "name"), CALLS)
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"data": {"said": "otherwise"}}, "the answer was changed"),
        ({"status": 299}, "came back as 299"),
        ({"headers": {"Authorization": "Bearer x"}}, "the token is in the answer"),
    ],
)
def test_an_answer_that_was_changed_is_noticed(
    clause: str, name: str, facts: dict[str, Any], said: str
) -> None:
    trace = trace_of(clause)
    given = trace.step(name).passthrough
    assert given is not None

    assert said in says_no(clause, with_step(trace, name, passthrough=replace(given, **facts)))


@pytest.mark.parametrize(("clause", "name"), CALLS)
def test_a_call_that_was_sent_elsewhere_is_noticed(clause: str, name: str) -> None:
    trace = trace_of(clause)
    inputs = {**trace.step(name).inputs, "path": "/somewhere"}

    assert "asked for" in says_no(clause, with_step(trace, name, inputs=inputs))


@pytest.mark.parametrize(("clause", "name"), CALLS)
def test_a_call_without_token_is_noticed(clause: str, name: str) -> None:
    trace = trace_of(clause)
    played = tuple(_with_header(one, authorization="") for one in trace.step(name).played)

    assert "the token was sent as" in says_no(clause, with_step(trace, name, played=played))


@pytest.mark.parametrize(("clause", "name"), [(PASSED, passthrough.NOTE), (HANDED, passthrough.NAMELESS)])
def test_a_body_that_was_changed_is_noticed(clause: str, name: str) -> None:
    trace = trace_of(clause)
    inputs = {**trace.step(name).inputs, "data": {"something": "else"}}

    assert "the body was changed" in says_no(clause, with_step(trace, name, inputs=inputs))


@pytest.mark.parametrize("name", passthrough.LEAVING)
def test_a_way_out_is_noticed(name: str) -> None:
    trace = trace_of(HOST)
    played = trace.step(BY_DEFAULT).played

    assert "ended with None" in says_no(HOST, with_step(trace, name, error=None))
    assert "1 requests were sent" in says_no(HOST, with_step(trace, name, played=played))
    attempted = (played[0].exchange,)
    assert "1 requests were sent" in says_no(HOST, with_step(trace, name, attempted=attempted))


# --- tokens and limits ---------------------------------------------------------------------------------

TOLD_APART = "behaviour/general/a-missing-ability-is-told-from-a-bad-token"
AS_400 = "behaviour/general/a-bad-token-may-be-answered-with-400"
LIMITED = "behaviour/general/a-limited-request-is-sent-again"


@pytest.mark.parametrize(
    ("clause", "name", "error"),
    [
        (TOLD_APART, keys.LACKING, CredentialError("no")),
        (TOLD_APART, keys.REVOKED, PermissionMissingError("no")),
        (TOLD_APART, keys.WRONG, None),
        (AS_400, keys.WRONG, VendorRefusedError("no")),
    ],
)
def test_an_error_of_another_kind_is_noticed(clause: str, name: str, error: Any) -> None:
    assert "it is" in says_no(clause, with_step(trace_of(clause), name, error=error))


@pytest.mark.parametrize("name", [keys.TOO_FAST, keys.UNTIMED])
def test_a_limit_that_was_not_met_or_not_waited_out_is_noticed(name: str) -> None:
    trace = trace_of(LIMITED)
    step = trace.step(name)
    assert "answered with" in says_no(LIMITED, with_step(trace, name, played=step.played[1:]))
    early = replace(trace.after(name), at=trace.after(keys.START).at)
    said = says_no(LIMITED, with_step(trace, name, snapshot=early))
    assert "passed" in said


def test_a_run_that_a_limit_cut_short_is_noticed() -> None:
    trace = trace_of(LIMITED)
    after = trace.after(keys.TOO_FAST)
    fewer = replace(after, records={**after.records, Tag.store_id: after.of(Tag.store_id)[1:]})

    assert "the runs read" in says_no(LIMITED, with_step(trace, keys.TOO_FAST, snapshot=fewer))
