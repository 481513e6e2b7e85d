"""What can be wrong with an archive, as data."""

from __future__ import annotations

from dataclasses import dataclass

LOST, WRONG, NOTE = "lost", "wrong", "note"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is not as it should be: where, what, and whether it was mended.

    `lost` are bytes that nobody has any more, `wrong` is what contradicts the bytes; a `note` takes nothing away.
    """

    check: str
    severity: str
    where: str
    message: str
    mended: bool = False

    @property
    def spoils(self) -> bool:
        """Whether the archive is not sound because of it."""
        return self.severity != NOTE and not self.mended
