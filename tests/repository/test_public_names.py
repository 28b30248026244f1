import importlib
import json
import pkgutil
from importlib.metadata import entry_points

import pytest

from assay import discover
from assay.contract import json_schema

from .checkout import ROOT

PACKAGES = (
    "assay",
    "assay_connectors",
    "assay_contracts",
    "assay_company",
    "assay_sandboxes",
    "assay_reports",
)


def _modules() -> list[str]:
    names = []
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        names += [package, *(found.name for found in pkgutil.walk_packages(path, f"{package}."))]
    return [name for name in names if not name.endswith("__main__")]


@pytest.mark.parametrize("name", _modules())
def test_every_module_can_be_imported_and_offers_what_it_names(name: str) -> None:
    module = importlib.import_module(name)

    public = list(getattr(module, "__all__", ()))
    assert [offered for offered in public if not hasattr(module, offered)] == []
    assert len(set(public)) == len(public)


def test_what_reports_offer_is_what_the_command_line_asks_for() -> None:
    assert set(discover.reports().__all__) == {
        "GENERATED",
        "documents",
        "gate_junit",
        "gate_summary",
        "junit",
        "site",
        "with_vendors",
    }


def test_the_console_script_and_the_plugin_are_installed() -> None:
    (script,) = entry_points(group="console_scripts", name="assay")
    (plugin,) = entry_points(group="pytest11", name="assay")

    assert callable(script.load())
    assert plugin.load().__name__ == "assay.plugin"


def test_every_home_can_be_imported() -> None:
    homes = entry_points(group="assay.homes")

    assert {home.name for home in homes} >= {"company", "connectors", "contracts", "reports", "sandboxes"}
    assert all(importlib.import_module(home.value) for home in homes)


def test_the_published_schema_is_that_of_the_contracts() -> None:
    published = ROOT / "contracts" / "assay_contracts" / "contract.schema.json"

    assert json.loads(published.read_text("utf-8")) == json_schema()
