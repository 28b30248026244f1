"""What to say about a request that a recording does not hold: what is nearest, and how it differs."""

from collections.abc import Collection

from assay.errors import CassetteMissError
from assay.wire.cassette import Cassette
from assay.wire.exchange import RecordedRequest
from assay.wire.matching import Difference, differences

_MOST_SHOWN = 3
_MOST_COMPARED = 300
_MOST_DIFFERENCES = 5
_SHOWN_BODY = 300


def explain(cassette: Cassette, request: RecordedRequest, played: Collection[int]) -> CassetteMissError:
    """The error to raise for a request that matched nothing left in the cassette."""
    lines = [f"{request.method} {request.url} is not in the recording"]
    if request.body:
        body = request.body[:_SHOWN_BODY].decode(errors="replace")
        lines.append(f"  sent: {body}{'...' if len(request.body) > _SHOWN_BODY else ''}")
    near = _nearest(cassette, request, played)
    if not near:
        lines.append("  the recording is empty")
    for index, found in near:
        lines.extend(_described(cassette, index, found, index in played))
    header = cassette.header
    against = "sandbox" if header.origin == "sandbox" else "live"
    return CassetteMissError(
        "\n".join(lines),
        where=cassette.short_path,
        hint=f"if the new request is right, record it: assay record {header.connector} {header.scenario} "
        f"--against {against}",
    )


def _nearest(
    cassette: Cassette, request: RecordedRequest, played: Collection[int]
) -> list[tuple[int, list[Difference]]]:
    """At most three recorded requests, most similar first; compares at most a few hundred."""
    candidates = [index for index, other in enumerate(cassette.requests) if other.path == request.path]
    if not candidates:
        candidates = list(range(len(cassette)))
    candidates.sort(key=lambda index: index in played)
    compared = [
        (index, differences(cassette.requests[index], request)) for index in candidates[:_MOST_COMPARED]
    ]
    compared.sort(key=lambda pair: (len(pair[1]), pair[0] in played, pair[0]))
    return compared[:_MOST_SHOWN]


def _described(cassette: Cassette, index: int, found: list[Difference], played: bool) -> list[str]:  # noqa: FBT001 -- private
    other = cassette.requests[index]
    state = "already played" if played else "not played yet"
    place = f"interaction {index} ({cassette.short_where(index)})"
    lines = [f"  near: {place}, {state}: {other.method} {other.url}"]
    if not found:
        lines.append("    no difference: it was asked for more often than it was recorded")
    lines.extend(f"    {difference}" for difference in found[:_MOST_DIFFERENCES])
    if len(found) > _MOST_DIFFERENCES:
        lines.append(f"    and {len(found) - _MOST_DIFFERENCES} more differences")
    return lines
