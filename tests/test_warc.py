"""Bytes go into WARC files once, whole, and come back the same."""

import gc
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import warc
from crawler.errors import MissingBytes, PortalBusy
from crawler.items import Capture
from crawler.warc import Shelf

PAGE = Capture(
    url="http://x.gov.cn/a",
    final_url="http://x.gov.cn/b",
    fetched_at="2026-11-20T08:00:00Z",
    status=200,
    media_type="text/html",
    body="年报\r\n\r\nWARC/1.1".encode("gb18030"),
)
HEADERS = (
    ("Content-Type", "text/html; charset=GBK"),
    ("Content-Encoding", "gzip"),
    ("Set-Cookie", "a"),
    ("Set-Cookie", "b"),
)


def records(path):
    with path.open("rb") as stream:
        return [(record.rec_type, dict(record.rec_headers.headers)) for record in ArchiveIterator(stream)]


def test_a_capture_is_read_back_as_it_was(tmp_path):
    shelf = Shelf(tmp_path, "x.gov.cn")
    first, second = shelf.append(PAGE, HEADERS), shelf.append(replace(PAGE, body=b""), ())
    shelf.close()
    headers, body = warc.read(tmp_path, *first)
    assert body == PAGE.body
    assert headers == (
        ("Content-Type", "text/html; charset=GBK"),
        ("Set-Cookie", "a"),
        ("Set-Cookie", "b"),
        ("Content-Length", str(len(PAGE.body))),
    )
    assert warc.read(tmp_path, *second) == ((("Content-Length", "0"),), b"")


def test_the_file_is_a_valid_warc_file(tmp_path):
    shelf = Shelf(tmp_path, "127.0.0.1:80")
    shelf.append(PAGE, HEADERS)
    shelf.close()
    path = tmp_path / "127.0.0.1_80-00000.warc.gz"
    (info, _), (kind, headers) = records(path)
    assert (info, kind) == ("warcinfo", "response")
    assert headers["WARC-Target-URI"] == "http://x.gov.cn/b"
    assert headers["WARC-Date"] == "2026-11-20T08:00:00Z"
    assert headers["WARC-Payload-Digest"].startswith("sha1:")
    checked = subprocess.run([Path(sys.executable).parent / "warcio", "check", path], capture_output=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, b"")


def test_a_local_document_is_a_resource(tmp_path):
    shelf = Shelf(tmp_path, "files")
    place = shelf.append(
        replace(PAGE, url="file:///home/a.pdf", media_type="application/pdf", body=b"%PDF HTTP/1.1 200 OK")
    )
    shelf.close()
    assert warc.read(tmp_path, *place) == ((), b"%PDF HTTP/1.1 200 OK")
    kind, headers = records(tmp_path / "files-00000.warc.gz")[1]
    assert (kind, headers["Content-Type"]) == ("resource", "application/pdf")


def test_the_same_captures_make_the_same_file(tmp_path):
    for name in ("one", "two"):
        shelf = Shelf(tmp_path / name, "x")
        shelf.append(PAGE, HEADERS)
        shelf.close()
    one, two = (tmp_path / name / "x-00000.warc.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_appending_goes_on_after_closing(tmp_path):
    places = []
    for _ in range(2):
        shelf = Shelf(tmp_path, "x")
        places.append(shelf.append(PAGE, HEADERS))
        shelf.close()
    assert [warc.read(tmp_path, *place)[1] for place in places] == [PAGE.body, PAGE.body]
    assert len(records(tmp_path / "x-00000.warc.gz")) == 3


@pytest.mark.parametrize("torn", [1, 20, 200])
def test_a_record_cut_off_is_removed_and_whole_ones_stay(tmp_path, torn):
    shelf = Shelf(tmp_path, "x")
    file, offset = shelf.append(PAGE, HEADERS)
    shelf.close()
    path = tmp_path / file
    whole = path.read_bytes()
    path.write_bytes(whole + whole[offset:][:torn])
    Shelf(tmp_path, "x", lambda name: offset).close()
    assert path.read_bytes() == whole


def test_whole_records_that_nobody_knows_of_stay(tmp_path):
    shelf = Shelf(tmp_path, "x")
    shelf.append(PAGE, HEADERS)
    shelf.close()
    before = (tmp_path / "x-00000.warc.gz").read_bytes()
    Shelf(tmp_path, "x", lambda name: 0).close()
    assert (tmp_path / "x-00000.warc.gz").read_bytes() == before


def test_a_damaged_file_is_left_alone_and_another_begun(tmp_path):
    damaged = b"\x1f\x8b\x08\x00" + b"\xff" * 400
    (tmp_path / "x-00000.warc.gz").write_bytes(damaged)
    shelf = Shelf(tmp_path, "x")
    assert shelf.append(PAGE)[0] == "x-00001.warc.gz"
    shelf.close()
    assert (tmp_path / "x-00000.warc.gz").read_bytes() == damaged


def test_a_full_file_is_followed_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(warc, "LARGEST_FILE", 500)
    shelf = Shelf(tmp_path, "x")
    files = [shelf.append(PAGE, HEADERS)[0] for _ in range(3)]
    shelf.close()
    assert files == ["x-00000.warc.gz", "x-00001.warc.gz", "x-00002.warc.gz"]


def test_one_holder_at_a_time(tmp_path):
    shelf = Shelf(tmp_path, "x")
    with pytest.raises(PortalBusy, match="x is being crawled by another process"):
        Shelf(tmp_path, "x")
    shelf.close()
    Shelf(tmp_path, "x").close()


def test_nothing_kept_leaves_no_file(tmp_path):
    Shelf(tmp_path, "x").close()
    assert list(tmp_path.glob("*.gz")) == []


@pytest.mark.parametrize("offset", [3, 10_000])
def test_bytes_that_are_not_there_are_named(tmp_path, offset):
    shelf = Shelf(tmp_path, "x")
    file, _ = shelf.append(PAGE, HEADERS)
    shelf.close()
    with pytest.raises(MissingBytes, match=f"no whole record at {offset}"):
        warc.read(tmp_path, file, offset)
    with pytest.raises(MissingBytes):
        warc.read(tmp_path, "gone.warc.gz", 0)


def test_a_record_that_was_read_is_let_go_of_at_once(tmp_path):
    shelf = Shelf(tmp_path, "x.gov.cn")
    file, offset = shelf.append(PAGE, HEADERS)
    shelf.close()
    gc.collect()
    gc.disable()
    try:
        assert warc.read(tmp_path, file, offset)[1] == PAGE.body
        assert [kept for kept in gc.get_objects() if isinstance(kept, ArchiveIterator)] == []
    finally:
        gc.enable()
