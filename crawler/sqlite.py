"""sqlite-utils, without pandas.

It imports pandas wherever that is installed, for a type of column that nobody has here: a third of a second at every
start, and 40 MB. Who imports pandas himself, before or after, has it as ever.
"""

import sys

_PANDAS = "pandas"
_hidden = _PANDAS not in sys.modules
if _hidden:
    sys.modules[_PANDAS] = None  # type: ignore[assignment]

from sqlite_utils import Database, Migrations  # noqa: E402
from sqlite_utils.db import DescIndex  # noqa: E402

if _hidden:
    del sys.modules[_PANDAS]

__all__ = ["Database", "DescIndex", "Migrations"]
