"""The settings that only Asymbl has, checked when they are saved. Source: asymbl sheet 2.3, 3, 7."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from assay.unified.records import TeamRoleType
from assay_connectors.asymbl.schema import Book, book
from assay_connectors.asymbl.soql import name as checked_name
from assay_connectors.options import Check, flag, line, one_of, refusal
from assay_connectors.options import options_of as checked_options

CandidateFilter = Literal["auto", "record_type", "has_applicant", "all"]

MODELS: Final = ("jobs", "candidates", "applications")
"""Models whose custom fields can be mapped."""
_ROLES: Final = get_args(TeamRoleType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of one Asymbl connection."""

    hired_stage_values: tuple[str, ...] = ("Hired",)
    """Names or types of the stages that mean a hire; ``["Hired", "Pending"]`` is the other reading of the
    published note (sheet 7.4 N1)."""
    candidate_filter: CandidateFilter = "auto"
    """Which contacts are candidates: those of a record type, those with an application, or all; ``auto`` is
    the record type where there is one, else those with an application (sheet 2.3)."""
    candidate_record_type: str = "Candidate"
    """Developer name of that record type."""
    job_name: Literal["name", "title"] = "name"
    """Whether a job is called as its record, or by its title where it has one (sheet 7.1)."""
    default_currency: str | None = None
    """Of salaries, where the org does not tell its own (sheet 2.8)."""
    phone_target: Literal["mobile", "phone"] = "mobile"
    """Where the number of a new candidate goes (sheet 7.2)."""
    closed_jobs: Literal["refuse", "accept"] = "refuse"
    """What to do with an application to a closed job (sheet 7.3)."""
    strict_fields: bool = False
    """Whether an input without a writable field is an error rather than a warning (sheet 3)."""
    default_account_id: str | None = None
    """Account of new contacts; without one they are private until the package assigns one (sheet 3.1)."""
    custom_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """``jobs``, ``candidates`` or ``applications`` -> key of the caller's own -> API name of the field whose
    value stands there (sheet 7.5)."""
    team_fields: Mapping[str, str] = field(default_factory=dict)
    """API name of a further lookup of jobs to users -> role of the user (sheet 7.1)."""
    job_statuses: Mapping[str, str] = field(default_factory=dict)
    """Status of a job -> unified one; before the table of the sheet (7.1)."""
    employment_types: Mapping[str, str] = field(default_factory=dict)
    """Type of a job -> unified one; before the table of the sheet (7.1)."""
    read_all_fields: bool = False
    """Whether the values of all fields are read for the field explorer, not only of those that are mapped;
    long objects cost more and smaller pages (sheet 1.5)."""
    names: Book = field(default_factory=book)
    """What the org calls objects and fields; given as ``{"job.salary": ["Pay__c"]}`` (sheet 7.0)."""

    def mapped(self, model: str) -> Mapping[str, str]:
        """Key of the caller's own -> API name, of one model."""
        return self.custom_fields.get(model, {})


def options_of(given: Mapping[str, Any]) -> Options:
    """The options as given; raises SettingError for an unknown one and for an impossible value."""
    return checked_options(Options, given, _CHECKS, "Asymbl")


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) and text for text in value):
        raise refusal(key, value, "a list of texts")
    return tuple(value)


def _words(key: str, value: object) -> Mapping[str, str]:
    """Words are found whatever their letter case."""
    if not isinstance(value, Mapping) or not all(
        isinstance(word, str) and isinstance(meaning, str) and word and meaning
        for word, meaning in value.items()
    ):
        raise refusal(key, value, "an object of texts -> texts")
    return {word.strip().casefold(): meaning for word, meaning in value.items()}


def _columns(key: str, value: object) -> Mapping[str, str]:
    """Keys of the caller's own -> API names."""
    if not isinstance(value, Mapping) or not all(
        isinstance(own, str) and own and isinstance(name, str) for own, name in value.items()
    ):
        raise refusal(key, value, "an object of keys of your own -> API names of fields")
    return {own: checked_name(name) for own, name in value.items()}


def _custom_fields(key: str, value: object) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(value, Mapping) or not set(value) <= set(MODELS):
        raise refusal(key, value, f"an object with the keys {', '.join(MODELS)}")
    return {model: _columns(f"{key}.{model}", columns) for model, columns in value.items()}


def _team_fields(key: str, value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(role in _ROLES for role in value.values()):
        raise refusal(key, value, f"an object of API names -> {', '.join(_ROLES)}")
    return {checked_name(str(name)): role for name, role in value.items()}


def _names(key: str, value: object) -> Book:
    if not isinstance(value, Mapping):
        raise refusal(key, value, 'an object such as {"job.salary": ["Pay__c"]}')
    overrides = {str(logical): _texts(f"{key}.{logical}", names) for logical, names in value.items()}
    for names in overrides.values():
        for name in names:
            checked_name(name)
    return book(overrides)


_CHECKS: Final[Mapping[str, Check]] = {
    "hired_stage_values": _texts,
    "candidate_filter": one_of(*get_args(CandidateFilter)),
    "candidate_record_type": line,
    "job_name": one_of("name", "title"),
    "default_currency": line,
    "phone_target": one_of("mobile", "phone"),
    "closed_jobs": one_of("refuse", "accept"),
    "strict_fields": flag,
    "default_account_id": line,
    "custom_fields": _custom_fields,
    "team_fields": _team_fields,
    "job_statuses": _words,
    "employment_types": _words,
    "read_all_fields": flag,
    "names": _names,
}
