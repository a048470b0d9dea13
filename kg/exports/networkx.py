"""Entities and the relations between them as a graph in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.ledger import Ledger, Relation, StoredEntity, open_ledger

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def networkx_graph(folder: str | Path) -> MultiDiGraph[str]:
    """Nodes are uris of entities with `type`, `name` …; an edge's key is its predicate, its attributes are its values.

    Symmetric relations have one direction. Raises GraphError if there is no graph in the folder.
    """
    from networkx import MultiDiGraph

    with open_ledger(folder) as ledger, ledger.snapshot():
        graph: MultiDiGraph[str] = MultiDiGraph()
        graph.add_nodes_from(nodes(ledger))
        for subject, object_, predicate, values in edges(ledger):
            graph.add_edge(subject, object_, predicate, **values)
    return graph


def nodes(ledger: Ledger) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each entity's uri and attributes."""
    return ((ledger.base + entity.path, _entity(entity)) for entity in ledger.entities())


def edges(ledger: Ledger) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Each relation's two uris, its predicate and attributes."""
    for relation in ledger.relations():
        values = _relation(relation) | {"uri": ledger.base + relation.path}
        yield ledger.base + relation.subject, ledger.base + relation.object, relation.predicate, values


def _entity(entity: StoredEntity) -> dict[str, Any]:
    values = {
        "type": entity.type,
        "name": entity.name,
        "title": entity.title,
        "place_code": entity.place_code,
        "articles": entity.articles,
    }
    return {name: value for name, value in values.items() if value is not None}


def _relation(relation: Relation) -> dict[str, Any]:
    names = (name for name in relation.__struct_fields__ if name not in ("path", "subject", "object"))
    return {name: value for name in names if (value := getattr(relation, name)) is not None}
