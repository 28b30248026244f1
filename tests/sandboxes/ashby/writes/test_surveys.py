from typing import Any

import pytest

from assay_sandboxes.ashby.objects import SurveyForm
from assay_sandboxes.ashby.rules.answers import entries_of

pytestmark = pytest.mark.loopback


def _survey(ashby: Any, kind: str) -> Any:
    return ashby.org.survey_forms.first(lambda form: form.survey_type == kind)


def _target(ashby: Any, form: Any) -> dict[str, Any]:
    application = ashby.application()
    return {
        "candidateId": application["candidate"]["id"],
        "applicationId": application["id"],
        "surveyFormDefinitionId": form.id,
    }


def _answers(form: Any, key: str = "path") -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for entry in entries_of(form.form_definition):
        field = entry["field"]
        choices = [choice["value"] for choice in field.get("selectableValues", ())]
        if field["type"] == "ValueSelect":
            answers[field[key]] = choices[0]
        elif field["type"] == "MultiValueSelect":
            answers[field[key]] = choices
    return answers


def _questionnaire(ashby: Any) -> Any:
    eeoc = _survey(ashby, "EEOC")
    form = SurveyForm(ashby.unknown, ashby.org.id, "How was it?", "Questionnaire", eeoc.form_definition)
    return ashby.org.survey_forms.add(form)


@pytest.mark.parametrize("kind", ["EEOC", "Diversity"])
def test_eeo_answers_are_taken_and_never_shown(ashby: Any, listening: Any, kind: str) -> None:
    form = _survey(ashby, kind)
    target = _target(ashby, form)
    answers = _answers(form)
    listening.take()

    made = ashby.ok("/surveySubmission.create", **target, submittedValues=answers)

    assert answers
    assert "submittedValues" not in made
    assert made["surveyType"] == kind
    (message,) = listening.take()
    assert message["action"] == "surveySubmit"
    assert message["data"]["surveySubmission"] == made
    assert ashby.refused("/surveySubmission.list", surveyType=kind) == "invalid_input"
    assert ashby.org.survey_submissions.get(made["id"]).submitted_values == answers


def test_answers_may_be_keyed_by_field_id_too(ashby: Any) -> None:
    form = _survey(ashby, "EEOC")

    made = ashby.ok(
        "/surveySubmission.create", **_target(ashby, form), submittedValues=_answers(form, key="id")
    )

    assert ashby.org.survey_submissions.get(made["id"]).submitted_values == _answers(form)


def test_other_surveys_show_their_answers(ashby: Any) -> None:
    form = _questionnaire(ashby)

    made = ashby.ok("/surveySubmission.create", **_target(ashby, form), submittedValues=_answers(form))

    assert made["submittedValues"] == _answers(form)
    listed = ashby.ok("/surveySubmission.list", surveyType="Questionnaire")
    assert [submission["id"] for submission in listed] == [made["id"]]


def test_answers_must_be_choices_of_the_survey(ashby: Any) -> None:
    form = _survey(ashby, "EEOC")
    target = _target(ashby, form)
    path = next(iter(_answers(form)))

    for wrong in ({"_systemfield_other": "x"}, {path: "not a choice"}):
        assert ashby.refused("/surveySubmission.create", **target, submittedValues=wrong) == "invalid_input"
    assert ashby.refused("/surveySubmission.create", **target) == "invalid_input"


def test_a_survey_must_be_in_use_and_on_a_posting_of_the_job(ashby: Any) -> None:
    form = _survey(ashby, "EEOC")
    target = _target(ashby, form)
    code = "survey_form_definition_not_found"

    def refused(**body: Any) -> str:
        return str(ashby.refused("/surveyRequest.create", **(target | body)))

    assert refused(surveyFormDefinitionId=ashby.unknown) == code
    form.is_default = False
    assert ashby.ok("/surveyRequest.create", **target)
    ashby.happen(
        "remove_survey_from_posting",
        job_posting_id=ashby.posting().id,
        survey_form_definition_id=form.id,
    )
    assert refused() == code
    form.is_default = True
    form.is_archived = True
    assert refused() == code


def test_candidate_and_application_must_belong_together(ashby: Any) -> None:
    target = _target(ashby, _survey(ashby, "EEOC"))
    other = ashby.candidate()["id"]

    assert ashby.refused("/surveyRequest.create", **(target | {"candidateId": other})) == "invalid_input"
    lost = target | {"candidateId": ashby.unknown}
    assert ashby.refused("/surveyRequest.create", **lost) == "candidate_not_found"
    lost = target | {"applicationId": ashby.unknown}
    assert ashby.refused("/surveyRequest.create", **lost) == "application_not_found"


def test_an_invitation_has_a_link(ashby: Any) -> None:
    form = _survey(ashby, "EEOC")

    made = ashby.ok("/surveyRequest.create", **_target(ashby, form))

    assert made["surveyUrl"].endswith(made["id"])
    assert made["surveyFormDefinitionId"] == form.id


@pytest.mark.parametrize("anonymous", [True, False])
def test_an_anonymous_survey_fires_nothing(ashby: Any, listening: Any, anonymous: bool) -> None:  # noqa: FBT001
    form = _questionnaire(ashby)
    application_id = ashby.active().id

    ashby.happen(
        "fill_survey",
        application_id=application_id,
        survey_form_definition_id=form.id,
        answers=_answers(form),
        anonymous=anonymous,
    )

    assert listening.actions() == ([] if anonymous else ["surveySubmit"])
