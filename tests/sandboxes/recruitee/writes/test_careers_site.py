from typing import Any

import pytest

PERSON = {"name": "Lena Brandt", "email": "lena@example.org", "phone": "+31 6 1234 5678"}
ANSWERS = "open_question_answers_attributes"


@pytest.fixture(name="offer")
def _offer(recruitee: Any) -> Any:
    """A published job that asks nothing and demands nothing."""
    offer = recruitee.offer()
    offer.questions, offer.eeo_settings = [], None
    recruitee.happen("set_form", offer_id=offer.id, options=dict.fromkeys(("cv", "phone"), "optional"))
    return offer


def _ask(recruitee: Any, offer: Any, kind: str, **more: Any) -> int:
    asked = recruitee.happen("add_question", offer_id=offer.id, body=f"A {kind}?", kind=kind, **more)
    return int(asked["question_id"])


def _apply(recruitee: Any, offer: Any, *answers: dict[str, Any], **more: Any) -> Any:
    body = {"candidate": {**PERSON, **more, ANSWERS: list(answers)}}
    response = recruitee.apply(offer.slug, json=body)
    assert response.status_code == 201, response.text
    return response.json()["candidate"]


def _problems(recruitee: Any, offer: Any, **candidate: Any) -> Any:
    response = recruitee.apply(offer.slug, json={"candidate": candidate})
    assert response.status_code == 422, response.text
    return response.json()["error_fields"]


def test_an_application_makes_a_person_on_the_job(recruitee: Any, offer: Any) -> None:
    applicant = _apply(recruitee, offer, cover_letter="Hello", referrer="https://board.example")
    read = recruitee.read(applicant["id"])
    assert (read["name"], read["emails"], read["phones"]) == (
        "Lena Brandt",
        ["lena@example.org"],
        ["+31 6 1234 5678"],
    )
    assert (read["source"], read["cover_letter"], read["admin_id"]) == ("career_site", "Hello", None)
    assert read["referrer"] == "https://board.example"
    assert [(one["offer_id"], one["stage_id"]) for one in read["placements"]] == [
        (offer.id, recruitee.stage("apply", offer).id)
    ]


@pytest.mark.parametrize("state", ["internal", "archived"])
def test_a_job_that_is_not_published_has_no_form(recruitee: Any, offer: Any, state: str) -> None:
    recruitee.happen("unpublish_offer" if state == "internal" else "archive_offer", offer_id=offer.id)
    response = recruitee.apply(offer.slug, json={"candidate": PERSON})
    assert (response.status_code, response.json()) == (404, {"error": ["Not found"]})


def test_a_talent_pool_and_an_unknown_job_have_no_form(recruitee: Any) -> None:
    pool = recruitee.offer("internal", kind="talent_pool")
    pool.status = "published"
    for slug in (pool.slug, "no-such-job"):
        assert recruitee.apply(slug, json={"candidate": PERSON}).status_code == 404


def test_the_form_is_found_by_id_too(recruitee: Any, offer: Any) -> None:
    assert recruitee.apply(offer.id, json={"candidate": PERSON}).status_code == 201


def test_name_and_address_are_always_required_and_all_problems_told_at_once(
    recruitee: Any, offer: Any
) -> None:
    assert _problems(recruitee, offer) == {"name": ["can't be blank"], "email": ["can't be blank"]}
    assert _problems(recruitee, offer, name="Lena", email="nowhere") == {"email": ["is invalid"]}
    response = recruitee.apply(offer.slug, json={"candidate": {}})
    assert response.json()["error"] == ["Name can't be blank", "Email can't be blank"]


@pytest.mark.parametrize("switch", ["cv", "cover_letter", "phone", "photo"])
def test_the_job_decides_what_else_is_required(recruitee: Any, offer: Any, switch: str) -> None:
    recruitee.happen("set_form", offer_id=offer.id, options={switch: "required"})
    person = {name: value for name, value in PERSON.items() if name != "phone"}
    assert _problems(recruitee, offer, **person) == {switch: ["can't be blank"]}
    given = {
        "cv": {"remote_cv_url": "https://files.assay.test/cv.pdf"},
        "cover_letter": {"cover_letter": "Hello"},
        "phone": {"phone": "+31 6 1234 5678"},
        "photo": {"remote_photo_url": "https://files.assay.test/photo.png"},
    }[switch]
    assert recruitee.apply(offer.slug, json={"candidate": {**person, **given}}).status_code == 201


def test_a_form_may_carry_files_and_answers(recruitee: Any, offer: Any) -> None:
    recruitee.happen("set_form", offer_id=offer.id, options={"cv": "required", "photo": "required"})
    work, flag = _ask(recruitee, offer, "file"), _ask(recruitee, offer, "boolean")
    skills = _ask(recruitee, offer, "multi_choice", options=["Python", "Go"])
    head = f"candidate[{ANSWERS}]"
    response = recruitee.apply(
        offer.slug,
        data={
            **{f"candidate[{name}]": value for name, value in PERSON.items()},
            f"{head}[0][open_question_id]": str(work),
            f"{head}[1][open_question_id]": str(flag),
            f"{head}[1][flag]": "false",
            f"{head}[2][open_question_id]": str(skills),
            f"{head}[2][multi_content][]": ["Go", "Python"],
        },
        files={
            "candidate[cv]": ("lena.pdf", b"cv", "application/pdf"),
            "candidate[photo]": ("lena.png", b"png", "image/png"),
            f"{head}[0][file]": ("work.pdf", b"work", "application/pdf"),
            f"{head}[x][file]": ("stray.pdf", b"stray", "application/pdf"),
        },
    )
    assert response.status_code == 201, response.text
    read = recruitee.read(response.json()["candidate"]["id"])
    assert recruitee.content(read["cv_original_url"]) == b"cv"
    answers = {one["question"]: one for one in read["open_question_answers"]}
    assert recruitee.content(answers["A file?"]["file_url"]) == b"work"
    assert answers["A boolean?"]["flag"] is False
    assert answers["A multi_choice?"]["multi_content"] == ["Go", "Python"]


def test_answers_are_kept_under_the_text_of_the_question(recruitee: Any, offer: Any) -> None:
    question = _ask(recruitee, offer, "text")
    applicant = _apply(recruitee, offer, {"open_question_id": question, "content": "A welding arm."})
    (group,) = recruitee.read(applicant["id"])["grouped_open_question_answers"]
    assert group["offer"]["id"] == offer.id
    (answer,) = group["open_question_answers"]
    assert (answer["question"], answer["kind"], answer["content"]) == ("A text?", "text", "A welding arm.")
    assert answer["id"] == applicant["open_question_answers"][0]["id"]


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("string", {"content": "One line"}),
    ("single_choice", {"content": "Day"}),
    ("multi_choice", {"multi_content": ["Day", "Night"]}),
    ("legal", {"flag": True}),
    ("date", {"content": "2026-07-01"}),
    ("number", {"content": "12.5"}),
    ("salary", {"content": "52000 EUR"}),
    ("file", {"remote_file_url": "https://files.assay.test/cv.pdf"}),
]
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("string", {"content": " "}, "can't be blank"),
    ("boolean", {"content": "true"}, "can't be blank"),
    ("multi_choice", {"content": "Day"}, "can't be blank"),
    ("file", {"content": "cv.pdf"}, "can't be blank"),
    ("single_choice", {"content": "Noon"}, "is not included in the list"),
    ("multi_choice", {"multi_content": ["Day", "Noon"]}, "is not included in the list"),
    ("date", {"content": "01.07.2026"}, "is invalid"),
    ("date", {"content": "20260701"}, "is invalid"),
    ("number", {"content": "many"}, "is invalid"),
]


@pytest.mark.parametrize(("kind", "answer"), GOOD)
def test_every_kind_of_question_has_its_own_member(
    recruitee: Any, offer: Any, kind: str, answer: dict[str, Any]
) -> None:
    options = ["Day", "Night"] if kind.endswith("choice") else []
    question = _ask(recruitee, offer, kind, options=options, required=True)
    applicant = _apply(recruitee, offer, {"open_question_id": question, **answer})
    assert len(applicant["open_question_answers"]) == 1


@pytest.mark.parametrize(("kind", "answer", "problem"), BAD)
def test_answers_that_do_not_fit_are_refused_and_nobody_is_made(
    recruitee: Any, offer: Any, kind: str, answer: dict[str, Any], problem: str
) -> None:
    options = ["Day", "Night"] if kind.endswith("choice") else []
    question = _ask(recruitee, offer, kind, options=options, required=True)
    before = len(recruitee.account.candidates)
    sent = [{"open_question_id": question, **answer}]
    assert _problems(recruitee, offer, **PERSON, **{ANSWERS: sent}) == {"open_question_answers": [problem]}
    assert len(recruitee.account.candidates) == before


def test_required_questions_must_be_answered_and_others_need_not(recruitee: Any, offer: Any) -> None:
    _ask(recruitee, offer, "string")
    assert _apply(recruitee, offer)["open_question_answers"] == []
    _ask(recruitee, offer, "text", required=True)
    assert _problems(recruitee, offer, **PERSON) == {"open_question_answers": ["can't be blank"]}


@pytest.mark.parametrize("kind", ["infobox", "video"])
def test_to_some_questions_nothing_can_be_sent(recruitee: Any, offer: Any, kind: str) -> None:
    question = _ask(recruitee, offer, kind, required=True)
    answers = _apply(recruitee, offer, {"open_question_id": question, "content": "x"})
    assert answers["open_question_answers"] == []


def test_a_question_of_another_job_is_refused(recruitee: Any, offer: Any) -> None:
    sent = [{"open_question_id": 1, "content": "x"}]
    assert _problems(recruitee, offer, **PERSON, **{ANSWERS: sent}) == {
        "open_question_answers": ["has no question 1"]
    }


def test_a_text_has_a_greatest_length(recruitee: Any, offer: Any) -> None:
    question_id = _ask(recruitee, offer, "string")
    recruitee.account.questions.get(question_id).length = 3
    assert _apply(recruitee, offer, {"open_question_id": question_id, "content": "abc"})
    sent = [{"open_question_id": question_id, "content": "abcd"}]
    assert _problems(recruitee, offer, **PERSON, **{ANSWERS: sent}) == {
        "open_question_answers": ["is invalid"]
    }


def test_thanks_go_out_where_the_job_says_so(recruitee: Any, offer: Any) -> None:
    applicant = _apply(recruitee, offer)
    (mail,) = recruitee.mails("confirmation")
    assert (mail["to"], mail["candidate_id"], mail["offer_id"]) == (
        "lena@example.org",
        applicant["id"],
        offer.id,
    )
    offer.email_confirmation = False
    _apply(recruitee, offer)
    assert len(recruitee.mails("confirmation")) == 1


def _eeo_status(recruitee: Any, candidate_id: int) -> Any:
    hits = recruitee.get("/search/new/candidates?page=1&limit=1000")["hits"]
    (placement,) = next(hit for hit in hits if hit["id"] == candidate_id)["placements"]
    return placement["eeo_data_status"]


def test_eeo_data_are_asked_for_by_one_mail_where_the_job_collects_them(recruitee: Any, offer: Any) -> None:
    recruitee.happen("set_eeo", offer_id=offer.id)
    applicant = _apply(recruitee, offer)
    (mail,) = recruitee.mails("eeo")
    assert (mail["to"], mail["candidate_id"]) == ("lena@example.org", applicant["id"])
    assert _eeo_status(recruitee, applicant["id"]) == "requested"


def test_elsewhere_and_by_the_other_api_nobody_is_asked_for_eeo_data(recruitee: Any, offer: Any) -> None:
    applicant = _apply(recruitee, offer)
    recruitee.happen("set_eeo", offer_id=offer.id)
    made = recruitee.placed(offer)
    assert recruitee.mails("eeo") == []
    assert [_eeo_status(recruitee, who["id"]) for who in (applicant, made)] == [None, None]
    recruitee.happen("set_eeo", offer_id=offer.id, on=False)
    assert offer.eeo_settings is None


def test_careers_twins_are_found_too(recruitee: Any, offer: Any) -> None:
    first, second = _apply(recruitee, offer), _apply(recruitee, offer)
    assert recruitee.read(first["id"])["duplicates"] == [second["id"]]


def test_files_of_forms_can_be_refused(recruitee: Any, offer: Any) -> None:
    recruitee.setting(refused_uploads=True)
    data = {f"candidate[{name}]": value for name, value in PERSON.items()}
    files = {"candidate[cv]": ("a.pdf", b"x", "application/pdf")}
    assert recruitee.apply(offer.slug, data=data, files=files).status_code == 422
