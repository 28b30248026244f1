import string
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.change import ChangeKind
from assay.contract import Terms, Waiver
from assay.errors import ResultsError
from assay.outcome import Note, Outcome
from assay.results import Conduct, Result, Results, read_results, write_results

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)
POSITIONS = st.lists(st.integers(0, 2**31), max_size=3).map(tuple)

WAIVERS = st.builds(
    Waiver,
    clause=NAMES,
    waives=st.sampled_from([ChangeKind.REGRESSION, ChangeKind.STANDING]),
    reason=NAMES,
    owner=NAMES,
    link=NAMES.map("https://tracker.example/{}".format),
    expires=st.dates(),
)


@st.composite
def _results(draw: st.DrawFn) -> Results:
    clauses = draw(st.lists(NAMES, unique=True, max_size=5))
    return Results(
        connectors=tuple(draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))),
        results=tuple(
            draw(
                st.builds(
                    Result,
                    clause=st.just(clause),
                    connector=NAMES,
                    kind=NAMES,
                    group=TEXT,
                    item=TEXT,
                    outcome=st.sampled_from(Outcome),
                    origin=TEXT,
                    cassette=TEXT,
                    recorded_at=TEXT,
                    interactions=POSITIONS,
                    path=TEXT,
                    message=TEXT,
                    check=TEXT,
                    source=TEXT,
                    assumptions=st.lists(NAMES, max_size=2).map(tuple),
                    fact=TEXT,
                    statement=TEXT,
                    type=TEXT,
                    nullable=st.none() | st.booleans(),
                    values=st.lists(NAMES, max_size=2).map(tuple),
                )
            )
            for clause in clauses
        ),
        notes=tuple(
            draw(
                st.lists(
                    st.builds(
                        Note,
                        kind=NAMES,
                        connector=NAMES,
                        subject=TEXT,
                        message=TEXT,
                        scenario=st.none() | NAMES,
                        interactions=POSITIONS,
                    ),
                    max_size=3,
                )
            )
        ),
        assumptions=draw(st.dictionaries(NAMES, st.dictionaries(NAMES, TEXT, max_size=2), max_size=2)),
        names=draw(st.dictionaries(NAMES, TEXT, max_size=2)),
        conduct=tuple(
            draw(
                st.lists(
                    st.builds(
                        Conduct,
                        clause=NAMES,
                        scenario=NAMES,
                        step=TEXT,
                        requests=st.lists(TEXT, max_size=2).map(tuple),
                    ),
                    max_size=3,
                )
            )
        ),
        terms=draw(st.dictionaries(NAMES, st.builds(Terms, max_age_days=st.integers(1, 999)), max_size=2)),
        waivers=draw(st.dictionaries(NAMES, st.lists(WAIVERS, max_size=2).map(tuple), max_size=2)),
    )


def _some(outcome: Outcome = Outcome.PASSED) -> Results:
    results = tuple(
        Result(
            clause=f"acme/model/{name}", connector="acme", kind="model", group=name, item="", outcome=outcome
        )
        for name in ("jobs", "users")
    )
    note = Note(kind="drift", connector="acme", subject="POST /x", message="more")
    return Results(connectors=("acme",), results=results, notes=(note,))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def _write(path: Path, lines: list[Any]) -> Path:
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    return path


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    write_results(tmp_path / "results.jsonl", _some())
    return tmp_path / "results.jsonl"


@settings(deadline=None, max_examples=50)
@given(results=_results())
def test_what_is_written_is_read_back(results: Results, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("results") / "results.jsonl"

    write_results(path, results)

    assert read_results(path) == results


@settings(deadline=None, max_examples=50)
@given(results=_results())
def test_the_same_results_give_the_same_bytes(
    results: Results, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("results")

    for name in ("one", "two"):
        write_results(folder / name, results)

    assert (folder / "one").read_bytes() == (folder / "two").read_bytes()


def test_header_clauses_notes_and_footer_stand_in_this_order(file: Path) -> None:
    header, first, _, note, footer = _lines(file)

    assert header["assay_results"] == 2
    assert header["tool_version"]
    assert {"clause", "outcome", "origin", "cassette", "message"} <= first.keys()
    assert note["note"] == "drift"
    assert footer["footer"] == {
        "clauses": 2,
        "conduct": 0,
        "notes": 1,
        "errored": 0,
        "failed": 0,
        "unproven": 0,
        "exempt": 0,
        "passed": 2,
    }


@pytest.mark.parametrize(
    ("outcome", "holds"),
    [
        (Outcome.PASSED, True),
        (Outcome.EXEMPT, True),
        (Outcome.UNPROVEN, False),
        (Outcome.FAILED, False),
        (Outcome.ERRORED, False),
    ],
)
def test_a_run_holds_when_every_clause_passed_or_is_exempt(outcome: Outcome, holds: bool) -> None:  # noqa: FBT001 -- a parameter of pytest
    assert _some(outcome).holds is holds


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"nothing\.jsonl: cannot be read: No such file"):
        read_results(tmp_path / "nothing.jsonl")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="the first line is not a header"):
        read_results(_write(tmp_path / "r.jsonl", []))


def test_a_file_without_footer_is_refused(file: Path) -> None:
    with pytest.raises(ResultsError, match=r":4: there is no footer, so lines may be missing"):
        read_results(_write(file, _lines(file)[:-1]))


def test_a_file_of_a_header_alone_is_refused(file: Path) -> None:
    with pytest.raises(ResultsError, match="no footer"):
        read_results(_write(file, _lines(file)[:1]))


def test_a_line_after_the_footer_is_refused(file: Path) -> None:
    lines = _lines(file)

    with pytest.raises(ResultsError, match="no footer"):
        read_results(_write(file, [*lines, lines[1]]))


def test_duplicates_are_refused_with_their_line(file: Path) -> None:
    lines = _lines(file)

    with pytest.raises(ResultsError, match=r":4: clause acme/model/jobs has a second result"):
        read_results(_write(file, [*lines[:3], lines[1], *lines[3:]]))


def test_another_version_is_refused(file: Path) -> None:
    header, *rest = _lines(file)

    with pytest.raises(ResultsError, match="format 3 found, format 2 expected"):
        read_results(_write(file, [{**header, "assay_results": 3}, *rest]))


def test_what_is_not_json_is_refused_with_its_line(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'{"assumptions":[]', b"{", 1))

    with pytest.raises(ResultsError, match=r"results\.jsonl:2: not JSON"):
        read_results(file)


def test_a_line_cut_in_the_middle_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])

    with pytest.raises(ResultsError, match="not JSON"):
        read_results(file)


@pytest.mark.parametrize("line", [[], 1, "text", None])
def test_a_line_that_is_no_object_is_refused(file: Path, line: Any) -> None:
    header, *rest = _lines(file)

    with pytest.raises(ResultsError, match=r":2: a line holds an object"):
        read_results(_write(file, [header, line, *rest]))


def test_wrong_counts_are_refused(file: Path) -> None:
    lines = _lines(file)
    lines[-1]["footer"]["passed"] = 7

    with pytest.raises(ResultsError, match=r":5: the footer counts .*'passed': 7.*the lines are"):
        read_results(_write(file, lines))


def test_a_line_that_was_taken_out_is_noticed(file: Path) -> None:
    lines = _lines(file)

    with pytest.raises(ResultsError, match="the footer counts"):
        read_results(_write(file, [lines[0], *lines[2:]]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": "fine"}, "not a result"),
        ({"surprise": 1}, "not a result"),
        ({"interactions": "12"}, "interactions is no list"),
        ({"interactions": [True]}, "expected int"),
        ({"message": 5}, "message is 5, expected str"),
    ],
)
def test_a_result_with_a_mistake_is_refused(file: Path, change: dict[str, Any], message: str) -> None:
    lines = _lines(file)
    lines[1] |= change

    with pytest.raises(ResultsError, match=message) as refused:
        read_results(_write(file, lines))
    assert ":2" in refused.value.where


def test_a_result_that_lacks_something_is_refused(file: Path) -> None:
    lines = _lines(file)
    del lines[1]["outcome"]

    with pytest.raises(ResultsError, match="not a result: 'outcome'"):
        read_results(_write(file, lines))


@pytest.mark.parametrize("change", [{"surprise": 1}, {"subject": None}, {"interactions": None}])
def test_a_note_with_a_mistake_is_refused(file: Path, change: dict[str, Any]) -> None:
    lines = _lines(file)
    lines[3] |= change

    with pytest.raises(ResultsError) as refused:
        read_results(_write(file, lines))
    assert ":4" in refused.value.where


@pytest.mark.parametrize("change", [{"connectors": "acme"}, {"assumptions": []}, {"names": {"acme": 1}}])
def test_a_header_with_a_mistake_is_refused(file: Path, change: dict[str, Any]) -> None:
    header, *rest = _lines(file)

    with pytest.raises(ResultsError, match="header"):
        read_results(_write(file, [{**header, **change}, *rest]))
