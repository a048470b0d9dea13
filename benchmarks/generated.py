"""A graph of any size, made up: articles of seven statements and six facts about entities that are named by Zipf's law.

parts(150_000)      about a million statements, as the parts that kg.graph makes of a ledger
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from kg.days import day_bounds
from kg.graph import Edge, Node, Part
from kg.keys import keys
from kg.resolve.minting import digest, relation_path

BASE = "http://localhost:8737/"
STATEMENTS, FACTS = 7, 6
PREDICATES = (
    "met",
    "supports",
    "visited",
    "focuses_on",
    "affiliated_with",
    "holds_position",
    "holds_position",
    "ordered",
)
WORDS = "warga jalan banjir harga beras rapat rencana anggaran sekolah air kota desa petani kapal listrik panen".split()


class World:
    """What the articles are about: people, bodies, places within places, outlets."""

    def __init__(self, articles: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.people = [f"person/orang-{digest('p', n, length=8)}" for n in range(articles // 3 + 50)]
        self.bodies = [f"organization/badan-{digest('o', n, length=8)}" for n in range(articles // 6 + 20)]
        provinces = [f"place/{n}" for n in range(11, 49)]
        self.within = dict.fromkeys(provinces, "place/ID")
        self.within |= {f"{p}.{n:02}": p for p in provinces for n in range(1, 14)}
        self.places = ["place/ID", *self.within]
        self.outlets = [f"publisher/media{n}.id" for n in range(40)]
        self._weights = {id(pool): list(accumulate(1 / (n + 5) for n in range(len(pool)))) for pool in self.pools}

    @property
    def pools(self) -> tuple[list[str], ...]:
        return self.people, self.bodies, self.places, self.outlets

    def pick(self, pool: list[str]) -> str:
        """One of the pool; the first come most often."""
        return self.random.choices(pool, cum_weights=self._weights[id(pool)])[0]


def parts(articles: int, seed: int = 1) -> Iterator[Part]:
    """The parts of a graph of that many articles, descriptions first."""
    world = World(articles, seed)
    yield from _described(world)
    relations: dict[str, tuple[str, str, str]] = {}
    for n in range(articles):
        yield _article(world, n, relations)
    for path, (subject, predicate, obj) in relations.items():
        values = {"path": path, "basis": "asserted", "confidence": 0.9, "articles": 1, "publishers": 1}
        edge = Edge(predicate, subject, obj, values | {"statements": 0, "sources": 1, "denials": 0})
        yield Part("relation", path, (), (edge,))


def _described(world: World) -> Iterator[Part]:
    for pool, label in zip(world.pools, ("Person", "Organization", "Place", "Publisher"), strict=True):
        for path in pool:
            name = path.partition("/")[2].replace("-", " ").title()
            level = {0: "provinsi", 1: "kota"}.get(path.count(".")) if path in world.within else None
            more = {"code": path.partition("/")[2], "level": level or "negara"} if label == "Place" else {}
            node = Node(path, label, {"name": name, "key": tuple({*keys(name), BASE + path}), **more})
            edges = (Edge("WITHIN", path, world.within[path]),) if path in world.within else ()
            yield Part("publisher" if label == "Publisher" else "entity", path, (node,), edges)


def _article(world: World, n: int, relations: dict[str, tuple[str, str, str]]) -> Part:
    day = (date(2020, 1, 1) + timedelta(days=n % 2200)).isoformat()
    path = f"article/media.id-{digest('a', n)}"
    values = {"name": f"Berita {n}", "id": f"b{n}", "published": day, "language": "id", "sha256": digest(n, length=64)}
    nodes, edges = [Node(path, "Article", values)], [Edge("PUBLISHED_BY", path, world.pick(world.outlets))]
    speakers = [world.pick(world.people) for _ in range(2)]
    for i in range(STATEMENTS):
        _statement(world, path, day, speakers[i % 2], digest("s", n, i), nodes, edges)
    for i in range(FACTS):
        _fact(world, path, day, digest("f", n, i), nodes, edges, relations)
    return Part("article", path, tuple(nodes), tuple(edges))


def _statement(
    world: World, article: str, day: str, speaker: str, name: str, nodes: list[Node], edges: list[Edge]
) -> None:
    path, said = f"statement/{name}", " ".join(world.random.choices(WORDS, k=20))
    nodes.append(Node(path, "Statement", _common(day) | {
        "name": said[:80], "kind": "direct", "said": said, "role": "Kepala Dinas", "cue": "kata", "resolution": "explicit",
        "date": day, "date_basis": "explicit", "evidence": ((10, 10 + len(said), said),),
    }))  # fmt: skip
    edges += [Edge("SAID", speaker, path), Edge("REPORTED_IN", path, article)]
    about = {world.pick(pool) for pool in (world.people, world.bodies, world.places)} - {speaker}
    edges += [Edge("ABOUT", path, entity) for entity in sorted(about)]
    edges += [Edge("SAID_AT", path, world.pick(world.places))]


def _fact(
    world: World,
    article: str,
    day: str,
    name: str,
    nodes: list[Node],
    edges: list[Edge],
    relations: dict[str, tuple[str, str, str]],
) -> None:
    path, predicate = f"fact/{name}", world.random.choice(PREDICATES)
    subject, body = world.pick(world.people), world.pick(world.bodies)
    values = _common(day) | {
        "name": predicate,
        "predicate": predicate,
        "evidence": ((300, 320, "kepala dinas di kota"),),
    }
    if predicate == "holds_position":
        nodes.append(Node(path, "Fact", values | {"literal": f"Kepala {world.random.choice(WORDS)}"}))
        edges += [Edge("SUBJECT", path, subject), Edge("OF", path, body), Edge("REPORTED_IN", path, article)]
        return
    relation = relation_path(subject, predicate, body)
    relations[relation] = (subject, predicate, body)
    nodes.append(Node(path, "Fact", values | {"relation": relation}))
    edges += [Edge("SUBJECT", path, subject), Edge("OBJECT", path, body), Edge("REPORTED_IN", path, article)]


def _common(day: str) -> dict[str, object]:
    start, end = day_bounds(day) or (day, day)
    return {"polarity": "positive", "basis": "asserted", "confidence": 0.9, "day_start": start, "day_end": end}
