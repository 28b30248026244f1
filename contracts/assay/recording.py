"""Records scenarios: from a sandbox over a real socket, or from the vendor with credentials at hand."""

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

import httpx

from assay import discover
from assay.case import FULL_SYNC
from assay.clock import VirtualClock
from assay.connector import ConnectorPackage, Delivery
from assay.contract import Contract, load_contract
from assay.drift import SHAPES_FILE, shapes_of, write_shapes
from assay.errors import UsageError
from assay.evidence import Played
from assay.personal import personal_patterns
from assay.player import PUBLIC_ADDRESS, RECEIVER_URL, WEBHOOK_SECRET, Player
from assay.receiver import Receiver, listening
from assay.scenario import Credential, Scenario
from assay.secrets import secrets_of
from assay.wire.cassette import Cassette, CassetteHeader
from assay.wire.exchange import Exchange
from assay.wire.record import Recorder, record
from assay.wire.redact import Redactor

FILES_URL = "https://files.assay.test"
"""Where inputs that give an address point to; every sandbox serves it."""

Against = Literal["sandbox", "live"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One scenario as it was recorded, or why it was not."""

    scenario: str
    exchanges: int
    reason: str = ""


def record_scenarios(
    slug: str,
    names: Sequence[str] = (),
    *,
    against: Against,
    cassettes: Path | None = None,
    base_url: str | None = None,
) -> Iterator[Recorded]:
    """Record scenarios, all when none is named, one cassette each.

    Args:
        slug: the connector.
        names: scenarios.
        against: ``sandbox``, or ``live`` with credentials from the environment.
        cassettes: folder of recordings.
        base_url: of a live recording, where the vendor's address really leads.

    Raises:
        UsageError: an unknown scenario, or no credential in the environment.
        AssayError: the scenario itself failed; the cassette of before is untouched.
    """
    contract, register, package = (
        load_contract(discover.contract_path(slug)),
        discover.register(slug),
        discover.connector(slug),
    )
    if package is None:
        raise UsageError(f"there is no connector {slug!r} to record", hint="write it, or scaffold one")
    for name in names:
        if name not in register.scenarios:
            raise UsageError(
                f"{slug} has no scenario {name!r}", hint=f"it has: {', '.join(register.scenarios)}"
            )
    chosen = [register.scenarios[name] for name in names or register.scenarios]
    studio = _Studio(contract, package, register.credentials, (cassettes or discover.cassettes_dir()) / slug)
    with vendor(contract, against, base_url) as make:
        for scenario in chosen:
            yield studio.record(scenario, make(scenario))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One kind of vendor to record from, made ready for one scenario."""

    origin: Literal["sandbox", "live"]
    source: str
    routes: Mapping[str, str]
    started_at: datetime
    control: "Control | None"
    receiver: Receiver
    personal_data: Literal["invented", "replaced"]

    def grant(self, credential: Credential) -> None:
        """Make a sandbox know a credential; a live vendor knows its own."""
        if self.control is not None and not credential.grants.get("unknown"):
            self.control.post(
                "credentials", {"values": dict(credential.values), "grants": dict(credential.grants)}
            )

    def elapse(self, seconds: float) -> None:
        """Advance the sandbox's clock; with a live vendor, wait."""
        if self.control is not None:
            self.control.post("clock", {"advance_s": seconds})
        else:
            time.sleep(seconds)

    def resolve(self, host: str) -> tuple[str, ...]:
        """Some public address beside a sandbox (routes lead there); else what the name service says."""
        if self.control is not None:
            return (PUBLIC_ADDRESS,)
        return tuple(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))

    def sleep(self, clock: VirtualClock) -> Callable[[float], None]:
        """Waiting for everybody: our clock and the vendor's."""

        def wait(seconds: float) -> None:
            clock.sleep(seconds)
            self.elapse(seconds)

        return wait


class Control:
    """The control interface of a running sandbox."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=30)

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def post(self, path: str, body: Any) -> Any:
        """Give an order; raises UsageError when the sandbox refuses it."""
        answer = self._client.post(f"/_sandbox/{path}", json=body)
        if answer.status_code != 200:  # noqa: PLR2004 -- anything else is a refusal with a reason
            raise UsageError(
                f"the sandbox refused {path}: {answer.text}", hint="look at the scenario's vendor events"
            )
        return answer.json()


@contextmanager
def vendor(
    contract: Contract, against: Against, base_url: str | None
) -> Iterator[Callable[[Scenario], Setting]]:
    """Whoever plays the vendor, and a function that makes it ready for a scenario."""
    with listening() as receiver:
        if against == "live":
            yield lambda _scenario: _live(contract, receiver, base_url)
            return
        if contract.wire is None:
            raise UsageError(
                f"the contract of {contract.connector} has no wire section, which a sandbox needs"
            )
        canonical, storage = contract.wire.base_url, f"https://storage.{contract.connector}.test"
        app = discover.sandbox(contract.connector).create_app(public_url=canonical, storage_url=storage)
        with discover.sandbox_core().running(app) as address, closing(Control(address)) as control:
            hosts = {host: f"{address}{path}" for host, path in contract.wire.hosts.items()}
            routes = {canonical: address, storage: address, FILES_URL: f"{address}/_files", **hosts}

            def make(scenario: Scenario) -> Setting:
                control.post("reset", {"world": scenario.world, "faults": dict(scenario.faults)})
                control.post("routes", {RECEIVER_URL: receiver.url})
                receiver.collect()
                receiver.status = HTTPStatus.OK
                return Setting(
                    origin="sandbox",
                    source=f"assay sandbox {contract.connector}, world {scenario.world}",
                    routes=routes,
                    started_at=VirtualClock().now(),
                    control=control,
                    receiver=receiver,
                    personal_data="invented",
                )

            yield make


def _live(contract: Contract, receiver: Receiver, base_url: str | None) -> Setting:
    canonical = contract.wire.base_url if contract.wire else ""
    return Setting(
        origin="live",
        source=canonical,
        routes={canonical: base_url} if base_url and canonical else {},
        started_at=datetime.now(UTC),
        control=None,
        receiver=receiver,
        personal_data="replaced",
    )


@dataclass(frozen=True, slots=True)
class _Studio:
    """What all recordings of a connector share."""

    contract: Contract
    package: ConnectorPackage
    credentials: Mapping[str, Credential]
    folder: Path

    def record(self, scenario: Scenario, setting: Setting) -> Recorded:
        """Play a scenario with the vendor and keep what was said.

        Recording the full sync accepts the shapes of what the vendor answers; look at their difference.
        """
        slug = self.contract.connector
        values = credentials_at_hand(slug, self.credentials, setting)
        if not values:
            raise UsageError(
                f"no credential of {slug} is in the environment",
                hint=f"set {_variable(slug, 'full', 'api_key')}, or whatever fields the credential has",
            )
        path = self.folder / f"{scenario.name}.json"
        header, redactor = self._header(scenario, setting), self._redactor(setting, values)
        with record(path, header, dict(setting.routes), redactor) as tape:
            player = Player(
                slug,
                self.package,
                models=frozenset(model.record.store_id for model in self.contract.models),
                credentials=self.credentials,
                world=_RecordingWorld(tape, setting, values),
                clock=VirtualClock(setting.started_at),
            )
            scenario.run(player)
            count = len(tape)
        if scenario.name == FULL_SYNC:
            shapes = discover.contract_path(slug).with_name(SHAPES_FILE)
            write_shapes(shapes, shapes_of(Cassette.load(path).exchanges, self.contract.wire))
        return Recorded(scenario.name, count)

    def _header(self, scenario: Scenario, setting: Setting) -> CassetteHeader:
        return CassetteHeader(
            connector=self.contract.connector,
            scenario=scenario.name,
            origin=setting.origin,
            source=setting.source,
            recorded_at=datetime.now(UTC).date().isoformat(),
            world=scenario.world if setting.origin == "sandbox" else None,
            inputs={"started_at": setting.started_at.isoformat(), "faults": dict(scenario.faults)},
        )

    def _redactor(self, setting: Setting, values: Mapping[str, Mapping[str, str]]) -> Redactor:
        secrets = dict(secrets_of(values, self.package.GUIDE, setting.origin))
        return Redactor(
            people=setting.personal_data,
            salt=f"assay:{self.contract.connector}" if setting.personal_data == "replaced" else None,
            secrets={**secrets, "webhook": WEBHOOK_SECRET},
            patterns=personal_patterns(self.contract),
        )


class _RecordingWorld:
    """The vendor's side while it is recorded."""

    played: Sequence[Played] = ()
    attempted: Sequence[Exchange] = ()

    def __init__(self, tape: Recorder, setting: Setting, values: Mapping[str, Mapping[str, str]]) -> None:
        self.transport = tape.transport
        self._tape = tape
        self._setting = setting
        self._values = values

    def grant(self, name: str, credential: Credential) -> Mapping[str, str]:
        """Register the credential with a sandbox; of a live vendor it must be in the environment."""
        if name not in self._values:
            raise UsageError(
                f"no credential {name!r} is in the environment", hint="this scenario cannot be recorded"
            )
        self._setting.grant(credential)
        return self._values[name]

    def resolve(self, host: str) -> tuple[str, ...]:
        """Addresses of a host."""
        return self._setting.resolve(host)

    def vendor(self, event: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Let it happen in the sandbox and keep what came of it."""
        if self._setting.control is None:
            raise UsageError(
                f"a person must do this at the vendor: {event} {dict(parameters)}",
                hint="scenarios with vendor events are recorded against a sandbox",
            )
        result: Mapping[str, Any] = (
            self._setting.control.post(f"events/{event}", dict(parameters))["result"] or {}
        )
        self._tape.vendor_event({"event": event, "parameters": dict(parameters), "result": dict(result)})
        return result

    def deliveries(self, step: str) -> Sequence[Delivery]:
        """What the receiver got since the last call."""
        arrived = self._setting.receiver.collect()
        for delivery in arrived:
            self._tape.delivered(delivery.headers, delivery.body, step=step, answered=delivery.answered)
        return arrived

    def answer_with(self, status: int) -> None:
        """What the receiver answers from now on."""
        self._setting.receiver.status = status

    def elapse(self, seconds: float) -> None:
        """Let time pass."""
        self._setting.elapse(seconds)


def credentials_at_hand(
    slug: str, credentials: Mapping[str, Credential], setting: Setting
) -> dict[str, Mapping[str, str]]:
    """Credentials by name: a sandbox's own, or those of a live vendor found in the environment."""
    if setting.origin == "sandbox":
        return {name: credential.values for name, credential in credentials.items()}
    found: dict[str, Mapping[str, str]] = {}
    for name, credential in credentials.items():
        fields = {field: os.environ.get(_variable(slug, name, field), "") for field in credential.values}
        if all(fields.values()):
            found[name] = fields
    return found


def _variable(slug: str, name: str, field: str) -> str:
    middle = "" if name == "full" else f"{name}_"
    return f"assay_{slug}_{middle}{field}".upper().replace("-", "_")
