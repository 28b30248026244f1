"""The quirks of pages saved as plain text, on small pages written for the purpose."""

import pytest

from assay.contract import CoveragePage, import_page
from assay.errors import ContractError

HEAD = """\
Available Connectors
Acme ATS Integration
The tool slug for this connector is acme
.
Supported Features
"""
TAGS = """\
Tags
Tags
Field | Notes |
---|---|
id | |
name |
"""


def imported(text: str) -> CoveragePage:
    return import_page(HEAD + text, "acme.txt")


def refusal(text: str) -> ContractError:
    with pytest.raises(ContractError) as caught:
        imported(text)
    return caught.value


def test_name_and_slug_come_from_the_top_of_the_page() -> None:
    found = imported(TAGS)

    assert (found.connector, found.name) == ("acme", "Acme")


def test_a_title_stands_on_two_lines_and_its_rows_end_in_a_bar() -> None:
    (tags,) = imported(TAGS).models

    assert (tags.title, tags.names, tags.line) == ("Tags", ("id", "name"), 6)


def test_models_that_appear_twice_count_once() -> None:
    assert len(imported(TAGS + TAGS).models) == 1


def test_titles_that_follow_each_other_without_table_are_models_without_fields() -> None:
    found = imported("Tags\nTags\nCandidate tags\nCandidate tags\n" + TAGS.replace("Tags", "Jobs"))

    assert [(model.title, model.names) for model in found.models] == [
        ("Tags", ()),
        ("Candidate tags", ()),
        ("Jobs", ("id", "name")),
    ]


def test_a_header_may_follow_its_note_on_the_same_line() -> None:
    glued = TAGS.replace("Field | Notes |", "Some are hidden in the\nstages\narray.Field | Notes |")
    (tags,) = imported(glued).models

    assert tags.names == ("id", "name")
    assert tags.notes == ("Some are hidden in the", "stages", "array.")


def test_a_table_of_inputs_belongs_to_an_action() -> None:
    found = imported(
        TAGS
        + "Add tag to candidate\nAdd tag to candidate\nInput Field | Notes |\n---|---|\ntag.name | a word |\n"
    )

    assert found.actions[0].names == ("tag.name",)
    assert found.actions[0].notes == ("tag.name: a word",)


def test_the_table_of_features_needs_no_title_and_may_end_without_a_note_cell() -> None:
    found = imported(TAGS + "Feature | Notes |\n---|---|\nSource Writing | only some |\n\nAPI Passthrough |")

    assert [(feature.name, feature.notes) for feature in found.features] == [
        ("Source Writing", ("only some",)),
        ("API Passthrough", ()),
    ]


def test_words_before_the_first_title_are_notes_of_the_page() -> None:
    assert "Supported Features" in imported(TAGS).notes


@pytest.mark.parametrize(
    ("text", "line", "found", "hint"),
    [
        ("Tagz\nTagz\n", 6, "title 'Tagz' is unknown; allowed: Users,", "'Tags'"),
        ("Field | Notes |\n", 6, "a table under no title", "two lines above"),
        (TAGS.replace("Field", "Input Field"), 8, "a table of inputs under 'Tags'", "header"),
        (TAGS + "Field | Notes |\n", 12, "a second table under 'Tags'", "two lines above"),
        (TAGS + "Loose words\nremote_id | |\n", 13, "a table row without header: 'remote_id | |'", "header"),
        (TAGS + " | |\n", 12, "a table row without a name", "name the row"),
        (
            TAGS + TAGS.replace("name |", "remote_id |"),
            12,
            "'Tags' appears twice with different rows",
            "keep",
        ),
        ("Reject application\nReject application\n" + TAGS, 6, "lists no input", "table missing"),
        ("Words\n", 1, "found no models", "coverage page"),
    ],
)
def test_what_cannot_be_understood_is_refused(text: str, line: int, found: str, hint: str) -> None:
    error = refusal(text)

    assert error.where == f"acme.txt:{line}"
    assert found in error.message
    assert hint in error.hint
