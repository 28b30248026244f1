"""Vacancies on both hosts, read back by the rules of flatchr sheet 7.1."""

from typing import Any

import pytest

from assay_company import load
from assay_sandboxes.flatchr.spelling import number_of
from assay_sandboxes.flatchr.state import ACME_KEY

CONTRACTS = {
    "CDI": "FULL_TIME",
    "CDD": "CONTRACT",
    "Intérim": "CONTRACT",
    "Freelance": "CONTRACT",
    "Stage": "INTERNSHIP",
    "Alternance": "INTERNSHIP",
    "Saisonnier": "SEASONAL",
}
REMOTE = {"notime": "ON_SITE", "parttime": "HYBRID", "fulltime": "REMOTE", False: "ON_SITE", True: "HYBRID"}
PERIODS = {"y": "YEAR", "m": "MONTH", "d": "DAY", "h": "HOUR"}
UNSAID = {"TEMPORARY", "TWO_WEEKS", "WEEK", "JPY"}
COUNTRIES = {
    "Allemagne": "DE",
    "Brésil": "BR",
    "Irlande": "IE",
    "Japon": "JP",
    "Portugal": "PT",
    "Suisse": "CH",
}


def _sayable(value: Any) -> Any:
    return None if value in UNSAID else value


def _texts(flatchr: Any, path: str) -> dict[int, str]:
    return {entry["id"]: entry["text"] for entry in flatchr.get(path)}


def _jobs(flatchr: Any) -> list[tuple[Any, Any]]:
    """Each job of the company with its vacancy."""
    by_id = {vacancy["id"]: vacancy for vacancy in flatchr.get("{c}/vacancies?fields=address,tags,items")}
    jobs = load().rows("jobs")
    assert len(by_id) == len(jobs)
    return [(job, by_id[flatchr.code("vacancy", job["_key"])]) for job in jobs]


def test_titles_texts_references_and_dates_are_those_of_the_company(flatchr: Any) -> None:
    pairs = _jobs(flatchr)
    for job, vacancy in pairs:
        assert vacancy["title"].strip() == job["name"]
        assert vacancy["reference"] == job["job_code"]
        texts = [vacancy[name] for name in ("description", "mission", "profile") if vacancy[name]]
        assert ("\n".join(texts) or None) == job["description"]
        assert (vacancy["created_at"], vacancy["updated_at"]) == (
            job["remote_created_at"],
            job["remote_updated_at"],
        )
        assert vacancy["status"] == (1 if job["status"] in ("OPEN", "DRAFT") else 0)
        assert vacancy["company_id"] == 412
    assert any(vacancy["title"] != vacancy["title"].strip() for _, vacancy in pairs)


def test_labels_come_from_the_reference_lists_alone(flatchr: Any) -> None:
    contracts, channels = _texts(flatchr, "/contracts"), _texts(flatchr, "/channels")
    used = set()
    for job, vacancy in _jobs(flatchr):
        assert vacancy["contract_type"] is vacancy["channel"] is vacancy["activity"] is None
        label = contracts[vacancy["contract_type_id"]]
        used.add(label)
        meant = "PART_TIME" if label == "CDI" and vacancy["partial"] else CONTRACTS[label]
        assert meant == job["employment_type"]
        assert channels.get(vacancy["channel_id"]) == job["category"]
        assert (vacancy["activity_id"] is None) == (job["category"] is None)
    assert used >= {"CDI", "Intérim", "CDD", "Alternance", "Stage", "Saisonnier"}


def test_the_folder_is_the_department(flatchr: Any) -> None:
    for job, vacancy in _jobs(flatchr):
        folders = [tag["title"].strip() for tag in vacancy["tags"] if tag["folder"]]
        assert folders == ([job["department"]] if job["department"] else [])


def test_experience_remote_work_and_salaries_are_said_in_the_vendors_words(flatchr: Any) -> None:
    words = {1: "Entry level", 4: "Mid level", 6: "Senior", 11: "Executive", None: None}
    spellings = set()
    for job, vacancy in _jobs(flatchr):
        assert words[vacancy["experience"]] == job["experience_level"]
        assert REMOTE.get(vacancy["remote"]) == _sayable(job["remote_work_status"])
        low, high = number_of(vacancy["salary"]) or None, number_of(vacancy["salary_max"]) or None
        spellings |= {repr(vacancy["salary"]), repr(vacancy["salary_max"])}
        if job["salary_amount_to"] is None:
            assert low == (job["salary_amount"] or job["salary_amount_from"])
            assert high is None
        else:
            assert (low, high) == (job["salary_amount_from"], job["salary_amount_to"])
        assert vacancy["currency"] == _sayable(job["salary_currency"])
        assert PERIODS.get(vacancy["mensuality"]) == _sayable(job["salary_period"])
    assert {"None", "''", "'0'"} <= spellings
    assert any("\\xa0" in text or "\\u202f" in text or " " in text for text in spellings)


def test_addresses_hold_french_names_of_countries_and_split_streets(flatchr: Any) -> None:
    split = set()
    for job, vacancy in _jobs(flatchr):
        address, place = vacancy["address"], job["location"]
        if place is None:
            assert address is None
            continue
        line = " ".join(filter(None, (address["street_number"], address["route"]))) or None
        split.add(address["street_number"])
        assert line == place["street_1"]
        assert COUNTRIES.get(address["country"]) == place["country"]
        assert address["locality"] == place["city"]
        assert address["postal_code"] == place["zip_code"]
        assert address["administrative_area_level_1"] == place["state"]
        assert (address["formatted_address"] or vacancy["addressFormatted"]) == place["raw"]
    assert split == {None, "1"}


def test_a_vacancy_is_public_internal_or_neither_by_its_publications(flatchr: Any) -> None:
    public = {}
    for item in flatchr.get("/careers/company/acme.json")["items"]:
        if item["published"]:
            public.setdefault(item["vacancy"]["id"], item["created_at"])
    internal = {vacancy["id"] for vacancy in flatchr.get("{c}/vacancies?offer_id=152&fields=items")}
    for job, vacancy in _jobs(flatchr):
        if vacancy["id"] in public:
            meant = "PUBLIC"
            assert public[vacancy["id"]] == job["opened_at"]
        else:
            meant = "INTERNAL" if vacancy["id"] in internal else "UNLISTED"
        assert meant == {None: "UNLISTED", "CONFIDENTIAL": "UNLISTED"}.get(
            job["visibility"], job["visibility"]
        )


def test_the_career_site_shows_whole_vacancies_with_labels_and_plain_numbers(flatchr: Any) -> None:
    item = flatchr.item(flatchr.code("vacancy", "job-success"))
    vacancy = item["vacancy"]
    assert (vacancy["contract_type"], vacancy["channel"]) == ("CDI", "Customer")
    assert (vacancy["salary"], vacancy["salary_max"]) == (3900, 4600)
    assert vacancy["company"]["id"] == ACME_KEY
    assert vacancy["slug"] == f"{vacancy['id'].lower()}-customer-success-manager"
    assert item["vacancy_id"] == vacancy["vacancy_id"]
    assert vacancy["questions"]
    assert {"address", "addressFormatted", "tags"} <= vacancy.keys()
    assert "items" not in vacancy


def test_what_is_listed_on_the_career_site_need_not_be_published_nor_have_a_vacancy(flatchr: Any) -> None:
    items = flatchr.get("/careers/company/acme.json", key=None)["items"]
    assert [item["published"] for item in items if item["vacancy"] is None] == [False]
    drafts = {item["vacancy"]["title"].strip() for item in items if item["vacancy"] and not item["published"]}
    assert drafts == {"Customer Success Manager", "Security Analyst"}
    twice = [i for i in items if i["vacancy"] and i["vacancy"]["title"].startswith("Summer Festival")]
    assert len(twice) == 2


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("filter=GRAD-26", {"Graduate Programme 2026"}),
        ("locality=münchen", {"Summer Festival Crew"}),
        ("administrative_area_level_1=lisboa&filter=backend", {"Backend Engineer"}),
        ("activity=Banque / Assurance / Finance", {"Interim Controller"}),
        ("metier=Spécialiste Events", {"Summer Festival Crew"}),
        ("id=nobody", set()),
    ],
)
def test_the_career_site_filters_and_repeats_what_was_asked(
    flatchr: Any, query: str, titles: set[str]
) -> None:
    answer = flatchr.get(f"/careers/company/acme.json?{query}&affiliated=1")
    assert {item["vacancy"]["title"].strip() for item in answer["items"]} == titles
    name, _, value = query.partition("&")[0].partition("=")
    assert answer[name] == value
    assert answer["affiliated"] == "1"


def test_fields_are_absent_unless_asked_for(flatchr: Any) -> None:
    bare = flatchr.get("{c}/vacancies")[0]
    assert not {"address", "addressFormatted", "tags", "items", "questions"} & bare.keys()
    assert {"tags"} <= flatchr.get("{c}/vacancies?fields=tags,nonsense")[0].keys()
    active = flatchr.get("{c}/vacancies?status=1")
    assert {vacancy["status"] for vacancy in active} == {1}
    assert len(flatchr.get("{c}/vacancies?status=0")) + len(active) == 14
    assert flatchr.refused("GET", "{c}/vacancies?status=x") == (400, "Invalid request payload input")
    single = flatchr.get(f"/vacancy/{bare['id']}?fields=address,tags,questions,faqs,benefits,items")
    assert {"address", "tags", "questions", "faqs", "benefits"} <= single.keys()
    assert "items" not in single
    assert single["contract_type"] is None
    assert flatchr.refused("GET", "/vacancy/nobody") == (404, "Not Found")


def test_recruiters_add_edit_publish_archive_and_delete_vacancies(flatchr: Any) -> None:
    made = flatchr.happen("add_vacancy", title="Soudeur H/F", facts={"salary": "28 000"})
    vacancy = flatchr.vacancy(made["vacancy_id"])
    assert (vacancy["salary"], vacancy["currency"], vacancy["mensuality"]) == ("28 000", "EUR", "y")
    assert vacancy["slug"] == made["slug"] == f"{made['vacancy_id'].lower()}-soudeur-h-f"
    assert vacancy["items"] == []
    where = {"vacancy_id": made["vacancy_id"]}
    flatchr.happen("publish_vacancy", **where)
    flatchr.happen("publish_vacancy", **where, channel="intranet")
    assert [item["offer_id"] for item in flatchr.vacancy(made["vacancy_id"])["items"]] == [98, 152]
    assert flatchr.item(made["vacancy_id"])["published"] is True
    flatchr.happen("unpublish_vacancy", **where, keep=True)
    assert flatchr.item(made["vacancy_id"])["published"] is False
    flatchr.happen("unpublish_vacancy", **where)
    assert flatchr.item(made["vacancy_id"]) is None
    assert "not published" in flatchr.refuses("unpublish_vacancy", **where)
    flatchr.happen("edit_vacancy", **where, changes={"end_date": "2026-12-31T00:00:00.000Z", "remote": True})
    edited = flatchr.vacancy(made["vacancy_id"])
    assert (edited["end_date"], edited["remote"]) == ("2026-12-31T00:00:00.000Z", True)
    assert edited["updated_at"] > vacancy["updated_at"]
    assert "no such field" in flatchr.refuses("edit_vacancy", **where, changes={"id": "x"})
    flatchr.happen("archive_vacancy", **where)
    assert flatchr.vacancy(made["vacancy_id"])["status"] == 0
    flatchr.happen("reopen_vacancy", **where)
    assert flatchr.vacancy(made["vacancy_id"])["status"] == 1
    flatchr.happen("publish_vacancy", **where, channel=33)
    flatchr.happen("apply", **where, firstname="Ada", lastname="L")
    flatchr.happen("delete_vacancy", **where)
    assert "no vacancy" in flatchr.refuses("archive_vacancy", **where)
    assert len(flatchr.get("{c}/vacancies")) == 14
    assert all(row["firstname"] != "Ada" for row in flatchr.rows())


def test_the_publication_of_a_deleted_vacancy_is_left_behind(flatchr: Any) -> None:
    vacancy = flatchr.code("vacancy", "job-graduate")
    number = flatchr.vacancy(vacancy)["vacancy_id"]
    flatchr.happen("delete_vacancy", vacancy_id=vacancy)
    left = [i for i in flatchr.get("/careers/company/acme.json")["items"] if i["vacancy_id"] == number]
    assert left
    assert {(item["vacancy"], item["published"], item["status"]) for item in left} == {
        (None, False, "closed")
    }


def test_archived_vacancies_leave_the_career_site_when_so_switched(flatchr: Any) -> None:
    archived = flatchr.code("vacancy", "job-archived")
    assert flatchr.item(archived) is not None
    flatchr.switch(archived_stay_published=False)
    assert flatchr.item(archived) is None


def test_vacancy_tags_are_put_on_and_taken_off(flatchr: Any) -> None:
    where = {"vacancy_id": flatchr.code("vacancy", "job-support"), "tag_id": flatchr.code("tag", "urgency")}
    assert where["tag_id"] in _tag_ids(flatchr, where)
    flatchr.happen("untag_vacancy", **where)
    flatchr.happen("tag_vacancy", **where)
    flatchr.happen("tag_vacancy", **where)
    assert _tag_ids(flatchr, where).count(where["tag_id"]) == 1
    flatchr.happen("untag_vacancy", **where)
    assert where["tag_id"] not in _tag_ids(flatchr, where)
    assert "no such tag" in flatchr.refuses("untag_vacancy", **where)
    wrong = {**where, "tag_id": flatchr.code("tag", "tag-strong")}
    assert "tag for candidates" in flatchr.refuses("tag_vacancy", **wrong)


def _tag_ids(flatchr: Any, where: dict[str, str]) -> list[str]:
    return [tag["id"] for tag in flatchr.vacancy(where["vacancy_id"])["tags"]]


def test_the_api_makes_vacancies_when_everything_required_is_there(flatchr: Any) -> None:
    body = {
        "title": "Ébéniste",
        "description": "",
        "mission": "<p>Fabriquer</p>",
        "profile": "",
        "experience": 2,
        "contract_type_id": 1,
        "education_level_id": 3,
        "activity_id": 14,
        "channel_id": 9,
        "metier_id": 77,
        "language": "fr_FR",
        "status": 1,
        "note": "<p>interne</p>",
        "salary": 24000,
    }
    made = flatchr.post("{c}/vacancy", body)
    assert (made["note"], made["salary"], made["slug"]) == (
        "<p>interne</p>",
        24000,
        f"{made['id'].lower()}-ebeniste",
    )
    assert flatchr.vacancy(made["id"])["title"] == "Ébéniste"
    incomplete = {name: value for name, value in body.items() if name != "mission"}
    assert flatchr.refused("POST", "{c}/vacancy", json=incomplete)[0] == 400
