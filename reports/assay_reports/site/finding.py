"""What the search of the site looks through: a script file, because pages without a server cannot fetch."""

import json
from collections.abc import Iterator, Sequence

from assay.results import Result
from assay_reports.proof import KINDS
from assay_reports.site import places
from assay_reports.site.coverage import Connector, Subject
from assay_reports.site.wording import shown

_WORDS = ("connector", *KINDS)
_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}

Entry = tuple[str, places.Place, str, str]
"""Kind, place, name, and where it belongs or what it says."""


def search_data(connectors: Sequence[Connector], subjects: Sequence[Subject]) -> bytes:
    """A script that hands over everything that can be found; plain ASCII, nothing in it ends a script."""
    pages: dict[str, int] = {}
    entries = [
        [_WORDS.index(kind), pages.setdefault(place.page, len(pages)), place.anchor, name, told]
        for kind, place, name, told in _entries(connectors, subjects)
    ]
    data = json.dumps([_WORDS, list(pages), entries], separators=(",", ":")).translate(_IN_SCRIPTS)
    return f"window.assayFound={data};\n".encode("ascii")


def _entries(connectors: Sequence[Connector], subjects: Sequence[Subject]) -> Iterator[Entry]:
    for one in connectors:
        yield "connector", places.connector_page(one.slug), _text(one.name), ""
    for subject in subjects:
        yield subject.kind, places.subject(subject.kind, subject.slug), _text(subject.title), "all connectors"
    for one in connectors:
        for result in one.results.results:
            if result.kind in KINDS:
                yield result.kind, places.evidence(result), *_told(one.name, result)


def _told(connector: str, result: Result) -> tuple[str, str]:
    """Name and detail of a clause: a rule is found by its words, everything else by its name."""
    within = " ".join(filter(None, (connector, result.group if result.item else "")))
    if result.kind == "behaviour":
        return _text(result.statement or result.item), _text(within)
    return _text(result.item or result.group), _text(within)


def _text(value: str) -> str:
    return str(shown(value))
