from __future__ import annotations

from pathlib import Path

from kg.build import build_records
from kg.decide import decide
from kg.ledger import open_ledger
from kg.model import Listed
from kg.review import doubtful, merges, pairs
from tests.made import Made


def article(id: str, name: str, title: str, confidence: float) -> Made:
    m = Made(f"{title} {name} bertemu Rukmini Laksana.", id=id)
    one, two = m.e("Person", name), m.e("Person", "Rukmini Laksana")
    m.f(one, "holds_position", title, f"{title} {name}", confidence=confidence)
    m.f(one, "met", two, f"{name} bertemu Rukmini Laksana", confidence=confidence + 0.1)
    return m


def test_names_that_may_be_one_are_offered_with_reasons_until_somebody_decides(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    made = [article("1", "Syaiful Utomo", "Bupati", 0.5), article("2", "Saiful Utomo", "Bupati", 0.7)]
    build_records([m.pair for m in made], graph)
    (pair,) = pairs(graph)
    assert {pair.one_name, pair.other_name} == {"Syaiful Utomo", "Saiful Utomo"}
    assert "title: bupati" in pair.reasons
    decide(graph, "not_same", pair.one, pair.other, who="sari")
    assert pairs(graph) == []


def titled(id: str, name: str, *forms: str) -> Made:
    m = Made(f"Bupati Lembah Biru {name} dari Badan Sungai tiba. {' '.join(forms)} pergi.", id=id)
    one, body = m.e("Person", name, *forms), m.e("Organization", "Badan Sungai")
    m.f(one, "holds_position", "Bupati Lembah Biru", f"Bupati Lembah Biru {name}")
    m.f(one, "affiliated_with", body, f"{name} dari Badan Sungai")
    return m


def joined(tmp_path: Path) -> Path:
    graph = tmp_path / "a.kg"
    made = [
        titled("1", "Budi Warko", "Budi"),
        titled("2", "Budi"),
        titled("3", "Bu Rukmini"),
        titled("4", "Rukmini Laksana"),
    ]
    build_records([m.pair for m in made], graph, names=[Listed(name="Rukmini Laksana", aliases=("Bu Rukmini",))])
    return graph


def test_joined_names_are_shown_with_what_they_have_in_common_until_somebody_agrees(tmp_path: Path) -> None:
    graph = joined(tmp_path)
    (merge,) = merges(graph)
    assert (merge.name, merge.called) == ("Budi Warko", "Budi")
    assert "title: bupati lembah biru" in merge.reasons
    decide(graph, "same", merge.entity, merge.article, who="sari")
    assert merges(graph) == []


def test_a_joined_name_is_parted_by_one_decision(tmp_path: Path) -> None:
    graph = joined(tmp_path)
    (merge,) = merges(graph)
    decide(graph, "not_same", merge.entity, merge.article, who="sari")
    assert merges(graph) == []
    with open_ledger(graph) as ledger:
        assert {e.name for e in ledger.entities()} == {"Budi Warko", "Budi", "Rukmini Laksana", "Badan Sungai"}


def test_the_least_certain_facts_come_first_until_somebody_judges(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    build_records([article("1", "Budi Warko", "Bupati", 0.5).pair], graph)
    first, second = doubtful(graph)
    assert (first.predicate, first.confidence, second.predicate) == ("holds_position", 0.5, "met")
    assert first.words == "Bupati Budi Warko"
    decide(graph, "right", first.fact, who="sari")
    assert [fact.predicate for fact in doubtful(graph)] == ["met"]
