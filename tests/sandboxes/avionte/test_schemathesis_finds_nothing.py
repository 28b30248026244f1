from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assay_sandboxes.avionte import create_app
from assay_sandboxes.avionte.access import DEFAULT_VALUES, SCOPE
from assay_sandboxes.avionte.state import Token
from assay_sandboxes.core.clock import START

APP = create_app()
SCHEMA = schemathesis.openapi.from_dict(APP.state.document())
SCHEMA.app = APP
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
TOKEN = "assay-invented-token"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    APP.state.sandbox.reset("core")


def _real() -> dict[str, int]:
    """What really stands in the placeholders of paths, and in the same keys of bodies."""
    acme = APP.state.sandbox.tenant.acme
    document, nomination = next(iter(acme.documents)), next(iter(acme.nominations))
    return {
        "talentId": document.talent_id,
        "jobId": nomination.job_id,
        "documentId": document.id,
        "nominationId": nomination.id,
        "pipelineId": next(iter(acme.pipeline)).id,
        "placementId": next(iter(acme.placements)).id,
        "companyId": next(iter(acme.companies)).id,
        "page": 1,
        "pageSize": 100,
        "representativeUser": next(iter(acme.users)).id,
        "statusId": 6,
        "frontOfficeId": next(iter(acme.branches)).id,
        "typeId": -11,
    }


RIGHT = {
    "client_id": DEFAULT_VALUES["client_id"],
    "client_secret": DEFAULT_VALUES["client_secret"],
    "scope": SCOPE,
    "grant_type": "client_credentials",
    "stageType": "Active",
    "jobActivityName": "New Lead",
    "emailAddress": "new@mail.example",
    "gender": "F",
    "title": "a.pdf",
    "contents": "QUJD",
    "resumeFilename": "a.pdf",
    "resumeContents": "QUJD",
}
"""What gets bodies past the rules that no schema says."""


@SCHEMA.parametrize()
@settings(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_gives_a_server_error_or_an_answer_outside_its_own_schema(case: Any) -> None:
    sandbox = APP.state.sandbox
    expires_at = START.replace(year=START.year + 1)
    sandbox.tenant.tokens[TOKEN] = Token(DEFAULT_VALUES["api_key"], DEFAULT_VALUES["client_id"], expires_at)
    real = _real()
    for name, value in case.path_parameters.items():
        if len(str(value)) % 2:
            case.path_parameters[name] = real[name]
    if isinstance(case.body, dict):
        right = {**RIGHT, **real}
        for name in case.body.keys() & right.keys():
            case.body[name] = right[name]
    headers = {
        "x-api-key": DEFAULT_VALUES["api_key"],
        "Authorization": f"Bearer {TOKEN}",
        "Tenant": "acme",
    }
    response = case.call(headers=headers)
    case.validate_response(response, checks=CHECKS)
