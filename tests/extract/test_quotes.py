from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.prose import prose
from kg.extract.quotes import quotations


def inner(text: str) -> list[str]:
    return [text[slice(*q.inner)] for q in quotations(prose(text))]


@pytest.mark.parametrize(
    "text",
    [
        "“Kami siap,” kata Rudi.",
        '"Kami siap," kata Rudi.',
        "”Kami siap,” kata Rudi.",
        "“ Kami siap, ” kata Rudi.",
        '""Kami siap,"" kata Rudi.',
        "„Kami siap,“ kata Rudi.",
        "«Kami siap,» kata Rudi.",
        "``Kami siap,'' kata Rudi.",
        "’’Kami siap,’’ kata Rudi.",
        '"Kami siap, "kata Rudi.',
        '"Kami siap,"kata Rudi.',
    ],
)
def test_marks_of_all_kinds(text: str) -> None:
    assert inner(text) == ["Kami siap,"]


def test_a_missing_closing_mark_ends_with_the_cue_and_harms_only_its_paragraph() -> None:
    assert inner('"Kami siap, kata Rudi.\nHujan turun.\n"Kami pulang," kata Sari.') == ["Kami siap", "Kami pulang,"]
    assert inner("“ Kami siap,’ ujarnya kemarin.") == ["Kami siap"]


def test_a_missing_opening_mark_is_the_beginning_of_the_paragraph() -> None:
    text = 'Kami siap. Kami kuat," kata Rudi.'
    assert inner(text) == ["Kami siap. Kami kuat,"]
    assert not quotations(prose(text))[0].opened


def test_a_missing_opening_mark_behind_a_story_is_the_beginning_of_the_sentence() -> None:
    assert inner('Rudi tiba. Hujan turun. Semua basah," kata Rudi.') == ["Semua basah,"]
    assert inner('Rudi tiba. Kami basah. Kami pulang," kata Rudi.') == ["Kami basah. Kami pulang,"]


def test_marks_set_apart_are_one_pair() -> None:
    assert inner('" " Kami siap " " , kata Rudi.') == ["Kami siap"]
    assert inner('"Kami siap." "Kami kuat," kata Rudi.') == ["Kami siap.", "Kami kuat,"]


def test_few_words_in_single_marks_are_speech_before_a_cue() -> None:
    assert inner("'Kami siap', kata Rudi.") == ["Kami siap"]
    assert inner("Lagu 'Kami siap' karya Rudi.") == []


def test_nested_marks_belong_to_the_outer_quotation() -> None:
    assert inner('"Ia bilang "tidak mau" kepada kami," kata Rudi.') == ['Ia bilang "tidak mau" kepada kami,']
    assert inner("“Ia berteriak 'jangan masuk' kepada kami,” kata Rudi.") == [
        "Ia berteriak 'jangan masuk' kepada kami,"
    ]


def test_a_quotation_that_was_never_closed_before_another_one() -> None:
    assert inner('"Kami siap pindah. Lalu ia pergi. "Kami kuat," kata Rudi.') == ["Kami siap pindah.", "Kami kuat,"]


def test_apostrophes_inches_and_bullets_are_no_quotations() -> None:
    assert inner("Salat Jum'at di Masjid Jami' Ma'mun.") == []
    assert inner('Televisi 43" itu murah.') == []
    assert inner("Syarat:\n» Warga kota\n» Berusia 17 tahun") == []


def test_single_marks_count_around_several_words_only() -> None:
    assert inner("'Kami menunggu sampai malam,' kata Rudi.") == ["Kami menunggu sampai malam,"]
    assert inner("Lomba 'Desa Bersih' digelar.") == []


@given(st.text(alphabet="ab. ,'\"“”«»`\n’", max_size=120))
def test_quotations_lie_apart_and_inside_the_text(text: str) -> None:
    found = quotations(prose(text))
    assert all(0 <= q.span[0] <= q.inner[0] < q.inner[1] <= q.span[1] <= len(text) for q in found)
    assert all(a.span[1] <= b.span[0] for a, b in zip(found, found[1:], strict=False))


def test_hostile_text_takes_no_time() -> None:
    for text in ('"a ' * 60_000, "“" * 200_000, "'a " * 60_000, '", kata ' * 25_000):
        began = time.process_time()
        quotations(prose(text))
        assert (
            time.process_time() - began < 15
        )  # a guard against superlinear work on any machine; speed itself is for benchmarks
