"""How sure statements are."""

from __future__ import annotations

from kg.extract import extract_article
from kg.extract.confidence import circumstances, weights
from kg.model import Document, Record

TEXT = """"Panen kopi tahun ini turun separuh," kata Kepala Dinas Pertanian Lampung, Hendra Wijaya, di Liwa.

Hendra Wijaya menjelaskan, serangan hama meluas sejak Maret. Hendra mengatakan pemerintah menjanjikan pupuk tambahan bulan depan.
"""


def record(text: str) -> Record:
    return extract_article(Document(id="a", text=text))


def test_plain_speech_of_a_named_person_is_surest() -> None:
    direct, explained, said, inner = record(TEXT).statements
    assert [s.kind for s in (direct, explained, said, inner)] == ["direct", "indirect", "indirect", "indirect"]
    assert inner.inside
    assert direct.confidence > 0.95
    assert direct.confidence >= explained.confidence > inner.confidence
    assert said.confidence > inner.confidence


def test_whom_the_article_names_often_is_surer_than_a_group() -> None:
    (group,) = record("Sejumlah pedagang mengeluhkan harga sewa kios.").statements
    assert group.confidence < record(TEXT).statements[1].confidence


def test_each_circumstance_counts_once_and_those_with_weights_occur() -> None:
    found = record(TEXT)
    entities = {e.id: e for e in found.entities}
    told = [list(circumstances(TEXT, s, entities)) for s in found.statements]
    assert all(len(c) == len(set(c)) for c in told)
    assert {"direct", "direct cue stem", "speaker Person", "content behind comma"} <= set(told[0]) | set(told[1])
    assert {"direct", "speaker Person", "inside"} <= set(weights())
