"""The queries that pages show: there on each page, ready to run, with the rows that the page offers to download."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from kg.catalogue import query
from kg.ledger import open_ledger
from kg.loaders import bolt
from kg.serve.shown import shown
from kg.serve.views import views
from tests.serve.served import BASE, uris
from tests.servers import connect

PAGES = {
    "/": 1,
    "/?speaker=Pramono&since=2025-06&said_at=Jakarta": 1,
    "/?q=pramono": 2,
    "speaker_uri": 3,
    "organization": 2,
    "place": 3,
    "article_uri": 2,
    "publisher_uri": 2,
    "statement": 1,
    "fact": 1,
    "relation": 1,
    "quote": 1,
}


def select(server: Any, text: str) -> list[dict[str, str]]:
    status, _, content = server.request(f"/sparql?query={quote(text)}", Accept="text/csv")
    assert status == 200, content
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_its_queries_and_their_rows_can_be_downloaded(server: Any, graph: Path, page: str) -> None:
    path = page if page.startswith("/") else uris(graph)[page]
    content = server.request(path, Accept="text/html")[2].decode()
    sections = re.findall(r'<div class="query">.*?</div>', content, re.S)
    assert len(sections) >= PAGES[page]
    for section in sections:
        texts = [html.unescape(each) for each in re.findall(r"<pre[^>]*>(.*?)</pre>", section, re.S)]
        assert len(texts) == 2
        assert "$" not in "".join(texts)
        edited = re.findall(r'/sparql#query=([^"]*)"', section)[0]
        assert unquote(edited) == texts[0]
        addresses = [html.unescape(each) for each in re.findall(r'href="([^"]*/api/[^"]*)"', section)]
        assert [each.rpartition("=")[2] for each in addresses] == ["csv", "json"]
        limit = texts[0].partition("LIMIT ")[0] and re.findall(r"LIMIT (\d+)\n(?:OFFSET \d+\n)?$", texts[0])[0]
        found = json.loads(server.request(f"{addresses[1]}&limit={limit}")[2])
        rows = select(server, texts[0])
        assert [[str(row[c] if row[c] is not None else "") for c in row] for row in found] == [
            [row[c] for c in found[0]] for row in rows
        ]
        status, headers, content = server.request(addresses[0])
        assert (status, headers["content-type"]) == (200, "text/csv; charset=utf-8")


def test_what_a_page_has_is_what_its_query_finds(server: Any, graph: Path) -> None:
    path = uris(graph)["article_uri"]
    content = server.request(path, Accept="text/html")[2].decode()
    for name, column in (("statements-in-article", "statement"), ("facts-in-article", "fact")):
        rows = json.loads(server.request(f"/api/{name}?article={quote(BASE + path)}")[2])
        there = re.findall(rf'id="{column}-([^"]*)" class="target"', content)
        assert there
        assert {row[column].rpartition("/")[2] for row in rows} == set(there)
    feed = re.findall(r'#statement-([^"]*)"', server.request("/", Accept="text/html")[2].decode())
    latest = json.loads(server.request("/api/latest?limit=25")[2])
    assert list(dict.fromkeys(row["statement"].rpartition("/")[2] for row in latest))[:20] == feed


def test_every_view_is_a_pair_with_the_same_header() -> None:
    assert len(views()) == 6
    for asked in views().values():
        lines = [
            [line[at:] for line in text.split("\n") if line.startswith(mark)]
            for text, mark, at in ((asked.rq, "#+ ", 3), (asked.cypher, "//+ ", 4))
        ]
        assert lines[0] == lines[1]
        given = {each.name: "x" for each in asked.parameters}
        assert query(asked, "rq", given)


@pytest.mark.needs("neo4j")
def test_both_languages_find_the_same(neo4j_uri: str, server: Any, graph: Path) -> None:
    found = uris(graph)
    with open_ledger(graph) as ledger:
        bolt.load(ledger, neo4j_uri)
    cases: list[tuple[str, dict[str, str]]] = [
        ("latest", {}),
        ("statements-in-article", {"article": BASE + found["article_uri"]}),
        ("facts-in-article", {"article": BASE + found["article_uri"]}),
        ("relations-of", {"entity": "Pramono Anung"}),
        ("relations-of", {"entity": BASE + found["speaker_uri"]}),
        ("names-like", {"text": "jakarta"}),
        ("variants", {"quote": BASE + found["quote"]}),
        ("who-said-what-where", {"speaker": "Pramono", "since": "2025-06", "text": "it's \\ halaman"}),
        ("who-said-what-where", {"about_place": "Jakarta"}),
    ]
    with connect(neo4j_uri) as driver:
        for name, given in cases:
            both = shown(name, given, "/")
            columns = both.asked.columns
            records = driver.execute_query(both.cypher).records  # type: ignore[call-overload,unused-ignore]  # pyright: ignore
            rows = [["" if row[column] is None else str(row[column]) for column in columns] for row in records]
            assert rows == [[row[column] for column in columns] for row in select(server, both.sparql)], name
            assert rows or "it's" in str(given), name
