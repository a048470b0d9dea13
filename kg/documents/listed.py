"""Names that people bring: a table with the columns `name`, `aliases`, `note`, `uri`, and `type` if they know it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from kg.documents import csv
from kg.documents.fields import Fields
from kg.documents.open import opened
from kg.documents.problems import Kind, Problem, Report
from kg.errors import InputError
from kg.keys import key
from kg.model import Listed, ListedType

_ALIASES = re.compile(r"[;|]")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")


def read_names(file: str | Path, *, report: Report) -> tuple[Listed, ...]:
    """The names of a CSV file: one thing per row, its aliases separated by `;` or `|`.

    A row that says nothing clear is told to `report` with its line and left out. Raises InputError if the file cannot
    be read.
    """
    try:
        with opened(str(file)) as stream:
            return tuple(_names(str(file), stream, report))
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{file} cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _names(file: str, stream: object, report: Report) -> Iterator[Listed]:
    def tell(line: int | None, message: str, kind: Kind = "unreadable") -> None:
        report(Problem(file, line, message, kind))

    taken: dict[str, int] = {}
    for line, cells in csv.read(stream, tell):  # type: ignore[arg-type]
        row = {str(heading).strip().lower(): str(cell).strip() for heading, cell in cells.items()}
        found = _listed(row)
        if isinstance(found, str):
            tell(line, found)
        elif twice := next((name for name in found.names if taken.get(key(name), line) != line), None):
            tell(line, f"names {twice!r}, as line {taken[key(twice)]} does; a name can stand for one thing only")
        else:
            taken |= {key(name): line or 0 for name in found.names}
            yield found


def _listed(row: Fields) -> Listed | str:
    """What a row says, or what is wrong with it."""
    name, kind, uri = (" ".join(str(row.get(column, "")).split()) for column in ("name", "type", "uri"))
    if not any(letter.isalpha() for letter in name):
        return "has no name; write one in the column name"
    if kind and kind not in get_args(ListedType):
        return f"has the unknown type {kind!r}; leave it empty or write one of {', '.join(get_args(ListedType))}"
    if uri and not _IRI.fullmatch(uri):
        return f"has no uri but {uri!r}; write the whole address, say http://www.wikidata.org/entity/Q3630"
    aliases = (" ".join(alias.split()) for alias in _ALIASES.split(str(row.get("aliases", ""))))
    return Listed(
        name=name,
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name)),
        note=" ".join(str(row.get("note", "")).split()) or None,
        uri=uri or None,
        type=kind or None,  # type: ignore[arg-type]
    )
