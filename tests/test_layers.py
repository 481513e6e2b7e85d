"""Imports point one way: spiders -> crawler -> parsers, and inside parsers from what reads to what is read with."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "parsers": {"parsers"},
    "crawler": {"parsers", "crawler"},
    "spiders": {"parsers", "crawler", "spiders"},
    "explorer": {"parsers", "crawler", "explorer"},
    "demo": {"parsers", "crawler", "demo"},
}
# What the explorer shows: labels of the forms, the bytes kept, and where in these bytes a number stands.
EXPLORED = ("parsers.forms", "parsers.model", "parsers.errors", "parsers.encodings", "parsers.formats")
EXPLORED += ("crawler.warc", "crawler.errors", "crawler.search")
PARSERS = (  # each may import from the groups before its own, and from its own
    {"model", "errors", "labels", "agency_words", "title_words", "vocabulary"},
    {"numbers", "encodings", "regions", "rows", "identities", "sections", "data", "notation", "counts"},
    {"agencies", "matching", "wording", "measures", "prose", "scope", "deadlines"},
    {"dates", "titles", "formats", "forms", "headers", "placing", "listing", "turning", "captions", "mentions"},
    {"figures", "joining", "breakdowns", "fitting", "zeros"},
    {"mending", "proving", "scanning", "statements", "cases"},
    {"form_checks", "prose_checks", "publication_checks", "year_checks", "area_checks", "reading_rules"},
    {"checks"},
    {"opening"},
    {"reading", "contract"},
)


def modules():
    return sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in ROOMS:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def rank(module):
    name = module.split(".")[1]
    return next(place for place, group in enumerate(PARSERS) if name in group)


@pytest.mark.parametrize("path", modules(), ids=str)
def test_imports_point_down(path):
    room, ours = path.parts[0], [name for name in imported(path) if name.split(".")[0] in ROOMS]
    assert {name.split(".")[0] for name in ours} <= ROOMS[room]
    if room == "explorer":
        allowed = (*EXPLORED, "explorer")
        assert [name for name in ours if not name.startswith(allowed)] == []
    if room == "parsers" and path.name != "__init__.py":
        mine = rank(".".join(path.with_suffix("").parts))
        assert [name for name in ours if rank(name) > mine] == []
