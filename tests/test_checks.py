"""Every rule with a report that breaks it, one that keeps it and one that leaves it open; docs/checks.md prints them."""

import re
from pathlib import Path

import pytest
import yaml
from written_reports import case, reports, row

from docs.checks import PAGE, page
from parsers import read
from parsers.checks import CHECKS, CROSS_CHECKS, SUBJECTS, check
from parsers.forms import FORMS

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES, READINGS = (
    yaml.safe_load((DOCS / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("checks", "readings")
)
RULES = {rule.key: rule for rule in (*CHECKS, *CROSS_CHECKS)}


def findings(key, text):
    rule, written = RULES[key], reports(text)
    return list(rule.find(rule, row(written) if rule in CROSS_CHECKS else case(written[-1])))


@pytest.mark.parametrize("key", RULES)
def test_rule_fails_passes_and_leaves_open(key):
    examples = EXAMPLES[key]
    found = {name: [finding.check for finding in findings(key, text)] for name, text in examples.items()}
    assert set(found.pop("fails")) == {key}
    assert found == {"passes": [], "open": []}


def test_every_rule_has_its_three_reports_and_no_other_is_there():
    assert {key: list(texts) for key, texts in EXAMPLES.items()} == {key: ["fails", "passes", "open"] for key in RULES}


@pytest.mark.parametrize("key", [rule.key for rule in SUBJECTS["reading"]])
def test_note_on_the_reading_is_made_where_it_should_be_and_only_there(key):
    found = {name: {finding.check for finding in read(text.encode()).findings} for name, text in READINGS[key].items()}
    assert key in found["fails"] and key not in found["passes"]


def test_findings_made_while_reading_are_named_too():
    rooms = (Path(__file__).parent.parent / "parsers" / name for name in ("figures.py", "captions.py"))
    source = "".join(room.read_text(encoding="utf-8") for room in rooms)
    assert set(re.findall(r'Finding\(\s*"(\w+)"', source)) == {rule.key for rule in SUBJECTS["reading"]}


def test_every_sum_of_every_form_is_a_rule():
    sums = {identity.key for form in FORMS for grid in form.grids for identity in grid.identities}
    assert sums <= set(RULES)


def test_every_rule_has_one_name_a_severity_and_two_languages():
    assert len(RULES) == len(CHECKS) + len(CROSS_CHECKS)
    assert {rule.severity for rule in RULES.values()} == {"error", "warning", "note"}
    assert all(rule.zh and rule.en and rule.zh != rule.en for rule in RULES.values())


def test_page_of_the_rules_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m docs.checks"


def test_prose_that_may_count_the_office_of_an_area_is_a_note():
    text = "2024 威海市文登区人民政府 | requests.new_received.total = 7 | 全年共收到政府信息公开申请5件。"
    assert [finding.severity for finding in findings("prose_received", text)] == ["note"]


def test_prose_agrees_when_any_of_its_statements_does():
    said = "全年共收到政府信息公开申请7件。 | 2024年，我局共受理政府信息公开申请2件。"
    assert findings("prose_received", f"2024 示例县水利局 | requests.new_received.total = 7 | {said}") == []


def test_requests_carried_in_may_be_counted_among_those_received():
    text = "2024 示例县水利局 | requests.new_received.total = 7 | requests.carried_in.total = 1 | 全年共收到政府信息公开申请8件。"
    assert findings("prose_received", text) == []


def test_a_finding_says_both_sides_in_both_languages():
    [found] = findings("prose_received", EXAMPLES["prose_received"]["fails"])
    assert (found.where, found.expected, found.actual) == ("requests.new_received.total", 7, 0)
    assert found.message == (
        "正文与表格不符：收到的申请：7 ≠ 0：“本年度我局未收到政府信息公开申请”（0件）"
        " / the prose differs from the table: requests received"
    )


def test_findings_come_in_the_order_of_the_rules():
    found = check(case(reports(EXAMPLES["flow"]["fails"])[0]))
    order = [rule.key for rule in CHECKS]
    assert [one.check for one in found] == sorted((one.check for one in found), key=order.index)
