"""Hanweb's disclosure directory (module xxgk): agency tree, lists by agency, annual-report page (portals.md 1b, 1c)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from demo.documents import Document, Entry

ANNUAL_REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
SEARCH = "/module/xxgk/search.jsp"
TREE = "/module/xxgk/tree.jsp"


@dataclass(frozen=True)
class Agency:
    """A body in the directory: its `area` code, its name and the documents listed for it."""

    area: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Directory:
    """Agencies by area, the years the annual-report page offers, and the reports that are there.

    A year before `first_year` answers 404; a later one without a report answers 200 with an empty body.
    """

    agencies: Mapping[str, Agency]
    years: tuple[int, ...]
    first_year: int
    reports: Mapping[str, Document]

    def absent(self) -> tuple[str, ...]:
        """The annual-report addresses that are linked and answer 404."""
        early = [year for year in self.years if year < self.first_year]
        return tuple(annual_path(area, year) for area in self.agencies for year in early)


def annual_path(area: str, year: int) -> str:
    """Address of one agency's report for one year."""
    return f"{ANNUAL_REPORT}?{urlencode({'area': area, 'fbtime': year})}"


def guide_path(shell: str, area: str) -> str:
    """Address of one agency's page in the directory."""
    return f"{shell}?{urlencode({'vc_xxgkarea': area})}"
