"""Every mistake in a contract gives one message: file and line, what was found and allowed, what to do."""

from pathlib import Path
from typing import NamedTuple

import pytest

from assay.contract import Contract, load_contract, load_contracts
from assay.contract.text import read_document
from assay.errors import ContractError

GOOD = """\
connector: acme
name: Acmé
models:
  - title: Jobs
    source: acme sheet 1
    fields:
      - name: job_code
        renders: {A: B, "NO": null, 5: 1.5}
      - name: remote_url
        pattern: https://acme.test/{remote_id}
  - title: Tags
    fields: []
    inferred:
      - name: name
actions:
  - title: Add tag to candidate
    inputs:
      - name: tag.name
        arrives: &seen
          - {to: /tags, at: "tags[].name", as: {hot: true}, how: inside}
          - {when: hot}
      - name: candidate_id
        arrives: *seen
features:
  - name: Roles
  - name: Job roles
    part_of: Roles
behaviours:
  - id: tags-are-made
    group: Add tag to candidate
    given: no tag
    when: it is added
    then: it exists
    source: acme sheet 2
wire:
  base_url: https://acme.test
  key: id
  listings: [{by: cursor, items: results, more: more, next: next, cursor: cursor, limit: limit}]
  refusal: {ok: false}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "contract.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(file: Path) -> ContractError:
    with pytest.raises(ContractError) as caught:
        load_contract(file)
    return caught.value


@pytest.fixture
def good(tmp_path: Path) -> Contract:
    return load_contract(written(tmp_path, GOOD))


def test_a_good_contract_is_read_whole(good: Contract) -> None:
    assert good.name == "Acmé"
    assert [model.title for model in good.models] == ["Jobs", "Tags"]
    assert good.models[0].record.store_id == "ats_jobs"
    assert good.actions[0].action.operation == "add_candidate_tag"
    assert [feature.part_of for feature in good.features] == [None, "Roles"]
    assert good.behaviours[0].then == "it exists"
    assert good.wire is not None
    [listing] = good.wire.listings
    assert listing.final == ()


def test_words_are_read_as_yaml_1_2_reads_them(good: Contract) -> None:
    assert good.models[0].fields[0].renders == {"A": "B", "NO": None, "5": 1.5}


def test_the_code_of_norway_and_dates_stay_text(tmp_path: Path) -> None:
    text = GOOD.replace(
        '{A: B, "NO": null, 5: 1.5}', "{NO: yes, a: 2026-01-02, b: -7, c: true, d: ~, e: '1'}"
    )
    renders = load_contract(written(tmp_path, text)).models[0].fields[0].renders

    assert renders == {"NO": "yes", "a": "2026-01-02", "b": -7, "c": True, "d": None, "e": "1"}


def test_one_pattern_may_stand_alone_and_several_in_a_list(tmp_path: Path, good: Contract) -> None:
    several = GOOD.replace("pattern: https://acme.test/{remote_id}", "pattern: [one, two]")

    assert good.models[0].fields[1].pattern == ("https://acme.test/{remote_id}",)
    assert load_contract(written(tmp_path, several)).models[0].fields[1].pattern == ("one", "two")


def test_an_alias_repeats_what_its_anchor_holds(good: Contract) -> None:
    tag, candidate = good.actions[0].inputs

    assert tag.arrives == candidate.arrives
    assert tag.arrives[0].as_ == {"hot": True}
    assert tag.arrives[1].when == "hot"


class Mistake(NamedTuple):
    before: str
    after: str
    line: int
    found: str
    hint: str


MISTAKES = [
    # words of the unified catalogue
    Mistake(
        "title: Jobs",
        "title: Jobz",
        4,
        "model 'Jobz' is unknown; allowed: Users, Jobs,",
        "did you mean 'Jobs'?",
    ),
    Mistake("title: Jobs", "title: jobs", 4, "model 'jobs' is unknown", "did you mean 'Jobs'?"),
    Mistake(
        "name: job_code",
        "name: jobcode",
        7,
        "field 'jobcode' of Jobs is unknown; allowed: id,",
        "'job_code'?",
    ),
    Mistake(
        "name: name",
        "name: nane",
        14,
        "field 'nane' of Tags is unknown; allowed: id,",
        "did you mean 'name'?",
    ),
    Mistake(
        "title: Add tag to",
        "title: Add tags to",
        16,
        "action 'Add tags to candidate' is unknown",
        "'Add tag to",
    ),
    Mistake(
        "name: tag.name",
        "name: label",
        18,
        "input 'label' of Add tag to candidate is unknown; allowed: candidate_id, tag.name",
        "use one of the allowed words",
    ),
    # twice
    Mistake("title: Tags", "title: Jobs", 11, "model 'Jobs' is declared twice (entries 1 and 2)", "take one"),
    Mistake("name: remote_url", "name: job_code", 9, "field 'job_code' is declared twice", "take one"),
    Mistake("name: candidate_id", "name: tag.name", 22, "input 'tag.name' is declared twice", "take one"),
    Mistake(
        "name: Job roles",
        "name: Roles",
        26,
        "feature 'Roles' is declared twice",
        "take one",
    ),
    Mistake(
        "name: Acmé", "name: Acmé\nname: Acme", 3, "key 'name' is given twice, first in line 2", "keep one"
    ),
    Mistake(
        "name: Job roles",
        "name: (Roles)",
        26,
        "features 'Roles' and '(Roles)' would both have the clause id 'roles'",
        "tell them apart",
    ),
    Mistake("name: Job roles", "name: '!'", 26, "feature '!' has neither letter nor digit", "can be spelled"),
    # what belongs together
    Mistake(
        "part_of: Roles",
        "part_of: Role",
        27,
        "parent feature 'Role' is unknown; allowed: Roles",
        "'Roles'?",
    ),
    Mistake(
        "group: Add tag to candidate",
        "group: Candidates",
        30,
        "of a behaviour is unknown; allowed: Jobs, Tags, Add tag to candidate, Roles, Job roles, General",
        "use one of the allowed words",
    ),
    Mistake(
        "fields: []",
        "fields: [{name: id}]",
        13,
        "Tags has both fields and inferred fields",
        "move the inferred",
    ),
    # shape
    Mistake(
        "connector: acme",
        "conector: acme",
        1,
        "key 'connector' is missing; found a mapping with",
        "add 'connector:'",
    ),
    Mistake(
        "name: job_code",
        "nam: job_code",
        7,
        "key 'name' of 'models[0].fields[0]' is missing",
        "add 'name:'",
    ),
    Mistake(
        "renders:",
        "render:",
        8,
        "key 'render' of 'models[0].fields[0]' is unknown; allowed: source,",
        "'renders'?",
    ),
    Mistake(
        "as: {",
        "az_: {",
        20,
        "key 'az_' of 'actions[0].inputs[0].arrives[0]' is unknown; allowed: to, at, as,",
        "use one of",
    ),
    Mistake(
        "  key: id", "  keys: id", 37, "key 'keys' of 'wire' is unknown; allowed: base_url, hosts,", "'key'?"
    ),
    Mistake(
        "next: next, ",
        "",
        38,
        "a listing cut by cursor needs 'next', which is missing",
        "say which key",
    ),
    Mistake(
        "wire:",
        "wires:",
        35,
        "key 'wires' is unknown; allowed: connector, name, models,",
        "did you mean 'wire'?",
    ),
    Mistake(
        "then: it exists",
        "then: ''",
        33,
        "'behaviours[0].then' must be text that is not empty; found ''",
        "correct",
    ),
    Mistake(
        "given: no tag", "given: 7", 31, "'behaviours[0].given' must be text; found 7", "correct the value"
    ),
    Mistake("name: Acmé", "name:", 2, "'name' must be text; found nothing", "correct the value"),
    Mistake(
        "id: tags-are-made",
        "id: Tags Are",
        29,
        "'behaviours[0].id' must be text that matches ^[a-z0-9]+",
        "correct",
    ),
    Mistake(
        "how: inside",
        "how: outside",
        20,
        "must be one of 'whole', 'inside', 'shortened',",
        "correct the value",
    ),
    Mistake(
        '{A: B, "NO": null, 5: 1.5}',
        "A",
        8,
        "renders' must be a mapping (key: value); found 'A'",
        "correct",
    ),
    Mistake(
        "    fields: []",
        "    fields: {a: 1}",
        12,
        "fields' must be a list (lines that start with '- '); found a",
        "",
    ),
    Mistake("  key: id", "  key: [id]", 37, "'wire.key' must be text; found a list of 1", "correct"),
    Mistake("https://acme.test/{remote_id}", "{}", 10, "pattern' must be", "correct"),
    Mistake(
        "  - name: Roles",
        "  - Roles",
        25,
        "'features[0]' must be a mapping (key: value); found 'Roles'",
        "correct",
    ),
    # YAML
    Mistake(
        "    source: acme sheet 1",
        "\tsource: acme sheet 1",
        5,
        "a tab where YAML wants spaces",
        "with spaces",
    ),
    Mistake(
        "name: Acmé", "name: 'Acmé", 40, "not valid YAML: found unexpected end of stream", "missing quote"
    ),
    Mistake(
        "name: Acmé",
        "name: Acmé: x",
        2,
        "mapping values are not allowed in this context; found 'name:",
        "colon",
    ),
    Mistake("name: Acmé", "[a]: x", 2, "a key must be a word", "quote it"),
    Mistake("arrives: &seen", "arrives: &seen\n          - *seen", 19, "this value contains itself", "alias"),
    Mistake("*seen", "*unseen", 23, "not valid YAML: found undefined alias", "missing quote"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.after[:30])
def test_a_mistake_names_line_and_what_was_found_and_allowed(tmp_path: Path, mistake: Mistake) -> None:
    assert mistake.before in GOOD
    file = written(tmp_path, GOOD.replace(mistake.before, mistake.after, 1))

    error = refusal(file)

    assert error.where == f"{file}:{mistake.line}"
    assert mistake.found in error.message
    assert mistake.hint in error.hint
    assert error.exit_code == 2


def test_two_behaviours_of_one_id_in_one_group_are_refused(tmp_path: Path) -> None:
    behaviour = GOOD[GOOD.index("  - id: tags-are-made") : GOOD.index("wire:")]
    file = written(tmp_path, GOOD.replace("wire:", behaviour + "wire:"))

    error = refusal(file)

    assert error.where == f"{file}:35"
    assert "behaviour 'Add tag to candidate: tags-are-made' is declared twice" in error.message


def test_the_same_id_in_two_groups_is_two_behaviours(tmp_path: Path) -> None:
    behaviour = GOOD[GOOD.index("  - id: tags-are-made") : GOOD.index("wire:")]
    other = behaviour.replace("group: Add tag to candidate", "group: General")

    assert len(load_contract(written(tmp_path, GOOD.replace("wire:", other + "wire:"))).behaviours) == 2


def test_the_line_of_what_is_not_there_is_that_of_what_is_around_it(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, GOOD))

    assert document.where(("models", 0, "fields", 0, "name", "x")).endswith(":7")
    assert document.where(("models", "x")).endswith(":3")
    assert document.where(("models", 9)).endswith(":3")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path / "contract.yaml")

    assert error.message == "no such file"
    assert error.where == str(tmp_path / "contract.yaml")


def test_a_folder_is_not_a_contract(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path).message


def test_an_empty_file_is_refused_with_a_way_to_start(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "# nothing\n"))

    assert error.message == "the file is empty"
    assert "assay import PAGE" in error.hint


def test_a_file_that_is_a_list_is_refused(tmp_path: Path) -> None:
    assert "must be a mapping (key: value); found a list of 1" in refusal(written(tmp_path, "- a\n")).message


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "contract.yaml"
    file.write_bytes(b"name: Acm\xe9\n")

    assert refusal(file).message == "not UTF-8 at byte 9"


def test_a_character_that_yaml_forbids_is_refused(tmp_path: Path) -> None:
    assert "not valid YAML" in refusal(written(tmp_path, "name: \x07\n")).message


def test_contracts_of_a_folder_come_by_slug_in_order(tmp_path: Path) -> None:
    for slug in ("zeta", "acme"):
        (tmp_path / slug).mkdir()
        written(tmp_path / slug, GOOD.replace("connector: acme", f"connector: {slug}"))

    assert list(load_contracts(tmp_path)) == ["acme", "zeta"]


def test_a_contract_in_the_folder_of_another_vendor_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zeta").mkdir()
    file = written(tmp_path / "zeta", GOOD)

    with pytest.raises(ContractError) as caught:
        load_contracts(tmp_path)

    assert caught.value.where == f"{file}:1"
    assert caught.value.message == "connector is 'acme' but the folder is 'zeta'"


def test_a_folder_without_contracts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="no contract found"):
        load_contracts(tmp_path)
