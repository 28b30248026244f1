"""The answer of the gate as Markdown, for a pull request, and as JUnit XML."""

import re
from collections.abc import Sequence, Sized
from xml.etree import ElementTree as ET

from assay.gate.difference import Difference, GateReport, Place, Refusal
from assay.gate.grouping import Group, grouped
from assay.gate.listing import counted, counts, verdict_of
from assay_reports.templates import markdown
from assay_reports.text import Markup, code, plain, printable

_SHOWN = 40
"""Rows of a table: a comment of a pull request may hold 65536 characters."""
_LONGEST = 300
_NAMED = 3
# A comment makes links of these, and tells people that they were spoken of.
_LINKED = re.compile(r"@|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\\?\.)", re.IGNORECASE)


def gate_summary(report: GateReport) -> str:
    """Verdict, what refuses, and folded in what else differs and the waivers."""
    groups = grouped(report.differences)
    environment = markdown().overlay()
    environment.filters = {
        **environment.filters,
        "prose": prose,
        "place": _place,
        "where": _where,
        "clauses": _clauses,
        "cause": _cause,
        "kind": _kind,
        "more": _more,
    }
    others = [group for group in groups if not group.first.refuses]
    return environment.get_template("gate_summary.md.jinja").render(
        report=report,
        verdict=verdict_of(report),
        refusing=[group for group in groups if group.first.refuses],
        others=others,
        others_counted=_counted([one for group in others for one in group.members]),
        limit=_SHOWN,
    )


def prose(text: object) -> Markup:
    """Text for a cell of which nothing becomes a link or a mention."""
    said = str(text)
    shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"
    return Markup(_LINKED.sub(lambda sign: f"{sign[0]}\u200b", plain(shown)))


def gate_junit(report: GateReport) -> bytes:
    """One suite per connector: a case that says whether it may ship, and one per difference and refusal."""
    root = ET.Element("testsuites", name="assay gate")
    slugs = sorted(
        {*report.connectors}
        | {one.connector for one in report.differences}
        | {one.connector for one in report.refusals}
    )
    for slug in slugs:
        suite = ET.SubElement(root, "testsuite", name=printable(slug or "gate"))
        refusals = [one for one in report.refusals if one.connector == slug]
        differences = [one for one in report.differences if one.connector == slug]
        refuses = bool(refusals) or any(one.refuses for one in differences)
        suite.append(_case(slug, "may ship", "it may not ship" if refuses else ""))
        suite.extend(_of_refusal(one) for one in refusals)
        suite.extend(_of_difference(one) for one in differences)
        _count(suite, suite)
    _count(root, root)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _of_refusal(one: Refusal) -> ET.Element:
    told = "\n".join(filter(None, (one.where, one.hint)))
    return _case(one.connector, str(one.code), one.reason, told)


def _of_difference(one: Difference) -> ET.Element:
    name = f"{one.clause} {one.kind}" + (f" {one.scenario}: {one.step}" if one.scenario else "")
    told = [f"at {one.place.file}:{one.place.line}"] if one.place else []
    told += [f"cause {one.cause}: {one.why}"] if one.cause else []
    case = _case(one.connector, name, one.message if one.refuses else "", "\n".join(told))
    if one.waiver:
        waived = f"waived until {one.waiver.expires} by {one.waiver.owner}: {one.waiver.reason}"
        ET.SubElement(case, "skipped", message=printable(waived))
    if not one.refuses:
        ET.SubElement(case, "system-out").text = printable("\n".join((one.message, *told)))
    return case


def _case(slug: str, name: str, failure: str, told: str = "") -> ET.Element:
    case = ET.Element(
        "testcase", classname=printable(f"gate.{slug or 'all'}"), name=printable(name), time="0"
    )
    if failure:
        ET.SubElement(case, "failure", message=printable(failure), type="refuses").text = printable(told)
    return case


def _count(element: ET.Element, below: ET.Element) -> None:
    cases = list(below.iter("testcase"))
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    if element.tag == "testsuite":
        element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    element.set("time", "0")


def _place(place: Place | None) -> Markup:
    return code(f"{place.file}:{place.line}") if place else Markup("")


def _where(refusal: Refusal) -> Markup:
    return _place(refusal.place) or code(refusal.where)


def _clauses(group: Group) -> Markup:
    names = [code(one.clause) for one in group.members[:_NAMED]]
    rest = len(group.members) - len(names)
    return Markup(", ".join(names) + (f" and {rest} more" if rest else ""))


def _cause(one: Difference) -> Markup:
    return Markup(f"{one.cause}: {prose(one.why)}" if one.cause else "")


def _kind(group: Group) -> str:
    waiver = group.first.waiver
    return f"{group.first.kind}, waived until {waiver.expires}" if waiver else str(group.first.kind)


def _counted(differences: Sequence[Difference]) -> str:
    return ", ".join(counted(count, kind) for kind, count in counts(differences).items())


def _more(rows: Sized, limit: int) -> Markup:
    """What stands below a table of which not all rows are shown."""
    return Markup(f"\nand {len(rows) - limit} rows more; the log lists all" if len(rows) > limit else "")
