"""A graph of any size, made up, whose proportions are those of a corpus of real news (1,292 articles of 21 outlets).

parts(150_000)      about a million statements, as the parts that kg.graph makes of a ledger

An article has seven statements by two speakers and five facts. Of a hundred statements, 25 are about a person, 25 about
a body, 30 about a place, 27 were said at a place, two were taken from another medium; of a hundred facts, eleven are
claimed or told by somebody. Names are used by Zipf's law: the first speaker has one statement in fifty, the first
outlet one article in four, the first province, with all inside it, half of what has a place.
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
STATEMENTS, FACTS = 7, 5
PREDICATES = {
    "affiliated_with": 30,
    "holds_position": 28,
    "located_in": 22,
    "participated_in": 5,
    "ordered": 4,
    "cooperates_with": 4,
    "supports": 3,
    "visited": 2,
    "met": 1.5,
    "focuses_on": 0.5,
}
OF_BODIES = ("located_in", "cooperates_with", "focuses_on")
WORDS = "warga jalan banjir harga beras rapat rencana anggaran sekolah air kota desa petani kapal listrik panen".split()


class World:
    """What the articles are about: people, bodies, places within places, outlets."""

    def __init__(self, articles: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.people = [f"person/orang-{digest('p', n, length=8)}" for n in range(articles // 3 + 50)]
        self.bodies = [f"organization/badan-{digest('o', n, length=8)}" for n in range(articles // 6 + 20)]
        provinces = [f"place/{n}" for n in range(11, 49)]
        self.within = dict.fromkeys(provinces, "place/ID")
        cities = {f"{p}.{n:02}": p for p in provinces for n in range(1, 14)}
        self.within |= cities
        self.within |= {f"{city}.{n:02}": city for city in cities for n in range(1, 8)}
        self.places = ["place/ID", *sorted(self.within)]
        self.outlets = [f"publisher/media{n}.id" for n in range(40)]
        flat = (5, 5, 1, 1)
        self._weights = {
            id(pool): list(accumulate(1 / (n + more) for n in range(len(pool))))
            for pool, more in zip(self.pools, flat, strict=True)
        }

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
            level = ("provinsi", "kota", "kecamatan")[path.count(".")] if path in world.within else None
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
    shares = ((world.people, 0.25), (world.bodies, 0.25), (world.places, 0.3))
    about = {world.pick(pool) for pool, share in shares if world.random.random() < share} - {speaker}
    edges += [Edge("ABOUT", path, entity) for entity in sorted(about)]
    others = (("SAID_AT", world.places, 0.27), ("VIA", world.bodies, 0.02))
    edges += [Edge(kind, path, world.pick(pool)) for kind, pool, share in others if world.random.random() < share]


def _fact(
    world: World,
    article: str,
    day: str,
    name: str,
    nodes: list[Node],
    edges: list[Edge],
    relations: dict[str, tuple[str, str, str]],
) -> None:
    path, predicate = f"fact/{name}", world.random.choices(list(PREDICATES), list(PREDICATES.values()))[0]
    subject, body = world.pick(world.bodies if predicate in OF_BODIES else world.people), world.pick(world.bodies)
    if world.random.random() < 0.11:
        edges += [Edge("CLAIMS", world.random.choice(nodes[1 : 1 + STATEMENTS]).path, path)]
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
