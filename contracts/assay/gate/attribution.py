"""Which part failed: connector, vendor, recording, contract or harness, found out by trying.

The connector of the base and that of now are certified on the recordings of the base and on those of
now, always by the harness of now. What changes sides with the connector is the connector's fault, and so on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from assay.case import CORE_SYNC, FULL_SYNC
from assay.change import ChangeKind
from assay.errors import AssayError
from assay.gate.difference import Cause, Difference
from assay.gate.hunks import Changes, changes_since
from assay.gate.locating import clause_text
from assay.gate.suspects import Homes
from assay.gate.trials import Running, Stage, Verdict, stage

Told = tuple[Cause, str]
"""A cause, and in one sentence what it was concluded from."""


def attributed(
    differences: Sequence[Difference], root: Path, base: str, *, jobs: int = 1
) -> tuple[Difference, ...]:
    """The differences, regressions with their cause.

    Args:
        differences: of any kind; others than regressions are returned as they are.
        root: the checkout.
        base: the commit that was compared with.
        jobs: how many trials may run side by side.
    """
    red = [one for one in differences if one.kind is ChangeKind.REGRESSION]
    if not red:
        return tuple(differences)
    try:
        changes = changes_since(root, base)
        causes = _causes(red, root, base, changes, jobs)
    except AssayError as error:
        return tuple(
            _because(one, (Cause.UNKNOWN, f"nothing could be tried: {error.message}")) for one in differences
        )
    return tuple(_because(one, causes.get(one.clause)) for one in differences)


def _because(difference: Difference, told: Told | None) -> Difference:
    if told is None or difference.kind is not ChangeKind.REGRESSION:
        return difference
    return replace(difference, cause=told[0], why=told[1])


def _causes(
    red: Sequence[Difference], root: Path, base: str, changes: Changes, jobs: int
) -> Mapping[str, Told]:
    slugs = sorted({one.connector for one in red})
    running = Running()
    with ExitStack() as folders, ThreadPoolExecutor(max(1, jobs)) as pool:
        folders.callback(running.end)
        try:
            inquiries = [
                Inquiry(
                    folders.enter_context(stage(slug, root, base, running)),
                    changes,
                    [one for one in red if one.connector == slug],
                    pool.submit,
                )
                for slug in slugs
            ]
            for inquiry in inquiries:
                inquiry.begin()
            return {clause: told for inquiry in inquiries for clause, told in inquiry.answers()}
        except BaseException:
            running.end()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


Submit = Callable[..., Future[Verdict]]


@dataclass
class Inquiry:
    """The trials about one connector."""

    stage: Stage
    changes: Changes
    red: Sequence[Difference]
    submit: Submit
    _trials: dict[str, Future[Verdict]] = field(default_factory=dict)

    def begin(self) -> None:
        """Start every trial that will be needed; old parts that are those of now need none."""
        self._trials["old on old"] = self._certified(self.stage.old_connectors, self.stage.old_cassettes)
        if self._recordings_differ:
            self._trials["old on new"] = self._certified(self.stage.old_connectors, self._cassettes)
            if self._connectors_differ:
                self._trials["new on old"] = self._certified(self._connectors, self.stage.old_cassettes)
        elif self._connectors_differ and (scenarios := self._scenarios()):
            self._trials["fresh"] = self.submit(self.stage.recorded_again, scenarios)

    def answers(self) -> list[tuple[str, Told]]:
        """Every red clause with its cause."""
        verdicts = {name: trial.result() for name, trial in self._trials.items()}
        return [(one.clause, self._cause(one, verdicts)) for one in self.red]

    def _cause(self, difference: Difference, verdicts: Mapping[str, Verdict]) -> Told:
        clause, base = difference.clause, verdicts["old on old"]
        is_red = base.is_red(clause)
        if is_red is None:
            reason = base.trouble or "the contract of now has no such clause for it"
            return Cause.UNKNOWN, f"the connector of the base could not be tried on its recordings: {reason}"
        if is_red:
            return self._of_judges(clause)
        if self._recordings_differ:
            return self._of_both(clause, verdicts)
        if not self._connectors_differ:
            return Cause.UNKNOWN, (
                "connector and recordings are those of the base, on which it holds; "
                "the results are not those of this checkout: run `assay certify` again"
            )
        return self._of_connector(difference, verdicts.get("fresh"))

    def _of_judges(self, clause: str) -> Told:
        seen = "the connector of the base on the recordings of the base is red too"
        contract = Homes(self.stage.slug).contract
        path = self.stage.root / contract
        now = path.read_text(encoding="utf-8") if path.is_file() else ""
        if clause_text(self.changes.before(contract), clause) != clause_text(now, clause):
            return Cause.CONTRACT_CHANGED, f"{seen}, and the contract asks for something else now"
        proofs = any(self.changes.in_folders(f"contracts/assay_contracts/{self.stage.slug}"))
        changed = "what judges them has changed: " + ("scenarios or proofs" if proofs else "the harness")
        return Cause.HARNESS_FAULT, f"{seen}, and the contract asks for the same, so {changed}"

    def _of_connector(self, difference: Difference, fresh: Verdict | None) -> Told:
        seen = "on the same recordings the connector of the base holds and that of now does not"
        if fresh is None:
            return Cause.CONNECTOR_REGRESSION, f"{seen}; they cannot be recorded anew here"
        broken = next((fresh.broken[one] for one in _scenarios((difference,)) if one in fresh.broken), None)
        if broken is not None and broken.by_connector:
            return Cause.CONNECTOR_REGRESSION, f"{seen}; recording anew fails: {broken.reason}"
        is_red = None if broken is not None else fresh.is_red(difference.clause)
        if is_red is None:
            reason = broken.reason if broken is not None else fresh.trouble or "the clause is not judged"
            return Cause.UNKNOWN, f"{seen}, but recording anew did not work: {reason}"
        if is_red:
            return Cause.CONNECTOR_REGRESSION, f"{seen}; recorded anew it is red too"
        return Cause.STALE_RECORDING, (
            f"{seen}; on a fresh recording it holds: the connector asks what the recording does not hold, "
            "so if that is meant, record again"
        )

    def _of_both(self, clause: str, verdicts: Mapping[str, Verdict]) -> Told:
        old_on_new = verdicts["old on new"]
        new_on_old = verdicts.get("new on old", verdicts["old on old"])
        connector, recording = new_on_old.is_red(clause), old_on_new.is_red(clause)
        if connector is None or recording is None:
            reason = new_on_old.trouble or old_on_new.trouble
            return Cause.UNKNOWN, f"connector and recordings differ, and a trial said nothing: {reason}"
        if connector and recording:
            return Cause.CONNECTOR_REGRESSION, (
                "the connector of now is red on the old recordings, and the one of the base on the new ones: "
                "the connector has regressed, and what is answered has drifted"
            )
        if connector:
            return Cause.CONNECTOR_REGRESSION, (
                "the connector of the base holds on the new recordings, that of now not even on the old ones"
            )
        if recording:
            return Cause.DRIFT, (
                "the connector holds on the old recordings, and the one of the base does not on the new ones"
            )
        return Cause.UNKNOWN, (
            "the connector of the base holds on the new recordings, and the one of now on the old ones; "
            "only together they do not"
        )

    def _scenarios(self) -> tuple[str, ...]:
        """Scenarios that the red clauses rest on, as far as a sandbox can record them anew."""
        found = _scenarios(self.red)
        if FULL_SYNC in found and (self._cassettes / self.stage.slug / f"{CORE_SYNC}.json").is_file():
            found |= {CORE_SYNC}
        return tuple(sorted(found))

    def _certified(self, connectors: Path, cassettes: Path) -> Future[Verdict]:
        return self.submit(self.stage.certified, connectors, cassettes)

    @property
    def _connectors(self) -> Path:
        return self.stage.root / "connectors"

    @property
    def _cassettes(self) -> Path:
        return self.stage.root / "cassettes"

    @property
    def _recordings_differ(self) -> bool:
        folder = f"cassettes/{self.stage.slug}/"
        return any(file.startswith(folder) for file in self.changes.recordings)

    @property
    def _connectors_differ(self) -> bool:
        homes = Homes(self.stage.slug)
        return any(homes.part_of(edit.file) in ("connector", "shared") for edit in self.changes.edits)


def _scenarios(differences: Iterable[Difference]) -> frozenset[str]:
    """Those whose recordings from a sandbox show or showed the clauses."""
    results = (result for one in differences for result in (one.before, one.after) if result is not None)
    named = (result.cassette.partition("/")[2] for result in results if result.origin == "sandbox")
    return frozenset(named) - {""}
