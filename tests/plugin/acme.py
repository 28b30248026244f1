"""A vendor called Acme with contract, connector and recording, as an outside distribution brings them."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from assay import discover
from assay.wire.cassette import CassetteHeader, write_cassette
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse

CONTRACT = """\
connector: acme
name: Acme
models:
  - title: Jobs
    source: acme sheet 1
    fields:
      - {name: id}
      - {name: remote_id}
      - {name: name}
      - {name: department}
      - {name: category, exempt: {fact: the vendor has no categories, source: acme sheet 2}}
actions: []
features:
  - {name: Full Syncs, summary: everything is read}
wire:
  base_url: https://api.acme.example
  key: id
  listings: [{by: cursor, items: results, more: more, next: next, cursor: cursor, limit: limit}]
"""

REGISTER = '''\
from assay.scenario import NotShown, Register, Shown

REGISTER = Register()
REGISTER.credential("full", {"api_key": "invented"})


@REGISTER.scenario("full-sync", world="full")
def full_sync(stage):
    """Reads everything, twice."""
    stage.connect()
    stage.sync("everything")
    stage.sync("everything again")


@REGISTER.proves("feature/full-syncs", scenario="full-sync")
def everything_is_read(trace):
    return Shown("both pages are asked for", trace.step("everything").played)
'''

CONNECTOR = """\
import httpx

from assay.connector import Assumption, Complete, CredentialField, Guide, Row
from assay.unified.records import Job

GUIDE = Guide(
    title="Connect Acme",
    prerequisites=(),
    steps=(),
    credential_fields=(CredentialField(name="api_key", label="Key", secret=True),),
    permissions=(),
)
ASSUMPTIONS = (
    Assumption(id="names", statement="names are titles", rests=("field/jobs/name",), source="acme sheet 3"),
)


class Acme:
    slug = "acme"

    def __init__(self, transport):
        self._transport = transport

    def read(self, request):
        more, cursor = True, {}
        with httpx.Client(transport=self._transport) as client:
            while more:
                answer = client.post("https://api.acme.example/job.list", json={"limit": 2, **cursor}).json()
                for item in answer["results"]:
                    yield Row(Job(remote_id=item["id"], name=item["title"], department=item.get("team")))
                more, cursor = answer["more"], {"cursor": answer.get("next")}
        yield Complete("ats_jobs")


def connect(runtime, credential, settings):
    return Acme(runtime.transport)
"""

JOBS = [
    {"id": "0b000000-0000-4000-8000-000000000001", "title": "Cook", "team": "Kitchen"},
    {"id": "0b000000-0000-4000-8000-000000000002", "title": "Baker", "team": "Bakery"},
    {"id": "0b000000-0000-4000-8000-000000000003", "title": "Waiter", "team": "Floor"},
]

FOUND = ("acme_contracts", "acme_connectors")


def make(folder: Path, *, holds: bool = True) -> Path:
    """Write the distribution; unless it ``holds``, the connector never fills a field that is promised."""
    connector = CONNECTOR if holds else CONNECTOR.replace('item.get("team")', "None")
    files = {
        "acme_contracts/__init__.py": "",
        "acme_contracts/acme/__init__.py": REGISTER,
        "acme_contracts/acme/contract.yaml": CONTRACT,
        "acme_connectors/__init__.py": "",
        "acme_connectors/acme/__init__.py": connector,
        "acme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
        "acme-1.0.dist-info/entry_points.txt": (
            "[assay.homes]\ncontracts.acme = acme_contracts\nconnectors.acme = acme_connectors\n"
        ),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    header = CassetteHeader(
        connector="acme",
        scenario="full-sync",
        origin="documented",
        source="acme sheet",
        recorded_at="2026-06-15T08:00:00.000Z",
    )
    write_cassette(folder / "cassettes" / "acme" / "full-sync.json", header, [*_pages(), *_pages()])
    return folder


def _pages() -> Iterator[Exchange]:
    headers = {"content-type": "application/json"}
    for asked, answer in (
        ({"limit": 2}, {"results": JOBS[:2], "more": True, "next": "c1"}),
        ({"limit": 2, "cursor": "c1"}, {"results": JOBS[2:], "more": False}),
    ):
        yield Exchange(
            RecordedRequest("POST", "https://api.acme.example/job.list", headers, orjson.dumps(asked)),
            RecordedResponse(200, headers, orjson.dumps(answer)),
        )


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process find the distribution."""
    monkeypatch.syspath_prepend(str(folder))
    forget()


def forget() -> None:
    """Look for homes anew."""
    discover.homes.cache_clear()
    discover.slugs.cache_clear()
