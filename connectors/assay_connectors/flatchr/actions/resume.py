"""The one file that Flatchr takes: the first CV. Source: flatchr sheet 3.1 [D], 7.7."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from assay.errors import InputError
from assay_connectors.files import FALLBACK_TYPE, ReadyFile, WantedFile, ready, type_by_extension
from assay_connectors.flatchr.connection import Connection

LARGEST_BYTES: Final = 10 * 1024 * 1024
"""Flatchr documents no limit. Source: flatchr sheet 3.1 [A]."""
_ACCEPTED: Final = frozenset(["pdf", "doc", "docx", "odt", "rtf", "jpg", "jpeg", "png"])
_ACCEPTED_TYPES: Final = frozenset(
    {type_by_extension(f"cv.{extension}") for extension in _ACCEPTED} | {"text/rtf", FALLBACK_TYPE}
)


@dataclass(frozen=True, slots=True)
class Resume:
    """A CV as the creation takes it: ``type`` and ``resume`` of the body."""

    type: str
    resume: Any


def chosen(files: Sequence[WantedFile], warnings: list[str]) -> WantedFile | None:
    """The first CV; each other file is a warning."""
    cv = next((file for file in files if file.type == "CV"), None)
    for file in files:
        if file is cv:
            continue
        if file.type == "CV":
            reason = "Flatchr takes one CV, and another one came first"
        else:
            reason = "Flatchr takes no file but one CV"
        warnings.append(f"the file {file.name!r} ({file.type}) was not sent: {reason}")
    return cv


def prepared(connection: Connection, file: WantedFile) -> Resume:
    """The CV in the form that the settings ask for.

    Raises:
        InputError: it cannot be read, or Flatchr is not expected to take it.
    """
    if connection.options.resume_mode == "link" and file.data_url is not None:
        return Resume("link", file.data_url)
    if file.data is not None:
        file = replace(file, data=_without_prefix(file.data))
    found = ready(connection.runtime, file, LARGEST_BYTES)
    _check_kind(found)
    return Resume(
        "document",
        {
            "data": base64.b64encode(found.content).decode(),
            "fileName": found.name,
            "contentType": found.content_type,
        },
    )


def _without_prefix(data: str) -> str:
    """Base64 alone: Flatchr takes no ``data:`` prefix (sheet 3.1 [C])."""
    head, comma, rest = data.partition(",")
    return rest if comma and head.lstrip().startswith("data:") else data


def _check_kind(file: ReadyFile) -> None:
    """Refuse a file whose name and type both say that it is no document. Source: flatchr sheet 3.1 [A]."""
    extension = file.name.rpartition(".")[2].lower()
    if extension in _ACCEPTED or file.content_type.lower() in _ACCEPTED_TYPES:
        return
    raise InputError(
        f"the file {file.name!r} is of the type {file.content_type}",
        hint=f"A CV has to be one of {', '.join(sorted(_ACCEPTED))}.",
    )
