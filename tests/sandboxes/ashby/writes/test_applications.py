from typing import Any

import pytest

pytestmark = pytest.mark.loopback


def _archive(ashby: Any, application_id: str, reason_number: int = 0) -> Any:
    return ashby.ok(
        "/application.changeStage",
        applicationId=application_id,
        interviewStageId=ashby.stage("Archived").id,
        archiveReasonId=list(ashby.org.archive_reasons)[reason_number].id,
    )


def test_without_a_stage_the_application_is_a_lead(ashby: Any) -> None:
    candidate_id, job = ashby.candidate()["id"], ashby.job()

    made = ashby.ok("/application.create", candidateId=candidate_id, jobId=job.id)

    assert made["status"] == "Lead"
    assert made["currentInterviewStage"]["id"] == ashby.stage("Lead").id
    assert made["currentInterviewStage"]["interviewPlanId"] == job.default_plan_id
    assert [entry["stageNumber"] for entry in made["applicationHistory"]] == [0]
    assert made["source"] is made["archiveReason"] is made["appliedViaJobPostingId"] is None
    assert "archivedAt" not in made
    assert ashby.ok("/candidate.info", id=candidate_id)["applicationIds"] == [made["id"]]


def test_the_literal_means_the_first_screening_stage(ashby: Any) -> None:
    made = ashby.application()

    assert made["status"] == "Active"
    assert made["currentInterviewStage"]["type"] == "PreInterviewScreen"


def test_updated_at_is_a_little_later_than_created_at(ashby: Any) -> None:
    made = ashby.application()
    moved = ashby.ok(
        "/application.changeStage", applicationId=made["id"], interviewStageId=ashby.stage("Offer").id
    )

    assert made["createdAt"][:19] < made["updatedAt"][:19] < moved["updatedAt"]


def test_source_credit_date_and_plan_are_taken(ashby: Any) -> None:
    source, user = ashby.first("sources"), ashby.first("users")

    made = ashby.application(
        sourceId=source.id,
        creditedToUserId=user.id,
        createdAt="2026-05-02T07:00:01Z",
        interviewPlanId=ashby.job().default_plan_id,
        interviewStageId=ashby.stage("Offer").id,
    )

    assert made["source"]["id"] == source.id
    assert made["creditedToUser"]["id"] == user.id
    assert made["createdAt"] == "2026-05-02T07:00:01.000Z"
    assert made["currentInterviewStage"]["type"] == "Offer"


def test_a_second_application_to_the_same_job_is_accepted(ashby: Any) -> None:
    candidate_id = ashby.candidate()["id"]

    assert (
        ashby.application(candidateId=candidate_id)["id"] != ashby.application(candidateId=candidate_id)["id"]
    )


def test_an_application_needs_candidate_job_plan_and_stage_that_exist(ashby: Any) -> None:
    candidate_id, job_id = ashby.candidate()["id"], ashby.job().id
    draft = ashby.job("Data Intern")
    other_stage = ashby.stage("Offer", ashby.job("Vertriebsleiter:in Süd")).id

    def refused(**body: Any) -> str:
        body = {"candidateId": candidate_id, "jobId": job_id, **body}
        return str(ashby.refused("/application.create", **body))

    assert refused(candidateId=ashby.unknown) == "candidate_not_found"
    assert refused(jobId=ashby.unknown) == "job_not_found"
    assert refused(jobId=draft.id) == "interview_plan_not_found"
    assert refused(interviewPlanId=ashby.unknown) == "interview_plan_not_found"
    assert refused(interviewStageId=ashby.unknown) == "interview_stage_not_found"
    assert refused(interviewStageId=other_stage) == "interview_stage_not_found"
    assert refused(interviewStageId="SecondScreen") == "invalid_input"
    assert refused(interviewStageId=ashby.stage("Archived").id) == "invalid_input"
    assert refused(sourceId=ashby.unknown) == "source_not_found"
    assert refused(creditedToUserId=ashby.unknown) == "user_not_found"
    assert ashby.ok("/candidate.info", id=candidate_id)["applicationIds"] == []


def test_a_plan_without_screening_refuses_the_literal_and_one_without_leads_takes_its_first(
    ashby: Any,
) -> None:
    plan = ashby.happen("create_plan", title="Short")
    job_id = ashby.happen("create_job", title="Short job", interview_plan_id=plan["interview_plan_id"])[
        "job_id"
    ]
    lead, screening = plan["interview_stage_ids"][:2]
    for stage_id in (lead, screening):
        ashby.happen("remove_stage_from_plan", interview_stage_id=stage_id)
    body = {"candidateId": ashby.candidate()["id"], "jobId": job_id}

    refused = ashby.refused("/application.create", **body, interviewStageId="FirstPreInterviewScreen")
    assert refused == "interview_stage_not_found"
    made = ashby.ok("/application.create", **body)
    assert (made["currentInterviewStage"]["title"], made["status"]) == ("Interview", "Active")


def test_a_plan_without_stages_takes_no_application(ashby: Any) -> None:
    plan = ashby.happen("create_plan", title="Empty")
    for stage_id in plan["interview_stage_ids"]:
        ashby.happen("remove_stage_from_plan", interview_stage_id=stage_id)
    job_id = ashby.happen("create_job", title="J", interview_plan_id=plan["interview_plan_id"])["job_id"]

    body = {"candidateId": ashby.candidate()["id"], "jobId": job_id}
    assert ashby.refused("/application.create", **body) == "interview_stage_not_found"


def test_a_confidential_job_is_not_there_for_a_key_without_the_switch(ashby: Any) -> None:
    job = ashby.job("Chief Financial Officer")
    body = {"candidateId": ashby.candidate()["id"], "jobId": job.id}
    application = ashby.ok("/application.create", **body)

    ashby.grant(without_switches=("confidential",))

    assert ashby.refused("/application.create", **body) == "job_not_found"
    hidden = {"applicationId": application["id"], "sourceId": None}
    assert ashby.refused("/application.changeSource", **hidden) == "application_not_found"
    assert ashby.ok("/candidate.info", id=body["candidateId"])["applicationIds"] == []


def test_history_can_be_given_at_creation(ashby: Any) -> None:
    reason = ashby.first("archive_reasons")
    made = ashby.application(
        applicationHistory=[
            {
                "stageId": ashby.stage("Archived").id,
                "stageNumber": 1,
                "enteredStageAt": "2026-03-02T00:00:00Z",
                "archiveReasonId": reason.id,
            },
            {"stageId": ashby.stage("Lead").id, "stageNumber": 0, "enteredStageAt": "2026-03-01T00:00:00Z"},
        ]
    )

    assert made["status"] == "Archived"
    assert made["archivedAt"] == "2026-03-02T00:00:00.000Z"
    assert made["archiveReason"]["id"] == reason.id
    first, second = made["applicationHistory"]
    assert first["leftStageAt"] == second["enteredStageAt"]
    assert "leftStageAt" not in second


def test_a_history_must_fit_the_plan(ashby: Any) -> None:
    application_id = ashby.application()["id"]

    def refused(*history: dict[str, Any]) -> str:
        body = {"applicationId": application_id, "applicationHistory": list(history)}
        return str(ashby.refused("/application.updateHistory", **body))

    def stay(kind: str, number: int = 0, **more: Any) -> dict[str, Any]:
        return {
            "stageId": ashby.stage(kind).id,
            "stageNumber": number,
            "enteredStageAt": "2026-03-01",
            **more,
        }

    assert refused() == "invalid_input"
    assert refused(stay("Lead"), stay("Offer")) == "invalid_input"
    assert refused(stay("Lead", -1)) == "invalid_input"
    assert refused(stay("Archived")) == "invalid_input"
    assert refused(stay("Lead") | {"stageId": ashby.unknown}) == "interview_stage_not_found"


def test_rewriting_a_history_needs_its_switch(ashby: Any) -> None:
    stay = {"stageId": ashby.stage("Offer").id, "stageNumber": 0, "enteredStageAt": "2026-03-01"}
    body = {"applicationId": ashby.application()["id"], "applicationHistory": [stay]}

    changed = ashby.ok("/application.updateHistory", **body)
    assert changed["currentInterviewStage"]["type"] == "Offer"
    assert len(changed["applicationHistory"]) == 1

    ashby.grant(without_switches=("update_history",))
    assert ashby.refused("/application.updateHistory", **body) == "invalid_input"


def test_changing_the_stage_writes_history(ashby: Any) -> None:
    made = ashby.application()
    stage = ashby.stage("Offer")

    moved = ashby.ok("/application.changeStage", applicationId=made["id"], interviewStageId=stage.id)

    assert moved["currentInterviewStage"]["id"] == stage.id
    assert moved["status"] == "Active"
    left, entered = ashby.ok("/application.info", applicationId=made["id"])["applicationHistory"]
    assert left["enteredStageAt"] < left["leftStageAt"] < entered["enteredStageAt"]
    assert entered["stageNumber"] == 1
    assert "leftStageAt" not in entered


def test_the_old_spelling_of_the_path_works_too(ashby: Any) -> None:
    body = {"applicationId": ashby.application()["id"], "interviewStageId": ashby.stage("Hired").id}

    assert ashby.ok("/application.change_stage", **body)["status"] == "Hired"


def test_moving_to_the_current_stage_changes_nothing(ashby: Any, listening: Any) -> None:
    made = ashby.application()
    listening.take()
    body = {"applicationId": made["id"], "interviewStageId": made["currentInterviewStage"]["id"]}

    assert ashby.ok("/application.changeStage", **body)["updatedAt"] == made["updatedAt"]
    assert len(ashby.ok("/application.info", applicationId=made["id"])["applicationHistory"]) == 1
    assert listening.actions() == []


def test_archiving_needs_a_reason_and_says_no_with_http_200(ashby: Any) -> None:
    body = {"applicationId": ashby.application()["id"], "interviewStageId": ashby.stage("Archived").id}

    response = ashby.post("/application.changeStage", body)

    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is False
    assert answer["errors"] == ["invalid_input"]
    assert answer["errorInfo"]["message"] == "archiveReasonId is required for this stage"


def test_a_reason_is_forbidden_elsewhere_and_must_be_in_use(ashby: Any) -> None:
    application_id = ashby.application()["id"]
    reason = ashby.first("archive_reasons")

    def refused(kind: str, reason_id: str) -> str:
        body = {"interviewStageId": ashby.stage(kind).id, "archiveReasonId": reason_id}
        return str(ashby.refused("/application.changeStage", applicationId=application_id, **body))

    assert refused("Offer", reason.id) == "invalid_input"
    assert refused("Archived", ashby.unknown) == "archive_reason_not_found"
    ashby.happen("archive_rejection_reason", id=reason.id)
    assert refused("Archived", reason.id) == "archive_reason_not_found"


def test_archiving_and_taking_back(ashby: Any) -> None:
    application_id = ashby.application()["id"]

    archived = _archive(ashby, application_id)
    assert archived["status"] == "Archived"
    assert archived["archivedAt"] == archived["updatedAt"]
    assert archived["archiveReason"]["text"] == ashby.first("archive_reasons").text

    back = ashby.ok(
        "/application.changeStage",
        applicationId=application_id,
        interviewStageId=ashby.stage("PreInterviewScreen").id,
    )
    assert back["status"] == "Active"
    assert "archivedAt" not in back
    assert back["archiveReason"] is None
    history = ashby.ok("/application.info", applicationId=application_id)["applicationHistory"]
    assert [entry["stageNumber"] for entry in history] == [0, 1, 2]


def test_archiving_again_replaces_the_reason_only(ashby: Any) -> None:
    application_id = ashby.application()["id"]
    first = _archive(ashby, application_id)

    second = _archive(ashby, application_id, reason_number=1)

    assert second["archiveReason"]["id"] != first["archiveReason"]["id"]
    assert second["archivedAt"] == first["archivedAt"]
    assert _archive(ashby, application_id, reason_number=1)["updatedAt"] == second["updatedAt"]


def test_an_archive_email_that_cannot_be_sent_blocks_the_change(ashby: Any) -> None:
    application_id = ashby.application()["id"]
    email = {"communicationTemplateId": ashby.unknown}
    archive = {
        "applicationId": application_id,
        "interviewStageId": ashby.stage("Archived").id,
        "archiveReasonId": ashby.first("archive_reasons").id,
        "archiveEmail": email,
    }
    move = {
        "applicationId": application_id,
        "interviewStageId": ashby.stage("Offer").id,
        "archiveEmail": email,
    }

    assert ashby.refused("/application.changeStage", **archive) == "communication_template_not_found"
    assert ashby.refused("/application.changeStage", **move) == "invalid_input"
    assert ashby.ok("/application.info", applicationId=application_id)["status"] == "Active"

    _archive(ashby, application_id)
    assert ashby.ok("/application.changeStage", **archive)["status"] == "Archived"


def test_a_stage_of_another_plan_is_not_found(ashby: Any) -> None:
    stage = ashby.stage("Offer", ashby.job("Vertriebsleiter:in Süd"))
    body = {"applicationId": ashby.application()["id"], "interviewStageId": stage.id}

    assert ashby.refused("/application.changeStage", **body) == "interview_stage_not_found"
    lost = {**body, "applicationId": ashby.unknown}
    assert ashby.refused("/application.changeStage", **lost) == "application_not_found"


def test_the_source_is_changed_and_unset(ashby: Any) -> None:
    application_id, source = ashby.application()["id"], ashby.first("sources")
    body = {"applicationId": application_id}

    changed = ashby.ok("/application.changeSource", **body, sourceId=source.id)
    assert changed["source"]["id"] == source.id
    assert ashby.ok("/application.changeSource", **body, sourceId=None)["source"] is None
    assert ashby.refused("/application.changeSource", **body) == "invalid_input"
    assert ashby.refused("/application.changeSource", **body, sourceId=ashby.unknown) == "source_not_found"


def test_update_takes_source_credit_and_date(ashby: Any) -> None:
    application_id, source, user = ashby.application()["id"], ashby.first("sources"), ashby.first("users")

    changed = ashby.ok(
        "/application.update",
        applicationId=application_id,
        sourceId=source.id,
        creditedToUserId=user.id,
        createdAt="2026-01-02",
        sendNotifications=False,
    )

    assert (changed["source"]["id"], changed["creditedToUser"]["id"]) == (source.id, user.id)
    assert changed["createdAt"] == "2026-01-02T00:00:00.000Z"
    kept = ashby.ok("/application.update", applicationId=application_id)
    assert kept["source"]["id"] == source.id
    unset = ashby.ok("/application.update", applicationId=application_id, sourceId=None)
    assert unset["source"] is None


def test_a_transfer_keeps_the_id_and_changes_the_job(ashby: Any) -> None:
    made, other = ashby.application(), ashby.job("Vertriebsleiter:in Süd")
    body = {
        "applicationId": made["id"],
        "jobId": other.id,
        "interviewPlanId": other.default_plan_id,
        "interviewStageId": ashby.stage("Offer", other).id,
    }

    moved = ashby.ok("/application.transfer", **body)

    assert (moved["id"], moved["job"]["id"]) == (made["id"], other.id)
    assert moved["currentInterviewStage"]["id"] == body["interviewStageId"]
    assert ashby.refused("/application.transfer", **(body | {"jobId": ashby.unknown})) == "job_not_found"
    for key in ("jobId", "interviewPlanId", "interviewStageId"):
        some = {name: value for name, value in body.items() if name != key}
        assert ashby.refused("/application.transfer", **some) == "invalid_input"


def test_a_transfer_within_a_plan_writes_no_history(ashby: Any) -> None:
    made, other = ashby.application(), ashby.job("<script>alert('x')</script> QA Engineer & \"Tester\"")

    moved = ashby.ok(
        "/application.transfer",
        applicationId=made["id"],
        jobId=other.id,
        interviewPlanId=other.default_plan_id,
        interviewStageId=made["currentInterviewStage"]["id"],
    )

    assert moved["job"]["id"] == other.id
    assert len(ashby.ok("/application.info", applicationId=made["id"])["applicationHistory"]) == 1


def test_a_deleted_application_leaves_nothing_behind(ashby: Any, listening: Any) -> None:
    made = ashby.application()
    ashby.happen("schedule_interview", application_id=made["id"])
    offer_id = ashby.happen("create_offer", application_id=made["id"])["offer_id"]
    survey = ashby.first("survey_forms")
    target = {
        "candidateId": made["candidate"]["id"],
        "applicationId": made["id"],
        "surveyFormDefinitionId": survey.id,
    }
    ashby.ok("/surveySubmission.create", **target, submittedValues={})
    ashby.ok("/surveyRequest.create", **target)
    listening.take()

    assert ashby.ok("/application.delete", applicationId=made["id"]) == {"applicationId": made["id"]}

    assert ashby.refused("/application.info", applicationId=made["id"]) == "application_not_found"
    assert ashby.refused("/offer.info", offerId=offer_id) == "offer_not_found"
    assert ashby.ok("/interviewSchedule.list", applicationId=made["id"]) == []
    assert not [one for one in ashby.org.survey_submissions if one.application_id == made["id"]]
    assert not [one for one in ashby.org.survey_requests if one.application_id == made["id"]]
    assert ashby.ok("/candidate.info", id=made["candidate"]["id"])["applicationIds"] == []
    assert listening.actions() == []


def test_hiring_teams_of_applications_and_jobs_take_and_lose_members(ashby: Any) -> None:
    role, user = ashby.first("team_roles"), list(ashby.org.users)[-1]
    member = {"teamMemberId": user.id, "roleId": role.id}
    on_application = {"applicationId": ashby.application()["id"], **member}
    on_job = {"jobId": ashby.job("Vertriebsleiter:in Süd").id, **member}

    for owner, verb in ((on_application, "application.{}HiringTeamMember"), (on_job, "hiringTeam.{}Member")):
        for _ in range(2):
            added = ashby.ok("/" + verb.format("add"), **owner)
            entries = [entry for entry in added["hiringTeam"] if entry["userId"] == user.id]
            assert [entry["role"] for entry in entries] == [role.title]
        for _ in range(2):
            removed = ashby.ok("/" + verb.format("remove"), **owner)
            assert user.id not in [entry["userId"] for entry in removed["hiringTeam"]]
        lost = {**owner, "roleId": ashby.unknown}
        assert ashby.refused("/" + verb.format("add"), **lost) == "hiring_team_role_not_found"


@pytest.mark.parametrize("fires", [True, False])
def test_whether_an_api_create_fires_submit_is_a_switch(ashby: Any, listening: Any, fires: bool) -> None:  # noqa: FBT001
    ashby.setting(api_create_fires_submit=fires)

    made = ashby.application()

    messages = listening.take()
    assert [message["data"]["application"]["id"] for message in messages] == ([made["id"]] if fires else [])


def test_what_is_done_on_behalf_of_a_user_names_the_user_in_history(ashby: Any) -> None:
    user, application_id = ashby.first("users"), ashby.application()["id"]
    body = {"applicationId": application_id, "interviewStageId": ashby.stage("Offer").id}

    ashby.post("/application.changeStage", body, headers={"X-On-Behalf-Of": user.id})

    history = ashby.ok("/application.info", applicationId=application_id)["applicationHistory"]
    assert [entry["actorId"] for entry in history] == [None, user.id]
