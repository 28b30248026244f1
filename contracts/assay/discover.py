"""Finds contracts, connectors, sandboxes, the company and recordings by name, at run time.

The harness imports none of them: each kind lives in a package that an entry point of the group
``assay.homes`` names, and inside it the vendor's slug is the name of a module or folder. An outside
distribution adds homes by adding entry points.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, cast

from assay.connector import ConnectorPackage
from assay.errors import HarnessError, UsageError
from assay.scenario import Register

Kind = Literal["connectors", "contracts", "sandboxes", "company", "reports"]


@cache
def homes(kind: Kind) -> tuple[str, ...]:
    """Import names of the packages that hold things of a kind, in a stable order."""
    points = entry_points(group="assay.homes")
    return tuple(sorted({point.value for point in points if point.name.split(".")[0] == kind}))


@cache
def slugs() -> tuple[str, ...]:
    """Every vendor that has a contract, sorted."""
    return tuple(sorted({path.parent.name for home in homes("contracts") for path in _contract_files(home)}))


def contract_path(slug: str) -> Path:
    """Where a vendor's contract is; raises UsageError when there is none of that name."""
    for home in homes("contracts"):
        for path in _contract_files(home):
            if path.parent.name == slug:
                return path
    raise UsageError(
        f"there is no connector called {slug!r}", hint=f"the connectors are: {', '.join(slugs()) or '(none)'}"
    )


def register(slug: str) -> Register:
    """Scenarios and proofs of a vendor; empty when none were written yet."""
    module = _find("contracts", slug)
    found = getattr(module, "REGISTER", None)
    return found if isinstance(found, Register) else Register()


def connector(slug: str) -> ConnectorPackage | None:
    """The connector package of a vendor, or None when there is none yet."""
    module = _find("connectors", slug)
    return cast("ConnectorPackage", module) if module is not None and hasattr(module, "connect") else None


def sandbox(slug: str) -> Any:
    """The sandbox module of a vendor, with ``create_app``; raises UsageError when there is none."""
    module = _find("sandboxes", slug)
    if module is None or not hasattr(module, "create_app"):
        have = ", ".join(name for name in slugs() if hasattr(_find("sandboxes", name), "create_app"))
        raise UsageError(f"there is no sandbox for {slug!r}", hint=f"sandboxes exist for: {have or '(none)'}")
    return module


def sandbox_core() -> Any:
    """What serves sandboxes (``running``, ``serve``)."""
    return importlib.import_module(f"{homes('sandboxes')[0]}.core.serving")


def company() -> Any:
    """The module of the fake company, with ``load``."""
    names = homes("company")
    if not names:
        raise HarnessError("no fake company is installed")
    return importlib.import_module(names[0])


def reports() -> Any:
    """The module that builds reports from results."""
    return importlib.import_module(homes("reports")[0])


def checkout() -> Path | None:
    """Root of the checkout that this code runs from, or None when it runs from an installed wheel."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "cassettes").is_dir() else None


def cassettes_dir() -> Path:
    """Where recordings are read from: the checkout, else the copy that came with the wheel."""
    root = checkout()
    return root / "cassettes" if root else Path(__file__).resolve().parents[1] / "assay_cassettes"


def reports_dir() -> Path:
    """Where results and reports are written unless told otherwise."""
    root = checkout()
    return root / "reports" if root else Path.cwd() / "assay-reports"


def _contract_files(home: str) -> Iterator[Path]:
    spec = importlib.util.find_spec(home)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield from sorted(Path(location).glob("*/contract.yaml"))


def _find(kind: Kind, slug: str) -> ModuleType | None:
    for home in homes(kind):
        name = f"{home}.{slug}"
        if importlib.util.find_spec(name) is not None:
            return importlib.import_module(name)
    return None
