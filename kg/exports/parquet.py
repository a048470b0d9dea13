"""The tables as Parquet files in a folder, one per table."""

from __future__ import annotations

from pathlib import Path

from kg.exports.output import binary, folder
from kg.exports.provenance import line
from kg.ledger import Ledger
from kg.tables import arrow_schema, batches, tables


def write(ledger: Ledger, path: str | Path) -> None:
    """Write `articles.parquet` … `edges.parquet` into the folder, compressed by zstd.

    The versions of what made them are in the files' metadata under `kabargraph`.
    """
    from pyarrow.parquet import ParquetWriter

    made_by = {"kabargraph": line(ledger)}
    for name in tables():
        schema = arrow_schema(name).with_metadata(made_by)
        with (
            binary(folder(path) / f"{name}.parquet") as file,
            ParquetWriter(file, schema, compression="zstd") as writer,
        ):
            for batch in batches(name, ledger):
                writer.write_batch(batch.replace_schema_metadata(made_by))
