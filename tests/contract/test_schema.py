"""The published JSON Schema is current and says what the loader says."""

import copy
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, meta

from assay.contract import json_schema
from assay.contract.schema import FILE_NAME, schema_text
from assay.contract.text import read_document
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES

FOLDER = Path(__file__).parents[2] / "contracts" / "assay_contracts"
CONTRACTS = sorted(FOLDER.glob("*/contract.yaml"))


def data(slug: str = "ashby") -> dict[str, Any]:
    return copy.deepcopy(read_document(FOLDER / slug / "contract.yaml").data)


def mistakes(contract: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(contract)]


def test_the_committed_schema_is_current() -> None:
    assert (FOLDER / FILE_NAME).read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_schema() -> None:
    assert meta.is_valid(json_schema())


@pytest.mark.parametrize("file", CONTRACTS, ids=lambda file: file.parent.name)
def test_every_contract_satisfies_the_schema_and_names_it(file: Path) -> None:
    assert mistakes(read_document(file).data) == []
    assert file.read_text().startswith(f"# yaml-language-server: $schema=../{FILE_NAME}\n")


def test_titles_are_completed_from_the_unified_catalogue() -> None:
    parts = json_schema()["$defs"]

    assert parts["ModelPromise"]["properties"]["title"]["enum"] == list(MODEL_TITLES)
    assert parts["ActionPromise"]["properties"]["title"]["enum"] == list(ACTION_TITLES)


def test_a_model_of_another_title_is_refused() -> None:
    contract = data()
    contract["models"][0]["title"] = "Persons"

    assert any("Persons" in mistake for mistake in mistakes(contract))


def test_a_field_of_another_model_is_refused() -> None:
    contract = data()
    contract["models"][0]["fields"][0]["name"] = "job_code"

    assert any("job_code" in mistake for mistake in mistakes(contract))


def test_an_input_of_another_action_is_refused() -> None:
    contract = data()
    contract["actions"][2]["inputs"][0]["name"] = "label"

    assert any("label" in mistake for mistake in mistakes(contract))


def test_an_inferred_field_of_another_model_is_refused() -> None:
    contract = data("flatchr")
    tags = next(model for model in contract["models"] if model["title"] == "Tags")
    tags["inferred"][0]["name"] = "job_code"

    assert any("job_code" in mistake for mistake in mistakes(contract))


def test_an_unknown_key_is_refused() -> None:
    contract = data()
    contract["prices"] = 1

    assert any("'prices' was unexpected" in mistake for mistake in mistakes(contract))
