"""sqlite-utils, without numpy and pandas.

It imports both wherever they are installed, for types of columns that nobody has here: a third of a second at every
start, and 40 MB. Who imports them himself, before or after, has them as ever.
"""

import sys

_hidden = [name for name in ("numpy", "pandas") if name not in sys.modules]
for name in _hidden:
    sys.modules[name] = None  # type: ignore[assignment]

from sqlite_utils import Database, Migrations  # noqa: E402
from sqlite_utils.db import DescIndex  # noqa: E402

for name in _hidden:
    del sys.modules[name]

__all__ = ["Database", "DescIndex", "Migrations"]
