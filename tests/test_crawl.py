"""A crawl from the home page alone: what is found, what is left alone, and what a second crawl asks for again."""

import sqlite3
from itertools import pairwise

import psutil
from small_portal import OPENED, SECTIONS, Answer, SmallPortal, crawled, page, row, started

from crawler import warc
from crawler.archive import Archive
from crawler.load import load

COLUMN = "/zwgk/zfxxgk/zfxxgknb/"
REPORT = f"{COLUMN}202401/t20240120_101.html"
OTHER = f"{COLUMN}202401/t20240121_102.html"
TITLE = "甲县乙局2023年政府信息公开工作年度报告"
DECOYS = {
    f"{COLUMN}202401/t20240122_103.html": "甲县2023年法治政府建设年度报告",
    f"{COLUMN}202401/t20240123_104.html": "甲县财政局2023年度部门决算",
    f"{COLUMN}202401/t20240124_105.html": "甲县关于做好2023年政府信息公开工作年度报告编制工作的通知",
    "/zwgk/zfxxgk/zfxxgkzn/": "政府信息公开指南",
    "/xwzx/": "新闻中心",
}


def portal_pages():
    """A small county: home, disclosure, a column of two pages, two reports with a picture and a file, decoys."""
    rows = "".join(row(path, title) for path, title in DECOYS.items() if path.startswith(COLUMN))
    pager = '<script>createPageHTML(2, {}, "index", "html");</script>'
    picture = f'<img src="/images/logo.png"><div id="zoom">{SECTIONS}<img src="W020240120_1.png" alt="表"></div>'
    attachment = '<p>附件：<a href="P020240121.pdf">甲县丙局2023年年报.pdf</a></p>'
    return {
        "/": page(("/zwgk/zfxxgk/", "政府信息公开"), ("/xwzx/", "新闻中心"), title="甲县人民政府"),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /secret/\n", media_type="text/plain"),
        "/zwgk/zfxxgk/": page(
            ("zfxxgkzn/", "政府信息公开指南"), ("zfxxgknb/", "政府信息公开年报"), title="政府信息公开"
        ),
        COLUMN: page(title="政府信息公开年报", text=row(REPORT, TITLE) + rows + pager.format(0)),
        f"{COLUMN}index_1.html": page(
            ("/secret/t20240101_1.html", "甲县己局2022年政府信息公开工作年度报告"),
            title="政府信息公开年报",
            text=row(OTHER, "甲县丙局2023年政府信息公开工作年度…") + pager.format(1),
        ),
        REPORT: page(title=TITLE, text=picture),
        OTHER: page(
            title="甲县丙局2023年政府信息公开工作年度报告", text=f'<div id="zoom">{SECTIONS}{attachment}</div>'
        ),
        f"{COLUMN}202401/W020240120_1.png": Answer(b"\x89PNG", media_type="image/png", headers={"ETag": '"p1"'}),
        f"{COLUMN}202401/P020240121.pdf": Answer(b"%PDF-1.4", media_type="application/pdf"),
        **{path: page(title=title) for path, title in DECOYS.items()},
    }


def rows_of(db, sql, *values):
    connection = sqlite3.connect(db)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def read(db):
    """What a crawl kept: until then it is not over, and the next run begins no other."""
    with Archive.opened(db) as archive:
        load(archive)


def test_reports_are_found_from_the_home_page(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        summary = crawled(db, portal.url)[portal.id]
        paths = portal.paths()
    assert paths == [
        "/robots.txt",
        "/",
        "/zwgk/zfxxgk/",
        COLUMN,
        REPORT,
        f"{COLUMN}202401/W020240120_1.png",
        f"{COLUMN}index_1.html",
        OTHER,
        f"{COLUMN}202401/P020240121.pdf",
    ]
    assert {key: summary[key] for key in ("outcome", "platform", "reports", "pages", "failed", "walls")} == {
        "outcome": "done",
        "platform": "trs",
        "reports": 2,
        "pages": 9,
        "failed": 0,
        "walls": 0,
    }
    captures = rows_of(db, "select id, url, role, anchor, part_of, warc, offset, sha256 from captures order by rowid")
    report = next(row for row in captures if row[1].endswith(REPORT))
    assert [(row[2], row[4]) for row in captures] == [
        ("robots", None),
        ("page", None),
        ("page", None),
        ("page", None),
        ("report", None),
        ("image", report[0]),
        ("page", None),
        ("report", None),
        ("attachment", captures[7][0]),
    ]
    assert report[3] == TITLE
    for _, url, _, _, _, file, offset, _ in captures:
        headers, body = warc.read(tmp_path / "warc", file, offset)
        answer = portal.pages["/" + url.split("/", 3)[3]]
        assert body == (answer.body if isinstance(answer, Answer) else answer.encode())
        assert dict(headers)["Content-Length"] == str(len(body))


def test_what_robots_forbids_is_recorded_and_never_asked_for(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        crawled(db, portal.url)
    assert not [path for path in portal.paths() if path.startswith("/secret/")]
    secret = rows_of(db, "select url, outcome, detail from visits where url like '%secret%'")
    assert secret == [(f"{portal.url}secret/t20240101_1.html", "robots", f"{portal.url}robots.txt")]


def test_a_crawl_listens_to_nobody(tmp_path):
    children, doors = [], []

    def look(number):
        if number == 5:
            held = psutil.Process(children[0].pid).net_connections()
            doors.extend(connection.status for connection in held)

    with SmallPortal(portal_pages(), asked=look) as portal:
        children.append(started(tmp_path / "a.db", portal.url))
        children[0].communicate(timeout=60)
    assert set(doors) == {"ESTABLISHED"}


def test_one_request_at_a_time_and_an_honest_name(tmp_path):
    pages = {path: lambda exchange, answer=answer: _slow(answer) for path, answer in portal_pages().items()}
    with SmallPortal(pages) as portal:
        crawled(tmp_path / "a.db", portal.url)
    assert {exchange.in_flight for exchange in portal.log} == {1}
    assert {exchange.headers["User-Agent"].split("/")[0] for exchange in portal.log} == {"nianbao"}


def _slow(answer):
    answer = Answer(answer.encode()) if isinstance(answer, str) else answer
    return Answer(answer.body, answer.status, answer.headers, answer.media_type, seconds=0.01)


def test_a_second_crawl_keeps_nothing_twice_and_sees_what_changed(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    with SmallPortal(pages) as portal:
        crawled(db, portal.url)
        read(db)
        before = rows_of(db, "select * from captures order by rowid")
        second = crawled(db, portal.url)[portal.id]
        assert rows_of(db, "select * from captures order by rowid") == before
        outcomes = rows_of(db, "select distinct outcome from visits where crawl like '%-2' order by 1")
        assert outcomes == [("robots",), ("unchanged",)]
        assert second["reports"] == 2
        picture = next(exchange for exchange in reversed(portal.log) if exchange.path.endswith(".png"))
        assert picture.headers["If-None-Match"] == '"p1"'
        pages[REPORT] = page(title=TITLE, text=f'<div id="zoom">{SECTIONS}<p>更正</p></div>')
        crawled(db, portal.url)
    new = rows_of(db, "select url, role from captures order by rowid")[len(before) :]
    assert new == [(portal.url.rstrip("/") + REPORT, "report")]


def test_an_unchanged_page_still_leads_to_what_is_new_behind_it(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    pages["/zwgk/zfxxgk/"] = Answer(pages["/zwgk/zfxxgk/"].encode(), headers={"ETag": '"same"'})
    with SmallPortal(pages) as portal:
        crawled(db, portal.url)
        read(db)
        late = f"{COLUMN}202402/t20240201_106.html"
        pages[COLUMN] = pages[COLUMN].replace("<ul>", row(late, "甲县丁局2023年政府信息公开工作年度报告") + "<ul>")
        pages[late] = page(title="甲县丁局2023年政府信息公开工作年度报告", text=SECTIONS)
        summary = crawled(db, portal.url)[portal.id]
    assert summary["reports"] == 3


def test_a_run_killed_while_it_read_asks_for_nothing_again(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        crawled(db, portal.url)
        asked = portal.paths()
        again = crawled(db, portal.url)[portal.id]
        assert (again["outcome"], again["reports"]) == ("done", 2)
        assert portal.paths() == asked
        read(db)
        crawled(db, portal.url)
        assert portal.paths() == asked * 2


def test_a_crawl_stopped_by_its_limit_goes_on_where_it_was(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        first = crawled(db, portal.url, limit=4)[portal.id]
        assert (first["outcome"], len(portal.log)) == ("budget", 4)
        assert rows_of(db, "select count(*) from visits where outcome = 'budget'")[0][0] > 0
        second = crawled(db, portal.url, limit=100)[portal.id]
    assert (second["outcome"], second["reports"]) == ("done", 2)
    assert len(portal.paths()) == len(set(portal.paths())) == 9
    assert rows_of(db, "select id, outcome from crawls") == [(f"{portal.id}-1", "done")]


def test_only_reports_since_a_year_are_asked_for(tmp_path):
    with SmallPortal(portal_pages()) as portal:
        summary = crawled(tmp_path / "a.db", portal.url, since=2024)[portal.id]
    assert (summary["outcome"], REPORT in portal.paths()) == ("nothing_found", False)


def test_two_portals_on_one_host_take_turns(tmp_path):
    with SmallPortal(portal_pages()) as one, SmallPortal(portal_pages()) as two:
        summaries = crawled(tmp_path / "a.db", one.url, two.url, allow_private=[OPENED])
    assert {summary["outcome"] for summary in summaries.values()} == {"done"}
    assert len(one.log) == len(two.log) == 9


def test_a_slow_server_is_left_in_peace_as_long_as_it_took_to_answer(tmp_path):
    slow = {path: Answer(body.encode(), seconds=0.5) for path, body in portal_pages().items() if isinstance(body, str)}
    with SmallPortal(slow) as portal:
        crawled(tmp_path / "a.db", portal.url, delay=0.01, limit=5)
    gaps = [after.at - before.at for before, after in pairwise(portal.log[2:])]
    assert len(gaps) == 2
    assert min(gaps) >= 2 * 0.5 * 0.65  # less the jitter


def test_a_server_that_asks_for_time_between_requests_gets_it(tmp_path):
    pages = portal_pages() | {"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 1\n", media_type="text/plain")}
    with SmallPortal(pages) as portal:
        crawled(tmp_path / "a.db", portal.url, limit=3)
    times = [exchange.at for exchange in portal.log]
    assert len(times) > 2
    assert (
        min(after - before for before, after in pairwise(times[1:])) > 0.5
    )  # less the jitter, and much of a busy machine


def test_a_home_page_that_moved_brings_its_new_site_and_no_other(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    with SmallPortal({"/": "not ours"}, host="127.0.31.3") as stranger, SmallPortal(pages, host="127.0.31.2") as new:
        pages[COLUMN] += row(f"{stranger.url}t20240101_9.html", "甲县庚局2023年政府信息公开工作年度报告")
        moved = Answer(status=301, headers={"Location": new.url})
        with SmallPortal({"/": moved, "/robots.txt": Answer(b"", 404)}) as old:
            summary = crawled(db, old.url)[old.id]
    assert (summary["outcome"], summary["reports"], old.paths()) == ("done", 2, ["/robots.txt", "/"])
    assert stranger.log == []
    elsewhere = rows_of(db, "select url, detail from visits where outcome = 'elsewhere'")
    assert elsewhere == [(f"{stranger.url}t20240101_9.html", "甲县庚局2023年政府信息公开工作年度报告")]
    assert rows_of(db, "select final_url from captures where url = ?", old.url) == [(new.url,)]


def test_a_file_that_did_not_change_is_the_same_file_whatever_the_answer_says_it_is(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    file = f"{COLUMN}202401/P020240121.pdf"

    def answer(exchange):
        same = exchange.headers.get("If-None-Match") == '"f1"'
        return (
            Answer(b"", 304, media_type="")
            if same
            else Answer(b"\xd0\xcf\x11\xe0", headers={"ETag": '"f1"'}, media_type="application/msword")
        )

    pages[file] = answer
    with SmallPortal(pages) as portal:
        for _ in range(2):
            crawled(db, portal.url)
            read(db)
    outcomes = rows_of(db, "select outcome from visits where url like '%.pdf' order by crawl")
    assert outcomes == [("ok",), ("unchanged",)]
