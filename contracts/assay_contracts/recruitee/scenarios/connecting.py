"""Connecting: guide, form, and what comes of wrong entries. Source: recruitee sheet 1.1, 1.3, 6, 7.3."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from assay.errors import SettingError
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.recruitee import answers, calls
from assay_contracts.recruitee.register import CAREERS, COMPANY, REGISTER, SUBDOMAIN
from assay_contracts.recruitee.scenarios.scopes import ABILITIES, ALL_MODELS, OF_JOBS, by_subject, report_of

CONNECT = "connect"
GUIDE, TEST = "read the guide", "test what was entered"
WRONG, REVOKED, OTHER = "a wrong token", "a revoked token", "another company"
BY_NAME, WHOLE_HOST = "the sub-domain instead of the number", "a whole host name instead of the number"
WITHOUT_SITE = "no sub-domain"
RECRUITER, REVIEWER = "a user who sees assigned jobs only", "a user who reviews only"
ADMIN = "/c/*/admin"


@REGISTER.scenario(CONNECT)
def connect(stage: Stage) -> None:
    """A customer follows the guide; then what may go wrong with each field of the form goes wrong."""
    stage.guide(GUIDE)
    stage.probe(TEST, "scopes")
    for name, credential in (
        (WRONG, "wrong"),
        (REVOKED, "revoked"),
        (OTHER, "other-company"),
        (BY_NAME, "sub-domain"),
        (WITHOUT_SITE, "without-sub-domain"),
        (RECRUITER, "recruiter-assigned"),
        (REVIEWER, "reviewer"),
    ):
        stage.connect(credential)
        stage.probe(name, "models")
    stage.connect("full-host-name")
    never = {"candidate_id": "remote:1", "tag": {"name": "Never"}}
    stage.act(WHOLE_HOST, "add_candidate_tag", never, fails=True)


def _refused(step: Step, status: HTTPStatus) -> tuple[Played, dict[str, Any]]:
    """The one call of a test that ended there, and what it was answered with."""
    expect(len(step.played) == 1, f"{len(step.played)} calls in {step.name!r}", *step.played)
    call = step.played[0]
    found = call.exchange.response.status
    expect(found == status, f"{step.name!r} was answered with {found}", call)
    report = report_of(step)
    expect(not report.credential and not report.findings, f"of {step.name} it says {report}", call)
    return call, call.exchange.response.json


@REGISTER.proves("feature/connection-guide", scenario=CONNECT)
def the_guide_leads_to_a_working_connection(trace: Trace) -> Shown:
    """Steps, the abilities that are tested, and a form of which each wrong entry is told from a good one."""
    guide, tested = trace.step(GUIDE).guide, trace.step(TEST)
    if guide is None:
        raise NotShown("there is no guide")
    expect(len(guide.steps) > 2, f"{len(guide.steps)} steps")
    report = report_of(tested)
    scopes = {one.removeprefix("scope:") for one in by_subject(report) if one.startswith("scope:")}
    expect(
        set(guide.permissions) == scopes,
        f"the guide names {guide.permissions}, tested {scopes}",
        *tested.played,
    )
    lacking = [finding for finding in report.findings if finding.verdict != "ok"]
    expect(report.credential and not lacking, f"a token made so lacks {lacking}", *tested.played)
    company = [calls.answered(call, "admin")["company_id"] for call in witness.sent(tested, "GET", ADMIN)]
    expect(company == [int(COMPANY)], f"the token is for company {company}", *tested.played)
    wrong, said = _refused(trace.step(WRONG), HTTPStatus.UNAUTHORIZED)
    expect(isinstance(said["error"], str) and said.get("error_code"), f"it was answered with {said}", wrong)
    other, _ = _refused(trace.step(OTHER), HTTPStatus.FORBIDDEN)
    by_name = _resolved(trace)
    _explained(trace)
    return Shown(f"{len(guide.steps)} steps; four wrong entries noticed", (*by_name, wrong, other))


def _resolved(trace: Trace) -> tuple[Played, ...]:
    """The sub-domain was turned into the number by one read, and never used again."""
    step = trace.step(BY_NAME)
    report = report_of(step)
    bad = [finding for finding in report.findings if finding.verdict != "ok"]
    expect(report.credential and not bad, f"with the sub-domain it lacks {bad}", *step.played)
    named = [call for call in step.played if call.exchange.request.path.startswith(f"/c/{SUBDOMAIN}/")]
    paths = [call.exchange.request.path for call in named]
    expect(paths == [f"/c/{SUBDOMAIN}/admin"], f"the sub-domain stands in {paths}", *named)
    number = calls.answered(named[0], "admin")["company_id"]
    rest = [call for call in step.played if call.exchange.request.path.startswith(f"/c/{number}/")]
    expect(rest and str(number) == COMPANY, f"the number is {number}", *named)
    return (*named, *rest[:1])


def _explained(trace: Trace) -> None:
    """A host name is refused before anything is sent, with a word about what to enter instead."""
    step = trace.step(WHOLE_HOST)
    error = step.error
    expect(isinstance(error, SettingError), f"a whole host name ended with {error!r}", *step.played)
    expect(not step.played and not step.attempted, "a whole host name was sent", *step.played)
    said = str(error)
    expect("company_id" in said and "company id" in said, f"it does not say what to repair: {said}")


@REGISTER.proves("feature/prerequisites", scenario=CONNECT)
def the_prerequisites_suffice(trace: Trace) -> Shown:
    """The user must see all and may do everything that is tested; users who may less are found out."""
    guide, tested = trace.step(GUIDE).guide, trace.step(TEST)
    if guide is None or not guide.prerequisites:
        raise NotShown("no prerequisites are given")
    expect(set(guide.permissions) == ABILITIES, f"the guide asks for {guide.permissions}", *tested.played)
    said = " ".join(guide.prerequisites).lower()
    for word in (
        "paid or trial",
        "all jobs",
        "all candidates",
        "interviews",
        "careers site",
        "manage webhooks",
    ):
        expect(word in said, f"nothing is said about {word}: {guide.prerequisites}", *tested.played)
    recruiter, reviewer = trace.step(RECRUITER), trace.step(REVIEWER)
    sights = [_sees_all_jobs(step) for step in (tested, recruiter)]
    expect(sights == [True, False], f"of seeing all jobs the vendor says {sights}", *recruiter.played)
    users = [call.exchange.response.status for call in witness.sent(reviewer, "GET", answers.ADMINS)]
    expect(users == [HTTPStatus.FORBIDDEN], f"users were answered with {users}", *reviewer.played)
    for step, models in ((recruiter, OF_JOBS), (reviewer, {"ats_users", "ats_rejection_reasons"})):
        findings = by_subject(report_of(step))
        fine = {model for model in models if findings[f"model:{model}"].verdict == "ok"}
        expect(not fine, f"{step.name}: {sorted(fine)} count as fine", *step.played)
    return Shown(
        f"{len(guide.prerequisites)} prerequisites, {len(guide.permissions)} abilities",
        (*tested.played, *recruiter.played, *reviewer.played),
    )


@REGISTER.proves("feature/create-credentials", scenario=CONNECT)
def one_token_and_the_company(trace: Trace) -> Shown:
    """The token is the one secret and is sent as bearer; once it is revoked, it is told as invalid."""
    guide, tested = trace.step(GUIDE).guide, trace.step(TEST)
    if guide is None:
        raise NotShown("there is no guide")
    fields = [(field.name, field.secret, field.required) for field in guide.credential_fields]
    wanted = [("api_token", True, True), ("company_id", False, True), ("subdomain", False, False)]
    expect(fields == wanted, f"the form asks for {fields}", *tested.played)
    own = [call for call in tested.played if call.exchange.request.path.startswith(f"/c/{COMPANY}/")]
    sent = {call.exchange.request.headers.get("authorization", "").partition(" ")[0] for call in own}
    expect(sent == {"Bearer"}, f"the token was sent as {sorted(sent)}", *own[:1])
    witness.carried_out(own[0])
    revoked, _ = _refused(trace.step(REVOKED), HTTPStatus.UNAUTHORIZED)
    return Shown("one secret, sent as bearer token; refused once it is revoked", (own[0], revoked))


@REGISTER.proves("behaviour/general/the-careers-site-gets-no-token", scenario=CONNECT)
def the_careers_site_gets_no_token(trace: Trace) -> Shown:
    """Every read of the public site is without token, also where a job had to tell its address."""
    step = trace.step(WITHOUT_SITE)
    findings = by_subject(report_of(step))
    expect(
        set(findings) == {f"model:{model}" for model in ALL_MODELS},
        "not every model was tested",
        *step.played,
    )
    expect(findings["model:ats_screening_questions"].verdict == "ok", "no question is seen", *step.played)
    sites = {_origin(offer["careers_url"]) for offer in answers.parts(_offers(step), "offer")}
    everything = [call for one in trace.steps for call in one.played]
    public = [call for call in everything if _origin(call.exchange.request.url) in {CAREERS, *sites}]
    read = [call for call in public if call in step.played]
    found = {_origin(call.exchange.request.url) for call in read}
    expect(found and found <= sites, f"read was {sorted(found)}, jobs tell {sorted(sites)}", *read)
    for call in public:
        expect("authorization" not in call.exchange.request.headers, "the token was sent", call)
    return Shown(f"{len(public)} public reads without token", tuple(public))


def _sees_all_jobs(step: Step) -> Any:
    """What the vendor says of the user whose token was tested."""
    owner = calls.answered(witness.only(step, "GET", ADMIN), "admin")
    return owner.get("view_all_jobs")


def _offers(step: Step) -> tuple[Played, ...]:
    return witness.sent(step, "GET", answers.OFFER)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
