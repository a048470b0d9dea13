"""Entities and the relations between them as GEXF 1.3 for Gephi, with the days of a relation as its interval.

A relation's interval runs from the first to the last day that a support has of its own, else from the first to the last
publication; an entity has none, for it is there all the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.days import day_bounds
from kg.exports import networkx
from kg.exports.output import text
from kg.exports.provenance import line
from kg.exports.xml import legal
from kg.ledger import Ledger

_NODE = {"type": "string", "title": "string", "place_code": "string", "articles": "integer"}
_EDGE = {
    "basis": "string",
    "confidence": "double",
    **dict.fromkeys(("articles", "publishers", "statements", "sources", "denials"), "integer"),
}


def write(ledger: Ledger, path: str | Path) -> None:
    """Write nodes and edges as they come, so that a graph of any size fits."""
    with text(path) as file:
        file.writelines(_lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f"  <meta><creator>{escape(line(ledger))}</creator></meta>\n"
    yield '  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
    for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
        yield f'    <attributes class="{kind}">\n'
        yield from (f'      <attribute id="{n}" title="{n}" type="{t}"/>\n' for n, t in attributes.items())
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for uri, values in networkx.nodes(ledger):
        head = f"id={quoteattr(uri)} label={_attribute(values['name'])}"
        yield f"      <node {head}>{_values(values, _NODE)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for subject, object_, predicate, values in networkx.edges(ledger):
        ends = f"source={quoteattr(subject)} target={quoteattr(object_)}"
        head = f"id={quoteattr(values['uri'])} {ends} kind={quoteattr(predicate)} label={quoteattr(predicate)}"
        weight = f' weight="{values["articles"]}"'
        yield f"      <edge {head}{weight}{_interval(values)}>{_values(values, _EDGE)}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _attribute(text: str) -> str:
    return quoteattr(legal(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _values(values: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
    found = ((name, str(values[name])) for name in attributes if name in values)
    inner = "".join(f'<attvalue for="{name}" value={_attribute(value)}/>' for name, value in found)
    return f"<attvalues>{inner}</attvalues>"


def _interval(values: Mapping[str, Any]) -> str:
    first = day_bounds(values.get("first_date") or values.get("first_published"))
    last = day_bounds(values.get("last_date") or values.get("last_published"))
    return f' start="{first[0]}" end="{last[1]}"' if first and last else ""
