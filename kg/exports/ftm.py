"""Entities and relations as FollowTheMoney entities, one JSON object per line, as OpenSanctions and Aleph read them.

Persons and organisations keep their kind; a place is an Address, an event an Event. A kinship is a Family, an
affiliation of a person with an organisation a Membership, any other relation an UnknownLink with the predicate as role.
The first entity is a Document that stands for the graph and tells which versions made it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.exports import networkx
from kg.exports.output import text
from kg.exports.provenance import line
from kg.ledger import Ledger

_SCHEMA = {
    "Person": "Person",
    "Organization": "Organization",
    "Place": "Address",
    "Event": "Event",
    "Unnamed": "LegalEntity",
}
_LINKS = {
    ("family_of", "Person", "Person"): ("Family", "person", "relative", "relationship"),
    ("affiliated_with", "Person", "Organization"): ("Membership", "member", "organization", "role"),
}
_UNKNOWN = ("UnknownLink", "subject", "object", "role")
Entity = dict[str, Any]


def write(ledger: Ledger, path: str | Path) -> None:
    """Write one entity per line."""
    with text(path) as file:
        file.writelines(json.dumps(entity, ensure_ascii=False) + "\n" for entity in _entities(ledger))


def _entities(ledger: Ledger) -> Iterator[Entity]:
    kinds: dict[str, str] = {}
    yield _entity(ledger.base, "Document", {"title": "kabargraph", "generator": line(ledger), "sourceUrl": ledger.base})
    for entity in ledger.entities():
        uri = ledger.base + entity.path
        kinds[uri] = entity.type
        full = {"full": entity.name} if entity.type == "Place" else {}
        position = {"position": entity.title} if entity.type == "Person" else {}
        names = {"name": entity.name, "alias": list(entity.aliases), "sourceUrl": uri, **full, **position}
        yield _entity(uri, _SCHEMA[entity.type], names)
    for subject, object_, predicate, values in networkx.edges(ledger):
        yield _link(subject, object_, predicate, values, kinds)


def _link(subject: str, object_: str, predicate: str, values: dict[str, Any], kinds: dict[str, str]) -> Entity:
    schema, source, target, role = _LINKS.get((predicate, kinds[subject], kinds[object_]), _UNKNOWN)
    properties = {
        source: _id(subject),
        target: _id(object_),
        role: predicate,
        "startDate": values.get("first_date"),
        "endDate": values.get("last_date"),
        "sourceUrl": values["uri"],
    }
    return _entity(values["uri"], schema, properties)


def _entity(uri: str, schema: str, properties: dict[str, Any]) -> Entity:
    values = {name: value if isinstance(value, list) else [value] for name, value in properties.items() if value}
    return {"id": _id(uri), "schema": schema, "properties": values}


def _id(uri: str) -> str:
    """FollowTheMoney's ids hold letters, digits, dots and dashes only."""
    return "kg-" + hashlib.sha1(uri.encode(), usedforsecurity=False).hexdigest()
