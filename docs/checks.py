"""Writes docs/checks.md, the page of all rules with their examples, from the rules, checks.yaml and readings.yaml.

Run with `python -m docs.checks`; a test fails while the page is not current.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from parsers.cases import Rule
from parsers.checks import SUBJECTS

PAGE = Path(__file__).parent / "checks.md"
EXAMPLES = Path(__file__).parent / "checks.yaml"
READINGS = Path(__file__).parent / "readings.yaml"
TITLES = {
    "reading": "读表 · While the tables are read",
    "form": "表内 · Within the form",
    "prose": "正文与表格、正文自身 · Prose against tables and against itself",
    "publication": "公布 · Publication",
    "years": "同一机关各年 · Across the years of one body",
    "bodies": "机关之间 · Across bodies",
}
SEVERITIES = {
    "error": "关系不成立 · a relation fails",
    "warning": "存疑 · doubtful",
    "note": "说明 · for information",
}
SHOWN = {"fails": "不符 · breaks it", "passes": "相符 · keeps it", "open": "无法判断 · leaves it open"}
OPENING = """# Rules

*Generated from the rules by `python -m docs.checks`; do not edit.*

Every rule looks at printed figures and words, never changes them, and leaves a row in the table `findings`. A rule
decides only where all that it needs is printed: a blank is not a zero. A government's tables count its whole area while
its prose may count its own office: what differs between them is then a note, whatever the rule's severity.
每条规则只看所印数字和文字，不作改动；所需数字未印时不作判断。一级政府表格为全域汇总，正文或只计本机关，二者不符只作说明。

In the examples a report is its year and body, then cells, options and sentences of its prose; the last of several
reports is the one looked at; of notes on the reading whole documents are shown. 示例均为虚构。
"""


def page() -> str:
    """The whole page."""
    examples = {key: {name: _lines(text) for name, text in texts.items()} for key, texts in _listed(EXAMPLES)}
    examples |= dict(_listed(READINGS))
    return OPENING + "".join(_group(TITLES[subject], rules, examples) for subject, rules in SUBJECTS.items())


def _listed(examples: Path) -> Iterable[tuple[str, Mapping[str, str]]]:
    listed: Mapping[str, Mapping[str, str]] = yaml.safe_load(examples.read_text(encoding="utf-8"))
    return listed.items()


def _lines(report: str) -> str:
    return report.replace(" --- ", "\n---\n").replace(" | ", "\n  ")


def _group(title: str, rules: Sequence[Rule], examples: Mapping[str, Mapping[str, str]]) -> str:
    return f"\n## {title}\n" + "".join(_rule(rule, examples.get(rule.key, {})) for rule in rules)


def _rule(rule: Rule, example: Mapping[str, str]) -> str:
    head = f"\n### {rule.key}\n\n**{rule.severity}** {SEVERITIES[rule.severity]}\n\n{rule.zh}\n\n{rule.en}\n"
    return head + "".join(_example(title, example[name]) for name, title in SHOWN.items() if name in example)


def _example(title: str, text: str) -> str:
    return f"\n{title}\n\n```\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
