"""One side of the comparison: results by connector, read from files, and what could not be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assay.errors import ResultsError, UsageError
from assay.gate.difference import Refusal, RefusalCode
from assay.results import Results, read_results

SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Results of several connectors, and what keeps others from being compared."""

    results: Mapping[str, Results] = field(default_factory=dict)
    """Connector -> what was said of it alone."""
    refusals: tuple[Refusal, ...] = ()
    description: str = ""
    """Where they come from, as people write it."""
    hint: str = ""
    """What to do where it lacks a connector."""

    def only(self, slugs: Sequence[str]) -> "Side":
        """What is about these connectors, or about a file of which nobody knows whom it is about."""
        return replace(
            self,
            results={slug: results for slug, results in self.results.items() if slug in slugs},
            refusals=tuple(one for one in self.refusals if one.connector in ("", *slugs)),
        )


def side_of(results: Iterable[Results], description: str = "") -> Side:
    """The side that results in memory make."""
    return Side(
        results={slug: _alone(one, slug) for one in results for slug in one.connectors},
        description=description,
    )


@dataclass
class SideReader:
    """Reads results files; each that cannot be trusted becomes a refusal that names it."""

    code: RefusalCode
    """What a file that cannot be trusted is called."""
    known: frozenset[str] = frozenset()
    """Connectors that exist: a file of their name is about them."""
    hint: str = "run `assay certify` again to write a complete file"
    results: dict[str, Results] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    _files: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path, name: str) -> None:
        """Read one file that people know by ``name``."""
        try:
            found = read_results(path)
        except ResultsError as error:
            where = error.where.replace(str(path), name, 1)
            self._refuse(path.stem, error.message, where)
            return
        mistake = self._mistake(path.stem, found)
        if mistake:
            self._refuse(path.stem, mistake, name)
            return
        for slug in found.connectors:
            if slug in self.results:
                message = f"there are results of {slug} also in {self._files[slug]}"
                self._refuse(slug, message, name, "give one results file per connector")
                continue
            self.results[slug], self._files[slug] = _alone(found, slug), name

    def side(self, description: str, hint: str = "") -> Side:
        """What was read; a connector that has a refusal has no results."""
        told = {refusal.connector for refusal in self.refusals}
        results = {slug: one for slug, one in self.results.items() if slug not in told}
        return Side(results=results, refusals=tuple(self.refusals), description=description, hint=hint)

    def _mistake(self, stem: str, found: Results) -> str:
        """What is wrong with whom the results are about."""
        if not found.connectors:
            return "the results are of no connector"
        if stem in self.known and found.connectors != (stem,):
            return f"the file is named after {stem}, its results are of {', '.join(found.connectors)}"
        for result in found.results:
            if result.connector not in found.connectors or not _is_about(result.clause, result.connector):
                named = ", ".join(found.connectors)
                return f"the header names {named}, but there is a result of {result.clause}"
        silent = [slug for slug in found.connectors if all(one.connector != slug for one in found.results)]
        return f"there is no result of {', '.join(silent)}" if silent else ""

    def _refuse(self, stem: str, reason: str, where: str, hint: str = "") -> None:
        connector = stem if stem in self.known else ""
        self.refusals.append(
            Refusal(code=self.code, reason=reason, connector=connector, where=where, hint=hint or self.hint)
        )


def results_files(given: Path) -> list[Path]:
    """A results file itself, or those anywhere in a folder.

    Raises:
        UsageError: there is nothing of that name, or the folder has none.
    """
    if given.is_file():
        return [given]
    if not given.is_dir():
        raise UsageError("there is no such file or folder", where=str(given), hint="give results to compare")
    files = sorted(path for path in given.rglob(f"*{SUFFIX}") if path.is_file())
    if not files:
        raise UsageError(
            f"the folder holds no results ({SUFFIX})", where=str(given), hint="`assay certify` writes them"
        )
    return files


def _is_about(clause: str, slug: str) -> bool:
    return clause.startswith(f"{slug}/")


def _alone(results: Results, slug: str) -> Results:
    """What results say of one connector."""
    return replace(
        results,
        connectors=(slug,),
        results=tuple(one for one in results.results if one.connector == slug),
        conduct=tuple(one for one in results.conduct if _is_about(one.clause, slug)),
    )
