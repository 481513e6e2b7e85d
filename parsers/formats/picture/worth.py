"""Which tables of a picture hold something; apart from their reader, which takes a while to load."""

from parsers.model import Table
from parsers.numbers import is_value

_FEWEST = 4  # cells of a table


def has_figures(table: Table) -> bool:
    """Is it more than a frame, or a header that a page cut from its table?"""
    cells = {id(cell): cell for row in table.rows for cell in row}.values()
    return len(cells) >= _FEWEST and any(is_value(cell.text) for cell in cells)
