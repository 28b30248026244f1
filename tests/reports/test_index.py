"""The page of all connectors, and the table of the README."""

from dataclasses import replace

from assay.outcome import Note, Outcome
from assay_reports import index_page, with_vendors
from assay_reports.index import BEGIN, END

from . import results as made


def _row(page: str, name: str = "Acmé &amp; Söhne") -> list[str]:
    [line] = [line for line in page.splitlines() if line.startswith(f"| [{name}]")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def _differing(message: str, connector: str = "acme") -> Note:
    return Note(kind="difference", connector=connector, subject="Jobs.status", message=message)


def test_a_connector_has_a_row_with_what_is_proven_and_what_is_exempt() -> None:
    name, models, fields, *_, evidence, verdict = _row(index_page([made.acme()]))

    assert name.startswith("[Acmé &amp; Söhne](acme.md)")
    assert (models, fields) == ("1 of 1", "2 of 3 (+ 1 exempt)")
    assert evidence == "documented, live, sandbox, 2026-07-01"
    assert verdict == "✗ 3 open"


def test_a_connector_without_open_points_holds() -> None:
    passed = tuple(replace(result, outcome=Outcome.PASSED) for result in made.acme().results)

    assert _row(index_page([made.acme(results=passed)]))[-1] == "✓ holds"


def test_differences_are_listed_by_field_with_the_connector() -> None:
    page = index_page([made.acme(notes=(_differing("drafts are open there"),))])

    assert "### Jobs.status\n\n- Acmé &amp; Söhne: drafts are open there\n" in page


def test_without_differences_the_page_says_so() -> None:
    assert "\nNowhere.\n" in index_page([made.acme(notes=())])


def test_text_of_others_stays_text() -> None:
    page = index_page([made.acme(notes=(_differing(made.EVIL),))])

    assert "<script>" not in page
    assert "\n# heading" not in page


def test_the_same_results_give_the_same_bytes() -> None:
    assert index_page([made.acme()]) == index_page([made.acme()])


def test_the_table_stands_between_its_marks_and_nothing_else_changes() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter\n"

    told = with_vendors(document, [made.acme()])

    assert told.startswith(f"before\n{BEGIN}\n| Connector |")
    assert told.endswith(f"|\n{END}\nafter\n")
    assert "old" not in told
    assert _row(told)[0] == "[Acmé &amp; Söhne](reports/acme.md)"
    assert with_vendors(told, [made.acme()]) == told


def test_a_document_without_marks_is_left_alone() -> None:
    assert with_vendors("no marks\n", [made.acme()]) == "no marks\n"
