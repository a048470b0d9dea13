"""An answer as a page or a workbook, its names linked to their uris, where the evidence is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO

from kg.ask import Answer
from kg.engines import Value
from kg.exports.xml import legal
from kg.extras import needs

_ADDRESS = re.compile(r"https?://\S+")
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem } table { border-collapse: collapse }
td, th { border-bottom: 1px solid #ddd; padding: .25rem .6rem; text-align: left; vertical-align: top; max-width: 32rem }
a { color: #1f6f8b }
"""
Cell = tuple[Value, str | None]


def html(answer: Answer) -> str:
    """A page that needs nothing from elsewhere: a row per row, uris beside names as links."""
    headings = "".join(f"<th>{escape(name)}</th>" for name in _shown(answer))
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in _rows(answer))
    notes = "".join(f"<p>{escape(note)}</p>" for note in answer.notes)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(answer.question)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(answer.question)}</h1>{notes}"
        f"<table><tr>{headings}</tr>\n{rows}</table></body></html>\n"
    )


def xlsx(answer: Answer) -> bytes:
    """A workbook with one sheet; strings stay strings. Raises InputError where openpyxl is not installed."""
    with needs("office"):
        from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet(answer.question[:31], 0)
    del book["Sheet"]
    sheet.append(_shown(answer))
    for number, row in enumerate(_rows(answer), 2):
        for column, (value, link) in enumerate(row, 1):
            cell = sheet.cell(number, column, legal(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            if link:
                cell.hyperlink = link
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _shown(answer: Answer) -> list[str]:
    return [name for name in answer.columns if not name.endswith("_uri")]


def _rows(answer: Answer) -> Iterator[list[Cell]]:
    """Each value with what it links to: the uri beside a name, or itself if it is an address."""
    for row in answer.rows:
        values = dict(zip(answer.columns, row, strict=True))
        yield [(values[name], _link(values[name], values.get(f"{name}_uri"))) for name in _shown(answer)]


def _link(value: Value, uri: Value) -> str | None:
    target = uri or value
    return target if isinstance(target, str) and _ADDRESS.fullmatch(target) else None


def _html_cell(cell: Cell) -> str:
    value, link = cell
    text = "" if value is None else escape(str(value))
    return f'<td><a href="{escape(link)}">{text}</a></td>' if link else f"<td>{text}</td>"
