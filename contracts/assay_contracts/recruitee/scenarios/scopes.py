"""What the role of a token's user allows is told: by ability, by model. Source: recruitee sheet 6, 7.3."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from assay.connector import ScopeFinding, ScopeReport
from assay.evidence import Played, Step, Trace
from assay.player import WEBHOOK_SECRET
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.recruitee import answers, calls
from assay_contracts.recruitee.register import CAREERS, COMPANY, REGISTER, SUBDOMAIN

SCOPES, HIDDEN, MODELS = "scope-tests", "scope-test-without-jobs", "model-tests"
FULL, RECRUITER, REVIEWER, REVOKED = "full", "recruiter-assigned", "reviewer", "revoked"
WHO, UNASSIGN, NARROWED = "who owns the token", "the user is taken off the job", "test without any job"
ADMIN, READ_SITE = "/c/*/admin", "careers site elsewhere"

OF_JOBS = {"ats_jobs", "ats_application_stages", "ats_join_jobs_application_stages", "ats_join_jobs_users"}
OF_PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags"}
OF_SITE = {"ats_screening_questions", "ats_join_jobs_screening_questions"}
ALL_MODELS = {
    *OF_JOBS,
    *OF_PEOPLE,
    *OF_SITE,
    "ats_users",
    "ats_tags",
    "ats_rejection_reasons",
    "ats_interviews",
}
WRITES = {
    "candidates:create",
    "candidates:tag",
    "candidates:attach-files",
    "candidates:edit-fields",
    "candidates:write-notes",
    "placements:move",
    "placements:disqualify",
    "candidates:set-consent-expiry",
}
ABILITIES = {
    *WRITES,
    "jobs:see-all",
    "users:see",
    "candidates:see-all",
    "tags:see",
    "disqualify-reasons:see",
    "interviews:see-all",
    "careers-site:see",
    "webhooks:manage",
}
"""What the connector needs, by our names."""
CREATIONS = {"create_candidate", "create_application"}
ACTIONS = {
    *CREATIONS,
    "add_candidate_tag",
    "remove_candidate_tag",
    "add_application_attachment",
    "add_candidate_attachment",
    "move_application_to_stage",
    "reject_application",
    "add_application_result_link",
    "add_candidate_result_link",
    "add_application_note",
    "get_application_attachments",
}
LACKING: Mapping[str, Mapping[str, set[str]]] = {
    FULL: {"scope": set(), "model": set(), "action": set()},
    RECRUITER: {
        "scope": {"jobs:see-all", "candidates:see-all", "interviews:see-all", "webhooks:manage"},
        "model": {*OF_JOBS, *OF_PEOPLE, "ats_interviews"},
        "action": {*CREATIONS, "move_application_to_stage"},
    },
    REVIEWER: {
        "scope": {*WRITES, "users:see", "disqualify-reasons:see", "webhooks:manage"},
        "model": {"ats_users", "ats_rejection_reasons"},
        "action": ACTIONS - {"get_application_attachments"},
    },
}
"""Role -> what it lacks of abilities, models and actions (recruitee sheet 6, role matrix)."""
TAKEN_AWAY: Mapping[str, tuple[str, set[str]]] = {
    "without-users": ("/admins", {"ats_users"}),
    "without-jobs": ("/offers", OF_JOBS),
    "without-job-details": ("/offers/{offer_id}", OF_JOBS),
    "without-search": ("/search/new/candidates", OF_PEOPLE),
    "without-candidates": ("/candidates/{candidate_id}", OF_PEOPLE - {"ats_candidates"}),
    "without-tags": ("/tags", {"ats_tags"}),
    "without-reasons": ("/disqualify_reasons", {"ats_rejection_reasons"}),
    "without-interviews": ("/interview/events", {"ats_interviews"}),
}
"""Token -> the one call that its user may not make, and the models that are read by it."""

for _name, (_path, _) in TAKEN_AWAY.items():
    REGISTER.credential(
        _name,
        {"api_token": f"assay-invented-token-{_name}", "company_id": COMPANY, "subdomain": SUBDOMAIN},
        role="admin",
        without=[_path],
        webhook_secret=WEBHOOK_SECRET,
    )


def report_of(step: Step) -> ScopeReport:
    """What a test found; the test itself went well."""
    expect(step.error is None, f"{step.name!r} failed: {step.error}", *step.played)
    if step.scopes is None:
        raise NotShown(f"{step.name!r} found nothing", *step.played)
    return step.scopes


def by_subject(report: ScopeReport) -> dict[str, ScopeFinding]:
    """Findings by what they are about."""
    return {finding.subject: finding for finding in report.findings}


def lacking(report: ScopeReport) -> dict[str, set[str]]:
    """What is not fine: kind of subject -> names."""
    found: dict[str, set[str]] = {"scope": set(), "model": set(), "action": set()}
    for finding in report.findings:
        kind, _, name = finding.subject.partition(":")
        if finding.verdict != "ok":
            found.setdefault(kind, set()).add(name)
    return found


# --- abilities -----------------------------------------------------------------------------------------


@REGISTER.scenario(SCOPES)
def scope_tests(stage: Stage) -> None:
    """One token of each role is tested."""
    for name in (FULL, RECRUITER, REVIEWER, REVOKED):
        stage.connect(name)
        stage.probe(name, "scopes")


def _expect_complete(step: Step) -> None:
    """Every ability, model and action has a verdict."""
    subjects = set(by_subject(report_of(step)))
    wanted = {
        *(f"scope:{one}" for one in ABILITIES),
        *(f"model:{one}" for one in ALL_MODELS),
        *(f"action:{one}" for one in ACTIONS),
    }
    expect(subjects == wanted, f"no verdict or one too many: {sorted(subjects ^ wanted)}", *step.played)


def _expect_nothing_written(step: Step) -> None:
    """No write was carried out, whatever was tried."""
    done = [call for call in witness.writes(step) if call.exchange.response.status < HTTPStatus.BAD_REQUEST]
    expect(not done, f"{len(done)} writes were carried out in {step.name!r}", *done)


def _named_call(step: Step, finding: ScopeFinding) -> Played:
    """The call that a finding names, which was answered with the status that the finding names."""
    for call in step.played:
        request, status = call.exchange.request, call.exchange.response.status
        failed = status >= HTTPStatus.BAD_REQUEST
        if failed and finding.detail.startswith(f"{request.method} {request.path} answered {status}:"):
            return call
    raise NotShown(f"{finding.subject} names no call that failed: {finding.detail!r}", *step.played)


@REGISTER.proves("feature/scope-testing", scenario=SCOPES)
def the_roles_are_told_apart(trace: Trace) -> Shown:
    """Each role lacks exactly what the matrix says; a revoked token is no credential; nothing is written."""
    played: list[Played] = []
    for name, wanted in LACKING.items():
        step = trace.step(name)
        _expect_complete(step)
        _expect_nothing_written(step)
        report = report_of(step)
        expect(report.credential, f"the token of {name} counts as invalid", *step.played)
        found = lacking(report)
        expect(found == wanted, f"{name} lacks {found}, not {dict(wanted)}", *step.played)
        played += step.played
    revoked = trace.step(REVOKED)
    report, asked = report_of(revoked), witness.sent(revoked, "GET", ADMIN)
    statuses = [call.exchange.response.status for call in revoked.played]
    expect(asked and statuses == [HTTPStatus.UNAUTHORIZED], f"it was answered with {statuses}", *asked)
    expect(not report.credential and not report.findings, f"of a revoked token it says {report}", *asked)
    return Shown("four roles, four verdicts", (*played, *asked))


@REGISTER.proves("behaviour/scope-testing/a-missing-ability-is-named", scenario=SCOPES)
def a_missing_ability_is_named(trace: Trace) -> Shown:
    """Two models are not permitted, each with the call that was answered with 403; nothing was written."""
    step = trace.step(REVIEWER)
    findings = by_subject(report_of(step))
    lacked = {name for name, one in findings.items() if one.verdict == "no_permission"}
    models = {name for name in lacked if name.startswith("model:")}
    wanted = {"model:ats_users", "model:ats_rejection_reasons"}
    expect(models == wanted, f"not permitted are {sorted(models)}", *step.played)
    named = [_named_call(step, findings[name]) for name in sorted(models)]
    paths = {call.exchange.request.path.rpartition("/")[2] for call in named}
    expect(paths == {"admins", "disqualify_reasons"}, f"named are {sorted(paths)}", *named)
    statuses = {call.exchange.response.status for call in named}
    expect(statuses == {HTTPStatus.FORBIDDEN}, f"answered was {sorted(statuses)}", *named)
    for name in sorted(lacked):
        if name.startswith("scope:"):
            _named_call(step, findings[name])
    _expect_nothing_written(step)
    return Shown(f"{len(models)} models with their 403", tuple(named))


@REGISTER.scenario(HIDDEN)
def scope_test_without_jobs(stage: Stage) -> None:
    """The user of a token is taken off the jobs that he sees; the token is tested."""
    stage.connect(RECRUITER)
    owner = stage.passthrough(WHO, "GET", "/admin").data["admin"]
    for number, offer_id in enumerate(owner["offer_ids"], start=1):
        stage.vendor(
            f"{UNASSIGN} #{number}", "assign_user", admin_id=owner["id"], offer_id=offer_id, assigned=False
        )
    stage.probe(NARROWED, "scopes")


@REGISTER.proves("behaviour/scope-testing/hidden-jobs-are-not-reported-as-fine", scenario=HIDDEN)
def hidden_jobs_are_not_fine(trace: Trace) -> Shown:
    """The list is empty and good; still the finding speaks of the restricted view that may hide jobs."""
    step = trace.step(NARROWED)
    findings = by_subject(report_of(step))
    owner = witness.sent(step, "GET", ADMIN)
    expect(owner, "nobody asked whose token it is", *step.played)
    restricted = calls.answered(owner[0], "admin").get("view_all_jobs") is False
    expect(restricted, "the user sees all jobs", *owner)
    lists = answers.called(step, answers.OFFERS)
    for page in lists:
        offers = calls.answered_list(witness.carried_out(page), "offers")
        expect(not offers, f"{len(offers)} jobs are seen", page)
    for model in sorted(OF_JOBS):
        finding = findings[f"model:{model}"]
        expect(finding.verdict != "ok", f"{model} counts as fine", *lists)
        expect("restricted view" in finding.detail, f"{model}: {finding.detail!r}", *lists)
    return Shown("an empty list of jobs is not taken for a fine one", (*owner, *lists))


# --- models --------------------------------------------------------------------------------------------


@REGISTER.scenario(MODELS)
def model_tests(stage: Stage) -> None:
    """Each model is tested with the full token, with tokens that lack one call each, and a wrong site."""
    stage.probe(FULL, "models")
    for name in (REVIEWER, *TAKEN_AWAY):
        stage.connect(name)
        stage.probe(name, "models")
    stage.connect(FULL, options={"careers_url": f"{CAREERS}/elsewhere"})
    stage.probe(READ_SITE, "models")


def _expect_flipped(step: Step, models: Iterable[str]) -> list[Played]:
    """All models have verdicts; exactly these fail, each naming a call and its status."""
    findings = by_subject(report_of(step))
    wanted = {f"model:{model}" for model in models}
    every = {f"model:{model}" for model in ALL_MODELS}
    expect(set(findings) == every, f"no verdict or too many: {sorted(set(findings) ^ every)}", *step.played)
    failed = {name for name, finding in findings.items() if finding.verdict != "ok"}
    expect(failed == wanted, f"{step.name!r}: not fine are {sorted(failed)}", *step.played)
    written = witness.writes(step)
    expect(not written, f"{step.name!r} wrote something", *written)
    expect(len(step.played) <= len(every), f"{len(step.played)} reads in {step.name!r}", *step.played)
    return [_named_call(step, findings[name]) for name in sorted(failed)]


@REGISTER.proves("feature/per-model-tests", scenario=MODELS)
def every_model_is_tested(trace: Trace) -> Shown:
    """Every model passes with the full token, and fails with a token that lacks the call it is read by."""
    _expect_flipped(trace.step(FULL), ())
    named: list[Played] = []
    failing: set[str] = set()
    for name, (path, models) in TAKEN_AWAY.items():
        refused = _expect_flipped(trace.step(name), models)
        wanted = f"/c/{COMPANY}{path.partition('{')[0]}"
        elsewhere = [call for call in refused if not call.exchange.request.path.startswith(wanted)]
        expect(not elsewhere, f"{name!r} names calls other than {path}", *elsewhere)
        named += refused
        failing |= models
    named += _expect_flipped(trace.step(READ_SITE), OF_SITE)
    failing |= OF_SITE
    expect(failing == ALL_MODELS, f"never seen failing: {sorted(ALL_MODELS - failing)}", *named)
    full = witness.succeeded(trace, FULL)
    return Shown(f"{len(ALL_MODELS)} models seen passing and failing", (*full.played, *named))


@REGISTER.proves("behaviour/per-model-tests/a-failing-model-names-its-call", scenario=MODELS)
def a_failing_model_names_its_call(trace: Trace) -> Shown:
    """Two models fail for a reviewer; each names its read and 403."""
    step = trace.step(REVIEWER)
    named = _expect_flipped(step, ("ats_users", "ats_rejection_reasons"))
    statuses = {call.exchange.response.status for call in named}
    expect(statuses == {HTTPStatus.FORBIDDEN}, f"the calls named were answered with {statuses}", *named)
    return Shown(f"{len(named)} models name their call and 403", tuple(named))
