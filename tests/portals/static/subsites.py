"""A county without a column of its own for departments: each has a sub-site in a folder, made by whoever was at hand.

Source: the CMS reference, sections 2 and 8 (every district differs). The way to them is a site map and a menu of bodies.
"""

from portals.building import Site, link, rows
from portals.papers import bodies, decoys, reports, shuffled

YEARS = (2023, 2022, 2021, 2020, 2019, 2018)
FOLDERS = ("czj", "mzj", "sfj", "rsj", "zrzyj", "jtj", "slj", "nyj", "bsz", "dgjd")


def county():
    place = "示例市上林地县"
    site = Site("static-subsites", "127.0.5.125", f"{place}人民政府")
    names = bodies(place, 8, 2)
    office, departments = names[:2], names[2:]
    _government(site, office)
    short = [name.removeprefix(place) for name in departments]
    menu = "".join(f'<option value="/{folder}/">{name}</option>' for folder, name in zip(FOLDERS, short, strict=True))
    site.page(
        "/", site.name, f"<select>{menu}</select>" + link("/about/", "走进上林") + link("/tjj/x/y.html", "统计局")
    )
    site.page("/wzdt/", "网站地图", link("/zwgk/zfxxgk/", "政府信息公开"))
    for number, (folder, name) in enumerate(zip(FOLDERS, departments, strict=True)):
        _subsite(site, folder, name, number)
    return site


def _government(site, names):
    """The government's own column is only on the site map, its years are folders."""
    site.page(
        "/zwgk/zfxxgk/",
        "政府信息公开",
        link("/zwgk/zfxxgk/gkzn/", "政府信息公开指南") + link("/zwgk/zfxxgk/2/", "工作年报"),
    )
    site.page("/zwgk/zfxxgk/2/", "工作年报", "".join(link(f"/zwgk/zfxxgk/2/{year}n/", f"{year}年") for year in YEARS))
    for year in YEARS:
        entries = [
            (site.article(f"/zwgk/zfxxgk/2/{year}n/{n}.html", paper), paper)
            for n, paper in enumerate(reports(names, [year]))
        ]
        site.page(f"/zwgk/zfxxgk/2/{year}n/", f"{year}年", rows(entries))


def _subsite(site, folder, name, number):
    """A home, a disclosure page, a column; every third reaches its column by a picture whose path alone says what it is."""
    anchor = '<a href="/{}/gknb/"><img src="nb.png"></a>' if number % 3 == 0 else link("/{}/gknb/", "公开年报")
    site.page(f"/{folder}/", name, link(f"/{folder}/zwgk/", "政务公开") + link(f"/{folder}/dt/", "工作动态"))
    site.page(f"/{folder}/zwgk/", "政务公开", anchor.format(folder))
    papers = shuffled(reports([name], YEARS), decoys([name], 2023, 4))
    entries = [
        (site.article(f"/{folder}/gknb/{paper.day:%Y%m}/{n}.html", paper), paper) for n, paper in enumerate(papers)
    ]
    site.page(f"/{folder}/gknb/", "公开年报", rows(entries, titled=number % 2 == 0))
