"""The RDF face of the graph: parts as lines of N-Triples in their named graphs, by `schemas/model.toml`.

    graph/ARTICLE    one per article, replaced whole      graph/redirects  old uris
    graph/entities   descriptions, patched by subject     graph/meta       about the data set

There are no blank nodes and nothing in the default graph, and no triple stands in two graphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from kg.graph import Edge, Node, Part
from kg.keys import key
from kg.predicates import local_name
from kg.resolve.minting import graph_path
from kg.schema import NAMESPACE, iri, model, properties

ENTITIES, REDIRECTS, META = "graph/entities", "graph/redirects", "graph/meta"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_GEO = "http://www.opengis.net/ont/geosparql#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = str.maketrans(  # those of canonical N-Quads
    {chr(code): f"\\u{code:04X}" for code in (*range(32), 127)}
    | {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
)


def graph_of(kind: str, path: str) -> str:
    """The path of the named graph that a part of this kind and path stands in."""
    if kind == "article":
        return graph_path(path)
    return REDIRECTS if kind == "redirect" else ENTITIES


def triples(part: Part, base: str) -> list[str]:
    """The triples of a part, each a line of N-Triples without its end of line: `<s> <p> <o> .`"""
    nodes = {node.path: node for node in part.nodes}
    lines = [line for node in part.nodes for line in _node(node, base)]
    for edge in part.edges:
        lines += _edge(edge, nodes, base)
    return lines


def quads(parts: Iterable[Part], base: str) -> Iterator[str]:
    """The parts as lines of N-Quads, each with its end of line."""
    for part in parts:
        graph = f" <{base}{graph_of(part.kind, part.path)}> .\n"
        yield from [line[:-2] + graph for line in triples(part, base)]


_OF_RECORD = frozenset(("VERSION_OF", "PUBLISHED_BY", "REPORTED_IN", "DERIVED_FROM", "INSIDE", "CLAIMS"))


def of_record(part: Part, base: str) -> list[str]:
    """The triples of an article that follow from its record alone, whoever its entities are."""
    nodes = {node.path: node for node in part.nodes}
    lines = [line for node in part.nodes for line in _node(_unrelated(node), base)]
    for edge in part.edges:
        if edge.type in _OF_RECORD:
            lines += _edge(edge, nodes, base)
    return lines


def _unrelated(node: Node) -> Node:
    if "relation" not in node.properties:
        return node
    return Node(node.path, node.label, {name: value for name, value in node.properties.items() if name != "relation"})


def of_entities(part: Part, base: str) -> list[str]:
    """The other triples of an article."""
    nodes = {node.path: node for node in part.nodes}
    lines: list[str] = []
    for node in part.nodes:
        if "relation" in node.properties:
            lines += _values(f"<{base}{node.path}>", node.label, {"relation": node.properties["relation"]}, base)
    for edge in part.edges:
        if edge.type not in _OF_RECORD:
            lines += _edge(edge, nodes, base)
    return lines


Of = Callable[[Part, str], list[str]]
"""Which triples of a part: `triples`, `of_record` or `of_entities`."""


def block(part: Part, base: str, of: Of = triples) -> str:
    """The triples of one part as lines of N-Quads in one piece, which takes less time."""
    lines = of(part, base)
    graph = f" <{base}{graph_of(part.kind, part.path)}> .\n"
    return "\n".join([*lines, ""]).replace(" .\n", graph)  # no literal holds an end of line


def literal(text: str) -> str:
    """A plain string as a term."""
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES) if _ESCAPED.search(text) else text  # most need none, and looking is quick


def resource(uri: str) -> str:
    """An IRI as a term."""
    return f"<{uri}>"


# ------------------------------------------------------------------ nodes


def _node(node: Node, base: str) -> Iterator[str]:
    subject = f"<{base}{node.path}>"
    for kind in _classes(node.label):
        yield f"{subject} {_TYPE} {kind} ."
    for name, value, more in _conditional_classes(node.label):
        if node.properties.get(name) == value:
            yield from (f"{subject} {_TYPE} {kind} ." for kind in more)
    yield from _values(subject, node.label, node.properties, base)


def _values(subject: str, label: str, values: Mapping[str, Any], base: str) -> Iterator[str]:
    table = _property_table(label)
    for name, value in values.items():
        if name in table:
            predicate, kind = table[name]
            yield from _WRITERS[kind](subject, predicate, value, base)


@cache
def _classes(label: str) -> tuple[str, ...]:
    row = model()["relation"] if label == "Relation" else model()["nodes"][label]
    return tuple(resource(iri(name)) for name in row["rdf"])


@cache
def _conditional_classes(label: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return _conditions(model()["nodes"][label].get("rdf_if", {}))


def _conditions(table: Mapping[str, Mapping[str, list[str]]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        (name, value, tuple(resource(iri(term)) for term in terms))
        for name, cases in table.items()
        for value, terms in cases.items()
    )


@cache
def _property_table(label: str) -> dict[str, tuple[str, str]]:
    return {name: (resource(iri(row["rdf"])), row["type"]) for name, row in properties(label).items()}


def _string(subject: str, predicate: str, value: str, base: str) -> Iterable[str]:
    return (f'{subject} {predicate} "{_escaped(value)}" .',)


def _integer(subject: str, predicate: str, value: int, base: str) -> Iterable[str]:
    return (f'{subject} {predicate} "{value}"^^<{_XSD}integer> .',)


def _decimal(subject: str, predicate: str, value: float, base: str) -> Iterable[str]:
    # Two decimals, in the canonical form of XML Schema 1.1, in which stores give them back.
    return (f'{subject} {predicate} "{f"{value:.2f}".rstrip("0").rstrip(".")}"^^<{_XSD}decimal> .',)


def _date(subject: str, predicate: str, value: str, base: str) -> Iterable[str]:
    return (f'{subject} {predicate} "{value}"^^<{_XSD}date> .',)


def _keys(subject: str, predicate: str, value: tuple[str, ...], base: str) -> Iterator[str]:
    return (f"{subject} {predicate} {literal(one)} ." for one in value)


def _iris(subject: str, predicate: str, value: tuple[str, ...], base: str) -> Iterator[str]:
    return (f"{subject} {predicate} <{one}> ." for one in value)


def _path(subject: str, predicate: str, value: str, base: str) -> Iterable[str]:
    return (f"{subject} {predicate} <{base}{value}> .",)


def _predicate(subject: str, predicate: str, value: str, base: str) -> Iterator[str]:
    yield f'{subject} {predicate} "{value}" .'
    yield f"{subject} <{NAMESPACE}predicate> <{NAMESPACE}{local_name(value)}> ."


def _point(subject: str, predicate: str, value: tuple[float, float], base: str) -> Iterator[str]:
    geometry = subject[:-1] + "#geometry>"
    yield f"{subject} {predicate} {geometry} ."
    yield f'{geometry} <{_GEO}asWKT> "POINT({value[0]} {value[1]})"^^<{_GEO}wktLiteral> .'


def _spans(subject: str, predicate: str, value: tuple[tuple[int, int, str], ...], base: str) -> Iterator[str]:
    for index, (start, end, exact) in enumerate(value):
        span = f"{subject[:-1]}#span{index}>"
        yield f"{subject} {predicate} {span} ."
        yield from _integer(span, f"<{NAMESPACE}start>", start, base)
        yield from _integer(span, f"<{NAMESPACE}end>", end, base)
        yield from _string(span, f"<{NAMESPACE}exact>", exact, base)


_WRITERS: dict[str, Any] = {
    "string": _string,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "keys": _keys,
    "iris": _iris,
    "path": _path,
    "predicate": _predicate,
    "point": _point,
    "spans": _spans,
}


# ------------------------------------------------------------------ edges


def _edge(edge: Edge, nodes: Mapping[str, Node], base: str) -> Iterator[str]:
    if edge.type == "REPLACED_BY":
        return _replaced(edge, base)
    if edge.type in model()["relationships"]:
        return _relationship(edge, nodes, base)
    return _relation(edge, base)


def _relationship(edge: Edge, nodes: Mapping[str, Node], base: str) -> Iterator[str]:
    inverse, predicates, conditions, by_label = _edge_table(edge.type)
    start, end = (edge.end, edge.start) if inverse else (edge.start, edge.end)
    node = nodes.get(start)
    extra = by_label.get(node.label, ()) if node else ()
    for name, value, more in conditions:
        if node and node.properties.get(name) == value:
            extra += more
    return (f"<{base}{start}> {predicate} <{base}{end}> ." for predicate in predicates + extra)


@cache
def _edge_table(kind: str) -> tuple[bool, tuple[str, ...], Any, dict[str, tuple[str, ...]]]:
    row = model()["relationships"][kind]
    predicates = tuple(resource(iri(name)) for name in (row["rdf"], *row.get("also", ())))
    by_label = {label: tuple(resource(iri(n)) for n in names) for label, names in row.get("also_from", {}).items()}
    return row.get("inverse", False), predicates, _conditions(row.get("also_if", {})), by_label


def _relation(edge: Edge, base: str) -> Iterator[str]:
    """A derived edge: its plain triple, and a node of its own with the values."""
    subject = f"<{base}{edge.properties['path']}>"
    start, end = f"<{base}{edge.start}>", f"<{base}{edge.end}>"
    yield f"{start} <{NAMESPACE}{local_name(edge.type)}> {end} ."
    yield from (f"{subject} {_TYPE} {kind} ." for kind in _classes("Relation"))
    yield f"{subject} <{NAMESPACE}subject> {start} ."
    yield f"{subject} <{NAMESPACE}object> {end} ."
    yield from _values(subject, "Relation", {"name": edge.type, "predicate": edge.type, **edge.properties}, base)


def _replaced(edge: Edge, base: str) -> Iterator[str]:
    yield f"<{base}{edge.start}> <http://purl.org/dc/terms/isReplacedBy> <{base}{edge.end}> ."
    yield f"<{base}{edge.end}> <{NAMESPACE}key> {literal(key(base + edge.start))} ."
