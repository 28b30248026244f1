from typing import Any

from assay_sandboxes.ashby.objects import SurveyForm, SurveyRequest, SurveySubmission

NOBODY = "12345678-1234-4234-8234-123456789012"


def test_stages_come_in_plan_order_and_one_by_one(ashby: Any) -> None:
    plan_id = ashby.named("plan", "process-commercial")
    assert plan_id in {plan["id"] for plan in ashby.ok("/interviewPlan.list")}
    stages = ashby.ok("/interviewStage.list", {"interviewPlanId": plan_id})
    assert [stage["type"] for stage in stages] == [
        "Lead",
        "PreInterviewScreen",
        "Active",
        "Active",
        "Active",
        "Offer",
        "Hired",
        "Archived",
    ]
    assert {stage["interviewPlanId"] for stage in stages} == {plan_id}
    assert ashby.ok("/interviewStage.info", {"interviewStageId": stages[2]["id"]}) == stages[2]
    groups = ashby.ok("/interviewStageGroup.list", {"interviewPlanId": plan_id})
    assert [group["stageType"] for group in groups][:3] == ["Lead", "PreInterviewScreen", "Active"]


def test_unknown_plans_and_stages_are_not_found(ashby: Any) -> None:
    assert ashby.refused("/interviewStage.list", {"interviewPlanId": NOBODY}) == "interview_plan_not_found"
    assert ashby.refused("/interviewStage.info", {"interviewStageId": NOBODY}) == "interview_stage_not_found"


def test_archived_plans_and_reasons_come_only_on_request(ashby: Any) -> None:
    org = ashby.sandbox.tenant
    plan, reason = next(iter(org.plans)), next(iter(org.archive_reasons))
    plan.is_archived = reason.is_archived = True
    for path, item in (("/interviewPlan.list", plan), ("/archiveReason.list", reason)):
        assert item.id not in {found["id"] for found in ashby.ok(path)}
        assert item.id in {found["id"] for found in ashby.ok(path, {"includeArchived": True})}


def test_archive_reasons_of_all_three_kinds_are_listed(ashby: Any) -> None:
    kinds = {reason["reasonType"] for reason in ashby.ok("/archiveReason.list")}
    assert kinds == {"RejectedByOrg", "RejectedByCandidate", "Other"}


def test_sources_share_titles_and_archived_ones_hide(ashby: Any) -> None:
    sources = ashby.ok("/source.list")
    linkedin = [source["sourceType"]["title"] for source in sources if source["title"] == "LinkedIn"]
    assert linkedin == ["Inbound", "Sourced"]
    assert "Agency North" not in {source["title"] for source in sources}
    with_archived = ashby.ok("/source.list", {"includeArchived": True})
    assert "Agency North" in {source["title"] for source in with_archived}


def test_selects_alone_have_selectable_values(ashby: Any) -> None:
    fields = {field["title"]: field for field in ashby.ok("/customField.list")}
    assert fields["Level"]["selectableValues"][0] == {
        "label": "Junior",
        "value": "opt:junior",
        "isArchived": False,
    }
    assert "selectableValues" not in fields["Headcount"]
    assert {field["fieldType"] for field in fields.values()} == {
        "String",
        "LongText",
        "Number",
        "Boolean",
        "Date",
        "Url",
        "ValueSelect",
        "MultiValueSelect",
    }
    level = fields["Level"]
    assert ashby.ok("/customField.info", {"customFieldId": level["id"]}) == level
    assert ashby.refused("/customField.info", {"customFieldId": NOBODY}) == "custom_field_not_found"


def test_surveys_are_listed_and_found(ashby: Any) -> None:
    forms = ashby.ok("/surveyFormDefinition.list")
    assert {form["surveyType"] for form in forms} == {"EEOC", "Diversity"}
    body = {"surveyFormDefinitionId": forms[0]["id"]}
    assert ashby.ok("/surveyFormDefinition.info", body) == forms[0]
    body = {"surveyFormDefinitionId": NOBODY}
    assert ashby.refused("/surveyFormDefinition.info", body) == "survey_form_definition_not_found"


def test_answers_to_eeoc_and_diversity_surveys_cannot_be_listed(ashby: Any) -> None:
    for survey_type in ("EEOC", "Diversity"):
        assert ashby.refused("/surveySubmission.list", {"surveyType": survey_type}) == "invalid_input"


def test_submissions_and_requests_of_other_surveys_are_listed(ashby: Any) -> None:
    org = ashby.sandbox.tenant
    form_id = ashby.named("survey form", "questionnaire")
    field = {
        "id": form_id,
        "type": "String",
        "path": form_id,
        "humanReadablePath": "?",
        "title": "?",
        "isNullable": True,
    }
    definition = {"sections": [{"fields": [{"isRequired": False, "field": field}]}]}
    org.survey_forms.add(SurveyForm(form_id, org.id, "Ask", "Questionnaire", definition))
    marta = ashby.named("candidate", "candidate-marta")
    application = ashby.named("application", "application-marta-backend")
    at = "2026-05-02T07:05:00.000Z"
    for number, kind in enumerate(["Questionnaire", "EEOC"]):
        submission_id = ashby.named("submission", str(number))
        org.survey_submissions.add(
            SurveySubmission(submission_id, at, marta, application, kind, form_id, {form_id: "A friend"})
        )
    (submission,) = ashby.ok("/surveySubmission.list", {"surveyType": "Questionnaire"})
    assert submission["submittedValues"] == {form_id: "A friend"}
    assert submission["formDefinition"] == definition
    late = {"surveyType": "Questionnaire", "createdAfter": 1781510400000}
    assert ashby.ok("/surveySubmission.list", late) == []
    org.survey_requests.add(
        SurveyRequest(ashby.named("request", "1"), marta, application, form_id, "https://ashby.test/s")
    )
    body = {"surveyType": "CandidateExperience"}
    assert len(ashby.ok("/surveyRequest.list", {**body, "candidateId": marta})) == 1
    assert ashby.ok("/surveyRequest.list", {**body, "applicationId": NOBODY}) == []
