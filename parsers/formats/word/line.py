"""The text of one paragraph while it is read, without the codes of its fields (`PAGE`, `HYPERLINK "..."`)."""

from __future__ import annotations


class Line:
    """Pieces of text; `_fields` holds, for each field that is open, whether its code is being read.

    A line knows only its own paragraph: a field that another paragraph opened shows its result here.

    >>> line = Line()
    >>> line.add("共"); line.open_field(); line.add("NUMPAGES"); line.show_result(); line.add("3"); line.close_field()
    >>> line.text
    '共3'
    """

    def __init__(self) -> None:
        """Start empty, in no field."""
        self._pieces: list[str] = []
        self._fields: list[bool] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def add(self, text: str) -> None:
        """Add text, unless it is part of a field's code."""
        if not self.in_code:
            self._pieces.append(text)

    @property
    def in_code(self) -> bool:
        """Whether what comes now is part of a field's code, text or picture."""
        return True in self._fields

    def open_field(self) -> None:
        """A field begins with its code."""
        self._fields.append(True)

    def show_result(self) -> None:
        """The code of the innermost field is over, its result follows."""
        if self._fields:
            self._fields[-1] = False

    def close_field(self) -> None:
        """The innermost field is over."""
        if self._fields:
            self._fields.pop()
