"""The fake company's unified view, as the truth that records are compared with.

The company knows no vendor ids. Records are paired with truth by what identifies them in the
company (``match`` in its manifest), references included, and then compared field by field.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import BaseModel

from assay.evidence import Snapshot
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODELS, references_of

STORE_FIELDS = frozenset({"id", "changed_at", "remote_deleted_at"})
SAME_AS = "_same_as"
"""Key of a row that a vendor's view made: the company's own row that it stands for."""
VENDOR_FIELDS = frozenset({"remote_id", "remote_data", "remote_url"})
"""Fields whose value is the vendor's own, so no company record holds it."""

Expected = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the company is, in unified words.

    ``records``: store id -> rows; ``match``: store id -> fields that identify a row, as in
    :meth:`Pairing.key`; ``definitions``: store id -> labels of the custom fields defined for that model.
    """

    records: Mapping[str, tuple[Expected, ...]]
    match: Mapping[str, tuple[str, ...]]
    definitions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A record and the truth it stands for."""

    key: str
    record: UnifiedRecord
    expected: Expected


class Pairing:
    """Records of one snapshot paired with the truth.

    What identifies a record may also be what others say that refer to it: ``ats_applications.job_id`` in the
    ``match`` of candidates stands for the jobs of their applications. The row then holds a sorted list under
    that name.
    """

    def __init__(self, truth: Truth, snapshot: Snapshot) -> None:
        self._truth = truth
        self._snapshot = snapshot
        self._keys: dict[str, dict[str, str]] = {}
        self._expectations: dict[str, dict[str, Expected]] = {}
        self._identities: dict[str, dict[str, str]] = {}
        self._known: dict[tuple[str, str | None], str] = {}
        self._referring: dict[tuple[str, str], dict[str | None, list[str]]] = {}
        self.pairs = cache(self._pairs)
        """Records of a model that the company knows, each with its truth."""

    def _pairs(self, model: str) -> tuple[Pair, ...]:
        expected = self._expected(model)
        return tuple(
            Pair(key=key, record=record, expected=expected[key])
            for record in self._snapshot.of(model, deleted=False)
            if (key := self._key_of(model, record)) in expected
        )

    def missing(self, model: str) -> tuple[str, ...]:
        """Keys of truth rows that no record stands for."""
        have = {self._key_of(model, record) for record in self._snapshot.of(model, deleted=False)}
        return tuple(key for key in self._expected(model) if key not in have)

    def unknown(self, model: str) -> tuple[UnifiedRecord, ...]:
        """Records that no truth row stands behind."""
        expected = self._expected(model)
        return tuple(
            r for r in self._snapshot.of(model, deleted=False) if self._key_of(model, r) not in expected
        )

    def estranged(self, model: str, field: str) -> UnifiedRecord | None:
        """A record that the company does not know for its value of an identifying field, which nobody has."""
        if field not in self._match(model):
            return None
        target = references_of(MODELS[model]).get(field)
        have = {self._joined([normal(row.get(field))]) for row in self._expected(model).values()}
        for record in self.unknown(model):
            value = getattr(record, field)
            if self._joined([self.key(target, value) if target else normal(value)]) not in have:
                return record
        return None

    def repeated(self, model: str) -> tuple[str, ...]:
        """Keys of truth rows that more than one record stands for."""
        counted = Counter(self._key_of(model, record) for record in self._snapshot.of(model, deleted=False))
        return tuple(key for key in self._expected(model) if counted[key] > 1)

    def knows(self, model: str) -> bool:
        """Whether the company says anything about the model."""
        return bool(self._truth.records.get(model))

    def key(self, model: str, unified_id: str | None) -> str | None:
        """Company key behind a unified id, or the id itself when the company knows no such record."""
        if unified_id is None:
            return None
        return self._index(model).get(unified_id, unified_id)

    def original_key(self, model: str, unified_id: str | None) -> str | None:
        """Key of the company's own row behind a unified id, whatever the vendor makes of it."""
        return self._original(model, self.key(model, unified_id))

    def stands_for(self, pair: Pair) -> str:
        """Key of the company's own row that a record stands for; of a join row by its parents."""
        if {SAME_AS, "_key"} & pair.expected.keys() or not pair.record.join_key:
            return str(pair.expected.get(SAME_AS, pair.key))
        targets = references_of(type(pair.record))
        return self._joined(
            self._original(targets[name], pair.expected.get(name)) for name in pair.record.join_key
        )

    def _original(self, model: str, key: str | None) -> str | None:
        row = self._expected(model).get(key or "")
        return key if row is None else str(row.get(SAME_AS, key))

    def _index(self, model: str) -> dict[str, str]:
        if model not in self._keys:
            self._keys[model] = {}  # a model that refers to itself finds nothing here yet
            self._keys[model] = {
                record.id: self._key_of(model, record) for record in self._snapshot.of(model) if record.id
            }
        return self._keys[model]

    def _expected(self, model: str) -> dict[str, Expected]:
        if model not in self._expectations:
            rows = self._truth.records.get(model, ())
            self._expectations[model] = {self.key_of_truth(model, row): row for row in rows}
        return self._expectations[model]

    def key_of_truth(self, model: str, row: Expected) -> str:
        """What a row of the company is called."""
        key = row.get("_key")
        return str(key) if key is not None else self._joined(row.get(name) for name in self._match(model))

    def _key_of(self, model: str, record: UnifiedRecord) -> str:
        name = (model, record.id)
        if name not in self._known or record.id is None:
            identity = self._identity(model, record)
            self._known[name] = self._by_identity(model).get(identity, identity)
        return self._known[name]

    def _by_identity(self, model: str) -> dict[str, str]:
        if model not in self._identities:
            self._identities[model] = {
                self._joined(normal(row.get(name)) for name in self._match(model)): key
                for key, row in self._expected(model).items()
            }
        return self._identities[model]

    def _identity(self, model: str, record: UnifiedRecord) -> str:
        return self._joined(
            self._told_by_others(model, record, field) if "." in field else self._told(record, field)
            for field in self._match(model)
        )

    def _told(self, record: UnifiedRecord, field: str) -> Any:
        target = references_of(type(record)).get(field)
        value = getattr(record, field)
        return self.key(target, value) if target is not None else normal(value)

    def _told_by_others(self, model: str, record: UnifiedRecord, place: str) -> list[str]:
        """What those say in a field that refer to the record."""
        if (model, place) not in self._referring:
            other, _, field = place.partition(".")
            names = [name for name, target in references_of(MODELS[other]).items() if target == model]
            told = self._referring[model, place] = defaultdict(list)
            for row in self._snapshot.of(other, deleted=False):
                for name in names:
                    told[getattr(row, name)].append(str(self._told(row, field)))
        return sorted(self._referring[model, place].get(record.id, ()))

    def _match(self, model: str) -> tuple[str, ...]:
        return tuple(self._truth.match.get(model, ())) or MODELS[model].join_key

    @staticmethod
    def _joined(parts: Iterable[Any]) -> str:
        return " / ".join(str(part) for part in parts)


VENDORS_OWN = frozenset({"id", "remote_id", "raw_question"})
"""Keys inside unified values whose value is the vendor's own."""
SOMETHING = "(something)"
"""Stands for a value that each vendor spells in its own way; a view puts it where only the vendor has one."""


def normal(value: Any) -> Any:
    """A value without what vendors own in it (option ids) and without unset keys; comparable."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, Mapping):
        said = {k: v for k, v in value.items() if v is not None and k not in VENDORS_OWN}
        return {k: SOMETHING if _is_vendors_own(k, v) else normal(v) for k, v in said.items()}
    if isinstance(value, list | tuple):
        return [normal(inner) for inner in value]
    if isinstance(value, str):
        return _moment(value)
    return value


def _is_vendors_own(key: str, value: Any) -> bool:
    """Answers that have no unified type, unless they are plain text: that there is one is all that counts."""
    return key == "raw" and not isinstance(value, str)


def _moment(text: str) -> Any:
    """The same moment however it is spelled; text that names none, or none for sure, stays text."""
    if len(text) < len("2026-03-02T09:15:30Z") or text[4] != "-" or text[10] != "T":
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo is None else moment.timestamp()
