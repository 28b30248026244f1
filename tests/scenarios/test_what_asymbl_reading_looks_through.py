"""The eyes with which proofs look at queries of an org and their answers."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

import orjson
import pytest

from assay.evidence import Played, Step
from assay.scenario import NotShown
from assay.unified.records import Job
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay_contracts.asymbl import reads
from assay_contracts.asymbl.register import DATA, MAPPED, ORIGIN, api_name

SOQL = "SELECT Id, Name FROM Contact WHERE Name = 'x FROM Job' AND SystemModstamp >= 2026-06-15T08:00:00Z"


def _call(address: str, answer: Any, status: int = 200) -> Played:
    request = RecordedRequest("GET", f"{ORIGIN}{address}")
    exchange = Exchange(request, RecordedResponse(status, {}, orjson.dumps(answer)))
    return Played(index=0, exchange=exchange)


def _query(soql: str, *ids: str, path: str = reads.QUERY, **more: Any) -> Played:
    records = [{"Id": one} for one in ids]
    return _call(f"{path}?q={quote_plus(soql)}", {"records": records, "done": True, **more})


def _step(*played: Played) -> Step:
    return Step(number=0, name="read", kind="sync", played=played)


def test_a_query_is_taken_apart() -> None:
    played = _query(SOQL)

    assert reads.query_of(played) == SOQL
    assert reads.source_of(played) == "Contact"
    assert reads.columns(played) == ["Id", "Name"]
    assert reads.since(played) == datetime(2026, 6, 15, 8, tzinfo=UTC)


def test_a_query_for_everything_begins_nowhere() -> None:
    assert reads.since(_query("SELECT Id FROM Contact ORDER BY SystemModstamp ASC")) is None
    bracketed = _query("SELECT Id FROM Contact WHERE (SystemModstamp >= 2026-06-15T08:00:00Z)")
    assert reads.since(bracketed) == datetime(2026, 6, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize("address", [f"{DATA}/limits", f"{DATA}/sobjects?q=SELECT", "/services/oauth2/token"])
def test_any_other_call_asks_for_nothing(address: str) -> None:
    played = _call(address, {})

    assert (reads.query_of(played), reads.source_of(played), reads.columns(played)) == ("", "", [])


def test_further_pages_belong_to_their_query() -> None:
    link = f"{DATA}/query/0r8-2"
    first = _query("SELECT Id FROM Contact", "a", done=False, nextRecordsUrl=link)
    other = _query("SELECT Id FROM User", "u", path=reads.QUERY_ALL)
    more = _call(link, {"records": [{"Id": "b"}], "done": True})
    step = _step(first, other, more)

    assert reads.ids(reads.pages(step, reads.CONTACT)) == ["a", "b"]
    assert reads.ids(reads.pages(step, reads.USER)) == ["u"]
    assert reads.asked(step, reads.CONTACT) == (first,)
    assert reads.asked(step, reads.JOB) == ()
    assert set(reads.by_id([first, more])) == {"a", "b"}


def test_an_object_that_was_not_asked_for_shows_nothing() -> None:
    with pytest.raises(NotShown, match="bpats__Job__c was not asked for"):
        reads.pages(_step(_query(SOQL)), reads.JOB)


@pytest.mark.parametrize(
    "played",
    [
        _call(f"{reads.QUERY}?q=SELECT", {"records": None}),
        _call(f"{reads.QUERY}?q=SELECT", []),
        _call(f"{reads.QUERY}?q=SELECT", {"records": []}, status=400),
    ],
)
def test_an_answer_without_rows_shows_nothing(played: Played) -> None:
    with pytest.raises(NotShown):
        list(reads.rows([played]))


def test_a_description_tells_fields_by_name() -> None:
    path = f"{DATA}/sobjects/Contact/describe"
    refused = _call(path, [], status=404)
    told = _call(path, {"fields": [{"name": "Id", "label": "Contact ID"}]})

    assert reads.fields_of(reads.described(_step(refused, told), reads.CONTACT)) == {
        "Id": {"name": "Id", "label": "Contact ID"}
    }
    with pytest.raises(NotShown, match="Contact was not described"):
        reads.described(_step(refused), reads.CONTACT)


def test_a_record_without_fields_offers_none() -> None:
    assert reads.offered(Job(remote_id="1")) == {}


def test_stamps_are_read_as_the_vendor_writes_them() -> None:
    assert reads.moment("2026-03-02T09:15:00.000+0000") == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


def test_own_fields_are_mapped_under_their_labels() -> None:
    assert api_name("Willing to relocate") == "Willing_to_relocate__c"
    assert MAPPED["jobs"]["Cost centre"] == "Cost_centre__c"
    assert set(MAPPED) == {"jobs", "candidates", "applications"}
