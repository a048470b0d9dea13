"""Loading into real servers: complete, idempotent, by deltas, resumable, and never touching what is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from kg.bolt import Server
from kg.build import build_records, forget
from kg.decide import decide
from kg.errors import TargetError
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from kg.loaders.bolt_check import check
from kg.rebase import rebase
from tests import servers
from tests.killed_load import killed_and_edited
from tests.rich import first, rich_graph, second, third

pytestmark = pytest.mark.needs("neo4j")
KILLS = int(os.environ.get("KG_KILLS", "5"))


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return rich_graph(tmp_path)


@pytest.fixture
def driver(neo4j_uri: str) -> Iterator[Driver]:
    with servers.connect(neo4j_uri) as found:
        yield found


def told(graph: Path, uri: str) -> int:
    with open_ledger(graph) as ledger:
        return load(ledger, uri)


def faults(graph: Path, uri: str) -> list[str]:
    with open_ledger(graph) as ledger:
        return list(check(ledger, uri))


def rows(driver: Driver, query: Any, **values: Any) -> list[list[Any]]:
    return [list(record.values()) for record in driver.execute_query(query, values).records]


def one(driver: Driver, query: Any, **values: Any) -> Any:
    ((value,),) = rows(driver, query, **values)
    return value


def everything(driver: Driver) -> list[Any]:
    """What is in the database, whoever wrote it."""
    nodes = rows(driver, "MATCH (n) RETURN labels(n), properties(n)")
    edges = rows(driver, "MATCH (a)-[r]->(b) RETURN a.uri, a.key, type(r), properties(r), b.uri")
    return sorted([repr(sorted(map(str, each))) for each in nodes] + [repr(each) for each in edges])


def test_a_load_is_complete_and_a_second_one_writes_nothing(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    with open_ledger(graph) as ledger:
        changes = len(list(ledger.changes()))
    assert told(graph, neo4j_uri) == changes
    assert faults(graph, neo4j_uri) == []
    last = "SHOW DATABASE neo4j YIELD lastCommittedTxn RETURN lastCommittedTxn"
    before = one(driver, last)
    assert told(graph, neo4j_uri) == 0
    assert one(driver, last) == before


def test_values_have_their_types_and_captions_read_well(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    told(graph, neo4j_uri)
    ((said, start, starts, exacts),) = rows(
        driver,
        "MATCH (p:Person {name: 'Sari Wuri'})-[:SAID]->(s:Statement {kind: 'direct', date: '2025-02-09'})"
        " RETURN s.said, s.day_start, s.starts, s.exacts",
    )
    assert start.iso_format() == "2025-02-09"
    assert exacts == [said]
    assert first().document.text[starts[0] :].startswith(said)
    assert rows(driver, "MATCH (n:Kabar) WHERE n.name IS NULL RETURN n.uri") == []
    assert one(driver, "MATCH (:Organization {name: 'Basarnas'})-[r:MET]-(:Person) RETURN r.articles") == 2
    assert one(driver, "MATCH (k:KabarName {key: 'basarnas'})-[:NAMES]->(o) RETURN o.name") == "Basarnas"


def test_texts_are_found_by_stems_and_names_as_they_are(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    told(graph, neo4j_uri)
    driver.execute_query("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    find: Any = "CALL db.index.fulltext.queryNodes($index, $words) YIELD node RETURN DISTINCT node.name ORDER BY 1"
    assert rows(driver, find, index="kabar_said", words="kesurutan")  # surut
    assert ["Sari Wuri"] in rows(driver, find, index="kabar_names", words="wuri")


def test_edits_and_withdrawals_replace_just_their_own(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    told(graph, neo4j_uri)
    build_records([third("Air datang lagi malam ini").pair], graph)
    assert 0 < told(graph, neo4j_uri) < 12
    assert faults(graph, neo4j_uri) == []
    forget(["satu-1"], graph)
    told(graph, neo4j_uri)
    assert faults(graph, neo4j_uri) == []
    assert rows(driver, "MATCH (n:KabarName {key: 'gedung sate'}) RETURN n") == []
    build_records([second().pair], graph)
    assert faults(graph, neo4j_uri) == []


def test_decisions_reach_the_database(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    told(graph, neo4j_uri)
    base = "http://localhost:8737/"
    bima = one(driver, "MATCH (p:Person {name: 'Bima Jati'}) RETURN p.uri")
    sari = one(driver, "MATCH (p:Person {name: 'Sari Wuri'}) RETURN p.uri")
    decide(graph, "same", sari.removeprefix(base), bima.removeprefix(base), who="test")
    told(graph, neo4j_uri)
    assert faults(graph, neo4j_uri) == []
    assert len(rows(driver, "MATCH (p:Person) WHERE p.uri IN [$one, $other] RETURN p", one=sari, other=bima)) == 1
    assert one(driver, "MATCH (:KabarName {key: $key})-[:NAMES]->(p) RETURN count(p)", key=bima) == 1
    decide(graph, "mask", "Sari Wuri", who="test")
    told(graph, neo4j_uri)
    assert faults(graph, neo4j_uri) == []
    assert "sari" not in repr(everything(driver)).lower()


def test_what_is_not_ours_is_never_touched(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    uri = "http://localhost:8737/publisher/satu.example.com"
    driver.execute_query("CREATE (:Person {uri: $uri, name: 'Orang lain'})-[:SAID]->(:Catatan {isi: 'x'})", uri=uri)
    driver.execute_query("CREATE (:Person {uri: $uri, name: 'Orang lain'})", uri=uri)
    before = everything(driver)
    told(graph, neo4j_uri)
    driver.execute_query(
        "MATCH (c:Catatan), (p:Kabar:Person {name: 'Sari Wuri'})-[:SAID]->(s) WITH c, p, s ORDER BY s.uri LIMIT 1"
        " CREATE (c)-[:TENTANG {kapan: 1}]->(s) CREATE (c)-[:TENTANG {kapan: 2}]->(p) CREATE (p)-[:MET {x: 1}]->(p)"
    )
    assert faults(graph, neo4j_uri) == []
    forget(["satu-1", "dua `1`", "catatan"], graph)
    told(graph, neo4j_uri)
    assert faults(graph, neo4j_uri) == []
    assert one(driver, "MATCH (:Catatan)-[r:TENTANG]->(n) RETURN count(r) + count(DISTINCT n)") == 4
    assert one(driver, "MATCH (n)-[r:MET {x: 1}]->(n) RETURN labels(n) + keys(n)") == []  # emptied, but there
    left = [row for row in everything(driver) if "KabarLedger" not in row]
    assert set(before) <= set(left)
    assert not [row for row in left if "Kabar'" in row or "KabarName" in row]


def test_another_ledger_is_refused(graph: Path, neo4j_uri: str, tmp_path: Path) -> None:
    told(graph, neo4j_uri)
    build_records([third().pair], tmp_path / "other.kg")
    with pytest.raises(TargetError, match="holds the graph of another ledger: name another database"):
        told(tmp_path / "other.kg", neo4j_uri)


def test_no_server_no_database_and_a_wrong_address_are_said_in_one_line(graph: Path, neo4j_uri: str) -> None:
    with open_ledger(graph) as ledger:
        for where, message in (
            (Server(f"bolt://127.0.0.1:{servers.free_port()}"), "no Neo4j answers at bolt://"),
            (Server(neo4j_uri, database="tidakada"), "has no such database: correct --database"),
            (Server("gopher://127.0.0.1"), "is no address of a Neo4j server"),
        ):
            with pytest.raises(TargetError, match=message) as caught:
                load(ledger, where)
            assert "\n" not in str(caught.value)


def test_a_load_that_is_killed_goes_on_where_it_stopped(tmp_path: Path, neo4j_uri: str) -> None:
    graph = tmp_path / "a.kg"
    killed_and_edited(graph, neo4j_uri, KILLS, within=1.5)
    told(graph, neo4j_uri)
    assert faults(graph, neo4j_uri) == []


def test_a_difference_is_found(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    told(graph, neo4j_uri)
    driver.execute_query("MATCH (s:Statement) WITH s LIMIT 1 SET s.said = 'lain'")
    driver.execute_query("MATCH (:Article)-[r:PUBLISHED_BY]->() WITH r LIMIT 1 DELETE r")
    assert faults(graph, neo4j_uri) == [
        f"{neo4j_uri}: Kabar+Statement are not what the ledger says",
        f"{neo4j_uri}: 1 PUBLISHED_BY, the ledger has 2",
    ]


def test_uris_follow_another_base(graph: Path, neo4j_uri: str, driver: Driver) -> None:
    told(graph, neo4j_uri)
    nodes = one(driver, "MATCH (n:Kabar) RETURN count(n)")
    for base in ("http://localhost:8737/kg/", "https://news.example.org/"):
        rebase(graph, base)
        told(graph, neo4j_uri)
        assert faults(graph, neo4j_uri) == []
        assert one(driver, "MATCH (n:Kabar) RETURN count(n)") == nodes
        assert one(driver, "MATCH (n:Kabar) WHERE NOT n.uri STARTS WITH $base RETURN count(n)", base=base) == 0
        assert (
            one(driver, "MATCH ()-[r]->() WHERE r.kabar AND NOT r.uri STARTS WITH $base RETURN count(r)", base=base)
            == 0
        )


def test_a_server_of_ones_own_is_used_and_none_is_started(neo4j_uri: str, driver: Driver) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-q", __file__, "-k", "another_ledger"]
    environment = {**os.environ, "KG_NEO4J_URI": neo4j_uri, "KG_SERVERS_CACHE": os.devnull, "KG_JAVA": os.devnull}
    done = subprocess.run(command, env=environment, cwd=servers.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert rows(driver, "MATCH (n) RETURN n LIMIT 1") == []
    driver.execute_query("CREATE (:Milik {orang: 'lain'})")
    refused = subprocess.run(command, env=environment, cwd=servers.ROOT, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "the database is not empty, and the tests would erase it" in refused.stdout + refused.stderr
    assert one(driver, "MATCH (n:Milik) RETURN count(n)") == 1
