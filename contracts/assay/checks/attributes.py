"""Are the vendor's own attributes, offered for mapping, what the vendor said?"""

from collections.abc import Iterator
from typing import Any

from assay.case import FULL_SYNC, Case
from assay.checks import check
from assay.checks.truth import is_the_vendors
from assay.contract.model import FieldPromise
from assay.outcome import Finding, Note, Outcome
from assay.unified.base import UnifiedRecord


@check
def offered_attributes_are_the_vendors(case: Case) -> Iterator[Finding | Note]:
    """An integration field of the vendor's own has a label, and the value that the vendor has under its key.

    Those are fields of type DEFAULT, and custom ones that the contract says come with the product.

    An address may come without its signature, and a text that lists things as the list of them. What the
    connector works out itself, because the vendor has nothing under that key, is not compared.
    """
    for clause in case.of_kind("field"):
        if clause.item != "integration_fields":
            continue
        shipped = clause.promise.shipped if isinstance(clause.promise, FieldPromise) else None
        for record in case.records(clause.group):
            mistake = _mistake_in(record, shipped)
            if mistake:
                yield Finding(
                    clause=clause.id,
                    outcome=Outcome.FAILED,
                    message=f"{getattr(record, 'remote_id', record.id)}: {mistake}",
                    scenario=FULL_SYNC,
                    interactions=case.where(record),
                    path=f"{record.store_id}.integration_fields",
                )
                break


def _mistake_in(record: UnifiedRecord, shipped: str | None) -> str:
    objects = [one for one in (getattr(record, "remote_data", None) or {}).values() if isinstance(one, dict)]
    for field in getattr(record, "integration_fields", None) or []:
        if not is_the_vendors(field, shipped):
            continue
        if not field.label:
            return f"{field.key} has no label"
        said = [one[field.key] for one in objects if one.get(field.key) is not None]
        if said and not any(_is_it(value, field.value) for value in said):
            return f"{field.key} is {said[0]!r} at the vendor, {field.value!r} is offered"
    return ""


def _is_it(said: Any, offered: Any) -> bool:
    if isinstance(said, str) and isinstance(offered, str):
        return said == offered or (said.startswith("http") and said.partition("?")[0] == offered)
    if isinstance(said, str) and isinstance(offered, list):
        return [piece for one in said.split(";") if (piece := one.strip())] == offered
    return bool(said == offered)
