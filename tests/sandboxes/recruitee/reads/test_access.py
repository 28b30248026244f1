from typing import Any

import pytest

from assay_company import load

ABILITIES = {
    "/admin": ("admin", "recruiter_assigned", "reviewer"),
    "/admins": ("admin", "recruiter_assigned"),
    "/offers": ("admin", "recruiter_assigned", "reviewer"),
    "/search/new/candidates": ("admin", "recruiter_assigned", "reviewer"),
    "/tags": ("admin", "recruiter_assigned", "reviewer"),
    "/disqualify_reasons": ("admin", "recruiter_assigned"),
    "/interview/events": ("admin", "recruiter_assigned", "reviewer"),
    "/webhooks": ("admin",),
}


@pytest.mark.parametrize("role", ["admin", "recruiter_assigned", "reviewer"])
@pytest.mark.parametrize("path", ABILITIES)
def test_a_role_may_do_what_the_matrix_says(recruitee: Any, path: str, role: str) -> None:
    response = recruitee.get(path, token=recruitee.token(role))
    if role in ABILITIES[path]:
        assert response.status_code == 200
    else:
        assert (response.status_code, response.json()) == (403, {"error": ["Forbidden"]})


def test_a_customer_takes_single_abilities_away(recruitee: Any) -> None:
    values = {"api_token": "token-without", "company_id": "41207", "subdomain": "acme"}
    grants = {"role": "admin", "without": ["/tags", "/candidates/{candidate_id}"]}
    recruitee.control("credentials", {"values": values, "grants": grants})
    paths = ("/tags", "/candidates/0", "/candidates", "/offers")
    statuses = [recruitee.get(path, token="token-without").status_code for path in paths]
    assert statuses == [403, 403, 200, 200]


@pytest.mark.parametrize("path", ["/admin", "/offers", "/nowhere"])
@pytest.mark.parametrize("token", [None, "nobody-knows-it"])
def test_without_a_known_token_everything_is_401(recruitee: Any, path: str, token: str | None) -> None:
    response = recruitee.get(path, token=token)
    assert response.status_code == 401
    assert response.json() == {"error": "Token not found.", "error_code": "invalid_token"}


def test_a_revoked_token_is_known_no_more_by_setting_with_400(recruitee: Any) -> None:
    token = recruitee.token("revoked")
    assert recruitee.get("/admin", token=token).status_code == 401
    recruitee.switch(bad_token_status=400)
    assert recruitee.get("/admin", token=token).status_code == 400


def test_a_token_dies_with_its_owner(recruitee: Any) -> None:
    token = recruitee.token("reviewer")
    owner = recruitee.sandbox.tenant.admins.get(recruitee.id("admin", "user-kenji"))
    owner.anonymized_at = recruitee.sandbox.tenant.now
    assert recruitee.get("/admin", token=token).status_code == 401
    assert recruitee.get("/admin").status_code == 200


def test_only_bearer_tokens_count(recruitee: Any) -> None:
    headers = {"Authorization": "Basic cmVjcnVpdGVlLXNhbmRib3gtdG9rZW46"}
    assert recruitee.send("GET", "/c/41207/admin", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("company", "status"), [("41207", 200), ("acme", 200), ("acme.recruitee.com", 403), ("99999", 403)]
)
def test_the_company_is_its_number_or_its_sub_domain(recruitee: Any, company: str, status: int) -> None:
    assert recruitee.get("/admin", company=company).status_code == status


def test_a_full_host_name_is_422_where_candidates_are_made(recruitee: Any) -> None:
    headers = {"Authorization": "Bearer recruitee-sandbox-token"}
    path = "/c/acme.recruitee.com/candidates"
    response = recruitee.send("POST", path, headers=headers, json={"candidate": {"name": "A"}})
    assert response.status_code == 422
    assert response.json() == {"errors": [{"message": "Company id is invalid", "code": "invalid"}]}


def test_by_setting_some_paths_refuse_the_sub_domain(recruitee: Any) -> None:
    recruitee.switch(company_forms="numeric")
    assert recruitee.get("/candidates", company="acme").status_code == 403
    assert recruitee.get("/candidates", company="41207").status_code == 200
    assert recruitee.get("/offers", company="acme").status_code == 200


@pytest.mark.parametrize(
    "path", ["/nowhere", "/offers/0", "/offers/nobody", "/candidates/7", "/candidates/x"]
)
def test_what_does_not_exist_is_404(recruitee: Any, path: str) -> None:
    response = recruitee.get(path)
    assert (response.status_code, response.json()) == (404, {"error": ["Not found"]})


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE"])
def test_unknown_verbs_are_404_as_well(recruitee: Any, method: str) -> None:
    headers = {"Authorization": "Bearer recruitee-sandbox-token"}
    assert recruitee.send(method, "/c/41207/offers", headers=headers).status_code == 404


def test_beyond_the_limit_comes_429_until_the_minute_is_over(recruitee: Any) -> None:
    recruitee.switch(requests_per_minute=2, retry_after_s=2)
    assert [recruitee.get("/admin").status_code for _ in range(3)] == [200, 200, 429]
    refused = recruitee.get("/admin")
    assert refused.headers["Retry-After"] == "2"
    assert refused.json() == {"error": ["Too many requests"]}
    assert recruitee.get("/admin", token=recruitee.token("reviewer")).status_code == 200
    recruitee.control("clock", {"advance_s": 60})
    assert recruitee.get("/admin").status_code == 200


def test_the_owner_of_a_token_is_told_who_he_is(recruitee: Any) -> None:
    admin = recruitee.ok("/admin")["admin"]
    assert (admin["company_id"], admin["name"], admin["view_all_jobs"]) == (41207, "Ines Okafor", True)
    assigned = recruitee.ok("/admin", token=recruitee.token("recruiter_assigned"))["admin"]
    assert assigned["view_all_jobs"] is False
    assert assigned["offer_ids"] == [recruitee.id("offer", "job-backend")]
    assert assigned["membership"]["id"] != assigned["id"]


def test_only_active_users_are_listed_and_no_parameter_shows_the_others(recruitee: Any) -> None:
    active = {row["email"] for row in load().rows("users") if row["status"] == "ACTIVE" and row["email"]}
    gone = {row["last_name"] for row in load().rows("users") if row["status"] == "INACTIVE"}
    for query in ({}, {"status": "inactive"}, {"scope": "all"}, {"active": "false"}):
        admins = recruitee.ok("/admins", **query)["admins"]
        assert len(admins) == 10
        assert active <= {admin["email"].lower() for admin in admins}
        assert not gone & {admin["last_name"] for admin in admins}
        assert all(admin["anonymized_at"] is None for admin in admins)
    assert len(recruitee.ok("/admins", limit=3)["admins"]) == 3


class TestARecruiterWithAssignedJobs:
    @pytest.fixture
    def token(self, recruitee: Any) -> str:
        return recruitee.token("recruiter_assigned")

    def test_sees_one_job_and_who_is_on_it(self, recruitee: Any, token: str) -> None:
        (offer,) = recruitee.ok("/offers", token=token)["offers"]
        assert offer["title"] == "Backend Engineer"
        on_it = sum(row["job_id"] == "job-backend" for row in load().rows("applications"))
        assert len(recruitee.hits(token=token)) == on_it < len(recruitee.hits())

    def test_is_refused_other_jobs_and_people(self, recruitee: Any, token: str) -> None:
        assert recruitee.get(f"/offers/{recruitee.id('offer', 'job-cfo')}", token=token).status_code == 403
        person = recruitee.id("candidate", "candidate-zoe")
        for tail in ("", "/notes", "/attachments"):
            assert recruitee.get(f"/candidates/{person}{tail}", token=token).status_code == 403

    def test_sees_no_placement_on_other_jobs(self, recruitee: Any, token: str) -> None:
        seen: Any = recruitee.candidate("oemer", token=token)
        assert [placement["offer_id"] for placement in seen["placements"]] == [
            recruitee.id("offer", "job-backend")
        ]
        assert len(recruitee.candidate("oemer")["placements"]) == 2
        (hit,) = [hit for hit in recruitee.hits(token=token) if hit["id"] == seen["id"]]
        assert len(hit["placements"]) == 1

    def test_sees_his_own_interviews(self, recruitee: Any, token: str) -> None:
        query = {"scope": "all", "status": "past_due"}
        events = recruitee.ok("/interview/events", token=token, **query)["interview_events"]
        me = recruitee.id("admin", "user-amara")
        assert events
        assert all(me in event["admin_ids"] for event in events)
        everything = recruitee.ok("/interview/events", **query)["interview_events"]
        hidden = next(event["id"] for event in everything if me not in event["admin_ids"])
        assert recruitee.get(f"/interview/events/{hidden}", token=token).status_code == 403
        assert recruitee.get(f"/interview/events/{events[0]['id']}", token=token).status_code == 200


@pytest.mark.parametrize("role", ["recruiter_assigned", "reviewer"])
def test_restricted_fields_and_notes_are_left_out(recruitee: Any, role: str) -> None:
    token = recruitee.token(role)
    names = {field["name"] for field in recruitee.offer("backend")["fields"]}
    shown = {field["name"] for field in recruitee.offer("backend", token=token)["fields"]}
    assert names - shown == {"Briefing"}
    notes = f"/candidates/{recruitee.id('candidate', 'candidate-marta')}/notes"
    assert len(recruitee.ok(notes)["notes"]) == 2
    assert [note["visibility"]["level"] for note in recruitee.ok(notes, token=token)["notes"]] == ["public"]


def test_a_restricted_note_shows_to_whom_it_names(recruitee: Any) -> None:
    token = recruitee.token("reviewer")
    note = recruitee.sandbox.tenant.notes.get(recruitee.id("note", "note-2"))
    note.visibility.admin_ids.append(recruitee.id("admin", "user-kenji"))
    path = f"/candidates/{recruitee.id('candidate', 'candidate-marta')}/notes"
    assert len(recruitee.ok(path, token=token)["notes"]) == 2
