"""The page of all connectors, and the table of the README."""

from dataclasses import replace

from assay.outcome import Note, Outcome
from assay.results import Results
from assay_reports import with_vendors
from assay_reports.index import BEGIN, END, index_page

from . import results as made
from .results import result


def _row(page: str, name: str = "Acmé &amp; Söhne") -> list[str]:
    [line] = [line for line in page.splitlines() if line.startswith(f"| [{name}]")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def _differing(message: str, connector: str = "acme") -> Note:
    return Note(kind="difference", connector=connector, subject="Jobs.status", message=message)


def test_a_connector_has_a_row_with_what_is_proven_and_what_is_exempt() -> None:
    name, models, fields, *_, evidence, verdict = _row(index_page([made.acme()]))

    assert name.startswith("[Acmé &amp; Söhne](acme.md)")
    assert (models, fields) == ("1 of 1", "5 of 6 (+ 1 exempt)")
    assert evidence == "live, documented, sandbox, 2026-06-15 to 2026-07-01"
    assert verdict == "✗ 3 open"


def test_a_connector_without_open_points_holds() -> None:
    passed = tuple(replace(result, outcome=Outcome.PASSED) for result in made.acme().results)

    assert _row(index_page([made.acme(results=passed)]))[-1] == "✓ holds"


def _cells(page: str, title: str) -> list[str]:
    [line] = [line for line in page.splitlines() if line.startswith(f"| {title} |")]
    return [cell.strip() for cell in line.split("|")[2:-1]]


def _bold() -> Results:
    """A second connector, with other models, actions and features."""
    kept = [
        result("bold/model/jobs"),
        result("bold/field/jobs/id"),
        result("bold/feature/roles", item="Roles"),
    ]
    return Results(connectors=("bold",), results=tuple(kept), names={"bold": "Bold"})


def test_models_stand_side_by_side() -> None:
    page = index_page([made.acme(), _bold()])

    assert "| Model | [Acmé &amp; Söhne](acme.md) | [Bold](bold.md) |\n|---|---|---|\n" in page
    assert _cells(page, "Jobs") == [
        "[✗ ○ 5 of 6 (+ 1 exempt)](acme.md#model-jobs)",
        "[✓ ○ 1 of 1](bold.md#model-jobs)",
    ]


def test_what_a_connector_does_not_offer_is_a_dash_and_what_none_offers_is_named() -> None:
    page = index_page([made.acme(), _bold()])

    assert _cells(page, "Create candidate") == [
        "[? ○ 0 of 1](acme.md#action-create-candidate)",
        "\N{EN DASH}",
    ]
    assert "Offered by no connector: Users, Job postings, " in page
    assert "Create application" in page.split("Offered by no connector: ")[2]


def test_features_that_most_have_come_first() -> None:
    page = index_page([made.acme(), _bold()])

    features = page.split("## Features by connector")[1]
    assert features.index("| Roles |") < features.index("| Delta Syncs |")
    assert _cells(page, "Roles") == ["[! ○](acme.md#feature-roles)", "[✓ ○](bold.md#feature-roles)"]


def test_waivers_are_the_debt_of_all() -> None:
    page = index_page([made.acme(), _bold()])

    assert (
        "| Acmé &amp; Söhne | `acme/field/jobs/name` | regression | the vendor repairs it &lt;soon&gt; "
        in page
    )
    assert "| ats team | 2026-12-31 |" in page
    assert "Nothing: there are no waivers." in index_page([_bold()])


def test_many_differences_are_folded_away() -> None:
    many = tuple(replace(_differing("so"), subject=f"Jobs.{number:02}") for number in range(13))

    page = index_page([made.acme(notes=many)])

    assert (
        "<details>\n<summary>13 models and fields in which connectors differ</summary>\n\n### Jobs.00" in page
    )
    assert page.endswith("</details>\n")
    assert "<details>" not in index_page([made.acme(notes=many[:12])])


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
