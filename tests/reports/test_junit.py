from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from assay.outcome import Outcome
from assay.results import Results
from assay_reports import junit

from .results import acme, fine, result

TEXTS = st.text(max_size=30)


def _parsed(*results: Results) -> ET.Element:
    return ET.fromstring(junit(results))  # noqa: S314 -- we wrote it


def _cases(root: ET.Element) -> dict[str, ET.Element]:
    return {case.get("name", ""): case for case in root.iter("testcase")}


def test_every_clause_is_a_test_case() -> None:
    cases = _cases(_parsed(acme()))

    assert list(cases) == [one.clause for one in acme().results]
    assert cases["acme/field/jobs/id"].get("classname") == "acme.field.Jobs"
    assert cases["acme/feature/roles"].get("classname") == "acme.feature"


def test_counts_are_those_of_the_results() -> None:
    root = _parsed(acme(), fine())

    first, second = root.findall("testsuite")
    assert {name: first.get(name) for name in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "acme",
        "tests": "17",
        "failures": "2",
        "errors": "1",
        "skipped": "1",
    }
    assert second.get("failures") == second.get("errors") == "0"
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("31", "2", "1")


def test_failed_and_unproven_clauses_are_failures() -> None:
    cases = _cases(_parsed(acme()))

    failed = cases["acme/field/jobs/name"].find("failure")
    unproven = cases["acme/input/create-candidate/candidate.title"].find("failure")
    assert failed is not None
    assert unproven is not None
    assert (failed.get("type"), unproven.get("type")) == ("failed", "unproven")
    assert unproven.get("message") == "no scenario gives a value for it"
    assert "at ats_jobs.name" in (failed.text or "")
    assert "<script>" in (failed.text or "")


def test_errored_clauses_are_errors_and_exempt_ones_are_skipped() -> None:
    cases = _cases(_parsed(acme()))

    errored = cases["acme/feature/roles"].find("error")
    exempt = cases["acme/field/jobs/category"].find("skipped")
    assert errored is not None
    assert exempt is not None
    assert errored.get("message") == "the check crashed"
    assert exempt.get("message") == "the vendor has none"
    assert exempt.get("type") is None


def test_a_pass_has_its_evidence_and_nothing_else() -> None:
    case = _cases(_parsed(acme()))["acme/model/jobs"]

    (evidence,) = list(case)
    assert evidence.tag == "system-out"
    assert evidence.text == "acme/full-sync #3 (live, 2026-06-15T08:00:00.000Z)"


def test_what_has_no_evidence_names_none() -> None:
    case = _cases(_parsed(acme()))["acme/input/create-candidate/candidate.title"]

    assert case.find("system-out") is None
    nowhere = replace(acme(), results=(result("acme/model/jobs", interactions=()),))
    assert b"acme/full-sync - (sandbox" in junit([nowhere])


def test_the_same_results_give_the_same_bytes() -> None:
    assert junit([acme()]) == junit([acme()])
    assert b"timestamp" not in junit([acme()])


def test_no_results_are_a_valid_document() -> None:
    assert _parsed().get("tests") == "0"


@given(text=TEXTS)
def test_whatever_is_said_the_document_is_valid(text: str) -> None:
    odd = result(
        "acme/model/jobs", outcome=Outcome.FAILED, group=text, message=text, path=text, cassette=text
    )

    assert len(_cases(_parsed(replace(acme(), results=(odd,))))) == 1
