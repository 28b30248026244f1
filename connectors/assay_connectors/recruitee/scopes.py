"""What the role of the token's user lets us do: by ability, by model, by field. Source: recruitee sheet 6.

Too narrow a role shows in two ways, and both are looked for: hard, by a 403; soft, by fewer rows or missing
keys in an answer of 200. Reads are certain. Writes are tried on objects that cannot exist, so that nothing
is ever written; whether the vendor looks at the role before it looks for the object is an assumption, and
the findings say so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from assay.connector import ScopeFinding, ScopeReport
from assay.errors import (
    ConnectorError,
    CredentialError,
    PermissionMissingError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay_connectors.client import Part
from assay_connectors.probes import OK, Probed, Prober, dependent, finding, reported
from assay_connectors.recruitee import permissions as may
from assay_connectors.recruitee.api import Item, Params
from assay_connectors.recruitee.connection import Connection

NOBODY: Final = 0
"""An id that no object has."""
INDICATIVE: Final = "indicative: tried on an object that does not exist"
_RESTRICTED: Final = "restricted view: the user sees assigned jobs only (GET /admin: view_all_jobs is false)"

ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "create_candidate": (may.CREATE_CANDIDATES, may.ADD_FILES, may.SEE_ALL_JOBS, may.SEE_CANDIDATES),
    "create_application": (
        may.CREATE_CANDIDATES,
        may.ADD_FILES,
        may.SEE_ALL_JOBS,
        may.SEE_CANDIDATES,
    ),
    "add_candidate_tag": (may.EDIT_TAGS, may.SEE_CANDIDATES),
    "remove_candidate_tag": (may.EDIT_TAGS, may.SEE_CANDIDATES),
    "add_application_attachment": (may.ADD_FILES, may.SEE_CANDIDATES),
    "add_candidate_attachment": (may.ADD_FILES,),
    "move_application_to_stage": (may.MOVE, may.SEE_CANDIDATES, may.SEE_ALL_JOBS),
    "reject_application": (may.DISQUALIFY, may.SEE_CANDIDATES, may.SEE_REASONS),
    "add_application_result_link": (may.EDIT_FIELDS, may.SEE_CANDIDATES),
    "add_candidate_result_link": (may.EDIT_FIELDS, may.SEE_CANDIDATES),
    "add_application_note": (may.WRITE_NOTES, may.SEE_CANDIDATES),
    "get_application_attachments": (may.SEE_CANDIDATES,),
}
"""Action -> abilities that it needs."""


def _told(error: ConnectorError) -> str:
    """What a failed probe tells: call, status, reason."""
    status = f" answered {error.status}" if error.status else ""
    return f"{error.request}{status}: {error.message}"


@dataclass(slots=True)
class _Prober:
    """Recruitee's ways of asking."""

    connection: Connection
    asked: Prober = field(default_factory=lambda: Prober(say=_told))

    def read(self, path: str, params: Params | None = None) -> Probed:
        """A small read below the company."""
        return self.asked.once(path, lambda: self.connection.api.get(path, params))

    def write(self, method: str, path: str, body: Any) -> Probed:
        """A write on an object that does not exist: being refused for that is what shows the right."""

        def ask() -> None:
            self.connection.api.call(method, path, body, idempotent=False)

        return _indicative(self.asked.once(f"{method} {path}", ask, refused="ok"))

    def admin(self) -> Item:
        """Whose token it is.

        Raises:
            CredentialError: the token is refused, or is not for this company (recruitee sheet 6).
        """
        try:
            answer = self.connection.api.get("/admin")
        except (PermissionMissingError, VendorRefusedError) as error:
            raise CredentialError(
                "the token is not for this company", status=error.status, request=error.request
            ) from error
        admin = answer.get("admin")
        return admin if isinstance(admin, dict) else {}


@dataclass(slots=True)
class _Company:
    """What the probes of one report share."""

    prober: _Prober
    sees_all_jobs: bool
    """False when the vendor says that the user sees assigned jobs only."""


_Probe = Callable[[_Company], Probed]


def _indicative(probed: Probed) -> Probed:
    return Probed("ok", INDICATIVE) if probed.verdict == "ok" else probed


def _first(probed: Probed, key: str) -> Item | None:
    """The first object of a listing that could be read."""
    items = (probed.results or {}).get(key) if probed.verdict == "ok" else None
    return items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else None


def _lists(probed: Probed, key: str) -> Probed:
    """A read is good when it holds the list that it is asked for."""
    if probed.verdict != "ok" or isinstance((probed.results or {}).get(key), list):
        return probed
    return Probed("error", f"the answer has no list {key!r}")


# --- reads -------------------------------------------------------------------------------------------


def _users(company: _Company) -> Probed:
    return _lists(company.prober.read("/admins", {"limit": 1}), "admins")


def _offers(company: _Company) -> Probed:
    return _lists(company.prober.read("/offers", {"page": 1, "limit": 1}), "offers")


def _jobs(company: _Company) -> Probed:
    """Jobs with their pipelines; a restricted view is named even when every answer is 200."""
    offers = _offers(company)
    if offers.verdict != "ok":
        return offers
    offer = _first(offers, "offers")
    if offer is None:
        return OK if company.sees_all_jobs else Probed("error", f"cannot be decided: no job; {_RESTRICTED}")
    detail = company.prober.read(f"/offers/{offer['id']}")
    if detail.verdict != "ok":
        return detail
    body = (detail.results or {}).get("offer") or {}
    company.prober.connection.api.learn_careers_site(body.get("careers_url"))
    if not isinstance((body.get("pipeline_template") or {}).get("stages"), list):
        return Probed("no_permission", f"partial: GET /offers/{offer['id']} shows no pipeline")
    return OK if company.sees_all_jobs else Probed("no_permission", _RESTRICTED)


def _questions(company: _Company) -> Probed:
    """Questions come from the public careers site, whose address a job may have to tell."""
    api = company.prober.connection.api
    if api.careers_url is None:
        _jobs(company)
    if api.careers_url is None:
        return Probed("error", "the careers site is not known; enter its sub-domain")
    site = _lists(company.prober.asked.once("careers", lambda: api.careers("/offers/")), "offers")
    offer = _first(site, "offers")
    if offer is not None and not isinstance(offer.get("open_questions"), list):
        return Probed("error", "the careers site shows no questions")
    return site


def _search(company: _Company) -> Probed:
    return _lists(company.prober.read("/search/new/candidates", {"page": 1, "limit": 1}), "hits")


def _whole(probe: _Probe) -> _Probe:
    """A read of what belongs to jobs: who sees assigned ones only gets less, however good the answer."""

    def probed(company: _Company) -> Probed:
        answer = probe(company)
        if answer.verdict != "ok" or company.sees_all_jobs:
            return answer
        return Probed("no_permission", _RESTRICTED)

    return probed


def _candidates(company: _Company) -> Probed:
    hits = _search(company)
    if hits.verdict == "ok" and not _first(hits, "hits") and not company.sees_all_jobs:
        return Probed("error", f"cannot be decided: no candidate; {_RESTRICTED}")
    return hits


def _detail(*keys: str) -> Callable[[_Company], Probed]:
    """A candidate with these keys; hidden ones are missing without a word."""

    def probe(company: _Company) -> Probed:
        hits = _candidates(company)
        hit = _first(hits, "hits")
        if hit is None:
            return hits
        path = f"/candidates/{hit['id']}"
        detail = company.prober.read(path)
        body = (detail.results or {}).get("candidate") or {}
        missing = [key for key in keys if key not in body]
        if detail.verdict == "ok" and missing:
            return Probed("no_permission", f"partial: GET {path} lacks {', '.join(missing)}")
        return detail

    return probe


_candidate = _detail("placements", "tags", "sources", "fields", "gdpr_expires_at")
"""All of somebody that syncs and actions need."""


def _tags(company: _Company) -> Probed:
    return _lists(company.prober.read("/tags"), "tags")


def _reasons(company: _Company) -> Probed:
    return _lists(company.prober.read("/disqualify_reasons"), "disqualify_reasons")


def _interviews(company: _Company) -> Probed:
    params: Params = {"scope": "all", "page": 1, "limit": 1}
    return _lists(company.prober.read("/interview/events", params), "interview_events")


def _webhooks(company: _Company) -> Probed:
    return company.prober.read("/webhooks")


def _listing(path: str, key: str) -> Callable[[_Company], Probed]:
    return lambda company: _lists(company.prober.read(path), key)


# --- writes ------------------------------------------------------------------------------------------


def _writing(method: str, path: str, body: Any) -> Callable[[_Company], Probed]:
    return lambda company: company.prober.write(method, path, body)


def _files(company: _Company) -> Probed:
    """An upload without a file; the vendor is known to answer mistakes in it with 500 (sheet 3.9)."""
    api = company.prober.connection.api

    def ask() -> None:
        try:
            api.upload("/attachments", [Part(name="attachment[candidate_id]", content=str(NOBODY).encode())])
        except VendorUnavailableError as error:
            if error.status != HTTPStatus.INTERNAL_SERVER_ERROR:
                raise

    return _indicative(company.prober.asked.once("POST /attachments", ask, refused="ok"))


_ABILITIES: Final[Mapping[str, _Probe]] = {
    may.SEE_ALL_JOBS: _jobs,
    may.SEE_USERS: _users,
    may.SEE_CANDIDATES: _whole(_candidate),
    may.SEE_TAGS: _tags,
    may.SEE_REASONS: _reasons,
    may.SEE_INTERVIEWS: _whole(_interviews),
    may.SEE_CAREERS_SITE: _questions,
    may.CREATE_CANDIDATES: _writing("POST", "/candidates", {"candidate": {"name": ""}}),
    may.EDIT_TAGS: _writing("POST", f"/candidates/{NOBODY}/tags", {"tags": []}),
    may.ADD_FILES: _files,
    may.EDIT_FIELDS: _writing(
        "POST",
        f"/custom_fields/candidates/{NOBODY}/fields",
        {"field": {"kind": "single_line", "values": []}},
    ),
    may.WRITE_NOTES: _writing("POST", f"/candidates/{NOBODY}/notes", {"note": {"body": ""}}),
    may.MOVE: _writing("PATCH", f"/placements/{NOBODY}/change_stage", {"stage_id": NOBODY}),
    may.DISQUALIFY: _writing("PATCH", f"/placements/{NOBODY}/disqualify", {"disqualify_reason_id": NOBODY}),
    may.SET_CONSENT: _writing("POST", f"/gdpr/candidates/{NOBODY}/set_gdpr_custom_expires_at", {}),
    may.MANAGE_WEBHOOKS: _webhooks,
}

_MODEL_PROBES: Final[Mapping[str, _Probe]] = {
    "ats_users": _users,
    "ats_jobs": _jobs,
    "ats_application_stages": _jobs,
    "ats_join_jobs_application_stages": _jobs,
    "ats_join_jobs_users": _jobs,
    "ats_screening_questions": _questions,
    "ats_join_jobs_screening_questions": _questions,
    "ats_candidates": _whole(_candidates),
    "ats_applications": _whole(_detail("placements")),
    "ats_join_candidates_tags": _whole(_detail("tags")),
    "ats_tags": _tags,
    "ats_interviews": _whole(_interviews),
    "ats_rejection_reasons": _reasons,
}
"""Model -> its cheapest read (recruitee sheet 6)."""

_FIELD_PROBES: Final[Mapping[str, _Probe]] = {
    "ats_jobs.department": _listing("/departments", "departments"),
    "ats_jobs.location": _listing("/locations", "locations"),
    "ats_candidates.source": _detail("sources"),
    "ats_candidates.location": _detail("fields"),
    "ats_candidates.integration_fields": _detail("fields", "gdpr_expires_at"),
    "ats_applications.screening_question_answers": _detail("open_question_answers"),
    "ats_join_candidates_tags.tag_id": _tags,
    "ats_join_jobs_users.user_id": _users,
}
"""Fields that need more than their model's own call."""


def _company(connection: Connection) -> _Company:
    prober = _Prober(connection)
    return _Company(prober, sees_all_jobs=prober.admin().get("view_all_jobs") is not False)


def test_scopes(connection: Connection) -> ScopeReport:
    """Look for the abilities that the connector needs, and say what depends on each."""

    def findings() -> Iterator[ScopeFinding]:
        company = _company(connection)
        verdicts = {ability: _ABILITIES[ability](company) for ability in may.PERMISSIONS}
        yield from (finding(f"scope:{ability}", probed) for ability, probed in verdicts.items())
        yield from (finding(f"model:{model}", probe(company)) for model, probe in _MODEL_PROBES.items())
        verdicts[may.SEE_CANDIDATES] = _candidate(company)  # to act on those who show, others do not matter
        yield from (dependent(f"action:{action}", needs, verdicts) for action, needs in ACTIONS.items())

    return reported(findings)


def test_models(connection: Connection, models: frozenset[str]) -> ScopeReport:
    """One cheap read per model, fewer where models share one."""
    return _probed(connection, "model", _MODEL_PROBES, models)


def test_fields(connection: Connection, models: frozenset[str]) -> ScopeReport:
    """One cheap read per call that fields need beyond their model's own."""
    return _probed(connection, "field", _FIELD_PROBES, models)


def _probed(
    connection: Connection, kind: str, probes: Mapping[str, _Probe], models: frozenset[str]
) -> ScopeReport:
    def findings() -> Iterator[ScopeFinding]:
        company = _company(connection)
        for name, probe in probes.items():
            if name.partition(".")[0] in models:
                yield finding(f"{kind}:{name}", probe(company))

    return reported(findings)
