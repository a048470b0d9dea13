from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.ask import ask
from kg.build import build_records, forget
from kg.canonical import canonical
from kg.decide import decide
from kg.errors import InputError
from kg.ledger import open_ledger
from kg.rebase import rebase
from kg.verify import verify
from tests.rich import all_of_them

OLD, NEW = "http://localhost:8737/", "https://news.example.org/kg/"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    build_records([m.pair for m in all_of_them()], tmp_path / "a.kg")
    return tmp_path / "a.kg"


def test_everything_has_another_uri_and_is_found_by_the_old_ones(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        entity = next(e.path for e in ledger.entities() if e.type == "Person")
        article = next(ledger.articles()).path
        seq = ledger.seq
    before = ask("evidence", {"uri": OLD + entity}, graph).rows
    assert rebase(graph, NEW) == OLD
    kept = [line for line in canonical(graph).splitlines() if OLD in line]
    assert all("ns#key> " in line for line in kept)
    assert not any(OLD in str(quad.subject) + str(quad.graph_name) for quad in Store.read_only(str(graph / "rdf")))
    now = ask("evidence", {"uri": NEW + entity}, graph).rows
    assert ask("evidence", {"uri": OLD + entity}, graph).rows == now
    assert [[str(value).replace(NEW, OLD) for value in row] for row in now] == [[str(v) for v in row] for row in before]
    assert before
    assert verify(graph) == []
    with open_ledger(graph) as ledger:
        assert [change for change in ledger.changes() if change.seq <= seq] == []
    decide(graph, "rename", OLD + entity, "Nama Baru", who="sari")
    forget([OLD + article], graph)
    assert verify(graph) == []


def test_back_again_is_as_before_but_for_the_keys(graph: Path) -> None:
    before = canonical(graph)
    rebase(graph, NEW)
    rebase(graph, OLD)
    after = canonical(graph)
    assert set(before.splitlines()) <= set(after.splitlines())
    assert all(NEW in line for line in set(after.splitlines()) - set(before.splitlines()))
    assert rebase(graph, OLD) == OLD


@pytest.mark.parametrize(
    "base", ["news.example.org/", "https://news.example.org", "https://a b/", "ftp://x.org/", "https://x.org/?a/"]
)
def test_what_is_no_base_is_refused(graph: Path, base: str) -> None:
    with pytest.raises(InputError, match="is no base"):
        rebase(graph, base)
