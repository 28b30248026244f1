"""What a new connector is made from: its names, the start of its contract, its models one by one."""

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assay.contract import CoveragePage, contract_yaml
from assay.contract.page import Feature, Section
from assay.contract.part import slug as words_of
from assay.errors import UsageError
from assay.truth import STORE_FIELDS, VENDOR_FIELDS
from assay.unified.base import UnifiedRecord
from assay.unified.catalogue import MODEL_TITLES, fields_of, references_of

LONGEST_SLUG: Final = 24
LONGEST_NAME: Final = 40
"""Characters; what is longer breaks lines of the generated code."""

_STORED: Final = ("id", "remote_id", "changed_at", "remote_deleted_at")
MODELS: Final[dict[str, tuple[str, ...]]] = {
    "Tags": (*_STORED, "name"),
    "Jobs": (*_STORED, "name", "description", "status", "remote_data"),
    "Candidates": (*_STORED, "first_name", "last_name", "email_addresses", "remote_data"),
}
"""What a contract begins with when there is no page: the smallest model first."""
ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    "Create candidate": (
        "candidate.first_name",
        "candidate.last_name",
        "candidate.email_address",
        "application.job_id",
    )
}
FEATURES: Final = ("Connection Guide",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDraft:
    """One model of a new connector, and what everything about it is called."""

    title: str
    record: str
    """Class of the unified record, ``CandidateTag``."""
    clause: str
    """As in ids of clauses, ``candidate-tags``."""
    rows: str
    """The company's file, ``join_candidates_tags``."""
    filled: str
    """Fields that the mapping has to fill."""
    projected: tuple[tuple[str, str], ...] = ()
    """Key of the vendor's object -> the Python that takes it from a row; empty: to be written."""

    @property
    def module(self) -> str:
        """Name of its modules, ``candidate_tags``."""
        return self.clause.replace("-", "_")

    @property
    def function(self) -> str:
        """Name of its mapping, ``candidate_tag``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.record).lower()

    @property
    def path(self) -> str:
        """Where the skeleton of the sandbox lists its objects, ``/candidate-tags``."""
        return f"/{self.clause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A new connector before it is written."""

    slug: str
    name: str
    contract: str
    """Models, actions and features in YAML."""
    models: tuple[ModelDraft, ...]

    @property
    def first(self) -> ModelDraft:
        """The model that the sandbox shows from the beginning, as the example for all others."""
        return next((model for model in self.models if model.projected), self.models[0])


def draft(slug: str, *, name: str | None = None, page: CoveragePage | None = None) -> Draft:
    """What a connector of that slug begins with.

    Args:
        slug: names packages of Python, so it is one word of small letters and digits.
        name: as people write it; None = as on the page, else the slug.
        page: the published page to take the contract from; None = a small contract to be replaced.

    Raises:
        UsageError: the slug or the name cannot be one, or the page is that of another connector.
    """
    _check_slug(slug)
    if page is not None and page.connector != slug:
        raise UsageError(
            f"the page is that of {page.connector!r}, not of {slug!r}",
            where=page.file,
            hint=f"assay new {page.connector} --page {page.file}",
        )
    shown = _checked_name(name or (page.name if page else slug.capitalize()))
    source = page or _small_page(slug, shown)
    named = CoveragePage(
        file=source.file,
        connector=slug,
        name=shown,
        models=source.models,
        actions=source.actions,
        features=source.features,
    )
    return Draft(slug=slug, name=shown, contract=contract_yaml(named), models=tuple(_models(source)))


def _check_slug(slug: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*", slug) or len(slug) > LONGEST_SLUG or keyword.iskeyword(slug):
        raise UsageError(
            f"{slug!r} cannot be the slug of a connector",
            hint=f"it names packages of Python: at most {LONGEST_SLUG} small letters and digits, a letter "
            "first, e.g. acmehire",
        )


def _checked_name(name: str) -> str:
    is_plain = name.isprintable() and not set(name) & set("\"'\\{}")
    if not is_plain or not name.strip() or len(name) > LONGEST_NAME:
        raise UsageError(
            f"{name!r} cannot be the name of a connector",
            hint=f"it stands in Python and YAML: at most {LONGEST_NAME} characters in one line, without "
            "quotes, braces and backslashes",
        )
    return name.strip()


def _small_page(slug: str, name: str) -> CoveragePage:
    def section(title: str, names: tuple[str, ...]) -> Section:
        return Section(title=title, names=names, notes=(), line=1, lines=(1,) * len(names))

    return CoveragePage(
        file="",
        connector=slug,
        name=name,
        models=tuple(section(*model) for model in MODELS.items()),
        actions=tuple(section(*action) for action in ACTIONS.items()),
        features=tuple(Feature(name=feature, notes=(), line=1) for feature in FEATURES),
    )


def _models(page: CoveragePage) -> Iterator[ModelDraft]:
    is_shown = False
    for section in page.models:
        record = MODEL_TITLES[section.title]
        names = [name for name in section.names or fields_of(record) if name not in STORE_FIELDS]
        shows = not is_shown and not record.join_key
        is_shown = is_shown or shows
        yield ModelDraft(
            title=section.title,
            record=record.__name__,
            clause=words_of(section.title),
            rows=_rows(record.store_id),
            filled=f"{', '.join(names)}.",
            projected=tuple(_projected(record, names)) if shows else (),
        )


def _rows(store_id: str) -> str:
    return store_id.removeprefix("ats_")


def _projected(record: type[UnifiedRecord], names: list[str]) -> Iterator[tuple[str, str]]:
    """The company's own words, for the vendor's are not known."""
    references = references_of(record)
    for name in names:
        if name in references:
            named = f'ids.named("{_rows(references[name])}", row["{name}"])'
            yield name, f'{named} if row.get("{name}") else None'
        elif name not in VENDOR_FIELDS:
            yield name, f'row.get("{name}")'
