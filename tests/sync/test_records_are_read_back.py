from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from assay.connector import Complete, Row
from assay.errors import SettingError, StoreError
from assay.sync import Store, SyncReport
from assay.sync.rows import from_json, to_json
from assay.sync.schema import RECORDS
from assay.unified.questions import (
    Answer,
    AnsweredQuestion,
    QuestionOption,
    ScreeningQuestionAnswer,
    SingleSelectFormat,
)
from assay.unified.records import Application, Job, ScreeningQuestion
from assay.unified.values import IntegrationField, Location

Sync = Callable[..., SyncReport]

TEXT = st.text(st.characters(codec=None, exclude_characters=""))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON)
def test_any_json_comes_back_as_it_was(value: Any) -> None:
    assert from_json(to_json(value)) == value


@pytest.mark.parametrize("value", ["\ud800", 2**70, {"a": ["\udfff", -(2**64)]}, {"x": 0.1 + 0.2}])
def test_json_that_fast_parsers_refuse_comes_back_too(store: Store, sync: Sync, value: Any) -> None:
    sync(Row(Job(remote_id="j1", custom_fields={"odd": value}, remote_data={"/job.list": value})))

    (job,) = store.records("ats_jobs")

    assert isinstance(job, Job)
    assert job.custom_fields == {"odd": value}
    assert job.remote_data == {"/job.list": value}


def test_nested_values_come_back_as_catalogue_objects(store: Store, sync: Sync) -> None:
    question = ScreeningQuestion(
        remote_id="q1",
        title="Shift?",
        format=SingleSelectFormat(options=[QuestionOption(id="n", name="Night", remote_id="n")]),
    )
    application = Application(
        remote_id="a1",
        screening_question_answers=[
            ScreeningQuestionAnswer(
                question=AnsweredQuestion(remote_id="q1", title="Shift?", type="SINGLE_SELECT"),
                answer=Answer(choice="Night"),
            )
        ],
        integration_fields=[IntegrationField(id="f1", key="f1", value=None)],
        custom_fields={"None inside": None},
    )

    sync(Row(question), Row(application))

    for expected, model in ((question, "ats_screening_questions"), (application, "ats_applications")):
        (record,) = store.records(model)
        computed = {"id": None, "changed_at": None, "remote_deleted_at": None}
        assert record.model_copy(update=computed) == expected


def test_all_ways_of_reading_agree_and_are_in_the_order_of_ids(store: Store, sync: Sync) -> None:
    sync(*(Row(Job(remote_id=f"j{number}", name="ß")) for number in range(1201)))
    sync(Row(Job(remote_id="j7")), Complete("ats_jobs"))

    records = store.records("ats_jobs")

    ids = [str(record.id) for record in records]
    assert len(ids) == 1201
    assert ids == sorted(ids)
    assert tuple(store.iterate("ats_jobs")) == records
    assert store.snapshot().records == {"ats_jobs": records}
    assert store.find("ats_jobs", ids[5]) == records[5]
    assert [r.remote_id for r in store.snapshot().of("ats_jobs", deleted=False) if isinstance(r, Job)] == [
        "j7"
    ]


def test_a_snapshot_is_dated_by_the_stores_clock(store: Store, clock: Any) -> None:
    assert store.snapshot().at == clock.moment


def test_an_empty_store_reads_as_empty(store: Store) -> None:
    assert store.records("ats_jobs") == ()
    assert list(store.iterate("ats_jobs")) == []
    assert store.snapshot().records == {}
    assert store.dangling() == ()
    assert store.find("ats_jobs", "remote:j1") is None
    assert store.find("ats_jobs", "1" * 24) is None


@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.records("ats_job"),
        lambda store: list(store.iterate("ats_job")),
        lambda store: store.find("ats_job", "x"),
        lambda store: store.find("ats_job", "remote:x"),
        lambda store: store.remote_id("ats_job", "x"),
    ],
)
def test_an_unknown_model_is_refused_with_the_list_of_known_ones(
    store: Store, read: Callable[[Store], object]
) -> None:
    with pytest.raises(SettingError, match="no unified model 'ats_job'") as refused:
        read(store)

    assert "ats_jobs" in refused.value.hint


def test_a_page_of_records_with_a_location_reads_back_what_was_given(store: Store, sync: Sync) -> None:
    sync(Row(Job(remote_id="j1", location=Location(city="Łódź", country="PL"))))

    (job,) = store.records("ats_jobs")

    assert isinstance(job, Job)
    assert job.location == Location(city="Łódź", country="PL")


def test_a_record_written_by_another_version_is_named_and_written_anew_by_a_full_sync(
    store: Store, sync: Sync
) -> None:
    sync(Row(Job(remote_id="j1", name="Cook")))
    stale = {"data": '{"remote_id":"j1","wage":12}', "data_hash": "0" * 32}
    with store._database.transaction() as connection:
        connection.execute(update(RECORDS).values(**stale))

    with pytest.raises(StoreError, match="does not fit the catalogue: wage") as refused:
        store.records("ats_jobs")
    assert "12" not in str(refused.value)

    sync(Row(Job(remote_id="j1", name="Cook")))
    assert len(store.records("ats_jobs")) == 1
