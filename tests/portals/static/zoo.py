"""A city whose departments' columns each came from another maker: every pager of the reference, and its traps."""

from dataclasses import replace

from portals.building import Site, link, rows, sheets, text
from portals.papers import bodies, decoys, report, reports, shuffled

from demo.messages import Response

YEARS = range(2012, 2024)
SIZE = 8
# Folder, pager of a page, and the address of page n: the shapes of section 2.
PAGERS = (
    ("hrss", "<script>createPageHTML('paging',{count},{number},'index','html',500)</script>", "index_{number}.html"),
    (
        "csrc",
        "<script>createPageHTML('page_div',{count},{number},'dezlist','shtml',149)</script>",
        "dezlist_{number}.shtml",
    ),
    ("sh", '<script>$("#page").pagination("setPage", {number}, {declared});</script>', "index_{number}.html"),
    ("km", '<a href="index_{after}.shtml">下一页</a>', "index_{number}.shtml"),
    ("jd", "<script>createPageHTML({count}, {index}, 'index','shtml','black2',814)</script>", "index_{index}.shtml"),
    (
        "mva",
        "<script>var currentPage = {index}; var countPage = {count}; document.write('index_'+1)</script>",
        "index_{index}.html",
    ),
    ("ya", "", "{number}.html"),
)
CLONE = "<title>靜(jing)海(hai)地(di)區(qu)林(lin)業(ye)局(ju)2023年政府信息公開工作年度報告</title><p>一、總體情況</p>"
LOGIN = "<title>统一身份认证</title><form>用户名<input name=u>密码<input type=password name=p></form>"
WALL = b"<html><head><script>var arg1='%s';setTimeout('reload(arg2)',2);</script></head></html>" % (b"A1" * 20)


def city():
    site = Site("static-zoo", "127.0.5.121", "示例市静海地区人民政府", menu=(("/zwgk/ztzl/", "政务公开专题"),))
    place = "示例市静海地区"
    site.page("/zwgk/ztzl/", "政务公开专题", link("/zwgk/ztzl/ndbg/", "年度报告"))
    names = bodies(place, len(PAGERS), 0)[2:]
    menu = "".join(link(f"/bm/{pager[0]}/zfxxgknb/", name) for pager, name in zip(PAGERS, names, strict=True))
    site.page(
        "/zwgk/ztzl/ndbg/",
        "年度报告",
        menu + link("/zwgk/ztzl/ndbg/2019n/", "2019年") + link("/zwgk/ztzl/ndbg/2018n/", "2018年"),
    )
    for pager, name in zip(PAGERS, names, strict=True):
        _department(site, pager, name)
    _single(site, place)
    _trouble(site, place)
    return site


def _department(site, pager, name):
    """One body's column over all years; the folder's year is that of the site's last rebuild, and the mobile copy shows."""
    folder = f"/bm/{pager[0]}/zfxxgknb/"
    papers = shuffled(reports([name], YEARS), decoys([name], 2023, 5))
    entries = [
        (site.article(f"{folder}2024n/content_{2048000 + n}.html", paper), paper) for n, paper in enumerate(papers)
    ]
    for number, count, shown in sheets(entries, SIZE):
        marks = {"number": number, "index": number - 1, "count": count, "declared": count + 2, "after": number + 1}
        drawn = pager[1].format(**marks) if number < count or "下一页" not in pager[1] else ""
        tail = "" if number == 1 else pager[2].format(**marks)
        first = f"{folder}1.html" if pager[0] == "ya" else folder
        site.page(first if number == 1 else folder + tail, "政府信息公开年报", rows(shown) + drawn)
    if pager[0] == "ya":
        site.moved(folder, f"{folder}1.html")
    if pager[0] == "sh":
        site.visits[f"{folder}index_4.html"] = "not_found"


def _single(site, place):
    """A column that is the report; another that lists one body's name, and behind it the report under that name."""
    office = report(f"{place}人民政府", 2018)
    site.article("/zwgk/ztzl/ndbg/2018n/", office, '<div class="article-content">{}</div>')
    named = report(f"{place}广播电视台", 2019, 2)
    copied = replace(named, body=named.body.replace("</p>", "</p><p>下一步将按照宁国市人民政府的部署开展工作。</p>", 1))
    site.page(
        "/zwgk/ztzl/ndbg/2019n/",
        "2019年",
        link("/nw12344/20200331/0123456789abcdef0123456789abcdef.html", "广播电视台"),
    )
    site.article(
        "/nw12344/20200331/0123456789abcdef0123456789abcdef.html", copied, '<div id="ivs_content">文件已失效{}</div>'
    )


def _trouble(site, place):
    """Reports whose page is a wall, a soft 404 or gone, and a column that sends everyone home: named, not empty lists."""
    shown = report(f"{place}商务局", 2023)
    answers = {
        "/jc/202401/t20240103_1.html": (Response(WALL), "wall"),
        "/jc/202401/t20240103_2.html": (Response(b"<script>$_ts=1</script>", 412), "wall"),
        "/jc/202401/t20240103_3.html": (Response(b"<script>go({bts:1})</script>", 521), "wall"),
        "/jc/202401/t20240103_4.html": (text("<title>404</title>您访问的页面不存在"), "soft_404"),
        "/jc/202401/t20240103_5.html": (Response(b"gone", 404), "not_found"),
        "/jc/202401/t20240103_6.html": (Response(b""), "empty"),
        "/jc/202401/t20240103_7.html": (text(CLONE), "hijacked"),
        "/jc/202401/t20240103_8.html": (text(f"<title>真人荷官_百家乐投注</title>{shown.body}"), "hijacked"),
        "/jc/202401/t20240103_9.html": (Response(b"<html><script src='/c/a.js'></script></html>", 202), "wall"),
        "/jc/202401/t20240103_10.html": (text(LOGIN), "wall"),
    }
    names = ("体育局", "气象局", "地震局", "档案局", "信访局", "公安局", "林业局", "商务局", "人防办", "侨联")
    links = "".join(
        link(path, f"{place}{name}2023年政府信息公开工作年度报告", date="2024-01-03")
        for path, name in zip(answers, names, strict=True)
    )
    site.page("/jc/", "政府信息公开年报", links)
    site.page("/lj/", "政府信息公开年报", "<div class=list>暂无相关信息</div>")
    site.moved("/mtg/zfxxgknb/", "/")
    for path, (answer, outcome) in answers.items():
        site.pages[path], site.visits[path] = answer, outcome
    site.visits["/mtg/zfxxgknb/"] = "redirect"
    picture = '<a href="/zwgk/ztzl/ndbg/"><img src="/images/nb.png"></a>'
    columns = link("/jc/", "政府信息公开年报") + link("/lj/", "信息公开年报") + link("/mtg/zfxxgknb/", "公开年报")
    site.page("/", site.name, picture + columns)
