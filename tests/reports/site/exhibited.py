"""What to build sites of: exhibits made by hand, and committed results with what their recordings show."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assay import exhibiting
from assay.exhibit import Exhibit, Line, Message, Scene
from assay.results import Results, read_results
from assay_reports.site import site

ROOT = Path(__file__).parents[3]


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
    return [read_results(path) for path in sorted((ROOT / "reports" / "results").glob("*.jsonl"))]


@cache
def committed_site() -> dict[str, bytes]:
    every = committed()
    return dict(site(every, exhibiting.exhibits(every, ROOT / "cassettes")))
