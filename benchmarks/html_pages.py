"""The pages around a report: what publishing systems put before, after and around the article."""

from __future__ import annotations

_HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=CHARSET"><title>{title}_示例市人民政府</title>{metas}</head>'
_NEIGHBOURS = "".join(
    f'<li><a href="/art/{number}.html">示例市某局{2010 + number}年政府信息公开工作年度报告</a><span>20{10 + number}-03-0{number}</span></li>'
    for number in range(1, 9)
)
_TOP = "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/xw/'>新闻</a></li></ul>今天是2026年11月20日 星期五</div>"
_FOOT = "<div class='footer'>主办：示例市人民政府办公室 网站标识码：0000000000 更新时间：2026-11-20 浏览次数：12</div>"


def plain(title: str, article: str) -> str:
    """A heading, the date and the article in the body."""
    dated = "<div class='info'>发布时间：2024-01-22 10:11 来源：本站 字号：大 中 小</div>"
    return f"{_head(title)}<body>{_TOP}<h1>{title}</h1>{dated}{article}{_FOOT}</body></html>"


def hanweb(title: str, article: str) -> str:
    """Title broken over two lines, `publishtime`, the article in #zoom, neighbours below."""
    place = title.index("政府信息")
    broken = f"<p align=center>{title[:place]}</p><p align=center>{title[place:]}</p>"
    dated = '<span class="publishtime">发布日期：2024-01-22 09:58:29</span>'
    return (
        f"{_head(title)}<body>{_TOP}<div class='sp_title'>{title}</div>{dated}<div id='zoom'><!--ZJEG_RSS.content.begin-->"
        f"{broken}{article}<!--ZJEG_RSS.content.end--></div><ul>{_NEIGHBOURS}</ul>{_FOOT}</body></html>"
    )


def trs(title: str, article: str) -> str:
    """National meta tags, the article in .TRS_Editor."""
    metas = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-01-22 08:00">'
    return (
        f"{_head(title, metas)}<body>{_TOP}<div class='xl'><div class='TRS_Editor'><style>.MsoNormal{{}}</style>{article}</div>"
        f"</div>{_FOOT}</body></html>"
    )


def vsb(title: str, article: str) -> str:
    """A form around the article in .v_news_content; the signature is the only date."""
    return (
        f"{_head(title)}<body>{_TOP}<ul>{_NEIGHBOURS}</ul><form name='_newscontent_fromname'><h2>{title}</h2>"
        f"<div id='vsb_content_2'><div class='v_news_content'>{article}</div></div></form>"
        f"<p>上一条：<a href='1.htm'>示例市统计局2022年政府信息公开工作年度报告</a> 2023-01-09</p>{_FOOT}</body></html>"
    )


def siteserver(title: str, article: str) -> str:
    """Article in .content beside a column of neighbours with their dates."""
    return (
        f"{_head(title)}<body>{_TOP}<div class=side><ul>{_NEIGHBOURS}</ul></div><div class='main'><div class='title'>{title}</div>"
        f"<div class='time'>日期：2024/1/22 作者：办公室</div><div class='content'>{article}</div></div>{_FOOT}</body></html>"
    )


def in_layout_tables(title: str, article: str) -> str:
    """Four tables around everything, the article in the innermost cell."""
    inner = (
        f"<TR><TD align=center>{title}</TD></TR><TR><TD>公开日期：2024年01月22日</TD></TR><TR><TD>{article}</TD></TR>"
    )
    for _ in range(4):
        inner = f"<TR><TD width=20>&nbsp;</TD><TD><TABLE width=100%>{inner}</TABLE></TD></TR>"
    return f"{_head(title)}<body>{_TOP}<TABLE>{inner}</TABLE>{_FOOT}</body></html>"


def with_metadata_table(title: str, article: str) -> str:
    """The index card of the open-government catalogue above the article."""
    card = (
        "<table class='xxgk'><tr><td>索引号：</td><td>00000000/2024-00001</td><td>主题分类：</td><td>政务公开</td></tr>"
        "<tr><td>发布机构：</td><td>示例市统计局</td><td>发文日期：</td><td>2024年01月22日</td></tr>"
        f"<tr><td>名称：</td><td colspan=3>{title}</td></tr>"
        "<tr><td>文号：</td><td>无</td><td>有效性：</td><td>有效</td></tr></table>"
    )
    return f"{_head(title)}<body>{_TOP}<div class='con'>{card}<h1>{title}</h1>{article}</div>{_FOOT}</body></html>"


def deep(title: str, article: str) -> str:
    """Two thousand divisions, never closed."""
    return f"{_head(title)}<body>{_TOP}发布时间：2024-01-22{'<div>' * 2000}<h1>{title}</h1>{article}"


def _head(title: str, metas: str = "") -> str:
    return _HEAD.format(title=title, metas=metas)
