"""What of a company Recruitee can hold, stated from the recruitee sheet alone (2, 7.1).

Values that are merely said otherwise are in the contract (``renders``); here is what takes looking at more
than one value: which records exist at all, and what follows from a name, an address or a status.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from assay.truth import SOMETHING, Expected, Truth
from assay_contracts.recruitee.register import REGISTER

Row = dict[str, Any]

_WITHOUT_SOURCE = "Manual"
"""Label of the code that candidates have who came in no other way (7.1 Candidates)."""
_NETWORKS = {
    "linkedin.com": "LINKEDIN",
    "xing.com": "XING",
    "github.com": "GITHUB",
    "twitter.com": "TWITTER",
    "x.com": "TWITTER",
    "facebook.com": "FACEBOOK",
    "instagram.com": "INSTAGRAM",
}
_WITH_USER_NAMES = ("LINKEDIN", "GITHUB", "TWITTER", "INSTAGRAM")
_FORMATS: Mapping[str, Row] = {
    "NUMBER": {"type": "NUMBER", "display_type": "FIELD"},
    "DATE": {"type": "DATE"},
    "FILE": {"type": "FILE"},
    "UNKNOWN": {"type": "UNKNOWN"},
}
_ROLES = ("RECRUITER", "HIRING_MANAGER")


@REGISTER.sees
def as_recruitee_holds_it(truth: Truth) -> Truth:
    """The company without what the vendor does not know, and with what it always knows."""
    records = dict(truth.records)
    views: dict[str, Callable[[Mapping[str, tuple[Expected, ...]]], list[Row]]] = {
        "ats_users": _users,
        "ats_jobs": _jobs,
        "ats_candidates": _candidates,
        "ats_applications": _applications,
        "ats_screening_questions": _questions,
        "ats_interviews": _interviews,
        "ats_join_jobs_screening_questions": _asked,
        "ats_join_jobs_users": _team,
    }
    seen = {store_id: tuple(view(records)) for store_id, view in views.items()}
    definitions = {
        model: labels for model, labels in truth.definitions.items() if model != "ats_applications"
    }
    return replace(truth, records={**records, **seen}, definitions=definitions)


Company = Mapping[str, tuple[Expected, ...]]


def _users(company: Company) -> list[Row]:
    """Only active ones (2.1)."""
    return [dict(row) for row in company["ats_users"] if row["status"] == "ACTIVE"]


def _jobs(company: Company) -> list[Row]:
    return [_job(dict(row)) for row in company["ats_jobs"]]


def _job(row: Row) -> Row:
    """An open job is published or internal, any other one neither; an address has who is published."""
    is_public = row["status"] == "OPEN" and row["visibility"] == "PUBLIC"
    row["visibility"] = ("PUBLIC" if is_public else "INTERNAL") if row["status"] == "OPEN" else None
    row["post_url"] = row["post_url"] if is_public else None
    row["job_code"] = row["job_code"] or SOMETHING  # every job has a guid (2.2)
    row.update(_pay(row))
    row["custom_fields"] = _own_fields(row["custom_fields"])
    if row["location"] is not None:
        row["location"] = {key: value for key, value in row["location"].items() if key != "street_2"}
    return row


def _own_fields(values: Mapping[str, Any]) -> Row:
    """Dates are days; a list of one is that one (7.1 Candidates)."""
    return {label: _own_value(value) for label, value in values.items()}


def _own_value(value: Any) -> Any:
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    if isinstance(value, str) and value.endswith("T00:00:00.000Z"):
        return value.removesuffix("T00:00:00.000Z")
    return value


def _pay(row: Row) -> Row:
    """The vendor has two bounds; the one amount is where only one is set, or both are the same (7.1)."""
    amount, low, high = (row[f"salary_amount{end}"] for end in ("", "_from", "_to"))
    low, high = (low if amount is None else amount), (high if amount is None else amount)
    set_ones = {bound for bound in (low, high) if bound is not None}
    return {
        "salary_amount": set_ones.pop() if len(set_ones) == 1 else None,
        "salary_amount_from": low,
        "salary_amount_to": high,
    }


def _candidates(company: Company) -> list[Row]:
    return [_candidate(dict(row)) for row in company["ats_candidates"]]


def _candidate(row: Row) -> Row:
    """One name, cut at its first blank; profiles known by their host; a place of three parts."""
    name = " ".join(part for part in (row["first_name"], row["last_name"]) if part)
    first, _, rest = name.partition(" ")
    row.update(first_name=first or None, last_name=rest.strip() or None)
    row["source"] = row["source"] or _WITHOUT_SOURCE
    row["custom_fields"] = _own_fields(row["custom_fields"])
    row["social_media"] = [_profile(item["link"]) for item in row["social_media"]]
    if row["location"] is not None:
        row["location"] = {key: row["location"][key] for key in ("raw", "city", "country")}
    return row


def _profile(link: str) -> Row:
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    network = _NETWORKS.get(host)
    name = parts.path.rstrip("/").rpartition("/")[2] if network in _WITH_USER_NAMES else None
    return {"link": link, "type": network, "username": name or None}


def _applications(company: Company) -> list[Row]:
    """A placement has no fields of its own (2.7)."""
    return [{**row, "custom_fields": {}} for row in company["ats_applications"]]


def _published(company: Company) -> set[str]:
    return {str(row["_key"]) for row in _jobs(company) if row["visibility"] == "PUBLIC"}


def _asked(company: Company) -> list[Row]:
    """What published jobs ask, in their order; surveys for authorities are no questions (2.11, 7.3)."""
    published = _published(company)
    surveys = {row["_key"] for row in company["ats_screening_questions"] if row["category"] is not None}
    rows = sorted(
        (row for row in company["ats_join_jobs_screening_questions"] if row["job_id"] in published),
        key=lambda row: (row["job_id"], row["index"]),
    )
    places: dict[str, int] = {}
    asked = []
    for row in rows:
        if row["question_id"] not in surveys:
            index = places[row["job_id"]] = places.get(row["job_id"], -1) + 1
            asked.append({**row, "index": index})
    return asked


def _questions(company: Company) -> list[Row]:
    """Questions of published jobs; the vendor's kinds say less than formats (7.1)."""
    asked = {row["question_id"] for row in _asked(company)}
    return [
        {**row, "format": _format(row["format"])}
        for row in company["ats_screening_questions"]
        if row["_key"] in asked
    ]


def _format(given: Row) -> Row:
    if given["type"] == "TEXT":
        lines = "MULTI_LINE" if given.get("display_type") == "MULTI_LINE" else "SINGLE_LINE"
        return {"type": "TEXT", "display_type": lines}
    return _FORMATS.get(given["type"], given)


def _interviews(company: Company) -> list[Row]:
    """Called off ones disappear (2.9); where no video is, the place of the job is where people meet."""
    jobs = {row["_key"]: row for row in company["ats_jobs"]}
    applied_to = {row["_key"]: row["job_id"] for row in company["ats_applications"]}
    return [
        {**row, "location": _meeting_place(row, jobs[applied_to[row["application_id"]]])}
        for row in company["ats_interviews"]
        if not row["canceled"]
    ]


def _meeting_place(interview: Expected, job: Expected) -> Row | None:
    """Free text alone."""
    if interview["video_conferencing_url"] is not None or job["location"] is None:
        return None
    return {"raw": job["location"]["raw"]}


def _team(company: Company) -> list[Row]:
    """One recruiter and one hiring manager, the first of each; others are members without a role (2.3)."""
    active = {row["_key"] for row in _users(company)}
    taken: set[tuple[str, str]] = set()
    rows = []
    for row in company["ats_join_jobs_users"]:
        roles = [role for role in row["roles"] if role in _ROLES and (row["job_id"], role) not in taken]
        taken |= {(row["job_id"], role) for role in roles}
        if row["user_id"] in active:
            rows.append({**row, "roles": roles})
    return rows
