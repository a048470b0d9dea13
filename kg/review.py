"""What a person should look at first: names that may be one, names that were joined on little, the least certain facts.

Each finding tells the decision that would settle it: `decide(graph, "same", one, other, who=…)` or "not_same", "wrong" or
"right" for a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kg.ledger import Ledger, open_ledger
from kg.ledger.bearers import candidates, part_of, profile_of
from kg.ledger.verdicts import entity, of_kind
from kg.resolve import Profile

T = TypeVar("T")


class Pair(msgspec.Struct, frozen=True):
    """Two entities that may be one, by their uris and names, with what speaks for it; `weight` orders the pairs."""

    one: str
    other: str
    one_name: str
    other_name: str
    reasons: tuple[str, ...]
    weight: float


class Merge(msgspec.Struct, frozen=True):
    """Mentions under another name that were taken for an entity: its uri and name, that name, and an article that has it.

    `reasons` is what they have in common, `weight` orders the merges: the smaller, the less certain.
    """

    entity: str
    name: str
    called: str
    article: str
    reasons: tuple[str, ...]
    weight: float


class Doubtful(msgspec.Struct, frozen=True):
    """A fact of low confidence, by its uri, with its ends, the words that are said to show it, and their article."""

    fact: str
    subject: str
    predicate: str
    object: str
    words: str
    article: str
    confidence: float


def pairs(graph: str | Path, limit: int = 100) -> list[Pair]:
    """The pairs of names that share most and were left apart, those with the most reasons first."""
    return _first(graph, limit, _pairs, lambda pair: (-pair.weight, pair.one, pair.other))


def merges(graph: str | Path, limit: int = 100) -> list[Merge]:
    """The names that were joined to a fuller one and have least in common with it, the least certain first."""
    return _first(graph, limit, _merges, lambda merge: (merge.weight, merge.entity, merge.article))


def doubtful(graph: str | Path, limit: int = 100) -> list[Doubtful]:
    """The least certain facts that nobody has judged, the least certain first."""
    return _first(graph, limit, lambda ledger: _doubtful(ledger, limit), lambda fact: (fact.confidence, fact.fact))


def _first(graph: str | Path, limit: int, find: Callable[[Ledger], Iterable[T]], order: Callable[[T], Any]) -> list[T]:
    """What is found in the ledger of a graph, at most `limit` of it, the least by `order` first."""
    with open_ledger(graph) as ledger, ledger.snapshot():
        return nsmallest(limit, find(ledger), key=order)


_LEAST_CERTAIN = (
    "SELECT f.path, v.path FROM fact f JOIN version v ON v.n = f.article"
    " WHERE f.path NOT IN (SELECT path FROM judged) ORDER BY f.confidence, f.path LIMIT ?"
)


def _doubtful(ledger: Ledger, limit: int) -> Iterator[Doubtful]:
    for path, article in list(ledger.rows(_LEAST_CERTAIN, limit)):
        fact = next(fact for fact in ledger.resolved(article).facts if fact.path == path)
        predicate, subject, obj = fact.ends
        uri = ledger.base + path
        yield Doubtful(uri, subject, predicate, obj, fact.evidence[2], ledger.base + article, fact.confidence)


def _pairs(ledger: Ledger) -> Iterator[Pair]:
    profiles: dict[int, Profile] = {}
    decided = _decided(ledger)
    for (part,) in list(ledger.rows("SELECT DISTINCT part FROM want ORDER BY part")):
        one = _entity(ledger, part)
        for number, other in candidates(ledger, part, profiles):
            second = _entity(ledger, number)
            if one[0] < second[0] and (one[0], second[0]) not in decided:
                mine = profile_of(ledger, part, profiles)
                reasons, weight = _reasons(mine, other)
                if weight:
                    uris = ledger.base + one[0], ledger.base + second[0]
                    yield Pair(*uris, one[1], second[1], tuple(reasons), weight)


def _merges(ledger: Ledger) -> Iterator[Merge]:
    profiles: dict[int, Profile] = {}
    decided = {part_of(ledger, end) for d in of_kind(ledger, "same") for end in (d.one, d.other)}
    for number, target in list(ledger.rows(_JOINED)):
        seat = ledger.one(_FIRST, number)
        if seat and number not in decided:
            path, name, called, article = seat
            mine, fuller = (profile_of(ledger, n, profiles) for n in (number, target))
            reasons, weight = _reasons(mine, fuller)
            yield Merge(ledger.base + path, name, called, ledger.base + article, tuple(reasons), weight)


# Parts that lead to a fuller name, but for those that stand in one row of a list with it.
_JOINED = """
SELECT p.n, p.target FROM part p JOIN part t ON t.n = p.target LEFT JOIN listed a ON a.block = p.block
LEFT JOIN listed b ON b.block = t.block WHERE a.row IS NULL OR a.row IS NOT b.row ORDER BY p.n
"""
_FIRST = (
    "SELECT e.path, e.name, c.name, v.path FROM cluster c JOIN entity e ON e.n = c.entity JOIN version v ON v.n = c.article"
    " WHERE c.part = ? AND e.masked = 0 ORDER BY v.path LIMIT 1"
)


def _entity(ledger: Ledger, part: int) -> tuple[str, str]:
    path, name = ledger.one(
        "SELECT e.path, e.name FROM cluster c JOIN entity e ON e.n = c.entity WHERE c.part = ? LIMIT 1", part
    )
    return path, name


def _decided(ledger: Ledger) -> set[tuple[str, str]]:
    found = set()
    for decision in of_kind(ledger, "not_same"):
        ends = [entity(ledger, end) for end in (decision.one, decision.other)]
        paths = [ledger.one("SELECT path FROM entity WHERE n = ?", n)[0] for n in ends if n is not None]
        if len(paths) == 2:
            found.add((min(paths), max(paths)))
    return found


def _reasons(one: Profile, other: Profile) -> tuple[list[str], float]:
    shared = {
        "title": one.roles.keys() & other.roles.keys(),
        "body": one.bodies.keys() & other.bodies.keys(),
        "company": one.company.keys() & other.company.keys(),
    }
    reasons = [f"{kind}: {value}" for kind, values in shared.items() for value in sorted(values)[:5]]
    called = other.names.get(one.core, 0) + one.names.get(other.core, 0)
    if called:
        reasons.insert(0, f"called so in {called} articles")
    weight = 2 * len(shared["title"]) + 2 * len(shared["body"]) + 0.5 * len(shared["company"]) + called
    return reasons, weight
