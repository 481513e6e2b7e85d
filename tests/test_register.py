"""The register of known portals, the file that names portals, and the table of all of them."""

import json
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

from crawler.addresses import clean, is_web, same_site, site_of
from crawler.archive import Archive
from crawler.cli import REGISTER, main
from crawler.errors import CannotOpen, NoPortals
from crawler.portals import named_in, registered
from crawler.runs import open_crawl
from parsers.regions import by_code

PORTALS = registered(REGISTER)
FOUNDING = {"weihai", "wendeng", "wenxian", "dongtou", "zhanhe"}
SYSTEMS = {
    None,
    "hanweb",
    "jpaas",
    "trs",
    "kaipu",
    "vsb",
    "siteserver",
    "gkmlpt",
    "lonsun",
    "openness",
    "epoint",
    "truecms",
}


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.id)
def test_every_known_portal_is_well_formed(portal):
    region = by_code(portal.region)
    assert (region is not None and region.valid_to) is None
    assert portal.name.startswith(region.full_name)
    assert portal.address == clean(portal.address) and is_web(portal.address)
    assert portal.platform in SYSTEMS
    assert date(2026, 1, 1) <= date.fromisoformat(portal.noted_on) <= date(2026, 11, 20)
    assert portal.note
    assert all(any(same_site(entry, site) for site in portal.sites) for entry in portal.entries)


def test_the_founding_portals_and_many_others_are_known_each_host_once():
    assert {portal.id for portal in PORTALS} >= FOUNDING
    assert len(PORTALS) >= 30
    hosts = Counter(site.removeprefix("www.") for portal in PORTALS for site in portal.sites)
    assert [host for host, times in hosts.items() if times > 1] == []
    assert {site_of(portal.address) for portal in PORTALS if portal.id == "wendeng"} == {"www.wendeng.gov.cn"}


def test_a_file_names_portals_line_by_line(tmp_path):
    file = tmp_path / "portals.txt"
    file.write_text(
        "# January\nwendeng\n\nhttp://x.gov.cn/gkmlpt/annualreport#2629  # deep\r\n  www.y.gov.cn\n",
        encoding="utf-8-sig",
    )
    assert named_in(file) == ["wendeng", "http://x.gov.cn/gkmlpt/annualreport#2629", "www.y.gov.cn"]


def test_a_file_that_names_nothing_or_is_no_text_is_one_line(tmp_path):
    file = tmp_path / "portals.txt"
    with pytest.raises(CannotOpen, match="cannot be read"):
        named_in(file)
    file.write_bytes(b"\xff\xfe\x00w")
    with pytest.raises(CannotOpen, match="UTF-8"):
        named_in(file)
    file.write_text("# nothing\n")
    with pytest.raises(NoPortals, match="names no portal"):
        named_in(file)


def nianbao(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_crawl_without_a_portal_is_wrong_usage(tmp_path):
    done = nianbao("crawl", "--db", tmp_path / "a.db")
    assert (done.exit_code, "--portal-file" in done.output) == (2, True)


@pytest.mark.parametrize(("words", "count"), [(("--all",), len(PORTALS)), (("--portal-file", "FILE", "wendeng"), 2)])
def test_crawl_takes_the_register_or_a_file(tmp_path, monkeypatch, words, count):
    asked = []
    for way in ("crawler.crawl.crawl", "crawler.fleet.crawl_apart"):
        monkeypatch.setattr(way, lambda portals, **options: asked.extend(portals) or [])
    file = tmp_path / "portals.txt"
    file.write_text("zhanhe\nwendeng\n")
    done = nianbao("crawl", *(file if word == "FILE" else word for word in words), "--db", tmp_path / "a.db")
    assert (done.exit_code, len(asked), len(set(asked))) == (0, count, count)


def test_portals_are_listed_with_what_is_known_before_any_crawl(tmp_path):
    rows = json.loads(nianbao("portals", "--json", "--db", tmp_path / "none.db").stdout)
    assert {row["portal"] for row in rows} == {portal.id for portal in PORTALS}
    wendeng = next(row for row in rows if row["portal"] == "wendeng")
    assert (wendeng["platform"], wendeng["outcome"], wendeng["reports"]) == ("hanweb", "never_crawled", 0)
    assert not (tmp_path / "none.db").exists()


def test_portals_are_listed_with_their_last_crawl_and_nothing_is_cut(tmp_path):
    db = tmp_path / "a.db"
    known = next(portal for portal in PORTALS if portal.id == "wendeng")
    with Archive.opened(db) as archive:
        crawl = open_crawl(archive, known, 10)
        crawl.start()
        crawl.finish("walled", "a challenge, a login or a check of the browser (status 412)")
    done = nianbao("portals", "--db", db)
    line = next(line for line in done.stdout.splitlines() if " wendeng " in line)
    assert line.split()[:2] == ["威海市文登区人民政府", "wendeng"]
    assert line.rstrip().endswith("walled         a challenge, a login or a check of the browser (status 412)")
    assert f"{len(PORTALS)} portals, 1 of them crawled, 0 reports" in done.stdout
