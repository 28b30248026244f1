from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from assay.connector import JOIN_SEPARATOR, Complete, Gone, Row, Skipped
from assay.sync import Store, SyncReport
from assay.unified.records import (
    Application,
    Candidate,
    CandidateTag,
    Interview,
    Job,
    JobRoleAssignment,
    JobTeamMember,
    Offer,
    Tag,
)

Sync = Callable[..., SyncReport]


def _deleted(store: Store, model: str) -> list[datetime | None]:
    return [record.remote_deleted_at for record in store.records(model)]


def _alive(store: Store, model: str) -> list[str]:
    return sorted(
        str(getattr(record, "remote_id", None))
        for record in store.records(model)
        if record.remote_deleted_at is None
    )


def test_what_does_not_come_in_a_complete_read_is_deleted(store: Store, sync: Sync, clock: Any) -> None:
    sync(Row(Job(remote_id="j1")), Row(Job(remote_id="j2")), Complete("ats_jobs"))

    report = sync(Row(Job(remote_id="j1")), Complete("ats_jobs"))

    gone = store.find("ats_jobs", "remote:j2")
    assert gone is not None
    assert gone.remote_deleted_at == gone.changed_at == clock.moment
    assert _alive(store, "ats_jobs") == ["j1"]
    assert report.deleted == {"ats_jobs": 1}
    assert report.completed == ("ats_jobs",)


def test_an_empty_complete_read_deletes_everything_of_its_model_and_nothing_else(
    store: Store, sync: Sync
) -> None:
    sync(Row(Job(remote_id="j1")), Row(Job(remote_id="j2")), Row(Tag(remote_id="t1")))

    sync(Complete("ats_jobs"))

    assert _alive(store, "ats_jobs") == []
    assert _alive(store, "ats_tags") == ["t1"]


def test_a_deleted_record_keeps_its_data(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")))
    sync(Complete("ats_jobs"))

    (job,) = store.records("ats_jobs")

    assert isinstance(job, Job)
    assert job.name == "Cook"


def test_the_time_of_deletion_is_set_once(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")))
    sync(Complete("ats_jobs"))
    first = _deleted(store, "ats_jobs")

    sync(Complete("ats_jobs"))

    assert _deleted(store, "ats_jobs") == first


def test_a_record_that_returns_is_deleted_no_more(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")))
    sync(Complete("ats_jobs"))

    report = sync(Row(Job(remote_id="j1", name="Chef")))

    (job,) = store.records("ats_jobs")
    assert isinstance(job, Job)
    assert (job.remote_deleted_at, job.name) == (None, "Chef")
    assert report.returned == {"ats_jobs": 1}


def test_without_a_word_of_completeness_nothing_is_deleted(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")), Row(Job(remote_id="j2")))

    sync(Row(Job(remote_id="j1")))

    assert _alive(store, "ats_jobs") == ["j1", "j2"]


def test_a_model_that_could_not_be_read_deletes_nothing(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")), Row(Tag(remote_id="t1")))

    report = sync(Skipped("ats_jobs", "no permission"), Complete("ats_jobs"), Complete("ats_tags"))

    assert _alive(store, "ats_jobs") == ["j1"]
    assert _alive(store, "ats_tags") == []
    assert report.incomplete == {"ats_jobs": "no permission"}
    assert report.skipped == (Skipped("ats_jobs", "no permission"),)


def test_a_field_that_could_not_be_read_leaves_its_model_complete(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")))

    sync(Skipped("ats_jobs", "no permission", field="department"), Complete("ats_jobs"))

    assert _alive(store, "ats_jobs") == []


def test_a_row_without_a_key_is_reported_and_makes_its_model_incomplete(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")))

    report = sync(
        Row(Job(remote_id=None)), Row(Job(remote_id="")), Row(Job(remote_id="j2")), Complete("ats_jobs")
    )

    assert _alive(store, "ats_jobs") == ["j1", "j2"]
    assert report.unidentified == {"ats_jobs": 2}
    assert report.incomplete == {"ats_jobs": "rows without a key came"}


@pytest.mark.parametrize(
    "row",
    [CandidateTag(candidate_id="c1"), CandidateTag(tag_id="t1"), CandidateTag(candidate_id="", tag_id="t1")],
)
def test_a_join_row_without_both_parents_has_no_key(store: Store, sync: Sync, row: CandidateTag) -> None:
    report = sync(Row(row))

    assert store.records("ats_join_candidates_tags") == ()
    assert report.unidentified == {"ats_join_candidates_tags": 1}


# --- groups -------------------------------------------------------------------------------------


def test_a_complete_group_deletes_within_the_group_alone(store: Store, sync: Sync) -> None:
    sync(
        Row(Interview(remote_id="i1"), group="s1"),
        Row(Interview(remote_id="i2"), group="s1"),
        Row(Interview(remote_id="i3"), group="s2"),
        Row(Interview(remote_id="i4")),
        Row(Offer(remote_id="o1"), group="s1"),
    )

    report = sync(
        Row(Interview(remote_id="i1"), group="s1"), Complete("ats_interviews", group="s1"), mode="delta"
    )

    assert _alive(store, "ats_interviews") == ["i1", "i3", "i4"]
    assert _alive(store, "ats_offers") == ["o1"]
    assert report.completed == ()


def test_groups_are_told_apart_by_case(store: Store, sync: Sync) -> None:
    sync(Row(Interview(remote_id="i1"), group="s"), Row(Interview(remote_id="i2"), group="S"))

    sync(Complete("ats_interviews", group="S"))

    assert _alive(store, "ats_interviews") == ["i1"]


def test_a_row_that_moved_to_another_group_is_not_missed_in_its_old_one(store: Store, sync: Sync) -> None:
    sync(Row(Application(remote_id="a1", candidate_id="c1"), group="c1"))

    sync(
        Row(Application(remote_id="a1", candidate_id="c2"), group="c2"),
        Complete("ats_applications", group="c1"),
    )
    sync(Complete("ats_applications", group="c1"))

    assert _alive(store, "ats_applications") == ["a1"]


@pytest.mark.parametrize("before", [None, "s1"])
def test_a_row_whose_group_alone_is_new_belongs_to_the_new_one(
    store: Store, sync: Sync, before: str | None
) -> None:
    sync(Row(Interview(remote_id="i1"), group=before))
    sync(Row(Interview(remote_id="i1"), group="s2"))

    sync(Complete("ats_interviews", group="s1"))
    assert _alive(store, "ats_interviews") == ["i1"]
    sync(Complete("ats_interviews", group="s2"))

    assert _alive(store, "ats_interviews") == []


def test_a_row_that_comes_without_its_group_stays_in_it(store: Store, sync: Sync) -> None:
    sync(Row(Interview(remote_id="i1"), group="s1"))
    sync(Row(Interview(remote_id="i1", title="Talk")))

    sync(Complete("ats_interviews", group="s1"))

    assert _alive(store, "ats_interviews") == []


def test_a_group_of_a_skipped_model_deletes_nothing(store: Store, sync: Sync) -> None:
    sync(Row(Interview(remote_id="i1"), group="s1"))

    sync(Complete("ats_interviews", group="s1"), Skipped("ats_interviews", "page 2 was refused"))

    assert _alive(store, "ats_interviews") == ["i1"]


# --- word of the vendor ---------------------------------------------------------------------------


def test_what_the_vendor_says_is_gone_is_deleted_in_a_delta_too(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1")), Row(Job(remote_id="j2")))

    sync(Gone("ats_jobs", "j2"), mode="delta")

    assert _alive(store, "ats_jobs") == ["j1"]


def test_gone_is_said_of_one_model_only(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="x")), Row(Tag(remote_id="x")))

    sync(Gone("ats_tags", "x"))

    assert _alive(store, "ats_jobs") == ["x"]


def test_gone_of_something_never_read_changes_nothing(store: Store, sync: Sync) -> None:
    report = sync(Gone("ats_jobs", "j1"))

    assert store.records("ats_jobs") == ()
    assert report.deleted == {}


def test_an_archived_record_that_is_still_listed_keeps_the_time_it_was_first_seen_archived(
    store: Store, sync: Sync, clock: Any
) -> None:
    listing = (Row(Tag(remote_id="t1", name="vip")), Gone("ats_tags", "t1"), Complete("ats_tags"))
    sync(*listing)
    first_seen = clock.moment

    report = sync(*listing)

    (tag,) = store.records("ats_tags")
    assert tag.remote_deleted_at == tag.changed_at == first_seen
    assert (report.deleted, report.returned, report.changed) == ({}, {}, {})


def test_data_of_a_deleted_record_that_is_still_listed_is_kept_up_to_date(store: Store, sync: Sync) -> None:
    sync(Row(Tag(remote_id="t1", name="vip")), Gone("ats_tags", "t1"))

    report = sync(Row(Tag(remote_id="t1", name="VIP")), Gone("ats_tags", "t1"))

    (tag,) = store.records("ats_tags")
    assert isinstance(tag, Tag)
    assert tag.name == "VIP"
    assert tag.remote_deleted_at is not None
    assert (report.changed, report.returned) == ({"ats_tags": 1}, {})


def test_of_gone_and_row_the_later_one_counts(store: Store, sync: Sync) -> None:
    sync(Row(Tag(remote_id="t1")))

    sync(Gone("ats_tags", "t1"), Row(Tag(remote_id="t1")))

    assert _alive(store, "ats_tags") == ["t1"]


# --- joins ----------------------------------------------------------------------------------------


def _team() -> tuple[Row, ...]:
    return (
        Row(Job(remote_id="j1")),
        Row(JobTeamMember(job_id="j1", user_id="u1")),
        Row(JobTeamMember(job_id="j2", user_id="u1")),
        Row(JobRoleAssignment(job_user_id=f"j1{JOIN_SEPARATOR}u1", role_id="r1")),
        Row(JobRoleAssignment(job_user_id=f"j2{JOIN_SEPARATOR}u1", role_id="r1")),
    )


def test_joins_of_a_deleted_parent_are_deleted_with_it_down_to_joins_of_joins(
    store: Store, sync: Sync, clock: Any
) -> None:
    sync(*_team())

    report = sync(Gone("ats_jobs", "j1"))

    for model in ("ats_join_jobs_users", "ats_join_user_job_role_assignments"):
        assert sorted(_deleted(store, model), key=str) == [clock.moment, None]
    assert report.deleted == {
        "ats_jobs": 1,
        "ats_join_jobs_users": 1,
        "ats_join_user_job_role_assignments": 1,
    }


def test_joins_return_with_their_parent(store: Store, sync: Sync) -> None:
    sync(*_team())
    sync(Gone("ats_jobs", "j1"))

    report = sync(Row(Job(remote_id="j1")), mode="delta")

    assert _deleted(store, "ats_join_user_job_role_assignments") == [None, None]
    assert report.returned == {
        "ats_jobs": 1,
        "ats_join_jobs_users": 1,
        "ats_join_user_job_role_assignments": 1,
    }


def test_a_join_that_went_on_its_own_does_not_return_with_its_parent(store: Store, sync: Sync) -> None:
    tagged = (Row(Candidate(remote_id="c1")), Row(CandidateTag(candidate_id="c1", tag_id="t1"), group="c1"))
    sync(*tagged)
    sync(Complete("ats_join_candidates_tags", group="c1"))
    sync(Gone("ats_candidates", "c1"))

    sync(Row(Candidate(remote_id="c1")))

    assert None not in _deleted(store, "ats_join_candidates_tags")


def test_a_join_returns_only_with_the_last_of_its_parents(store: Store, sync: Sync) -> None:
    candidate, tag = Row(Candidate(remote_id="c1")), Row(Tag(remote_id="t1"))
    sync(candidate, tag, Row(CandidateTag(candidate_id="c1", tag_id="t1")))
    sync(Gone("ats_candidates", "c1"), Gone("ats_tags", "t1"))
    first = _deleted(store, "ats_join_candidates_tags")

    sync(candidate)
    assert _deleted(store, "ats_join_candidates_tags") == first
    sync(tag)

    assert _deleted(store, "ats_join_candidates_tags") == [None]


def test_a_join_read_again_while_its_parent_is_deleted_stays_deleted_since_then(
    store: Store, sync: Sync
) -> None:
    join = Row(CandidateTag(candidate_id="c1", tag_id="t1"))
    sync(Row(Candidate(remote_id="c1")), join)
    sync(Gone("ats_candidates", "c1"), join)
    first = store.records("ats_join_candidates_tags")

    sync(join, Complete("ats_join_candidates_tags"))

    assert store.records("ats_join_candidates_tags") == first
    assert first[0].remote_deleted_at is not None


def test_a_new_join_with_a_deleted_parent_is_deleted(store: Store, sync: Sync) -> None:
    sync(Row(Candidate(remote_id="c1")))
    sync(Gone("ats_candidates", "c1"))

    sync(Row(CandidateTag(candidate_id="c1", tag_id="t1")))

    assert None not in _deleted(store, "ats_join_candidates_tags")


def test_a_join_whose_parents_were_never_read_exists(store: Store, sync: Sync) -> None:
    sync(Row(CandidateTag(candidate_id="c1", tag_id="t1")))

    assert _deleted(store, "ats_join_candidates_tags") == [None]


def test_records_that_merely_refer_to_a_deleted_record_are_not_deleted(store: Store, sync: Sync) -> None:
    sync(Row(Candidate(remote_id="c1")), Row(Application(remote_id="a1", candidate_id="c1")))

    sync(Gone("ats_candidates", "c1"))

    assert _alive(store, "ats_applications") == ["a1"]


# --- runs that overlap ----------------------------------------------------------------------------


def test_what_was_stored_while_a_sync_was_reading_is_not_missed_by_it(store: Store, vendor: Any) -> None:
    def reading() -> Any:
        yield Row(Job(remote_id="j1"))
        store.apply([Row(Job(remote_id="j2"))])
        yield Complete("ats_jobs")

    store.sync(vendor(reading()), models=["ats_jobs"])

    assert _alive(store, "ats_jobs") == ["j1", "j2"]


def test_many_records_are_deleted_and_return_together(sync: Sync) -> None:
    rows = [Row(CandidateTag(candidate_id=f"c{number}", tag_id="t1")) for number in range(1203)]
    sync(Row(Tag(remote_id="t1")), *rows)

    assert sync(Gone("ats_tags", "t1")).deleted["ats_join_candidates_tags"] == 1203
    assert sync(Row(Tag(remote_id="t1"))).returned["ats_join_candidates_tags"] == 1203
    assert sync(Complete("ats_join_candidates_tags")).deleted == {"ats_join_candidates_tags": 1203}
    assert sync(*rows).returned == {"ats_join_candidates_tags": 1203}
