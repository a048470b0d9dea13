"""Builds: nothing to do does nothing, edits replace their own, order and interruption leave no trace."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kg.build import build, build_records, forget, paired
from kg.canonical import canonical
from kg.errors import GraphError, RecordError
from kg.ledger import open_ledger
from kg.model import Document, Record
from tests.made import Made

NAMES = ("Sari Wuri", "Budi Warko", "Tono Wiyono", "Dini Lestari")


def article(number: int, *, shout: str = "", url: str | None = None, published: str = "2025-04-11") -> Made:
    one, two = NAMES[number % 4], NAMES[(number + 1) % 4]
    text = f'{one} bertemu {two} di Desa Apik. "Sungai ke-{number} sudah surut sejak pagi{shout}," kata {one}.'
    m = Made(text, id=str(number), publisher="Warta Satu", published=published, url=url)
    first, second = m.e("Person", one), m.e("Person", two)
    m.e("Place", "Desa Apik")
    m.s(f"Sungai ke-{number} sudah surut sejak pagi{shout}", first, cue="kata")
    m.f(first, "met", second, f"{one} bertemu {two}")
    return m


def seq(graph: Path) -> int:
    with open_ledger(graph) as ledger:
        return ledger.seq


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    made = [article(n) for n in range(6)]
    first = build_records([m.pair for m in made], graph)
    before, changes = canonical(graph), seq(graph)
    again = build_records([m.pair for m in made], graph)
    assert (first.new, first.same, again.new, again.same, again.changes) == (6, 0, 0, 6, 0)
    assert canonical(graph) == before
    assert seq(graph) == changes


def test_the_order_of_input_leaves_no_trace(tmp_path: Path) -> None:
    made = [article(n, published=f"2025-04-{1 + n % 3:02d}") for n in range(12)]
    build_records([m.pair for m in made], tmp_path / "a.kg")
    random.Random(1).shuffle(made)
    build_records([m.pair for m in made], tmp_path / "b.kg")
    assert canonical(tmp_path / "a.kg") == canonical(tmp_path / "b.kg")


def test_an_edited_article_replaces_its_own_and_nobody_elses(tmp_path: Path) -> None:
    graph, fresh = tmp_path / "a.kg", tmp_path / "b.kg"
    build_records([article(n).pair for n in range(6)], graph)
    done = build_records([article(2, shout=" buta").pair], graph)
    assert (done.edited, done.new) == (1, 0)
    build_records([article(n, shout=" buta" if n == 2 else "").pair for n in range(6)], fresh)
    assert canonical(graph) == canonical(fresh)


def test_a_corrected_date_is_applied(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    build_records([article(1).pair], graph)
    build_records([article(1, published="2025-04-12").pair], graph)
    with open_ledger(graph) as ledger:
        assert [a.published for a in ledger.articles()] == ["2025-04-12"]


def test_a_version_once_replaced_does_not_come_back(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    build_records([article(1).pair], graph)
    build_records([article(1, shout=" buta").pair], graph)
    after = canonical(graph)
    done = build_records([article(1).pair], graph)
    assert done.left_out == 1
    assert canonical(graph) == after


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_texts_of_one_article_in_a_build_the_later_published_wins(tmp_path: Path, turned: bool) -> None:
    url = "https://warta.com/sungai"
    pair = [article(1, url=url, published="2025-04-12").pair, article(1, url=url, shout=" buta sekali").pair]
    graph = tmp_path / "a.kg"
    for _ in range(2):
        build_records(reversed(pair) if turned else pair, graph)
        with open_ledger(graph) as ledger:
            assert [a.published for a in ledger.articles()] == ["2025-04-12"]


def test_of_two_texts_of_one_day_the_longer_wins(tmp_path: Path) -> None:
    url = "https://warta.com/sungai"
    graph = tmp_path / "a.kg"
    build_records([article(1, url=url).pair, article(1, url=url, shout=" buta").pair], graph)
    with open_ledger(graph) as ledger:
        assert "buta" in (ledger.text(next(ledger.articles()).path) or "")


def test_a_withdrawn_article_disappears_and_its_version_stays_away(tmp_path: Path) -> None:
    graph, fresh = tmp_path / "a.kg", tmp_path / "b.kg"
    build_records([article(n).pair for n in range(6)], graph)
    forget(["3"], graph)
    build_records([article(n).pair for n in range(6) if n != 3], fresh)
    assert canonical(graph) == canonical(fresh)
    build_records([article(n).pair for n in range(6)], graph)
    assert canonical(graph) == canonical(fresh)


def test_forgetting_what_is_not_there_says_so(tmp_path: Path) -> None:
    build_records([article(1).pair], tmp_path / "a.kg")
    with pytest.raises(GraphError, match="no article 'nonesuch'"):
        forget(["nonesuch"], tmp_path / "a.kg")


def test_a_broken_record_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    import msgspec

    document, record = article(1).pair
    broken = msgspec.structs.replace(record.facts[0], evidence=(5, 5))
    record = msgspec.structs.replace(record, facts=(broken,))
    done = build_records([(document, record), article(2).pair], tmp_path / "a.kg")
    assert len(done.refused) == 1
    assert "is empty" in done.refused[0]
    with open_ledger(tmp_path / "a.kg") as ledger:
        assert [a.id for a in ledger.articles()] == ["2"]


def test_a_fault_of_the_extractor_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.extract

    whole = kg.extract.extract_article

    def fails(document: Document, **_: object) -> Record:
        return whole(document) if document.id != "2" else (1,)[len(document.text)]  # type: ignore[return-value]

    monkeypatch.setattr(kg.extract, "extract_article", fails)
    done = build([article(n).document for n in (1, 2, 3)], tmp_path / "a.kg", workers=0)
    assert done.refused == ("article 2: cannot be extracted (IndexError: tuple index out of range); please report it",)
    with open_ledger(tmp_path / "a.kg") as ledger:
        assert sorted(a.id for a in ledger.articles()) == ["1", "3"]


def test_records_from_elsewhere_are_paired_with_their_articles() -> None:
    pairs = [article(n).pair for n in range(3)]
    documents, records = [d for d, _ in pairs], [r for _, r in reversed(pairs)]
    assert list(paired(documents, records)) == pairs
    assert list(paired(documents, records[:1])) == pairs[2:]
    with pytest.raises(RecordError, match="article '0'"):
        list(paired(documents[1:], records))


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    with open_ledger(graph, write=True), pytest.raises(GraphError, match="being written by another kg"):
        build_records([article(1).pair], graph)
    build_records([article(1).pair], graph)


def test_readers_see_the_state_before_the_end_of_a_build(tmp_path: Path) -> None:
    from kg.ledger.intake import Intake, kept

    graph = tmp_path / "a.kg"
    build_records([article(1).pair], graph)
    before = canonical(graph)
    with open_ledger(graph, write=True) as ledger:
        intake = Intake(ledger, lambda _: "made 1 0")
        document, record = article(1, shout=" buta").pair
        arrival = intake.arrival(document)
        intake.put([(arrival, kept(document, arrival.key, record))])
        assert canonical(graph) == before


def test_a_name_in_full_is_one_person_and_a_first_name_is_not(tmp_path: Path) -> None:
    def one(number: int, name: str) -> Made:
        m = Made(f"{name} tiba di kota.", id=str(number))
        m.e("Person", name)
        return m

    graph = tmp_path / "a.kg"
    build_records([one(1, "Sari Wuri").pair, one(2, "Sari Wuri").pair, one(3, "Sari").pair, one(4, "Sari").pair], graph)
    with open_ledger(graph) as ledger:
        assert sorted((e.name, e.articles) for e in ledger.entities()) == [("Sari", 1), ("Sari", 1), ("Sari Wuri", 2)]
