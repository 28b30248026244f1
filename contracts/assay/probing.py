"""Runs scope, per-model and per-field tests of a connector against a sandbox or the vendor."""

from collections.abc import Mapping
from contextlib import closing

from assay import discover
from assay.clock import VirtualClock
from assay.connector import ChecksConnection, ProbesScopes, Runtime, ScopeReport, Settings
from assay.contract import load_contract
from assay.errors import UsageError
from assay.recording import Against, credentials_at_hand, vendor
from assay.scenario import Scenario
from assay.wire.record import RouteTransport

_PROBE = Scenario(name="probe", run=lambda _stage: None, world="core", faults={})


def probe(
    slug: str, *, against: Against, credential: str = "full", base_url: str | None = None
) -> Mapping[str, ScopeReport]:
    """What the credential may do: ``scopes``, ``models``, ``fields``; or whether it works: ``connection``.

    Raises UsageError when the connector cannot tell, or the credential is not at hand.
    """
    contract, register, package = (
        load_contract(discover.contract_path(slug)),
        discover.register(slug),
        discover.connector(slug),
    )
    if package is None:
        raise UsageError(f"there is no connector {slug!r} to probe", hint="write it, or scaffold one")
    with vendor(contract, against, base_url) as make:
        setting = make(_PROBE)
        values = credentials_at_hand(slug, register.credentials, setting).get(credential)
        if values is None:
            known = ", ".join(register.credentials) or "(none)"
            raise UsageError(
                f"no credential {credential!r} is at hand",
                hint=f"known: {known}; live ones are in the environment",
            )
        setting.grant(register.credentials[credential])
        with closing(RouteTransport(setting.routes)) as transport:
            clock = VirtualClock(setting.started_at)
            runtime = Runtime(
                transport=transport, now=clock.now, sleep=setting.sleep(clock), resolve=setting.resolve
            )
            connector = package.connect(runtime, values, Settings())
            if isinstance(connector, ChecksConnection) and not isinstance(connector, ProbesScopes):
                return {"connection": connector.check()}
            if not isinstance(connector, ProbesScopes):
                raise UsageError(f"the connector {slug} has no scope tests")
            models = frozenset(model.record.store_id for model in contract.models)
            return {
                "scopes": connector.test_scopes(),
                "models": connector.test_models(models),
                "fields": connector.test_fields(models),
            }
