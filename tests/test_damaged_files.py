"""Broken, encrypted, mislabelled and oversized files: each is refused by name, in little time, and none crashes."""

from __future__ import annotations

import io
import random
import stat
import zipfile
from pathlib import Path

import pytest

from benchmarks.ofd_files import zip_ofd
from parsers.errors import Damaged, ParseError, TooLarge, UnknownFormat
from parsers.formats import ofd, package, sheet
from parsers.formats.word import doc, docx, office, rtf

SAMPLES = Path(__file__).parent / "data" / "word"
READERS = (docx, doc, sheet, ofd, rtf, package)
DOC = (SAMPLES / "plain2021.doc").read_bytes()
DOCX = (SAMPLES / "plain2021.docx").read_bytes()
OLE_NAME = "WordDocument".encode("utf-16-le")


@pytest.fixture
def without_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder as the only one on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("body", [b"", b"\0" * 600, b"PK\x03\x04", b"<html><table></table></html>", b"%PDF-1.7"])
def test_other_content_is_not_recognised(body: bytes) -> None:
    assert [module for module in READERS if module.recognises(body)] in ([], [package])


@pytest.mark.parametrize("name", ["plain2021.docx", "plain2021.doc", "plain2021.ofd", "merged.et", "merged.xlsx"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_cut_off_file_is_damaged(name: str, share: float, without_programs: Path) -> None:
    body = (SAMPLES / name).read_bytes()
    body = body[: int(len(body) * share)]
    for module in READERS[:5]:
        if module.recognises(body):
            with pytest.raises(Damaged):
                module.read(body)


@pytest.mark.parametrize("name", ["everything.doc", "nested.wps"])
def test_flipped_bytes_never_crash_the_doc_reader(name: str, without_programs: Path) -> None:
    body = (SAMPLES / name).read_bytes()
    chance = random.Random(7)  # noqa: S311
    for _ in range(60):
        broken = bytearray(body)
        for _ in range(chance.choice((1, 20, 400))):
            broken[chance.randrange(512, len(broken))] = chance.randrange(256)
        try:
            doc.read(bytes(broken))
        except ParseError:
            continue


def test_encrypted_doc_says_so() -> None:
    body = bytearray(DOC)
    body[body.index(b"\xec\xa5", 512) + 0x0B] |= 0x01
    with pytest.raises(Damaged, match="password"):
        doc.read(bytes(body))


def test_encrypted_docx_is_an_ole_file_and_says_so() -> None:
    body = bytearray(DOC)
    at = body.index(OLE_NAME)
    name = "EncryptedPackage".encode("utf-16-le")
    body[at : at + len(name)] = name
    body[at + 64] = len(name) + 2
    assert doc.recognises(bytes(body))
    assert not docx.recognises(bytes(body))
    with pytest.raises(Damaged, match="password"):
        doc.read(bytes(body))


def old_word() -> bytes:
    """A document that says it is of Word 95."""
    body = bytearray(DOC)
    at = body.index(b"\xec\xa5", 512)
    body[at : at + 4] = b"\xdc\xa5\x68\x00"
    return bytes(body)


@pytest.mark.parametrize(("reader", "body"), [(doc, old_word()), (rtf, b"{\\rtf1 a}")], ids=["Word 95", "RTF"])
def test_without_libreoffice_the_error_says_what_would_help(
    reader: type[doc], body: bytes, without_programs: Path
) -> None:
    assert reader.recognises(body)
    with pytest.raises(UnknownFormat, match="install LibreOffice"):
        reader.read(body)


# -env:UserInstallation=... --headless --norestore --convert-to docx --outdir OUT FILE...
CONVERT = """[ "$2" = --headless ] && [ "$6" = --outdir ] || exit 3
out=$7; shift 7; /bin/mkdir -p "$out"
for file; do name=${file##*/}; /bin/cp SAMPLE "$out/${name%.doc}.docx"; done"""


def test_libreoffice_reads_what_we_refuse(without_programs: Path) -> None:
    sample = SAMPLES / "plain2019.docx"
    program(without_programs, "soffice", CONVERT.replace("SAMPLE", str(sample)))
    document = rtf.read(b"{\\rtf1 a}")
    assert (document.method, {table.method for table in document.tables}) == ("office", {"office"})
    assert document.text == docx.read(sample.read_bytes()).text
    assert [len(result) for result in office.convert([b"a", b"b"]) if isinstance(result, bytes)] == [
        sample.stat().st_size
    ] * 2


def test_libreoffice_that_hangs_is_ended(without_programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(without_programs, "soffice", "/bin/sleep 60")
    monkeypatch.setattr(office, "SECONDS", 0.3)
    with pytest.raises(Damaged, match="LibreOffice"):
        rtf.read(b"{\\rtf1 a}")


def test_package_yields_its_members_by_their_chinese_names() -> None:
    body = bytearray(zipped(**{"AAAA.docx": DOCX, "__MACOSX/x": b"", "b.txt": b"2"}))
    gbk = "年报".encode("gb18030")
    body = bytearray(bytes(body).replace(b"AAAA.docx", gbk + b".docx"))
    assert package.recognises(bytes(body))
    assert [(name, len(content)) for name, content in package.members(bytes(body))] == [
        ("年报.docx", len(DOCX)),
        ("b.txt", 1),
    ]


def test_package_of_too_many_or_too_large_files_is_refused() -> None:
    with pytest.raises(TooLarge):
        list(package.members(zipped(**{str(number): b"" for number in range(package.MAX_MEMBERS + 1)})))
    with pytest.raises(TooLarge):
        list(package.members(zipped(bomb=b"\0" * (8 << 20))))


def test_rar_needs_an_unpacker(without_programs: Path) -> None:
    body = b"Rar!\x1a\x07\x00rest"
    assert package.recognises(body)
    with pytest.raises(UnknownFormat, match="unpacker"):
        list(package.members(body))


def test_rar_is_unpacked_by_what_is_installed(without_programs: Path) -> None:
    program(without_programs, "unar", 'echo noise; printf 内容 > "$6/报告.txt"; /bin/ln -s /etc/passwd "$6/link"')
    assert list(package.members(b"Rar!\x1a\x07\x00rest")) == [("报告.txt", "内容".encode())]


def test_unpacker_that_fills_the_disk_is_ended(without_programs: Path) -> None:
    program(without_programs, "unar", 'while :; do printf %9999s x >> "$6/big"; done')
    with pytest.raises((TooLarge, Damaged)):
        list(package.members(b"Rar!\x1a\x07\x00" + b"rest" * 100))


def test_sheet_with_two_cells_far_apart_is_refused_before_it_is_laid_out() -> None:
    cells = b'<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    with pytest.raises(TooLarge):
        sheet.read(zipped(**{"xl/worksheets/sheet1.xml": b"<sheetData><row>" + cells + b"</row></sheetData>"}))


def test_encrypted_workbook_says_so() -> None:
    body = (SAMPLES / "merged.et").read_bytes()
    at = body.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # BOF of the workbook
    broken = bytearray(body)
    broken[at + 20 : at + 24] = b"\x2f\x00" + body[at + 22 : at + 24]
    with pytest.raises(Damaged, match="password"):
        sheet.read(bytes(broken))


def test_ofd_page_beyond_limits_is_refused() -> None:
    row = (
        '<ofd:TextObject Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="0" DeltaX="g 99999999 1">{}</ofd:TextCode>'
    )
    with pytest.raises(TooLarge, match="characters"):
        ofd.read(zip_ofd([row.format("一" * 60_000) + "</ofd:TextObject>"]))
    lines = "".join(f"M 0 {y} L 9 {y} M {y} 0 L {y} 9 " for y in range(3_000))
    path = f'<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>{lines}</ofd:AbbreviatedData></ofd:PathObject>'
    with pytest.raises(TooLarge, match="rules"):
        ofd.read(zip_ofd([path]))
