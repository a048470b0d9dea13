"""Names that people bring (`kg build --names`), found in a text whether the tagger saw them or not."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick
from msgspec import Struct
from msgspec.structs import replace

from kg.extract.prose import Prose
from kg.language import table
from kg.model import Entity, EntityType, Listed, Span


class Finder:
    """Finds the names of a list as they stand there, or in capitals throughout, between other letters."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        """Use `finder`."""
        self.listed = listed
        rows = {form: i for i, row in enumerate(listed) for name in row.names for form in (name.upper(), name)}
        self._rows = list(rows.values())
        self._automaton = AhoCorasick(list(rows))

    def places(self, text: str) -> Iterator[tuple[int, Span]]:
        """Where the names of the list stand, each with the number of its row; the longest of those that overlap."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        free = 0
        for start, end, pattern in sorted((start, -end, pattern) for pattern, start, end in found):
            if start >= free and _is_apart(text, start, -end):
                yield self._rows[pattern], (start, -end)
                free = -end

    def digest(self, text: str) -> str:
        """A hash of the rows whose names stand in the text, empty if none does: what its record depends on."""
        rows = sorted({row for row, _ in self.places(text)})
        if not rows:
            return ""
        told = repr([(self.listed[row].names, self.listed[row].type) for row in rows])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@lru_cache(maxsize=2)
def finder(listed: tuple[Listed, ...]) -> Finder | None:
    """What finds these names, None if there are none."""
    return Finder(listed) if listed else None


def _is_apart(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


class _Found(Struct):
    """An entity while its mentions are being sorted out."""

    type: EntityType
    mentions: list[Span]
    entity: Entity | None = None


def find(prose: Prose, entities: tuple[Entity, ...], names: Finder) -> tuple[Entity, ...]:
    """The entities with those of the list, which take over mentions of their names and of parts of them.

    An entity that the tagger found under a listed name is that of the list, and keeps its type unless the list tells
    one. A listed name within a longer one that the tagger found stays a part of that.
    """
    rows: dict[int, list[Span]] = {}
    mentions = sorted(mention for entity in entities for mention in entity.mentions)
    for row, span in names.places(prose.text):
        if not _is_cut(span, mentions) and not _overlapped(span, prose.skipped):
            rows.setdefault(row, []).append(span)
    if not rows:
        return entities
    kept = {entity.id: _Found(entity.type, list(entity.mentions), entity) for entity in entities}
    for row, spans in rows.items():
        kept[f"listed {row}"] = _take(names.listed[row], spans, kept)
    told = sorted((each for each in kept.values() if each.mentions), key=lambda each: min(each.mentions))
    return tuple(_entity(f"e{i}", each, prose.text) for i, each in enumerate(told, 1))


def _overlapped(span: Span, others: Sequence[Span]) -> Sequence[Span]:
    """Which of some spans, in text order and apart from each other, touch this one."""
    first = bisect_right(others, span[0], key=lambda other: other[1])
    return others[first : bisect_left(others, span[1], key=lambda other: other[0])]


def _is_cut(span: Span, mentions: Sequence[Span]) -> bool:
    """Whether a mention that the span touches reaches beyond it."""
    return any(start < span[0] or span[1] < end for start, end in _overlapped(span, mentions))


def _take(row: Listed, spans: list[Span], kept: dict[str, _Found]) -> _Found:
    """The entity of a row: its names, and the other mentions of whom the tagger found there."""
    inside = {key: {m for m in each.mentions if _overlapped(m, spans)} for key, each in kept.items()}
    known = set(spans)
    same = [key for key, taken in inside.items() if taken & known]
    kind = row.type or (kept[same[0]].type if same else _kind(row))
    found = _Found(kind, list(spans))
    for key, taken in inside.items():
        left = [mention for mention in kept[key].mentions if mention not in taken]
        if taken and kept[key].type == kind:
            found.mentions += left
            left = []
        kept[key].mentions = left
    return found


def _entity(name: str, found: _Found, text: str) -> Entity:
    if found.entity and len(found.mentions) == len(found.entity.mentions):
        return replace(found.entity, id=name)
    mentions = tuple(sorted(found.mentions))
    forms = list(dict.fromkeys(text[start:end] for start, end in mentions))
    full = max(forms, key=lambda form: (form.count(" "), len(form)))
    return Entity(id=name, type=found.type, name=full, aliases=tuple(f for f in forms if f != full), mentions=mentions)


def _kind(row: Listed) -> EntityType:
    """What a name is most probably the name of, by its first word."""
    first = row.name.split()[0].lower().strip(".")
    heads = _heads()
    if first in heads["place"]:
        return "Place"
    if first in heads["body"] or any(name.isupper() and " " not in name for name in row.names):
        return "Organization"
    return "Person"


@cache
def _heads() -> dict[str, frozenset[str]]:
    words: dict[str, Iterable[str]] = table("name_heads")
    bodies = (*words["legal_forms"], *words["organization"], *words["organ"])
    return {"place": frozenset(words["place"]), "body": frozenset(bodies)}
