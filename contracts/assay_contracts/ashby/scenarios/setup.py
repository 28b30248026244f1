"""Webhooks are set up and removed by API. Source: ashby sheet 5.1, 7.3 Automatic Setup, 1.4."""

from assay.connector import Subscriptions
from assay.evidence import Played, Step, Trace
from assay.player import RECEIVER_URL
from assay.scenario import NotShown, Shown, Stage, expect
from assay_contracts import witness
from assay_contracts.ashby import answers, deliveries
from assay_contracts.ashby.deliveries import KINDS, PINGS, SET_UP
from assay_contracts.ashby.register import REGISTER

AGAIN, CREATE, NEWS = "set up again", "a job is opened", "news of the job"
REMOVE, DISCONNECT = "a person removes one", "disconnect"
CREATE_UNHEARD, SILENCE = "another job is opened", "nothing arrives"
BY_PERSON = "jobUpdate"
STRICT = "strict-webhook-setup"
UNLISTED = {"jobCreate", "jobUpdate", "jobPostingDelete"}
"""Kinds that the vendor's own list of kinds does not name."""


@REGISTER.scenario("webhook-setup")
def webhook_setup(stage: Stage) -> None:
    """Webhooks are set up twice; a person removes one; the connection ends."""
    made = stage.subscribe(SET_UP)
    stage.receive(PINGS)
    stage.subscribe(AGAIN)
    stage.vendor(CREATE, "create_job", title="Announced once")
    stage.receive(NEWS)
    stage.passthrough(REMOVE, "POST", "/webhook.delete", data={"webhookId": made.ids.get(BY_PERSON)})
    stage.unsubscribe(DISCONNECT)
    stage.vendor(CREATE_UNHEARD, "create_job", title="Announced to nobody")
    stage.receive(SILENCE)


@REGISTER.scenario(STRICT, faults={"strict_webhook_types": True})
def strict_webhook_setup(stage: Stage) -> None:
    """The vendor takes only the kinds that its own list names."""
    stage.subscribe(SET_UP)
    stage.receive(PINGS)


def _achieved(trace: Trace, name: str) -> tuple[Step, Subscriptions]:
    step = witness.succeeded(trace, name)
    if step.subscriptions is None:
        raise NotShown(f"{name!r} says nothing of subscriptions", *step.played)
    return step, step.subscriptions


def _kind(call: Played) -> str:
    return str(call.exchange.request.json.get("webhookType"))


def _expect_pings(trace: Trace, number: int) -> None:
    steps = deliveries.arrived(trace, PINGS)
    expect(len(steps) == number, f"{len(steps)} pings arrived for {number} subscriptions")
    for step in steps:
        deliveries.expect_signed(step)
        told = deliveries.message(step)["action"]
        expect(told == "ping", f"{step.name!r} is {told}")
        witness.succeeded(trace, step.name)


@REGISTER.proves("behaviour/automatic-setup/one-subscription-per-event", scenario="webhook-setup")
def one_subscription_per_event(trace: Trace) -> Shown:
    """Sixteen kinds, each created once for our address, pinged and switched on; their ids are kept."""
    step, achieved = _achieved(trace, SET_UP)
    made = witness.calls(step, "/webhook.create")
    expect(sorted(map(_kind, made)) == sorted(KINDS), f"created: {[_kind(call) for call in made]}", *made)
    for call in made:
        setting, url = answers.results(call), call.exchange.request.json["requestUrl"]
        expect(setting["enabled"] is True, f"{_kind(call)} is switched off", call)
        expect(url.startswith(RECEIVER_URL), f"{_kind(call)} goes to {url}", call)
        kept = achieved.ids.get(_kind(call))
        expect(kept == setting["id"], f"of {_kind(call)} the id {kept} is kept", call)
    expect(not achieved.inactive and not achieved.by_hand, f"left over: {achieved}", *made)
    _expect_pings(trace, len(made))
    return Shown(f"{len(made)} subscriptions, each pinged and enabled", made)


@REGISTER.proves(
    "behaviour/automatic-setup/refused-kinds-are-left-to-a-person", scenario="strict-webhook-setup"
)
def refused_kinds_are_left_to_a_person(trace: Trace) -> Shown:
    """The vendor refuses three kinds; the other thirteen are set up, the three are named."""
    step, achieved = _achieved(trace, SET_UP)
    made = witness.calls(step, "/webhook.create")
    refused = {_kind(call) for call in made if answers.refusal_code(call) == "invalid_input"}
    expect(refused == UNLISTED, f"the vendor refused {sorted(refused)}", *made)
    taken = {_kind(call) for call in made if witness.answer(call).get("success") is True}
    expect(taken == set(KINDS) - UNLISTED, f"the vendor took {sorted(taken)}", *made)
    expect(set(achieved.ids) == taken, f"ids are kept of {sorted(achieved.ids)}", *made)
    expect(set(achieved.by_hand) == UNLISTED, f"left to a person: {achieved.by_hand}", *made)
    _expect_pings(trace, len(taken))
    return Shown(f"{len(taken)} set up, {', '.join(achieved.by_hand)} left to a person", made)


@REGISTER.proves("behaviour/automatic-setup/second-setup-makes-no-duplicates", scenario="webhook-setup")
def a_second_setup_makes_no_duplicates(trace: Trace) -> Shown:
    """Every kind is refused as a duplicate, which is no error; an event still arrives once."""
    (_, first), (step, second) = _achieved(trace, SET_UP), _achieved(trace, AGAIN)
    made = witness.calls(step, "/webhook.create")
    for call in made:
        body = witness.answer(call)
        said = str(body.get("errors")).lower()
        expect(body.get("success") is False, f"a second subscription to {_kind(call)} was made", call)
        expect("duplicate webhook" in said, f"{_kind(call)} was refused for another reason: {said}", call)
    expect({_kind(call) for call in made} == set(KINDS), "not every kind was tried", *made)
    expect(second.ids == first.ids, "other ids are kept", *made)
    expect(not second.by_hand and not second.inactive, f"left over: {second}", *made)
    news = [deliveries.message(one)["action"] for one in deliveries.arrived(trace, NEWS)]
    expect(news == ["jobCreate"], f"one job was opened, {news} arrived", *made)
    return Shown(f"{len(made)} duplicates refused; one event, one delivery", made)


@REGISTER.proves("behaviour/automatic-setup/disconnecting-removes-subscriptions", scenario="webhook-setup")
def disconnecting_removes_subscriptions(trace: Trace) -> Shown:
    """Each kept id is deleted once; the one that is gone already does no harm; nothing arrives any more."""
    _, kept = _achieved(trace, SET_UP)
    removed = witness.calls(witness.succeeded(trace, REMOVE), "/webhook.delete")
    answers.results(removed[0])
    gone = removed[0].exchange.request.json["webhookId"]
    step = witness.succeeded(trace, DISCONNECT)
    calls = witness.calls(step, "/webhook.delete")
    named = [call.exchange.request.json["webhookId"] for call in calls]
    expect(sorted(named) == sorted(kept.ids.values()), f"{len(named)} were deleted", *calls)
    for call in calls:
        code = answers.refusal_code(call)
        if call.exchange.request.json["webhookId"] == gone:
            expect("webhook_not_found" in str(code), f"the vendor still knew it: {code}", call)
        else:
            expect(code is None, f"the vendor refused: {code}", call)
    trace.step(CREATE_UNHEARD)
    expect(deliveries.arrived(trace, NEWS), "nothing arrived before either", *calls)
    expect(not deliveries.arrived(trace, SILENCE), "something still arrives", *calls)
    return Shown(f"{len(calls)} subscriptions deleted, one of them gone already", calls)


@REGISTER.proves("feature/automatic-setup", scenario="webhook-setup")
def webhooks_come_and_go_by_themselves(trace: Trace) -> Shown:
    """Set up without a person, and removed at the end."""
    made, removed = one_subscription_per_event(trace), disconnecting_removes_subscriptions(trace)
    return Shown(f"{made.message}; {removed.message}", (*made.played, *removed.played))
