"""Unsigned webhooks, entered in the web app. Source: flatchr sheet 5."""

import json
from typing import Any

import httpx
import pytest

from assay_sandboxes.flatchr.state import ACME_KEY

URL = "https://receiver.assay.test/flatchr"


@pytest.fixture
def taken(flatchr: Any) -> list[httpx.Request]:
    """What the receiver was sent."""
    requests: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200)

    flatchr.control("routes", {"https://receiver.assay.test": "http://127.0.0.1:1"})
    flatchr.sandbox.deliveries.connect = lambda **_: httpx.AsyncClient(transport=httpx.MockTransport(take))
    return requests


def _message(request: httpx.Request) -> Any:
    assert not [name for name in request.headers if "signature" in name.lower()]
    assert request.method == "POST"
    return json.loads(request.content)


def _applicant(flatchr: Any) -> str:
    return str(flatchr.code("applicant", "application-marta-backend"))


def test_a_new_applicant_is_announced_with_ids_of_every_kind(
    flatchr: Any, taken: list[httpx.Request]
) -> None:
    flatchr.happen("register_webhook", url=URL, event="new_applicant")
    vacancy = flatchr.code("vacancy", "job-backend")
    made = flatchr.happen("apply", vacancy_id=vacancy, firstname="Ada", lastname="Nova")["applicant_id"]
    (request,) = taken
    message = _message(request)
    assert (message["event"], message["company_id"]) == ("new_applicant", 412)
    data = message["data"]
    assert data["applicant"]["id"] == made
    assert type(data["candidate"]["id"]) is type(data["vacancy"]["id"]) is type(data["column"]) is int
    assert data["vacancy"]["id"] == flatchr.vacancy(vacancy)["vacancy_id"]
    assert data["vacancy_id"] == data["applicant"]["vacancy_id"] == vacancy
    assert (data["vacancy"]["company_id"], data["company"]) == (ACME_KEY, {"id": ACME_KEY, "name": "Acme"})
    assert type(data["applicant_id"]) is type(data["candidate_id"]) is int
    assert (data["cv"], data["user"], len(data["column_id"])) == (None, {}, 16)


def test_a_move_is_announced_even_into_the_same_column(flatchr: Any, taken: list[httpx.Request]) -> None:
    applicant = _applicant(flatchr)
    shown = flatchr.get(f"{{c}}/applicant/{applicant}")
    other = next(c["id"] for c in flatchr.get("{c}/columns") if c["id"] != shown["column_id"])
    flatchr.happen("register_webhook", url=URL, event="drag_applicant", column_id=shown["column_id"])
    path = f"/company/{ACME_KEY}/vacancy/{shown['vacancy_id']}/applicant/{applicant}"
    flatchr.send("PUT", path, json={"column_id": shown["column_id"]})
    flatchr.send("PUT", path, json={"column_id": other})
    (request,) = taken
    data = _message(request)["data"]
    assert data["column"]["id"] == shown["column_id"]
    assert type(data["applicant"]["id"]) is int
    assert data["applicant"]["id"] == data["applicant_id"]
    assert data["candidate"]["cv"]["type"] == "CV"
    assert data["candidate"]["additionals"] == []
    assert (data["user"], data["user_id"]) == ({}, None)


def test_messages_and_vacancies_are_announced_with_who_made_them(
    flatchr: Any, taken: list[httpx.Request]
) -> None:
    flatchr.happen("register_webhook", url=URL, event="new_message")
    flatchr.happen("register_webhook", url=URL, event="new_vacancy")
    flatchr.happen("send_message", applicant_id=_applicant(flatchr), text="<p>Bonjour</p>")
    flatchr.happen("add_vacancy", title="Soudeur")
    message, vacancy = (_message(request)["data"] for request in taken)
    assert (message["text"], message["company_id"]) == ("<p>Bonjour</p>", ACME_KEY)
    assert message["user"]["firstname"] == "Ines"
    assert vacancy["vacancy"]["title"] == "Soudeur"
    assert {"questions", "address", "tags"} <= vacancy["vacancy"].keys()


def test_a_webhook_may_be_about_one_vacancy_and_can_be_removed(
    flatchr: Any, taken: list[httpx.Request]
) -> None:
    backend, support = (flatchr.code("vacancy", f"job-{name}") for name in ("backend", "support"))
    hook = flatchr.happen("register_webhook", url=URL, event="new_applicant", vacancy_id=backend)[
        "webhook_id"
    ]
    flatchr.happen("apply", vacancy_id=support, firstname="A", lastname="B")
    assert taken == []
    flatchr.happen("apply", vacancy_id=backend, firstname="A", lastname="B")
    assert len(taken) == 1
    flatchr.happen("repeat_delivery")
    assert taken[1].content == taken[0].content
    flatchr.happen("remove_webhook", webhook_id=hook)
    flatchr.happen("apply", vacancy_id=backend, firstname="C", lastname="D")
    assert len(taken) == 2
    assert "no webhook" in flatchr.refuses("remove_webhook", webhook_id=hook)


def test_nothing_delivered_cannot_be_repeated(flatchr: Any) -> None:
    assert flatchr.refuses("repeat_delivery") == "nothing was delivered yet"


def test_announcements_of_what_lost_its_surroundings_still_go_out(
    flatchr: Any, taken: list[httpx.Request]
) -> None:
    flatchr.happen("register_webhook", url=URL, event="new_message")
    applicant = _applicant(flatchr)
    acme = flatchr.sandbox.tenant.acme
    known = acme.applicants.get(applicant)
    for collection, gone in (
        (acme.candidates, known.candidate_id),
        (acme.vacancies, known.vacancy_id),
        (acme.columns, known.column_id),
    ):
        collection.remove(gone)
    flatchr.happen("send_message", applicant_id=applicant)
    data = _message(taken[0])["data"]
    assert (data["candidate"], data["vacancy"], data["candidate_id"]) == ({}, {}, None)
    row = flatchr.row(applicant)
    assert (row["vacancy"], row["vacancy_id"], row["column"], row["email"]) == ("", None, None, None)
    shown = flatchr.get(f"{{c}}/applicant/{applicant}?fields=column,vacancy")
    assert (shown["candidate"], shown["column"], shown["vacancy"]) == (None, {}, {})
    listed = flatchr.get(f"{{c}}/applicant/{applicant}/messages?fields=candidate,author")
    assert listed[0]["candidate"] is None
    assert applicant not in {row["applicant"] for row in flatchr.rows(firstname="x")}
    acme.members.remove(next(iter(acme.members)).id)
    assert flatchr.get(f"{{c}}/applicant/{applicant}/messages?fields=author")[0]["author"] is None
