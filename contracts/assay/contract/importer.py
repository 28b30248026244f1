"""Published coverage page -> what it promises -> the start of a contract."""

import re
from collections.abc import Iterator

from assay.contract.page import CoveragePage, Feature, Section
from assay.contract.page_mdx import MdxReader, looks_like_mdx
from assay.contract.page_plain import PlainReader
from assay.contract.rules import not_allowed
from assay.errors import ContractError
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES, fields_of, inputs_of

_TITLE = re.compile(r"^(?:#\s+)?(?P<name>\S.*?) ATS Integration\s*$", re.MULTILINE)
_SLUG = re.compile(r"tool slug for this connector is\s+`?(?P<slug>[a-z0-9][a-z0-9-]*)`?")


def import_page(text: str, name: str) -> CoveragePage:
    """Read a published coverage page, MDX or plain text.

    Args:
        text: the page.
        name: how messages call it, usually its file name.

    Raises:
        ContractError: something on the page cannot be understood; names page and line. Nothing is
            left out silently.
    """
    reader = MdxReader(name) if looks_like_mdx(text) else PlainReader(name)
    title = _only(_TITLE, text, name, "a title '<vendor> ATS Integration'")["name"]
    slug = _only(_SLUG, text, name, "a sentence that names the tool slug")["slug"]
    reader.read(text)
    page = CoveragePage(
        file=name,
        connector=slug,
        name=title,
        models=tuple(_merged(name, reader.models)),
        actions=tuple(_merged(name, reader.actions)),
        features=tuple(_merged_features(reader.features)),
        notes=tuple(reader.notes),
    )
    _verify(page)
    return page


def contract_yaml(page: CoveragePage) -> str:
    """The start of a contract: models, actions and features of the page, without the page's wording."""
    return "\n".join(_lines(page)) + "\n"


def _only(pattern: re.Pattern[str], text: str, name: str, what: str) -> re.Match[str]:
    match = pattern.search(text)
    if match is None:
        raise ContractError(
            f"{what} is missing", where=f"{name}:1", hint="is this a published coverage page of a connector?"
        )
    return match


def _merged(file: str, sections: list[Section]) -> Iterator[Section]:
    seen: dict[str, Section] = {}
    for section in sections:
        first = seen.setdefault(section.title, section)
        if first.names != section.names:
            raise ContractError(
                f"'{section.title}' appears twice with different rows, first in line {first.line}",
                where=f"{file}:{section.line}",
                hint="keep the one that is right",
            )
    yield from seen.values()


def _merged_features(features: list[Feature]) -> Iterator[Feature]:
    seen: set[str] = set()
    for feature in features:
        if feature.name not in seen:
            seen.add(feature.name)
            yield feature


def _verify(page: CoveragePage) -> None:
    if not page.models:
        raise ContractError("found no models", where=f"{page.file}:1", hint="is this a coverage page?")
    for section in page.models:
        if section.title not in MODEL_TITLES:
            raise _unknown(page, section.line, "model", section.title, allowed=tuple(MODEL_TITLES))
        _verify_names(page, section, "field", fields_of(MODEL_TITLES[section.title]))
    for section in page.actions:
        if section.title not in ACTION_TITLES:
            raise _unknown(page, section.line, "action", section.title, allowed=tuple(ACTION_TITLES))
        _verify_names(page, section, "input", inputs_of(ACTION_TITLES[section.title]))
        if not section.names:
            raise ContractError(
                f"action '{section.title}' lists no input; every action takes at least an id",
                where=f"{page.file}:{section.line}",
                hint="is its table missing?",
            )


def _verify_names(page: CoveragePage, section: Section, what: str, allowed: tuple[str, ...]) -> None:
    for at, (name, line) in enumerate(zip(section.names, section.lines, strict=True)):
        if name not in allowed:
            raise _unknown(page, line, what, name, allowed=allowed, of=section.title)
        if name in section.names[:at]:
            raise ContractError(
                f"{what} '{name}' of {section.title} is listed twice",
                where=f"{page.file}:{line}",
                hint="take one of the two rows out",
            )


def _unknown(
    page: CoveragePage, line: int, what: str, found: str, *, allowed: tuple[str, ...], of: str = ""
) -> ContractError:
    message, hint = not_allowed(what, found, allowed, of=of)
    return ContractError(message, where=f"{page.file}:{line}", hint=hint)


def _lines(page: CoveragePage) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../contract.schema.json"
    yield f"connector: {page.connector}"
    yield f"name: {_plain(page.name)}"
    yield from _section_lines("models", "fields", page.models)
    yield from _section_lines("actions", "inputs", page.actions)
    yield "features:" if page.features else "features: []"
    yield from (f"  - name: {_plain(feature.name)}" for feature in page.features)


def _section_lines(key: str, inner: str, sections: tuple[Section, ...]) -> Iterator[str]:
    yield f"{key}:" if sections else f"{key}: []"
    for section in sections:
        yield f"  - title: {_plain(section.title)}"
        yield f"    {inner}:" if section.names else f"    {inner}: []"
        yield from (f"      - name: {_plain(name)}" for name in section.names)


def _plain(text: str) -> str:
    """Text as a YAML scalar: bare where that is safe, else in single quotes."""
    if re.fullmatch(r"[^\W\d_][\w .()-]*", text) and text.lower() not in {"null", "true", "false"}:
        return text.strip()
    return "'" + text.replace("'", "''") + "'"
