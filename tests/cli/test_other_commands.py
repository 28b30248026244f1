from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from assay import __version__, discover

from .conftest import Assay


def test_no_command_shows_the_help_and_ends_with_2(assay: Assay) -> None:
    ended = assay()

    assert ended.code == 2
    assert ended.err.startswith("Usage: ")
    for command in ("certify", "clauses", "import", "record", "probe", "sandbox"):
        assert command in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "No such command 'nonsense'."),
        (("certify", "--bogus"), "No such option"),
        (("sandbox",), "Missing argument"),
        (("sandbox", "ashby", "--port", "high"), "valid integer"),
        (("sandbox", "ashby", "--port", "99999"), "65535"),
        (("import",), "Missing argument"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_way_on(assay: Assay, arguments: tuple[str, ...], said: str) -> None:
    ended = assay(*arguments)

    assert ended.code == 2
    assert ended.err.startswith("assay: ")
    assert said in ended.err
    assert ended.err.endswith("-> try: assay --help\n")
    assert ended.out == ""


def test_the_version_is_told(assay: Assay) -> None:
    assert assay("--version") == (0, f"assay {__version__}\n", "")


@pytest.mark.usefixtures("project")
def test_clauses_as_json_have_exactly_their_keys(assay: Assay) -> None:
    ended = assay("clauses", "acme", "--json")

    listed = orjson.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert {tuple(one) for one in listed} == {("id", "connector", "kind", "group", "item")}
    assert listed[0] == {
        "id": "acme/model/jobs",
        "connector": "acme",
        "kind": "model",
        "group": "Jobs",
        "item": "",
    }
    assert listed[-1]["kind"] == "feature"
    assert (listed[-1]["group"], listed[-1]["item"]) == ("", "Full Syncs")


def test_clauses_of_all_connectors_are_listed_by_default(assay: Assay) -> None:
    listed = orjson.loads(assay("clauses", "--json").out)

    assert {one["connector"] for one in listed} == set(discover.slugs())
    assert len({one["id"] for one in listed}) == len(listed)


@pytest.mark.usefixtures("project")
def test_clauses_are_listed_in_full_for_people(assay: Assay) -> None:
    ended = assay("clauses", "acme")

    assert ended.code == 0
    assert "acme/field/jobs/department  Jobs · department\n" in ended.err
    assert "acme/feature/full-syncs     Full Syncs\n" in ended.err


def test_a_page_becomes_a_contract_on_stdout(assay: Assay, tmp_path: Path) -> None:
    page = tmp_path / "acme.mdx"
    page.write_text(_page(), "utf-8")

    ended = assay("import", page)

    assert ended.code == 0, ended.err
    assert "connector: acme" in ended.out
    assert "- name: department" in ended.out
    assert ended.err == ""


def _page() -> str:
    return (
        "# Acme ATS Integration\n\nThe tool slug for this connector is `acme`.\n\n"
        '<Tabs>\n  <Tab title="Models">\n    <Accordion title="Jobs">\n'
        "      | Field | Notes |\n      | --- | --- |\n      | id | |\n      | department | |\n"
        "    </Accordion>\n  </Tab>\n</Tabs>\n"
    )


def test_a_page_that_is_not_there_ends_with_2(assay: Assay, tmp_path: Path) -> None:
    ended = assay("import", tmp_path / "nothing.mdx")

    assert ended.code == 2
    assert "nothing.mdx: cannot be read: No such file or directory" in ended.err


def test_a_folder_is_no_page(assay: Assay, tmp_path: Path) -> None:
    assert assay("import", tmp_path).code == 2


def test_a_page_of_another_encoding_ends_with_2(assay: Assay, tmp_path: Path) -> None:
    page = tmp_path / "acme.mdx"
    page.write_bytes("# Avionté".encode("latin-1"))

    ended = assay("import", page)

    assert ended.code == 2
    assert "is not UTF-8 text" in ended.err


def test_a_page_without_coverage_ends_with_2(assay: Assay, tmp_path: Path) -> None:
    page = tmp_path / "acme.mdx"
    page.write_text("Hello", "utf-8")

    ended = assay("import", page)

    assert ended.code == 2
    assert "acme.mdx" in ended.err


def test_a_sandbox_is_served_under_its_own_address(assay: Assay, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr(
        discover, "sandbox", lambda slug: SimpleNamespace(create_app=lambda **where: (slug, where))
    )
    core = SimpleNamespace(serve=lambda application, port: served.append((application, port)))
    monkeypatch.setattr(discover, "sandbox_core", lambda: core)

    ended = assay("sandbox", "acme", "--port", 8123)

    assert ended.code == 0
    assert served == [(("acme", {"public_url": "http://127.0.0.1:8123"}), 8123)]
    assert "acme sandbox at http://127.0.0.1:8123" in ended.err


def test_a_sandbox_that_is_not_there_ends_with_2(assay: Assay) -> None:
    ended = assay("sandbox", "nobody")

    assert ended.code == 2
    assert "there is no sandbox for 'nobody'" in ended.err


def test_a_connector_that_is_not_written_cannot_be_recorded(assay: Assay, project: Path) -> None:
    (project / "acme_connectors" / "acme" / "__init__.py").unlink()

    ended = assay("record", "acme", "--against", "sandbox")

    assert ended.code == 2
    assert "no connector 'acme' to record" in ended.err


@pytest.mark.usefixtures("project")
def test_without_a_recorded_sync_there_is_nothing_to_accept(assay: Assay) -> None:
    ended = assay("accept", "acme")

    assert ended.code == 2
    assert "no recorded full-sync" in ended.err
