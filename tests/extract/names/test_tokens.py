from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pasangan Wati-Joyo menang", ["pasangan", "Wati", "-", "Joyo", "menang"]),
        ("di Sukamaju.Kepala desa", ["di", "Sukamaju", ".", "Kepala", "desa"]),
        ("ke SukamajuSaat itu", ["ke", "Sukamaju", "Saat", "itu"]),
        ("timnas U-19 dan anak-anak", ["timnas", "U-19", "dan", "anak-anak"]),
        ("akun Kicau-nya", ["akun", "Kicau", "-", "nya"]),
        ("Anak-anak dan Hari-harinya", ["Anak-anak", "dan", "Hari-harinya"]),
        ("pada 12/5/2021 pukul 10.30", ["pada", "12/5/2021", "pukul", "10.30"]),
        ("kabarkota.com dan KABAR.com", ["kabarkota.com", "dan", "KABAR.com"]),
    ],
)
def test_glued_words_come_apart(text: str, words: list[str]) -> None:
    assert tokens(prose(text)).words[1:-1][-len(words) :] == words


def test_a_name_said_twice_is_one_token() -> None:
    assert tokens(prose("Togar Siringo-ringo dan Twitter-nya")).words[2:-1] == [
        "Togar",
        "Siringo-ringo",
        "dan",
        "Twitter",
        "-",
        "nya",
    ]


def test_boundaries_stand_between_paragraphs_and_around_what_is_skipped() -> None:
    found = tokens(prose("Hujan turun.\nAngin (Baca juga: Warga Tolak Pasar) reda.")).words
    assert [w for w in found if w != BOUNDARY] == ["Hujan", "turun", ".", "Angin", "reda", "."]
    assert found.index("Angin") - found.index(".") == 2
    assert found.index("reda") - found.index("Angin") == 2


@given(st.text(alphabet="Aab1 -/.'\n@(", max_size=60))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    found = tokens(prose(text))
    for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
        assert word == BOUNDARY or text[start:end] == word
    assert all(a <= b for a, b in zip(found.ends, found.starts[1:], strict=False))
