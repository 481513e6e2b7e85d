"""Plausible broken input: a document changed in one place, also inside what is packed in it."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutate = Callable[[bytes], bytes]

WORDS = (  # what our parsers look for, and what has broken parsers before
    *(
        "政府信息公开工作年度报告",
        "2023年",
        "二〇二三年一月",
        "甲县乙局",
        "省",
        "市",
        "区",
        "人民政府",
        "〇",
        "亿",
        "万",
        "百分之",
        "余",
    ),
    *(
        "同比增长",
        "分别",
        "其中",
        "主动公开",
        "申请",
        "件",
        "，",
        "。",
        "、",
        "（",
        "\n",
        "\u3000",
        "\xa0",
        "\ufeff",
        "\0",
        "\u2028",
    ),
    *(
        "²",
        "①",
        "٣",
        "０",
        "½",
        "𝟗",
        "İ",
        "ß",
        "9" * 20,
        "9" * 5000,
        "1.",
        ",",
        "-",
        "-1",
        "1e999",
        "NaN",
        "Infinity",
        "null",
    ),
    *(
        "<table>",
        "<td colspan=99999999>",
        "<td rowspan=-1>",
        "</tr>",
        "<a href='",
        "'>",
        "<base href='http://[",
        "<!--",
        "]]>",
    ),
    *(
        "<script>",
        "{",
        "}",
        "[",
        "]",
        '"',
        ":",
        "[" * 5000,
        '{"a":' * 5000,
        "\\ud800",
        "%ud800",
        "%ff",
        "&#xd800;",
        "&#0;",
    ),
    *(
        "http://",
        "http://[",
        "//x:99999/",
        "//a..b/",
        "//例子.政府/",
        "?page=",
        "&",
        "=",
        "../",
        "/index_1.html",
        "javascript:",
    ),
    *(
        "<record><![CDATA[",
        "totalRecord:",
        "perPage:",
        "createPageHTML(",
        "User-agent: *\n",
        "Crawl-delay: ",
        "Disallow: /*$",
    ),
)


def chance_of(seed: int) -> Random:
    """The same chances for the same seed."""
    return Random(seed)  # noqa: S311 (nothing is secret)


def mutated(body: bytes, chance: Random, mutate: Mutate) -> bytes:
    """The bytes with one change: in a member of a zip, in what a gzip holds, in a text's words, or as `mutate` does."""
    if chance.random() < 0.2:
        return mutate(body)
    if body.startswith(b"PK\x03\x04"):
        return _zip_mutated(body, chance, mutate)
    if body.startswith(b"\x1f\x8b"):
        return _gzip_mutated(body, chance, mutate)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return mutate(body)
    return mutate(body) if chance.random() < 0.4 else _reworded(text, chance).encode()


def _zip_mutated(body: bytes, chance: Random, mutate: Mutate) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # whatever the last change broke in it
        return mutate(body)
    if not members:
        return mutate(body)
    name = chance.choice(list(members))
    members[name] = mutated(members[name], chance, mutate)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _gzip_mutated(body: bytes, chance: Random, mutate: Mutate) -> bytes:
    try:
        plain = zlib.decompressobj(wbits=31).decompress(body)
    except zlib.error:
        return mutate(body)
    return gzip.compress(mutated(plain, chance, mutate), mtime=0)


def _reworded(text: str, chance: Random) -> str:
    """A text with a word put in, a piece left out, or a piece many times: what makes regular expressions explode."""
    start = chance.randint(0, len(text))
    end = min(len(text), start + chance.choice((0, 0, 1, 3, 10, 100)))
    piece = chance.choice(("", chance.choice(WORDS), text[start:end] * chance.choice((2, 30, 1000))))
    return text[:start] + piece + text[end:]
