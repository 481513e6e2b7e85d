"""Docs that can be generated are up to date, and no address that was promised has gone without a redirect."""

import asyncio
import re
import runpy
from pathlib import Path

import pytest
import yaml
from datasette.app import Datasette

from crawler.archive import Archive
from crawler.serving import METADATA
from explorer.redirects import MOVED, redirects

DOCS = Path(__file__).parent.parent / "docs"
DESCRIBED = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
GENERATE = runpy.run_path(str(DOCS / "generate.py"))
LISTED = re.findall(r"^- `([^`]+)`", (DOCS / "addresses.md").read_text(encoding="utf-8"), re.MULTILINE)
STARTER_IDS = {"h3awxxsevfs6", "j67l32qyepkp", "4bda57feccfo", "regipgcawokf", "v53nrjccbx4r"}


@pytest.mark.parametrize("path", GENERATE["generated"](DESCRIBED), ids=lambda path: path.name)
def test_generated_parts_are_up_to_date(path):
    assert path.read_text(encoding="utf-8") == GENERATE["generated"](DESCRIBED)[path], "run python docs/generate.py"


def keeps(promised, name):
    """Whether an address as it is now answers one that was promised: a query may have come to take more parameters."""
    (path, _, asked), (same, _, taken) = promised.partition("?"), name.partition("?")
    return path == same and set(asked.split("&")) <= {*taken.split("&"), ""}


def test_no_promised_name_has_gone():
    now = set(re.findall(r"^- `([^`]+)`", GENERATE["addresses"](DESCRIBED, ""), re.MULTILINE))
    gone = [name for name in LISTED if not any(keeps(name, other) for other in now)]
    assert [name for name in gone if re.split(r"[.?/]", name)[2] not in MOVED] == []


def test_ids_of_the_founding_reports_last(starter):
    with Archive.opened(starter) as archive:
        assert {row["id"] for row in archive.rows("select id from reports")} >= STARTER_IDS


def test_a_name_that_moved_leads_on(starter, monkeypatch):
    monkeypatch.setattr("explorer.plugin.ROUTES", redirects({"old": "reports"}))
    site = Datasette(immutables=[str(starter)])
    response = asyncio.run(site.client.get("/archive/old.json?year=2023"))
    assert (response.status_code, response.headers["location"]) == (301, "/archive/reports.json?year=2023")


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_links_between_the_guides_hold(path):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    ours = [link for link in links if not link.startswith("/")]
    assert [link for link in ours if not (DOCS / link).exists()] == []


@pytest.mark.parametrize("guide", ["explore", "crawl", "extend"])
def test_every_guide_has_a_chinese_first_page(guide):
    english, chinese = (DOCS / f"{guide}.md", DOCS / f"{guide}.zh.md")
    assert f"({chinese.name})" in english.read_text(encoding="utf-8")
    assert f"({english.name})" in chinese.read_text(encoding="utf-8")
