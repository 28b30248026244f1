"""The pytest plugin: collects contracts, one item per clause. Imports the harness only when asked.

``pytest --assay ashby`` (or ``--assay all``) runs the clauses of a connector, and so does
``pytest path/to/contract.yaml``; selecting (``-k``, node ids), ``-x``, ``-n`` and JUnit work as for any
other test. A contract is certified once per process, when its first clause runs.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from assay.results import Result

FILE_NAME = "contract.yaml"


class ClauseDoesNotHold(AssertionError):  # noqa: N818 -- a verdict on the connector, no error of this code
    """A clause is failed, unproven or errored; the message says why and where."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of this plugin."""
    group = parser.getgroup("assay", "certification of API connectors")
    group.addoption(
        "--assay",
        action="append",
        default=[],
        metavar="CONNECTOR",
        help="run the clauses of this connector (all: of every connector); may be given again",
    )
    group.addoption("--assay-cassettes", metavar="DIR", type=Path, help="folder of recordings")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the contracts that were asked for; the project's own tests only if they were named too."""
    slugs: list[str] = config.getoption("assay")
    if slugs:
        were_named = config.args_source is pytest.Config.ArgsSource.ARGS
        config.args[:] = [*(config.args if were_named else ()), *map(str, _contracts(slugs))]


def _contracts(slugs: list[str]) -> Iterator[Path]:
    from assay import discover  # noqa: PLC0415 -- only when asked
    from assay.errors import AssayError  # noqa: PLC0415 -- only when asked

    for slug in dict.fromkeys(discover.slugs() if "all" in slugs else slugs):
        try:
            yield discover.contract_path(slug)
        except AssayError as error:
            raise pytest.UsageError(str(error)) from error


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ContractFile | None":
    """A contract is collected when it is named, not when a folder happens to hold it."""
    if file_path.name == FILE_NAME and parent.session.isinitpath(file_path):
        return ContractFile.from_parent(parent, path=file_path)
    return None


class ContractFile(pytest.File):
    """A contract; holds one item per clause, in the order of the contract."""

    def collect(self) -> Iterator["ClauseItem"]:
        """The clauses."""
        from assay import discover  # noqa: PLC0415 -- only when asked
        from assay.contract import clauses_of, load_contract  # noqa: PLC0415 -- only when asked
        from assay.errors import AssayError  # noqa: PLC0415 -- only when asked

        try:
            contract = load_contract(self.path)
            if discover.contract_path(contract.connector).resolve() != self.path.resolve():
                self._refuse(f"the contract of {contract.connector} that is installed is another file")
        except AssayError as error:
            raise self.CollectError(str(error)) from error
        for clause in clauses_of(contract):
            yield ClauseItem.from_parent(self, name=clause.id, connector=contract.connector)

    def _refuse(self, message: str) -> NoReturn:
        raise self.CollectError(f"{self.path}: {message}")


class ClauseItem(pytest.Item):
    """One clause: passes when it passed, is skipped when it is exempt, fails otherwise."""

    def __init__(self, *, connector: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.connector = connector

    def runtest(self) -> None:
        """Look the verdict up; the first clause to ask has the connector certified."""
        result = _verdicts(self.config, self.connector)[self.name]
        self.user_properties += [
            (name, value)
            for name, value in (
                ("outcome", result.outcome.value),
                ("origin", result.origin),
                ("cassette", result.cassette),
                ("recorded_at", result.recorded_at),
            )
            if value
        ]
        if result.outcome == "exempt":
            pytest.skip(result.fact)
        if result.outcome != "passed":
            raise ClauseDoesNotHold(_told(result))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone; a traceback would show nothing but this file."""
        from assay.errors import AssayError  # noqa: PLC0415 -- loaded long since

        if isinstance(excinfo.value, ClauseDoesNotHold | AssayError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the clause stands, and its id."""
        return self.path, None, self.name


_CERTIFIED = pytest.StashKey[dict[str, Any]]()


def _verdicts(config: pytest.Config, connector: str) -> "Mapping[str, Result]":
    """Clause -> result; certified once, and what went wrong then goes wrong for every clause."""
    from assay.engine import certify  # noqa: PLC0415 -- only when asked
    from assay.errors import AssayError  # noqa: PLC0415 -- only when asked

    known = config.stash.setdefault(_CERTIFIED, {})
    if connector not in known:
        try:
            results = certify(connector, cassettes=config.getoption("assay_cassettes"))
            known[connector] = {result.clause: result for result in results.results}
        except AssayError as error:
            known[connector] = error
    found = known[connector]
    if isinstance(found, AssayError):
        raise found
    verdicts: Mapping[str, Result] = found
    return verdicts


def _told(result: "Result") -> str:
    lines = [f"{result.outcome.value}: {result.message}"]
    if result.cassette:
        exchanges = ", ".join(f"#{index}" for index in result.interactions) or "-"
        at = f" at {result.path}" if result.path else ""
        lines.append(f"  {result.cassette} {exchanges}{at} ({result.origin}, {result.recorded_at[:10]})")
    if result.check:
        lines.append(f"  says the check {result.check}")
    if result.source:
        lines.append(f"  promised in {result.source}")
    return "\n".join(lines)
