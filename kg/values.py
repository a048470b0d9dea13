"""What goes into a question and what comes out of it, whatever engine answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import msgspec

from kg.catalogue import Question

Value = str | int | None
"""A value of a row."""


class Iri(str):
    """A value that is an IRI, not a text."""

    __slots__ = ()


Values = Mapping[str, str | date | tuple[Iri | tuple[Iri, ...], ...]]
"""The values of a question's `$x`: lookup keys, texts, days, rows of Iris."""


class Named(msgspec.Struct, frozen=True):
    """What a key names; `type` is its label in Neo4j and its class in RDF (`Person`, `Publisher` …)."""

    key: str
    uri: str
    name: str
    type: str


class Engine(Protocol):
    """A store that answers questions."""

    def rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        """At most `limit` rows after the first `offset`."""
        ...

    def named(self, key: str) -> list[Named]:
        """Everything that the key names, in the order of uris."""
        ...

    def names(self) -> list[Named]:
        """Everything that has a key, once for each key."""
        ...
