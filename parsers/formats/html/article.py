"""Where the article of a page is, and its prose: by the containers of publishing systems, by its headings, or guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile

from lxml import etree, html

from parsers.formats.html.blocks import BLOCKS, lines_of
from parsers.formats.html.trees import Element, parents_of, runs_of

MARK = re.compile(r"nianbao(table|image)mark(\d+)end")
"""What stands in the prose for a table or picture."""

# Where publishing systems put the article (reference: their templates); the first with enough in it is taken.
_BODIES = (
    "ivs_content", "webeditorview", "TRS_Editor", "trs_editor_view", "TRS_UEDITOR", "Custom_UnionStyle", "UCAP-CONTENT",
    "zoom", "Zoom", "zoomcon", "art_con", "xxgkcont", "wzzw-article", "v_news_content", "article-content",
    "pages_content", "xxgk_content", "info_content", "js_contentBox", "neirong", "text", "content",
)  # fmt: skip
_CONTAINERS = ("div", "td", "section", "article", "ucapcontent")
_ENOUGH = 120  # characters a body container must hold to be believed (shorter ones hold a player or a share bar)
_SECTION = re.compile(r"^\s*(?:第[一二三四五六]部分|[一二三四五六七八]\s*[、．])")
_NUMBERED = parents_of("//text()[contains(., '、') or contains(., '．') or contains(., '部分')]")
_FEWEST_SECTIONS = 3
_TABLE_MARK = re.compile(r"nianbaotablemark\d+end")
_HEADING = re.compile(r"^\s*[一二三四五六]、", re.MULTILINE)
_TITLE = re.compile(r"政府?信息公开.{0,12}(?:报告|年报)|信息公開.{0,12}(?:報告|年報)")
_CARD_LINE = re.compile(
    r"^[【\[]?(?:索\s*引\s*号|发布(?:机构|单位|日期|时间|人)|公开(?:日期|时间|主体|方式|属性|范围|单位)|信息来源|文章来源|来\s*源"
    r"|(?:生成|成文|发文|印发|失效|生效)(?:日期|时间)|(?:发文|公文)?[文字]\s*号|主题分类|主题词|体裁分类|组配分类|有\s*效\s*性|信息名称"
    r"|名\s*称|标\s*题|关\s*键\s*词|语\s*种|作\s*者|信息有效性|时\s*间|日\s*期)[】\]]?\s*[:：]"
)
_CHROME = re.compile(
    r"^(?:[您你]?(?:现在|当前)?的?位置|首页|今天是|浏览|阅读|点击|访问|字\s*[号体]|【?\s*(?:字体|字号|打印|关闭|大|中|小|返回|收藏)"
    r"|\[\s*(?:打印|关闭|大|字|返回)|分享|扫一扫|手机|责任编辑|编辑|审核|主办|承办|版权|网站标识|网站地图|联系我们|更新时间|上一[篇条]"
    r"|下一[篇条]|相关(?:链接|文章|阅读|信息|文档)|.{0,3}(?:ICP|公网安备)|设为首页|加入收藏|无障碍)"
)
_PIPES = re.compile(r"^\s*\||\|\s*$|^[|\s-]+$")  # the extractor writes layout tables with these
_LEAST_SHARE = 0.2  # of the text; a page with few words of its own has five times as many links around them
_LONGEST_CHROME = 120
_LONGEST_NAME = 30


def article_of(tree: Element) -> tuple[Element, bool]:
    """The element that holds the article, and True; the whole page, and False, where nothing tells it apart."""
    among = _around_sections(tree)
    above = set(among.iterancestors()) | {among} if among is not None else set()
    containers = [container for container in _containers(tree) if _is_enough(container)]
    around = [container for container in containers if container in above]
    if around or (containers and (among is None or among.tag == "body")):
        return (around or containers)[0], True
    if among is not None and among.tag != "body":
        return among, True
    body = tree.find("body")
    return (tree if body is None else body), False


def prose_of(article: Element, *, known: bool) -> str:
    """The article's paragraphs without what the page puts around them.

    On a whole page the extractor says where the article begins and ends, unless it lost a table or a heading.
    """
    everything = lines_of(article)
    kept = everything if known else _extracted(article)
    if not known and _lost("\n".join(kept), "\n".join(everything)):
        kept = _from_title(everything)
    return "\n".join(_without_chrome(kept))


def _containers(tree: Element) -> list[Element]:
    """The containers known by name, the most telling name first."""
    found: dict[str, Element] = {}
    for element in tree.iter(*_CONTAINERS):
        for name in (element.get("id") or "", *(element.get("class") or "").split()):
            found.setdefault("v_news_content" if name.startswith("vsb_content") else name, element)
        if element.tag == "ucapcontent":
            found.setdefault("UCAP-CONTENT", element)
    return [found[name] for name in _BODIES if name in found]


def _is_enough(element: Element) -> bool:
    lengths = accumulate(len(run.strip()) for run in runs_of(element))
    return any(length >= _ENOUGH for length in lengths) or element.find(".//img") is not None


def _around_sections(tree: Element) -> Element | None:
    """The block around all numbered headings of the page, where there are enough of them to make a report."""
    headed = [node for node in dict.fromkeys(_NUMBERED(tree)) if _opens_section(node)]
    if len(headed) < _FEWEST_SECTIONS:
        return None
    common = _line_of_descent(headed[0])
    for node in headed[1:]:
        common = [mine for mine, theirs in zip(common, _line_of_descent(node), strict=False) if mine is theirs]
    return next((node for node in reversed(common) if node.tag in BLOCKS - {"p", "li", "table"}), None)


def _opens_section(node: Element) -> bool:
    texts = (node.text, *(child.tail for child in node if child.tag == "br"))
    return node.tag != "a" and any(text and _SECTION.match(text) for text in texts)


def _line_of_descent(node: Element) -> list[Element]:
    """From the root down to the parent of a node."""
    return [*node.iterancestors()][::-1]


def _extracted(article: Element) -> list[str]:
    import trafilatura  # takes a tenth of a second to load, and most pages say where their article is

    page = html.document_fromstring(
        f"<body>{etree.tostring(article, encoding='unicode', method='html', with_tail=False)}</body>"
    )
    extracted = trafilatura.extract(
        page, fast=True, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
    )
    lines = (" ".join(_PIPES.sub(" ", line).split()) for line in (extracted or "").split("\n"))
    return [line for line in lines if line]


def _lost(extracted: str, everything: str) -> bool:
    """Whether a table or heading is gone, or most of what follows the first heading."""
    first = _HEADING.search(everything)
    fewer = any(len(sign.findall(extracted)) < len(sign.findall(everything)) for sign in (_TABLE_MARK, _HEADING))
    return fewer or len(extracted) < _LEAST_SHARE * len(everything[first.start() if first else 0 :])


def _from_title(lines: Sequence[str]) -> list[str]:
    """From the title above the first heading on, with the body's name where it stands on a line of its own."""
    first = next((place for place, line in enumerate(lines) if _SECTION.match(line)), len(lines))
    titles = [place for place, line in enumerate(lines[:first]) if _TITLE.search(line) and len(line) < 80]
    if not titles or any(MARK.search(line) for line in lines[: titles[0]]):
        return list(lines)
    start = titles[-1]
    named = start and len(lines[start - 1]) < _LONGEST_NAME and not _CHROME.match(lines[start - 1])
    return list(lines[start - 1 if named else start :])


def _without_chrome(lines: Sequence[str]) -> list[str]:
    """Without the page's furniture before and after, and the lines of the index card above the first heading."""
    first = next((place for place, line in enumerate(lines) if _SECTION.match(line)), 0)
    shown = [line for place, line in enumerate(lines) if place >= first or not _CARD_LINE.match(line)]
    before = len(list(takewhile(_is_chrome, shown)))
    after = len(list(takewhile(_is_chrome, reversed(shown[before:]))))
    return shown[before : len(shown) - after]


def _is_chrome(line: str) -> bool:
    return len(line) <= _LONGEST_CHROME and bool(_CHROME.match(line) or _CARD_LINE.match(line))
