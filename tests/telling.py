"""Statements of short texts whose names are given, so that only the finding of statements is tested."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import roles, statements
from kg.extract.prose import prose
from kg.model import Entity, EntityType, Statement

Names = dict[str, tuple[str, ...]]
Told = tuple[list[str], str, str | None]


def found(text: str, people: Names, bodies: Names) -> tuple[tuple[Statement, ...], dict[str, Entity]]:
    """The statements of a text, and its entities by id; `people` and `bodies` map full names to their short forms."""
    known = (*_entities(text, "Person", people, 1), *_entities(text, "Organization", bodies, len(people) + 1))
    told, named = statements.find(prose(text), known, roles.find(prose(text), known))
    return told, {e.id: e for e in named}


def _entities(text: str, kind: EntityType, names: Names, start: int) -> Iterator[Entity]:
    for number, (name, short) in enumerate(names.items(), start):
        forms = "|".join(re.escape(form) for form in sorted((name, *short), key=len, reverse=True))
        mentions = tuple(m.span() for m in re.finditer(rf"(?<!\w)(?:{forms})(?!\w)", text))
        yield Entity(id=f"e{number}", type=kind, name=name, mentions=mentions)


def tell(text: str, people: Names | None = None, bodies: Names | None = None) -> list[Told]:
    """Who said what with which cue: speakers' names, content spans joined by " … ", cue."""
    told, named = found(text, people or {}, bodies or {})
    return [
        (
            [named[speaker].name for speaker in statement.speakers],
            " … ".join(text[a:b] for a, b in statement.content),
            text[slice(*statement.cue)] if statement.cue else None,
        )
        for statement in told
    ]
