"""Keys, hosts and errors. Source: flatchr sheet 1."""

from datetime import timedelta
from typing import Any

import pytest

from assay_sandboxes.core.clock import START
from assay_sandboxes.flatchr.access import DEFAULT_KEY, make_key, make_token
from assay_sandboxes.flatchr.state import BOREAL_KEY

COLUMNS = "{c}/columns"
SEARCH = "{c}/search/applicants"


def test_each_reason_for_refusing_a_key_has_its_own_message(flatchr: Any) -> None:
    def answer(key: str | None) -> tuple[int, str]:
        refused: tuple[int, str] = flatchr.refused("GET", COLUMNS, key=key)
        return refused

    assert answer(None) == (401, "Missing authentication")
    assert answer("no token at all") == (401, "Invalid token format")
    assert answer(make_key(START)) == (401, "Invalid credentials")
    assert answer("a.bm9uc2Vuc2U.c") == (401, "Invalid credentials")
    assert answer("a.W10.c") == (401, "Invalid credentials")
    flatchr.happen("revoke_key")
    assert answer(DEFAULT_KEY) == (401, "Invalid credentials")
    assert "no such key" in flatchr.refuses("revoke_key", api_key="x")


def test_errors_of_the_api_host_have_three_keys(flatchr: Any) -> None:
    body = flatchr.send("GET", "/company/x/columns").json()
    assert body == {"statusCode": 404, "error": "Not Found", "message": "Not Found"}


def test_a_key_lives_365_days(flatchr: Any) -> None:
    flatchr.control("clock", {"advance_s": 334 * 86400})
    assert flatchr.get(COLUMNS)
    flatchr.control("clock", {"advance_s": 86400})
    assert flatchr.refused("GET", COLUMNS) == (401, "Expired token")
    assert flatchr.refused("POST", "/careers/vacancy/candidate/json", json={})[0] == 400


@pytest.mark.parametrize(("days", "status"), [(0, 200), (364, 200), (366, 401)])
def test_a_key_may_have_been_made_long_ago(flatchr: Any, days: float, status: int) -> None:
    order = {"values": {"api_key": "plain-key"}, "grants": {"made_days_ago": days}}
    flatchr.control("credentials", order)
    assert flatchr.send("GET", "/contracts", key="plain-key").status_code == status


def test_a_key_that_says_when_it_was_made_is_believed(flatchr: Any) -> None:
    old = make_key(START - timedelta(days=400))
    flatchr.control("credentials", {"values": {"api_key": old}})
    assert flatchr.refused("GET", "/contracts", key=old) == (401, "Expired token")


def test_administrators_can_let_a_key_come_close_to_its_end(flatchr: Any) -> None:
    flatchr.happen("expire_key", days_left=10)
    assert flatchr.get(COLUMNS)
    flatchr.happen("expire_key")
    assert flatchr.refused("GET", COLUMNS) == (401, "Expired token")


def test_the_key_of_one_company_does_not_open_another(flatchr: Any) -> None:
    assert flatchr.refused("GET", f"/company/{BOREAL_KEY}/columns") == (403, "Insufficient scope")
    assert flatchr.refused("GET", "/company/nobody/columns") == (404, "Not Found")
    order = {"values": {"api_key": "b", "company_key": BOREAL_KEY}, "grants": {"company": "Q7mXp2LdR9vTbK3w"}}
    flatchr.control("credentials", order)
    assert flatchr.refused("GET", f"/company/{BOREAL_KEY}/columns", key="b") == (403, "Insufficient scope")
    assert flatchr.get(COLUMNS, key="b")


def test_the_key_may_stand_in_the_query(flatchr: Any) -> None:
    assert flatchr.get(f"{COLUMNS}?token={DEFAULT_KEY}", key=None)
    assert flatchr.refused("GET", f"{COLUMNS}?api_key={DEFAULT_KEY}", key=None)[0] == 401


def test_what_does_not_exist_is_not_found_whatever_the_method(flatchr: Any) -> None:
    assert flatchr.refused("PATCH", COLUMNS) == (404, "Not Found")
    assert flatchr.refused("GET", "/company/x/y/z") == (404, "Not Found")
    assert flatchr.refused("GET", "/a%0Ab") == (404, "Not Found")
    assert flatchr.refused("GET", "/careers/nothing") == (404, "Not Found")


def test_bodies_that_are_no_json_and_bodies_that_do_not_fit_are_told_apart(flatchr: Any) -> None:
    assert flatchr.refused("POST", SEARCH, content=b"{") == (400, "Invalid request payload JSON format")
    assert flatchr.refused("POST", SEARCH, json=[]) == (400, "Invalid request payload input")
    assert flatchr.send("POST", SEARCH.replace("{c}", "/company/Q7mXp2LdR9vTbK3w")).status_code == 200


def test_bodies_that_are_no_objects_are_refused_where_forms_are_taken(flatchr: Any) -> None:
    path = f"/company/Q7mXp2LdR9vTbK3w/applicant/{flatchr.rows()[0]['applicant']}/comment"
    refused = flatchr.refused("POST", path, key=flatchr.login(), json=["note"])
    assert refused == (400, "Invalid request payload input")
    careers = "/careers/vacancy/candidate/json"
    assert flatchr.refused("POST", careers, json=["x"]) == (400, "payload is invalid")
    too_large = flatchr.refused("POST", SEARCH, content=b" " * (60 * 1024 * 1024 + 1))
    assert too_large == (400, "Payload content length greater than maximum allowed")


def test_the_careers_host_has_its_own_shape_of_errors(flatchr: Any) -> None:
    answer = flatchr.send("GET", "/careers/company/nobody.json", key=None)
    message = "Not available for slug nobody with url: /company/nobody.json"
    assert (answer.status_code, answer.json()) == (404, {"message": message})


@pytest.mark.parametrize(
    ("wall", "agent", "status"),
    [
        ("off", "x/1.0", 200),
        ("off", "", 403),
        ("browsers_only", "x/1.0", 403),
        ("browsers_only", "Mozilla/5.0 (X11)", 200),
        ("closed", "Mozilla/5.0 (X11)", 403),
    ],
)
def test_the_wall_before_the_careers_host_looks_at_the_user_agent(
    flatchr: Any, wall: str, agent: str, status: int
) -> None:
    flatchr.switch(waf=wall)
    answer = flatchr.send("GET", "/careers/company/acme.json", headers={"User-Agent": agent})
    assert answer.status_code == status
    if status == 403:
        assert answer.headers["content-type"].startswith("text/html")
    assert flatchr.send("GET", "/contracts", headers={"User-Agent": agent}).status_code == 200


def test_people_log_in_and_are_logged_out_after_a_while(flatchr: Any) -> None:
    token = flatchr.login()
    assert flatchr.get(COLUMNS, key=token)
    wrong = {"email": "ines.okafor@acme.example", "password": "x"}
    assert flatchr.refused("POST", "/user/login", json=wrong, key=None) == (401, "Invalid credentials")
    assert flatchr.refused("POST", "/user/login", json={}, key=None)[0] == 400
    stranger = make_token({"id": 1, "company": 412, "iat": flatchr.sandbox.clock.unix_s})
    assert flatchr.refused("GET", COLUMNS, key=stranger) == (401, "Invalid credentials")
    flatchr.control("clock", {"advance_s": 86401})
    assert flatchr.refused("GET", COLUMNS, key=token) == (401, "Expired token")
