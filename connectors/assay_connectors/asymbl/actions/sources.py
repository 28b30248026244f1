"""Where a candidate came from, in the words of the org. Source: asymbl sheet 7.2 (source rule) [A]."""

from collections.abc import Iterator, Mapping
from typing import Final

from assay_connectors.asymbl.actions.writing import Values
from assay_connectors.asymbl.schema import DescribedField
from assay_connectors.wanted import WantedSource

_LONGEST: Final = 255
"""Of the text beside the picklist. Source: asymbl sheet 2.5 [C]."""


def put_on_application(values: Values, source: WantedSource | None, keys: Mapping[str, str]) -> None:
    """The picklist where it has the source, else the text beside it; never a word that is not in the list."""
    if source is None:
        return
    match = _listed(values.shape.field("source"), source, keys)
    if match is not None:
        values.put("source", "source", match)
        return
    text = source.name or source.id or _word_of(source, keys)
    values.put("internal_source", "source", text[:_LONGEST] if text else None)


def put_on_contact(values: Values, source: WantedSource | None, keys: Mapping[str, str]) -> None:
    """The source of a new contact; an open picklist takes any word."""
    if source is None:
        return
    field = values.shape.field("source")
    match = _listed(field, source, keys)
    if match is None and field is not None and not field.restricted:
        match = source.name
    values.put("source", "", match)


def _listed(field: DescribedField | None, source: WantedSource, keys: Mapping[str, str]) -> str | None:
    """The value of the picklist that the source means: by id, else by key, else by name."""
    values = {value.casefold(): value for value in field.values} if field is not None else {}
    return next((values[word] for word in _words(source, keys) if word in values), None)


def _words(source: WantedSource, keys: Mapping[str, str]) -> Iterator[str]:
    for word in (source.id, _word_of(source, keys), source.name):
        if word and word.strip():
            yield word.strip().casefold()


def _word_of(source: WantedSource, keys: Mapping[str, str]) -> str | None:
    """A unified key as the connection maps it, else as it is."""
    key = source.unified_key
    return keys.get(key, key) if key else None
