"""What of a company Flatchr can hold, stated from the flatchr sheet alone (2, 7).

Values that are merely said otherwise are in the contract (``renders``); here is what takes looking at more
than one value: which records exist at all, and what follows from where a job is published.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from assay.truth import Expected, Truth
from assay_contracts.flatchr.register import REGISTER

Row = dict[str, Any]
Company = Mapping[str, tuple[Expected, ...]]

OWN_FIELDS = {"Job reference": "reference"}
"""The integrator's own field -> the vendor's field that is mapped to it (7.1); there are no others."""
_OF_ITS_APPLICATION = "ats_applications.job_id"
"""What tells the several candidates apart that one person is: the job that each has applied to (7.2)."""


@REGISTER.sees
def as_flatchr_holds_it(truth: Truth) -> Truth:
    """The company with one candidate per application and with every column in every job."""
    views: dict[str, Callable[[Company], list[Row]]] = {
        "ats_jobs": _jobs,
        "ats_candidates": _candidates,
        "ats_applications": _applications,
        "ats_join_candidates_tags": _candidate_tags,
        "ats_join_jobs_application_stages": _job_stages,
    }
    seen = {store_id: tuple(view(truth.records)) for store_id, view in views.items()}
    match = {**truth.match, "ats_candidates": ("first_name", "last_name", _OF_ITS_APPLICATION)}
    return Truth(records={**truth.records, **seen}, match=match, definitions={})


def _jobs(company: Company) -> list[Row]:
    return [_job(dict(row)) for row in company["ats_jobs"]]


def _job(row: Row) -> Row:
    """Seen on the career site, on the intranet or nowhere; only the career site says since when (7.1)."""
    row["visibility"] = row["visibility"] if row["visibility"] in ("PUBLIC", "INTERNAL") else "UNLISTED"
    row["opened_at"] = row["opened_at"] if row["visibility"] == "PUBLIC" else None
    row["integration_fields"] = _known_fields(row)
    row["custom_fields"] = {"Job reference": row["job_code"]} if row["job_code"] else {}
    if row["salary_amount_to"] is None and row["salary_amount_from"] is not None:  # one figure is the amount
        row["salary_amount"], row["salary_amount_from"] = row["salary_amount_from"], None
    if row["location"] is not None:  # one line for the street (2.2)
        row["location"] = {key: value for key, value in row["location"].items() if key != "street_2"}
    return row


def _known_fields(row: Row) -> list[Row]:
    """Of the vendor's fields those whose value follows from the company's; a folder has no value (7.1)."""
    known = {
        "Reference": row["job_code"],
        "Channel": row["category"],
        "Partial": row["employment_type"] == "PART_TIME",
    }
    if row["department"] is not None:
        known[row["department"]] = True
    return [{"label": label, "value": value} for label, value in known.items()]


def _own_key(application: Expected) -> str:
    """Key of the candidate that stands for a person in one application."""
    return f"{application['candidate_id']} in {application['_key']}"


def _candidates(company: Company) -> list[Row]:
    """An applicant is a candidate and an application in one; without a vacancy nobody is known (3.1, 7.2)."""
    persons = {row["_key"]: row for row in company["ats_candidates"]}
    return [_candidate(persons[row["candidate_id"]], row) for row in company["ats_applications"]]


def _candidate(person: Expected, application: Expected) -> Row:
    """One e-mail address and one phone number (2.6)."""
    return {
        **person,
        "_key": _own_key(application),
        "_same_as": person["_key"],
        _OF_ITS_APPLICATION: [application["job_id"]],
        "email_addresses": person["email_addresses"][:1],
        "phone_numbers": person["phone_numbers"][:1],
    }


def _applications(company: Company) -> list[Row]:
    return [{**row, "candidate_id": _own_key(row)} for row in company["ats_applications"]]


def _candidate_tags(company: Company) -> list[Row]:
    """What is tagged on a person is tagged on each of its applicants; a trait is the applicant's (2.9)."""
    owners: dict[str, list[str]] = defaultdict(list)
    for application in company["ats_applications"]:
        owners[application["candidate_id"]].append(_own_key(application))
    return [
        {**row, "candidate_id": owner}
        for row in company["ats_join_candidates_tags"]
        for owner in owners[row["candidate_id"]]
    ]


def _job_stages(company: Company) -> list[Row]:
    """Columns are the whole company's, in one order; which of them a vacancy shows, nobody can read (7.6)."""
    columns = sorted(company["ats_application_stages"], key=lambda row: row["global_index"])
    return [
        {"job_id": job["_key"], "stage_id": column["_key"], "index": index}
        for job in company["ats_jobs"]
        for index, column in enumerate(columns)
    ]
