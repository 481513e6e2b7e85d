"""Pages of HTML printed to PDF: by WeasyPrint, by Chromium, and by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def print_weasyprint(html: str) -> bytes:
    """The page printed by WeasyPrint."""
    from weasyprint import HTML

    return bytes(HTML(string=html).write_pdf())


def print_chromium(html: str) -> bytes:
    """The page printed by a headless Chromium."""
    with tempfile.TemporaryDirectory() as room:
        source, target = Path(room, "x.html"), Path(room, "x.pdf")
        source.write_text(html, encoding="utf-8")
        quiet = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", *quiet, "--disable-sync"]
        command += [
            f"--user-data-dir={room}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def print_libreoffice(html: str) -> bytes:
    """The page opened as a text document by LibreOffice and exported."""
    with tempfile.TemporaryDirectory() as room:
        source = Path(room, "x.html")
        source.write_text(html, encoding="utf-8")
        command = [
            "soffice",
            f"-env:UserInstallation=file://{room}/profile",
            "--headless",
            "--infilter=HTML (StarWriter)",
        ]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", room, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(room, "x.pdf").read_bytes()


PRINTERS = {"weasyprint": print_weasyprint, "chromium": print_chromium}
if shutil.which("soffice"):
    PRINTERS["libreoffice"] = print_libreoffice
