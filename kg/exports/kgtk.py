"""Entities, relations and their values as an edge file of KGTK (id, node1, label, node2), in its file format version 2.

A relation is an edge, its values are edges about that edge. Strings stand in double quotes, dates as `^2025-03-03T…/11`
with Wikidata's precision, numbers bare.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.exports import networkx
from kg.exports.output import text
from kg.exports.provenance import line
from kg.ledger import Ledger

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v", "|": "\\|"}
)
_PRECISION = {4: "-01-01T00:00:00/9", 7: "-01T00:00:00/10", 10: "T00:00:00/11"}
_DATES = ("first_date", "last_date", "first_published", "last_published")


def write(ledger: Ledger, path: str | Path) -> None:
    """Write one edge per line under the heading; the first says what made the graph."""
    with text(path) as file:
        file.write("id\tnode1\tlabel\tnode2\n")
        file.write(f'{ledger.base}#madeBy\t{ledger.base}\tmade_by\t"{line(ledger).translate(_ESCAPES)}"\n')
        file.writelines("\t".join(edge) + "\n" for edge in _edges(ledger))


def _edges(ledger: Ledger) -> Iterator[tuple[str, str, str, str]]:
    for uri, values in networkx.nodes(ledger):
        for name, value in values.items():
            yield f"{uri}#{name}", uri, "label" if name == "name" else name, _value(name, value)
    for subject, object_, predicate, values in networkx.edges(ledger):
        relation = values.pop("uri")
        yield relation, subject, predicate, object_
        for name, value in values.items():
            yield f"{relation}#{name}", relation, name, _value(name, value)


def _value(name: str, value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    if name in _DATES and len(value[:10]) in _PRECISION:
        return f"^{value[:10]}{_PRECISION[len(value[:10])]}"
    return f'"{value.translate(_ESCAPES)}"'
