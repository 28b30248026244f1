"""Countries: ISO 3166-1 alpha-2 code <-> name. The country table is loaded at first use."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
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


@cache
def country_code_in(language: str, country: str) -> str | None:
    """Alpha-2 code of a country given by its name in another language, with or without accents; None if none.

    ``language`` is an ISO 639-1 code, e.g. ``fr``; of long names the part before a comma is enough.
    """
    return _codes_in(language).get(_plain(country))


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
def _codes_in(language: str) -> dict[str, str]:
    """Only names that mean one country: there are two Koreas."""
    found: dict[str, set[str]] = defaultdict(set)
    for country, name in _named_in(language):
        for spelling in (name, name.partition(",")[0]):
            found[_plain(spelling)].add(country.alpha_2)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _named_in(language: str) -> Iterator[tuple[Any, str]]:
    import gettext  # noqa: PLC0415 -- as the country table, only when a country is met

    import pycountry  # noqa: PLC0415

    told = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
    for country in _table():
        for kind in ("name", "official_name", "common_name"):
            if getattr(country, kind, None):
                yield country, told(getattr(country, kind))


def _plain(text: str) -> str:
    """No accents, no case, single blanks."""
    letters = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join("".join(letters).casefold().replace("\u2019", "'").split())


@cache
def _names() -> dict[str, str]:
    return {country.alpha_2: getattr(country, "common_name", country.name) for country in _table()}


def _table() -> Any:
    import pycountry  # noqa: PLC0415 -- its table is loaded when a country is met, not with every start

    return pycountry.countries
