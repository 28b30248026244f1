"""Candidates, their tags and contacts. Source: recruitee sheet 7.1 Candidates, Tags, Candidate tags."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from assay.unified.records import Candidate, CandidateTag, RejectionReason, Tag
from assay.unified.values import EmailAddress, IntegrationField, Location, PhoneNumber, SocialMedia
from assay_connectors.contacts import valid_email
from assay_connectors.places import country_code
from assay_connectors.recruitee.mapping.fields import (
    custom_fields,
    custom_integration_fields,
    default_integration_fields,
    picked,
    value_of,
)
from assay_connectors.recruitee.mapping.payload import Payload

_SOURCE_LABELS = {
    "career_site": "Career site",
    "manual": "Manual",
    "email": "Email",
    "import": "Import",
    "imported": "Import",
}
_NETWORKS = {
    "linkedin.com": "LINKEDIN",
    "xing.com": "XING",
    "github.com": "GITHUB",
    "twitter.com": "TWITTER",
    "x.com": "TWITTER",
    "facebook.com": "FACEBOOK",
    "instagram.com": "INSTAGRAM",
}
_WITH_USER_NAMES = frozenset({"LINKEDIN", "GITHUB", "TWITTER", "INSTAGRAM"})
"""Networks whose last path segment is the user's name there. Source: 7.1 Candidates [A]."""
_DEFAULT_FIELDS = (
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
)
"""Attributes of the vendor that have no unified field. Source: recruitee sheet 7.1 Candidates."""


def candidate(detail: Payload) -> Candidate:
    """A candidate, as the detail shows it; of one who is hidden, only the vendor's placeholder name."""
    original, hidden = detail.raw, is_hidden(detail)
    if hidden:
        detail = Payload({key: original.get(key) for key in ("id", "name")}, detail.endpoint)
    first_name, last_name = split_name(detail.text("name"))
    return Candidate(
        remote_id=detail.identifier(),
        first_name=first_name,
        last_name=last_name,
        source=_source(detail),
        phone_numbers=[PhoneNumber(phone_number=phone) for phone in detail.texts("phones") if phone.strip()],
        email_addresses=[
            EmailAddress(email_address=address)
            for address in map(str.strip, detail.texts("emails"))
            if valid_email(address)
        ],
        social_media=[social_profile(link) for link in detail.texts("social_links") if link.strip()],
        location=_residence(detail),
        custom_fields=custom_fields(detail.parts("fields")),
        integration_fields=[] if hidden else _integration_fields(detail),
        remote_url=detail.text("adminapp_url"),
        remote_created_at=detail.moment("created_at"),
        remote_updated_at=detail.moment("updated_at"),
        remote_data={detail.endpoint: original},
    )


def is_hidden(detail: Payload) -> bool:
    """Whether fair hiring hides who this is. Source: recruitee sheet 7.1 Candidates [A]."""
    return detail.flag("is_anonymous") is True and detail.flag("is_revealed") is False


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First word and the rest; a single word is a first name."""
    first, rest = [*(name or "").split(maxsplit=1), "", ""][:2]
    return first or None, rest.strip() or None


def _source(detail: Payload) -> str | None:
    names = [name for name in map(str.strip, detail.texts("sources")) if name]
    if names:
        return ", ".join(names)
    code = detail.text("source")
    return _SOURCE_LABELS.get(code, code) if code else None


def social_profile(link: str) -> SocialMedia:
    """A profile elsewhere; network and user name are read from the address."""
    host, path = _host_and_path(link.strip())
    network = next((kind for domain, kind in _NETWORKS.items() if _is_below(host, domain)), None)
    name = path.rstrip("/").rpartition("/")[2] if network in _WITH_USER_NAMES else ""
    return SocialMedia(link=link, type=network, username=name or None)


def _host_and_path(link: str) -> tuple[str, str]:
    """Both empty where the link is no address."""
    try:
        parts = urlsplit(link)
        return (parts.hostname or "").removeprefix("www."), parts.path
    except ValueError:
        return "", ""


def _unsigned(url: str | None) -> str | None:
    """An address without its signature, which differs with every reading of the same file (8 no. 20)."""
    return url.partition("?")[0] if url else None


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _residence(detail: Payload) -> Location | None:
    """The first address field that has a value."""
    for field in detail.parts("fields"):
        if field.text("kind") == "address":
            for value in field.parts("values")[:1]:
                country = value.text("country_code")
                place = Location(
                    raw=value.text("text"),
                    city=value.text("city"),
                    country=(country_code(country) or country) if country else None,
                )
                return None if place == Location() else place
    return None


def _unnamed(detail: Payload) -> dict[str, Any]:
    """Fields that the vendor defines itself, by kind; further ones of a kind are counted."""
    values: dict[str, Any] = {}
    for field in detail.parts("fields"):
        kind = field.text("kind")
        if field.line("name") is None and kind is not None:
            same = sum(1 for key in values if key == kind or key.startswith(f"{kind} #"))
            values[f"{kind} #{same + 1}" if same else kind] = value_of(field)
    return values


# --- tags and reasons --------------------------------------------------------------------------------


def tag(listed: Payload) -> Tag:
    """A tag."""
    return Tag(
        remote_id=listed.identifier(), name=listed.text("name"), remote_data={listed.endpoint: listed.raw}
    )


def rejection_reason(listed: Payload) -> RejectionReason:
    """A reason to reject."""
    return RejectionReason(
        remote_id=listed.identifier(), name=listed.text("name"), remote_data={listed.endpoint: listed.raw}
    )


def tag_names(detail: Payload) -> list[str]:
    """Names of the candidate's tags, each once; the detail has no ids. Source: 2.5, 8 no. 2 [C]."""
    return list(dict.fromkeys(name for name in detail.texts("tags") if name.strip()))


def candidate_tag(candidate_id: str, tag_id: str) -> CandidateTag:
    """A tag on a candidate."""
    return CandidateTag(candidate_id=candidate_id, tag_id=tag_id)


class TagBook:
    """The company's tags by name. Source: recruitee sheet 7.1 Candidate tags."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    def add(self, listed: Payload) -> bool:
        """Take note of a tag; False when it was known."""
        name = listed.text("name") or ""
        known = self._exact.get(name) == listed.identifier()
        self._exact[name] = listed.identifier()
        self._folded.setdefault(name.casefold(), listed.identifier())
        return not known

    def id_of(self, name: str, ids: Mapping[str, str] | None = None) -> str | None:
        """The id of the tag of that name: as a search hit says, else exactly so named, else ignoring case."""
        return (ids or {}).get(name) or self._exact.get(name) or self._folded.get(name.casefold())


def _integration_fields(detail: Payload) -> list[IntegrationField]:
    return [
        *custom_integration_fields(detail.parts("fields")),
        *default_integration_fields(
            {
                **_unnamed(detail),
                **picked(detail, _DEFAULT_FIELDS),
                "cv_url": _unsigned(detail.text("cv_url")),
            },
        ),
    ]
