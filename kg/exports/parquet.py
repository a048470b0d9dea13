"""The tables as Parquet files in a folder, one per table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.exports.output import binary, folder
from kg.exports.provenance import line
from kg.ledger import Ledger
from kg.tables import Row, arrow_schema, batches, rows, tables


def write(ledger: Ledger, path: str | Path) -> None:
    """Write `articles.parquet` … `edges.parquet` into the folder.

    The versions of what made them are in the files' metadata under `kabargraph`.
    """
    for name in tables():
        write_table(folder(path) / f"{name}.parquet", name, rows(name, ledger), line(ledger))


def write_table(path: Path, name: str, source: Iterable[Row], made_by: str) -> None:
    """Write the rows of one table to a file, compressed by zstd."""
    from pyarrow.parquet import ParquetWriter

    about = {"kabargraph": made_by}
    schema = arrow_schema(name).with_metadata(about)
    with binary(path) as file, ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches(name, source):
            writer.write_batch(batch.replace_schema_metadata(about))
