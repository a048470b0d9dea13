"""From mentions to entities: one for each thing that an article names, with all its mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.extract.names.mentions import Mention, Surface
from kg.extract.names.tokens import Tokens
from kg.model import Entity


def entities(text: str, found: Tokens, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """The entities that the mentions name, with ids e1, e2 … in text order."""
    groups: dict[tuple[Surface, str], list[Mention]] = defaultdict(list)
    for m in mentions:
        groups[tuple(w.lower() for w in found.words[m.first : m.last]), m.type].append(m)
    joined = _joined(list(groups))
    merged: dict[tuple[Surface, str], list[Mention]] = defaultdict(list)
    for key, members in groups.items():
        merged[joined[key]].extend(members)
    ordered = sorted((sorted(ms, key=lambda m: m.first) for ms in merged.values()), key=lambda ms: ms[0].first)
    return tuple(_entity(f"e{i}", text, found, members) for i, members in enumerate(ordered, 1))


def _joined(keys: list[tuple[Surface, str]]) -> dict[tuple[Surface, str], tuple[Surface, str]]:
    full = {}
    for key in keys:
        surface, kind = key
        longer = [
            k for k in keys if k[1] == kind == "Person" and len(k[0]) > len(surface) and set(surface) <= set(k[0])
        ]
        full[key] = max(longer, key=lambda k: len(k[0])) if longer else key
    return full


def _entity(id_: str, text: str, found: Tokens, members: Iterable[Mention]) -> Entity:
    places = [(found.starts[m.first], found.ends[m.last - 1]) for m in members]
    forms = list(dict.fromkeys(text[s:e] for s, e in places))
    name = max(forms, key=len)
    kind = next(iter(members)).type
    return Entity(
        id=id_,
        type=kind,  # type: ignore[arg-type]
        name=name,
        aliases=tuple(f for f in forms if f != name),
        mentions=tuple(places),
    )
