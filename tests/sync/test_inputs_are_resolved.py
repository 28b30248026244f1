from typing import Any

import pytest

from assay.connector import Gone, Row
from assay.errors import InputError
from assay.sync import Store, resolve_inputs
from assay.unified.actions import (
    AddCandidateTag,
    AnswerInput,
    CreateCandidate,
    MoveApplicationToStage,
    NewApplication,
    NewCandidate,
    SourcedByInput,
    TagInput,
)
from assay.unified.records import Application, ApplicationStage, Candidate, Job, ScreeningQuestion, User


@pytest.fixture(name="ids")
def _ids(store: Store) -> dict[str, str]:
    """Remote id -> unified id of one record each."""
    rows = (
        Job(remote_id="j1"),
        User(remote_id="u1"),
        Candidate(remote_id="c1"),
        Application(remote_id="a1"),
        ApplicationStage(remote_id="s1"),
        ScreeningQuestion(remote_id="q1"),
        ScreeningQuestion(remote_id="q2"),
    )
    store.apply(map(Row, rows))
    return {
        str(record.remote_id): str(record.id)
        for records in store.snapshot().records.values()
        for record in records
        if hasattr(record, "remote_id")
    }


def _creation(**inputs: Any) -> CreateCandidate:
    person = NewCandidate(first_name="Ada", last_name="Byron", email_address="ada@acme.test")
    return CreateCandidate(candidate=person, **inputs)


def test_references_become_the_vendors_ids(store: Store, ids: dict[str, str]) -> None:
    resolved = resolve_inputs(store, MoveApplicationToStage(application_id=ids["a1"], stage_id=ids["s1"]))

    assert resolved == MoveApplicationToStage(application_id="a1", stage_id="s1")


def test_references_inside_inputs_and_lists_become_the_vendors_ids(store: Store, ids: dict[str, str]) -> None:
    action = _creation(
        application=NewApplication(job_id=ids["j1"], stage_id=ids["s1"]),
        sourced_by=SourcedByInput(user_id=ids["u1"]),
        screening_question_answers=[
            AnswerInput(question_id=ids["q1"], answer=ids["j1"]),
            AnswerInput(question_id=ids["q2"], answer=["x"]),
        ],
    )

    resolved = resolve_inputs(store, action)

    assert resolved == _creation(
        application=NewApplication(job_id="j1", stage_id="s1"),
        sourced_by=SourcedByInput(user_id="u1"),
        screening_question_answers=[
            AnswerInput(question_id="q1", answer=ids["j1"]),
            AnswerInput(question_id="q2", answer=["x"]),
        ],
    )


def test_the_action_that_was_given_stays_as_it_was(store: Store, ids: dict[str, str]) -> None:
    action = _creation(application=NewApplication(job_id=ids["j1"]))

    resolve_inputs(store, action)

    assert action.application.job_id == ids["j1"]


def test_inputs_that_were_left_out_stay_left_out(store: Store, ids: dict[str, str]) -> None:
    resolved = resolve_inputs(store, _creation(application=NewApplication(job_id=ids["j1"])))

    assert resolved.model_fields_set == {"candidate", "application"}
    assert isinstance(resolved, CreateCandidate)
    assert resolved.application.model_fields_set == {"job_id"}


def test_a_remote_id_is_taken_as_it_is_even_if_never_read(store: Store) -> None:
    resolved = resolve_inputs(store, AddCandidateTag(candidate_id="remote:c:9", tag=TagInput(name="vip")))

    assert resolved == AddCandidateTag(candidate_id="c:9", tag=TagInput(name="vip"))


def test_an_unknown_id_is_refused_with_the_place_of_the_input(store: Store, ids: dict[str, str]) -> None:
    action = _creation(
        application=NewApplication(job_id=ids["j1"]),
        screening_question_answers=[
            AnswerInput(question_id=ids["q1"], answer=1),
            AnswerInput(question_id="nobody", answer=1),
        ],
    )

    with pytest.raises(InputError, match=r"screening_question_answers\[1\].question_id: there is no record"):
        resolve_inputs(store, action)


def test_the_id_of_another_model_is_unknown(store: Store, ids: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"candidate_id: there is no record .* in ats_candidates"):
        resolve_inputs(store, AddCandidateTag(candidate_id=ids["j1"], tag=TagInput(name="vip")))


def test_an_empty_remote_id_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="remote:"):
        store.remote_id("ats_candidates", "remote:")


def test_a_deleted_record_can_still_be_named(store: Store, ids: dict[str, str]) -> None:
    store.apply([Gone("ats_candidates", "c1")])

    assert store.remote_id("ats_candidates", ids["c1"]) == "c1"
