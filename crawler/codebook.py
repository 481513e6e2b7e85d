"""What the exported tables and keys mean, as a page to read, in Chinese or in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LICENCE = (
    "各级行政机关公布的年度报告属官方文件，不受著作权法保护（《中华人民共和国著作权法》第五条）；整理所成之数据可自由使用，请注明出处。 / "
    "The annual reports are official documents outside copyright (Copyright Law of the PRC, Art. 5); "
    "the data compiled from them may be used freely: please name the source."
)
CITATION = (
    "年报 nianbao：政府信息公开工作年度报告档案。引用单份报告时请写明报告编号、采集日期与 sha256。 / "
    "nianbao: archive of annual reports on open government information, PRC. "
    "For a single report give its id, the date of capture and the sha256."
)
_TITLES = {"zh": "编码手册", "en": "Codebook"}
_RULES = {
    "zh": "空白表示未印或未读到，不是 0；所印总计照录不改；疑点见 findings。",
    "en": "Empty means not printed or not read, never 0; printed totals stay as printed; doubts are in findings.",
}
_HEADS = {
    "zh": ("列", "含义", "键", "名称", "英文", "单位", "格式", "依据", "行与列的键"),
    "en": (
        "column",
        "meaning",
        "key",
        "label as printed",
        "English",
        "unit",
        "forms",
        "basis",
        "Keys of lines and columns",
    ),
}


def codebook(
    fields: Sequence[Mapping[str, Any]],
    described: Mapping[str, Mapping[str, Any]],
    tables: Sequence[str],
    language: str,
) -> str:
    """A page in Markdown: every table with its columns, then every key of the forms."""
    lines = [f"# {_TITLES[language]}", "", _RULES[language], ""]
    for table in tables:
        lines += _table(table, described.get(table, {}), language)
    return "\n".join([*lines, *_keys(fields, language), ""])


def _table(table: str, described: Mapping[str, Any], language: str) -> Iterator[str]:
    column, meaning, *_ = _HEADS[language]
    yield f"## {table}"
    yield ""
    yield _half(described.get("description", ""), " / ", language)
    yield ""
    yield f"| {column} | {meaning} |"
    yield "|---|---|"
    for name, words in described.get("columns", {}).items():
        yield f"| `{name}` | {_cell(_half(words, ' · ', language))} |"
    yield ""


def _keys(fields: Sequence[Mapping[str, Any]], language: str) -> Iterator[str]:
    *_, key, name, english, unit, forms, basis, title = _HEADS[language]
    yield f"## {title}"
    yield ""
    yield f"| {key} | {name} | {english} | {unit} | {forms} | {basis} |"
    yield "|---|---|---|---|---|---|"
    for row in fields:
        cells = (f"`{row['key']}`", row["zh"], row["en"], row["unit"], row["forms"], row["basis"])
        yield f"| {' | '.join(_cell(str(cell or '')) for cell in cells)} |"


def _half(words: str, sign: str, language: str) -> str:
    """The Chinese or the English half of a description.

    >>> _half("年度 · The year", " · ", "zh"), _half("年度 · The year", " · ", "en")
    ('年度', 'The year')
    """
    chinese, _, english = words.partition(sign)
    return chinese if language == "zh" or not english else english


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
