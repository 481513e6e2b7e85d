"""Datasette on an archive: immutable, with its counts taken beforehand, described by datasette.yaml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from crawler.archive import Archive

ROOT = Path(__file__).resolve().parent.parent
METADATA = ROOT / "datasette.yaml"
SETTINGS = {
    "suggest_facets": "off",
    "sql_time_limit_ms": "2000",
    "max_returned_rows": "2000",
    "facet_time_limit_ms": "300",
    "default_page_size": "50",
    "allow_download": "on",
    "truncate_cells_html": "400",
}


def serve(db: Path, host: str, port: int) -> None:
    """Serve an archive until interrupted. Raises what `Archive.open` raises, before the port is taken."""
    with Archive.opened(db, create=False):
        pass
    os.execv(sys.executable, command(db, host, port))  # noqa: S606 (our own interpreter, our own arguments)


def command(db: Path, host: str, port: int) -> list[str]:
    """The command line that serves an archive; the file with its counts is made anew when the archive is newer."""
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    return [
        *_datasette("serve"),
        "--immutable",
        str(db),
        "--inspect-file",
        str(inspected(db)),
        "--metadata",
        str(METADATA),
        *settings,
        "--host",
        host,
        "--port",
        str(port),
    ]


def inspected(db: Path) -> Path:
    """The file beside the archive that holds its tables' row counts, so that the first page need not count."""
    counts = db.with_suffix(".inspect.json")
    if not counts.exists() or counts.stat().st_mtime < db.stat().st_mtime:
        subprocess.run([*_datasette("inspect"), str(db), "--inspect-file", str(counts)], check=True)  # noqa: S603
    return counts


def _datasette(verb: str) -> list[str]:
    return [sys.executable, "-m", "datasette", verb]
