"""``llms.txt``: the essentials of every connector as plain text with links, for programs that read prose.

The form is that of https://llmstxt.org: a title, a summary as a quotation, sections of links.
"""

from collections.abc import Iterator, Sequence

from assay.outcome import Outcome
from assay.results import Results
from assay_reports.proof import Share, evidence_of, open_points
from assay_reports.structure import Section, Told, told
from assay_reports.text import code, plain

_BEGINNING = """\
# Coverage of the unified API for applicant tracking systems

> What {count} connectors cover of the unified API, point by point, with the evidence that proves it.
> Generated from certification results.

Grades of evidence: live (recorded from the vendor), documented (transcribed from the vendor's documentation),
sandbox (recorded from our model of the vendor: connector and model agree, not more). What is exempt cannot be
supplied by the vendor.

## Connectors
"""
_END = """\
## For programs

- [coverage.json](coverage.json): everything on all pages, as JSON
- [coverage.schema.json](coverage.schema.json): the JSON Schema of coverage.json
- [All connectors](README.md): models, actions and features side by side, and where connectors differ
"""


def llms_txt(every: Sequence[Results]) -> str:
    """The document; the same results give the same text."""
    parts = [told(results) for results in every]
    lines = [_BEGINNING.format(count=len(parts)), *(_summary(one) for one in parts), ""]
    for one in parts:
        lines += [f"## {plain(one.name)}", "", *_essentials(one), ""]
    return "\n".join([*lines, _END])


def _summary(one: Told) -> str:
    share = Share.of(one.results.results)
    waiting = len(open_points(one.results.results))
    verdict = f"{waiting} do not hold" if waiting else "everything holds"
    return (
        f"- [{plain(one.name)}]({one.slug}.md): {share.passed} of {share.total} promises proven,"
        f" {share.exempt} exempt, {verdict}; evidence: {plain(evidence_of(one.results.results))}"
    )


def _essentials(one: Told) -> Iterator[str]:
    page = f"{one.slug}.md"
    if one.models:
        yield f"- [Models]({page}#models): {_shares(one.models, 'fields')}"
    if one.actions:
        yield f"- [Actions]({page}#actions): {_shares(one.actions, 'inputs')}"
    if one.features:
        yield f"- [Features]({page}#features): {', '.join(_named(part) for part in one.features)}"
    for result in open_points(one.results.results):
        reason = f"{result.clause} is {result.outcome.value}: {result.message}"
        yield f"- [Does not hold]({page}#what-does-not-hold): {plain(reason)}"
    for result in one.results.results:
        if result.outcome is Outcome.EXEMPT:
            named = f"{plain(result.group)} {code(result.item)}".strip()
            reason = plain(result.fact or result.message)
            yield f"- [Cannot be supplied]({page}#what-the-vendor-cannot-supply): {named}: {reason}"
    assumed = one.results.assumptions.get(one.slug, {})
    if assumed:
        yield f"- [Assumptions]({page}#what-is-assumed): {len(assumed)} that the vendor does not document"


def _shares(sections: list[Section], what: str) -> str:
    return ", ".join(_share(section, what) for section in sections)


def _share(section: Section, what: str) -> str:
    share = section.share
    apart = f", {share.exempt} exempt" if share.exempt else ""
    proven = f" ({share.passed} of {share.total - share.exempt} {what} proven{apart})" if share.total else ""
    return plain(section.title + proven)


def _named(feature: Section) -> str:
    said = feature.head.statement if feature.head else ""
    return plain(f"{feature.title} ({said})" if said else feature.title)
