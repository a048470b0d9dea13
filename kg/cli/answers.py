"""Rows as a table for people, as CSV or as JSON."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Literal

from kg.cli.terminal import clean, escape_json, one_line

if TYPE_CHECKING:
    from kg.ask import Answer

Format = Literal["table", "csv", "json"]
_WIDTH = 120


def show(answer: Answer, form: Format) -> None:
    """Print an answer; uris that stand beside a name are left out of the table."""
    if form == "json":
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        print(escape_json(json.dumps(rows, ensure_ascii=False, indent=2)))
    elif form == "csv":
        _csv(answer)
    elif answer.rows:
        _table(answer)
    else:
        print("no rows")


def _csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([clean(value) if isinstance(value, str) else value for value in row] for row in answer.rows)


def _table(answer: Answer) -> None:
    """Rows under headings where they fit, else one block per row, as psql's expanded display."""
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    shown = [i for i, column in enumerate(answer.columns) if not column.endswith("_uri")]
    headings = [answer.columns[i] for i in shown]
    rows = [["" if row[i] is None else one_line(str(row[i])) for i in shown] for row in answer.rows]
    width = Console().width if sys.stdout.isatty() else _WIDTH
    console = Console(width=width, highlight=False, soft_wrap=False)
    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*map(Text, row))
    if Measurement.get(console, console.options.update(max_width=10_000), table).maximum <= width:
        console.print(table)
        return
    for number, row in enumerate(rows, 1):
        block = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
        block.add_column(style="bold", no_wrap=True)
        block.add_column(overflow="fold")
        for heading, value in zip(headings, row, strict=True):
            if value:
                block.add_row(heading, Text(value))
        console.print(Text(f"-- {number}", style="dim"))
        console.print(block)
