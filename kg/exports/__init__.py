"""Files for researchers: one module per format, each with `write(ledger, path)`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kg.errors import InputError
from kg.ledger import open_ledger
from kg.selection import Filter, select

FORMATS = {
    "csv": "the tables as CSV files in a folder",
    "parquet": "the tables as Parquet files in a folder",
    "xlsx": "the tables as one workbook",
    "nquads": "the whole graph in its named graphs, one quad per line",
    "trig": "the whole graph in its named graphs, with prefixes",
    "turtle": "the whole graph as one, with prefixes",
    "jsonld": "the whole graph as JSON-LD, with Web Annotation selectors",
    "graphml": "entities and their relations, for networkx, igraph, Gephi",
    "gexf": "entities and their relations with their days, for Gephi",
    "kgtk": "entities and their relations as an edge file of KGTK",
    "neo4j-admin": "CSV files for neo4j-admin database import, with a script",
    "neo4j-browser": "a guide, a style and saved scripts for Neo4j Browser",
    "ftm": "entities and their relations for FollowTheMoney",
}


def export(format: str, folder: str | Path, path: str | Path, chosen: Filter | None = None) -> None:
    """Write the graph of the folder, or what a filter keeps of it, to the path in the format.

    A path of `-` is standard output, a name that ends in `.gz` is gzipped (for formats that are one file). Everything
    is of one moment, whatever is built meanwhile. Raises InputError for a format that is not in `FORMATS`,
    QuestionError for what the filter names and the graph does not know, GraphError if there is no graph in the folder.
    """
    if format not in FORMATS:
        raise InputError(f"there is no export {format!r}; there are: {', '.join(FORMATS)}")
    with open_ledger(folder) as ledger, ledger.snapshot():
        import_module(f"kg.exports.{format.replace('-', '_')}").write(select(ledger, chosen or Filter()), path)
