"""Epoint EWB: rows from a JSON service, on one portal counted from 0, on the other from 1.

Source: the CMS reference, section 5.
"""

import json

from portals.building import Site, as_json, link
from portals.papers import bodies, decoys, reports, shuffled

from demo.messages import Response

SERVICE = "/EpointWebBuilder/rest/lightfrontaction/getgovinfolist"
GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"


def sites():
    return [
        county("epoint-zero", "127.0.5.91", "示例市老边地区", 0),
        county("epoint-one", "127.0.5.92", "示例市站前县", 1),
    ]


def county(slug, address, place, base):
    site = Site(slug, address, f"{place}人民政府", menu=(("/govxxgk/zfxxgk.html", "政府信息公开"),))
    site.page("/govxxgk/zfxxgk.html", "政府信息公开", link("/govxxgk/003001/003001002/subPage.html", "信息公开年报"))
    script = '<div class="EWB-FRONT"></div><script src="/js/webBuilderCommon.js"></script><script>govInfoPub.list({categorynum:"003001002",deptcode:""})</script>'
    site.page("/govxxgk/003001/003001002/subPage.html", "信息公开年报", script)
    common = f'var siteInfo = {{"projectName":"/EpointWebBuilder","siteGuid":"{GUID}"}};'
    site.pages["/js/webBuilderCommon.js"] = Response(common.encode(), media_type="application/javascript")
    names = bodies(place, 10, 3)
    papers = shuffled(reports(names, (2023, 2022, 2021, 2020)), decoys(names, 2023, 20))
    entries = [(_article(site, paper, number), paper) for number, paper in enumerate(papers)]
    site.answer(SERVICE, _service(entries, base))
    site.page("/", site.name, "<p>欢迎</p>")
    return site


def _article(site, paper, number):
    return site.article(f"/govxxgk/003001/003001002/{paper.day:%Y%m%d}/{number:08x}-9c52.html", paper)


def _service(entries, base):
    """The request is JSON; where pages count from 1, page 0 is page 1."""

    def answer(request):
        asked = json.loads(next(iter(request.form), "{}"))
        if request.method != "POST" or asked.get("siteGuid") != GUID or asked.get("categorynum") != "003001002":
            return as_json({"custom": {"data": []}})
        page, size = max(int(asked["pageIndex"]) - base, 0), int(asked["pageSize"])
        rows = [_row(*entry) for entry in entries[page * size : (page + 1) * size]]
        return as_json({"custom": {"data": rows}})

    return answer


def _row(path, paper):
    return {"infourl": path, "realtitle": paper.title, "title": f"{paper.title[:15]}...", "infodate": paper.published}
