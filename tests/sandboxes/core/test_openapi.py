from typing import Any

from pydantic import BaseModel, create_model

from assay_sandboxes.core.openapi import Described, Operation, Parameter, openapi_document


class Thing(BaseModel):
    name: str


def _document(*operations: Operation, **options: Any) -> dict[str, Any]:
    return openapi_document(
        title="T",
        version="1",
        description="D",
        operations=operations,
        security={"key": {"type": "http"}},
        **options,
    )


def test_operations_describe_their_bodies_and_all_their_answers() -> None:
    operation = Operation(
        "post",
        "/thing.make",
        "Make",
        "thing",
        {"application/json": Thing},
        {
            200: Described("Made", {"application/json": list[Thing]}, ("x-id",)),
            401: Described("No", {"text/plain": None}),
        },
    )
    document = _document(operation, server_url="https://x.test")
    described = document["paths"]["/thing.make"]["post"]
    assert described["operationId"] == "post_thing_make"
    reference = {"$ref": "#/components/schemas/Thing"}
    assert described["requestBody"]["content"]["application/json"]["schema"] == reference
    answer = described["responses"]["200"]
    assert answer["content"]["application/json"]["schema"] == {"type": "array", "items": reference}
    assert answer["headers"] == {"x-id": {"schema": {"type": "string"}}}
    assert described["responses"]["401"]["content"] == {"text/plain": {"schema": {"type": "string"}}}
    assert document["components"]["schemas"]["Thing"]["required"] == ["name"]
    assert document["servers"] == [{"url": "https://x.test"}]


def test_an_operation_may_have_no_body() -> None:
    document = _document(Operation("get", "/things", "List", "thing"))
    assert "requestBody" not in document["paths"]["/things"]["get"]
    assert document["servers"] == [{"url": "/"}]


def test_two_types_of_one_name_are_told_apart() -> None:
    other = create_model("Thing", size=(int, ...))
    answers = [{200: Described("", {"application/json": list[kind]})} for kind in (Thing, other)]  # type: ignore[valid-type]
    operations = [Operation("get", f"/{number}", "", "", {}, answer) for number, answer in enumerate(answers)]
    schemas = _document(*operations)["components"]["schemas"].values()
    assert sorted(list(schema["properties"]) for schema in schemas) == [["name"], ["size"]]


def test_an_operation_says_what_stands_in_its_address_and_whether_anybody_may_call_it() -> None:
    asked = (Parameter("id", "path"), Parameter("page", "query", {"type": "integer"}, required=True))
    document = _document(Operation("get", "/things/{id}", "", "", parameters=asked, public=True))
    described = document["paths"]["/things/{id}"]["get"]
    assert described["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "page", "in": "query", "required": True, "schema": {"type": "integer"}},
    ]
    assert described["security"] == []
