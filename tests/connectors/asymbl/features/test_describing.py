"""What an object is need not be sent twice: the connection asks whether it has changed."""

from typing import Any

import httpx

CONTACT = "/services/data/v63.0/sobjects/Contact/describe"
FIRST, LATER = "Mon, 01 Jun 2026 08:00:00 GMT", "Tue, 02 Jun 2026 08:00:00 GMT"


class Metadata:
    """An org that says when its metadata changed, and gives them only to those who do not have them."""

    def __init__(self, org: Any, changed: str | None = FIRST) -> None:
        self.changed, self.asked = changed, list[str | None]()
        self._org = org
        org.hooks.append(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response | None:
        if request.url.path != CONTACT:
            return None
        since = request.headers.get("If-Modified-Since")
        self.asked.append(since)
        headers = {"Last-Modified": self.changed} if self.changed else {}
        if since is not None and since == self.changed:
            return httpx.Response(304, headers=headers)
        return httpx.Response(200, json=self._org.described["Contact"], headers=headers)


def test_an_unchanged_object_is_known_already(acme: Any) -> None:
    metadata, api = Metadata(acme), acme.connect().connection.api

    first, second = api.describe("Contact"), api.describe("Contact")

    assert metadata.asked == [None, FIRST]
    assert first == second == acme.described["Contact"]


def test_a_changed_object_is_read_anew(acme: Any) -> None:
    metadata, api = Metadata(acme), acme.connect().connection.api
    before = len(api.describe("Contact")["fields"])

    metadata.changed = LATER
    acme.hide("Contact", "Title")

    assert len(api.describe("Contact")["fields"]) == before - 1
    assert len(api.describe("Contact")["fields"]) == before - 1
    assert metadata.asked == [None, FIRST, LATER]


def test_another_connection_asks_without_condition(acme: Any) -> None:
    metadata = Metadata(acme)

    for _ in range(2):
        acme.connect().connection.api.describe("Contact")

    assert metadata.asked == [None, None]


def test_an_org_that_does_not_say_when_is_asked_without_condition(acme: Any) -> None:
    metadata, api = Metadata(acme, changed=None), acme.connect().connection.api

    api.describe("Contact")
    api.describe("Contact")

    assert metadata.asked == [None, None]
