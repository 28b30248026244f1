"""JUnit XML: one test case per clause."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from assay.outcome import Outcome
from assay.results import Result, Results
from assay_reports.text import printable

_ELEMENTS = {
    Outcome.ERRORED: "error",
    Outcome.FAILED: "failure",
    Outcome.UNPROVEN: "failure",
    Outcome.EXEMPT: "skipped",
}


def junit(results: Sequence[Results]) -> bytes:
    """One suite per connector; failed and unproven clauses are failures, exempt ones are skipped."""
    root = ET.Element("testsuites", name="assay")
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for one in results:
        suite = ET.SubElement(root, "testsuite", name=", ".join(one.connectors))
        counted = _counted(one)
        for name, count in counted.items():
            suite.set(name, str(count))
            totals[name] += count
        suite.set("time", "0")
        for result in one.results:
            suite.append(_case(result))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(totals[name]))
    root.set("time", "0")
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _counted(results: Results) -> dict[str, int]:
    elements = [_ELEMENTS.get(result.outcome) for result in results.results]
    return {
        "tests": len(elements),
        "failures": elements.count("failure"),
        "errors": elements.count("error"),
        "skipped": elements.count("skipped"),
    }


def _case(result: Result) -> ET.Element:
    classname = ".".join(filter(None, (result.connector, result.kind, result.group)))
    case = ET.Element("testcase", classname=printable(classname), name=printable(result.clause), time="0")
    element = _ELEMENTS.get(result.outcome)
    if element is not None:
        said = ET.SubElement(case, element, message=printable(result.fact or result.message))
        if element != "skipped":
            said.set("type", result.outcome.value)
        said.text = printable(_told(result))
    evidence = _evidence(result)
    if evidence:
        ET.SubElement(case, "system-out").text = printable(evidence)
    return case


def _told(result: Result) -> str:
    lines = [result.message]
    lines += [f"at {result.path}"] if result.path else []
    lines += [f"check {result.check}"] if result.check else []
    lines += [f"source {result.source}"] if result.source else []
    return "\n".join(lines)


def _evidence(result: Result) -> str:
    if not result.cassette:
        return ""
    numbers = ", ".join(f"#{index}" for index in result.interactions) or "-"
    return f"{result.cassette} {numbers} ({result.origin}, {result.recorded_at})"
