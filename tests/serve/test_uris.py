"""Every uri answers: as page and as data, with HEAD, ETag, gzip and CORS; what was merged, split, withdrawn or never there."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from kg.build import forget
from kg.decide import decide
from kg.ledger import open_ledger
from kg.serve.limits import Limits
from tests.serve.served import BASE, uris

KINDS = (
    *("speaker_uri", "organization", "place", "unnamed", "article_uri", "version", "publisher_uri"),
    *("statement", "fact", "relation", "quote"),
)
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_uri_answers_as_page_and_as_data(server: Any, graph: Path, kind: str) -> None:
    path = uris(graph)[kind]
    status, headers, content = server.request(path, Accept="text/html")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"?format=turtle" in content
    for accept, form in FORMATS.items():
        status, headers, content = server.request(path, Accept=accept)
        assert status == 200
        assert headers["content-type"].startswith(accept)
        assert f"{BASE}{path}" in {getattr(triple.subject, "value", "") for triple in parse(content, format=form)}


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json"])
@pytest.mark.parametrize("kind", [*KINDS, "ns"])
def test_head_etag_gzip_and_cors(server: Any, graph: Path, kind: str, accept: str) -> None:
    path = {"ns": "/ns", **uris(graph)}[kind]
    status, headers, content = server.request(path, "HEAD", Accept=accept, Origin="http://elsewhere.example")
    assert (status, content) == (200, b"")
    assert headers["access-control-allow-origin"] == "*"
    assert "accept" in headers["vary"].lower()
    status, again, content = server.request(path, Accept=accept, If_None_Match=f'"x", {headers["etag"]}')
    assert (status, content, again["etag"]) == (304, b"", headers["etag"])
    _, _, whole = server.request(path, Accept=accept)
    _, packed, content = server.request(path, Accept=accept, Accept_Encoding="gzip")
    if len(whole) >= 1000:
        assert packed["content-encoding"] == "gzip"
        assert gzip.decompress(content) == whole


def test_what_is_not_there_is_404(server: Any) -> None:
    nothing = ("person/nobody-xxxx", "article/none", "statement/none", "fact/none", "relation/none", "quote/none")
    for path in (
        *nothing,
        "publisher/none",
        "place/none",
        "unnamed/none",
        "graph/none",
        "etc/passwd",
        "static/../app.py",
    ):
        for accept in ("text/html", *FORMATS):
            assert server.request(f"/{path}", Accept=accept)[0] == 404, path


def test_another_version_of_an_article_is_404(server: Any, graph: Path) -> None:
    version = uris(graph)["version"]
    for accept in ("text/html", "text/turtle"):
        assert server.request(f"{version[:-12]}{'0' * 12}", Accept=accept)[0] == 404


def test_what_cannot_be_given_is_406(server: Any, graph: Path) -> None:
    assert server.request(uris(graph)["statement"], Accept="image/png")[0] == 406
    assert server.request(f"{uris(graph)['statement']}?format=nonsense")[0] == 406


def test_what_was_merged_leads_on_and_what_was_split_or_withdrawn_says_so(own_graph: Path, serve: Any) -> None:
    found = uris(own_graph)
    with open_ledger(own_graph) as ledger:
        one, other = (ledger.one("SELECT path FROM entity WHERE name = ?", name)[0] for name in _PEOPLE)
        (article,) = ledger.one(_NAMED_IN, one)
        (statement,) = ledger.one("SELECT s.path FROM saying s JOIN version v ON v.n = s.article WHERE v.id = ?", _ID)
        (withdrawn,) = ledger.one("SELECT path FROM version WHERE id = ?", _ID)
    with serve(own_graph, Limits(workers=1, rate=0)) as server:
        assert server.request(f"/{statement}")[0] == 200
        decide(own_graph, "same", *_PEOPLE, who="test")
        for accept in ("text/html", "text/turtle"):
            status, headers, _ = server.request(f"/{other}?lang=en", Accept=accept)
            assert (status, headers["location"]) == (301, f"/{one}?lang=en")
            assert server.request(f"/{one}", Accept=accept)[0] == 200
        decide(own_graph, "not_same", found["speaker_uri"][1:], article, who="test")
        for accept in ("text/html", "text/turtle"):
            assert server.request(found["speaker_uri"], Accept=accept)[0] == 200
        forget([_ID], own_graph)
        for accept in ("text/html", "text/turtle"):
            assert server.request(f"/{withdrawn}", Accept=accept)[0] == 410
            assert server.request(f"/{statement}", Accept=accept)[0] == 404


_ID = "wartanusa-bnn"
_PEOPLE = ("Pramono Anung", "Marthinus Hukom")
_NAMED_IN = (
    "SELECT v.path FROM cluster c JOIN version v ON v.n = c.article JOIN entity e ON e.n = c.entity"
    " WHERE e.path = ? AND v.state = 1 ORDER BY v.published DESC LIMIT 1"
)
