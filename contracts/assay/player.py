"""Plays a scenario: the stage it acts on, and the trace it leaves.

The same player serves recording and replay; what differs is the :class:`World` it is given: the
transport, and where vendor events and webhook deliveries come from.
"""

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Protocol

import httpx
from pydantic import ValidationError

from assay.clock import VirtualClock
from assay.connector import (
    ActionResult,
    BillsCalls,
    ChecksConnection,
    Connector,
    ConnectorPackage,
    Delivery,
    Guide,
    PassesThrough,
    PassthroughRequest,
    PassthroughResponse,
    ProbesScopes,
    ReadRequest,
    ReceivesWebhooks,
    Runtime,
    ScopeReport,
    Settings,
    Subscriptions,
    Trigger,
)
from assay.errors import AssayError, ConnectorError, HarnessError, InputError, UsageError
from assay.evidence import Played, Snapshot, Step, StepKind
from assay.overlapping import Interrupted
from assay.scenario import Credential
from assay.sync import Store, resolve_inputs
from assay.unified.catalogue import ACTIONS
from assay.unified.ids import integration_id
from assay.wire.exchange import Exchange
from assay.wire.placeholders import is_placeholder

RECEIVER_URL = "https://receiver.assay.test"
"""Where webhooks are sent, as connector and recording see it."""
WEBHOOK_SECRET = "whsec-assay-invented-0001"  # noqa: S105 -- invented, known to every recording
PUBLIC_ADDRESS = "93.184.215.14"
"""What host names resolve to where no name is looked up: some public address."""


class World(Protocol):
    """The vendor's side of a stage."""

    transport: httpx.BaseTransport

    @property
    def played(self) -> Sequence[Played]:
        """What was asked and answered so far."""

    @property
    def attempted(self) -> Sequence[Exchange]:
        """What was asked for and not recorded."""

    def grant(self, name: str, credential: Credential) -> Mapping[str, str]:
        """Make the credential work; returns the values to connect with."""

    def resolve(self, host: str) -> Iterable[str]:
        """Addresses of a host that a caller's file lies on."""

    def vendor(self, event: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Let something happen on the vendor's side."""

    def deliveries(self, step: str) -> Sequence[Delivery]:
        """Webhooks that arrived since the last call; ``step`` names the moment."""

    def answer_with(self, status: int) -> None:
        """Let the receiver of webhooks answer with another status."""

    def elapse(self, seconds: float) -> None:
        """Let time pass on the vendor's side."""


class Player:
    """A stage (see :class:`assay.scenario.Stage`) for one scenario of one connector."""

    def __init__(
        self,
        slug: str,
        package: ConnectorPackage,
        *,
        models: frozenset[str],
        credentials: Mapping[str, Credential],
        world: World,
        clock: VirtualClock | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.steps: list[Step] = []
        self._slug = slug
        self._package = package
        self._models = models
        self._credentials = credentials
        self._world = world
        self._clock = clock or VirtualClock()
        self._store = Store(integration_id=integration_id(slug, "certification"), now=self._clock.now)
        self._credential = "full"
        self._forced = dict(settings or {})
        self._settings: dict[str, Any] = {}
        self._connector: Connector | None = None
        self._subscriptions = Subscriptions()

    # --- what a scenario calls -------------------------------------------------------------------

    def connect(self, credential: str = "full", **settings: Any) -> None:
        """Choose credential and settings; the connection is made when it is first needed."""
        self._credential, self._settings, self._connector = credential, settings, None

    def sync(
        self,
        name: str,
        *,
        mode: Literal["full", "delta"] = "full",
        models: tuple[str, ...] = (),
        trigger: Trigger = "person",
        budget: int | None = None,
        fails: bool = False,
        meanwhile: str | None = None,
    ) -> Snapshot:
        """Read into the data set."""
        with self._during(name, "sync", fails=fails, mode=mode, budget=budget) as facts:
            try:
                report = self._store.sync(
                    self._interrupted_by(meanwhile),
                    mode=mode,
                    models=frozenset(models) or self._models,
                    trigger=trigger,
                    only_created=bool(self._settings.get("only_created")),
                )
            finally:
                if fails:  # that a failed sync changes nothing is for proofs to see
                    facts["snapshot"] = self._store.snapshot()
            facts["skipped"] = tuple(
                f"{skipped.model}{'.' + skipped.field if skipped.field else ''}: {skipped.reason}"
                for skipped in report.skipped
            )
            facts["notices"] = report.notices
            facts["duplicates"] = tuple(f"{twice.model} {twice.key}" for twice in report.duplicates)
            facts["unidentified"] = tuple(f"{model} {rows}" for model, rows in report.unidentified.items())
            facts["snapshot"] = self._store.snapshot()
        return facts.get("snapshot") or self._store.snapshot()

    def act(
        self,
        name: str,
        operation: str,
        inputs: Mapping[str, Any],
        *,
        fails: bool = False,
        budget: int | None = None,
    ) -> ActionResult | None:
        """Perform a unified action; references in the inputs are resolved through the data set first."""
        given = {"action": operation, "inputs": dict(inputs), "budget": budget}
        with self._during(name, "action", fails=fails, **given) as facts:
            try:
                action = ACTIONS[operation].model_validate(inputs)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(part) for part in first["loc"])
                raise InputError(f"{operation}: {place}: {first['msg']}") from error
            result = self._connection().act(resolve_inputs(self._store, action))
            facts["result"] = result
            self._store.apply(result.items)
            if result.remote_id is not None and operation in ("create_candidate", "create_application"):
                self._remember(result)
            facts["snapshot"] = self._store.snapshot()
            return result
        return None

    def probe(self, name: str, what: Literal["scopes", "models", "fields", "connection"]) -> ScopeReport:
        """Run a scope, per-model or per-field test, or check what the customer entered."""
        with self._during(name, "probe") as facts:
            report: ScopeReport
            if what == "connection":
                facts["scopes"] = report = self._checker().check()
                return report
            tester = self._prober()
            if what == "scopes":
                report = tester.test_scopes()
            elif what == "models":
                report = tester.test_models(self._models)
            else:
                report = tester.test_fields(self._models)
            facts["scopes"] = report
        return report

    def guide(self, name: str) -> Guide:
        """Take the connection guide."""
        with self._during(name, "guide") as facts:
            facts["guide"] = self._package.GUIDE
        return self._package.GUIDE

    def passthrough(
        self, name: str, method: str, path: str, *, budget: int | None = None, **call: Any
    ) -> PassthroughResponse:
        """Forward a call in the vendor's words."""
        return self._pass(name, {"method": method, "path": path, **call}, budget=budget)

    def refused_passthrough(self, name: str, method: str, path: str, **call: Any) -> None:
        """Ask for a call that must not be forwarded; its refusal is recorded in the step."""
        with contextlib.suppress(AssayError):
            self._pass(name, {"method": method, "path": path, **call})

    def _pass(self, name: str, call: dict[str, Any], *, budget: int | None = None) -> PassthroughResponse:
        with self._during(name, "passthrough", inputs=call, budget=budget) as facts:
            request = PassthroughRequest(**call)
            facts["passthrough"] = response = self._passer().passthrough(request)
        return response

    def subscribe(self, name: str) -> Subscriptions:
        """Set up webhooks to the stage's receiver."""
        with self._during(name, "subscribe") as facts:
            receiver = self._receiver()
            self._subscriptions = receiver.subscribe(f"{RECEIVER_URL}/{self._slug}", WEBHOOK_SECRET)
            facts["subscriptions"] = self._subscriptions
        return self._subscriptions

    def unsubscribe(self, name: str) -> None:
        """Remove the subscriptions that were made."""
        with self._during(name, "subscribe") as facts:
            self._receiver().unsubscribe(self._subscriptions.ids)
            facts["subscriptions"] = self._subscriptions
            self._subscriptions = Subscriptions()

    def receive(self, name: str, *, budget: int | None = None) -> Snapshot:
        """Hand every delivery that arrived to the connector, one step each."""
        for number, delivery in enumerate(self._world.deliveries(name), start=1):
            self._hand_over(f"{name} #{number}", delivery, budget=budget)
        return self._store.snapshot()

    def answering(self, status: int) -> None:
        """From now on the receiver answers webhooks with this status."""
        self._world.answer_with(status)

    def forge(self, name: str, *, body: bytes, headers: Mapping[str, str]) -> None:
        """Hand over a delivery that the vendor never sent; that it is refused is for proofs to say."""
        self._hand_over(name, Delivery(headers=headers, body=body), fails=True)

    def vendor(self, name: str, event: str, /, **parameters: Any) -> Mapping[str, Any]:
        """Let something happen on the vendor's side."""
        with self._during(name, "vendor", inputs={"event": event, **parameters}) as facts:
            facts["happened"] = happened = self._world.vendor(event, parameters)
        return happened

    def later(self, **timedelta_arguments: float) -> None:
        """Let time pass for connector, store and vendor."""
        from datetime import timedelta  # noqa: PLC0415 -- the parameter is named after it

        seconds = timedelta(**timedelta_arguments).total_seconds()
        self._clock.sleep(seconds)
        self._world.elapse(seconds)

    def snapshot(self) -> Snapshot:
        """The data set as it is now."""
        return self._store.snapshot()

    # --- how it is done --------------------------------------------------------------------------

    def _connection(self) -> Connector:
        if self._connector is None:
            if self._credential not in self._credentials:
                known = ", ".join(self._credentials) or "(none)"
                raise UsageError(f"no credential is called {self._credential!r}", hint=f"known: {known}")
            values = self._world.grant(self._credential, self._credentials[self._credential])
            runtime = Runtime(
                transport=self._world.transport,
                now=self._clock.now,
                sleep=self._sleep,
                resolve=self._world.resolve,
            )
            self._connector = self._package.connect(
                runtime, values, Settings(**{**self._settings, **self._forced})
            )
        return self._connector

    def _interrupted_by(self, name: str | None) -> Connector:
        """The connection; with a name, one whose next run is interrupted by another one of that name."""
        connector = self._connection()
        if name is None:
            return connector

        def once_more(request: ReadRequest) -> None:
            with self._during(name, "sync", fails=True, mode=request.mode, budget=0):
                deque(connector.read(request), maxlen=0)

        return Interrupted(connector, once_more)

    def _prober(self) -> ProbesScopes:
        connector = self._connection()
        if not isinstance(connector, ProbesScopes):
            raise HarnessError(f"the connector {self._slug} cannot test scopes")
        return connector

    def _checker(self) -> ChecksConnection:
        connector = self._connection()
        if not isinstance(connector, ChecksConnection):
            raise HarnessError(f"the connector {self._slug} cannot check its connection")
        return connector

    def _receiver(self) -> ReceivesWebhooks:
        connector = self._connection()
        if not isinstance(connector, ReceivesWebhooks):
            raise HarnessError(f"the connector {self._slug} cannot receive webhooks")
        return connector

    def _passer(self) -> PassesThrough:
        connector = self._connection()
        if not isinstance(connector, PassesThrough):
            raise HarnessError(f"the connector {self._slug} cannot pass calls through")
        return connector

    def _billed(self) -> Mapping[str, int]:
        """What was billed on this connection until now; nothing where calls are free or none was made."""
        return dict(self._connector.billed()) if isinstance(self._connector, BillsCalls) else {}

    def _billed_since(self, before: Mapping[str, int]) -> Mapping[str, int] | None:
        """What a step cost; a connection that was made during the step began to count then."""
        if not isinstance(self._connector, BillsCalls):
            return None
        now = self._billed()
        return {name: now[name] - before.get(name, 0) for name in now if now[name] != before.get(name, 0)}

    def _sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)
        self._world.elapse(seconds)

    def _remember(self, result: ActionResult) -> None:
        for item in result.items:
            record = getattr(item, "record", None)
            if record is not None and record.store_id == "ats_applications":
                self._store.remember_created(record.remote_id)

    def _hand_over(
        self, name: str, delivery: Delivery, *, fails: bool = False, budget: int | None = None
    ) -> None:
        with self._during(name, "webhook", fails=fails, delivery=delivery, budget=budget) as facts:
            receiver = self._receiver()
            try:
                self._store.apply(receiver.receive(delivery, self._secret()))
            finally:  # that a refused delivery changes nothing is for proofs to see
                facts["snapshot"] = self._store.snapshot()

    def _secret(self) -> str:
        """What deliveries are signed with; where a recording hides the vendor's secret, the proposed one."""
        given = self._subscriptions.secret
        return WEBHOOK_SECRET if given is None or is_placeholder(given) else given

    @contextmanager
    def _during(
        self, name: str, kind: StepKind, *, fails: bool = False, **facts: Any
    ) -> Iterator[dict[str, Any]]:
        """Note what happens on the wire during a step; an error ends the scenario unless it was expected."""
        played, attempted = len(self._world.played), len(self._world.attempted)
        billed = self._billed()
        try:
            yield facts
        except AssayError as error:
            facts["error"] = error
            if not fails:
                raise
        except Exception as error:
            facts["error"] = crash = ConnectorError(f"the connector crashed: {type(error).__name__}: {error}")
            raise crash from error
        finally:
            self.steps.append(
                Step(
                    number=len(self.steps),
                    name=name,
                    kind=kind,
                    played=tuple(self._world.played[played:]),
                    attempted=tuple(self._world.attempted[attempted:]),
                    billed=self._billed_since(billed),
                    connection=self._credential,
                    settings=dict(self._settings),
                    **facts,
                )
            )
