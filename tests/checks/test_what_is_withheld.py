"""Keys that records are not to keep, because of what they hold."""

import yaml

from assay.case import Case
from assay.checks import all_checks
from assay.outcome import Outcome
from tests.checks import miniatures as mini

[UNTOUCHED] = [check for check in all_checks() if check.id == "remote-data-is-untouched"]


def _withholding(*keys: str) -> Case:
    wire = yaml.safe_load(mini.CONTRACT)["wire"]
    return mini.healthy(contract=mini.contract(wire={**wire, "withheld": keys}))


def _kept(case: Case, **data: object) -> list[tuple[Outcome, str]]:
    assert case.snapshot is not None
    job = case.snapshot.of("ats_jobs")[0].model_copy(update={"remote_data": {"/job.list": data}})
    changed = mini.with_records(case, "ats_jobs", job)
    return [(one.outcome, one.message) for one in mini.findings(UNTOUCHED.run(changed))]


def test_an_object_without_what_is_withheld_is_untouched() -> None:
    without = {key: value for key, value in mini.JOBS[0].items() if key not in ("title", "role")}
    team = [{"user": member["user"]} for member in mini.JOBS[0]["team"]]

    assert _kept(_withholding("title", "role"), **{**without, "team": team}) == []


def test_an_object_that_keeps_what_is_withheld_is_a_failure() -> None:
    [(outcome, message)] = _kept(_withholding("role"), **mini.JOBS[0])

    assert outcome is Outcome.FAILED
    assert "holds what is to be withheld" in message


def test_nothing_but_what_is_withheld_may_be_missing() -> None:
    without = {key: value for key, value in mini.JOBS[0].items() if key not in ("title", "state")}
    [(outcome, message)] = _kept(_withholding("title"), **without)

    assert outcome is Outcome.FAILED
    assert "is not what the vendor sent" in message
