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

from assay_sandboxes.asymbl import create_app
from assay_sandboxes.asymbl.login.sessions import DEFAULT_CLIENT_ID, open_session
from assay_sandboxes.asymbl.metadata.content import VERSION
from assay_sandboxes.asymbl.metadata.recruiting import APPLICANT

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
QUERIES = (
    "SELECT Id, bpats__Job__r.Name FROM bpats__ATS_Applicant__c WHERE CreatedDate >= 2026-05-01T00:00:00Z",
    "SELECT FIELDS(ALL) FROM Contact LIMIT 3",
    "SELECT COUNT() FROM User",
    "SELECT COUNT(Id) FROM User",
)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    APP.state.sandbox.reset("core")


def _real(case: Any) -> dict[str, str]:
    """What really stands in the placeholders of paths."""
    org = APP.state.sandbox.tenant
    typed = case.path.split("/sobjects/")[-1].split("/")[0]
    name = typed if org.schema.get(typed) is not None else "Contact"
    return {
        "object": name,
        "id": next(record.id for record in org.records.of(name)),
        "name": next(org.records.of(VERSION)).id if case.method == "GET" else "Email",
        "value": "VersionData" if case.method == "GET" else "marta.reis@mail.example",
        "locator": "0r8xx-200",
    }


def _sensible(case: Any) -> None:
    """Let about half of the values be real ones, so that more than refusals is tried."""
    real = _real(case)
    for name, value in case.path_parameters.items():
        if len(str(value)) % 2 or name == "object":
            case.path_parameters[name] = real.get(name, value)
    if case.path.endswith("{name}/{value}") and case.method == "GET":
        case.path_parameters["object"] = VERSION
    if case.path.endswith(("/query", "/queryAll")) and len(str(case.query)) % 2:
        case.query["q"] = QUERIES[len(str(case.query)) // 2 % len(QUERIES)]
    if case.path.endswith(("/deleted", "/updated")) and len(str(case.query)) % 2:
        case.query = {"start": "2026-06-10T00:00:00Z", "end": "2026-06-16T00:00:00Z"}
    if case.path.endswith("/composite/tree/{object}"):
        case.path_parameters["object"] = APPLICANT


@SCHEMA.parametrize()
@settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_gives_a_server_error_or_an_answer_outside_its_own_schema(case: Any) -> None:
    sandbox = APP.state.sandbox
    _sensible(case)
    credential = sandbox.credentials.find("client_id", DEFAULT_CLIENT_ID)
    session = open_session(sandbox, credential)
    response = case.call(headers={"Authorization": f"Bearer {session.token}"})
    case.validate_response(response, checks=CHECKS)
