"""Plays recorded scenarios offline: a world made from a cassette, and the trace that a replay leaves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from assay.clock import START, VirtualClock
from assay.connector import ConnectorPackage, Delivery
from assay.contract.model import Contract
from assay.errors import AssayError, CassetteError, ConnectorError
from assay.evidence import Played, Trace
from assay.personal import personal_patterns
from assay.player import PUBLIC_ADDRESS, WEBHOOK_SECRET, Player
from assay.scenario import Credential, Scenario
from assay.secrets import secrets_of
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange, RecordedResponse
from assay.wire.patterns import Pattern
from assay.wire.placeholders import for_name
from assay.wire.redact import Redactor
from assay.wire.replay import ReplayTransport

Tamper = Callable[[int, Exchange], RecordedResponse]
Wrap = Callable[[ReplayTransport], httpx.BaseTransport]


class RecordedWorld:
    """The vendor's side as it was recorded."""

    def __init__(
        self,
        cassette: Cassette,
        *,
        secrets: Mapping[str, str] | None = None,
        patterns: Sequence[Pattern] = (),
        tamper: Tamper | None = None,
        wrap: Wrap | None = None,
    ) -> None:
        self._cassette = cassette
        self._redactor = Redactor.for_header(cassette.header, secrets=secrets, patterns=patterns)
        self._hidden = {for_name(name): text for name, text in (secrets or {}).items()}
        self._replay = ReplayTransport(cassette, redactor=self._redactor, tamper=tamper)
        self.transport: httpx.BaseTransport = wrap(self._replay) if wrap else self._replay
        self._events = iter(cassette.header.vendor_events)

    @property
    def played(self) -> Sequence[Played]:
        """What was asked and answered so far."""
        return self._replay.played

    @property
    def attempted(self) -> Sequence[Exchange]:
        """What was asked for and not recorded."""
        return self._replay.attempted

    def unplayed(self) -> tuple[int, ...]:
        """Recorded interactions that nothing asked for."""
        return tuple(self._replay.unplayed())

    def grant(self, name: str, credential: Credential) -> Mapping[str, str]:
        """The invented credential; a recording does not compare it."""
        del name  # there is but one recording of a scenario, whoever connects
        return credential.values

    def resolve(self, host: str) -> Iterable[str]:
        """Some public address; nothing is looked up in replay."""
        del host
        return (PUBLIC_ADDRESS,)

    def vendor(self, event: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the vendor event gave when it was recorded."""
        recorded, given = next(self._events, None), self._redactor.value(dict(parameters))
        if recorded is None or (recorded["event"], recorded["parameters"]) != (event, given):
            raise CassetteError(
                f"vendor event {event!r} was not recorded here",
                where=f"{self._cassette.header.connector}/{self._cassette.header.scenario}",
                hint="the scenario changed since it was recorded; record it again",
            )
        result: Mapping[str, Any] = recorded["result"]
        return result

    def deliveries(self, step: str) -> Sequence[Delivery]:
        """The webhooks that had arrived at this point; a header that is a secret holds the one in use."""
        return [
            Delivery(
                headers={name: self._hidden.get(text, text) for name, text in delivery.headers.items()},
                body=delivery.body,
                answered=delivery.answered,
            )
            for delivery in self._cassette.header.deliveries
            if delivery.step == step
        ]

    def answer_with(self, status: int) -> None:
        """What was answered is recorded."""

    def elapse(self, seconds: float) -> None:
        """Recorded time stands still."""


@dataclass(frozen=True, slots=True)
class Production:
    """A scenario with its cassette and its connector, ready to be played any number of times."""

    scenario: Scenario
    cassette: Cassette
    contract: Contract
    package: ConnectorPackage
    credentials: Mapping[str, Credential]

    def play(
        self, *, tamper: Tamper | None = None, wrap: Wrap | None = None, page_size: int | None = None
    ) -> Trace:
        """Play it; an error ends it early and is kept in the trace.

        Args:
            tamper: changes answers, one by one.
            wrap: puts a transport of its own in front of the replay.
            page_size: objects per page that every connection asks for; None = what the scenario says.
        """
        world = RecordedWorld(
            self.cassette,
            secrets=self._secrets(),
            patterns=personal_patterns(self.contract),
            tamper=tamper,
            wrap=wrap,
        )
        player = Player(
            self.contract.connector,
            self.package,
            models=frozenset(model.record.store_id for model in self.contract.models),
            credentials=self.credentials,
            world=world,
            clock=VirtualClock(self._started_at()),
            settings={} if page_size is None else {"page_size": page_size},
        )
        error: AssayError | None = None
        try:
            self.scenario.run(player)
        except AssayError as raised:
            error = raised
        except Exception as raised:  # noqa: BLE001 -- a scenario that trips over wrong data has failed, not Assay
            error = ConnectorError(f"the scenario could not go on: {type(raised).__name__}: {raised}")
        header = self.cassette.header
        return Trace(
            connector=self.contract.connector,
            scenario=self.scenario.name,
            origin=header.origin,
            recorded_at=header.recorded_at,
            steps=tuple(player.steps),
            exchanges=self.cassette.exchanges,
            unplayed=world.unplayed(),
            error=error,
        )

    def _secrets(self) -> dict[str, str]:
        """What is sent instead of the secrets of the recording, under the same names."""
        values = {name: credential.values for name, credential in self.credentials.items()}
        named = secrets_of(values, self.package.GUIDE, self.cassette.header.origin)
        return {**dict(named), "webhook": WEBHOOK_SECRET}

    def _started_at(self) -> datetime:
        inputs = self.cassette.header.inputs
        started_at = inputs.get("started_at") if isinstance(inputs, dict) else None
        return datetime.fromisoformat(started_at) if started_at else START
