"""Three portals on systems nobody knows, whose lists name no second page: it must be guessed and tested."""

from portals.building import Site, link, rows, sheets, text
from portals.papers import bodies, decoys, reports, shuffled

SIZE = 11


def counties():
    return [by_query(), by_name(), by_years()]


def by_query():
    """Pages by `&page=2`; a number beyond the last shows the last page again, for ever."""
    place = "示例市河口县"
    site = Site(
        "static-query", "127.0.5.123", f"{place}人民政府", menu=(("/InfoPublic.aspx?cid=1019", "政府信息公开年报"),)
    )
    names = bodies(place, 8, 2)
    papers = shuffled(reports(names, (2023, 2022, 2021, 2020)), decoys(names, 2023, 18))
    entries = [(site.article(f"/html/zwgk/{8000 + n}.html", paper), paper) for n, paper in enumerate(papers)]
    cut = sheets(entries, SIZE)

    def answer(request):
        number = min(int(request.query.get("page", "1")), len(cut))
        return text(site.dressed("政府信息公开年报", rows(cut[number - 1][2]) + "<a onclick='go(2)'>下一页</a>"))

    site.answer("/InfoPublic.aspx", answer)
    site.page("/", site.name, link("/calendar.aspx?d=2024-01-01", "日历"))
    return site


def by_name():
    """Pages by `{list}_2.jhtml`; every article also links the next one, and a calendar has no end."""
    place = "示例市河源地县"
    site = Site("static-name", "127.0.5.124", f"{place}人民政府", menu=(("/02MC/gknb.jhtml", "公开年报"),))
    names = bodies(place, 8, 2)
    papers = shuffled(reports(names, (2023, 2022, 2021, 2020)), decoys(names, 2023, 18))
    entries = [(site.article(f"/02MC/{2090000 + n}.jhtml", paper), paper) for n, paper in enumerate(papers)]
    for number, _, shown in sheets(entries, SIZE):
        name = "gknb" if number == 1 else f"gknb_{number}"
        site.page(f"/02MC/{name}.jhtml", "公开年报", rows(shown))
    site.page("/", site.name, "<p>欢迎</p>")
    return site


def by_years():
    """A district that files by year, then by group, in boxes whose dates are cut in two (as 怀柔 and 大兴 do)."""
    place = "示例市怀东地区"
    site = Site("static-boxes", "127.0.5.126", f"{place}人民政府", menu=(("/zfxxgkzl/", "政府信息公开专栏"),))
    site.page("/zfxxgkzl/", "政府信息公开专栏", link("/zfxxgkzl/gknb/", "政府信息公开工作年度报告"))
    names, years = bodies(place, 14, 4), (2023, 2022, 2021)
    site.page("/zfxxgkzl/gknb/", "年度报告", "".join(link(f"/zfxxgkzl/gknb/{y}nb/", f"{y}年度") for y in years))
    for year in years:
        folder = f"/zfxxgkzl/gknb/{year}nb/"
        groups = {"区政府": ("qzf", names[:2]), "区级部门": ("qjbm", names[2:16]), "镇乡街道": ("zxjd", names[16:])}
        menu = "".join(link(f"{folder}{short}{year}/", group) for group, (short, _) in groups.items())
        site.page(folder, f"{year}年度", menu)
        for short, members in groups.values():
            _boxes(site, f"{folder}{short}{year}/", shuffled(reports(members, [year]), decoys(members, year, 3)))
    site.page("/", site.name, "<p>欢迎</p>")
    return site


def _boxes(site, folder, papers):
    entries = [
        (site.article(f"{folder}{paper.day:%Y%m}/{7000 + n}.html", paper), paper) for n, paper in enumerate(papers)
    ]
    for number, _, shown in sheets(entries, 10):
        boxes = "".join(
            f'<div class="box"><b>{paper.day:%d}</b><i>{paper.day:%Y-%m}</i><a href="{path}">{paper.title}</a></div>'
            for path, paper in shown
        )
        site.page(folder if number == 1 else f"{folder}index_{number}.html", "年度报告", boxes)
