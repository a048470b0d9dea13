"""Whether a Neo4j database holds what the ledger says: counts and hashes of nodes, relationships and names, by kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.bolt import Server, connect, server
from kg.graph import parts
from kg.ledger import Ledger
from kg.loaders.bolt import cursor
from kg.property_graph import edges, labels, names, nodes

if TYPE_CHECKING:
    from neo4j import Session

Item = tuple[str, Any]
Prints = dict[str, tuple[int, int]]


def check(ledger: Ledger, target: str | Server) -> Iterator[str]:
    """What differs, each on one line; nothing if the database is up to date and equal.

    `target` is an address, with the login of the environment, or a Server. Raises TargetError if the server cannot be
    used, or holds the graph of another ledger.
    """
    where = target if isinstance(target, Server) else server(target)
    with connect(where) as driver, driver.session(database=where.database) as session, ledger.snapshot():
        if cursor(session, ledger, where) != ledger.seq:
            yield f"{where.uri}: is not up to date with the ledger; run kg load neo4j again"
            return
        there, here = _fingerprints(_there(session)), _fingerprints(_here(ledger))
    for kind in sorted(there.keys() | here.keys()):
        found, expected = there.get(kind, (0, 0)), here.get(kind, (0, 0))
        if found[0] != expected[0]:
            yield f"{where.uri}: {found[0]:,} {kind}, the ledger has {expected[0]:,}"
        elif found != expected:
            yield f"{where.uri}: {kind} are not what the ledger says"


def _here(ledger: Ledger) -> Iterator[Item]:
    for part in parts(ledger):
        for node in nodes(part, ledger.base):
            yield "+".join(sorted(labels()[node.label])), (node.uri, _known(node.properties))
        for edge in edges(part, ledger.base):
            yield edge.type, (edge.start, edge.end, _known(edge.properties))
        for name in names(part, ledger.base):
            yield "NAMES", (name.key, name.uri, name.redirect)


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None and name != "kabar"}


_NODES = "MATCH (n:Kabar) WHERE NOT n:KabarLedger RETURN labels(n) AS labels, properties(n) AS properties"
_EDGES = """MATCH (a:Kabar)-[r]->(b:Kabar) WHERE r.kabar
RETURN type(r) AS type, a.uri AS start, b.uri AS end, properties(r) AS properties"""
_NAMES = """MATCH (k:KabarName)-[r:NAMES]->(n:Kabar) WHERE r.kabar
RETURN k.key AS key, n.uri AS uri, coalesce(r.redirect, false) AS redirect"""


def _there(session: Session) -> Iterator[Item]:
    for row in session.run(_NODES):
        own = {name: value for name, value in row["properties"].items() if name != "uri"}
        yield "+".join(sorted(row["labels"])), (row["properties"]["uri"], own)
    for row in session.run(_EDGES):
        yield row["type"], (row["start"], row["end"], _known(row["properties"]))
    for row in session.run(_NAMES):
        yield "NAMES", (row["key"], row["uri"], row["redirect"])


def _fingerprints(items: Iterable[Item]) -> Prints:
    """For each kind the number of its items and the sum of their hashes, which no order changes."""
    prints: Prints = {}
    for kind, item in items:
        line = json.dumps(item, sort_keys=True, default=_plain)
        count, total = prints.get(kind, (0, 0))
        added = int.from_bytes(hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=16).digest())
        prints[kind] = (count + 1, (total + added) % 2**128)
    return prints


def _plain(value: Any) -> str:
    """A date as in ISO 8601, of Python or of the driver."""
    return str(value.isoformat() if hasattr(value, "isoformat") else value.iso_format())
