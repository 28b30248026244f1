"""Exhibits made by hand, for results made by hand and for those that are committed."""

from collections.abc import Sequence
from pathlib import Path

from assay.exhibit import Exhibit, Line, Message, Scene
from assay.results import Results, read_results

REPORTS = Path(__file__).parents[3] / "reports"


def exhibit(clause: str, *texts: str, **facts: object) -> Exhibit:
    """One exchange whose answer has these lines; the second one decides."""
    lines = tuple(Line(text, decides=number == 1) for number, text in enumerate(texts or ("{", "1", "}")))
    scene = Scene(
        interaction=3,
        request=Message(head="POST /job.list", lines=(Line('{"limit": 100}'),)),
        response=Message(head="200 OK", lines=lines, where="results[0].title"),
    )
    shown: dict[str, object] = {"cassette": "acme/full-sync", "scenes": (scene,), "others": 4}
    return Exhibit(clause=clause, **(shown | facts))  # type: ignore[arg-type]


def exhibits(every: Sequence[Results]) -> dict[str, Exhibit]:
    """One for every clause that a recording shows."""
    return {one.clause: exhibit(one.clause) for results in every for one in results.results if one.cassette}


def committed() -> list[Results]:
    return [read_results(path) for path in sorted((REPORTS / "results").glob("*.jsonl"))]
