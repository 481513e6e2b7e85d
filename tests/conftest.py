"""What several tests share: the starter archive, as a copy that may be served and written beside."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
collect_ignore = [
    "fuzzing/child.py"
]  # looked through for examples it would need atheris, which only `make fuzz` installs


@pytest.fixture(scope="session")
def starter(tmp_path_factory) -> Path:
    """A copy of the repository's archive.db under its own name, which is part of every address."""
    return Path(shutil.copy(ROOT / "archive.db", tmp_path_factory.mktemp("starter")))
