from collections.abc import Callable
from typing import Any

import pytest

from assay.unified.records import Role, User, UserRole
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.people import job_role, system_role, team_role_type, user, user_role


def test_a_user_as_the_vendor_gives_it(sample: Callable[..., Any]) -> None:
    raw = sample("user", email="Ines@Acme.test")

    assert user(Payload(raw, "/user.list")) == User(
        remote_id="5f0c5f2e-0a60-4a4e-9d0f-3c1f0c9a1b01",
        first_name="Ines",
        last_name="Okafor",
        email="ines@acme.test",
        status="ACTIVE",
        remote_data={"/user.list": raw},
    )


def test_a_user_without_any_value_has_only_an_id() -> None:
    raw = {"id": "u1", "firstName": "", "lastName": None, "email": "not an address"}

    assert user(Payload(raw, "/user.list")) == User(remote_id="u1", remote_data={"/user.list": raw})


def test_a_deactivated_user_is_inactive(sample: Callable[..., Any]) -> None:
    assert user(Payload(sample("user", isEnabled=False), "/user.list")).status == "INACTIVE"


@pytest.mark.parametrize(
    ("label", "type_"),
    [
        ("Organization Admin", "ADMIN"),
        ("Elevated Access", None),
        ("Limited Access", None),
        ("External Recruiter", "RECRUITER"),
        ("Something New", None),
    ],
)
def test_global_roles_keep_their_label_and_the_known_ones_get_a_type(label: str, type_: str | None) -> None:
    assert system_role(label) == Role(remote_id=label, remote_label=label, scope="SYSTEM", unified_type=type_)


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("Hiring Manager", "HIRING_MANAGER"),
        ("Recruiter", "RECRUITER"),
        (" Recruiting Coordinator ", "COORDINATOR"),
        ("Sourcer", "SOURCER"),
        ("Bar Raiser", None),
        ("recruiter", None),
        (None, None),
    ],
)
def test_titles_on_hiring_teams_have_a_type_when_they_are_the_vendors_own(
    title: str | None, type_: str | None
) -> None:
    assert team_role_type(title) == type_


def test_a_role_on_hiring_teams(sample: Callable[..., Any]) -> None:
    assert job_role(Payload(sample("role"), "/hiringTeamRole.list")) == Role(
        remote_id="22000000-0000-4000-8000-000000000001",
        remote_label="Recruiter",
        scope="JOB",
        unified_type="RECRUITER",
    )


def test_a_users_global_role_refers_to_it_by_label(sample: Callable[..., Any]) -> None:
    row = user_role(Payload(sample("user"), "/user.list"))

    assert row == UserRole(user_id="5f0c5f2e-0a60-4a4e-9d0f-3c1f0c9a1b01", role_id="Organization Admin")


def test_a_user_without_global_role_has_no_row(sample: Callable[..., Any]) -> None:
    assert user_role(Payload(sample("user", globalRole=...), "/user.list")) is None
