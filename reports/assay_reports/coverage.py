"""Coverage for programs: one JSON document of all connectors, and the JSON Schema it keeps to.

Both come from the classes here. Members that have nothing to say are left out.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from assay.outcome import Outcome
from assay.results import Result, Results
from assay_reports.proof import days_of, grades_of
from assay_reports.structure import Section, Told, told

FORMAT = 1
SCHEMA = "coverage.schema.json"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Proof(_Part):
    """How one promise is proven."""

    clause: str
    """Stable id of the promise, e.g. ``ashby/field/jobs/job_code``."""
    outcome: Outcome
    evidence: str = ""
    """``live``, ``documented`` or ``sandbox``; absent without evidence."""
    recorded_at: str = ""
    """When the evidence was recorded, ISO 8601."""
    cassette: str = ""
    """The recording that decides."""
    interactions: tuple[int, ...] = ()
    """Exchanges in that recording, from 0."""
    path: str = ""
    """What decides: of a field its unified place, of an input its place in the request."""
    vendor_path: str = ""
    """Of a field or model: where in the vendor's answer its value was found."""
    message: str = ""
    check: str = ""
    """The check that decided."""
    source: str = ""
    """Where the promise is discussed."""
    assumptions: tuple[str, ...] = ()
    """Ids of assumptions that it rests on."""
    fact: str = ""
    """Of an exempt promise: why the vendor cannot supply it."""
    statement: str = ""
    """The promise in words."""


class Behaviour(Proof):
    """A rule or side effect."""

    id: str


class Value(Proof):
    """A field of a model or an input of an action."""

    name: str
    """Dotted."""
    type: str = ""
    nullable: bool | None = None
    """Of a field: whether it is empty in some record; of an input: whether it may be left out."""
    values: tuple[str, ...] = ()
    """Of an enum: those of its values that the evidence shows."""


class Model(_Part):
    """A unified model that the connector reads."""

    title: str
    proof: Proof | None = None
    fields: tuple[Value, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()


class Action(_Part):
    """A unified action that the connector performs."""

    title: str
    proof: Proof | None = None
    inputs: tuple[Value, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    requests: tuple[str, ...] = ()
    """Method and path of what it asks of the vendor, each once."""


class Feature(_Part):
    """An ability beyond models and actions."""

    name: str
    proof: Proof
    behaviours: tuple[Behaviour, ...] = ()


class Evidence(_Part):
    """What the proofs rest on."""

    grades: dict[str, int]
    """Grade of evidence -> promises that it decides, the best grade first."""
    first: str = ""
    """Day of the oldest recording."""
    last: str = ""
    """Day of the latest recording."""


class Waiver(_Part):
    """A difference that the gate lets pass for a while."""

    clause: str
    waives: str
    """Kind of difference."""
    reason: str
    owner: str
    link: str
    expires: date
    """The last day on which it counts."""


class Connector(_Part):
    """One connector."""

    slug: str
    name: str
    """As people write it."""
    holds: bool
    """Whether every promise is proven or exempt."""
    counts: dict[Outcome, int]
    """Outcome -> promises."""
    evidence: Evidence
    page: str
    """Path of its page, beside this document."""
    badge: str
    """Path of its badge, beside this document."""
    models: tuple[Model, ...] = ()
    actions: tuple[Action, ...] = ()
    features: tuple[Feature, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    """Those that belong to no model, action or feature."""
    assumptions: dict[str, str] = Field(default_factory=dict)
    """Id -> what is assumed because the vendor does not document it."""
    waivers: tuple[Waiver, ...] = ()


class Coverage(_Part):
    """What connectors cover of the unified API, and how each point is proven."""

    schema_: str = Field(alias="$schema")
    format: int
    """Version of this form; a change that readers must know of raises it."""
    connectors: tuple[Connector, ...]
    """By slug."""


def coverage_json(every: Sequence[Results]) -> bytes:
    """The document; the same results give the same bytes."""
    connectors = tuple(_connector(told(results)) for results in every)
    whole = Coverage(**{"$schema": SCHEMA}, format=FORMAT, connectors=connectors)
    written = whole.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return orjson.dumps(written, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def coverage_schema() -> bytes:
    """The JSON Schema of the document."""
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= Coverage.model_json_schema(mode="serialization")
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _connector(parts: Told) -> Connector:
    results = parts.results
    grades = [one.origin for one in results.results]
    days = days_of(results.results)
    return Connector(
        slug=parts.slug,
        name=parts.name,
        holds=results.holds,
        counts={Outcome(name): count for name, count in results.counts().items()},
        evidence=Evidence(
            grades={grade: grades.count(grade) for grade in grades_of(results.results)},
            first=days[0] if days else "",
            last=days[-1] if days else "",
        ),
        page=f"{parts.slug}.md",
        badge=f"badges/{parts.slug}.svg",
        models=tuple(_model(section) for section in parts.models),
        actions=tuple(_action(section) for section in parts.actions),
        features=tuple(_feature(section) for section in parts.features),
        behaviours=tuple(one for section in parts.rules for one in _behaviours(section)),
        assumptions=dict(sorted(results.assumptions.get(parts.slug, {}).items())),
        waivers=tuple(Waiver(**one.model_dump()) for one in results.waivers.get(parts.slug, ())),
    )


def _model(section: Section) -> Model:
    return Model(
        title=section.title,
        proof=_proof(section.head),
        fields=tuple(_value(one) for one in section.members),
        behaviours=_behaviours(section),
    )


def _action(section: Section) -> Action:
    return Action(
        title=section.title,
        proof=_proof(section.head),
        inputs=tuple(_value(one) for one in section.members),
        behaviours=_behaviours(section),
        requests=section.requests,
    )


def _feature(section: Section) -> Feature:
    assert section.head is not None  # noqa: S101 -- a feature is nothing but its own result
    return Feature(name=section.title, proof=Proof(**_proven(section.head)), behaviours=_behaviours(section))


def _behaviours(section: Section) -> tuple[Behaviour, ...]:
    return tuple(Behaviour(id=one.item, **_proven(one)) for one in section.behaviours)


def _value(result: Result) -> Value:
    return Value(
        name=result.item,
        type=result.type,
        nullable=result.nullable,
        values=result.values,
        **_proven(result),
    )


def _proof(result: Result | None) -> Proof | None:
    return None if result is None else Proof(**_proven(result))


def _proven(result: Result) -> dict[str, Any]:
    same = {name: getattr(result, name) for name in Proof.model_fields if name != "evidence"}
    return {**same, "evidence": result.origin}
