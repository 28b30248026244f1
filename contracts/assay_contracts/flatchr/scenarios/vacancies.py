"""Pay and dates of vacancies. Source: flatchr sheet 2.2, 7.1."""

from datetime import datetime
from typing import Any

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Job
from assay_contracts import witness
from assay_contracts.flatchr import calls
from assay_contracts.flatchr.calls import Item
from assay_contracts.flatchr.register import REGISTER

LOOK, READ = "look at the vacancies", "read the jobs"
END_DATE = "2027-02-28T00:00:00.000Z"
ENDS, ZERO, SINGLE, RANGE = EDITS = (
    "a contract has an end",
    "no salary is given",
    "one figure is given",
    "two figures are given",
)
CHANGES: dict[str, dict[str, Any]] = {
    ENDS: {"end_date": END_DATE, "status": calls.ARCHIVED},
    ZERO: {"salary": "0", "salary_max": None},
    SINGLE: {"salary": "28 000", "salary_max": None},
    RANGE: {"salary": 28000, "salary_max": 32000},
}


@REGISTER.scenario("vacancies")
def vacancies(stage: Stage) -> None:
    """Four vacancies are edited, and jobs are read."""
    listed = stage.passthrough(LOOK, "GET", calls.OUR_VACANCIES, api="api").data
    for vacancy, name in zip(listed, EDITS, strict=False):
        stage.vendor(name, "edit_vacancy", vacancy_id=vacancy["id"], changes=CHANGES[name])
    stage.sync(READ, models=(Job.store_id,))


def _read(trace: Trace, name: str) -> tuple[Job, Item, Played]:
    """The job of an edited vacancy, the vacancy as it was read, and the call that gave it."""
    edited = trace.step(name).inputs["vacancy_id"]
    step, snapshot = witness.succeeded(trace, READ), witness.after(trace, READ)
    listed, call = calls.all_vacancies(step)
    found = [vacancy for vacancy in listed if vacancy["id"] == edited]
    expect(len(found) == 1, f"{edited} is listed {len(found)} times", call)
    return witness.record(snapshot, Job, edited), found[0], call


@REGISTER.proves("behaviour/jobs/a-contract-end-is-no-closing-date", scenario="vacancies")
def a_contract_end_is_no_closing_date(trace: Trace) -> Shown:
    """Even of an archived vacancy: closed_at stays empty, and the date is a field of the vendor."""
    job, vacancy, call = _read(trace, ENDS)
    expect(vacancy["end_date"] == END_DATE, f"the vendor says {vacancy['end_date']}", call)
    expect(job.status == "ARCHIVED", f"{job.name} is {job.status}", call)
    expect(job.closed_at is None, f"closed_at is {job.closed_at}", call)
    fields = {field.key: field.value for field in job.integration_fields or []}
    expect(fields.get("end_date") == END_DATE, f"end_date is {fields.get('end_date')}", call)
    return Shown(f"end_date {datetime.fromisoformat(END_DATE).date()}, no closed_at", (call,))


def _pays(trace: Trace, name: str, *wanted: float | None) -> Shown:
    """What the vendor spells as the scenario wrote it comes out as amount, lower and upper bound."""
    job, vacancy, call = _read(trace, name)
    given = {key: vacancy[key] for key in ("salary", "salary_max")}
    expect(given == CHANGES[name], f"the vendor says {given}", call)
    seen = (job.salary_amount, job.salary_amount_from, job.salary_amount_to)
    expect(seen == wanted, f"{given} became {seen}", call)
    return Shown(f"{given} is {seen}", (call,))


@REGISTER.proves("behaviour/jobs/a-zero-salary-is-no-salary", scenario="vacancies")
def a_zero_salary_is_no_salary(trace: Trace) -> Shown:
    """All three are empty."""
    return _pays(trace, ZERO, None, None, None)


@REGISTER.proves("behaviour/jobs/a-single-salary-is-the-amount", scenario="vacancies")
def a_single_salary_is_the_amount(trace: Trace) -> Shown:
    """The amount, without bounds."""
    return _pays(trace, SINGLE, 28000, None, None)


@REGISTER.proves("behaviour/jobs/two-salaries-are-a-range", scenario="vacancies")
def two_salaries_are_a_range(trace: Trace) -> Shown:
    """Two bounds, without an amount."""
    return _pays(trace, RANGE, None, 28000, 32000)
