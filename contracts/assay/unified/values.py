"""Objects inside records. Source: unified API 2.0."""

from typing import Any, Literal

from assay.unified.base import Value


class Location(Value):
    """A place; ``raw`` is the unparsed text. ``country`` is ISO 3166-1 alpha-2 where it can be mapped."""

    city: str | None = None
    country: str | None = None
    raw: str | None = None
    state: str | None = None
    street_1: str | None = None
    street_2: str | None = None
    zip_code: str | None = None


class PhoneNumber(Value):
    """A phone number as the vendor spells it; ``type`` is free text."""

    phone_number: str
    type: str | None = None


class EmailAddress(Value):
    """An e-mail address; invalid ones are left out of lists. ``type`` is free text."""

    email_address: str | None = None
    type: str | None = None


class SocialMedia(Value):
    """A profile elsewhere; ``type`` is free text, e.g. ``LinkedIn``."""

    link: str | None = None
    type: str | None = None
    username: str | None = None


class IntegrationField(Value):
    """A field of the vendor offered for mapping, with its value on this record."""

    id: str
    key: str
    type: Literal["DEFAULT", "CUSTOM"] = "CUSTOM"
    label: str | None = None
    value: Any = None
