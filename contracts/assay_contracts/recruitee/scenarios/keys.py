"""Tokens that may not, tokens that are none, a vendor that asks to wait. Source: recruitee sheet 1.2, 1.4."""

from datetime import timedelta
from http import HTTPStatus

from assay.errors import CredentialError, PermissionMissingError
from assay.evidence import Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Tag
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls
from assay_contracts.recruitee.register import REGISTER

BAD, BAD_400, LIMIT = "bad-tokens", "bad-token-as-400", "rate-limit"
LACKING, REVOKED, WRONG = "a role that may not write", "a revoked token", "a wrong token"
START, TOO_FAST, UNTIMED = "read tags", "read tags too fast", "read tags too fast, unasked to wait"
TAGS = "/c/*/tags"
NEVER = {"candidate_id": "remote:1", "tag": {"name": "Never"}}


@REGISTER.scenario(BAD)
def bad_tokens(stage: Stage) -> None:
    """The same action with a role that may not, a revoked token and a wrong one."""
    for name, credential in ((LACKING, "reviewer"), (REVOKED, "revoked"), (WRONG, "wrong")):
        stage.connect(credential)
        stage.act(name, "add_candidate_tag", NEVER, fails=True)


@REGISTER.scenario(BAD_400, faults={"bad_token_status": 400})
def bad_token_as_400(stage: Stage) -> None:
    """An installation that answers a bad token with 400."""
    stage.connect("wrong")
    stage.act(WRONG, "add_candidate_tag", NEVER, fails=True)


@REGISTER.proves("behaviour/general/a-missing-ability-is-told-from-a-bad-token", scenario=BAD)
def lacking_is_not_wrong(trace: Trace) -> Shown:
    """403 is a missing ability, 401 a bad credential."""
    steps = [trace.step(name) for name in (LACKING, REVOKED, WRONG)]
    played = tuple(call for step in steps for call in step.played)
    statuses = [step.played[-1].exchange.response.status for step in steps]
    wanted = [HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED, HTTPStatus.UNAUTHORIZED]
    expect(statuses == wanted, f"the vendor answered with {statuses}", *played)
    expect(isinstance(steps[0].error, PermissionMissingError), f"it is {steps[0].error!r}", *steps[0].played)
    for step in steps[1:]:
        expect(isinstance(step.error, CredentialError), f"it is {step.error!r}", *step.played)
    return Shown("one lacks an ability, the others are refused", played)


@REGISTER.proves("behaviour/general/a-bad-token-may-be-answered-with-400", scenario=BAD_400)
def a_bad_token_may_be_a_bad_request(trace: Trace) -> Shown:
    """400 that speaks of the token is a bad credential, no mistake of the request."""
    step = trace.step(WRONG)
    status = step.played[-1].exchange.response.status
    expect(status == HTTPStatus.BAD_REQUEST, f"the vendor answered with {status}", *step.played)
    expect(isinstance(step.error, CredentialError), f"it is {step.error!r}", *step.played)
    return Shown("400 about the token is a bad credential", step.played)


_LIMITS = [
    {"path": "/tags", "after": 1, "times": 1, "retry_after_s": 7},
    {"path": "/tags", "after": 2, "times": 1},
]
"""After one good answer a refusal that says how long to wait, after another one a refusal that does not."""


@REGISTER.scenario(LIMIT, faults={"rate_limited": _LIMITS})
def rate_limit(stage: Stage) -> None:
    """Three runs; the second and the third are told to slow down."""
    for name in (START, TOO_FAST, UNTIMED):
        stage.sync(name, models=(Tag.store_id,))


@REGISTER.proves("behaviour/general/a-limited-request-is-sent-again", scenario=LIMIT)
def a_limited_request_is_sent_again(trace: Trace) -> Shown:
    """The same request once more, after the seconds that the vendor names or after some of our own."""
    data = {name: witness.after(trace, name) for name in (START, TOO_FAST, UNTIMED)}
    refused = []
    for name in (TOO_FAST, UNTIMED):
        pages = witness.calls(trace.step(name), TAGS)
        statuses = [page.exchange.response.status for page in pages]
        wanted = [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.OK]
        expect(statuses == wanted, f"{name}: answered with {statuses}", *pages)
        same = pages[0].exchange.request.url == pages[1].exchange.request.url
        expect(same, f"{name}: another request was sent instead", *pages)
        calls.answered_list(pages[1], "tags")
        refused.append(pages[0])
    told = [call.exchange.response.headers.get("retry-after") for call in refused]
    expect(told[0] and not told[1], f"the vendor asked to wait for {told}", *refused)
    waited = data[TOO_FAST].at - data[START].at
    expect(
        waited >= timedelta(seconds=float(told[0] or 0)), f"{waited} passed, asked was {told[0]} s", *refused
    )
    unasked = data[UNTIMED].at - data[TOO_FAST].at
    expect(unasked > timedelta(0), "no time passed", *refused)
    counts = [len(cast.of(snapshot, Tag)) for snapshot in data.values()]
    expect(counts[0] > 0 and len(set(counts)) == 1, f"the runs read {counts} tags", *refused)
    return Shown(f"waited {waited}, then {unasked}", tuple(refused))
