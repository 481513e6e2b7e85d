"""Lists that are cut into files beforehand: which entries stand on which page, and at which address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from demo.documents import Column, Document, Entry


@dataclass(frozen=True)
class Sheet:
    """One page of a list; pages are numbered from 1, and the first keeps the column's own address."""

    column: Column
    number: int
    count: int
    entries: tuple[Entry, ...]

    @property
    def path(self) -> str:
        """Address of this page of the list."""
        return sheet_path(self.column.path, self.number)

    def beside(self, number: int) -> str:
        """Address of another page of the same list, kept within it."""
        return sheet_path(self.column.path, min(max(number, 1), self.count))


def sheets(column: Column, per_page: int) -> Iterator[Sheet]:
    """Cut a column into pages."""
    count = max(-(-len(column.entries) // per_page), 1)
    for number in range(1, count + 1):
        yield Sheet(column, number, count, column.entries[(number - 1) * per_page : number * per_page])


def sheet_path(path: str, number: int) -> str:
    """`index.html`, `index_2.html`, ...: the number before the extension, none on the first."""
    stem, _, extension = path.rpartition(".")
    return path if number == 1 else f"{stem}_{number}.{extension}"


def numbered(
    column: Column, documents: Sequence[Document], template: str, first: int, known: dict[str, Document]
) -> Column:
    """The column with its documents, each at its known address or at the next number of the template."""
    places = {document: path for path, document in known.items()}
    count = len(documents)
    found = (
        places.get(each, template.format(key=column.key, number=first + count - i)) for i, each in enumerate(documents)
    )
    entries = tuple(Entry(path, document) for path, document in zip(found, documents, strict=True))
    return replace(column, entries=entries)
