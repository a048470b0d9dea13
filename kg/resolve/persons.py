"""What speaks for and against two mentions of one name being one person: titles, fields of life, offices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kg.language import table


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    rows = table("role_fields")["fields"].items()
    return tuple((word, field) for field, words in rows for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=100_000)
def field(role: str) -> str | None:
    """The field of life of a title, None if the table does not tell."""
    plain = _present(role)
    return next((name for word, name in _fields() if plain == word or plain.startswith(word + " ")), None)


def fields(roles: Iterable[str]) -> frozenset[str]:
    """The fields of life of some titles."""
    return frozenset(found for role in roles if (found := field(role)))


def _present(role: str) -> str:
    for word in table("role_fields")["beginnings"]["words"]:
        role = role.removeprefix(f"{word} ")
    return role


@lru_cache(maxsize=100_000)
def office(role: str) -> tuple[str, str] | None:
    """An office that there is one of, and where: "bupati lebak" -> ("bupati", "lebak"). None for other titles."""
    for single in table("role_fields")["offices"]["single"]:
        if role.startswith(single + " "):
            return single, role[len(single) + 1 :]
    return None


def offices(roles: Iterable[str]) -> dict[str, frozenset[str]]:
    """The single offices among some titles, each with where it is held."""
    found: dict[str, set[str]] = {}
    for role in roles:
        held = office(role)
        if held:
            found.setdefault(held[0], set()).add(held[1])
    return {kind: frozenset(places) for kind, places in found.items()}


def conflict(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the titles speak against one bearer: no field in common, or the same single office at different places."""
    one, other = list(one), list(other)
    mine, theirs = fields(one), fields(other)
    if mine and theirs and not mine & theirs and (mine | theirs) & _apart_fields():
        return True
    held, others = offices(one), offices(other)
    return any(_apart(held[kind], others[kind]) for kind in held.keys() & others.keys())


@cache
def _apart_fields() -> frozenset[str]:
    return frozenset(table("role_fields")["apart"]["fields"])


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether no place of one office is, or is a part of the name of, one of the other: "jakarta" and "dki"."""
    return not any(_of_place(a) <= _of_place(b) or _of_place(b) <= _of_place(a) for a in one for b in other)


def _of_place(place: str) -> set[str]:
    """The words of a place, short forms of areas written out."""
    short = table("short_names")["words"] | table("role_fields")["places"]
    return {part for word in place.split() for part in short.get(word, word).split()}


def is_unique(role: str) -> bool:
    """Whether a title is one that only one person has at a time: "presiden"."""
    return role in table("role_fields")["offices"]["unique"]


def telling(role: str) -> bool:
    """Whether a title is so special that two bearers of one name would not both have it."""
    return (len(role.split()) > 1 and not role.startswith(("mantan ", "eks "))) or len(role.split()) > 2


_BRACKETS = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=100_000)
def plain_title(role: str) -> str:
    """A title in full words, without what says that it is over or wished for, and without short forms in brackets."""
    plain = _BRACKETS.sub("", role)
    for word in table("role_fields")["plain"]["before"]:
        plain = plain.removeprefix(f"{word} ")
    for word in table("role_fields")["plain"]["behind"]:
        plain = plain.removesuffix(f" {word}")
    first, _, rest = plain.partition(" ")
    return f"{table('short_titles').get(first, first)} {rest}".strip()


def beginnings(title: str) -> list[str]:
    """What a title begins with, three words or more: "kepala badan geologi" of "kepala badan geologi esdm"."""
    words = title.split()
    return [" ".join(words[:count]) for count in range(3, len(words))]
