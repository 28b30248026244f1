"""Countries: ISO 3166-1 alpha-2 code <-> English name. The country table is loaded at first use."""

from functools import cache
from typing import Any

_OTHER_NAMES = {
    "britain": "GB",
    "brunei": "BN",
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "dr congo": "CD",
    "england": "GB",
    "great britain": "GB",
    "ivory coast": "CI",
    "macedonia": "MK",
    "palestine": "PS",
    "russia": "RU",
    "scotland": "GB",
    "south korea": "KR",
    "swaziland": "SZ",
    "the netherlands": "NL",
    "turkey": "TR",
    "uk": "GB",
    "united states of america": "US",
    "vatican": "VA",
    "vatican city": "VA",
    "wales": "GB",
}
"""Names in use that the ISO table does not hold."""


@cache
def country_code(country: str) -> str | None:
    """Alpha-2 code of a country given by English name, alpha-2 or alpha-3 code; None if it is none."""
    asked = " ".join(country.split()).casefold()
    return _codes().get(asked)


def country_name(code: str) -> str | None:
    """Common English name of an alpha-2 code, e.g. ``Portugal``; None if there is no such country."""
    return _names().get(code.upper())


@cache
def _codes() -> dict[str, str]:
    codes = dict(_OTHER_NAMES)
    for country in _table():
        code: str = country.alpha_2
        names = (getattr(country, name, None) for name in ("name", "official_name", "common_name"))
        for spelling in (code, country.alpha_3, *names):
            if spelling:
                codes[spelling.casefold()] = code
    return codes


@cache
def _names() -> dict[str, str]:
    return {country.alpha_2: getattr(country, "common_name", country.name) for country in _table()}


def _table() -> Any:
    import pycountry  # noqa: PLC0415 -- its table is loaded when a country is met, not with every start

    return pycountry.countries
