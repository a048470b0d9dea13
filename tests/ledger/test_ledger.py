from __future__ import annotations

import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec
import pytest

from kg.build import build_records
from kg.canonical import canonical
from kg.errors import GraphError
from kg.ledger import open_ledger
from kg.ledger.intake import Intake, kept
from kg.ledger.schema import MIGRATIONS, VERSION, schema_version
from kg.ledger.settle import settle
from kg.model import Document, Extractor
from kg.verify import verify
from tests.killed import write
from tests.made import Made

ROOT = Path(__file__).parent.parent.parent


def article(number: int) -> Made:
    m = Made(f'Sari Wuri bertemu Budi Warko. "Air ke-{number} sudah naik," kata Sari Wuri.', id=str(number))
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    m.s(f"Air ke-{number} sudah naik", sari, cue="kata")
    m.f(sari, "met", budi, "Sari Wuri bertemu Budi Warko")
    return m


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    build_records([article(n).pair for n in range(3)], tmp_path / "a.kg")
    return tmp_path / "a.kg"


def test_what_is_not_there_or_no_ledger_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph"):
        open_ledger(tmp_path / "none.kg")
    (tmp_path / "other.kg").mkdir()
    with sqlite3.connect(tmp_path / "other.kg" / "ledger.sqlite") as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    for write_it in (False, True):
        with pytest.raises(GraphError, match="is no kabargraph ledger"):
            open_ledger(tmp_path / "other.kg", write=write_it)


def test_a_ledger_from_the_future_is_refused(graph: Path) -> None:
    with sqlite3.connect(graph / "ledger.sqlite") as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()
    for write_it in (False, True):
        with pytest.raises(GraphError, match="newer kabargraph"):
            open_ledger(graph, write=write_it)


def test_there_is_a_migration_from_every_earlier_version() -> None:
    assert len(MIGRATIONS) == VERSION - 1


# What each migration made, taken away again: DOWN[i] turns version i + 2 into version i + 1.
DOWN = (
    "DROP TABLE listed; ALTER TABLE entity DROP COLUMN note;",
    "DROP TABLE saying_band; ALTER TABLE saying DROP COLUMN said;",
    "DROP TABLE arrived; DROP INDEX entity_type;",
    "DROP INDEX version_waiting; DROP INDEX version_domain; CREATE INDEX version_domain ON version (domain) WHERE state = 1;",
)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_earlier_ledger_is_brought_up_to_date(graph: Path, version: int) -> None:
    before, tables = canonical(graph), schema_of(graph)
    with sqlite3.connect(graph / "ledger.sqlite") as connection:
        connection.executescript(f"{''.join(reversed(DOWN[version - 1 :]))} PRAGMA user_version={version};")
    connection.close()
    with pytest.raises(GraphError, match="earlier version"):
        open_ledger(graph)
    build_records([], graph)
    assert schema_of(graph) == tables
    assert canonical(graph) == before
    assert verify(graph) == []


def test_articles_that_an_earlier_version_took_in_are_settled(graph: Path, tmp_path: Path) -> None:
    document, record = article(7).pair
    for name, as_before in (("now.kg", ""), ("before.kg", "DELETE FROM arrived")):
        with open_ledger(tmp_path / name, write=True) as ledger:
            intake = Intake(ledger, lambda _: "made 1 0")
            arrival = intake.arrival(document)
            intake.put([(arrival, kept(document, arrival.key, record))])
            ledger.connection.execute(as_before)
            settle(ledger)
            assert ledger.one("SELECT count(*) FROM arrived") == (0,)
    assert canonical(tmp_path / "before.kg") == canonical(tmp_path / "now.kg")
    assert verify(tmp_path / "before.kg") == [
        f"{tmp_path / 'before.kg' / 'rdf'}: is not up to date with the ledger; run kg build again"
    ]


def schema_of(graph: Path) -> tuple[int, dict[str, set[str]]]:
    with open_ledger(graph) as ledger:
        names = [name for (name,) in ledger.rows("SELECT name FROM sqlite_schema ORDER BY name")]
        columns = {name: {row[1] for row in ledger.rows(f"PRAGMA table_info({name})")} for name in names}
        sayings = set(ledger.rows("SELECT * FROM saying"))
        assert all(said for *_, said in sayings)
        return schema_version(ledger.connection), columns


def test_wal_and_untrusted_schema(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        assert ledger.one("PRAGMA journal_mode")[0] == "wal"
        assert ledger.one("PRAGMA trusted_schema")[0] == 0


def test_records_and_texts_come_back_as_they_went_in(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        for stored in ledger.articles():
            document, record = article(int(stored.id)).pair
            assert ledger.text(stored.path) == document.text
            assert ledger.record(stored.path) == record


def test_changes_are_told_once_each_in_order_and_replays_are_harmless(graph: Path) -> None:
    with open_ledger(graph) as ledger:
        changes = list(ledger.changes())
        assert [c.seq for c in changes] == sorted({c.seq for c in changes})
        assert len({(c.kind, c.path) for c in changes}) == len(changes)
        assert list(ledger.changes(ledger.seq)) == []
    build_records([article(7).pair], graph)
    with open_ledger(graph) as ledger:
        later = list(ledger.changes(changes[-1].seq))
        assert {c.kind for c in later} == {"article", "relation"}


def test_without_texts_the_graph_is_the_same(graph: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.kg"
    build_records([article(n).pair for n in range(3)], bare, keep_text=False)
    assert canonical(bare) == canonical(graph)
    assert verify(bare) == []
    build_records([article(7).pair], bare, keep_text=False)
    with open_ledger(bare) as ledger:
        first = next(ledger.articles())
        assert ledger.text(first.path) is None
        assert ledger.resolved(first.path).statements
        with pytest.raises(GraphError, match="--no-text"):
            ledger.words(first.path)((0, 3))
    assert b"bertemu" not in (bare / "ledger.sqlite").read_bytes()


def test_a_full_disk_ends_in_one_line_and_loses_nothing(graph: Path, tmp_path: Path) -> None:
    before = canonical(graph)
    records = write([article(n).pair for n in range(400)], tmp_path / "more.json")
    limit = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (600_000,) * 2); sys.argv = sys.argv[1:]; "
    limit += "runpy.run_module('tests.killed', run_name='__main__')"
    command = [sys.executable, "-c", limit, "tests.killed", str(graph), str(records)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert ended.returncode == 1
    assert "kg.errors.GraphError" in ended.stderr.splitlines()[-1]
    assert canonical(graph) == before
    subprocess.run(
        [sys.executable, "-m", "tests.killed", str(graph), str(records)], check=True, capture_output=True, cwd=ROOT
    )
    assert verify(graph) == []
    with open_ledger(graph) as ledger:
        assert len(list(ledger.articles())) == 400


def test_another_base_is_refused_and_names_the_command(graph: Path) -> None:
    with pytest.raises(GraphError, match=r"kg rebase https://news\.example\.org/"):
        open_ledger(graph, write=True, base="https://news.example.org/")
    with open_ledger(graph, write=True) as ledger:
        build_base = ledger.base
    open_ledger(graph, write=True, base=build_base).close()


@pytest.mark.parametrize(
    ("end", "published", "extractor", "again"),
    [("Usai.", None, "made 1 0", 0), ("Usai.", "2025-04-12", "made 1 0", 2), ("", None, "made 2 0", 2)],
)
def test_only_names_on_which_an_edit_may_bear_are_resolved_again(
    tmp_path: Path, end: str, published: str | None, extractor: str, again: int
) -> None:
    with open_ledger(tmp_path / "a.kg", write=True) as ledger:
        for more, day, made_by in (("", None, "made 1 0"), (end, published, extractor)):
            document, record = article(1).pair
            name, version, digest = made_by.split()
            head = msgspec.structs.replace(record.article, published=day)
            made = Extractor(name=name, version=version, hash=digest)
            record = msgspec.structs.replace(record, extractor=made, article=head)
            document = msgspec.structs.replace(document, text=document.text + more, published=day)
            intake = Intake(ledger, partial(_always, made_by))
            arrival = intake.arrival(document)
            intake.put([(arrival, kept(document, arrival.key, record))])
            assert settle(ledger).articles == 1
        assert ledger.one("SELECT count(*) FROM touched_block") == (again,)
        assert ledger.one("SELECT count(*) FROM cluster WHERE entity ISNULL") == (0,)
        assert [found.articles for found in ledger.entities()] == [1, 1]


def _always(extractor: str, _: Document) -> str:
    return extractor
