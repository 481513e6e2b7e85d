"""The commands that look after archives as a whole: merge, publish, verify."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from crawler import showing
from crawler.archive import Archive
from crawler.escaping import plain
from crawler.load import load
from crawler.merging import merge as merge_archives
from crawler.publishing import publish as publish_archive
from crawler.reuse import find_reuse
from crawler.serving import inspection_of, manifest_of
from crawler.verifying import verify as verify_archive

ARCHIVE = click.Path(path_type=Path, dir_okay=False)
DATABASE = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default=Path("archive.db"),
    show_default=True,
    help="The archive; its WARC files are in warc/ beside it.",
)


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
        click.echo(f"Error: {plain(url)} was left out: its bytes are damaged there (see `nianbao verify`)", err=True)
    ctx.exit(1 if merged.damaged else 0)


@click.command()
@click.argument("out", type=ARCHIVE, metavar="OUT.db")
@DATABASE
def publish(out: Path, db: Path) -> None:
    """Write the archive as a server needs it: sums and indexes made, no queue, with a manifest of hashes and counts."""
    with Archive.opened(db, create=False) as archive:
        manifest = publish_archive(archive, out)
        unread = len(archive.unread())
    written = manifest["files"][out.name]
    showing.say(
        f"{out}: {manifest['tables']['reports']} reports, {written['bytes']:,} bytes, sha256 {written['sha256']}"
    )
    showing.say(f"beside it: {manifest_of(out).name}, {inspection_of(out).name}; the bytes stay in warc/ of {db}")
    if unread:
        showing.say(f"{unread} captures were not read yet: they are not in its tables")


@click.command()
@DATABASE
@click.option("--sample", type=click.IntRange(0), default=50, show_default=True, help="Documents that are read again.")
@click.option("--all", "everything", is_flag=True, help="Read every document again.")
@click.option("--repair", is_flag=True, help="Mend what can be proved: torn ends, places of bytes, indexes, tables.")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.pass_context
def verify(ctx: click.Context, db: Path, sample: int, everything: bool, repair: bool, as_object: bool) -> None:
    """Say whether the archive is sound: its database, keys and ids, the bytes, and whether its tables say what these say."""
    with Archive.opened(db, create=False) as archive:
        verdict = verify_archive(archive, sample=None if everything else sample, repair=repair)
    if as_object:
        click.echo(json.dumps(asdict(verdict) | {"sound": verdict.sound}, ensure_ascii=False, indent=1))
    else:
        showing.verdict(verdict)
    ctx.exit(0 if verdict.sound else 1)
