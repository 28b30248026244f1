"""What our receiver answers webhooks with goes into the recording, and calls that are refused go nowhere."""

import shutil
from pathlib import Path

import httpx
import pytest

from assay import discover
from assay.contract import load_contract
from assay.errors import InputError
from assay.receiver import listening
from assay.recording import record_scenarios
from assay.replaying import Production
from assay.wire.cassette import Cassette

pytestmark = pytest.mark.loopback


@pytest.mark.parametrize("status", [200, 204, 503])
def test_the_receiver_answers_as_told_and_remembers_how(status: int) -> None:
    with listening() as receiver:
        receiver.status = status
        answered = httpx.post(f"{receiver.url}/acme", content=b"{}", headers={"X-Signature": "s"})
        (delivery,) = receiver.collect()

    assert answered.status_code == delivery.answered == status
    assert (delivery.body, delivery.headers["x-signature"]) == (b"{}", "s")
    assert receiver.collect() == []


def test_answers_stay_in_the_recording_and_come_back_in_replay(tmp_path: Path) -> None:
    committed = discover.cassettes_dir() / "recruitee" / "webhook-deliveries.json"
    (tmp_path / "recruitee").mkdir()
    shutil.copy(committed, tmp_path / "recruitee")

    list(record_scenarios("recruitee", ["webhook-deliveries"], against="sandbox", cassettes=tmp_path))

    assert (tmp_path / "recruitee" / "webhook-deliveries.json").read_bytes() == committed.read_bytes()
    answers = [delivery.answered for delivery in Cassette.load(committed).header.deliveries]
    assert sorted(set(answers)) == [200, 204]
    assert answers.count(204) == 1


def test_a_call_that_must_not_be_forwarded_leaves_its_refusal() -> None:
    contract, package = (
        load_contract(discover.contract_path("recruitee")),
        discover.connector("recruitee"),
    )
    assert package is not None
    register = discover.register("recruitee")
    cassette = Cassette.load(discover.cassettes_dir() / "recruitee" / "passthrough.json")
    trace = Production(
        register.scenarios["passthrough"], cassette, contract, package, register.credentials
    ).play()

    refused = [step for step in trace.steps if step.kind == "passthrough" and step.error is not None]

    assert refused
    assert all(isinstance(step.error, InputError) and step.passthrough is None for step in refused)
    assert trace.error is None
