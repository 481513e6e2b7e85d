"""A made-up portal of the fictitious 示例市: a home page, lists, and annual reports of about 47 KB with 80 links each."""

from __future__ import annotations

import re

from parsers.forms import FORMS

PER_LIST = 20
LINKS = 80
PROSE = (
    "2023年，示例市第{n}局认真贯彻落实《中华人民共和国政府信息公开条例》，围绕中心工作，健全制度，细化责任，"
    "主动公开政府信息{a}条，其中工作动态{b}条，公告公示{c}条，收到政府信息公开申请{d}件，均已按期答复。"
)
WORDS = (  # most paragraphs of a report state no figure
    "示例市持续深化政务公开，聚焦重点领域，规范受理依申请公开，完善登记、审核、办理、答复、归档的工作制度，"
    "加强政府网站与政务新媒体建设，及时更新栏目内容，强化监督保障，组织业务培训，接受社会评议，不断提升公开的质量。"
)


def site(reports: int) -> dict[str, bytes]:
    """Path -> page."""
    lists = -(-reports // PER_LIST)
    pages = {"/robots.txt": b"User-agent: *\nAllow: /\n", "/": _page("示例市人民政府", _home())}
    for number in range(lists):
        name = "index.html" if number == 0 else f"index_{number + 1}.html"
        pages[f"/zfxxgk/nb/{name}"] = _page("政府信息公开年报", _list(number, lists, reports))
    for number in range(reports):
        pages[_path(number)] = _page(f"{_title(number)}", _report(number), article=_title(number))
    return pages


def page_at(path: str, reports: int) -> bytes | None:
    """One page of such a site, made when it is asked for."""
    name, lists = path.removeprefix("/zfxxgk/nb/"), -(-reports // PER_LIST)
    numbers = [int(digits) for digits in re.findall(r"\d+", name)]
    if path == "/":
        return _page("示例市人民政府", _home())
    if name.startswith("content_") and numbers[0] < reports:
        return _page(_title(numbers[0]), _report(numbers[0]), article=_title(numbers[0]))
    return (
        _page("政府信息公开年报", _list(numbers[0] - 1 if numbers else 0, lists, reports))
        if name.startswith("index")
        else None
    )


def _path(number: int) -> str:
    return f"/zfxxgk/nb/content_{number}.html"


def _title(number: int) -> str:
    return f"示例市第{number}局2023年政府信息公开工作年度报告"


def _home() -> str:
    return '<a href="/zfxxgk/nb/index.html">政府信息公开年报</a>'


def _list(number: int, lists: int, reports: int) -> str:
    shown = range(number * PER_LIST, min(reports, (number + 1) * PER_LIST))
    rows = "".join(
        f'<li><a href="{_path(n)}" title="{_title(n)}">{_title(n)}</a><span>2024-01-20</span></li>' for n in shown
    )
    following = f'<a href="index_{number + 2}.html">下一页</a>' if number + 1 < lists else ""
    return f"<ul>{rows}</ul><div>{following}</div>"


def _page(title: str, body: str, article: str = "") -> bytes:
    metas = (
        f'<meta name="ArticleTitle" content="{article}"><meta name="PubDate" content="2024-01-20">' if article else ""
    )
    links = "".join(f'<li><a href="/xwzx/col{n}/index.html">新闻中心第{n}栏</a></li>' for n in range(LINKS))
    chrome = "".join(f'<div class="c{n}" style="margin:0;padding:0;border:0"></div>' for n in range(240))
    words = f"<html><head><title>{title}</title>{metas}</head><body><ul>{links}</ul>{chrome}{body}</body></html>"
    return words.encode()


def _report(number: int) -> str:
    prose = f"<p>{_prose(number)}</p>" * 2 + f"<p>{WORDS}</p>" * 10
    heads = (
        "一、总体情况",
        "三、收到和处理政府信息公开申请情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    )
    return (
        f'<div id="zoom"><h1>{_title(number)}</h1><p>{heads[0]}</p>{prose}<p>{heads[1]}</p>{_table()}'
        f"<p>{heads[2]}</p>{prose}<p>{heads[3]}</p><p>无。</p></div>"
    )


def _prose(number: int) -> str:
    return PROSE.format(n=number, a=50 + number * 37 % 850, b=37, c=16, d=number % 90)


def _table() -> str:
    grid = FORMS[0].grid("requests")
    assert grid is not None
    head = "<tr><td colspan=3>申请人情况</td>" + "".join(f"<td>{column.zh}</td>" for column in grid.columns) + "</tr>"
    style = ' style="border:1px solid #000;padding:0 5.4pt;text-align:center" class="MsoNormal"'
    rows = "".join(
        f"<tr><td colspan=3{style}>{line.ordinal}{'.' if line.ordinal.isdigit() else ''}{line.zh}</td>"
        + f"<td{style}><p><span>0</span></p></td>" * 7
        + "</tr>"
        for line in grid.lines
        if not line.group
    )
    return f"<table>{head}{rows}</table>"
