"""Pages: what they show, that hostile articles do no harm, that uris answer as page and as data."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse

from kg.ask import ask
from kg.build import build
from kg.documents import read_documents
from kg.ledger import open_ledger
from kg.model import Document
from kg.serve.limits import Limits
from kg.serve.pages import words

ATTACK = "<script>alert(1)</script>"
HOSTILE = Document(
    id=f'"><img src=x onerror=alert(1)>{ATTACK}',
    title=f"Judul {ATTACK}",
    url="javascript:alert(1)",
    publisher=f"Media {ATTACK}",
    text=f'"Ini {ATTACK} & \U0001f600 ujian," kata Ratna Widyasari <b>di</b> Salatiga, Senin (1/12/2025).',
    published="2025-12-31",
)
BASE = "http://localhost:8737"


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "news.kg"
    build([*read_documents([root / "examples/articles.jsonl"], report=print), HOSTILE], folder, workers=0)
    return folder


@pytest.fixture(scope="module")
def server(graph: Path, serve: Any) -> Iterator[Any]:
    with serve(graph, Limits(workers=1)) as running:
        yield running


def page(server: Any, path: str) -> str:
    status, headers, content = server.request(path, Accept="text/html", Accept_Language="en")
    assert status == 200, content
    assert headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in headers["content-security-policy"]
    return str(content.decode())


def uris(graph: Path) -> dict[str, str]:
    (statement, *_) = ask("who-said-what-where", {"speaker": "Pramono Anung", "limit": 1}, graph).rows
    columns = ask("who-said-what-where", {"limit": 1}, graph).columns
    row = dict(zip(columns, statement, strict=True))
    names = ("speaker_uri", "article_uri", "publisher_uri", "statement")
    found = {name: str(row[name]).removeprefix(BASE) for name in names}
    with open_ledger(graph) as ledger:
        found["relation"] = f"/{next(ledger.relations()).path}"
    return found


def test_the_feed_shows_the_latest_and_what_is_filtered(server: Any) -> None:
    assert page(server, "/").count('class="told') == 20
    filtered = page(server, "/?speaker=Pramono&since=2025-06")
    assert "halaman depan Jakarta" in filtered
    assert "Puskesmas paling dekat" not in filtered
    assert "SELECT" in filtered
    assert "MATCH" in filtered


def test_search_finds_names(server: Any) -> None:
    assert "Pramono Anung" in page(server, "/?q=pramono")
    assert "Nothing was found" in page(server, "/?q=zzzz")


def test_an_article_is_shown_whole_with_its_words_marked(server: Any, graph: Path) -> None:
    shown = page(server, uris(graph)["article_uri"])
    text = re.search(r'<div class="text"[^>]*>(.*?)</div>', shown, re.S)
    assert text
    with open_ledger(graph) as ledger:
        path = uris(graph)["article_uri"].removeprefix("/")
        assert html.unescape(re.sub(r"<[^>]*>", "", text[1])) == ledger.text(path)
    assert 'class="piece said"' in shown


@pytest.mark.parametrize("kind", ["speaker_uri", "article_uri", "publisher_uri", "statement", "relation"])
def test_a_uri_answers_as_page_and_as_data(server: Any, graph: Path, kind: str) -> None:
    path = uris(graph)[kind]
    page(server, path)
    for accept, form in (("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)):
        status, headers, content = server.request(path, Accept=accept)
        assert status == 200
        assert headers["content-type"].startswith(accept)
        assert f"{BASE}{path}" in {getattr(triple.subject, "value", "") for triple in parse(content, format=form)}


def test_what_is_not_there_is_404(server: Any) -> None:
    for path in ("/person/nobody-xxxx", "/article/none", "/statement/none", "/etc/passwd", "/static/../app.py"):
        assert server.request(path, Accept="text/html")[0] == 404
        assert server.request(path, Accept="text/turtle")[0] == 404


def test_hostile_articles_are_harmless(server: Any, graph: Path) -> None:
    columns = ask("who-said-what-where", {"limit": 1}, graph).columns
    (row,) = ask("who-said-what-where", {"text": "ujian", "speaker": "Ratna Widyasari"}, graph).rows
    hostile = dict(zip(columns, row, strict=True))
    paths = [
        "/",
        "/?text=ujian",
        *(str(hostile[name]).removeprefix(BASE) for name in ("article_uri", "publisher_uri", "statement")),
    ]
    for path in paths:
        shown = page(server, path)
        assert "alert(1)" in shown
        assert "<script>" not in shown
        assert "<img" not in shown
        assert 'href="javascript' not in shown
    reflected = server.request(f"/?q={quote(ATTACK)}&speaker={quote(ATTACK)}", Accept="text/html")[2].decode()
    assert "alert(1)" in reflected
    assert "<script>" not in reflected


def test_pages_speak_both_languages(server: Any) -> None:
    assert words()["id"].keys() == words()["en"].keys()
    assert 'lang="id"' in server.request("/", Accept="text/html")[2].decode()
    assert 'lang="en"' in server.request("/?lang=en", Accept="text/html")[2].decode()
