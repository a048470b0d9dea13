"""The tables as one workbook for Excel and LibreOffice, a sheet per table, after one that says what the columns mean.

Everything that is a string stays one, also what looks like a formula or a number. A cell holds 32,767 characters, a
sheet 1,048,576 rows: longer texts end in "…", longer tables go on in another sheet.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from kg.exports.output import binary
from kg.exports.provenance import line, software
from kg.exports.xml import legal
from kg.extras import needs
from kg.ledger import Ledger
from kg.tables import Row, Value, rows, tables

if TYPE_CHECKING:
    from openpyxl import Workbook

_LONGEST = 32_767
_MOST_ROWS = 1_048_576


def write(ledger: Ledger, path: str | Path) -> None:
    """Write the workbook. Raises InputError where openpyxl is not installed."""
    with needs("office"):
        from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.description = software(), line(ledger)
    _sheet(book, "columns", ("table", "column", "type", "meaning"), _columns())
    for name, table in tables().items():
        _sheet(book, name, tuple(column.name for column in table.columns), rows(name, ledger))
    with TemporaryFile() as made, binary(path) as file:
        book.save(made)  # which cannot stand a full disk quietly
        made.seek(0)
        shutil.copyfileobj(made, file)


def _columns() -> Iterator[Row]:
    return ((t.name, c.name, c.type, c.about) for t in tables().values() for c in t.columns)


def _sheet(book: Workbook, name: str, heading: tuple[str, ...], body: Iterable[Row]) -> None:
    sheet, number, count = book.create_sheet(name), 1, 1
    sheet.append(heading)
    for row in body:
        if count == _MOST_ROWS:
            number, count = number + 1, 1
            sheet = book.create_sheet(f"{name} {number}")
            sheet.append(heading)
        sheet.append([_cell(sheet, value) for value in row])
        count += 1


def _cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    value = legal(value)
    cell = WriteOnlyCell(sheet, value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…")
    cell.data_type = "s"
    return cell
