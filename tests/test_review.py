from __future__ import annotations

from pathlib import Path

from kg.build import build_records
from kg.decide import decide
from kg.review import doubtful, pairs
from tests.made import Made


def article(id: str, name: str, title: str, confidence: float) -> Made:
    m = Made(f"{title} {name} bertemu Sari Dewi.", id=id)
    one, two = m.e("Person", name), m.e("Person", "Sari Dewi")
    m.f(one, "holds_position", title, f"{title} {name}", confidence=confidence)
    m.f(one, "met", two, f"{name} bertemu Sari Dewi", confidence=confidence + 0.1)
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


def test_the_least_certain_facts_come_first_until_somebody_judges(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    build_records([article("1", "Budi Utomo", "Bupati", 0.5).pair], graph)
    first, second = doubtful(graph)
    assert (first.predicate, first.confidence, second.predicate) == ("holds_position", 0.5, "met")
    assert first.words == "Bupati Budi Utomo"
    decide(graph, "right", first.fact, who="sari")
    assert [fact.predicate for fact in doubtful(graph)] == ["met"]
