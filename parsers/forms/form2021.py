"""The form of 2021 (国办公开办函〔2021〕30号), used for the reports of 2021 and later."""

from dataclasses import replace

from parsers.forms.form2019 import (
    CLOSING_LINES,
    INCOMING_LINES,
    OTHER_HANDLING,
    OUTCOME_LINES,
    REQUEST_COLUMNS,
    REQUEST_IDENTITIES,
    REVIEWS,
)
from parsers.model import Column, Form, Grid, Line

_STOCK = ("issued", "repealed", "in_force")

OTHER_HANDLING_PARTS = (
    Line(
        "other_uncorrected",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "Not corrected in time, no longer processed",
        r"逾期不补正|无正当理由逾期",
        "1",
        "other_handling",
        basis="Art. 30",
    ),
    Line(
        "other_fee_unpaid",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "Fee not paid in time, no longer processed",
        r"收费通知|缴纳费用|未按.{0,6}缴",
        "2",
        "other_handling",
        basis="Art. 42",
    ),
    Line("other_misc", "其他", "Other", r"^其他$", "3", "other_handling"),
)

FORM = Form(
    key="2021",
    zh="中华人民共和国政府信息公开工作年度报告格式（2021年修订）",
    en="Annual report form, 2021 revision",
    issued_by="国办公开办函〔2021〕30号",
    issued="2021-09-26",
    first_year=2021,
    last_year=None,
    grids=(
        Grid(
            key="proactive",
            zh="主动公开政府信息情况",
            en="Proactive disclosure",
            section=2,
            lines=(
                Line("rules", "规章", "Rules", r"^规章$", columns=_STOCK, basis="Art. 20(1)"),
                Line(
                    "normative_documents",
                    "行政规范性文件",
                    "Administrative normative documents",
                    r"规范性文件",
                    columns=_STOCK,
                    basis="Art. 20(1)",
                ),
                Line(
                    "licensing",
                    "行政许可",
                    "Administrative licensing",
                    r"^行政许可",
                    columns=("decisions",),
                    basis="Art. 20(5)",
                ),
                Line(
                    "penalty",
                    "行政处罚",
                    "Administrative penalties",
                    r"^行政处罚",
                    columns=("decisions",),
                    basis="Art. 20(6)",
                ),
                Line(
                    "compulsion",
                    "行政强制",
                    "Administrative compulsion",
                    r"^行政强制",
                    columns=("decisions",),
                    basis="Art. 20(6)",
                ),
                Line(
                    "fees",
                    "行政事业性收费",
                    "Administrative and institutional fees",
                    r"^行政事业性?收费",
                    unit="万元",
                    columns=("amount_10k",),
                    basis="Art. 20(8)",
                ),
            ),
            columns=(
                Column("issued", "本年制发件数", "Issued this year", r"制发件数|^本年制发"),
                Column("repealed", "本年废止件数", "Repealed this year", r"废止件数|^本年废止"),
                Column("in_force", "现行有效件数", "Currently in force", r"现行有效"),
                Column("decisions", "本年处理决定数量", "Decisions made this year", r"处理决定"),
                Column(
                    "amount_10k",
                    "本年收费金额（单位：万元）",
                    "Fees collected this year",
                    r"收费金额",
                    "万元",
                    decimal=True,
                ),
            ),
        ),
        Grid(
            key="requests",
            zh="收到和处理政府信息公开申请情况",
            en="Requests received and processed",
            section=3,
            lines=(
                *INCOMING_LINES,
                *OUTCOME_LINES,
                replace(OTHER_HANDLING, group=True),
                *OTHER_HANDLING_PARTS,
                *CLOSING_LINES,
            ),
            columns=REQUEST_COLUMNS,
            identities=REQUEST_IDENTITIES,
        ),
        REVIEWS,
    ),
)
