"""Recordings of a vendor to be judged again and again, and its connector made wrong on purpose."""

import ast
import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, cast

from assay import discover
from assay.case import Case
from assay.checks import Check, all_checks
from assay.company import company_as_seen
from assay.connector import ConnectorPackage
from assay.contract import clauses_of, load_contract
from assay.lineage import Lineage
from assay.replaying import Production
from assay.results import Result
from assay.verdict import judge
from assay.wire.cassette import Cassette
from assay.wire.exchange import Exchange


class Bench:
    """The contract and the recordings of a vendor; plays and judges as often as wanted.

    A cassette lets go of an exchange that nobody uses. Here each is used hundreds of times, so it is held
    with all that was worked out about it.
    """

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self._held: list[Sequence[Exchange]] = []
        self.contract = load_contract(discover.contract_path(slug))
        self.clauses = clauses_of(self.contract)
        self.register = discover.register(slug)
        self.package = cast("ConnectorPackage", discover.connector(slug))
        self.cassette = cache(self._cassette)
        self.truth = cache(partial(company_as_seen, self.register))

    def production(self, scenario: str, package: ConnectorPackage | None = None) -> Production:
        """A recorded scenario, with the connector as it is or with another one."""
        return Production(
            self.register.scenarios[scenario],
            self.cassette(scenario),
            self.contract,
            package or self.package,
            self.register.credentials,
        )

    def case(self, **facts: Any) -> Case:
        """A case in which nobody asks where at the vendor a value stands: no verdict rests on that."""
        case = Case(contract=self.contract, clauses=self.clauses, **facts)
        vars(case)["lineage"] = Lineage(None, None, None, None)
        return case

    def verdicts(self, case: Case, checks: Sequence[Check]) -> dict[str, Result]:
        """Clause -> what these checks make of it."""
        return {result.clause: result for result in judge(case, (), checks=checks).results}

    def _cassette(self, scenario: str) -> Cassette:
        cassette = Cassette.load(discover.cassettes_dir() / self.slug / f"{scenario}.json")
        self._held.append(cassette.exchanges[:])
        return cassette


bench_of = cache(Bench)
"""The bench of a vendor."""


def read_checks() -> list[Check]:
    """The checks that decide models and fields and need nothing but one sync and the truth."""
    topics = ("assay.checks.reading", "assay.checks.truth", "assay.checks.attributes")
    return [check for check in all_checks() if check.run.__module__ in topics]


def acting_checks() -> list[Check]:
    """The checks that decide actions and inputs."""
    return [check for check in all_checks() if check.run.__module__ == "assay.checks.acting"]


class Workshop:
    """Imports a package afresh with one of its modules changed; no file and no loaded module is touched."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._files = {name: Path(origin) for name, origin in _origins(package)}
        self._codes = {name: _compiled(self.tree(name), path) for name, path in self._files.items()}

    def tree(self, module: str) -> ast.Module:
        """A fresh syntax tree of a module, to be changed at will."""
        return ast.parse(self._files[module].read_text(encoding="utf-8"))

    def package(self, module: str, changed: ast.Module) -> ConnectorPackage:
        """The package as it would be if this module read so."""
        code = _compiled(changed, self._files[module])
        with _imported_afresh(self._package, {**self._codes, module: code}):
            return cast("ConnectorPackage", importlib.import_module(self._package))


@cache
def workshop_of(slug: str) -> Workshop:
    """Where the connector of a vendor is changed."""
    return Workshop(cast("ModuleType", bench_of(slug).package).__name__)


def _origins(package: str) -> Iterator[tuple[str, str]]:
    root = importlib.import_module(package)
    yield package, str(root.__file__)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        spec = importlib.util.find_spec(found.name)
        assert spec is not None
        yield found.name, str(spec.origin)


def _compiled(tree: ast.Module, path: Path) -> CodeType:
    return compile(ast.fix_missing_locations(tree), str(path), "exec", dont_inherit=True)


class _FromCode(MetaPathFinder, Loader):
    """Imports modules from code in hand."""

    def __init__(self, codes: Mapping[str, CodeType]) -> None:
        self._codes = codes

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._codes:
            return None
        is_package = any(name.startswith(f"{fullname}.") for name in self._codes)
        return ModuleSpec(fullname, self, is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._codes[module.__name__], module.__dict__)  # noqa: S102 -- our own code, one line less


@contextmanager
def _imported_afresh(package: str, codes: Mapping[str, CodeType]) -> Iterator[None]:
    parent, _, name = package.rpartition(".")
    loaded = {name: module for name, module in sys.modules.items() if name in codes}
    finder = _FromCode(codes)
    for known in loaded:
        del sys.modules[known]
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for known in codes:
            sys.modules.pop(known, None)
        sys.modules.update(loaded)
        setattr(sys.modules[parent], name, loaded[package])
