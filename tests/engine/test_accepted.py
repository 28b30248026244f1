"""Reviewed records take the place of a truth that nobody knows."""

from pathlib import Path

import pytest

from assay import discover
from assay.accepted import read_accepted, write_accepted
from assay.case import CORE_SYNC
from assay.contract import load_contract
from assay.engine import recordings
from assay.errors import UsageError
from assay.evidence import Snapshot
from assay.replaying import Production
from assay.truth import Pairing, normal


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    contract, register = load_contract(discover.contract_path("ashby")), discover.register("ashby")
    package = discover.connector("ashby")
    assert package is not None
    cassette = recordings(register, discover.cassettes_dir() / "ashby")[CORE_SYNC]
    trace = Production(
        register.scenarios[CORE_SYNC], cassette, contract, package, register.credentials
    ).play()
    assert trace.last_snapshot is not None
    return trace.last_snapshot


def test_the_records_of_before_are_what_is_expected(snapshot: Snapshot, tmp_path: Path) -> None:
    count = write_accepted(tmp_path / "accepted.jsonl", snapshot)
    truth = read_accepted(tmp_path / "accepted.jsonl")
    assert truth is not None
    pairing = Pairing(truth, snapshot)

    for model in snapshot.records:
        assert pairing.missing(model) == ()
        assert pairing.unknown(model) == ()
    assert count == sum(len(snapshot.of(model, deleted=False)) for model in snapshot.records)


def test_a_record_that_differs_from_what_was_accepted_is_seen(snapshot: Snapshot, tmp_path: Path) -> None:
    write_accepted(tmp_path / "accepted.jsonl", snapshot)
    truth = read_accepted(tmp_path / "accepted.jsonl")
    assert truth is not None
    (first, *_) = snapshot.of("ats_jobs", deleted=False)
    changed = first.model_copy(update={"name": "Another name"})
    records = {**snapshot.records, "ats_jobs": (changed, *snapshot.of("ats_jobs", deleted=False)[1:])}

    pairs = Pairing(truth, Snapshot(records=records, at=snapshot.at)).pairs("ats_jobs")

    assert [normal(pair.expected["name"]) for pair in pairs if pair.record is changed] != ["Another name"]


def test_nothing_accepted_is_no_truth(tmp_path: Path) -> None:
    assert read_accepted(tmp_path / "accepted.jsonl") is None


@pytest.mark.parametrize("line", ["{", "[]", '{"no": "model"}'])
def test_a_broken_line_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "accepted.jsonl").write_text(f"{line}\n", "utf-8")

    with pytest.raises(UsageError, match="not an accepted record") as broken:
        read_accepted(tmp_path / "accepted.jsonl")

    assert broken.value.where.endswith("accepted.jsonl:1")
