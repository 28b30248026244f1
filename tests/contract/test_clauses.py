"""Clauses have stable ids, in the order in which a contract makes its promises."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.contract import KINDS, Contract, clause_id, clauses_of, load_contracts, slug

CONTRACTS = load_contracts(Path(__file__).parents[2] / "contracts" / "assay_contracts")

SMALL = Contract.model_validate(
    {
        "connector": "acme",
        "name": "Acme",
        "models": [
            {
                "title": "Job postings",
                "source": "acme sheet 1",
                "fields": [
                    {"name": "url"},
                    {
                        "name": "title",
                        "source": "acme sheet 2",
                        "exempt": {"fact": "it has none", "source": "acme sheet 3"},
                    },
                ],
            },
            {"title": "Tags", "fields": [], "inferred": [{"name": "name"}]},
        ],
        "actions": [
            {
                "title": "Create candidate",
                "source": "acme sheet 4",
                "inputs": [{"name": "candidate.first_name"}],
            }
        ],
        "features": [{"name": "System roles (e.g. Admin)"}],
        "behaviours": [
            {
                "id": "id-changes",
                "group": "Tags",
                "given": "a",
                "when": "b",
                "then": "c",
                "source": "acme sheet 5",
            }
        ],
    }
)


def test_ids_name_connector_kind_title_and_item() -> None:
    assert [clause.id for clause in clauses_of(SMALL)] == [
        "acme/model/job-postings",
        "acme/field/job-postings/url",
        "acme/field/job-postings/title",
        "acme/model/tags",
        "acme/action/create-candidate",
        "acme/input/create-candidate/candidate.first_name",
        "acme/feature/system-roles-e-g-admin",
        "acme/behaviour/tags/id-changes",
    ]


def test_a_listed_clause_spells_titles_as_the_page_does() -> None:
    assert [clause.listed() for clause in clauses_of(SMALL)][4:] == [
        {
            "id": "acme/action/create-candidate",
            "connector": "acme",
            "kind": "action",
            "group": "Create candidate",
            "item": "",
        },
        {
            "id": "acme/input/create-candidate/candidate.first_name",
            "connector": "acme",
            "kind": "input",
            "group": "Create candidate",
            "item": "candidate.first_name",
        },
        {
            "id": "acme/feature/system-roles-e-g-admin",
            "connector": "acme",
            "kind": "feature",
            "group": "",
            "item": "System roles (e.g. Admin)",
        },
        {
            "id": "acme/behaviour/tags/id-changes",
            "connector": "acme",
            "kind": "behaviour",
            "group": "Tags",
            "item": "id-changes",
        },
    ]


def test_a_field_or_input_without_source_has_that_of_its_model_or_action() -> None:
    sources = {clause.id: clause.source for clause in clauses_of(SMALL)}

    assert sources["acme/field/job-postings/url"] == "acme sheet 1"
    assert sources["acme/field/job-postings/title"] == "acme sheet 2"
    assert sources["acme/input/create-candidate/candidate.first_name"] == "acme sheet 4"
    assert sources["acme/model/tags"] == ""


def test_a_clause_carries_its_exemption_and_the_promise_itself() -> None:
    title = next(clause for clause in clauses_of(SMALL) if clause.item == "title")

    assert title.exempt is not None
    assert title.exempt.fact == "it has none"
    assert title.promise is SMALL.models[0].fields[1]


def test_inferred_fields_make_no_clauses() -> None:
    assert not [clause for clause in clauses_of(SMALL) if clause.kind == "field" and clause.group == "Tags"]


@pytest.mark.parametrize("connector", list(CONTRACTS))
def test_no_two_clauses_of_a_connector_share_an_id(connector: str) -> None:
    ids = [clause.id for clause in clauses_of(CONTRACTS[connector])]

    assert len(set(ids)) == len(ids)
    assert all(identity.startswith(f"{connector}/") for identity in ids)


def test_no_two_clauses_of_different_connectors_share_an_id() -> None:
    ids = [clause.id for contract in CONTRACTS.values() for clause in clauses_of(contract)]

    assert len(set(ids)) == len(ids)


@given(st.text())
def test_a_slug_holds_only_letters_digits_and_single_dashes(title: str) -> None:
    made = slug(title)

    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in made
    assert made == slug(made)


@given(st.sampled_from(KINDS), st.text("abc -", max_size=5), st.text("abc_.", max_size=5))
def test_no_id_has_an_empty_part(kind: str, group: str, item: str) -> None:
    made = clause_id("acme", kind, group, item)  # type: ignore[arg-type]

    assert all(made.split("/"))
