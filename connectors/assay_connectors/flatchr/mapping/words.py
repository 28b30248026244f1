"""What the labels of contracts and the names of countries mean. Source: flatchr sheet 7.1."""

import unicodedata
from typing import Final

from assay_connectors.places import country_code, country_code_in

_CONTRACTS: Final = (
    (("stage",), "INTERNSHIP"),
    (("alternance", "apprenti", "professionnalisation"), "INTERNSHIP"),
    (("saison",), "SEASONAL"),
    (("interim", "cdd", "freelance", "independant", "prestation", "vacation"), "CONTRACT"),
)
"""Parts of a contract's label, in order -> employment type; the second and later lines are assumed."""
_PERMANENT: Final = "cdi"

_COUNTRIES: Final = {"angleterre": "GB", "ecosse": "GB", "grande-bretagne": "GB", "hollande": "NL"}
"""French names in use that the table of countries does not hold."""


def folded(text: str) -> str:
    """The text as it is compared: no accents, no case, single blanks."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())


def employment_type(label: str | None, *, partial: bool) -> str | None:
    """What a contract's label means; an unknown one is passed on, without one only part-time can be told."""
    part_time = "PART_TIME" if partial else None
    if label is None or not label.strip():
        return part_time
    text = folded(label)
    for words, meaning in _CONTRACTS:
        if any(word in text for word in words):
            return meaning
    if _PERMANENT in text:
        return part_time or "FULL_TIME"
    return label


def country(name: str | None) -> str | None:
    """ISO 3166-1 alpha-2 of a French or English name; an unknown name unchanged."""
    if name is None:
        return None
    return _COUNTRIES.get(folded(name)) or country_code(name) or country_code_in("fr", name) or name
