"""The index beside the embedded store: it narrows questions and changes no row."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import QuerySolution

from kg import index
from kg.ask import answer
from kg.build import build_records, forget, load
from kg.catalogue import questions
from kg.engines import Sparql, embedded
from kg.ledger import open_ledger
from tests.made import Made
from tests.rich import all_of_them

PLACES = (("Jawa Barat", "32"), ("Kota Bandung", "32.73"), ("Jawa Timur", "35"))
WORDS = "Air naik|AIR surut|Jalan rusak 'parah'|Harga 😀 naik|É déjà vu".split("|")


def article(n: int, chance: random.Random) -> Made:
    """Somebody says something at a place about another, on one of a few days, or on none."""
    said, (name, code), other = WORDS[n % len(WORDS)], chance.choice(PLACES), chance.choice(PLACES)
    speaker, listener = chance.choice(["Sari Wuri", "Bima Aji"]), f"Tono {chr(65 + n % 7)}"
    text = f'"{said} di {other[0]} nomor {n}," kata {speaker} di {name}. {speaker} bertemu {listener}.'
    published = None if n % 9 == 0 else f"2025-02-{1 + n % 5:02}"
    m = Made(text, id=str(n), publisher=chance.choice(["satu.com", "dua.com"]), published=published)
    who, met = m.e("Person", speaker), m.e("Person", listener)
    at = m.e("Place", name, place_code=code)
    if other != (name, code):
        m.e("Place", other[0], place_code=other[1])
    m.s(f"{said} di {other[0]} nomor {n}", who, cue="kata", place=at, via=met if n % 4 == 0 else None)
    m.f(who, "met", met, f"{speaker} bertemu {listener}")
    return m


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "a.kg"
    chance = random.Random(5)
    build_records([*(article(n, chance).pair for n in range(60)), *(m.pair for m in all_of_them())], folder)
    return folder


class Counted(Sparql):
    """Counts the answers that were narrowed, and those for which that was not enough."""

    def __init__(self, of: Sparql) -> None:
        super().__init__(of._run, of._narrow)
        self.narrowed = self.repeated = 0

    def _rows_of(self, asked, values, limit, offset):  # type: ignore[no-untyped-def]
        self.narrowed += "narrowed" in values
        self.repeated += "narrowed" not in values
        return super()._rows_of(asked, values, limit, offset)


def test_every_question_has_the_same_rows_with_and_without(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_MANY", 2)  # so that places are looked for both ways
    chance = random.Random(1)
    store = embedded(graph)
    helped, plain = Counted(store), Sparql(store._run)
    values = {
        "entity": ["sari wuri", "bima aji", "tono a", "kota bandung", "jawa barat", "basarnas"],
        "place": ["jawa barat", "indonesia", "kota bandung", "35"],
        "publisher": ["satu.com", "dua.com"],
        "text": ["AIR", "naik di", "'parah'", "😀", "é d", "a", "tidak ada", '"'],
        "first_day": ["2025-02-02", "2024"],
        "last_day": ["2025-02-03", "2025-02"],
    }
    rows = 0
    for name in index._QUESTIONS:
        asked = questions()[name]
        for _ in range(30):
            given = {
                each.name: chance.choice(values[each.type])
                for each in asked.parameters
                if each.required or chance.random() < 0.4
            }
            given |= {"limit": chance.choice(["1", "3", "20", "500"]), "offset": chance.choice(["0", "0", "5"])}
            found = answer(name, given, helped)
            assert found == answer(name, given, plain), (name, given)
            rows += len(found.rows)
    assert helped.narrowed > 150
    assert rows > 1000


def test_few_of_many_are_asked_for(graph: Path) -> None:
    store = embedded(graph)
    asked: list[str] = []

    def run(text: str) -> Iterable[QuerySolution]:
        asked.append(text)
        return store._run(text)

    def narrowed(parameters: dict[str, str]) -> int:
        """How many statements the only narrowed query looks at."""
        asked.clear()
        answer("who-said-what-where", parameters, Sparql(run, store._narrow))
        (only,) = (text for text in asked if "VALUES ?statement" in text)
        return only.count("/statement/")

    assert 2 < narrowed({"said_at": "Indonesia", "limit": "2"}) < 50
    assert 0 < narrowed({"text": "SURUT di jawa"}) < 30


def test_an_index_that_knows_another_state_is_not_used(graph: Path, tmp_path: Path) -> None:
    store = embedded(graph)
    values = {"entity": "sari wuri"}
    named = {"entity": [each.uri for each in store.named("sari wuri")]}
    known = index.state(graph / index.FILE)
    assert known is not None
    assert index.narrow(graph / index.FILE, known, "said-about", values, named, 5) is not None
    later = index.State(known.ledger, known.cursor + 1, known.base)
    assert index.narrow(graph / index.FILE, later, "said-about", values, named, 5) is None
    assert index.narrow(tmp_path / "none.sqlite", known, "said-about", values, named, 5) is None
    (tmp_path / "broken.sqlite").write_bytes(b"no database at all, but long enough to be looked at as one")
    assert index.state(tmp_path / "broken.sqlite") is None


def everything(file: Path) -> list[set[tuple[object, ...]]]:
    """What an index says, without numbers."""
    with index._reading(file) as connection:
        queries = (
            "SELECT i.path, a.path, i.day, i.said FROM item i JOIN name a ON a.n = i.article",
            "SELECT l.role, n.path, l.day, i.path FROM listed l JOIN name n ON n.n = l.name JOIN item i ON i.n = l.item",
            "SELECT a.path, b.path FROM name a JOIN name b ON b.n = a.around",
            "SELECT i.path FROM words JOIN item i ON i.n = words.rowid WHERE words MATCH '\"air\"'",
        )
        return [set(connection.execute(query)) for query in queries]


def test_edits_and_withdrawals_are_followed_as_if_it_were_made_anew(tmp_path: Path) -> None:
    folder, chance = tmp_path / "a.kg", random.Random(7)
    build_records([article(n, chance).pair for n in range(30)], folder)
    edited = Made('"Air turun," kata Sari Wuri di Jawa Timur.', id="3", publisher="satu.com", published="2025-02-04")
    edited.s(
        "Air turun", edited.e("Person", "Sari Wuri"), cue="kata", place=edited.e("Place", "Jawa Timur", place_code="35")
    )
    before = (folder / index.FILE).stat().st_ino
    build_records([edited.pair], folder)
    forget(["5"], folder)
    assert (folder / index.FILE).stat().st_ino == before
    followed = everything(folder / index.FILE)
    assert any("air turun" in row for row in followed[0])
    (folder / index.FILE).write_bytes(b"broken")
    with open_ledger(folder, write=True) as ledger:
        load(ledger, "embedded")
    assert everything(folder / index.FILE) == followed
