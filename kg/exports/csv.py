"""The tables as CSV files in a folder: UTF-8, a heading line, lists as JSON, nothing for what is unknown."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from kg.exports.output import folder, text
from kg.exports.provenance import extractors, software
from kg.ledger import Ledger
from kg.tables import Row, Value, published_tables, rows, tables


def write(ledger: Ledger, path: str | Path) -> None:
    """Write `articles.csv` … `edges.csv` into the folder, and `about.json` with the versions of what made them."""
    for name in tables():
        write_table(folder(path) / f"{name}.csv", name, rows(name, ledger))
    with text(folder(path) / "about.json") as file:
        json.dump({"software": software(), "extractors": extractors(ledger)}, file, ensure_ascii=False, indent=2)


def write_table(path: Path, name: str, source: Iterable[Row]) -> None:
    """Write the rows of one table to a file."""
    with text(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in published_tables()[name].columns)
        writer.writerows(map(_cell, row) for row in source)


def _cell(value: Value) -> Value:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
