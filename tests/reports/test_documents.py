"""Everything that is committed: by path, the same bytes in any order, valid in its own form."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import jsonschema_rs
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.cli.publishing import read_all
from assay.outcome import Outcome
from assay.results import Results
from assay_reports import GENERATED, documents

from .results import EVIL, acme, fine, result

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def _bold(**facts: object) -> Results:
    return Results(
        connectors=("bold",), results=(result("bold/model/jobs", **facts),), names={"bold": "Bold"}
    )


def _badge(results: Results) -> ET.Element:
    [slug] = results.connectors
    return ET.fromstring(documents([results])[f"badges/{slug}.svg"])  # noqa: S314 -- we wrote it


def _said(badge: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in badge.iter(f"{SVG}text")]


def _coverage(*every: Results) -> dict[str, object]:
    made = documents(every)
    schema = orjson.loads(made["coverage.schema.json"])
    validator = jsonschema_rs.validator_for(schema)
    covered: dict[str, object] = orjson.loads(made["coverage.json"])
    validator.validate(covered)
    return covered


def test_there_is_a_page_and_a_badge_for_each_and_the_rest_once() -> None:
    assert set(documents([acme(), _bold()])) == {
        "README.md",
        "acme.md",
        "badges/acme.svg",
        "badges/bold.svg",
        "bold.md",
        "coverage.json",
        "coverage.schema.json",
        "llms.txt",
    }


def test_the_order_of_the_results_does_not_matter() -> None:
    assert documents([acme(), _bold()]) == documents([_bold(), acme()])


def test_a_generated_page_can_be_told_from_one_written_by_hand() -> None:
    assert documents([acme()])["acme.md"].decode().startswith(GENERATED)


def test_coverage_for_programs_keeps_to_its_schema() -> None:
    covered = _coverage(acme(), _bold(), fine())

    first = covered["connectors"][0]  # type: ignore[index]
    assert covered["$schema"] == "coverage.schema.json"
    assert (first["slug"], first["holds"], first["counts"]["passed"]) == ("acme", False, 13)
    assert first["evidence"] == {
        "grades": {"live": 1, "documented": 1, "sandbox": 13},
        "first": "2026-06-15",
        "last": "2026-07-01",
    }
    [jobs] = first["models"]
    fields = {field["name"]: field for field in jobs["fields"]}
    assert fields["status"]["values"] == ["OPEN", "a`b|c"]
    assert fields["category"]["fact"] == "the vendor has none"
    assert "evidence" not in fields["category"]
    assert first["actions"][0]["requests"] == ["GET /tags", "POST /candidates"]
    assert first["waivers"][0]["expires"] == "2026-12-31"
    assert [one["id"] for one in first["behaviours"]] == ["limits"]


def test_the_schema_refuses_what_it_does_not_know() -> None:
    made = documents([acme()])
    validator = jsonschema_rs.validator_for(orjson.loads(made["coverage.schema.json"]))
    covered = orjson.loads(made["coverage.json"])

    jsonschema_rs.Draft202012Validator(orjson.loads(made["coverage.schema.json"]))
    assert not validator.is_valid({**covered, "colour": "red"})
    assert not validator.is_valid({**covered, "connectors": [{"slug": "acme"}]})


def test_the_committed_results_keep_to_the_schema(request: pytest.FixtureRequest) -> None:
    every = read_all(request.config.rootpath / "reports")

    assert len(_coverage(*every)["connectors"]) == len(every) > 0  # type: ignore[arg-type]


def test_a_badge_says_who_how_much_which_evidence_and_when() -> None:
    badge = _badge(fine())

    assert badge.get("role") == "img"
    title = badge.find(f"{SVG}title")
    assert title is not None
    assert title.text == "acme: 13 of 14, live, documented, sandbox 2026-06-15"
    assert badge.get("aria-labelledby") == title.get("id")
    assert _said(badge) == ["acme", "13 of 14, live, documented, sandbox 2026-06-15"]


def test_a_badge_of_what_does_not_hold_says_so_in_words_and_colour() -> None:
    red, green = _badge(acme()), _badge(fine())

    assert _said(red)[1].startswith("13 of 17, 3 open, ")
    assert {rect.get("fill") for rect in red.iter(f"{SVG}rect")} != {
        rect.get("fill") for rect in green.iter(f"{SVG}rect")
    }


@pytest.mark.parametrize(
    ("origin", "fills", "halves"),
    [("live", ["#fff"], 0), ("documented", ["none"], 1), ("sandbox", ["none"], 0)],
)
def test_the_circle_of_a_badge_shows_the_grade(origin: str, fills: list[str], halves: int) -> None:
    badge = _badge(_bold(origin=origin))

    assert [circle.get("fill") for circle in badge.iter(f"{SVG}circle")] == fills
    assert len(list(badge.iter(f"{SVG}path"))) == halves


def test_a_badge_without_evidence_has_no_circle_and_no_day() -> None:
    badge = _badge(_bold(origin="", recorded_at="", outcome=Outcome.UNPROVEN))

    assert list(badge.iter(f"{SVG}circle")) == []
    assert _said(badge)[1] == "0 of 1, 1 open, no evidence"


@given(text=TEXTS)
def test_whatever_is_said_a_badge_is_a_picture_with_text(text: str) -> None:
    badge = _badge(_bold(origin=text, recorded_at=text))

    assert len(_said(badge)) == 2
    assert {child.tag for child in badge} <= {f"{SVG}{name}" for name in ("title", "clipPath", "g", "circle")}


def test_llms_txt_has_a_title_a_summary_and_sections_of_links() -> None:
    text = documents([acme(), _bold()])["llms.txt"].decode()

    lines = text.splitlines()
    assert lines[0].startswith("# ")
    assert lines[2].startswith("> What 2 connectors cover")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections] == [
        "Connectors",
        "Acmé &amp; Söhne",
        "Bold",
        "For programs",
    ]
    told = [line for section in sections for line in section.splitlines()[1:] if line]
    assert all(re.match(r"- \[[^]]+\]\([\w./#-]+\): .", line) for line in told)


def test_llms_txt_has_the_essentials() -> None:
    text = documents([acme()])["llms.txt"].decode()

    assert "(acme.md): 13 of 17 promises proven, 1 exempt, 3 do not hold; evidence: live, " in text
    assert "[Models](acme.md#models): Jobs (5 of 6 fields proven, 1 exempt)" in text
    assert "Create candidate (0 of 1 inputs proven), Add note" in text
    assert "Delta Syncs (only what changed is read), Roles" in text
    assert ": Jobs `category`: the vendor has none" in text
    assert "acme/feature/roles is errored: the check crashed" in text
    assert "[Assumptions](acme.md#what-is-assumed): 3 that the vendor does not document" in text


def test_text_of_others_stays_text_everywhere() -> None:
    evil = replace(
        acme(),
        results=tuple(
            replace(one, message=EVIL, statement=EVIL, fact=EVIL, source=EVIL) for one in acme().results
        ),
        names={"acme": EVIL},
    )

    for path, content in documents([evil]).items():
        if not path.endswith(".json"):
            assert b"<script" not in content, path
            assert b"\n# heading" not in content, path
