"""Which part failed is decided by what trials say; what they need is gone afterwards."""

import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.change import ChangeKind, Severity
from assay.gate import attribution
from assay.gate.attribution import attributed
from assay.gate.difference import Cause, Difference
from assay.gate.trials import Running, stage
from assay.outcome import Outcome
from assay.results import Results, write_results
from tests.gate.acme import CASSETTE, CONTRACT, JOBS, Project
from tests.gate.made_up import result

NAME = "acme/field/jobs/name"
RED = Difference(
    kind=ChangeKind.REGRESSION,
    severity=Severity.REFUSE,
    connector="acme",
    clause=NAME,
    message="it passed, now failed",
    before=result(NAME),
    after=result(NAME, outcome=Outcome.FAILED),
)
GREEN, BAD = True, False

Say = Callable[[bool, bool, bool], bool | str | None]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return Project.at(tmp_path / "project")


class Trials(Running):
    """Trials that say what is wanted, without a process.

    Args:
        say: whether connector and recordings are those of now, and whether they were recorded anew ->
            whether the clause holds; a text for a trial that breaks off, None for one that leaves it out.
        records: exit code of recording, and its last word.
    """

    def __init__(self, say: Say, records: Mapping[str, tuple[int, str]] | None = None) -> None:
        super().__init__()
        self.say, self.records = say, records or {}
        self.asked: list[str] = []

    def run(
        self,
        program: str,  # noqa: ARG002
        words: Sequence[str],
        sources: Sequence[Path],
        folder: Path,  # noqa: ARG002
    ) -> tuple[int, str]:
        if words[0] == "record":
            return self._record(words)
        cassettes, written = map(Path, words[1:])
        now, fresh = sources[0].parent.name == "project", cassettes.parent.name.startswith("tmp")
        recordings = cassettes.parent.name != "base"
        self.asked.append(
            f"{'new' if now else 'old'} on {'fresh' if fresh else 'new' if recordings else 'old'}"
        )
        said = self.say(now, recordings, fresh)
        if isinstance(said, str):
            return 1, said
        outcome = Outcome.PASSED if said else Outcome.FAILED
        found = () if said is None else (result(NAME, outcome=outcome),)
        write_results(written, Results(connectors=("acme",), results=found))
        return 0, ""

    def _record(self, words: Sequence[str]) -> tuple[int, str]:
        scenarios = words[2 : words.index("--against")]
        folder = Path(words[-1]) / words[1]
        for scenario in scenarios:
            code, said = self.records.get(scenario, (0, ""))
            if code:
                return code, said
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{scenario}.json").write_text("{}")
        return 0, ""


@pytest.fixture
def told(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Cause | None, str]]:
    def asked(
        say: Say, *, red: Difference = RED, records: Any = None, asks: Sequence[str] | None = None
    ) -> tuple[Cause | None, str]:
        trials = Trials(say, records)
        monkeypatch.setattr(attribution, "Running", lambda: trials)
        [found] = attributed([red], project.root, "HEAD", jobs=2)
        if asks is not None:
            assert sorted(trials.asked) == sorted(asks)
        return found.cause, found.why

    return asked


def _change_connector(project: Project) -> None:
    project.swap(JOBS, '"title"', '"caption"')


def _change_recording(project: Project) -> None:
    project.swap(CASSETTE, "2026-11-01", "2026-11-02")


def test_a_connector_that_fails_where_the_old_one_holds_has_regressed(project: Project, told: Any) -> None:
    _change_connector(project)
    cause, why = told(lambda now, *_: not now, asks=["old on old", "new on fresh"])
    assert cause is Cause.CONNECTOR_REGRESSION
    assert why.endswith("recorded anew it is red too")


def test_a_connector_that_holds_on_a_fresh_recording_has_a_stale_one(project: Project, told: Any) -> None:
    _change_connector(project)
    cause, why = told(lambda now, _, fresh: fresh or not now)
    assert cause is Cause.STALE_RECORDING
    assert "record again" in why


def test_a_live_recording_is_not_made_anew(project: Project, told: Any) -> None:
    _change_connector(project)
    live = replace(RED, before=result(NAME, origin="live"), after=None)
    cause, why = told(lambda now, *_: not now, red=live, asks=["old on old"])
    assert cause is Cause.CONNECTOR_REGRESSION
    assert "cannot be recorded anew here" in why


@pytest.mark.parametrize(
    ("code", "cause"), [(1, Cause.CONNECTOR_REGRESSION), (2, Cause.UNKNOWN), (3, Cause.UNKNOWN)]
)
def test_a_scenario_that_cannot_be_recorded_anew_says_why(
    project: Project, told: Any, code: int, cause: Cause
) -> None:
    _change_connector(project)
    found, why = told(lambda now, _, fresh: fresh or not now, records={"full-sync": (code, "it went wrong")})
    assert found is cause
    assert why.endswith("it went wrong")


def test_a_scenario_that_breaks_off_hides_nothing_of_the_others(project: Project, told: Any) -> None:
    project.write("cassettes/acme/core-sync.json", "{}")
    project.commit()
    _change_connector(project)
    cause, _ = told(lambda now, _, fresh: fresh or not now, records={"core-sync": (1, "it went wrong")})
    assert cause is Cause.STALE_RECORDING


@pytest.mark.parametrize(
    ("trials", "cause", "word"),
    [
        ((BAD, GREEN), Cause.CONNECTOR_REGRESSION, "not even on the old ones"),
        ((GREEN, BAD), Cause.DRIFT, "does not on the new ones"),
        ((BAD, BAD), Cause.CONNECTOR_REGRESSION, "has drifted"),
        ((GREEN, GREEN), Cause.UNKNOWN, "only together"),
        (("it broke", BAD), Cause.UNKNOWN, "it broke"),
        ((GREEN, None), Cause.UNKNOWN, "a trial said nothing"),
    ],
)
def test_when_connector_and_recordings_differ_each_is_tried_with_the_others_past(
    project: Project, told: Any, trials: tuple[Any, Any], cause: Cause, word: str
) -> None:
    _change_connector(project)
    _change_recording(project)
    cells = {(False, False): GREEN, (True, False): trials[0], (False, True): trials[1]}
    found, why = told(
        lambda now, recordings, _: cells[now, recordings], asks=["old on old", "old on new", "new on old"]
    )
    assert found is cause
    assert word in why


def test_recordings_alone_that_differ_are_drift(project: Project, told: Any) -> None:
    _change_recording(project)
    cause, _ = told(lambda _, recordings, __: not recordings, asks=["old on old", "old on new"])
    assert cause is Cause.DRIFT


def test_what_is_red_from_the_start_is_the_harness_or_the_contract(project: Project, told: Any) -> None:
    cause, why = told(lambda *_: BAD, asks=["old on old"])
    assert (cause, why.endswith("the harness")) == (Cause.HARNESS_FAULT, True)
    project.write("contracts/assay_contracts/acme/proofs.py", "x = 1\n")
    cause, why = told(lambda *_: BAD)
    assert (cause, why.endswith("scenarios or proofs")) == (Cause.HARNESS_FAULT, True)
    project.swap(CONTRACT, "      - name: name\n", "      - name: name\n        differs: so\n")
    cause, why = told(lambda *_: BAD)
    assert cause is Cause.CONTRACT_CHANGED
    (project.root / CONTRACT).unlink()
    assert told(lambda *_: BAD)[0] is Cause.CONTRACT_CHANGED


def test_a_base_that_cannot_be_tried_leaves_the_cause_unknown(project: Project, told: Any) -> None:
    _change_connector(project)
    assert told(lambda now, *_: GREEN if now else "no module named acme") == (
        Cause.UNKNOWN,
        "the connector of the base could not be tried on its recordings: no module named acme",
    )
    assert told(lambda *_: None)[0] is Cause.UNKNOWN


def test_red_results_of_an_unchanged_checkout_are_not_its_results(told: Any) -> None:
    cause, why = told(lambda *_: GREEN, asks=["old on old"])
    assert cause is Cause.UNKNOWN
    assert "run `assay certify` again" in why


def test_a_trial_without_readable_results_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(Running):
        def run(self, *_: object) -> tuple[int, str]:
            return 0, ""

    monkeypatch.setattr(attribution, "Running", Silent)
    [found] = attributed([RED], project.root, "HEAD")
    assert found.cause is Cause.UNKNOWN
    assert "cannot be read" in found.why


def test_a_base_that_git_does_not_know_is_told_and_others_are_left_alone(project: Project) -> None:
    other = replace(RED, kind=ChangeKind.NARROWED)
    red, same = attributed([RED, other], project.root, "nowhere")
    assert red.cause is Cause.UNKNOWN
    assert red.why.startswith("nothing could be tried: git diff failed")
    assert same is other
    assert attributed([other], project.root, "nowhere") == (other,)


def test_nothing_is_left_when_somebody_interrupts(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As when Ctrl-C is pressed while two processes run."""
    _change_connector(project)
    # Where tests run in the background, the shell has switched interrupts off.
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr("assay.gate.trials._CERTIFY", "import time; time.sleep(60)")
    monkeypatch.setattr("assay.gate.trials._COMMAND", "import time; time.sleep(60)")
    started = time.monotonic()
    here = threading.get_ident()
    timer = threading.Timer(1.0, lambda: signal.pthread_kill(here, signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            attributed([RED], project.root, "HEAD", jobs=2)
    finally:
        signal.signal(signal.SIGINT, former)
    assert time.monotonic() - started < 30
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_stage_holds_the_connectors_and_recordings_of_the_base(project: Project) -> None:
    base = project.git("rev-parse", "HEAD")
    _change_connector(project)
    with stage("acme", project.root, base, Running()) as found:
        [old] = found.old_connectors.rglob("jobs.py")
        assert '"title"' in old.read_text()
        assert [path.name for path in (found.old_cassettes / "acme").iterdir()] == ["full-sync.json"]
    assert not found.folder.exists()


@pytest.mark.parametrize(
    ("program", "code", "said"),
    [
        ("print('x')", 0, "it said nothing"),
        ("raise ValueError('no way')", 1, "ValueError: no way"),
        ("import sys; sys.exit('assay: a file is broken\\n  -> repair it')", 1, "a file is broken"),
        ("import sys; print('hm', file=sys.stderr); sys.exit(3)", 3, "hm"),
        ("import sys, os; print(sys.argv[1:], sys.path[0], file=sys.stderr)", 0, "['a', 'b'] "),
    ],
)
def test_a_process_says_how_it_ended_and_why(tmp_path: Path, program: str, code: int, said: str) -> None:
    found = Running().run(program, ["a", "b"], [tmp_path], tmp_path)
    assert found[0] == code
    assert found[1].startswith(said)


def test_a_process_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.gate.trials.TIMEOUT_S", 0.2)
    assert Running().run("import time; time.sleep(60)", [], [], tmp_path) == (
        3,
        "it was not done after 0 s",
    )


def test_nothing_starts_once_it_was_ended(tmp_path: Path) -> None:
    running = Running()
    running.end()
    assert running.run("print('x')", [], [], tmp_path) == (130, "it was interrupted")
