"""Certifies one connector: plays its scenarios, varies the full sync, runs all checks, rolls up."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from assay import discover
from assay.accepted import ACCEPTED_FILE, read_accepted, write_accepted
from assay.case import CORE_SYNC, FULL_SYNC, Case
from assay.company import company_as_seen, company_truth
from assay.connector import ConnectorPackage
from assay.contract import Contract, clauses_of, load_contract, load_waivers
from assay.contract.waivers import FILE_NAME as WAIVERS_FILE
from assay.drift import SHAPES_FILE, read_shapes
from assay.errors import UsageError
from assay.events import CertificationStarted, Listener, ScenarioPlayed, nobody
from assay.evidence import Trace
from assay.replaying import Production
from assay.results import Results
from assay.scenario import Register
from assay.troupe import leave_interrupts, troupe
from assay.variations import perturbed_snapshots, recut_traces
from assay.verdict import judge
from assay.wire.cassette import Cassette


def certify(
    slug: str, *, cassettes: Path | None = None, listener: Listener = nobody, jobs: int = 1
) -> Results:
    """Verdicts on every clause of a connector, from recordings alone, by ``jobs`` processes.

    Raises UsageError and its kind when contract or recordings cannot be read.
    """
    path = discover.contract_path(slug)
    contract, register, package = load_contract(path), discover.register(slug), discover.connector(slug)
    waivers = load_waivers(path.with_name(WAIVERS_FILE))
    listener(CertificationStarted(slug, len(register.scenarios)))
    if package is None:
        todos = tuple(register.todos)
        case = Case(contract=contract, clauses=clauses_of(contract), traces={}, todos=todos)
        return judge(case, (), listener, waivers=waivers)
    recorded = recordings(register, (cassettes or discover.cassettes_dir()) / slug)
    case = build_case(contract, register, package, recorded, listener=listener, jobs=jobs)
    if case.full_sync is not None and case.full_sync.origin != "sandbox":
        case = replace(case, truth=read_accepted(path.with_name(ACCEPTED_FILE)))
    shapes = read_shapes(path.with_name(SHAPES_FILE))
    return judge(replace(case, shapes=shapes), package.ASSUMPTIONS, listener, waivers=waivers)


def certify_each(
    slugs: Sequence[str], *, cassettes: Path | None = None, listener: Listener = nobody, jobs: int = 1
) -> list[Results]:
    """Verdicts on several connectors, by ``jobs`` processes: one connector each as long as there are enough.

    Raises UsageError and its kind when a contract or recordings cannot be read.
    """
    beside = min(jobs, len(slugs))
    if beside < 2 or "fork" not in get_all_start_methods():  # noqa: PLR2004 -- two make a pair
        return [certify(slug, cassettes=cassettes, listener=listener, jobs=jobs) for slug in slugs]
    with ProcessPoolExecutor(beside, get_context("fork"), initializer=leave_interrupts) as pool:
        try:
            begun = {}
            for slug in sorted(slugs, key=lambda slug: -_bulk(slug, cassettes)):
                listener(CertificationStarted(slug, len(discover.register(slug).scenarios)))
                begun[slug] = pool.submit(certify, slug, cassettes=cassettes, jobs=jobs // beside)
            return [begun[slug].result() for slug in slugs]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _bulk(slug: str, cassettes: Path | None) -> int:
    """How much there is to play; the most comes first, so that nobody waits for it at the end."""
    folder = (cassettes or discover.cassettes_dir()) / slug
    return sum(path.stat().st_size for path in folder.glob("*.json"))


def accept(slug: str, *, cassettes: Path | None = None) -> tuple[Path, int]:
    """Write the records of the recorded full sync beside the contract; returns where, and how many.

    Raises UsageError when there is no full sync to accept, or it fails.
    """
    path = discover.contract_path(slug)
    contract, register, package = load_contract(path), discover.register(slug), discover.connector(slug)
    recorded = recordings(register, (cassettes or discover.cassettes_dir()) / slug)
    if package is None or FULL_SYNC not in recorded:
        raise UsageError(
            f"{slug} has no recorded {FULL_SYNC}", hint=f"assay record {slug} {FULL_SYNC} --against live"
        )
    scenario = register.scenarios[FULL_SYNC]
    trace = Production(scenario, recorded[FULL_SYNC], contract, package, register.credentials).play()
    if trace.error is not None or trace.last_snapshot is None:
        raise UsageError(f"the {FULL_SYNC} of {slug} does not play to its end: {trace.error}")
    accepted = path.with_name(ACCEPTED_FILE)
    return accepted, write_accepted(accepted, trace.last_snapshot)


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
    *,
    listener: Listener = nobody,
    jobs: int = 1,
) -> Case:
    """Play everything that was recorded, and the full sync in its variations."""
    productions = {
        name: Production(register.scenarios[name], cassette, contract, package, register.credentials)
        for name, cassette in recorded.items()
    }
    case = Case(
        contract=contract,
        clauses=clauses_of(contract),
        traces={},
        proofs=tuple(register.proofs),
        todos=tuple(register.todos),
    )
    here = (FULL_SYNC, CORE_SYNC)
    beside = {name: production for name, production in productions.items() if name not in here}

    def played(name: str, trace: Trace) -> tuple[str, Trace]:
        listener(ScenarioPlayed(case.slug, name, len(recorded[name]), str(trace.error or "")))
        return name, trace

    with troupe(beside, jobs=jobs) as players:
        case = _with_syncs(case, productions, register)
        traces = dict(played(*one) for one in (*case.traces.items(), *players.perform()))
    return replace(case, traces={name: traces[name] for name in productions})


def _with_syncs(case: Case, productions: Mapping[str, Production], register: Register) -> Case:
    """The case with the whole syncs, what the full one is compared with, and their variations."""
    traces = {name: productions[name].play() for name in (FULL_SYNC, CORE_SYNC) if name in productions}
    case = replace(case, traces=traces)
    full_sync = case.full_sync
    if full_sync is None or full_sync.error is not None or full_sync.last_snapshot is None:
        return case
    varied = CORE_SYNC if CORE_SYNC in traces else FULL_SYNC
    is_invented = full_sync.origin == "sandbox"
    before, world = traces[varied].last_snapshot, productions[FULL_SYNC].scenario.world
    return replace(
        case,
        truth=company_as_seen(register, world) if is_invented else None,
        company=company_truth(world) if is_invented else None,
        varied=traces[varied],
        perturbed=perturbed_snapshots(productions[varied], before) if before is not None else (),
        recut=recut_traces(productions[varied]),
    )
