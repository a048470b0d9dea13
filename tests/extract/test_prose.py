from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.prose import prose


def sentences(text: str) -> list[str]:
    return [text[s:e] for s, e in prose(text).sentences]


def test_sentences_end_at_stops_outside_abbreviations_numbers_and_initials() -> None:
    text = "Dr. M. Yusuf, S.H., M.Si. datang ke Jl. Kenanga No. 5. Ia membawa Rp 1.500. Kombes. Pol. Ratna menunggu."
    assert sentences(text) == [
        "Dr. M. Yusuf, S.H., M.Si. datang ke Jl. Kenanga No. 5.",
        "Ia membawa Rp 1.500.",
        "Kombes. Pol. Ratna menunggu.",
    ]


def test_an_abbreviation_in_brackets_ends_no_sentence() -> None:
    text = "Itu kata Dr. (H.C.) Ir. Sari Wuri. Ia pergi (bersama Budi.) Lalu pulang."
    assert [text[s:e] for s, e in prose(text).sentences] == [
        "Itu kata Dr. (H.C.) Ir. Sari Wuri.",
        "Ia pergi (bersama Budi.)",
        "Lalu pulang.",
    ]


def test_degree_before_a_word_that_begins_sentences_ends_one() -> None:
    assert sentences("Tersangka didampingi Rahmat Hadi, S.H. Ia diam.") == [
        "Tersangka didampingi Rahmat Hadi, S.H.",
        "Ia diam.",
    ]


def test_quotation_marks_stay_with_their_sentence() -> None:
    assert sentences('“Kami siap.” Ia pulang. "Besok kami kembali!" Itu katanya.') == [
        "“Kami siap.”",
        "Ia pulang.",
        '"Besok kami kembali!"',
        "Itu katanya.",
    ]


def test_missing_space_after_a_stop_is_a_sentence_end_but_a_domain_is_none() -> None:
    assert sentences("Rapat sudah selesai.Warga pulang ke rumah.") == ["Rapat sudah selesai.", "Warga pulang ke rumah."]
    assert sentences("Ia menulis di Kabarkita.com dan Merdeka.Com kemarin.") == [
        "Ia menulis di Kabarkita.com dan Merdeka.Com kemarin."
    ]
    assert "Warga" in prose("Rapat sudah selesai.Warga pulang.").words


def test_lines_broken_inside_a_sentence_are_one_paragraph() -> None:
    text = "Hakim meminta\nKejaksaan Negeri\nmenghadirkan saksi\n.\nSidang ditunda."
    p = prose(text)
    assert [text[s:e] for s, e in p.paragraphs] == [text[: text.index("Sidang") - 1], "Sidang ditunda."]


def test_headline_between_paragraphs_stays_its_own() -> None:
    text = "Banjir surut pada Senin pagi.\nWarga Mulai Bersihkan Rumah\nMereka menyemprot lumpur."
    assert len(prose(text).paragraphs) == 3


def test_dateline_is_told() -> None:
    for text in (
        "SEMARANG, KOMPAS.com - Hujan turun.",
        "Liputan6.com, Semarang - Hujan turun.",
        "Semarang (ANTARA) - Hujan turun.",
    ):
        p = prose(text)
        assert p.dateline is not None
        assert text[p.dateline[1] :].strip() == "Hujan turun."
    assert prose("Hujan turun sejak pagi - begitu kata warga.").dateline is None


def test_units_of_an_offset() -> None:
    text = "Satu kalimat. Dua kalimat.\nParagraf dua."
    p = prose(text)
    assert text[slice(*p.sentence_at(text.index("Dua")))] == "Dua kalimat."
    assert text[slice(*p.paragraph_at(text.index("dua")))] == "Paragraf dua."
    assert [p.words[i] for i in p.tokens_in(p.sentence_at(0))] == ["Satu", "kalimat", "."]
    assert prose("").sentence_at(0) == (0, 0)


@given(st.text(alphabet='Ab1 .,"”“\n!-()[]Baca juga:', max_size=200))
def test_every_unit_lies_in_order_in_the_text(text: str) -> None:
    p = prose(text)
    assert [text[s:e] for s, e in zip(p.starts, p.ends, strict=True)] == list(p.words)
    for spans in (p.paragraphs, p.sentences, p.skipped):
        assert all(0 <= s < e <= len(text) for s, e in spans)
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert all(not (s < b and a < e) for s, e in zip(p.starts, p.ends, strict=True) for a, b in p.skipped)


def test_hostile_text_takes_no_time() -> None:
    for text in (
        "(baca " * 150_000,
        "A. " * 300_000,
        '"' * 1_000_000,
        "baca juga:" * 100_000,
        "a.b" * 300_000,
        "- \n" * 300_000,
    ):
        began = time.process_time()
        prose(text)
        assert (
            time.process_time() - began < 15
        )  # a guard against superlinear work on any machine; speed itself is for benchmarks


def test_a_long_row_of_stops_takes_linear_time() -> None:
    begun = time.process_time()
    prose("." * 100_000)
    assert (
        time.process_time() - begun < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks


def test_where_tells_the_tokens_of_a_range_that_are_among_words() -> None:
    found = prose("Budi dan Ani, dan Citra. Dan Dewi atau Eka.")
    joining = frozenset(("dan", "atau", "serta"))
    assert [found.words[i] for i in found.where(joining, 0, len(found.words))] == ["dan", "dan", "Dan", "atau"]
    assert found.where(joining, 2, 7) == [4]
    assert found.where(frozenset(("serta",)), 0, len(found.words)) == []


def test_words_asked_for_later_are_found_in_texts_read_before() -> None:
    found = prose("Melati dan mawar mekar di kebun, lalu layu.")
    assert found.where(frozenset(("mekar",)), 0, len(found.words)) == [3]
    later = frozenset(("mekar", "lalu", "layu"))
    assert found.where(later, 0, len(found.words)) == [3, 7, 8]
    assert prose("Layu sebelum mekar.").where(later, 0, 4) == [0, 2]


def test_links_that_lost_their_space_are_words_of_their_own() -> None:
    words = prose(
        '"Stok aman," kata Rini dikutipAntara. Dilansirdetiksport, Rini tinggal diMedan dan dikenal ramah.'
    ).words
    assert {"dikutip", "Antara", "Dilansir", "detiksport", "di", "Medan", "dikenal"} <= set(words)


def test_a_verb_or_small_word_glued_to_a_name_is_a_token_of_its_own() -> None:
    text = "Kirana Sutamengatakan KPTuntuk Garudamelaporkan BMKGadalah Perserikatan Melaporkan PTnya iPhonemenjadi."
    p = prose(text)
    assert p.words[1:9] == ("Suta", "mengatakan", "KPT", "untuk", "Garuda", "melaporkan", "BMKG", "adalah")
    assert p.words[9:] == ("Perserikatan", "Melaporkan", "PTnya", "iPhonemenjadi", ".")
    assert all(text[a:b] == word for word, a, b in zip(p.words, p.starts, p.ends, strict=True))
