"""Hanweb jpaas: shells filled by a publishing server, pages asked for inside `paramJson`, year archives that are static.

Source: the CMS reference, section 1e.
"""

import json
from hashlib import md5

from portals.building import Site, as_json, link, row, rows
from portals.papers import bodies, decoys, reports, shuffled

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SIZE = 15


def sites():
    return [district()]


def district():
    place = "示例市临江区"
    site = Site("jpaas", "127.0.5.41", "示例市临江区人民政府", menu=(("/zfxxgk/index.html", "政府信息公开"),))
    more = '<div class="xxgk-zcnr"><h3>政府信息公开年报</h3><a class="xxgk_more" title="政府信息公开年报" href="/zfxxgk/nb/index.html">更多</a></div>'
    guide = link("/zfxxgk/zn/index.html", "政府信息公开指南")
    site.page("/zfxxgk/index.html", "政府信息公开", more + guide)
    names = bodies(place, 10, 2)
    papers = shuffled(reports(names, (2025, 2024, 2023)), decoys(names, 2025, 22))
    entries = [(_article(site, paper, number), paper) for number, paper in enumerate(papers)]
    archive = [(_article(site, paper, 900 + n), paper) for n, paper in enumerate(reports(names, (2019,)))]
    site.page("/zfxxgk/nb/2019n/index.html", "2019年", rows(archive))
    years = link("/zfxxgk/nb/2019n/index.html", "2019年")
    site.page("/zfxxgk/nb/index.html", "政府信息公开年报", years + _unit("head", "导航") + _unit("p88", "当前栏目list"))
    site.answer(UNIT, _service(entries))
    site.page("/", site.name, "<p>临江</p>")
    return site


def _article(site, paper, number):
    name = md5(f"jpaas {number}".encode(), usedforsecurity=False).hexdigest()
    folder = "/zfxxgk/nb" if number % 2 else "/col/col42216"
    return site.article(f"{folder}/art/{paper.day.year}/art_{name}.html", paper, '<div class="wzzw-article">{}</div>')


def _unit(page, tag):
    """JSON in single quotes, as the templates print it."""
    fields = {
        "parseType": "bulidstatic",
        "webId": "w1",
        "tplSetId": "t1",
        "pageType": "column",
        "tagId": tag,
        "editType": "null",
        "pageId": page,
    }
    query = json.dumps(fields, ensure_ascii=False).replace('"', "'")
    return f'<script type="text/javascript" url="{UNIT}" queryData="{query}" src="/script/jpaas.js"></script>'


def _service(entries):
    """A bare pageNo is ignored; without paramJson it is always the first page."""

    def answer(request):
        if request.query.get("pageId") != "p88":
            return as_json({"success": True, "code": "200", "data": {"html": '<a href="/">首页</a>'}})
        number = int(json.loads(request.query.get("paramJson", "{}")).get("pageNo", 1))
        shown = "".join(row(path, paper) for path, paper in entries[(number - 1) * SIZE : number * SIZE])
        pager = f'<div class="pagination" rows="{SIZE}" count="{len(entries)}"></div>'
        return as_json({"success": True, "code": "200", "data": {"html": f"<ul>{shown}</ul>{pager}"}})

    return answer
