"""Waivers: differences that somebody has taken upon themselves to let pass, for a while.

They stand in ``waivers.yaml`` beside the contract. Whether one still counts is for the gate to say.
"""

from datetime import date
from pathlib import Path as File
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from assay.change import ChangeKind
from assay.contract.loader import told
from assay.contract.part import Part, Text
from assay.contract.text import read_document

FILE_NAME = "waivers.yaml"


def _may_be_waived(kind: ChangeKind) -> ChangeKind:
    if kind in (ChangeKind.ERRORED, ChangeKind.IMPROVEMENT):
        raise PydanticCustomError(
            "contract_rule",
            "{message}",
            {
                "message": f"a difference of kind '{kind}' cannot be waived",
                "path": (),
                "hint": "a crashed check must be repaired; an improvement needs no waiver",
            },
        )
    return kind


class Waiver(Part):
    """One difference that the gate lets pass until a day."""

    clause: Text
    """Full id: ``ashby/field/jobs/job_code``."""
    waives: Annotated[ChangeKind, AfterValidator(_may_be_waived)]
    """Only a difference of this kind is let pass."""
    reason: Text
    owner: Text
    """Who answers for it: a team or an address."""
    link: Annotated[str, Field(pattern=r"^https?://\S+$")]
    """Where the work is tracked that makes the waiver unnecessary."""
    expires: date
    """The last day on which it counts."""


class Waivers(Part):
    """The file."""

    waivers: tuple[Waiver, ...] = ()


def load_waivers(path: File) -> tuple[Waiver, ...]:
    """The waivers of one connector; none when there is no file.

    Raises:
        ContractError: the file cannot be read or holds a mistake; names file and line.
    """
    if not path.is_file():
        return ()
    document = read_document(path)
    try:
        return Waivers.model_validate(document.data).waivers
    except ValidationError as error:
        raise told(document, error.errors(include_url=False)[0], of=Waivers) from error
