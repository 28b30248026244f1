"""The coverage docs as a static site: opens from a file, needs no server and nothing from outside."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from assay.exhibit import Exhibit
from assay.results import Results
from assay_reports.site import pages
from assay_reports.site.coverage import Connector, subjects
from assay_reports.site.finding import search_data

__all__ = ["site"]

_OURS = ("site.css", "site.js")


def site(every: Sequence[Results], exhibits: Mapping[str, Exhibit]) -> Iterator[tuple[str, bytes]]:
    """The files of the site, as path below its folder and bytes; the same input gives the same bytes.

    Args:
        every: results of one connector each, in the order in which they are to be shown.
        exhibits: clause -> what is shown of its evidence; a clause without one names its recording alone.
    """
    connectors = [Connector.of(results) for results in every]
    found = [one for kind in ("model", "action", "feature") for one in subjects(connectors, kind)]
    for name in _OURS:
        yield name, resources.files(__name__).joinpath(name).read_bytes()
    yield "search.js", search_data(connectors, found)
    yield pages.index(connectors, found)
    yield pages.features(found, connectors)
    for one in connectors:
        yield pages.connector(one)
        yield from pages.evidence(one, exhibits)
    for subject in found:
        if subject.kind != "feature":
            yield pages.subject(subject, connectors)
