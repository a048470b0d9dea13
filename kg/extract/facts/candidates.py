"""A fact before it has an id, and how several of the same become one."""

from __future__ import annotations

from msgspec import Struct

from kg.model import Entity, Literal, Polarity, Span


class Candidate(Struct, frozen=True, gc=False):
    """A fact as found: `at` is the offset that tells which statement holds it.

    `confidence` is the share of facts found in this way that are right in the annotated training articles.
    `far` says that an end is named elsewhere: the evidence is stretched to hold it, or there is no fact.
    """

    subject: Entity
    predicate: str
    object: Entity | Literal
    evidence: Span
    at: int
    polarity: Polarity = "positive"
    confidence: float = 0.93
    place: str | None = None
    date: str | None = None
    far: bool = False
