"""What the words of a title, a first sentence or a signature say: the year, the body, the report itself."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import pairwise

from parsers import title_words as words
from parsers.labels import fold


def _any(listed: str) -> str:
    """A pattern for any of the words of a list, the longest first."""
    return "|".join(map(re.escape, sorted(listed.split(), key=len, reverse=True)))


_ZERO, _ONE_TO_NINE = "〇○◯零0OoΟ", "一二三四五六七八九"
_DIGITS = dict.fromkeys(_ZERO, "0") | {han: str(number) for number, han in enumerate(_ONE_TO_NINE, 1)}
YEAR = re.compile(
    rf"(?:(?<!\d)(?P<digits>20\d\d)(?!\d)|(?P<han>二[{_ZERO}][{_ZERO}{_ONE_TO_NINE}]{{2}})"
    r"|(?<!\d)(?P<short>[012]\d)(?=年))年?度?"
)
_PHRASE = re.compile(
    r"(?P<subject>政府信息与政务公开|(?:政府|政务)?信息公开|政务公开)"
    r"(?P<middle>(?:条例》?|实施|执行|贯彻|落实|工作|情况|总体|20\d\d年度?|年度?|的|自查|书面|本级|》)*)"
    r"(?P<noun>报告书?|年报(?!表)|报?\.{2,}$)"
)
_REJECTED = tuple((reason, re.compile(_any(listed))) for reason, listed in words.REJECTED)
_CLAUSE = re.compile(f"{_any(words.CLAUSES)}|^(?:{_any(words.OPENINGS)})")
_OURSELVES = re.compile(f"(?:{words.OURSELVES})$")
_ENDINGS = tuple(words.BODIES.split())
_BODIES = (*_ENDINGS, *words.UNIONS.split())
_GENERIC = frozenset((*_ENDINGS, "", "政府", "人民政府", "乡镇", "机关", "部门", "单位"))
_TAG = re.compile(r"<[^<>]*>")
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_HEAD = re.compile(r"^(?:[【\[][^】\]]*[】\]]|附件\d*[:.、]?|\d+[.、:)]|[\W_]+|关于|标题:)+")
_TAIL = re.compile(r"(?:[\W_](?<!\))|关于|年度|的|(?<=[局委办室府])单位)+$")

_OPENING, _CLOSING = 1200, 400  # characters in which a report says whose it is: its introduction and its last lines
_BODY = r"([\u4e00-\u9fff()]{2,30}?)"
_INTRODUCTIONS = tuple(re.compile(pattern.replace("BODY", _BODY)) for pattern in words.INTRODUCTIONS)
_ORDINAL = r"(?:第?[一二三四五六七八九十]+(?:[、.．]|部分)|[(（][一二三四五六七八九十]+[)）])"
_SECTION = re.compile(rf"^[ \t　]*{_ORDINAL}[^。\n]{{0,12}}?({words.SECTIONS})", re.MULTILINE)
_PERIOD = re.compile(r"(20\d\d)年[15]月1日(?:起|开始)?[至到—–~-]+(?:当年|同年|本年|\1年)?(?:底|12月31日)")
_NAMED_PERIOD = re.compile(r"(20\d\d)年度?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?报告")
_SIGNED = re.compile(
    rf"(?P<name>[^\d,，。；：:]{{3,30}}?)(?:20\d\d|二[{_ZERO}][{_ZERO}{_ONE_TO_NINE}]{{2}})年[^年。，]{{1,4}}月[^月。，]{{1,3}}日$"
)
_PLACEHOLDER = re.compile(r"(?:[Xx×]{2,}|[某○]{2,})(?=[省市县区镇乡局委]|年|人民|单位)")


def tidy(title: str) -> str:
    """A title on one line: no tags, no white space.

    >>> tidy("高平市人民政府办公室<br>2022 年政府信息公开工作<br/>年度报告（图片版）")
    '高平市人民政府办公室2022年政府信息公开工作年度报告（图片版）'
    """
    return _INVISIBLE.sub("", _TAG.sub("", unescape(title)))


def report_phrase(text: str) -> re.Match[str] | None:
    """政府信息公开…报告 in a folded text, the first with a year before it or else the last.

    Its groups are `subject`, `middle` and `noun`; a page's title may name the column besides the report.

    >>> report_phrase("温州市教育局2014年政府信息公开工作自查报告")["middle"]
    '工作自查'
    """
    phrases = list(_PHRASE.finditer(text))
    return next(
        (phrase for phrase in phrases if YEAR.search(text, 0, phrase.start())), phrases[-1] if phrases else None
    )


def rejection(text: str) -> str:
    """What else than a report the words around its name make of a title; empty when nothing does.

    >>> rejection("召开部署会"), rejection("编制格式的通知"), rejection("图片版")
    ('news', 'notice', '')
    """
    return next((reason for reason, listed in _REJECTED if listed.search(text)), "")


def year_of(text: str) -> int | None:
    """The last year named, in digits or in Chinese numerals.

    >>> year_of("二○一七年度"), year_of("09年度"), year_of("〇"), year_of("2023年度")
    (2017, 2009, None, 2023)
    """
    years = list(YEAR.finditer(text))
    return year_in(years[-1]) if years else None


def year_in(match: re.Match[str]) -> int:
    """The year of a match of YEAR."""
    if match["han"]:
        return int("2" + "".join(_DIGITS[digit] for digit in match["han"][1:]))
    return int(match["digits"] or "20" + match["short"])


def split_body(text: str) -> tuple[str | None, str]:
    """The body named at the start of a text, and the words after its name.

    >>> split_body("阿坝州人民政府办公室关于做好")
    ('阿坝州人民政府办公室', '关于做好')
    >>> split_body("威海市文登区综合行政执法局"), split_body("我局")
    (('威海市文登区综合行政执法局', ''), (None, ''))
    """
    text = _TAIL.sub("", _HEAD.sub("", text))
    if not text or _OURSELVES.match(text):
        return None, ""
    clause = _CLAUSE.search(text)
    head = text[: clause.start()] if clause else text
    name = next((head[:end] for end in range(len(head), 1, -1) if head[:end].endswith(_BODIES)), "")
    return (None if name in _GENERIC else name), text[len(name) :]


def only_body(text: str) -> str | None:
    """The body a text names when it names nothing else.

    >>> only_body("温县住房和城乡建设局"), only_body("温县住房和城乡建设局召开会议")
    ('温县住房和城乡建设局', None)
    """
    name, rest = split_body(fold(text))
    return None if rest else name


def speaks_as_report(text: str) -> bool:
    """Whether a text has two sections of the form, or the period of its figures beside the regulation.

    >>> speaks_as_report("政府信息公开…\\n一、总体情况\\n…\\n二、主动公开政府信息情况\\n…")
    True
    """
    opening = tidy(text[: 3 * _OPENING])
    sections = {match[1] for match in _SECTION.finditer(text)}
    return "信息公开" in text and (len(sections) > 1 or ("条例" in opening and bool(_PERIOD.search(opening))))


def period_of(text: str) -> int | None:
    """The year whose figures a report says it gives.

    >>> period_of("统计期限从2023年1月1日到12月31日止"), period_of("2023 年 1 月 1 日至 2023 年 12 月 31 日")
    (2023, 2023)
    >>> period_of("现编制2019年度政府信息公开工作年度报告"), period_of("2019年，我局…")
    (2019, None)
    """
    opening = tidy(text[: 3 * _OPENING])
    period = _PERIOD.search(opening) or _NAMED_PERIOD.search(opening)
    return int(period[1]) if period else None


def is_template(text: str) -> bool:
    """Whether a text leaves the names to be filled in.

    >>> is_template("XX县XX局2023年…"), is_template("温县住建局2023年…")
    (True, False)
    """
    return len(_PLACEHOLDER.findall(text[:_OPENING])) > 1


@lru_cache(maxsize=4)
def names_in(text: str) -> tuple[str, ...]:
    """Bodies named in a report's introduction, its last sentence and its signature; nothing from its middle.

    >>> names_in("结合2023年温县水利局政府信息公开工作实际，编制本报告。\\n…\\n温县水利局\\n2024年1月5日")
    ('温县水利局', '温县水利局', '温县水利局')
    """
    return tuple(_named(text))


def _named(text: str) -> Iterator[str]:
    closing = fold(text[-_CLOSING:])
    for part in (fold(text[:_OPENING]), closing):
        matches = filter(None, (pattern.search(part) for pattern in _INTRODUCTIONS))
        yield from filter(None, (only_body(match[1]) for match in matches))
    lines = [tidy(line) for line in text[-_CLOSING:].splitlines() if line.strip()]
    signed = (line for line, date in pairwise(lines) if year_of(date) and date.endswith("日"))
    yield from filter(None, (only_body(match["name"]) for line in lines if (match := _SIGNED.match(line))))
    yield from filter(None, (only_body(line) for line in signed if len(line) < 30))
