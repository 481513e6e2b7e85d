"""By when a body must publish its report, and how late it was."""

from __future__ import annotations

from datetime import date

from parsers.agencies import Agency

_DECREE_711 = 2019  # first reporting year under the deadlines of Decree 711; before, everyone had until 31 March


def days_late(published: str | None, year: int | None, agency: Agency | None) -> int | None:
    """Days after the legal date (negative: before it): 31 March for governments from county level up, else 31 January.

    Source: Regulation on Open Government Information (Decree 711), Art. 49; Decree 492, Art. 31 for earlier years.
    """
    if published is None or year is None or agency is None:
        return None
    government = agency.kind == "government" and agency.level != "township"
    month = 3 if government or year < _DECREE_711 else 1
    return (date.fromisoformat(published) - date(year + 1, month, 31)).days
