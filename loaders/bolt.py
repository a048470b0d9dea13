"""Neo4j over Bolt, brought up to date with the ledger: `kg load neo4j bolt://…`.

What is told are the changes since the cursor, which stands in a node of the database (`KabarLedger`) and moves in the
transaction of the data: killed at any point, the next load goes on where it stopped. Changes are told kind by kind,
descriptions first; a load that was broken off is finished before what changed since. Only nodes labelled Kabar or
KabarName and relationships with `kabar: true` are ever written or deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from importlib import resources
from itertools import groupby
from threading import Thread
from typing import TYPE_CHECKING, Any

import msgspec

from kg.bolt import DISK, Server, connect, server
from kg.errors import TargetError
from kg.graph import Part, part
from kg.keys import key
from kg.ledger import Change, Ledger
from kg.property_graph import derived_types, edges, labels, names, nodes, property_names, relationships
from kg.rdf import META

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

Progress = Callable[[int, int], None]
Told = Sequence[tuple[Change, Part | None]]
Rows = list[dict[str, Any]]

KINDS = ("publisher", "entity", "quote", "article", "links", "relation", "redirect")
_ROWS = 4000  # nodes and relationships in a transaction, more or less


class State(msgspec.Struct, frozen=True):
    """How far a database has come: all up to `cursor`, and of what is up to `upto` that before `kind`, `seq`."""

    ledger: str
    cursor: int
    upto: int
    kind: int
    seq: int


def load(ledger: Ledger, target: str | Server, progress: Progress | None = None, **login: str | None) -> int:
    """Bring the database up to date; the number of changes that it was told, 0 if it knew everything.

    `target` is a Server, or an address; then `database`, `user` and `password` may be given, and are as the environment
    says otherwise (`kg.bolt.server`). Raises TargetError if the server cannot be used, or if the database holds the graph
    of another ledger.
    """
    where = target if isinstance(target, Server) else server(target, **login)
    with connect(where) as driver, driver.session(database=where.database) as session, ledger.snapshot():
        _follow_base(session, ledger, where)
        state = _found(session, ledger, where)
        if not session.run("SHOW CONSTRAINTS YIELD name WHERE name = 'kabar_uri' RETURN name").data():
            _make_schema(driver, where)
        state = state or State(ledger.id, 0, 0, 0, 0)
        told = _tell(session, ledger, state, progress) if state.upto > state.cursor else 0
        behind = max(state.upto, state.cursor)
        if ledger.seq > behind:
            told += _tell(session, ledger, State(ledger.id, behind, ledger.seq, 0, 0), progress)
        return told


# ------------------------------------------------------------------ where it stands


def cursor(session: Session, ledger: Ledger, where: Server) -> int | None:
    """The last change that is in a database, None if nothing or not all of it is; TargetError if it is another ledger's."""
    state = _found(session, ledger, where)
    return state.cursor if state and state.upto <= state.cursor else None


def _make_schema(driver: Driver, where: Server) -> None:
    """Make constraints and indexes. A server whose disk is full calls them FAILED, and never answers who wants them."""
    made: Future[None] = Future()
    Thread(target=_settle_schema, args=(where, made), daemon=True).start()
    seen = 0
    while not wait([made], timeout=2).done:
        with driver.session(database=where.database) as fresh:  # one that has asked before would wait for what it saw
            seen = seen + 1 if fresh.run(_FAILED).data() else 0
        if seen == 3:
            raise TargetError(f"{where.uri} {DISK}")
    made.result()


def _settle_schema(where: Server, made: Future[None]) -> None:
    try:
        with connect(where) as driver, driver.session(database=where.database) as session:
            for row in session.run(_FAILED).data():  # left by an earlier load
                session.run(f"DROP INDEX `{row['name']}` IF EXISTS").consume()  # pyright: ignore[reportArgumentType]
            for statement in schema():
                session.run(statement).consume()  # pyright: ignore[reportArgumentType]  # from our own file
            session.run("CALL db.awaitIndexes(300)").consume()
        made.set_result(None)
    except TargetError as error:
        made.set_exception(error)


_FAILED = "SHOW INDEXES YIELD name, state WHERE state = 'FAILED' AND name STARTS WITH 'kabar_' RETURN name"


def _found(session: Session, ledger: Ledger, where: Server) -> State | None:
    found = session.run(_STATE).data()
    if not found:
        return None
    state = msgspec.convert(found[0], State)
    if state.ledger != ledger.id:
        raise TargetError(f"{where.uri} holds the graph of another ledger: name another database, or empty this one")
    if max(state.cursor, state.upto) > ledger.seq:
        raise TargetError(f"{where.uri} is ahead of {ledger.folder}: was that restored? Empty the database, load again")
    return state


def _follow_base(session: Session, ledger: Ledger, where: Server) -> None:
    """Give everything uris under the ledger's base, if they have another: the ledger's own node last."""
    if not _found(session, ledger, where):
        return
    old = str(session.run("MATCH (m:KabarLedger) RETURN m.uri AS uri").data()[0]["uri"]).removesuffix(META)
    if old != ledger.base:
        for statement in (*(f"MATCH ()-[r:{kind} {{kabar: true}}]->()" for kind in derived_types()), _OTHERS, _LEDGER):
            while session.execute_write(_rename, statement, old, ledger.base):
                pass


def _rename(tx: ManagedTransaction, find: str, old: str, new: str) -> int:
    again = " AND NOT r.uri STARTS WITH $new" if new.startswith(old) else ""
    found = tx.run(
        f"{find} WHERE r.uri STARTS WITH $old{again} WITH r LIMIT {_ROWS} "  # pyright: ignore[reportArgumentType]
        "SET r.uri = $new + substring(r.uri, size($old)) RETURN count(*) AS count",
        old=old,
        new=new,
    )
    return int(found.data()[0]["count"])


_OTHERS = "MATCH (r:Kabar) WHERE NOT r:KabarLedger WITH r"
_LEDGER = "MATCH (r:KabarLedger)"


def schema() -> list[str]:
    """The statements that make constraints and indexes."""
    text = resources.files("kg.schemas").joinpath("neo4j.cypher").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    fixed = [statement.strip() for statement in lines.split(";") if statement.strip()]
    derived = [
        f"CREATE INDEX kabar_{kind.lower()} IF NOT EXISTS FOR ()-[r:{kind}]-() ON (r.uri)" for kind in derived_types()
    ]
    return fixed + derived


_STATE = """MATCH (m:KabarLedger)
RETURN m.ledger AS ledger, m.cursor AS cursor, m.upto AS upto, m.kind AS kind, m.seq AS seq"""
_SET_STATE = """MERGE (m:Kabar {uri: $uri})
SET m:KabarLedger, m.name = 'kabargraph', m += $state"""


# ------------------------------------------------------------------ telling


def _tell(session: Session, ledger: Ledger, state: State, progress: Progress | None) -> int:
    fresh, told, total = state.cursor == 0, 0, _count(ledger, state)
    for batch in _batches(ledger, state):
        last = batch[-1][0]
        after = msgspec.structs.replace(state, kind=KINDS.index(last.kind), seq=last.seq)
        session.execute_write(_write, batch, ledger.base, fresh, after)
        told += len(batch)
        if progress:
            progress(told, total)
    session.execute_write(_set_state, ledger.base, State(ledger.id, state.upto, state.upto, 0, 0))
    return told


def _count(ledger: Ledger, state: State) -> int:
    return int(ledger.one("SELECT count(*) FROM change WHERE seq > ? AND seq <= ?", state.cursor, state.upto)[0])


def _batches(ledger: Ledger, state: State) -> Iterator[Told]:
    """Changes that were not told, each with what its key says now: one kind in a batch, in the order of KINDS."""
    batch: list[tuple[Change, Part | None]] = []
    size = 0
    for change in _changes(ledger, state):
        if batch and (size >= _ROWS or batch[0][0].kind != change.kind):
            yield batch
            batch, size = [], 0
        now = None if change.deleted else part(ledger, change.kind, change.path)
        batch.append((change, now))
        size += 1 + (len(now.nodes) + len(now.edges) if now else 0)
    if batch:
        yield batch


def _changes(ledger: Ledger, state: State) -> Iterator[Change]:
    for rank in range(state.kind, len(KINDS)):
        since = max(state.cursor, state.seq if rank == state.kind else 0)
        query = "SELECT seq, kind, path, deleted FROM change WHERE kind = ? AND seq > ? AND seq <= ? ORDER BY seq"
        for seq, kind, path, deleted in ledger.rows(query, KINDS[rank], since, state.upto):
            yield Change(seq, kind, path, bool(deleted))


def _write(tx: ManagedTransaction, batch: Told, base: str, fresh: bool, after: State) -> None:
    kind = batch[0][0].kind
    if not fresh:
        _CLEAR[kind](tx, batch, base)
    parts = [now for _, now in batch if now]
    _merge_nodes(tx, parts, base)
    _merge_names(tx, parts, base)
    _merge_edges(tx, parts, base)
    _set_state(tx, base, after)


def _set_state(tx: ManagedTransaction, base: str, state: State) -> None:
    tx.run(_SET_STATE, uri=base + META, state=msgspec.to_builtins(state))


# ------------------------------------------------------------------ what is there now


def _merge_nodes(tx: ManagedTransaction, parts: Iterable[Part], base: str) -> None:
    found = sorted((row for each in parts for row in nodes(each, base)), key=lambda row: (row.label, row.uri))
    for label, rows in groupby(found, key=lambda row: row.label):
        _run(tx, node_statement(label), [{"uri": row.uri, "properties": _typed(row.properties)} for row in rows])


def node_statement(label: str) -> str:
    """The statement that writes nodes of a label."""
    others = [other for other, every in labels().items() if "Entity" in every and other != label]
    change = f"REMOVE n:{':'.join(others)}\n" if "Entity" in labels()[label] else ""
    own = ":".join(labels()[label][1:])
    return f"UNWIND $rows AS row\nMERGE (n:Kabar {{uri: row.uri}})\n{change}SET n:{own}\nSET n += row.properties"


def _typed(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    if (location := properties.get("location")) is None:
        return properties
    from neo4j.spatial import WGS84Point

    return {**properties, "location": WGS84Point(location)}


def _merge_names(tx: ManagedTransaction, parts: Iterable[Part], base: str) -> None:
    rows = sorted(row for each in parts for row in names(each, base))
    _run(tx, NAMES, [{"key": row.key, "uri": row.uri} for row in rows if not row.redirect])
    _run(tx, REDIRECTS, [{"key": row.key, "uri": row.uri} for row in rows if row.redirect])


NAMES = """UNWIND $rows AS row
MERGE (n:Kabar {uri: row.uri})
MERGE (k:KabarName {key: row.key}) ON CREATE SET k.name = row.key
MERGE (k)-[:NAMES {kabar: true}]->(n)"""
REDIRECTS = NAMES.replace("{kabar: true}", "{kabar: true, redirect: true}")


def _merge_edges(tx: ManagedTransaction, parts: Iterable[Part], base: str) -> None:
    found = sorted((row for each in parts for row in edges(each, base)), key=lambda row: (row.type, row.start, row.end))
    for kind, rows in groupby(found, key=lambda row: row.type):
        _run(tx, edge_statement(kind), [{"start": r.start, "end": r.end, "properties": r.properties} for r in rows])


def edge_statement(kind: str) -> str:
    """The statement that writes relationships of a type, from the side that has few of them.

    An end that is told later is made here, with nothing but its uri.
    """
    first, second = ("end", "start") if kind in ("SAID", "ALLEGEDLY_SAID") else ("start", "end")
    ends = f"MERGE (a:Kabar {{uri: row.{first}}})\nMERGE (b:Kabar {{uri: row.{second}}})\n"
    if kind in derived_types():
        merge = f"MERGE (a)-[r:{kind} {{kabar: true, uri: row.properties.uri}}]->(b)\nSET r += row.properties"
    else:
        merge = f"MERGE (a){'<' * (first == 'end')}-[:{kind} {{kabar: true}}]-{'>' * (first == 'start')}(b)"
    return f"UNWIND $rows AS row\n{ends}{merge}"


# ------------------------------------------------------------------ what was there before


def _clear_articles(tx: ManagedTransaction, batch: Told, base: str) -> None:
    """Statements and facts that are gone, and every relationship of those that stay."""
    uris = sorted(base + change.path for change, _ in batch)
    stay = {base + node.path for _, now in batch if now for node in now.nodes}
    found = [row["uri"] for row in tx.run(_OF_ARTICLES, uris=uris)]
    _delete_nodes(tx, [uri for uri in (*uris, *found) if uri not in stay])
    kinds = "|".join(kind for kind, of_article in relationships().items() if of_article)
    kept = f"UNWIND $rows AS uri\nMATCH (n:Kabar {{uri: uri}})-[r:{kinds}]-() WHERE r.kabar DELETE r"
    _run(tx, kept, [uri for uri in (*uris, *found) if uri in stay])


_OF_ARTICLES = """UNWIND $uris AS uri
MATCH (:Kabar {uri: uri})<-[r:REPORTED_IN]-(n:Kabar) WHERE r.kabar
RETURN n.uri AS uri ORDER BY uri"""


def _clear_described(tx: ManagedTransaction, batch: Told, base: str) -> None:
    """Nodes that are gone; the keys that others lost, and what they lie within."""
    _delete_nodes(tx, [base + change.path for change, now in batch if now is None])
    kept = [{"uri": base + change.path, "keys": [row.key for row in names(now, base)]} for change, now in batch if now]
    lost = tx.run(_LOST_KEYS, rows=kept)
    _delete_names(tx, sorted({row["key"] for row in lost}))
    _run(tx, "UNWIND $rows AS row\nMATCH (:Kabar {uri: row.uri})-[r:WITHIN]->() WHERE r.kabar DELETE r", kept)


_LOST_KEYS = """UNWIND $rows AS row
MATCH (k:KabarName)-[r:NAMES]->(:Kabar {uri: row.uri})
WHERE r.kabar AND r.redirect IS NULL AND NOT k.key IN row.keys
DELETE r
RETURN DISTINCT k.key AS key"""


def _clear_links(tx: ManagedTransaction, batch: Told, base: str) -> None:
    uris = [base + change.path for change, _ in batch]
    _run(tx, "UNWIND $rows AS uri\nMATCH (:Kabar {uri: uri})-[r:VARIANT_OF|COPY_OF]->() WHERE r.kabar DELETE r", uris)


def _clear_relations(tx: ManagedTransaction, batch: Told, base: str) -> None:
    gone = [base + change.path for change, now in batch if now is None]
    for kind in derived_types():
        _run(tx, f"UNWIND $rows AS uri\nMATCH ()-[r:{kind} {{uri: uri}}]->() WHERE r.kabar DELETE r", gone)


def _clear_redirects(tx: ManagedTransaction, batch: Told, base: str) -> None:
    keys = [key(base + change.path) for change, _ in batch]
    _run(
        tx,
        "UNWIND $rows AS key\nMATCH (:KabarName {key: key})-[r:NAMES {redirect: true}]->() WHERE r.kabar DELETE r",
        keys,
    )
    _delete_names(tx, [key(base + change.path) for change, now in batch if now is None])


_CLEAR = {
    "publisher": _clear_described,
    "entity": _clear_described,
    "quote": _clear_described,
    "article": _clear_articles,
    "links": _clear_links,
    "relation": _clear_relations,
    "redirect": _clear_redirects,
}


def _delete_nodes(tx: ManagedTransaction, uris: list[str]) -> None:
    """Delete nodes with our relationships; what others tied something to stays, emptied of all that is ours."""
    lost = [row["key"] for row in tx.run(_KEYS_OF, uris=uris)] if uris else []
    find = "UNWIND $rows AS uri\nMATCH (n:Kabar {uri: uri})"
    _run(tx, f"{find}-[r]-() WHERE r.kabar DELETE r", uris)
    _run(tx, f"{find} WHERE NOT EXISTS {{ (n)--() }} DELETE n", uris)
    every = sorted({label for each in labels().values() for label in each})
    empty = dict.fromkeys(["uri", *(name for label in labels() for name in property_names(label))])
    _run(tx, f"{find}\nREMOVE n:{':'.join(every)}\nSET n += $empty", uris, empty=empty)
    _delete_names(tx, lost)


_KEYS_OF = """UNWIND $uris AS uri
MATCH (k:KabarName)-[:NAMES]->(:Kabar {uri: uri})
RETURN DISTINCT k.key AS key ORDER BY key"""


def _delete_names(tx: ManagedTransaction, keys: list[str]) -> None:
    find = "UNWIND $rows AS key\nMATCH (k:KabarName {key: key})"
    _run(tx, f"{find} WHERE NOT EXISTS {{ (k)--() }} DELETE k", keys)
    unused = "WHERE NOT EXISTS { (k)-[r:NAMES]->() WHERE r.kabar }"
    _run(tx, f"{find} {unused}\nREMOVE k:KabarName\nSET k += {{key: null, name: null}}", keys)


def _run(tx: ManagedTransaction, statement: str, rows: Sequence[Any], **more: Any) -> None:
    if rows:
        tx.run(statement, rows=rows, **more).consume()  # pyright: ignore[reportArgumentType]
