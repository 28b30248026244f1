"""The site of the committed results in a real browser, from files, without any network."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from assay import exhibiting
from assay_reports.site import site
from tests.reports.results import acme
from tests.reports.site.exhibited import ROOT, committed, exhibits
from tests.reports.site.test_text_of_others import NASTY, hostile_site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = (
    "index.html",
    "features.html",
    "acme.html",
    "models/users.html",
    "actions/add-note.html",
    "evidence/acme/jobs.html",
)
# Without preload axe reads no files by itself, which pages from files may not.
AXE = {"preload": False, "resultTypes": ["violations"]}
_SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed connectors, and one of which everything is said that can be."""
    every = [acme(), *committed()]
    shown = exhibiting.exhibits(every[1:], ROOT / "cassettes") | exhibits(every[:1])
    folder = tmp_path_factory.mktemp("site")
    for path, data in site(every, shown):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium is installed: apt-get install chromium, or any Chrome on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        yield browser
        browser.close()


class Visit:
    """A window in which complaints and requests are noted."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self.folder = folder
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def to(self, path: str) -> Page:
        self.page.goto(f"{self.folder.as_uri()}/{path}")
        return self.page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, folder: Path) -> Iterator[Visit]:
    visit = Visit(context, folder)
    yield visit
    assert visit.complaints == []
    assert all(url.startswith("file:///") or url == "data:," for url in visit.requests)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_kind_of_page(visit: Visit, theme: str) -> None:
    visit.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found: list[tuple[str, str, str]] = []
    for path in PAGES:
        violations = Axe().run(visit.to(path), options=AXE).response["violations"]
        found += [
            (path, one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in _SERIOUS
        ]
    assert found == []


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_window(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    for path in PAGES:
        page = visit.to(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_index_opens_in_under_a_second(visit: Visit) -> None:
    visit.to("index.html")
    visit.to("index.html")
    took_ms = visit.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")

    assert 0 < took_ms < 1000


def test_a_cell_of_the_heat_map_leads_to_the_evidence(visit: Visit) -> None:
    page = visit.to("index.html")
    page.locator("#models").get_by_role("link", name="fields proven").first.click()
    page.locator("[data-part]:target tbody th a").first.click()

    expect(page.locator(".clause:target")).to_be_visible()
    expect(page.locator(".clause:target mark").first).to_be_visible()


def test_the_filter_shows_what_fits_and_counts_it(visit: Visit) -> None:
    page = visit.to("acme.html")
    status = page.locator("[data-count]")
    expect(status).to_have_text(f"{len(acme().results)} promises")

    page.get_by_label("Outcome").select_option("failed")
    expect(status).to_have_text("1 promise")
    expect(page.locator("tr[data-k]:visible")).to_have_count(1)
    expect(page.get_by_role("heading", name="Actions")).to_be_hidden()

    page.get_by_label("Outcome").select_option("")
    page.get_by_label("rests on an assumption").check()
    expect(page.locator("tr[data-k]:visible")).to_contain_text(["remote_url"])
    page.get_by_label("rests on an assumption").uncheck()

    page.get_by_label("Kind").select_option("behaviour")
    page.get_by_label("Filter by text").fill("draft LEFT")
    expect(status).to_have_text("1 promise")
    expect(page.locator(".rules li:visible")).to_have_count(1)


def test_search_is_reached_and_used_by_keyboard_alone(visit: Visit) -> None:
    page = visit.to("models/jobs.html")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()

    page.keyboard.type("acme remote_url")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("remote_url")
    expect(options.first).to_have_attribute("aria-selected", "true")

    box.fill("create candidate")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/create-candidate.html")


def test_search_closes_with_escape_and_says_when_there_is_nothing(visit: Visit) -> None:
    page = visit.to("index.html")
    page.get_by_role("button", name="Search connectors").click()
    page.keyboard.type("no such thing")
    expect(page.locator(".hint")).to_have_text("Nothing of that name.")

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_slash_inside_a_field_is_a_slash(visit: Visit) -> None:
    page = visit.to("acme.html")
    page.get_by_label("Filter by text").press_sequentially("a/b")

    expect(page.get_by_label("Filter by text")).to_have_value("a/b")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_theme_is_switched_and_remembered(visit: Visit) -> None:
    visit.page.emulate_media(color_scheme="light")
    page = visit.to("index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(paper)

    assert light != dark
    visit.to("evidence/acme/jobs.html")
    assert page.evaluate(paper) == dark
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")


def test_the_first_key_leads_past_the_head(visit: Visit) -> None:
    page = visit.to("acme.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_without_script_everything_is_there_and_nothing_that_needs_it(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/acme.html")

    assert page.locator("tr[data-k]:visible").count() > 0
    assert (
        page.locator("[data-filter]:visible, [data-find]:visible, [data-theme-toggle]:visible").count() == 0
    )
    context.close()


def test_hostile_text_runs_nothing(visit: Visit, tmp_path: Path) -> None:
    for path, data in hostile_site(" ".join(NASTY)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    visit.folder = tmp_path
    for path in sorted(tmp_path.rglob("*.html")):
        page = visit.to(path.relative_to(tmp_path).as_posix())
        assert page.evaluate("window.hacked") is None
    page.keyboard.press("/")
    page.keyboard.type("script")
    page.get_by_role("dialog").get_by_role("option").first.wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#found script, #found img, #found svg").count() == 0


def test_printed_pages_have_no_controls(visit: Visit) -> None:
    page = visit.to("acme.html")
    page.emulate_media(media="print")

    assert page.locator("[data-filter]:visible, [data-find]:visible, .toc:visible").count() == 0
    with pytest.raises(Error):
        page.locator(".toc").click(timeout=50)
