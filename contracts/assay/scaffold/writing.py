"""Writes the files of a new connector: all of them or none, and never over others."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from assay import discover
from assay.errors import UsageError
from assay.scaffold.rendering import PLACES, TESTS


def free_places(slug: str, into: Path) -> tuple[Path, ...]:
    """The new folders and files of a connector in a checkout.

    Raises:
        UsageError: there is no checkout, or something is called so already.
    """
    for place in (*PLACES.values(), *TESTS.values()):
        home = into / PurePosixPath(place.split("/{slug}")[0])
        if not home.is_dir():
            raise UsageError(
                f"there is no folder {home.relative_to(into).as_posix()}",
                where=str(into),
                hint="give the root of a checkout of Assay with --into",
            )
    places = tuple(
        into / place.split("/test_")[0].format(slug=slug) for place in (*PLACES.values(), *TESTS.values())
    )
    taken = [place for place in places if place.exists() or place.with_suffix(".py").exists()]
    if taken:
        raise _taken(slug, str(taken[0]))
    for kind in ("contracts", "connectors", "sandboxes"):
        for home_name in discover.homes(kind):
            if find_spec(f"{home_name}.{slug}") is not None:
                raise _taken(slug, f"{home_name}.{slug}")
    return places


def write(files: Mapping[PurePosixPath, str], places: Iterable[Path], into: Path) -> None:
    """Write files below a checkout, whose places (folders or single files) are new.

    Raises:
        UsageError: the disk refuses, or somebody took a place meanwhile; nothing was written then.
    """
    moved: list[Path] = []
    staging: Path | None = None
    try:
        staging = Path(tempfile.mkdtemp(prefix=".assay-new-", dir=into))
        for path, text in files.items():
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        for place in places:
            _move(staging / place.relative_to(into), place)
            moved.append(place)
    except BaseException as error:
        for place in moved:
            _remove(place)
        if isinstance(error, OSError):
            raise UsageError(
                f"cannot be written: {error.strerror or error}",
                where=str(error.filename2 or error.filename or into),
                hint="nothing was changed; make room or repair access",
            ) from error
        raise
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _move(source: Path, place: Path) -> None:
    if place.exists():
        raise FileExistsError(17, "it exists", str(place))
    source.rename(place)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def _taken(slug: str, where: str) -> UsageError:
    return UsageError(
        f"there is something called {slug!r} already",
        where=where,
        hint="nothing was written; take another slug",
    )
