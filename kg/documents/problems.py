"""What could not be read, told to whoever asked for the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as OneOf
from typing import Protocol

import msgspec

Kind = OneOf["unreadable", "date", "language", "ignored"]


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with one source; `line` counts lines, rows or records from 1.

    `unreadable` means that an article was lost (the command then ends with status 1); `date` that an article has a
    date nobody can read (it comes out without one); `language` that a text is surely not Indonesian and was left out;
    `ignored` that something is of no kind we read: a picture in a folder, a page of headlines in a web archive.
    """

    file: str
    line: int | None
    message: str
    kind: Kind = "unreadable"

    def __str__(self) -> str:
        """`FILE:LINE: message` on one line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


Report = Callable[[Problem], None]


class ReportLine(Protocol):
    """What a reader calls for a record of its file that it leaves out."""

    def __call__(self, line: int | None, message: str, kind: Kind = "unreadable") -> None:
        """Tell what is wrong with the record at this line, row or number."""
