"""What is measured besides the form's own figures: what the prose states, and the rates of a scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.cases import Value, total


@dataclass(frozen=True, slots=True)
class Rate:
    """100 times the sum of some figures over the sum of others; no rate where one is not printed or the second is 0."""

    key: str
    zh: str
    en: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    def of(self, numbers: Mapping[str, Value]) -> float | None:
        """The rate in per cent, to two places.

        >>> rate = Rate("full_grant_rate", "", "", ("requests.granted.total",), ("requests.results_total.total",))
        >>> rate.of({"requests.granted.total": 1, "requests.results_total.total": 3})
        33.33
        >>> rate.of({"requests.granted.total": 0, "requests.results_total.total": 0})
        """
        above, below = total(numbers, self.above), total(numbers, self.below)
        return round(100 * above / below, 2) if above is not None and below else None

    @property
    def formula(self) -> str:
        """The figures it is made of, as `table.line.column`; a star stands for the lines of a group."""
        return f"100 × ({' + '.join(self.above)}) / ({' + '.join(self.below)})"


_CLOSED = ("requests.results_total.total",)

RATES = (
    Rate("full_grant_rate", "予以公开率", "Granted in full per 100 disposals", ("requests.granted.total",), _CLOSED),
    Rate(
        "grant_rate",
        "公开或部分公开率",
        "Granted in full or in part per 100 disposals",
        ("requests.granted.total", "requests.granted_in_part.total"),
        _CLOSED,
    ),
    Rate(
        "not_held_share",
        "本机关不掌握占比",
        "Information not held per 100 disposals",
        ("requests.unable_not_held.total",),
        _CLOSED,
    ),
    Rate("refusal_share", "不予公开占比", "Refused per 100 disposals", ("requests.refused*.total",), _CLOSED),
    Rate(
        "correction_rate",
        "复议纠正率",
        "Corrected per 100 reviews concluded",
        ("reviews.review.corrected",),
        ("reviews.review.upheld", "reviews.review.corrected", "reviews.review.other"),
    ),
    Rate(
        "disputes_per_100_disposals",
        "每百件办结的复议与诉讼",
        "Reviews and suits per 100 disposals; a case in both stages counts twice",
        ("reviews.review.total", "reviews.suit_direct.total", "reviews.suit_after_review.total"),
        _CLOSED,
    ),
)

_COUNTED = (
    ("days_late", "逾期天数", "Days after the legal date; negative is before it", "天", "published - legal date"),
    (
        "completeness",
        "完整率",
        "Cells of the form that the report prints",
        "%",
        "100 × (readings.cells - readings.blank) / cells of the form",
    ),
    ("errors", "错误数", "Findings of severity error", "条", "count(findings)"),
    ("warnings", "警告数", "Findings of severity warning", "条", "count(findings)"),
    ("notes", "说明数", "Findings of severity note", "条", "count(findings)"),
)

_STATED = (
    ("proactive_total", "主动公开政府信息总数", "Items proactively disclosed", "条"),
    ("proactive_category", "主动公开分类数", "Items of one category, named in label", "条"),
    ("website_posts", "政府网站发布信息数", "Items on the government website", "条"),
    ("wechat_posts", "微信公众号发布数", "Posts on WeChat", "条"),
    ("weibo_posts", "微博发布数", "Posts on Weibo", "条"),
    ("new_media_posts", "政务新媒体发布数", "Posts on other or all new media", "条"),
    ("followers", "关注人数", "Followers", "人"),
    ("policy_interpretations", "政策解读数", "Interpretations of policies", "篇"),
    ("press_conferences", "新闻发布会次数", "Press conferences", "场"),
    ("hot_responses", "回应热点数", "Responses to public concern", "条"),
    ("gazette_issues", "政府公报期数", "Issues of the gazette", "期"),
    ("requests_received", "收到政府信息公开申请数", "Requests received", "件"),
    ("requests_change", "申请较上年增减件数", "Requests, change on last year", "件"),
    ("requests_change_pct", "申请较上年增减百分比", "Requests, change on last year in per cent", "%"),
    ("requests_answered", "答复办结数", "Requests answered", "件"),
    ("requests_carried_in", "上年结转", "Requests carried over from last year", "件"),
    ("requests_carried_out", "结转下年度", "Requests carried over to next year", "件"),
    ("requests_from_natural_persons", "自然人申请数", "Requests from natural persons", "件"),
    ("requests_from_organisations", "法人或其他组织申请数", "Requests from organisations", "件"),
    ("requests_granted", "予以公开", "Requests granted", "件"),
    ("requests_granted_in_part", "部分公开", "Requests granted in part", "件"),
    ("requests_refused", "不予公开", "Requests refused", "件"),
    ("requests_not_held", "本机关不掌握", "Information not held", "件"),
    ("reviews", "行政复议件数", "Administrative reviews", "件"),
    ("litigations", "行政诉讼件数", "Suits", "件"),
    ("fees_charged", "收取信息处理费", "Information-processing fees charged", "元"),
    ("normative_documents_issued", "规范性文件制发数", "Normative documents issued", "件"),
    ("normative_documents_repealed", "规范性文件废止数", "Normative documents repealed", "件"),
    ("normative_documents_in_force", "规范性文件有效数", "Normative documents in force", "件"),
    ("training_sessions", "培训次数", "Training sessions", "次"),
    ("training_attendees", "培训人次", "People trained", "人次"),
    ("staff", "工作人员数", "Staff", "人"),
    ("staff_full_time", "专职人员数", "Full-time staff", "人"),
    ("staff_part_time", "兼职人员数", "Part-time staff", "人"),
    ("npc_proposals", "人大代表建议承办数", "Proposals of people's congress delegates", "件"),
    ("cppcc_proposals", "政协提案承办数", "Proposals of political consultative conference members", "件"),
    ("open_days", "政府开放日活动次数", "Government open days", "次"),
    ("complaints", "因政府信息公开产生的投诉举报", "Complaints about disclosure", "件"),
)


def measure_rows() -> Iterator[dict[str, Any]]:
    """Rows for the table `measures`: kind is stated (in prose), rate or count (of a scorecard)."""
    names = ("key", "kind", "zh", "en", "unit", "formula")
    for key, zh, en, unit in _STATED:
        yield dict(zip(names, (key, "stated", zh, en, unit, ""), strict=True))
    for rate in RATES:
        yield dict(zip(names, (rate.key, "rate", rate.zh, rate.en, "%", rate.formula), strict=True))
    for key, zh, en, unit, formula in _COUNTED:
        yield dict(zip(names, (key, "count", zh, en, unit, formula), strict=True))
