"""What recruiters do with candidates, applications, jobs and postings; every webhook can be fired."""

from typing import Any

import pytest

pytestmark = pytest.mark.loopback


def _ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


# --- candidates -----------------------------------------------------------------------------------


def test_a_merge_moves_everything_to_the_kept_candidate(ashby: Any, listening: Any) -> None:
    tag = ashby.first("tags")
    kept = ashby.candidate(email="kept@example.org")
    gone = ashby.candidate(email="gone@example.org", phoneNumber="1", linkedInUrl="https://linkedin.com/in/g")
    application = ashby.application(candidateId=gone["id"])
    ashby.ok("/candidate.addTag", candidateId=gone["id"], tagId=tag.id)
    ashby.ok("/candidate.createNote", candidateId=gone["id"], note="Kept too")
    ashby.happen("attach_file", candidate_id=gone["id"], name="cv.txt", text="Company: X", is_resume=True)
    target = {"candidateId": gone["id"], "applicationId": application["id"]}
    survey = {**target, "surveyFormDefinitionId": ashby.first("survey_forms").id}
    ashby.ok("/surveySubmission.create", **survey, submittedValues={})
    ashby.ok("/surveyRequest.create", **survey)
    token = ashby.post("/application.list").json()["syncToken"]
    listening.take()

    ashby.happen("merge_candidates", candidate_id=gone["id"], into_candidate_id=kept["id"])

    assert ashby.refused("/candidate.info", id=gone["id"]) == "candidate_not_found"
    moved = ashby.ok("/application.info", applicationId=application["id"])
    assert moved["candidate"]["id"] == kept["id"]
    merged = ashby.ok("/candidate.info", id=kept["id"])
    assert merged["applicationIds"] == [application["id"]]
    assert [e["value"] for e in merged["emailAddresses"]] == ["kept@example.org", "gone@example.org"]
    assert merged["primaryPhoneNumber"]["value"] == "1"
    assert (merged["socialLinks"][0]["type"], merged["tags"][0]["id"]) == ("LinkedIn", tag.id)
    assert merged["resumeFileHandle"]["name"] == "cv.txt"
    assert len(ashby.ok("/candidate.listNotes", candidateId=kept["id"])) == 1
    assert {one.candidate_id for one in ashby.org.survey_requests} == {kept["id"]}
    assert {one.candidate_id for one in ashby.org.survey_submissions} == {kept["id"]}
    delta = ashby.post("/application.list", {"syncToken": token}).json()["results"]
    assert _ids(delta) == [application["id"]]
    (message,) = listening.take()
    assert message["action"] == "candidateMerge"
    assert message["data"] == {"deletedCandidate": {"id": gone["id"]}, "mergedCandidate": {"id": kept["id"]}}
    ashby.advance(10)
    assert ashby.ok("/candidate.info", id=kept["id"])["company"] == "X"


def test_an_application_can_name_a_vanished_candidate_for_a_while(ashby: Any) -> None:
    kept, gone = ashby.candidate(), ashby.candidate()
    application = ashby.application(candidateId=gone["id"])
    both = {"candidate_id": gone["id"], "into_candidate_id": kept["id"]}

    ashby.happen("merge_candidates", **both, applications_follow=False)
    dangling = ashby.ok("/application.info", applicationId=application["id"])
    assert dangling["candidate"]["id"] == gone["id"]
    assert ashby.refused("/candidate.info", id=gone["id"]) == "candidate_not_found"

    moved = ashby.happen("applications_follow_merge", **both)
    assert moved == {"application_ids": [application["id"]]}
    settled = ashby.ok("/application.info", applicationId=application["id"])
    assert settled["candidate"]["id"] == kept["id"]


def test_a_candidate_cannot_be_merged_into_itself(ashby: Any) -> None:
    same = ashby.candidate()["id"]

    assert "itself" in ashby.wrong("merge_candidates", candidate_id=same, into_candidate_id=same)


def test_a_deleted_candidate_takes_its_applications_along(ashby: Any, listening: Any) -> None:
    application = ashby.application()
    candidate_id = application["candidate"]["id"]
    ashby.ok("/candidate.createNote", candidateId=candidate_id, note="x")
    ashby.happen("attach_file", candidate_id=candidate_id, name="x.txt")
    listening.take()

    ashby.happen("delete_candidate", candidate_id=candidate_id)

    assert ashby.refused("/candidate.info", id=candidate_id) == "candidate_not_found"
    assert ashby.refused("/application.info", applicationId=application["id"]) == "application_not_found"
    (message,) = listening.take()
    assert (message["action"], message["data"]) == ("candidateDelete", {"candidate": {"id": candidate_id}})


def test_a_candidate_is_added_and_edited_by_hand(ashby: Any) -> None:
    candidate_id = ashby.happen("add_candidate", name="Ana", email="ana@example.org")["candidate_id"]
    ashby.happen("add_candidate", name="Without address")
    ashby.happen(
        "edit_candidate",
        candidate_id=candidate_id,
        name="Ana B",
        email="b@example.org",
        position="Cook",
        city="Porto",
        social_links=[{"type": "Website", "url": "https://ana.example"}],
    )

    shown = ashby.ok("/candidate.info", id=candidate_id)
    assert (shown["name"], shown["position"]) == ("Ana B", "Cook")
    assert [e["value"] for e in shown["emailAddresses"]] == ["b@example.org", "ana@example.org"]
    assert shown["socialLinks"] == [{"type": "Website", "url": "https://ana.example"}]
    assert shown["location"]["locationSummary"] == "Porto"
    ashby.happen("edit_candidate", candidate_id=candidate_id, company="Oldco")
    assert ashby.ok("/candidate.info", id=candidate_id)["location"] == shown["location"]


# --- applications ---------------------------------------------------------------------------------


def test_a_candidate_applies_through_the_board(ashby: Any, listening: Any) -> None:
    made = ashby.happen("apply", job_posting_id=ashby.posting().id, name="Ana", email="ana@example.org")

    shown = ashby.ok("/application.info", submittedFormInstanceId=made["submitted_form_instance_id"])
    assert shown["id"] == made["application_id"]
    assert shown["appliedViaJobPostingId"] == ashby.posting().id
    assert listening.actions() == ["applicationSubmit"]


def test_an_applicant_answers_questions_of_the_posting(ashby: Any) -> None:
    person = {"job_posting_id": ashby.posting().id, "name": "Ana", "email": "ana@example.org"}

    for answers in ({"no-such-path": "x"}, {"_systemfield_phone": 7}):
        assert "no answer" in ashby.wrong("apply", **person, answers=answers)
    assert ashby.happen("apply", **person, answers={"_systemfield_phone": "+351 1"})


def test_recruiters_add_move_archive_take_back_and_hire(ashby: Any, listening: Any) -> None:
    candidate_id, job = ashby.candidate()["id"], ashby.job()
    made = ashby.happen("add_application", candidate_id=candidate_id, job_id=job.id)
    one = {"application_id": made["application_id"]}
    reason = ashby.first("archive_reasons")
    assert listening.actions() == ["applicationSubmit"]

    assert ashby.happen("move_stage", **one, interview_stage_id=ashby.stage("Offer").id)["status"] == "Active"
    assert ashby.happen("archive", **one, archive_reason_id=reason.id)["status"] == "Archived"
    assert listening.actions() == ["candidateStageChange", "applicationUpdate"] * 2
    assert ashby.happen("unarchive", **one)["status"] == "Active"
    back = ashby.ok("/application.info", applicationId=made["application_id"])
    assert back["currentInterviewStage"]["type"] == "Offer"
    listening.take()

    assert ashby.happen("hire", **one)["status"] == "Hired"
    assert listening.actions() == ["candidateHire", "candidateStageChange", "applicationUpdate"]


def test_recruiters_choose_the_stage_they_add_to_or_take_back_to(ashby: Any) -> None:
    stage = ashby.stage("Archived")
    body = {"candidate_id": ashby.candidate()["id"], "job_id": ashby.job().id}
    made = ashby.happen("add_application", **body, interview_stage_id=stage.id)
    one = {"application_id": made["application_id"]}

    assert "name the interview_stage_id" in ashby.wrong("unarchive", **one)
    offer_id = ashby.stage("Offer").id
    assert ashby.happen("unarchive", **one, interview_stage_id=offer_id)["status"] == "Active"
    assert "not archived" in ashby.wrong("unarchive", **one)
    assert "archive" in ashby.wrong("move_stage", **one, interview_stage_id=stage.id)


def test_source_and_job_of_an_application_change_by_hand(ashby: Any, listening: Any) -> None:
    one = {"application_id": ashby.active().id}
    source, other = ashby.first("sources"), ashby.job("Vertriebsleiter:in Süd")

    ashby.happen("change_application_source", **one, source_id=source.id)
    assert ashby.ok("/application.info", applicationId=one["application_id"])["source"]["id"] == source.id
    ashby.happen("change_application_source", **one, source_id=None)
    ashby.happen("transfer_application", **one, job_id=other.id)

    shown = ashby.ok("/application.info", applicationId=one["application_id"])
    assert (shown["source"], shown["job"]["id"]) == (None, other.id)
    assert listening.actions() == ["applicationUpdate"] * 3


def test_a_job_without_a_plan_takes_nobody(ashby: Any) -> None:
    draft, candidate_id = ashby.job("Data Intern"), ashby.candidate()["id"]
    posting_id = ashby.happen("create_posting", job_id=draft.id, title="P")["job_posting_id"]

    assert "no interview plan" in ashby.wrong("add_application", candidate_id=candidate_id, job_id=draft.id)
    one = {"application_id": ashby.active().id}
    assert "no interview plan" in ashby.wrong("transfer_application", **one, job_id=draft.id)
    person = {"name": "A", "email": "a@example.org"}
    assert "no interview plan" in ashby.wrong("apply", job_posting_id=posting_id, **person)


def test_a_plan_without_a_hired_stage_hires_nobody(ashby: Any) -> None:
    hired, lead = ashby.stage("Hired"), ashby.stage("Lead")
    ashby.happen("remove_stage_from_plan", interview_stage_id=hired.id, move_to_stage_id=lead.id)

    assert "no stage of type Hired" in ashby.wrong("hire", application_id=ashby.active().id)


# --- jobs, postings, questions --------------------------------------------------------------------


def test_a_job_is_created_edited_closed_and_deleted(ashby: Any, listening: Any) -> None:
    plan_id = ashby.job().default_plan_id
    job_id = ashby.happen("create_job", title="Cook", interview_plan_id=plan_id)["job_id"]
    assert ashby.ok("/job.info", id=job_id)["status"] == "Open"
    assert listening.actions() == ["jobCreate"]

    ashby.happen("edit_job", job_id=job_id, title="Chef", confidential=True, custom_requisition_id="R-1")
    shown = ashby.ok("/job.info", id=job_id)
    assert (shown["title"], shown["confidential"], shown["customRequisitionId"]) == ("Chef", True, "R-1")
    for event, status in (("close_job", "Closed"), ("archive_job", "Archived"), ("draft_job", "Draft")):
        assert ashby.happen(event, job_id=job_id) == {"status": status}
    assert ashby.happen("open_job", job_id=job_id) == {"status": "Open"}
    assert listening.actions() == ["jobUpdate"] * 5

    posting_id = ashby.happen("create_posting", job_id=job_id, title="P")["job_posting_id"]
    body = {"candidateId": ashby.candidate()["id"], "jobId": job_id}
    application_id = ashby.ok("/application.create", **body)["id"]
    ashby.first("interviews").job_id = job_id
    listening.take()
    ashby.happen("delete_job", job_id=job_id)
    assert ashby.refused("/job.info", id=job_id) == "job_not_found"
    assert ashby.refused("/application.info", applicationId=application_id) == "application_not_found"
    (message,) = listening.take()
    assert message["action"] == "jobPostingDelete"
    assert message["data"] == {"jobPosting": {"id": posting_id, "jobId": job_id}}


def test_a_draft_job_has_no_default_plan_until_it_is_opened(ashby: Any) -> None:
    plan_id = ashby.job().default_plan_id
    made = ashby.happen("create_job", title="Cook", interview_plan_id=plan_id, draft=True)

    assert "defaultInterviewPlanId" not in ashby.ok("/job.info", id=made["job_id"])
    ashby.happen("open_job", job_id=made["job_id"])
    shown = ashby.ok("/job.info", id=made["job_id"])
    assert shown["defaultInterviewPlanId"] == plan_id
    assert shown["openedAt"] is not None


def test_another_plan_moves_stages_applications_and_tells(ashby: Any, listening: Any) -> None:
    job, other = ashby.job(), ashby.job("Vertriebsleiter:in Süd")
    application, before = ashby.active(), job.default_plan_id

    mapping = ashby.happen("change_interview_plan", job_id=job.id, interview_plan_id=other.default_plan_id)

    shown = ashby.ok("/application.info", applicationId=application.id)
    assert shown["currentInterviewStage"]["interviewPlanId"] == other.default_plan_id
    assert shown["applicationHistory"][-1]["stageId"] == shown["currentInterviewStage"]["id"]
    transition, update = listening.take()
    assert (transition["action"], update["action"]) == ("interviewPlanTransition", "jobUpdate")
    assert transition["data"]["fromInterviewPlan"]["id"] == before
    assert transition["data"]["toInterviewPlan"]["id"] == other.default_plan_id
    pairs = transition["data"]["interviewStageMappings"]
    assert {p["fromInterviewStageId"]: p["toInterviewStageId"] for p in pairs} == mapping["stages"]


def test_a_job_without_a_plan_gets_one(ashby: Any) -> None:
    draft = ashby.job("Data Intern")

    made = ashby.happen(
        "change_interview_plan", job_id=draft.id, interview_plan_id=ashby.job().default_plan_id
    )

    assert made == {"stages": {}}
    assert ashby.ok("/job.info", id=draft.id)["interviewPlanIds"] == [ashby.job().default_plan_id]


def test_hiring_team_and_roles_change(ashby: Any, listening: Any) -> None:
    job, user, role = ashby.job(), list(ashby.org.users)[-1], ashby.first("team_roles")
    member = {"job_id": job.id, "user_id": user.id}

    for _ in range(2):
        ashby.happen("add_hiring_team_member", **member, role=role.title)
    ashby.happen("add_hiring_team_member", **member, role="Second")
    ashby.happen("remove_hiring_team_member", **member, role=role.title)
    team = ashby.ok("/job.info", id=job.id)["hiringTeam"]
    assert [entry["role"] for entry in team if entry["userId"] == user.id] == ["Second"]
    ashby.happen("remove_hiring_team_member", **member)
    assert "no such role" in ashby.wrong("remove_hiring_team_member", **member)
    assert listening.actions() == ["jobUpdate"] * 5


def test_roles_are_added_renamed_and_deleted_on_all_teams(ashby: Any) -> None:
    job, user = ashby.job(), ashby.first("users")
    role_id = ashby.happen("add_role", title="Scout")["role_id"]
    ashby.happen("add_hiring_team_member", job_id=job.id, user_id=user.id, role="Scout")

    def roles() -> list[str]:
        return [entry["role"] for entry in ashby.ok("/job.info", id=job.id)["hiringTeam"]]

    assert ashby.happen("rename_role", role_id=role_id, title="Spy") == {"jobs_changed": [job.id]}
    assert "Spy" in roles()
    assert "Spy" in ashby.ok("/hiringTeamRole.list")
    assert ashby.happen("delete_role", role_id=role_id) == {"jobs_changed": [job.id]}
    assert "Spy" not in roles()
    assert "Spy" not in ashby.ok("/hiringTeamRole.list")


def test_a_posting_is_created_published_edited_unpublished_and_deleted(ashby: Any, listening: Any) -> None:
    made = ashby.happen("create_posting", job_id=ashby.job().id, title="Cook wanted")
    one = {"job_posting_id": made["job_posting_id"]}
    info = {"jobPostingId": made["job_posting_id"], "includeUnpublishedJobPostings": True}
    draft = ashby.ok("/jobPosting.info", **info)
    assert (draft["status"], draft["publishedDate"]) == ("Draft", None)

    ashby.happen("publish_posting", **one)
    ashby.happen("publish_posting", **one)
    assert ashby.ok("/jobPosting.info", **info)["publishedDate"] == "2026-06-15"
    ashby.happen("edit_posting", **one, title="Chef wanted", workplace_type="Remote", is_listed=False)
    edited = ashby.ok("/jobPosting.info", **info)
    assert (edited["title"], edited["workplaceType"], edited["isListed"]) == ("Chef wanted", "Remote", False)
    salary = {
        "summary": "1-2",
        "compensationType": "Salary",
        "interval": "1 YEAR",
        "currencyCode": "EUR",
        "minValue": 1,
        "maxValue": 2,
    }
    ashby.happen("edit_posting", **one, salary=salary)
    shown = ashby.ok("/jobPosting.info", **info)["compensation"]
    assert shown["summaryComponents"] == [salary]
    ashby.happen("edit_posting", **one, salary=None)
    assert ashby.ok("/jobPosting.info", **info)["compensation"]["summaryComponents"] == []
    ashby.happen("unpublish_posting", **one)
    assert ashby.ok("/jobPosting.info", **info)["publishedDate"] is None
    ashby.happen("delete_posting", **one)

    assert ashby.refused("/jobPosting.info", **info) == "job_posting_not_found"
    assert listening.actions() == [
        "jobPostingUpdate",
        "jobPostingPublish",
        *["jobPostingUpdate"] * 4,
        "jobPostingUnpublish",
        "jobPostingUpdate",
        "jobPostingDelete",
    ]


def _question(ashby: Any, posting: Any, path: str) -> Any:
    form = ashby.ok("/jobPosting.info", jobPostingId=posting.id)["applicationFormDefinition"]
    entries = [entry for section in form["sections"] for entry in section["fields"]]
    return next((entry for entry in entries if entry["field"]["path"] == path), None)


def test_questions_change_without_moving_the_posting(ashby: Any) -> None:
    posting = ashby.posting()
    before = posting.updated_at
    choices = [{"label": "A", "value": "a"}]
    one = {"job_posting_id": posting.id}

    path = ashby.happen("add_question_to_posting", **one, title="Why?", selectable_values=choices)["path"]
    ashby.happen(
        "edit_screening_questions_only",
        **one,
        path=path,
        title="Why us?",
        description_html="<p>Briefly</p>",
        is_required=True,
        selectable_values=[*choices, {"label": "B", "value": "b"}],
    )

    entry = _question(ashby, posting, path)
    assert (entry["field"]["title"], entry["isRequired"]) == ("Why us?", True)
    assert entry["descriptionHtml"] == "<p>Briefly</p>"
    assert len(entry["field"]["selectableValues"]) == 2
    ashby.happen("remove_question_from_posting", **one, path=path)
    assert _question(ashby, posting, path) is None
    assert ashby.ok("/jobPosting.info", jobPostingId=posting.id)["updatedAt"] == before


def test_a_question_is_the_same_on_all_forms_but_its_place_is_each_forms_own(ashby: Any) -> None:
    first, second = ashby.posting(), ashby.posting("Vertriebsleitung Süd (w/m/d)")
    path = ashby.happen("add_question_to_posting", job_posting_id=first.id, title="Why?")["path"]
    ashby.happen("add_question_to_posting", job_posting_id=second.id, path=path, is_required=True)

    edited = ashby.happen("edit_screening_questions_only", path=path, title="Why not?")
    assert edited["job_posting_ids"] == [first.id, second.id]
    assert [_question(ashby, one, path)["isRequired"] for one in (first, second)] == [False, True]
    assert _question(ashby, second, path)["field"]["title"] == "Why not?"
    removed = ashby.happen("remove_question_from_posting", path=path)
    assert removed["job_posting_ids"] == [first.id, second.id]
    assert "no such form" in ashby.wrong("remove_question_from_posting", path=path)
    assert "no form" in ashby.wrong("edit_screening_questions_only", path=path, title="x")
    wrong = ashby.wrong("edit_screening_questions_only", path="_systemfield_name", is_required=False)
    assert "job_posting_id" in wrong


def test_a_question_can_be_put_on_an_empty_form(ashby: Any) -> None:
    posting = ashby.posting()
    posting.application_form = {"sections": []}

    path = ashby.happen("add_question_to_posting", job_posting_id=posting.id, path="own-path")["path"]

    assert path == "own-path"
    assert _question(ashby, posting, "own-path") is not None


def test_surveys_come_and_go_on_postings(ashby: Any) -> None:
    posting = ashby.posting()
    both = {"job_posting_id": posting.id, "survey_form_definition_id": posting.survey_form_ids[0]}
    count = len(posting.survey_form_ids)

    ashby.happen("remove_survey_from_posting", **both)
    assert len(ashby.ok("/jobPosting.info", jobPostingId=posting.id)["surveyFormDefinitions"]) == count - 1
    for _ in range(2):
        ashby.happen("add_survey_to_posting", **both)
    assert len(ashby.ok("/jobPosting.info", jobPostingId=posting.id)["surveyFormDefinitions"]) == count


def test_a_posting_needs_an_external_board_and_a_job_an_author(ashby: Any) -> None:
    for board in ashby.org.boards:
        ashby.org.boards.remove(board.id)
    assert "job board" in ashby.wrong("create_posting", job_id=ashby.job().id, title="P")
    for user in ashby.org.users:
        ashby.org.users.remove(user.id)
    assert "author" in ashby.wrong("create_job", title="J")
    assert "author" in ashby.wrong("create_offer", application_id=ashby.active().id)
