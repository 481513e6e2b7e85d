"""What a crawl of the replicas must find: the five founding reports, and where each is published.

The agency, the year and the words are the reports' own. Addresses follow the habit of each publishing system;
the reports' real addresses and hours of publication are not known, and only 000 prints its date.
"""

from dataclasses import dataclass
from datetime import datetime

from demo.documents import Document, at
from demo.rendering import PLAIN, WPS, Style, report_body
from demo.spans import CUT_2021, FORM_2019, FORM_2021, TOTAL_BESIDE_2021, Layout


@dataclass(frozen=True)
class Founding:
    """A founding report: its file in `demo/reports`, its place on a replica and what a reader must say of it."""

    name: str
    portal: str
    path: str
    agency: str
    year: int
    published: datetime
    heading: tuple[str, ...]
    layout: Layout
    style: Style = PLAIN


REPORTS = (
    Founding(
        name="wendeng-zhujianju-2023",
        portal="wendeng",
        path="/art/2024/1/22/art_140371_3300012.html",
        agency="威海市文登区住房和城乡建设局",
        year=2023,
        published=at("2024-01-22", "15:20:00"),
        heading=("威海市文登区住房和城乡建设局", "2023年政府信息公开工作年度报告"),
        layout=FORM_2021,
    ),
    Founding(
        name="wendeng-zhengfu-2023",
        portal="wendeng",
        path="/art/2024/1/29/art_140371_3300027.html",
        agency="威海市文登区人民政府",
        year=2023,
        published=at("2024-01-29", "10:15:00"),
        heading=("威海市文登区人民政府", "2023年政府信息公开工作年度报告"),
        layout=FORM_2021,
    ),
    Founding(
        name="wenxian-zhujianju-2023",
        portal="wenxian",
        path="/zwgk/zfxxgk/zfxxgknb/content_48213.html",
        agency="温县住房和城乡建设局",
        year=2023,
        published=at("2024-01-19", "16:42:00"),
        heading=("温县住房和城乡建设局2023年政府信息公开工作年度报告",),
        layout=CUT_2021,
        style=WPS,
    ),
    Founding(
        name="dongtou-zhujianju-2020",
        portal="dongtou",
        path="/module/xxgk/xxgkAnnualReport.jsp?area=001008003006011&fbtime=2020",
        agency="温州市洞头区住房和城乡建设局",
        year=2020,
        published=at("2021-01-25", "09:58:29"),
        heading=("温州市洞头区住房和城乡建设局", "2020年政府信息公开工作年度报告"),
        layout=FORM_2019,
    ),
    Founding(
        name="zhanhe-zhujianju-2024",
        portal="zhanhe",
        path="/contents/33071/417325.html",
        agency="湛河区住建局",
        year=2024,
        published=at("2025-01-20", "11:08:00"),
        heading=("湛河区住建局2024年政府信息公开工作年度报告",),
        layout=TOTAL_BESIDE_2021,
    ),
)


def reports_of(portal: str) -> dict[str, Document]:
    """The founding reports of one portal as documents, by address."""
    return {report.path: _document(report) for report in REPORTS if report.portal == portal}


def names_of(portal: str) -> dict[str, str]:
    """The address of each founding report of one portal, and its name in `demo/reports`."""
    return {report.path: report.name for report in REPORTS if report.portal == portal}


def _document(report: Founding) -> Document:
    body = report_body(report.name, report.layout, report.style, titles=len(report.heading))
    return Document("report", report.heading, report.agency, report.published, body)
