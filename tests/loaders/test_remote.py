"""Loading into real SPARQL stores: complete, idempotent, by deltas, resumable, and never touching what is not ours."""

from __future__ import annotations

import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import remote
from kg.build import build_records, forget
from kg.cli import app
from kg.decide import decide
from kg.engines import engine
from kg.errors import InputError, TargetError
from kg.ledger import open_ledger
from kg.loaders.remote import check, endpoints, load
from tests import servers
from tests.killed_load import killed_and_edited
from tests.queries.asking import same_rows
from tests.rich import rich_graph, second, third
from tests.servers import Endpoints

KILLS = int(os.environ.get("KG_KILLS", "5"))
SETS = 8  # of parameters for each question


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return rich_graph(tmp_path)


def told(graph: Path, store: Endpoints, graph_store: str | None = None) -> int:
    with open_ledger(graph) as ledger:
        return load(ledger, store.query, graph_store=graph_store)


def faults(graph: Path, store: Endpoints) -> list[str]:
    with open_ledger(graph) as ledger:
        return list(check(ledger, store.query))


def count(store: Endpoints, pattern: str) -> int:
    (row,) = remote.select(store.query, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(row["n"].value)


def test_a_load_is_complete_and_a_second_one_tells_nothing(graph: Path, sparql_store: Endpoints) -> None:
    with open_ledger(graph) as ledger:
        changes = len(list(ledger.changes()))
    assert told(graph, sparql_store) == changes
    assert faults(graph, sparql_store) == []
    assert told(graph, sparql_store) == 0


def test_by_the_graph_store_it_is_the_same(graph: Path, sparql_store: Endpoints) -> None:
    assert told(graph, sparql_store, sparql_store.graph_store) > 0
    assert faults(graph, sparql_store) == []
    build_records([third("Air datang lagi malam ini").pair], graph)
    assert 0 < told(graph, sparql_store, sparql_store.graph_store) < 12
    assert faults(graph, sparql_store) == []


def test_a_first_load_by_the_graph_store_that_was_broken_off_is_mended(graph: Path, sparql_store: Endpoints) -> None:
    with open_ledger(graph) as ledger, pytest.raises(KeyboardInterrupt):
        load(ledger, sparql_store.query, interrupted, graph_store=sparql_store.graph_store)
    forget(["satu-1"], graph)
    assert faults(graph, sparql_store) == [
        f"{sparql_store.query}: is not up to date with the ledger; run kg load sparql again"
    ]
    told(graph, sparql_store, sparql_store.graph_store)
    assert faults(graph, sparql_store) == []


def interrupted(done: int, of: int) -> None:
    raise KeyboardInterrupt


def test_edits_and_withdrawals_replace_just_their_own(graph: Path, sparql_store: Endpoints) -> None:
    told(graph, sparql_store)
    build_records([third("Air datang lagi malam ini").pair], graph)
    assert 0 < told(graph, sparql_store) < 12
    assert faults(graph, sparql_store) == []
    forget(["satu-1"], graph)
    told(graph, sparql_store)
    assert faults(graph, sparql_store) == []
    build_records([second().pair], graph)
    assert faults(graph, sparql_store) == []


def test_decisions_reach_the_store(graph: Path, sparql_store: Endpoints) -> None:
    told(graph, sparql_store)
    decide(graph, "same", "Sari Wuri", "Bima Jati", who="test")
    told(graph, sparql_store)
    assert faults(graph, sparql_store) == []
    decide(graph, "mask", "Sari Wuri", who="test")
    told(graph, sparql_store)
    assert faults(graph, sparql_store) == []
    words = ' GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(LCASE(CONCAT(STR(?s), STR(?o))), "sari"))'
    assert count(sparql_store, words) == 0


def test_canned_questions_give_the_same_rows(graph: Path, sparql_store: Endpoints) -> None:
    told(graph, sparql_store)
    with engine(graph) as here, engine(sparql_store.query) as there:
        _, rows = same_rows(here, there, graph, SETS, seed=2)
    assert rows > 100


def test_what_is_not_ours_is_never_touched(graph: Path, sparql_store: Endpoints) -> None:
    remote.update(sparql_store.update, "INSERT DATA { GRAPH <http://x/g> { <http://x/a> <http://x/b> 1.0 } }")
    told(graph, sparql_store)
    assert faults(graph, sparql_store) == []
    forget(["satu-1", "dua `1`", "catatan"], graph)
    told(graph, sparql_store)
    assert faults(graph, sparql_store) == []
    assert count(sparql_store, "GRAPH <http://x/g> { ?s ?p ?o }") == 1


def test_another_ledger_is_refused_and_so_is_one_that_went_back(
    graph: Path, sparql_store: Endpoints, tmp_path: Path
) -> None:
    told(graph, sparql_store)
    build_records([third().pair], tmp_path / "other.kg", base="http://elsewhere.example/")
    with pytest.raises(TargetError, match="holds the graph of another ledger: name another store"):
        told(tmp_path / "other.kg", sparql_store)
    raised = f"DELETE {{ GRAPH ?g {{ ?m {CURSOR} ?n }} }} INSERT {{ GRAPH ?g {{ ?m {CURSOR} 999999 }} }}"
    remote.update(sparql_store.update, f"{raised} WHERE {{ GRAPH ?g {{ ?m {CURSOR} ?n }} }}")
    with pytest.raises(TargetError, match="was that restored"):
        told(graph, sparql_store)


CURSOR = "<https://w3id.org/kabargraph/ns#cursor>"


def test_a_load_that_is_killed_goes_on_where_it_stopped(tmp_path: Path, sparql_store: Endpoints) -> None:
    graph = tmp_path / "a.kg"
    killed_and_edited(graph, sparql_store.query, KILLS, within=0.5)
    told(graph, sparql_store)
    assert faults(graph, sparql_store) == []


def test_a_difference_is_found(graph: Path, sparql_store: Endpoints) -> None:
    told(graph, sparql_store)
    one = "SELECT ?g ?s ?o { GRAPH ?g { ?s <http://schema.org/text> ?o } } ORDER BY ?s LIMIT 1"
    (row,) = list(remote.select(sparql_store.query, one))
    remote.update(
        sparql_store.update,
        f"DELETE DATA {{ GRAPH {row['g']} {{ {row['s']} <http://schema.org/text> {row['o']} }} }}",
    )
    assert faults(graph, sparql_store) == [f"{sparql_store.query}: {row['g']} is not what the ledger says"]


def test_the_command_takes_either_address(graph: Path, sparql_store: Endpoints) -> None:
    run = CliRunner().invoke
    done = run(app, ["load", "sparql", "--update", sparql_store.update, "-g", str(graph)])
    assert done.exit_code == 0, done.output
    assert "changes" in done.stdout
    again = run(app, ["load", "sparql", sparql_store.query, "-g", str(graph)])
    assert "up to date already" in again.stdout
    assert run(app, ["verify", str(graph), "--target", sparql_store.query]).exit_code == 0


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("http://x/ds/query", "http://x/ds/update"),
        ("http://x/repositories/kg", "http://x/repositories/kg/statements"),
        ("http://x/ds", "http://x/ds"),
    ],
)
def test_one_address_tells_the_other(query: str, update: str) -> None:
    assert endpoints(query) == endpoints(None, update) == endpoints(query, update)
    assert endpoints("http://x/sparql").update == "http://x/update"


def test_what_is_no_address_is_said(graph: Path) -> None:
    for target, update in (("bolt://x", None), (None, None), (None, "file:///etc/passwd"), ("http://x/q", "x")):
        with pytest.raises(InputError):
            endpoints(target, update)


class Unwilling(BaseHTTPRequestHandler):
    """Answers every request with the status that its path names."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(int(self.path[1:4]))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b'{"head": {"vars": ["meta"]}, "results": {"bindings": [')

    def log_message(self, format: str, *_: Any) -> None:
        pass


@contextmanager
def unwilling() -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), Unwilling) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_stores_that_cannot_be_used_are_said_in_one_line(graph: Path) -> None:
    with unwilling() as url, open_ledger(graph) as ledger:
        for target, message in (
            (f"http://127.0.0.1:{servers.free_port()}/query", "no answer from http"),
            (f"{url}/401", "refused the login: set KG_SPARQL_USER"),
            (f"{url}/301", "sends elsewhere .HTTP 301.: name /elsewhere instead"),
            (f"{url}/500", "refused the request .HTTP 500"),
            (f"{url}/200", "no answer from"),  # cut off in its middle
        ):
            with pytest.raises(TargetError, match=message) as caught:
                load(ledger, target)
            assert "\n" not in str(caught.value)
