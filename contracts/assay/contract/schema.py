"""The JSON Schema of contracts, so that editors complete and check them."""

import json
from typing import Any

from assay.contract.model import Contract
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES, fields_of, inputs_of

FILE_NAME = "contract.schema.json"


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a contract: its shape, and the words of the unified catalogue.

    What JSON Schema cannot say (nothing declared twice, groups of behaviours) only the loader checks.
    """
    schema = Contract.model_json_schema(by_alias=True)
    parts = schema["$defs"]
    _allow(
        parts["ModelPromise"],
        {title: fields_of(model) for title, model in MODEL_TITLES.items()},
        ("fields", "inferred"),
    )
    _allow(
        parts["ActionPromise"],
        {title: inputs_of(action) for title, action in ACTION_TITLES.items()},
        ("inputs",),
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as it is committed."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _allow(part: dict[str, Any], names: dict[str, tuple[str, ...]], keys: tuple[str, ...]) -> None:
    part["properties"]["title"]["enum"] = list(names)
    part["allOf"] = [
        {
            "if": {"properties": {"title": {"const": title}}, "required": ["title"]},
            "then": {
                "properties": {
                    key: {"items": {"properties": {"name": {"enum": list(allowed)}}}} for key in keys
                }
            },
        }
        for title, allowed in names.items()
    ]
