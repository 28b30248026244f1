"""Generated bodies, sent to people, placements, jobs, files, notes and fields that exist."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assay_sandboxes.recruitee import create_app
from assay_sandboxes.recruitee.access import DEFAULT_TOKEN
from assay_sandboxes.recruitee.effects.files import attach as attach_file
from assay_sandboxes.recruitee.effects.files import behind, set_as_cv

APP = create_app()
SCHEMA = schemathesis.openapi.from_dict(APP.state.document()).include(method=["POST", "PATCH", "DELETE"])
SCHEMA.app = APP
SCHEMA.config.phases.coverage.enabled = False  # the test of all operations has it on
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _known() -> dict[str, Any]:
    """An id for every name in a path, and a few for names in bodies."""
    sandbox = APP.state.sandbox
    sandbox.reset("core", {"requests_per_minute": 10_000_000})
    account = sandbox.tenant
    placement = account.placements.first(lambda one: one.stage_id is not None)
    candidate = account.candidates.get(placement.candidate_id)
    set_as_cv(sandbox, candidate, attach_file(sandbox, behind("https://x.test/a.pdf"), candidate=candidate))
    offer = account.offers.first(lambda one: one.status == "published")
    fielded = account.candidates.first(lambda one: one.fields)
    return {
        "company_id": "41207",
        "candidate_id": candidate.id,
        "placement_id": placement.id,
        "offer_id": offer.id,
        "slug": offer.slug,
        "attachment_id": attach_file(sandbox, behind("https://x.test/b.pdf"), candidate=candidate).id,
        "note_id": next(iter(account.notes)).id,
        "field_id": fielded.fields[0].id,
        "reason_id": next(iter(account.reasons)).id,
        "disqualify_reason_id": next(iter(account.reasons)).id,
        "stage_id": account.stages_of(account.offers.get(placement.offer_id))[-1].id,
        "location_ids": [next(iter(account.locations)).id],
        "offers": [offer.id],
        "webhook_id": 1,
    }


def _aimed(value: Any, known: dict[str, Any]) -> Any:
    """The same body with ids that exist."""
    if isinstance(value, dict):
        return {key: known.get(key, _aimed(inner, known)) for key, inner in value.items()}
    return [_aimed(inner, known) for inner in value] if isinstance(value, list) else value


@SCHEMA.parametrize()
@settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_write_breaks_the_server_or_its_own_schema(case: Any) -> None:
    known = _known()
    case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
    case.body = _aimed(case.body, known)
    response = case.call(headers={"Authorization": f"Bearer {DEFAULT_TOKEN}"})
    case.validate_response(response, checks=CHECKS)
