import base64
from dataclasses import replace
from typing import Any

import orjson
import pytest

from assay.arrival import Arrived, Identifier, Wire, given
from assay.contract import Arrival
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from tests.checks import miniatures as mini

SEEN = Arrived(0)


def _request(url: str, body: bytes = b"", content_type: str = "application/json") -> Exchange:
    return Exchange(
        RecordedRequest("POST", url, {"content-type": content_type}, body), RecordedResponse(200, {}, b"")
    )


def _wire(*exchanges: Exchange, **step: Any) -> Wire:
    act = mini.action_step("create_candidate", {}, *exchanges, number=0, **step)
    return Wire(mini.trace("create-candidate", act), act)


def _sent(value: Any, at: str = "name") -> Wire:
    return _wire(mini.exchange("/candidate.create", {at: value}))


def _rule(**rule: Any) -> list[Arrival]:
    return [Arrival.model_validate(rule)]


# --- what was given ------------------------------------------------------------------------------


def test_a_value_is_found_by_its_dotted_name() -> None:
    assert list(given({"candidate": {"location": {"city": "Porto"}}}, "candidate.location.city")) == ["Porto"]


def test_lists_are_entered() -> None:
    inputs = {"attachments": [{"type": "CV"}, {"type": "OTHER"}, {"name": "x"}]}

    assert list(given(inputs, "attachments.type")) == ["CV", "OTHER"]


def test_every_item_of_a_list_of_values_is_given() -> None:
    assert list(given({"answers": [{"answer": ["a", "b"]}, {"answer": "c"}]}, "answers.answer")) == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_value_counts_as_left_out(empty: Any) -> None:
    assert list(given({"title": empty}, "title")) == []


@pytest.mark.parametrize("value", [False, 0, 0.0])
def test_no_and_nought_are_values(value: Any) -> None:
    assert list(given({"consent": {"given": value}}, "consent.given")) == [value]


def test_a_name_that_leads_into_a_text_gives_nothing() -> None:
    assert list(given({"candidate": "Ada"}, "candidate.name")) == []


def test_a_file_is_one_value() -> None:
    file = {"name": "cv.pdf", "data": "QQ=="}

    assert list(given({"answers": [{"answer": file}]}, "answers.answer")) == [file]


# --- without a rule ------------------------------------------------------------------------------


def test_without_a_rule_a_value_may_be_anywhere_in_a_body() -> None:
    assert _wire(mini.exchange("/x", {"deep": [{"er": "Ada"}]})).arrival_of("Ada", ()) == SEEN


def test_without_a_rule_a_value_may_be_in_the_path_or_the_query() -> None:
    wire = _wire(_request("https://api.acme.example/jobs/job%201?q=a+b"))

    assert wire.arrival_of("job 1", ()) == SEEN
    assert wire.arrival_of("a b", ()) == SEEN
    assert wire.arrival_of("job", ()) is None


def test_a_part_of_a_text_is_not_the_value() -> None:
    assert _sent("Ada Byron").arrival_of("Ada", ()) is None


def test_a_bare_yes_proves_nothing_without_a_place() -> None:
    wire = _sent(True, at="active")

    assert wire.arrival_of(True, ()) is None
    assert wire.arrival_of(True, _rule(at="active")) == SEEN


def test_the_position_is_that_of_the_cassette() -> None:
    step = mini.action_step("x", {}, mini.exchange("/a", {}), mini.exchange("/b", {"v": "Ada"}), number=3)

    assert Wire(mini.trace("s", step), step).arrival_of("Ada", ()) == Arrived(7)


# --- where ---------------------------------------------------------------------------------------


def test_only_requests_to_the_path_count() -> None:
    wire = _sent("Ada")

    assert wire.arrival_of("Ada", _rule(to="/candidate.create")) == SEEN
    assert wire.arrival_of("Ada", _rule(to="/candidate")) is None
    assert wire.arrival_of("Ada", _rule(to="/candidate.update")) is None


@pytest.mark.parametrize(
    ("to", "is_meant"),
    [
        ("https://files.acme.example", True),
        ("https://files.acme.example/cv", True),
        ("https://files.acme.example/c", False),
        ("https://files.acme", False),
        ("http://files.acme.example", False),
    ],
)
def test_another_host_is_named_with_its_scheme(to: str, is_meant: bool) -> None:  # noqa: FBT001 -- a parameter of pytest
    wire = _wire(_request("https://files.acme.example/cv/1", orjson.dumps({"v": "Ada"})))

    assert (wire.arrival_of("Ada", _rule(to=to)) is not None) is is_meant


@pytest.mark.parametrize(
    ("at", "body"),
    [
        ("name", {"name": "Ada"}),
        ("location.city", {"location": {"city": "Ada"}}),
        ("emails[]", {"emails": ["x", "Ada"]}),
        ("emails[].value", {"emails": [{"value": "x"}, {"value": "Ada"}]}),
        ("values.*", {"values": {"whatever": "Ada"}}),
    ],
)
def test_a_place_is_a_dotted_path(at: str, body: Any) -> None:
    wire = _wire(mini.exchange("/x", body))

    assert wire.arrival_of("Ada", _rule(at=at)) == SEEN
    assert wire.arrival_of("Ada", _rule(at=f"{at}.more")) is None
    assert wire.arrival_of("Ada", _rule(at="other")) is None


def test_a_place_may_be_a_form_field_or_a_query_parameter() -> None:
    form = _wire(_request("https://a.example/x", b"name=Ada+B", "application/x-www-form-urlencoded"))
    query = _wire(_request("https://a.example/x?name=Ada+B"))

    assert form.arrival_of("Ada B", _rule(at="name")) == SEEN
    assert query.arrival_of("Ada B", _rule(at="name")) == SEEN


def test_alternatives_are_tried_in_turn() -> None:
    rules = [*_rule(to="/nowhere"), *_rule(at="other"), *_rule(at="name")]

    assert _sent("Ada").arrival_of("Ada", rules) == SEEN


# --- how -----------------------------------------------------------------------------------------


def test_whole_means_equal() -> None:
    assert _sent("Ada").arrival_of("Ada", _rule(how="whole", at="name")) == SEEN
    assert _sent(5).arrival_of("5", _rule(at="name")) is None
    assert _sent("5").arrival_of(5, _rule(at="name")) == SEEN
    assert _sent(5).arrival_of(5.0, _rule(at="name")) == SEEN


def test_yes_and_one_are_not_the_same() -> None:
    assert _sent(1).arrival_of(True, _rule(at="name")) is None
    assert _sent(True).arrival_of(1, _rule(at="name")) is None
    assert _sent("true").arrival_of(True, _rule(at="name")) == SEEN
    assert _sent(False).arrival_of(False, _rule(at="name")) == SEEN


def test_inside_means_part_of_a_longer_text() -> None:
    assert _sent("Ada Byron").arrival_of("Byron", _rule(how="inside", at="name")) == SEEN
    assert _sent("Ada").arrival_of("Byron", _rule(how="inside", at="name")) is None
    assert _sent(["Ada"]).arrival_of("Ada", _rule(how="inside", at="name[]")) == SEEN


def test_shortened_means_the_beginning_of_the_value() -> None:
    moment = "2026-09-01T00:00:00Z"
    rule = _rule(how="shortened", at="name")

    assert _sent("2026-09-01").arrival_of(moment, rule) == SEEN
    assert _sent("09-01T00").arrival_of(moment, rule) is None
    assert _sent("2").arrival_of(moment, rule) is None
    assert _sent("").arrival_of(moment, rule) is None


def test_the_beginning_of_an_identifier_may_be_sent_as_a_number() -> None:
    rule = _rule(how="shortened", at="name")

    assert _sent(70110022).arrival_of(Identifier("70110022:41200017"), rule) == SEEN
    assert _sent(41200017).arrival_of(Identifier("70110022:41200017"), rule) is None
    assert _sent(7).arrival_of(Identifier("70110022:41200017"), rule) is None
    assert _sent(70110022).arrival_of("70110022:41200017", rule) is None


def test_decoded_means_the_bytes_that_the_value_spells() -> None:
    spelled = base64.b64encode(b"\x00PDF").decode()
    wire = _wire(_request("https://a.example/upload", b"head\x00PDFtail", "application/octet-stream"))

    assert wire.arrival_of(spelled, _rule(how="decoded")) == SEEN
    assert wire.arrival_of({"name": "cv", "data": spelled}, _rule(how="decoded")) == SEEN
    assert wire.arrival_of(base64.b64encode(b"other").decode(), _rule(how="decoded")) is None


@pytest.mark.parametrize("nonsense", ["no base64!", "", "ü", {"name": "cv"}])
def test_what_spells_no_bytes_never_arrives_decoded(nonsense: Any) -> None:
    wire = _wire(_request("https://a.example/upload", b"anything", "application/octet-stream"))

    assert wire.arrival_of(nonsense, _rule(how="decoded")) is None


def test_bytes_are_looked_for_in_their_part() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nPDF\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nDOC\r\n--b--\r\n'
    )
    wire = _wire(_request("https://a.example/upload", body, "multipart/form-data; boundary=b"))

    assert wire.arrival_of(base64.b64encode(b"DOC").decode(), _rule(how="decoded", at="file")) == SEEN
    assert wire.arrival_of(base64.b64encode(b"PDF").decode(), _rule(how="decoded", at="file")) is None
    assert wire.arrival_of("x", _rule(at="file.filename")) == SEEN


def test_content_means_the_bytes_found_at_the_address() -> None:
    address = "https://files.assay.test/cv.pdf"
    fetched = Exchange(RecordedRequest("GET", address), RecordedResponse(200, {}, b"PDF"))
    upload = _request("https://a.example/upload", b"..PDF..", "application/octet-stream")

    assert _wire(fetched, upload).arrival_of(address, _rule(how="content", to="/upload")) == Arrived(1)
    assert _wire(fetched, upload).arrival_of({"data_url": address}, _rule(how="content")) == Arrived(1)
    assert _wire(fetched).arrival_of(address, _rule(how="content")) is None
    assert _wire(upload).arrival_of(address, _rule(how="content")) is None


@pytest.mark.parametrize(("sent", "seen"), [("UERG", Arrived(1)), ("UERGLi4=", None), ("PDF", None)])
def test_content_may_be_spelled_in_base64(sent: str, seen: Arrived | None) -> None:
    address = "https://files.assay.test/cv.pdf"
    fetched = Exchange(RecordedRequest("GET", address), RecordedResponse(200, {}, b"PDF"))
    creation = mini.exchange("/candidate.create", {"resume": {"data": sent}})

    rule = _rule(how="content", at="resume.data")
    assert _wire(fetched, creation).arrival_of(address, rule) == seen


def test_a_moment_may_be_written_in_another_way() -> None:
    rule = _rule(how="moment", at="name")

    assert _sent("2027-06-30T21:59:59.000000Z").arrival_of("2027-06-30T23:59:59+02:00", rule) == SEEN
    assert _sent("2027-06-30T23:59:59.000000Z").arrival_of("2027-06-30T23:59:59+02:00", rule) is None
    assert _sent("2027-06-30T21:59:59").arrival_of("2027-06-30T21:59:59", rule) is None
    assert _sent("soon").arrival_of("soon", rule) is None
    assert _sent(5).arrival_of(5, rule) is None


def test_a_place_of_its_own_may_prove_a_value() -> None:
    rule = _rule(how="present", at="cv.filename", when="CV")
    body = b'--b\r\nContent-Disposition: form-data; name="cv"; filename="x"\r\n\r\nPDF\r\n--b--\r\n'
    wire = _wire(_request("https://a.example/apply", body, "multipart/form-data; boundary=b"))

    assert wire.arrival_of("CV", rule) == SEEN
    assert wire.arrival_of("OTHER", rule) is None
    assert wire.arrival_of("CV", _rule(how="present", at="letter.filename", when="CV")) is None


def test_what_a_part_says_of_its_content_is_a_place() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="a[0][file]"; filename="x"\r\n'
        b"Content-Type: image/png\r\n\r\nPNG\r\n--b--\r\n"
    )
    wire = _wire(_request("https://a.example/apply", body, "multipart/form-data; boundary=b"))

    assert wire.arrival_of("image/png", _rule(at="a[*][file].content_type")) == SEEN
    assert wire.arrival_of("image/png", _rule(at="a[*][file].filename")) is None


# --- what stands for the value -------------------------------------------------------------------


def test_a_value_may_be_sent_as_another_one() -> None:
    rule = _rule(at="name", **{"as": {"PT": "Portugal"}})

    assert _sent("Portugal").arrival_of("PT", rule) == SEEN
    assert _sent("PT").arrival_of("PT", rule) is None
    assert _sent("FR").arrival_of("FR", rule) == SEEN


def test_a_request_may_prove_a_value_by_being_made() -> None:
    wire = _wire(mini.exchange("/candidate.uploadResume"))
    rules = [*_rule(to="/candidate.uploadResume", when="CV"), *_rule(to="/upload", when="OTHER")]

    assert wire.arrival_of("CV", rules) == SEEN
    assert wire.arrival_of("OTHER", rules) is None
    assert wire.arrival_of("COVER_LETTER", rules) is None


def test_a_rule_for_one_value_may_name_a_place_too() -> None:
    rule = _rule(at="name", when="CV", **{"as": {"CV": "resume"}})

    assert _sent("resume").arrival_of("CV", rule) == SEEN
    assert _sent("other").arrival_of("CV", rule) is None
    assert _sent("resume").arrival_of("resume", rule) is None


def test_a_value_may_be_looked_up_at_the_vendor() -> None:
    listed = mini.exchange("/source.list", {}, {"results": [{"id": "s1", "title": "Fair"}, {"title": "Ad"}]})
    rule = _rule(at="sourceId", look_up={"read": "/source.list", "by": "title", "take": "id"})

    assert _wire(listed, mini.exchange("/x", {"sourceId": "s1"})).arrival_of("Fair", rule) == Arrived(1)
    assert _wire(listed, mini.exchange("/x", {"sourceId": "s2"})).arrival_of("Fair", rule) is None
    assert _wire(mini.exchange("/x", {"sourceId": "s1"})).arrival_of("Fair", rule) is None


def test_what_is_looked_up_and_has_no_key_never_arrives() -> None:
    listed = mini.exchange("/source.list", {}, {"results": [{"title": "Ad"}]})
    rule = _rule(at="sourceId", look_up={"read": "/source.list", "by": "title", "take": "id"})

    assert _wire(listed, mini.exchange("/x", {"sourceId": None})).arrival_of("Ad", rule) is None


def test_the_key_of_what_is_looked_up_may_be_a_number() -> None:
    listed = mini.exchange("/sources", {}, {"sources": [{"id": 551001, "name": "Fair"}]})
    rule = _rule(at="source", look_up={"read": "/sources", "by": "id", "take": "name"})

    assert _wire(listed, mini.exchange("/x", {"source": "Fair"})).arrival_of("551001", rule) == Arrived(1)
    assert _wire(listed, mini.exchange("/x", {"source": "Fair"})).arrival_of("551002", rule) is None


def test_a_value_may_be_mapped_by_a_setting() -> None:
    sent = mini.exchange("/x", {"sourceId": "s1"})
    rule = _rule(at="sourceId", setting="source_keys")

    assert _wire(sent, settings={"source_keys": {"fair": "s1"}}).arrival_of("fair", rule) == SEEN
    assert _wire(sent, settings={"source_keys": {"fair": "s2"}}).arrival_of("fair", rule) is None
    assert _wire(sent).arrival_of("s1", rule) is None


# --- references ----------------------------------------------------------------------------------


def test_a_reference_stands_for_the_vendors_id() -> None:
    before = mini.snapshot()
    job = before.of("ats_jobs")[0]
    act = mini.action_step("create_candidate", {})
    wire = Wire(mini.trace("s", mini.sync_step(before), act), act)

    assert wire.vendor_id(job.id, "ats_jobs") == mini.JOBS[0]["id"]
    assert wire.vendor_id("remote:4711", "ats_jobs") == "4711"
    assert wire.vendor_id("unknown", "ats_jobs") == "unknown"
    assert wire.vendor_id(7, "ats_jobs") == 7


def test_a_vendors_id_may_be_sent_as_a_number() -> None:
    wire = _sent(4711)

    assert wire.arrival_of(wire.vendor_id("remote:4711", "ats_jobs"), _rule(at="name")) == SEEN
    assert wire.arrival_of(wire.vendor_id("remote:4712", "ats_jobs"), _rule(at="name")) is None
    assert wire.arrival_of(wire.vendor_id("remote:1", "ats_jobs"), _rule(at="other")) is None
    assert _sent(True).arrival_of(wire.vendor_id("remote:True", "ats_jobs"), _rule(at="name")) is None


def test_what_was_read_later_does_not_count() -> None:
    act = mini.action_step("create_candidate", {}, number=0)
    wire = Wire(mini.trace("s", act, mini.sync_step(mini.snapshot(), number=1)), act)
    job = mini.snapshot().of("ats_jobs")[0]

    assert wire.vendor_id(job.id, "ats_jobs") == job.id


# --- requests that were not recorded -------------------------------------------------------------


def test_a_request_that_was_not_recorded_is_told_apart() -> None:
    attempted = (mini.exchange("/candidate.create", {"name": "Ada"}),)
    wire = _wire(mini.exchange("/other", {"name": "Bo"}), attempted=attempted)

    assert wire.arrival_of("Ada", ()) == Arrived(None)
    assert wire.arrival_of("Bo", ()) == SEEN
    assert wire.was_asked(_rule(to="/candidate.create"))
    assert not wire.was_asked(_rule(to="/never"))


def test_a_recorded_request_goes_before_an_attempted_one() -> None:
    recorded, attempted = mini.exchange("/b", {"name": "Ada"}), (mini.exchange("/a", {"name": "Ada"}),)
    rules = [*_rule(to="/a", at="name"), *_rule(to="/b", at="name")]

    assert _wire(recorded, attempted=attempted).arrival_of("Ada", rules) == SEEN


def _ended(attempted: Exchange, *missed: Exchange) -> Wire:
    """A step that ended over a request, while the recording goes on with others."""
    act = mini.action_step("create_candidate", {}, number=0, attempted=(attempted,))
    trace = replace(mini.trace("create-candidate", act), exchanges=missed, unplayed=tuple(range(len(missed))))
    return Wire(trace, act)


def test_a_value_of_a_later_request_is_not_lost_yet() -> None:
    first, second = mini.exchange("/field", {"name": "Ada"}), mini.exchange("/field", {"name": "Bo"})
    wire = _ended(mini.exchange("/field", {"name": ""}), first, second)

    assert wire.comes_later("Bo", _rule(at="name"))
    assert not wire.comes_later("Ada", _rule(at="name"))
    assert not wire.comes_later("Cy", _rule(at="name"))


def test_a_value_of_an_earlier_request_is_lost() -> None:
    skipped, missed = mini.exchange("/link", {"url": "Ada"}), mini.exchange("/field", {"name": "Bo"})
    wire = _ended(mini.exchange("/field", {"name": ""}), skipped, missed)

    assert not wire.comes_later("Ada", _rule(at="url"))


def test_without_a_recorded_request_like_it_nothing_comes_later() -> None:
    wire = _ended(mini.exchange("/other", {"name": ""}), mini.exchange("/field", {"name": "Ada"}))

    assert not wire.comes_later("Ada", _rule(at="name"))
    assert not _wire(mini.exchange("/field", {})).comes_later("Ada", _rule(at="name"))
