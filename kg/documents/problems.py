"""What could not be read, told to whoever asked for the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as OneOf

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong with one source.

    `unreadable` means that an article was lost (the command then ends with status 1); `date` that an article has a
    date nobody can read (it comes out without one); `language` that a text is surely not Indonesian and was left out;
    `ignored` that a file in a folder is of no kind we read.
    """

    file: str
    line: int | None
    message: str
    kind: OneOf["unreadable", "date", "language", "ignored"] = "unreadable"

    def __str__(self) -> str:
        """`FILE:LINE: message` on one line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


Report = Callable[[Problem], None]
ReportLine = Callable[[int | None, str], None]
