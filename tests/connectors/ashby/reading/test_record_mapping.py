from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from assay.unified.questions import Answer, AnsweredQuestion, ScreeningQuestionAnswer
from assay.unified.records import (
    Application,
    ApplicationStage,
    Candidate,
    CandidateTag,
    Interview,
    InterviewTeamMember,
    Offer,
    RejectionReason,
    Tag,
)
from assay.unified.values import EmailAddress, IntegrationField, Location, PhoneNumber, SocialMedia
from assay_connectors.ashby.mapping.applications import application, application_stage, rejection_reason
from assay_connectors.ashby.mapping.candidates import candidate, candidate_tags, split_name, tag
from assay_connectors.ashby.mapping.interviews import events, interview, interviewers
from assay_connectors.ashby.mapping.offers import offer
from assay_connectors.ashby.mapping.payload import Payload
from assay_connectors.ashby.mapping.values import custom_fields, integration_fields

CANDIDATE_ID = "77777777-aaaa-4bbb-8ccc-000000000001"
APPLICATION_ID = "99999999-aaaa-4bbb-8ccc-000000000001"
NOTHING = Payload({}, "/nothing")


def test_a_candidate_as_the_vendor_gives_it(sample: Callable[..., Any]) -> None:
    raw = sample("candidate")

    assert candidate(Payload(raw, "/candidate.list"), []) == Candidate(
        remote_id=CANDIDATE_ID,
        first_name="Marta",
        last_name="Reis Lima",
        company="Oldco",
        title="Engineer",
        source="LinkedIn",
        phone_numbers=[PhoneNumber(phone_number="+351 910 000 001", type="PERSONAL")],
        email_addresses=[
            EmailAddress(email_address="marta@example.org", type="PERSONAL"),
            EmailAddress(email_address="m.lima@work.test", type="PERSONAL"),
        ],
        social_media=[
            SocialMedia(
                link="https://linkedin.com/in/marta-invented", type="LINKEDIN", username="marta-invented"
            )
        ],
        location=Location(city="Lisbon", country="PT", raw="Lisbon, Portugal"),
        custom_fields={},
        integration_fields=[],
        remote_url=raw["profileUrl"],
        remote_created_at=datetime(2026, 5, 2, 7, tzinfo=UTC),
        remote_updated_at=datetime(2026, 5, 20, 7, 30, tzinfo=UTC),
        remote_data={"/candidate.list": raw},
    )


def test_a_candidate_with_nothing_but_an_id_is_read() -> None:
    record = candidate(Payload({"id": "c1", "source": None}, "/candidate.list"), None)

    assert record == Candidate(
        remote_id="c1",
        phone_numbers=[],
        email_addresses=[],
        social_media=[],
        custom_fields={},
        remote_data={"/candidate.list": {"id": "c1", "source": None}},
    )


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("Marta Reis Lima", ("Marta", "Reis Lima")),
        ("Cher", ("Cher", None)),
        ("  Ana  Lima ", ("Ana", "Lima")),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_name_is_split_at_its_first_space(name: str | None, split: tuple[str | None, str | None]) -> None:
    assert split_name(name) == split


def test_primary_contacts_come_first_and_invalid_addresses_not_at_all(sample: Callable[..., Any]) -> None:
    emails = [
        {"value": "second@example.org", "type": "Work", "isPrimary": False},
        {"value": "not an address", "type": "Work"},
        {"value": "first@example.org", "type": "Other", "isPrimary": True},
        {"value": None},
    ]
    phones = [
        {"value": "2", "isPrimary": False},
        {"value": "", "type": "Work"},
        {"value": "1", "isPrimary": True},
    ]
    record = candidate(Payload(sample("candidate", emailAddresses=emails, phoneNumbers=phones), "/c"), [])

    assert record.email_addresses == [
        EmailAddress(email_address="first@example.org", type="OTHER"),
        EmailAddress(email_address="second@example.org", type="WORK"),
    ]
    assert record.phone_numbers == [PhoneNumber(phone_number="1"), PhoneNumber(phone_number="2")]


def test_a_primary_address_is_read_even_when_the_list_is_missing(sample: Callable[..., Any]) -> None:
    record = candidate(Payload(sample("candidate", emailAddresses=...), "/c"), [])

    assert record.email_addresses == [EmailAddress(email_address="marta@example.org", type="PERSONAL")]


@pytest.mark.parametrize(
    ("link", "username"),
    [
        ({"type": "GitHub", "url": "https://github.com/marta/"}, "marta"),
        ({"type": "Twitter", "url": "https://twitter.com/m?x=1"}, "m"),
        ({"type": "Website", "url": "https://marta.example/me"}, None),
        ({"type": "LinkedIn", "url": "https://linkedin.com"}, None),
        ({"type": "LinkedIn", "url": "https://[broken"}, None),
        ({"type": "LinkedIn", "url": None}, None),
    ],
)
def test_a_user_name_is_read_off_links_that_hold_one(link: dict[str, Any], username: str | None) -> None:
    record = candidate(Payload({"id": "c", "socialLinks": [link]}, "/c"), [])

    assert record.social_media is not None
    assert record.social_media[0].username == username


def test_a_candidate_lives_in_a_city_of_a_region_of_a_country() -> None:
    components = [
        {"type": "Country", "name": "Germany"},
        {"type": "Region", "name": "Bayern"},
        {"type": "City", "name": "Augsburg"},
        {"type": "Planet", "name": "Earth"},
    ]
    record = candidate(Payload({"id": "c", "location": {"locationComponents": components}}, "/c"), [])

    assert record.location == Location(city="Augsburg", country="DE", state="Bayern")


def test_a_country_that_is_none_is_passed_through() -> None:
    location = {"locationSummary": "Moon", "locationComponents": [{"type": "Country", "name": "Atlantis"}]}
    record = candidate(Payload({"id": "c", "location": location}, "/c"), [])

    assert record.location == Location(country="Atlantis", raw="Moon")


def test_custom_fields_go_by_title_and_same_titles_are_told_apart() -> None:
    raws = [
        {"id": "f1", "title": "Level", "value": "l2", "valueLabel": "Level 2"},
        {"id": "f2", "title": "Langs", "value": ["p"], "valueLabel": ["Python"]},
        {"id": "f3", "title": "Pay", "value": {"value": 1, "currencyCode": "EUR"}},
        {"id": "f4", "title": "Twin", "value": 1},
        {"id": "f5", "title": "Twin", "value": False},
        {"id": "f6", "title": "Unset", "value": None},
        {"id": "f7", "value": "untitled"},
    ]

    assert custom_fields([Payload(raw, "/c") for raw in raws]) == {
        "Level": "Level 2",
        "Langs": ["Python"],
        "Pay": {"value": 1, "currencyCode": "EUR"},
        "Twin (f4)": 1,
        "Twin (f5)": False,
        "f7": "untitled",
    }


def test_every_definition_is_a_field_with_or_without_a_value(sample: Callable[..., Any]) -> None:
    definitions = [
        sample("custom_field", id="f1", title="Level"),
        sample("custom_field", id="f2", title="Score"),
    ]
    fields = [Payload({"id": "f1", "title": "Level", "value": "l2", "valueLabel": "Level 2"}, "/c")]

    assert integration_fields(definitions, fields) == [
        IntegrationField(id="f1", key="f1", type="CUSTOM", label="Level", value="Level 2"),
        IntegrationField(id="f2", key="f2", type="CUSTOM", label="Score", value=None),
    ]
    assert integration_fields(None, fields) is None


def test_a_candidate_has_each_tag_once() -> None:
    raw = {"id": "c1", "tags": [{"id": "t1", "title": "A"}, {"id": "t2"}, {"id": "t1", "title": "A"}]}

    rows = [row for row, _ in candidate_tags(Payload(raw, "/candidate.list"))]

    assert rows == [
        CandidateTag(candidate_id="c1", tag_id="t1"),
        CandidateTag(candidate_id="c1", tag_id="t2"),
    ]


def test_tags_and_reasons(sample: Callable[..., Any]) -> None:
    tag_raw, reason_raw = sample("tag"), sample("reason")

    assert tag(Payload(tag_raw, "/candidateTag.list")) == Tag(
        remote_id=tag_raw["id"], name="Strong", remote_data={"/candidateTag.list": tag_raw}
    )
    assert rejection_reason(Payload(reason_raw, "/archiveReason.list")) == RejectionReason(
        remote_id=reason_raw["id"],
        name="Lacks required skills",
        remote_data={"/archiveReason.list": reason_raw},
    )


def test_a_stage_keeps_its_plan_in_its_remote_data(sample: Callable[..., Any]) -> None:
    stage, plan = sample("stage"), sample("plan")

    assert application_stage(
        Payload(stage, "/interviewStage.list"), Payload(plan, "/interviewPlan.list")
    ) == ApplicationStage(
        remote_id=stage["id"],
        name="1st Screen",
        remote_data={"/interviewStage.list": stage, "/interviewPlan.list": plan},
    )


def test_an_application_as_the_vendor_gives_it(sample: Callable[..., Any]) -> None:
    raw = sample("application")

    assert application(Payload(raw, "/application.info"), []) == Application(
        remote_id=APPLICATION_ID,
        outcome="DECLINED",
        rejection_reason_name="Lacks required skills",
        rejected_at=datetime(2026, 5, 21, 8, tzinfo=UTC),
        current_stage_id="13000000-0000-4000-8000-000000000010",
        job_id="9a1d3c40-6f1b-4a1e-8f56-0e2b7c9d1101",
        candidate_id=CANDIDATE_ID,
        screening_question_answers=[
            ScreeningQuestionAnswer(
                question=AnsweredQuestion(
                    remote_id="aa000000-0000-4000-8000-000000000004",
                    title="Years of experience",
                    type="SINGLE_SELECT",
                ),
                answer=Answer(choice="3+"),
            )
        ],
        custom_fields={},
        integration_fields=[],
        remote_url=f"https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/{CANDIDATE_ID}",
        remote_created_at=datetime(2026, 5, 2, 7, 0, 1, tzinfo=UTC),
        remote_updated_at=datetime(2026, 5, 21, 8, tzinfo=UTC),
        remote_data={"/application.info": raw},
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("Hired", "HIRED"), ("Active", "PENDING"), ("Lead", "PENDING"), ("Dreaming", None), (None, None)],
)
def test_an_application_that_is_not_archived_has_no_reason(
    sample: Callable[..., Any], status: str | None, outcome: str | None
) -> None:
    record = application(Payload(sample("application", status=status), "/application.info"), None)

    assert (record.outcome, record.rejection_reason_name) == (outcome, None)


@pytest.mark.parametrize("status", ["Active", "Lead"])
def test_an_application_in_a_pipeline_has_its_own_page(sample: Callable[..., Any], status: str) -> None:
    record = application(Payload(sample("application", status=status), "/application.info"), None)

    assert record.remote_url == (
        f"https://app.ashbyhq.com/candidates/pipeline/active/right-side/candidates/{CANDIDATE_ID}"
        f"/applications/{APPLICATION_ID}/feed"
    )


def test_an_application_with_nothing_but_an_id_is_read() -> None:
    assert application(Payload({"id": "a1"}, "/application.info"), None) == Application(
        remote_id="a1",
        screening_question_answers=[],
        custom_fields={},
        remote_data={"/application.info": {"id": "a1"}},
    )


def test_an_interview_as_the_vendor_gives_it(sample: Callable[..., Any]) -> None:
    raw = sample("schedule")
    schedule = Payload(raw, "/interviewSchedule.list")
    (event,) = events(schedule)

    assert interview(
        event, schedule, {"19000000-0000-4000-8000-000000000001": "Technical call"}
    ) == Interview(
        remote_id="18000000-0000-4000-8000-000000000001",
        title="Technical call",
        starting_at=datetime(2026, 5, 14, 13, tzinfo=UTC),
        ending_at=datetime(2026, 5, 14, 13, 45, tzinfo=UTC),
        video_conferencing_url="https://meet.example.test/abc",
        application_id=APPLICATION_ID,
        stage_id="13000000-0000-4000-8000-000000000004",
        remote_created_at=datetime(2026, 5, 11, 9, tzinfo=UTC),
        remote_updated_at=datetime(2026, 5, 11, 9, tzinfo=UTC),
        remote_data={"/interviewSchedule.list": raw},
    )
    assert interview(event, schedule, {}).title is None


@pytest.mark.parametrize("kept", [[], None, ..., [{"id": "e1"}]])
def test_a_cancelled_schedule_has_no_events_whatever_it_still_holds(
    sample: Callable[..., Any], kept: Any
) -> None:
    raw = sample("schedule", status="Cancelled", interviewEvents=kept)

    assert events(Payload(raw, "/interviewSchedule.list")) == []


def test_interviewers_are_named_once_or_by_the_old_list(sample: Callable[..., Any]) -> None:
    event = sample("schedule")["interviewEvents"][0]
    person = event["interviewers"][0]
    twice = Payload({**event, "interviewers": [person, person]}, "/s")
    old = Payload({**event, "interviewers": [], "interviewerUserIds": ["u9"]}, "/s")

    assert list(interviewers(twice)) == [InterviewTeamMember(interview_id=event["id"], user_id=person["id"])]
    assert list(interviewers(old)) == [InterviewTeamMember(interview_id=event["id"], user_id="u9")]


def test_an_offer_as_the_vendor_gives_it(sample: Callable[..., Any]) -> None:
    raw = sample("offer")
    info = {
        **raw,
        "versions": [{"createdAt": "2026-05-18T10:00:00.000Z"}, {"createdAt": "2026-05-17T10:00:00.000Z"}],
    }

    record = offer(Payload(raw, "/offer.list"), Payload(info, "/offer.info"), [])

    assert record == Offer(
        remote_id="20000000-0000-4000-8000-000000000001",
        status="SENT",
        employment_start_date=datetime(2026, 8, 1, tzinfo=UTC),
        application_id=APPLICATION_ID,
        custom_fields={},
        integration_fields=[],
        remote_created_at=datetime(2026, 5, 17, 10, tzinfo=UTC),
        remote_updated_at=datetime(2026, 5, 18, 10, tzinfo=UTC),
        remote_data={"/offer.list": raw, "/offer.info": info},
    )


def test_an_offer_known_from_the_listing_alone_was_made_with_its_latest_version(
    sample: Callable[..., Any],
) -> None:
    record = offer(Payload(sample("offer"), "/offer.list"), NOTHING, None)

    assert record.remote_created_at == datetime(2026, 5, 18, 10, tzinfo=UTC)


def test_a_decision_after_the_latest_version_is_the_last_change(sample: Callable[..., Any]) -> None:
    raw = sample("offer", decidedAt="2026-06-01T00:00:00.000Z")

    assert offer(Payload(raw, "/o"), NOTHING, None).remote_updated_at == datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "approval", "unified"),
    [
        ("CandidateAccepted", None, "ACCEPTED"),
        ("CandidateRejected", None, "DECLINED"),
        ("OfferCancelled", "Approved", "ABANDONED"),
        ("WaitingOnApprovalStart", None, "DRAFT"),
        ("WaitingOnOfferApproval", "WaitingOnApprovals", "DRAFT"),
        ("WaitingOnApprovalDefinition", "Approved", "APPROVED"),
        ("Lost", None, None),
        (None, None, None),
    ],
)
def test_states_of_offers(
    sample: Callable[..., Any], status: str | None, approval: str | None, unified: str | None
) -> None:
    raw = sample("offer", offerStatus=status)
    raw["latestVersion"]["approvalStatus"] = approval

    assert offer(Payload(raw, "/offer.list"), NOTHING, None).status == unified


def test_an_offer_with_nothing_but_an_id_is_read() -> None:
    record = offer(Payload({"id": "o1"}, "/offer.list"), NOTHING, None)

    assert record == Offer(remote_id="o1", custom_fields={}, remote_data={"/offer.list": {"id": "o1"}})
