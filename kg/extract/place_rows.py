"""Places whose names run into the names of what they lie in: "Menteng Jakarta Pusat" is Menteng, and Jakarta Pusat.

Word lists: `places` of `kg.language`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from msgspec.structs import replace

from kg.extract import toponyms
from kg.extract.toponyms import key
from kg.language import table
from kg.model import Entity, Span

_WORD = re.compile(r"\S+")
_LONGEST = 12  # words of a name that is looked at


def apart(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities, each place that runs into a larger one cut off before it, with the larger ones as places too."""
    cuts = {e.id: _cuts(text, e) for e in entities if e.type == "Place" and " " in e.name}
    if not any(cuts.values()):
        return tuple(entities)
    known = {key(e.name): e.id for e in entities if e.type == "Place" and not cuts.get(e.id)}
    mentions: dict[str, list[Span]] = {e.id: [s for s in e.mentions if s not in cuts.get(e.id, {})] for e in entities}
    new: dict[str, Entity] = {}
    last = max((int(e.id[1:]) for e in entities if e.id[1:].isdigit()), default=0)
    for owner, spans in cuts.items():
        for (start, end), (stop, begin) in spans.items():
            mentions[owner].append((start, stop))
            outer = text[begin:end]
            found = known.setdefault(key(outer), f"e{last + len(new) + 1}")
            if found not in mentions:
                new[found] = Entity(id=found, type="Place", name=outer)
            mentions.setdefault(found, []).append((begin, end))
    return tuple(
        _with(e, text, sorted(set(mentions[e.id])), renamed=bool(cuts.get(e.id))) for e in (*entities, *new.values())
    )


def _with(entity: Entity, text: str, mentions: list[Span], *, renamed: bool) -> Entity:
    forms = dict.fromkeys(text[slice(*span)] for span in mentions)
    name = max(forms, key=len) if renamed else entity.name
    return replace(entity, name=name, mentions=tuple(mentions), aliases=tuple(f for f in forms if f != name))


def _cuts(text: str, place: Entity) -> dict[Span, Span]:
    """The mentions that run into a larger place, with where the smaller one ends and the larger one begins."""
    found = {}
    for start, end in place.mentions:
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
        if 1 < len(words) <= _LONGEST and (at := _border(tuple(text[a:b] for a, b in words))):
            found[start, end] = words[at - 1][1], words[at][0]
    return found


@lru_cache(maxsize=1024)
def _border(words: tuple[str, ...]) -> int | None:
    """The word that the larger place begins with."""
    for at in range(1 + (words[0].lower() in _levels()), len(words)):
        inner, outer = words[:at], words[at:]
        areas = tuple(_areas(" ".join(outer)))
        if areas and (_lies_in(inner, areas) or (_is_site(inner) and len(outer) > 1)):
            return at
    return None


def _areas(name: str) -> Iterator[str]:
    """The codes of the provinsi, kabupaten and kota that a name may mean."""
    word, _, bare = name.partition(" ")
    named = bare if bare and word.lower() in _levels() else name
    yield from (code for code in toponyms.codes().get(key(named), ()) if toponyms.level(code) <= 2)


def _lies_in(inner: tuple[str, ...], areas: Sequence[str]) -> bool:
    """Whether an area of the name lies in one of the areas; a village only in a kabupaten or kota."""
    name = key(" ".join(inner[1:] if inner[0].lower() in _levels() else inner))
    known = toponyms.codes().get(name, ())
    return any(
        any(code.startswith(area + ".") for code in known) or (area.count(".") and toponyms.inside(area, name))
        for area in areas
    )


def _is_site(inner: tuple[str, ...]) -> bool:
    """Whether the words are the full name of a building or street, which an area of two words may follow."""
    opens = inner[0].lower() in table("places")["venues"]["words"]
    return len(inner) > 1 and opens and inner[-1].lower() not in table("places")["rows"]["open"]


@cache
def _levels() -> frozenset[str]:
    return frozenset(word for words in table("places")["levels"].values() for word in words)
