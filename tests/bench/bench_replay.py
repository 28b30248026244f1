"""Speed of replay, side by side with vcrpy on the same files in the same run.

Run by ``tox -e bench`` or ``python tests/bench/bench_replay.py``; never by the normal test run. Machines
differ and are busy with other things, so what decides are ratios within one run, the time and memory of
a load among them: exit 1 when one does not hold. The absolute rate is printed and compared.
"""

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import orjson
import vcr
from rich.console import Console
from rich.table import Table
from vcr.request import Request as VcrRequest
from vcr.serialize import serialize as vcr_serialize
from vcr.serializers import yamlserializer

from assay.wire import serializer
from assay.wire.cassette import Cassette, CassetteHeader, write_cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.replay import ReplayTransport

SIZES = (10, 100, 1_000, 3_000, 10_000)
COMPARED = (100, 1_000, 3_000, 10_000)
LEAST_RATE = 2_500
MOST_SPREAD = 0.15
LEAST_SHARE = 0.3
MOST_LOAD_S = 2.0
MOST_MEMORY = 4.0
BIG_FILE_MB = 70
TURNS = 40
REQUESTS_PER_TURN = 500
VCR_REQUESTS = 30
URL = "https://api.vendor.example/candidate.list"
JSON_HEADERS = {"content-type": "application/json"}
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Load:
    """What loading one file cost."""

    seconds: float
    memory_mb: float


def page(number: int) -> bytes:
    """A listing's page of 100 records."""
    records = [
        {
            "id": f"{number:08d}-{place:04d}",
            "name": f"Invented Person {place}",
            "email": f"p{place}@mail.example",
            "createdAt": "2026-06-15T08:00:00.000Z",
            "archived": False,
        }
        for place in range(100)
    ]
    return orjson.dumps(
        {"success": True, "results": records, "moreDataAvailable": True, "nextCursor": str(number)}
    )


def question(number: int) -> dict[str, Any]:
    """Body of the request for one page."""
    return {"limit": 100, "cursor": f"cursor-{number}"}


def exchanges(count: int) -> Iterator[Exchange]:
    """A listing of that many pages."""
    for number in range(count):
        yield Exchange(
            RecordedRequest("POST", URL, JSON_HEADERS, orjson.dumps(question(number))),
            RecordedResponse(200, JSON_HEADERS, page(number)),
        )


def write(folder: Path, count: int) -> Path:
    """A cassette of that many interactions."""
    path = folder / f"pages-{count}.json"
    header = CassetteHeader(
        connector="bench",
        scenario=path.stem,
        origin="sandbox",
        source="made for measuring",
        recorded_at="2026-06-15",
    )
    write_cassette(path, header, exchanges(count))
    return path


@dataclass(frozen=True)
class Rate:
    """Requests per second, by the clock on the wall and by the time the processor spent on us."""

    wall: float
    cpu: float


def replay_rates(cassettes: dict[int, Cassette]) -> dict[int, list[Rate]]:
    """Rates per size, turn by turn; turns are short, so that a busy moment hits all sizes alike.

    Size 0 stands for httpx alone, answering the same page without looking at the request.
    """
    askers = {size: asking(partial(ReplayTransport, tape), len(tape)) for size, tape in cassettes.items()}
    answer = page(0)
    askers[0] = asking(partial(httpx.MockTransport, lambda _: httpx.Response(200, content=answer)), 100)
    rates: dict[int, list[Rate]] = {size: [] for size in askers}
    for _ in range(TURNS):
        for size, asker in askers.items():
            rates[size].append(rate_of(partial(next, asker)))
    return rates


def median(rates: list[Rate]) -> Rate:
    """The rate in the middle, for each clock."""
    return Rate(statistics.median(rate.wall for rate in rates), statistics.median(rate.cpu for rate in rates))


def asking(transport: Callable[[], httpx.BaseTransport], count: int) -> Iterator[int]:
    """Ask for that many pages through httpx.Client, over and over, in turns; yields requests made."""
    bodies = [question(number) for number in range(count)]
    made = 0
    while True:
        with httpx.Client(transport=transport(), auth=("invented", "")) as client:
            for body in bodies:
                client.post(URL, json=body).raise_for_status()
                made += 1
                if made == REQUESTS_PER_TURN:
                    yield made
                    made = 0


def vcr_rate(path: Path) -> Rate:
    """The same through vcrpy; a long cassette by evenly spaced requests, since each costs its position."""
    count = int(path.stem.rpartition("-")[2])
    asked = range(0, count, max(1, count // VCR_REQUESTS))
    player = vcr.VCR(match_on=("method", "uri", "body"), record_mode="none")
    player.register_serializer("assay", serializer)
    with player.use_cassette(str(path), serializer="assay"), httpx.Client(auth=("invented", "")) as client:

        def ask() -> int:
            for number in asked:
                client.post(URL, json=question(number)).raise_for_status()
            return len(asked)

        return rate_of(ask)


def rate_of(work: Callable[[], int]) -> Rate:
    """Rate of some work that returns how many requests it made."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    return Rate(done / (time.perf_counter() - wall), done / (time.process_time() - cpu))


def big_files(folder: Path) -> tuple[Path, Path]:
    """One recording of about 70 MB in our format, and the same interactions as vcrpy's YAML."""
    per_interaction = write(folder, 20).stat().st_size / 20
    count = int(BIG_FILE_MB * MEGABYTE / per_interaction) + 1
    ours = write(folder, count)
    requests, responses = [], []
    for exchange in exchanges(count):
        headers = {name: [value] for name, value in JSON_HEADERS.items()}
        requests.append(VcrRequest("POST", URL, exchange.request.body, dict(JSON_HEADERS)))
        body = {"string": exchange.response.body}
        responses.append({"status": {"code": 200, "message": "OK"}, "headers": headers, "body": body})
    theirs = folder / "pages.yaml"
    theirs.write_text(
        vcr_serialize({"requests": requests, "responses": responses}, yamlserializer), encoding="utf-8"
    )
    return ours, theirs


def load_in_child(path: Path) -> Load:
    """Load a file in a process of its own, so that memory can be told apart."""
    command = [sys.executable, __file__, "--load", str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- this very script
    return Load(**json.loads(answer.stdout))


def load_here(path: Path) -> Load:
    """Load a file and say what it cost."""
    before = peak_mb()
    start = time.perf_counter()
    if path.suffix == ".json":
        kept: Any = Cassette.load(path)
    else:
        kept = vcr.VCR(record_mode="none").use_cassette(str(path)).__enter__()
    seconds = time.perf_counter() - start
    memory_mb = peak_mb() - before
    if len(kept) == 0:
        raise SystemExit(f"nothing was loaded from {path}")
    return Load(seconds, memory_mb)


def peak_mb() -> float:
    """Most memory this process has had so far, in megabytes."""
    status = Path("/proc/self/status")  # unlike ru_maxrss it does not start at the parent's figure
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found.group(1)) * 1024 / MEGABYTE
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE


def measure_rates(folder: Path) -> tuple[Table, dict[int, list[Rate]]]:
    """Requests per second for every size."""
    columns = ("interactions", "assay req/s", "assay req/CPU s", "vcrpy req/s", "times")
    table = Table(*columns, title="replay of 100-record pages")
    paths = {size: write(folder, size) for size in SIZES}
    rates = replay_rates({size: Cassette.load(path) for size, path in paths.items()})
    for size, path in paths.items():
        theirs = vcr_rate(path)
        ours = median(rates[size])
        figures = (size, ours.wall, ours.cpu, theirs.wall, ours.wall / theirs.wall)
        table.add_row(*(f"{figure:,.0f}" for figure in figures))
    alone = median(rates[0])
    table.add_row("httpx alone", f"{alone.wall:,.0f}", f"{alone.cpu:,.0f}", "", "")
    table.caption = f"vcrpy above {VCR_REQUESTS} interactions: over {VCR_REQUESTS} evenly spaced requests"
    return table, rates


def measure_load(folder: Path) -> tuple[Table, Load, float]:
    """Time and memory of loading a big file."""
    ours, theirs = big_files(folder)
    table = Table("file", "MB", "load s", "memory MB", "times its size", title="loading")
    loads = []
    for title, path in (("assay", ours), ("the same as vcrpy YAML", theirs)):
        load, size_mb = load_in_child(path), path.stat().st_size / MEGABYTE
        loads.append(load)
        figures = (size_mb, load.seconds, load.memory_mb, load.memory_mb / size_mb)
        table.add_row(title, *(f"{figure:.2f}" for figure in figures))
    return table, loads[0], ours.stat().st_size / MEGABYTE


def missed_targets(rates: dict[int, list[Rate]], load: Load, size_mb: float) -> Iterator[str]:
    """What was not reached, as far as it holds on any machine."""
    shares = [share_of_httpx(rates, size) for size in COMPARED]
    spread = 1 - min(shares) / max(shares)
    if spread > MOST_SPREAD:
        sizes = f"{COMPARED[0]} to {COMPARED[-1]}"
        yield f"rates from {sizes} differ by {spread:.0%}, allowed are {MOST_SPREAD:.0%}"
    if min(shares) < LEAST_SHARE:
        yield f"{min(shares):.0%} of the rate of httpx alone, wanted are {LEAST_SHARE:.0%}"
    if load.seconds > MOST_LOAD_S:
        yield f"loading {size_mb:.0f} MB took {load.seconds:.1f} s, allowed are {MOST_LOAD_S} s"
    if load.memory_mb > MOST_MEMORY * size_mb:
        times = load.memory_mb / size_mb
        yield f"loading takes {times:.1f} times the size of the file, allowed are {MOST_MEMORY}"


def share_of_httpx(rates: dict[int, list[Rate]], size: int) -> float:
    """Our rate as a share of httpx alone in the same turn, in the median, by processor time."""
    return statistics.median(ours.cpu / alone.cpu for ours, alone in zip(rates[size], rates[0], strict=True))


def absolute(rates: dict[int, list[Rate]]) -> str:
    """Whether this machine, as busy as it is now, reaches the rate that we want of an idle one."""
    least = min((median(rates[size]) for size in COMPARED), key=lambda rate: rate.wall)
    if least.wall >= LEAST_RATE:
        return f"reached: {least.wall:,.0f} requests/s, wanted are {LEAST_RATE:,}"
    busy = f"it gave us {least.wall / least.cpu:.0%} of a core" if least.wall < least.cpu else "it was idle"
    return (
        f"not reached on this machine: {least.wall:,.0f} requests/s, wanted are {LEAST_RATE:,} ({busy}; "
        f"{least.cpu:,.0f} per second of processor time). Run it again on an idle machine."
    )


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.load:
        sys.stdout.write(json.dumps(vars(load_here(asked.load))))
        return 0
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, rates = measure_rates(folder)
        console.print(table)
        table, load, size_mb = measure_load(folder)
        console.print(table)
    console.print(absolute(rates), markup=False)
    missed = list(missed_targets(rates, load, size_mb))
    for message in missed:
        console.print(f"missed: {message}", markup=False)
    if not missed:
        console.print("all ratios hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
