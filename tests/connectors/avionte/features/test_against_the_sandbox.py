"""The connector against an Avionté in this process: what is found, what took effect, and what it cost."""

import base64
from collections import Counter
from typing import Any

import pytest

from assay.connector import PassthroughRequest
from assay.errors import InputError, VendorRefusedError
from assay.unified.actions import (
    AddApplicationAttachment,
    AddCandidateAttachment,
    AddCandidateTag,
    CreateApplication,
    CreateCandidate,
    GetCandidateAttachments,
    MoveApplicationToStage,
    RejectApplication,
)

BACKEND = "job-backend"
PDF = base64.b64encode(b"%PDF-1.4 invented").decode()
CV = {"name": "cv.pdf", "type": "CV", "data": PDF, "content_type": "application/pdf"}
LETTER = {"name": "letter.txt", "type": "COVER_LETTER", "data": "SGk=", "content_type": "text/plain"}


def all_jobs(sandbox: Any, says: Any) -> list[str]:
    read = says.sync(sandbox.connect(sync_mode="full"))
    sandbox.transport.asked.clear()
    return [one.remote_id for one in read.of("ats_jobs")]


def billed_is_asked(sandbox: Any, connector: Any) -> bool:
    return Counter(sandbox.asked()) == Counter(connector.billed())


def synced(sandbox: Any, says: Any, **options: Any) -> Any:
    """Connected to one job, which was synced, with nothing asked since; webhooks are sent."""
    sandbox.listen()
    connector = sandbox.connect(selected_jobs=[sandbox.job(BACKEND)], **options)
    connector.first = says.sync(connector)
    sandbox.asked()
    return connector


def somebody(connector: Any, stage: str) -> tuple[str, str]:
    """Talent and job of an application in this stage; ``nominated`` for any of the vendor's."""
    for one in connector.first.of("ats_applications"):
        own = one.current_stage_id in {"PIPELINE", "WEB_APPLICATION"}
        is_meant = not own if stage == "nominated" else one.current_stage_id == stage
        if is_meant and one.outcome == "PENDING" and one.current_stage_id:
            return one.candidate_id, one.job_id
    raise AssertionError(f"nobody is {stage}")


def newcomer(sandbox: Any, **more: Any) -> str:
    """A talent whom a recruiter entered, and of whom no webhook told."""
    entered = {"first_name": "Nia", "last_name": "Okoye", "email": "nia@mail.example", "announced": False}
    return str(sandbox.happen("create_talent", **entered, **more)["talent_id"])


def creation(job: str, *files: Any, kind: Any = CreateCandidate, **more: Any) -> Any:
    person = {
        "first_name": "Malo",
        "last_name": "Le Goff",
        "email_address": "malo.legoff@mail.example",
        "phone_number": "+33 7 55 44 33 22",
        **more.pop("candidate", {}),
    }
    return kind.model_validate(
        {"candidate": person, "application": {"job_id": job}, "attachments": list(files), **more}
    )


# --- syncing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_base", [1, 0])
@pytest.mark.parametrize("page_size", [1, 3, 100])
def test_every_job_is_found_once_whatever_pages_are_counted_from(
    sandbox: Any, says: Any, page_base: int, page_size: int
) -> None:
    everything = all_jobs(sandbox, says)
    sandbox.order("faults", page_base=page_base)

    connector = sandbox.connect(sync_mode="full", first_page=page_base, page_size=page_size)
    read = says.sync(connector)

    assert [one.remote_id for one in read.of("ats_jobs")] == everything
    assert len(set(everything)) == len(everything) > 3
    assert connector.billed() == {"JOB_IDS": len(everything) // page_size + 1, "JOB_MULTI": 1}
    assert billed_is_asked(sandbox, connector)


def test_details_come_in_batches_of_a_hundred(sandbox: Any, says: Any) -> None:
    there = len(all_jobs(sandbox, says))
    sandbox.happen("create_jobs", count=201 - there)

    connector = sandbox.connect(sync_mode="full")
    read = says.sync(connector)

    assert len(read.of("ats_jobs")) == 201
    assert connector.billed() == {"JOB_IDS": 3, "JOB_MULTI": 2, "JOB_GET": 1}


def test_an_empty_selection_costs_one_call(sandbox: Any, says: Any) -> None:
    connector = sandbox.connect()

    read = says.sync(connector)

    assert connector.billed() == {"JOB_ACTIVITY_TYPES": 1}
    assert [one.remote_id for one in read.of("ats_application_stages")][:2] == ["WEB_APPLICATION", "PIPELINE"]
    assert read.of("ats_rejection_reasons")


def test_new_jobs_come_whole_at_the_price_of_the_formula(sandbox: Any, says: Any) -> None:
    jobs = all_jobs(sandbox, says)
    connector = sandbox.connect(selected_jobs=jobs)

    read = says.sync(connector)

    talents, nominations = len(read.of("ats_candidates")), connector.billed()["NOM_GET"]
    assert sum(connector.billed().values()) == 1 + 1 + 2 * len(jobs) + nominations + 1 + talents
    assert billed_is_asked(sandbox, connector)
    assert {one.remote_id for one in read.of("ats_jobs")} == set(jobs)
    assert {one.candidate_id for one in read.of("ats_applications")} == {
        one.remote_id for one in read.of("ats_candidates")
    }
    assert len(read.applications) == len(read.of("ats_applications"))
    assert {one.outcome for one in read.of("ats_applications")} == {"PENDING", "DECLINED", "HIRED"}


def test_a_second_run_asks_for_stages_alone(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says)

    says.sync(connector, connector.first.cursors, trigger="schedule")

    assert sandbox.asked() == ["JOB_ACTIVITY_TYPES"]


def test_a_pipeline_row_of_which_no_webhook_told_stays_unread(sandbox: Any, says: Any) -> None:
    job, talent = sandbox.job(BACKEND), newcomer(sandbox)
    sandbox.pipelined(talent, job)
    sandbox.transport.asked.clear()

    for options in ({"selected_jobs": [job]}, {"sync_mode": "full"}):
        read = says.sync(sandbox.connect(**options))
        assert f"{talent}:{job}" not in read.applications

    assert not any("/pipeline" in path for _, path, _ in sandbox.transport.asked)


def test_throttled_batches_are_awaited(sandbox: Any, says: Any) -> None:
    sandbox.order("faults", bulk_per_second=1)

    read = says.sync(sandbox.connect(sync_mode="full"))

    assert read.complete == {"ats_jobs"}


def test_a_talent_that_is_late_is_found(sandbox: Any, says: Any) -> None:
    job = sandbox.job(BACKEND)
    order = {"first_name": "Nia", "last_name": "Okoye", "email": "nia@mail.example", "job_id": int(job)}
    talent = sandbox.happen("web_apply", **order)["talent_id"]
    sandbox.order("faults", late_batches=1)

    read = says.sync(sandbox.connect(selected_jobs=[job]))

    assert f"{talent}:{job}" in read.applications


@pytest.mark.parametrize("bodies", ["json", "empty", "text"])
def test_expired_and_revoked_tokens_are_renewed(sandbox: Any, says: Any, bodies: str) -> None:
    sandbox.order("faults", error_bodies=bodies)
    connector = synced(sandbox, says)
    sandbox.happen("revoke_tokens")

    says.sync(connector, connector.first.cursors)
    assert sandbox.asked() == ["JOB_ACTIVITY_TYPES", "JOB_ACTIVITY_TYPES"]

    sandbox.sleep(3541)
    says.sync(connector, connector.first.cursors)
    assert sandbox.asked() == ["JOB_ACTIVITY_TYPES"]


@pytest.mark.parametrize("without", ["tenant", "front_office_tenant_id"])
def test_either_tenant_header_opens_the_tenant(sandbox: Any, says: Any, without: str) -> None:
    given = {name: value for name, value in sandbox.credential.items() if name != without}

    assert says.sync(sandbox.connect(given, sync_mode="full")).of("ats_jobs")


def test_other_names_of_fields_are_understood(sandbox: Any, says: Any) -> None:
    plain = synced(sandbox, says).first
    sandbox.order("faults", aliases=True)

    read = says.sync(sandbox.connect(selected_jobs=[sandbox.job(BACKEND)]))

    def essence(one: Any) -> Any:
        return one.model_dump(exclude={"remote_data"})

    assert [essence(one) for one in read.of("ats_applications")] == [
        essence(one) for one in plain.of("ats_applications")
    ]


# --- webhooks ----------------------------------------------------------------------------------------


WAYS = [
    {},
    {"pipeline_webhook_names": "pipeline", "webhook_names": "unknown"},
    {"pipeline_answer": "talent", "webhook_names": "foreign"},
    {"resource_spacing": "stray", "webhook_names": "unknown"},
]


@pytest.mark.parametrize("way", WAYS)
def test_a_webhook_opens_a_pipeline_row(sandbox: Any, says: Any, way: dict[str, str]) -> None:
    connector, talent, job = synced(sandbox, says), newcomer(sandbox), sandbox.job(BACKEND)
    sandbox.order("faults", **way)
    sandbox.pipelined(talent, job)

    read = sandbox.news(connector)

    assert sandbox.asked() == ["PIPELINE_GET", "TALENT_GET"]
    assert set(read.applications) == {f"{talent}:{job}"}
    assert read.applications[f"{talent}:{job}"].current_stage_id == "PIPELINE"
    assert read.one("ats_candidates").remote_id == talent


def test_three_forms_are_one_application(sandbox: Any, says: Any) -> None:
    connector, job = synced(sandbox, says), sandbox.job(BACKEND)
    order = {"first_name": "Nia", "last_name": "Okoye", "email": "nia@mail.example", "job_id": int(job)}
    talent = str(sandbox.happen("web_apply", **order)["talent_id"])
    applied = sandbox.news(connector)
    sandbox.sleep(60)
    sandbox.pipelined(talent, job)
    shortlisted = sandbox.news(connector)
    sandbox.sleep(60)
    sandbox.happen("nominate_talent", talent_id=int(talent), job_id=int(job))
    submitted = sandbox.news(connector)
    sandbox.sleep(60)
    sandbox.happen("pipeline_talent", talent_id=int(talent), job_id=int(job))
    again = sandbox.news(connector)

    steps = [one.applications[f"{talent}:{job}"] for one in (applied, shortlisted, submitted, again)]
    assert [one.current_stage_id for one in steps][:2] == ["WEB_APPLICATION", "PIPELINE"]
    assert steps[2].current_stage_id == steps[3].current_stage_id not in {None, "PIPELINE"}
    assert len({one.remote_created_at for one in steps}) == 1
    assert sandbox.asked() == [
        *("WEBAPP_TALENT", "TALENT_GET", "TALENT_TAGS"),
        "PIPELINE_GET",
        "NOM_GET",
        "PIPELINE_GET",
    ]


def test_news_keep_a_synced_job_fresh(sandbox: Any, says: Any) -> None:
    connector, job = synced(sandbox, says), sandbox.job(BACKEND)
    sandbox.happen("edit_job", job_id=int(job), values={"title": "Backend Engineer II", "isArchived": True})

    changed = sandbox.news(connector).one("ats_jobs")

    assert (changed.name, changed.status) == ("Backend Engineer II", "ARCHIVED")
    assert sandbox.asked() == ["JOB_GET"]


def test_a_decline_and_a_start_are_seen(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says)
    talent, job = somebody(connector, "nominated")
    place = {"talent_id": int(talent), "job_id": int(job)}
    sandbox.happen("start_placement", **place)
    started = sandbox.news(connector).applications[f"{talent}:{job}"]
    sandbox.happen("decline_nomination", **place, dated=False)
    declined = sandbox.news(connector).applications[f"{talent}:{job}"]

    assert (started.outcome, declined.outcome) == ("HIRED", "DECLINED")
    assert declined.rejection_reason_name
    assert declined.rejected_at
    assert declined.current_stage_id == started.current_stage_id


def test_a_merge_moves_the_application(sandbox: Any, says: Any) -> None:
    connector, good = synced(sandbox, says), newcomer(sandbox)
    bad, job = somebody(connector, "nominated")
    sandbox.happen("merge_talents", good_talent_id=int(good), bad_talent_id=int(bad))

    read = sandbox.news(connector)

    assert read.gone >= {("ats_candidates", bad), ("ats_applications", f"{bad}:{job}")}
    assert read.applications[f"{good}:{job}"].current_stage_id
    assert read.one("ats_candidates").remote_id == good


def test_a_repeated_delivery_asks_nothing(sandbox: Any, says: Any) -> None:
    connector, job = synced(sandbox, says), sandbox.job(BACKEND)
    sandbox.happen("edit_job", job_id=int(job), values={"title": "Once"})
    sandbox.news(connector)
    sandbox.asked()
    sandbox.happen("repeat_delivery")

    assert sandbox.news(connector).items == []
    assert sandbox.asked() == []


def test_late_deliveries_in_any_order_end_alike(sandbox: Any, says: Any) -> None:
    connector, talent, job = synced(sandbox, says), newcomer(sandbox), sandbox.job(BACKEND)
    sandbox.order("faults", webhook_outage=True)
    sandbox.pipelined(talent, job)
    sandbox.happen("nominate_talent", talent_id=int(talent), job_id=int(job))
    sandbox.happen("end_outage", order="reversed")

    read = sandbox.news(connector)

    last = [one for one in read.of("ats_applications") if one.remote_id == f"{talent}:{job}"][-1]
    assert last.current_stage_id not in {None, "PIPELINE"}


@pytest.mark.parametrize(
    ("auth", "signing", "mode"),
    [
        ("shared_secret", "literal", "secret_literal"),
        ("shared_secret", "hmac", "hmac_sha256_hex"),
        ("api_key", "literal", "api_key"),
    ],
)
def test_deliveries_are_verified_in_each_of_three_ways(
    sandbox: Any, auth: str, signing: str, mode: str
) -> None:
    sandbox.listen(auth=auth, signing=signing)
    job = sandbox.job(BACKEND)
    sandbox.happen("edit_job", job_id=int(job), values={"title": "Signed"})

    read = sandbox.news(sandbox.connect(selected_jobs=[job], webhook_verification=mode))

    assert read.one("ats_jobs").name == "Signed"


def test_strange_events_are_passed_over(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says)
    sandbox.happen("send_benefit_event")
    sandbox.happen("send_webhook", event_name="talent_login_created", resource={"Id": 5})
    sandbox.happen("send_webhook", event_name="contact_created", resource={"Id": 5})

    assert sandbox.news(connector).items == []
    assert sandbox.asked() == []


# --- acting ------------------------------------------------------------------------------------------


def files_of(sandbox: Any, talent: str) -> dict[str, Any]:
    """Name -> attachment, as the connector reads them."""
    result = sandbox.connect().act(GetCandidateAttachments(candidate_id=talent))
    sandbox.asked()
    return {one.file_name: one for one in result.attachments}


@pytest.mark.parametrize("kind", [CreateCandidate, CreateApplication])
def test_a_creation_takes_effect_in_all_its_parts(sandbox: Any, says: Any, kind: Any) -> None:
    connector, job = synced(sandbox, says), sandbox.job(BACKEND)

    result = connector.act(creation(job, CV, LETTER, kind=kind, source={"name": "Harbor Jobs"}))

    assert sandbox.asked() == ["TALENT_CREATE", "PIPELINE_ADD", "RESUME_PUT", "DOC_ADD"]
    talent = result.remote_id.partition(":")[0]
    made = says.Read(result.items)
    assert made.one("ats_candidates").source == "Harbor JobsAPI"
    news = sandbox.news(connector)
    assert set(news.applications) == set(made.applications) == {f"{talent}:{job}"}
    assert news.of("ats_applications")[-1].current_stage_id == "PIPELINE"
    assert news.of("ats_candidates")[-1].source == "Harbor JobsAPI"
    files = files_of(sandbox, talent)
    assert {name: one.type for name, one in files.items()} == {"cv.pdf": "CV", "letter.txt": "OTHER"}


def test_a_known_address_reuses_the_talent_and_replaces_its_resume(sandbox: Any, says: Any) -> None:
    connector, job = synced(sandbox, says), sandbox.job(BACKEND)
    talent = connector.act(creation(job, CV)).remote_id
    before = files_of(sandbox, talent)["cv.pdf"].remote_id

    again = connector.act(
        creation(job, {**CV, "name": "newer.pdf"}, candidate={"first_name": "Someone", "last_name": "Else"})
    )

    assert again.remote_id == talent
    assert again.warnings
    files = files_of(sandbox, talent)
    assert list(files) == ["newer.pdf"]
    assert files["newer.pdf"].remote_id != before
    assert sandbox.inner.tenant.acme.talents.get(int(talent)).shown.first_name == "Malo"


def test_a_duplicate_that_is_not_named_creates_nothing(sandbox: Any, says: Any) -> None:
    connector, job = synced(sandbox, says), sandbox.job(BACKEND)
    connector.act(creation(job))
    sandbox.order("faults", duplicate_names_talent=False)
    sandbox.asked()

    with pytest.raises(VendorRefusedError):
        connector.act(creation(job))

    assert sandbox.asked() == ["TALENT_CREATE"]


def test_a_stage_that_is_refused_leaves_a_talent_that_is_named(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says, pipeline_stage="Nowhere")

    with pytest.raises(VendorRefusedError) as caught:
        connector.act(creation(sandbox.job(BACKEND)))

    assert int(caught.value.detail["talent_id"]) in sandbox.inner.tenant.acme.talents


@pytest.mark.parametrize("answer", ["full", "without_tag_id"])
def test_a_tag_is_added_once(sandbox: Any, says: Any, answer: str) -> None:
    sandbox.order("faults", tag_answer=answer)
    connector = synced(sandbox, says)
    talent, _ = somebody(connector, "nominated")
    action = AddCandidateTag(candidate_id=talent, tag={"name": "Forklift"})

    first, second = connector.act(action), connector.act(action)

    extra = [] if answer == "full" else ["TALENT_TAGS"]
    assert sandbox.asked() == ["TAG_ADD", *extra, "TAG_ADD", "TALENT_TAGS"]
    assert "Forklift" in {one.name for one in says.Read(first.items).of("ats_tags")}
    (tag,) = [one for one in says.Read(second.items).of("ats_tags") if one.name == "Forklift"]
    assert tag in says.Read(first.items).of("ats_tags")


def stages(connector: Any) -> dict[str, list[str]]:
    """Ids of stages: of the pipeline, and nominated ones."""
    found: dict[str, list[str]] = {"Pipeline": [], "Nominated": []}
    for one in connector.first.of("ats_application_stages"):
        if one.remote_data:
            found[one.remote_data["/job/activity-types"]["category"]].append(one.remote_id)
    return found


def test_a_move_is_one_write_and_is_seen_afterwards(sandbox: Any, says: Any) -> None:
    connector, talent, job = synced(sandbox, says), newcomer(sandbox), sandbox.job(BACKEND)
    one = f"{talent}:{job}"
    targets = stages(connector)
    short = connector.act(MoveApplicationToStage(application_id=one, stage_id=targets["Pipeline"][1]))
    submitted = connector.act(MoveApplicationToStage(application_id=one, stage_id=targets["Nominated"][0]))
    outlived = connector.act(MoveApplicationToStage(application_id=one, stage_id=targets["Pipeline"][0]))

    assert sandbox.asked() == ["PIPELINE_ADD", "NOM_WRITE", "PIPELINE_ADD"]
    shown = [
        says.Read(result.items).applications[one].current_stage_id for result in (short, submitted, outlived)
    ]
    assert shown == ["PIPELINE", targets["Nominated"][0], targets["Nominated"][0]]
    assert outlived.warnings
    assert sandbox.news(connector).of("ats_applications")[-1].current_stage_id == targets["Nominated"][0]


def test_a_renamed_stage_is_found(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says)
    talent, job = somebody(connector, "nominated")
    stage = stages(connector)["Nominated"][1]
    sandbox.happen("rename_activity", type_id=int(stage), name="Second look")

    connector.act(MoveApplicationToStage(application_id=f"{talent}:{job}", stage_id=stage))

    assert sandbox.asked() == ["NOM_WRITE", "JOB_ACTIVITY_TYPES", "NOM_WRITE"]


def test_a_rejection_of_a_nomination_is_one_write(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says)
    talent, job = somebody(connector, "nominated")
    reason = connector.first.of("ats_rejection_reasons")[0]
    action = RejectApplication(application_id=f"{talent}:{job}", rejection_reason_id=reason.remote_id)

    result = connector.act(action)

    assert sandbox.asked() == ["NOM_WRITE"]
    told, seen = (
        one.applications[f"{talent}:{job}"] for one in (says.Read(result.items), sandbox.news(connector))
    )
    for application in (told, seen):
        assert (application.outcome, application.rejection_reason_name) == ("DECLINED", reason.name)
        assert application.rejected_at
    assert told.model_dump(exclude={"remote_data"}) == seen.model_dump(exclude={"remote_data"})


def test_elsewhere_a_rejection_costs_nothing(sandbox: Any, says: Any) -> None:
    connector, talent, job = synced(sandbox, says), newcomer(sandbox), sandbox.job(BACKEND)
    sandbox.pipelined(talent, job)
    sandbox.news(connector)
    sandbox.asked()
    reason = connector.first.of("ats_rejection_reasons")[0].remote_id

    with pytest.raises(InputError, match="Pipeline"):
        connector.act(RejectApplication(application_id=f"{talent}:{job}", rejection_reason_id=reason))

    assert sandbox.asked() == []


@pytest.mark.parametrize("extension", ["txt", "doc", "docx", "pdf", "xls", "xlsx", "png", "jpg", "jpeg"])
def test_nine_kinds_of_files_are_taken(sandbox: Any, extension: str) -> None:
    talent = newcomer(sandbox)
    file = {**LETTER, "name": f"file.{extension}", "type": "OTHER"}

    sandbox.connect().act(AddCandidateAttachment(candidate_id=talent, attachment=file))

    assert list(files_of(sandbox, talent)) == [f"file.{extension}"]


def test_another_kind_is_refused_here_and_by_the_vendor(sandbox: Any) -> None:
    talent, connector = newcomer(sandbox), sandbox.connect()
    sandbox.asked()
    with pytest.raises(InputError):
        connector.act(AddCandidateAttachment(candidate_id=talent, attachment={**LETTER, "name": "a.exe"}))
    assert sandbox.asked() == []

    forced = connector.passthrough(
        PassthroughRequest(
            method="POST",
            path=f"/talent/{talent}/document-from-body",
            api="front-office-v1",
            data={"talentId": int(talent), "title": "a.exe", "contents": "SGk="},
        )
    )

    assert forced.status == 409
    assert connector.billed() == {"DOC_ADD": 1}


def test_a_file_for_an_application_is_on_the_talent(sandbox: Any, says: Any) -> None:
    connector = synced(sandbox, says)
    talent, job = somebody(connector, "nominated")

    result = connector.act(AddApplicationAttachment(application_id=f"{talent}:{job}", attachment=LETTER))

    assert len(result.warnings) == 1
    assert "letter.txt" in files_of(sandbox, talent)


def test_a_bare_talent_has_no_files(sandbox: Any) -> None:
    assert files_of(sandbox, newcomer(sandbox)) == {}


# --- checking ----------------------------------------------------------------------------------------


def test_the_check_passes_and_finds_what_is_wrong(sandbox: Any) -> None:
    right = sandbox.credential

    def wrong(**changes: str) -> list[str]:
        report = sandbox.connect({**right, **changes}).check()
        return [one.subject for one in report.findings if one.verdict != "ok"]

    assert wrong() == []
    assert wrong(api_key="nobodys") == ["credential:api_key"]
    assert wrong(client_secret="guessed") == ["credential:client_id"]
    assert wrong(front_office_tenant_id="3077") == ["credential:front_office_tenant_id"]
