import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import assay.engine  # noqa: F401 -- loaded here once, else each inner run would load it anew

from . import acme


@pytest.fixture(name="project")
def _project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project in which Acme is installed; it holds everywhere."""
    folder = acme.make(pytester.path)
    acme.install(folder, monkeypatch)
    yield folder
    acme.forget()
    for name in [name for name in sys.modules if name.startswith(acme.FOUND)]:
        del sys.modules[name]
