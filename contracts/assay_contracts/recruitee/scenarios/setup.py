"""Webhooks are set up and removed by API. Source: recruitee sheet 5 [A], 7.3 Automatic Setup."""

from http import HTTPStatus

from assay.connector import Subscriptions
from assay.evidence import Played, Step, Trace
from assay.scenario import NotShown, Shown, Stage, expect
from assay.unified.records import Tag
from assay_contracts import cast, witness
from assay_contracts.recruitee import calls, deliveries
from assay_contracts.recruitee.deliveries import EVENTS, PINGS, SET_UP, TEST, WEBHOOK, WEBHOOKS
from assay_contracts.recruitee.register import REGISTER

SETUP, NARROW = "webhook-setup", "webhook-setup-without-the-ability"
CREATE, NEWS = "somebody comes in", "news of the newcomer"
DISCONNECT = "disconnect"
CREATE_UNHEARD, SILENCE = "somebody comes in unheard", "nothing arrives"
SECOND, SECOND_PINGS = "set up once more", "the test arrives once more"
REMOVE, DISCONNECT_AGAIN = "a person removes the webhook", "disconnect what is gone"
READ, REMOVED_API, NO_API = "read on", "the vendor takes the calls away", "set up where there are no calls"


@REGISTER.scenario(SETUP)
def webhook_setup(stage: Stage) -> None:
    """Webhooks are set up and removed; set up once more, they are removed by a person first."""
    stage.subscribe(SET_UP)
    stage.receive(PINGS)
    stage.vendor(CREATE, "add_candidate", name="Nadia Neuzugang", email="nadia@newcomer.example")
    stage.receive(NEWS)
    stage.unsubscribe(DISCONNECT)
    stage.vendor(CREATE_UNHEARD, "add_candidate", name="Nobody Hears", email="nobody@newcomer.example")
    stage.receive(SILENCE)
    made = stage.subscribe(SECOND)
    stage.receive(SECOND_PINGS)
    stage.passthrough(REMOVE, "DELETE", f"/webhooks/{made.ids[EVENTS[0]]}")
    stage.unsubscribe(DISCONNECT_AGAIN)


@REGISTER.scenario(NARROW)
def webhook_setup_without_the_ability(stage: Stage) -> None:
    """The user of the token may not manage webhooks; later nobody can by API; what can be read is read."""
    stage.connect("recruiter-assigned")
    stage.subscribe(SET_UP)
    stage.connect("full")
    stage.vendor(REMOVED_API, "throw_switches", values={"webhook_registration": False})
    stage.subscribe(NO_API)
    stage.receive(PINGS)
    stage.sync(READ, models=(Tag.store_id,))


def _achieved(trace: Trace, name: str) -> tuple[Step, Subscriptions]:
    step = witness.succeeded(trace, name)
    if step.subscriptions is None:
        raise NotShown(f"{name!r} says nothing of subscriptions", *step.played)
    return step, step.subscriptions


@REGISTER.proves("behaviour/automatic-setup/a-subscription-is-made-and-answers-its-test", scenario=SETUP)
def a_subscription_is_made(trace: Trace) -> Shown:
    """One subscription for all events; its test was answered with 200; its secret fits what comes later."""
    (_, achieved), made = _achieved(trace, SET_UP), deliveries.subscription(trace)
    given = calls.answered(made, "webhook")
    kept = set(achieved.ids.values())
    expect(set(achieved.ids) == set(EVENTS), f"ids are kept of {sorted(achieved.ids)}", made)
    expect(kept == {str(given["id"])}, f"of webhook {given['id']} the ids {sorted(kept)} are kept", made)
    expect(not achieved.by_hand and not achieved.inactive, f"left over: {achieved}", made)
    kept_secret, told = achieved.secret, given.get("secret")  # recordings hide it behind a stand-in
    expect(told and kept_secret == told, "another secret is kept than the vendor gave", made)
    tests = deliveries.arrived(trace, PINGS)
    bodies = [deliveries.delivery_of(step).body for step in tests]
    expect(bodies == [TEST], f"{len(tests)} deliveries tested it: {bodies}", made)
    expect(deliveries.taken(tests) == tests, "the test was not answered with 200", made)
    news = deliveries.arrived(trace, NEWS)
    expect(len(news) == 1, f"{len(news)} deliveries of one event arrived", made)
    deliveries.expect_signed(news[0])
    witness.succeeded(trace, news[0].name)
    return Shown(f"webhook {given['id']} tells of {len(EVENTS)} events", (made, *news[0].played))


@REGISTER.proves("behaviour/automatic-setup/without-the-ability-setup-stays-manual", scenario=NARROW)
def setup_stays_manual(trace: Trace) -> Shown:
    """Every call about webhooks is refused; all events are left to a person; reading goes on."""
    asked = (
        *_left_to_a_person(trace, SET_UP, HTTPStatus.FORBIDDEN),
        *_left_to_a_person(trace, NO_API, HTTPStatus.NOT_FOUND),
    )
    expect(not deliveries.arrived(trace, PINGS), "something arrived", *asked)
    tags = cast.of(witness.after(trace, READ), Tag)
    expect(tags, "nothing could be read", *asked)
    return Shown(f"{len(EVENTS)} events left to a person, {len(tags)} tags read", asked)


def _left_to_a_person(trace: Trace, name: str, status: HTTPStatus) -> tuple[Played, ...]:
    """The calls of a set-up that achieved nothing, as it says itself."""
    step, achieved = _achieved(trace, name)
    asked = tuple(call for path in (WEBHOOKS, WEBHOOK) for call in step.sent(path))
    expect(asked, f"the vendor was not asked in {name!r}", *step.played)
    statuses = {call.exchange.response.status for call in asked}
    expect(statuses == {status}, f"answered was {sorted(statuses)}", *asked)
    expect(set(achieved.by_hand) == set(EVENTS), f"left to a person: {achieved.by_hand}", *asked)
    expect(not achieved.ids and not achieved.secret, f"kept was {achieved}", *asked)
    return asked


@REGISTER.proves("behaviour/automatic-setup/disconnecting-removes-the-subscription", scenario=SETUP)
def disconnecting_removes_the_subscription(trace: Trace) -> Shown:
    """One DELETE each time; nothing arrives after the first; that the second finds nothing is no error."""
    first, second = (_removed(trace, pair) for pair in ((SET_UP, DISCONNECT), (SECOND, DISCONNECT_AGAIN)))
    played = (*first.played, *second.played)
    statuses = [witness.only(step, "DELETE", WEBHOOK) for step in (first, trace.step(REMOVE))]
    gone = witness.sent(second, "DELETE", WEBHOOK)[0].exchange.response.status
    expect(gone == HTTPStatus.NOT_FOUND, f"what a person removed was answered with {gone}", *played)
    trace.step(CREATE_UNHEARD)
    expect(deliveries.arrived(trace, NEWS), "nothing arrived before either", *played)
    expect(not deliveries.arrived(trace, SILENCE), "something still arrives", *played)
    return Shown("removed once, then found gone", (*statuses, *played))


def _removed(trace: Trace, pair: tuple[str, str]) -> Step:
    """The step that removed what another one had made, by one DELETE."""
    _, kept = _achieved(trace, pair[0])
    step = witness.succeeded(trace, pair[1])
    named = [calls.last(call.exchange.request.path) for call in witness.sent(step, "DELETE", WEBHOOK)]
    expect(named == sorted(set(kept.ids.values())), f"deleted were {named}", *step.played)
    return step


@REGISTER.proves("feature/automatic-setup", scenario=SETUP)
def webhooks_come_and_go_by_themselves(trace: Trace) -> Shown:
    """Set up without a person, and removed at the end."""
    made, removed = a_subscription_is_made(trace), disconnecting_removes_the_subscription(trace)
    return Shown(f"{made.message}; {removed.message}", (*made.played, *removed.played))
