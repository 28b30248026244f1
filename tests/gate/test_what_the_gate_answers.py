"""Each kind of difference and each reason to refuse, as somebody sees them who calls ``assay gate``."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from assay.outcome import Outcome
from assay.results import Results, write_results
from tests.cli.conftest import Assay

from .conftest import Repository
from .made_up import (
    BLANK,
    DAY,
    NAME,
    POST,
    STATUS,
    accepted,
    asking,
    beside,
    conduct,
    exempt,
    having,
    result,
    unproven,
    waiver,
    waiving,
    without,
)

Change = Callable[[Results], Results]
FAILED = {"outcome": Outcome.FAILED, "message": "'nobody' is no status"}


def last_line(text: str) -> str:
    return text.strip().splitlines()[-1]


def test_what_is_as_it_was_ships(repository: Repository) -> None:
    ended = repository.gate(accepted())

    assert ended.code == 0, ended
    assert last_line(ended.err) == "gate: ships"
    assert "5 clauses of 1 connector" in ended.err


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (lambda r: having(r, NAME, outcome=Outcome.ERRORED, message="c crashed"), "errored", "c crashed"),
        (lambda r: having(r, NAME, **FAILED), "regression", "it passed, now failed: 'nobody' is no status"),
        (lambda r: without(r, NAME), "removed", "no longer promises it"),
        (lambda r: having(r, STATUS, origin="hearsay"), "weakened", "evidence was sandbox, is hearsay"),
        (lambda r: having(r, STATUS, values=()), "narrowed", "2 values no longer shown: CLOSED, OPEN"),
        (lambda r: replace(r, conduct=(conduct(POST),)), "conduct", "lost GET /candidates/*"),
        (lambda r: asking(r, max_age_days=999), "loosened", "365 days old, now 999"),
        (lambda r: beside(r, unproven("acme/field/jobs/code")), "unproven", "new, and unproven"),
    ],
)  # fmt: skip
def test_a_change_for_the_worse_is_refused_with_its_kind(
    repository: Repository, change: Change, kind: str, said: str
) -> None:
    ended = repository.gate(change(accepted()))

    assert ended.code == 1, ended
    assert said in ended.err
    assert last_line(ended.err) == f"gate: refuses: 1 {kind} (acme)"


def test_an_exemption_of_what_held_is_a_removal(repository: Repository) -> None:
    gone = exempt(NAME)
    now = having(accepted(), NAME, outcome=gone.outcome, fact=gone.fact, message=gone.message, **BLANK)

    assert last_line(repository.gate(now).err) == "gate: refuses: 1 removed (acme)"


def test_evidence_that_has_grown_too_old_is_refused_on_the_day_that_is_given(repository: Repository) -> None:
    assert repository.gate(accepted(), options=("--on", "2027-11-01")).code == 0

    ended = repository.gate(accepted(), options=("--on", "2027-11-02"))

    assert ended.code == 1
    assert (
        "was recorded on 2026-11-01 and is 366 days old on 2027-11-02; the contract allows 365" in ended.err
    )
    assert last_line(ended.err) == "gate: refuses: 4 weakened (acme)"


def test_what_did_not_hold_before_is_a_warning(repository: Repository) -> None:
    broken = having(accepted(), NAME, **FAILED)
    repository.accept(broken)

    ended = repository.gate(broken)

    assert ended.code == 0
    assert "standing" in ended.err
    assert last_line(ended.err) == "gate: ships"


def test_a_raised_severity_makes_what_stands_refuse(repository: Repository) -> None:
    broken = having(accepted(), NAME, **FAILED)
    repository.accept(broken)

    assert last_line(repository.gate(asking(broken, standing="refuse")).err) == (
        "gate: refuses: 1 standing (acme)"
    )


def test_a_severity_cannot_be_lowered_by_the_change_that_it_judges(repository: Repository) -> None:
    broken = having(accepted(), NAME, **FAILED)
    repository.accept(asking(broken, standing="refuse"))

    ended = repository.gate(broken)

    assert last_line(ended.err) == "gate: refuses: 1 loosened, 1 standing (acme)"


def test_improvements_ship_and_are_told(repository: Repository) -> None:
    now = beside(having(accepted(), NAME, origin="live"), result("acme/field/jobs/code"))

    ended = repository.gate(now)

    assert ended.code == 0
    assert "acme: 2 improvements" in ended.err
    assert "evidence was sandbox, is live" in ended.err


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (waiver(days=-1), "waiver-expired"),
        (waiver(days=91), "waiver-too-long"),
        (waiver("acme/field/jobs/nmae"), "waiver-unknown"),
        (waiver(), "waiver-unused"),
    ],
)
def test_a_waiver_that_is_not_in_order_refuses(repository: Repository, of: object, code: str) -> None:
    assert isinstance(of, type(waiver()))
    text = f"waivers:\n- clause: {of.clause}\n  waives: {of.waives}\n  expires: {of.expires}\n"
    repository.write("contracts/assay_contracts/acme/waivers.yaml", text)

    ended = repository.gate(waiving(accepted(), of))

    assert ended.code == 1
    assert code in ended.err
    assert "at contracts/assay_contracts/acme/waivers.yaml:" in ended.err
    assert last_line(ended.err) == "gate: refuses: 1 waiver (acme)"


def test_a_second_waiver_of_the_same_refuses(repository: Repository) -> None:
    ended = repository.gate(waiving(having(accepted(), NAME, **FAILED), waiver(), waiver(days=20)))

    assert "waiver-duplicate" in ended.err
    assert last_line(ended.err) == "gate: refuses: 1 waiver (acme)"


def test_a_waived_difference_ships_and_stays_listed_as_debt(repository: Repository) -> None:
    ended = repository.gate(waiving(having(accepted(), NAME, **FAILED), waiver()))

    assert ended.code == 0
    assert "regression (waived)" in ended.err
    assert "waived until 2026-12-22 by team-ats: the vendor repairs it" in ended.err
    assert "https://tracker.example/1" in ended.err
    assert last_line(ended.err) == "gate: ships"


def test_a_connector_that_was_not_run_is_refused(repository: Repository) -> None:
    repository.accept(accepted("beta"))

    ended = repository.gate(accepted())

    assert ended.code == 1
    assert "beta has no current results: it was not run" in ended.err
    assert last_line(ended.err) == "gate: refuses: 1 that cannot be compared (beta)"


def test_who_asks_for_one_connector_is_answered_about_that_one(repository: Repository) -> None:
    repository.accept(accepted("beta"))

    assert repository.gate(accepted(), options=("acme",)).code == 0
    assert repository.gate(accepted(), options=("beta",)).code == 1


def test_a_connector_that_is_new_since_the_base_has_nothing_to_lose(repository: Repository) -> None:
    ended = repository.gate(accepted(), asking(accepted("beta"), max_age_days=999))

    assert ended.code == 0
    assert "beta: 4 improvements" in ended.err


def test_a_new_connector_must_be_proven(repository: Repository) -> None:
    fresh = having(accepted("beta"), "beta/field/jobs/name", **FAILED)

    assert last_line(repository.gate(accepted(), fresh).err) == "gate: refuses: 1 unproven (beta)"


def test_a_connector_whose_contract_was_there_before_its_results_is_refused(repository: Repository) -> None:
    repository.write("contracts/assay_contracts/beta/contract.yaml", "connector: beta\n")
    repository.commit()

    ended = repository.gate(accepted(), accepted("beta"))

    assert ended.code == 2
    assert "the baseline has no results of beta" in ended.err
    assert "certify at main and commit the results" in ended.err


def test_a_change_is_not_blamed_for_what_the_base_has_gained_since(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "change")
    repository.commit("The change")
    repository.git("switch", "-q", "main")
    repository.accept(beside(accepted(), result("acme/field/jobs/code")))
    repository.git("switch", "-q", "change")

    assert repository.gate(accepted()).code == 0


def test_results_of_the_change_itself_are_never_the_baseline(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "change")
    broken = having(accepted(), NAME, **FAILED)
    repository.accept(broken)

    assert last_line(repository.gate(broken).err) == "gate: refuses: 1 regression (acme)"


def damaged(text: bytes, how: str) -> bytes:
    lines = text.splitlines(keepends=True)
    return {
        "cut": b"".join(lines[:-1]),
        "broken": text[: len(text) // 2],
        "no JSON": b"nonsense\n" + text,
        "of format 1": text.replace(b'"assay_results":2', b'"assay_results":1'),
        "empty": b"",
        "of another": text.replace(b'"connectors":["acme"]', b'"connectors":["beta"]'),
        "of nobody": text.replace(b'"connectors":["acme"]', b'"connectors":[]'),
    }[how]


SAID = {
    "cut": "there is no footer, so lines may be missing",
    "broken": "not JSON",
    "no JSON": "not JSON",
    "of format 1": "format 1 found, format 2 expected",
    "empty": "the first line is not a header",
    "of another": "the header names beta, but there is a result of acme/",
    "of nobody": "the results are of no connector",
}


@pytest.mark.parametrize(("how", "said"), SAID.items())
def test_a_baseline_that_cannot_be_trusted_is_refused(repository: Repository, how: str, said: str) -> None:
    path = repository.root / "reports" / "results" / "acme.jsonl"
    path.write_bytes(damaged(path.read_bytes(), how))
    repository.commit("Damage the baseline")

    ended = repository.gate(accepted())

    assert ended.code == 2, ended
    assert said in ended.err
    assert ":reports/results/acme.jsonl" in ended.err
    assert str(repository.root) not in ended.err
    assert "-> certify at main and commit the results" in ended.err
    assert last_line(ended.err).startswith("gate: refuses: ")


@pytest.mark.parametrize(("how", "said"), SAID.items())
def test_results_that_cannot_be_trusted_are_refused(repository: Repository, how: str, said: str) -> None:
    path = repository.given(accepted()) / "acme.jsonl"
    path.write_bytes(damaged(path.read_bytes(), how))

    ended = repository.gate()

    assert ended.code == 2, ended
    assert said in ended.err
    assert f"{path}" in ended.err


def test_results_in_a_file_named_after_another_connector_are_refused(
    repository: Repository, tmp_path: Path
) -> None:
    write_results(tmp_path / "given" / "acme.jsonl", accepted("beta"))

    ended = repository.gate(options=("acme",))

    assert ended.code == 2
    assert "the file is named after acme, its results are of beta" in ended.err


def test_two_files_about_one_connector_are_refused(repository: Repository, tmp_path: Path) -> None:
    write_results(tmp_path / "given" / "other.jsonl", accepted())

    ended = repository.gate(accepted())

    assert ended.code == 2
    assert "there are results of acme also in" in ended.err


def test_a_baseline_may_be_a_file_or_a_folder(repository: Repository, tmp_path: Path, assay: Assay) -> None:
    write_results(tmp_path / "then" / "baseline.jsonl", accepted())
    results = repository.given(having(accepted(), NAME, **FAILED))

    for given in (tmp_path / "then", tmp_path / "then" / "baseline.jsonl"):
        ended = assay("gate", "--baseline", given, "--results", results, "--on", DAY)
        assert last_line(ended.err) == "gate: refuses: 1 regression (acme)"


def test_a_connector_that_a_baseline_of_files_lacks_is_refused_unless_it_is_said_to_be_new(
    repository: Repository, tmp_path: Path, assay: Assay
) -> None:
    write_results(tmp_path / "then" / "acme.jsonl", accepted())
    results = repository.given(accepted(), accepted("beta"))
    call = ("gate", "--baseline", tmp_path / "then", "--results", results, "--on", DAY)

    ended = assay(*call)
    assert ended.code == 2
    assert "the baseline has no results of beta" in ended.err
    assert "--new" in ended.err

    assert assay(*call, "--new", "beta").code == 0


def test_json_says_everything_and_is_alone_on_stdout(repository: Repository) -> None:
    now = replace(having(accepted(), NAME, **FAILED), conduct=(conduct(POST),))

    ended = repository.gate(waiving(now, waiver(), waiver(STATUS)), options=("--json",))

    told = orjson.loads(ended.out)
    assert ended.err == ""
    assert (told["assay_gate"], told["ships"], told["day"]) == (1, False, "2026-11-22")
    assert told["counts"] == {"regression": 1, "conduct": 1}
    regression, requests = told["differences"]
    assert [regression[side]["outcome"] for side in ("before", "after")] == ["passed", "failed"]
    assert (regression["refuses"], regression["waiver"]["owner"]) == (False, "team-ats")
    assert (requests["scenario"], requests["step"], requests["refuses"]) == ("add-candidate", "add one", True)
    assert [one["code"] for one in told["refusals"]] == ["waiver-unused"]
    assert [(one["clause"], one["state"]) for one in told["waivers"]] == [(NAME, "used"), (STATUS, "refused")]


def test_json_has_no_result_where_there_is_none(repository: Repository) -> None:
    ended = repository.gate(without(accepted(), NAME), options=("--json",))

    (gone,) = orjson.loads(ended.out)["differences"]
    assert gone["before"]["outcome"] == "passed"
    assert gone["after"] is None


def test_a_regression_of_which_nothing_can_be_tried_is_of_unknown_cause(repository: Repository) -> None:
    ended = repository.gate(having(accepted(), NAME, **FAILED), options=("--attribute", "--json"))

    (regression,) = orjson.loads(ended.out)["differences"]
    assert ended.code == 1
    assert regression["cause"] == "unknown"
    assert "could not be tried on its recordings" in regression["why"]


def test_the_same_call_says_the_same_bytes(repository: Repository) -> None:
    def said() -> str:
        return repository.gate(having(accepted(), NAME, **FAILED), options=("--json",)).out

    assert said() == said()


def test_a_regression_points_at_the_line_of_the_contract(repository: Repository) -> None:
    ended = repository.gate(having(accepted(), NAME, **FAILED), options=("--json",))

    (difference,) = orjson.loads(ended.out)["differences"]
    assert difference["place"]["file"].endswith("acme/contract.yaml")
    assert difference["place"]["line"] > 0
