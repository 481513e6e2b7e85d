"""Founding report -> HTML of its body: words and numbers unchanged, tables with the spans of the official form."""

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from markupsafe import Markup

from demo.blocks import Block, Paragraph, Picture, blocks
from demo.spans import Layout, spans

REPORTS = Path(__file__).parent / "reports"


@dataclass(frozen=True)
class Style:
    """The markup an editor leaves behind; `{}` is where the text goes."""

    title: str
    paragraph: str
    cell: str
    table: str


PLAIN = Style(
    title='<p style="text-align: center;"><strong>{}</strong></p>',
    paragraph='<p style="text-indent: 2em;">{}</p>',
    cell='<p style="text-align: center;">{}</p>',
    table='<table border="1" cellspacing="0" cellpadding="0" align="center"><tbody>{}</tbody></table>',
)

WPS = Style(
    title='<p class="MsoNormal" align="center" style="text-align:center"><b><span style="font-family:方正小标宋简体;'
    'font-size:22.0000pt">{}</span></b><span><o:p></o:p></span></p>',
    paragraph='<p class="MsoNormal"><span style="font-family:仿宋_GB2312;font-size:16.0000pt">'
    '<font face="仿宋_GB2312">　　{}</font></span><span><o:p></o:p></span></p>',
    cell='<p class="MsoNormal" align="center" style="text-align:center"><span style="font-family:宋体;'
    'font-size:10.5000pt">{}</span><span><o:p></o:p></span></p>',
    table='<table class="MsoTableGrid" border="1" cellspacing="0" style="border-collapse:collapse"><tbody>{}'
    "</tbody></table>",
)


def report_body(name: str, layout: Layout, style: Style, titles: int) -> Markup:
    """Render a report of `demo/reports`; its first `titles` lines are its title."""
    parts = list(blocks((REPORTS / f"{name}.txt").read_text("utf-8")))
    head = [_fill(style.title, block.text) for block in parts[:titles] if isinstance(block, Paragraph)]
    return Markup("\n").join(head + [_block(block, layout, style) for block in parts[titles:]])


def _block(block: Block, layout: Layout, style: Style) -> Markup:
    if isinstance(block, Paragraph):
        return _fill(style.paragraph, block.text)
    if isinstance(block, Picture):
        return _picture(block.name)
    rows = zip(block.rows, spans(layout, block.rows), strict=True)
    drawn = (_row(row, covered, style) for row, covered in rows)
    return Markup(style.table).format(Markup("\n").join(drawn))  # noqa: S704 (our own markup)


def _row(row: tuple[str, ...], covered: tuple[tuple[int, int], ...], style: Style) -> Markup:
    pairs = zip(row, covered, strict=True)
    cells = (_fill(f"<td{_span(*span)}>{style.cell}</td>", cell) for cell, span in pairs)
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _span(columns: int, rows: int) -> str:
    wide = f' colspan="{columns}"' if columns > 1 else ""
    return wide + (f' rowspan="{rows}"' if rows > 1 else "")


def _fill(template: str, text: str) -> Markup:
    return Markup(template).format(  # noqa: S704 (our own markup)
        Markup("<br />").join(text.split("\n"))
    )


def _picture(name: str) -> Markup:
    return Markup('<p style="text-align: center;"><img src="{}" alt="{}" border="0" /></p>').format(
        picture_path(name), name
    )


def picture_path(name: str) -> str:
    """Where the picture would stand: Hanweb numbers its uploads; the number comes from the name."""
    return f"/picture/0/24{crc32(name.encode()):010d}.png"
