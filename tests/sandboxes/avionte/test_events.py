"""What people do, as later reads show it. Source: avionte sheet 2, 3.8, 4.3."""

import base64
from typing import Any

import pytest


@pytest.fixture
def place(avionte: Any) -> dict[str, int]:
    """A web applicant and the job."""
    return {"talent_id": avionte.talent("candidate-cher"), "job_id": avionte.job("job-hostile")}


def test_a_stranger_applies_on_the_careers_page(avionte: Any, place: dict[str, int]) -> None:
    number = avionte.happen(
        "web_apply",
        job_id=place["job_id"],
        first_name="Ada",
        last_name="Nova",
        email="ada@mail.example",
        phone="+351 910",
        source="Harbor Jobs",
        resume="cv.docx",
    )["talent_id"]
    shown = avionte.get(f"/talent/{number}?includeResume=True")
    assert (shown["status"], shown["mobilePhone"]) == ("Online Applicant", "351910")
    assert shown["talentResume"]["resumeFilename"] == "cv.docx"
    (row,) = avionte.get(f"/webapplicants/talent/{number}")
    assert (row["jobId"], row["source"]) == (place["job_id"], "Harbor Jobs")


def test_somebody_known_applies_once_more(avionte: Any, place: dict[str, int]) -> None:
    order = {"job_id": place["job_id"], "first_name": "X", "last_name": "Y", "email": "PRINCE@mail.example"}
    assert avionte.happen("web_apply", **order)["talent_id"] == place["talent_id"]
    avionte.happen("web_apply", announced=False, **order)
    rows = avionte.get(f"/webapplicants/talent/{place['talent_id']}")
    assert [row["jobId"] for row in rows] == [place["job_id"]] * 3
    assert avionte.get(f"/talent/{place['talent_id']}")["firstName"] == "Prince"


def test_the_pipeline_is_entered_and_left(avionte: Any, place: dict[str, int]) -> None:
    number = avionte.happen("pipeline_talent", **place)["pipeline_id"]
    assert avionte.happen("pipeline_talent", stage="CV Screening", **place) == {"pipeline_id": number}
    assert avionte.get(f"/pipeline/{number}")["talentId"] == place["talent_id"]
    avionte.happen("remove_from_pipeline", **place)
    assert avionte.refused("GET", f"/pipeline/{number}") == 404
    assert avionte.refuses("remove_from_pipeline", **place)
    assert avionte.refuses("pipeline_talent", stage="Team Day", **place)


def test_a_nomination_is_made_declined_and_taken_back(avionte: Any, place: dict[str, int]) -> None:
    assert avionte.refuses("decline_nomination", **place)
    number = avionte.happen("nominate_talent", stage="Team Day", **place)["nomination_id"]
    shown = avionte.get(f"/talent/stage/{number}")
    assert (shown["jobActivityName"], shown["stageType"]) == ("Team Day", "Active")
    avionte.happen("decline_nomination", reason="Position closed", dated=False, **place)
    shown = avionte.get(f"/talent/stage/{number}")
    assert (shown["jobActivityName"], shown["declinedDate"]) == ("Position closed", None)
    avionte.happen("decline_nomination", **place)
    assert avionte.get(f"/talent/stage/{number}")["declinedDate"].startswith("2026-06-15T08:00:00")
    avionte.happen("remove_nomination", **place)
    assert avionte.refuses("remove_nomination", **place)
    assert avionte.refused("GET", f"/talent/stage/{number}") == 404


def test_a_placement_starts(avionte: Any, place: dict[str, int]) -> None:
    number = avionte.happen("start_placement", announced=False, **place)["placement_id"]
    shown = avionte.get(f"/placement/{number}")
    assert (shown["talentId"], shown["jobId"], shown["isActive"]) == (*place.values(), True)


def test_a_merge_gives_everything_to_the_one_who_stays(avionte: Any) -> None:
    good, bad = avionte.talent("candidate-marta"), avionte.talent("candidate-oemer")
    backend, hostile = avionte.job("job-backend"), avionte.job("job-hostile")
    kept = avionte.nomination(good, backend)
    document = avionte.happen("upload_document", talent_id=bad, name="a.pdf")["document_id"]
    avionte.happen("tag_talent", talent_id=bad, tag="Loyal")
    avionte.happen("start_placement", talent_id=bad, job_id=hostile)
    avionte.happen("merge_talents", good_talent_id=good, bad_talent_id=bad, announced=False)
    assert avionte.refused("GET", f"/talent/{bad}") == 404
    assert avionte.nomination(good, backend) == kept
    assert avionte.nomination(bad, backend) is None
    assert {row["jobId"] for row in avionte.get(f"/webapplicants/talent/{good}")} == {backend, hostile}
    assert avionte.get(f"/talent/{good}/document/{document}")["title"] == "a.pdf"
    shown = avionte.get(f"/talent/{good}/all-tags")["tags"]
    assert [tag["tag"] for tag in shown] == ["Strong", "Rückkehrerin", "Loyal"]
    assert {tag["talentId"] for tag in shown} == {good}
    assert avionte.refuses("merge_talents", good_talent_id=good, bad_talent_id=good)


def test_jobs_are_made_edited_and_removed(avionte: Any) -> None:
    values = {"targetPayRate": 0.0, "createdDate": "0001-01-01T00:00:00Z"}
    number = avionte.happen("create_job", title="Welder", values=values)["job_id"]
    assert avionte.get(f"/job/{number}")["createdDate"] == "0001-01-01T00:00:00Z"
    avionte.happen("edit_job", job_id=number, values={"isArchived": True, "lastUpdatedDate": None})
    shown = avionte.get(f"/job/{number}")
    assert (shown["isArchived"], shown["lastUpdatedDate"]) == (True, None)
    assert avionte.refuses("edit_job", job_id=number, values={"nonsense": 1})
    avionte.happen("remove_job", job_id=number)
    assert avionte.refused("GET", f"/job/{number}") == 404
    assert avionte.refuses("remove_job", job_id=number)


def test_many_jobs_may_be_made_at_once(avionte: Any) -> None:
    made = avionte.happen("create_jobs", count=120)["job_ids"]
    assert len(set(made)) == 120
    assert set(made) <= set(avionte.get("/jobs/ids/1/500"))
    assert len(avionte.post("/jobs/multi-query", made[:100])) == 100


def test_talents_are_made_edited_and_removed(avionte: Any) -> None:
    number = avionte.happen(
        "create_talent",
        first_name="Ada",
        last_name="Nova",
        email="a@b.example",
        values={"createdDate": "2025-04-19T18:07:14.7477579+00:00"},
    )["talent_id"]
    assert avionte.get(f"/talent/{number}")["createdDate"] == "2025-04-19T18:07:14.7477579+00:00"
    avionte.happen("edit_talent", talent_id=number, values={"taxIdNumber": "123456789"})
    assert avionte.get(f"/talent/{number}")["taxIdNumber"] == "123456789"
    assert avionte.refuses("edit_talent", talent_id=number, values={"isArchived": "perhaps"})
    avionte.happen("remove_talent", talent_id=number)
    assert avionte.refuses("remove_talent", talent_id=number)


def test_tags_and_custom_fields_come_and_go(avionte: Any) -> None:
    number = avionte.talent("candidate-ewa")
    made = avionte.happen("tag_talent", talent_id=number, tag="Strong")["tag_id"]
    assert avionte.refuses("tag_talent", talent_id=number, tag="Strong")
    assert [tag["tagId"] for tag in avionte.get(f"/talent/{number}/all-tags")["tags"]] == [made]
    avionte.happen("untag_talent", talent_id=number, tag="Strong")
    assert avionte.refuses("untag_talent", talent_id=number, tag="Strong")
    avionte.happen("set_custom_fields", talent_id=number, custom_fields={"Size": "M", "Languages": None})
    assert avionte.get(f"/talent/{number}/all-tags")["customFields"] == {"Size": "M"}


def test_files_are_put_on_talents(avionte: Any) -> None:
    number = avionte.talent("candidate-ewa")
    data = base64.b64encode(b"mine").decode()
    resume = avionte.happen("upload_resume", talent_id=number, name="mine.txt", data=data)["resume_id"]
    shown = avionte.get(f"/talent/{number}?includeResume=True")["talentResume"]
    assert (shown["resumeId"], shown["resumeContents"]) == (resume, data)
    avionte.happen("upload_document", talent_id=number, name="a.png", file="photo.png", document_type_id=9)
    assert [one["documentType"] for one in avionte.get(f"/talent/{number}/document")] == ["Other"]
    assert avionte.refuses("upload_document", talent_id=number, file="nothing.pdf")


def test_stages_and_reasons_are_edited(avionte: Any) -> None:
    talent, job = avionte.talent("candidate-marta"), avionte.job("job-backend")
    stage = avionte.stage("Technical Interview")
    avionte.happen("rename_activity", type_id=stage["typeId"], name="Tech Talk")
    assert avionte.nomination(talent, job)["jobActivityName"] == "Tech Talk"
    made = avionte.happen("add_activity", name="Too late", stage_type="Declined")["type_id"]
    assert avionte.stage("Too late")["typeId"] == made
    assert avionte.stage("Too late")["sortOrder"] > avionte.stage("Position closed")["sortOrder"]
    avionte.happen("remove_activity", type_id=made)
    assert avionte.refuses("remove_activity", type_id=made)


@pytest.mark.parametrize(
    ("event", "order"),
    [
        ("pipeline_talent", {"talent_id": 1, "job_id": 1}),
        ("edit_talent", {"talent_id": 1, "values": {}}),
        ("edit_job", {"job_id": 1, "values": {}}),
        ("create_job", {"title": "x", "nonsense": 1}),
    ],
)
def test_events_about_nothing_are_refused(avionte: Any, event: str, order: Any) -> None:
    assert avionte.refuses(event, **order)
