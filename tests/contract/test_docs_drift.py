"""The published pages, the contracts and what is proven: nothing drifts.

The pages are not part of the repository; where they are not found, this says so and is skipped.
"""

import sys
from pathlib import Path

import pytest

from assay.cli import main

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "seeds"

needs_pages = pytest.mark.skipif(
    not PAGES.is_dir(), reason=f"the published pages are not ours to copy; none found at {PAGES}"
)


@needs_pages
@pytest.mark.parametrize("connector", ["ashby", "asymbl", "avionte", "flatchr", "recruitee"])
def test_a_published_page_promises_what_is_declared_and_proven(
    connector: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [page] = PAGES.glob(f"{connector}.*")
    results = ROOT / "reports" / "results" / f"{connector}.jsonl"
    monkeypatch.setattr(sys, "argv", ["assay", "import", "--check", str(page), "--results", str(results)])

    with pytest.raises(SystemExit) as ended:
        main()

    said = capsys.readouterr()
    print(said.err)  # noqa: T201 -- ``tox run -e pages`` shows it
    assert ended.value.code == 0, said.err
