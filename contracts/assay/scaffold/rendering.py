"""The files of a new connector, from its draft and the templates beside this module."""

import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assay.scaffold.draft import Draft

_WIDEST = 96
"""Characters of a line inside a docstring of a function."""

PLACES = {
    "contracts": "contracts/assay_contracts/{slug}",
    "connectors": "connectors/assay_connectors/{slug}",
    "fixtures": "fixtures/assay_sandboxes/{slug}",
}
"""Folder of templates -> folder of a checkout; ``model.py`` becomes a module per model."""
TESTS = {
    "connector": "tests/connectors/{slug}/test_{slug}_connector.py",
    "sandbox": "tests/sandboxes/{slug}/test_{slug}_sandbox.py",
    "table": "tests/certification/tables/{slug}.py",
}


def rendered(draft: Draft) -> dict[PurePosixPath, str]:
    """Path in the checkout -> text, in a stable order."""
    return dict(sorted(_files(draft)))


def _files(draft: Draft) -> Iterator[tuple[PurePosixPath, str]]:
    for folder, place in PLACES.items():
        root = PurePosixPath(place.format(slug=draft.slug))
        for name in _templates():
            if name.startswith(f"{folder}/") and name.endswith(".py.jinja"):
                yield from _modules(
                    draft, name, root / name.removeprefix(f"{folder}/").removesuffix(".jinja")
                )
    for name, place in TESTS.items():
        yield PurePosixPath(place.format(slug=draft.slug)), _text(f"tests/{name}.py.jinja", draft)
    contract = PurePosixPath(PLACES["contracts"].format(slug=draft.slug), "contract.yaml")
    yield contract, draft.contract + _text("contracts/end_of_contract.yaml.jinja", draft)


def _modules(draft: Draft, template: str, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    if path.name != "model.py":
        yield path, _text(template, draft)
        return
    for model in draft.models:
        yield path.with_name(f"{model.module}.py"), _text(template, draft, model=model)


def _text(template: str, draft: Draft, **more: Any) -> str:
    names = ("slug", "name", "models", "first")
    return (
        _environment().get_template(template).render({name: getattr(draft, name) for name in names}, **more)
    )


def _templates() -> list[str]:
    return _environment().list_templates()


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 -- what is written is Python and YAML, not HTML
        loader=PackageLoader("assay.scaffold"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["sorted_imports"] = sorted_imports
    environment.filters["wordwrapped"] = lambda text: textwrap.wrap(text, _WIDEST)
    return environment


def sorted_imports(block: str) -> str:
    """Import statements in the order of their modules: where the vendor's come depends on its slug."""
    statements = re.split(r"^(?=from )", block, flags=re.MULTILINE)
    return "".join(sorted(statements, key=lambda statement: statement.split(" ", 2)[1:2]))
