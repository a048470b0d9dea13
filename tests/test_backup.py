from __future__ import annotations

from pathlib import Path

import pytest

from kg.backup import backup, restore
from kg.build import build_records
from kg.canonical import canonical
from kg.errors import GraphError
from kg.verify import verify
from tests.made import Made


def article(number: int) -> Made:
    m = Made(f'"Air ke-{number} naik," kata Sari Wuri.', id=str(number))
    m.s(f"Air ke-{number} naik", m.e("Person", "Sari Wuri"), cue="kata")
    return m


def test_a_backup_restored_is_the_same_graph(tmp_path: Path) -> None:
    build_records([article(n).pair for n in range(4)], tmp_path / "a.kg")
    (tmp_path / "a.kg" / "decisions.jsonl").write_text("")
    backup(tmp_path / "a.kg", tmp_path / "copy")
    build_records([article(9).pair], tmp_path / "a.kg")
    restored = restore(tmp_path / "copy", tmp_path / "b.kg")
    assert verify(restored) == []
    assert (restored / "decisions.jsonl").exists()
    build_records([article(9).pair], restored)
    assert canonical(restored) == canonical(tmp_path / "a.kg")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    build_records([article(1).pair], tmp_path / "a.kg")
    with pytest.raises(GraphError, match="there already"):
        backup(tmp_path / "a.kg", tmp_path / "a.kg")
    with pytest.raises(GraphError, match="there is no graph"):
        restore(tmp_path / "none", tmp_path / "b.kg")
