"""Any SPARQL 1.1 store over HTTP, brought up to date with the ledger: `kg load sparql http://…/query`.

What is told are the changes since the cursor, which stands in the store's `graph/meta` and moves in the update that
carries the data: killed at any point, the next load goes on where it stopped. With a graph store, what an empty store
is told first goes there, graph by graph, and the cursor follows. Only graphs below the ledger's base are ever written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

import msgspec
from pyoxigraph import Literal, NamedNode, Quad

from kg import remote
from kg.about import about
from kg.errors import InputError, TargetError
from kg.graph import Part, part, parts
from kg.ledger import Change, Ledger
from kg.loaders import rdf_prints
from kg.rdf import META, graph_of, literal, quads, triples
from kg.rdf_update import cursor_query, cursor_update, first_update, meta_update, update

Progress = Callable[[int, int], None]
Told = list[tuple[Change, Part | None]]
_LINES = 5_000  # triples in an update, more or less
_KEYS = 500
_UPDATES = {r"/(query|sparql)$": "/update", r"(/repositories/[^/]+)$": r"\1/statements"}
_QUERIES = {r"/update$": "/query", r"(/repositories/[^/]+)/statements$": r"\1"}
_EVERYTHING = """SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
FILTER(STRSTARTS(STR(?g), {graphs}) && ?g != <{meta}>) }}"""


class Endpoints(msgspec.Struct, frozen=True):
    """Where a store is asked, where it is updated, and its graph store if it is to be used."""

    query: str
    update: str
    graph_store: str | None = None


def endpoints(target: str | None, update: str | None = None, graph_store: str | None = None) -> Endpoints:
    """The endpoints of a store of which one or both are named.

    The other is what Fuseki, Oxigraph and RDF4J call it (`…/query` or `…/sparql` beside `…/update`, `…/repositories/NAME`
    beside `…/statements`), else the same. Raises InputError where none is named, or one is no web address.
    """
    found = target or (_renamed(update, _QUERIES) if update else None)
    if not found:
        raise InputError("name the store: where it is asked, or --update URL")
    named = Endpoints(found, update or _renamed(found, _UPDATES), graph_store)
    for url in (named.query, named.update, graph_store or named.query):
        if not re.match(r"https?://[^/\s]+", url):
            raise InputError(f"{url} is no address of a SPARQL store; it begins with http:// or https://")
    return named


def _renamed(url: str, names: dict[str, str]) -> str:
    return next((new for old, name in names.items() if (new := re.sub(old, name, url)) != url), url)


def load(
    ledger: Ledger,
    target: str | None = None,
    progress: Progress | None = None,
    *,
    update: str | None = None,
    graph_store: str | None = None,
) -> int:
    """Bring a store up to date; the number of changes that it was told, 0 if it knew everything.

    `target` is where it is asked, `update` where it is updated; one of them is enough (see `endpoints`). Raises
    InputError for what is no address, TargetError if the store cannot be used or holds the graph of another ledger.
    """
    where = endpoints(target, update, graph_store)
    with ledger.snapshot():
        cursor = _cursor(where, ledger)
        if cursor == ledger.seq:
            return 0
        if cursor is None and where.graph_store:
            return _load_graphs(ledger, where, progress)
        return _load_changes(ledger, where, cursor, progress)


def _cursor(where: Endpoints, ledger: Ledger) -> int | None:
    """The last change that is in a store, None if nothing was ever loaded."""
    meta = ledger.base + META
    for row in list(remote.select(where.query, cursor_query())):
        found, graph, cursor = (_value(row[name]) for name in ("ledger", "meta", "cursor"))
        if found != ledger.id:
            raise TargetError(f"{where.query} holds the graph of another ledger: name another store, or empty this one")
        if graph != meta:
            raise TargetError(f"{where.query} holds this graph under {graph.removesuffix(META)}: empty it, load again")
        if int(cursor) > ledger.seq:
            raise TargetError(
                f"{where.query} is ahead of {ledger.folder}: was that restored? Empty the store, load again"
            )
        return int(cursor)
    return None


def _value(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


# ------------------------------------------------------------------ by updates


def _load_changes(ledger: Ledger, where: Endpoints, cursor: int | None, progress: Progress | None) -> int:
    write = first_update if cursor is None else update
    told, total = 0, ledger.count_changes(cursor or 0)
    for batch in _batches(ledger, cursor or 0):
        told += len(batch)
        remote.update(where.update, write(batch, ledger.base, _cursor_update(ledger, batch[-1][0].seq, told == total)))
        if progress:
            progress(told, total)
    return told


def _batches(ledger: Ledger, cursor: int) -> Iterator[Told]:
    batch: Told = []
    size = 0
    for change in ledger.changes(cursor):
        now = None if change.deleted else part(ledger, change.kind, change.path)
        batch.append((change, now))
        size += len(triples(now, ledger.base)) if now else 0
        if size >= _LINES or len(batch) >= _KEYS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cursor_update(ledger: Ledger, seq: int, last: bool) -> str:
    if last:
        return meta_update(ledger.id, seq, ledger.base, about(ledger))
    return cursor_update(ledger.id, seq, ledger.base)


# ------------------------------------------------------------------ by the graph store


def _load_graphs(ledger: Ledger, where: Endpoints, progress: Progress | None) -> int:
    """Everything into an empty store. The cursor 0 comes first: what is broken off here is gone over by updates."""
    assert where.graph_store
    remote.update(where.update, cursor_update(ledger.id, 0, ledger.base))
    told, total = 0, ledger.count_changes()
    for batch in _batches(ledger, 0):
        for graph, lines in _by_graph(batch, ledger.base).items():
            remote.add(where.graph_store, graph, "\n".join(lines))
        told += len(batch)
        if progress:
            progress(told, total)
    remote.update(where.update, meta_update(ledger.id, ledger.seq, ledger.base, about(ledger)))
    return told


def _by_graph(batch: Told, base: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for change, now in batch:
        if now:
            found[base + graph_of(change.kind, change.path)] += triples(now, base)
    return found


# ------------------------------------------------------------------ comparing


def check(ledger: Ledger, target: str) -> Iterator[str]:
    """What differs, each on one line: the cursor, and each named graph by count and hash of its quads.

    `target` is where the store is asked. Raises TargetError if it cannot be used or holds the graph of another ledger.
    """
    where = endpoints(target)
    with ledger.snapshot():
        if _cursor(where, ledger) != ledger.seq:
            yield f"{where.query}: is not up to date with the ledger; run kg load sparql again"
            return
        there = rdf_prints.of_foreign(_there(where, ledger.base))
        here = rdf_prints.of_lines(quads(parts(ledger), ledger.base))
    yield from (f"{where.query}: <{g}> is not what the ledger says" for g in rdf_prints.different(here, there))


def _there(where: Endpoints, base: str) -> Iterator[Quad]:
    query = _EVERYTHING.format(graphs=literal(f"{base}graph/"), meta=base + META)
    for row in remote.select(where.query, query):
        yield Quad(*(row[name] for name in "spog"))
