"""Answers as pages and workbooks, with links."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
from lxml.html import document_fromstring

from kg.ask import Answer, ask
from kg.exports.answer import html, xlsx


def test_a_page_with_links(news: Path) -> None:
    answer = ask("who-said-what-where", {}, news)
    page = document_fromstring(html(answer))
    assert [cell.text for cell in page.iter("th")] == [c for c in answer.columns if not c.endswith("_uri")]
    links = {a.text_content(): a.get("href", "") for a in page.iter("a")}
    assert links['Ani "Na" Lestari'].startswith("http://localhost:8737/person/")
    assert links["https://kabarcontoh.id/1?a=b&c=d"] == "https://kabarcontoh.id/1?a=b&c=d"
    assert len(list(page.iter("tr"))) == len(answer.rows) + 1


def test_a_workbook_whose_strings_stay_strings() -> None:
    rows = (("=1+1", "https://a.id/x", "32.10", 3, None), ("NA", None, "\x01a", 4, "https://a.id/y"))
    answer = Answer("claims", ("subject", "subject_uri", "said", "articles", "url"), rows)
    sheet = openpyxl.load_workbook(BytesIO(xlsx(answer)))["claims"]
    values = [[cell.value for cell in row] for row in sheet]
    assert values == [
        ["subject", "said", "articles", "url"],
        ["=1+1", "32.10", 3, None],
        ["NA", "a", 4, "https://a.id/y"],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].hyperlink.target == "https://a.id/x"
    assert sheet["D3"].hyperlink.target == "https://a.id/y"
