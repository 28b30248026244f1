"""Short list and submissions. Source: avionte sheet 2.5, 2.6, 3.5, 3.6."""

from typing import Any

import pytest

NOW = {"stagedDate": "2026-06-15T09:00:00.000Z", "jobActivityDate": "2026-06-15T09:00:00+01:00"}


@pytest.fixture
def prince(avionte: Any) -> dict[str, int]:
    """A web applicant who is neither pipelined nor nominated."""
    return {"talentId": avionte.talent("candidate-cher"), "jobId": avionte.job("job-hostile")}


def _into_pipeline(avionte: Any, place: dict[str, int], **changes: Any) -> Any:
    body = {**place, "jobActivityName": "Application Review", "stageType": "Active", **NOW, **changes}
    return avionte.send("POST", "/pipeline/talent-stage/add", json=body)


def test_a_talent_comes_into_the_pipeline_and_moves_inside_it(avionte: Any, prince: dict[str, int]) -> None:
    made = _into_pipeline(avionte, {name: str(value) for name, value in prince.items()})  # type: ignore[misc]
    assert made.status_code == 200
    row = made.json()
    assert row == {
        "pipelineId": row["pipelineId"],
        **prince,
        "jobActivityName": "Application Review",
        "stageType": "Active",
        "stagedDate": "2026-06-15T09:00:00.000Z",
    }
    moved = _into_pipeline(avionte, prince, jobActivityName="New Lead").json()
    assert moved["pipelineId"] == row["pipelineId"]
    shown = avionte.get(f"/pipeline/{row['pipelineId']}")
    assert (shown["talentId"], shown["jobId"]) == (prince["talentId"], prince["jobId"])
    assert not {"jobActivityName", "stageType", "stage"} & shown.keys()


@pytest.mark.parametrize(
    "wrong",
    [
        {"jobActivityName": "Nonsense"},
        {"jobActivityName": "Technical Interview"},
        {"jobActivityName": "Not interested"},
        {"jobActivityName": "Not interested", "stageType": "Declined"},
        {"stageType": "Declined"},
        {"stagedDate": "soon"},
        {"stagedDate": "9999-12-31T23:59:59-14:00"},
        {"talentId": 1},
        {"jobId": 1},
        {"jobId": None},
    ],
)
def test_nonsense_for_the_pipeline_is_refused(avionte: Any, prince: dict[str, int], wrong: Any) -> None:
    assert _into_pipeline(avionte, prince, **wrong).status_code == 409


def test_the_read_of_a_pipeline_row_may_show_the_talent(avionte: Any, prince: dict[str, int]) -> None:
    number = _into_pipeline(avionte, prince).json()["pipelineId"]
    avionte.switch(pipeline_answer="talent")
    shown = avionte.get(f"/pipeline/{number}")
    assert (shown["id"], shown["firstName"]) == (prince["talentId"], "Prince")
    assert "jobId" not in shown


def test_a_talent_is_nominated_moved_and_declined(avionte: Any, prince: dict[str, int]) -> None:
    stage, reason = avionte.stage("Recruiter Call"), avionte.stage("Position closed")
    made = avionte.post(
        "/talent/stage",
        {
            **prince,
            "jobActivityId": stage["typeId"],
            "jobActivityName": stage["name"],
            "stageType": "Active",
            **NOW,
        },
    )
    assert avionte.get(f"/talent/stage/{made['id']}") == made
    assert (made["jobActivityName"], made["stageType"]) == ("Recruiter Call", "Active")
    assert made["jobActivityDate"] == "2026-06-15T08:00:00.000Z"
    assert made["id"] in avionte.get(f"/talent/stages/job/{prince['jobId']}")
    moved = avionte.post("/talent/stage", {**prince, "jobActivityName": "Team Day", "acceptedDate": None})
    assert (moved["id"], moved["jobActivityName"]) == (made["id"], "Team Day")
    assert moved["jobActivityDate"] == made["jobActivityDate"]
    declined = avionte.post(
        "/talent/stage",
        {
            **prince,
            "jobActivityId": reason["typeId"],
            "jobActivityName": reason["name"],
            "stageType": "Declined",
            "declinedDate": "2026-06-15T10:00:00.000Z",
        },
    )
    assert (declined["id"], declined["stageType"]) == (made["id"], "Declined")
    assert declined["declinedDate"] == "2026-06-15T10:00:00.000Z"
    again = avionte.post("/talent/stage", {**prince, "jobActivityId": stage["typeId"]})
    assert (again["stageType"], again["declinedDate"]) == ("Active", None)
    same = avionte.post("/talent/stage", {**prince, "representativeUserId": 7})
    assert (same["jobActivityName"], same["representativeUserId"]) == ("Recruiter Call", 7)


def test_nobody_is_declined_who_is_not_nominated(avionte: Any, prince: dict[str, int]) -> None:
    before = avionte.get(f"/talent/stages/job/{prince['jobId']}")
    body = {**prince, "jobActivityName": "Position closed", "stageType": "Declined"}
    assert avionte.refused("POST", "/talent/stage", body) == 409
    assert avionte.get(f"/talent/stages/job/{prince['jobId']}") == before


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"jobActivityName": "Nonsense"},
        {"jobActivityId": 1},
        {"jobActivityName": "Application Review"},
        {"jobActivityName": "Team Day", "stageType": "Declined"},
        {"jobActivityName": "Position closed", "stageType": "Active"},
        {"jobActivityName": "Team Day", "talentId": 1},
    ],
)
def test_nonsense_for_a_nomination_is_refused(avionte: Any, prince: dict[str, int], wrong: Any) -> None:
    assert avionte.refused("POST", "/talent/stage", {**prince, **wrong}) == 409


def test_number_and_name_of_a_stage_must_agree(avionte: Any, prince: dict[str, int]) -> None:
    stage = avionte.stage("Team Day")
    avionte.happen("rename_activity", type_id=stage["typeId"], name="Team Week")
    body = {**prince, "jobActivityId": stage["typeId"], "jobActivityName": "Team Day"}
    assert avionte.refused("POST", "/talent/stage", body) == 409
    assert avionte.stage("Team Week")["typeId"] == stage["typeId"]
    assert avionte.post("/talent/stage", {**body, "jobActivityName": "Team Week"})["id"]


def test_nominations_and_web_applications_may_use_other_names(avionte: Any) -> None:
    talent, job = avionte.talent("candidate-marta"), avionte.job("job-backend")
    number = avionte.nomination(talent, job)["id"]
    avionte.switch(aliases=True)
    assert avionte.get(f"/talent/stage/{number}")["nominationId"] == number
    assert "id" not in avionte.get(f"/talent/stage/{number}")
    rows = avionte.get(f"/webapplicants/job/{job}")
    assert {"appliedDate"} == {name for row in rows for name in row if name.endswith("Date")}


def test_lists_of_an_unknown_job_are_not_found(avionte: Any) -> None:
    assert avionte.refused("GET", "/talent/stages/job/1") == 404
    assert avionte.refused("GET", "/webapplicants/job/1") == 404
    assert avionte.refused("GET", "/webapplicants/talent/1") == 404
