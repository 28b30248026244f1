"""Without any single one of its mappings of a field, the connector loses the clause of that field.

The mappings are found in the connector's source: every keyword with which a unified record is made. Each
is taken out alone, the small sync is read with what remains, and judged.
"""

import ast
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from pydantic import BaseModel

from assay import discover
from assay.case import FULL_SYNC
from assay.contract.clauses import clause_id
from assay.evidence import Trace
from assay.outcome import Outcome
from assay.results import Result, read_results
from assay.truth import STORE_FIELDS, VENDORS_OWN
from assay.unified import questions, values
from assay.unified.catalogue import MODELS
from tests.certification.bench import bench_of, read_checks, workshop_of
from tests.certification.vendors import EVERY, TABLES

RECORDS = {model.__name__: model for model in MODELS.values()}
VALUES = {
    name: made
    for module in (values, questions)
    for name, made in vars(module).items()
    if isinstance(made, type) and issubclass(made, BaseModel) and made.__module__ == module.__name__
}
"""What fields hold that is made of parts: places, addresses, questions, answers."""


@dataclass(frozen=True)
class Mapping:
    """A keyword with which something unified is made, and where it stands."""

    vendor: str
    module: str
    function: str
    made: str
    """Class that is made."""
    keyword: str
    line: int

    def __str__(self) -> str:
        return f"{self.made}.{self.keyword}@{self.function}"

    @property
    def clause(self) -> str:
        """Of a record's keyword: the clause of the field."""
        return clause_id(self.vendor, "field", RECORDS[self.made].published_as, self.keyword)

    @property
    def name(self) -> str:
        """For ``-k``: the clause and the function, for some records are made in several places."""
        return f"{self.clause}@{self.function}" if self.made in RECORDS else f"{self.vendor}/{self}"

    @property
    def world(self) -> str:
        """The smallest company in which the line matters."""
        return "full" if self.function in TABLES[self.vendor].rare else "core"

    def is_made_by(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == self.made


def _mappings(vendor: str, made: typing.Mapping[str, type]) -> Iterator[Mapping]:
    package = cast("ModuleType", bench_of(vendor).package).__name__
    root = Path(str(files(package)))
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        module = ".".join((package, *(part for part in parts if part != "__init__")))
        for top in ast.parse(path.read_text(encoding="utf-8")).body:
            for call in ast.walk(top):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in made:
                    where = getattr(top, "name", "module")
                    for keyword in call.keywords:
                        if not _says_the_default(made[call.func.id], keyword):
                            line = keyword.value.lineno
                            yield Mapping(vendor, module, where, call.func.id, str(keyword.arg), line)


def _says_the_default(made: type, keyword: ast.keyword) -> bool:
    """Whether nothing would change without it."""
    field = made.model_fields[str(keyword.arg)]  # type: ignore[attr-defined]
    return isinstance(keyword.value, ast.Constant) and keyword.value.value == field.default


@cache
def _declared(vendor: str) -> frozenset[str]:
    """Clauses of fields that the connector has to fill from the vendor's answers."""
    return frozenset(
        clause.id
        for clause in bench_of(vendor).clauses
        if clause.kind == "field" and clause.exempt is None and clause.item not in STORE_FIELDS
    )


FIELDS = tuple(
    field for vendor in TABLES for field in _mappings(vendor, RECORDS) if field.clause in _declared(vendor)
)
"""Without those that are inferred or stay empty, so that nothing is promised of them."""
PARTS = tuple(
    part
    for vendor, table in TABLES.items()
    for part in _mappings(vendor, VALUES)
    if ".mapping" in part.module and part.keyword not in VENDORS_OWN and str(part) not in table.unrecorded
)
"""Without those that are the vendor's own and nullable, so that no truth holds them."""


def _without(mapping: Mapping) -> Any:
    """The connector as it would be if the line were commented out."""
    workshop = workshop_of(mapping.vendor)
    tree = workshop.tree(mapping.module)
    struck = [
        (call, keyword)
        for call in ast.walk(tree)
        if mapping.is_made_by(call)
        for keyword in call.keywords
        if keyword.arg == mapping.keyword and keyword.value.lineno == mapping.line
    ]
    [(call, keyword)] = struck
    call.keywords.remove(keyword)
    return workshop.package(mapping.module, tree)


def _judged(vendor: str, world: Any, package: Any = None) -> dict[str, Result]:
    """Result of every clause of the read model after a sync of the company, or of its core."""
    bench = bench_of(vendor)
    trace: Trace = bench.production(f"{world}-sync", package).play()
    case = bench.case(traces={FULL_SYNC: trace}, truth=bench.truth(world))
    return {
        result.clause: result
        for result in bench.verdicts(case, read_checks()).values()
        if result.kind in ("model", "field")
    }


@cache
def _green(vendor: str, world: str) -> frozenset[str]:
    """Clauses that pass as long as every mapping is there."""
    return frozenset(c for c, result in _judged(vendor, world).items() if result.outcome is Outcome.PASSED)


def _turned_red(mapping: Mapping) -> set[str]:
    """Green clauses that do not pass without the mapping."""
    after = _judged(mapping.vendor, mapping.world, _without(mapping))
    green = _green(mapping.vendor, mapping.world)
    return {clause for clause in green if after[clause].outcome is not Outcome.PASSED}


def _identifies(mapping: Mapping) -> bool:
    """Whether other fields rest on it: records are told apart by it, or what the vendor said is in it."""
    record = RECORDS[mapping.made]
    match = bench_of(mapping.vendor).truth("core").match
    own = {"remote_id", "remote_data", *record.join_key, *match.get(record.store_id, ())}
    return mapping.keyword in own


@pytest.mark.parametrize("vendor", TABLES)
def test_every_field_that_the_contract_declares_is_mapped_somewhere(vendor: str) -> None:
    assert _declared(vendor) == {mapping.clause for mapping in FIELDS if mapping.vendor == vendor}


def test_there_is_a_table_for_every_vendor_with_a_connector() -> None:
    assert set(EVERY) == {slug for slug in discover.slugs() if discover.connector(slug) is not None}


def test_a_table_is_empty_only_as_long_as_its_connector_does_not_hold() -> None:
    kept = [read_results(path) for path in (discover.reports_dir() / "results").glob("*.jsonl")]
    finished = {slug for results in kept if results.holds for slug in results.connectors}

    assert finished
    assert finished <= set(TABLES)


@pytest.mark.parametrize("mapping", FIELDS, ids=lambda mapping: mapping.name)
def test_a_field_that_is_not_mapped_any_more_is_red(mapping: Mapping) -> None:
    red = _turned_red(mapping)
    assert mapping.clause in red
    if not _identifies(mapping):
        assert red == {mapping.clause}


@pytest.mark.parametrize("part", PARTS, ids=lambda mapping: mapping.name)
def test_a_part_of_a_value_that_is_not_mapped_any_more_turns_a_field_red(part: Mapping) -> None:
    assert _turned_red(part)


def test_the_message_about_a_field_that_is_gone_names_a_record_and_the_field() -> None:
    [mapping] = [one for one in FIELDS if one.clause == "ashby/field/jobs/job_code"]
    found = _judged("ashby", "core", _without(mapping))[mapping.clause]
    known = [row["_key"] for row in bench_of("ashby").truth("core").records["ats_jobs"]]
    assert any(key in found.message for key in known)
    assert found.path == "ats_jobs.job_code"
    assert found.interactions
    assert found.cassette == "ashby/core-sync"
