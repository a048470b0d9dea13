"""Files for researchers: one module per format, each with `write(ledger, path)`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kg.errors import InputError
from kg.ledger import open_ledger

FORMATS = {
    "csv": "the tables as CSV files in a folder",
    "parquet": "the tables as Parquet files in a folder",
    "nquads": "the whole graph with its named graphs, one quad per line",
    "turtle": "the whole graph as one, with prefixes",
    "graphml": "entities and their relations, for networkx, igraph, Gephi",
}


def export(format: str, folder: str | Path, path: str | Path) -> None:
    """Write the graph of the folder to the path in the format; a path of `-` is standard output (for single files).

    Everything is of one moment, whatever is built meanwhile. Raises InputError for a format that is not in `FORMATS`,
    GraphError if there is no graph in the folder.
    """
    if format not in FORMATS:
        raise InputError(f"there is no export {format!r}; there are: {', '.join(FORMATS)}")
    with open_ledger(folder) as ledger, ledger.snapshot():
        import_module(f"kg.exports.{format}").write(ledger, path)
