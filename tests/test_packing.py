"""What a reader tells arrives as it was told, and broken bytes are named as such."""

from pathlib import Path

import pytest

from crawler.entries import entry_of
from crawler.errors import Garbled
from crawler.isolation import outcome_of
from crawler.packing import pack, unpack
from parsers import read
from parsers.errors import Crashed, Damaged
from parsers.model import Finding, Image, Reading

ROOT = Path(__file__).parent.parent
REPORT = read((ROOT / "demo" / "reports" / "zhanhe-zhujianju-2024.txt").read_bytes())
NUMBERS = [(2**70, -(2**64)), (0.1, None), (-1, 10**300)]
VALUES = {
    "a report": REPORT,
    "a report as the archive holds it": entry_of(REPORT),
    "a picture": Reading("part", images=(Image("a.png", 3, "图", bytes(range(256))),)),
    "numbers": Reading("part", findings=tuple(Finding("x", "note", "", "", *two) for two in NUMBERS)),
    "half a character": Reading("part", text="a\ud800"),
    "an error": Damaged("cut off"),
}


@pytest.mark.parametrize("name", VALUES)
def test_what_is_packed_is_unpacked(name):
    value = VALUES[name]
    told = unpack(pack(value))
    assert type(told) is type(value)
    assert told.args == value.args if isinstance(value, Exception) else plain(told) == plain(value)


def plain(value):
    """Lists come back as tuples."""
    if isinstance(value, list | tuple):
        return tuple(map(plain, value))
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    slots = getattr(value, "__slots__", None)
    return (type(value), *(plain(getattr(value, name)) for name in slots)) if slots else value


@pytest.mark.parametrize("packed", [b"", b"\xc1", b"\xdd\xff\xff\xff\xff", b"\x91" * 5000, pack(Damaged("x"))[:-1]])
def test_broken_bytes_are_a_crash_of_the_reader(packed):
    with pytest.raises(Garbled, match="the bytes are no reading"):
        unpack(packed)
    assert isinstance(outcome_of(packed), Crashed)
