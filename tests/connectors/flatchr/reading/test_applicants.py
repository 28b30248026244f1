"""Candidates, applications and their tags, from two searches."""

from typing import Any

import httpx
import orjson
import pytest

from assay.errors import VendorNonsenseError, VendorUnavailableError

PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags"}


def test_a_row_is_a_candidate_and_an_application(flatchr: Any, vendor: Any) -> None:
    read = flatchr.read()
    (candidate,), (application,) = read.of("ats_candidates"), read.of("ats_applications")

    assert candidate.model_dump(exclude={"remote_data"}, exclude_none=True) == {
        "remote_id": "b8TqLr4YwZ2nXk6P",
        "first_name": "Inès",
        "last_name": "morvan",
        "phone_numbers": [{"phone_number": "+33 6 11 22 33 44"}],
        "email_addresses": [{"email_address": "ines.morvan@example.org"}],
    }
    assert application.model_dump(exclude={"remote_data"}, exclude_none=True) == {
        "remote_id": "b8TqLr4YwZ2nXk6P",
        "outcome": "PENDING",
        "current_stage_id": "5201",
        "job_id": "Hn4RtW8cLq2ZsYv6",
        "candidate_id": "b8TqLr4YwZ2nXk6P",
    }
    assert (
        candidate.remote_data == application.remote_data == {"/company/{key}/search/applicants": vendor.row()}
    )


@pytest.mark.parametrize(
    ("status", "hired", "outcome"),
    [
        (1, False, "PENDING"),
        (0, False, "DECLINED"),
        (0, True, "HIRED"),
        (1, True, "HIRED"),
        (None, None, "PENDING"),
    ],
)
def test_a_hire_outlives_archiving(flatchr: Any, vendor: Any, status: Any, hired: Any, outcome: str) -> None:
    flatchr.on("search", [vendor.row(status=status, hired=hired)])

    assert flatchr.read("ats_applications").of("ats_applications")[0].outcome == outcome


@pytest.mark.parametrize(
    ("more", "phones", "emails"),
    [
        ({"phone": "", "email": None}, [], []),
        ({"phone": None, "email": ""}, [], []),
        ({"phone": " 06 11 22 33 44 ", "email": "pas d'adresse"}, ["06 11 22 33 44"], []),
    ],
)
def test_contacts_come_as_typed_or_not_at_all(
    flatchr: Any, vendor: Any, more: dict[str, Any], phones: list[str], emails: list[str]
) -> None:
    flatchr.on("search", [vendor.row(**more)])
    (candidate,) = flatchr.read("ats_candidates").of("ats_candidates")

    assert [one.phone_number for one in candidate.phone_numbers] == phones
    assert [one.email_address for one in candidate.email_addresses] == emails


def test_both_searches_are_merged_and_the_later_answer_counts(flatchr: Any, vendor: Any) -> None:
    flatchr.on("search", [vendor.row(), vendor.row(applicant="Second")])
    flatchr.on("archived", [vendor.row(applicant="Third", status=0), vendor.row(status=0)])

    read = flatchr.read("ats_applications")

    assert [(one.remote_id, one.outcome) for one in read.of("ats_applications")] == [
        ("b8TqLr4YwZ2nXk6P", "DECLINED"),
        ("Second", "PENDING"),
        ("Third", "DECLINED"),
    ]
    assert read.complete == {"ats_applications"}


@pytest.mark.parametrize("status", [400, 422])
def test_a_refused_search_for_archived_ones_deletes_nobody(flatchr: Any, status: int) -> None:
    flatchr.refuse("archived", status, "Invalid request payload input")

    read = flatchr.read()

    assert len(read.of("ats_applications")) == 1
    assert not PEOPLE & read.complete
    assert "ats_jobs" in read.complete
    assert any("archived applicants could not be searched" in notice for notice in read.notices)


@pytest.mark.parametrize("place", ["search", "archived"])
def test_a_search_that_fails_ends_the_run(flatchr: Any, place: str) -> None:
    flatchr.refuse(place, 500)

    with pytest.raises(VendorUnavailableError):
        flatchr.read("ats_applications")


def test_a_search_that_is_cut_within_a_day_completes_nobody(flatchr: Any, vendor: Any) -> None:
    def of_one_day(request: Any) -> Any:
        body = orjson.loads(request.content)
        bounds = [body.get(name, "03/14/26") for name in ("start", "end")]
        months_first = [bound[6:] + bound[:5] for bound in bounds]
        held = months_first[0] <= "2603/14" <= months_first[1]
        return httpx.Response(200, json=[vendor.row(applicant=f"app-{n}") for n in range(25 if held else 0)])

    read = flatchr.on("search", of_one_day).read()

    assert len(read.of("ats_candidates")) == 25
    assert not PEOPLE & read.complete
    assert any(notice.startswith("Flatchr cuts its search so short") for notice in read.notices)
    assert any(body.get("vacancy") == "Hn4RtW8cLq2ZsYv6" for body in flatchr.bodies("search"))


def test_a_search_that_passes_over_dates_completes_nobody(flatchr: Any, vendor: Any) -> None:
    days = (f"{day:02}/03/26" for day in range(1, 28))
    flatchr.on("search", [vendor.row(applicant=day, created_at=day) for day in days])

    read = flatchr.read()

    assert len(read.of("ats_candidates")) == 27
    assert not PEOPLE & read.complete
    assert any("passes over the dates" in notice for notice in read.notices)


# --- the job -----------------------------------------------------------------------------------------


def test_the_job_is_the_vacancy_of_the_plain_id(flatchr: Any, vendor: Any) -> None:
    flatchr.on("vacancies", [vendor.vacancy(id="Other", vacancy_id=1), vendor.vacancy()])

    assert flatchr.read("ats_applications").of("ats_applications")[0].job_id == "Hn4RtW8cLq2ZsYv6"


@pytest.mark.parametrize(
    ("more", "job_id", "notices"),
    [
        ({"vacancy_id": None}, "Hn4RtW8cLq2ZsYv6", []),
        ({"vacancy_id": None, "vacancy": ""}, None, []),
        (
            {"vacancy_id": None, "vacancy": "Autre"},
            None,
            ["no vacancy is called 'Autre'; job unknown (1 application)"],
        ),
        (
            {"vacancy_id": 5},
            None,
            ["the vacancy 5 is not among those of the company; job unknown (1 application)"],
        ),
    ],
)
def test_without_a_plain_id_the_only_vacancy_of_the_title_counts(
    flatchr: Any, vendor: Any, more: dict[str, Any], job_id: str | None, notices: list[str]
) -> None:
    flatchr.on("search", [vendor.row(**more)])

    read = flatchr.read("ats_applications")

    assert read.of("ats_applications")[0].job_id == job_id
    assert read.notices == notices


def test_two_vacancies_of_one_title_leave_the_job_empty(flatchr: Any, vendor: Any) -> None:
    flatchr.on("vacancies", [vendor.vacancy(), vendor.vacancy(id="Other", vacancy_id=1)])
    flatchr.on("search", [vendor.row(vacancy_id=None)])

    read = flatchr.read("ats_applications")

    assert read.of("ats_applications")[0].job_id is None
    assert read.notices == [
        "2 vacancies are called 'Technicien de maintenance H/F'; job unknown (1 application)"
    ]


# --- ambiguous columns -------------------------------------------------------------------------------


@pytest.fixture
def twins(flatchr: Any, vendor: Any) -> Any:
    """Two columns of the same title."""
    return flatchr.on("columns", [vendor.column(), vendor.column(id=5209, position=4)])


def test_an_ambiguous_title_is_settled_by_the_single_applicant(twins: Any, vendor: Any) -> None:
    twins.on("applicant", vendor.applicant(column_id=5209))

    read = twins.read("ats_applications")

    assert read.of("ats_applications")[0].current_stage_id == "5209"
    assert read.notices == []
    assert len(twins.sent("applicant")) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_an_ambiguous_title_is_never_guessed(twins: Any, status: int) -> None:
    twins.refuse("applicant", status)

    read = twins.read("ats_applications")

    assert read.of("ats_applications")[0].current_stage_id is None
    assert read.notices == ["2 columns are called 'À trier'; stage unknown (1 application)"]


@pytest.mark.parametrize(("status", "tries"), [(404, 3), (403, 1)])
def test_a_single_read_that_is_gone_is_not_asked_for_ever(
    twins: Any, vendor: Any, status: int, tries: int
) -> None:
    twins.on("search", [vendor.row(applicant=f"app-{n}") for n in range(9)]).refuse("applicant", status)

    read = twins.read("ats_applications")

    assert len(twins.sent("applicant")) == tries
    assert read.notices == ["2 columns are called 'À trier'; stage unknown (9 applications)"]


def test_a_single_applicant_in_an_unknown_column_settles_nothing(twins: Any, vendor: Any) -> None:
    twins.on("applicant", vendor.applicant(column_id=1))

    assert twins.read("ats_applications").of("ats_applications")[0].current_stage_id is None


def test_an_outage_of_the_single_read_ends_the_run(twins: Any) -> None:
    twins.refuse("applicant", 503)

    with pytest.raises(VendorUnavailableError):
        twins.read("ats_applications")


# --- candidates as persons ---------------------------------------------------------------------------

BY_PERSON = {"candidate_identity": "candidate"}


def test_two_applicants_of_one_person_are_one_candidate_if_so_set(flatchr: Any, vendor: Any) -> None:
    flatchr.on("search", [vendor.row(applicant="Old", status=0, email=None, phone=None), vendor.row()])

    read = flatchr.read(options=BY_PERSON)

    (candidate,) = read.of("ats_candidates")
    assert candidate.remote_id == "Rk2VdJ6mXs9TfB4q"
    assert candidate.email_addresses
    assert {one.candidate_id for one in read.of("ats_applications")} == {"Rk2VdJ6mXs9TfB4q"}
    assert {one.candidate_id for one in read.of("ats_join_candidates_tags")} == {"Rk2VdJ6mXs9TfB4q"}
    assert len(flatchr.sent("applicant")) == 2
    assert read.complete >= PEOPLE


def test_a_person_who_is_not_told_is_left_out_and_nobody_counts_as_deleted(flatchr: Any) -> None:
    flatchr.refuse("applicant", 404)

    read = flatchr.read(options=BY_PERSON)

    assert read.of("ats_candidates") == []
    assert read.of("ats_applications")[0].candidate_id is None
    assert read.of("ats_join_candidates_tags") == []
    assert PEOPLE & read.complete == {"ats_applications"}
    assert any("which person" in notice for notice in read.notices)


def test_an_applicant_without_its_person_is_left_out_too(flatchr: Any, vendor: Any) -> None:
    flatchr.on("applicant", vendor.applicant(candidate=None))

    assert flatchr.read("ats_candidates", options=BY_PERSON).of("ats_candidates") == []


# --- only what was created ---------------------------------------------------------------------------


def test_only_created_applications_are_read_if_so_set(flatchr: Any, vendor: Any) -> None:
    flatchr.on("search", [vendor.row(), vendor.row(applicant="Ours")])

    read = flatchr.read(only_created=True, created=("Ours",))

    assert [one.remote_id for one in read.of("ats_applications")] == ["Ours"]
    assert [one.remote_id for one in read.of("ats_candidates")] == ["Ours"]
    assert len(flatchr.sent("traits")) == 1


# --- tags --------------------------------------------------------------------------------------------


def test_only_tags_for_candidates_are_tags(flatchr: Any, vendor: Any) -> None:
    (tag,) = flatchr.read("ats_tags").of("ats_tags")

    assert tag.model_dump(exclude_none=True) == {
        "remote_id": "Jm7TqX3vNc9LrK5d",
        "name": "Disponibilité",
        "remote_data": {"/company/{key}/tags": vendor.tag()},
    }


def test_several_values_of_a_tag_make_one_link(flatchr: Any) -> None:
    trait = {"id": "x", "tag_id": "Jm7TqX3vNc9LrK5d"}
    flatchr.on("traits", [{**trait, "value": "1 mois"}, {**trait, "value": "3 mois"}])

    (link,) = flatchr.read().of("ats_join_candidates_tags")

    assert (link.candidate_id, link.tag_id) == ("b8TqLr4YwZ2nXk6P", "Jm7TqX3vNc9LrK5d")


def test_a_trait_names_the_encoded_tag_and_an_unknown_one_is_said(flatchr: Any) -> None:
    flatchr.on(
        "traits", [{"id": "x", "tag_id": "3307", "value": "a"}, {"id": "y", "tag_id": 3307, "value": "a"}]
    )

    read = flatchr.read("ats_join_candidates_tags")

    assert read.of("ats_join_candidates_tags") == []
    assert read.notices == ["2 candidate tags name the tag 3307, which Flatchr does not list; left out"]
    assert read.complete == {"ats_join_candidates_tags"}


def test_an_applicant_who_vanishes_during_the_run_has_no_tags(flatchr: Any) -> None:
    flatchr.refuse("traits", 404)

    assert flatchr.read("ats_join_candidates_tags").of("ats_join_candidates_tags") == []


def test_a_trait_without_its_tag_is_nonsense(flatchr: Any) -> None:
    flatchr.on("traits", [{"id": "x", "value": "a"}])

    with pytest.raises(VendorNonsenseError, match="tag_id"):
        flatchr.read("ats_join_candidates_tags")


def test_values_are_tags_of_their_own_if_so_set(flatchr: Any, vendor: Any) -> None:
    flatchr.on("tags", [vendor.tag(), vendor.tag(id="Other", title="Permis", values="")])
    trait = {"id": "x", "tag_id": "Jm7TqX3vNc9LrK5d"}
    flatchr.on(
        "traits", [{**trait, "value": "1 mois"}, {**trait, "value": " 6 mois"}, {**trait, "value": ""}]
    )

    read = flatchr.read(options={"tag_granularity": "value"})

    assert [(tag.remote_id, tag.name) for tag in read.of("ats_tags")] == [
        ("Jm7TqX3vNc9LrK5d:1 mois", "Disponibilité: 1 mois"),
        ("Jm7TqX3vNc9LrK5d:Immédiate", "Disponibilité: Immédiate"),
        ("Jm7TqX3vNc9LrK5d:6 mois", "Disponibilité: 6 mois"),
    ]
    assert [link.tag_id for link in read.of("ats_join_candidates_tags")] == [
        "Jm7TqX3vNc9LrK5d:1 mois",
        "Jm7TqX3vNc9LrK5d:6 mois",
    ]
    assert "ats_tags" in read.complete


@pytest.mark.parametrize(("model", "links"), [("ats_tags", 0), ("ats_join_candidates_tags", 1)])
def test_values_are_found_with_the_applicants_who_have_them(flatchr: Any, model: str, links: int) -> None:
    read = flatchr.read(model, options={"tag_granularity": "value"})

    assert len(read.of("ats_join_candidates_tags")) == links
    assert len(flatchr.sent("traits")) == 1
    assert read.complete == {model}


def test_values_are_not_complete_when_applicants_are_not(flatchr: Any) -> None:
    flatchr.refuse("archived", 400)

    assert flatchr.read("ats_tags", options={"tag_granularity": "value"}).complete == set()
