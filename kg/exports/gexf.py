"""Entities and the relations between them as GEXF 1.3 for Gephi, with the days of a relation as its interval.

A relation's interval runs from the first to the last day that a support has of its own, else from the first to the last
publication; an entity has none, for it is there all the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kg.days import day_bounds
from kg.exports.provenance import line
from kg.exports.xml import Values, legal, write_graph
from kg.ledger import Ledger

_NODE = {"type": "string", "title": "string", "place_code": "string", "articles": "integer"}
_EDGE = {
    "basis": "string",
    "confidence": "double",
    **dict.fromkeys(("articles", "publishers", "statements", "sources", "denials"), "integer"),
}


def write(ledger: Ledger, path: str | Path) -> None:
    """Write nodes and edges as they come, so that a graph of any size fits."""
    around = (_head(ledger), "    </nodes>\n    <edges>\n", "    </edges>\n  </graph>\n</gexf>\n")
    write_graph(ledger, path, around, _node, _edge)


def _head(ledger: Ledger) -> str:
    lines = [
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        f"  <meta><creator>{escape(line(ledger))}</creator></meta>",
        '  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">',
    ]
    for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
        lines.append(f'    <attributes class="{kind}">')
        lines += (f'      <attribute id="{name}" title="{name}" type="{type}"/>' for name, type in attributes.items())
        lines.append("    </attributes>")
    return "\n".join([*lines, "    <nodes>", ""])


def _node(uri: str, values: Values) -> str:
    head = f"id={quoteattr(uri)} label={_attribute(values['name'])}"
    return f"      <node {head}>{_values(values, _NODE)}</node>\n"


def _edge(subject: str, object_: str, predicate: str, values: Values) -> str:
    ends = f"source={quoteattr(subject)} target={quoteattr(object_)}"
    head = f"id={quoteattr(values['uri'])} {ends} kind={quoteattr(predicate)} label={quoteattr(predicate)}"
    weight = f' weight="{values["articles"]}"'
    return f"      <edge {head}{weight}{_interval(values)}>{_values(values, _EDGE)}</edge>\n"


def _attribute(text: str) -> str:
    return quoteattr(legal(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _values(values: Values, attributes: Mapping[str, str]) -> str:
    found = ((name, str(values[name])) for name in attributes if name in values)
    inner = "".join(f'<attvalue for="{name}" value={_attribute(value)}/>' for name, value in found)
    return f"<attvalues>{inner}</attvalues>"


def _interval(values: Values) -> str:
    first = day_bounds(values.get("first_date") or values.get("first_published"))
    last = day_bounds(values.get("last_date") or values.get("last_published"))
    return f' start="{first[0]}" end="{last[1]}"' if first and last else ""
