"""What stands in graph/meta about a graph is true of it, and follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from kg.about import counts
from kg.build import build_records, forget
from kg.catalogue import questions
from kg.ledger import open_ledger
from tests.rich import all_of_them

EXAMPLES = "SELECT ?name ?query { GRAPH ?g { ?e <http://www.w3.org/ns/shacl#select> ?query ; rdfs:label ?name } }"
PARTS = "SELECT ?class ?n { GRAPH ?g { ?d void:classPartition ?p . ?p void:class ?class ; void:entities ?n } }"
PREFIXES = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX void: <http://rdfs.org/ns/void#> "


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    build_records([m.pair for m in all_of_them()], tmp_path / "rich.kg")
    return tmp_path / "rich.kg"


def rows(graph: Path, query: str) -> QuerySolutions:
    found = Store.read_only(str(graph / "rdf")).query(query)
    assert isinstance(found, QuerySolutions)
    return found


def parts(graph: Path) -> dict[str, int]:
    return {row["class"].value: int(row["n"].value) for row in rows(graph, PREFIXES + PARTS)}


def in_store(graph: Path, name: str) -> int:
    (row,) = rows(graph, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s a <{name}> }} }}")
    return int(row["n"].value)


def test_counts_are_those_of_the_store_and_follow_it(graph: Path) -> None:
    assert len(parts(graph)) == 8
    assert sum(parts(graph).values()) > 20
    assert {name: in_store(graph, name) for name in parts(graph)} == parts(graph)
    forget(["satu-1"], graph)
    assert {name: in_store(graph, name) for name in parts(graph)} == parts(graph)


def test_every_question_is_an_example_that_runs(graph: Path) -> None:
    found = {row["name"].value: row["query"].value for row in rows(graph, PREFIXES + EXAMPLES)}
    assert found.keys() == questions().keys()
    assert sum(bool(list(rows(graph, query))) for query in found.values()) > 10


def test_an_empty_graph_has_the_examples_that_need_nothing(tmp_path: Path) -> None:
    build_records([], tmp_path / "empty.kg")
    with open_ledger(tmp_path / "empty.kg") as ledger:
        assert set(counts(ledger).values()) == {0}
    found = {row["name"].value for row in rows(tmp_path / "empty.kg", PREFIXES + EXAMPLES)}
    assert found == {name for name, each in questions().items() if not any(p.required for p in each.parameters)}
