"""Entities and the relations between them as GraphML: for networkx, igraph, Gephi, yEd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.exports import networkx
from kg.exports.output import text
from kg.exports.provenance import line
from kg.exports.xml import legal
from kg.ledger import Ledger

_NODE = {"type": "string", "name": "string", "title": "string", "place_code": "string", "articles": "int"}
_EDGE = {
    "predicate": "string",
    "uri": "string",
    "basis": "string",
    "confidence": "double",
    **dict.fromkeys(("articles", "publishers", "statements", "sources", "denials"), "int"),
    **dict.fromkeys(("first_date", "last_date", "first_published", "last_published"), "string"),
}


def write(ledger: Ledger, path: str | Path) -> None:
    """Write nodes and edges as they come, so that a graph of any size fits."""
    with text(path) as file:
        file.writelines(_lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield f"  <desc>{escape(line(ledger))}</desc>\n"
    for element, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in keys.items():
            yield f'  <key id="{element}-{name}" for="{element}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph edgedefault="directed">\n'
    for uri, values in networkx.nodes(ledger):
        yield f"    <node id={quoteattr(uri)}>{_data('node', values)}</node>\n"
    for subject, object_, _, values in networkx.edges(ledger):
        ends = f"source={quoteattr(subject)} target={quoteattr(object_)}"
        yield f"    <edge id={quoteattr(values['uri'])} {ends}>{_data('edge', values)}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(element: str, values: Mapping[str, Any]) -> str:
    return "".join(f'<data key="{element}-{name}">{escape(legal(str(value)))}</data>' for name, value in values.items())
