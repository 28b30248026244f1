"""Contracts from files; every mistake becomes one clear error with file and line."""

from pathlib import Path as File
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assay.contract.model import Contract
from assay.contract.rules import Path, not_allowed
from assay.contract.text import Document, read_document
from assay.errors import ContractError

FILE_NAME = "contract.yaml"

_EXPECTED = {
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "tuple_type": "a list (lines that start with '- ')",
    "literal_error": "one of {expected}",
    "enum": "one of {expected}",
    "date_from_datetime_parsing": "a day such as 2026-12-31",
    "date_parsing": "a day such as 2026-12-31",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "greater_than_equal": "{ge} or more",
    "string_pattern_mismatch": "text that matches {pattern}",
}


def load_contract(path: File) -> Contract:
    """Read one contract.

    Raises:
        ContractError: the file cannot be read or holds a mistake; names file, line, what was found,
            what is allowed and what to do. Only the first mistake is told.
    """
    document = read_document(File(path))
    try:
        return Contract.model_validate(document.data)
    except ValidationError as error:
        raise told(document, error.errors(include_url=False)[0], of=Contract) from error


def load_contracts(root: File) -> dict[str, Contract]:
    """All contracts under a folder that holds one folder per vendor, by slug, in order of the slugs.

    Raises:
        ContractError: as :func:`load_contract`; also when there is none, or one lies in a folder of
            another name than its slug.
    """
    found = {file.parent.name: load_contract(file) for file in sorted(File(root).glob(f"*/{FILE_NAME}"))}
    if not found:
        raise ContractError(
            f"no contract found; expected <vendor>/{FILE_NAME}", where=str(root), hint="check the path"
        )
    for folder, contract in found.items():
        if contract.connector != folder:
            file = File(root) / folder / FILE_NAME
            raise ContractError(
                f"connector is '{contract.connector}' but the folder is '{folder}'",
                where=f"{file}:{read_document(file).where(('connector',)).rpartition(':')[2]}",
                hint="give both the same name",
            )
    return found


def told(document: Document, details: ErrorDetails, *, of: type[BaseModel]) -> ContractError:
    """A mistake in a file as one error with file, line, what was found and what to do."""
    path: Path = tuple(details["loc"])
    kind, found = details["type"], details["input"]
    if kind == "contract_rule":
        context = details["ctx"]
        return ContractError(
            context["message"], where=document.where((*path, *context["path"])), hint=context["hint"]
        )
    if kind == "extra_forbidden":
        message, hint = not_allowed("key", str(path[-1]), _keys_at(of, path[:-1]), of=_quoted(path[:-1]))
    elif kind == "missing":
        owner = f" of {_quoted(path[:-1])}" if path[:-1] else ""
        message = f"key '{path[-1]}'{owner} is missing; found {_named(found)}"
        hint = f"add '{path[-1]}:'"
    else:
        expected = _EXPECTED.get(kind, "what the schema says").format_map(details.get("ctx", {}))
        message = f"'{_dotted(path)}' must be {expected}; found {_named(found)}"
        hint = "correct the value"
    return ContractError(message, where=document.where(path), hint=hint)


def _named(found: object) -> str:
    if isinstance(found, dict):
        return "a mapping with " + (", ".join(map(str, found)) or "nothing in it")
    if isinstance(found, list):
        return f"a list of {len(found)}"
    return "nothing" if found is None else repr(found)[:80]


def _quoted(path: Path) -> str:
    return f"'{_dotted(path)}'" if path else ""


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _keys_at(part: type[BaseModel], path: Path) -> list[str]:
    for step in path:
        if isinstance(step, str):
            fields = part.model_fields
            part = _inner_part(next(i.annotation for name, i in fields.items() if step in (name, i.alias)))
    return [info.alias or name for name, info in part.model_fields.items()]


def _inner_part(annotation: Any) -> type[BaseModel]:
    """The part that a list of parts, or an optional part, names first."""
    while not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        annotation = get_args(annotation)[0]
    return annotation
