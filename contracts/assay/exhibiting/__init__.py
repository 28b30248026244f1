"""Builds what a reader is shown of the evidence: for each clause excerpts of the exchanges it rests on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from assay.errors import CassetteError
from assay.exhibit import Exhibit, Scene
from assay.exhibiting.choosing import chosen, deliveries_for, named_in
from assay.exhibiting.messages import answer_of, delivered, request_of
from assay.results import Result, Results
from assay.wire.cassette import Cassette

__all__ = ["exhibits"]


def exhibits(every: Sequence[Results], cassettes: Path) -> dict[str, Exhibit]:
    """Clause -> the excerpt of the exchanges that its result names; nothing for results that name none.

    Args:
        every: the results of any number of connectors.
        cassettes: folder of recordings.

    Raises:
        CassetteError: a recording is there and cannot be read.
    """
    shown: dict[str, Exhibit] = {}
    for results in every:
        naming: dict[str, list[Result]] = defaultdict(list)
        for result in results.results:
            if result.cassette and result.interactions:
                naming[result.cassette].append(result)
        recorded = {name: _recording(cassettes, name) for name in naming}
        host = _usual_host(recorded.values())
        for name, resting in naming.items():
            shown.update(_of_recording(recorded[name], name, resting, host))
    order = [result.clause for results in every for result in results.results]
    return {clause: shown[clause] for clause in order if clause in shown}


def _recording(cassettes: Path, name: str) -> Cassette | None:
    """The recording of that name, ``ashby/full-sync``; None if there is none."""
    parts = PurePosixPath(name).parts
    path = cassettes.joinpath(*parts[:-1], f"{parts[-1]}.json")
    return Cassette.load(path) if ".." not in parts and path.is_file() else None


def _usual_host(recorded: Iterable[Cassette | None]) -> str:
    """The vendor's own host: the one that is asked most often."""
    asked = Counter(
        urlsplit(request.url).netloc for cassette in recorded if cassette for request in cassette.requests
    )
    return min(asked, key=lambda host: (-asked[host], host), default="")


def _of_recording(
    cassette: Cassette | None, name: str, resting: Iterable[Result], host: str
) -> Iterator[tuple[str, Exhibit]]:
    for result in resting:
        if cassette is None:
            missing = f"the recording {name} is not here, so what it shows cannot be shown"
            yield result.clause, Exhibit(clause=result.clause, cassette=name, missing=missing)
        else:
            yield result.clause, _exhibit(cassette, result, host)


def _exhibit(cassette: Cassette, result: Result, host: str) -> Exhibit:
    there = [index for index in result.interactions if 0 <= index < len(cassette)]
    missing = [_beyond(cassette, index) for index in result.interactions if index not in there]
    named = named_in(result.message)
    scenes: list[Scene] = []
    picked = chosen(result, cassette, there, named)
    for index in picked:
        try:
            scenes.append(_scene(cassette, index, result, host, named))
        except CassetteError as error:
            missing.append(f"interaction {index} cannot be shown: {error.message}")
    news = [
        Scene(
            interaction=delivery.after,
            request=delivered(delivery, named),
            response=answer_of(None, status=delivery.answered),
            is_delivery=True,
        )
        for delivery in deliveries_for(result, cassette.header.deliveries, named)
    ]
    return Exhibit(
        clause=result.clause,
        cassette=result.cassette,
        scenes=tuple(sorted([*news, *scenes], key=lambda one: (one.interaction, not one.is_delivery))),
        others=len(there) - len(picked),
        missing="; ".join(missing),
    )


def _beyond(cassette: Cassette, index: int) -> str:
    return f"interaction {index} is not in the recording, which has {len(cassette)} and counts from 0"


def _scene(cassette: Cassette, index: int, result: Result, host: str, named: Sequence[str]) -> Scene:
    exchange = cassette.exchange(index)
    in_request = "" if result.kind in ("field", "model") else result.path
    in_answer = "" if result.kind == "input" else result.vendor_path or result.path
    is_read = result.kind in ("field", "model")
    return Scene(
        interaction=index,
        request=request_of(exchange.request, host, in_request, named, is_beside=is_read),
        response=answer_of(exchange.response, where=in_answer, named=named, is_beside=result.kind == "input"),
    )
