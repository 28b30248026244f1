"""Coverage docs as files: written in one go each, removed when they are no longer made, or compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from assay import discover
from assay.atomic import write_atomically
from assay.errors import ResultsError
from assay.results import Results, read_results

RESULTS = "results"
"""Folder of the results below that of the reports."""


SITE = "site"
"""Folder of the HTML site below that of the reports; it is not committed."""
SITE_LISTING = "files.txt"
"""Names the files of a site, so that the next one knows which to remove."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A file that is not what it should be."""

    path: Path
    reason: str


def read_all(folder: Path, *, but: Iterable[str] = ()) -> list[Results]:
    """The results of all connectors but some, by slug.

    Raises:
        ResultsError: a file cannot be read, or is not of the one connector that it is called after.
    """
    left_out = set(but)
    paths = sorted((folder / RESULTS).glob("*.jsonl"))
    return [_read(path) for path in paths if path.stem not in left_out]


def documents_of(folder: Path, every: list[Results]) -> dict[Path, bytes]:
    """What the coverage docs in a folder should be, by path; beside a checkout's reports also its README."""
    reports, root = discover.reports(), discover.checkout()
    made = {folder / name: content for name, content in reports.documents(every).items()}
    if root is not None and folder.resolve() == (root / "reports").resolve():
        readme = root / "README.md"
        made[readme] = reports.with_vendors(readme.read_text(encoding="utf-8"), every).encode()
    return made


def publish(folder: Path, every: list[Results]) -> None:
    """Write the coverage docs; remove pages and badges of connectors that are gone."""
    made = documents_of(folder, every)
    for path, content in made.items():
        write_atomically(path, content)
    for path in _left_over(folder, made):
        path.unlink()


def publish_site(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write the files of a site by path below its folder, and remove those of the former site that are gone.

    Returns:
        How many files the site has. What stands in the folder and is not of a site is left alone.
    """
    listing = folder / SITE_LISTING
    names = []
    for name, content in files:
        _write_changed(_below(folder, name), content)
        names.append(name)
    gone = set(_listed(listing)) - set(names)
    for path in sorted(_below(folder, name) for name in gone):
        path.unlink(missing_ok=True)
        if path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    _write_changed(listing, "".join(f"{name}\n" for name in sorted(names)).encode())
    return len(names)


def stale(folder: Path, made: Mapping[Path, bytes]) -> list[Stale]:
    """Files that are not as made, are missing, or are no longer made; nothing is written."""
    differing = [Stale(path, reason) for path, content in made.items() if (reason := _reason(path, content))]
    differing += [Stale(path, "is of no connector any more") for path in _left_over(folder, made)]
    return sorted(differing, key=lambda one: str(one.path))


def tell_stale(found: list[Stale], *, by: str) -> None:
    """Name each stale file, and what brings it up to date."""
    if not found:
        return
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    files = "1 file is" if len(found) == 1 else f"{len(found)} files are"
    console.print(f"assay: {files} not what results and code give:", markup=False)
    for one in found:
        console.print(f"  {near(one.path)}: {one.reason}", markup=False)
    console.print(f"  -> run {by} and commit what it writes", markup=False)


def _write_changed(path: Path, content: bytes) -> None:
    """Write a file, unless it is there as it should be: a site has many, and few change."""
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)


def _listed(listing: Path) -> list[str]:
    return listing.read_text("utf-8").splitlines() if listing.is_file() else []


def _below(folder: Path, name: str) -> Path:
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        raise ResultsError(
            f"{name!r} would lie outside", where=str(folder), hint="name connectors by slugs, and build anew"
        )
    return folder / path


def _read(path: Path) -> Results:
    results = read_results(path)
    if results.connectors != (path.stem,):
        of = ", ".join(results.connectors) or "no connector"
        hint = "name the file after its connector, or remove it"
        raise ResultsError(f"these are results of {of}", where=f"{path}:1", hint=hint)
    return results


def _left_over(folder: Path, made: Mapping[Path, bytes]) -> list[Path]:
    """Pages and badges that were generated once and are not made now; nobody else's files."""
    mark = discover.reports().GENERATED.encode()
    pages = [path for path in folder.glob("*.md") if path.read_bytes().startswith(mark)]
    return sorted(path for path in (*pages, *folder.glob("badges/*.svg")) if path not in made)


def _reason(path: Path, content: bytes) -> str:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if found == content:
        return ""
    have, want = found.splitlines(), content.splitlines()
    same = next((at for at, pair in enumerate(zip(have, want, strict=False)) if pair[0] != pair[1]), None)
    return f"differs from line {(min(len(have), len(want)) if same is None else same) + 1} on"


def near(path: Path) -> Path:
    """The path as seen from here, when it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
