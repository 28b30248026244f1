"""Create candidate and Create application: what is sent, how often, and how the new applicant is found."""

import base64
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import (
    CredentialError,
    InputError,
    VendorNonsenseError,
    VendorRefusedError,
    VendorUnavailableError,
)
from assay.unified.actions import AddCandidateTag, CreateApplication, CreateCandidate
from assay_connectors.flatchr.actions.order import ordered
from assay_connectors.flatchr.actions.resume import LARGEST_BYTES

PDF = base64.b64encode(b"%PDF-1.4 invented").decode()
JOB = "Hn4RtW8cLq2ZsYv6"
KEY = "key-invented-0001"


def file(name: str, type_: str = "CV", **more: Any) -> dict[str, Any]:
    given_ = more or {"data": PDF, "content_type": "application/pdf"}
    return {"name": name, "type": type_, **given_}


def order(*files: dict[str, Any], kind: Any = CreateCandidate, person: Any = None, **more: Any) -> Any:
    candidate = {
        "first_name": " Malo",
        "last_name": "Le Goff ",
        "email_address": "malo.legoff@example.org",
        "phone_number": "+33 7 55 44 33 22",
        **(person or {}),
    }
    return kind.model_validate(
        {"candidate": candidate, "application": {"job_id": JOB}, "attachments": list(files), **more}
    )


@pytest.fixture
def new(flatchr: Any, vendor: Any) -> Any:
    """A Flatchr whose search shows the new applicant after the creation."""
    row = vendor.row(applicant="NewApplicant0001", email="Malo.LeGoff@example.org", firstname="Malo")
    return flatchr.on("search", [], [row])


# --- what is sent ------------------------------------------------------------------------------------


def test_a_candidate_is_created_between_two_searches(new: Any) -> None:
    result = new.connect().act(order(file("cv.pdf")))

    assert new.places == ["vacancy", "search", "json", "search", "columns"]
    assert new.bodies("json") == [
        {
            "vacancy": "hn4rtw8clq2zsyv6-technicien-de-maintenance-h-f",
            "firstname": "Malo",
            "lastname": "Le Goff",
            "email": "malo.legoff@example.org",
            "phone": "+33 7 55 44 33 22",
            "type": "document",
            "resume": {"data": PDF, "fileName": "cv.pdf", "contentType": "application/pdf"},
            "token": KEY,
        }
    ]
    assert new.bodies("search") == [{"email": "malo.legoff@example.org", "vacancy": JOB}] * 2
    assert result.remote_id == "NewApplicant0001"
    assert result.warnings == ()


@pytest.mark.parametrize("kind", [CreateCandidate, CreateApplication])
def test_the_new_records_are_shown_at_once(new: Any, kind: Any) -> None:
    result = new.connect().act(order(kind=kind))
    candidate, application = (item.record for item in result.items)

    assert (candidate.remote_id, candidate.first_name) == ("NewApplicant0001", "Malo")
    assert (application.remote_id, application.candidate_id) == ("NewApplicant0001", "NewApplicant0001")
    assert (application.job_id, application.current_stage_id) == (JOB, "5201")
    assert application.outcome == "PENDING"


def test_without_a_cv_the_form_is_sent_and_the_key_only_in_its_header(new: Any) -> None:
    new.connect(options={"offerer_id": 8123}).act(order())

    (request,) = new.sent("custom")
    body = request.content.decode()
    assert request.headers["content-type"].startswith("multipart/form-data")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    for name, value in (("firstname", "Malo"), ("email", "malo.legoff@example.org"), ("offerer_id", "8123")):
        assert f'name="{name}"\r\n\r\n{value}\r\n' in body
    assert "resume" not in body
    assert KEY not in body
    assert "json" not in new.places


def test_only_the_first_cv_is_sent_and_each_other_file_is_a_warning(new: Any) -> None:
    files = [file("a.pdf", "COVER_LETTER"), file("b.pdf"), file("c.pdf"), file("d.pdf", "OTHER")]

    result = new.connect().act(order(*files))

    (body,) = new.bodies("json")
    assert body["resume"]["fileName"] == "b.pdf"
    assert not any(
        name in request.content for request in new.requests for name in (b"a.pdf", b"c.pdf", b"d.pdf")
    )
    assert [warning.split("'")[1] for warning in result.warnings] == ["a.pdf", "c.pdf", "d.pdf"]


@pytest.mark.parametrize("phone", [None, "", "  "])
def test_what_is_not_given_is_not_sent(new: Any, phone: str | None) -> None:
    new.connect(options={"careers_body_token": False}).act(
        order(file("cv.pdf"), person={"phone_number": phone})
    )

    assert set(new.bodies("json")[0]) == {"vacancy", "firstname", "lastname", "email", "type", "resume"}


def test_undeclared_inputs_are_named_and_not_sent(new: Any) -> None:
    person = {"company": "Chantier Naval", "social_links": [{"url": "https://example.org/malo"}]}

    result = new.connect().act(order(person=person, remote_fields={"flatchr": {"x": 1}}))

    assert [warning.split(" was")[0] for warning in result.warnings] == [
        "candidate.company",
        "candidate.social_links",
        "remote_fields",
    ]
    assert not any(b"Chantier" in request.content for request in new.requests)


# --- files -------------------------------------------------------------------------------------------


def test_a_cv_given_by_its_address_is_fetched_and_sent_as_bytes(new: Any) -> None:
    new.on(
        "//files.example.org",
        httpx.Response(200, content=b"%PDF", headers={"content-type": "application/pdf"}),
    )

    new.connect().act(order(file("cv", data_url="https://files.example.org/cv?x=1")))

    assert new.bodies("json")[0]["resume"] == {
        "data": base64.b64encode(b"%PDF").decode(),
        "fileName": "cv",
        "contentType": "application/pdf",
    }
    assert new.places[0] == "//files.example.org"
    assert "authorization" not in new.requests[0].headers


def test_a_cv_given_by_its_address_is_sent_as_that_address_if_so_set(new: Any) -> None:
    new.connect(options={"resume_mode": "link"}).act(
        order(file("cv", data_url="https://files.example.org/cv"))
    )

    (body,) = new.bodies("json")
    assert (body["type"], body["resume"]) == ("link", "https://files.example.org/cv")
    assert "//files.example.org" not in new.places


def test_bytes_stay_bytes_in_the_mode_for_links(new: Any) -> None:
    new.connect(options={"resume_mode": "link"}).act(order(file("cv.pdf")))

    assert new.bodies("json")[0]["type"] == "document"


def test_the_prefix_of_a_data_address_is_taken_off(new: Any) -> None:
    data = f"data:application/pdf;base64,{PDF}"

    new.connect().act(order(file("cv.pdf", data=data, content_type="application/pdf")))

    assert new.bodies("json")[0]["resume"]["data"] == PDF


@pytest.mark.parametrize(
    "bad",
    [
        {"data": "no base64!", "content_type": "application/pdf"},
        {"data": "", "content_type": "application/pdf"},
        {"data": base64.b64encode(b"x" * (LARGEST_BYTES + 1)).decode(), "content_type": "application/pdf"},
        {"data_url": "ftp://files.example.org/cv"},
    ],
)
def test_an_unusable_file_fails_before_flatchr_is_asked(new: Any, bad: dict[str, str]) -> None:
    with pytest.raises(InputError):
        new.connect().act(order(file("cv.pdf", **bad)))

    assert new.requests == []


@pytest.mark.parametrize(
    ("name", "content_type", "taken"),
    [
        ("cv.docx", "application/x-unknown", True),
        ("cv", "application/pdf", True),
        ("cv", "application/octet-stream", True),
        ("cv.zip", "application/zip", False),
        ("cv.exe", "application/x-msdownload", False),
    ],
)
def test_a_file_that_is_no_document_is_refused(new: Any, name: str, content_type: str, taken: bool) -> None:  # noqa: FBT001 -- a case
    action = order(file(name, data=PDF, content_type=content_type))
    if taken:
        new.connect().act(action)
        assert new.bodies("json")[0]["resume"]["contentType"] == content_type
        return
    with pytest.raises(InputError, match="is of the type"):
        new.connect().act(action)
    assert new.requests == []


# --- names and sources -------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_name_without_latin_letters_is_refused_before_any_call(new: Any, field: str) -> None:
    with pytest.raises(InputError, match=f"candidate.{field} has no letter from A to Z"):
        new.connect().act(order(person={field: "明子"}))

    assert new.requests == []


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_name_passes_exactly_when_it_has_an_ascii_letter(first: str, last: str) -> None:
    def has_letter(name: str) -> bool:
        return any("a" <= char <= "z" or "A" <= char <= "Z" for char in name)

    try:
        made = ordered(order(person={"first_name": first, "last_name": last}))
    except InputError:
        assert not (has_letter(first) and has_letter(last))
    else:
        assert (made.first_name, made.last_name) == (first.strip(), last.strip())
        assert has_letter(first)
        assert has_letter(last)


def test_a_source_without_offerer_id_is_refused_with_the_name_of_the_setting(new: Any) -> None:
    with pytest.raises(InputError, match="the setting offerer_id is missing"):
        new.connect().act(order(source={"name": "Chasseur"}))

    assert new.requests == []


@pytest.mark.parametrize("source", [None, {"id": "8123"}, {"unified_key": "board"}])
def test_the_offerer_id_is_sent_as_an_integer(new: Any, source: Any) -> None:
    connector = new.connect(options={"offerer_id": "8123"}, source_keys={"board": "8123"})

    result = connector.act(order(file("cv.pdf"), source=source))

    assert new.bodies("json")[0]["offerer_id"] == 8123
    assert result.warnings == ()


def test_another_source_than_that_of_the_settings_is_said(new: Any) -> None:
    result = new.connect(options={"offerer_id": 8123}).act(order(source={"name": "Chasseur"}))

    assert len(result.warnings) == 1
    assert "offerer 8123" in result.warnings[0]


# --- finding the applicant ---------------------------------------------------------------------------


def test_a_new_applicant_is_awaited(flatchr: Any, vendor: Any) -> None:
    row = vendor.row(applicant="NewApplicant0001", email=None)
    flatchr.on("search", [], [], [], [row])

    result = flatchr.connect().act(order(kind=CreateApplication))

    assert result.remote_id == "NewApplicant0001"
    assert flatchr.pauses_s == [1.0, 1.0]
    assert flatchr.places.count("custom") == 1


def test_rows_that_were_there_before_or_are_of_others_are_not_taken(flatchr: Any, vendor: Any) -> None:
    mine = {"email": "malo.legoff@example.org"}
    before = [vendor.row(applicant="Before", **mine)]
    others = [
        vendor.row(applicant="OtherPerson", email="someone@example.org"),
        vendor.row(applicant="OtherJob", vacancy_id=5, **mine),
    ]
    flatchr.on("search", before, [*before, *others, vendor.row(applicant="New", vacancy_id=None, **mine)])

    assert flatchr.connect().act(order()).remote_id == "New"


def test_an_unknown_outcome_is_said_and_nothing_is_sent_twice(flatchr: Any) -> None:
    flatchr.on("search", [])

    result = flatchr.connect().act(order(file("cv.pdf")))

    assert (result.remote_id, result.items) == (None, ())
    assert len(result.warnings) == 1
    assert "a later sync will bring it" in result.warnings[0]
    assert flatchr.pauses_s == [1.0, 1.0, 2.0, 4.0]
    assert flatchr.places.count("json") == 1


def test_a_deduplicated_applicant_is_returned_with_a_warning(flatchr: Any, vendor: Any) -> None:
    mine = {"email": "malo.legoff@example.org"}
    rows = [
        vendor.row(applicant="Old", created_at="01/02/26", **mine),
        vendor.row(applicant="Newest", created_at="01/03/26", **mine),
        vendor.row(applicant="Odd", created_at=None, **mine),
    ]
    flatchr.on("search", rows)

    result = flatchr.connect().act(order(kind=CreateApplication))

    assert result.remote_id == "Newest"
    assert "no new applicant" in result.warnings[0]
    assert flatchr.places.count("custom") == 1


def test_an_archived_applicant_of_the_same_address_is_found(flatchr: Any, vendor: Any) -> None:
    flatchr.on("search", []).on("archived", [vendor.row(applicant="Archived", status=0, email=None)])

    result = flatchr.connect().act(order())

    assert result.remote_id == "Archived"
    assert "was there before" in result.warnings[0]


def test_a_refused_search_for_archived_ones_leaves_the_outcome_unknown(flatchr: Any) -> None:
    flatchr.on("search", []).refuse("archived", 400)

    assert flatchr.connect().act(order()).remote_id is None


# --- refusals and lost answers -----------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, "400", 404, 422])
def test_a_refusal_inside_a_success_fails(new: Any, status: Any) -> None:
    new.on("json", {"status": status, "response": "vacancy closed"})

    with pytest.raises(VendorRefusedError, match="vacancy closed"):
        new.connect().act(order(file("cv.pdf")))

    assert new.places.count("json") == 1


def test_a_bad_key_inside_a_success_is_a_bad_key(new: Any) -> None:
    new.on("json", {"status": 401, "response": "Unauthorized"})

    with pytest.raises(CredentialError):
        new.connect().act(order(file("cv.pdf")))


@pytest.mark.parametrize(
    "body", [{"response": "applicant created"}, {"status": 201}, {"status": True}, "ok", []]
)
def test_a_success_may_say_nothing_of_its_status(new: Any, body: Any) -> None:
    new.on("json", body)

    assert new.connect().act(order(file("cv.pdf"))).remote_id == "NewApplicant0001"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400, json={"message": "email is invalid"}), VendorRefusedError),
        (httpx.Response(401, json={"message": "Unauthorized"}), CredentialError),
        (httpx.Response(404, json={"message": "Vacancy not found"}), VendorRefusedError),
        (httpx.Response(403, html="<h1>Blocked</h1>"), VendorRefusedError),
    ],
)
def test_a_refusal_fails_without_looking_for_the_applicant(
    new: Any, answer: Any, error: type[Exception]
) -> None:
    new.on("json", answer)

    with pytest.raises(error):
        new.connect().act(order(file("cv.pdf")))

    assert new.places == ["vacancy", "search", "json"]


LOST = [
    httpx.ReadTimeout("lost"),
    httpx.RemoteProtocolError("broken"),
    httpx.Response(500, json={"message": "An internal server error occurred"}),
    httpx.Response(200, json={"status": 500, "response": "oops"}),
]


@pytest.mark.parametrize("answer", LOST)
def test_a_lost_answer_is_settled_by_search(new: Any, answer: Any) -> None:
    new.on("json", answer)

    assert new.connect().act(order(file("cv.pdf"))).remote_id == "NewApplicant0001"
    assert new.places.count("json") == 1


@pytest.mark.parametrize("answer", LOST)
def test_a_lost_answer_that_no_search_settles_is_the_callers_to_decide(flatchr: Any, answer: Any) -> None:
    flatchr.on("search", []).on("json", answer)

    with pytest.raises(VendorUnavailableError) as caught:
        flatchr.connect().act(order(file("cv.pdf")))

    assert caught.value.detail["outcome_unknown"] is True
    assert flatchr.places.count("json") == 1


def test_a_creation_that_certainly_had_no_effect_is_sent_again(new: Any) -> None:
    limited = httpx.Response(429, json={"message": "Rate limit exceeded"})
    new.on("json", httpx.ConnectError("refused"), limited, {"status": 200})

    assert new.connect().act(order(file("cv.pdf"))).remote_id == "NewApplicant0001"
    assert new.places.count("json") == 3


@pytest.mark.parametrize("job_id", ["../x", "nö", ""])
def test_a_job_id_that_none_has_is_refused_before_any_call(new: Any, job_id: str) -> None:
    with pytest.raises(InputError, match="job_id"):
        new.connect().act(order(application={"job_id": job_id}))

    assert new.requests == []


def test_an_unknown_job_is_the_callers_mistake(new: Any) -> None:
    new.refuse("vacancy", 404)

    with pytest.raises(InputError, match="no vacancy of that id"):
        new.connect().act(order())


def test_another_refusal_of_the_vacancy_is_flatchrs(new: Any) -> None:
    new.refuse("vacancy", 400)

    with pytest.raises(VendorRefusedError):
        new.connect().act(order())


@pytest.mark.parametrize("answer", [{"id": JOB, "slug": None}, [1]])
def test_a_vacancy_without_slug_is_nonsense(new: Any, answer: Any) -> None:
    new.on("vacancy", answer)

    with pytest.raises(VendorNonsenseError):
        new.connect().act(order())


# --- what is shown afterwards ------------------------------------------------------------------------


def test_records_that_cannot_be_read_again_are_a_warning(new: Any) -> None:
    new.refuse("columns", 500)

    result = new.connect().act(order())

    assert result.remote_id == "NewApplicant0001"
    assert "next sync" in result.warnings[0]


def test_the_candidate_is_the_person_if_so_set(new: Any) -> None:
    connector = new.connect(options={"candidate_identity": "candidate"})

    result = connector.act(order())

    assert result.remote_id == "Rk2VdJ6mXs9TfB4q"
    assert [item.record.remote_id for item in result.items] == ["Rk2VdJ6mXs9TfB4q", "NewApplicant0001"]


def test_a_person_who_is_not_told_comes_with_a_later_sync(new: Any) -> None:
    new.refuse("applicant", 404)
    connector = new.connect(options={"candidate_identity": "candidate"})

    result = connector.act(order())

    assert result.remote_id is None
    assert [item.record.remote_id for item in result.items] == ["NewApplicant0001"]
    assert "later sync" in result.warnings[0]


def test_a_key_near_its_end_is_a_warning_of_the_action(new: Any) -> None:
    claims = base64.urlsafe_b64encode(b'{"exp": 1781600000}').decode().rstrip("=")

    result = new.connect({"api_key": f"a.{claims}.c"}).act(order())

    assert any("expires on 2026-06-16" in warning for warning in result.warnings)


def test_other_actions_are_not_flatchrs(new: Any) -> None:
    with pytest.raises(InputError, match="add_candidate_tag"):
        new.connect().act(AddCandidateTag.model_validate({"candidate_id": "x", "tag": {"name": "y"}}))

    assert new.requests == []


def test_an_error_text_of_the_vendor_never_holds_the_key(new: Any) -> None:
    new.on("json", httpx.Response(400, json={"message": f"token {KEY} is strange"}))

    with pytest.raises(VendorRefusedError) as caught:
        new.connect().act(order(file("cv.pdf")))

    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"error": "Bad Request"}, "Bad Request"),
        ({"message": " ", "response": "non"}, "non"),
        ({}, "HTTP 400 without a reason"),
        ([], "HTTP 400 without a reason"),
    ],
)
def test_a_refusal_is_told_in_the_vendors_words_wherever_they_stand(new: Any, body: Any, text: str) -> None:
    new.on("json", httpx.Response(400, json=body))

    with pytest.raises(VendorRefusedError, match=text):
        new.connect().act(order(file("cv.pdf")))
