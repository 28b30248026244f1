import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.outcome import Outcome
from assay.results import Conduct, Results
from assay_reports.page import connector_page
from assay_reports.text import code, link, plain, printable

from .results import acme, fine, result

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def _row(page: str, first_cell: str) -> list[str]:
    (line,) = (line for line in page.splitlines() if line.startswith(f"| {first_cell} |"))
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _section(page: str, title: str) -> str:
    return page.split(f"\n## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def test_the_page_begins_like_a_coverage_page() -> None:
    page = connector_page(acme())

    assert "\n# Acmé &amp; Söhne\n" in page
    assert "is connected to the unified API by the connector `acme`" in page
    assert page.index("## Models") < page.index("## Actions") < page.index("## Features")


def test_a_page_without_a_name_uses_the_slug() -> None:
    assert "\n# acme\n" in connector_page(acme(names={}))


def test_it_says_at_once_whether_everything_holds() -> None:
    assert "**Everything on this page holds.**" in connector_page(fine())
    assert "**Not everything on this page holds**" in connector_page(acme())
    assert "17 points: 13 ✓ proven, 1 · exempt, 1 ? **unproven**, 1 ✗ **failed**, 1 ! **errored**." in (
        connector_page(acme())
    )


def test_it_says_when_the_evidence_was_recorded() -> None:
    assert "The evidence was recorded between 2026-06-15 and 2026-07-01: ● live for 1," in connector_page(
        acme()
    )
    one_day = replace(acme(), results=(result("acme/model/jobs"),))
    assert "The evidence was recorded on 2026-06-15: ○ sandbox for 1." in connector_page(one_day)
    assert "There is no evidence yet." in connector_page(replace(acme(), results=()))


def test_fields_stand_below_their_model_with_their_proof() -> None:
    page = connector_page(acme())

    models = _section(page, "Models")
    assert _row(models, "[Jobs](#model-jobs)")[1:] == [
        "5 of 6 (+ 1 exempt)",
        "✓ proven ● live 2026-06-15",
        "`full-sync` #3",
    ]
    assert '### <a id="model-jobs"></a>Jobs' in models
    assert _row(models, "`id`") == [
        "`id`",
        "text",
        "",
        "✓ proven ◐ documented 2026-06-15",
        "`full-sync` #1, #2, #3, #4, and 2 more",
    ]


def test_values_types_and_our_own_words_stand_beside_a_field() -> None:
    page = connector_page(acme())

    assert _row(page, "`status`")[1:3] == [
        "open enum",
        "Drafts are open there. From `results[].states[].label`. Seen: `OPEN`, `a'b\\|c`.",
    ]
    assert _row(page, "`main_job_id`")[1] == "reference to Jobs"
    assert _row(page, "`format`")[1] == "object"
    assert _row(page, "`category`")[2] == "The vendor has none."


def test_many_values_are_cut_short() -> None:
    many = result("acme/field/jobs/status", values=tuple(f"V{number}" for number in range(20)))

    page = connector_page(acme(results=(result("acme/model/jobs"), many)))

    assert "`V11` and 8 more." in _row(page, "`status`")[2]


def test_inputs_stand_below_their_action() -> None:
    actions = _section(connector_page(acme()), "Actions")

    assert _row(actions, "[Create candidate](#action-create-candidate)")[1] == "0 of 1"
    assert _row(actions, "`candidate.title`") == [
        "`candidate.title`",
        "text, required",
        "No scenario gives a value for it.",
        "? **unproven**",
        "",
    ]
    assert "</a>Add note" in actions


def test_an_action_says_what_it_asks_of_the_vendor() -> None:
    actions = _section(connector_page(acme()), "Actions")

    assert "Asks of the vendor: `GET /tags`, `POST /candidates`.\n" in actions


def test_an_input_says_what_it_is_sent_as() -> None:
    sent = result("acme/input/add-note/content", path="notes[0].body", type="text")

    page = connector_page(acme(results=(result("acme/action/add-note"), sent)))

    assert _row(page, "`content`")[2] == "Sent as `notes[].body`."


def test_many_requests_are_cut_short() -> None:
    many = Conduct(
        clause="acme/action/add-note",
        scenario="notes",
        step="one",
        requests=tuple(f"GET /{n}" for n in range(15)),
    )

    assert "`GET /11` and 3 more." in connector_page(acme(conduct=(many,)))


def test_grades_of_evidence_differ_at_a_glance() -> None:
    page = connector_page(acme())

    proofs = [
        _row(page, "[Jobs](#model-jobs)")[2],
        _row(page, "`id`")[3],
        _row(page, "`remote_url`")[3],
    ]
    assert [proof.split()[2] for proof in proofs] == ["●", "◐", "○"]


def test_features_are_told_in_words() -> None:
    features = _section(connector_page(acme()), "Features")

    assert _row(features, '<a id="feature-delta-syncs"></a>Delta Syncs')[1:3] == [
        "Only what changed is read.",
        "✓ proven ○ sandbox 2026-06-15",
    ]
    assert _row(features, '<a id="feature-roles"></a>Roles')[2].startswith("! **errored**")


def test_behaviours_stand_where_they_belong() -> None:
    page = connector_page(acme())

    assert "Given a draft, when jobs are read, then it is left out" in _section(page, "Models")
    assert "| twice |" in _section(page, "Actions")
    assert "Given a token, then it is sent" in _section(page, "Features")
    assert "Given a limit, then it is kept" in _section(page, "Rules")


def test_assumptions_are_marked_and_listed() -> None:
    page = connector_page(acme())

    assert _row(page, "`remote_url`")[2] == "Assumes [urls](#assumption-urls), [names](#assumption-names)."
    register = _section(page, "What is assumed")
    assert '| <a id="assumption-urls"></a>urls | addresses stay | 1 |' in register
    assert "names are &lt;titles&gt;" in register
    assert '<a id="assumption-idle"></a>idle | nothing rests | 0 |' in register


def test_what_does_not_hold_is_listed_with_its_place() -> None:
    section = _section(connector_page(acme()), "What does not hold")

    assert _row(section, "`acme/field/jobs/name`")[1] == "✗ **failed**"
    assert _row(section, "`acme/field/jobs/name`")[3] == "`full-sync` #3 `ats_jobs.name`"
    assert _row(section, "`acme/feature/roles`")[2] == "the check crashed"
    assert len([line for line in section.splitlines() if line.startswith("| `")]) == 3


def test_exempt_points_come_with_the_fact_and_its_source() -> None:
    section = _section(connector_page(acme()), "What the vendor cannot supply")

    assert _row(section, "`acme/field/jobs/category`")[1:] == ["the vendor has none", "acme sheet 2"]


def test_waivers_are_listed_with_owner_and_day() -> None:
    section = _section(connector_page(acme()), "What is let pass for a while")

    assert _row(section, "`acme/field/jobs/name`")[1:] == [
        "regression",
        "the vendor repairs it &lt;soon&gt; [more](<https://tracker.example/1%3Ea>)",
        "ats team",
        "2026-12-31",
    ]


def test_notes_come_by_kind() -> None:
    section = _section(connector_page(acme()), "Notes")

    assert "### The vendor answers more than was accepted" in section
    assert "- POST /job.list: answers now hold colour" in section
    assert "### Covered without being promised" in section
    assert "### moon" in section


def test_sections_without_content_are_left_out() -> None:
    page = connector_page(Results(connectors=("acme",), results=()))

    assert "\n## " not in page
    assert "\n## What does not hold" not in connector_page(fine())


def test_text_of_vendors_stays_text() -> None:
    page = connector_page(acme())

    assert "<script>" not in page
    assert "a\\|b &lt;script&gt;" in page
    assert "\\*bold\\*" in page
    assert "\\[link\\](http" in page
    assert all(not line.startswith("# heading") for line in page.splitlines())


def test_the_same_results_give_the_same_page() -> None:
    assert connector_page(acme()) == connector_page(acme())
    assert connector_page(acme()).endswith("\n")
    assert "\n\n\n" not in connector_page(acme())


@given(text=TEXTS)
@example(text="\\|")
@example(text="\\\\|`|")
def test_whatever_is_said_every_row_of_a_table_has_its_cells(text: str) -> None:
    odd = result(
        "acme/model/jobs",
        group=text,
        message=text,
        path=text,
        cassette=text,
        origin=text,
        recorded_at=text,
        check=text,
        assumptions=(text,),
        outcome=Outcome.FAILED,
    )
    page = connector_page(Results(connectors=("acme",), results=(odd,), assumptions={"acme": {text: text}}))

    tables = [line for line in page.split("\n") if line.startswith("|")]
    assert tables
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in tables} <= {3, 4, 5, 6}
    assert "<script" not in page.lower()


@given(text=TEXTS)
def test_plain_text_is_one_line_without_markup(text: str) -> None:
    line = plain(text)

    assert not re.search(r"[\n\r<>]", line)
    assert not re.search(r"(?<!\\)(?:\\\\)*[|*_`\[\]~]", line)
    assert not re.match(r"[#+-]|[0-9]+[.)]", line)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a", "\\- a"),
        ("+1", "\\+1"),
        ("1. first", "&#8203;1. first"),
        ("2026-06-15", "2026-06-15"),
        ("a\\b", "a\\\\b"),
        ("&lt;", "&amp;lt;"),
        ("  much \t space\n", "much space"),
        ("bell\x07", "bell\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_signs_are_shown_as_themselves(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_names_stand_in_code_spans() -> None:
    assert code("job_code") == "`job_code`"
    assert code("a`b|c\nd") == "`a'b\\|c d`"
    assert code("") == ""


def test_an_address_of_others_is_a_link_to_the_web_or_no_link() -> None:
    assert link("https://a.example/x y?b=1>", "more") == "[more](<https://a.example/x%20y?b=1%3E>)"
    assert link("javascript:alert(1)", "more") == "javascript:alert(1)"


def test_what_xml_cannot_hold_is_marked() -> None:
    assert printable("a\x00b\ud800c\ufffed") == "a\ufffdb\ufffdc\ufffdd"
