"""Writes what can be generated in docs/: the list of lasting addresses, the questions, the verbs. Run it after a change.

A name once listed in addresses.md stays listed: a test fails until the name is back or explorer/redirects.py moves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import yaml

from crawler.cli import main
from crawler.serving import METADATA
from explorer.home import GROUPS, questions_of
from explorer.routes import ROUTES

DOCS = Path(__file__).parent
_LISTED = re.compile(r"^- `([^`]+)`", re.MULTILINE)
_BLOCK = "<!-- {name} -->\n{text}\n<!-- /{name} -->"


def addresses(described: dict[str, Any], before: str) -> str:
    """The list of lasting addresses: what is there now, and whatever was listed before."""
    archive = described["databases"]["archive"]
    names = [_page(pattern) for pattern, _ in ROUTES]
    tables = {name: table["columns"] for name, table in archive["tables"].items() if not table.get("hidden")}
    names += [f"/archive/{table}.{column}" for table, columns in tables.items() for column in columns]
    names += [f"/archive/{query}?{'&'.join(q['params'])}" for query, q in archive["queries"].items()]
    names += [f"/-/dashboards/{slug}" for slug in described["plugins"]["datasette-dashboards"]]
    listed = dict.fromkeys([*_LISTED.findall(before), *names])
    return _ADDRESSES + "\n".join(f"- `{name}`" for name in sorted(listed)) + "\n"


def questions(described: dict[str, Any], language: int) -> str:
    """The canned queries in their groups, in Chinese (0) or English (1)."""
    lines: list[str] = []
    for group, asked in questions_of(described["databases"]["archive"]["queries"]).items():
        lines += ["", f"**{GROUPS[group][language]}**", ""]
        lines += [f"- [`{question.name}`](/archive/{question.name}) {question.title[language]}" for question in asked]
    return "\n".join(lines)


def verbs() -> str:
    """What every verb says of itself."""
    rows = [f"| `nianbao {name}` | {command.help} |" for name, command in _commands()]
    return "\n".join(["| verb | does |", "|---|---|", *rows])


def generated(described: dict[str, Any]) -> dict[Path, str]:
    """Every file with something generated in it, as it should be."""
    listed = DOCS / "addresses.md"
    files = {listed: addresses(described, listed.read_text(encoding="utf-8") if listed.exists() else "")}
    for name, blocks in {
        "explore.md": {"questions": questions(described, 1)},
        "explore.zh.md": {"questions": questions(described, 0)},
        "crawl.md": {"verbs": verbs()},
    }.items():
        files[DOCS / name] = _filled((DOCS / name).read_text(encoding="utf-8"), blocks)
    return files


def _filled(text: str, blocks: dict[str, str]) -> str:
    for name, content in blocks.items():
        pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        block = _BLOCK.format(name=name, text=content)
        text = pattern.sub(lambda _, block=block: block, text)
    return text


def _commands() -> Iterable[tuple[str, click.Command]]:
    return sorted(main.commands.items())


def _page(pattern: str) -> str:
    """A route as an address: `/archive/-/source/<capture>`."""
    plain = pattern.strip("^$").replace("(?P<database>[^/]+)", "archive")
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", plain)


_ADDRESSES = """# Addresses that last · 长期有效的地址

People paste addresses into articles, so these names are promises: ids, tables and columns, queries and their
parameters, dashboards. A name leaves this list only by a redirect in `explorer/redirects.py` or a view of the old name; a
test sees to it. Ids are made from content (body, scope, year) and are the same on every rebuild:
`/archive/reports/<id>`. Every address of a table or query also answers with `.csv` and `.json`.

Made by `python docs/generate.py`. `table.column` stands for a column of the table at that address.

"""

if __name__ == "__main__":
    for path, text in generated(yaml.safe_load(METADATA.read_text(encoding="utf-8"))).items():
        path.write_text(text, encoding="utf-8")
