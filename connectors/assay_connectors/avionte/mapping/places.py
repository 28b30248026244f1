"""Addresses as locations. Source: avionte sheet 2.1.1, 7.1."""

from collections.abc import Iterable

from assay.unified.values import Location
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.places import country_code


def location(addresses: Iterable[Payload]) -> Location | None:
    """The place of the first address that says anything."""
    return next((place for address in addresses if (place := _location(address)) is not None), None)


def _location(address: Payload) -> Location | None:
    names = ("street1", "street2", "city", "state_Province", "postalCode", "country")
    parts = [part for name in names if (part := address.line(name))]
    if not parts:
        return None
    country = address.line("country")
    return Location(
        city=address.line("city"),
        country=(country_code(country) or country) if country else None,
        raw=", ".join(parts),
        state=address.line("state_Province"),
        street_1=address.line("street1"),
        street_2=address.line("street2"),
        zip_code=address.line("postalCode"),
    )
