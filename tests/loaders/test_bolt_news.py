"""The articles of ../shared on real servers: loaded, loaded again, edited, withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.build import build, forget
from kg.documents import read_documents
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from kg.loaders.bolt_check import check
from tests import servers

SOME = 120  # articles; all of them are loaded by `python -m benchmarks.neo4j load GRAPH`


@pytest.mark.needs("neo4j")
def test_real_articles_load_once_and_follow_edits_and_withdrawals(shared: Path, tmp_path: Path, neo4j_uri: str) -> None:
    graph, file = tmp_path / "news.kg", tmp_path / "some.jsonl"
    lines = (shared / "corpus" / "news.jsonl").read_text(encoding="utf-8").splitlines()[:SOME]
    file.write_text("\n".join(lines), encoding="utf-8")
    build(read_documents([file], report=print), graph, store=False)

    def loaded() -> tuple[int, list[str]]:
        with open_ledger(graph) as ledger:
            return load(ledger, neo4j_uri), list(check(ledger, neo4j_uri))

    told, faults = loaded()
    assert (told > SOME, faults) == (True, [])
    with servers.connect(neo4j_uri) as driver:
        last = "SHOW DATABASE neo4j YIELD lastCommittedTxn RETURN lastCommittedTxn"
        before = driver.execute_query(last).records[0][0]
        assert loaded() == (0, [])
        assert driver.execute_query(last).records[0][0] == before  # nothing was written
    edited = json.loads(lines[0])
    edited["text"] += '\n\n"Kami akan datang lagi besok pagi," kata Sari Wuri, kepala dinas.'
    file.write_text(json.dumps(edited), encoding="utf-8")
    build(read_documents([file], report=print), graph, store=False)
    told, faults = loaded()
    assert (0 < told < 100, faults) == (True, [])
    forget([json.loads(lines[1])["id"]], graph)
    told, faults = loaded()
    assert (told > 0, faults) == (True, [])
