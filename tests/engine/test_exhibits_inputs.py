"""Where in a request the value of an input arrives, as results name it."""

from typing import Any

import pytest

from assay.arrival import Wire
from assay.checks.acting import exempt_inputs_do_not_arrive, inputs_arrive
from assay.contract import Arrival
from assay.outcome import Outcome
from assay.wire import multipart
from assay.wire.exchange import Exchange, RecordedRequest, RecordedResponse
from assay.wire.parts import placed, values
from tests.checks import miniatures as mini

VENDOR = "https://api.acme.example"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def _sent(url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Exchange:
    request = RecordedRequest("POST", VENDOR + url, headers or {"content-type": "application/json"}, body)
    return Exchange(request, RecordedResponse(200))


def _place(exchange: Exchange, value: Any, **rule: Any) -> str | None:
    step = mini.action_step("create_candidate", {}, exchange, number=0)
    wire = Wire(mini.trace("create-candidate", step), step)
    arrived = wire.arrival_of(value, [Arrival.model_validate(rule)] if rule else ())
    return arrived.place if arrived else None


@pytest.mark.parametrize(
    ("exchange", "rule", "place"),
    [
        (_sent("/c", b'{"email":{"value":"Ada"}}'), {"at": "email.value"}, "email.value"),
        (_sent("/c", b'{"tags":["Bo","Ada"]}'), {"at": "tags[]"}, "tags[1]"),
        (_sent("/c", b'{"tags":["Bo","Ada"]}'), {}, "tags[1]"),
        (_sent("/c", b'{"Cost centre":"Ada"}'), {}, '["Cost centre"]'),
        (_sent("/c?limit=1&name=Ada"), {}, "?name"),
        (_sent("/c?limit=1&name=Ada"), {"at": "name"}, "?name"),
        (_sent("/c/41/Ada/tags"), {"to": "/c/*/{value}/tags"}, "/c/*/{value}/tags"),
        (_sent("/c/41/Ada/tags"), {}, "/c/41/{value}/tags"),
        (_sent("/c", b"name=Bo&name=Ada", FORM), {"at": "name"}, "name#2"),
        (_sent("/c", b'{"kind":"x"}'), {"to": "/c", "when": "Ada"}, ""),
        (_sent("/c", b'{"kind":"x"}'), {"to": "/c", "at": "kind", "how": "present"}, "kind"),
        (_sent("/c", b'{"kind":"x"}'), {"to": "/c", "at": "other", "how": "present"}, None),
        (_sent("/c", b'{"kind":"x"}'), {"to": "/c", "how": "present"}, ""),
        (_sent("/c", b'{"kind":"x"}'), {"at": "kind"}, None),
        (_sent("/c"), {"to": "/c/{value}"}, None),
    ],
)
def test_the_place_of_a_value_is_named(exchange: Exchange, rule: dict[str, Any], place: str | None) -> None:
    assert _place(exchange, "Ada", **rule) == place


def test_a_file_that_is_the_whole_body_has_no_place_in_it() -> None:
    fetched = Exchange(RecordedRequest("GET", f"{VENDOR}/cv"), RecordedResponse(200, {}, b"%PDF"))
    upload = _sent("/upload", b"%PDF", {"content-type": "application/pdf"})
    step = mini.action_step("create_candidate", {}, fetched, upload, number=0)
    wire = Wire(mini.trace("create-candidate", step), step)

    arrived = wire.arrival_of(f"{VENDOR}/cv", [Arrival.model_validate({"how": "content", "to": "/upload"})])

    assert arrived is not None
    assert (arrived.index, arrived.place) == (1, "")


def test_what_a_part_says_of_itself_is_below_its_name() -> None:
    named = (("content-disposition", 'form-data; name="file"; filename="cv.pdf"'), ("content-type", "a/b"))
    body = multipart.render([multipart.Part(named, b"x")] * 2, "b")
    request = _sent("/c", body, {"content-type": "multipart/form-data; boundary=b"}).request

    assert [(kind, place) for kind, place, _ in placed(request)] == [
        ("file", "file"),
        ("file.filename", "file.filename"),
        ("file.content_type", "file.content_type"),
        ("file", "file#2"),
        ("file.filename", "file#2.filename"),
        ("file.content_type", "file#2.content_type"),
    ]


def test_kinds_of_places_do_not_count_items() -> None:
    request = _sent("/c", b'{"a":[{"b":1},{"b":2}],"c":[[3]]}').request

    assert list(values(request)) == [("a.[].b", 1), ("a.[].b", 2), ("c.[].[]", 3)]
    assert [place for _, place, _ in placed(request)] == ["a[0].b", "a[1].b", "c[0][0]"]


def test_results_name_the_place_of_an_input() -> None:
    paths = {one.clause: one.path for one in mini.findings(inputs_arrive(mini.healthy()))}

    assert paths["acme/input/add-tag-to-candidate/candidate_id"] == "candidateId"
    assert paths["acme/input/move-application-to-stage/stage_id"] == "stage"


def test_a_lost_input_names_the_place_where_it_should_be() -> None:
    lost = mini.with_trace(
        mini.healthy(), mini.tagging(mini.exchange("/candidate.tag", {"candidateId": "c1"}))
    )

    [finding] = [one for one in mini.findings(inputs_arrive(lost)) if one.outcome is Outcome.FAILED]

    assert finding.path == "/candidate.tag at tag"


def test_an_exempt_input_that_arrives_names_the_place() -> None:
    body = {"company": "Initech", "title": "Cook", "sex": "OTHER"}
    candidate = {"company": "Initech", "title": "Cook", "gender": "OTHER"}
    sent = mini.exchange("/candidate.create", body, {"ok": True})
    step = mini.action_step("create_application", {"candidate": candidate}, sent)
    case = mini.with_trace(mini.healthy(), mini.trace("create-application", step))

    [finding] = mini.findings(exempt_inputs_do_not_arrive(case))

    assert (finding.outcome, finding.path) == (Outcome.FAILED, "sex")
