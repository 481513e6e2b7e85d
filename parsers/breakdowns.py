"""Breakdowns: the items of a list of what was proactively disclosed, each with the name of its category."""

from __future__ import annotations

import re

from parsers.measures import ITEMS
from parsers.mentions import Found, Mention

AREAS = ("领域", "方面")  # a category that is named by where it belongs
LISTED = ("proactive_total", "website_posts", "proactive_category")
CHANNELS = ("website_posts", "wechat_posts", "weibo_posts", "new_media_posts", "gazette_issues")
_UNITS = (*ITEMS, "次", "")
_OPENS = re.compile("其中|包括|包含|分别|具体|：|按[^，]{0,8}分|主要[为有]")
_OPENS_SENTENCE = re.compile("^(?:其中|包括|按|具体)")
_OPENS_ALONE = re.compile("公开的(?:政府)?信息中")
_ENDS = re.compile(
    "通过|利用|依托|收到|受理|接收|召开|举办|承办|办理(?!$|结果|情况|类|信息)|制发|开展|组织(?!机构)|答复|；.*(?:发布|公开|推送)"
)
_BEFORE_LABEL = re.compile(
    r"^(?:其中|包括|包含|含|发布|主动公开(?!$)|分别|具体|主要|涉及|按[^，]*分|为|是|有|：|、|和|及|另有|另外|其余|＊|\d+[.、]|[一二三四五六七八九]是)+"
)
_AFTER_LABEL = re.compile("(?:更新量|发布量|共计|合计|共|为|有|约|近|的|数量|数|达|发布|各|＊|：|已)+$")
_NOT_LABEL = re.compile(
    "收到|受理|通过|其他方式|线上|累计|制定|修改|修订|废止|渠道|全文电子|同比|占|申请|依申请|不予|原创|关注|人数|增|减|电子化"
    "|(?:局|委|厅|镇|乡|街道|部门|中心|科室|单位|办事处|公司|办公室)$"
)


def continues(mention: Mention, governor: Found | None, between: str) -> bool:
    """Whether a count is an item of the list that the statement before it opened; `between` parts the two."""
    if _OPENS_ALONE.search(mention.lead):
        return True
    if governor is None or governor.measure not in LISTED or _ENDS.search(mention.since + mention.head):
        return False
    return governor.lists or _OPENS.search(between + mention.head) is not None


def opens_sentence(text: str) -> bool:
    """Whether a sentence goes on with the list that the one before announced.

    >>> opens_sentence("其中工作动态37条"), opens_sentence("全年召开新闻发布会3次")
    (True, False)
    """
    return _OPENS_SENTENCE.match(text) is not None or _OPENS_ALONE.search(text) is not None


def category(mention: Mention) -> Found | None:
    """The item as a category, or None where the words before the count name none."""
    label = clean(mention.head) or clean(mention.tail)
    count = mention.count
    if count.unit not in _UNITS or not 1 < len(label) <= 24 or _NOT_LABEL.search(label):
        return None
    unit = count.unit or "条"
    start, end = mention.start, mention.end
    return Found("proactive_category", count.value, unit, count.approximate, start, end, start, label, lists=True)


def clean(words: str) -> str:
    """The name of a category without the words that lead to it and to its number.

    >>> clean("其中：工作动态共"), clean("动态类信息发布"), clean("其余")
    ('工作动态', '动态类信息', '')
    """
    return _AFTER_LABEL.sub("", _BEFORE_LABEL.sub("", words))
