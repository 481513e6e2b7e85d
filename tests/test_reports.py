"""The golden corpus: every folder of tests/reports is a real document with all it says, written out by hand.

`expected.json` names the document (so that one file can serve tests and demo) and holds the whole contract object but
for the long texts: of these, where each section begins. A request row is written as its seven cells in order.
"""

import json
from pathlib import Path

import pytest

from parsers import Part, read
from parsers.contract import as_json
from parsers.forms import FORMS

CORPUS = Path(__file__).parent / "reports"
COLUMNS = [column.key for column in FORMS[0].grid("requests").columns]
FOUR = [column.key for column in FORMS[0].grid("reviews").columns]
BEGINS = 12  # characters of a section that are compared


def samples():
    return sorted(path.parent for path in CORPUS.glob("*/expected.json"))


def shown(got):
    """The contract object in the short form of the expected files."""
    got = {key: value for key, value in got.items() if key not in ("file", "scope", "statements", "readings")}
    got["sections"] = {number: words[:BEGINS] for number, words in got["sections"].items()}
    got["requests"] = {
        row: [cells.get(column, "absent") for column in COLUMNS] for row, cells in got["requests"].items()
    }
    got["reviews"] = {row: [cells.get(column, "absent") for column in FOUR] for row, cells in got["reviews"].items()}
    got["findings"] = [[f["check"], f["where"], f["expected"], f["actual"]] for f in got["findings"]]
    return got


@pytest.mark.parametrize("folder", samples(), ids=lambda folder: folder.name)
def test_every_printed_cell_is_read_and_nothing_invented(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    document = folder / expected.pop("document")
    parts = [Part(address, (folder / file).read_bytes()) for address, file in expected.pop("parts", {}).items()]
    reading = read(document.read_bytes(), parts=parts, base=expected.pop("base", ""))
    assert shown(as_json(reading, document.name)) == expected


def test_corpus_has_the_founding_reports_and_both_forms():
    forms = [json.loads((folder / "expected.json").read_text(encoding="utf-8"))["form"] for folder in samples()]
    assert len(forms) >= 7
    assert {"2019", "2021", None} <= set(forms)
