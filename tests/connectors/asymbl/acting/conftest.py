"""Actions as tests order them."""

from collections.abc import Callable
from typing import Any

import pytest

from assay.connector import ActionResult
from assay.unified import actions as unified

JOB, STAGE = "bpats__Job__c", "bpats__ATS_Stage__c"
PDF = "JVBERi0xLjQ="


@pytest.fixture
def order(acme: Any) -> Callable[..., dict[str, Any]]:
    """Inputs of a create action on the first job; ``candidate`` and others are merged in."""

    def make(candidate: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        person = {"first_name": "Nia", "last_name": "Brandt", "email_address": "nia.brandt@mail.example"}
        return {
            "candidate": {**person, **(candidate or {})},
            "application": {"job_id": acme.rows[JOB][0]["Id"]},
            **more,
        }

    return make


@pytest.fixture
def act(acme: Any) -> Callable[..., ActionResult]:
    """Performs an action by its operation."""
    kinds = {
        kind.operation: kind
        for kind in vars(unified).values()
        if isinstance(kind, type) and issubclass(kind, unified.ActionInput) and hasattr(kind, "operation")
    }

    def perform(
        operation: str, inputs: dict[str, Any], settings: dict[str, Any] | None = None
    ) -> ActionResult:
        result: ActionResult = acme.connect(**(settings or {})).act(kinds[operation].model_validate(inputs))
        return result

    return perform
