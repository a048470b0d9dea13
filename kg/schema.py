"""The model table, `schemas/model.toml`, read once: what nodes and relationships are called in Neo4j and in RDF."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

NAMESPACE = "https://w3id.org/kabargraph/ns#"


@cache
def model() -> dict[str, Any]:
    """The table as it stands in the file."""
    text = resources.files("kg.schemas").joinpath("model.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def iri(name: str) -> str:
    """A prefixed name of the table in full: kg:kind -> https://w3id.org/kabargraph/ns#kind."""
    prefix, _, local = name.partition(":")
    return f"{model()['prefixes'][prefix]}{local}"


@cache
def properties(label: str) -> dict[str, dict[str, Any]]:
    """The properties of a node's label, `name` first; of "Relation" those of derived edges."""
    own = model()["relation"] if label == "Relation" else model()["nodes"][label]
    return {"name": model()["properties"]["name"], **own.get("properties", {})}


@cache
def entity_labels() -> tuple[str, ...]:
    """The labels of entities: Person, Organization, Place, Event, Unnamed."""
    return tuple(label for label, row in model()["nodes"].items() if row.get("entity"))


@cache
def edge_type(predicate: str) -> str:
    """The Neo4j type of a derived edge: focuses_on -> FOCUSES_ON."""
    return predicate.upper()
