"""The commands that look after archives as a whole: merge, publish, verify."""

from __future__ import annotations

from pathlib import Path

import click

from crawler import showing
from crawler.archive import Archive
from crawler.load import load
from crawler.merging import merge as merge_archives
from crawler.reuse import find_reuse

ARCHIVE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("into", type=ARCHIVE, metavar="INTO")
@click.argument("sources", nargs=-1, required=True, type=ARCHIVE, metavar="FROM...")
@click.pass_context
def merge(ctx: click.Context, into: Path, sources: tuple[Path, ...]) -> None:
    """Take the captures and crawls of other archives into one, and read what is new."""
    with Archive.opened(into) as archive:
        merged = merge_archives(archive, sources)
        loaded = load(archive)
        find_reuse(archive)
    showing.loaded_summary(loaded, f"{merged.captures} captures and {merged.crawls} crawls are new in {into}")
    for url in merged.damaged:
        click.echo(
            f"Error: {showing.plain(url)} was left out: its bytes are damaged there (see `nianbao verify`)", err=True
        )
    ctx.exit(1 if merged.damaged else 0)
