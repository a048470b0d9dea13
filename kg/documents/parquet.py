"""Parquet tables: one article per row."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO

from kg.documents.damaged import parsing
from kg.documents.decode import whole
from kg.documents.fields import Fields
from kg.documents.problems import ReportLine

_ROWS = 256


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """Each row as column → value, a few hundred rows in memory at a time."""
    from pyarrow.parquet import ParquetFile

    number = 0
    with parsing("Parquet"):
        table = ParquetFile(stream if stream.seekable() else BytesIO(whole(stream)))
        for batch in table.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield number, row
