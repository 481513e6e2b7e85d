"""LibreOffice, where it is installed, for what our own readers refuse: Word 6 and 95, RTF, Word 2003 XML, damaged .doc.

Each run has a profile of its own (two soffice processes on one profile hand their work to the first), in which macros
and the network are off; it is ended with all its children after a time limit. It stays in the session of the process
that reads the document and under its limit of memory (it takes 300 MB), so that it ends with that process too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from parsers.errors import Damaged, ParseError, UnknownFormat
from parsers.formats.word import docx
from parsers.model import Document

SECONDS = 15  # for one document with the start of LibreOffice, which takes 2 to 5; reading it must still end within 20
SECONDS_MORE = 3  # for each further document of a batch
MAX_OUTPUT = 64 << 20

_WORD_XML = b'progid="Word.Document"'
_PROGRAMS = ("soffice", "libreoffice")
_ABSENT = "install LibreOffice (libreoffice-writer) to read RTF, Word 6, Word 95 and Word 2003 XML"
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def recognises(body: bytes) -> bool:
    """Word 2003 XML, which has no reader of its own; .doc and RTF come here from their modules."""
    return body[:64].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and _WORD_XML in body[:2000]


def read(body: bytes) -> Document:
    """The document as LibreOffice understands it."""
    converted = convert([body])[0]
    if isinstance(converted, ParseError):
        raise converted
    document = docx.read(converted)
    return replace(
        document, method="office", tables=tuple(replace(table, method="office") for table in document.tables)
    )


def installed() -> str | None:
    """The path of LibreOffice's program; None where there is none."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def convert(bodies: Sequence[bytes]) -> list[bytes | ParseError]:
    """Each document as a .docx, all by one process; those that a crash left over are tried once more, alone."""
    program = installed()
    if program is None:
        raise UnknownFormat(_ABSENT)
    results = _batch(program, bodies)
    if len(bodies) > 1:
        results = [result or _batch(program, [body])[0] for result, body in zip(results, bodies, strict=True)]
    return [result or Damaged("LibreOffice could not read the document either") for result in results]


def _batch(program: str, bodies: Sequence[bytes]) -> list[bytes | None]:
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        _write_settings(folder / "profile" / "user")
        files = [folder / f"{number}.doc" for number in range(len(bodies))]
        for file, body in zip(files, bodies, strict=True):
            file.write_bytes(body)
        _run(program, folder, files, SECONDS + SECONDS_MORE * (len(files) - 1))
        return [_output(folder / "out" / file.with_suffix(".docx").name) for file in files]


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _run(program: str, folder: Path, files: Sequence[Path], seconds: int) -> None:
    """Run LibreOffice in a process group of its own, and end the whole group, for soffice is only a launcher."""
    limits = f'ulimit -f {MAX_OUTPUT // 512}; exec "$@"'
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "docx", "--outdir", str(folder / "out"), *map(str, files)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603  (the program found on PATH, the paths are ours)
        ["/bin/sh", "-c", limits, "sh", *command],
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        process_group=0,
        env={
            **os.environ,
            "HOME": str(folder),
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        },
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _output(file: Path) -> bytes | None:
    if not file.is_file() or not 0 < file.stat().st_size < MAX_OUTPUT:
        return None
    return file.read_bytes()
