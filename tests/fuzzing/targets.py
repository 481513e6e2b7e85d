"""What is fuzzed: functions of any bytes, each with the exceptions that its documentation names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import ModuleType

from protego import Protego

import parsers
from crawler.addresses import is_web, key_of, same_site
from crawler.errors import Garbled
from crawler.items import REPORT, Found
from crawler.members import BROKEN, record_at
from crawler.packing import unpack
from parsers import agencies, counts, dates, encodings, numbers, regions, statements, titles
from parsers.errors import ParseError
from parsers.formats import FORMATS, package
from spiders import discovery
from spiders.pages import Page, Platform, full_address, read_page
from spiders.platforms import PLATFORMS, platform_of, search

ROOT = Path(__file__).parent.parent.parent
SEEDS = Path(__file__).parent / "seeds"
MOST_SEED = 1 << 18  # bytes of a sample to start from
_DATA, _REPORTS = "tests/data", "tests/reports/*"
_SAMPLES = {
    "pdf": (f"{_DATA}/pdf/*.pdf",),
    "docx": (f"{_DATA}/word/*.docx",),
    "doc": (f"{_DATA}/word/*.doc", f"{_DATA}/word/*.wps"),
    "sheet": (f"{_DATA}/word/*.et", f"{_DATA}/word/*.xlsx"),
    "ofd": (f"{_DATA}/word/*.ofd",),
    "html": (f"{_REPORTS}/*.html",),
    "text": ("demo/reports/*.txt",),
}


@dataclass(frozen=True)
class Target:
    """`share` of the runs asked for suits its speed; `samples` are kept documents to start from beside its seeds."""

    run: Callable[[bytes], object]
    raises: tuple[type[Exception], ...] = ()
    samples: tuple[str, ...] = ()
    share: float = 1.0

    def __call__(self, body: bytes) -> None:
        """Run, and let pass what is documented."""
        try:
            self.run(body)
        except self.raises:
            return


def seeds_of(name: str) -> list[Path]:
    """The files that a target starts from: those kept for it, and samples of the other tests."""
    samples = (path for glob in TARGETS[name].samples for path in sorted(ROOT.glob(glob)))
    return [*kept_for(name), *(path for path in samples if path.stat().st_size <= MOST_SEED)]


def kept_for(name: str) -> list[Path]:
    """The seeds and former crashes of a target."""
    return sorted((SEEDS / name).glob("*"))


def _of_text(read: Callable[[str], object], *samples: str) -> Target:
    return Target(lambda body: read(body.decode("utf-8", "replace")), samples=samples)


def _counts(text: str) -> object:
    return counts.parse_count(text), list(counts.find_counts(text)), counts.chinese_number(text)


def _titles(text: str) -> object:
    first, _, rest = text.partition("\n")
    titles.classify(first)
    return titles.heading_of(text), titles.identify(first, text=rest, source=rest[:80], headings=rest.splitlines()[:3])


def _regions(text: str) -> object:
    regions.stem(text)
    return regions.find(text), regions.leading_region(text), regions.leading_stem(text, 2010, "370000")


def _agencies(text: str) -> object:
    name = agencies.full_name(text, site_region="371081", year=2010)
    return agencies.describe(name, 2010), agencies.scope_of(text), agencies.is_near(text, "371000")


def _addresses(text: str) -> object:
    url = full_address("http://www.x.gov.cn/a/", text)
    return url and (is_web(url), key_of(url), same_site(url, "x.gov.cn"))


def _format(module: ModuleType) -> Callable[[bytes], object]:
    """A reader as it is called: over what it recognises; anything else goes to whoever recognises that."""

    def run(body: bytes) -> object:
        if not module.recognises(body):
            return parsers.read(body)
        return list(module.readings(body)) if hasattr(module, "readings") else module.read(body)

    return run


def _package(body: bytes) -> object:
    return package.recognises(body) and list(package.members(body))


def _robots(body: bytes) -> object:
    rules = Protego.parse(encodings.decode(body)[0])
    return rules.can_fetch("http://www.x.gov.cn/a/?b=年", "nianbao"), float(rules.crawl_delay("nianbao") or 0)


def _page(body: bytes) -> Page:
    """A page whose first line is its path and query, its second the form that was sent to get it."""
    path, _, rest = body.partition(b"\n")
    posted, _, source = rest.partition(b"\n")
    url = full_address("http://www.x.gov.cn/", path.decode("utf-8", "replace"))
    return read_page(url or "http://www.x.gov.cn/", source, posted)


def _pages(body: bytes) -> object:
    """What is asked of every page, whoever made it."""
    page = _page(body)
    found = Found(page.url)
    context = discovery.Context(frozenset(("www.x.gov.cn",)), found)
    system = platform_of(page)
    roles = {discovery.role_of(page, system, found), REPORT}
    return [discovery.onward(page, found), *(list(discovery.leads(page, system, each, context, "")) for each in roles)]


def _platform(system: Platform) -> Callable[[bytes], object]:
    def run(body: bytes) -> object:
        page = _page(body)
        system.recognises(page)
        rows, files, steps = system.entries(page), system.attachments(page), system.following(page)
        return rows, files, steps, search.searches(page)

    return run


def _every() -> Iterator[tuple[str, Target]]:
    yield "numbers", _of_text(lambda text: (numbers.parse_number(text), numbers.is_value(text)))
    yield "counts", _of_text(_counts)
    yield "dates", _of_text(lambda text: (dates.iso_date(text), dates.signed_date(text)))
    yield "titles", _of_text(_titles, "demo/reports/*.txt")
    yield (
        "statements",
        _of_text(lambda text: statements.statements(text, year=2023, agency="甲县乙局"), "demo/reports/*.txt"),
    )
    yield "regions", _of_text(_regions)
    yield "agencies", _of_text(_agencies)
    yield "addresses", _of_text(_addresses)
    yield "encodings", Target(encodings.decode)
    yield "robots", Target(_robots)
    yield "packing", Target(unpack, (Garbled,))
    yield "warc", Target(lambda body: record_at(BytesIO(body), 0), BROKEN)
    yield "pages", Target(_pages)
    for system in PLATFORMS:
        yield system.NAME, Target(_platform(system))
    for module in FORMATS:
        name = module.__name__.rpartition(".")[2]
        share = {"picture": 0.002, "pdf": 0.02}.get(name, 0.1)
        yield name, Target(_format(module), (ParseError,), _SAMPLES.get(name, ()), share)
    yield "package", Target(_package, (ParseError,))
    yield "read", Target(parsers.read, (ParseError,), (f"{_REPORTS}/*.html", f"{_DATA}/word/*.*"), 0.05)


TARGETS = dict(_every())
