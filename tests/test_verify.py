from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.build import build_records, forget
from kg.doctor import doctor
from kg.verify import verify
from tests.made import Made


def article(number: int) -> Made:
    m = Made(f'Sari Wuri bertemu Budi Warko. "Air ke-{number} sudah naik sejak pagi," kata Sari Wuri.', id=str(number))
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    m.s(f"Air ke-{number} sudah naik sejak pagi", sari, cue="kata")
    m.f(sari, "met", budi, "Sari Wuri bertemu Budi Warko")
    m.f(sari, "met", budi, f'Sari Wuri bertemu Budi Warko. "Air ke-{number}', polarity="negative")
    return m


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    folder = tmp_path / "a.kg"
    build_records([article(n).pair for n in range(3)], folder)
    return folder


def test_a_graph_as_built_edited_and_withdrawn_is_sound(graph: Path) -> None:
    assert verify(graph) == []
    build_records([article(7).pair], graph)
    forget(["1"], graph)
    assert verify(graph) == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE relation SET articles = articles + 1", "is not what its facts support"),
        ("DELETE FROM fact WHERE polarity = 'negative'", "its facts are not those of its record"),
        ("UPDATE version SET sha256 = 'x'", "its text is not the one"),
        ("UPDATE version SET record = (SELECT record FROM version LIMIT 1)", "offsets belong to another text"),
        ("UPDATE entity SET name = 'Lain'", "is not what the ledger says"),
        ("DELETE FROM saying", "its sayings are not"),
        ("INSERT INTO change VALUES ('entity', 'x', 999, 1)", "is not up to date"),
        ("UPDATE version SET state = 0 WHERE id = '1'", "wait for the end of a build"),
    ],
)
def test_damage_is_named(graph: Path, damage: str, found: str) -> None:
    with sqlite3.connect(graph / "ledger.sqlite") as connection:
        connection.execute(damage)
    connection.close()
    assert any(found in line for line in verify(graph)), verify(graph)


def test_a_store_that_lost_a_quad_is_named(graph: Path) -> None:
    from pyoxigraph import Store

    store = Store(str(graph / "rdf"))
    store.remove(next(quad for quad in store if "/graph/doc" in str(quad.graph_name)))
    store.flush()
    del store
    assert [line for line in verify(graph) if "is not what the ledger says" in line]


def test_the_doctor_counts(graph: Path) -> None:
    health = doctor(graph)
    assert (health.articles, health.statements, health.facts, health.relations) == (3, 3, 6, 1)
    assert health.entities == {"Person": 2}
    assert health.quads_per_article == pytest.approx(health.quads / 3, abs=0.1)
    assert health.bytes_per_article == (health.ledger_bytes + health.store_bytes) // 3
