import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from assay import discover
from assay.errors import HarnessError, UsageError
from assay.scenario import Register


@pytest.fixture(name="homes")
def _homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Homes of a vendor called acme, which an outside distribution brought; nothing else is installed."""
    files = {
        "outside_contracts/acme/contract.yaml": "connector: acme\n",
        "outside_contracts/acme/__init__.py": (
            "from assay.scenario import Register\nREGISTER = Register()\n"
            "REGISTER.credential('full', {'api_key': 'invented'})\n"
        ),
        "outside_contracts/bare/contract.yaml": "connector: bare\n",
        "outside_contracts/bare/__init__.py": "REGISTER = 'no register'\n",
        "outside_connectors/acme/__init__.py": "connect = GUIDE = ASSUMPTIONS = None\n",
        "outside_connectors/bare/__init__.py": "",
        "outside_sandboxes/acme/__init__.py": "create_app = None\n",
        "outside_sandboxes/core/__init__.py": "",
        "outside_sandboxes/core/serving.py": "CORE = True\n",
        "outside_company/__init__.py": "COMPANY = True\n",
        "outside_reports/__init__.py": "REPORTS = True\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        (tmp_path / name.split("/")[0] / "__init__.py").touch()
    kinds = ("connectors", "contracts", "sandboxes", "company", "reports")
    points = EntryPoints(EntryPoint(f"{kind}.acme", f"outside_{kind}", "assay.homes") for kind in kinds)
    monkeypatch.setattr(discover, "entry_points", lambda group: points.select(group=group))
    monkeypatch.syspath_prepend(str(tmp_path))
    _forget()
    yield tmp_path
    _forget()
    for name in [name for name in sys.modules if name.startswith("outside_")]:
        del sys.modules[name]


def _forget() -> None:
    discover.homes.cache_clear()
    discover.slugs.cache_clear()


@pytest.mark.usefixtures("homes")
def test_homes_are_named_by_entry_points() -> None:
    assert discover.homes("contracts") == ("outside_contracts",)
    assert discover.slugs() == ("acme", "bare")


def test_a_contract_is_found_by_its_slug(homes: Path) -> None:
    assert discover.contract_path("acme") == homes / "outside_contracts" / "acme" / "contract.yaml"


@pytest.mark.usefixtures("homes")
def test_an_unknown_slug_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no connector called 'acne'") as refused:
        discover.contract_path("acne")
    assert refused.value.hint == "the connectors are: acme, bare"


@pytest.mark.usefixtures("homes")
def test_a_vendor_without_scenarios_has_an_empty_register() -> None:
    assert discover.register("acme").credentials.keys() == {"full"}
    assert isinstance(discover.register("bare"), Register)
    assert discover.register("bare").scenarios == {}


@pytest.mark.usefixtures("homes")
def test_a_connector_is_what_can_connect() -> None:
    assert discover.connector("acme") is not None
    assert discover.connector("bare") is None
    assert discover.connector("nobody") is None


@pytest.mark.usefixtures("homes")
def test_a_sandbox_is_what_can_be_served() -> None:
    assert discover.sandbox("acme").__name__ == "outside_sandboxes.acme"
    with pytest.raises(UsageError, match="no sandbox for 'bare'") as refused:
        discover.sandbox("bare")
    assert refused.value.hint == "sandboxes exist for: acme"


@pytest.mark.usefixtures("homes")
def test_company_reports_and_the_core_of_sandboxes_are_found() -> None:
    assert discover.company().COMPANY
    assert discover.reports().REPORTS
    assert discover.sandbox_core().CORE


@pytest.mark.usefixtures("homes")
def test_without_a_company_nothing_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discover, "entry_points", lambda group: EntryPoints().select(group=group))
    _forget()

    with pytest.raises(HarnessError, match="no fake company is installed"):
        discover.company()
    with pytest.raises(UsageError, match="no connector called") as refused:
        discover.contract_path("acme")
    assert "(none)" in refused.value.hint


def test_from_a_checkout_recordings_and_reports_stand_beside_the_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(discover, "checkout", lambda: tmp_path)

    assert discover.cassettes_dir() == tmp_path / "cassettes"
    assert discover.reports_dir() == tmp_path / "reports"


def test_from_a_wheel_recordings_come_along_and_reports_go_where_one_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(discover, "checkout", lambda: None)
    monkeypatch.chdir(tmp_path)

    assert discover.cassettes_dir().name == "assay_cassettes"
    assert discover.reports_dir() == tmp_path / "assay-reports"


def test_a_checkout_is_where_project_and_recordings_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = tmp_path / "contracts" / "assay" / "discover.py"
    monkeypatch.setattr(discover, "__file__", str(module))
    assert discover.checkout() is None

    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "cassettes").mkdir()

    assert discover.checkout() == tmp_path.resolve()
