"""The Neo4j face of the graph: parts as rows of nodes, relationships and lookup names, by `schemas/model.toml`.

A node carries the label Kabar besides its own and has a unique uri; a relationship of ours has `kabar: true`. Days are
dates, `location` is a pair of degrees (longitude, latitude), evidence three lists (`starts`, `ends`, `exacts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from kg.graph import Edge, Part
from kg.keys import key
from kg.predicates import predicates
from kg.schema import edge_type, entity_labels, model, properties

SPANS = ("starts", "ends", "exacts")
Row = dict[str, Any]


class NodeRow(NamedTuple):
    """A node with all properties of its label; those that it has not are None."""

    label: str
    uri: str
    properties: Row


class EdgeRow(NamedTuple):
    """A relationship; derived ones have their values and a `uri`, others no properties."""

    type: str
    start: str
    end: str
    properties: Row


class NameRow(NamedTuple):
    """A key that names a node; `redirect` if it is an old uri."""

    key: str
    uri: str
    redirect: bool


def nodes(part: Part, base: str) -> Iterator[NodeRow]:
    """The nodes of a part."""
    for node in part.nodes:
        if node.label in labels():
            yield NodeRow(node.label, base + node.path, _properties(node.label, node.properties, base))


def edges(part: Part, base: str) -> Iterator[EdgeRow]:
    """The relationships of a part."""
    for edge in part.edges:
        if edge.type in relationships():
            yield EdgeRow(edge.type, base + edge.start, base + edge.end, {})
        elif edge.type in predicates():
            yield _derived(edge, base)


def names(part: Part, base: str) -> Iterator[NameRow]:
    """The keys of a part's nodes, and the old uri that a redirect answers for."""
    for node in part.nodes:
        yield from (NameRow(one, base + node.path, False) for one in node.properties.get("key", ()))
    for edge in part.edges:
        if edge.type == "REPLACED_BY":
            yield NameRow(key(base + edge.start), base + edge.end, True)


@cache
def labels() -> dict[str, tuple[str, ...]]:
    """The labels of nodes, each with all the labels that such a node carries."""
    rows = {label: row for label, row in model()["nodes"].items() if not row.get("rdf_only")}
    return {label: ("Kabar", *(("Entity",) if row.get("entity") else ()), label) for label, row in rows.items()}


@cache
def relationships() -> dict[str, bool]:
    """The types of relationships that are not derived; True if they belong to an article."""
    rows = {kind: row for kind, row in model()["relationships"].items() if not row.get("rdf_only")}
    return {kind: row.get("graph") != "entities" for kind, row in rows.items()}


@cache
def derived_types() -> tuple[str, ...]:
    """The types of derived relationships."""
    return tuple(edge_type(name) for name, row in predicates().items() if row["range"] != ["literal"])


@cache
def property_names(label: str) -> tuple[str, ...]:
    """The properties that nodes of a label may have in Neo4j (of "Relation": derived relationships)."""
    kinds = {name: row["type"] for name, row in properties(label).items() if row["type"] != "keys"}
    return tuple(name for name, kind in kinds.items() if kind != "spans") + (SPANS if "spans" in kinds.values() else ())


@cache
def entity_label_set() -> frozenset[str]:
    """The labels of entities, of which a node has one."""
    return frozenset(entity_labels())


def _properties(label: str, values: Mapping[str, Any], base: str) -> Row:
    row: Row = dict.fromkeys(property_names(label))
    for name, table in properties(label).items():
        if (value := values.get(name)) is None or table["type"] == "keys":
            continue
        if table["type"] == "spans":
            row |= zip(SPANS, map(list, zip(*value, strict=True)), strict=True)
        else:
            row[name] = _value(table["type"], value, base)
    return row


def _value(kind: str, value: Any, base: str) -> Any:
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "path":
        return base + value
    return list(value) if kind == "iris" else value


def _derived(edge: Edge, base: str) -> EdgeRow:
    values = {name: value for name, value in edge.properties.items() if name != "path"}
    row = _properties("Relation", {"name": edge.type, "predicate": edge.type, **values}, base)
    del row["name"], row["predicate"]
    return EdgeRow(
        edge_type(edge.type), base + edge.start, base + edge.end, {"uri": base + edge.properties["path"], **row}
    )
