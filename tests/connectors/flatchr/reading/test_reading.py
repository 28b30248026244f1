"""A full run: what is asked in which order, what comes of it, and what a refusal costs."""

from typing import Any

import httpx
import pytest

from assay.connector import Complete, ReadRequest
from assay.errors import (
    CredentialError,
    VendorNonsenseError,
    VendorRefusedError,
    VendorUnavailableError,
)

PEOPLE = {"ats_candidates", "ats_applications", "ats_join_candidates_tags"}


def test_a_full_run_follows_the_read_plan_and_writes_nothing(flatchr: Any) -> None:
    read = flatchr.read()

    assert flatchr.places == [
        "columns",
        "vacancies",
        "published",
        "intranet",
        "/educationLevels",
        "/activities",
        "/channels/9/metiers",
        "tags",
        *["search"] * 4,
        "archived",
        "traits",
    ]
    assert {request.method for request in flatchr.requests} == {"GET", "POST"}
    assert {
        place for place, one in zip(flatchr.places, flatchr.requests, strict=True) if one.method == "POST"
    } == {
        "search",
        "archived",
    }
    assert read.complete == {
        "ats_jobs",
        "ats_application_stages",
        "ats_tags",
        "ats_join_jobs_application_stages",
        *PEOPLE,
    }
    assert read.notices == []
    assert read.skipped == []


def test_requests_keep_to_four_per_second(flatchr: Any) -> None:
    flatchr.read()

    assert flatchr.slept_s == [0.25] * (len(flatchr.requests) - 1)


@pytest.mark.parametrize(
    ("model", "places"),
    [
        ("ats_application_stages", {"columns"}),
        ("ats_tags", {"tags"}),
        ("ats_join_jobs_application_stages", {"columns", "vacancies"}),
        ("ats_candidates", {"search", "archived"}),
        ("ats_applications", {"columns", "vacancies", "search", "archived"}),
        ("ats_join_candidates_tags", {"tags", "search", "archived", "traits"}),
    ],
)
def test_only_what_a_model_needs_is_asked_for(flatchr: Any, model: str, places: set[str]) -> None:
    read = flatchr.read(model)

    assert set(flatchr.places) == places
    assert {item.record.store_id for item in read.items if hasattr(item, "record")} == {model}
    assert read.complete == {model}


def test_a_delta_run_reads_everything_and_says_so(flatchr: Any) -> None:
    read = flatchr.read("ats_tags", mode="delta")

    assert read.complete == {"ats_tags"}
    assert any("everything was read" in notice for notice in read.notices)


# --- jobs --------------------------------------------------------------------------------------------


def job(flatchr: Any, **settings: Any) -> Any:
    (record,) = flatchr.read("ats_jobs", **settings).of("ats_jobs")
    return record


def test_a_published_vacancy_becomes_a_public_job(flatchr: Any) -> None:
    record = job(flatchr)
    told = record.model_dump(mode="json", exclude={"integration_fields", "remote_data"}, exclude_none=True)

    assert told == {
        "remote_id": "Hn4RtW8cLq2ZsYv6",
        "name": "Technicien de maintenance H/F",
        "description": (
            "<p>Atelier Boréal fabrique des mâts.</p>\n<ul><li><p>Entretenir les machines</p></li></ul>"
        ),
        "employment_type": "FULL_TIME",
        "status": "OPEN",
        "visibility": "PUBLIC",
        "category": "Production",
        "department": "PRODUCTION",
        "post_url": (
            "https://careers.flatchr.io/fr/company/atelier-boreal/vacancy/"
            "hn4rtw8clq2zsyv6-technicien-de-maintenance-h-f/"
        ),
        "experience_level": "1 to 3 years",
        "remote_work_status": "HYBRID",
        "salary_amount_from": 28000.0,
        "salary_amount_to": 32000.0,
        "salary_currency": "EUR",
        "salary_period": "YEAR",
        "location": {
            "city": "Lorient",
            "country": "FR",
            "raw": "14 Rue des Fontaines, 56100 Lorient, France",
            "state": "Bretagne",
            "street_1": "14 Rue des Fontaines",
            "zip_code": "56100",
        },
        "custom_fields": {},
        "opened_at": "2026-02-12T07:30:00.004Z",
        "remote_created_at": "2026-02-11T09:14:02.511Z",
        "remote_updated_at": "2026-03-02T16:40:55.020Z",
    }


def test_the_raw_objects_of_both_hosts_are_kept(flatchr: Any, vendor: Any) -> None:
    assert job(flatchr).remote_data == {
        "/company/{key}/vacancies": vendor.vacancy(),
        "careers:/company/{slug}.json": vendor.publication(),
    }


def test_the_end_of_the_contract_is_a_field_for_mapping_and_no_closing_date(flatchr: Any) -> None:
    record = job(
        flatchr, options={"custom_fields": {"ends": "end_date", "code": "reference", "x": "video_url"}}
    )
    offered = {one.key: one.value for one in record.integration_fields}

    assert record.closed_at is None
    assert offered["end_date"] == "2026-12-31T00:00:00.000Z"
    assert offered["skills"] == ["soudure", "lecture de plans"]
    assert offered["metier"] == "Technicien"
    assert offered["tag:Ab3NcV7yKd5HwQ1x"] == "Haute"
    assert offered["tag:Zp3NcV7yKd5HwQ1x"] is True
    assert record.custom_fields == {"ends": "2026-12-31T00:00:00.000Z", "code": "MAINT-2026-07"}
    assert len(offered) == len(record.integration_fields)


@pytest.mark.parametrize(
    ("published", "on_intranet", "visibility"),
    [(True, 1, "PUBLIC"), (False, 1, "INTERNAL"), (False, 0, "UNLISTED")],
)
def test_visibility_is_where_a_vacancy_is_published(
    flatchr: Any,
    vendor: Any,
    published: bool,  # noqa: FBT001 -- a case
    on_intranet: int,
    visibility: str,
) -> None:
    flatchr.on("published", {"items": [vendor.publication(published=published)]})
    flatchr.on("intranet", [vendor.vacancy()] * on_intranet)

    record = job(flatchr)

    assert record.visibility == visibility
    assert (record.post_url is None) == (visibility != "PUBLIC")
    assert (record.opened_at is None) == (visibility != "PUBLIC")


def test_a_vacancy_on_a_job_board_alone_is_public_without_a_page_of_ours(flatchr: Any, vendor: Any) -> None:
    items = [{"offer_id": 152, "published": True}, {"offer_id": 7, "published": True}]
    flatchr.on("published", {"items": []}).on("vacancies", [vendor.vacancy(items=items)])

    record = job(flatchr)

    assert (record.visibility, record.post_url, record.opened_at) == ("PUBLIC", None, None)


def test_a_job_was_opened_with_its_first_publication(flatchr: Any, vendor: Any) -> None:
    again = vendor.publication(created_at="2026-05-01T00:00:00.000Z")
    draft = vendor.publication(created_at="2026-01-01T00:00:00.000Z", published=False)
    flatchr.on("published", {"items": [again, draft, vendor.publication()]})

    assert job(flatchr).opened_at.isoformat() == "2026-02-12T07:30:00.004000+00:00"


def test_a_publication_without_its_vacancy_is_known_by_the_plain_id(flatchr: Any, vendor: Any) -> None:
    flatchr.on(
        "published",
        {"items": [vendor.publication(vacancy=None), vendor.publication(vacancy=None, vacancy_id=None)]},
    )

    assert job(flatchr).visibility == "PUBLIC"


def test_labels_come_from_the_reference_lists_where_the_career_site_has_none(flatchr: Any) -> None:
    flatchr.on("published", {"items": []})

    record = job(flatchr)

    assert (record.employment_type, record.category) == ("FULL_TIME", "Production")
    assert all(request.url.params["lang"] == "fr" for request in flatchr.sent("/contracts"))


def test_the_industry_stands_in_for_a_job_family(flatchr: Any, vendor: Any) -> None:
    flatchr.on("published", {"items": []}).on("vacancies", [vendor.vacancy(channel_id=None)])

    assert job(flatchr).category == "Industrie"
    assert "/channels/9/metiers" not in flatchr.places


def test_a_reference_list_is_read_once(flatchr: Any, vendor: Any) -> None:
    flatchr.on("published", {"items": []}).on("vacancies", [vendor.vacancy(), vendor.vacancy(id="Other")])

    assert len(flatchr.read("ats_jobs").of("ats_jobs")) == 2
    assert len(flatchr.sent("/contracts")) == len(flatchr.sent("/channels/9/metiers")) == 1


def test_reference_lists_that_are_gone_cost_their_labels_and_are_named(flatchr: Any) -> None:
    flatchr.on("published", {"items": []})
    for path in ("/contracts", "/channels", "/educationLevels"):
        flatchr.refuse(path, 404)

    read = flatchr.read("ats_jobs")

    assert read.of("ats_jobs")[0].employment_type is None
    assert set(read.skipped) == {
        ("ats_jobs", "employment_type"),
        ("ats_jobs", "category"),
        ("ats_jobs", "integration_fields"),
    }
    assert read.complete == {"ats_jobs"}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, json={"message": "Not available for slug x with url: /company/x.json"}),
        httpx.Response(403, html="<html><title>Attention</title><p>Blocked</p></html>"),
        {"items": [{"vacancy": {"id": "x", "company": {"id": "AnotherCompany12"}}, "vacancy_id": 91234}]},
    ],
)
def test_without_a_career_site_of_its_own_visibility_stays_open(flatchr: Any, answer: Any) -> None:
    flatchr.on("published", answer)

    read = flatchr.read("ats_jobs")
    (record,) = read.of("ats_jobs")

    assert (record.visibility, record.post_url, record.opened_at) == (None, None, None)
    assert record.employment_type == "FULL_TIME"
    assert "careers:/company/{slug}.json" not in record.remote_data
    assert {field for _, field in read.skipped} == {"visibility", "post_url", "opened_at"}


def test_without_the_intranet_list_only_unpublished_jobs_stay_open(flatchr: Any, vendor: Any) -> None:
    flatchr.on("vacancies", [vendor.vacancy(), vendor.vacancy(id="Other", vacancy_id=2)]).refuse(
        "intranet", 400
    )

    read = flatchr.read("ats_jobs")

    assert [record.visibility for record in read.of("ats_jobs")] == ["PUBLIC", None]
    assert read.skipped == [("ats_jobs", "visibility")]


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ({"status": 0}, "status", "ARCHIVED"),
        ({"status": 2}, "status", "2"),
        ({"status": None}, "status", None),
        ({"experience": 11}, "experience_level", "More than 10 years"),
        ({"experience": 3}, "experience_level", "3"),
        ({"experience": None}, "experience_level", None),
        ({"remote": "notime"}, "remote_work_status", "ON_SITE"),
        ({"remote": "fulltime"}, "remote_work_status", "REMOTE"),
        ({"remote": True}, "remote_work_status", "HYBRID"),
        ({"remote": False}, "remote_work_status", "ON_SITE"),
        ({"remote": "sometimes"}, "remote_work_status", None),
        ({"remote": None}, "remote_work_status", None),
        ({"currency": None}, "salary_currency", None),
        ({"salary": "28 000", "salary_max": None}, "salary_amount", 28000),
        ({"salary": "0", "salary_max": None}, "salary_amount", None),
        ({"description": None, "mission": " ", "profile": ""}, "description", None),
        ({"tags": []}, "department", None),
        ({"tags": None}, "department", None),
        ({"address": None}, "location", None),
        ({"slug": None}, "post_url", None),
        ({"skills": None}, "closed_at", None),
    ],
)
def test_single_fields_of_a_vacancy_have_their_meaning(
    flatchr: Any, vendor: Any, more: dict[str, Any], field: str, value: Any
) -> None:
    flatchr.on("vacancies", [vendor.vacancy(**more)])

    assert getattr(job(flatchr), field) == value


@pytest.mark.parametrize(
    "more", [{"address": "14 rue X, Lorient"}, {"address": None, "addressFormatted": "14 rue X, Lorient"}]
)
def test_an_address_in_one_line_is_kept_as_it_is(flatchr: Any, vendor: Any, more: dict[str, Any]) -> None:
    flatchr.on("vacancies", [vendor.vacancy(**more)])

    location = job(flatchr).location

    assert location.raw == "14 rue X, Lorient"
    assert location.city is None


# --- stages ------------------------------------------------------------------------------------------


def test_stages_are_columns_and_every_job_has_all_of_them_in_order(flatchr: Any, vendor: Any) -> None:
    flatchr.on(
        "columns",
        [
            vendor.column(id=9, title="Sans place", position=None),
            vendor.column(id=8, title="Entretien ", position=1, visible=False),
            vendor.column(id=7, title="À trier", position=0),
        ],
    ).on("vacancies", [vendor.vacancy(), vendor.vacancy(id="Other")])

    read = flatchr.read("ats_application_stages", "ats_join_jobs_application_stages")

    assert [(stage.remote_id, stage.name) for stage in read.of("ats_application_stages")] == [
        ("7", "À trier"),
        ("8", "Entretien"),
        ("9", "Sans place"),
    ]
    assert [
        (link.job_id, link.stage_id, link.index) for link in read.of("ats_join_jobs_application_stages")
    ] == [
        (job_id, stage, index)
        for job_id in ("Hn4RtW8cLq2ZsYv6", "Other")
        for index, stage in enumerate("789")
    ]


def test_columns_that_are_renamed_between_the_calls_are_read_once_more(flatchr: Any, vendor: Any) -> None:
    before = [vendor.column(), vendor.column(id=5202, title="Entretien", position=1)]
    after = [vendor.column(), vendor.column(id=5202, title="Échange", position=1)]
    flatchr.on("columns", before, after).on("search", [vendor.row(column="Échange")])

    read = flatchr.read("ats_application_stages", "ats_applications")

    assert len(flatchr.sent("columns")) == 2
    assert read.of("ats_applications")[0].current_stage_id == "5202"
    assert [stage.name for stage in read.of("ats_application_stages")] == ["À trier", "Échange"]
    assert read.notices == []


def test_a_column_that_nobody_knows_leaves_the_stage_empty_and_is_named_once(
    flatchr: Any, vendor: Any
) -> None:
    flatchr.on("search", [vendor.row(column="Perdu "), vendor.row(applicant="Second", column="Perdu ")])

    read = flatchr.read("ats_applications")

    assert [record.current_stage_id for record in read.of("ats_applications")] == [None, None]
    assert read.notices == ["no column is called 'Perdu'; stage unknown (2 applications)"]
    assert len(flatchr.sent("columns")) == 2


@pytest.mark.parametrize("column", [None, "", " "])
def test_a_row_without_column_has_no_stage_and_nothing_to_say(flatchr: Any, vendor: Any, column: Any) -> None:
    flatchr.on("search", [vendor.row(column=column)])

    read = flatchr.read("ats_applications")

    assert read.of("ats_applications")[0].current_stage_id is None
    assert read.notices == []


# --- errors ------------------------------------------------------------------------------------------


def test_an_expired_key_asks_for_a_new_one(flatchr: Any) -> None:
    flatchr.refuse("columns", 401, "Expired token")

    with pytest.raises(CredentialError, match="has expired") as caught:
        flatchr.read()

    assert "Make a new API key" in caught.value.hint
    assert caught.value.detail == {"expired": True}


@pytest.mark.parametrize("place", ["columns", "vacancies", "tags", "search", "traits"])
def test_a_server_error_ends_the_run_and_completes_none_of_the_people(flatchr: Any, place: str) -> None:
    flatchr.refuse(place, 502)
    items = []

    def read() -> None:
        for item in flatchr.connect().read(ReadRequest(models=flatchr.models)):
            items.append(item)  # noqa: PERF402 -- those before the error count

    with pytest.raises(VendorUnavailableError):
        read()

    assert not PEOPLE & {item.model for item in items if isinstance(item, Complete)}
    assert flatchr.pauses_s == [1.0, 2.0, 4.0, 8.0]


def test_a_limit_on_our_rate_is_waited_out(flatchr: Any) -> None:
    limited = httpx.Response(429, headers={"retry-after": "3"}, json={"message": "Rate limit exceeded"})
    flatchr.on("tags", limited, [])

    assert flatchr.read("ats_tags").complete == {"ats_tags"}
    assert flatchr.pauses_s == [3.0]


@pytest.mark.parametrize(
    "answer", [{"items": []}, [1], "text", httpx.Response(200, html="<html>Bonjour</html>")]
)
def test_an_answer_outside_the_documentation_ends_the_run(flatchr: Any, answer: Any) -> None:
    flatchr.on("tags", answer)

    with pytest.raises(VendorNonsenseError):
        flatchr.read("ats_tags")


def test_a_career_site_without_its_list_ends_the_run(flatchr: Any) -> None:
    flatchr.on("published", [])

    with pytest.raises(VendorNonsenseError):
        flatchr.read("ats_jobs")


@pytest.mark.parametrize(
    ("status", "error"), [(404, CredentialError), (403, CredentialError), (400, VendorRefusedError)]
)
def test_refusals_of_a_company_list_say_who_must_act(
    flatchr: Any, status: int, error: type[Exception]
) -> None:
    flatchr.refuse("tags", status, "Insufficient scope")

    with pytest.raises(error):
        flatchr.read("ats_tags")
