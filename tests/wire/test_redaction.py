import base64
import hashlib
import json
import re
import string
import uuid
from typing import Any

import orjson
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assay.wire import patterns, placeholders
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.header import RecordedDelivery
from assay.wire.patterns import PATTERNS, SECRETS, ByLook, ByName, Pattern
from assay.wire.redact import Redactor

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
PDF = b"%PDF-1.7\n\xe2\xe3\x00"
KEY = "sk-9f8e7d6c5b4a3210"

tokens = st.text(string.ascii_letters + string.digits + "-_.", min_size=12, max_size=80).filter(
    lambda text: any(letter.isdigit() for letter in text) and not placeholders.is_placeholder(text)
)


def replacing(**changes: Any) -> Any:
    return Redactor(people="replaced", salt="k1", **changes)


def post(body: Any, headers: Any = None, url: Any = "https://api.acme.example/x") -> Any:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return RecordedRequest("POST", url, headers or JSON, raw)


def url_of(redactor: Any, url: Any) -> Any:
    return redactor.request(post({}, url=url)).url


def everything(exchange: Any) -> Any:
    request, response = exchange.request, exchange.response
    headers = json.dumps([dict(request.headers), dict(response.headers)])
    return request.url.encode() + headers.encode() + request.body + response.body


# --- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry.title)
def test_every_pattern_has_an_example_that_it_redacts(entry: Pattern) -> None:
    given_ = json.dumps(entry.example, ensure_ascii=False)
    assert entry.leaks, "an example must say what may not be left of it"
    assert entry.leaks in given_
    only = Redactor(people="replaced", salt="k1")
    left = json.dumps(only.value(entry.example), ensure_ascii=False)
    assert entry.leaks not in left


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry.title)
def test_no_pattern_is_covered_by_the_others(entry: Pattern, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the entry its example leaks, unless another finds the same thing by its look."""
    others = [other for other in PATTERNS if other is not entry]
    by_look = [
        other
        for other in others
        if isinstance(other, ByLook)
        and isinstance(entry.example, str)
        and re.search(other.look, entry.example)
    ]
    monkeypatch.setattr("assay.wire.redact.PATTERNS", tuple(others))
    left = json.dumps(replacing().value(entry.example), ensure_ascii=False)
    twin = entry.title == "e-mail address under its name"
    assert entry.leaks in left or by_look or twin


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry.title)
def test_invented_people_stay_and_secrets_go(entry: Pattern) -> None:
    left = json.dumps(Redactor().value(entry.example), ensure_ascii=False)
    assert (entry.leaks in left) == (entry.treatment not in SECRETS)


def test_titles_of_patterns_are_unique() -> None:
    titles = [entry.title for entry in PATTERNS]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    "name",
    [
        "syncToken",
        "nextPageToken",
        "pageToken",
        "tokenType",
        "cursor",
        "stateName",
        "statuscode",
        "secretary",
    ],
)
def test_what_only_sounds_secret_stays(name: str) -> None:
    assert Redactor().value({name: "abcdefghijkl1234567890"}) == {name: "abcdefghijkl1234567890"}


# --- where secrets hide ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        post({"client_secret": KEY}),
        post({"settings": [{"name": "api_key", "value": KEY}]}),
        post({"callback": f"https://x.example/hook?token={KEY}&a=1"}),
        post({"payload": json.dumps({"password": KEY})}),
        post(f"grant_type=x&client_secret={KEY}".encode(), FORM),
        post(f"<Login><ApiKey>{KEY}</ApiKey></Login>".encode(), {"content-type": "text/xml"}),
        post({"note": f"he said Bearer {KEY}{KEY}"}),
        post({"tokens": {"access_token": [KEY, KEY]}}),
        post({}, url=f"https://api.acme.example/x?api_key={KEY}&page=2"),
        post({}, url=f"https://robot:{KEY}@api.acme.example/x"),
        post({}, {**JSON, "authorization": f"Bearer {KEY}"}),
        post({}, {**JSON, "authorization": KEY}),
        post({}, {**JSON, "authorization": f"Basic {KEY}"}),
        post({}, {**JSON, "x-api-key": KEY}),
        post({}, {**JSON, "cookie": f"session={KEY}"}),
        post(f'{{"broken json": 1, "url": "https://x.example/?token={KEY}"'.encode()),
    ],
)
def test_a_secret_in_a_request_does_not_survive(request_: RecordedRequest) -> None:
    assert KEY.encode() not in everything(Exchange(Redactor().request(request_), RecordedResponse(200)))


@pytest.mark.parametrize(
    "response",
    [
        RecordedResponse(200, JSON, orjson.dumps({"access_token": KEY})),
        RecordedResponse(200, {"set-cookie": f"sid={KEY}"}, b"ok"),
        RecordedResponse(302, {"location": f"https://x.example/file?X-Amz-Signature={KEY}"}),
        RecordedResponse(302, {"location": f"/file?a=1&amp;signature={KEY}"}),
        RecordedResponse(200, {"link": f"<https://x.example/?token={KEY}>; rel=next"}),
        RecordedResponse(200, {"content-type": "text/html"}, f"<a href='/d?sig={KEY}'>cv</a>".encode()),
    ],
)
def test_a_secret_in_a_response_does_not_survive(response: RecordedResponse) -> None:
    assert KEY.encode() not in everything(Exchange(post({}), Redactor().response(response)))


def test_a_basic_credential_stays_basic() -> None:
    header = "Basic " + base64.b64encode(b"key-0123456789:pass word").decode()
    redacted = Redactor().request(post({}, {"authorization": header})).headers["authorization"]
    user, _, password = base64.b64decode(redacted.removeprefix("Basic ")).decode().partition(":")
    assert placeholders.is_placeholder(user)
    assert password == "redacted-password"


def test_keys_and_tenants_in_headers_are_kept_and_keys_are_hidden() -> None:
    headers = {"x-api-key": KEY, "Tenant": "acme", "FrontOfficeTenantId": "3051", "X-Tenancy": "other"}
    redacted = Redactor().request(post({}, headers)).headers

    assert set(redacted) == {"x-api-key", "tenant", "frontofficetenantid"}
    assert (redacted["tenant"], redacted["frontofficetenantid"]) == ("acme", "3051")
    assert KEY not in redacted["x-api-key"]


def test_only_headers_on_the_list_are_kept() -> None:
    headers = {"Accept": "*/*", "X-Forwarded-For": "10.0.0.1", "Acme-Version": "2026-01-01", "X-Trace": "1"}
    assert set(Redactor().request(post({}, headers)).headers) == {"accept", "acme-version"}
    assert "x-trace" in Redactor(headers=["x-trace"]).request(post({}, headers)).headers
    answer = RecordedResponse(
        200, {"Date": "now", "Server": "x", "X-RateLimit-Reset": "60", "Retry-After": "1"}
    )
    assert set(Redactor().response(answer).headers) == {"x-ratelimit-reset", "retry-after"}


def test_a_secret_given_away_later_is_gone_from_what_came_before() -> None:
    handle = "eyJpbnZlbnRlZCI6dHJ1ZX0.c2lnbmVk"
    first = Exchange(post({"field": "resume", "answer": handle}), RecordedResponse(200))
    second = Exchange(post({}), RecordedResponse(200, JSON, orjson.dumps({"handle": handle})))
    before, after = Redactor().exchanges([first, second])
    assert before.request.json["answer"] == after.response.json["handle"] != handle


def test_a_secret_is_found_percent_encoded_and_inside_other_text() -> None:
    secret = "abc+def/0123456789=="
    redactor = Redactor()
    stand_in = redactor.value({"token": secret})["token"]
    assert redactor.value({"note": f"key={secret}, see"}) == {"note": f"key={stand_in}, see"}
    assert (
        url_of(redactor, "https://x.example/f/abc%2Bdef%2F0123456789%3D%3D")
        == f"https://x.example/f/{stand_in}"
    )


def test_a_named_credential_becomes_its_name_wherever_it_stands() -> None:
    recording = Redactor(secrets={"full.api_key": KEY})
    replaying = Redactor(secrets={"full.api_key": "another-key"})
    assert recording.value({"api_key": KEY}) == replaying.value({"api_key": "another-key"})
    assert recording.value({"note": f"my key is {KEY}."}) == {"note": "my key is redacted-full-api-key."}
    assert recording.value({"id": KEY[:4]}) == {"id": KEY[:4]}


def test_a_short_named_credential_is_replaced_only_where_it_stands_alone() -> None:
    redactor = Redactor(secrets={"pin": "1234", "none": ""})
    assert redactor.value({"api_key": "1234", "year": "12345"}) == {
        "api_key": "redacted-pin",
        "year": "12345",
    }


def test_passwords_leave_nothing_to_guess_from() -> None:
    redactor = Redactor()
    assert redactor.value({"password": "hunter2"}) == redactor.value({"password": "swordfish"})


def test_numbers_under_a_secret_name_become_zero() -> None:
    assert Redactor().value({"token": 123456, "secret": True, "limit": 5}) == {
        "token": 0,
        "secret": True,
        "limit": 5,
    }


def test_a_handle_that_people_can_read_is_none_of_a_file() -> None:
    assert Redactor().value({"handle": "marta reis"}) == {"handle": "marta reis"}


def test_keys_of_objects_are_redacted_too() -> None:
    assert "marta" not in json.dumps(replacing().value({"marta@mail.vendor.example": 1}))


# --- forms of bodies -------------------------------------------------------------------------------


def multipart_request(boundary: Any, key: Any) -> Any:
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="policy"\r\n\r\neyJjb25kaXRpb25zIjpbXX0\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="x-amz-signature"\r\n\r\n{key}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="form"\r\n\r\n{{"token":"{key}"}}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="raw"\r\n\r\n'
    ).encode() + b"\xff\xfe\r\n"
    body += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="Marta_CV.pdf"\r\n'.encode()
    )
    body += b"Content-Type: application/pdf\r\n\r\n" + PDF + f"\r\n--{boundary}--\r\n".encode()
    return post(body, {"content-type": f"multipart/form-data; boundary={boundary}"})


def test_parts_are_redacted_and_the_boundary_becomes_constant() -> None:
    first, second = (Redactor().request(multipart_request(boundary, KEY)) for boundary in ("b1", "b2"))
    assert first == second
    assert first.headers["content-type"] == "multipart/form-data; boundary=assay-boundary"
    assert KEY.encode() not in first.body
    assert b"eyJjb25kaXRpb25z" not in first.body
    assert PDF in first.body
    assert b"Marta_CV.pdf" in first.body


def test_files_of_real_people_become_stand_ins() -> None:
    redactor = replacing()
    first = redactor.request(multipart_request("b1", KEY))
    assert PDF not in first.body
    assert b"Marta" not in first.body
    assert b"replaced document" in first.body
    assert redactor.request(first) == first
    answer = RecordedResponse(200, {}, b"\xff\xd8jpeg of Marta")
    assert b"jpeg" not in redactor.response(answer).body
    assert redactor.response(redactor.response(answer)) == redactor.response(answer)


def test_files_of_invented_people_survive_exactly() -> None:
    for body in (PDF, b"%PDF-1.4 plain", b"a\x00b", b"\xff\xd8"):
        assert Redactor().response(RecordedResponse(200, {}, body)).body == body


def test_a_multipart_body_that_is_none_is_still_redacted() -> None:
    broken = post(b"<Token>abc123</Token>", {"content-type": "multipart/form-data; boundary=b1"})
    assert b"abc123" not in Redactor().request(broken).body


@pytest.mark.parametrize(
    "body", [b'{"a": 1,  "b":2}', b"a=1&b=%20", b"", b"[1 ,2]", b"plain text", b"{nonsense"]
)
def test_a_body_with_nothing_to_hide_keeps_its_very_bytes(body: bytes) -> None:
    for headers in (JSON, FORM):
        assert Redactor().request(post(body, headers)).body == body


def test_redacted_json_keeps_its_style() -> None:
    spaced = json.dumps({"token": KEY, "n": [1, 2]}).encode()
    assert b'", "n": [1, 2]}' in Redactor().request(post(spaced)).body
    odd = b'{"token":"%s",  "n":1}' % KEY.encode()
    assert b'","n":1}' in Redactor().request(post(odd)).body


def test_a_webhook_keeps_its_signature_and_loses_credentials() -> None:
    delivery = RecordedDelivery(
        after=1,
        headers={
            "acme-signature": "sha256=ab",
            "authorization": "Bearer x",
            "user-agent": "Acme",
            "x-real-ip": "1",
        },
        body=orjson.dumps({"token": KEY}),
    )
    redacted = Redactor().delivery(delivery)
    assert redacted.headers == {"acme-signature": "sha256=ab", "user-agent": "Acme"}
    assert KEY.encode() not in redacted.body


def test_a_webhook_that_shows_the_secret_itself_is_stripped_of_it() -> None:
    delivery = RecordedDelivery(after=1, headers={"x-payload-signature": KEY}, body=b"{}")
    redacted = Redactor(secrets={"webhook": KEY}).delivery(delivery)
    assert redacted.headers == {"x-payload-signature": "redacted-webhook"}


def test_a_vendors_own_patterns_come_first() -> None:
    own = ByName(title="badge", names="badge", treatment="secret", example={"badge": "b-1"}, leaks="b-1")
    assert Redactor(patterns=[own]).value({"badge": "b-1"}) != {"badge": "b-1"}


# --- people ----------------------------------------------------------------------------------------


def test_the_same_person_stays_the_same_person() -> None:
    redactor = replacing()
    candidate = redactor.value(
        {"firstName": "Marta", "lastName": "Reis Lima", "email": "Marta@Mail.vendor.example"}
    )
    full = redactor.value({"name": "Marta Reis Lima", "email": "marta@mail.vendor.example"})
    assert full["name"] == f"{candidate['firstName']} {candidate['lastName']}"
    assert full["email"].lower() == candidate["email"].lower()
    assert redactor.value({"subject": "about Marta Reis Lima"}) == {"subject": f"about {full['name']}"}
    assert "marta" not in url_of(
        redactor, "https://x.example/people/marta@mail.vendor.example?email=marta%40m.example"
    )


def test_recordings_of_one_salt_agree_and_others_do_not() -> None:
    person = {"email": "marta@mail.vendor.example"}
    assert replacing().value(person) == replacing().value(person)
    assert Redactor(people="replaced", salt="k2").value(person) != replacing().value(person)


def test_what_says_nothing_about_people_stays() -> None:
    job = {
        "title": "Engineer",
        "name": "Lisbon",
        "status": "Open",
        "id": str(uuid.UUID(int=5)),
        "value": "3+",
    }
    assert replacing().value(job) is job


def test_a_contact_is_known_by_the_list_it_stands_in() -> None:
    redacted = replacing().value({"phoneNumbers": [{"value": "+351 912 345 678", "type": "Work"}]})
    assert redacted["phoneNumbers"][0]["type"] == "Work"
    assert re.fullmatch(r"\+35\d 55\d \d{3} \d{3}", redacted["phoneNumbers"][0]["value"])


# --- properties ------------------------------------------------------------------------------------

names = st.sampled_from(
    ["token", "note", "email", "name", "url", "id", "phone", "firstName", "value", "policy", "ip"]
)
leaves = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=30) | tokens | st.emails()
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=15,
)


@given(value=values, people=st.sampled_from(["invented", "replaced"]))
@example(value={"note": "<p>"}, people="replaced")
@example(value={"phone": "1234567", "ip": "::1"}, people="replaced")
def test_redacting_twice_changes_nothing(value: Any, people: str) -> None:
    once = Redactor(people=people, salt="k1").value(value)
    assert Redactor(people=people, salt="k1").value(once) == once


@given(secret=tokens, where=st.sampled_from(["token", "clientSecret", "X-Api-Key", "signature"]))
def test_no_secret_survives_and_equality_does(secret: str, where: str) -> None:
    exchange = Exchange(
        post({where: secret, "copy": secret}, url=f"https://x.example/f?{where}={secret}&page=1"),
        RecordedResponse(200, JSON, orjson.dumps({"nested": [{where: secret}], "text": f"({secret})"})),
    )
    assume(not secret.strip(".-_").isalpha())
    (redacted,) = Redactor().exchanges([exchange])
    stand_in = redacted.request.json[where]
    assert placeholders.is_placeholder(stand_in)
    assert redacted.request.json["copy"] == redacted.response.json["nested"][0][where] == stand_in
    assert redacted.request.query[where] == stand_in
    assert secret not in redacted.request.url
    assert secret.encode() not in redacted.request.body + redacted.response.body.replace(
        stand_in.encode(), b""
    )


@given(first=tokens, second=tokens)
def test_different_secrets_get_different_stand_ins(first: str, second: str) -> None:
    same = placeholders.for_value(first, "s") == placeholders.for_value(second, "s")
    assert same == (first == second)


@given(secret=st.text(min_size=1, max_size=700))
def test_a_stand_in_shows_what_it_is_and_keeps_the_length_class(secret: str) -> None:
    stand_in = placeholders.for_value(secret, "s")
    assert placeholders.is_placeholder(stand_in)
    if not secret.isascii() or secret == stand_in:
        return
    assert len(stand_in) == min(max(len(secret), placeholders.SHORTEST), placeholders.LONGEST)


@pytest.mark.parametrize(
    ("secret", "shape"),
    [
        (hashlib.sha256(b"x").hexdigest(), r"[0-9a-f]{64}"),
        (hashlib.md5(b"x").hexdigest().upper(), r"[0-9A-F]{32}"),  # noqa: S324 -- a shape, no protection
        (str(uuid.UUID(int=2**100)), r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", r"eyJ[\w-]+\.eyJ[\w-]+\.redacted"),
    ],
)
def test_a_stand_in_keeps_the_format(secret: str, shape: str) -> None:
    stand_in = placeholders.for_value(secret, "s")
    assert stand_in != secret
    assert re.fullmatch(shape, stand_in)
    assert placeholders.is_placeholder(stand_in)
    assert placeholders.for_value(stand_in, "s") == stand_in


@pytest.mark.parametrize(
    "text",
    ["eyJhbGciOiJub25lIn0.!.redacted", "eyJhbGciOiJub25lIn0.e30.redacted", "redacted", "Redacted by hand"],
)
def test_what_only_looks_like_a_stand_in_is_none(text: str) -> None:
    assert not placeholders.is_placeholder(text)


def test_names_are_compared_without_case_and_punctuation() -> None:
    assert patterns.folded("X-Amz_Signature") == "xamzsignature"
