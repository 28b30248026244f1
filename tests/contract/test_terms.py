"""What a contract asks of the gate."""

from pathlib import Path

import pytest

from assay.change import DEFAULTS, ChangeKind, Severity
from assay.contract import Terms, load_contract
from assay.errors import ContractError

CONTRACT = "connector: acme\nname: Acme\nmodels: []\nactions: []\nfeatures: []\n"


def _terms(folder: Path, text: str) -> Terms:
    file = folder / "contract.yaml"
    file.write_text(CONTRACT + text, encoding="utf-8")
    return load_contract(file).gate


def _mistake(folder: Path, text: str) -> str:
    with pytest.raises(ContractError) as caught:
        _terms(folder, text)
    return str(caught.value)


def test_a_contract_that_says_nothing_asks_for_the_usual(tmp_path: Path) -> None:
    terms = _terms(tmp_path, "")

    assert terms.max_age_days == 365
    assert {kind: terms.weighs(kind) for kind in ChangeKind} == DEFAULTS


def test_a_contract_may_ask_for_fresher_evidence_and_raise_a_severity(tmp_path: Path) -> None:
    terms = _terms(tmp_path, "gate: {max_age_days: 90, severity: {standing: refuse}}\n")

    assert terms.max_age_days == 90
    assert terms.weighs(ChangeKind.STANDING) is Severity.REFUSE
    assert terms.weighs(ChangeKind.REGRESSION) is Severity.REFUSE


@pytest.mark.parametrize(
    ("kind", "severity"),
    [(kind, severity) for kind in ChangeKind for severity in Severity if severity.is_below(DEFAULTS[kind])],
)
def test_no_contract_lowers_a_severity(tmp_path: Path, kind: ChangeKind, severity: Severity) -> None:
    said = _mistake(tmp_path, f"gate:\n  severity:\n    {kind}: {severity}\n")

    assert (
        f"contract.yaml:8: a contract may raise a severity, not lower it: {kind} is {DEFAULTS[kind]}" in said
    )
    assert "waivers.yaml" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gate:\n  max_age_days: 0\n", "contract.yaml:7: 'gate.max_age_days' must be 1 or more; found 0"),
        ("gate:\n  max_age_days: soon\n", "'gate.max_age_days' must be a whole number; found 'soon'"),
        ("gate:\n  severity: {regresion: refuse}\n", "must be one of 'errored', 'regression'"),
        (
            "gate:\n  severity: {standing: fatal}\n",
            "must be one of 'refuse', 'warn' or 'note'; found 'fatal'",
        ),
        ("gate:\n  max_age: 3\n", "max_age_days"),
    ],
)
def test_a_mistake_in_the_terms_names_the_line_and_what_is_allowed(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert expected in _mistake(tmp_path, text)
