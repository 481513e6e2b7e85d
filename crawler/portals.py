"""Portals: what a person names, an address or a name in portals.toml, and what is known of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.addresses import clean, is_web, site_of
from crawler.errors import CannotOpen, NoPortals, UnknownPortal

_COMMENT = re.compile(r"(?:^|\s)#.*")  # within an address it is part of it: /gkmlpt/annualreport#2629


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal: its id in the archive, its home page, and what cannot be discovered.

    `platform` is the publishing system once seen there; what a crawl recognises goes before it. `hosts` are further sites that belong to it, `entries` deep addresses to start from, `delay` a slower pace.
    """

    id: str
    address: str
    name: str | None = None
    region: str | None = None
    platform: str | None = None
    hosts: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    delay: float | None = None
    note: str | None = None
    noted_on: str | None = None

    @property
    def sites(self) -> tuple[str, ...]:
        """Every site whose pages belong to the portal."""
        return (site_of(self.address), *self.hosts)


def portal_of(named: str, register: Path) -> Portal:
    """The portal a person means, by its name in the register or by any address on it. Raises UnknownPortal.

    >>> portal_of("www.x.gov.cn", Path("/dev/null"))
    Portal(id='www.x.gov.cn', address='http://www.x.gov.cn/', name=None, region=None, platform=None, hosts=(), \
entries=(), delay=None, note=None, noted_on=None)
    """
    known = _register(register)
    if named in known:
        return known[named]
    address = named if "://" in named else f"http://{named}"
    if "." not in address or not is_web(address):
        raise UnknownPortal(f"{named!r} is no address and not in {register.name}: give an address such as www.x.gov.cn")
    site = site_of(address)
    bare = site.removeprefix("www.")
    registered = next((p for p in known.values() if bare in (each.removeprefix("www.") for each in p.sites)), None)
    return registered or Portal(id=site, address=clean(address))


def registered(register: Path) -> tuple[Portal, ...]:
    """Every portal of the register, in its order."""
    return tuple(_register(register).values())


def named_in(file: Path) -> list[str]:
    """The portals a file names, one address or name a line; `#` begins a comment. Raises CannotOpen, NoPortals."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotOpen(f"{file} cannot be read ({error}): name a text file in UTF-8") from error
    named = [name for line in lines if (name := _COMMENT.sub("", line).strip())]
    if not named:
        raise NoPortals(f"{file} names no portal: write one address or name a line")
    return named


@cache
def _register(path: Path) -> dict[str, Portal]:
    with path.open("rb") as file:
        return {name: _portal(name, entry) for name, entry in tomllib.load(file).items()}


def _portal(name: str, entry: dict[str, Any]) -> Portal:
    lists = {key: tuple(entry.get(key, ())) for key in ("hosts", "entries")}
    return Portal(**{**entry, **lists, "id": name, "address": clean(entry["address"])})
