"""Looks things up in the unified catalogue: models by store id or published title, fields, inputs."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from assay.unified import actions, records
from assay.unified.actions import ActionInput
from assay.unified.base import ComputedByStore, Known, References, UnifiedRecord


def _leaves(base: type[Any]) -> Iterator[type[Any]]:
    for child in base.__subclasses__():
        if child.__subclasses__():
            yield from _leaves(child)
        else:
            yield child


MODELS: dict[str, type[UnifiedRecord]] = {
    cls.store_id: cls for cls in dict.fromkeys(_leaves(UnifiedRecord)) if cls.__module__ == records.__name__
}
"""Store id -> class, in the order of the catalogue."""

ACTIONS: dict[str, type[ActionInput]] = {
    cls.operation: cls for cls in dict.fromkeys(_leaves(ActionInput)) if cls.__module__ == actions.__name__
}
"""Operation -> class."""

MODEL_TITLES: dict[str, type[UnifiedRecord]] = {cls.published_as: cls for cls in MODELS.values()}
ACTION_TITLES: dict[str, type[ActionInput]] = {cls.published_as: cls for cls in ACTIONS.values()}


def fields_of(model: type[UnifiedRecord]) -> tuple[str, ...]:
    """Names of all fields of a unified model."""
    return tuple(model.model_fields)


def marks(model: type[BaseModel], field: str) -> tuple[Any, ...]:
    """The catalogue's marks on a field: References, Known, ComputedByStore."""
    return tuple(
        mark
        for mark in model.model_fields[field].metadata
        if isinstance(mark, References | Known | ComputedByStore)
    )


@cache
def references_of(model: type[BaseModel]) -> dict[str, str]:
    """Reference field -> store id of the model it names."""
    return {
        name: mark.model
        for name in model.model_fields
        for mark in marks(model, name)
        if isinstance(mark, References)
    }


@cache
def enum_of(model: type[BaseModel], field: str) -> tuple[str, ...]:
    """Values of an open or closed enum field, in catalogue order; empty for other fields."""
    known = next((mark.values for mark in marks(model, field) if isinstance(mark, Known)), None)
    return known or tuple(_literals(model.model_fields[field].annotation))


def inputs_of(action: type[ActionInput]) -> tuple[str, ...]:
    """Dotted names of all inputs of an action, leaves only, as published pages spell them."""
    return tuple(_input_names(action, ""))


def _input_names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        inner = next(
            (arg for arg in _flat(info.annotation) if isinstance(arg, type) and issubclass(arg, BaseModel)),
            None,
        )
        if inner is None:
            yield prefix + name
        else:
            yield from _input_names(inner, f"{prefix}{name}.")


def _flat(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, UnionType, list, tuple):
        for argument in get_args(annotation):
            yield from _flat(argument)
    elif annotation is not NoneType:
        yield annotation


def _literals(annotation: Any) -> Iterator[str]:
    for argument in _flat(annotation):
        yield from (value for value in get_args(argument) if isinstance(value, str))


@cache
def is_required(action: type[ActionInput], name: str) -> bool:
    """Whether an action cannot be asked for without this input."""
    return all(model.model_fields[part].is_required() for model, part in _steps(action, name))


def reference_in(action: type[ActionInput], name: str) -> str | None:
    """Store id of the model that an input refers to, if it is a reference."""
    model, part = list(_steps(action, name))[-1]
    return references_of(model).get(part)


def _steps(model: type[BaseModel], name: str) -> Iterator[tuple[type[BaseModel], str]]:
    """The models that a dotted input name leads through, each with the part of the name."""
    head, _, rest = name.partition(".")
    yield model, head
    if rest:
        inner = next(
            arg
            for arg in _flat(model.model_fields[head].annotation)
            if isinstance(arg, type) and issubclass(arg, BaseModel)
        )
        yield from _steps(inner, rest)


@cache
def type_of_field(model: type[BaseModel], field: str) -> str:
    """What a field holds, in the words of readers: ``text``, ``moment``, ``reference to Jobs``."""
    if any(isinstance(mark, Known) for mark in marks(model, field)):
        return "open enum"
    reference = references_of(model).get(field)
    word = _word(model.model_fields[field].annotation)
    return f"reference to {MODELS[reference].published_as}" if reference else word


@cache
def type_of_input(action: type[ActionInput], name: str) -> str:
    """What an input holds; one inside of a list is that of one item."""
    model, part = list(_steps(action, name))[-1]
    return type_of_field(model, part)


@cache
def values_of_input(action: type[ActionInput], name: str) -> tuple[str, ...]:
    """Values that an input of a fixed list takes; empty for other inputs."""
    model, part = list(_steps(action, name))[-1]
    return enum_of(model, part)


_WORDS: dict[Any, str] = {
    str: "text",
    bool: "boolean",
    int: "integer",
    float: "number",
    datetime: "moment",
    date: "day",
    AwareDatetime: "moment",
}


def _word(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _word(arguments[0])
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_word(one) for one in arguments if one is not NoneType))
    if origin is Literal:
        return "enum"
    if origin in (list, tuple):
        return f"list of {_word(arguments[0])}"
    if origin is dict:
        return "object"
    return _WORDS.get(
        annotation, "anything" if annotation is Any else getattr(annotation, "__name__", "object")
    )
