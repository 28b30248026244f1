"""What the run-as user lets us do: by permission, by model, by field. Source: asymbl sheet 6.

``describe`` tells all of it: a hidden object is not found, a hidden field is not listed, and what may be
created or changed is flagged. So nothing is ever written to find out. Rows outside the user's sharing cannot
be told from rows that do not exist.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assay.connector import ScopeFinding, ScopeReport
from assay.errors import ConnectorError, PermissionMissingError
from assay_connectors.asymbl import permissions as may
from assay_connectors.asymbl.connection import Connection
from assay_connectors.asymbl.reading.candidates import candidates_only
from assay_connectors.asymbl.reading.users import users_only
from assay_connectors.asymbl.schema import FieldNames, Org, Shape
from assay_connectors.asymbl.soql import Condition, Query
from assay_connectors.probes import OK, Probed, Prober, dependent, finding, reported

ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "create_candidate": (
        may.READ_JOBS,
        may.READ_STAGES,
        may.READ_CANDIDATES,
        may.CREATE_CANDIDATES,
        may.CREATE_APPLICATIONS,
        may.CREATE_FILES,
    ),
    "create_application": (
        may.READ_JOBS,
        may.READ_STAGES,
        may.READ_CANDIDATES,
        may.CREATE_CANDIDATES,
        may.CREATE_APPLICATIONS,
        may.CREATE_FILES,
    ),
    "add_application_attachment": (may.READ_APPLICATIONS, may.CREATE_FILES),
    "move_application_to_stage": (may.READ_APPLICATIONS, may.READ_STAGES, may.MOVE_APPLICATIONS),
    "get_candidate_attachments": (may.READ_FILES,),
}
"""Action -> permissions that it needs."""

MODELS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "ats_users": ("user", ("id", "first_name", "last_name", "email", "active")),
    "ats_jobs": ("job", ()),
    "ats_candidates": ("candidate", ()),
    "ats_application_stages": ("stage", ()),
    "ats_applications": ("application", ()),
    "ats_join_jobs_application_stages": ("stage", ("id", "job", "sequence")),
    "ats_join_jobs_users": (
        "job",
        ("id", "owner", "sales_lead", "delivery_lead", "hiring_manager", "hiring_manager_email"),
    ),
}
"""Model -> its object and the fields that its test reads; none named means all (sheet 6)."""


def _told(error: ConnectorError) -> str:
    return f"{error.message} ({error.request})" if error.request else error.message


@dataclass(slots=True)
class _Tester:
    """Describes each object once, and says what follows from it."""

    connection: Connection
    org: Org
    asked: Prober = field(default_factory=lambda: Prober(say=_told))

    def shape(self, logical: str) -> Probed:
        """An object with its names."""
        return self.asked.once(logical, lambda: self.org.shape(logical))

    def reads(self, logical: str, model: str = "") -> Probed:
        """Whether records of an object can be read; what is missing of it is said."""
        probed = self.shape(logical)
        if probed.verdict != "ok":
            return probed
        shape: Shape = probed.results
        if not shape.described.may("queryable"):
            return Probed("no_permission", f"{shape.object} may not be queried")
        return Probed("ok", _partial(shape, model), shape)

    def writes(self, logical: str, ability: str, *fields: str) -> Probed:
        """Whether records can be created (or changed) with these fields."""
        probed = self.shape(logical)
        if probed.verdict != "ok":
            return probed
        shape: Shape = probed.results
        if not shape.described.may(ability):
            return Probed("no_permission", f"{shape.object} is not {ability}")
        found = {name: shape.field(name) for name in fields}
        lacking = [
            shape.names.get(name, name)
            for name, described in found.items()
            if described is None or not getattr(described, ability)
        ]
        return Probed("no_permission", f"not {ability}: {', '.join(lacking)}") if lacking else OK

    def one_row(self, model: str) -> Probed:
        """The cheapest read of a model: one row."""
        logical, fields = MODELS[model]
        probed = self.reads(logical, model)
        if probed.verdict != "ok":
            return probed
        shape: Shape = probed.results
        query = Query(
            fields=shape.columns(*fields), source=shape.object, where=self._only(model, shape), limit=1
        )
        answer = self.asked.once(model, lambda: self.connection.api.query(query).rows)
        if answer.verdict != "ok":
            return answer
        empty = "" if answer.results else "empty: the query answers, but shows no record"
        return Probed("ok", "; ".join(part for part in (probed.detail, empty) if part))

    def _only(self, model: str, shape: Shape) -> Condition | None:
        if model == "ats_users":
            return users_only(shape)
        if model == "ats_candidates":
            return candidates_only(self.org, shape, self.connection.options)
        return None

    def api(self) -> Probed:
        """Whether the user may use the interface at all: every user can be described to everybody."""
        return self.asked.once("api", lambda: self.org.describe("User"))

    def links(self) -> Probed:
        """Whether files of a contact can be found."""
        return self.asked.once("links", self._links)

    def _links(self) -> None:
        described = self.org.describe("ContentDocumentLink")
        if described is None or not described.may("queryable"):
            raise PermissionMissingError("ContentDocumentLink may not be queried")


def _partial(shape: Shape, model: str) -> str:
    """Which fields of a model stay empty, and for want of what; without a model, of all that it feeds."""
    lacking = [
        f"{feed.partition('.')[2]} ({' or '.join(entry.names)})"
        for entry in shape.missing
        for feed in entry.feeds
        if feed.startswith(f"{model}." if model else "")
    ]
    return f"partial: {shape.object} shows nothing for {', '.join(lacking)}" if lacking else ""


def _files(tester: _Tester) -> Probed:
    links = tester.links()
    return tester.reads("file") if links.verdict == "ok" else links


_PROBES: Final[Mapping[str, Callable[[_Tester], Probed]]] = {
    may.API: _Tester.api,
    may.READ_USERS: lambda tester: tester.reads("user"),
    may.READ_JOBS: lambda tester: tester.reads("job"),
    may.READ_CANDIDATES: lambda tester: tester.reads("candidate"),
    may.READ_STAGES: lambda tester: tester.reads("stage"),
    may.READ_APPLICATIONS: lambda tester: tester.reads("application"),
    may.READ_FILES: _files,
    may.CREATE_CANDIDATES: lambda tester: tester.writes("candidate", "createable", "last_name", "email"),
    may.CREATE_APPLICATIONS: lambda tester: tester.writes(
        "application", "createable", "candidate", "job", "stage"
    ),
    may.CREATE_FILES: lambda tester: tester.writes("file", "createable", "path", "content", "place"),
    may.MOVE_APPLICATIONS: lambda tester: tester.writes("application", "updateable", "stage"),
}


def test_scopes(connection: Connection) -> ScopeReport:
    """Look for the permissions that the connector needs, and say what depends on each."""

    def findings() -> Iterator[ScopeFinding]:
        tester = _Tester(connection, connection.org())
        verdicts = {permission: probe(tester) for permission, probe in _PROBES.items()}
        yield from (finding(f"scope:{permission}", probed) for permission, probed in verdicts.items())
        for model, (logical, _) in MODELS.items():
            yield finding(f"model:{model}", tester.reads(logical, model))
        yield from (dependent(f"action:{action}", needs, verdicts) for action, needs in ACTIONS.items())

    return reported(findings)


def test_models(connection: Connection, models: frozenset[str]) -> ScopeReport:
    """One query of at most one row per model."""

    def findings() -> Iterator[ScopeFinding]:
        tester = _Tester(connection, connection.org())
        for model in MODELS:
            if model in models:
                yield finding(f"model:{model}", tester.one_row(model))

    return reported(findings)


def test_fields(connection: Connection, models: frozenset[str]) -> ScopeReport:
    """Every field that rests on a field of the org: whether that one is visible."""

    def findings() -> Iterator[ScopeFinding]:
        tester = _Tester(connection, connection.org())
        for logical, wanted in connection.options.names.objects.items():
            fed = _fed(wanted.fields, models)
            probed = tester.shape(logical) if fed else OK
            for feed, entries in fed.items():
                yield finding(f"field:{feed}", _shown(probed, entries))

    return reported(findings)


def _fed(fields: Mapping[str, FieldNames], models: frozenset[str]) -> dict[str, list[FieldNames]]:
    """Field of a wanted model -> the fields of the org that feed it."""
    fed: dict[str, list[FieldNames]] = {}
    for entry in fields.values():
        for feed in entry.feeds:
            if feed.partition(".")[0] in models:
                fed.setdefault(feed, []).append(entry)
    return fed


def _shown(probed: Probed, entries: list[FieldNames]) -> Probed:
    if probed.verdict != "ok":
        return probed
    shape: Any = probed.results
    lacking = [" or ".join(entry.names) for entry in entries if not shape.has(entry.logical)]
    if lacking:
        return Probed("no_permission", f"{shape.object} shows no {', no '.join(lacking)}")
    return OK
