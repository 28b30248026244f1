"""The vendor limits the rate of requests. Source: ashby sheet 1.3."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from assay.evidence import Played, Trace
from assay.scenario import Shown, Stage, expect
from assay.unified.records import Tag
from assay_contracts import cast, witness
from assay_contracts.ashby import answers
from assay_contracts.ashby.register import REGISTER

START, IN_SECONDS, AT_A_MOMENT = "read tags", "read tags too fast", "read tags too fast again"
TAGS = "/candidateTag.list"
TOO_FAST = [
    {"path": TAGS, "after": 1, "times": 1, "retry_after_s": 7},
    {"path": TAGS, "after": 2, "times": 1},
]
"""After one good answer a refusal that says in how many seconds, after another good one a refusal that
names the moment at which the limit ends."""


@REGISTER.scenario("rate-limit", faults={"rate_limited": TOO_FAST})
def rate_limit(stage: Stage) -> None:
    """Three runs; the second and the third are told to slow down, each in its own way."""
    for name in (START, IN_SECONDS, AT_A_MOMENT):
        stage.sync(name, models=(Tag.store_id,))


def _refused_once(trace: Trace, name: str) -> tuple[Played, Played]:
    """The call that was refused with 429, and the call after it, which must be its repetition."""
    pages = witness.calls(witness.succeeded(trace, name), TAGS)
    statuses = [page.exchange.response.status for page in pages]
    expect(statuses == [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.OK], f"answered with {statuses}", *pages)
    refused, again = pages
    same = (
        refused.exchange.request.url == again.exchange.request.url
        and refused.exchange.request.json == again.exchange.request.json
    )
    expect(same, "another request was sent instead", *pages)
    answers.results(again)
    return refused, again


@REGISTER.proves("behaviour/general/rate-limit-is-waited-out", scenario="rate-limit")
def the_rate_limit_is_waited_out(trace: Trace) -> Shown:
    """Time passes as the vendor asked, the same request is sent once more, and the run completes."""
    data = {name: witness.after(trace, name) for name in (START, IN_SECONDS, AT_A_MOMENT)}
    first, again = _refused_once(trace, IN_SECONDS)
    asked_s = float(first.exchange.response.headers.get("retry-after", "0"))
    expect(asked_s > 0, "the vendor named no time", first)
    waited = data[IN_SECONDS].at - data[START].at
    expect(waited >= timedelta(seconds=asked_s), f"{waited} passed, {asked_s:g} s were asked for", first)
    second, after = _refused_once(trace, AT_A_MOMENT)
    headers = second.exchange.response.headers
    expect("retry-after" not in headers, "both refusals say it the same way", second)
    ends = datetime.fromtimestamp(int(headers.get("x-ratelimit-reset", "0")), UTC)
    expect(ends > data[IN_SECONDS].at, "the vendor named no moment", second)
    now = data[AT_A_MOMENT].at
    expect(now >= ends, f"it went on at {now}, the limit ended at {ends}", second, after)
    counts = [len(cast.of(snapshot, Tag)) for snapshot in data.values()]
    expect(counts[0] > 0 and len(set(counts)) == 1, f"the runs read {counts} tags", again, after)
    return Shown(f"waited {waited}, then until {ends:%H:%M:%S}", (first, again, second, after))
