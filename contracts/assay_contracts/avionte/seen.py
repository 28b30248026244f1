"""What of a company Avionté can hold, stated from the avionte sheet alone (2, 4.4, 7).

Values that are merely said otherwise are in the contract (``renders``); here is what takes looking at more
than one value: which records exist at all, and what follows from a stage, an outcome or a place.

How the three forms of an application are told apart in a company that knows but one (``_type`` of a stage):
who is hired, rejected, or in a stage with the client was submitted to the client; who is still being looked
at (screening, interviews) is on the short list, the pipeline; who filled in a form (``_submitted``) or is
merely new applied on the careers page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from assay.truth import SOMETHING, Expected, Truth
from assay_contracts.avionte.register import REGISTER

Row = dict[str, Any]
Company = Mapping[str, tuple[Expected, ...]]

WEB_APPLICATION, PIPELINE = "WEB_APPLICATION", "PIPELINE"
OWN_STAGES = {WEB_APPLICATION: "Web Application", PIPELINE: "Pipeline"}
"""Stages that the vendor has no objects for (7.3)."""
OF_THE_PIPELINE, OF_THE_CLIENT = ("Lead", "PreInterviewScreen"), ("Active", "Offer", "Hired")
"""What the vendor has stages for, in this order; the rejected stand on their reason (2.7)."""
HIRED = ("Started", "Hired", "Placed")
"""Names of stages that say somebody is hired; otherwise only a placement does (7.4)."""
_PHONES = ("PERSONAL", "OTHER", "WORK")
"""Kinds of numbers in the order in which a talent has them: mobile, home, work (7.2)."""
_PLACE = ("street_1", "street_2", "city", "state", "zip_code", "country")
"""Parts of an address in the order of the sheet (2.1.1)."""


@REGISTER.sees
def as_avionte_holds_it(truth: Truth) -> Truth:
    """The company without what the vendor does not know, and with what it always knows."""
    records = dict(truth.records)
    views: dict[str, Callable[[Company], Iterable[Row]]] = {
        "ats_jobs": _jobs,
        "ats_candidates": _candidates,
        "ats_application_stages": _stages,
        "ats_applications": _applications,
        "ats_tags": _tags,
        "ats_join_candidates_tags": _tagged,
    }
    seen = {store_id: tuple(view(records)) for store_id, view in views.items()}
    definitions = {model: labels for model, labels in truth.definitions.items() if model != "ats_candidates"}
    return replace(truth, records={**records, **seen}, definitions=definitions)


# --- jobs ----------------------------------------------------------------------------------------


def _jobs(company: Company) -> Iterable[Row]:
    return (_job(dict(row)) for row in company["ats_jobs"])


def _job(row: Row) -> Row:
    """Posted or not; whole hours; an address without a name; details are text (7.1)."""
    return {
        **row,
        "job_code": SOMETHING,  # the id
        "visibility": row["visibility"] or "INTERNAL",
        "weekly_hours": int(row["weekly_hours"] or 0) or None,
        "location": _place(row["location"]),
        "custom_fields": {label: _text(value) for label, value in row["custom_fields"].items()},
        "remote_updated_at": _edited_at(row),
    }


def _text(value: Any) -> str | None:
    """A detail of a job: several values stand one after the other (2.1)."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _edited_at(row: Expected) -> str | None:
    """Nothing for what nobody edited (2.1; 8 no. 3)."""
    return None if row["remote_updated_at"] == row["remote_created_at"] else row["remote_updated_at"]


def _place(location: Expected | None) -> Row | None:
    """Parts alone, and the text that they make (7.1)."""
    parts = {name: location[name] for name in _PLACE if location[name]} if location is not None else {}
    return {**parts, "raw": ", ".join(parts.values())} if parts else None


# --- applications --------------------------------------------------------------------------------


def _is_nominated(company: Company, row: Expected) -> bool:
    return row["outcome"] != "PENDING" or _kind(company, row) in OF_THE_CLIENT


def _is_in_the_pipeline(company: Company, row: Expected) -> bool:
    return row["outcome"] == "PENDING" and _kind(company, row) in ("PreInterviewScreen", "Active")


def _is_only_in_the_pipeline(company: Company, row: Expected) -> bool:
    """Nothing but a webhook tells of it."""
    applied = bool(row.get("_submitted")) or _kind(company, row) == "Lead"
    return not applied and not _is_nominated(company, row)


def _kind(company: Company, row: Expected) -> str:
    kinds = {stage["_key"]: stage["_type"] for stage in company["ats_application_stages"]}
    return str(kinds[row["current_stage_id"]])


def _applications(company: Company) -> Iterable[Row]:
    """One for each talent and job, in the furthest of its forms (7.4)."""
    names = {stage["_key"]: stage["name"] for stage in company["ats_application_stages"]}
    for row in company["ats_applications"]:
        stage, outcome = row["current_stage_id"], row["outcome"]
        if outcome == "DECLINED":
            stage = None
        elif not _is_nominated(company, row):
            stage = PIPELINE if _is_in_the_pipeline(company, row) else WEB_APPLICATION
        elif outcome == "HIRED" and names[stage] not in HIRED:
            outcome = "PENDING"
        yield {**row, "current_stage_id": stage, "outcome": outcome}


def _stages(company: Company) -> Iterable[Row]:
    """Our two, then those of the pipeline, then those of the client."""
    known = [
        stage
        for kinds in (OF_THE_PIPELINE, OF_THE_CLIENT)
        for stage in sorted(company["ats_application_stages"], key=lambda one: one["global_index"])
        if stage["_type"] in kinds
    ]
    own = [{"_key": key, "name": name} for key, name in OWN_STAGES.items()]
    return [{**stage, "global_index": index} for index, stage in enumerate((*own, *known))]


# --- people --------------------------------------------------------------------------------------


def _candidates(company: Company) -> Iterable[Row]:
    """Who applied anywhere: only jobs lead to talents (4.2)."""
    known = {row["candidate_id"] for row in company["ats_applications"]}
    tagged = _seen_with_tags(company)
    return (
        _candidate(dict(row), row["_key"] in tagged)
        for row in company["ats_candidates"]
        if row["_key"] in known
    )


def _candidate(row: Row, with_tags: bool) -> Row:  # noqa: FBT001 -- a word about the candidate
    """Two addresses, a number of each kind; source and custom fields stand beside the tags (2.3, 7.2)."""
    return {
        **row,
        "source": _source(row, with_tags),
        "phone_numbers": [
            _phone(one) for one in sorted(row["phone_numbers"], key=lambda one: _PHONES.index(one["type"]))
        ],
        "email_addresses": row["email_addresses"][:2],
        "location": _place(row["location"]),
        "custom_fields": row["custom_fields"] if with_tags else {},
        "remote_updated_at": _edited_at(row),
    }


def _source(row: Row, with_tags: bool) -> str | None:  # noqa: FBT001 -- as above
    """An agency enters its people through the API, and the vendor notes that (3.1)."""
    if row.get("_source") == "source-agency":
        return f"{row['source']}API"
    return row["source"] if with_tags else None


def _phone(given: Expected) -> Row:
    """Digits alone (8 no. 9)."""
    return {**given, "phone_number": "".join(sign for sign in given["phone_number"] if sign.isdigit())}


def _seen_with_tags(company: Company) -> set[str]:
    """Who was found by reading a job; a webhook about the pipeline is worth no read of tags (4.4)."""
    return {
        row["candidate_id"]
        for row in company["ats_applications"]
        if not _is_only_in_the_pipeline(company, row)
    }


def _tagged(company: Company) -> Iterable[Row]:
    seen = _seen_with_tags(company)
    return (dict(row) for row in company["ats_join_candidates_tags"] if row["candidate_id"] in seen)


def _tags(company: Company) -> Iterable[Row]:
    """There is no list of tags: known are those that somebody has (2.3)."""
    used = {row["tag_id"] for row in _tagged(company)}
    return (dict(row) for row in company["ats_tags"] if row["_key"] in used)
