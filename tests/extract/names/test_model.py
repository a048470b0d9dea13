from __future__ import annotations

import numpy as np
import pytest

from kg.extract.names.features import ANCHOR, BORDER, HEAD, NUMBER, OTHER, attributes, kind
from kg.extract.names.model import Tagger, Weights, pack, shipped, stretches, unpack
from kg.extract.names.tokens import BOUNDARY

WORDS = [
    BOUNDARY,
    "Bupati",
    "Sukamaju",
    ",",
    "Tirta",
    "Wening",
    ",",
    "menemui",
    "PT",
    "Gula",
    "Manis",
    "-",
    "Jaya",
    BOUNDARY,
]


def test_stretches_run_from_capital_to_capital_over_small_gaps() -> None:
    a, n, o, b = ANCHOR, NUMBER, OTHER, BORDER
    assert stretches([b, a, o, o, o, a, o, b]) == [(1, 6)]
    assert stretches([b, a, o, o, o, o, a, b]) == [(1, 2), (6, 7)]
    assert stretches([b, a, n, n, o, n, b, a]) == [(1, 4), (7, 8)]
    assert stretches([b, o, HEAD, a, o]) == [(2, 4)]
    assert stretches([b, o, n, HEAD, b]) == []


def test_kinds() -> None:
    assert [kind(w) for w in ("Dewi", "iPhone", "@dewi", "2024", "dan", "(", "timnas", BOUNDARY)] == [
        ANCHOR, ANCHOR, ANCHOR, NUMBER, OTHER, OTHER, HEAD, BORDER,
    ]  # fmt: skip


def slow_scores(weights: Weights, words: list[str], i: int) -> np.ndarray:
    """The definition: what all attributes and vectors of the token add up to."""
    ids = [weights.attributes[a] for a in attributes(words, i) if a in weights.attributes]
    layer = weights.bias + weights.hidden[ids].sum(axis=0)
    for k, offset in enumerate((-2, -1, 0, 1, 2)):
        word = words[min(max(i + offset, 0), len(words) - 1)]
        layer = layer + weights.vectors[weights.vector_row(word)] @ weights.projection[k]
    scores: np.ndarray = np.maximum(layer, 0) @ weights.output + weights.direct[ids].sum(axis=0) + weights.output_bias
    return scores


def test_the_table_gives_the_scores_of_the_definition() -> None:
    tagger = shipped()
    for _ in range(2):  # the second time from the table
        tagger.tag(WORDS)
        code = np.array([tagger._rows[w] for w in WORDS])
        wanted = np.arange(1, len(WORDS) - 1)
        found = tagger._scores(code, tagger._facts[code], wanted)
        for row, i in zip(found, wanted, strict=True):
            assert row == pytest.approx(slow_scores(tagger.weights, WORDS, int(i)), abs=1e-3)


def test_forgetting_words_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = Tagger(shipped().weights)
    before = tagger.tag(WORDS)
    monkeypatch.setattr("kg.extract.names.model._FORMS_KEPT", 0)
    assert tagger.tag(WORDS) == before == tagger.tag(WORDS)


def test_forms_that_many_texts_use_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.names.model._FORMS_KEPT", 40)
    tagger = Tagger(shipped().weights)
    before = tagger.tag(WORDS)
    for n in range(20):
        tagger.tag([*WORDS, *(f"Dewi{'abcdefghij'[n % 10]}{'kl'[n // 10]}{letter}" for letter in "uvwxyz"), BOUNDARY])
    assert len(tagger._forms) < 70
    rows = np.array([tagger._rows[word] for word in set(WORDS)])
    assert tagger._filled[rows].all()
    assert tagger.tag(WORDS) == before
    fresh = Tagger(shipped().weights)
    fresh.tag(WORDS)
    for word in set(WORDS):
        assert np.array_equal(tagger._table[tagger._rows[word]], fresh._table[fresh._rows[word]])


def test_the_table_of_forms_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.names.model._FORMS_KEPT", 100)
    tagger = Tagger(shipped().weights)
    size = len(tagger._table)
    for n in range(40):
        tagger.tag(
            [BOUNDARY, *(f"Dewi{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10]}{letter}" for letter in "uvwxyz"), BOUNDARY]
        )
        assert len(tagger._forms) <= 100 + 8
        assert len(tagger._rows) <= 2 * (100 + 8)
    assert len(tagger._table) == size


def test_a_text_of_more_forms_than_the_table_holds_is_tagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.names.model._FORMS_KEPT", 10)
    monkeypatch.setattr("kg.extract.names.model._AT_ONCE", 5)
    small = Tagger(shipped().weights)
    text = [BOUNDARY, *(f"Dewi{a}{b} dan" for a in "abcdefgh" for b in "ijklm"), *WORDS]
    assert small.tag(text) == shipped().tag(text)


def test_weights_survive_packing() -> None:
    weights = shipped().weights
    again = unpack(pack(weights))
    assert again.labels == weights.labels
    assert again.attributes == weights.attributes
    assert again.words == weights.words
    assert np.allclose(again.hidden, weights.hidden, atol=1e-3)
    assert np.array_equal(again.transitions, weights.transitions)


def test_a_text_without_capitals_has_no_stretches() -> None:
    assert shipped().tag([BOUNDARY, "hujan", "turun", BOUNDARY]) == []
    assert shipped().tag([BOUNDARY]) == []


def test_a_word_in_capitals_has_the_vector_of_its_usual_form() -> None:
    weights = shipped().weights
    assert "SIMANJUNTAK" not in weights.words
    assert weights.vector_row("SIMANJUNTAK") == weights.vector_row("Simanjuntak") > 0
    assert weights.vector_row("Qqqzzz") == 0
