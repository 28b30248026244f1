"""The same company through every connector: what a record shows is the same, or a contract says why not."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from assay.case import FULL_SYNC
from assay.checks.truth import plain
from assay.contract import Contract
from assay.truth import STORE_FIELDS, VENDOR_FIELDS, Pairing
from assay.unified.catalogue import MODELS, references_of
from tests.certification.bench import bench_of
from tests.certification.vendors import TABLES

PAIRS = list(combinations(TABLES, 2))


@cache
def _seen(vendor: str) -> dict[str, dict[str, Any]]:
    """``Jobs.status`` -> the company's record -> what the vendor's connector shows of it."""
    bench = bench_of(vendor)
    snapshot = bench.production(FULL_SYNC).play().last_snapshot
    assert snapshot is not None
    pairing = Pairing(bench.truth("full"), snapshot)
    seen: dict[str, dict[str, Any]] = {}
    for model in bench.contract.models:
        references = references_of(model.record)
        for field in _compared(bench.contract, model.title):
            column = seen.setdefault(f"{model.title}.{field}", {})
            for pair in pairing.pairs(model.record.store_id):
                value = getattr(pair.record, field)
                if field in references:
                    value = pairing.original_key(references[field], value)
                column[pairing.stands_for(pair)] = plain(value)
    return seen


def _compared(contract: Contract, title: str) -> Iterator[str]:
    """Declared fields whose values the company knows."""
    [model] = [one for one in contract.models if one.title == title]
    for field in model.fields:
        is_own = field.name in STORE_FIELDS | VENDOR_FIELDS or field.pattern or field.exempt
        if not is_own and field.name != "integration_fields":
            yield field.name


def _is_explained(vendor: str, name: str) -> bool:
    title, _, field_name = name.partition(".")
    [model] = [one for one in bench_of(vendor).contract.models if one.title == title]
    [field] = [one for one in model.fields if one.name == field_name]
    return bool(field.differs or field.renders)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_connectors_show_the_same_record_alike_or_a_contract_explains_it(one: str, other: str) -> None:
    unexplained = []
    for name in _seen(one).keys() & _seen(other).keys():
        first, second = _seen(one)[name], _seen(other)[name]
        differing = [key for key in first.keys() & second.keys() if first[key] != second[key]]
        if differing and not (_is_explained(one, name) or _is_explained(other, name)):
            unexplained.append(f"{name} of {differing[0]}: {first[differing[0]]!r}, {second[differing[0]]!r}")
    assert unexplained == []


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_connectors_have_jobs_people_and_applications_in_common(one: str, other: str) -> None:
    for title in ("Jobs.name", "Candidates.first_name", "Applications.outcome"):
        assert len(_seen(one)[title].keys() & _seen(other)[title].keys()) > 1


def test_what_is_compared_belongs_to_the_unified_models() -> None:
    titles = {model.published_as for model in MODELS.values()}
    assert all(name.partition(".")[0] in titles for vendor in TABLES for name in _seen(vendor))
