"""Certifies one connector: plays its scenarios, varies the full sync, runs all checks, rolls up."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assay import discover
from assay.case import FULL_SYNC, Case
from assay.company import company_truth
from assay.connector import ConnectorPackage
from assay.contract import Contract, clauses_of, load_contract
from assay.events import CertificationStarted, Listener, ScenarioPlayed, nobody
from assay.evidence import Trace
from assay.replaying import Production
from assay.results import Results
from assay.scenario import Register
from assay.variations import perturbed_snapshots, recut_traces
from assay.verdict import judge
from assay.wire.cassette import Cassette


def certify(slug: str, *, cassettes: Path | None = None, listener: Listener = nobody) -> Results:
    """Verdicts on every clause of a connector, from recordings alone.

    Raises UsageError and its kind when contract or recordings cannot be read.
    """
    contract = load_contract(discover.contract_path(slug))
    register, package = discover.register(slug), discover.connector(slug)
    listener(CertificationStarted(slug, len(register.scenarios)))
    if package is None:
        return judge(Case(contract=contract, clauses=clauses_of(contract), traces={}), (), listener)
    recorded = recordings(register, (cassettes or discover.cassettes_dir()) / slug)
    case = build_case(contract, register, package, recorded, listener)
    return judge(case, package.ASSUMPTIONS, listener)


def recordings(register: Register, folder: Path) -> dict[str, Cassette]:
    """The cassettes of all scenarios that were recorded, in the order of the scenarios."""
    return {
        name: Cassette.load(path)
        for name in register.scenarios
        if (path := folder / f"{name}.json").is_file()
    }


def build_case(
    contract: Contract,
    register: Register,
    package: ConnectorPackage,
    recorded: Mapping[str, Cassette],
    listener: Listener = nobody,
) -> Case:
    """Play everything that was recorded, and the full sync in its variations."""
    productions = {
        name: Production(register.scenarios[name], cassette, contract, package, register.credentials)
        for name, cassette in recorded.items()
    }
    traces: dict[str, Trace] = {}
    for name, production in productions.items():
        traces[name] = trace = production.play()
        listener(ScenarioPlayed(contract.connector, name, len(trace.exchanges), str(trace.error or "")))
    case = Case(contract=contract, clauses=clauses_of(contract), traces=traces, proofs=tuple(register.proofs))
    full_sync = traces.get(FULL_SYNC)
    if full_sync is None or full_sync.error is not None or case.snapshot is None:
        return case
    return replace(
        case,
        truth=company_truth(register.scenarios[FULL_SYNC].world) if full_sync.origin == "sandbox" else None,
        perturbed=perturbed_snapshots(productions[FULL_SYNC], case.snapshot),
        recut=recut_traces(productions[FULL_SYNC]),
    )
