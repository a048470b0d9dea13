"""A plain text file: one article."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from kg.documents.decode import decode, whole
from kg.documents.fields import Fields
from kg.documents.problems import ReportLine


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The whole file is the text."""
    yield None, {"text": decode(whole(stream))}
