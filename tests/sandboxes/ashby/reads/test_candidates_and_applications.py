from typing import Any

import pytest

from assay_sandboxes.ashby.sight import Sight
from assay_sandboxes.ashby.views.applications import show_application

NOBODY = "12345678-1234-4234-8234-123456789012"


def _candidate(ashby: Any, key: str) -> Any:
    return ashby.ok("/candidate.info", {"id": ashby.named("candidate", f"candidate-{key}")})


def _application(ashby: Any, key: str, **body: Any) -> Any:
    application_id = ashby.named("application", f"application-{key}")
    return ashby.ok("/application.info", {"applicationId": application_id, **body})


def _submissions(ashby: Any, key: str) -> Any:
    return _application(ashby, key, expand=["applicationFormSubmissions"])["applicationFormSubmissions"]


def test_keys_of_unknown_things_are_absent_and_others_null(ashby: Any) -> None:
    prince = _candidate(ashby, "cher")
    assert prince["name"] == "Prince"
    assert not {"primaryPhoneNumber", "position", "company", "school", "resumeFileHandle", "location"} & set(
        prince
    )
    assert [prince[key] for key in ("source", "creditedToUser", "timezone", "fraudStatus")] == [None] * 4
    assert prince["tags"] == prince["fileHandles"] == prince["phoneNumbers"] == []


def test_the_primary_contact_is_among_the_contacts(ashby: Any) -> None:
    marta = _candidate(ashby, "marta")
    assert marta["primaryEmailAddress"] == marta["emailAddresses"][0]
    assert [contact["isPrimary"] for contact in marta["emailAddresses"]] == [True, False, False]
    assert [contact["type"] for contact in marta["phoneNumbers"]] == ["Personal", "Work"]


def test_the_resume_appears_twice(ashby: Any) -> None:
    marta = _candidate(ashby, "marta")
    assert marta["resumeFileHandle"] == marta["fileHandles"][0]
    assert [handle["name"] for handle in marta["fileHandles"]] == ["cv.pdf", "letter.pdf"]
    assert 240 <= len(marta["resumeFileHandle"]["handle"]) <= 330


def test_components_of_a_location_may_be_missing(ashby: Any) -> None:
    kinds = [part["type"] for part in _candidate(ashby, "marta")["location"]["locationComponents"]]
    assert kinds == ["Country", "Region", "City"]
    swiss = _candidate(ashby, "zoe")["location"]
    assert swiss["locationSummary"] == "Switzerland"
    assert swiss["locationComponents"] == [{"type": "Country", "name": "Switzerland"}]


def test_values_of_selects_carry_labels_and_others_do_not(ashby: Any) -> None:
    values = {value["title"]: value for value in _candidate(ashby, "marta")["customFields"]}
    assert (values["Seniority"]["value"], values["Seniority"]["valueLabel"]) == ("opt:senior", "Senior")
    assert values["Languages"]["valueLabel"] == ["Português", "English"]
    assert "valueLabel" not in values["Years of experience"]


def test_a_candidate_is_asked_for_by_id_and_by_nothing_else(ashby: Any) -> None:
    assert ashby.refused("/candidate.info", {"candidateId": NOBODY}) == "invalid_input"
    assert ashby.refused("/candidate.info", {"id": NOBODY}) == "candidate_not_found"
    assert ashby.refused("/candidate.info", {"externalMappingId": "x"}) == "candidate_not_found"


def test_search_combines_e_mail_and_name_and_stops_at_a_hundred(ashby: Any) -> None:
    assert len(ashby.ok("/candidate.search", {"name": "a"})) == 100
    (found,) = ashby.ok("/candidate.search", {"email": "M.LIMA@work.test"})
    assert found["name"] == "Marta Reis Lima"
    assert ashby.ok("/candidate.search", {"email": "m.lima@work.test", "name": "Zoë"}) == []
    assert ashby.refused("/candidate.search") == "invalid_input"


def test_private_notes_need_the_switch(ashby: Any) -> None:
    body = {"candidateId": ashby.named("candidate", "candidate-marta")}
    for private in (True, False):
        ashby.ok("/candidate.createNote", {**body, "note": "Well.", "isPrivate": private})
    assert len(ashby.ok("/candidate.listNotes", body)) == 2
    assert len(ashby.ok("/candidate.listNotes", body, key=ashby.key())) == 1
    assert ashby.refused("/candidate.listNotes", {"candidateId": NOBODY}) == "candidate_not_found"


def test_created_after_filters_candidates_and_applications(ashby: Any) -> None:
    body = {"createdAfter": 1778803200000}
    assert all(c["createdAt"] >= "2026-05-15" for c in ashby.everything("/candidate.list", body))
    assert 0 < len(ashby.everything("/application.list", body)) < 235


@pytest.mark.parametrize("status", ["Hired", "Archived", "Active", "Lead"])
def test_applications_are_filtered_by_status(ashby: Any, status: str) -> None:
    found = ashby.everything("/application.list", {"status": status})
    assert {application["status"] for application in found} == {status}
    assert all(("archivedAt" in a) == (status == "Archived") for a in found)
    assert all((a["archiveReason"] is not None) == (status == "Archived") for a in found)


def test_applications_are_filtered_by_job(ashby: Any) -> None:
    job_id = ashby.named("job", "job-backend")
    found = ashby.ok("/application.list", {"jobId": job_id, "expand": ["openings"]})
    assert {application["job"]["id"] for application in found} == {job_id}
    assert found[0]["openings"] == []


def test_the_list_shape_lacks_what_only_info_shows(ashby: Any) -> None:
    listed = ashby.ok("/application.list", {"limit": 1})[0]
    assert not {"applicationHistory", "resumeFileHandle", "applicationFormSubmissions"} & set(listed)
    info = _application(ashby, "marta-backend")
    assert info["resumeFileHandle"]["name"] == "cv.pdf"
    assert "applicationFormSubmissions" not in info
    assert {"openings", "referrals"} <= set(
        _application(ashby, "marta-backend", expand=["openings", "referrals"])
    )


def test_history_leaves_a_stage_shortly_before_it_enters_the_next(ashby: Any) -> None:
    first, current = _application(ashby, "oemer-backend")["applicationHistory"]
    assert (first["stageNumber"], current["stageNumber"]) == (0, 1)
    assert first["leftStageAt"] == "2026-05-22T09:59:59.997Z"
    assert current["enteredStageAt"] == "2026-05-22T10:00:00.000Z"
    assert "leftStageAt" not in current
    body = {"applicationId": ashby.named("application", "application-oemer-backend")}
    page = ashby.post("/application.listHistory", body).json()
    assert page["results"] == [first, current]
    assert page["moreDataAvailable"] is False


def test_answers_are_keyed_by_path_and_come_as_primitives_or_objects(ashby: Any) -> None:
    (form,) = _application(ashby, "zoe-sales", expand=["applicationFormSubmissions"])[
        "applicationFormSubmissions"
    ]
    values = form["submittedValues"]
    assert values["_systemfield_name"] == "Zoë Müller-Lüdenscheidt"
    assert values["_systemfield_location"] == {"city": "Zürich", "country": "Switzerland"}
    pitch = values[ashby.named("question", "question-pitch")]
    assert pitch["type"] == "PlainText"
    assert len(values[ashby.named("question", "question-start")]) == len("2026-08-01")


def test_an_application_without_form_has_no_submission_and_no_posting(ashby: Any) -> None:
    assert _submissions(ashby, "chidi-sales") == []
    assert _application(ashby, "chidi-sales")["appliedViaJobPostingId"] is None


def test_an_application_is_found_by_the_form_that_made_it(ashby: Any) -> None:
    (form,) = _application(ashby, "zoe-sales", expand=["applicationFormSubmissions"])[
        "applicationFormSubmissions"
    ]
    found = ashby.ok("/application.info", {"submittedFormInstanceId": form["id"]})
    assert found["id"] == ashby.named("application", "application-zoe-sales")
    marta = ashby.named("application", "application-marta-backend")
    both = {"applicationId": marta, "submittedFormInstanceId": form["id"]}
    assert ashby.ok("/application.info", both)["id"] == marta


def test_a_blocked_or_unknown_form_made_no_application(ashby: Any) -> None:
    org = ashby.sandbox.tenant
    form = next(iter(org.submitted_forms))
    form.application_id, form.blocked = None, True
    assert ashby.refused("/application.info", {"submittedFormInstanceId": form.id}) == "application_blocked"
    assert ashby.refused("/application.info", {"submittedFormInstanceId": NOBODY}) == "application_not_found"
    assert ashby.refused("/application.info") == "invalid_input"


def test_an_application_may_name_a_candidate_that_is_gone(ashby: Any) -> None:
    marta = ashby.named("candidate", "candidate-marta")
    ashby.sandbox.tenant.candidates.remove(marta)
    ashby.sandbox.tenant.jobs.remove(ashby.named("job", "job-backend"))
    assert ashby.refused("/candidate.info", {"id": marta}) == "candidate_not_found"
    org = ashby.sandbox.tenant
    application = org.applications.get(ashby.named("application", "application-marta-backend"))
    shown = show_application(Sight(org), application)
    assert (shown.candidate.id, shown.candidate.name, shown.job.title) == (marta, "", "")
