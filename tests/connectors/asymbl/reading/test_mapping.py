"""How rows become records."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import VendorNonsenseError
from assay.unified.records import TeamRoleType
from assay_connectors.asymbl.mapping.applications import application
from assay_connectors.asymbl.mapping.candidates import candidate
from assay_connectors.asymbl.mapping.jobs import employment_type, job, status, team
from assay_connectors.asymbl.mapping.record import Record, at, lines
from assay_connectors.asymbl.mapping.stages import Place, job_stages
from assay_connectors.asymbl.mapping.users import user
from assay_connectors.asymbl.options import Options, options_of
from assay_connectors.asymbl.schema import Org

JOB, STAGE, APPLICANT = "bpats__Job__c", "bpats__ATS_Stage__c", "bpats__ATS_Applicant__c"
ORIGIN = "https://acme.my.salesforce.com"
ID = "0038c00000Fa1KeAAJ"
Rows = Callable[..., Record]


@pytest.fixture(scope="module")
def rows(make_org: Any) -> Rows:
    """Rows of an object by our name of it."""
    connection = make_org().connect().connection
    known: Org = connection.org()

    def make(logical: str, **values: Any) -> Record:
        stamps = dict.fromkeys(
            ("CreatedDate", "LastModifiedDate", "SystemModstamp"), "2026-03-02T09:15:00.000+0000"
        )
        return Record({"Id": ID, **stamps, **values}, known.shape(logical))

    return make


# --- users ---------------------------------------------------------------------------------------------


def test_a_user_of_the_sheet(rows: Rows) -> None:
    raw = {"FirstName": "Ilse", "LastName": "Ferreira", "Email": "ilse@acme.example", "IsActive": True}
    record = user(rows("user", **raw))
    assert (record.first_name, record.last_name, record.email) == ("Ilse", "Ferreira", "ilse@acme.example")
    assert record.status == "ACTIVE"
    assert record.remote_id == ID
    assert record.remote_data is not None
    assert record.remote_data["/services/data/v63.0/sobjects/User"]["FirstName"] == "Ilse"


def test_a_user_who_says_little(rows: Rows) -> None:
    record = user(rows("user", IsActive=False, Email="noreply"))
    assert (record.first_name, record.email, record.status) == (None, None, "INACTIVE")
    assert user(rows("user")).status is None


# --- jobs ----------------------------------------------------------------------------------------------


def a_job(rows: Rows, options: dict[str, Any] | None = None, **values: Any) -> Any:
    return job(rows("job", **values), options_of(options or {}), ORIGIN, lambda: "EUR")


def test_a_job_of_the_sheet(rows: Rows) -> None:
    record = a_job(
        rows,
        Name="Warehouse Shift Lead - Austin",
        bpats__Job_Title__c="Warehouse Shift Lead",
        bpats__Job_Number__c="00042",
        bpats__Job_Description__c="<p>Lead a team of 12.</p>",
        bpats__Type__c="Permanent",
        bpats__Status__c="Open",
        bpats__Is_Closed__c=False,
        bpats__Post_Externally__c=True,
        bpats__Posted_Date__c="2026-03-02",
        bpats__Salary__c=68500.0,
        bpats__Location__c="Austin, TX",
        bpats__Work_Site_Location__r={
            "Name": "Austin DC 3",
            "bpats__State_Code__c": "TX",
            "bpats__Country_Code__c": "US",
        },
    )
    assert record.name == "Warehouse Shift Lead - Austin"
    assert record.job_code == "00042"
    assert record.description == "<p>Lead a team of 12.</p>"
    assert (record.employment_type, record.status, record.visibility) == ("FULL_TIME", "OPEN", "PUBLIC")
    assert (record.salary_amount, record.salary_currency) == (68500.0, "EUR")
    assert record.location.model_dump(exclude_none=True) == {
        "raw": "Austin, TX",
        "state": "TX",
        "country": "US",
    }
    assert record.opened_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert record.remote_url == f"{ORIGIN}/{ID}"
    assert record.remote_created_at == record.remote_updated_at == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


def test_an_empty_job_is_read_without_error(rows: Rows) -> None:
    record = a_job(rows)
    said = record.model_dump(exclude_none=True)
    assert set(said) == {
        "remote_id",
        "custom_fields",
        "integration_fields",
        "remote_url",
        "remote_created_at",
        "remote_updated_at",
        "remote_data",
    }


def test_a_site_elsewhere_has_no_country_and_its_name_stands_for_the_place(rows: Rows) -> None:
    site = {"Name": "Lisboa", "bpats__State_Code__c": None, "bpats__Country_Code__c": "Other"}
    assert a_job(rows, bpats__Work_Site_Location__r=site).location.model_dump(exclude_none=True) == {
        "raw": "Lisboa"
    }
    assert a_job(rows, bpats__Work_Site_Location__r=None).location is None


def test_a_job_may_be_called_by_its_title(rows: Rows) -> None:
    by_title = {"job_name": "title"}
    assert a_job(rows, by_title, Name="R-7", bpats__Job_Title__c="Clerk").name == "Clerk"
    assert a_job(rows, by_title, Name="R-7", bpats__Job_Title__c=None).name == "R-7"


def test_a_job_that_is_not_posted_is_internal(rows: Rows) -> None:
    assert a_job(rows, bpats__Post_Externally__c=False).visibility == "INTERNAL"


def test_currencies_are_asked_for_only_with_a_salary(rows: Rows) -> None:
    assert a_job(rows).salary_currency is None
    assert a_job(rows, bpats__Salary__c=8.5e4).salary_amount == 85000


@pytest.mark.parametrize(
    ("kind", "unified"),
    [
        ("Permanent", "FULL_TIME"),
        ("Direct Hire", "FULL_TIME"),
        ("full-time", "FULL_TIME"),
        ("Part Time", "PART_TIME"),
        ("Part-time (temporary)", "PART_TIME"),
        ("Contract to Hire", "CONTRACT"),
        ("Temp to Perm", "CONTRACT"),
        ("Consulting", "CONTRACT"),
        ("Freelance", "CONTRACT"),
        ("Internship", "INTERNSHIP"),
        ("Seasonal", "SEASONAL"),
        ("Apprenticeship", "Apprenticeship"),
        (None, None),
    ],
)
def test_types_of_jobs(kind: str | None, unified: str | None) -> None:
    assert employment_type(kind, {}) == unified


@pytest.mark.parametrize(
    ("given_status", "closed", "unified"),
    [
        ("Open", False, "OPEN"),
        ("Open", True, "OPEN"),
        ("posted", None, "OPEN"),
        ("Draft", None, "DRAFT"),
        ("Pending Approval", None, "DRAFT"),
        ("On Hold", False, "CLOSED"),
        ("Cancelled", None, "CLOSED"),
        ("Archived", None, "ARCHIVED"),
        ("Sleeping", False, "Sleeping"),
        ("Sleeping", True, "CLOSED"),
        (None, True, "CLOSED"),
        (None, False, None),
    ],
)
def test_statuses_of_jobs(given_status: str | None, *, closed: bool | None, unified: str | None) -> None:
    assert status(given_status, closed, {}) == unified


def test_words_of_the_connection_come_first(rows: Rows) -> None:
    words = {"job_statuses": {"On Hold": "OPEN"}, "employment_types": {"PERMANENT": "CONTRACT"}}
    record = a_job(rows, words, bpats__Status__c="on hold", bpats__Type__c="Permanent")
    assert (record.status, record.employment_type) == ("OPEN", "CONTRACT")


@given(word=st.text(), closed=st.none() | st.booleans())
def test_no_word_of_a_job_is_lost(word: str, *, closed: bool | None) -> None:
    assert employment_type(word, {}) in {"INTERNSHIP", "SEASONAL", "PART_TIME", "CONTRACT", "FULL_TIME", word}
    assert status(word, closed, {}) in {"OPEN", "DRAFT", "CLOSED", "ARCHIVED", word}


_USERS = st.sampled_from(["0058c00000Ab1CdAAJ", "0058c00000Ab2EfAAJ", "00G8c00000Qu1EuEAJ", None])


@given(owner=_USERS, delivery=_USERS, sales=_USERS, manager=_USERS)
def test_every_user_is_on_a_team_once_with_all_roles(
    make_org: Any, owner: str | None, delivery: str | None, sales: str | None, manager: str | None
) -> None:
    shape = make_org().connect().connection.org().shape("job")
    raw = {
        "Id": ID,
        "OwnerId": owner,
        "bpats__Delivery_Lead__c": delivery,
        "bpats__Sales_Lead__c": sales,
    }
    members = team(Record(raw, shape), Options(), manager)
    found = {member.user_id: member.roles for member in members}
    assert len(found) == len(members)
    assert found.keys() == {one for one in (owner, delivery, sales, manager) if one and one.startswith("005")}
    for user_id, roles in found.items():
        assert roles == sorted(set(roles or ()), key=get_args(TeamRoleType).index)
        assert ("RECRUITER" in (roles or ())) is (user_id in (owner, delivery))
        assert ("COORDINATOR" in (roles or ())) is (user_id == sales)
        assert ("HIRING_MANAGER" in (roles or ())) is (user_id == manager)


# --- candidates ----------------------------------------------------------------------------------------


def a_candidate(rows: Rows, options: dict[str, Any] | None = None, **values: Any) -> Any:
    return candidate(rows("candidate", **values), options_of(options or {}), ORIGIN)


def test_a_candidate_of_the_sheet(rows: Rows) -> None:
    record = a_candidate(
        rows,
        FirstName="Mara",
        LastName="Lind",
        Title="Shift Supervisor",
        Email=" mara.lind@mail.example ",
        MobilePhone="+1 512 555 0143",
        HomePhone="1",
        Phone="(512) 757-6000",
        OtherPhone="2",
        LeadSource="Website",
        MailingStreet="18 Elm Court\r\nApt 4",
        MailingCity="Austin",
        MailingState="Texas",
        MailingStateCode="TX",
        MailingPostalCode="78701",
        MailingCountry="United States",
        MailingCountryCode="US",
    )
    assert (record.first_name, record.last_name, record.title) == ("Mara", "Lind", "Shift Supervisor")
    assert record.source == "Website"
    assert [(one.phone_number, one.type) for one in record.phone_numbers] == [
        ("(512) 757-6000", "WORK"),
        ("+1 512 555 0143", "MOBILE"),
        ("1", "HOME"),
        ("2", "OTHER"),
    ]
    assert [(one.email_address, one.type) for one in record.email_addresses] == [
        ("mara.lind@mail.example", None)
    ]
    assert record.location.model_dump() == {
        "city": "Austin",
        "country": "US",
        "raw": "18 Elm Court, Apt 4, Austin, Texas, 78701, United States",
        "state": "TX",
        "street_1": "18 Elm Court",
        "street_2": "Apt 4",
        "zip_code": "78701",
    }
    assert record.remote_url == f"{ORIGIN}/{ID}"


@pytest.mark.parametrize(
    ("country", "code"), [("Germany", "DE"), ("de", "DE"), ("Ruritania", "Ruritania"), (None, None)]
)
def test_countries_without_codes(rows: Rows, country: str | None, code: str | None) -> None:
    place = a_candidate(rows, MailingCountry=country, MailingState="Bayern").location
    assert (place.country, place.state) == (code, "Bayern")


def test_a_candidate_who_says_nothing(rows: Rows) -> None:
    record = a_candidate(rows, Email="nobody")
    assert (record.phone_numbers, record.email_addresses, record.location) == ([], [], None)


@given(st.text(alphabet=st.sampled_from("ab \r\n,")))
def test_streets_are_cut_at_line_ends_and_nowhere_else(text: str) -> None:
    assert "".join("".join(lines(text)).split()) == "".join(text.split())
    assert not any(char in line for line in lines(text) for char in "\r\n")


# --- stages --------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.integers(0, 3) | st.just(float("inf")), st.sampled_from("ab"), st.uuids()), unique=True
    )
)
def test_ranks_are_dense_and_in_order(places: list[Any]) -> None:
    made = [Place(sequence, created, str(key)) for sequence, created, key in places]
    joins = job_stages("a0J", made)
    assert [one.index for one in joins] == list(range(len(places)))
    by_id = {place.stage_id: place for place in made}
    ordered = [by_id[str(one.stage_id)] for one in joins]
    assert [one.sequence for one in ordered] == sorted(one.sequence for one in made)


# --- applications --------------------------------------------------------------------------------------


def an_application(rows: Rows, options: dict[str, Any] | None = None, **values: Any) -> Any:
    return application(rows("application", **values), options_of(options or {}), ORIGIN)


@pytest.mark.parametrize(
    ("state", "stage", "kind", "outcome"),
    [
        ("Active", "Hired", None, "HIRED"),
        ("Active", " hired ", None, "HIRED"),
        ("Active", "Start", "Hired", "HIRED"),
        ("Active", "Applied", "Application", "PENDING"),
        ("Active", "Pending", "Pending", "PENDING"),
        ("Active", None, None, "PENDING"),
        (None, "Hired", None, "HIRED"),
        ("Rejected", "Hired", "Hired", "DECLINED"),
        ("rejected", "Applied", None, "DECLINED"),
    ],
)
def test_outcomes(rows: Rows, state: str | None, stage: str | None, kind: str | None, outcome: str) -> None:
    parent = {"Name": stage, "bpats__Stage_Type__c": kind}
    record = an_application(rows, bpats__Applicant_Status__c=state, bpats__Stage__r=parent)
    assert record.outcome == outcome


def test_which_stages_mean_hired_is_a_setting(rows: Rows) -> None:
    parent = {"Name": "Pending", "bpats__Stage_Type__c": None}
    values = {"bpats__Applicant_Status__c": "Active", "bpats__Stage__r": parent}
    assert an_application(rows, **values).outcome == "PENDING"
    both = {"hired_stage_values": ["Hired", "Pending"]}
    assert an_application(rows, both, **values).outcome == "HIRED"
    assert an_application(rows, {"hired_stage_values": [" "]}, **values).outcome == "PENDING"


def test_a_reason_counts_only_for_the_rejected(rows: Rows) -> None:
    reason = {"bpats__Asymbl_Rejection_Reason__c": "Client Rejected"}
    active = an_application(rows, bpats__Applicant_Status__c="Active", **reason)
    declined = an_application(rows, bpats__Applicant_Status__c="Rejected", **reason)
    assert (active.rejection_reason_name, declined.rejection_reason_name) == (None, "Client Rejected")


def test_references_are_ids_or_nothing(rows: Rows) -> None:
    record = an_application(
        rows,
        bpats__Job__c="a0J8c00000Qr1StEAJ",
        bpats__Stage__c="a0S8c00000Tu1VwEAJ",
        bpats__ATS_Applicant__c=None,
    )
    assert (record.job_id, record.current_stage_id, record.candidate_id) == (
        "a0J8c00000Qr1StEAJ",
        "a0S8c00000Tu1VwEAJ",
        None,
    )
    assert record.remote_url == f"{ORIGIN}/{ID}"
    assert record.remote_created_at is not None
    assert record.remote_updated_at is not None


# --- the explorer --------------------------------------------------------------------------------------


def test_the_explorer_shows_every_visible_field(rows: Rows) -> None:
    offered = {one.key: one for one in a_job(rows, bpats__Salary__c=7).integration_fields}
    package, own, standard = (offered[key] for key in ("bpats__Salary__c", "Cost_Centre__c", "OwnerId"))
    assert (package.type, package.value, package.id) == ("CUSTOM", 7, "bpats__Salary__c")
    assert (own.type, own.label, own.value) == ("CUSTOM", "Cost centre", None)
    assert standard.type == "DEFAULT"
    people = {one.key for one in a_candidate(rows).integration_fields}
    assert {"Languages__c", "bpats__Desired_Salary__c", "Title"} <= people


def test_what_is_mapped_fills_custom_fields(rows: Rows) -> None:
    mapping = {"candidates": {"languages": "Languages__c", "none": "Title"}}
    record = a_candidate(rows, {"custom_fields": mapping}, Languages__c="de;fr")
    assert record.custom_fields == {"languages": "de;fr"}


def test_an_address_without_template_is_made_of_the_origin(make_org: Any) -> None:
    org = make_org()
    org.described["Contact"]["urls"] = {}
    shape = org.connect().connection.org().shape("candidate")
    assert candidate(Record({"Id": ID}, shape), Options(), ORIGIN).remote_url == f"{ORIGIN}/{ID}"


# --- nonsense ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("logical", "make", "values"),
    [
        ("user", "user", {"FirstName": 7}),
        ("user", "user", {"Id": None}),
        ("job", "job", {"bpats__Salary__c": "much"}),
        ("job", "job", {"bpats__Posted_Date__c": "soon"}),
        ("job", "job", {"bpats__Post_Externally__c": "yes"}),
        ("job", "job", {"CreatedDate": "2026-03-02T09:15:00"}),
        ("application", "application", {"bpats__Job__c": ["x"]}),
    ],
)
def test_values_of_another_type_name_their_field(
    rows: Rows, logical: str, make: str, values: dict[str, Any]
) -> None:
    makers: dict[str, Callable[[Record], Any]] = {
        "user": user,
        "job": lambda record: job(record, Options(), ORIGIN, lambda: None),
        "application": lambda record: application(record, Options(), ORIGIN),
    }
    with pytest.raises(VendorNonsenseError) as caught:
        makers[make](rows(logical, **values))
    assert next(iter(values)) in caught.value.message


@given(st.lists(st.from_regex(r"[A-Za-z_]+", fullmatch=True), min_size=1), st.integers())
def test_paths_lead_to_values_or_to_nothing(names: list[str], value: int) -> None:
    row: Any = value
    for name in reversed(names):
        row = {name: row}
    assert at(row, ".".join(names)) == value
    assert at(row, ".".join([*names, "more"])) is None
    assert at(row, "0" + names[0]) is None


def test_what_moves_on_its_own_is_not_offered(rows: Rows) -> None:
    first = a_candidate(rows, AccountId=None)
    later = a_candidate(rows, AccountId="0018c00000Po0L1AAJ", SystemModstamp="2026-03-03T14:22:40.000+0000")
    assert "AccountId" not in [one.key for one in later.integration_fields]
    assert later.model_dump(exclude={"remote_data"}) == first.model_dump(exclude={"remote_data"})
