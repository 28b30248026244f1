from pathlib import Path

import pytest

from assay import discover

from .conftest import Assay

WAIVER = """\
waivers:
  - clause: ashby/field/jobs/job_code
    waives: regression
    reason: the vendor renames the field
    owner: connectors@example.com
    link: https://tracker.example.com/7
    expires: 2026-12-01
"""


def test_all_contracts_and_waivers_are_free_of_mistakes(assay: Assay) -> None:
    ended = assay("contracts")

    assert ended.code == 0
    assert ended.err.endswith(" files, 0 with a mistake\n")
    assert int(ended.err.split()[0]) >= len(discover.slugs())


def test_every_mistake_is_named_with_file_and_line(assay: Assay, tmp_path: Path) -> None:
    contract, waivers = tmp_path / "contract.yaml", tmp_path / "waivers.yaml"
    sound = discover.contract_path("ashby").read_text("utf-8")
    contract.write_text(f"{sound}modells: []\n", "utf-8")
    waivers.write_text(WAIVER.replace("2026-12-01", "some day"), "utf-8")

    ended = assay("contracts", contract, waivers)

    assert ended.code == 2
    assert f"{contract}:{len(sound.splitlines()) + 1}: " in ended.err
    assert f"{waivers}:7: " in ended.err
    assert ended.err.endswith("2 files, 2 with a mistake\n")


def test_a_sound_file_beside_a_wrong_one_is_not_blamed(assay: Assay, tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(WAIVER, "utf-8")

    ended = assay("contracts", waivers, discover.contract_path("ashby"))

    assert ended.code == 0
    assert ended.err == "2 files, 0 with a mistake\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [("notes.yaml", "neither a contract nor waivers"), ("contract.yaml", "there is no such file")],
)
def test_a_file_of_another_kind_or_none_at_all_is_a_wrong_call(
    assay: Assay, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "notes.yaml").write_text("contract:", "utf-8")

    ended = assay("contracts", tmp_path / name)

    assert ended.code == 2
    assert ended.err.startswith(f"assay: {tmp_path / name}: {said}\n")
