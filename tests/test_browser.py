"""What a visitor's browser makes of the pages: no error, nothing from another host, labels that can be read."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import invented
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from crawler.serving import METADATA, command

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
DASHBOARDS = tuple(yaml.safe_load(METADATA.read_text(encoding="utf-8"))["plugins"]["datasette-dashboards"])
expect.set_options(timeout=20_000)  # a busy machine may take longer than the usual 5 s to draw a frame
READY = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
MIDDLE = "element => (element.getBoundingClientRect().top + element.getBoundingClientRect().bottom) / 2"
SCROLLED_TO = f"scrollY > 0 && ({MIDDLE})(document.querySelector('#marked')) < innerHeight"
LEFT = "net::ERR_ABORTED"  # the visitor went on before it was there
INK = """text => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.font = "32px " + getComputedStyle(document.querySelector("h1")).fontFamily;
    canvas.fillText(text, 4, 40);
    return canvas.getImageData(0, 0, 60, 60).data.join();
}"""


def report_of(page, body="示例市公安局", year=2023):
    """The address of a report of the invented archive."""
    page.goto(f"/archive/search?words=住建&year={year}")
    return page.get_by_role("link", name=f"{body}{year}年政府信息公开工作年度报告").get_attribute("href")


def source_of(page):
    """The address of the place in the bytes where a number stands."""
    page.goto(report_of(page))
    return page.locator("#requests\\.refused_third_party\\.total a").get_attribute("href")


SHOWN = {
    "home": lambda page: "/",
    "search": lambda page: "/archive/search?words=住建+复议&year=2023",
    "report": report_of,
    "source": source_of,
    "compare": lambda page: "/archive/compare/years?body=示例市住房和城乡建设局",
    "region": lambda page: "/archive/compare/region?region=99&year=2023",
    "dashboard": lambda page: "/-/dashboards/requests",
    "query": lambda page: "/archive/requests_by_province?year=2023",
    "table": lambda page: "/archive/reports",
    "database": lambda page: "/archive",
}


@pytest.fixture(scope="module")
def address(starter):
    """Datasette on the starter archive, on a port that the system chose."""
    yield from served(starter)


@pytest.fixture(scope="module")
def invented_address(tmp_path_factory):
    """Datasette on the invented archive, which has several years and bodies."""
    yield from served(invented.invent(tmp_path_factory.mktemp("invented")))


def served(archive):
    process = subprocess.Popen(
        command(archive, "127.0.0.1", 0), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    said = []
    for line in process.stderr:
        said.append(line)
        if ready := READY.search(line):
            yield ready[1]
            break
    else:
        pytest.fail(f"Datasette ended before it was ready:\n{''.join(said)}")
    process.terminate()
    process.communicate()


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"no browser to test with: install one of {', '.join(BROWSERS)} (.ci/browser does)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390], ids=["desk", "telephone"])
def page(browser, address, request):
    """A visitor of the starter archive."""
    yield from visiting(browser, address, request.param)


@pytest.fixture(params=[1280, 390], ids=["desk", "telephone"])
def many(browser, invented_address, request):
    """A visitor of the invented archive."""
    yield from visiting(browser, invented_address, request.param)


def visiting(browser, address, width):
    """A page of a visitor; whatever goes wrong in the browser while a test uses it fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 844})
    context.set_default_timeout(30_000)
    page = context.new_page()
    problems = []
    page.on("console", lambda message: message.type in ("error", "warning") and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "requestfailed", lambda failed: failed.failure == LEFT or problems.append(f"{failed.failure}: {failed.url}")
    )
    page.on("request", lambda sent: sent.url.startswith((address, "data:")) or problems.append(sent.url))
    yield page
    context.close()
    assert problems == []


def fits(page):
    """Whether nothing but a table's own frame has to be drawn sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_home_page_leads_to_the_questions(page):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("政府信息公开工作年度报告")
    assert fits(page)
    page.get_by_role("link", name="各地区各年收到的申请").click()
    expect(page).to_have_url(re.compile("/archive/requests_by_region$"))


def test_chinese_is_drawn_with_a_font_that_has_it(page):
    page.goto("/")
    drawn = [page.evaluate(INK, text) for text in ("政", "府", "\U0010fffe", "")]
    assert len(set(drawn)) == 4


def test_table_shows_the_printed_labels(page):
    page.goto("/archive/requests")
    for label in ("自然人", "社会公益组织", "总计"):
        box = page.locator("th .label", has_text=re.compile(f"^{label}$")).bounding_box()
        assert box["width"] > 20
        assert box["height"] > 10
    assert fits(page)


def test_menus_and_facets_of_a_table_work(page):
    page.goto("/archive/requests")
    gear = page.locator("th.col-total svg")
    gear.scroll_into_view_if_needed()
    gear.click()
    expect(page.locator(".dropdown-column-description")).to_contain_text("总计 · Total")
    page.get_by_role("link", name="Sort descending").click()
    expect(page).to_have_url(re.compile("_sort_desc=total"))
    expect(page.locator("td.col-total").first).to_have_text("7")
    page.locator(".facet-info a", has_text="上年结转政府信息公开申请数量").click()
    expect(page).to_have_url(re.compile("row=carried_in"))


def test_a_query_leads_to_a_report(page):
    page.goto("/archive/full_grant_rate?year=2023&region=410825")
    page.locator("td.col-report a").click()
    expect(page).to_have_url(re.compile("/archive/reports/[a-z2-7]{12}$"))
    expect(page.locator("h1")).to_have_text("温县住房和城乡建设局2023年政府信息公开工作年度报告")
    expect(page.locator("#requests\\.new_received\\.total")).to_have_text("2")
    assert fits(page)


def test_other_rows_carry_the_names_of_their_columns(page):
    page.goto("/archive/agencies")
    page.locator("td.col-id a, td.col-Link a").first.click()
    label = page.locator("td.col-name").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"name · 名称"'
    assert fits(page)


def test_from_a_word_to_a_report_to_a_number_to_its_source(many):
    many.goto("/")
    many.get_by_role("searchbox").last.fill("住建")
    many.get_by_role("button", name="查找").click()
    expect(many.locator(".passage mark").first).to_have_text("住建")
    many.get_by_role("link", name="示例市公安局2023年政府信息公开工作年度报告").click()
    expect(many.locator("#cite")).to_be_visible()
    many.wait_for_load_state()
    assert fits(many)
    number = many.locator("#requests\\.refused_third_party\\.total a")
    printed = number.inner_text()
    number.focus()
    many.keyboard.press("Enter")
    expect(many.locator("dl.meta")).to_contain_text("相符 verified")
    marked = many.frame_locator("iframe.source").locator("#marked")
    expect(marked).to_have_text(printed)
    many.frames[1].wait_for_function(SCROLLED_TO)
    assert many.locator("iframe.source").bounding_box()["y"] + marked.evaluate(MIDDLE) < many.viewport_size["height"]


@pytest.mark.parametrize("slug", DASHBOARDS)
def test_dashboards_draw_marks(many, slug):
    many.goto(f"/-/dashboards/{slug}")
    drawn = many.locator("[data-drawn]")
    expect(drawn).to_have_count(many.locator("[data-chart]").count())
    for chart in drawn.all():
        assert chart.locator("svg .mark-rect path, svg .mark-line path").count() > 0
    assert fits(many)


def test_a_table_is_downloaded_as_csv(many):
    many.goto("/archive/requests_by_year")
    link = many.get_by_role("link", name="CSV")
    text = many.request.get(link.get_attribute("href")).text()
    assert text.splitlines()[0] == "year,scope,printed,received,received_before,change_percent"
    assert len(text.splitlines()) == 7


@pytest.mark.parametrize("name", SHOWN)
def test_pages_have_no_serious_barrier(many, name):
    many.goto(SHOWN[name](many))
    many.wait_for_load_state("networkidle")
    found = Axe().run(many).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in serious] == []
    assert fits(many)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", SHOWN)
def test_screenshots_for_the_guides(browser, invented_address, tmp_path, name, width, scheme):
    """With NIANBAO_PICTURES=docs/pictures the guides' pictures are made anew; without it this only sees that they can be."""
    folder = Path(os.environ.get("NIANBAO_PICTURES", tmp_path))
    for page in visiting(browser, invented_address, width):
        page.emulate_media(color_scheme=scheme)
        page.goto(SHOWN[name](page))
        page.wait_for_load_state("networkidle")
        file = folder / f"{name}-{width}{'-dark' * (scheme == 'dark')}.png"
        page.screenshot(path=file)
        assert file.stat().st_size > 10_000


def test_a_report_prints_on_a4(browser, invented_address):
    for page in visiting(browser, invented_address, 1280):
        page.goto(report_of(page))
        pages = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4", prefer_css_page_size=True)))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 690, "height": 900})  # the text width of A4 at 96 dots an inch
        assert 2 <= pages <= 6
        assert fits(page)


def test_parameters_stand_in_the_address_and_can_be_changed(page):
    page.goto("/archive/requests_by_region?year=2023&region=3710")
    expect(page.locator("td.col-name").first).to_have_text("威海市文登区")
    expect(page.locator("th.col-received .label")).to_have_text("本年新收政府信息公开申请数量")
    page.get_by_role("textbox", name="region").fill("4108")
    page.get_by_role("button", name="Run").click()
    expect(page).to_have_url(re.compile(r"\?year=2023&region=4108$"))
    expect(page.locator("td.col-name")).to_have_text("温县")
    expect(page.locator("td.col-received")).to_have_text("2")
    assert fits(page)


def test_sql_is_edited_formatted_and_run(page):
    page.goto("/archive?sql=select+1+as+one")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.get_by_role("button", name="Format SQL").click()
    expect(page.locator(".CodeMirror-line")).to_have_count(2)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("td.col-one")).to_have_text("1")


def test_a_script_that_slipped_in_would_not_run(browser, address):
    """A page whose escaping failed, as if a crawled page's markup stood in it: the policy alone must hold."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/archive/requests")
    page.evaluate(
        """() => {
            const slipped = document.createElement("div");
            slipped.innerHTML = '<img src="/nowhere.png" onerror="window.ran = 1">';
            document.body.append(slipped);
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            document.body.append(script);
        }"""
    )
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
    context.close()
