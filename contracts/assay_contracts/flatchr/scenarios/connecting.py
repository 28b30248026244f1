"""Connecting: the guide, what is checked, keys that end. Source: flatchr sheet 1.2, 6, 7.8."""

from datetime import datetime, timedelta
from http import HTTPStatus

from assay.clock import START
from assay.connector import Guide, ScopeReport
from assay.errors import CredentialError
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import ApplicationStage
from assay_contracts import cast, witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.register import (
    API,
    COMPANY_KEY,
    ENDS_SOON_DAYS,
    OTHER_COMPANY_KEY,
    OTHER_SLUG,
    REGISTER,
    SLUG,
)

GUIDE, CHECK = "read the guide", "check what was entered"
FORM = ("api_key", "company_key", "slug")
KEY, CAREER_SITE = "credential:api_key", "credential:slug"


@REGISTER.scenario("connect")
def connect(stage: Stage) -> None:
    """A customer follows the guide; what was entered is checked."""
    stage.guide(GUIDE)
    stage.probe(CHECK, "connection")


def _guide(trace: Trace) -> Guide:
    guide = trace.step(GUIDE).guide
    if guide is None:
        raise NotShown("there is no guide")
    return guide


def _report(step: Step) -> ScopeReport:
    if step.error is not None or step.scopes is None:
        raise NotShown(f"the check failed: {step.error}", *step.played)
    return step.scopes


def _checked(trace: Trace) -> tuple[Played, Played]:
    """The two calls of a check that finds nothing to repair: key with company key, and career site."""
    step = witness.succeeded(trace, CHECK)
    report = _report(step)
    wrong = [finding for finding in report.findings if finding.verdict != "ok"]
    subjects = {finding.subject for finding in report.findings}
    expect(report.credential and not wrong, f"it finds {wrong}", *step.played)
    expect(subjects == {KEY, CAREER_SITE}, f"checked were {sorted(subjects)}", *step.played)
    columns, site = calls.listed(step, calls.COLUMNS), calls.publications(step)
    expect(columns[0] and calls.is_at(columns[1], API), "the key gives no columns", columns[1])
    return columns[1], site[1]


@REGISTER.proves("feature/connection-guide", scenario="connect")
def the_guide_leads_to_a_connection(trace: Trace) -> Shown:
    """Its steps name each value of the form, and what was entered so passes the check."""
    guide = _guide(trace)
    fields = tuple(field.name for field in guide.credential_fields)
    expect(fields == FORM, f"the form asks for {fields}")
    steps = " ".join(guide.steps).lower()
    for words in ("api key", "company key", "career site"):
        expect(words in steps, f"no step speaks of the {words}")
    columns, site = _checked(trace)
    expect(f"/company/{COMPANY_KEY}/" in columns.exchange.request.path, "another company was asked", columns)
    expect(site.exchange.request.path == f"/company/{SLUG}.json", "another career site was asked", site)
    return Shown(f"{len(guide.steps)} steps lead to a connection that works", (columns, site))


@REGISTER.proves("feature/prerequisites", scenario="connect")
def the_prerequisites_are_what_the_check_needs(trace: Trace) -> Shown:
    """Account, user and published vacancy; by such a one the career site is compared with the company key."""
    said = " ".join(_guide(trace).prerequisites).lower()
    for words in ("paid flatchr account", "advanced settings > advanced > api", "published", "offerer id"):
        expect(words in said, f"no prerequisite speaks of {words!r}")
    _, site = _checked(trace)
    items = witness.answer(site)["items"]
    companies = {item["vacancy"]["company"]["id"] for item in items if item["vacancy"]}
    expect(companies == {COMPANY_KEY}, f"the vacancies are of {sorted(companies)}", site)
    return Shown(f"{len(items)} publications name the company", (site,))


@REGISTER.proves("feature/create-credentials", scenario="connect")
def a_key_is_made_and_works(trace: Trace) -> Shown:
    """One secret of three values, valid for 365 days, sent as a bearer token and taken."""
    guide = _guide(trace)
    secret = [field.name for field in guide.credential_fields if field.secret]
    expect(secret == ["api_key"], f"secret are {secret}")
    expect(all(field.required for field in guide.credential_fields), "a value may be left out")
    steps = " ".join(guide.steps)
    expect("365 days" in steps and "expires" in steps, "no step says how long the key is valid")
    expect(guide.permissions == (), f"keys have no permissions, yet it names {guide.permissions}")
    columns, _ = _checked(trace)
    presented = columns.exchange.request.headers.get("authorization", "")
    expect(presented.startswith("Bearer "), f"the key was sent as {presented[:8]!r}", columns)
    return Shown("one secret, as a bearer token, accepted", (columns,))


# --- what does not fit ---------------------------------------------------------------------------

MISFITS = ("wrong", "of-another-company", "with-an-unknown-slug", "with-another-slug")


@REGISTER.scenario("misfits")
def misfits(stage: Stage) -> None:
    """Values that do not work, or do not belong together, are checked."""
    for name in MISFITS:
        stage.connect(name)
        stage.probe(name, "connection")


@REGISTER.proves("behaviour/connection-guide/a-slug-of-another-company-is-noticed", scenario="misfits")
def a_slug_of_another_company_is_noticed(trace: Trace) -> Shown:
    """The key works, the vacancies of that site are another company's, and the slug is to be repaired."""
    step = witness.succeeded(trace, "with-another-slug")
    report, (columns, _) = _report(step), calls.listed(step, calls.COLUMNS)
    items, site = calls.publications(step)
    expect(columns, "the key gives no columns", *step.played)
    expect(site.exchange.request.path == f"/company/{OTHER_SLUG}.json", "another site was asked", site)
    companies = {item["vacancy"]["company"]["id"] for item in items}
    expect(companies == {OTHER_COMPANY_KEY}, f"the vacancies are of {sorted(companies)}", site)
    verdicts = {finding.subject: finding for finding in report.findings}
    expect(report.credential and verdicts[KEY].verdict == "ok", "the key was found wrong", *step.played)
    finding = verdicts[CAREER_SITE]
    named = all(word in finding.detail for word in (OTHER_COMPANY_KEY, COMPANY_KEY, "repair the slug"))
    expect(finding.verdict == "error" and named, f"it says {finding.verdict}: {finding.detail}", site)
    _others_are_told_apart(trace)
    return Shown(finding.detail, (site,))


def _others_are_told_apart(trace: Trace) -> None:
    """A wrong key is not taken for a wrong slug, nor the other way round."""
    wanted = {"wrong": KEY, "of-another-company": KEY, "with-an-unknown-slug": CAREER_SITE}
    for name, subject in wanted.items():
        step = witness.succeeded(trace, name)
        wrong = [finding.subject for finding in _report(step).findings if finding.verdict != "ok"]
        expect(wrong == [subject], f"{name}: it finds {wrong}", *step.played)


# --- keys that end -------------------------------------------------------------------------------

KNOWN, READ = "read the stages", "read them again"
STAGES = (ApplicationStage.store_id,)


@REGISTER.scenario("ending-keys")
def ending_keys(stage: Stage) -> None:
    """A key that ends soon is used, one that ends late, and one that does not tell."""
    for name in ("ending", "young", "full"):
        stage.connect(name)
        stage.sync(name, models=STAGES)


@REGISTER.proves("behaviour/general/an-expiring-key-is-announced", scenario="ending-keys")
def an_expiring_key_is_announced(trace: Trace) -> Shown:
    """The day is named; the other two keys cause no word."""
    started = datetime.fromisoformat(START.isoformat())
    day = (started + timedelta(days=ENDS_SOON_DAYS)).date().isoformat()
    step = witness.succeeded(trace, "ending")
    expect(cast.of(witness.after(trace, "ending"), ApplicationStage), "nothing was read", *step.played)
    said = calls.noticed(step, "expires", day)
    shown = [calls.listed(step, calls.COLUMNS)[1]]
    for name in ("young", "full"):
        other = witness.succeeded(trace, name)
        expect(not other.notices, f"{name}: {list(other.notices)}", *other.played)
        shown.append(calls.listed(other, calls.COLUMNS)[1])
    return Shown(said, tuple(shown))


@REGISTER.scenario("expired-key")
def expired_key(stage: Stage) -> None:
    """Everything is stored; then the key is older than 365 days."""
    models = (*STAGES, *cast.PEOPLE)
    stage.sync(KNOWN, models=models)
    stage.connect("expired")
    stage.later(hours=3)
    stage.sync(READ, models=models, fails=True)


@REGISTER.proves("behaviour/create-credentials/an-expired-key-asks-to-reconnect", scenario="expired-key")
def an_expired_key_asks_to_reconnect(trace: Trace) -> Shown:
    """The vendor says 401; the error asks for a new key, and the data set is the one from before."""
    known, step = witness.after(trace, KNOWN), trace.step(READ)
    statuses = {call.exchange.response.status for call in step.played}
    expect(statuses == {HTTPStatus.UNAUTHORIZED}, f"it was answered {statuses}", *step.played)
    texts = {str(witness.answer(call).get("message")) for call in step.played}
    expect(texts == {"Expired token"}, f"the vendor says {texts}", *step.played)
    error = step.error
    expect(isinstance(error, CredentialError), f"it ended with {error!r}", *step.played)
    assert error is not None
    asks = "new API key" in error.hint and "connect again" in error.hint
    expect("expired" in error.message and asks, f"it says: {error}", *step.played)
    expect(step.snapshot is not None and cast.of(known, ApplicationStage), "nothing was stored", *step.played)
    assert step.snapshot is not None
    same = witness.all_records(step.snapshot) == witness.all_records(known)
    expect(same, "the data set is another one", *step.played)
    return Shown(error.message, step.played)
