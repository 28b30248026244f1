"""Scenarios recorded from the sandbox over a real socket, and from a vendor that is a sandbox elsewhere."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assay import discover
from assay.case import FULL_SYNC
from assay.contract import load_contract
from assay.engine import build_case, recordings
from assay.errors import UsageError
from assay.outcome import Outcome
from assay.recording import record_scenarios
from assay.verdict import judge
from assay.wire.cassette import Cassette

pytestmark = pytest.mark.loopback

KEY = "live-key-that-must-not-leak-0123456789"


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A sandbox that plays the live vendor on a loopback address."""
    app = discover.sandbox("ashby").create_app(public_url="https://api.ashbyhq.com")
    with discover.sandbox_core().running(app) as address:
        grants = {
            "scopes": discover.register("ashby").credentials["full"].grants["scopes"],
            "switches": ["confidential", "private_fields"],
        }
        httpx.post(f"{address}/_sandbox/reset", json={"world": "core", "faults": {}}).raise_for_status()
        httpx.post(
            f"{address}/_sandbox/credentials", json={"values": {"api_key": KEY}, "grants": grants}
        ).raise_for_status()
        monkeypatch.setenv("ASSAY_ASHBY_API_KEY", KEY)
        yield address


@pytest.mark.parametrize("name", ["core-sync", "add-attachment-to-candidate", "webhook-setup", "lost-answer"])
def test_recording_again_without_a_change_gives_the_same_file(name: str, tmp_path: Path) -> None:
    committed = discover.cassettes_dir() / "ashby" / f"{name}.json"
    (tmp_path / "ashby").mkdir()
    shutil.copy(committed, tmp_path / "ashby")

    list(record_scenarios("ashby", [name], against="sandbox", cassettes=tmp_path))

    assert (tmp_path / "ashby" / f"{name}.json").read_bytes() == committed.read_bytes()


def test_an_unknown_scenario_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no scenario 'nap'") as refused:
        list(record_scenarios("ashby", ["nap"], against="sandbox", cassettes=tmp_path))

    assert "full-sync" in refused.value.hint


def test_without_a_credential_nothing_is_recorded_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_ASHBY_API_KEY", raising=False)

    with pytest.raises(UsageError, match="no credential") as refused:
        list(record_scenarios("ashby", ["core-sync"], against="live", cassettes=tmp_path))

    assert "ASSAY_ASHBY_API_KEY" in refused.value.hint
    assert not list(tmp_path.rglob("*.json"))


def test_a_scenario_with_vendor_events_cannot_be_recorded_live(vendor: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a person must do this"):
        list(record_scenarios("ashby", ["second-sync"], against="live", cassettes=tmp_path, base_url=vendor))

    assert not list(tmp_path.rglob("second-sync.json"))


def test_a_live_recording_holds_neither_the_key_nor_the_people(vendor: str, tmp_path: Path) -> None:
    list(record_scenarios("ashby", ["core-sync"], against="live", cassettes=tmp_path, base_url=vendor))

    text = (tmp_path / "ashby" / "core-sync.json").read_text("utf-8")
    people = discover.company().load("core").records["ats_candidates"]
    names = [person["last_name"] for person in people if person["last_name"] and len(person["last_name"]) > 4]
    header = json.loads(text)["assay"]
    assert KEY not in text
    assert [name for name in names if name in text] == []
    assert (header["origin"], header["personal_data"]) == ("live", "replaced")
    assert vendor not in text


def test_after_redaction_a_replay_gives_the_same_verdicts_as_before(vendor: str, tmp_path: Path) -> None:
    """The same sync, once as it was and once with its people replaced, judged without a truth to look up."""
    list(record_scenarios("ashby", ["core-sync"], against="live", cassettes=tmp_path, base_url=vendor))
    contract, register, package = (
        load_contract(discover.contract_path("ashby")),
        discover.register("ashby"),
        discover.connector("ashby"),
    )
    assert package is not None

    def verdicts(folder: Path) -> dict[str, Outcome]:
        cassette = Cassette.load(folder / "ashby" / "core-sync.json")
        case = build_case(contract, register, package, {FULL_SYNC: cassette})
        return {result.clause: result.outcome for result in judge(case, ()).results if result.kind == "field"}

    as_it_was = {
        clause: outcome
        for clause, outcome in verdicts(discover.cassettes_dir()).items()
        if clause.rsplit("/", 1)[1] not in ("changed_at", "remote_deleted_at", "id")
    }
    redacted = verdicts(tmp_path)
    assert recordings(register, tmp_path / "ashby").keys() == {"core-sync"}
    assert {clause for clause in as_it_was if redacted[clause] is Outcome.PASSED} == {
        clause for clause, outcome in as_it_was.items() if outcome is Outcome.PASSED
    }
