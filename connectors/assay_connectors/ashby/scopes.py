"""What the key in hand may do: by scope, by model, by field. Source: ashby sheet 6.3 to 6.5.

Every probe is a small read, or a write on objects that cannot exist: a key without the right is refused
before the body is looked at, any other answer to such a write shows the right (ashby sheet 3). Only the
vendor's own words count as a lack of permission; limits and faults leave the question open.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assay.connector import ScopeFinding, ScopeReport
from assay_connectors.ashby.api import AshbyApi
from assay_connectors.ashby.connection import Connection
from assay_connectors.ashby.guide import PERMISSIONS
from assay_connectors.probes import OK, Probed, Prober, dependent, finding, reported

NOBODY: Final = "00000000-0000-4000-8000-000000000000"
"""A well-formed id that no object has; always the same, so that recordings are."""

MODELS: Final[Mapping[str, tuple[str, ...]]] = {
    "ats_users": ("organization:read",),
    "ats_roles": ("organization:read",),
    "ats_join_users_roles": ("organization:read",),
    "ats_jobs": ("jobs:read",),
    "ats_join_jobs_users": ("jobs:read",),
    "ats_join_user_job_role_assignments": ("jobs:read",),
    "ats_job_postings": ("jobs:read",),
    "ats_screening_questions": ("jobs:read",),
    "ats_join_jobs_screening_questions": ("jobs:read",),
    "ats_candidates": ("candidates:read",),
    "ats_join_candidates_tags": ("candidates:read",),
    "ats_applications": ("candidates:read",),
    "ats_application_stages": ("interviews:read",),
    "ats_join_jobs_application_stages": ("interviews:read", "jobs:read"),
    "ats_tags": ("hiringProcessMetadata:read",),
    "ats_interviews": ("interviews:read",),
    "ats_join_interviews_users": ("interviews:read",),
    "ats_offers": ("offers:read",),
    "ats_rejection_reasons": ("hiringProcessMetadata:read",),
}
"""Model -> scopes it cannot do without (sheet 6.4)."""

_BOTH: Final = ("candidates:read", "candidates:write")
_LINK: Final = (*_BOTH, "hiringProcessMetadata:read", "hiringProcessMetadata:write")

ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "create_candidate": ("candidates:write", "candidates:read", "hiringProcessMetadata:read", "jobs:read"),
    "create_application": ("candidates:write", "candidates:read", "hiringProcessMetadata:read", "jobs:read"),
    "add_candidate_tag": ("candidates:write", "hiringProcessMetadata:write"),
    "add_application_attachment": _BOTH,
    "add_candidate_attachment": ("candidates:write",),
    "move_application_to_stage": ("candidates:write",),
    "reject_application": (*_BOTH, "interviews:read"),
    "add_application_result_link": _LINK,
    "add_candidate_result_link": _LINK,
    "add_application_note": _BOTH,
    "get_application_attachments": ("candidates:read",),
    "get_candidate_attachments": ("candidates:read",),
}
"""Action -> scopes of the calls it makes (sheet 6.1, 7.2)."""


@dataclass(slots=True)
class _Prober:
    """Ashby's ways of asking."""

    api: AshbyApi
    asked: Prober = field(default_factory=Prober)

    def read(self, path: str, body: Mapping[str, Any]) -> Probed:
        """A small read."""
        return self.asked.once(path, lambda: self.api.call(path, body, idempotent=True))

    def write(self, path: str, body: Mapping[str, Any]) -> Probed:
        """A write on objects that do not exist: being refused for that reason is what shows the right."""
        return self.asked.once(path, lambda: self.api.call(path, body, idempotent=True), refused="ok")


_ONE: Final = {"limit": 1}


def _stages(prober: _Prober) -> Probed:
    plans = prober.read("/interviewPlan.list", _ONE)
    return _then(prober, plans, "/interviewStage.list", lambda plan: {"interviewPlanId": plan["id"]})


def _questions(prober: _Prober) -> Probed:
    postings = _postings(prober)
    return _then(prober, postings, "/jobPosting.info", lambda posting: {"jobPostingId": posting["id"]})


def _postings(prober: _Prober) -> Probed:
    return prober.read("/jobPosting.list", {"listedOnly": True})


def _answers(prober: _Prober) -> Probed:
    applications = prober.read("/application.list", _ONE)
    expand = {"expand": ["applicationFormSubmissions"]}
    return _then(
        prober, applications, "/application.info", lambda item: {"applicationId": item["id"], **expand}
    )


def _then(
    prober: _Prober, first: Probed, path: str, body_for: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Probed:
    """The probe that needs an object of another one; without any object, nothing speaks against the right."""
    items = first.results
    if first.verdict != "ok" or not isinstance(items, list) or not items:
        return first
    return prober.read(path, body_for(items[0]))


_Probe = Callable[[_Prober], Probed]


def _reading(path: str, body: Mapping[str, Any]) -> _Probe:
    return lambda prober: prober.read(path, body)


def _writing(path: str, body: Mapping[str, Any]) -> _Probe:
    return lambda prober: prober.write(path, body)


_USERS: Final = _reading("/user.list", _ONE)
_JOB_ROLES: Final = _reading("/hiringTeamRole.list", {"namesOnly": False})
_JOBS: Final = _reading("/job.list", _ONE)
_CANDIDATES: Final = _reading("/candidate.list", _ONE)
_SCHEDULES: Final = _reading("/interviewSchedule.list", _ONE)
_FIELDS: Final = _reading("/customField.list", _ONE)

_SCOPE_PROBES: Final[Mapping[str, _Probe]] = {
    "apiKeys:write": _writing("/webhook.delete", {"webhookId": NOBODY}),
    "organization:read": _USERS,
    "jobs:read": _JOBS,
    "candidates:read": _CANDIDATES,
    "candidates:write": _writing("/candidate.addTag", {"candidateId": NOBODY, "tagId": NOBODY}),
    "hiringProcessMetadata:read": _reading("/candidateTag.list", _ONE),
    "hiringProcessMetadata:write": _writing("/candidateTag.archive", {"tagId": NOBODY}),
    "interviews:read": _reading("/interviewPlan.list", _ONE),
    "offers:read": _reading("/offer.list", _ONE),
}

_MODEL_PROBES: Final[Mapping[str, _Probe]] = {
    "ats_users": _USERS,
    "ats_roles": _JOB_ROLES,
    "ats_join_users_roles": _USERS,
    "ats_jobs": _JOBS,
    "ats_join_jobs_users": _JOBS,
    "ats_join_user_job_role_assignments": _JOBS,
    "ats_job_postings": _postings,
    "ats_screening_questions": _questions,
    "ats_join_jobs_screening_questions": _questions,
    "ats_candidates": _CANDIDATES,
    "ats_join_candidates_tags": _CANDIDATES,
    "ats_applications": _reading("/application.list", _ONE),
    "ats_application_stages": _stages,
    "ats_join_jobs_application_stages": _stages,
    "ats_tags": _reading("/candidateTag.list", _ONE),
    "ats_interviews": _SCHEDULES,
    "ats_join_interviews_users": _SCHEDULES,
    "ats_offers": _reading("/offer.list", _ONE),
    "ats_rejection_reasons": _reading("/archiveReason.list", {}),
}

_FIELD_PROBES: Final[Mapping[str, _Probe]] = {
    "ats_jobs.department": _reading("/department.list", _ONE),
    "ats_jobs.location": _reading("/location.list", _ONE),
    "ats_jobs.description": _questions,
    "ats_jobs.post_url": _postings,
    "ats_jobs.visibility": _postings,
    "ats_jobs.remote_work_status": _postings,
    "ats_jobs.salary_amount_from": _questions,
    "ats_jobs.salary_amount_to": _questions,
    "ats_jobs.salary_currency": _questions,
    "ats_jobs.salary_period": _questions,
    "ats_jobs.integration_fields": _FIELDS,
    "ats_candidates.integration_fields": _FIELDS,
    "ats_applications.integration_fields": _FIELDS,
    "ats_applications.screening_question_answers": _answers,
    "ats_offers.integration_fields": _FIELDS,
    "ats_interviews.title": _reading("/interview.list", {"includeNonSharedInterviews": True, **_ONE}),
    "ats_screening_questions.category": _questions,
    "ats_join_user_job_role_assignments.role_id": _JOB_ROLES,
}
"""Fields that need a call beyond their model's own (sheet 6.5). What a switch of the key hides cannot be
asked for: confidential jobs and private fields are left out without a word."""


def test_scopes(connection: Connection) -> ScopeReport:
    """Compare the scopes of the key with those the connector needs, and say what depends on each."""

    def findings() -> Iterator[ScopeFinding]:
        verdicts = _scope_verdicts(_Prober(connection.api))
        yield from (finding(f"scope:{scope}", verdicts[scope]) for scope in PERMISSIONS)
        yield from (dependent(f"model:{model}", needs, verdicts) for model, needs in MODELS.items())
        yield from (dependent(f"action:{action}", needs, verdicts) for action, needs in ACTIONS.items())

    return reported(findings)


def _scope_verdicts(prober: _Prober) -> dict[str, Probed]:
    told = prober.read("/apiKey.info", {})
    if told.verdict == "ok" and isinstance(told.results, dict):
        granted = told.results.get("scopes") or []
        missing = Probed("no_permission", "the key does not have this scope")
        return {scope: OK if scope in granted else missing for scope in PERMISSIONS}
    if told.verdict == "no_permission":
        probed = {scope: probe(prober) for scope, probe in _SCOPE_PROBES.items()}
        return {"apiKeys:read": told, **probed}
    return dict.fromkeys(PERMISSIONS, Probed("error", told.detail or "the key's scopes cannot be read"))


def test_models(connection: Connection, models: frozenset[str]) -> ScopeReport:
    """One cheap read per model, fewer where models share one."""
    return _probed(
        connection, {model: ("model:" + model, probe) for model, probe in _MODEL_PROBES.items()}, models
    )


def test_fields(connection: Connection, models: frozenset[str]) -> ScopeReport:
    """One cheap read per call that fields need beyond their model's own."""
    probes = {name: ("field:" + name, probe) for name, probe in _FIELD_PROBES.items()}
    return _probed(connection, probes, models)


def _probed(
    connection: Connection, probes: Mapping[str, tuple[str, _Probe]], models: frozenset[str]
) -> ScopeReport:
    prober = _Prober(connection.api)
    return reported(
        lambda: (
            finding(subject, probe(prober))
            for name, (subject, probe) in probes.items()
            if name.partition(".")[0] in models
        )
    )
