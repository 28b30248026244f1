from typing import Any


def test_deactivated_users_come_only_on_request(ashby: Any) -> None:
    assert len(ashby.ok("/user.list")) == 10
    everyone = ashby.ok("/user.list", {"includeDeactivated": True})
    assert {user["isEnabled"] for user in everyone} == {True, False}
    assert {user["globalRole"] for user in everyone} == {
        "Organization Admin",
        "Elevated Access",
        "Limited Access",
        "External Recruiter",
        "Regional Partner",
    }


def test_a_user_is_found_by_e_mail_whatever_its_case(ashby: Any) -> None:
    (user,) = ashby.ok("/user.search", {"email": "INES.okafor@acme.example"})
    assert user["firstName"] == "Ines"
    assert ashby.ok("/user.search", {"email": "nobody@acme.example"}) == []


def test_hiring_team_roles_come_as_names_or_with_ids(ashby: Any) -> None:
    names = ashby.ok("/hiringTeamRole.list")
    assert "Hiring Manager" in names
    roles = ashby.ok("/hiringTeamRole.list", {"namesOnly": False})
    assert [role["title"] for role in roles] == names
    assert roles[0]["id"] == ashby.named("team role", "role-manager")
    assert ashby.ok("/applicationHiringTeamRole.list") == roles


def test_departments_and_locations_are_listed_and_found(ashby: Any) -> None:
    departments = ashby.ok("/department.list")
    assert {"Engineering", "Vertrieb & Märkte", "プロダクト"} <= {item["name"] for item in departments}
    first = departments[0]
    assert ashby.ok("/department.info", {"departmentId": first["id"]}) == first
    locations = {item["name"]: item for item in ashby.ok("/location.list")}
    lisbon = locations["Lisbon"]
    assert lisbon["address"]["postalAddress"] == {
        "addressCountry": "Portugal",
        "addressRegion": "Lisboa",
        "addressLocality": "Lisbon",
        "postalCode": "1200-018",
        "streetAddress": "Rua do Alecrim 12",
    }
    assert "workplaceType" not in lisbon
    assert ashby.ok("/location.info", {"locationId": lisbon["id"]}) == lisbon
    assert "address" not in locations["Anywhere"]
    assert locations["Zürich Board Office"]["workplaceType"] == "OnSite"


def test_archived_departments_and_locations_come_only_on_request(ashby: Any) -> None:
    org = ashby.sandbox.tenant
    department, location = next(iter(org.departments)), next(iter(org.locations))
    department.is_archived = location.is_archived = True
    for path, item in (("/department.list", department), ("/location.list", location)):
        assert item.id not in {found["id"] for found in ashby.ok(path)}
        assert item.id in {found["id"] for found in ashby.ok(path, {"includeArchived": True})}


def test_unknown_places_are_not_found(ashby: Any) -> None:
    nowhere = "12345678-1234-4234-8234-123456789012"
    assert ashby.refused("/department.info", {"departmentId": nowhere}) == "department_not_found"
    assert ashby.refused("/location.info", {"locationId": nowhere}) == "location_not_found"
