"""The site of a connector of which everything is said that can be, and of the committed results."""

import json
import posixpath
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from assay.outcome import Note, Outcome
from assay.results import Conduct, Results
from assay.unified.catalogue import MODEL_TITLES, fields_of
from assay_reports.site import site
from tests.reports.results import WAIVER, acme, fine, result
from tests.reports.site.exhibited import committed_site, exhibit, exhibits
from tests.reports.site.markup import Element, pages_of, parsed

LIMIT_BYTES = 5_000_000


def _built(*every: Results, **facts: Any) -> dict[str, bytes]:
    return dict(site(every, facts.get("exhibits", exhibits(every))))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return _built(acme())


@pytest.fixture(scope="module")
def pages(files: Mapping[str, bytes]) -> dict[str, Element]:
    return pages_of(files)


@pytest.fixture(scope="module")
def committed_pages() -> dict[str, Element]:
    return pages_of(committed_site())


def _section(page: Element, id_: str) -> Element:
    return page.one(id=id_)


def _row(table: Element, name: str) -> list[Element]:
    [row] = [row for row in table.all("tr") if next(row.all("th")).text.strip().startswith(name)]
    return list(row.all("td"))


def test_there_is_a_page_for_each_connector_model_action_and_group_of_evidence(
    files: Mapping[str, bytes],
) -> None:
    assert set(files) == {
        "site.css",
        "site.js",
        "search.js",
        "index.html",
        "features.html",
        "acme.html",
        "models/jobs.html",
        "actions/create-candidate.html",
        "actions/add-note.html",
        "evidence/acme/jobs.html",
        "evidence/acme/create-candidate.html",
        "evidence/acme/add-note.html",
        "evidence/acme/delta-syncs.html",
        "evidence/acme/roles.html",
        "evidence/acme/general.html",
    }


@pytest.mark.parametrize("made", ["pages", "committed_pages"])
def test_every_link_leads_somewhere(made: str, request: pytest.FixtureRequest) -> None:
    pages: dict[str, Element] = request.getfixturevalue(made)
    ids = {
        path: {one.attributes["id"] for one in page.all() if "id" in one.attributes}
        for path, page in pages.items()
    }
    for path, page in pages.items():
        for link in page.all("a"):
            target, _, anchor = (link.attributes["href"] or "").partition("#")
            full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert full in pages, f"{path} links to {target}"
            assert not anchor or anchor in ids[full], f"{path} links to {full}#{anchor}"


@pytest.mark.parametrize("made", ["pages", "committed_pages"])
def test_no_id_stands_twice_on_a_page(made: str, request: pytest.FixtureRequest) -> None:
    for path, page in request.getfixturevalue(made).items():
        counted = Counter(one.attributes["id"] for one in page.all() if "id" in one.attributes)
        assert not [id_ for id_, count in counted.items() if count > 1], path


def test_everything_that_search_finds_is_there(
    files: Mapping[str, bytes], pages: Mapping[str, Element]
) -> None:
    kinds, addresses, entries = json.loads(
        files["search.js"].decode("ascii").removeprefix("window.assayFound=").removesuffix(";\n")
    )
    named = {(kinds[kind], name) for kind, _, _, name, _ in entries}
    assert {
        ("connector", "Acmé & Söhne"),
        ("model", "Jobs"),
        ("field", "remote_url"),
        ("action", "Create candidate"),
        ("input", "candidate.title"),
        ("feature", "Delta Syncs"),
        ("behaviour", "Given a limit, then it is kept"),
    } <= named
    for _, page, anchor, *_ in entries:
        assert not anchor or list(pages[addresses[page]].all(id=anchor))


@pytest.mark.parametrize("made", ["pages", "committed_pages"])
def test_nothing_is_loaded_from_outside(made: str, request: pytest.FixtureRequest) -> None:
    for page in request.getfixturevalue(made).values():
        loaded = [
            one.attributes.get("src") or one.attributes.get("href")
            for one in page.all()
            if one.name in ("script", "link", "img")
        ]
        assert all(address == "data:," or not address.partition(":")[1] for address in loaded if address)


def test_style_and_script_load_nothing(files: Mapping[str, bytes]) -> None:
    assert b"url(" not in files["site.css"]
    assert b"@import" not in files["site.css"]
    assert b"http" not in files["site.js"]


@pytest.mark.parametrize("made", ["pages", "committed_pages"])
def test_tables_have_captions_and_heads_a_scope(made: str, request: pytest.FixtureRequest) -> None:
    for path, page in request.getfixturevalue(made).items():
        for table in page.all("table"):
            assert next(table.all("caption")).text.strip(), path
            assert all(head.attributes.get("scope") in ("row", "col") for head in table.all("th")), path


@pytest.mark.parametrize("made", ["pages", "committed_pages"])
def test_headings_never_leave_out_a_level(made: str, request: pytest.FixtureRequest) -> None:
    for path, page in request.getfixturevalue(made).items():
        levels = [int(one.name[1]) for one in page.all() if one.name in ("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_the_same_input_gives_the_same_bytes() -> None:
    assert _built(acme(), fine_as("zeta")) == _built(acme(), fine_as("zeta"))


def fine_as(slug: str) -> Results:
    """Another connector, of which everything holds."""
    renamed = tuple(
        result(one.clause.replace("acme", slug, 1), item=one.item, group=one.group, outcome=one.outcome)
        for one in fine().results
    )
    return Results(connectors=(slug,), results=renamed, names={slug: slug.title()})


def test_the_site_of_nothing_says_so() -> None:
    page = parsed(_built()["index.html"])

    assert "No connector has results yet." in page.text


def test_the_index_has_the_verdict_of_each_connector() -> None:
    index = parsed(_built(acme(), fine_as("zeta"))["index.html"])
    bad, good = index.all("article")

    assert "Acmé & Söhne" in bad.text
    assert "3 open" in bad.text
    assert "1 failed" in bad.text
    assert "recorded 2026-06-15 to 2026-07-01" in " ".join(bad.text.split())
    assert "holds" in good.text


def test_grades_of_evidence_look_different_and_have_words(pages: Mapping[str, Element]) -> None:
    card = pages["index.html"].one("article")
    proven = [one for one in acme().results if one.outcome is Outcome.PASSED]
    sandboxed = sum(one.origin == "sandbox" for one in proven)

    assert [card.holds(f"g-{grade}")[-1].text for grade in ("live", "documented", "sandbox")] == [
        "1 live",
        "1 documented",
        f"{sandboxed} sandbox",
    ]


def test_the_heat_map_tells_how_much_of_the_unified_model_is_proven() -> None:
    index = parsed(_built(acme(), fine_as("zeta"))["index.html"])
    mine, _ = _row(_section(index, "models"), "Jobs")
    own = [one for one in acme().results if one.clause.startswith("acme/field/jobs/")]
    proven = sum(one.outcome is Outcome.PASSED for one in own)
    fields = {*fields_of(MODEL_TITLES["Jobs"])} | {one.item for one in own}

    assert mine.text.startswith(f"{proven}/{len(fields)} fields proven")
    assert [mark.text for mark in mine.all("i")] == ["⊘1 exempt", "✗1 failed"]
    assert next(mine.all("a")).attributes["href"] == "acme.html#model--jobs"
    assert "open" in (mine.attributes["class"] or "")


def test_what_is_not_offered_is_empty_in_the_heat_map() -> None:
    few = Results(connectors=("few",), results=(result("few/model/jobs"),))
    index = parsed(_built(acme(), few)["index.html"])

    assert _row(_section(index, "actions"), "Add note")[1].text == "not offered"
    assert "as a whole" in _row(_section(index, "models"), "Jobs")[1].text


def test_a_feature_that_does_not_hold_is_marked(pages: Mapping[str, Element]) -> None:
    [cell] = _row(_section(pages["index.html"], "features"), "Roles")

    assert cell.text == " !1 errored"


def test_open_points_come_first_on_the_page_of_a_connector(pages: Mapping[str, Element]) -> None:
    page = pages["acme.html"]
    open_points = _section(page, "open")

    assert next(page.all("h2")).text == "Open points"
    assert [one.text for one in open_points.all("code")] == [
        "acme/field/jobs/name",
        "acme/input/create-candidate/candidate.title",
        "acme/feature/roles",
    ]


def test_an_exempt_field_stands_with_its_fact(pages: Mapping[str, Element]) -> None:
    assert "the vendor has none" in _section(pages["acme.html"], "exempt").text
    assert "the vendor has none" in _section(pages["acme.html"], "field--jobs--category").text
    assert "the vendor has none" in pages["models/jobs.html"].text


def test_what_rests_on_an_assumption_is_numbered_as_in_the_register(pages: Mapping[str, Element]) -> None:
    page = pages["acme.html"]
    row = _section(page, "field--jobs--remote_url")
    entry = _section(page, "assumption--urls")

    assert [mark.text for mark in row.holds("as")] == ["rests on assumption 2", "rests on assumption 3"]
    assert entry.holds("as")[0].text == "3"
    assert "addresses stay" in entry.text
    assert "1 promise rests on it" in entry.text
    assert "no promise rests on it" in _section(page, "assumption--idle").text


def test_a_field_shows_type_values_and_the_words_of_its_contract() -> None:
    one = result(
        "acme/field/jobs/status",
        type="enum",
        nullable=True,
        values=("OPEN", "CLOSED"),
        statement="Drafts are open.",
    )
    made = _built(Results(connectors=("acme",), results=(result("acme/model/jobs"), one)))
    row = _section(parsed(made["acme.html"]), "field--jobs--status")

    assert "enum, may be empty" in row.text
    assert [code.text for code in row.all("code")] == ["status", "OPEN", "CLOSED"]
    assert "Drafts are open." in row.text
    assert "Drafts are open." in parsed(made["models/jobs.html"]).text


def test_values_are_compared_across_connectors() -> None:
    def shows(slug: str, *values: str) -> Results:
        results = (result(f"{slug}/model/jobs"), result(f"{slug}/field/jobs/status", values=values))
        return Results(connectors=(slug,), results=results)

    page = parsed(_built(shows("one", "OPEN"), shows("two", "OPEN", "DRAFT"))["models/jobs.html"])
    [_, table] = page.all("table")

    assert [cell.text for cell in _row(table, "DRAFT")] == ["not seen", "✓seen"]
    assert [cell.text for cell in _row(table, "OPEN")] == ["✓seen", "✓seen"]


def test_a_model_page_has_fields_that_nobody_offers(pages: Mapping[str, Element]) -> None:
    table = next(pages["models/jobs.html"].all("table"))

    assert [cell.text for cell in _row(table, "weekly_hours")] == ["not offered"]
    [cell] = _row(table, "name")
    assert next(cell.all("a")).attributes["href"] == "../evidence/acme/jobs.html#field-name"
    assert "failed" in cell.text


def test_what_differs_is_told_with_the_reason() -> None:
    notes = (
        Note(kind="difference", connector="acme", subject="Jobs.status", message="drafts are open there"),
    )
    page = parsed(_built(acme(notes=notes))["models/jobs.html"])

    assert "drafts are open there" in page.text


def test_evidence_shows_the_exchange_with_the_deciding_line() -> None:
    shown = {"acme/field/jobs/id": exhibit("acme/field/jobs/id", "{", '  "id": 7', "", "}")}
    page = parsed(_built(acme(), exhibits=shown)["evidence/acme/jobs.html"])
    part = _section(page, "field-id")
    _, answer = part.all("pre")

    assert [mark.text for mark in part.all("mark")] == ['  "id": 7']
    assert answer.text == '{\n  "id": 7\n}\n'
    assert "results[0].title" in part.text
    assert "Exchange #3" in part.text
    assert "4 more exchanges show it." in part.text
    assert "pytest --assay acme -k acme/field/jobs/id" in part.text
    assert "#1–#6" in part.text  # noqa: RUF001


def test_evidence_without_an_exhibit_names_its_recording() -> None:
    page = parsed(_built(acme(), exhibits={})["evidence/acme/jobs.html"])

    assert "acme/full-sync" in _section(page, "model").text
    assert "No single exchange is shown for it." in _section(page, "model").text
    assert not list(page.all("figure"))


def test_what_a_recording_lacks_is_said() -> None:
    shown = {
        "acme/model/jobs": exhibit("acme/model/jobs", missing="acme/full-sync has no exchange #3", scenes=())
    }
    page = parsed(_built(acme(), exhibits=shown)["evidence/acme/jobs.html"])

    assert "acme/full-sync has no exchange #3" in _section(page, "model").text


def test_a_rule_is_shown_as_given_when_then(pages: Mapping[str, Element]) -> None:
    part = _section(pages["evidence/acme/jobs.html"], "behaviour-drafts")

    assert [step.text for step in part.holds("step")] == [
        "Given a draft",
        "When jobs are read",
        "Then it is left out",
    ]


def test_what_an_action_asks_of_the_vendor_is_shown_once_for_all_steps_that_ask_it() -> None:
    def asked(step: str) -> Conduct:
        return Conduct(
            clause="acme/action/add-note", scenario="notes", step=step, requests=("POST /note {text: text}",)
        )

    page = parsed(_built(acme(conduct=(asked("one"), asked("two"))))["evidence/acme/add-note.html"])

    assert page.text.count("POST /note {text: text}") == 1
    assert "notes: one; notes: two" in page.text


def _waived(link: str) -> Results:
    return acme(waivers={"acme": (WAIVER.model_copy(update={"link": link}),)})


def test_waiver_debt_is_listed_with_reason_owner_and_end() -> None:
    made = _built(_waived("https://tracker.example/7"))
    for path in ("index.html", "acme.html"):
        debt = _section(parsed(made[path]), "waivers")
        assert all(
            text in debt.text
            for text in (WAIVER.clause, WAIVER.reason, WAIVER.owner, WAIVER.expires.isoformat())
        )
        assert debt.one("a").attributes["href"] == "https://tracker.example/7"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "https://a b", "file:///etc/passwd"]
)
def test_a_link_that_is_no_address_of_the_web_is_text(link: str) -> None:
    debt = _section(parsed(_built(_waived(link))["index.html"]), "waivers")

    assert link in debt.text
    assert not list(debt.all("a"))


def test_clauses_without_a_head_are_not_lost() -> None:
    orphan = result("acme/field/jobs/name")
    made = _built(Results(connectors=("acme",), results=(orphan,)))

    assert "name" in _section(parsed(made["acme.html"]), "field--jobs--name").text
    assert "evidence/acme/jobs.html" in made


def test_a_clause_of_an_unknown_kind_still_has_its_evidence() -> None:
    made = _built(Results(connectors=("acme",), results=(result("acme/moon/jobs/full", kind="moon"),)))

    assert _section(parsed(made["evidence/acme/jobs.html"]), "moon-full").one("h2").text == "full"


def test_without_open_points_there_is_no_such_section() -> None:
    page = parsed(_built(fine_as("zeta"))["zeta.html"])

    assert not list(page.all(id="open"))
    assert all(one.outcome in (Outcome.PASSED, Outcome.EXEMPT) for one in fine().results)


def test_the_site_of_the_committed_results_is_small() -> None:
    made = committed_site()

    assert sum(map(len, made.values())) < LIMIT_BYTES
    assert len(made["search.js"]) < 250_000
    assert len(made["index.html"]) < 100_000


def test_every_committed_promise_has_evidence_with_an_exchange_or_a_fact() -> None:
    made = committed_site()
    for page in (parsed(data) for path, data in made.items() if path.startswith("evidence/ashby/")):
        for clause in page.holds("clause"):
            if "id" in clause.attributes:
                assert list(clause.all("figure")) or clause.holds("o-exempt"), clause.attributes["id"]
