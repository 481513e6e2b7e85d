"""What may be said of the reading itself: found by figures.py while cells are aligned with the form, named here."""

from __future__ import annotations

from parsers.cases import Rule

READING_RULES: tuple[Rule, ...] = (
    Rule(
        "row_by_order",
        "note",
        "行标签在转换中丢失，按前后次序对应",
        "the labels of rows were lost by a converter; placed by their order between their neighbours",
    ),
    Rule("row_cut", "warning", "行被截短，未印出的格留空", "rows are cut short, cells not printed stay empty"),
    Rule(
        "read_by_sums",
        "note",
        "该行列位不明，按勾稽关系对应",
        "the columns of a row were lost; placed where the sums hold",
    ),
    Rule(
        "row_without_label",
        "warning",
        "一行数字没有可辨的行标签，未采用",
        "a row of numbers without a label was left out",
    ),
    Rule(
        "row_not_on_form",
        "warning",
        "表格中有格式所无或无法对应的一行，未采用",
        "a row that fits no line of the form was left out",
    ),
    Rule(
        "printed_twice",
        "warning",
        "同一格印出两个不同的数，采用前者",
        "printed twice with different numbers, the first is kept",
    ),
    Rule(
        "row_long",
        "warning",
        "行中的数多于表头的列",
        "a row prints more numbers than its header has columns",
    ),
    Rule(
        "other_year",
        "note",
        "另一年度的表格，未采用",
        "a table of another year, left aside",
    ),
)
