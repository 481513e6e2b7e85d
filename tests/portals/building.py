"""A replica portal put together page by page: what it answers, which reports must be found on it and what is none."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from demo.messages import Portal, Request, Response

CUT = 22  # characters of a title that lists show before they cut it
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /*?print=\n"
NEWS = ("/xwzx/", "新闻中心")
LEAF = re.compile(r"(?=<p>[一二三四五六]、)")
STYLE = "<style>" + "".join(f".c{n}{{margin:0;padding:0;border:0;font-size:14px}}\n" for n in range(200)) + "</style>"


@dataclass
class Site:
    """Pages by path. `expected` maps each report's address to its body and year, `visits` an address to its outcome."""

    slug: str
    address: str
    name: str
    pages: dict = field(default_factory=dict)
    expected: dict = field(default_factory=dict)
    copies: dict = field(default_factory=dict)
    decoys: list = field(default_factory=list)
    visits: dict = field(default_factory=dict)
    outcomes: dict = field(default_factory=dict)  # the same for services, whose key holds the form as well
    head: str = ""
    menu: tuple = ()
    region: str = ""

    def page(self, path, title, body, head=""):
        """A page between the portal's own head and foot."""
        self.pages[path] = Response(self.dressed(title, body, head).encode())
        return path

    def dressed(self, title, body, head=""):
        menu = "".join(link(*each) for each in (("/", "首页"), NEWS, *self.menu))
        metas = f'<meta name="SiteName" content="{self.name}">{self.head}{head}'
        foot = '<div class="foot">主办：示例市人民政府办公室 <a href="/admin/">管理</a> <a href="/wzdt/">网站地图</a></div>'
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{self.name}</title>{metas}{STYLE}</head>'
            f'<body><div class="menu"><ul>{menu}</ul></div>{body}{foot}</body></html>'
        )

    def article(self, path, paper, box='<div id="zoom">{}</div>', metas=True, heading=None):
        """A document at its address; it is expected to be found if it is a report."""
        body = box.replace("{}", paper.body, 1)
        head = article_metas(paper) if metas else ""
        self.page(path, paper.title, f"<h1>{heading or paper.title}</h1>{index_table(paper)}{body}", head)
        return self.note(path, paper)

    def note(self, path, paper):
        """What an address holds: a report that must be found, or something that must not be taken for one."""
        if paper.year is None:
            self.decoys.append(path)
        else:
            self.expected[path] = (paper.agency, paper.year)
        return path

    def copy(self, path, paper, **how):
        """A second address of a report: it may be found, and then is a copy of the first."""
        self.article(path, paper, **how)
        self.copies[path] = self.expected.pop(path)

    def answer(self, path, respond):
        """A service: a function of the request."""
        self.pages[path] = respond

    def file(self, path, body, media_type="application/octet-stream"):
        self.pages[path] = Response(body, media_type=media_type)
        return path

    def moved(self, path, to, status=302):
        self.pages[path] = Response(b"", status, headers={"Location": to})

    def portal(self):
        """As the replica server takes it."""
        self.pages.setdefault("/robots.txt", text(ROBOTS, "text/plain"))
        self.page(NEWS[0], "新闻中心", "".join(link(f"/xwzx/{n}.html", f"第{n}次会议召开") for n in range(3)))
        return Portal(self.slug, self.name, self.address, self.pages, {}, tuple(self.decoys))


def link(href, words, title=None, date=None):
    """One row of a list: where there is a title attribute, the words may be cut."""
    attribute = f' title="{escape(title)}"' if title else ""
    printed = f"<span>{date}</span>" if date else ""
    return f'<li><a href="{href}"{attribute} target="_blank">{words}</a>{printed}</li>'


def row(href, paper, titled=True, cut=CUT):
    """The usual row: the title cut in the words and whole in the attribute, the date after it."""
    shown = paper.title if len(paper.title) <= cut else f"{paper.title[:cut]}…"
    return link(href, shown, paper.title if titled else None, paper.published)


def rows(entries, **how):
    """The rows of (address, paper) pairs."""
    return f'<ul class="list">{"".join(row(href, paper, **how) for href, paper in entries)}</ul>'


def sheets(entries, size):
    """A list cut into pages: their numbers from 1, how many there are, and their entries."""
    cut = [entries[start : start + size] for start in range(0, len(entries), size)] or [[]]
    return [(number, len(cut), page) for number, page in enumerate(cut, 1)]


def article_metas(paper):
    """The metas of the national standard."""
    said = {
        "ArticleTitle": paper.title,
        "PubDate": f"{paper.published} 10:20",
        "ContentSource": paper.publisher or paper.agency,
    }
    return "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in said.items())


def index_table(paper):
    """The block above a document; half of its fields are blank on real portals."""
    number = f"SL{paper.published[:4]}-{paper.seed % 100000:05d}"
    cells = {"索引号": number, "发布机构": paper.publisher or paper.agency, "生成日期": paper.published, "文号": ""}
    return f"<table class=xxgk><tr>{''.join(f'<td>{name}</td><td>{value}</td>' for name, value in cells.items())}</tr></table>"


def text(body, media_type="text/html"):
    return Response(body.encode(), media_type=f"{media_type}; charset=utf-8")


def as_json(value):
    return text(json.dumps(value, ensure_ascii=False), "application/json")


def empty(words=""):
    """An answer of a service that has nothing."""
    return text(words)


def window(request: Request, first, last, whole):
    """The records asked for, by their numbers."""
    start = int(request.value(first, "1") or 1)
    return whole[max(start, 1) - 1 : int(request.value(last, "0") or 0)]


def seconds(published):
    """A day in Beijing as a Unix time."""
    return int(datetime.fromisoformat(published).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())


def flip_book(site, folder, paper):
    """A report behind a viewer: a shell with the title, and each of its pages as plain HTML in a folder below."""
    text = f"{folder}files/basic-html/"
    shell = f'<script src="javascript/main.js"></script><a href="{text}index.html">Basic HTML</a>'
    site.pages[f"{folder}index.html"] = text_page(paper.title, shell)
    leaves = [f"<h1>{paper.title}</h1>", *LEAF.split(paper.body)[1:]]
    links = f'<a href="page1.html">First</a><a href="page{len(leaves)}.html">Last</a>'
    for number, leaf in enumerate(leaves, 1):
        site.pages[f"{text}page{number}.html"] = text_page(paper.title, f"{links}<div>{leaf}</div>")
    site.pages[f"{text}index.html"] = site.pages[f"{text}page1.html"]
    site.copies[f"{text}index.html"] = (paper.agency, paper.year)
    return site.note(f"{folder}index.html", paper)


def text_page(title, body):
    return text(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
