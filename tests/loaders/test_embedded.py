from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from kg import index
from kg.about import about
from kg.build import build_records, load
from kg.canonical import canonical
from kg.decide import decide
from kg.graph import Node, Part, article_part, part, parts
from kg.ledger import Ledger, open_ledger
from kg.ledger.derive import Content, Given
from kg.ledger.settle import settle
from kg.loaders import bulk, embedded
from kg.loaders.embedded import check, read_cursor
from kg.rdf import block, of_entities, of_record, quads, triples
from kg.rdf_update import cursor_triples, difference
from kg.verify import verify
from tests.made import Made


def article(number: int, said: str = "Air naik") -> Made:
    m = Made(f'"{said}," kata Sari Wuri kepada Budi {chr(65 + number)}.', id=str(number))
    m.s(said, m.e("Person", "Sari Wuri"), cue="kata", addressee=m.e("Person", f"Budi {chr(65 + number)}"))
    return m


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    build_records([article(n).pair for n in range(8)], tmp_path / "a.kg")
    return tmp_path / "a.kg"


def rows(graph: Path, query: str) -> list[str]:
    found = Store.read_only(str(graph / "rdf")).query("PREFIX kg: <https://w3id.org/kabargraph/ns#> " + query)
    assert isinstance(found, QuerySolutions)
    return [str(row[0]) for row in found]


def test_the_cursor_stands_in_the_store(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        assert read_cursor(Store.read_only(str(graph / "rdf")), ledger.base) == (ledger.id, ledger.seq)
        assert load(ledger, "embedded") == 0


def test_only_what_changed_is_told(graph: Path) -> None:
    build_records([article(3, "Air turun").pair], graph)
    with open_ledger(graph) as ledger:
        assert list(check(ledger)) == []
        changed = len(list(ledger.changes()))
    assert build_records([article(3, "Air surut").pair], graph).changes < changed / 4
    assert rows(graph, 'SELECT ?g WHERE { GRAPH ?g { ?s <http://schema.org/text> "Air turun" } }') == []
    assert len(rows(graph, 'SELECT ?g WHERE { GRAPH ?g { ?s <http://schema.org/text> "Air surut" } }')) == 1


def test_nothing_stands_in_the_default_graph_and_nothing_is_a_blank_node(graph: Path) -> None:
    for quad in Store.read_only(str(graph / "rdf")):
        assert "DefaultGraph" not in type(quad.graph_name).__name__
        assert "_:" not in (str(quad.subject)[:2], str(quad.object)[:2])


def test_no_triple_stands_in_two_graphs(graph: Path) -> None:
    store = list(Store.read_only(str(graph / "rdf")))
    assert len({(str(q.subject), str(q.predicate), str(q.object)) for q in store}) == len(store)


def test_the_ontology_stands_in_meta(graph: Path) -> None:
    assert rows(graph, "SELECT ?g WHERE { GRAPH ?g { kg:Statement a <http://www.w3.org/2002/07/owl#Class> } }")


def test_the_store_of_another_ledger_is_loaded_anew(graph: Path, tmp_path: Path) -> None:
    build_records([article(1).pair], tmp_path / "b.kg")
    with open_ledger(tmp_path / "b.kg") as ledger:
        load(ledger, "embedded", str(graph / "rdf"))
        assert list(check(ledger, graph / "rdf")) == []


def test_readers_of_the_old_store_go_on_reading_while_a_new_one_takes_its_place(graph: Path) -> None:
    old = Store.read_only(str(graph / "rdf"))
    count = len(old)
    build_records([article(n, "Air turun").pair for n in range(8)], graph)
    assert len(old) == count


def test_files_that_another_process_writes_make_the_same_store(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BULK", 500)
    shutil.rmtree(graph / "rdf")
    with open_ledger(graph, write=True) as ledger:
        load(ledger, "embedded")
        _is_complete(ledger)


def _is_complete(ledger: Ledger) -> None:
    assert list(check(ledger)) == []
    assert index.state(ledger.folder / index.FILE) == index.State(ledger.id, ledger.seq, ledger.base)
    assert not [*ledger.folder.glob("*.*.*"), *ledger.folder.glob("rdf.*")]


def test_a_large_first_build_is_loaded_while_the_ledger_settles_and_is_the_same(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _told_beside(monkeypatch)
    build_records([article(n).pair for n in range(8)], tmp_path / "b.kg")
    assert len(told) == 8
    assert canonical(tmp_path / "b.kg") == canonical(graph)
    assert verify(tmp_path / "b.kg") == []
    with open_ledger(tmp_path / "b.kg") as ledger:
        _is_complete(ledger)
        assert ledger.count_changes() == open_ledger(graph).count_changes()


def test_what_is_decided_before_a_large_first_build_holds_in_it(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(graph) as ledger:
        uri = next(found.path for found in ledger.entities() if found.name == "Sari Wuri")
    decide(graph, "mask", uri, who="Ratna")
    folder = tmp_path / "b.kg"
    folder.mkdir()
    for name in ("decisions.jsonl", "secret"):
        shutil.copy(graph / name, folder)
    told = _told_beside(monkeypatch)
    build_records([article(n).pair for n in range(8)], folder)
    assert told == []
    assert verify(folder) == []
    assert rows(folder, 'SELECT ?s WHERE { GRAPH ?g { ?s ?p "Sari Wuri" } }') == []
    with open_ledger(folder) as ledger:
        _is_complete(ledger)


def _told_beside(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The articles that come from the process beside a ledger that settles, in files of few lines."""
    told: list[int] = []
    contents = bulk._Beside.contents

    def noted(self: bulk._Beside, given: Given) -> Iterator[Content]:
        for found in contents(self, given):
            told.append(found.article)
            yield found

    monkeypatch.setattr(bulk._Beside, "contents", noted)
    monkeypatch.setattr(bulk, "BULK", 500)
    monkeypatch.setattr(bulk, "_CHUNK", 3)
    return told


def test_after_a_change_the_graph_says_of_itself_what_is_so(graph: Path) -> None:
    build_records([article(3, "Air turun").pair, article(9).pair], graph)
    with open_ledger(graph) as ledger:
        expected = {*cursor_triples(ledger.id, ledger.seq, ledger.base), *about(ledger)}
    found = Store.read_only(str(graph / "rdf"))
    meta = [quad for quad in found if str(quad.graph_name).endswith("graph/meta>")]
    assert {f"{quad.triple} ." for quad in meta} == expected


def test_the_store_is_opened_once_and_free_when_the_ledger_is_closed(graph: Path) -> None:
    with open_ledger(graph, write=True) as ledger:
        for key in [found.key for found in ledger.articles()][:2]:
            settle(ledger, [key])
            load(ledger, "embedded")
        with pytest.raises(OSError, match=r"[Ll]ock"):
            Store(str(graph / "rdf"))
        assert list(check(ledger)) == []
    Store(str(graph / "rdf"))


def test_of_a_graph_only_what_differs_is_written() -> None:
    assert list(difference("http://g", ["<a> <b> <c> .", "<a> <b> <d> ."], ["<a> <b> <d> .", "<a> <b> <e> ."])) == [
        "DELETE DATA { GRAPH <http://g> { <a> <b> <c> . } }",
        "INSERT DATA { GRAPH <http://g> { <a> <b> <e> . } }",
    ]


def test_an_edit_leaves_what_stays_the_same(graph: Path) -> None:
    with open_ledger(graph, write=True) as ledger:
        path = next(found.path for found in ledger.articles() if found.id == "3")
        (change,) = (each for each in ledger.changes() if each.path == path)
        same = part(ledger, "article", path)
        load(ledger, "embedded")
        (store,) = ledger.held_open.values()
        assert list(embedded._updates(store, change, same, ledger.base)) == []


def test_a_graph_that_is_written_otherwise_is_no_difference(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(parts: Iterable[Part], base: str) -> Iterator[str]:
        return (
            line.replace(
                '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1.00"^^<http://www.w3.org/2001/XMLSchema#decimal>'
            )
            for line in quads(parts, base)
        )

    with open_ledger(graph) as ledger:
        assert any(
            '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>' in line for line in quads(parts(ledger), ledger.base)
        )
        monkeypatch.setattr(embedded, "quads", otherwise)
        assert list(check(ledger)) == []
        monkeypatch.setattr(embedded, "quads", lambda parts, base: list(quads(parts, base))[1:])
        assert len(list(check(ledger))) == 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_part_in_one_piece_is_its_lines(said: str) -> None:
    part = Part("quote", "quote/a", (Node("quote/a", "Quote", {"name": "a .", "said": said}),))
    assert block(part, "http://b/") == "".join(quads([part], "http://b/"))


def test_what_follows_from_a_record_alone_is_the_same_whoever_its_entities_are(tmp_path: Path) -> None:
    m = article(1)
    person, town = m.e("Person", "Sari Wuri"), m.e("Place", "Budi B")
    m.f(person, "visited", town, "Sari Wuri kepada Budi B")
    m.f(person, "holds_position", "Sari", "Sari Wuri")
    build_records([m.pair], tmp_path / "c.kg")
    with open_ledger(tmp_path / "c.kg") as ledger:
        (n,) = ledger.one("SELECT n FROM version")
        (found,) = ledger.articles()
        now = article_part(ledger.resolved_as(n, ledger.entity_map(found.path)))
        anybody = article_part(ledger.resolved_as(n, bulk._Anybody()))
        own, others = of_record(anybody, ledger.base), of_entities(now, ledger.base)
        assert sorted([*own, *others]) == sorted(triples(now, ledger.base))
        assert any("#relation" in line for line in others)
        assert not any("/person/" in line or "#relation" in line for line in own)
