"""Rows as a table for people, as CSV, JSON, a page or a workbook."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Literal

from kg.cli.terminal import clean, escape_json, one_line

if TYPE_CHECKING:
    from kg.ask import Answer

Format = Literal["table", "csv", "json", "html", "xlsx"]
_WIDTH = 100


def show(answer: Answer, form: Format) -> None:
    """Print an answer; uris that stand beside a name are left out of the table."""
    if form == "json":
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        print(escape_json(json.dumps(rows, ensure_ascii=False, indent=2)))
    elif form == "csv":
        _csv(answer)
    elif form in ("html", "xlsx"):
        from kg.exports import answer as files

        sys.stdout.flush()
        sys.stdout.buffer.write(files.html(answer).encode() if form == "html" else files.xlsx(answer))
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
    shown = [i for i, column in enumerate(answer.columns) if not column.endswith("_uri")]
    headings = [answer.columns[i] for i in shown]
    rows = [["" if row[i] is None else one_line(str(row[i])) for i in shown] for row in answer.rows]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= width:
        for row in (headings, *rows):
            print("  ".join(value.ljust(size) for value, size in zip(row, widths, strict=True)).rstrip())
    else:
        print("\n\n".join(_block(headings, row, width) for row in rows))


def _block(headings: list[str], row: list[str], width: int) -> str:
    label = max(map(len, headings)) + 2
    lines = [
        textwrap.fill(
            f"{heading:<{label}}{value}",
            width,
            subsequent_indent=" " * label,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for heading, value in zip(headings, row, strict=True)
        if value
    ]
    return "\n".join(lines)
