"""Replica of www.dongtou.gov.cn (Hanweb): a directory of agencies whose reports stand on the annual-report page.

Its columns use jpage too, on a server that ignores the record window. Only 住建局 has a report, for 2020.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from demo import decoys, directory, hanweb
from demo.directory import Agency, Directory
from demo.documents import Column, Entry, Site, at, draw
from demo.expected import reports_of
from demo.furniture import articles, furniture, publish
from demo.messages import BUILT, Page, Portal, Request, Response, html, not_found

SITE = Site(
    slug="dongtou",
    address="127.0.1.3",
    name="温州市洞头区人民政府",
    domain="www.dongtou.gov.cn",
    code="3303050001",
    place="温州市洞头区北岙街道县前路",
)
RECORD = "<li><a title='{title}' href='{href}' target='_blank'>{shown}</a><b>{day}</b></li>"
LISTS = hanweb.Lists(SITE.name, web=2867, unit=5614303, record=RECORD)

AREAS = {
    "001008003006001": "温州市洞头区人民政府办公室",
    "001008003006004": "温州市洞头区发展和改革局",
    "001008003006007": "温州市洞头区财政局",
    "001008003006011": "温州市洞头区住房和城乡建设局",
    "001008003006018": "温州市洞头区审计局",
    "001008003006023": "温州市洞头区北岙街道办事处",
}
BODIES = tuple(AREAS.values())
OFFICE = "001008003006001"
SHELL = hanweb.column_path("1229482967")
YEARS = (2022, 2021, 2020, 2019, 2018)
FIRST_YEAR = 2019
NEWEST = at("2021-03-18")
FILED = "1229482970"
KINDS = ("法治政府建设年度报告", "部门决算", "编制通知", "政策解读", "政府信息公开制度")

Columns = Mapping[str, Column]


def portal() -> Portal:
    """Build the whole replica."""
    columns = {column.key: column for column in _columns()}
    listed = _directory(columns[FILED])
    drawn = articles(columns.values(), partial(_article, columns))
    module = _module(columns, listed)
    pages = dict(_fixed(columns, listed)) | dict(_lists(columns)) | dict(drawn) | dict(module)
    return publish(SITE, columns.values(), pages, listed.absent())


def _columns() -> Iterator[Column]:
    """News, policy (long enough to be paged) and what the directory lists for its agencies."""
    yield hanweb.column("1229153901", "洞头要闻", decoys.filed_in("洞头要闻", BODIES, 2021, NEWEST), 4010000)
    policy = [decoys.filed_in("政策文件", BODIES, year, at(f"{year}-11-20")) for year in range(2020, 2011, -1)]
    yield hanweb.column("1229153943", "政策文件", [document for year in policy for document in year], 4020000)
    filed = [decoys.series(decoys.KINDS[name], name, BODIES, 2020, NEWEST) for name in KINDS]
    yield hanweb.column(FILED, "法定主动公开内容", [document for kind in filed for document in kind], 4030000)


def _directory(filed: Column) -> Directory:
    agencies = {
        area: Agency(area, name, tuple(entry for entry in filed.entries if entry.document.source == name))
        for area, name in AREAS.items()
    }
    return Directory(agencies, YEARS, FIRST_YEAR, reports_of(SITE.slug))


def _fixed(columns: Columns, listed: Directory) -> Iterator[tuple[str, Page]]:
    scripts = {"/script/jpage.js": "wendeng/jpage.js", "/module/xxgk/script/dynamic.js": "dongtou/dynamic.js"}
    home = _draw("home", columns, titled="首页", listed=listed)
    search = _draw("search", columns, titled="站内搜索", listed=listed)
    return furniture(home, "/jsearchfront/search.do", search, scripts)


def _lists(columns: Columns) -> Iterator[tuple[str, Page]]:
    yield hanweb.PROXY, hanweb.dataproxy(LISTS, columns, hanweb.by_group)
    for column in columns.values():
        store = hanweb.inline(LISTS, column)
        yield column.path, html(_draw("column", columns, titled=column.name, column=column, datastore=store))


def _article(columns: Columns, column: Column, entry: Entry) -> str:
    return _draw("article", columns, titled=entry.document.title, column=column, document=entry.document)


def _module(columns: Columns, listed: Directory) -> Iterator[tuple[str, Page]]:
    """The pages that depend on the agency asked for."""
    yield SHELL, _by_area(columns, listed, "shell", "政府信息公开指南")
    yield directory.TREE, _by_area(columns, listed, "tree", "目录")
    yield directory.SEARCH, _by_area(columns, listed, "rows", "列表")
    yield directory.ANNUAL_REPORT, _annual_report(columns, listed)


def _by_area(columns: Columns, listed: Directory, template: str, titled: str) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        area = request.value("area") or request.value("vc_xxgkarea", OFFICE)
        if area not in listed.agencies:
            return not_found()
        return html(_draw(template, columns, titled=titled, listed=listed, agency=listed.agencies[area]))

    return page


def _annual_report(columns: Columns, listed: Directory) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        agency, year = listed.agencies.get(request.value("area")), request.value("fbtime")
        if agency is None or not year.isdecimal() or int(year) < listed.first_year:
            return not_found()
        document = listed.reports.get(directory.annual_path(agency.area, int(year)))
        shown = {"agency": agency, "year": int(year), "document": document}
        text = _draw("annual", columns, titled="政府信息公开年报", listed=listed, **shown)
        return html(text, document.modified if document else BUILT)

    return page


def _draw(template: str, columns: Columns, **values: object) -> str:
    named = {column.name: column for column in columns.values()}
    paths = {"shell": SHELL, "guide": directory.guide_path, "annual": directory.annual_path}
    return draw(f"dongtou/{template}.html", site=SITE, lists=LISTS, columns=named, **paths, **values)
