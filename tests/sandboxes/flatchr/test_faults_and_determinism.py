import json
from typing import Any

import pytest

SEARCH = "/company/Q7mXp2LdR9vTbK3w/search/applicants"


def test_two_resets_and_the_same_requests_give_the_same_bytes(flatchr: Any) -> None:
    runs = []
    for _ in range(2):
        flatchr.control("reset", {"world": "core"})
        flatchr.happen("add_vacancy", title="Soudeur")
        answers = [
            flatchr.send("GET", "/company/Q7mXp2LdR9vTbK3w/vacancies?fields=address,tags,items"),
            flatchr.send("POST", SEARCH, json={}),
            flatchr.send("GET", "/careers/company/acme.json"),
            flatchr.send("POST", "/careers/vacancy/candidate/json", json={}),
        ]
        runs.append([(a.status_code, sorted(a.headers.items()), a.content) for a in answers])
    assert runs[0] == runs[1]


def test_the_core_world_is_small(flatchr: Any) -> None:
    flatchr.control("reset", {"world": "core"})
    assert len(flatchr.rows()) == 10
    assert len(flatchr.get("{c}/columns")) == 16
    assert len(flatchr.get("{c}/vacancies")) == 6
    assert flatchr.get("{c}/columns")[-1]["position"] is None
    assert all(item["vacancy"] for item in flatchr.get("/careers/company/acme.json")["items"])


def test_faults_know_a_call_by_its_own_path_the_vendors_and_the_documents(flatchr: Any) -> None:
    careers = "/careers/company/acme.json"
    for path in (careers, "/company/acme.json", "/careers/company/{slug}.json"):
        flatchr.switch(server_error={"path": path, "times": 1})
        broken = flatchr.send("GET", careers)
        assert (broken.status_code, broken.json()) == (
            500,
            {"message": "An internal server error occurred"},
        )
        assert flatchr.send("GET", careers).status_code == 200
    flatchr.switch(server_error={"path": SEARCH, "times": 1})
    assert flatchr.refused("POST", SEARCH)[0] == 500


def test_rate_limiting_with_and_without_retry_after(flatchr: Any) -> None:
    flatchr.switch(rate_limited=[{"times": 1, "retry_after_s": 2}, {"times": 1}])
    first, second, third = (flatchr.send("GET", "/contracts") for _ in range(3))
    assert (first.status_code, first.headers["retry-after"]) == (429, "2")
    assert first.json()["error"] == "Too Many Requests"
    assert "retry-after" not in second.headers
    assert third.status_code == 200


def test_gateways_timeouts_and_broken_answers(flatchr: Any) -> None:
    flatchr.switch(bad_gateway={"times": 1})
    assert flatchr.send("GET", "/contracts").headers["content-type"].startswith("text/html")
    flatchr.switch(timeout={"times": 1})
    with pytest.raises(ConnectionResetError):
        flatchr.send("GET", "/contracts")
    flatchr.switch(truncated_json={"times": 1})
    with pytest.raises(json.JSONDecodeError):
        flatchr.send("GET", "/nothing").json()


def test_a_list_may_carry_its_first_record_twice(flatchr: Any) -> None:
    flatchr.switch(duplicate_record=True)
    rows = flatchr.rows()
    assert rows[0] == rows[1]
    items = flatchr.get("/careers/company/acme.json")["items"]
    assert items[0] == items[1]


def test_people_may_act_between_two_requests_of_a_client(flatchr: Any) -> None:
    column = flatchr.get("{c}/columns")[0]["id"]
    renamed = {"column_id": column, "title": "Nouveau"}
    flatchr.happen("while_reading", path=SEARCH, event="rename_column", parameters=renamed)
    assert flatchr.get("{c}/columns")[0]["title"] == "New Lead"
    assert "Nouveau" in {row["column"] for row in flatchr.rows()}
