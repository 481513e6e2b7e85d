"""What a visitor's browser makes of the pages: no error, nothing from another host, labels that can be read."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect, sync_playwright

from crawler.serving import command

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
READY = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
INK = """text => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.font = "32px " + getComputedStyle(document.querySelector("h1")).fontFamily;
    canvas.fillText(text, 4, 40);
    return canvas.getImageData(0, 0, 60, 60).data.join();
}"""


@pytest.fixture(scope="module")
def address(starter):
    """Datasette on the starter archive, on a port that the system chose."""
    process = subprocess.Popen(
        command(starter, "127.0.0.1", 0), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
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
    """A page of a visitor; whatever goes wrong in the browser while a test uses it fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": request.param, "height": 844})
    context.set_default_timeout(10_000)
    page = context.new_page()
    problems = []
    page.on("console", lambda message: message.type in ("error", "warning") and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda failed: problems.append(f"failed: {failed.url}"))
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
    page.get_by_role("link", name="Requests by region and year").click()
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
    expect(page.locator("td.col-title")).to_contain_text("温县住房和城乡建设局2023年政府信息公开工作年度报告")
    label = page.locator("td.col-title").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"title · 标题"'
    page.locator("td.col-agency a").click()
    expect(page.locator("td.col-name")).to_contain_text("温县住房和城乡建设局")
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
