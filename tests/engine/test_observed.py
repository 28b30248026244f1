"""What the evidence shows of a field or input beyond that it is there."""

from dataclasses import replace

from assay.case import FULL_SYNC, Case
from assay.errors import InputError
from assay.observed import Observed, observed
from tests.checks import miniatures as mini


def _of(clause: str, case: Case | None = None) -> Observed:
    case = case or mini.healthy()
    return observed(case, next(one for one in case.clauses if one.id == clause))


def test_an_enum_shows_the_values_that_records_carry() -> None:
    assert _of("acme/field/jobs/status") == Observed(
        type="open enum", nullable=False, values=("CLOSED", "OPEN")
    )


def test_values_in_lists_count() -> None:
    assert _of("acme/field/job-hiring-team-members/roles").values == ("RECRUITER", "SOURCER")


def test_a_field_that_is_empty_in_one_record_may_be_empty() -> None:
    users = [{**mini.USERS[0], "first": ""}, mini.USERS[1]]
    case = mini.healthy(traces={FULL_SYNC: mini.trace(FULL_SYNC, mini.sync_step(mini.snapshot(users=users)))})

    assert _of("acme/field/users/first_name", case) == Observed(type="text", nullable=True)
    assert _of("acme/field/users/last_name", case) == Observed(type="text", nullable=False)


def test_without_records_nothing_is_known_of_emptiness() -> None:
    assert _of("acme/field/users/first_name", mini.healthy(traces={})) == Observed(type="text")


def test_types_are_those_of_the_catalogue() -> None:
    assert _of("acme/field/jobs/changed_at").type == "moment"
    assert _of("acme/field/jobs/contact_id").type == "reference to Users"
    assert _of("acme/field/jobs/remote_data").type == "object"
    assert _of("acme/field/jobs/integration_fields").type == "list of IntegrationField"
    assert _of("acme/field/job-hiring-team-members/roles").type == "list of enum"


def test_an_input_may_be_left_out_unless_the_catalogue_requires_it() -> None:
    assert _of("acme/input/add-tag-to-candidate/candidate_id").nullable is False
    assert _of("acme/input/create-application/candidate.company").nullable is True


def test_an_enum_input_shows_the_values_that_were_given_to_steps_that_succeeded() -> None:
    assert _of("acme/input/create-application/candidate.gender").values == ("OTHER",)

    first, second = mini.applying({"gender": "MALE"}).steps
    failed = mini.trace("create-application", first, replace(second, error=InputError("refused")))
    assert _of(
        "acme/input/create-application/candidate.gender", mini.healthy(traces={failed.scenario: failed})
    ).values == ("OTHER",)


def test_of_what_is_no_field_or_input_nothing_is_observed() -> None:
    assert _of("acme/model/jobs") == Observed()
    assert _of("acme/behaviour/jobs/drafts-are-hidden") == Observed()
