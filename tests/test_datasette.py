"""Datasette on the archive: all is described in both languages, every query answers, every answer is protected."""

import asyncio
import re
from collections import Counter

import pytest
import yaml
from datasette.app import Datasette

from crawler.archive import Archive
from crawler.scorecards import fill_scorecards
from crawler.serving import METADATA, SETTINGS
from crawler.yearly import refresh
from explorer.headers import security_headers
from explorer.home import GROUPS
from parsers.forms import FORMS

DESCRIBED = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
TABLES = DESCRIBED["databases"]["archive"]["tables"]
QUERIES = DESCRIBED["databases"]["archive"]["queries"]
HAN, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2}")
PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A new archive, to be filled by a test in a transaction that is taken back."""
    with Archive.opened(tmp_path_factory.mktemp("empty") / "archive.db") as archive:
        yield archive


@pytest.fixture
def archive(empty):
    empty.conn.execute("begin")
    yield empty
    empty.conn.execute("rollback")


@pytest.fixture(scope="module")
def site(starter):
    settings = {name: value == "on" if value in ("on", "off") else int(value) for name, value in SETTINGS.items()}
    return Datasette(immutables=[str(starter)], metadata=DESCRIBED, settings=settings)


def get(site, address):
    return asyncio.run(site.client.get(address))


def answer(site, query, **asked):
    response = asyncio.run(site.client.get(f"/archive/{query}.json", params={"_shape": "array", **asked}))
    assert response.status_code == 200, response.text
    return response.json()


def ask(archive, query, **asked):
    """The rows of a canned query on an archive made by a test; parameters not named are empty, as in an address."""
    sql = QUERIES[query]["sql"]
    fill_scorecards(archive.conn)
    refresh(archive.conn, [row["year"] for row in archive.rows("select distinct year from reports")])
    return [dict(row) for row in archive.rows(sql, dict.fromkeys(PARAMETER.findall(sql), "") | asked)]


def test_queries_stand_in_groups_and_are_many():
    assert {query["group"] for query in QUERIES.values()} == set(GROUPS)
    assert len(QUERIES) >= 35


def put_report(archive, report, year, totals, *, agency="a", region="371003", text=""):
    """A report whose table of requests prints these totals, by row."""
    archive.insert("agencies", [{"id": agency, "name": agency, "region": region, "level": "county"}], replace=True)
    archive.insert("reports", [{"id": report, "agency": agency, "scope": "office", "year": year, "errors": 0}])
    archive.insert("requests", [{"report": report, "row": row, "total": total} for row, total in totals.items()])
    archive.insert("bodies", [{"report": report, "text": text}])


def texts():
    """Everything a visitor reads, with the name of what it describes."""
    yield "title", DESCRIBED["title"]
    yield "description", DESCRIBED["description_html"]
    yield from ((name, DESCRIBED[name]) for name in ("license", "source", "about"))
    for name, described in (TABLES | QUERIES).items():
        yield name, described["title"]
        yield name, described["description"]
        yield from ((f"{name}.{column}", words) for column, words in described.get("columns", {}).items())


def test_every_table_view_and_column_is_described_in_order(empty):
    names = [row["name"] for row in empty.rows("select name from sqlite_master where type in ('table', 'view')")]
    names = [name for name in names if not name.startswith("reports_fts_")]  # the index's own pieces
    found = {name: [row["name"] for row in empty.rows(f'pragma table_info("{name}")')] for name in names}
    assert {name: list(described["columns"]) for name, described in TABLES.items()} == found


def test_every_text_is_in_chinese_and_english():
    assert [name for name, words in texts() if not (HAN.search(words) and LATIN.search(words))] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_columns_of_the_form_carry_their_printed_label_and_unit(form):
    for grid in form.grids:
        for column in grid.columns:
            label, *_, unit = TABLES[grid.key]["columns"][column.key].split(" · ")
            assert column.zh in label.split(" / ")
            assert unit.startswith(column.unit)


def test_settings_of_tables_name_columns_that_exist():
    for name, table in TABLES.items():
        named = {*table.get("facets", []), *table.get("sortable_columns", [])}
        named |= {table[key] for key in ("label_column", "sort", "sort_desc") if key in table}
        assert named <= set(table["columns"]), name
        assert len(table.get("facets", [])) <= 1, name


def test_technical_tables_are_hidden():
    assert {name for name, table in TABLES.items() if table.get("hidden")} == {
        "frontier",
        "_sqlite_migrations",
        "search_numbers",
        "reports_fts",
        "last_seen",
    }


def test_no_query_hides_a_table_of_the_same_name():
    assert set(QUERIES) & set(TABLES) == set()


@pytest.mark.parametrize("query", QUERIES)
def test_query_is_lower_case_and_names_its_parameters(query):
    sql = QUERIES[query]["sql"]
    assert sql == sql.lower()
    assert sorted(set(PARAMETER.findall(sql))) == sorted(QUERIES[query]["params"])
    for parameter in QUERIES[query]["params"]:
        chinese, _, english = QUERIES[query]["description"].partition(" / ")
        assert parameter in chinese and parameter in english


OF_CRAWLS = {"failures_on_portal", "unfinished_portals", "withdrawn_reports"}  # the starter archive was never crawled


def put_crawl(archive):
    """A portal whose only crawl was cut short by a wall, and a report that is gone from it."""
    put_report(archive, "r1", 2023, {})
    archive.insert("portals", [{"id": "x", "name": "文登区", "address": "http://x/"}])
    archive.insert("crawls", [{"id": "x-1", "portal": "x", "number": 1, "started_at": "2027-01-05T00:00:00Z"}])
    for row in ({"key": "/", "outcome": "wall"}, {"key": "/a", "outcome": "ok"}):
        archive.insert("visits", [{"crawl": "x-1", "url": f"http://x{row['key']}", "at": "2027-01-05T00:00:01Z"} | row])
    archive.insert("withdrawals", [{"report": "r1", "url": "http://x/a", "gone_since": "2027-01-05T00:00:01Z"}])


@pytest.mark.parametrize("query", QUERIES)
def test_query_answers_with_described_columns(site, archive, query):
    if query in OF_CRAWLS:
        put_crawl(archive)
    rows = ask(archive, query) if query in OF_CRAWLS else answer(site, query)
    assert rows
    described = {column for table in TABLES.values() for column in table["columns"]} | {
        *QUERIES[query].get("columns", {})
    }
    assert set(rows[0]) - described == set()


def test_the_promised_address_answers(site):
    shared = {"year": 2023, "region": "371003", "name": "威海市文登区", "reports": 1}
    blank = {"printed": 0, "received": None, "from_natural_persons": None, "carried_in": None}
    assert answer(site, "requests_by_region", year="2023", region="3710") == [
        shared | {"scope": "area"} | blank,
        shared | {"scope": "office"} | blank,
    ]


@pytest.mark.parametrize(
    ("region", "shown"),
    [
        ("", {"330000": "浙江省", "370000": "山东省", "410000": "河南省"}),
        ("41", {"410400": "平顶山市", "410800": "焦作市"}),
        ("410000", {"410400": "平顶山市", "410800": "焦作市"}),
        ("4108", {"410825": "温县"}),
        ("410800", {"410825": "温县"}),
        ("410825", {"410825": "温县"}),
        ("99", {}),
    ],
)
def test_regions_are_summed_by_the_divisions_below(site, region, shown):
    assert {row["region"]: row["name"] for row in answer(site, "requests_by_region", region=region)} == shown


def test_sums_cover_printed_figures_only_and_say_how_many(archive):
    put_report(archive, "r1", 2023, {"new_received": 3, "carried_in": 1}, agency="a")
    put_report(archive, "r2", 2023, {"new_received": None}, agency="b")
    rows = ask(archive, "requests_by_region", region="371003")
    assert [(row["reports"], row["printed"], row["received"], row["carried_in"]) for row in rows] == [(2, 1, 3, 1)]


def test_rates_are_empty_where_the_denominator_is_zero_or_not_printed(archive):
    put_report(archive, "r1", 2021, {"granted": 1, "granted_in_part": 1, "results_total": 4})
    put_report(archive, "r2", 2022, {"granted": 0, "granted_in_part": 0, "results_total": 0})
    put_report(archive, "r3", 2023, {"granted": 1, "results_total": None})
    rates = {
        row["year"]: (row["full_grant_percent"], row["full_or_part_percent"]) for row in ask(archive, "full_grant_rate")
    }
    assert rates == {2021: (25.0, 50.0), 2022: (None, None), 2023: (None, None)}


def test_a_printed_zero_is_told_from_a_blank(archive):
    put_report(archive, "r1", 2021, {"new_received": 0})
    put_report(archive, "r2", 2022, {})
    put_report(archive, "r3", 2023, {"new_received": 5})
    assert [(row["year"], row["received"], row["answer"]) for row in ask(archive, "bodies_without_requests")] == [
        (2022, None, "未印或未读到 · not printed or not read"),
        (2021, 0, "所印为 0 · printed 0"),
    ]


def test_carry_over_says_whether_two_years_agree(archive):
    put_report(archive, "r1", 2020, {"carried_out": 2})
    put_report(archive, "r2", 2021, {"carried_in": 5, "carried_out": 1})
    put_report(archive, "r3", 2022, {"carried_in": 1})
    put_report(archive, "r4", 2023, {"carried_in": 0})
    assert [(row["year"], row["difference"], row["verdict"]) for row in ask(archive, "carry_over_breaks")] == [
        (2023, None, "未印 · not printed"),
        (2022, 0, "相符 · agrees"),
        (2021, 3, "不符 · breaks"),
        (2020, None, "库中无上年报告 · no report of the year before"),
    ]


@pytest.mark.parametrize(("words", "found"), [("100%", ["r1"]), ("_", ["r2"]), ("' or 1=1 --", []), ("公开", ["r1"])])
def test_words_are_searched_literally(archive, words, found):
    put_report(archive, "r1", 2023, {}, agency="a", text="公开率达到100%")
    put_report(archive, "r2", 2023, {}, agency="b", text="附件 a_1")
    assert [row["report"] for row in ask(archive, "search_text", words=words)] == found


def test_of_many_reports_that_hold_the_words_the_latest_are_shown(archive):
    for number in range(250):
        put_report(archive, f"r{number}", 2023 - number // 100, {}, agency=f"a{number}", text="依法公开")
    rows = ask(archive, "search_text", words="公开")
    assert Counter(row["year"] for row in rows) == {2023: 100, 2022: 100}


def test_scorecards_count_what_prose_and_tables_say_alike_and_otherwise(site):
    rows = answer(site, "prose_against_tables", rows=1000)
    cards = get(site, "/archive/scorecards.json?_shape=array").json()
    assert {card["report"]: card["prose_stated"] for card in cards if card["prose_stated"]} == Counter(
        row["report"] for row in rows
    )
    assert {card["report"]: card["prose_differs"] for card in cards if card["prose_differs"]} == Counter(
        row["report"] for row in rows if "differs" in row["verdict"]
    )
    assert any("differs" in row["verdict"] for row in rows)


def test_ids_in_a_query_lead_to_their_rows(site):
    page = get(site, "/archive/full_grant_rate?year=2024").text
    [report] = [row["report"] for row in answer(site, "full_grant_rate", year=2024)]
    assert f'<a href="/archive/reports/{report}">{report}</a>' in page
    assert get(site, f"/archive/reports/{report}").status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/archive", 200),
        ("/archive/requests", 200),
        ("/archive/requests.json", 200),
        ("/archive/requests.csv", 200),
        ("/archive.db", 200),
        ("/archive?sql=select+1", 200),
        ("/archive?sql=select", 400),
        ("/archive/search_text?words=%3Cscript%3E", 200),
        ("/-/static/app.css", 200),
        ("/-/static-plugins/nianbao/yearbook.css", 200),
        ("/nowhere", 404),
    ],
)
def test_every_answer_carries_the_security_headers(site, address, status):
    response = get(site, address)
    assert response.status_code == status
    assert {name: response.headers.get_list(name) for name in security_headers()} == {
        name: [value] for name, value in security_headers().items()
    }


def test_scripts_come_from_this_host_or_by_their_hash():
    policy = dict(part.split(" ", 1) for part in security_headers()["content-security-policy"].split("; "))
    source, *hashes = policy["script-src"].split(" ")
    assert (policy["default-src"], source) == ("'none'", "'self'")
    assert [each for each in hashes if not re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", each)] == []


def test_the_archive_cannot_be_written(site):
    assert get(site, "/archive?sql=delete+from+reports").status_code == 400
