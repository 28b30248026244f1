import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pytest

from assay.unified.catalogue import MODELS as CATALOGUE
from assay.unified.catalogue import enum_of, references_of
from assay_company import MODELS, SUPPORTING, Company, CompanyBroken, Record, load
from assay_company.company import REFERENCES, check_references, lines

FORBIDDEN = {
    "id",
    "remote_id",
    "changed_at",
    "remote_deleted_at",
    "remote_url",
    "remote_data",
    "integration_fields",
}


@pytest.fixture(params=["core", "full"])
def company(request: pytest.FixtureRequest) -> Company:
    return load(request.param)


def _facts(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record.items() if not key.startswith("_")}


def _with_option_ids(facts: dict[str, Any]) -> dict[str, Any]:
    """Ids of options belong to vendors; a stand-in satisfies the catalogue."""
    form = facts.get("format")
    if isinstance(form, dict) and "options" in form:
        options = [{"id": option["name"], **option} for option in form["options"]]
        return {**facts, "format": {**form, "options": options}}
    return facts


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def test_every_unified_model_has_records(company: Company) -> None:
    assert {f"ats_{name}" for name in MODELS} == set(company.records) == set(CATALOGUE)
    assert all(company.records.values())


@pytest.mark.parametrize("model", sorted(CATALOGUE))
def test_records_are_valid_in_the_unified_catalogue_and_name_no_field_twice(model: str) -> None:
    for record in load().records[model]:
        facts = _facts(record)
        assert not set(facts) & FORBIDDEN
        CATALOGUE[model].model_validate(_with_option_ids(facts))


@pytest.mark.parametrize("model", sorted(CATALOGUE))
def test_records_state_every_fact_of_their_model(model: str) -> None:
    fields = set(CATALOGUE[model].model_fields) - FORBIDDEN
    if model == "ats_application_stages":
        fields -= {"custom_fields"}
    for record in load().records[model]:
        assert fields <= set(record), record.get("_key")


@pytest.mark.parametrize("model", sorted(CATALOGUE))
def test_every_enum_value_occurs(model: str) -> None:
    cls = CATALOGUE[model]
    for field in cls.model_fields:
        values = enum_of(cls, field)
        if values:
            seen = {text for record in load().records[model] for text in _texts(record[field])}
            assert set(values) <= seen, field


@pytest.mark.parametrize("model", sorted(CATALOGUE))
def test_match_fields_identify_records(company: Company, model: str) -> None:
    keys = Counter(
        tuple(str(record.get(field)) for field in company.match[model]) for record in company.records[model]
    )
    assert max(keys.values()) == 1
    assert set(company.match[model]) <= set(CATALOGUE[model].model_fields)


@pytest.mark.parametrize("model", sorted(CATALOGUE))
def test_references_are_checked_as_the_catalogue_knows_them(model: str) -> None:
    known = REFERENCES[model.removeprefix("ats_")]
    for field, target in references_of(CATALOGUE[model]).items():
        if field != "precondition_question_id":
            assert known[field] == target.removeprefix("ats_")


def test_the_core_is_a_small_part_of_the_whole() -> None:
    core, full = load("core"), load()
    for name in (*MODELS, *SUPPORTING):
        assert set(map(str, core.rows(name))) <= set(map(str, full.rows(name)))
    assert len(core.rows("candidates")) == 8
    assert 5 <= len(core.rows("jobs")) <= 6


def test_candidates_and_applications_fill_three_pages_of_a_hundred() -> None:
    assert len(load().rows("candidates")) == 230
    assert len(load().rows("applications")) == 235


def test_there_are_names_of_many_scripts_one_without_last_name_and_hostile_ones() -> None:
    names = [f"{row['first_name']} {row['last_name']}" for row in load().rows("candidates")]
    for pattern in ("[\u0430-\u044f]", r"[一-龯]", r"[äöüß]", r"'", r"<b>"):
        assert any(re.search(pattern, name) for name in names), pattern
    assert [row["first_name"] for row in load().rows("candidates") if row["last_name"] is None] == ["Prince"]
    assert all(" " not in row["first_name"] for row in load().rows("candidates"))
    assert any("<script>" in row["name"] for row in load().rows("jobs"))


def test_all_people_are_invented_at_addresses_that_cannot_exist() -> None:
    addresses = [
        text
        for name in (*MODELS, *SUPPORTING)
        for record in load().rows(name)
        for text in _texts(record)
        if re.fullmatch(r"[^\s/]+@[\w.-]+", text)
    ]
    assert addresses
    assert all(address.lower().endswith((".example", ".test")) for address in addresses)


def test_titles_of_sources_repeat_and_one_tag_is_unused() -> None:
    titles = Counter(row["name"] for row in load().rows("sources"))
    assert titles["LinkedIn"] == 2
    used = {row["tag_id"] for row in load().rows("join_candidates_tags")}
    assert set(load().keyed("tags")) - used == {"tag-unused"}


def test_stage_names_are_unique_and_every_process_has_its_ends() -> None:
    stages = load().rows("application_stages")
    assert len({stage["name"] for stage in stages}) == len(stages)
    for process in load().keyed("hiring_processes"):
        types = [stage["_type"] for stage in stages if stage["_process"] == process]
        assert types.count("Hired") == types.count("Archived") == 1


def test_jobs_without_postings_have_no_description(company: Company) -> None:
    posted = {row["job_id"] for row in company.rows("job_postings")}
    for job in company.rows("jobs"):
        assert (job["description"] is not None) == (job["_key"] in posted)


def test_offers_are_listed_in_order_of_creation() -> None:
    created = [offer["remote_created_at"] for offer in load().rows("offers")]
    assert created == sorted(created)


def test_custom_values_belong_to_definitions(company: Company) -> None:
    for model, labels in company.definitions.items():
        for record in company.records[model]:
            assert set(record["custom_fields"]) <= set(labels)
    assert company.definitions["ats_offers"] == ("Signing bonus", "Car policy", "Terms")


def test_answers_name_the_questions_they_answer(company: Company) -> None:
    questions = company.keyed("screening_questions")
    for application in company.rows("applications"):
        keys = application.get("_answers", [])
        answers = application["screening_question_answers"]
        assert [questions[key]["title"] for key in keys] == [a["question"]["title"] for a in answers]


def test_answers_of_every_type_occur() -> None:
    types = {
        answer["question"]["type"]
        for application in load().rows("applications")
        for answer in application["screening_question_answers"]
    }
    assert types == {"TEXT", "SINGLE_SELECT", "MULTI_SELECT", "BOOLEAN", "NUMBER", "DATE", "UNKNOWN"}


def test_files_are_what_their_names_say(company: Company) -> None:
    folder = files("assay_company") / "files"
    for row in company.rows("files"):
        content = folder.joinpath(row["_file"]).read_bytes()
        assert len(content) < 2048
        if row["content_type"] == "application/pdf":
            assert content.startswith(b"%PDF-1.4")
            assert content.endswith(b"%%EOF\n")
        elif row["content_type"] == "image/png":
            assert content.startswith(b"\x89PNG\r\n")
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert archive.testzip() is None
                assert "word/document.xml" in archive.namelist()


def test_loading_twice_gives_the_same_company() -> None:
    assert load("core") is load("core")


@pytest.mark.parametrize(
    ("text", "told"), [("{}\n[1]", "jobs.jsonl:2: expected an object"), ("{}\n\n{", "jobs.jsonl:3")]
)
def test_a_line_that_is_no_object_is_named(text: str, told: str) -> None:
    with pytest.raises(CompanyBroken, match=told):
        list(lines("jobs", text))


def _world(**changed: list[dict[str, Any]]) -> dict[str, tuple[Record, ...]]:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in REFERENCES}
    rows |= changed
    return {name: tuple(MappingProxyType(row) for row in found) for name, found in rows.items()}


def test_a_key_that_occurs_twice_is_named() -> None:
    with pytest.raises(CompanyBroken, match=r"tags\.jsonl: tag-a occurs twice"):
        check_references(_world(tags=[{"_key": "tag-a"}, {"_key": "tag-a"}]))


def test_a_reference_that_leads_nowhere_is_named() -> None:
    with pytest.raises(CompanyBroken, match="posting-a: job_id names job-b"):
        check_references(_world(job_postings=[{"_key": "posting-a", "job_id": "job-b"}]))
    with pytest.raises(CompanyBroken, match="tag-x"):
        check_references(_world(join_candidates_tags=[{"candidate_id": None, "tag_id": "tag-x"}]))
