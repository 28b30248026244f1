"""The endpoints of Avionté that the connector knows, with how well each is known.

Evidence: ``D`` documented by the vendor, ``C`` seen in public clients, ``A`` assumed. Every call goes through
this table, so that a correction is one line here. Source: avionte sheet 2.0, 3, 9.2.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

Evidence = Literal["D", "C", "A"]

PREFIX: Final = "/front-office/v1"
"""Below it every request is billed. Source: avionte sheet 1.6 [A]."""
UNLISTED: Final = "OTHER"
"""Key of calls that a caller passes through and that the table does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One endpoint."""

    key: str
    """Its name in the sheet."""
    method: str
    path: str
    """Below :data:`PREFIX`; that of the token stands at the root."""
    path_evidence: Evidence
    response_evidence: Evidence
    billable: bool = True
    bulk: bool = False
    """Lists of ids and batches: the vendor throttles them to 3-5 requests a second (sheet 1.6 [D])."""

    @property
    def is_assumed(self) -> bool:
        """Whether path or answer is our assumption."""
        return "A" in (self.path_evidence, self.response_evidence)

    @property
    def full_path(self) -> str:
        """From the root of the host."""
        return PREFIX + self.path if self.billable else self.path


def _endpoint(
    key: str,
    method: str,
    path: str,
    path_evidence: Evidence,
    response_evidence: Evidence,
    *,
    billable: bool = True,
    bulk: bool = False,
) -> Endpoint:
    return Endpoint(
        key=key,
        method=method,
        path=path,
        path_evidence=path_evidence,
        response_evidence=response_evidence,
        billable=billable,
        bulk=bulk,
    )


REGISTER: Final[dict[str, Endpoint]] = {
    endpoint.key: endpoint
    for endpoint in (
        _endpoint("TOKEN", "POST", "/authorize/token", "D", "C", billable=False),
        _endpoint("JOB_IDS", "GET", "/jobs/ids/{page}/{pageSize}", "C", "C", bulk=True),
        _endpoint("JOB_GET", "GET", "/job/{jobId}", "C", "C"),
        _endpoint("JOB_MULTI", "POST", "/jobs/multi-query", "C", "C", bulk=True),
        _endpoint("TALENT_IDS", "GET", "/talents/ids/{page}/{pageSize}", "C", "C", bulk=True),
        _endpoint("TALENT_GET", "GET", "/talent/{talentId}", "D", "D"),
        _endpoint("TALENT_MULTI", "POST", "/talents/multi-query", "C", "C", bulk=True),
        _endpoint("TALENT_TAGS", "GET", "/talent/{talentId}/all-tags", "C", "C"),
        _endpoint("TALENT_STATUSES", "GET", "/talent-statuses", "C", "A"),
        _endpoint("TALENT_REQUIREMENT", "GET", "/talent-requirement", "C", "C"),
        _endpoint("WEBAPP_JOB", "GET", "/webapplicants/job/{jobId}", "C", "A"),
        _endpoint("WEBAPP_TALENT", "GET", "/webapplicants/talent/{talentId}", "C", "A"),
        _endpoint("WEBAPP_MULTI", "POST", "/webapplicants/job/multi-query", "C", "A", bulk=True),
        _endpoint("WEBAPP_POSTED", "GET", "/webapplicants/talent/{talentId}/posted-jobs", "C", "A"),
        _endpoint("PIPELINE_GET", "GET", "/pipeline/{pipelineId}", "A", "A"),
        _endpoint("NOM_IDS_BY_JOB", "GET", "/talent/stages/job/{jobId}", "A", "A"),
        _endpoint("NOM_GET", "GET", "/talent/stage/{nominationId}", "C", "A"),
        _endpoint("JOB_ACTIVITY_TYPES", "GET", "/job/activity-types", "A", "A"),
        _endpoint("TALENT_ACTIVITY_TYPES", "GET", "/talent/activity-types", "C", "C"),
        _endpoint("CONTACT_ACTIVITY_TYPES", "GET", "/contact/activity-types", "C", "C"),
        _endpoint("DOC_LIST", "GET", "/talent/{talentId}/document", "C", "A"),
        _endpoint("DOC_GET", "GET", "/talent/{talentId}/document/{documentId}", "A", "A"),
        _endpoint("DOC_TYPES", "GET", "/talent-document-types", "C", "A"),
        _endpoint("BRANCHES", "GET", "/branch", "C", "C"),
        _endpoint("USERS", "GET", "/users", "C", "C"),
        _endpoint("USER_IDS", "GET", "/users/ids/{page}/{pageSize}", "C", "C", bulk=True),
        _endpoint("COMPANY_GET", "GET", "/company/{companyId}", "C", "C"),
        _endpoint("COMPANY_MULTI", "POST", "/companies/multi-query", "C", "C", bulk=True),
        _endpoint("PLACEMENT_GET", "GET", "/placement/{placementId}", "C", "C"),
        _endpoint("PLACEMENT_IDS", "GET", "/placements/ids/{page}/{pageSize}", "C", "C", bulk=True),
        _endpoint("PLACEMENT_MULTI", "POST", "/placements/multi-query", "C", "C", bulk=True),
        _endpoint("SKILL_POSITIONS", "GET", "/skill-positions", "C", "C"),
        _endpoint("TALENT_CREATE", "POST", "/talent", "C", "C"),
        _endpoint("DOC_ADD", "POST", "/talent/{talentId}/document-from-body", "A", "A"),
        _endpoint("RESUME_PUT", "POST", "/talent/{talentId}/resume", "A", "A"),
        _endpoint("TAG_ADD", "POST", "/talent/{talentId}/talenttag", "C", "A"),
        _endpoint("PIPELINE_ADD", "POST", "/pipeline/talent-stage/add", "C", "A"),
        _endpoint("NOM_WRITE", "POST", "/talent/stage", "A", "A"),
    )
}
"""Key -> endpoint, reads first."""


def path_of(key: str) -> str:
    """The path of an endpoint as ``remote_data`` names it, e.g. ``/job/{jobId}``."""
    return REGISTER[key].path


def key_of(method: str, path: str) -> str | None:
    """Key under which a request is billed; None when it costs nothing.

    ``path`` is that below the address of the API. A trailing slash makes no difference (sheet 1.7 [C]).
    """
    if not path.startswith(PREFIX + "/"):
        return None
    asked = path.removeprefix(PREFIX).rstrip("/")
    for endpoint in REGISTER.values():
        if endpoint.billable and endpoint.method == method and _shape(endpoint.path).fullmatch(asked):
            return endpoint.key
    return UNLISTED


@cache
def _shape(path: str) -> re.Pattern[str]:
    """A parameter stands for a number, so that ``/job/activity-types`` is no job."""
    return re.compile(re.sub(r"\{\w+\}", r"-?[0-9]+", path))
