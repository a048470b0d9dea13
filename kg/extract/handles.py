"""Accounts of social media named by their handle ("@rinisundari"): persons, or who bears the name in its letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from msgspec.structs import replace

from kg.extract.prose import Prose
from kg.model import Entity, Span

_HANDLE = re.compile(r"(?<![\w.])@\w[\w.*]*(?<!\.)")
_MOST = 200  # handles of an article: what holds more is no prose
_LEAST_LETTERS = 5  # of a handle that is compared with names


def find(prose: Prose, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities in text order, with the handles of the prose as mentions of those they name, else as persons."""
    if "@" not in prose.text:
        return entities
    seen = [m.span() for m in islice(_HANDLE.finditer(prose.text), _MOST + 1)]
    free = list(_outside(seen, prose.skipped)) if len(seen) <= _MOST else []
    if not free:
        return entities
    spans: dict[str, list[Span]] = {}
    for start, end in free:
        spans.setdefault(prose.text[start:end], []).append((start, end))
    found = [_without(entity, free) for entity in entities]
    found = [entity for entity in found if entity.mentions]
    for handle, mentions in spans.items():
        known = next((i for i, entity in enumerate(found) if _names(handle, entity)), None)
        if known is None:
            found.append(Entity(id="", type="Person", name=handle, mentions=tuple(mentions)))
            continue
        entity = found[known]
        aliases = tuple(dict.fromkeys((*entity.aliases, handle)))
        found[known] = replace(entity, aliases=aliases, mentions=tuple(sorted((*entity.mentions, *mentions))))
    found.sort(key=lambda entity: entity.mentions[0])
    return tuple(replace(entity, id=f"e{i}") for i, entity in enumerate(found, 1))


def _outside(spans: Iterable[Span], skipped: tuple[Span, ...]) -> Iterable[Span]:
    return (span for span in spans if not any(s <= span[0] < e for s, e in skipped))


def _without(entity: Entity, handles: list[Span]) -> Entity:
    """The entity without the mentions that overlap a handle."""
    kept = tuple(m for m in entity.mentions if not any(m[0] < e and s < m[1] for s, e in handles))
    return entity if len(kept) == len(entity.mentions) else replace(entity, mentions=kept)


def _names(handle: str, entity: Entity) -> bool:
    """Whether the letters of the handle are those of the name, up to what stands behind: "@budihartono" of Budi Hartono."""
    letters = _letters(handle)
    if entity.type not in ("Person", "Organization") or len(letters) < _LEAST_LETTERS:
        return False
    return any(
        len(name) >= _LEAST_LETTERS and letters.startswith(name)
        for name in map(_letters, (entity.name, *entity.aliases))
    )


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())
