"""Connecting: the form, the token and its end, headers of every call. Source: avionte sheet 1.2 to 1.4."""

from http import HTTPStatus
from urllib.parse import parse_qs

from assay.connector import ScopeFinding, ScopeReport
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.avionte import calls
from assay_contracts.avionte.calls import of_selected
from assay_contracts.avionte.register import REGISTER, TENANT, TENANT_ID

# --- the form ------------------------------------------------------------------------------------

CONNECT = "connect"
GUIDE, TEST = "read the guide", "test what was entered"
STRANGER, ELSEWHERE = "a key that Avionté does not know", "a tenant that was not opened to the partner"
FORM = {
    "api_key": True,
    "client_id": False,
    "client_secret": True,
    "tenant": False,
    "front_office_tenant_id": False,
}
"""What is asked for, and whether it is a secret (1.2)."""


@REGISTER.scenario(CONNECT)
def connect(stage: Stage) -> None:
    """A customer follows the guide; then a wrong key and a tenant of somebody else's are entered."""
    stage.guide(GUIDE)
    stage.probe(TEST, "connection")
    stage.connect("unknown")
    stage.probe(STRANGER, "connection")
    stage.connect("other-tenant")
    stage.probe(ELSEWHERE, "connection")


@REGISTER.proves("behaviour/general/access-asks-for-partner-and-tenant", scenario=CONNECT)
def access_asks_for_partner_and_tenant(trace: Trace) -> Shown:
    """Partnership first; three parts for the partner, two for the tenant; wrong ones are told apart."""
    guide, tested = trace.step(GUIDE).guide, witness.succeeded(trace, TEST)
    if guide is None:
        raise NotShown("there is no guide", *tested.played)
    asked = {field.name: field.secret for field in guide.credential_fields}
    expect(asked == FORM, f"the form asks for {asked}", *tested.played)
    required = {field.name for field in guide.credential_fields if field.required}
    expect(required == {"api_key", "client_id", "client_secret"}, f"needed are {required}", *tested.played)
    said = " ".join(guide.prerequisites).lower()
    for word in ("partnership", "certified", "tenant"):
        expect(word in said, f"nothing is said of {word}: {guide.prerequisites}", *tested.played)
    expect(_wrong(tested) == [], f"of a good entry it says {_wrong(tested)}", *tested.played)
    [stranger] = _refused(trace, STRANGER, "api_key", calls.TOKEN)
    expect(not _report(trace.step(STRANGER)).credential, "the unknown key is accepted", stranger)
    [elsewhere] = _refused(trace, ELSEWHERE, "front_office_tenant_id", calls.JOB_IDS)
    good = calls.one(tested, calls.JOB_IDS)
    return Shown(f"a form of {len(asked)} fields", (_token(tested), good, stranger, elsewhere))


def _report(step: Step) -> ScopeReport:
    if step.scopes is None:
        raise NotShown(f"{step.name!r} found nothing", *step.played)
    return step.scopes


def _wrong(step: Step) -> list[ScopeFinding]:
    return [finding for finding in _report(step).findings if finding.verdict != "ok"]


def _refused(trace: Trace, name: str, field: str, path: str) -> list[Played]:
    """Calls of a path that were refused with 403, whereupon the field was found wrong and nothing else."""
    step = witness.succeeded(trace, name)
    found = [finding.subject for finding in _wrong(step)]
    expect(found == [f"credential:{field}"], f"{name}: wrong is {found}", *step.played)
    sent = witness.calls(step, path)
    statuses = [call.exchange.response.status for call in sent]
    expect(statuses == [HTTPStatus.FORBIDDEN], f"{name}: it was answered with {statuses}", *sent)
    return list(sent)


# --- the token -----------------------------------------------------------------------------------

TOKEN = "token"  # noqa: S105 -- name of a scenario
FIRST, STILL_GOOD = "a first run", "a run while the token is good"
ABOUT_TO_END, TAKEN_BACK = "a run when the token is about to end", "a run after the token was taken back"
LATER = (STILL_GOOD, ABOUT_TO_END)
GOOD_FOR_S, MARGIN_S = 3600, 60
"""How long a token lives, and how long before its end it is renewed (1.3)."""


@REGISTER.scenario(TOKEN)
def token(stage: Stage) -> None:
    """Runs that cost one call each, at the beginning, before the end, at the end, and after a revocation."""
    stage.connect()
    stage.sync(FIRST, mode="delta", budget=of_selected())
    stage.later(seconds=GOOD_FOR_S - 2 * MARGIN_S)
    stage.sync(STILL_GOOD, mode="delta", budget=of_selected())
    stage.later(seconds=MARGIN_S + 1)
    stage.sync(ABOUT_TO_END, mode="delta", budget=of_selected())
    stage.vendor("the vendor takes tokens back", "revoke_tokens")
    stage.sync(TAKEN_BACK, mode="delta", budget=of_selected() + 1)


def _token(step: Step) -> Played:
    """The one request for a token of a step, made as the partner's."""
    call = calls.one(step, calls.TOKEN)
    form = parse_qs(call.exchange.request.body.decode())
    granted = form.get("grant_type")
    expect(granted == ["client_credentials"], f"the token was asked for with {granted}", call)
    for name in ("client_id", "client_secret", "scope"):
        expect(form.get(name), f"the token was asked for without {name}", call)
    expect(call.exchange.request.headers.get("x-api-key"), "the token was asked for without key", call)
    return call


def _bearer(call: Played) -> str:
    return call.exchange.request.headers.get("authorization", "")


def _given(call: Played) -> str:
    """What an answer with a token makes the following calls carry."""
    answer = witness.answer(call)
    lifetime = answer.get("expires_in")
    expect(lifetime == GOOD_FOR_S, f"the token lives for {lifetime} s", call)
    return f"Bearer {answer.get('access_token')}"


@REGISTER.proves("behaviour/general/a-token-is-renewed-before-and-after-expiry", scenario=TOKEN)
def a_token_is_renewed(trace: Trace) -> Shown:
    """Kept while it is good, renewed before its last minute is over, and once after the vendor's 401."""
    first, kept, ending = (witness.succeeded(trace, name) for name in (FIRST, STILL_GOOD, ABOUT_TO_END))
    begun, renewed = _token(first), _token(ending)
    ages = [
        (witness.after(trace, name).at - witness.after(trace, FIRST).at).total_seconds() for name in LATER
    ]
    in_time = ages[0] < GOOD_FOR_S - MARGIN_S <= ages[1] < GOOD_FOR_S
    expect(in_time, f"the token was {ages} s old in the runs after the first", begun, renewed)
    calls.none(kept, calls.TOKEN)
    shown = [begun]
    for step, given in ((first, begun), (kept, begun), (ending, renewed)):
        [call] = calls.costs(step, 1)
        expect(_bearer(calls.good(call)) == _given(given), f"{step.name!r} carries another token", call)
        expect(given.index < call.index, f"{step.name!r} got its token afterwards", call, given)
        shown.append(call)
    expect(_given(begun) != _given(renewed), "the token was not renewed", renewed)
    again, repeated = _once_more(witness.succeeded(trace, TAKEN_BACK), _given(renewed))
    return Shown("kept, renewed before its end, and after a 401", (*shown, renewed, *again, repeated))


def _once_more(step: Step, old: str) -> tuple[tuple[Played, ...], Played]:
    """What a call led to that came with a token taken back: 401, a new token, the same call again."""
    renewed = _token(step)
    refused, repeated = calls.costs(step, 2)
    statuses = [call.exchange.response.status for call in (refused, repeated)]
    wanted = [HTTPStatus.UNAUTHORIZED, HTTPStatus.OK]
    expect(statuses == wanted, f"the calls were answered with {statuses}", refused, repeated)
    same = refused.exchange.request.url == repeated.exchange.request.url
    expect(same and _bearer(refused) == old, "another call was repeated", refused, repeated)
    expect(_bearer(repeated) == _given(renewed) != old, "it was repeated with the old token", repeated)
    order = refused.index < renewed.index < repeated.index
    expect(order, "the token was not renewed in between", refused, renewed, repeated)
    return (refused, renewed), repeated


# --- headers -------------------------------------------------------------------------------------

HEADERS = "tenant-headers"
BY_NUMBER, BY_CODE = "with the front office tenant id", "with the tenant code alone"


@REGISTER.scenario(HEADERS)
def tenant_headers(stage: Stage) -> None:
    """A run with both names of the tenant, and one with its code alone."""
    stage.connect()
    stage.sync(BY_NUMBER, mode="delta", budget=of_selected())
    stage.connect("tenant-code")
    stage.sync(BY_CODE, mode="delta", budget=of_selected())


@REGISTER.proves("behaviour/general/either-tenant-header-is-sent", scenario=HEADERS)
def either_tenant_header_is_sent(trace: Trace) -> Shown:
    """The number where it is known, else the code, never both; token and key with each call."""
    shown: list[Played] = []
    for name, header, value in (
        (BY_NUMBER, "frontofficetenantid", TENANT_ID),
        (BY_CODE, "tenant", TENANT),
    ):
        step = witness.succeeded(trace, name)
        [call] = calls.costs(step, 1)
        sent = calls.good(call).exchange.request.headers
        found = {one: sent[one] for one in ("frontofficetenantid", "tenant") if one in sent}
        expect(found == {header: value}, f"{name} it was {found}", call)
        expect(_bearer(call) == _given(_token(step)), f"{name} it carries {_bearer(call)[:12]}", call)
        key = REGISTER.credentials[step.connection].values["api_key"]
        expect(sent.get("x-api-key") == key, f"{name} it carries another key", call)
        shown.append(call)
    return Shown("by number and by code", tuple(shown))
