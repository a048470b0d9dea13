from __future__ import annotations

from kg.extract.boilerplate import skipped


def kept(text: str) -> str:
    for start, end in reversed(skipped(text)):
        text = text[:start] + text[end:]
    return text


def test_link_lines_are_skipped() -> None:
    for line in (
        "Baca juga: Warga Tolak Pasar Malam",
        "BACA JUGA - Warga Tolak Pasar Malam",
        "(Baca: Warga Tolak Pasar Malam)",
        "Simak juga Video 'Warga Tolak Pasar Malam':",
        "[Gambas:Video 20detik]",
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Foto: Dina/Kabar Kita",
        "Penulis: Dina",
    ):
        assert kept(f"Hujan turun.\n{line}\nAngin reda.").split("\n") == ["Hujan turun.", "", "Angin reda."]


def test_bare_hint_skips_itself_and_a_headline_but_not_the_prose_after_it() -> None:
    assert kept("Hujan turun.\nBaca Juga\nAngin reda pada sore hari.") == "Hujan turun.\n\nAngin reda pada sore hari."
    assert kept("Hujan turun.\nBaca Juga\nWarga Tolak Pasar Malam\nAngin reda.") == "Hujan turun.\n\n\nAngin reda."


def test_link_list_at_the_end_is_skipped() -> None:
    text = "Hujan turun.\nBerita Terkait\n-\nLurah Buka Pasar Murah, Warga Antre\n-\nHarga Cabai Naik Lagi\nTerpopuler\n- Tiga Resep Sayur Asem Khas Betawi"
    assert kept(text).split() == ["Hujan", "turun."]


def test_bulleted_links_under_a_heading_are_skipped_in_any_case() -> None:
    assert kept("Hujan turun.\nPilihan\n- Cara merawat tanaman hias\n- Harga cabai turun, pedagang lega").split() == [
        "Hujan",
        "turun.",
    ]


def test_hints_inside_a_line_are_skipped_to_the_end_of_their_sentence() -> None:
    assert kept("Hujan turun. Baca juga: Warga Tolak Pasar. Angin reda.") == "Hujan turun.  Angin reda."
    assert kept("Hujan turun (Baca juga: Warga Tolak Pasar) dan reda.") == "Hujan turun  dan reda."


def test_tags_and_sign_off_at_the_end() -> None:
    assert kept("Hujan turun.\n(abc/def)\nbanjir\nbanjir kota").split() == ["Hujan", "turun."]
    assert kept("Hujan turun. [abc]").strip() == "Hujan turun."


def test_prose_that_only_looks_like_it_stays() -> None:
    for text in (
        "Ia gemar membaca.",
        "Baca puisi itu menyenangkan, kata Dina.",
        "Terkini, hujan turun.",
        "Video itu viral.",
        "hujan",
    ):
        assert skipped(text) == ()


def test_a_byline_does_not_swallow_an_article_that_stands_on_its_line() -> None:
    article = "Warga menanam pohon di tepi sungai. " * 15
    text = f"Laporan Wartawan Kabarkota.com, Budi Santun KABARKOTA.COM, SLEMAN - {article}"
    assert kept(text).startswith("SLEMAN - Warga menanam")


def test_a_reporters_full_name_that_closes_the_article_is_skipped() -> None:
    for text, name in (
        ("Hujan reda, katanya. (Rina Utami)", " (Rina Utami)"),
        ("Hujan reda.\n(Rina B. Utami)\n", "(Rina B. Utami)"),
    ):
        assert [text[s:e].rstrip("\n") for s, e in skipped(text)] == [name]
    assert not skipped("Hujan reda bersama kedua adiknya (Rina Utami)")
    assert not skipped("Hujan reda. (Rina Utami pulang)")
