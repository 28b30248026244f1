"""The settings that only Flatchr has, checked when they are saved. Source: flatchr sheet 1.1-1.3, 7."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from assay.errors import SettingError
from assay_connectors import options
from assay_connectors.client import checked_base_url

CAREERS_URL: Final = "https://careers.flatchr.io"
"""Source: flatchr sheet 1.1 [D]."""
USER_AGENT: Final = "Mozilla/5.0 (compatible; assay-connectors)"
"""The careers host refuses clients that do not look like a browser. Source: flatchr sheet 1.1 [C]."""

_DECIMAL: Final = re.compile(r"[1-9][0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of one Flatchr connection."""

    careers_url: str = CAREERS_URL
    """Address of the careers host: published vacancies and the creation of candidates."""
    careers_body_token: bool = True
    """Whether the creation repeats the key in its body, as older documentation demands (sheet 1.3)."""
    offerer_id: int | None = None
    """Issued by Flatchr to a listed job board: the source of created candidates (sheet 1.2, 3.1)."""
    resume_mode: Literal["document", "link"] = "document"
    """Whether a CV given by its address is sent as bytes or as that address (sheet 7.7)."""
    candidate_identity: Literal["applicant", "candidate"] = "applicant"
    """Whether candidates are keyed by applicant, or by person at one further call per applicant (sheet 7.2).
    Not to be changed once records are stored, for the ids of all candidates would change."""
    tag_granularity: Literal["tag", "value"] = "tag"
    """Whether a unified tag is a tag of Flatchr or one value of it (sheet 7.5)."""
    user_agent: str = USER_AGENT
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    """Key of the caller's own -> key of the integration field whose value stands there (sheet 7.1)."""


def options_of(given: Mapping[str, Any]) -> Options:
    """The options as given; raises SettingError for an unknown one and for an impossible value."""
    return options.options_of(Options, given, _CHECKS, "Flatchr")


def _offerer_id(name: str, value: object) -> int | None:
    """A positive integer, or its decimal digits as a form field gives them; empty is the same as none."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()) and len(value) <= len(str(2**53)) + 1:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= options.LARGEST:
        raise options.refusal(
            name, value, "the whole number that Flatchr issued to you, e.g. 8123; or nothing"
        )
    return value


def _header(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isascii() or not value.isprintable():
        raise options.refusal(name, value, "a line of plain ASCII text")
    return value


def _address(name: str, value: object) -> str:
    try:
        return checked_base_url(value if isinstance(value, str) else "")
    except SettingError as error:
        raise options.refusal(name, value, "an address such as https://careers.flatchr.io") from error


_CHECKS: Final[Mapping[str, options.Check]] = {
    "careers_url": _address,
    "careers_body_token": options.flag,
    "offerer_id": _offerer_id,
    "resume_mode": options.one_of("document", "link"),
    "candidate_identity": options.one_of("applicant", "candidate"),
    "tag_granularity": options.one_of("tag", "value"),
    "user_agent": _header,
    "custom_fields": options.names,
}
