"""What of a company an Asymbl org can hold, stated from the asymbl sheet alone (2, 7.1).

Values that are merely said otherwise are in the contract (``renders``); here is what takes looking at more
than one value: which records exist at all, and what follows from lookups and from how the org is set up.
"""

from collections.abc import Callable, Mapping
from typing import Any

from assay.truth import Expected, Truth
from assay_contracts.asymbl.register import CHECKBOXES, LISTS, OWN_FIELDS, REGISTER

Row = dict[str, Any]
Company = Mapping[str, tuple[Expected, ...]]

_OF_ITS_JOB = "ats_join_jobs_application_stages.job_id"
"""What tells the copies of a stage apart: the job that each belongs to (2.4)."""
_PHONES = ("WORK", "PERSONAL", "HOME", "OTHER")
"""One number of each kind, in the order in which contacts have them (7.1 Candidates)."""


@REGISTER.sees
def as_an_org_holds_it(truth: Truth) -> Truth:
    """The company with stages of each job's own, and with what contacts and lookups have a place for."""
    views: dict[str, Callable[[Company], list[Row]]] = {
        "ats_users": _users,
        "ats_jobs": _jobs,
        "ats_candidates": _candidates,
        "ats_application_stages": _stages,
        "ats_join_jobs_application_stages": _job_stages,
        "ats_applications": _applications,
        "ats_join_jobs_users": _team,
    }
    seen = {store_id: tuple(view(truth.records)) for store_id, view in views.items()}
    match = {**truth.match, "ats_application_stages": ("name", _OF_ITS_JOB)}
    definitions = {model: truth.definitions[model] for model in OWN_FIELDS if model in truth.definitions}
    return Truth(records={**truth.records, **seen}, match=match, definitions=definitions)


# --- jobs --------------------------------------------------------------------------------------------


def _jobs(company: Company) -> list[Row]:
    """The org numbers its jobs as they come, with five digits (2.2)."""
    in_order = sorted(company["ats_jobs"], key=lambda row: str(row["remote_created_at"]))
    return [_job({**row, "job_code": f"{number:05d}"}) for number, row in enumerate(in_order, start=1)]


def _job(row: Row) -> Row:
    """A currency says something of a salary alone, and a day has no time (7.1 Jobs, 2.2)."""
    row["visibility"] = row["visibility"] or "INTERNAL"  # posted externally or not
    row["opened_at"] = row["opened_at"] and f"{row['opened_at'][:10]}T00:00:00.000Z"
    if row["salary_amount"] is None and row["salary_amount_to"] is None:  # a lowest salary is the salary
        row["salary_amount"] = row["salary_amount_from"]
    if row["salary_amount"] is None:
        row["salary_currency"] = None
    row["location"] = _work_site(row["location"])
    row["custom_fields"] = _own_values("ats_jobs", row["custom_fields"])
    return row


def _work_site(place: Row | None) -> Row | None:
    """The package knows states and country of the United States alone (2.2)."""
    if place is None:
        return None
    abroad = place["country"] != "US"
    return {**place, "state": None, "country": None} if abroad else place


def _own_values(model: str, values: Row) -> Row:
    """Days have no time, chosen values stand in one text, and a box that nobody ticked says no (1.4)."""
    said = {**dict.fromkeys(CHECKBOXES[model], False), **values}
    return {label: _own_value(label, value) for label, value in said.items()}


def _own_value(label: str, value: Any) -> Any:
    if isinstance(value, list):
        return ";".join(sorted(value, key=LISTS[label].index))
    if isinstance(value, str) and value.endswith("T00:00:00.000Z"):
        return value.removesuffix("T00:00:00.000Z")
    return value


# --- people ------------------------------------------------------------------------------------------


def _users(company: Company) -> list[Row]:
    """Addresses are as they were typed; what is none is nobody's (7.1 Users)."""
    return [
        {**row, "email": row["email"] and row.get("_email", row["email"])} for row in company["ats_users"]
    ]


def _candidates(company: Company) -> list[Row]:
    return [_candidate(dict(row)) for row in company["ats_candidates"]]


def _candidate(row: Row) -> Row:
    """A contact has a last name, one address, and one number of each kind (2.3)."""
    if row["last_name"] is None:
        row.update(first_name=None, last_name=row["first_name"])
    row["email_addresses"] = row["email_addresses"][:1]
    numbers = {item["type"]: item for item in row["phone_numbers"]}
    row["phone_numbers"] = [numbers[kind] for kind in _PHONES if kind in numbers]
    row["location"] = _mailing_address(row["location"])
    row["custom_fields"] = _own_values("ats_candidates", row["custom_fields"])
    return row


def _mailing_address(place: Row | None) -> Row | None:
    """The whole address is put together from its parts; the company says the country's name at the end."""
    if place is None:
        return None
    country = place["raw"].rpartition(", ")[2]
    parts = (place["street_1"], place["street_2"], place["city"], place["state"], place["zip_code"], country)
    return {**place, "raw": ", ".join(part for part in parts if part)}


# --- stages and applications -------------------------------------------------------------------------


def _copy_of(stage: str, job: str) -> str:
    """Key of the copy of a stage that a job has."""
    return f"{stage} of {job}"


def _stages(company: Company) -> list[Row]:
    """Stages are copied for each job (2.4)."""
    stages = {row["_key"]: row for row in company["ats_application_stages"]}
    return [
        {
            **stages[join["stage_id"]],
            "_key": _copy_of(join["stage_id"], join["job_id"]),
            "_same_as": join["stage_id"],
            _OF_ITS_JOB: [join["job_id"]],
        }
        for join in company["ats_join_jobs_application_stages"]
    ]


def _job_stages(company: Company) -> list[Row]:
    return [
        {**join, "stage_id": _copy_of(join["stage_id"], join["job_id"])}
        for join in company["ats_join_jobs_application_stages"]
    ]


def _applications(company: Company) -> list[Row]:
    return [
        {
            **row,
            "current_stage_id": _copy_of(row["current_stage_id"], row["job_id"]),
            "custom_fields": _own_values("ats_applications", row["custom_fields"]),
        }
        for row in company["ats_applications"]
    ]


# --- teams -------------------------------------------------------------------------------------------

_PLACES = {"RECRUITER": 2, "COORDINATOR": 1, "HIRING_MANAGER": 1}
"""Role -> lookups of a job that stand for it: owner and delivery lead, sales lead, hiring manager (7.1)."""


def _team(company: Company) -> list[Row]:
    """Whoever stands in a lookup; a hiring manager is a contact, and known by an active user's address."""
    users = {row["_key"]: row for row in company["ats_users"]}
    taken: dict[tuple[str, str], int] = {}
    rows = []
    for row in company["ats_join_jobs_users"]:
        roles = []
        for role in row["roles"]:
            place = (row["job_id"], role)
            if taken.get(place, 0) < _PLACES.get(role, 0) and _fits(role, users[row["user_id"]]):
                taken[place] = taken.get(place, 0) + 1
                roles.append(role)
        if roles:
            rows.append({**row, "roles": roles})
    return rows


def _fits(role: str, user: Expected) -> bool:
    return role != "HIRING_MANAGER" or (user["status"] == "ACTIVE" and user["email"] is not None)
