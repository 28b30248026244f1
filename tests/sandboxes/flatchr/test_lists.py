from typing import Any

import pytest

from assay_company import load
from assay_sandboxes.flatchr.state import ACME_KEY, BOREAL_KEY


def test_all_stages_of_all_processes_stand_in_one_row_of_columns(flatchr: Any) -> None:
    columns = flatchr.get("{c}/columns")
    stages = sorted(load().rows("application_stages"), key=lambda row: row["global_index"])
    assert [column["title"].strip() for column in columns] == [stage["name"] for stage in stages]
    assert [column["position"] for column in columns] == [*range(len(stages) - 1), None]
    assert {column["company_id"] for column in columns} == {ACME_KEY}
    assert {c["title"] for c in columns if c["hired"]} == {"Hired", "Signed", "Joined"}
    assert [c["title"] for c in columns if not c["visible"]] == ["Board Meeting"]
    assert any(column["title"].endswith(" ") for column in columns)
    assert all(type(column["id"]) is int for column in columns)


def test_a_column_hidden_for_a_vacancy_is_told_by_nothing(flatchr: Any) -> None:
    before = flatchr.get("{c}/columns")
    vacancy = flatchr.code("vacancy", "job-backend")
    hidden = flatchr.happen("hide_column", column_id=before[1]["id"], vacancy_id=vacancy)
    assert vacancy in hidden["hidden_for"]
    assert flatchr.get("{c}/columns") == before
    shown = flatchr.happen("hide_column", column_id=before[1]["id"], vacancy_id=vacancy, hidden=False)
    assert vacancy not in shown["hidden_for"]
    assert flatchr.get("{c}/columns") == before


def test_tags_of_candidates_and_vacancies_come_in_one_list(flatchr: Any) -> None:
    tags = flatchr.get("{c}/tags")
    company = load()
    named = {tag["title"].strip() for tag in tags if tag["type"] == "candidates"}
    assert named == {tag["name"] for tag in company.rows("tags")}
    folders = {tag["title"].strip() for tag in tags if tag["folder"]}
    assert folders == {job["department"] for job in company.rows("jobs") if job["department"]}
    assert [tag["title"] for tag in tags if tag["type"] == "vacancies" and not tag["folder"]] == ["Urgence"]
    assert any(tag["title"] != tag["title"].strip() for tag in tags)
    assert all(tag["tagCandidateRestriction"] == [] and len(tag["id"]) == 16 for tag in tags)


def test_reference_lists_are_french_and_occupations_belong_to_families(flatchr: Any) -> None:
    contracts = flatchr.get("/contracts?lang=fr")
    assert contracts[0] == {"id": 1, "text": "CDI"}
    assert {"Intérim", "Saisonnier"} <= {entry["text"] for entry in contracts}
    assert {"id": 5, "text": "Bac +3"} in flatchr.get("/educationLevels")
    assert {"id": 14, "text": "Industrie"} in flatchr.get("/activities")
    channels = {entry["text"]: entry["id"] for entry in flatchr.get("/channels")}
    assert {job["category"] for job in load().rows("jobs") if job["category"]} <= set(channels)
    metiers = flatchr.get(f"/channels/{channels['Software']}/metiers")
    assert [entry["text"] for entry in metiers] == ["Responsable Software", "Spécialiste Software"]
    assert flatchr.refused("GET", "/channels/1/metiers") == (404, "Not Found")
    assert flatchr.refused("GET", "/channels/x/metiers") == (404, "Not Found")


def test_members_come_with_the_person_when_asked(flatchr: Any) -> None:
    bare = flatchr.get("{c}/members")
    assert "user" not in bare[0]
    full = flatchr.get("{c}/members?fields=user")
    assert full[0]["user"]["email"] == "ines.okafor@acme.example"
    active = [user for user in load().rows("users") if user["status"] == "ACTIVE"]
    assert len(full) == len(active)


def test_tasks_are_made_and_done(flatchr: Any) -> None:
    assert [task["done"] for task in flatchr.get("{c}/tasks")] == [False, True]
    made = flatchr.post("{c}/task", {"description": "Appeler", "date": "2026-07-01", "memberId": 3})
    path = f"/company/{ACME_KEY}/task/{made['id']}"
    assert flatchr.send("PUT", path, json={"done": True}).json()["done"] is True
    assert flatchr.get("{c}/tasks")[-1] == {**made, "done": True}
    assert flatchr.refused("PUT", "{c}/task/1", json={"done": True}) == (404, "Not Found")


@pytest.mark.parametrize("world", ["core", "full"])
def test_no_two_things_of_a_kind_share_an_id(flatchr: Any, world: str) -> None:
    flatchr.control("reset", {"world": world})
    acme = flatchr.sandbox.tenant.acme
    for kind in ("columns", "tags", "vacancies", "candidates", "applicants", "offerers", "members"):
        things = list(getattr(acme, kind))
        assert len({thing.number for thing in things}) == len(things), kind
        assert all(len(thing.id) == 16 and thing.id.isalnum() for thing in things), kind


def test_a_second_company_keeps_to_itself(flatchr: Any) -> None:
    flatchr.control("credentials", {"values": {"api_key": "boreal-key", "company_key": BOREAL_KEY}})
    columns = flatchr.send("GET", f"/company/{BOREAL_KEY}/columns", key="boreal-key").json()
    assert [column["title"] for column in columns] == ["À trier"]
    foreign = flatchr.code("vacancy", "job-backend")
    assert flatchr.refused("GET", f"/vacancy/{foreign}", key="boreal-key") == (404, "Not Found")
    items = flatchr.get("/careers/company/atelier-boreal.json", key=None)["items"]
    assert {item["vacancy"]["company"]["id"] for item in items} == {BOREAL_KEY}


def test_columns_are_added_renamed_moved_and_removed(flatchr: Any) -> None:
    first = flatchr.get("{c}/columns")[0]
    twin = flatchr.happen("add_column", title=first["title"])["column_id"]
    assert [c["id"] for c in flatchr.get("{c}/columns") if c["title"] == first["title"]] == [
        first["id"],
        twin,
    ]
    assert flatchr.get("{c}/columns")[-1]["position"] == 20
    flatchr.happen("rename_column", column_id=twin, title="Nouveau")
    flatchr.happen("edit_column", column_id=twin, position=None, visible=False, hired=True)
    column = flatchr.get("{c}/columns")[-1]
    assert (column["title"], column["position"], column["visible"], column["hired"]) == (
        "Nouveau",
        None,
        False,
        True,
    )
    assert column["updated_at"] > column["created_at"]
    assert "a column has a title" in flatchr.refuses("edit_column", column_id=twin, title=None)
    applicant = flatchr.rows()[0]["applicant"]
    flatchr.happen("move_applicant", applicant_id=applicant, column_id=twin)
    flatchr.happen("remove_column", column_id=twin)
    assert flatchr.row(applicant)["column"] == "New Lead"
    assert "no column" in flatchr.refuses("rename_column", column_id=twin, title="x")
    assert "no vacancy" in flatchr.refuses("hide_column", column_id=first["id"], vacancy_id="x")


def test_tags_are_added_renamed_and_removed_with_their_traits(flatchr: Any) -> None:
    tag = flatchr.happen("add_tag", title="Permis B", values="Oui;Non")["tag_id"]
    applicant = flatchr.rows()[0]["applicant"]
    flatchr.happen("tag_applicant", applicant_id=applicant, tag_id=tag, value="Oui")
    flatchr.happen("rename_tag", tag_id=tag, title="Permis")
    assert flatchr.get("{c}/tags")[-1]["title"] == "Permis"
    path = f"{{c}}/applicant/{applicant}/traits"
    assert tag in {trait["tag_id"] for trait in flatchr.get(path)}
    flatchr.happen("remove_tag", tag_id=tag)
    assert tag not in {trait["tag_id"] for trait in flatchr.get(path)}
    assert "no tag" in flatchr.refuses("rename_tag", tag_id=tag, title="x")
