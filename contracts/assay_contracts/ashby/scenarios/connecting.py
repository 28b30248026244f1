"""Connecting: guide, credential, scope tests, passthrough. Source: ashby sheet 1.1, 6, 7.3."""

from assay.connector import ScopeReport
from assay.errors import CredentialError, PermissionMissingError
from assay.evidence import Step, Trace
from assay.scenario import Shown, Stage, expect
from assay_contracts import cast
from assay_contracts.ashby.register import REGISTER, SCOPES

NOBODY = "0f0f0f0f-0000-4000-8000-00000000beef"
"""A well-formed id that the company does not have."""
JOB_MODELS = {"model:ats_jobs"}
INTERVIEW_MODELS = {
    "model:ats_application_stages",
    "model:ats_join_jobs_application_stages",
    "model:ats_interviews",
    "model:ats_join_interviews_users",
}
"""What needs the permission for interviews (ashby sheet 6.4)."""

REGISTER.credential("wrong", {"api_key": "assay-invented-key-nobody-granted"}, unknown=True)


@REGISTER.scenario("connect")
def connect(stage: Stage) -> None:
    """A customer follows the guide; the key is tested."""
    stage.guide("read the guide")
    stage.probe("test the key", "scopes")
    stage.probe("test the models", "models")
    stage.probe("test the fields", "fields")


def _report(step: Step) -> ScopeReport:
    expect(step.error is None and step.scopes is not None, f"the test failed: {step.error}", *step.played)
    assert step.scopes is not None
    return step.scopes


def _not(verdict: str, report: ScopeReport) -> set[str]:
    return {finding.subject for finding in report.findings if finding.verdict != verdict}


@REGISTER.proves("feature/connection-guide", scenario="connect")
def the_guide_leads_to_a_working_key(trace: Trace) -> Shown:
    """The guide has steps, names exactly the permissions that are tested, and its key works."""
    guide, tested = trace.step("read the guide").guide, trace.step("test the key")
    expect(guide and len(guide.steps) > 2, "there are no steps")
    assert guide is not None
    report = _report(tested)
    scopes = {f.subject.removeprefix("scope:") for f in report.findings if f.subject.startswith("scope:")}
    expect(
        set(guide.permissions) == scopes,
        f"the guide names {guide.permissions}, tested were {scopes}",
        *tested.played,
    )
    expect(
        report.credential and not _not("ok", report),
        f"a key made so lacks {_not('ok', report)}",
        *tested.played,
    )
    return Shown(f"{len(guide.steps)} steps lead to a key that passes every test", tested.played)


@REGISTER.proves("feature/prerequisites", scenario="connect")
def the_prerequisites_suffice(trace: Trace) -> Shown:
    """Who may do it is said, and the permissions listed are those the vendor knows and grants."""
    guide, tested = trace.step("read the guide").guide, trace.step("test the key")
    expect(guide and guide.prerequisites, "no prerequisites are given")
    assert guide is not None
    expect(set(guide.permissions) == set(SCOPES), f"the guide asks for {guide.permissions}", *tested.played)
    granted = tested.sent("/apiKey.info")[0].exchange.response.json["results"]["scopes"]
    expect(set(guide.permissions) <= set(granted), f"the vendor granted {granted}", *tested.played)
    return Shown(
        f"{len(guide.prerequisites)} prerequisites, {len(guide.permissions)} permissions", tested.played
    )


@REGISTER.proves("feature/create-credentials", scenario="connect")
def one_secret_is_enough(trace: Trace) -> Shown:
    """The form asks for one secret, which is sent as the user name of basic authentication."""
    guide, tested = trace.step("read the guide").guide, trace.step("test the key")
    assert guide is not None
    fields = [(f.name, f.secret, f.required) for f in guide.credential_fields]
    expect(fields == [("api_key", True, True)], f"the form asks for {fields}")
    asked = tested.sent("/apiKey.info")
    expect(asked, "apiKey.info was not asked", *tested.played)
    sent = asked[0].exchange.request.headers.get("authorization", "")
    expect(sent.startswith("Basic "), f"the key was sent as {sent[:12]!r}", *asked)
    expect(asked[0].exchange.response.json["success"] is True, "the vendor did not take the key", *asked)
    return Shown("one secret, basic authentication, accepted", asked)


@REGISTER.scenario("scope-tests")
def scope_tests(stage: Stage) -> None:
    """Keys that lack something are tested, and one that is wrong."""
    stage.probe("with everything", "scopes")
    for name in ("without-interviews", "without-candidates-write", "without-api-keys"):
        stage.connect(name)
        stage.probe(name, "scopes")
    stage.connect("wrong")
    stage.probe("with a wrong key", "scopes")


@REGISTER.proves("feature/scope-testing", scenario="scope-tests")
def scopes_are_told(trace: Trace) -> Shown:
    """All is fine with the full key; a wrong key is refused without a list of permissions."""
    full, wrong = _report(trace.step("with everything")), _report(trace.step("with a wrong key"))
    expect(full.credential and not _not("ok", full), f"the full key lacks {_not('ok', full)}")
    expect(not wrong.credential and not wrong.findings, f"of a wrong key it says {wrong}")
    return Shown("full key: all fine; wrong key: refused", trace.step("with everything").played)


@REGISTER.proves("behaviour/scope-testing/missing-permissions-are-named", scenario="scope-tests")
def missing_permissions_are_named(trace: Trace) -> Shown:
    """The permission is named with what depends on it; everything else is fine."""
    step = trace.step("without-candidates-write")
    lacking = _not("ok", _report(step))
    expect("scope:candidates:write" in lacking, f"it lacks {sorted(lacking)}", *step.played)
    expect(
        "action:create_candidate" in lacking,
        f"what depends on it is not named: {sorted(lacking)}",
        *step.played,
    )
    others = {s for s in lacking if not s.startswith(("action:", "scope:candidates:write"))}
    expect(not others, f"others are flagged too: {sorted(others)}", *step.played)
    return Shown(f"{len(lacking)} findings, all on that permission", step.played)


@REGISTER.proves("behaviour/scope-testing/probes-replace-an-unreadable-key", scenario="scope-tests")
def probes_replace_what_the_key_does_not_tell(trace: Trace) -> Shown:
    """A key that may not read about itself is valid; probes find what it lacks."""
    step = trace.step("without-api-keys")
    report = _report(step)
    refused = step.sent("/apiKey.info")
    expect(refused and refused[0].exchange.response.status == 403, "apiKey.info was not refused", *refused)
    expect(report.credential, "the key counts as invalid", *refused)
    lacking = {s for s in _not("ok", report) if s.startswith("scope:")}
    expect(
        lacking == {"scope:apiKeys:read", "scope:offers:read"}, f"it lacks {sorted(lacking)}", *step.played
    )
    return Shown("probes found the two missing permissions", step.played)


@REGISTER.scenario("model-tests")
def model_tests(stage: Stage) -> None:
    """Each model is tested with the full key and with one that may not read interviews."""
    stage.probe("with everything", "models")
    stage.connect("without-interviews")
    stage.probe("without interviews", "models")


@REGISTER.proves(
    "feature/per-model-tests",
    "behaviour/per-model-tests/one-permission-flips-only-its-models",
    scenario="model-tests",
)
def one_permission_flips_only_its_models(trace: Trace) -> Shown:
    """Every model has a verdict; exactly those that need the permission flip."""
    full, step = _report(trace.step("with everything")), trace.step("without interviews")
    expect(len(full.findings) == 19 and not _not("ok", full), f"not fine: {_not('ok', full)}")
    flipped = {f.subject for f in _report(step).findings if f.verdict == "no_permission"}
    expect(flipped == INTERVIEW_MODELS, f"flipped: {sorted(flipped)}", *step.played)
    return Shown(f"{len(flipped)} of 19 models flip", step.played)


@REGISTER.scenario("field-tests")
def field_tests(stage: Stage) -> None:
    """Fields are tested with the full key and with one that may not read the organization."""
    stage.probe("with everything", "fields")
    stage.connect("without-organization")
    stage.probe("models without organization", "models")
    stage.probe("without organization", "fields")


@REGISTER.proves(
    "feature/per-field-tests",
    "behaviour/per-field-tests/department-needs-organization-read",
    scenario="field-tests",
)
def the_department_needs_a_permission(trace: Trace) -> Shown:
    """The model jobs is fine, its department is not."""
    full, step = _report(trace.step("with everything")), trace.step("without organization")
    expect(full.findings and not _not("ok", full), f"not fine: {_not('ok', full)}")
    models = {f.subject: f.verdict for f in _report(trace.step("models without organization")).findings}
    expect(
        models.get("model:ats_jobs") == "ok",
        f"the model jobs is {models.get('model:ats_jobs')}",
        *step.played,
    )
    fields = {f.subject: f.verdict for f in _report(step).findings}
    expect(
        fields.get("field:ats_jobs.department") == "no_permission",
        f"the department is {fields}",
        *step.played,
    )
    return Shown("jobs can be read, their department cannot", step.played)


@REGISTER.scenario("passthrough")
def passthrough(stage: Stage) -> None:
    """Calls in the vendor's words, one of them refused."""
    snapshot = stage.sync("read jobs", models=("ats_jobs",))
    job = cast.open_job_by_status(snapshot)
    stage.passthrough("a job", "POST", "/job.info", data={"id": job.remote_id})
    stage.passthrough("no job", "POST", "/job.info", data={"id": NOBODY})


@REGISTER.proves("feature/api-passthrough", scenario="passthrough")
def calls_are_passed_through(trace: Trace) -> Shown:
    """The vendor's answer comes back as it was, the key in no part of it."""
    step = trace.step("a job")
    answer, played = step.passthrough, step.played
    assert answer is not None
    expect(len(played) == 1, f"{len(played)} calls", *played)
    expect(played[0].exchange.request.json == step.inputs["data"], "the body was changed", *played)
    expect(answer.data == played[0].exchange.response.json, "the answer was changed", *played)
    expect(
        "authorization" not in {name.lower() for name in answer.headers}, "the key is in the answer", *played
    )
    return Shown("sent and answered unchanged", played)


@REGISTER.proves("behaviour/api-passthrough/refusal-is-handed-through", scenario="passthrough")
def refusals_are_handed_through(trace: Trace) -> Shown:
    """Status 200 and success false come back, nothing is raised."""
    step = trace.step("no job")
    answer = step.passthrough
    expect(step.error is None and answer is not None, f"it was raised: {step.error}", *step.played)
    assert answer is not None
    expect(
        answer.status == 200 and answer.data["success"] is False,
        f"it came back as {answer.status}",
        *step.played,
    )
    return Shown(f"handed through: {answer.data['errorInfo']['code']}", step.played)


@REGISTER.scenario("bad-keys")
def bad_keys(stage: Stage) -> None:
    """The same action with a key that lacks a permission and with a wrong key."""
    inputs = {"candidate_id": f"remote:{NOBODY}", "tag": {"name": "Never"}}
    for name in ("without-candidates-write", "wrong"):
        stage.connect(name)
        stage.act(name, "add_candidate_tag", inputs, fails=True)


@REGISTER.proves("behaviour/general/missing-permission-is-told-from-a-bad-key", scenario="bad-keys")
def lacking_is_not_wrong(trace: Trace) -> Shown:
    """Both are 403 on the wire; one is a missing permission, the other a bad credential."""
    lacking, wrong = trace.step("without-candidates-write"), trace.step("wrong")
    statuses = [step.played[-1].exchange.response.status for step in (lacking, wrong)]
    expect(statuses == [403, 403], f"the statuses are {statuses}", *lacking.played, *wrong.played)
    expect(isinstance(lacking.error, PermissionMissingError), f"it is {lacking.error!r}", *lacking.played)
    expect(isinstance(wrong.error, CredentialError), f"it is {wrong.error!r}", *wrong.played)
    return Shown("one lacks a permission, the other is refused", (*lacking.played, *wrong.played))
