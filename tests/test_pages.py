"""The explorer's own pages on an invented archive: what they say, what they find, what they refuse."""

import asyncio
import re
from collections import Counter
from html import unescape

import invented
import pytest
import yaml
from datasette.app import Datasette

from crawler.adding import add
from crawler.archive import Archive
from crawler.load import load
from crawler.rankings import RANKINGS
from crawler.serving import METADATA, SETTINGS
from explorer import box, searching

DESCRIBED = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
SETTING = {name: value == "on" if value in ("on", "off") else int(value) for name, value in SETTINGS.items()}
HOSTILE = """<html><head><title>恶意局2023年政府信息公开工作年度报告<script>alert(1)</script></title>
<meta name="ArticleTitle" content="恶意市财政局2023年政府信息公开工作年度报告&lt;script&gt;alert(2)&lt;/script&gt;\u202e">
<meta name="PubDate" content="2024-01-20"></head><body><div id="zoom">
<h1>恶意市财政局2023年政府信息公开工作年度报告</h1><h3>一、总体情况</h3>
<p>本年度工作如下。</p><p>{long}</p>
<p onclick="alert(3)">&lt;script&gt;alert(4)&lt;/script&gt; \u202e倒写 <a href="javascript:alert(5)">链接</a></p><p>以上。</p><iframe src="https://elsewhere.example/"></iframe><img src="x" onerror="alert(6)">
<h3>五、存在的主要问题及改进情况</h3><p>无</p><h3>六、其他需要报告的事项</h3><p>无</p></div></body></html>"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = invented.invent(tmp_path_factory.mktemp("invented"))
    edition = invented.page_of("示例市公安局", 2022, changed=5).encode()
    hostile = HOSTILE.format(long="长" * 1_000_000).encode()
    with Archive.opened(path) as archive:
        add(archive, [("copy.html", edition), ("<script>alert(0)</script>.html", hostile)])
        load(archive)
        invented.place(archive)
    return path


@pytest.fixture(scope="module")
def site(path):
    return Datasette(immutables=[str(path)], metadata=DESCRIBED, settings=SETTING)


@pytest.fixture(scope="module")
def ids(site):
    rows = rows_of(site, "/archive.json?sql=select agencies.name, year, reports.id from reports join agencies "
                         "on agencies.id = agency&_shape=array")  # fmt: skip
    return {(row["name"], row["year"]): row["id"] for row in rows}


def get(site, address):
    return asyncio.run(site.client.get(address))


def page(site, address, status=200):
    response = get(site, address)
    assert response.status_code == status, response.text[:2000]
    return response.text


def rows_of(site, address):
    return get(site, address).json()


def source_of(html, cell):
    """The address that a number of a report's page leads to."""
    return unescape(re.search(rf'id="{cell}">\s*<a href="([^"]+)"', html)[1])


def test_report_is_set_as_the_form_prints_it(site, ids):
    html = page(site, f"/archive/reports/{ids['示例市公安局', 2023]}")
    assert "<h1>示例市公安局2023年政府信息公开工作年度报告</h1>" in html
    assert 'rowspan="22"' in html and "（三）不予公开" in html
    assert html.count("<td") >= 200
    assert "期限前 18 天" in html


def test_finding_is_marked_where_it_stands_with_both_sides(site, ids):
    html = page(site, f"/archive/reports/{ids['示例市公安局', 2023]}")
    assert re.search(r'<td class="number sum doubt error" id="requests.results_total.total">', html)
    assert "应为 expected <b>66</b>，所印 printed <b>67</b>" in html


def test_blank_is_told_from_zero(site, ids):
    html = page(site, f"/archive/reports/{ids['示例市样板县教育局', 2024]}")
    blank = re.search(
        r'<td class="([^"]*)" id="requests.refused_3sec_1stab.natural_person">(.*?)</td>', html, re.DOTALL
    )
    assert blank[1] == "blank" and ">空<" in blank[2]
    assert re.search(r'class="number zero" id="requests.refused_state_secret.natural_person"', html)


def test_missing_year_of_a_body_is_marked(site, ids):
    html = page(site, f"/archive/reports/{ids['示例市范例区住房和城乡建设局', 2020]}")
    assert re.findall(r'class="missing"[^>]*>(\d+)', html) == ["2021"]
    assert re.findall(r'aria-current="page">(\d+)', html) == ["2020"]


def test_number_leads_to_its_cell_in_the_bytes(site, ids):
    html = page(site, f"/archive/reports/{ids['示例市公安局', 2023]}")
    address = source_of(html, "requests.refused_third_party.total")
    wrapper = page(site, address)
    assert "相符 verified" in wrapper and "第2个表第11行第10列" in wrapper
    frame = get(site, unescape(re.search(r'<iframe[^>]*src="([^"]+)"', wrapper)[1]))
    assert re.findall(r"<td[^>]*class=marked>([^<]*)", frame.text) == ["12"]
    assert frame.text.count("id=marked") == 1
    assert "sandbox" in frame.headers["content-security-policy"]
    assert "script-src" not in frame.headers["content-security-policy"]


def test_bytes_are_given_as_fetched(site, ids):
    capture = rows_of(site, f"/archive/reports/{ids['示例市公安局', 2023]}.json?_shape=array")[0]["capture"]
    response = get(site, f"/archive/-/source/{capture}/bytes")
    assert response.content == invented.page_of("示例市公安局", 2023).encode()
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")


def test_editions_are_set_side_by_side(site, ids):
    html = page(site, f"/archive/reports/{ids['示例市公安局', 2022]}")
    diff = page(site, unescape(re.search(r'href="([^"]+/-/diff/[^"]+)"', html)[1]))
    removed, added = (re.search(rf"<{tag}>(.*?)</{tag}>", diff)[1] for tag in ("del", "ins"))
    assert removed != added and "收到政府信息公开申请" in removed


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("words=住建", "29"),
        ("words=复议&year=2023", "5"),
        ("words=营商环境&region=示例省", "23"),
        ("words=住建&region=990101", "5"),
        ("words=住建&level=provincial", "6"),
        ("words=住建&form=2019", "10"),
        ("words=教", "6"),
        ("words=住建 教育", "6"),
        ("words=营商境环", ""),
        ("words=%25", ""),
    ],
)
def test_search_is_right_for_words_of_any_length(site, asked, about):
    html = page(site, f"/archive/search?{asked}")
    counted = re.search(r"[共约] ([\d,]+) 份报告", html)
    assert (counted[1] if counted else "") == about
    assert ("没有找到" in html) == (not about)


@pytest.mark.parametrize(
    ("words", "said"), [("住建", "more than 10 reports"), ("营商环境", "perhaps more than 10 reports")]
)
def test_search_counts_so_far_and_says_that_there_are_more(site, monkeypatch, words, said):
    monkeypatch.setattr(searching, "COUNTED", 10)
    assert f">{said}<" in page(site, f"/archive/search?words={words}")
    monkeypatch.setattr(searching, "COUNTED", 29)
    assert said[:12] not in page(site, f"/archive/search?words={words}")


def test_search_marks_the_words_and_pages_on(site):
    first = page(site, "/archive/search?words=住建")
    assert first.count("<mark>住建</mark>") >= 20
    second = page(site, unescape(re.search(r'<a href="([^"]+)" rel="next"', first)[1]))
    reports = [re.findall(r'<h2><a href="/archive/reports/(\w+)"', html) for html in (first, second)]
    assert [len(found) for found in reports] == [20, 9]
    assert len({*reports[0], *reports[1]}) == 29


def test_search_can_ask_for_findings(site):
    html = page(site, "/archive/search?words=住建&findings=1")
    titles = re.findall(r'<h2><a href="[^"]+">([^<]+)</a>', html)
    doubted = (
        "公安局2023",
        "住房和城乡建设局2023",
        "住房和城乡建设局2022",
    )  # a wrong total, a carry-over that breaks twice
    assert sorted(titles) == sorted(f"示例市{name}年政府信息公开工作年度报告" for name in doubted)


def test_datasettes_own_box_searches_the_same_way(site):
    assert rows_of(site, "/archive/reports.json?_search=营商环境&_shape=object&_size=max").keys()
    assert len(rows_of(site, "/archive/reports.json?_search=住建&_shape=array")) == 29
    assert rows_of(site, "/archive/reports.json?_search=商营&_shape=array") == []
    assert rows_of(site, "/archive/bodies.json?_search=%25&_shape=array") == []
    assert 'name="_search" value="住建"' in page(site, "/archive/reports?_search=住建")


def test_the_box_finds_the_latest_and_says_how_many(site, ids, monkeypatch):
    monkeypatch.setattr(box, "LATEST", 7)
    bureau = rows_of(site, "/archive/reports/" + ids["示例市公安局", 2019] + ".json?_shape=array")[0]["agency"]
    for asked, years in {
        "": {2024: 5, 2023: 2},
        "&year=2020": {2020: 5},
        "&year__exact=2021": {2021: 4},
        "&form=2019": {2020: 5, 2019: 2},
        f"&agency={bureau}": dict.fromkeys(invented.YEARS, 1),  # of the latest seven, only two are of this body
    }.items():
        found = rows_of(site, f"/archive/reports.json?_search=住建{asked}&_shape=array")
        assert Counter(row["year"] for row in found) == years, asked
    assert "at most 7" in page(site, "/archive/reports?_search=住建")


def test_sql_of_ones_own_can_search(site):
    sql = "select count(*) as n from reports_fts where reports_fts match escape_fts('住建')"
    assert rows_of(site, f"/archive.json?sql={sql}&_shape=array") == [{"n": 29}]


def test_index_follows_what_is_read_again_and_survives_vacuum(tmp_path):
    path = invented.invent(tmp_path)
    count = "select count(*) from reports_fts where reports_fts match '\"住建\"'"
    with Archive.opened(path) as archive:
        archive.conn.execute("delete from bodies where report in (select id from reports where year = 2024)")
        assert archive.value(count) == 24
        archive.conn.execute("vacuum")
        archive.conn.execute("delete from bodies")
        assert archive.value(count) == 0


def test_years_of_a_body_show_changes_and_broken_carry_over(site):
    html = page(site, "/archive/compare/years?body=示例市住房和城乡建设局")
    assert re.findall(r'<th scope="col"><a [^>]*>(\d+)</a>', html) == [str(year) for year in invented.YEARS]
    assert "上年结转 carried out" in html and 'class=" changed doubt"' in html


def test_two_bodies_stand_side_by_side(site):
    html = page(site, "/archive/compare/bodies?first=示例市公安局&second=假设省自然资源厅&year=2022")
    assert re.findall(r'<th scope="col"><a [^>]*>([^<]+)</a>', html) == ["示例市公安局 2022", "假设省自然资源厅 2022"]
    assert "没有此机关" in page(site, "/archive/compare/bodies?first=甲&second=乙", status=404)


def test_bodies_of_a_region_are_ranked(site):
    html = page(site, "/archive/compare/region?region=99&year=2023")
    received = [int(n) for n in re.findall(r'<td class="words">[^<]*</td><td>(\d+)</td>', html)]
    assert len(received) == 4 and received == sorted(received, reverse=True)


def test_home_shows_extent_charts_provinces_and_all_questions(site):
    html = page(site, "/")
    assert "<dd>30</dd>" in html and "2019–2024" in html
    assert html.count('class="columns"') == 2 and "2024 年各省新收申请" in html
    for name in DESCRIBED["databases"]["archive"]["queries"]:
        assert f'href="/archive/{name}"' in html


def test_hostile_report_shows_as_text(site, ids):
    html = page(site, f"/archive/reports/{ids['恶意市财政局', 2023]}")
    assert "<script>alert" not in html and "\u202e" not in html
    assert "&lt;script&gt;alert(4)" in html
    assert "javascript:" not in html


def test_hostile_page_is_cleaned(site, ids):
    capture = rows_of(site, f"/archive/reports/{ids['恶意市财政局', 2023]}.json?_shape=array")[0]["capture"]
    shown = page(site, f"/archive/-/source/{capture}/shown")
    assert not re.search(r"<(script|iframe|img|a|svg|object)\b", shown)
    assert "onclick" not in shown and "javascript:" not in shown and "elsewhere.example" not in shown
    assert "&lt;script&gt;alert(4)" in shown and "⟨U+202E⟩倒写" in shown and "\u202e" not in shown
    assert "<script>alert(0)" not in page(site, f"/archive/-/source/{capture}")


def test_endless_query_is_cut_with_a_clear_message(site):
    sql = "with recursive c(x) as (select 1 union all select x %2B 1 from c) select max(x) from c"
    html = page(site, f"/archive?sql={sql}", status=400)
    assert "SQL query took too long" in html


def test_a_number_of_rows_that_is_none_is_said_in_words(site):
    assert "rows 须是整数" in page(site, "/archive/backlog?rows=many", status=400)


@pytest.mark.parametrize("address", ["/archive/-/source/aaaa", "/archive/-/diff/aaaa", "/nowhere/search", "/archive/x"])
def test_what_is_not_there_is_said_in_words(site, address):
    assert "没有这一页" in page(site, address, status=404)


@pytest.mark.parametrize(
    "query",
    [
        "applicants_by_year",
        "bodies_with_zero_by_kind",
        "correction_by_stage",
        "findings_by_check",
        "form_use",
        "refusal_grounds",
        "rules_broken",
        "unable_by_level",
    ],
)
@pytest.mark.parametrize("year", ["", "2022"])
def test_sums_of_a_province_are_those_of_its_reports(site, query, year):
    """`99` is answered from the sums kept by province, `990` from the reports themselves: all places begin with it."""
    wide, narrow = (
        rows_of(site, f"/archive/{query}.json?region={code}&year={year}&_shape=array") for code in ("99", "990")
    )
    assert wide == narrow != []


LISTS = {name: query["sql"] for name, query in DESCRIBED["databases"]["archive"]["queries"].items()
         if ":region = ''" in query["sql"]}  # fmt: skip


@pytest.mark.parametrize("year", ["", "2023"])
@pytest.mark.parametrize("sql", LISTS.values(), ids=LISTS)
def test_the_first_rows_of_all_bodies_are_those_of_the_whole_list(path, sql, year):
    """Without a region a list reads an index; with one it sorts: both must give the same rows."""
    sorted_out = sql.replace(":region = ''", "false").replace(":region <> ''", "true")
    with Archive.opened(path) as archive:
        for rows in ("7", "1000"):
            asked = {"year": year, "region": "", "rows": rows}
            read, whole = (archive.rows(question, asked) for question in (sql, sorted_out))
            assert [tuple(row) for row in read] == [tuple(row) for row in whole] != []


def test_each_list_of_all_bodies_reads_an_index_in_its_order(path):
    found = []
    with Archive.opened(path) as archive:
        for sql in LISTS.values():
            plan = archive.rows(f"explain query plan {sql}", {"year": "", "region": "", "rows": ""})
            found += re.findall(r"scorecards_by_(\w+)", " ".join(row["detail"] for row in plan))
    assert sorted(found) == sorted(RANKINGS)
