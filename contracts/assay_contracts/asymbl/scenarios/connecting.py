"""Connecting: guide, form, and what comes of wrong entries. Source: asymbl sheet 1.1, 1.2, 6, 7.5."""

from http import HTTPStatus

from assay.connector import ScopeFinding, ScopeReport
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.register import DATA, ORIGIN, REGISTER, app

CONNECT = "connect"
GUIDE, TEST = "read the guide", "check what was entered"
FORM = {"subdomain": False, "client_id": False, "client_secret": True}
"""Field that has to be filled in -> whether it is secret."""
_FULL = REGISTER.credentials["full"].values
_NOBODYS = "acmee"

app("nobodys-org", subdomain=_NOBODYS)
app("login-host", subdomain="login")
app("no-run-as", run_as=False)
app("unknown-app", unknown=True)
REGISTER.credential("wrong-secret", {**_FULL, "client_secret": "assay-invented-wrong-secret"}, unknown=True)

MISTAKES = {
    "nobodys-org": ("subdomain", ("sub-domain", "My Domain")),
    "login-host": ("subdomain", ("login", "My Domain")),
    "unknown-app": ("client_id", ("client id", "consumer key")),
    "wrong-secret": ("client_secret", ("client secret", "consumer secret")),
    "no-run-as": ("run_as_user", ("run-as user", "client-credentials flow")),
    "no-api": ("api", ("run-as user", "API Enabled")),
    "no-package": ("package", ("install", "permission set")),
}
"""Credential -> what is wrong with it, and words about who repairs it, and how."""
ANSWERS = {
    "login-host": ("invalid_grant", "request not supported on this domain"),
    "unknown-app": ("invalid_client_id", "client identifier invalid"),
    "wrong-secret": ("invalid_client", "invalid client credentials"),
    "no-run-as": ("invalid_grant", "no client credentials user enabled"),
}
"""What the vendor answers who asks for a token with it (1.2)."""


@REGISTER.scenario(CONNECT)
def connect(stage: Stage) -> None:
    """A customer follows the guide; then what may go wrong with each field of the form goes wrong."""
    stage.guide(GUIDE)
    stage.probe(TEST, "connection")
    for name in MISTAKES:
        stage.connect(name)
        stage.probe(name, "connection")


def _report(step: Step) -> ScopeReport:
    expect(step.error is None, f"{step.name!r} failed: {step.error}", *step.played)
    if step.scopes is None:
        raise NotShown(f"{step.name!r} found nothing", *step.played)
    return step.scopes


def _wrong(step: Step) -> list[ScopeFinding]:
    return [finding for finding in _report(step).findings if finding.verdict != "ok"]


def _refusal(name: str, step: Step) -> Played:
    """The call that shows the mistake, with what the vendor answers to it."""
    expect(step.played, f"{name}: nothing was asked")
    call = step.played[-1]
    status, body = call.exchange.response.status, call.exchange.response.json
    if name in ANSWERS:
        said = (body.get("error"), body.get("error_description")) if isinstance(body, dict) else body
        expect(said == ANSWERS[name], f"{name}: the vendor says {said}", call)
    elif name == "nobodys-org":
        expect(f"//{_NOBODYS}." in call.exchange.request.url, "another org was asked", call)
        expect(status == HTTPStatus.NOT_FOUND and body is None, f"{name}: answered with {status}", call)
    elif name == "no-api":
        code = body[0].get("errorCode") if isinstance(body, list) and body else None
        expect((status, code) == (403, "API_DISABLED_FOR_ORG"), f"{name}: {status}, {code}", call)
    else:
        listed = {one["name"] for one in witness.answer(call)["sobjects"]}
        expect("Contact" in listed, "the org lists no objects", call)
        ours = sorted(one for one in listed if one.startswith("bpats__"))
        expect(not ours, f"{name}: the org lists {ours}", call)
    return call


@REGISTER.proves("behaviour/connection-guide/each-mistake-has-its-own-message", scenario=CONNECT)
def each_mistake_has_its_own_message(trace: Trace) -> Shown:
    """Seven mistakes, each blamed on what is wrong, in words of its own that say what to repair."""
    messages: dict[str, str] = {}
    shown = []
    for name, (part, words) in MISTAKES.items():
        step = trace.step(name)
        call = _refusal(name, step)
        found = _wrong(step)
        blamed = [finding.subject for finding in found]
        expect(blamed == [f"credential:{part}"], f"{name}: blamed are {blamed}", call)
        said = found[0].detail
        lacking = [word for word in words if word.lower() not in said.lower()]
        expect(not lacking, f"{name}: {said!r} does not speak of {lacking}", call)
        messages[name] = said
        shown.append(call)
    expect(len(set(messages.values())) == len(MISTAKES), f"messages are alike: {messages}", *shown)
    return Shown(f"{len(messages)} messages", tuple(shown))


@REGISTER.proves("feature/connection-guide", scenario=CONNECT)
def the_guide_leads_to_a_working_connection(trace: Trace) -> Shown:
    """Prerequisites, steps and a form; what was entered so works, with a token of the org itself."""
    guide, tested = trace.step(GUIDE).guide, trace.step(TEST)
    if guide is None:
        raise NotShown("there is no guide")
    form = {field.name: field.secret for field in guide.credential_fields if field.required}
    expect(form == FORM, f"the form asks for {form}", *tested.played)
    expect(guide.prerequisites and len(guide.steps) > len(form), f"{len(guide.steps)} steps are too few")
    said = " ".join((*guide.prerequisites, *guide.steps)).lower()
    for word in ("api", "client-credentials", "run as", "asymbl ats user", "my domain", "consumer key"):
        expect(word in said, f"nothing is said about {word}: {guide.steps}")
    wrong = _wrong(tested)
    report = _report(tested)
    expect(
        report.credential and report.findings and not wrong, f"something is wrong: {wrong}", *tested.played
    )
    token, objects = (
        witness.only(tested, "POST", calls.TOKEN),
        witness.only(tested, "GET", f"{DATA}/sobjects"),
    )
    for call in (token, objects):
        expect(call.exchange.request.url.startswith(f"{ORIGIN}/"), "another host was asked", call)
    each_mistake_has_its_own_message(trace)
    return Shown(f"{len(guide.steps)} steps; {len(MISTAKES)} wrong entries noticed", (token, objects))
