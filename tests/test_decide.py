"""Decisions: applied, undone, replayed after other texts and models, and reported when they match nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kg.build import build_records
from kg.canonical import canonical
from kg.decide import decide, lost
from kg.decisions import FILE, read
from kg.errors import GraphError, InputError
from kg.graph import parts
from kg.ledger import Ledger, open_ledger
from kg.verify import verify
from tests.made import Made

ME: dict[str, Any] = {"who": "sari", "when": "2025-05-01T00:00:00+00:00"}


def article(number: int, one: str = "Budi Warko", two: str = "Sari Wuri", **more: str) -> Made:
    title = more.get("title", "Kabar sungai")
    m = Made(
        f'{one} bertemu {two}. "Air ke-{number} naik sejak {one} datang," kata {two}. {one} pergi, Budi diam.',
        id=str(number),
        title=title,
        url=f"https://warta.com/{number}-{title.lower().replace(' ', '-')}",
        publisher="Warta",
    )
    first, second = m.e("Person", one, "Budi"), m.e("Person", two)
    m.s(f"Air ke-{number} naik sejak {one} datang", second, cue="kata", role=f"teman {one}")
    m.f(first, "met", second, f"{one} bertemu {two}", confidence=0.5)
    m.f(first, "met", second, f'{one} bertemu {two}. "Air', polarity="negative")
    return m


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    folder = tmp_path / "a.kg"
    build_records([article(n).pair for n in (1, 2)], folder)
    return folder


def people(graph: Path) -> list[tuple[str, int]]:
    with open_ledger(graph) as ledger:
        return [(e.name, e.articles) for e in ledger.entities() if e.type == "Person"]


def uri(graph: Path, name: str) -> str:
    with open_ledger(graph) as ledger:
        return ledger.base + next(e.path for e in ledger.entities() if e.name == name)


def views(ledger: Ledger) -> Iterator[tuple[str, str, float]]:
    for stored in ledger.articles():
        resolved = ledger.resolved(stored.path)
        yield from (("fact", f.path, f.confidence) for f in resolved.facts if f.polarity == "positive")
        yield from (("statement", s.path, s.confidence) for s in resolved.statements)


def the(graph: Path, kind: str) -> str:
    with open_ledger(graph) as ledger:
        return next(path for found, path, _ in views(ledger) if found == kind)


def undone(graph: Path, before: str) -> None:
    """Undoing the last decision brings the graph back to what it was."""
    decide(graph, "undo", read(graph)[-1].id, **ME)
    assert canonical(graph) == before
    assert verify(graph) == []


def test_a_wrong_fact_is_gone_and_supports_nothing(graph: Path) -> None:
    before, fact = canonical(graph), the(graph, "fact")
    decide(graph, "wrong", fact, **ME)
    assert f"/{fact}>" not in canonical(graph)
    with open_ledger(graph) as ledger:
        assert [r.articles for r in ledger.relations()] == [1]
    assert verify(graph) == []
    undone(graph, before)


def test_a_wrong_statement_is_gone(graph: Path) -> None:
    before, statement = canonical(graph), the(graph, "statement")
    decide(graph, "wrong", statement, **ME)
    assert f"/{statement}>" not in canonical(graph)
    undone(graph, before)


def test_a_right_fact_is_certain(graph: Path) -> None:
    fact = the(graph, "fact")
    decide(graph, "right", fact, **ME)
    with open_ledger(graph) as ledger:
        assert {path: c for _, path, c in views(ledger)}[fact] == 1.0


def test_same_and_not_same(graph: Path) -> None:
    build_records([article(3, one="Tomtom Kribo").pair], graph)
    before = canonical(graph)
    decide(graph, "same", uri(graph, "Tomtom Kribo"), uri(graph, "Budi Warko"), **ME)
    assert people(graph) == [("Budi Warko", 3), ("Sari Wuri", 3)]
    build_records([article(4, one="Tomtom Kribo").pair], graph)
    assert [count for _, count in people(graph)] == [4, 4]
    assert verify(graph) == []
    decide(graph, "undo", read(graph)[-1].id, **ME)
    assert ("Tomtom Kribo", 2) in people(graph)
    assert before.count("\n") < canonical(graph).count("\n")


def test_the_person_of_one_article_is_another(graph: Path) -> None:
    before = canonical(graph)
    decide(graph, "not_same", uri(graph, "Budi Warko"), "2", **ME)
    assert sorted(people(graph)) == [("Budi Warko", 1), ("Budi Warko", 1), ("Sari Wuri", 2)]
    assert verify(graph) == []
    undone(graph, before)


def test_a_short_name_is_cut_from_the_full_one(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    named = [Made("Komisi Sungai (KS) rapat.", id="1"), Made("KS rapat.", id="2")]
    named[0].e("Organization", "Komisi Sungai", "KS")
    named[1].e("Organization", "KS")
    build_records([m.pair for m in named], graph)
    with open_ledger(graph) as ledger:
        assert len(list(ledger.entities())) == 1
    decide(graph, "not_same", uri(graph, "Komisi Sungai"), "2", **ME)
    with open_ledger(graph) as ledger:
        assert sorted(e.name for e in ledger.entities()) == ["KS", "Komisi Sungai"]


def test_rename_and_same_as(graph: Path) -> None:
    before = canonical(graph)
    decide(graph, "rename", "budi warko", "Budi Warko Wibowo", **ME)
    assert ("Budi Warko Wibowo", 2) in people(graph)
    undone(graph, before)
    decide(graph, "same_as", "budi warko", "http://www.wikidata.org/entity/Q1", **ME)
    assert "<http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q1>" in canonical(graph)
    undone(graph, before)


def test_decisions_survive_another_extraction(graph: Path) -> None:
    fact = the(graph, "fact")
    decide(graph, "wrong", fact, **ME)
    decide(graph, "rename", "budi warko", "Budi Warko Wibowo", **ME)
    document, record = article(1).pair
    other = msgspec.structs.replace(record.extractor, version="2")  # type: ignore[type-var]
    entities = tuple(msgspec.structs.replace(e, id=e.id + "x") for e in record.entities)
    text = msgspec.json.encode(msgspec.structs.replace(record, extractor=other, entities=entities)).decode()
    for entity in record.entities:
        text = text.replace(f'"{entity.id}"', f'"{entity.id}x"')
    build_records([(document, msgspec.json.decode(text, type=type(record)))], graph)
    assert f"/{fact}>" not in canonical(graph)
    assert ("Budi Warko Wibowo", 2) in people(graph)
    assert lost(graph) == []


def test_what_matches_nothing_any_longer_is_reported(graph: Path) -> None:
    decision = decide(graph, "wrong", the(graph, "fact"), **ME)
    with open_ledger(graph) as ledger:
        keys = {stored.id: stored.key for stored in ledger.articles()}
    (number,) = [id for id, key in keys.items() if decision.quote and key == decision.quote.article]
    m = Made("Budi Warko sendiri.", id=number, url=article(int(number)).document.url, publisher="Warta")
    build_records([m.pair], graph)
    assert lost(graph) == [decision]


def test_a_line_that_is_no_decision_is_named(graph: Path) -> None:
    (graph / FILE).write_text('{"id": "1"}\n')
    with pytest.raises(InputError, match="line 1"):
        build_records([article(3).pair], graph)


def test_unknown_things_are_refused(graph: Path) -> None:
    for kind, about in (("wrong", "fact/none"), ("rename", "Nobody"), ("undo", "none")):
        with pytest.raises(GraphError):
            decide(graph, kind, about, "x", **ME)  # type: ignore[arg-type]
    assert read(graph) == ()


def everything(graph: Path, folder: Path) -> bytes:
    """All that is derived from the ledger: the store, exports and decisions."""
    from kg.exports import export

    outputs = []
    for name in ("csv", "nquads", "turtle", "graphml"):
        target = folder / f"out-{name}"
        shutil.rmtree(target, ignore_errors=True)
        target.unlink(missing_ok=True) if target.is_file() else None
        export(name, graph, target)
        outputs += [f.read_bytes() for f in (target.rglob("*") if target.is_dir() else [target]) if f.is_file()]
    from pyoxigraph import Store

    store = Store.read_only(str(graph / "rdf"))
    outputs += [str(quad).encode() for quad in store]
    outputs += [file.read_bytes() for file in graph.glob(FILE)]
    return b"\n".join(outputs)


def test_a_masked_name_is_found_nowhere(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    made = [article(1, title="Budi Warko datang"), article(2), article(3, one="Tono Wiyono")]
    foundation = Made(
        "Yayasan Budi Warko milik warga. “Kata BUDI WARKO benar,” ujar Rini Tejo.", id="9", publisher="Warta"
    )
    foundation.e("Organization", "Yayasan Budi Warko")
    foundation.s("Kata BUDI WARKO benar", foundation.e("Person", "Rini Tejo"), cue="ujar")
    build_records([m.pair for m in (*made, foundation)], graph)
    assert b"Budi Warko" in everything(graph, tmp_path)
    decide(graph, "mask", uri(graph, "Budi Warko"), **ME)
    found = everything(graph, tmp_path).lower()
    assert b"budi warko" not in found
    assert b"budi-warko" not in found
    assert b"[nama disamarkan]" in found
    assert verify(graph) == []
    build_records([article(7, title="Siapa Budi Warko").pair], graph)
    found = everything(graph, tmp_path).lower()
    assert b"budi warko" not in found
    assert b"budi-warko" not in found
    with open_ledger(graph) as ledger:
        masked = [e for e in ledger.entities() if e.name == "[nama disamarkan]"]
        assert [e.articles for e in masked] == [3]
        assert not [e for p in parts(ledger) if p.kind == "redirect" for e in p.edges]
        assert all("Budi" not in (ledger.text(a.path) or "") for a in ledger.articles() if a.id in "127")
    decide(graph, "undo", read(graph)[0].id, **ME)
    assert b"budi warko" in everything(graph, tmp_path).lower()
    assert ("Budi Warko", 3) in people(graph)
    assert verify(graph) == []
