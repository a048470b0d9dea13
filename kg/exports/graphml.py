"""Entities and the relations between them as GraphML: for networkx, igraph, Gephi, yEd."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kg.exports.provenance import line
from kg.exports.xml import Values, legal, write_graph
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
    write_graph(ledger, path, (_head(ledger), "", "  </graph>\n</graphml>\n"), _node, _edge)


def _head(ledger: Ledger) -> str:
    keys = "".join(
        f'  <key id="{element}-{name}" for="{element}" attr.name="{name}" attr.type="{kind}"/>\n'
        for element, names in (("node", _NODE), ("edge", _EDGE))
        for name, kind in names.items()
    )
    root = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    return f'{root}\n  <desc>{escape(line(ledger))}</desc>\n{keys}  <graph edgedefault="directed">\n'


def _node(uri: str, values: Values) -> str:
    return f"    <node id={quoteattr(uri)}>{_data('node', values)}</node>\n"


def _edge(subject: str, object_: str, _: str, values: Values) -> str:
    ends = f"source={quoteattr(subject)} target={quoteattr(object_)}"
    return f"    <edge id={quoteattr(values['uri'])} {ends}>{_data('edge', values)}</edge>\n"


def _data(element: str, values: Values) -> str:
    return "".join(f'<data key="{element}-{name}">{escape(legal(str(value)))}</data>' for name, value in values.items())
