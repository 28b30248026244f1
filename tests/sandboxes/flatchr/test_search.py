"""The applicant search, single applicants and traits. Source: flatchr sheet 2.6, 2.7, 2.9."""

from typing import Any

import pytest

from assay_company import load


def _applications() -> dict[str, Any]:
    return {row["_key"]: row for row in load().rows("applications")}


def test_there_is_one_row_per_application_and_none_for_persons_without(flatchr: Any) -> None:
    rows = {row["applicant"]: row for row in flatchr.rows()}
    applications = _applications()
    assert set(rows) == {flatchr.code("applicant", key) for key in applications}
    persons, jobs, stages = (load().keyed(name) for name in ("candidates", "jobs", "application_stages"))
    numbers = {vacancy["vacancy_id"]: vacancy["title"] for vacancy in flatchr.get("{c}/vacancies")}
    for key, application in applications.items():
        row = rows[flatchr.code("applicant", key)]
        person = persons[application["candidate_id"]]
        assert (row["firstname"] or "").strip() == (person["first_name"] or "")
        assert (row["lastname"] or "").strip() == (person["last_name"] or "")
        assert row["column"].strip() == stages[application["current_stage_id"]]["name"]
        assert row["vacancy"] == numbers[row["vacancy_id"]]
        assert row["vacancy"].strip() == jobs[application["job_id"]]["name"]
        outcome = "HIRED" if row["hired"] else "PENDING" if row["status"] else "DECLINED"
        assert outcome == application["outcome"]


def test_a_row_has_the_first_address_and_number_or_none_at_all(flatchr: Any) -> None:
    rows = {row["applicant"]: row for row in flatchr.rows()}
    persons = load().keyed("candidates")
    without = set()
    for key, application in _applications().items():
        row, person = rows[flatchr.code("applicant", key)], persons[application["candidate_id"]]
        if person["email_addresses"]:
            assert row["email"] == person["email_addresses"][0]["email_address"]
        else:
            without.add(row["email"])
        if person["phone_numbers"]:
            assert row["phone"] == person["phone_numbers"][0]["phone_number"]
        else:
            assert row["phone"] in (None, "")
    assert without <= {None, "", "pas d'adresse"}
    assert len(without) > 1


def test_rows_are_dated_day_first_and_filters_month_first(flatchr: Any) -> None:
    applicant = flatchr.rows()[0]["applicant"]
    flatchr.happen("edit_applicant", applicant_id=applicant, created_at="2026-03-04T10:00:00.000Z", score=5)
    row = flatchr.row(applicant)
    assert (row["created_at"], row["updated_at"], row["score"]) == ("04/03/26", "15/06/26", 5)

    def found(**filters: Any) -> bool:
        return applicant in {row["applicant"] for row in flatchr.rows(**filters)}

    assert found(start="03/04/26", end="03/04/26")
    assert not found(start="04/03/26")
    assert found(start="2026-03-04 00:00:00")
    assert not found(end="03/03/26")
    assert found(start_update="06/15/26")
    assert not found(end_update="06/14/26")
    flatchr.switch(search_end="exclusive")
    assert not found(end="03/04/26")
    assert found(end="03/05/26")


def test_days_begin_at_midnight_of_the_zone_that_is_switched_on(flatchr: Any) -> None:
    applicant = flatchr.rows()[0]["applicant"]
    flatchr.happen("edit_applicant", applicant_id=applicant, created_at="2026-03-04T23:30:00.000Z")
    assert flatchr.row(applicant)["created_at"] == "04/03/26"
    flatchr.switch(search_zone="Europe/Paris")
    assert flatchr.row(applicant)["created_at"] == "05/03/26"


@pytest.mark.parametrize("date", ["31/01/26", "yesterday", 20260101, ["01/01/26"]])
def test_a_filter_that_is_no_date_is_refused(flatchr: Any, date: Any) -> None:
    answer = flatchr.refused("POST", "{c}/search/applicants", json={"start": date})
    assert answer == (400, "Invalid request payload input")


def test_filters_compare_without_case_and_phones_by_their_digits(flatchr: Any) -> None:
    marta = flatchr.rows(email="MARTA.REIS@mail.example")
    assert {row["firstname"] for row in marta} == {"Marta"}
    assert flatchr.rows(phone="+351910000001") == marta
    assert flatchr.rows(firstname="marta", lastname="REIS lima") == marta
    vacancy = flatchr.code("vacancy", "job-backend")
    on_backend = flatchr.rows(vacancy=vacancy)
    assert {row["vacancy"].strip() for row in on_backend} == {"Backend Engineer"}
    assert flatchr.rows(vacancy=str(on_backend[0]["vacancy_id"])) == []
    assert {row["hired"] for row in flatchr.rows(hired="true")} == {True}
    assert {row["hired"] for row in flatchr.rows(hired=False)} == {False}
    assert {row["column"] for row in flatchr.rows(column="hired ")} == {"Hired"}
    assert flatchr.rows(email="") == flatchr.rows()
    assert flatchr.rows(company="somebody,else") == []
    assert flatchr.rows(company="Q7mXp2LdR9vTbK3w,other") == flatchr.rows()
    assert flatchr.rows(nonsense=1) == flatchr.rows()


def test_unknown_keys_are_refused_when_so_switched(flatchr: Any) -> None:
    flatchr.switch(strict_unknown_keys=True)
    answer = flatchr.refused("POST", "{c}/search/applicants", json={"nonsense": 1})
    assert answer == (400, "Invalid request payload input")
    assert flatchr.rows(status=1)


def test_archived_applicants_are_in_every_search_unless_switched_otherwise(flatchr: Any) -> None:
    everybody, archived = flatchr.rows(), flatchr.rows(status=0)
    assert {row["status"] for row in everybody} == {0, 1}
    assert {row["status"] for row in archived} == {0}
    flatchr.switch(archived_hidden_in_default_search=True)
    assert {row["status"] for row in flatchr.rows()} == {1}
    assert flatchr.rows(status=0) == archived
    flatchr.switch(archived_search_refused=True)
    answer = flatchr.refused("POST", "{c}/search/applicants", json={"status": 0})
    assert answer == (400, "Invalid request payload input")


def test_a_cap_cuts_to_the_newest_rows_without_a_word(flatchr: Any) -> None:
    everybody = flatchr.rows()
    flatchr.switch(search_cap=3)
    made = sorted(_applications().values(), key=lambda row: row["remote_created_at"])[-3:]
    newest = {flatchr.code("applicant", row["_key"]) for row in made}
    assert {row["applicant"] for row in flatchr.rows()} == newest
    assert len(everybody) == 235


def test_an_applicant_object_has_unix_seconds_plain_columns_and_encoded_vacancies(flatchr: Any) -> None:
    key = "application-marta-backend"
    application = _applications()[key]
    path = f"{{c}}/applicant/{flatchr.code('applicant', key)}"
    shown = flatchr.get(f"{path}?fields=candidate,column,vacancy,candidate.consent")
    assert shown["vacancy_id"] == flatchr.code("vacancy", application["job_id"]) == shown["vacancy"]["id"]
    assert shown["column_id"] == shown["column"]["id"]
    assert isinstance(shown["created_at"], int)
    assert shown["created_at"] > 1_700_000_000
    bare = flatchr.get(path)
    assert (bare["column"], bare["vacancy"]) == ({}, {})
    assert flatchr.refused("GET", "{c}/applicant/nobody") == (404, "Not Found")
    flatchr.switch(applicant_read=False)
    assert flatchr.refused("GET", path) == (404, "Not Found")


def test_one_person_on_two_vacancies_is_one_candidate(flatchr: Any) -> None:
    by_person: dict[str, list[str]] = {}
    for key, row in _applications().items():
        by_person.setdefault(row["candidate_id"], []).append(key)
    keys = next(keys for keys in by_person.values() if len(keys) > 1)
    shown = [flatchr.get(f"{{c}}/applicant/{flatchr.code('applicant', key)}") for key in keys]
    assert len({one["candidate"]["id"] for one in shown}) == 1
    assert len({one["id"] for one in shown}) == len(keys)


def test_keys_of_applicant_objects_come_and_go(flatchr: Any) -> None:
    shown = [flatchr.get(f"{{c}}/applicant/{row['applicant']}") for row in flatchr.rows()[:40]]
    for name in ("applies", "datas"):
        assert {name in one for one in shown} == {True, False}
    for name in ("cv", "aws"):
        assert {name in one["candidate"] for one in shown} == {True, False}
    assert {type(one["candidate"]["consent"]) for one in shown} == {list}
    assert any(one["external_id"] is None for one in shown)
    assert any(row["external_id"] == "" for row in flatchr.rows())
    hidden = [one["candidate"]["email"] for one in shown if one["status"] == 0]
    assert set(hidden) == {None}


def test_traits_are_the_tags_of_the_person_on_each_of_its_applicants(flatchr: Any) -> None:
    tags = {tag["id"]: tag["title"].strip() for tag in flatchr.get("{c}/tags")}
    names = {row["_key"]: row["name"] for row in load().rows("tags")}
    wanted: dict[str, set[str]] = {}
    for join in load().rows("join_candidates_tags"):
        wanted.setdefault(join["candidate_id"], set()).add(names[join["tag_id"]])
    several = False
    for key, application in _applications().items():
        traits = flatchr.get(f"{{c}}/applicant/{flatchr.code('applicant', key)}/traits")
        held = [tags[trait["tag_id"]] for trait in traits]
        assert set(held) == wanted.get(application["candidate_id"], set())
        several = several or len(held) > len(set(held))
    assert several
    assert flatchr.refused("GET", "{c}/applicant/nobody/traits") == (404, "Not Found")
