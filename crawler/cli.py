"""The command `nianbao`: crawl, portals, add, read, serve, status, export, demo, and those of `upkeep`. Every error is one line and a non-zero exit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from crawler import showing, standing, upkeep
from crawler.adding import add as add_documents
from crawler.adding import open_document
from crawler.archive import Archive
from crawler.errors import CannotOpen, CrawlerError
from crawler.escaping import plain
from crawler.isolation import Job, Readers
from crawler.load import load, reload
from crawler.overview import portals_of
from crawler.portals import named_in, registered
from crawler.serving import serve as serve_archive
from crawler.settings import PORTALS_FILE
from crawler.status import status_of
from crawler.summaries import REACHED
from crawler.upkeep import ARCHIVE, DATABASE
from crawler.workforce import reading_hands
from parsers.contract import as_json
from parsers.errors import ParseError
from parsers.model import Reading

REGISTER = Path(PORTALS_FILE)


class Verbs(click.Group):
    """Turns what went wrong into one line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's own type)
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (CrawlerError, ParseError) as error:
            raise click.ClickException(plain(error)) from error
        except sqlite3.OperationalError as error:
            raise click.ClickException(
                f"the archive cannot be used ({error}): close other programs, free disk"
            ) from error


CLUSTER = click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler whose workers do it: tcp://host:8786.")


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
def main() -> None:
    """The archive of China's government information disclosure annual reports (政府信息公开工作年度报告)."""


@main.command()
@click.argument("portals", nargs=-1, metavar="[PORTAL...]")
@DATABASE
@click.option("--all", "everything", is_flag=True, help="Every portal of the register (see `nianbao portals`).")
@click.option(
    "--portal-file", type=click.Path(path_type=Path), help="A file with one address or name a line; # begins a comment."
)
@click.option("--limit", type=click.IntRange(1), help="Pages to visit on each portal at most.")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between two requests to one host (default 1).")
@click.option("--since", type=click.IntRange(2008, 2100), help="Only reports of this year and later.")
@click.option("--allow-private", multiple=True, metavar="CIDR", help="Open a private network, for replicas of portals.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes that crawl, sixteen portals at once in each (default: one; with --all, the cores).",
)
@CLUSTER
@click.pass_context
def crawl(
    ctx: click.Context,
    portals: tuple[str, ...],
    db: Path,
    everything: bool,
    portal_file: Path | None,
    limit: int | None,
    delay: float | None,
    since: int | None,
    allow_private: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
) -> None:
    """Find, keep and read the annual reports of portals, given by address or by name."""
    named = _named(portals, everything, portal_file)
    if proxies := import_module("crawler.proxies").notice():
        showing.say(proxies)
    options = {"limit": limit, "delay": delay, "since": since, "allow_private": list(allow_private)}
    with import_module("crawler.progress").watching(Console()) as watcher, ExitStack() as stack:
        if everything or workers or cluster:
            crews = stack.enter_context(
                import_module("crawler.crews").crawling_crews(workers, cluster, options, watcher)
            )
            summaries = import_module("crawler.fleet").crawl_apart(
                named, db=db, crews=crews, allow_private=allow_private, watcher=watcher
            )
        else:  # Scrapy takes a second to load: only where it is needed
            summaries = import_module("crawler.crawl").crawl(named, db=db, progress=watcher, **options)
    with Archive.opened(db) as archive, reading_hands(None, cluster) as readers:
        loaded = load(archive, readers=readers)
    showing.crawl_summary(summaries, loaded)
    ctx.exit(0 if all(summary.outcome in REACHED for summary in summaries) else 1)


def _named(portals: tuple[str, ...], everything: bool, portal_file: Path | None) -> list[str]:
    """Every portal that is asked for, each once."""
    of_register = [portal.id for portal in registered(REGISTER)] if everything else []
    named = list(dict.fromkeys((*portals, *(named_in(portal_file) if portal_file else ()), *of_register)))
    if not named:
        raise click.UsageError("name portals, or --portal-file, or --all for every portal of the register")
    return named


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@DATABASE
@click.pass_context
def add(ctx: click.Context, files: tuple[Path, ...], db: Path) -> None:
    """Keep local documents in the archive and read them."""
    opened, failed = [], 0
    for path in files:
        try:
            opened.append((path.name, open_document(path)))
        except CannotOpen as error:
            failed += 1
            click.echo(f"Error: {error}", err=True)
    with Archive.opened(db) as archive:
        new = add_documents(archive, opened)
        loaded = load(archive)
    showing.loaded_summary(loaded, f"{new} of {len(files)} documents are new in {db}")
    ctx.exit(1 if failed or loaded.kinds.get("unreadable") else 0)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE...]")
@click.option("--url", help="The address the document was fetched from.")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object per file, one per line.")
@click.option("--all", "everything", is_flag=True, help="Read every capture of the archive again.")
@click.option("--workers", type=click.IntRange(1), help="With --all: processes that read at once (default: the cores).")
@CLUSTER
@DATABASE
@click.pass_context
def read(
    ctx: click.Context,
    files: tuple[Path, ...],
    url: str | None,
    as_lines: bool,
    everything: bool,
    workers: int | None,
    cluster: str | None,
    db: Path,
) -> None:
    """Read documents without touching an archive, or (--all) rebuild an archive's derived tables from its captures."""
    if everything == bool(files):
        raise click.UsageError("name files to read, or --all to read the archive again")
    if (workers or cluster) and not everything:
        raise click.UsageError("--workers and --cluster go with --all")
    if everything:
        with Archive.opened(db, create=False) as archive, reading_hands(workers, cluster) as readers:
            showing.loaded_summary(reload(archive, readers=readers), f"{db} was read again")
        return
    ctx.exit(1 if "unreadable" in set(_read_files(files, url, as_lines)) else 0)


def _read_files(files: Sequence[Path], url: str | None, as_lines: bool) -> Iterator[str]:
    """Show what each file says; the kind of each."""
    with Readers[Reading]() as readers:
        for path in files:
            reading = _read_file(readers, path)
            yield reading.kind
            if as_lines:
                _print_line(path, reading, url)
            else:
                showing.reading(path, reading)


def _print_line(path: Path, reading: Reading, url: str | None) -> None:
    line = as_json(reading, str(path)) | ({"url": url} if url else {})
    click.echo(json.dumps(line, ensure_ascii=False))


def _read_file(readers: Readers[Reading], path: Path) -> Reading:
    try:
        outcome = readers.read(Job(open_document(path)))
    except CannotOpen as error:
        return Reading("unreadable", reason=str(error))
    return Reading("unreadable", reason=str(outcome)) if isinstance(outcome, ParseError) else outcome


@main.command()
@click.argument("published", required=False, type=ARCHIVE, metavar="[ARCHIVE]")
@DATABASE
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
def serve(published: Path | None, db: Path, host: str, port: int) -> None:
    """Open the archive, or one that was published, in Datasette, read-only."""
    serve_archive(published or db, host, port)


@main.command()
@DATABASE
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
def status(db: Path, as_object: bool) -> None:
    """What is there, what is missing, what failed and why."""
    with Archive.opened(db, create=False) as archive:
        found = status_of(archive, registered(REGISTER))
    if as_object:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        standing.status(found)


@main.command()
@DATABASE
@click.option("--json", "as_object", is_flag=True, help="One JSON array.")
def portals(db: Path, as_object: bool) -> None:
    """Every portal known, of the register and the archive: publishing system, last crawl, reports, walls, outcome."""
    if db.exists():
        with Archive.opened(db) as archive:
            rows = portals_of(archive, registered(REGISTER))
    else:
        rows = portals_of(None, registered(REGISTER))
    if as_object:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        standing.portals(rows)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@DATABASE
def export(folder: Path, db: Path) -> None:
    """Write every table as CSV and Parquet, with datapackage.json, a codebook (zh, en), licence and citation."""
    exporting = import_module("crawler.exporting")  # Arrow takes half a second to load: only where it is needed
    with Archive.opened(db, create=False) as archive:
        written = exporting.export(archive, folder)
    click.echo(f"{len(written)} tables, {sum(written.values()):,} rows in {folder}")


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("demo-archive"), show_default=True)
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-serve", is_flag=True, help="End after the summary.")
def demo(folder: Path, port: int, no_serve: bool) -> None:
    """The whole chain without a network: replica portals, a crawl of them, reading, Datasette."""
    import_module("demo.run").run(folder, port, serving=not no_serve)


for verb in (upkeep.merge, upkeep.publish, upkeep.verify):
    main.add_command(verb)


if __name__ == "__main__":
    main()
