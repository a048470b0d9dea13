"""Comma, semicolon or tab separated values with a heading line: one article per row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BufferedReader

from kg.documents.decode import LONGEST, lines
from kg.documents.fields import Fields, known
from kg.documents.problems import ReportLine
from kg.errors import InputError

_SEPARATORS = ",;\t|"

csv.field_size_limit(LONGEST)


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """Each row as heading → cell, empty cells left out.

    A torn row (a quotation mark that is never closed, cells without a heading) is reported, and reading goes on at the
    next line that makes a whole row.
    """
    source = _Lines(stream, report)
    heading_line = next(source, "")
    separator = max(_SEPARATORS, key=lambda mark: _fit(heading_line, mark))
    heading = _cells(heading_line, separator)
    for line, row in _whole_rows(source, separator, len(heading), report):
        yield line, {name: cell for name, cell in zip(heading, row, strict=False) if cell}


def _whole_rows(source: _Lines, separator: str, width: int, report: ReportLine) -> Iterator[tuple[int, list[str]]]:
    torn = False
    while source.start_row():
        row, problem = _row(source, separator, width)
        if problem and not torn:
            report(source.row_line, f"is a torn row ({problem}); close its quotation marks")
        torn = bool(problem) or (torn and len(row) != width)
        if torn:
            source.keep_only_first_line()
        elif any(row):
            yield source.row_line, row


def _row(source: _Lines, separator: str, width: int) -> tuple[list[str], str]:
    try:
        row = next(csv.reader(source, delimiter=separator, strict=True))
    except csv.Error as error:
        return [], str(error)
    return row, "" if len(row) <= width else f"{len(row)} cells under {width} headings"


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        raise InputError(f"has no heading line that can be read ({error})") from error


def _fit(heading_line: str, separator: str) -> tuple[int, int]:
    cells = _cells(heading_line, separator)
    return sum(known(cell) for cell in cells), len(cells)


class _Lines:
    """The lines of a table; those after the first of a torn row can be read again."""

    def __init__(self, stream: BufferedReader, report: ReportLine) -> None:
        self._source = lines(stream)
        self._report = report
        self._again: list[tuple[int, str]] = []
        self._row: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        numbered = self._again.pop() if self._again else self._next_readable()
        self._row.append(numbered)
        return numbered[1]

    def _next_readable(self) -> tuple[int, str]:
        for number, line in self._source:
            if not isinstance(line, InputError):
                return number, line
            self._report(number, str(line))
        raise StopIteration

    @property
    def row_line(self) -> int:
        """The number of the current row's first line."""
        return self._row[0][0]

    def start_row(self) -> bool:
        """Forget the last row; False at the end."""
        self._row = []
        if not self._again:
            try:
                self._again.append(self._next_readable())
            except StopIteration:
                return False
        return True

    def keep_only_first_line(self) -> None:
        """Let all lines of the current row but its first be read again."""
        self._again.extend(reversed(self._row[1:]))
