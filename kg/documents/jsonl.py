"""JSON Lines: one article per line."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

import msgspec

from kg.documents.decode import lines
from kg.documents.fields import Fields
from kg.documents.problems import ReportLine
from kg.errors import InputError


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """Each line's object; a line that is none is reported and left out."""
    for number, line in lines(stream):
        if isinstance(line, InputError):
            report(number, str(line))
        elif line.strip():
            try:
                yield number, msgspec.json.decode(line, type=dict)
            except (msgspec.DecodeError, RecursionError) as error:
                report(number, f"is not a JSON object ({error})")
