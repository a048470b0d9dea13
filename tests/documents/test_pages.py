"""Saved pages: what is the article's and what the site's."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.documents import read_documents
from kg.documents.html import decoded_page, page_fields
from kg.errors import InputError

SHARED = Path(__file__).parents[3] / "shared"

FIRST = "Warga Kampung Melati bergotong royong membersihkan saluran air, Minggu (9/3/2025), menjelang musim hujan."
SECOND = "“Kalau tidak dibersihkan sekarang, banjir datang lagi,” kata Ketua RW 05 Tono Hartono di lokasi kerja bakti."
THIRD = "Kegiatan itu diikuti sekitar 80 orang dari tiga rukun tetangga dan berlangsung sejak pagi sampai siang hari."


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def lines(body: str) -> list[str]:
    return str(page_fields(page(body))["text"]).split("\n")


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='entry-content'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>",
        f"<div class='entry-content'>{FIRST}<br><br/>{SECOND}<p>{THIRD}</div>",
        f"<article><div>{FIRST}</div><div><br></div><div>{SECOND}</div><div>{THIRD}</div></article>",
        f"<table><tr><td>Menu</td><td><p>{FIRST}<p>{SECOND}<p>{THIRD}</td></tr></table>",
        f"<div itemprop='articleBody'><p>{FIRST}</p>\n{SECOND}\n<blockquote>{THIRD}</blockquote></div>",
    ],
)
def test_paragraphs_however_they_are_divided(body: str) -> None:
    assert lines(body) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "between",
    [
        "<p><strong>Baca juga: <a href='/x'>Banjir Surut</a></strong></p>",
        "<p>ADVERTISEMENT</p><p>SCROLL TO CONTINUE WITH CONTENT</p>",
        "<figure><img src='a.jpg'><figcaption>Warga di Kampung Melati. (Foto: Dok. RW)</figcaption></figure>",
        "<p><img src='a.jpg'><br><em>Warga membersihkan saluran air di Kampung Melati pada hari Minggu pagi.</em></p>",
        "<div class='baca-juga-box'><ul><li><a href='/x'>Banjir Surut</a></li></ul><p>Kabar dari Melati.</p></div>",
        "<p><a href='/x'>Banjir Kampung Melati Surut, Warga Mulai Pulang ke Rumah</a></p>",
        "<script>var iklan = 'Warga Kampung Melati membersihkan saluran air sejak pagi hari ini';</script>",
        "<blockquote class='twitter-tweet'><p>Ayo bersih-bersih bersama kami hari Minggu ini!</p></blockquote>",
        "<div style='display: none'><p>Paragraf ini tidak terlihat oleh pembaca dan bukan bagian artikel.</p></div>",
    ],
)
def test_what_stands_between_paragraphs_is_left_out(between: str) -> None:
    assert lines(f"<div class='post-content'><p>{FIRST}</p>{between}<p>{SECOND}</p><p>{THIRD}</p></div>") == [
        FIRST,
        SECOND,
        THIRD,
    ]


def test_inline_elements_neither_glue_nor_drop_words() -> None:
    body = (
        "<p><b>KAMPUNG MELATI</b> - Warga <i>browsing</i>nya ikut<span> </span>kerja bakti di"
        " <a href='/m'>Kampung <b>Melati</b></a>, Minggu (9/3/2025), bersama <em>Ketua RW</em>.<!-- x --></p>"
    )
    assert lines(f"{body}<p>{SECOND}</p>")[0] == (
        "KAMPUNG MELATI - Warga browsingnya ikut kerja bakti di Kampung Melati, Minggu (9/3/2025), bersama Ketua RW."
    )


def test_what_is_removed_does_not_glue_its_neighbours() -> None:
    text = f"{FIRST}<div class='related-box'>Terkait</div>{SECOND}<script>x</script> {THIRD}"
    assert lines(f"<div class='entry-content'>{text}</div>") == [FIRST, f"{SECOND} {THIRD}"]


def test_a_dateline_on_a_line_of_its_own_goes_with_its_paragraph() -> None:
    assert (
        lines(f"<div class='entry-content'><strong>Jakarta</strong> - <p>{FIRST}</p><p>{SECOND}</p></div>")[0]
        == f"Jakarta - {FIRST}"
    )


def test_names_of_classes_around_the_article_do_not_remove_it() -> None:
    assert lines(f"<main class='has-sidebar share-wrap'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></main>")[0] == FIRST


def test_the_text_of_json_ld_is_taken_where_the_page_has_none() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "NewsArticle", "headline": "Kerja Bakti", "articleBody": f"{FIRST} {SECOND}"}],
    }
    fields = page_fields(
        page("<div id='app'></div>", f"<script type='application/ld+json'>{json.dumps(data)}</script>")
    )
    assert (fields["text"], fields["title"]) == (f"{FIRST} {SECOND}", "Kerja Bakti")


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (
            "<meta property='article:published_time' content='2025-03-09T10:15:00+07:00'>",
            "",
            "2025-03-09T10:15:00+07:00",
        ),
        (
            "<meta name='pubdate' content='2025-03-09T10:15:00Z'>",
            "<div>Minggu, 09/03/2025 10:15 WIB</div>",
            "2025-03-09T10:15+07:00",
        ),
        (
            "<meta name='pubdate' content='2025-03-09T03:15:20Z'>",
            "<div>Minggu, 09/03/2025 10:15 WIB</div>",
            "2025-03-09T10:15+07:00",
        ),
        (
            "<meta name='pubdate' content='2025-03-09T10:15:00Z'>",
            "<div>Sabtu, 08/03/2025 10:15 WIB</div>",
            "2025-03-09T10:15:00+00:00",
        ),
        ("", "<div>Sari Wulan, Jurnalis-Minggu, 9 Maret 2025 |10:15 WIB</div>", "2025-03-09T10:15+07:00"),
        ("", "<span class='date'>Minggu, 9 Maret 2025 - 10:15 wib</span>", "2025-03-09T10:15+07:00"),
    ],
)
def test_time_of_publication(head: str, body: str, published: str) -> None:
    from kg.documents.dates import normalise_date

    found = page_fields(page(f"{body}<article><p>{FIRST}</p><p>{SECOND}</p></article>", head))["published"]
    assert normalise_date(str(found)) == published


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        ("<br/> <br/> <strong>SARI WULAN</strong>", ["SARI WULAN"]),
        ("<br/><b>SARI WULAN S.</b>", ["SARI WULAN S."]),
        ("<br/><b>BACA JUGA:</b>", []),
        ("<br/><b>SARI WULAN</b> menulis.", []),
        ("dan <b>SARI WULAN</b>", []),
    ],
)
def test_signatures(end: str, authors: list[str]) -> None:
    assert page_fields(page(f"<article><p>{FIRST} {SECOND * 4} {end}</p></article>", ""))["authors"] == authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<div>Oleh: Sari Wulan</div>", ["Sari Wulan"]),
        ("<p>Pewarta: Sari Wulan dan Agus S</p>", ["Sari Wulan", "Agus S"]),
        ("<table><tr><td>Penulis</td><td>: Kontributor Kediri, Sari Wulan</td></tr></table>", ["Sari Wulan"]),
        ("<div>Sari Wulan , Jurnalis-Minggu, 9 Maret 2025 |10:15 WIB</div>", ["Sari Wulan"]),
        ("<div class='author'><strong>Sari Wulan</strong> - kabarcontoh</div>", ["Sari Wulan"]),
        ("<span class='author'>KABARCONTOH.ID</span>", []),
    ],
)
def test_bylines(byline: str, authors: list[str]) -> None:
    head = "<meta property='og:site_name' content='KabarContoh.id'>"
    assert page_fields(page(f"{byline}<article><p>{FIRST}</p><p>{SECOND}</p></article>", head))["authors"] == authors


@pytest.mark.parametrize(
    "title", ["Kerja Bakti Kampung Melati - KabarContoh.id", "Kerja Bakti Kampung Melati | KabarContoh Daerah"]
)
def test_the_outlet_is_no_part_of_the_title(title: str) -> None:
    head = f"<title>{title}</title><meta property='og:site_name' content='KabarContoh.id'>"
    assert page_fields(page(f"<article><p>{FIRST}</p></article>", head))["title"] == "Kerja Bakti Kampung Melati"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "iso-8859-1"),
        ("windows-1252", "windows-1252"),
        ("x", "utf-16"),
    ],
)
def test_encodings(declared: str, encoding: str) -> None:
    source = page(f"<article><p>Kafé {FIRST}</p></article>", f"<meta charset='{declared}'>")
    assert decoded_page(source.encode(encoding)) == source


def test_deep_nesting_is_no_danger() -> None:
    article = f"<p>{FIRST}</p><p>{SECOND}</p>"
    assert lines("<div>" * 200 + article)[0] == FIRST
    with pytest.raises(InputError, match="no article"):
        page_fields(page("<div>" * 30_000 + article))


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(InputError, match=r"empty|no article"):
        page_fields("")


@pytest.mark.skipif(not SHARED.is_dir(), reason="saved pages of real outlets are not at hand")
def test_real_pages() -> None:
    for gold in map(json.loads, (SHARED / "gold/html.jsonl").read_text().splitlines()):
        problems: list[object] = []
        (document,) = read_documents([SHARED / "html" / gold["file"]], report=problems.append)
        body, found = (
            Counter(re.findall(r"\w+", text.lower())) for text in (" ".join(gold["paragraphs"]), document.text)
        )
        assert (body & found).total() >= 0.97 * body.total(), gold["file"]
        assert (found - body).total() <= 0.03 * found.total(), gold["file"]
        assert not [phrase for phrase in gold["not_body"] if phrase in document.text], gold["file"]
        assert (document.title, document.publisher) == (gold["title"], gold["publisher"])
        assert (document.published or "")[:16] == gold["published"][:16]
