"""The eyes of Asymbl's proofs see what was asked and answered, or say what they do not see."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.evidence import Played, Step
from assay.scenario import NotShown
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay_connectors.asymbl import soql
from assay_contracts.asymbl import calls
from assay_contracts.asymbl.register import ORIGIN


def played(
    path: str, answer: Any = None, *, status: int = 200, params: Mapping[str, str] | None = None
) -> Played:
    url = f"{ORIGIN}{path}" + (f"?{urlencode(params)}" if params else "")
    response = RecordedResponse(status, {}, orjson.dumps(answer))
    exchange = Exchange(request=RecordedRequest("GET", url, {}, b""), response=response)
    return Played(index=0, exchange=exchange)


def asked(query: str, answer: Any = None) -> Played:
    return played(calls.QUERY, answer, params={"q": query})


def step(*exchanges: Played) -> Step:
    return Step(number=0, name="a step", kind="action", played=exchanges)


@given(st.text(), st.text())
def test_texts_between_quotes_are_read_as_they_are_meant(one: str, other: str) -> None:
    condition = soql.all_of(soql.equals("Email", one), soql.one_of("Id", [other]))
    query = soql.Query(fields=["Id"], source="Contact", where=condition).text()

    assert calls.literals(query) == [one, other]
    assert calls.bare(asked(query)) == "SELECT Id FROM Contact WHERE Email = '' AND Id IN ('')"


def test_only_queries_are_queries() -> None:
    assert calls.soql(asked("SELECT Id FROM User")) == "SELECT Id FROM User"
    assert calls.soql(played("/services/data/v63.0/limits", params={"q": "SELECT Id FROM User"})) == ""


def test_queries_are_told_by_their_object_and_not_by_what_they_compare_with() -> None:
    contacts = asked("SELECT Id FROM Contact")
    jobs = asked("SELECT Id FROM bpats__Job__c WHERE Name = 'x FROM Contact'")

    assert calls.queries(step(contacts, jobs), "Contact") == (contacts,)
    assert calls.queries(step(contacts, jobs), "bpats__Job__c") == (jobs,)


@pytest.mark.parametrize("answer", [{}, {"records": None}, {"records": ["x"]}, []])
def test_an_answer_without_rows_says_so(answer: Any) -> None:
    with pytest.raises(NotShown):
        calls.rows(asked("SELECT Id FROM User", answer))


def test_an_address_that_nobody_looked_for_is_said() -> None:
    by_name = asked("SELECT Id FROM Contact WHERE Name = 'a@b.example'")
    of_users = asked("SELECT Id FROM User WHERE Email = 'a@b.example'")
    by_address = asked("SELECT Id FROM Contact WHERE Email = 'a@b.example'")

    assert calls.looked_up(step(by_name, by_address), "a@b.example") == (by_address,)
    with pytest.raises(NotShown, match="nobody looked for"):
        calls.looked_up(step(by_name, of_users), "a@b.example")


@pytest.mark.parametrize(
    ("status", "answer"), [(200, {"id": "1", "success": True}), (201, {"id": "1", "success": False})]
)
def test_what_was_not_created_has_no_new_id(status: int, answer: Any) -> None:
    with pytest.raises(NotShown, match="created nothing"):
        calls.new_id(played(calls.CONTACTS, answer, status=status))


def test_a_refusal_is_known_by_its_code() -> None:
    refused = played(
        calls.CONTACTS, [{"errorCode": "ONE"}, {"errorCode": "TWO", "message": "no"}], status=400
    )

    assert calls.refused_with(refused, "TWO")["message"] == "no"
    for other in (refused, played(calls.CONTACTS, {"errorCode": "THREE"}, status=400)):
        with pytest.raises(NotShown, match="was not refused with THREE"):
            calls.refused_with(other, "THREE")


def test_one_row_is_neither_none_nor_two() -> None:
    assert calls.one_row([{"Id": "1"}], "contacts") == {"Id": "1"}
    for rows in ([], [{"Id": "1"}, {"Id": "2"}]):
        with pytest.raises(NotShown, match="contacts: there are"):
            calls.one_row(rows, "contacts")


def test_addresses_are_the_same_in_any_letter_case() -> None:
    rows: list[calls.Row] = [{"Email": "A@b.example"}, {"Email": None}, {"Email": "c@b.example"}]

    assert calls.with_address(rows, "a@B.example") == rows[:1]
