"""Any page, in either form, becomes a contract that promises the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.contract import Contract, Difference, contract_yaml, difference, import_page, load_contract, slug
from assay.unified.catalogue import ACTION_TITLES, MODEL_TITLES, fields_of, inputs_of

Titled = dict[str, list[str]]


def some(names: tuple[str, ...], least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=5)


def titled(words: dict[str, tuple[str, ...]], least: int) -> st.SearchStrategy[Titled]:
    entry = st.sampled_from(sorted(words)).flatmap(
        lambda title: st.tuples(st.just(title), some(words[title], least))
    )
    return st.lists(entry, unique_by=lambda pair: pair[0], max_size=4).map(dict)


MODELS = titled({title: fields_of(model) for title, model in MODEL_TITLES.items()}, 0).filter(bool)
ACTIONS = titled({title: inputs_of(action) for title, action in ACTION_TITLES.items()}, 1)
FEATURES = st.lists(
    st.text("abcXYZ é.()'&:#-", min_size=1, max_size=20).map(str.strip).filter(slug),
    unique_by=slug,
    max_size=4,
)


def as_mdx(models: Titled, actions: Titled, features: list[str]) -> str:
    def table(header: str, names: list[str]) -> str:
        rows = "".join(f"  | {escaped(name)} | |\n" for name in names)
        return f"  | {header} | Notes |\n  | --- | --- |\n{rows}"

    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("_", r"\_")

    def tab(title: str, inner: str) -> str:
        return f'<Tab title="{title}">\n{inner}</Tab>\n'

    def accordions(header: str, sections: Titled) -> str:
        return "".join(
            f'<Accordion title="{title}">\n{table(header, names)}</Accordion>\n'
            for title, names in sections.items()
        )

    return (
        "# Acme ATS Integration\nThe tool slug for this connector is `acme`.\n"
        + tab("Models", accordions("Field", models))
        + tab("Actions", accordions("Input Field", actions))
        + tab("Features", table("Feature", features))
    )


def as_plain(models: Titled, actions: Titled, features: list[str]) -> str:
    def sections(header: str, titles: Titled) -> str:
        return "".join(
            f"{title}\n{title}\n" + (table(header, names) if names else "") for title, names in titles.items()
        )

    def table(header: str, names: list[str]) -> str:
        return f"{header} | Notes |\n---|---|\n" + "".join(f"{name} | |\n" for name in names)

    return (
        "Acme ATS Integration\nThe tool slug for this connector is acme\n.\n"
        + sections("Field", models)
        + sections("Field", models)
        + sections("Input Field", actions)
        + table("Feature", [feature.replace("&", "&amp;") for feature in features])
    )


@pytest.mark.parametrize("written", [as_mdx, as_plain])
@given(models=MODELS, actions=ACTIONS, features=FEATURES)
def test_page_and_contract_promise_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    written: Callable[[Titled, Titled, list[str]], str],
    models: Titled,
    actions: Titled,
    features: list[str],
) -> None:
    page = import_page(written(models, actions, features), "acme")
    file = tmp_path_factory.mktemp("contract") / "contract.yaml"
    file.write_text(contract_yaml(page), encoding="utf-8")

    contract = load_contract(file)

    assert difference(page, contract) == []
    assert {model.title: [field.name for field in model.fields] for model in contract.models} == models
    assert [feature.name for feature in contract.features] == features


def test_a_difference_says_what_only_one_of_the_two_has(tmp_path: Path) -> None:
    page = import_page(as_plain({"Tags": ["id", "name"]}, {}, ["Roles"]), "acme")
    text = contract_yaml(page).replace("      - name: name\n", "").replace("Roles", "Delta Syncs")
    (tmp_path / "contract.yaml").write_text(text)

    contract: Contract = load_contract(tmp_path / "contract.yaml")

    assert difference(page, contract) == [
        Difference("field", "Tags", "name", "page"),
        Difference("feature", "", "Roles", "page"),
        Difference("feature", "", "Delta Syncs", "contract"),
    ]


def test_notes_of_the_page_are_not_written() -> None:
    text = as_plain({"Tags": ["id"]}, {}, []).replace("Field | Notes |", "Do mind this.Field | Notes |")
    page = import_page(text, "acme")

    assert page.models[0].notes == ("Do mind this.",)
    assert "mind" not in contract_yaml(page)
