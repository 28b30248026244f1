import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.wire import multipart
from assay.wire.exchange import RecordedRequest
from assay.wire.matching import canonical_body, canonical_url, differences, request_key
from assay.wire.multipart import Part

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
values = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
parts = st.lists(
    st.builds(
        lambda name, content: Part((("Content-Disposition", f'form-data; name="{name}"'),), content),
        st.sampled_from(["a", "b"]),
        st.binary(max_size=20),
    ),
    min_size=1,
    max_size=3,
)


def post(
    body: Any = b"", headers: Any = JSON, url: Any = "https://api.acme.example/x", method: Any = "POST"
) -> Any:
    return RecordedRequest(method, url, headers, body)


def form(boundary: Any, *some: Any) -> Any:
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    return post(multipart.render(some, boundary), headers)


def text_part(name: Any, content: Any, *more: Any) -> Any:
    return Part((("Content-Disposition", f'form-data; name="{name}"'), *more), content)


def same(first: Any, second: Any) -> Any:
    return request_key(first) == request_key(second)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
        ("https://A.example/x", "https://a.example/x"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://a.example:80", "http://a.example/"),
        ("https://a.example/x#top", "https://a.example/x"),
        ("https://a.example/x?q=a+b", "https://a.example/x?q=a%20b"),
    ],
)
def test_addresses_that_mean_the_same_are_the_same(one: Any, two: Any) -> None:
    assert canonical_url(one) == canonical_url(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://a.example/x?a=1&a=2", "https://a.example/x?a=2&a=1"),
        ("https://a.example/x?a=", "https://a.example/x"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example:8443/x", "https://a.example/x"),
        ("http://a.example/x", "https://a.example/x"),
        ("https://a.example/x?a=1%26b=2", "https://a.example/x?a=1&b=2"),
    ],
)
def test_addresses_that_differ_are_told_apart(one: Any, two: Any) -> None:
    assert canonical_url(one) != canonical_url(two)


@given(value=values)
def test_json_is_compared_as_json(value: Any) -> None:
    body = {"outer": value, "a": 1}
    turned = {"a": 1, "outer": value}
    assert same(post(json.dumps(body, indent=3).encode()), post(orjson.dumps(turned)))


@given(one=values, two=values)
def test_requests_are_the_same_exactly_when_nothing_differs(one: Any, two: Any) -> None:
    first, second = (post(orjson.dumps({"value": value})) for value in (one, two))
    assert same(first, second) == (differences(first, second) == [])


@pytest.mark.parametrize(
    ("one", "two"), [(b'{"a":1}', b'{"a":"1"}'), (b'{"a":1}', b'{"a":1.0}'), (b'{"a":true}', b'{"a":1}')]
)
def test_a_changed_type_is_a_changed_request(one: Any, two: Any) -> None:
    assert not same(post(one), post(two))


@given(parts=parts)
def test_parts_are_compared_whatever_the_boundary(parts: list[Part]) -> None:
    assert same(form("AaB03x--1", *parts), form("other7788", *parts))


@given(parts=parts)
def test_a_multipart_body_is_put_together_as_it_was_taken_apart(parts: list[Part]) -> None:
    body = multipart.render(parts, "AaB03x--1")
    taken = multipart.parse(body, "AaB03x--1")
    assert taken is None or list(taken) == parts


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b--\r\n",
        b"--b\r\nno end",
        b"--b\r\nno gap\r\n--b--\r\n",
        b"--b\r\n\xff: 1\r\n\r\nx\r\n--b--\r\n",
        b"--b\r\nbad header\r\n\r\nx\r\n--b--\r\n",
    ],
)
def test_what_is_no_multipart_body_is_not_taken_apart(body: bytes) -> None:
    assert multipart.parse(body, "b") is None


def test_a_part_knows_its_name_file_and_type() -> None:
    head = (
        ("content-disposition", 'form-data; name="cv"; filename="a b.pdf"'),
        ("Content-Type", "application/pdf"),
    )
    part = Part(head, b"x")
    assert (part.name, part.filename, part.content_type) == ("cv", "a b.pdf", "application/pdf")
    assert Part((), b"").filename is None
    assert multipart.boundary_of("multipart/mixed") is None


def test_json_inside_a_part_is_compared_as_json() -> None:
    kind = ("Content-Type", "application/json")
    assert same(
        form("b", text_part("f", b'{"a":1,"b":2}', kind)),
        form("c", text_part("f", b'{"b": 2, "a": 1}', kind)),
    )


def test_forms_are_compared_as_pairs() -> None:
    assert same(post(b"a=1&b=x+y", FORM), post(b"b=x%20y&a=1", FORM))
    assert not same(post(b"a=1", FORM), post(b"a=2", FORM))


def test_anything_else_is_compared_byte_by_byte() -> None:
    assert canonical_body(b"{not json") == b"{not json"
    assert canonical_body(b"<a/>") == b"<a/>"
    assert not same(post(b"x" * 5000), post(b"x" * 5001))
    assert same(post(b"x" * 5000), post(b"x" * 5000))
    assert canonical_body(b"--b", "multipart/form-data; boundary=b") == b"--b"


@pytest.mark.parametrize(
    ("recorded", "sent", "says"),
    [
        (post(method="GET"), post(), ["method: recorded GET, sent POST"]),
        (post(url="https://a.example/x"), post(url="https://b.example/y"),
         ["url.origin: recorded https://a.example, sent https://b.example",
          "url.path: recorded /x, sent /y"]),
        (post(url="https://a.example/?a=1&b=2"), post(url="https://a.example/?a=2"),
         ['query.a: recorded "1", sent "2"', 'query.b: recorded "2", sent nothing']),
        (post(url="https://a.example/?a=1&a=2"),
         post(url="https://a.example/?a=1&a=3"),
         ['query.a[1]: recorded "2", sent "3"']),
        (post(b'{"a":{"b":[1,2]}}'), post(b'{"a":{"b":[1,3]},"c":null}'),
         ["body.a.b[1]: recorded 2, sent 3", "body.c: recorded nothing, sent null"]),
        (post(b'{"a":[1]}'), post(b'{"a":[1,2]}'), ["body.a: recorded [1], sent [1,2]"]),
        (post(b"[1]"), post(b"[true]"), ["body[0]: recorded 1, sent true"]),
        (post(b"a=1", FORM), post(b"a=2", FORM), ['form.a: recorded "1", sent "2"']),
        (post(b""), post(b"text"), ["body: recorded nothing, sent text"]),
        (post(b"\xff\xfe", {}), post(b"text", {}), ["body: recorded 2 bytes, sent text"]),
        (post(b"x" * 200, {}), post(b"y", {}),
         ["body: recorded " + "x" * 120 + "... (200 characters), sent y"]),
    ],
)  # fmt: skip
def test_a_difference_names_part_and_both_values(recorded: Any, sent: Any, says: str) -> None:
    assert [str(difference) for difference in differences(recorded, sent)] == says


def test_a_difference_between_parts_names_the_part() -> None:
    pdf = Part(
        (
            ("Content-Disposition", 'form-data; name="file"; filename="cv.pdf"'),
            ("Content-Type", "application/pdf"),
        ),
        b"\xff",
    )
    recorded, sent = form("b", text_part("id", b"1"), pdf), form("c", text_part("id", b"2"), pdf)
    assert [str(found) for found in differences(recorded, sent)] == ["part id: recorded 1, sent 2"]
    (names,) = differences(form("b", pdf), form("b", text_part("id", b"1"), pdf))
    assert str(names) == "parts: recorded file, sent id, file"
    changed = Part(pdf.headers, b"\xfe\xfe")
    (part,) = differences(form("b", pdf), form("b", changed))
    assert str(part) == (
        "part file: recorded file cv.pdf (application/pdf) 1 bytes, "
        "sent file cv.pdf (application/pdf) 2 bytes"
    )
