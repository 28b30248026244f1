"""Parts that several records share: contacts, places, custom fields. Source: ashby sheet 2.0, 7.1."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from assay.unified.values import EmailAddress, IntegrationField, Location, PhoneNumber, SocialMedia
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.contacts import valid_email
from assay_connectors.places import country_code

_WITH_USER_NAMES = frozenset({"LinkedIn", "GitHub", "Twitter", "Medium"})
"""Link types whose last path segment is the user's name there."""


def kind(label: str | None) -> str | None:
    """A free type as the unified view writes it: ``Personal`` -> ``PERSONAL``."""
    return label.upper() if label else None


def phone_numbers(owner: Payload) -> list[PhoneNumber]:
    """Numbers as written, the primary one first."""
    return [
        PhoneNumber(
            phone_number=number,
            type=kind(contact.text("type")),
        )
        for contact in _contacts(owner, "phoneNumbers", "primaryPhoneNumber")
        if (number := contact.text("value")) is not None
    ]


def email_addresses(owner: Payload) -> list[EmailAddress]:
    """Valid addresses, the primary one first."""
    return [
        EmailAddress(
            email_address=address,
            type=kind(contact.text("type")),
        )
        for contact in _contacts(owner, "emailAddresses", "primaryEmailAddress")
        if (address := valid_email(contact.text("value"))) is not None
    ]


def _contacts(owner: Payload, all_key: str, primary_key: str) -> list[Payload]:
    contacts = owner.parts(all_key) or [part for part in (owner.part(primary_key),) if part]
    return sorted(contacts, key=lambda contact: not contact.flag("isPrimary"))


def social_media(owner: Payload) -> list[SocialMedia]:
    """Profiles elsewhere."""
    return [
        SocialMedia(
            link=link.text("url"),
            type=kind(link.text("type")),
            username=_user_name(link),
        )
        for link in owner.parts("socialLinks")
    ]


def _user_name(link: Payload) -> str | None:
    url = link.text("url")
    if url is None or link.text("type") not in _WITH_USER_NAMES:
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return path.rstrip("/").rpartition("/")[2] or None


def country(text: str | None) -> str | None:
    """ISO 3166-1 alpha-2 where it can be mapped, else the text. Source: unified API 1.8."""
    return (country_code(text) or text) if text else None


def office(location: Payload) -> Location | None:
    """The place of a location object; None without one."""
    if not location:
        return None
    address = location.part("address").part("postalAddress")
    return Location(
        city=address.text("addressLocality"),
        country=country(address.text("addressCountry")),
        raw=location.text("name"),
        state=address.text("addressRegion"),
        street_1=address.text("streetAddress"),
        zip_code=address.text("postalCode"),
    )


def residence(location: Payload) -> Location | None:
    """The place of a candidate; None without one."""
    if not location:
        return None
    components = {
        component.text("type"): component.text("name") for component in location.parts("locationComponents")
    }
    return Location(
        city=components.get("City"),
        country=country(components.get("Country")),
        raw=location.text("locationSummary"),
        state=components.get("Region"),
    )


def custom_fields(fields: Iterable[Payload]) -> dict[str, Any]:
    """Title -> value; titles that occur more than once are told apart by the definition's id."""
    given = [field for field in fields if field.raw.get("value") is not None]
    occurrences = Counter(field.text("title") for field in given)
    values = {}
    for field in given:
        title = field.text("title") or field.identifier()
        key = title if occurrences[title] <= 1 else f"{title} ({field.identifier()})"
        values[key] = field_value(field)
    return values


def field_value(field: Payload) -> Any:
    """The value as people see it: labels for selects, the vendor's value otherwise. Source: Q37."""
    label = field.raw.get("valueLabel")
    return field.raw.get("value") if label is None else label


def integration_fields(
    definitions: Iterable[Mapping[str, Any]] | None, fields: Iterable[Payload]
) -> list[IntegrationField] | None:
    """One entry per definition, with this record's value; None when definitions cannot be read."""
    if definitions is None:
        return None
    values = {field.text("id"): field_value(field) for field in fields}
    return [
        IntegrationField(
            id=definition.identifier(),
            key=definition.identifier(),
            label=definition.text("title"),
            value=values.get(definition.identifier()),
        )
        for definition in (Payload(raw, "/customField.list") for raw in definitions)
    ]
