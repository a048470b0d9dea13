"""What a person should look at first: names that may be one, and the least certain facts.

Each finding tells the decision that would settle it: `decide(graph, "same", one, other, who=…)`, or "wrong" and "right"
for a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from pathlib import Path

import msgspec

from kg.ledger import Ledger, open_ledger
from kg.ledger.bearers import candidates, profile_of
from kg.resolve import Profile


class Pair(msgspec.Struct, frozen=True):
    """Two entities that may be one, by their uris and names, with what speaks for it; `weight` orders the pairs."""

    one: str
    other: str
    one_name: str
    other_name: str
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
    with open_ledger(graph) as ledger, ledger.snapshot():
        return nlargest(limit, _pairs(ledger), key=lambda pair: (pair.weight, pair.one, pair.other))


def doubtful(graph: str | Path, limit: int = 100) -> list[Doubtful]:
    """The least certain facts that nobody has judged, the least certain first."""
    with open_ledger(graph) as ledger, ledger.snapshot():
        rows = ledger.rows(_LEAST_CERTAIN, limit)
        return [_doubtful(ledger, path, article) for path, article in list(rows)]


_LEAST_CERTAIN = (
    "SELECT f.path, v.path FROM fact f JOIN version v ON v.n = f.article"
    " WHERE f.path NOT IN (SELECT path FROM judged) ORDER BY f.confidence, f.path LIMIT ?"
)


def _doubtful(ledger: Ledger, path: str, article: str) -> Doubtful:
    fact = next(fact for fact in ledger.resolved(article).facts if fact.path == path)
    predicate, subject, obj = fact.ends
    uri = ledger.base + path
    return Doubtful(uri, subject, predicate, obj, fact.evidence[2], ledger.base + article, fact.confidence)


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


def _entity(ledger: Ledger, part: int) -> tuple[str, str]:
    path, name = ledger.one(
        "SELECT e.path, e.name FROM cluster c JOIN entity e ON e.n = c.entity WHERE c.part = ? LIMIT 1", part
    )
    return path, name


def _decided(ledger: Ledger) -> set[tuple[str, str]]:
    from kg.ledger.verdicts import entity, of_kind

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
