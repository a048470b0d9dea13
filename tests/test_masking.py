"""Names are found as one regular expression of all of them finds them, but in the time of a few."""

from __future__ import annotations

import re
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from kg.masking import black_out, hide, pattern_of

WORDS = st.sampled_from(["Budi", "budi", "Utomo", "UTOMO", "Budiman", "A", "İda", "ida", "Ida", "dr", "7"])
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=6)
TEXTS = st.lists(WORDS | st.sampled_from([" ", ", ", "-", "_", "\n", "."]), max_size=30).map("".join)


def plain(names: list[str], text: str) -> str:
    words = [r"[\W_]+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True)]
    return re.sub(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", "[nama disamarkan]", text, flags=re.IGNORECASE)


@given(NAMES, NAMES, TEXTS)
def test_names_are_hidden_as_by_one_expression(own: list[str], wider: list[str], text: str) -> None:
    names = [*own, *wider]
    assert hide(pattern_of(own, pattern_of(wider)), text) == (plain(names, text) if names else text)


def test_names_of_nothing_but_signs_find_nothing() -> None:
    assert pattern_of(["", " ", "—"]) is None
    assert hide(None, "Budi Utomo") == "Budi Utomo"


def test_blackening_keeps_offsets() -> None:
    assert black_out(pattern_of(["Budi Utomo"]), [(0, 4)], "Sari, budi\nutomo.") == "████, ██████████."


def test_thousands_of_names_cost_little_in_each_article() -> None:
    wider = pattern_of(f"Nama{n} Keluarga{n}" for n in range(5000))
    text = "Nama77 Keluarga77 bertemu Budi di pasar yang ramai. " * 40
    start = process_time()
    for n in range(100):
        assert "Keluarga" not in hide(pattern_of([f"Orang{n}"], wider), text)
    assert process_time() - start < 5
