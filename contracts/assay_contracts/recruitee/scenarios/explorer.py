"""What the vendor has beyond unified fields, with key, label and value. Source: recruitee sheet 7.1, 7.3."""

from collections.abc import Iterable, Sequence
from typing import Any

from assay.evidence import Played, Snapshot, Trace
from assay.scenario import Shown, expect
from assay.unified.records import Application, Candidate, Job
from assay.unified.values import IntegrationField
from assay_contracts import cast, witness
from assay_contracts.recruitee import answers
from assay_contracts.recruitee.register import REGISTER
from assay_contracts.recruitee.scenarios.full_sync import FULL

OF_JOBS = frozenset(
    {
        "guid",
        "slug",
        "education",
        "visibility_options",
        "location_ids",
        "number_of_openings",
        "priority",
        "options_cv",
        "options_cover_letter",
        "options_phone",
        "options_photo",
        "open_question_template_id",
        "pipeline_template_id",
        "tags",
        "lang_code",
        "min_hours",
        "max_hours",
        "mailbox_email",
        "highlight_html",
    }
)
OF_CANDIDATES = frozenset(
    {
        "links",
        "cover_letter",
        "source",
        "referrer",
        "gdpr_status",
        "gdpr_expires_at",
        "cv_url",
        "duplicates",
        "is_anonymous",
        "last_activity_at",
    }
)
OF_APPLICATIONS = frozenset(
    {
        "language",
        "job_starts_at",
        "hired_at",
        "hired_by_id",
        "location_ids",
        "overdue_at",
        "positive_ratings",
        "position",
        "disqualify_kind",
        "department_name",
        "eeo_data_status",
    }
)
"""Attributes of the vendor that its sheet names as fields."""


def _fields(record: Job | Candidate | Application, kind: str) -> dict[str, IntegrationField]:
    fields = [field for field in record.integration_fields or [] if field.type == kind]
    expect(
        len({field.key for field in fields}) == len(fields), f"two fields of {record.remote_id} share a key"
    )
    return {str(field.key): field for field in fields}


def _plain(item: answers.Item) -> list[Any]:
    """The values of one of the vendor's fields as plain text, number or flag."""
    return [next(iter(value.values())) for value in item["values"] if isinstance(value, dict) and value]


def _says_the_same(found: Any, given: Sequence[Any]) -> bool:
    values = found if isinstance(found, list) else [found]
    return [str(value) for value in values if value is not None] == [str(value) for value in given]


def _own_fields(record: Job | Candidate, given: answers.Item, call: Played) -> int:
    """How many named fields with a value the record has; each must be there with label and value."""
    named = [item for item in given["fields"] if item.get("name") and item["values"]]
    custom = _fields(record, "CUSTOM").values()
    for item in named:
        found = [field.value for field in custom if field.label == item["name"]]
        expect(found, f"{record.remote_id}: field {item['name']!r} is not listed", call)
        same = any(_says_the_same(value, _plain(item)) for value in found)
        expect(same, f"{record.remote_id}: {item['name']!r} reads {found}, given {_plain(item)}", call)
    return len(named)


def _default_fields(
    record: Job | Candidate | Application, keys: Iterable[str], given: answers.Item, call: Played
) -> None:
    fields = _fields(record, "DEFAULT")
    missing = set(keys) - set(fields)
    expect(not missing, f"{record.remote_id}: {sorted(missing)} are not listed", call)
    for key in keys:
        expect(fields[key].label, f"{record.remote_id}: {key} has no label", call)
        if key in given:
            told = _unsigned(fields[key].value) == _unsigned(given[key])
            expect(told, f"{record.remote_id}: {key} reads {fields[key].value!r}, not {given[key]!r}", call)


def _unsigned(value: Any) -> Any:
    """An address without the signature that ends with the quarter of an hour (8 no. 20)."""
    return value.partition("?")[0] if isinstance(value, str) else value


def _details(trace: Trace, path: str, name: str) -> dict[str, tuple[answers.Item, Played]]:
    return answers.details(answers.called(witness.succeeded(trace, FULL), path), name)


@REGISTER.proves(
    "feature/jobs", "behaviour/jobs/the-explorer-lists-custom-fields-of-jobs", scenario="full-sync"
)
def fields_of_jobs_are_listed(trace: Trace) -> Shown:
    """Every field that people gave a job is there with label and value, next to the vendor's own."""
    details, after = _details(trace, answers.OFFER, "offer"), witness.after(trace, FULL)
    own, shown = 0, []
    for job in cast.of(after, Job):
        offer, call = details[str(job.remote_id)]
        own += (count := _own_fields(job, offer, call))
        _default_fields(job, OF_JOBS, offer, call)
        shown += [call] if count else []
    expect(own, "no job has a field of its own", *answers.called(trace.step(FULL), answers.OFFERS))
    return Shown(f"{own} own fields of {len(shown)} jobs, next to {len(OF_JOBS)} of the vendor", tuple(shown))


@REGISTER.proves("feature/custom-field-explorer", scenario="full-sync")
def the_explorer_lists_fields(trace: Trace) -> Shown:
    """Fields of jobs, candidates and applications are listed; those with a value fill ``custom_fields``."""
    jobs = fields_of_jobs_are_listed(trace)
    details, after = _details(trace, answers.CANDIDATE, "candidate"), witness.after(trace, FULL)
    own, shown = 0, []
    for candidate in cast.of(after, Candidate):
        given, call = details[str(candidate.remote_id)]
        own += (count := _own_fields(candidate, given, call))
        _default_fields(candidate, OF_CANDIDATES, given, call)
        labels = {item["name"] for item in given["fields"] if item.get("name") and item["values"]}
        mapped = set(candidate.custom_fields or {})
        expect(mapped == labels, f"{candidate.remote_id} has {sorted(mapped)}, not {sorted(labels)}", call)
        shown += [call] if count else []
    expect(own, "no candidate has a field of their own", *jobs.played)
    listed = _applications(after, details)
    return Shown(
        f"{jobs.message}; {own} own fields of {len(shown)} candidates; {listed} applications",
        (*jobs.played, *shown),
    )


def _applications(after: Snapshot, details: dict[str, tuple[answers.Item, Played]]) -> int:
    """How many applications list the vendor's attributes as the vendor gave them."""
    applications = cast.of(after, Application)
    for application in applications:
        candidate, call = details[str(cast.candidate_of(after, application).remote_id)]
        placement = next(one for one in candidate["placements"] if str(one["id"]) == application.remote_id)
        _default_fields(application, OF_APPLICATIONS, placement, call)
    return len(applications)
