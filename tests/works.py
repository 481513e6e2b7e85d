"""What the command does to an archive, verb by verb, to be disturbed: how to begin, the words, and what must come of it."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from small_portal import OPENED, ROOT
from tables import contents

from crawler.archive import Archive
from crawler.verifying import verify

DISTURBED = Path(__file__).parent / "disturbed.py"
REPORTS = sorted((ROOT / "demo" / "reports").glob("*.txt"))


@dataclass(frozen=True)
class Work:
    """A verb in a folder of its own; `result` is the archive that counts in the end."""

    words: tuple[str, ...]
    given: Path | None = None
    result: str = "archive.db"

    def begin(self, folder):
        """The folder with what the verb is given."""
        if self.given is None:
            folder.mkdir(parents=True)
        else:
            shutil.copytree(self.given, folder)
        return folder

    def command(self, way="count", number="/dev/null"):
        return [sys.executable, str(DISTURBED), way, str(number), *self.words]

    def run(self, folder, way="count", number="/dev/null", before=()):
        """Do it in a child process, disturbed or not; the process once it has ended, with what it said."""
        words = [*before, *self.command(way, number)]
        return subprocess.run(
            words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300
        )

    def done(self, folder):
        """Undisturbed, to its end."""
        ended = self.run(folder)
        assert ended.returncode == 0, ended.stdout
        return contents(folder / self.result)


def works(portal, folder):
    """Every verb that writes, and the folders they begin with, made in `folder`."""
    files = [str(path) for path in REPORTS]
    crawl = Work(("crawl", portal.url, "--allow-private", OPENED, "--delay", "0"))
    add = Work(("add", *files))
    crawled, added, both = folder / "crawled", folder / "added", folder / "both"
    crawl.done(crawl.begin(crawled))
    add.done(add.begin(added))
    both.mkdir()
    shutil.copytree(crawled, both / "one")
    shutil.copytree(added, both / "two")
    return {
        "crawl": crawl,
        "add": add,
        "read": Work(("read", "--all"), added),
        "merge": Work(("merge", "archive.db", "one/archive.db", "two/archive.db"), both),
        "publish": Work(("publish", "out.db"), added, "out.db"),
    }


def judged(folder, work, repair=False):
    """What verify says of the archive, all documents read again; None where there is none yet."""
    path = folder / work.result
    if not path.exists():
        return None
    with Archive.opened(path) as archive:
        return verify(archive, sample=None, repair=repair)
