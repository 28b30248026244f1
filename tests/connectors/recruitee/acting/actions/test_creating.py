"""Create candidate and Create application, by both routes."""

import base64
from typing import Any

import httpx
import pytest

from assay.connector import Row
from assay.errors import InputError, VendorNonsenseError, VendorRefusedError, VendorUnavailableError
from assay.unified.actions import CreateApplication, CreateCandidate
from assay_connectors.recruitee.connector import RecruiteeConnector

CREATE, APPLY = "POST /candidates", "POST //acme.recruitee.com/api/offers/firmware/candidates"
FORM = "GET //acme.recruitee.com/api/offers/firmware"
MOVE, GDPR = "PATCH /placements/104/change_stage", "POST /gdpr/candidates/90/set_gdpr_custom_expires_at"
NAMELESS = {"api_token": "token-invented-0001", "company_id": "41207"}
PDF = base64.b64encode(b"%PDF").decode()
CV = {"name": "cv.pdf", "type": "CV", "content_type": "application/pdf", "data": PDF}


def order(kind: Any = CreateCandidate, **more: Any) -> Any:
    person = {"first_name": "Lena", "last_name": "Brandt", "email_address": "lena@example.test"}
    candidate = {**person, **more.pop("candidate", {})}
    application = {"job_id": "18", **more.pop("application", {})}
    return kind.model_validate({"candidate": candidate, "application": application, **more})


def answering(**answers: Any) -> list[dict[str, Any]]:
    return [{"question_id": name.removeprefix("q"), "answer": value} for name, value in answers.items()]


# --- the company's interface -----------------------------------------------------------------------------


def test_the_smallest_order_is_one_request_without_empty_keys(recruitee: Any) -> None:
    result = recruitee.connector().act(order())

    assert recruitee.writes == [CREATE]
    assert recruitee.sent(CREATE) == [
        {"candidate": {"name": "Lena Brandt", "emails": ["lena@example.test"]}, "offers": [18]}
    ]
    assert result.remote_id == "90"
    assert result.warnings == ()
    rows = [item.record.store_id for item in result.items if isinstance(item, Row)]
    assert {"ats_candidates", "ats_applications"} <= set(rows)


def test_create_application_names_the_application(recruitee: Any) -> None:
    assert recruitee.connector().act(order(CreateApplication)).remote_id == "104"


def test_everything_that_the_request_has_room_for_is_in_it(recruitee: Any) -> None:
    link = "https://www.linkedin.com/in/lena"
    recruitee.connector().act(
        order(
            candidate={"phone_number": "+31 6 1234 5678", "social_links": [{"url": link}]},
            source={"name": " Harbor Jobs "},
            remote_fields={
                "recruitee": {"candidate": {"cover_letter_text": "Hello"}},
                "ashby": {"x": 1},
            },
        )
    )

    assert recruitee.writes == [CREATE]
    assert recruitee.sent(CREATE)[0]["candidate"] == {
        "name": "Lena Brandt",
        "emails": ["lena@example.test"],
        "phones": ["+31 6 1234 5678"],
        "social_links": [link],
        "cover_letter": "Hello",
        "sources": ["Harbor Jobs"],
    }


def test_a_stage_is_reached_by_a_move_that_is_looked_at(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    there = make_candidate(placements=[make_placement(stage_id=62)])
    recruitee.on("GET /candidates/90", make_candidate(), there)

    recruitee.connector().act(order(application={"stage_id": "62"}))

    assert recruitee.writes == [CREATE, MOVE]
    assert recruitee.sent(MOVE) == [{"stage_id": 62}]


def test_no_move_is_sent_to_the_stage_where_applications_start(recruitee: Any) -> None:
    recruitee.connector().act(order(application={"stage_id": "61"}))

    assert recruitee.writes == [CREATE]


def test_a_stage_of_another_pipeline_is_refused_with_those_there_are(recruitee: Any) -> None:
    with pytest.raises(InputError) as caught:
        recruitee.connector().act(order(application={"stage_id": "63"}))

    assert "Applied (61), Phone screen (62)" in caught.value.hint
    assert recruitee.writes == []


def test_a_pipeline_without_stages_is_said(recruitee: Any, make_job: Any) -> None:
    recruitee.on("GET /offers/18", {"offer": make_job(pipeline_template=None)})
    with pytest.raises(InputError) as caught:
        recruitee.connector().act(order(application={"stage_id": "63"}))
    assert "no stages" in caught.value.hint


def test_a_move_that_fails_names_what_exists(recruitee: Any) -> None:
    recruitee.on(MOVE, 422)

    with pytest.raises(VendorRefusedError, match="candidate 90, application 104 was created") as caught:
        recruitee.connector().act(order(application={"stage_id": "62"}))

    assert (caught.value.detail["candidate_id"], caught.value.detail["application_id"]) == ("90", "104")
    assert "another person" in caught.value.hint


def test_an_application_that_comes_late_is_waited_for(recruitee: Any, make_candidate: Any) -> None:
    bare = make_candidate(placements=[])
    recruitee.on("GET /candidates/90", bare, bare, make_candidate())

    recruitee.connector().act(order())

    assert recruitee.slept_s[:2] == [0.5, 1.0]
    assert recruitee.writes == [CREATE]


def test_an_application_that_never_comes_is_added_once(recruitee: Any, make_candidate: Any) -> None:
    bare = make_candidate(placements=[])
    recruitee.on("GET /candidates/90", bare, bare, bare, bare, make_candidate())

    result = recruitee.connector().act(order(CreateApplication))

    assert recruitee.writes == [CREATE, "POST /placements"]
    assert recruitee.sent("POST /placements") == [{"candidate_id": 90, "offer_id": 18}]
    assert result.remote_id == "104"


def test_a_placement_whose_answer_is_lost_is_looked_for(recruitee: Any, make_candidate: Any) -> None:
    bare = make_candidate(placements=[])
    recruitee.on("GET /candidates/90", bare, bare, bare, bare, make_candidate()).lose("POST /placements")

    assert recruitee.connector().act(order(CreateApplication)).remote_id == "104"
    assert recruitee.writes == [CREATE, "POST /placements"]


def test_an_application_that_cannot_be_added_names_the_person(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on("GET /candidates/90", make_candidate(placements=[])).on("POST /placements", 422)

    with pytest.raises(VendorRefusedError) as caught:
        recruitee.connector().act(order())
    assert caught.value.detail["candidate_id"] == "90"


def test_placements_in_talent_pools_are_no_applications(
    recruitee: Any, make_candidate: Any, make_placement: Any
) -> None:
    pool = make_placement(id=103, offer_id=None, talent_pool_id=7, stage_id=None)
    recruitee.on("GET /candidates/90", make_candidate(placements=[pool, make_placement()]))

    assert recruitee.connector().act(order(CreateApplication)).remote_id == "104"


# --- what is found wrong before anything is written ------------------------------------------------------


def test_a_blank_name_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match="blank"):
        recruitee.connector().act(order(candidate={"first_name": " ", "last_name": " "}))
    assert recruitee.requests == []


def test_a_talent_pool_is_no_job(recruitee: Any, make_job: Any) -> None:
    recruitee.on("GET /offers/18", {"offer": make_job(kind="talent_pool")})
    with pytest.raises(InputError, match="talent_pool"):
        recruitee.connector().act(order())
    assert recruitee.writes == []


def test_an_unknown_job_is_refused(recruitee: Any) -> None:
    recruitee.on("GET /offers/18", 404)
    with pytest.raises(InputError, match="no job 18"):
        recruitee.connector().act(order())


def test_a_job_that_may_not_be_seen_keeps_its_own_error(recruitee: Any) -> None:
    recruitee.on("GET /offers/18", 409)
    with pytest.raises(VendorRefusedError, match="409"):
        recruitee.connector().act(order())


def test_an_id_of_another_vendor_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match=r"application\.job_id"):
        recruitee.connector().act(order(application={"job_id": "6b1f"}))
    assert recruitee.requests == []


def test_an_unusable_file_is_found_before_anything_is_asked(recruitee: Any) -> None:
    with pytest.raises(InputError, match="not base64"):
        recruitee.connector().act(order(attachments=[{**CV, "data": "%%"}]))
    assert recruitee.requests == []


# --- sources ---------------------------------------------------------------------------------------------


def test_the_id_of_a_source_comes_first_and_becomes_its_name(recruitee: Any) -> None:
    recruitee.connector().act(order(source={"id": "55", "name": "Other", "unified_key": "INDEED"}))

    assert recruitee.sent(CREATE)[0]["candidate"]["sources"] == ["Harbor Jobs"]


def test_a_name_comes_before_a_unified_key(recruitee: Any) -> None:
    recruitee.connector().act(order(source={"name": "Other", "unified_key": "INDEED"}))

    assert recruitee.sent(CREATE)[0]["candidate"]["sources"] == ["Other"]
    assert "GET /sources" not in recruitee.calls


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("INDEED", "Indeed"),
        ("linkedin", "LinkedIn"),
        ("CAREER_FAIR", "Career Fair"),
        ("our-board", "Our Board"),
    ],
)
def test_a_unified_key_becomes_a_name(recruitee: Any, key: str, name: str) -> None:
    recruitee.connector().act(order(source={"unified_key": key}))

    assert recruitee.sent(CREATE)[0]["candidate"]["sources"] == [name]


def test_a_unified_key_of_the_connection_names_a_source_by_id(recruitee: Any) -> None:
    recruitee.connector(source_keys={"INDEED": "55"}).act(order(source={"unified_key": "INDEED"}))

    assert recruitee.sent(CREATE)[0]["candidate"]["sources"] == ["Harbor Jobs"]


def test_an_unknown_id_of_a_source_is_refused(recruitee: Any) -> None:
    with pytest.raises(InputError, match=r"source\.id"):
        recruitee.connector().act(order(source={"id": "56", "name": "Harbor Jobs"}))
    assert recruitee.writes == []


@pytest.mark.parametrize("source", [{}, {"name": "  "}, {"unified_key": "--"}])
def test_an_empty_source_is_none(recruitee: Any, source: dict[str, str]) -> None:
    recruitee.connector().act(order(source=source))
    assert "sources" not in recruitee.sent(CREATE)[0]["candidate"]


# --- files, consent ----------------------------------------------------------------------------------------


def test_the_first_cv_becomes_the_cv_and_others_are_files(recruitee: Any) -> None:
    letter = {**CV, "name": "letter.pdf", "type": "COVER_LETTER"}
    second = {**CV, "name": "cv-2.pdf"}

    result = recruitee.connector().act(order(attachments=[letter, CV, second]))

    uploads = [request.content for request in recruitee.of("POST /attachments")]
    assert [content.count(b'name="attachment[candidate_id]"') for content in uploads] == [1, 1, 1]
    assert b'filename="letter.pdf"' in uploads[0]
    assert b'name="attachment[file]"; filename="cv.pdf"' in uploads[1]
    assert recruitee.calls.count("PATCH /candidates/90/set_as_cv/70") == 1
    assert result.warnings == ("'cv-2.pdf' is a further CV; it was added as an ordinary file",)


def test_a_refused_file_is_a_warning(recruitee: Any) -> None:
    recruitee.on("POST /attachments", httpx.Response(422, json={"error": ["File is too big"]}))

    result = recruitee.connector().act(order(attachments=[CV]))

    assert result.remote_id == "90"
    assert "attachment 'cv.pdf': not done: " in result.warnings[0]
    assert "File is too big" in result.warnings[0]
    assert recruitee.calls.count(CREATE) == 1


def test_consent_is_set_with_its_end(recruitee: Any) -> None:
    recruitee.connector().act(order(gdpr_consent={"expires_at": "2027-02-11T01:00:00+01:00"}))

    assert recruitee.sent(GDPR) == [{"gdpr_custom_expires_at": "2027-02-11T00:00:00.000000Z"}]


def test_an_end_of_consent_without_zone_is_taken_as_utc_and_its_failure_warns(recruitee: Any) -> None:
    recruitee.on(GDPR, 422)

    result = recruitee.connector().act(order(gdpr_consent={"expires_at": "2020-02-11T00:00:00"}))

    assert recruitee.sent(GDPR) == [{"gdpr_custom_expires_at": "2020-02-11T00:00:00.000000Z"}]
    assert result.warnings[0].startswith("gdpr_consent: not done")


# --- what is not declared ----------------------------------------------------------------------------------


def test_inputs_without_a_place_give_one_warning_each(recruitee: Any) -> None:
    result = recruitee.connector().act(
        order(
            candidate={
                "company": "Acme",
                "title": "Dr",
                "gender": "OTHER",
                "location": {"country": "NL"},
                "additional_email_addresses": [{"type": "WORK", "email_address": "l@work.test"}],
            },
            sourced_by={"user_id": "31"},
            gdpr_consent={"given": False},
            remote_fields={"recruitee": {"candidate": {"cover_letter_text": "x", "y": 1}, "z": 2}},
        )
    )

    names = [warning.partition(" ")[0] for warning in result.warnings]
    assert names == [
        "candidate.additional_email_addresses",
        "candidate.company",
        "candidate.title",
        "candidate.location",
        "candidate.gender",
        "sourced_by",
        "gdpr_consent.given",
        "remote_fields.recruitee.candidate.y",
        "remote_fields.recruitee.z",
    ]


def test_remote_fields_of_no_shape_are_passed_over(recruitee: Any) -> None:
    recruitee.connector().act(order(remote_fields={"recruitee": "x"}))
    assert "cover_letter" not in recruitee.sent(CREATE)[0]["candidate"]


# --- the careers site --------------------------------------------------------------------------------------


def test_answers_travel_by_the_careers_site_without_the_token(recruitee: Any, make_questions: Any) -> None:
    recruitee.on(
        FORM,
        make_questions(
            (1, "boolean"), (2, "single_choice", 7, 8), (3, "multi_choice", 5, 6), (4, "number"), (5, "date")
        ),
    )

    result = recruitee.connector().act(
        order(
            candidate={"phone_number": "+31"},
            screening_question_answers=answering(
                q1=False, q2="8", q3=["6", "5"], q4=3, q5="2026-07-01T00:00:00Z"
            ),
        )
    )

    assert recruitee.writes == [APPLY]
    assert "authorization" not in recruitee.of(APPLY)[0].headers
    assert recruitee.sent(APPLY) == [
        {
            "candidate": {
                "name": "Lena Brandt",
                "email": "lena@example.test",
                "phone": "+31",
                "open_question_answers_attributes": [
                    {"open_question_id": 1, "flag": False},
                    {"open_question_id": 2, "content": "Option 8"},
                    {"open_question_id": 3, "multi_content": ["Option 6", "Option 5"]},
                    {"open_question_id": 4, "content": "3"},
                    {"open_question_id": 5, "content": "2026-07-01"},
                ],
            }
        }
    ]
    assert result.remote_id == "90"


def test_files_travel_with_the_form_and_what_it_lacks_follows(
    recruitee: Any, make_candidate: Any, make_questions: Any
) -> None:
    file = {"name": "plan.txt", "content_type": "text/plain", "data": base64.b64encode(b"plan").decode()}
    recruitee.on(FORM, make_questions((1, "file"), (2, "multi_choice", 5, 6), (3, "legal")))
    recruitee.on("GET /candidates/90", make_candidate(social_links=["https://x.test/a"]))

    recruitee.connector().act(
        order(
            candidate={"social_links": [{"url": "https://x.test/b"}]},
            screening_question_answers=answering(q1=file, q2=["5", "6"], q3=True),
            attachments=[CV, {**CV, "name": "extra.pdf", "type": "OTHER"}],
            source={"name": "Harbor Jobs"},
        )
    )

    content = recruitee.of(APPLY)[0].content
    for part in (
        b'name="candidate[name]"\r\n\r\nLena Brandt',
        b'name="candidate[cv]"; filename="cv.pdf"',
        b'name="candidate[open_question_answers_attributes][0][open_question_id]"\r\n\r\n1\r\n',
        b'name="candidate[open_question_answers_attributes][0][file]"; filename="plan.txt"',
        b'name="candidate[open_question_answers_attributes][1][multi_content][]"\r\n\r\nOption 6\r\n',
        b'name="candidate[open_question_answers_attributes][2][flag]"\r\n\r\ntrue\r\n',
    ):
        assert part in content
    assert recruitee.sent("POST /candidates/90/sources") == [{"sources": ["Harbor Jobs"]}]
    assert recruitee.sent("PATCH /candidates/90") == [
        {"candidate": {"social_links": ["https://x.test/a", "https://x.test/b"]}}
    ]
    (upload,) = recruitee.of("POST /attachments")
    assert b'filename="extra.pdf"' in upload.content
    assert not [call for call in recruitee.calls if "set_as_cv" in call]


def test_a_job_that_is_not_published_gets_the_person_and_a_warning_per_answer(
    recruitee: Any, make_job: Any
) -> None:
    recruitee.on("GET /offers/18", {"offer": make_job(status="internal")})

    result = recruitee.connector().act(order(screening_question_answers=answering(q1="a", q2="b")))

    assert recruitee.writes == [CREATE]
    assert result.warnings == tuple(
        f"question {number}: not submitted: the job is internal, not published" for number in (1, 2)
    )


@pytest.mark.parametrize("answer", [404, {"offer": None}])
def test_a_careers_site_that_does_not_show_the_job_is_no_way_in(recruitee: Any, answer: Any) -> None:
    recruitee.on(FORM, answer)

    result = recruitee.connector().act(order(screening_question_answers=answering(q1="a")))

    assert recruitee.writes == [CREATE]
    assert "does not show the job" in result.warnings[0]


def test_a_careers_site_that_nobody_named_is_taken_from_the_job(recruitee: Any, make_questions: Any) -> None:
    recruitee.on(FORM, make_questions((1, "text")))
    connector = RecruiteeConnector(recruitee.connect(credential=NAMELESS))

    connector.act(order(screening_question_answers=answering(q1="a")))

    assert recruitee.writes == [APPLY]


def test_without_any_careers_site_the_answers_are_not_submitted(recruitee: Any, make_job: Any) -> None:
    recruitee.on("GET /offers/18", {"offer": make_job(careers_url=None)})
    connector = RecruiteeConnector(recruitee.connect(credential=NAMELESS))

    result = connector.act(order(screening_question_answers=answering(q1="a")))

    assert recruitee.writes == [CREATE]
    assert "does not show the job" in result.warnings[0]


def test_a_broken_careers_site_stops_the_action(recruitee: Any) -> None:
    recruitee.on(FORM, 500)
    with pytest.raises(VendorUnavailableError):
        recruitee.connector().act(order(screening_question_answers=answering(q1="a")))
    assert recruitee.writes == []


def test_answers_that_nobody_asks_for_are_dropped_with_a_warning(recruitee: Any, make_questions: Any) -> None:
    recruitee.on(FORM, make_questions((1, "video")))

    result = recruitee.connector().act(order(screening_question_answers=answering(q1="a", q9="b")))

    assert recruitee.writes == [CREATE]
    assert result.warnings == (
        "question 1 (video) cannot be answered; answer dropped",
        "question 9 is not asked for the job; answer dropped",
    )


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("text", 3),
        ("boolean", "yes"),
        ("date", "tomorrow"),
        ("number", True),
        ("number", float("nan")),
        ("single_choice", "Option 7"),
        ("multi_choice", "7"),
        ("multi_choice", ["9"]),
        ("file", "cv.pdf"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_before_any_write(
    recruitee: Any, make_questions: Any, kind: str, answer: Any
) -> None:
    recruitee.on(FORM, make_questions((1, kind, 7, 8)))
    with pytest.raises(InputError, match="question 1"):
        recruitee.connector().act(order(screening_question_answers=answering(q1=answer)))
    assert recruitee.writes == []


def test_the_form_is_refused_in_the_vendors_words(recruitee: Any, make_questions: Any) -> None:
    recruitee.on(FORM, make_questions((1, "text")))
    recruitee.on(APPLY, httpx.Response(422, json={"error": ["Cv can't be blank"]}))
    with pytest.raises(VendorRefusedError, match="Cv can't be blank"):
        recruitee.connector().act(order(screening_question_answers=answering(q1="a")))


def test_a_person_without_application_is_named(
    recruitee: Any, make_questions: Any, make_candidate: Any
) -> None:
    recruitee.on(FORM, make_questions((1, "text"))).on("GET /candidates/90", make_candidate(placements=[]))
    with pytest.raises(VendorNonsenseError, match="candidate 90 was created") as caught:
        recruitee.connector().act(order(screening_question_answers=answering(q1="a")))
    assert caught.value.detail["candidate_id"] == "90"
    assert recruitee.writes == [APPLY]


# --- lost answers ------------------------------------------------------------------------------------------


def young(**more: Any) -> dict[str, Any]:
    known = {"id": 90, "name": "Lena Brandt", "emails": ["lena@example.test"]}
    return {**known, "created_at": "2026-06-15T08:00:01.000000Z", "placements": [], **more}


def test_a_person_whose_creation_got_no_answer_is_found_and_not_made_again(recruitee: Any) -> None:
    others = [
        young(id=80, name="Lena Brand"),
        young(id=81, emails=[]),
        young(id=82, created_at="2026-06-15T07:00:00.000000Z"),
        young(id=95, placements=[{"offer_id": 19}]),
    ]
    recruitee.lose(CREATE).on("GET /candidates", {"candidates": [*others, young()]})

    result = recruitee.connector().act(order())

    assert recruitee.writes == [CREATE]
    assert result.remote_id == "90"
    (looked,) = recruitee.of("GET /candidates")
    assert looked.url.params["created_after"] == "2026-06-15T07:50:00"


def test_a_person_that_certainly_was_not_made_is_made_again(recruitee: Any, make_candidate: Any) -> None:
    recruitee.lose(CREATE, make_candidate())

    assert recruitee.connector().act(order()).remote_id == "90"
    assert recruitee.writes == [CREATE, CREATE]


def test_somebody_created_before_is_not_taken_for_the_lost_one(recruitee: Any, make_candidate: Any) -> None:
    recruitee.on(CREATE, make_candidate(), httpx.ReadTimeout("lost"), make_candidate())
    recruitee.on("GET /candidates", {"candidates": [young()]})
    connector = recruitee.connector()

    connector.act(order())
    connector.act(order())

    assert recruitee.writes == [CREATE, CREATE, CREATE]


def test_a_creation_that_stays_lost_is_unknown(recruitee: Any) -> None:
    recruitee.lose(CREATE)
    with pytest.raises(VendorUnavailableError) as caught:
        recruitee.connector().act(order())
    assert caught.value.detail["outcome_unknown"] is True


def test_after_an_answer_that_names_nobody_the_person_is_looked_for(recruitee: Any) -> None:
    recruitee.on(CREATE, {"candidate": {}}).on("GET /candidates", {"candidates": [young()]})

    assert recruitee.connector().act(order()).remote_id == "90"
    assert recruitee.writes == [CREATE]
