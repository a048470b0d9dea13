"""Spreadsheets (XLSX): one article per row under a row of headings."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Any

from openpyxl import load_workbook

from kg.documents.damaged import parsing
from kg.documents.fields import Fields, known
from kg.documents.problems import ReportLine
from kg.documents.zipped import checked
from kg.errors import InputError


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """Each row of each sheet that has headings we know, as heading → cell; a row with a formula is reported."""
    found = False
    with parsing("XLSX"):
        book = load_workbook(BytesIO(checked(stream)), read_only=True)
        for sheet in book.worksheets:
            rows = sheet.iter_rows()
            headings = [str(cell.value or "") for cell in next(rows, ())]
            if any(map(known, headings)):
                found = True
                yield from _rows(rows, headings, report)
    if not found:
        raise InputError("has no sheet with a heading we know in its first row; name the text's column text")


def _rows(rows: Any, headings: list[str], report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    for number, row in enumerate(rows, 2):
        cells = [(name, cell) for name, cell in zip(headings, row, strict=False) if name and cell.value is not None]
        formula = next((name for name, cell in cells if cell.data_type == "f" and known(name)), None)
        if formula:
            report(number, f"has a formula in the column {formula}; paste it as a value")
        elif cells:
            yield number, {name: cell.value for name, cell in cells}
