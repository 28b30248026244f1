import pytest

from .checkout import ROOT


def test_import_rules_hold(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    importlinter = pytest.importorskip("importlinter.cli", reason="import-linter is not installed here")
    monkeypatch.chdir(ROOT)

    code = importlinter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert code == 0, capsys.readouterr().out
