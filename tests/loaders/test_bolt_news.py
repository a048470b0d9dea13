"""The articles of ../shared on real servers: loaded, loaded again, asked, edited, withdrawn.

KG_ARTICLES says how many (`make soak` takes all).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver

from kg.build import build, forget
from kg.documents import read_documents
from kg.engines import engine
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from kg.loaders.bolt_check import check
from tests import servers
from tests.queries.asking import same_rows

SOME = int(os.environ.get("KG_ARTICLES", "120"))
SETS = 3  # of parameters for each question


@pytest.fixture
def lines(shared: Path) -> list[str]:
    return (shared / "corpus" / "news.jsonl").read_text(encoding="utf-8").splitlines()[:SOME]


@pytest.fixture
def graph(lines: list[str], tmp_path: Path) -> Path:
    return built(tmp_path / "news.kg", *lines)


@pytest.fixture
def driver(neo4j_uri: str) -> Iterator[Driver]:
    with servers.connect(neo4j_uri) as found:
        yield found


def built(graph: Path, *lines: str) -> Path:
    file = graph.with_suffix(".jsonl")
    file.write_text("\n".join(lines), encoding="utf-8")
    build(read_documents([file], report=print), graph)
    return graph


def loaded(graph: Path, uri: str) -> tuple[int, list[str]]:
    """How many changes were told, and what differs after it."""
    with open_ledger(graph) as ledger:
        return load(ledger, uri), list(check(ledger, uri))


@pytest.mark.needs("neo4j")
def test_real_articles_load_once_answer_alike_and_follow_edits_and_withdrawals(
    graph: Path, lines: list[str], neo4j_uri: str, driver: Driver
) -> None:
    told, faults = loaded(graph, neo4j_uri)
    assert (told > len(lines), faults) == (True, [])
    last = "SHOW DATABASE neo4j YIELD lastCommittedTxn RETURN lastCommittedTxn"
    before = driver.execute_query(last).records[0][0]
    assert loaded(graph, neo4j_uri) == (0, [])
    assert driver.execute_query(last).records[0][0] == before  # nothing was written
    with engine(graph) as sparql, engine(neo4j_uri) as cypher:
        _, rows = same_rows(sparql, cypher, graph, SETS)
    assert rows > len(lines)
    edited = json.loads(lines[0])
    edited["text"] += '\n\n"Kami akan datang lagi besok pagi," kata Sari Wuri, kepala dinas.'
    built(graph, json.dumps(edited))
    told, faults = loaded(graph, neo4j_uri)
    assert (0 < told < 100, faults) == (True, [])
    forget([json.loads(lines[1])["id"]], graph)
    told, faults = loaded(graph, neo4j_uri)
    assert (told > 0, faults) == (True, [])
