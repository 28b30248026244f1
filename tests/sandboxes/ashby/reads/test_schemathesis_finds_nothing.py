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

from assay_sandboxes.ashby import create_app
from assay_sandboxes.ashby.access import DEFAULT_KEY

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


@pytest.fixture(autouse=True)
def _fresh() -> None:
    APP.state.sandbox.reset("core", {"requests_per_minute": 10_000_000})


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
    response = case.call(auth=(DEFAULT_KEY, ""))
    case.validate_response(response, checks=CHECKS)
