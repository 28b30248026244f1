"""The quirks of MDX pages, on small pages written for the purpose."""

import pytest

from assay.contract import CoveragePage, import_page
from assay.errors import ContractError

HEAD = """\
> ## Index of everything
# Acme ATS Integration

> All about Acme

<Note>Closed beta.</Note>

Some words. The tool slug for this connector is `acme`.

| A table | of something else |
| ------- | ----------------- |

"""


def page(models: str = "", actions: str = "", features: str = "") -> str:
    models = models or accordion("Tags", "id")
    return HEAD + (
        f'<Tabs>\n  <Tab title="Models">\n{models}\n  </Tab>\n'
        f'  <Tab title="Actions">\n{actions}\n  </Tab>\n'
        f'  <Tab title="Features">\n{features}\n  </Tab>\n</Tabs>\n## Variants\nOther words.\n'
    )


def accordion(title: str, *names: str, header: str = "Field", extra: str = "") -> str:
    rows = "".join(f"      | {name} |   |\n" for name in names)
    table = f"      | {header} | Notes |\n      | ----- | :---: |\n{rows}" if names else ""
    return f'    <Accordion title="{title}">\n{extra}{table}    </Accordion>\n'


def imported(text: str) -> CoveragePage:
    return import_page(text, "acme.mdx")


def refusal(text: str) -> ContractError:
    with pytest.raises(ContractError) as caught:
        imported(text)
    return caught.value


def test_name_and_slug_come_from_the_top_of_the_page() -> None:
    found = imported(page())

    assert (found.connector, found.name, found.file) == ("acme", "Acme", "acme.mdx")


def test_escaped_underscores_are_underscores() -> None:
    found = imported(page(accordion("Jobs", r"remote\_id", r"job\_code")))

    assert found.models[0].names == ("remote_id", "job_code")


def test_a_note_above_a_table_is_kept_in_memory() -> None:
    note = "      <Note>\n        Ids \\_may\\_ change.\n\n        * and more\n      </Note>\n\n"
    found = imported(page(accordion("Tags", "id", extra=note)))

    assert found.models[0].notes == ("Ids _may_ change.", "* and more")
    assert found.models[0].names == ("id",)


def test_a_note_on_one_line_outside_all_titles_belongs_to_the_page() -> None:
    assert imported(page()).notes == ("Closed beta.",)


def test_a_note_in_a_row_belongs_to_its_section_and_names_its_row() -> None:
    row = "      | Field | Notes |\n      | --- | --- |\n      | name | one \\| two |\n"
    found = imported(page(accordion("Tags", extra=row)))

    assert found.models[0].notes == ("name: one | two",)
    assert found.models[0].names == ("name",)


def test_text_between_table_and_end_of_an_accordion_is_a_note() -> None:
    text = accordion("Tags", "id").replace("    </Accordion>", "      Loose words.\n    </Accordion>")

    assert imported(page(text)).models[0].notes == ("Loose words.",)


def test_html_entities_and_code_ticks_are_undone() -> None:
    found = imported(page(features="| Feature | Notes |\n| --- | --- |\n| `This &amp; that` | |"))

    assert found.features[0].name == "This & that"


def test_an_accordion_may_have_further_attributes_and_single_quotes() -> None:
    text = accordion("Tags", "id").replace('title="Tags"', "icon=\"x\" title='Tags' open")

    assert imported(page(text)).models[0].title == "Tags"


def test_tags_without_coverage_are_passed_over() -> None:
    found = imported(page("    <CardGroup cols={2}>\n" + accordion("Tags", "id") + "    </CardGroup>\n"))

    assert [model.title for model in found.models] == ["Tags"]


def test_a_row_below_a_closed_accordion_is_not_lost_silently() -> None:
    assert "a table row without header" in refusal(page(accordion("Tags", "id") + "| name | |\n")).message


def test_a_model_without_table_has_no_fields() -> None:
    assert imported(page(accordion("Tags"))).models[0].names == ()


def test_a_model_that_appears_twice_with_the_same_rows_counts_once() -> None:
    found = imported(page(accordion("Tags", "id") + accordion("Tags", "id")))

    assert [model.title for model in found.models] == ["Tags"]


BROKEN_TABLE = """\
    | Feature  | Notes                |
    | -------- | -------------------- |
    | Roles    |                      |
    | System roles (e.g. Admin) | A **bold** word. |

    * **First** maps to `ONE`
    * Others have none. |
      \\|   Job roles (e.g. Boss) | Another story.
    * **Boss** maps to `TWO`
    * Others have none. |
      \\| API Passthrough |  |
      \\|   Automatic Setup |  |
      \\| Delta Syncs | told in one line |
"""


def test_rows_split_over_lines_and_rows_that_start_with_an_escaped_bar_are_features() -> None:
    found = imported(page(features=BROKEN_TABLE))

    assert [feature.name for feature in found.features] == [
        "Roles",
        "System roles (e.g. Admin)",
        "Job roles (e.g. Boss)",
        "API Passthrough",
        "Automatic Setup",
        "Delta Syncs",
    ]


def test_a_note_that_runs_on_below_its_row_stays_with_its_feature() -> None:
    features = {feature.name: feature.notes for feature in imported(page(features=BROKEN_TABLE)).features}

    assert features["Roles"] == ()
    assert features["System roles (e.g. Admin)"] == (
        "A **bold** word.",
        "* **First** maps to `ONE`",
        "* Others have none.",
    )
    assert features["Job roles (e.g. Boss)"][-1] == "* Others have none."
    assert features["Delta Syncs"] == ("told in one line",)


def test_a_feature_that_is_listed_twice_counts_once_at_its_first_place() -> None:
    rows = "| Feature | Notes |\n|---|---|\n| Roles | |\n| Delta Syncs | |\n| Roles | |"

    assert [feature.name for feature in imported(page(features=rows)).features] == ["Roles", "Delta Syncs"]


@pytest.mark.parametrize(
    ("text", "line", "found", "hint"),
    [
        (page(accordion("Job", "id")), 15, "model 'Job' is unknown; allowed: Users, Jobs,", "'Jobs'"),
        (
            page(accordion("Jobs", "jobcode")),
            18,
            "field 'jobcode' of Jobs is unknown; allowed: id,",
            "job_code",
        ),
        (page(accordion("Jobs", "id", "id")), 19, "field 'id' of Jobs is listed twice", "take one"),
        (
            page(actions=accordion("Fly to the moon", "id", header="Input Field")),
            23,
            "action 'Fly to the moon' is unknown; allowed: Create candidate,",
            "use one of the allowed words",
        ),
        (
            page(actions=accordion("Add tag to candidate", "tag", header="Input Field")),
            26,
            "input 'tag' of Add tag to candidate is unknown; allowed: candidate_id, tag.name",
            "take it out",
        ),
        (
            page(actions=accordion("Add tag to candidate")),
            23,
            "action 'Add tag to candidate' lists no input",
            "is its table missing",
        ),
        (
            page(accordion("Tags", "id", header="Input Field")),
            16,
            "a table of inputs in the tab Models",
            "fields",
        ),
        (page("    | id | |\n"), 15, "a table row without header: '| id | |'", "add the header"),
        (page("    | Field | Notes |\n"), 15, "a table outside any accordion", "Accordion"),
        (page(accordion("Tags", "  ")), 18, "a table row without a name", "name the row"),
        (page("   stray words\n"), 15, "text that belongs to no table: 'stray words'", "<Note>"),
        (page("</Accordion>\n"), 15, "</Accordion> closes nothing", "take it out"),
        (page('<Accordion title="Tags">\n'), 17, "the tab ends inside accordion 'Tags'", "add </Accordion>"),
        (
            page('<Accordion title="Tags">\n<Accordion title="Jobs">\n'),
            16,
            "accordion 'Jobs' opens inside 'Tags'",
            "add </Accordion>",
        ),
        (
            page(features='<Accordion title="Tags">\n'),
            26,
            "accordion 'Tags' stands in neither Models nor Actions",
            "move it",
        ),
        (
            HEAD + '<Tab title="Models">\n<Accordion title="Tags">\n',
            14,
            "accordion 'Tags' is never closed",
            "add </Accordion>",
        ),
        (
            HEAD + '<Tab title="Prices">\n',
            13,
            "tab 'Prices' is unknown; known: Models, Actions, Features",
            "tab",
        ),
        (
            page(accordion("Tags", "id") + accordion("Tags", "name")),
            20,
            "'Tags' appears twice with different rows, first in line 15",
            "keep the one that is right",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused(text: str, line: int, found: str, hint: str) -> None:
    error = refusal(text)

    assert error.where == f"acme.mdx:{line}"
    assert found in error.message
    assert hint in error.hint


def test_a_page_without_title_is_refused() -> None:
    assert "'<vendor> ATS Integration'" in refusal(page().replace("# Acme ATS Integration", "# Acme")).message


def test_a_page_without_slug_is_refused() -> None:
    assert "tool slug" in refusal(page().replace("tool slug", "slug")).message


def test_a_page_without_models_is_refused() -> None:
    error = refusal(HEAD + '<Tab title="Models">\n</Tab>\n')

    assert error.message == "found no models"
