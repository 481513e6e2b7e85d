"""Documents that are not annual reports but stand beside them: titles of the real kinds, filler for text.

No decoy carries a figure, so that none can be taken for a body's statistics.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from demo.documents import Document

FILLER = "（演示站点填充页：只保留此类文件的标题与版式，正文从略，不含任何单位的数据。）"


@dataclass(frozen=True)
class Kind:
    """A kind of page: its title with the body and the year left open, and the headings of its text."""

    title: str
    headings: tuple[str, ...] = ()


KINDS = {
    "法治政府建设年度报告": Kind(
        "{body}{year}年法治政府建设年度报告", ("一、主要举措和成效", "二、存在的不足和原因", "三、下一年度的主要安排")
    ),
    "部门决算": Kind("{body}{year}年度部门决算", ("一、部门概况", "二、部门决算表", "三、名词解释")),
    "政府信息公开指南": Kind("{body}政府信息公开指南", ("一、信息分类", "二、获取方式", "三、监督方式")),
    "编制通知": Kind(
        "{body}关于做好{year}年度政府信息公开工作年度报告编制工作的通知", ("一、编制要求", "二、报送时间")
    ),
    "政策解读": Kind("《{body}行政规范性文件管理办法》政策解读", ("一、起草背景", "二、主要内容")),
    "行政执法统计年报": Kind("{body}{year}年度行政执法统计年报", ("一、行政许可实施情况", "二、行政处罚实施情况")),
    "部署会": Kind("{body}召开政府信息公开工作年度报告编制工作部署会"),
    "政府信息公开制度": Kind("{body}政府信息公开工作制度", ("第一章 总则", "第二章 公开的范围", "第三章 附则")),
    "网站报表": Kind("{body}{year}年政府网站工作年度报表"),
    "编制说明": Kind("{body}政府信息公开工作年度报告编制说明"),
}
NEWS = Kind("{body}{year}年重点工作推进会召开")
POLICY = Kind("{body}关于印发{year}年政务公开工作要点的通知", ("一、总体要求", "二、重点任务", "三、组织保障"))
APPLY = Kind("{body}依申请公开办理流程", ("一、提出申请", "二、受理申请", "三、作出答复"))

COLUMNS = {
    **dict.fromkeys(("文登要闻", "温县要闻", "洞头要闻", "湛河要闻"), NEWS),
    **dict.fromkeys(("政策文件", "政府文件", "规范性文件"), POLICY),
    "通知公告": KINDS["编制通知"],
    "政策解读": KINDS["政策解读"],
    "政府信息公开指南": KINDS["政府信息公开指南"],
    "政府信息公开制度": KINDS["政府信息公开制度"],
    "依申请公开": APPLY,
}
"""What the columns beside the annual reports hold."""

DEPARTMENTS = (
    "财政局",
    "民政局",
    "司法局",
    "人力资源和社会保障局",
    "自然资源局",
    "交通运输局",
    "水利局",
    "农业农村局",
    "商务局",
    "文化和旅游局",
    "卫生健康局",
    "应急管理局",
    "审计局",
    "市场监督管理局",
    "统计局",
    "医疗保障局",
)
"""Sixteen, so that kinds and bodies taken in turn meet in a new pair each time."""


def departments(place: str) -> list[str]:
    """The departments of a district or county."""
    return [f"{place}{name}" for name in DEPARTMENTS]


def mixed(bodies: Sequence[str], year: int, newest: datetime, count: int) -> Iterator[Document]:
    """Put out `count` decoys of every kind in turn, one body after the other, a day apart, newest first."""
    names = list(KINDS)
    for index in range(count):
        body = bodies[index % len(bodies)]
        name = names[(index + index // len(bodies)) % len(names)]
        yield decoy(KINDS[name], name, body, year, newest - timedelta(days=index))


def series(kind: Kind, name: str, bodies: Sequence[str], year: int, newest: datetime) -> list[Document]:
    """Put out the same kind of page for each body, a day apart, newest first."""
    return [decoy(kind, name, body, year, newest - timedelta(days=index)) for index, body in enumerate(bodies)]


def filed_in(column: str, bodies: Sequence[str], year: int, newest: datetime) -> list[Document]:
    """Fill a column that stands beside the annual reports."""
    return series(COLUMNS[column], column, bodies, year, newest)


def decoy(kind: Kind, name: str, body: str, year: int, published: datetime) -> Document:
    """Make one such page."""
    title = kind.title.format(body=body, year=year)
    lines = [line for heading in kind.headings for line in (heading, FILLER)] or [FILLER]
    text = Markup("\n").join(Markup("<p>{}</p>").format(line) for line in lines)
    return Document(name, (title,), body, published, text)
