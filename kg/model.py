"""The records that every stage takes and gives: documents, and what was extracted from them.

All records are frozen. Offsets are Unicode code points into the article's text as given, end exclusive.
"""

from __future__ import annotations

from typing import Literal as OneOf

import msgspec

Span = tuple[int, int]
EntityType = OneOf["Person", "Organization", "Place", "Event", "Unnamed"]
Kind = OneOf["direct", "indirect", "mixed"]
Resolution = OneOf["explicit", "alias", "pronoun", "clitic", "role", "carried", "unresolved"]
Basis = OneOf["explicit", "inherited"]
ListedType = OneOf["Person", "Organization", "Place", "Event"]
FactBasis = OneOf["asserted", "self_reported", "claimed"]
Polarity = OneOf["positive", "negative"]


# Frozen records hold no cycles, so that the garbage collector need not look at them.
class _Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    pass


class Document(_Record, frozen=True):
    """One article as read: its text as given, and what its source says about it.

    `published` is an ISO date (`2025`, `2025-04`, `2025-04-11`) or date and time with offset, or None.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str = "id"


class Listed(_Record, frozen=True):
    """A name that somebody cares about, with everything that is known of its bearer beforehand."""

    name: str
    aliases: tuple[str, ...] = ()
    note: str | None = None
    uri: str | None = None
    type: ListedType | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


class Article(_Record, frozen=True):
    """The head of an extraction record: the document without its text; `sha256` is the hash of the text."""

    id: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str = "id"
    sha256: str = ""


class Extractor(_Record, frozen=True):
    """What made a record: `hash` covers the model and the word lists, so that stale records can be told."""

    name: str
    version: str
    hash: str = ""


class Entity(_Record, frozen=True):
    """A named thing (or an unnamed speaker) of one article, with all its mentions in text order.

    `within` is an entity id or a place code; `place_code` is a Kemendagri code, an ISO 3166-1 country or `geonames:N`.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    within: str | None = None
    place_code: str | None = None


class PlaceRef(_Record, frozen=True):
    """Where a statement was made: an entity id."""

    entity: str
    basis: Basis


class DateRef(_Record, frozen=True):
    """When a statement was made: an ISO date as precise as the text."""

    value: str
    basis: Basis


class Statement(_Record, frozen=True):
    """One attribution of content to its source."""

    id: str
    kind: Kind
    speakers: tuple[str, ...]
    speaker_mention: Span | None
    resolution: Resolution
    cue: Span | None
    content: tuple[Span, ...]
    role: str | None = None
    place: PlaceRef | None = None
    date: DateRef | None = None
    via: str | None = None
    addressee: str | None = None
    polarity: Polarity = "positive"
    inside: str | None = None
    confidence: float = 1.0


class Literal(_Record, frozen=True):
    """A literal object of a fact (a title)."""

    literal: str


class Fact(_Record, frozen=True):
    """One triple of the closed list of predicates, with the words that state it."""

    id: str
    subject: str
    predicate: str
    object: str | Literal
    evidence: Span
    place: str | None = None
    date: str | None = None
    statement: str | None = None
    basis: FactBasis = "asserted"
    polarity: Polarity = "positive"
    confidence: float = 1.0


class Rejection(_Record, frozen=True):
    """What was left out of a record, and why."""

    reason: str
    span: Span


class Record(_Record, frozen=True):
    """Everything extracted from one article: what `kg extract` writes and the ledger stores."""

    article: Article
    extractor: Extractor | None = None
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    facts: tuple[Fact, ...] = ()
    rejected: tuple[Rejection, ...] = ()
