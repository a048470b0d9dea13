"""Names: the persons, organisations, places and events that an article names, with all their mentions."""

from __future__ import annotations

from kg.extract.names.borders import bordered
from kg.extract.names.coreference import entities
from kg.extract.names.datelines import with_city
from kg.extract.names.edges import completed
from kg.extract.names.kinds import of_kinds
from kg.extract.names.mentions import everywhere, spans
from kg.extract.names.model import Tagger, shipped
from kg.extract.names.tokens import tokens
from kg.extract.prose import Prose
from kg.model import Entity


def find(prose: Prose, tagger: Tagger | None = None) -> tuple[Entity, ...]:
    """The named entities of an article in text order, by the shipped tagger unless one is given; no place codes."""
    found = tokens(prose)
    tagged = bordered(found.words, spans((tagger or shipped()).tag(found.words)))
    whole = with_city(found.words, of_kinds(found.words, completed(found.words, tagged)))
    return entities(prose.text, found, everywhere(found.words, whole))
