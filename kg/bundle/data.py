"""The data of a publication: the tables as CSV and Parquet, the graph as N-Quads, all quotations cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.exports import csv, parquet
from kg.exports.output import text
from kg.exports.provenance import line
from kg.graph import Node, Part
from kg.ledger import Ledger
from kg.rdf import quads
from kg.selection import parts
from kg.tables import Row, published_tables, rows

GRAPH = "graph.nq.gz"
QUOTED = {"statements": "said", "evidence": "exact"}
"""The columns that hold an article's words at length."""


def write(ledger: Ledger, place: Path, quotes: int) -> None:
    """Write `tables/NAME.csv`, `tables/NAME.parquet` and `graph.nq.gz`, quotations cut to so many characters."""
    for name in published_tables():
        csv.write_table(place / "tables" / f"{name}.csv", name, cut_rows(name, ledger, quotes))
        parquet.write_table(place / "tables" / f"{name}.parquet", name, cut_rows(name, ledger, quotes), line(ledger))
    with text(place / GRAPH) as file:
        file.writelines(quads((_cut_part(part, quotes) for part in parts(ledger)), ledger.base))


def cut_rows(name: str, ledger: Ledger, quotes: int) -> Iterator[Row]:
    """The rows of a table with its quotations cut."""
    source = rows(name, ledger)
    if name not in QUOTED:
        return source
    at = [column.name for column in published_tables()[name].columns].index(QUOTED[name])
    return ((*row[:at], cut(str(row[at]), quotes), *row[at + 1 :]) for row in source)


def cut(words: str, longest: int) -> str:
    """The words if they are short enough, else their beginning with "…" at the end."""
    return words if len(words) <= longest else words[: max(0, longest - 1)] + "…"


def _cut_part(part: Part, quotes: int) -> Part:
    return msgspec.structs.replace(part, nodes=tuple(_cut_node(node, quotes) for node in part.nodes))


def _cut_node(node: Node, quotes: int) -> Node:
    if node.label not in ("Statement", "Fact", "Quote"):
        return node
    properties: dict[str, Any] = dict(node.properties)
    for name in ("said", "name"):
        if name in properties:
            properties[name] = cut(properties[name], quotes)
    if "evidence" in properties:
        properties["evidence"] = tuple((start, end, cut(words, quotes)) for start, end, words in properties["evidence"])
    return Node(node.path, node.label, properties)
