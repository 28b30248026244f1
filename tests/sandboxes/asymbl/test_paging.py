from typing import Any

import pytest

PEOPLE = "SELECT Id FROM Contact WHERE RecordType.DeveloperName = 'Candidate' ORDER BY Id"
LOST = (400, "INVALID_QUERY_LOCATOR", "invalid query locator")


def follow(asymbl: Any, page: Any, **options: Any) -> Any:
    response = asymbl.send("GET", page["nextRecordsUrl"], **options)
    assert response.status_code == 200, response.text
    return response.json()


def pages_of(asymbl: Any, page: Any) -> list[Any]:
    pages = [page]
    while not pages[-1]["done"]:
        pages.append(follow(asymbl, pages[-1]))
    return pages


def test_pages_say_how_many_rows_there_are_in_all(asymbl: Any) -> None:
    asymbl.switch(batch_cap=100)
    pages = pages_of(asymbl, asymbl.ask(PEOPLE))
    assert [len(page["records"]) for page in pages] == [100, 100, 30]
    assert {page["totalSize"] for page in pages} == {230}
    assert "nextRecordsUrl" not in pages[-1]
    assert len({row["Id"] for page in pages for row in page["records"]}) == 230


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("batchSize=200", 200),
        ("batchSize=1", 200),
        ("batchSize=9999", 230),
        ("batchsize = 210 ", 210),
        ("x", 230),
    ],
)
def test_the_size_of_a_page_is_a_hint(asymbl: Any, header: str, first: int) -> None:
    page = asymbl.ask(PEOPLE, headers={"Sforce-Query-Options": header})
    assert len(page["records"]) == first


def test_a_page_may_be_empty_and_not_the_last(asymbl: Any) -> None:
    asymbl.switch(batch_cap=150, empty_page=True)
    pages = pages_of(asymbl, asymbl.ask(PEOPLE))
    assert [len(page["records"]) for page in pages] == [150, 0, 80]


def test_further_pages_of_both_queries_are_at_the_same_place(asymbl: Any) -> None:
    asymbl.switch(batch_cap=150)
    page = asymbl.ask(PEOPLE, deleted=True)
    assert page["nextRecordsUrl"].startswith("/services/data/v63.0/query/0r8")
    locator = page["nextRecordsUrl"].rpartition("/")[2]
    assert asymbl.get(f"/queryAll/{locator}")["done"]


def test_locators_expire_when_nobody_uses_them(asymbl: Any) -> None:
    asymbl.switch(batch_cap=50)
    page = asymbl.ask(PEOPLE)
    asymbl.pass_time(899)
    page = follow(asymbl, page)
    asymbl.pass_time(901)
    locator = page["nextRecordsUrl"].rpartition("/")[2]
    assert asymbl.refusal("GET", f"/query/{locator}") == LOST


def test_locators_can_be_lost(asymbl: Any) -> None:
    asymbl.switch(batch_cap=50, expired_cursor={"times": 1})
    for attempt in ("by fault", "by event"):
        locator = asymbl.ask(PEOPLE)["nextRecordsUrl"].rpartition("/")[2]
        if attempt == "by event":
            assert asymbl.happen("lose_cursors")["lost"] == 1
        assert asymbl.refusal("GET", f"/query/{locator}") == LOST


@pytest.mark.parametrize("locator", ["nonsense", "0r8xx-50", "0r8xx"])
def test_nonsense_is_no_locator(asymbl: Any, locator: str) -> None:
    assert asymbl.refusal("GET", f"/query/{locator}") == LOST


def test_a_locator_belongs_to_its_user_and_has_an_end(asymbl: Any) -> None:
    asymbl.switch(batch_cap=50)
    locator = asymbl.ask(PEOPLE)["nextRecordsUrl"].rpartition("/")[2]
    other = asymbl.token_with(profile="narrow_sharing")
    assert asymbl.refusal("GET", f"/query/{locator}", token=other) == LOST
    beyond = locator.replace("-50", "-999")
    assert asymbl.refusal("GET", f"/query/{beyond}") == LOST


def test_only_so_many_queries_stay_open(asymbl: Any) -> None:
    asymbl.switch(batch_cap=50, open_cursors=2)
    pages = [asymbl.ask(PEOPLE) for _ in range(3)]
    assert asymbl.send("GET", pages[0]["nextRecordsUrl"]).status_code == 400
    assert follow(asymbl, pages[1])["records"]
    assert follow(asymbl, pages[2])["records"]


def test_a_query_shows_rows_as_they_were_when_it_was_asked(asymbl: Any) -> None:
    asymbl.switch(batch_cap=150)
    page = asymbl.ask("SELECT Id, LastName FROM Contact ORDER BY Id")
    last = asymbl.rows("SELECT Id FROM Contact ORDER BY Id DESC LIMIT 1")[0]["Id"]
    asymbl.happen("edit_record", id=last, fields={"LastName": "Changed"})
    assert follow(asymbl, page)["records"][-1]["LastName"] != "Changed"


def test_pages_can_come_twice_and_rows_too(asymbl: Any) -> None:
    asymbl.switch(batch_cap=100, repeated_page={"times": 1})
    pages = pages_of(asymbl, asymbl.ask(PEOPLE))
    assert [len(page["records"]) for page in pages] == [100, 100, 100, 30]
    assert pages[0]["records"] == pages[1]["records"]
    asymbl.switch(duplicate_record={"path": "query Contact"})
    rows = asymbl.ask(PEOPLE)["records"]
    assert rows[0] == rows[1]
