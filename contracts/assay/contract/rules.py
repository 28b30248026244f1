"""Rules of a contract that reach across its parts or into the unified catalogue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from assay.contract.part import slug
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES, fields_of, inputs_of

if TYPE_CHECKING:
    from assay.contract.model import Contract, ModelPromise

Path = tuple[str | int, ...]
"""Keys and positions from the top of the contract down to a value."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a contract that breaks a rule."""

    path: Path
    message: str
    """What was found and what is allowed."""
    hint: str = ""
    """What to do about it."""


def first_mistake(contract: "Contract") -> Mistake | None:
    """The first mistake in reading order, or None if every rule holds."""
    return next(_mistakes(contract), None)


def not_allowed(what: str, found: str, allowed: Iterable[str], *, of: str = "") -> tuple[str, str]:
    """Message and hint about a word that is none of the allowed ones."""
    words = tuple(allowed)
    close = get_close_matches(found, words, n=1, cutoff=0.6) or [
        word for word in words if word.casefold() == found.casefold()
    ]
    hint = f"did you mean '{close[0]}'?" if close else "use one of the allowed words, or take it out"
    owner = f" of {of}" if of else ""
    return f"{what} '{found}'{owner} is unknown; allowed: {', '.join(words)}", hint


def _mistakes(contract: "Contract") -> Iterator[Mistake]:
    yield from _of_models(contract)
    yield from _of_actions(contract)
    yield from _of_features(contract)
    yield from _of_behaviours(contract)
    yield from _of_wire(contract)


def _of_models(contract: "Contract") -> Iterator[Mistake]:
    for at, model in enumerate(contract.models):
        if model.title in MODEL_TITLES:
            yield from _of_fields(model, ("models", at))
        else:
            yield Mistake(("models", at, "title"), *not_allowed("model", model.title, MODEL_TITLES))
    yield from _repeated("model", [model.title for model in contract.models], ("models",), "title")


def _of_fields(model: "ModelPromise", path: Path) -> Iterator[Mistake]:
    allowed = fields_of(model.record)
    for key, fields in (("fields", model.fields), ("inferred", model.inferred)):
        names = [field.name for field in fields]
        yield from _unknown("field", names, allowed, (*path, key), of=model.title)
        yield from _repeated("field", names, (*path, key))
    if model.fields and model.inferred:
        yield Mistake(
            (*path, "inferred"),
            f"{model.title} has both fields and inferred fields; only a model without fields infers some",
            "move the inferred names to fields if the page lists them, else take them out",
        )


def _of_actions(contract: "Contract") -> Iterator[Mistake]:
    for at, action in enumerate(contract.actions):
        if action.title in ACTION_TITLES:
            path: Path = ("actions", at, "inputs")
            names = [item.name for item in action.inputs]
            yield from _unknown("input", names, inputs_of(action.action), path, of=action.title)
            yield from _repeated("input", names, path)
        else:
            yield Mistake(("actions", at, "title"), *not_allowed("action", action.title, ACTION_TITLES))
    yield from _repeated("action", [action.title for action in contract.actions], ("actions",), "title")


def _of_features(contract: "Contract") -> Iterator[Mistake]:
    names = [feature.name for feature in contract.features]
    yield from _repeated("feature", names, ("features",))
    yield from _without_id(names)
    for at, feature in enumerate(contract.features):
        others = [name for name in names if name != feature.name]
        if feature.part_of is not None and feature.part_of not in others:
            yield Mistake(
                ("features", at, "part_of"), *not_allowed("parent feature", feature.part_of, others)
            )


def _without_id(names: list[str]) -> Iterator[Mistake]:
    """Features that have no clause id of their own; it is made of the letters and digits of the name."""
    ids = [slug(name) for name in names]
    for at, (name, id_) in enumerate(zip(names, ids, strict=True)):
        if not id_:
            message = f"feature '{name}' has neither letter nor digit, so that its clause has no id"
            yield Mistake(("features", at, "name"), message, "give it a name that can be spelled")
        elif id_ in ids[:at]:
            other = names[ids.index(id_)]
            message = f"features '{other}' and '{name}' would both have the clause id '{id_}'"
            yield Mistake(("features", at, "name"), message, "tell them apart by letters or digits")


def _of_behaviours(contract: "Contract") -> Iterator[Mistake]:
    for at, behaviour in enumerate(contract.behaviours):
        if behaviour.group not in contract.groups:
            yield Mistake(
                ("behaviours", at, "group"),
                *not_allowed("group", behaviour.group, contract.groups, of="a behaviour"),
            )
    names = [f"{behaviour.group}: {behaviour.id}" for behaviour in contract.behaviours]
    yield from _repeated("behaviour", names, ("behaviours",), "id")


def _of_wire(contract: "Contract") -> Iterator[Mistake]:
    for at, listing in enumerate(contract.wire.listings if contract.wire else ()):
        for name in listing.missing_controls():
            message = f"a listing cut by {listing.by} needs '{name}', which is missing"
            yield Mistake(("wire", "listings", at), message, f"say which key of the vendor is its {name}")


def _unknown(
    what: str, names: list[str], allowed: tuple[str, ...], path: Path, *, of: str
) -> Iterator[Mistake]:
    for at, name in enumerate(names):
        if name not in allowed:
            yield Mistake((*path, at, "name"), *not_allowed(what, name, allowed, of=of))


def _repeated(what: str, names: list[str], path: Path, key: str = "name") -> Iterator[Mistake]:
    for at, name in enumerate(names):
        if name in names[:at]:
            first = names.index(name)
            yield Mistake(
                (*path, at, key),
                f"{what} '{name}' is declared twice (entries {first + 1} and {at + 1})",
                "take one of the two out",
            )
