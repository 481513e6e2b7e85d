"""Dates as printed -> YYYY-MM-DD, in digits or Chinese numerals, and the date under a report's signature."""

from __future__ import annotations

import datetime
import re

from parsers.wording import only_body

_HAN = dict(zip("〇○◯零一二三四五六七八九", (0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TEN = re.compile(r"(?P<tens>[二三]?)十(?P<ones>[一二三四五六七八九]?)")
DATE = r"(?P<year>(?:19|20)\d{2})\s*[-年/.]\s*(?P<month>\d{1,2})\s*[-月/.]\s*(?P<day>\d{1,2})"
_DATE = re.compile(DATE)
_HAN_DATE = re.compile(
    r"(?P<year>[二一][〇○◯零九][〇○◯零一二三四五六七八九]{2})\s*年\s*(?P<month>[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(?P<day>[一二三四五六七八九十]{1,3})\s*日"
)
_SIGNATURE_TAIL = 300  # characters at the end of a report in which its signature and date stand
_LONGEST = 60


def iso_date(printed: str) -> str | None:
    """The first date in a text as YYYY-MM-DD, None where there is none that exists.

    >>> iso_date("2024年1月22日 09:58"), iso_date("2024-01-22 09:58:29"), iso_date("2024年13月1日")
    ('2024-01-22', '2024-01-22', None)
    >>> iso_date("二〇二四年一月二十二日"), iso_date("二○一九年十二月三十日")
    ('2024-01-22', '2019-12-30')
    """
    match = _DATE.search(printed) or _HAN_DATE.search(printed)
    if match is None:
        return None
    try:
        return datetime.date(*(_count(match[part]) for part in ("year", "month", "day"))).isoformat()
    except ValueError:
        return None


def signed_date(text: str) -> str | None:
    """The date that closes a report, on a line of its own or after the body's name.

    >>> signed_date("六、其他需要报告的事项\\n无。\\n示例市统计局\\n2024年1月22日")
    '2024-01-22'
    >>> signed_date("无。\\n示例市统计局　　二〇二四年一月二十二日"), signed_date("统计期限截至2023年12月31日")
    ('2024-01-22', None)
    """
    lines = (line.strip() for line in reversed(text[-_SIGNATURE_TAIL:].splitlines()))
    return next((date for line in lines if len(line) <= _LONGEST and (date := _closing_date(line))), None)


def _closing_date(line: str) -> str | None:
    match = _DATE.search(line) or _HAN_DATE.search(line)
    if match is None or line[match.end() :].strip(" 日)）"):
        return None
    name = line[: match.start()].strip(" \u3000(（")
    return iso_date(match[0]) if not name or only_body(name) else None


def _count(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    ten = _TEN.fullmatch(printed)
    if ten:
        return 10 * _HAN.get(ten["tens"], 1) + _HAN.get(ten["ones"], 0)
    return int("".join(str(_HAN.get(numeral, "")) for numeral in printed))
