"""The entities of one article as resolution sees them: what they are called there, and in what company."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

import msgspec

from kg.keys import key, keys
from kg.model import Entity, Literal, Record, Span

Words = Callable[[Span], str]


class Cluster(msgspec.Struct, frozen=True):
    """All mentions of one entity of one article.

    `names` are the forms that name it there and nothing else, its fullest name first; `start` the offset of its first
    mention; `roles` titles that the article gives it, `bodies` organisations that it is affiliated with, `company` the
    full names of persons and bodies beside it (all as lookup keys, sorted).
    """

    local: str
    type: str
    name: str
    names: tuple[str, ...]
    start: int
    place: str | None
    within: str | None
    roles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    company: tuple[str, ...] = ()


_COMPANY = 24


def clusters(record: Record, words: Words) -> list[Cluster]:
    """The clusters of a record, in its order; `words` gives the text of a span."""
    called = {entity.id: _called(entity, words) for entity in record.entities}
    users = Counter(form for forms in called.values() for form in {key(name) for name in forms})
    roles, bodies = _roles(record), _bodies(record)
    company = _company(record)
    return [
        Cluster(
            local=e.id,
            type=e.type,
            name=e.name,
            names=_own(e, called[e.id], users),
            start=min((start for start, _ in e.mentions), default=0),
            place=e.place_code,
            within=e.within,
            roles=tuple(sorted(roles[e.id])),
            bodies=tuple(sorted(bodies[e.id])),
            company=tuple(name for name in company if name != key(e.name)) if e.type in _TOLD_BY_COMPANY else (),
        )
        for e in record.entities
    ]


_TOLD_BY_COMPANY = ("Person", "Organization", "Event")


def _called(entity: Entity, words: Words) -> list[str]:
    if entity.type == "Unnamed":
        return []
    forms = (entity.name, *entity.aliases, *map(words, entity.mentions))
    return [form for form in dict.fromkeys(" ".join(form.split()) for form in forms) if form]


def _own(entity: Entity, called: list[str], users: Counter[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for form in called:
        if form == entity.name or users[key(form)] == 1:
            seen.setdefault(key(form), form)
    return tuple(seen.values())


def _roles(record: Record) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for fact in record.facts:
        if isinstance(fact.object, Literal) and fact.polarity == "positive":
            found[fact.subject].add(key(fact.object.literal))
    for statement in record.statements:
        if statement.role and len(statement.speakers) == 1:
            found[statement.speakers[0]].add(key(statement.role))
    return found


def _bodies(record: Record) -> defaultdict[str, set[str]]:
    names = {entity.id: entity.name for entity in record.entities}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for fact in record.facts:
        if fact.predicate == "affiliated_with" and isinstance(fact.object, str) and fact.polarity == "positive":
            found[fact.subject].add(key(names[fact.object]))
    return found


def _company(record: Record) -> list[str]:
    """The persons and bodies of the article that are named in full, the most mentioned first."""
    named = [e for e in record.entities if e.type in ("Person", "Organization") and (" " in e.name or e.name.isupper())]
    named.sort(key=lambda e: (-len(e.mentions), e.name))
    return [key(e.name) for e in named[:_COMPANY]]


def lookup_keys(names: tuple[str, ...]) -> list[str]:
    """All lookup keys of some names, sorted."""
    return sorted({form for name in names for form in keys(name)})
