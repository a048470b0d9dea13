"""Pages: what they show, and that hostile articles do no harm."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kg.build import build
from kg.decide import decide
from kg.ledger import open_ledger
from kg.model import Document
from kg.schema import NAMESPACE
from kg.serve.limits import Limits
from kg.serve.pages import day, words
from tests.serve.served import ATTACK, BASE, hostile, rows, uris

TERM = re.compile(rf"<{re.escape(NAMESPACE)}([^>]+)>")


def page(server: Any, path: str, language: str = "en") -> str:
    status, headers, content = server.request(path, Accept="text/html", Accept_Language=language)
    assert status == 200, content
    assert headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in headers["content-security-policy"]
    return str(content.decode())


def test_the_feed_shows_the_latest_and_what_is_filtered(server: Any) -> None:
    assert page(server, "/").count('class="told') == 20
    filtered = page(server, "/?speaker=Pramono&since=2025-06")
    assert "halaman depan Jakarta" in filtered
    assert "Puskesmas paling dekat" not in filtered


def test_the_feed_is_paged_both_ways(server: Any, graph: Path) -> None:
    first = page(server, "/?since=2020")
    later = html.unescape(re.findall(r'rel="next" href="([^"]*)"', first)[0])
    second = page(server, f"/{later}")
    count = len(rows(graph, "who-said-what-where", since="2020", limit=1000))
    assert first.count('class="told') == 20
    assert count > 40
    assert second.count('class="told') == 20
    assert set(re.findall('#statement-[^"]*', first)).isdisjoint(re.findall('#statement-[^"]*', second))
    assert "offset=0" in re.findall(r'rel="prev" href="([^"]*)"', second)[0]


def test_a_filter_by_uri_is_shown_by_its_name(server: Any, graph: Path) -> None:
    filtered = page(server, f"/?{urlencode({'speaker': BASE + uris(graph)['speaker_uri']})}")
    note = re.findall(r'class="note">(.*?)</p>', filtered)[0]
    assert "Pramono Anung" in note


def test_of_several_bearers_of_a_name_one_can_be_chosen(tmp_path: Path, serve: Any) -> None:
    texts = [f'"Kami {what}," kata Rudi Hartono di Salatiga, Senin (1/12/2025).' for what in ("menang", "bertani")]
    titles = ["Pebulu tangkis Rudi Hartono menang. ", "Petani Rudi Hartono dari Desa Sukamaju panen. "]
    documents = [Document(id=str(n), text=titles[n] + texts[n], published="2025-12-02") for n in (0, 1)]
    build(documents, tmp_path / "two.kg", workers=0)
    with open_ledger(tmp_path / "two.kg") as ledger:
        count = ledger.one("SELECT count(*) FROM entity WHERE name = 'Rudi Hartono' AND live = 1")[0]
    with serve(tmp_path / "two.kg", Limits(workers=1, rate=0)) as server:
        both = page(server, "/?speaker=Rudi+Hartono")
        addresses = re.findall(r'<a class="entity person" href="(\?[^"]*)"', both)
        assert both.count('class="told') == len(addresses) == count == 2
        for address in addresses:
            assert page(server, f"/{html.unescape(address)}").count('class="told') == 1


def test_a_name_that_nobody_has_is_told_with_others_that_are_like_it(server: Any, graph: Path) -> None:
    status, _, content = server.request("/?speaker=Pramono+Anum&lang=en", Accept="text/html")
    shown = content.decode()
    assert status == 400
    assert "there is no name “Pramono Anum”" in shown
    address = re.findall(r'href="(\?[^"]*)">Pramono Anung</a>', shown)[0]
    assert "halaman depan Jakarta" in page(server, f"/{html.unescape(address)}")


def test_a_day_that_is_none_is_told_in_the_language_of_the_page(server: Any) -> None:
    shown = server.request("/?since=kemarin&lang=id", Accept="text/html")[2].decode()
    assert "Sejak: tanggal ditulis seperti" in shown


def test_every_word_is_shown_as_it_is(server: Any, graph: Path) -> None:
    for path in ("/?speaker=Pramono", uris(graph)["article_uri"]):
        shown = page(server, path)
        assert "built-in" not in shown
    assert ">Copy</button>" in shown
    assert "Clear filters" in page(server, "/?speaker=Pramono")


def test_names_are_proposed_while_one_types(server: Any) -> None:
    assert "Pramono Anung" in json.loads(server.request("/suggest?q=anu")[2])
    places = json.loads(server.request("/suggest?q=ja&type=Place")[2])
    assert "Daerah Khusus Ibukota Jakarta" in places
    assert json.loads(server.request("/suggest?q=")[2]) == []


def test_search_finds_names_by_any_word_and_statements_by_theirs(server: Any) -> None:
    found = page(server, "/?q=anung")
    assert "Pramono Anung" in re.findall(r'<ul class="names">.*?</ul>', found, re.S)[0]
    assert "halaman depan Jakarta" in page(server, "/?q=halaman+depan")
    for nothing in ("zzzz", "%", "_", "'"):
        assert page(server, f"/?q={quote(nothing)}").count("Nothing was found") > 0


def test_an_article_is_shown_whole_with_its_words_marked(server: Any, graph: Path) -> None:
    path = uris(graph)["article_uri"]
    shown = page(server, path)
    text = re.search(r'<div class="text"[^>]*>(.*?)</div>', shown, re.S)
    assert text
    numbers = re.findall(r'<a class="ref"[^>]* href="#([^"]*)"', text[1])
    plain = re.sub(r'<a class="ref".*?</a>', "", text[1])
    with open_ledger(graph) as ledger:
        assert html.unescape(re.sub(r"<[^>]*>", "", plain)) == ledger.text(path[1:])
    assert 'class="piece said"' in shown
    assert numbers
    assert all(f'id="{number}"' in shown for number in numbers)


def test_a_person_has_positions_statements_and_places(server: Any, graph: Path) -> None:
    shown = page(server, uris(graph)["speaker_uri"])
    for heading in ("positions", "said", "places", "relations", "articles"):
        assert f'<h2 id="{heading}"' in shown
    told = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>", shown)
    positions = rows(graph, "positions", person="Pramono Anung")
    assert [(title, articles) for title, _, articles in told] == [(r["title"], r["articles"]) for r in positions]
    assert all(day(row["first_date"], "en") in days for row, (_, days, _) in zip(positions, told, strict=True))


def test_a_place_lies_within_others_and_tells_what_was_said_there(server: Any) -> None:
    shown = page(server, "/place/31")
    assert "Indonesia" in re.findall(r"within(.*?)</p>", shown)[0]
    for heading in ("here", "about"):
        assert f'<h2 id="{heading}"' in shown


def test_an_outlet_tells_whom_it_quotes(server: Any, graph: Path) -> None:
    path = uris(graph)["publisher_uri"]
    shown = page(server, path)
    for row in rows(graph, "who-quotes-whom", publisher=BASE + path, limit=3):
        assert html.escape(row["speaker"]) in shown


@pytest.mark.parametrize("kind", ["statement", "fact", "relation"])
def test_words_are_shown_in_their_context(server: Any, graph: Path, kind: str) -> None:
    path = uris(graph)[kind]
    shown = page(server, path)
    exact = rows(graph, "evidence", uri=BASE + path)[0]["exact"]
    assert exact in [html.unescape(each) for each in re.findall(r"<mark>(.*?)</mark>", shown, re.S)]
    context = re.findall(r'class="context"[^>]*>(.*?)</p>', shown, re.S)[0]
    assert len(html.unescape(context)) > len(exact) + 40


def test_the_ontology_can_be_read(server: Any) -> None:
    shown = page(server, "/ns", "id")
    status, _, turtle = server.request("/ns", Accept="application/n-triples")
    assert status == 200
    named = {name for name in TERM.findall(turtle.decode()) if not name.startswith(("concept-", "predicates"))}
    assert len(named) > 70
    assert [name for name in named if f'id="{name}"' not in shown] == []
    met = re.findall(r'id="met".*?</section>', shown, re.S)[0]
    for expected in ("bertemu dengan", "#Person", "#Organization", "PLOVER"):
        assert expected in met


def test_hostile_articles_are_harmless(server: Any, graph: Path) -> None:
    found = hostile(graph)
    listed = [found[name] for name in ("article_uri", "publisher_uri", "statement", "speaker_uri")]
    for path in ("/", "/?text=ujian", "/?q=ujian", *listed):
        shown = page(server, path)
        assert "alert(1)" in shown
        assert "<script>" not in shown
        assert "<img" not in shown
        assert 'href="javascript' not in shown
    reflected = server.request(f"/?q={quote(ATTACK)}&speaker={quote(ATTACK)}", Accept="text/html")[2].decode()
    assert "alert(1)" in reflected
    assert "<script>" not in reflected
    assert "<script>" not in page(server, f"/?q={quote(ATTACK)}")


def test_pages_speak_both_languages(server: Any) -> None:
    assert words()["id"].keys() == words()["en"].keys()
    assert 'lang="id"' in page(server, "/", "")
    assert 'lang="en"' in page(server, "/?lang=en", "")


@pytest.mark.parametrize(
    ("date", "indonesian"),
    [
        ("2025-06-04", "4 Juni 2025"),
        ("2025-06", "Juni 2025"),
        ("2025", "2025"),
        ("2025-06-04T10:00:00+07:00", "4 Juni 2025"),
        ("kemarin", "kemarin"),
        (None, ""),
    ],
)
def test_days_are_written_as_people_do(date: str | None, indonesian: str) -> None:
    assert day(date, "id") == indonesian


def test_a_masked_name_is_on_no_page(own_graph: Path, serve: Any) -> None:
    with open_ledger(own_graph) as ledger:
        path, n = ledger.one("SELECT path, n FROM entity WHERE name = 'Nirmala Dewanti'")
        articles = [row[0] for row in ledger.rows(_ARTICLES, n)]
    decide(own_graph, "mask", "Nirmala Dewanti", who="test")
    with serve(own_graph, Limits(workers=1, rate=0)) as server:
        assert server.request(f"/{path}", Accept="text/html")[0] == 404
        for shown in ("/", "/?q=nirmala", *(f"/{article}" for article in articles)):
            assert "Dewanti" not in page(server, shown)


_ARTICLES = "SELECT v.path FROM cluster c JOIN version v ON v.n = c.article WHERE c.entity = ?"
