"""Whether words speak of this body in this year: other years, running totals, plans and other bodies are told apart."""

from __future__ import annotations

import re

_TIME = re.compile(
    r"(?P<compared>(?:比|较|与|同比|相比|从|由))?(?:(?P<span>(?:19|20)\d\d年?[至到—~-](?:19|20)\d\d年)|(?P<year>(?:19|20)\d\d|二[〇零][〇零一二]\S)年"
    r"|(?P<other>去年|上一?年|前年|往年|历年)|(?P<own>今年|本年|全年|年内|当年|一年来)"
    r"|(?P<since>(?:开通|创刊|建站|成立|实施|施行|运行|上线|创办|启用|注册)以?来|自(?![觉身查])[^，；]{0,24}?以来|至今))"
    r"(?P<object>度?(?:部门|财政|预算|决算|“?三公|重点|工作要点|年报)|[^，；]{0,8}结转)?"
)
_MAY_BE_TIME = re.compile("[年来今]")  # every time has one of them
_CARRIED = ("结转", "转", "顺延")
_PLAN = re.compile(
    "(?<!规划)计划(?=[^，；]*(?:举办|开展|组织|发布|公开|召开|培训|达到))|拟(?!定)|今后|力争|争取|预计|要求|不少于|不低于|不超过|至少|原则上|每年|每月|每季|每周|每日|日均|月均"
    "|每期|每个|每半年|应当|下一?步|将(?=继续|进一步|主动|公开|举办|开展|组织|召开|完成|发布)"
)
_AHEAD = re.compile("下一?步|今后")
_BODY = re.compile(
    "(?:^|其中|[，、年度])(?P<name>[\u4e00-\u9fff]{1,14}?(?:局|委|厅|镇|乡|街道|办事处|管委会|部门|政府))"
    "(?=收到|受理|发布|公开|共|主动|累计|办结|答复|接到|新收|接收)"
)
_AREA = re.compile(
    "(?:^|[，年度])全(?P<level>[国省市县区州旗])(?:共|累计|各级|各|收到|主动|新增|政府系统|行政机关|发布|公开)"
)
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def other_year(before: str, year: int | None) -> bool:
    """Whether the last time named before a figure is not the year of the report.

    >>> other_year("2022年收到申请", 2023), other_year("2023年，", 2023), other_year("去年，", 2023)
    (True, False, True)
    >>> other_year("收到3件，较去年", 2023), other_year("上年度结转1件；予以公开", 2023)
    (False, False)
    >>> other_year("自2008年实施以来", 2023), other_year("2019年至2023年，", 2023)
    (True, True)
    """
    if not _MAY_BE_TIME.search(before):
        return False
    foreign = False
    for time in _TIME.finditer(before):
        if time["compared"] or time["object"] or not _governs(before, time.start()):
            continue
        named = int(time["year"].translate(_DIGITS)) if time["year"] else None
        foreign = bool(time["other"] or time["since"] or time["span"]) or (
            named is not None and year is not None and named != year
        )
    return foreign


def _governs(before: str, place: int) -> bool:
    """Whether a time opens a clause, or stands in the clause of the figure itself."""
    clause = max(before.rfind(sign, 0, place) for sign in "，；：()")
    last = max(before.rfind(sign) for sign in "，；：()")
    return not before.endswith(_CARRIED, 0, place) and (clause == last or place - clause <= 7)


def planned(clause: str, before: str) -> bool:
    """Whether a clause speaks of what will be, should be, or recurs.

    >>> planned("计划举办培训", ""), planned("举办培训", "下一步，")
    (True, True)
    >>> planned("每季度召开", ""), planned("共举办培训", "")
    (True, False)
    """
    return _PLAN.search(clause) is not None or _AHEAD.search(before) is not None


def other_body(clause: str, before: str, agency: str | None) -> bool:
    """Whether the subject of a clause is a body other than the reporting one.

    >>> other_body("其中县公安局收到", "", "样例县人民政府"), other_body("区住建局受理", "", "示例区住房和城乡建设局")
    (True, False)
    >>> other_body("全市共收到", "", "样例县水利局"), other_body("全市共收到", "", "示例市人民政府")
    (True, False)
    """
    area = _AREA.search(clause) or _AREA.search(before.rpartition("；")[2])
    if area and agency and f"{area['level']}人民政府" not in agency and not agency.endswith(area["level"]):
        return True
    body = _BODY.search(clause)
    if not body:
        return False
    name = body["name"].rpartition("代表")[2]
    return not _abbreviates(name, agency) if agency else "其中" in before + clause


def _abbreviates(name: str, agency: str) -> bool:
    """Whether a short name is this agency: its letters stand in the full name in the same order, as 区住建局."""
    if name[0] in "我本该全" or name[:2] in ("我们", "本级"):
        return True
    letters = iter(agency)
    return all(letter in letters for letter in name)
