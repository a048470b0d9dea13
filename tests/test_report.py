"""The page on a graph: complete in itself, well formed, and right in its numbers."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html

from kg.report import report
from kg.selection import Filter
from tests.news import DIRECT


def test_the_page_needs_nothing_from_outside(news: Path, tmp_path: Path) -> None:
    report(news, tmp_path / "a.html", 'Kabar <contoh> & "uji"')
    source = (tmp_path / "a.html").read_text()
    page = html.document_fromstring(source)
    assert page.findtext(".//title") == 'Kabar <contoh> & "uji"'
    assert not page.xpath("//script | //link | //img | //iframe")
    assert "@import" not in source
    assert "url(" not in source
    assert len(page.xpath("//*[local-name()='svg']")) == 2


def test_its_numbers_are_the_graphs(news: Path, tmp_path: Path) -> None:
    report(news, tmp_path / "a.html")
    page = html.document_fromstring((tmp_path / "a.html").read_text())
    rows = {tuple(cell.text_content() for cell in row[:2]) for row in page.iter("tr")}
    assert {('Ani "Na" Lestari', "1"), ("Budi Santoso", "2"), ("Kabar Contoh", "3"), ("Balai Kota Kediri", "1")} <= rows
    assert {("direct", "2"), ("indirect", "2"), ("unresolved", "1"), ("claimed", "1")} <= rows
    assert "2 articles · 4 statements · 6 facts" in page.text_content()
    months = re.findall(r"<title>\d{4}-\d\d: (\d+)</title>", (tmp_path / "a.html").read_text())
    assert sum(map(int, months)) == 4


def test_it_names_what_made_it_and_says_nothing_of_the_clock(news: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        report(news, tmp_path / name, "Kabar")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert "hand 1" in (tmp_path / "a.html").read_text()
    assert DIRECT not in (tmp_path / "a.html").read_text()


def test_a_part_of_a_graph_and_an_empty_one(news: Path, tmp_path: Path) -> None:
    report(news, tmp_path / "a.html", chosen=Filter(since="2025-04"))
    assert "1 articles · 1 statements" in (tmp_path / "a.html").read_text()
    report(news, tmp_path / "b.html", chosen=Filter(since="2030"))
    assert "0 articles" in (tmp_path / "b.html").read_text()
