"""How fast a graph gets into Neo4j, and how fast questions are answered there and by the embedded store.

    python -m benchmarks.neo4j load news.kg [ROUNDS]   `kg load neo4j` beside a bare driver that writes the same rows
    python -m benchmarks.neo4j generate 150000 DIR     a graph made up, a million statements, in both stores
    python -m benchmarks.neo4j questions DIR [COUNT]   the questions that take an entity, COUNT times each with drawn names

The server is that of the tests (see tests/servers.py), of the release line NEO4J_LINE (2026, or 5).
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase, ManagedTransaction

import kg.loaders.bolt as loader
from benchmarks.generated import BASE, World, parts
from kg import index
from kg.ask import answer
from kg.catalogue import questions
from kg.engines import Engine, engine
from kg.exports.neo4j_admin import write_parts
from kg.keys import key
from kg.ledger import Ledger, open_ledger
from kg.rdf import META, quads
from kg.rdf_update import cursor_triples
from tests import servers

LINE = os.environ.get("NEO4J_LINE", "2026")
SETTINGS = ("server.memory.pagecache.size=1g",)
ARTICLES = 150_000
STATE = index.State("generated", 1, BASE)
Call = tuple[str, dict[str, Any]]


# ------------------------------------------------------------------ loading


class Recorder:
    """Takes the place of a transaction and keeps what it is told to run."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def run(self, statement: str, **values: Any) -> Recorder:
        self.calls.append((statement, values))
        return self

    def consume(self) -> None:
        """As a result does."""


def prepared(ledger: Ledger) -> list[list[Call]]:
    """The transactions of a first load, as the loader runs them."""
    transactions = []
    state = loader.State(ledger.id, 0, ledger.seq, 0, 0)
    for batch in loader._batches(ledger, state):
        recorder: Any = Recorder()
        loader._write(recorder, batch, ledger.base, True, state)
        transactions.append(recorder.calls)
    return transactions


def bare(driver: Driver, transactions: list[list[Call]]) -> None:
    """What a script does that has all its rows ready."""

    def write(tx: ManagedTransaction, calls: list[Call]) -> None:
        for statement, values in calls:
            tx.run(statement, **values).consume()  # type: ignore[arg-type]

    with driver.session() as session:
        for statement in loader.schema():
            session.run(statement).consume()  # type: ignore[arg-type]
        session.run("CALL db.awaitIndexes(300)").consume()
        for calls in transactions:
            session.execute_write(write, calls)


def load(folder: Path, rounds: int) -> None:
    """Both ways in turns into one server that is empty each time, after one round of each to warm it."""
    with open_ledger(folder) as ledger, servers.neo4j(LINE, SETTINGS, heap="2g", jvm=()) as server:
        transactions = prepared(ledger)
        rows = sum(len(values.get("rows", ())) for calls in transactions for _, values in calls)
        took: dict[str, list[float]] = {"bare driver": [], "kg load": []}
        with GraphDatabase.driver(server.bolt) as driver:
            for _ in range(rounds + 1):
                for name, seconds in took.items():
                    start = time.perf_counter()
                    bare(driver, transactions) if name == "bare driver" else loader.load(ledger, server.bolt)
                    seconds.append(time.perf_counter() - start)
                    print(f"{name}: {seconds[-1]:.1f} s", flush=True)
                    servers.empty(driver)
    print(f"{rows:,} rows in {len(transactions)} transactions, Neo4j {servers.RELEASES[LINE].version}")
    best = {name: min(seconds[1:]) for name, seconds in took.items()}
    for name, seconds in took.items():
        print(f"{name:<12}{best[name]:6.1f} s  {rows / best[name]:8,.0f} rows/s  (first, cold: {seconds[0]:.1f} s)")
    print(f"ratio {best['kg load'] / best['bare driver']:.2f}")


# ------------------------------------------------------------------ questions


def generate(articles: int, folder: Path) -> None:
    """Files for Neo4j's import, imported into a server's folder, and an embedded store with its index, of one graph."""
    from pyoxigraph import RdfFormat, Store

    folder.mkdir()
    write_parts(parts(articles), BASE, folder / "files")
    home, _, _ = servers.home_folder(SETTINGS)
    release = servers.RELEASES[LINE]
    script = {**os.environ, "NEO4J_ADMIN": str(servers.admin(release, home))}
    subprocess.run([folder / "files" / "import.sh"], env=script, check=True, stdout=subprocess.DEVNULL)
    shutil.move(home / "data", folder / "data")
    shutil.rmtree(home)
    shutil.rmtree(folder / "files")
    store, lines = Store(str(folder / "rdf")), quads(parts(articles), BASE)
    while chunk := list(islice(lines, 500_000)):
        store.bulk_load(BytesIO("".join(chunk).encode()), RdfFormat.N_QUADS, lenient=True)
    cursor = (f"{line[:-2]} <{BASE}{META}> .\n" for line in cursor_triples(STATE.ledger, STATE.cursor, BASE))
    store.bulk_load(BytesIO("".join(cursor).encode()), RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
    index.make(parts(articles), folder / index.FILE, STATE)


def drawn(world: World, kind: str, evenly: bool) -> str:
    """Something of the kind: any with the same chance, or each as often as statements name it."""
    pools = {"place": world.places, "publisher": world.outlets, "organization": world.bodies}
    pool = pools.get(kind, world.people)
    path = world.random.choice(pool) if evenly else world.pick(pool)
    return key(path.partition("/")[2] if kind == "place" else BASE + path)


def calls(evenly: bool, count: int) -> list[tuple[str, str, str]]:
    """Questions, each with one parameter that names something, and its value."""
    world, found = World(ARTICLES, 1), []
    for question in questions().values():
        nameable = [each for each in question.parameters if each.type in ("entity", "place", "publisher")]
        for each in [one for one in nameable if one.required] or nameable:
            kind = "organization" if each.name in ("organization", "via") else each.type
            found += [(question.name, each.name, drawn(world, kind, evenly)) for _ in range(count)]
    return found


def times(store: Engine, asked: list[tuple[str, str, str]]) -> dict[str, list[float]]:
    """Milliseconds of each question with each of its parameters."""
    took: dict[str, list[float]] = {}
    for name, parameter, value in asked:
        start = time.perf_counter()
        answer(name, {parameter: value}, store)
        took.setdefault(f"{name} {parameter}", []).append((time.perf_counter() - start) * 1000)
    return took


def quick(folder: Path, count: int) -> None:
    """The tables: median and 95th percentile on both stores."""
    with engine(folder) as embedded, at_neo4j(folder) as cypher:
        for evenly in (True, False):
            asked = calls(evenly, count)
            for store in (embedded, cypher):
                times(store, asked)  # plans are made, pages are read
            both = {"embedded": times(embedded, asked), "Neo4j": times(cypher, asked)}
            head = "names drawn evenly" if evenly else "names drawn as often as they occur"
            print(f"{head + ': median, p95 in ms':<55}" + "".join(f"{name:>18}" for name in both))
            for name in both["embedded"]:
                cells = (each[name] for each in both.values())
                print(f"{name:<55}" + "".join(f"{statistics.median(cell):9.1f}{p95(cell):9.1f}" for cell in cells))
            everything = ([one for cell in each.values() for one in cell] for each in both.values())
            print(
                f"{'all':<55}" + "".join(f"{statistics.median(cell):9.1f}{p95(cell):9.1f}" for cell in everything),
                flush=True,
            )


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def at_neo4j(folder: Path) -> Any:
    """The engine of a server whose data lies in the folder."""

    @contextmanager
    def running() -> Iterator[Engine]:
        home, bolt, http = servers.home_folder(SETTINGS)
        (home / "data").symlink_to((folder / "data").resolve())
        server = servers.Server(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", home)
        with servers.started(servers.RELEASES[LINE], server, heap="2g", jvm=()):
            with GraphDatabase.driver(server.bolt) as driver, driver.session() as session:
                for statement in loader.schema():
                    session.run(statement).consume()  # type: ignore[arg-type]
                session.run("CALL db.awaitIndexes(3000)").consume()
            with engine(server.bolt) as found:
                yield found
        shutil.rmtree(home, ignore_errors=True)

    return running()


if __name__ == "__main__":
    what, path, *more = sys.argv[1:]
    if what == "load":
        load(Path(path), int(*more or ["3"]))
    elif what == "generate":
        generate(int(path), Path(more[0]))
    else:
        quick(Path(path), int(*more or ["100"]))
