"""What a contract may say. One contract per vendor, kept as YAML; the keys are those of the classes here."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from assay.contract.part import Part, Text
from assay.contract.rules import first_mistake
from assay.contract.terms import Terms
from assay.contract.traffic import Wire
from assay.unified.actions import ActionInput
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES

GENERAL = "General"
"""Group of behaviours that belong to no single title of the page."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Exemption(Part):
    """Why something on the page cannot be supplied by this vendor; never used for what is merely unproven."""

    fact: Text
    """What the vendor does instead, in one sentence."""
    source: Text
    """Where that is documented, e.g. ``ashby sheet 7.1 [D]``."""


class Promise(Part):
    """Something promised: where it is described, and the fact that excuses it if there is one."""

    source: Text | None = None
    exempt: Exemption | None = None


class FieldPromise(Promise):
    """A field of a unified model that this connector fills."""

    name: Text
    """As in the unified model."""
    renders: dict[str, Any] = Field(default_factory=dict)
    """Unified value -> what this vendor can say instead; null = it cannot say this value.

    Holds for lists and objects item by item; null drops an item of a list.
    """
    differs: Text | None = None
    """Why the value is not that of the same record in other connectors, where no table can say it."""
    shipped: Text | None = None
    """Of ``integration_fields``: keys of custom fields that come with the vendor's product, not from the
    customer; a regular expression for the whole key. No truth knows them; what they hold is the vendor's."""
    pattern: Annotated[
        tuple[Text, ...], BeforeValidator(_as_list, json_schema_input_type=Text | list[Text])
    ] = ()
    """Templates over the record, ``{remote_id}``, or what the vendor's object says, ``{remote_data.slug}``;
    ``*`` stands for anything. The value is like one of them.

    ``{remote_id:lower}`` is the same in lower case.

    For values that the vendor owns and no company record holds, e.g. web addresses. References are
    unified ids in a stored record, so a template that needs the vendor's id of another record has ``*``.
    """


class ModelPromise(Promise):
    """A unified model that this connector reads."""

    title: Text
    """As on the published page, e.g. ``Job postings``."""
    fields: tuple[FieldPromise, ...]
    differs: Text | None = None
    """Why this vendor has not just the company's records: some it does not show, or several for one."""
    inferred: tuple[FieldPromise, ...] = ()
    """Fields of a model whose page lists none: what we read although nothing is promised; no clauses."""

    @property
    def record(self) -> type[UnifiedRecord]:
        """The unified model."""
        return MODEL_TITLES[self.title]


class Lookup(Part):
    """A vendor object that stands for a value, found in what the vendor answered during the action."""

    read: Text
    """Path of the request whose answer holds the object, e.g. ``/source.list``; ``*`` for any segment."""
    by: Text
    """Dotted key of the object that equals the value (compared as the arrival's ``how`` says)."""
    take: Text
    """Dotted key of the object that is then sent instead of the value."""


class Arrival(Part):
    """One way in which the value of an input is seen in the requests of an action.

    Alternatives are tried in order for each value given; one that holds is enough.
    """

    to: Text | None = None
    """Path of the request, e.g. ``/candidate.create``; for another host scheme and host (and path).

    ``*`` stands for any segment, ``{value}`` for one that is the value itself. Omitted: any request of
    the action.
    """
    at: Text | None = None
    """Dotted path in the JSON body, form field or multipart part: ``[]`` any item, ``*`` any key.

    A ``*`` may also be part of a key. What a part of a file says of itself is below its name:
    ``file.filename``, ``file.content_type``. Omitted: anywhere in the request.
    """
    as_: dict[str, Any] | None = Field(default=None, alias="as")
    """Value -> what is sent for it; a value that is not listed is sent as it is."""
    when: Text | None = None
    """This alternative is for this value only, and the request itself proves it; ``at`` is not looked at."""
    how: Literal["whole", "inside", "shortened", "moment", "decoded", "content", "present"] = "whole"
    """How what is sent relates to the value: ``whole`` equal; ``inside`` a longer text that holds the
    value; ``shortened`` a part of the value; ``moment`` the same moment, however written; ``decoded`` the
    bytes that the value spells in base64; ``content`` the bytes found at the address that the value
    gives, both as they are or spelled in base64; ``present`` whatever stands at the place, for a value
    that has a place of its own. A file given as an answer is known by its name; an identifier, or what
    is kept of one, may be sent as a number.
    """
    look_up: Lookup | None = None
    """What is sent is a vendor object's key; ``how`` then says how ``by`` relates to the value."""
    setting: Literal["source_keys"] | None = None
    """What is sent is what this connection setting maps the value to."""


class InputPromise(Promise):
    """An input of a unified action that this connector honours."""

    name: Text
    """Dotted, as on the published page: ``candidate.location.city``."""
    arrives: tuple[Arrival, ...] = ()
    """Where the value is seen on the wire; empty = unchanged, anywhere in the action's requests."""


class ActionPromise(Promise):
    """A unified action that this connector performs."""

    title: Text
    """As on the published page, e.g. ``Create candidate``."""
    inputs: tuple[InputPromise, ...]

    @property
    def action(self) -> type[ActionInput]:
        """The unified action."""
        return ACTION_TITLES[self.title]


class FeaturePromise(Promise):
    """An ability beyond models and actions."""

    name: Text
    """As on the published page."""
    part_of: Text | None = None
    """The feature under which the page lists this one."""
    summary: Text | None = None
    """What it means for this vendor, in our own words."""


class Behaviour(Promise):
    """A rule or side effect; holds in recorded exchanges."""

    id: Slug
    group: Text
    """Title of the model, action or feature it belongs to, or ``General``."""
    given: Text
    when: Text
    then: Text
    source: Text


class Contract(Part):
    """Everything promised for one connector.

    Beyond the shape of its parts this holds: titles and names exist in the unified catalogue, nothing
    is declared twice, and the group of a behaviour is something the contract declares.
    """

    connector: Slug
    name: Text
    """As people write it, e.g. ``Avionté``."""
    models: tuple[ModelPromise, ...]
    actions: tuple[ActionPromise, ...]
    features: tuple[FeaturePromise, ...]
    behaviours: tuple[Behaviour, ...] = ()
    wire: Wire | None = None
    gate: Terms = Terms()
    """What is asked of the gate beyond the usual."""

    @model_validator(mode="after")
    def _follows_the_rules(self) -> Self:
        mistake = first_mistake(self)
        if mistake is not None:
            raise PydanticCustomError(
                "contract_rule",
                "{message}",
                {"message": mistake.message, "path": mistake.path, "hint": mistake.hint},
            )
        return self

    @property
    def groups(self) -> tuple[str, ...]:
        """What the group of a behaviour may be."""
        titles = [model.title for model in self.models] + [action.title for action in self.actions]
        return tuple(dict.fromkeys([*titles, *(feature.name for feature in self.features), GENERAL]))
