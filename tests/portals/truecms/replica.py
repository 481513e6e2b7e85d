"""truecms: the list sits in a frame, its records come as JSONP, windows of more than 20 are refused.

Source: the CMS reference, section 6.
"""

import json

from portals.building import Site, link, row, text, window
from portals.papers import bodies, decoys, reports, shuffled

from demo.messages import not_found

SERVICE = "/messageController/getMessage.do"


def sites():
    return [city()]


def city():
    place = "示例市如东地区"
    site = Site("truecms", "127.0.5.101", f"{place}人民政府", menu=(("/zfxxgk/zfxxgk.html", "政府信息公开"),))
    site.page("/zfxxgk/zfxxgk.html", "政府信息公开", link("/zfxxgk/gknb/gknb.html", "政府信息公开年度报告"))
    site.page(
        "/zfxxgk/gknb/gknb.html", "政府信息公开年度报告", '<iframe src="/zfxxgk/gknb/list.html" width="100%"></iframe>'
    )
    script = f"var list = {{columnId:'2c9081e5',proxyUrl:'{SERVICE}',perpage:20}};"
    site.page("/zfxxgk/gknb/list.html", "列表", f"<script>{script}</script><ul id=list></ul>")
    names = bodies(place, 9, 2)
    papers = shuffled(reports(names, (2024, 2023, 2022, 2021)), decoys(names, 2024, 21))
    entries = [(site.article(f"/{paper.day:%Y}/{number}.html", paper), paper) for number, paper in enumerate(papers)]
    site.answer(SERVICE, _service(entries))
    site.page("/", site.name, "<p>欢迎</p>")
    return site


def _service(entries):
    def answer(request):
        if int(request.value("perpage", "0")) > 20 or not request.headers.get("referer"):
            return not_found()
        shown = window(request, "startrecord", "endrecord", entries) if request.value("columnId") == "2c9081e5" else []
        records = "".join(f"<record>{row(path, paper)}</record>" for path, paper in shown)
        return text(f"{request.value('callback')}({json.dumps({'result': records})})", "text/javascript")

    return answer
