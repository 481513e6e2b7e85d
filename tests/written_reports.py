"""Reports written in a line, as docs/checks.yaml writes them, made into what the rules look at."""

from dataclasses import dataclass, field

from parsers.agencies import scope_of
from parsers.area_checks import SUMMED
from parsers.cases import Case, Filing, Row, Sum
from parsers.figures import trials_of
from parsers.forms import FORMS
from parsers.model import Document, Figure, Image, Place
from parsers.numbers import parse_number
from parsers.sections import spans_of
from parsers.statements import statements

EDITIONS = {form.key: form for form in FORMS}
OPTIONS = ("form", "published", "method", "confidence", "doubt", "scope", "edition", "copy", "every cell")


@dataclass
class Written:
    """One report: header, options, cells by path, and prose."""

    year: int | None
    agency: str | None
    options: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    prose: list[str] = field(default_factory=list)


def reports(text):
    """The reports of one archive, in the order written."""
    return [_report(part) for part in text.split("---")]


def case(written):
    """A report by itself."""
    text = "\n".join(written.prose)
    figures, layout = tuple(_figures(written)), _layout(written)
    spans = spans_of(text)
    return Case(
        document=Document(text, images=_images(text), doubts=tuple(filter(None, [written.options.get("doubt")]))),
        figures=figures,
        statements=statements(text, year=written.year, agency=written.agency, sections=spans),
        trials=trials_of(figures, layout),
        form=EDITIONS.get(written.options.get("form", layout.key)),
        layout=layout,
        spans=spans,
        year=written.year,
        agency=written.agency,
        published=written.options.get("published"),
    )


def row(all_written):
    """The last report among the others: earlier ones of its body, and the bodies below it."""
    *others, own = all_written
    before = [filing(other) for other in others if other.agency == own.agency]
    parts = [filing(other) for other in others if other.agency != own.agency]
    copies = [(relation, own.options[relation]) for relation in ("edition", "copy") if relation in own.options]
    last = max(before, key=lambda one: one.year, default=None)
    return Row(filing(own), last, {path: _sum(parts, path) for path in SUMMED}, tuple(copies))


def filing(written):
    """A report as the archive keeps it."""
    seen = case(written)
    said = {one.measure: one.value for one in reversed(seen.statements) if not one.approximate}
    scope = written.options.get("scope") or scope_of(written.agency)
    return Filing("id", written.agency, written.year, scope, seen.layout.key, seen.numbers, said)


def _report(text):
    header, *parts = (part.strip() for part in text.split("|"))
    year, agency = header.split()
    written = Written(None if year == "-" else int(year), None if agency == "-" else agency)
    for part in parts:
        name, sign, value = part.partition("=")
        if sign and name.strip() in OPTIONS:
            written.options[name.strip()] = value.strip()
        elif sign and name.count(".") == 2:
            written.cells[name.strip()] = value.strip()
        else:
            written.prose.append(part)
    return written


def _layout(written):
    by_year = "2019" if written.year and written.year < 2021 else "2021"
    return EDITIONS.get(written.options.get("form", by_year), EDITIONS[by_year])


def _figures(written):
    every = written.options.get("every cell")
    paths = [
        f"{grid.key}.{line.key}.{column.key}"
        for grid in _layout(written).grids
        for line in grid.lines
        for column in grid.columns_of(line)
        if every is not None and not line.group
    ]
    for path, text in (dict.fromkeys(paths, every) | written.cells).items():
        number = parse_number(text)
        yuan = path.endswith("_10k") and number.unit == "元"
        yield Figure(
            *path.split("."),
            number=number.value / 10_000 if yuan else number.value,
            text=text,
            place=Place(0, 0, 0),
            method=written.options.get("method", "html"),
            confidence=float(written.options.get("confidence", 1)),
            unit=number.unit,
        )


def _images(text):
    return (Image("图.png", text.index("[图]")),) if "[图]" in text else ()


def _sum(parts, path):
    values = [value for part in parts if (value := part.numbers.get(path)) is not None]
    return Sum(len(values), sum(values))
