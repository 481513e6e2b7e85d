"""A district with a real place's name and invented reports, which hardly ever say whose they are.

Bare bureaus, 区 and 市 for the district as it is and as it was, 本机关 and 我局, years in characters, titles of nobody:
the portal's region and the page's publisher tell.
"""

from dataclasses import replace

from portals.building import Site, link, rows, sheets
from portals.papers import decoys, report, shuffled

PLACE = "威海市文登区"
YEARS = (2023, 2022, 2021, 2020)
FULL = {  # as the list says -> official
    "教育局": "威海市文登区教育局",
    "区财政局": "威海市文登区财政局",
    "文登区住建局": "威海市文登区住房和城乡建设局",
    "区政府": "威海市文登区人民政府",
    "区府办": "威海市文登区人民政府办公室",
    "天福街道办": "威海市文登区天福街道办事处",
    "文登营镇": "威海市文登区文登营镇人民政府",
    "残联": "威海市文登区残疾人联合会",
    "区科协": "威海市文登区科学技术协会",
    "威海市文登区水利局": "威海市文登区水利局",
}
NAMELESS = {  # what stands in place of a name -> the publisher that the page names
    "本机关{year}年政府信息公开工作年度报告": "统计局",
    "我局{year}年度政府信息公开工作年度报告": "审计局",
    "{year}年政府信息公开工作年度报告": "信访局",
}
DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def district():
    site = Site("static-placed", "127.0.5.127", f"{PLACE}人民政府", menu=(("/zwgk/gknb/", "政府信息公开年报"),))
    papers = shuffled([*_named(), *_nameless(), *_of_old()], decoys([PLACE + "教育局"], 2023, 20))
    entries = [(site.article(f"/zwgk/gknb/{7000 + n}.html", paper), paper) for n, paper in enumerate(papers)]
    cut = sheets(entries, 20)
    for number, count, shown in cut:
        pager = link(f"/zwgk/gknb/index_{number + 1}.html", "下一页") if number < count else ""
        site.page(
            "/zwgk/gknb/" if number == 1 else f"/zwgk/gknb/index_{number}.html", "政府信息公开年报", rows(shown) + pager
        )
    site.page("/", site.name, "<p>欢迎</p>")
    return site


def _named():
    """Every body under its short name; every other year in Chinese characters."""
    for year in YEARS:
        for number, (short, full) in enumerate(FULL.items()):
            written = f"{year}".translate(DIGITS) if (year + number) % 2 else year
            yield _titled(f"{short}{written}年度政府信息公开工作年度报告", full, year, number, short)


def _nameless():
    for year in YEARS:
        for number, (title, publisher) in enumerate(NAMELESS.items()):
            yield _titled(title.format(year=year), f"{PLACE}{publisher}", year, number + 20, publisher)


def _of_old():
    """Before 2014 the district was a city of its own."""
    for year in (2013, 2010):
        yield _titled(f"市财政局{year}年政府信息公开工作年度报告", "文登市财政局", year, 40, "本站")
        yield _titled(f"文登市{year}年政府信息公开工作年度报告", "文登市人民政府", year, 41, "本站")


def _titled(title, agency, year, number, publisher):
    """A report whose text names nobody."""
    return replace(report("本机关", year, number), title=title, agency=agency, publisher=publisher)
