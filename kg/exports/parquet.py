"""The tables as Parquet files in a folder, one per table."""

from __future__ import annotations

from pathlib import Path

from kg.exports.output import binary, folder
from kg.ledger import Ledger
from kg.tables import arrow_schema, batches, tables


def write(ledger: Ledger, path: str | Path) -> None:
    """Write `articles.parquet` … `edges.parquet` into the folder, compressed by zstd."""
    from pyarrow.parquet import ParquetWriter

    for name in tables():
        with (
            binary(folder(path) / f"{name}.parquet") as file,
            ParquetWriter(file, arrow_schema(name), compression="zstd") as writer,
        ):
            for batch in batches(name, ledger):
                writer.write_batch(batch)
