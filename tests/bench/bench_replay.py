"""Speed of replay, side by side with vcrpy on the same files in the same run.

Run by ``tox -e bench`` or ``python tests/bench/bench_replay.py``; never by the normal test run. Exits 1
when a target is missed. Machines differ, so what decides first are ratios within one run; the
absolute rate is checked too and says so.
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


def replay_rates(cassettes: dict[int, Cassette]) -> dict[int, float]:
    """Median rate per size; sizes take short turns, so that a busy moment of the machine hits all alike."""
    askers = {size: asking(cassette) for size, cassette in cassettes.items()}
    rates: dict[int, list[float]] = {size: [] for size in cassettes}
    for _ in range(TURNS):
        for size, asker in askers.items():
            rates[size].append(rate_of(partial(next, asker)))
    return {size: statistics.median(of_size) for size, of_size in rates.items()}


def asking(cassette: Cassette) -> Iterator[int]:
    """Replay through httpx.Client and our transport, over and over, in turns; yields requests made."""
    bodies = [question(number) for number in range(len(cassette))]
    made = 0
    while True:
        with httpx.Client(transport=ReplayTransport(cassette), auth=("invented", "")) as client:
            for body in bodies:
                client.post(URL, json=body).raise_for_status()
                made += 1
                if made == REQUESTS_PER_TURN:
                    yield made
                    made = 0


def vcr_rate(path: Path) -> float:
    """The same through vcrpy; a long cassette by evenly spaced requests, since each costs its position."""
    count = int(path.stem.rpartition("-")[2])
    asked = range(0, count, max(1, count // VCR_REQUESTS))
    player = vcr.VCR(match_on=("method", "uri", "body"), record_mode="none")
    player.register_serializer("assay", serializer)
    with player.use_cassette(str(path), serializer="assay"), httpx.Client(auth=("invented", "")) as client:

        def once() -> int:
            for number in asked:
                client.post(URL, json=question(number)).raise_for_status()
            return len(asked)

        return rate_of(once)


def rate_of(work: Callable[[], int]) -> float:
    """Requests per second of some work that returns how many it made."""
    start = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - start)


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


def measure_rates(folder: Path) -> tuple[Table, dict[int, float]]:
    """Requests per second for every size."""
    table = Table("interactions", "assay req/s", "vcrpy req/s", "times", title="replay of 100-record pages")
    paths = {size: write(folder, size) for size in SIZES}
    rates = replay_rates({size: Cassette.load(path) for size, path in paths.items()})
    for size, path in paths.items():
        theirs = vcr_rate(path)
        table.add_row(f"{size:,}", f"{rates[size]:,.0f}", f"{theirs:,.0f}", f"{rates[size] / theirs:,.0f}")
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


def missed_targets(rates: dict[int, float], load: Load, size_mb: float) -> Iterator[str]:
    """What was not reached."""
    compared = [rates[size] for size in COMPARED]
    spread = 1 - min(compared) / max(compared)
    if spread > MOST_SPREAD:
        sizes = f"{COMPARED[0]} to {COMPARED[-1]}"
        yield f"rates from {sizes} differ by {spread:.0%}, allowed are {MOST_SPREAD:.0%}"
    if min(compared) < LEAST_RATE:
        yield f"{min(compared):,.0f} requests/s, wanted are {LEAST_RATE:,} (is the machine busy or slow?)"
    if load.seconds > MOST_LOAD_S:
        yield f"loading {size_mb:.0f} MB took {load.seconds:.1f} s, allowed are {MOST_LOAD_S} s"
    if load.memory_mb > MOST_MEMORY * size_mb:
        times = load.memory_mb / size_mb
        yield f"loading takes {times:.1f} times the size of the file, allowed are {MOST_MEMORY}"


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
    missed = list(missed_targets(rates, load, size_mb))
    for message in missed:
        console.print(f"missed: {message}", markup=False)
    if not missed:
        console.print("all targets reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
