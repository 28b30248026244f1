"""The settings that only Avionté has, checked when saved. Source: avionte sheet 1.7, 3.1, 4, 5, 7."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from assay.errors import SettingError
from assay_connectors import options as checks

LONGEST_ORIGIN: Final = 20
"""Characters. Source: avionte sheet 3.1 [C/D]."""
ORIGIN: Final = "Assay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of one Avionté connection."""

    sync_mode: Literal["selected", "full"] = "selected"
    """``selected``: the selected jobs with their people, each once; ``full``: all jobs, and jobs alone."""
    selected_jobs: tuple[str, ...] = ()
    """Ids of the jobs that are synced in the selected mode."""
    first_page: Literal[0, 1] = 1
    """Number of the first page of id lists; the vendor does not say (sheet 1.7)."""
    tags: bool = True
    """Whether tags of talents are read, at one call per talent; the source may come from there too."""
    representative_user_id: int | None = None
    """User who owns created talents; needed to create."""
    status_id: int | None = None
    """Status of created talents; needed to create, because a status by name might make a new one."""
    branch_id: int | None = None
    """Home office of created talents."""
    pipeline_stage: str | None = None
    """Name of the stage of created applications; by default the first one of the pipeline."""
    origin: str = ORIGIN
    """Source of created talents when the caller names none; at most 20 characters."""
    document_type_id: int | None = None
    """Type of uploaded documents."""
    attachment_bytes: bool = True
    """Whether files of talents come with their contents, at one call per document."""
    webhook_verification: Literal["secret_literal", "hmac_sha256_hex", "api_key"] = "secret_literal"
    """What a delivery shows: the secret itself, a signature of the body with it, or a key (sheet 5)."""
    status_map: Mapping[str, str] = field(default_factory=dict)
    """Name of a job status of the tenant's -> status of a unified job."""
    post_url: str | None = None
    """Public address of a posted job with ``{jobId}`` in it; the vendor gives none (sheet 7.1)."""
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    """Key of the caller's own -> key of the integration field of jobs whose value stands there."""


def options_of(given: Mapping[str, Any]) -> Options:
    """The options as given; raises SettingError for an unknown one and for an impossible value."""
    return checks.options_of(Options, given, _CHECKS, "Avionté")


def _job_ids(name: str, value: object) -> tuple[str, ...]:
    """Ids as numbers or as texts, each once and in the order given."""
    given = value if isinstance(value, list | tuple) else (None,)
    ids = [str(checks.whole_number(name, one) or "") for one in given]
    if not all(ids):
        raise checks.refusal(name, value, "a list of ids of jobs, e.g. [41200017]")
    return tuple(dict.fromkeys(ids))


def _origin(name: str, value: object) -> str:
    text = checks.line(name, value)
    if len(text) > LONGEST_ORIGIN:
        raise checks.refusal(name, value, f"at most {LONGEST_ORIGIN} characters long")
    return text


def _address_template(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    text = checks.line(name, value)
    if not text.startswith("https://") or text.replace("{jobId}", "").count("{") or "{jobId}" not in text:
        raise checks.refusal(name, value, "an https address with {jobId} in it")
    return text


def _stage(name: str, value: object) -> str | None:
    return None if value is None or value == "" else checks.line(name, value)


_STATUSES: Final = frozenset({"OPEN", "CLOSED", "DRAFT", "ARCHIVED"})


def _status_map(name: str, value: object) -> Mapping[str, str]:
    given = checks.names(name, value)
    for status in given.values():
        if status not in _STATUSES:
            raise SettingError(
                f"{name} leads to {status!r}",
                where=f"settings.options.{name}",
                hint=f"It may lead to {', '.join(sorted(_STATUSES))}.",
            )
    return {status.strip().casefold(): unified for status, unified in given.items()}


_CHECKS: Final[Mapping[str, checks.Check]] = {
    "sync_mode": checks.one_of("selected", "full"),
    "selected_jobs": _job_ids,
    "first_page": checks.one_of(1, 0),
    "tags": checks.flag,
    "representative_user_id": checks.whole_number,
    "status_id": checks.whole_number,
    "branch_id": checks.whole_number,
    "pipeline_stage": _stage,
    "origin": _origin,
    "document_type_id": checks.whole_number,
    "attachment_bytes": checks.flag,
    "webhook_verification": checks.one_of("secret_literal", "hmac_sha256_hex", "api_key"),
    "status_map": _status_map,
    "post_url": _address_template,
    "custom_fields": checks.names,
}
