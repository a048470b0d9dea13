from __future__ import annotations

from pathlib import Path

import msgspec

from kg.build import build_records
from kg.canonical import canonical
from kg.diff import diff, preview
from kg.documents import read_documents
from tests.made import Made


def article(said: str, speaker: str = "Sari Wuri", id: str = "1") -> Made:
    m = Made(f'Sari Wuri dan Budi Warko hadir. "{said}," kata {speaker}.', id=id)
    people = {name: m.e("Person", name) for name in ("Sari Wuri", "Budi Warko")}
    m.s(said, people[speaker], cue="kata")
    m.f(people["Sari Wuri"], "met", people["Budi Warko"], "Sari Wuri dan Budi Warko hadir")
    return m


def test_gained_lost_and_reattributed(tmp_path: Path) -> None:
    build_records([article("Air naik").pair, article("Hujan turun", id="2").pair], tmp_path / "a.kg")
    build_records([article("Air naik", "Budi Warko").pair, article("Angin datang", id="2").pair], tmp_path / "b.kg")
    found = {(d.change, d.kind, d.words, d.who, d.was) for d in diff(tmp_path / "a.kg", tmp_path / "b.kg")}
    assert found == {
        ("reattributed", "statement", "Air naik", ("Budi Warko",), ("Sari Wuri",)),
        ("lost", "statement", "Hujan turun", ("Sari Wuri",), ()),
        ("gained", "statement", "Angin datang", ("Sari Wuri",), ()),
    }


def test_no_difference(tmp_path: Path) -> None:
    build_records([article("Air naik").pair], tmp_path / "a.kg")
    assert diff(tmp_path / "a.kg", tmp_path / "a.kg") == []


def test_a_preview_changes_nothing(tmp_path: Path) -> None:
    build_records([article("Air naik").pair], tmp_path / "a.kg")
    before = canonical(tmp_path / "a.kg")
    source = tmp_path / "news.jsonl"
    text = 'Gubernur DKI Jakarta Pramono Anung hadir. "Air sungai sudah surut sejak pagi," kata Pramono, Jumat.'
    source.write_bytes(msgspec.json.encode({"id": "7", "text": text, "date": "2025-04-11"}))
    documents = list(read_documents([source], report=lambda problem: None))
    gained = preview(documents, tmp_path / "a.kg", workers=0)
    assert {d.change for d in gained} == {"gained"}
    assert any("Air sungai" in d.words for d in gained)
    assert canonical(tmp_path / "a.kg") == before
    assert preview(documents, tmp_path / "new.kg", workers=0) == gained
    assert not (tmp_path / "new.kg").exists()
