"""Three forms of an application are one: the furthest counts, and the earliest date."""

from datetime import UTC, datetime
from functools import reduce
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assay_connectors.avionte.mapping.applications import active_stage, application
from assay_connectors.avionte.mapping.payload import Payload
from assay_connectors.avionte.mapping.stages import Activities
from assay_connectors.avionte.mapping.standing import Standing, hired, joined, nominated, pipelined, web
from assay_connectors.avionte.memory import Memory

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
DAYS = st.integers(1, 28).map(lambda day: f"2025-02-{day:02}T10:00:00.000Z")
WEBS = DAYS.map(lambda day: web(Payload.of({"talentId": 1, "jobId": 2, "applyDate": day}, "WEBAPP_JOB")))
PIPELINES = DAYS.map(
    lambda day: pipelined(Payload.of({"talentId": 1, "jobId": 2, "createdDate": day}, "PIPELINE_GET"), NOW)
)
NOMINATIONS = DAYS.map(
    lambda day: standing_of({"jobActivityId": 5, "jobActivityDate": day, "stageType": "Active"})
)


def standing_of(row: dict[str, Any], activities: Activities | None = None) -> Standing:
    payload = Payload.of({"talentId": 1, "jobId": 2, **row}, "NOM_GET")
    return nominated(payload, active_stage(payload, activities))


def one_of(standings: list[Standing]) -> Standing:
    return reduce(joined, standings[1:], joined(None, standings[0]))


@given(WEBS, PIPELINES, NOMINATIONS)
def test_in_whatever_order_news_come_the_application_is_the_same(
    applied: Standing, shortlisted: Standing, submitted: Standing
) -> None:
    orders = [one_of(list(order)) for order in permutations((applied, shortlisted, submitted))]

    earliest = min(filter(None, (one.created_at for one in (applied, shortlisted, submitted))))
    assert {one.kind for one in orders} == {"nominated"}
    assert {one.created_at for one in orders} == {earliest}
    assert len({application("1", "2", one).model_dump_json() for one in orders}) == 1


@given(st.lists(st.one_of(WEBS, PIPELINES), min_size=1, max_size=6))
def test_a_web_application_never_takes_a_talent_out_of_the_pipeline(standings: list[Standing]) -> None:
    record = application("1", "2", one_of(standings))

    expected = "PIPELINE" if any(one.kind == "pipeline" for one in standings) else "WEB_APPLICATION"
    assert record.current_stage_id == expected
    assert record.remote_id == "1:2"
    assert record.outcome == "PENDING"


def test_the_later_of_two_nominations_counts() -> None:
    first = standing_of({"jobActivityId": 5, "stageType": "Active"})
    second = standing_of({"jobActivityId": 6, "stageType": "Active"})

    assert joined(first, second).stage_id == "6"


def test_a_declined_nomination_keeps_the_stage_it_was_last_active_in() -> None:
    active = standing_of({"jobActivityId": 5, "jobActivityName": "Interview", "stageType": "Active"})
    declined = standing_of(
        {
            "jobActivityId": 9,
            "jobActivityName": "Underqualified",
            "stageType": "declined",
            "declinedDate": "2025-03-01T09:00:00.000Z",
        }
    )

    record = application("1", "2", joined(active, declined))

    assert (record.outcome, record.rejection_reason_name) == ("DECLINED", "Underqualified")
    assert record.rejected_at == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert record.current_stage_id == "5"
    assert application("1", "2", declined).current_stage_id is None


def test_a_decline_without_date_was_when_it_was_staged() -> None:
    row = {"stageType": "Declined", "stagedDate": "2025-03-02T00:00:00.000Z", "jobActivityName": "No"}

    assert application("1", "2", standing_of(row)).rejected_at == datetime(2025, 3, 2, tzinfo=UTC)


def test_a_declined_date_alone_declines() -> None:
    row = {"stageType": "Active", "declinedDate": "2025-03-02T00:00:00.000Z", "jobActivityId": 5}

    assert application("1", "2", standing_of(row)).outcome == "DECLINED"


def test_a_placement_hires_and_outlives_later_news_of_the_nomination() -> None:
    placement = Payload.of({"id": 77, "talentId": 1, "jobId": 2}, "PLACEMENT_GET")
    started = hired(standing_of({"jobActivityId": 5}), placement)

    record = application("1", "2", joined(started, standing_of({"jobActivityId": 6})))

    assert (record.outcome, record.current_stage_id) == ("HIRED", "6")
    assert record.remote_data is not None
    assert record.remote_data["/placement/{placementId}"]["id"] == 77


def test_a_stage_called_started_is_a_hire() -> None:
    assert application("1", "2", standing_of({"jobActivityName": "Started"})).outcome == "HIRED"


def test_a_placement_alone_is_an_application_too() -> None:
    record = application("1", "2", hired(None, Payload.of({"id": 77}, "PLACEMENT_GET")))

    assert (record.outcome, record.current_stage_id, record.remote_created_at) == ("HIRED", None, None)


def test_a_pipeline_row_that_is_a_talent_dates_from_when_we_heard_of_it() -> None:
    talent = {
        "id": 1,
        "firstName": "Odalys",
        "createdDate": "2019-01-01T00:00:00",
        "taxIdNumber": "123456789",
    }

    standing = pipelined(Payload.of(talent, "PIPELINE_GET"), NOW)

    assert standing.created_at == "2026-06-15T08:00:00.000Z"
    assert "taxIdNumber" not in standing.row


def test_without_a_number_the_one_stage_of_that_name_is_meant() -> None:
    def stage(number: int, category: str = "Nominated") -> Payload:
        row = {"typeId": number, "name": "Interview", "category": category, "stageType": "Active"}
        return Payload.of(row, "JOB_ACTIVITY_TYPES")

    row = {"jobActivityName": "Interview", "stageType": "Active"}

    assert standing_of(row, Activities([stage(5), stage(4, "Pipeline")])).stage_id == "5"
    assert standing_of(row, Activities([stage(5), stage(6)])).stage_id is None
    assert standing_of(row).stage_id is None


@given(st.lists(st.one_of(WEBS, PIPELINES, NOMINATIONS), min_size=1, max_size=5), st.booleans())
def test_what_is_remembered_comes_back_from_cursors(standings: list[Standing], synced: bool) -> None:  # noqa: FBT001 -- a case
    memory = Memory(activities=[{"typeId": 1}], listed=frozenset({"7"}))
    memory.learn_job("2", is_synced=synced)
    memory.learn("1", "2", one_of(standings))

    cursors = [*memory.job_cursor("2"), memory.stages_cursor(), memory.listed_cursor()]

    assert Memory.of({one.stream: one.token for one in cursors}) == memory


@given(st.dictionaries(st.sampled_from(["stages", "jobs", "job:2", "other"]), st.text()))
def test_cursors_of_others_count_as_absent(cursors: dict[str, str]) -> None:
    memory = Memory.of(cursors)

    assert not memory.job("2").synced
    assert not memory.knows_talent("1")
