"""The endpoint beyond the protocol: what it refuses, its limits, its cache, and that it sees what a build writes."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.routing import Mount, Route

from kg.build import forget
from kg.serve import workers
from kg.serve.app import application
from kg.serve.jobs import Query, Reply
from kg.serve.limits import Limits
from kg.serve.workers import Workers

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
FORMATS = {"text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES}
FORMATS |= {"application/rdf+xml": RdfFormat.RDF_XML, "application/ld+json": RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def server(graph: Path, serve: Any) -> Iterator[Any]:
    with serve(graph, Limits(seconds=60, rows=1000, size=100_000, workers=2)) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(graph: Path, serve: Any) -> Iterator[Any]:
    """A server that ends free queries soon."""
    with serve(graph, Limits(seconds=1.5, workers=2)) as running:
        yield running


def ask(server: Any, query: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    answer: tuple[int, dict[str, str], bytes] = server.request(f"/sparql?query={quote(query)}", **headers)
    return answer


def test_the_default_graph_is_the_union(server: Any) -> None:
    status, _, content = ask(server, "SELECT (COUNT(?s) AS ?n) { ?s a <http://schema.org/NewsArticle> }")
    assert status == 200
    assert json.loads(content)["results"]["bindings"][0]["n"]["value"] == "22"


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
def test_tables_come_as_asked_for(server: Any, accept: str) -> None:
    status, headers, content = ask(server, "SELECT ?s { ?s a <http://schema.org/NewsArticle> } LIMIT 1", Accept=accept)
    assert status == 200
    assert headers["content-type"].startswith(accept)
    assert b"/article/" in content


@pytest.mark.parametrize("accept", FORMATS)
def test_graphs_come_as_asked_for(server: Any, accept: str) -> None:
    status, headers, content = ask(server, "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 5", Accept=accept)
    assert status == 200
    assert headers["content-type"].startswith(accept)
    assert len(list(parse(content, format=FORMATS[accept]))) == 5


def test_what_cannot_be_given_is_406(server: Any) -> None:
    assert ask(server, "ASK { }", Accept="image/png")[0] == 406
    assert ask(server, "CONSTRUCT { } WHERE { }", Accept="text/csv")[0] == 406


@pytest.mark.parametrize(
    ("query", "accept", "why"),
    [
        ("SELECT ?none { ?s ?p ?o }", "application/sparql-results+json", b"rows"),
        ("SELECT ?none { ?s ?p ?o } LIMIT 2000", "application/sparql-results+xml", b"rows"),
        ("SELECT ?p { ?s ?p ?o }", "text/csv", b"rows"),
        ("SELECT ?p { ?s ?p ?o }", "application/sparql-results+json", b"bytes"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/turtle", b"triples"),
        ("SELECT (GROUP_CONCAT(STR(?o)) AS ?all) { ?s ?p ?o }", "text/csv", b"bytes"),
    ],
)
def test_an_answer_too_large_is_an_error_and_no_cut(server: Any, query: str, accept: str, why: bytes) -> None:
    status, _, content = ask(server, query, Accept=accept)
    assert status == 400
    assert why in content


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_as_many_rows_as_are_allowed_are_given(server: Any, accept: str) -> None:
    status, _, content = ask(server, "SELECT ?none { ?s ?p ?o } LIMIT 1000", Accept=accept)
    assert status == 200
    empty = {"json": b"{}", "+xml": b"<result></result>", "/csv": b"\n"}[accept[-4:]]
    assert content.count(empty) == (1001 if empty == b"\n" else 1000)


def test_a_runaway_query_is_stopped_and_others_go_on(hasty: Any) -> None:
    runaways = [threading.Thread(target=ask, args=(hasty, RUNAWAY)) for _ in range(2)]
    for each in runaways:
        each.start()
    time.sleep(0.3)
    assert hasty.request("/api/most-quoted?limit=1")[0] == 200
    for each in runaways:
        each.join()
    assert ask(hasty, RUNAWAY)[0] == 504


def test_a_query_that_eats_memory_is_ended_and_others_go_on(graph: Path, serve: Any) -> None:
    answers: list[tuple[int, dict[str, str], bytes]] = []
    with serve(graph, Limits(seconds=120, memory=1024, workers=1)) as frugal:
        hungry = threading.Thread(target=lambda: answers.append(ask(frugal, HUNGRY)))
        hungry.start()
        assert frugal.request("/api/most-quoted?limit=1")[0] == 200
        assert ask(frugal, "ASK { ?s ?p ?o }")[0] == 200
        hungry.join()
    ((status, _, content),) = answers
    assert (status, b"memory" in content) == (400, True)


def test_deep_nesting_ends_no_server(server: Any) -> None:
    query = "SELECT * { ?s ?p ?o FILTER(" + "!" * 40_000 + "true) }"
    assert server.request("/sparql", "POST", query, content_type="application/sparql-query")[0] in (400, 504)
    assert ask(server, "ASK { ?s ?p ?o }")[0] == 200


def test_no_query_calls_another_server(server: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.3)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        for clause in ("SERVICE", "service silent", "{ SELECT ?a { SERVICE", "\\u0053ERVICE"):
            query = f"SELECT * {{ {clause} <{address}> {{ ?a ?b ?c }} {'} }' * clause.count('{')} }}"
            assert ask(server, query)[0] == 400
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize("update", ["INSERT DATA { <x:a> <x:b> <x:c> }", "DROP ALL", "LOAD <file:///etc/passwd>"])
def test_updates_are_refused(server: Any, update: str) -> None:
    form = "application/x-www-form-urlencoded"
    assert server.request("/sparql", "POST", f"update={quote(update)}", content_type=form)[0] in (400, 403)
    assert server.request("/sparql", "POST", update, content_type="application/sparql-update")[0] == 415
    assert ask(server, update)[0] == 400


def test_head_etag_gzip_and_cors(server: Any) -> None:
    path = f"/sparql?query={quote('SELECT * { ?s a <http://schema.org/NewsArticle> }')}"
    status, headers, content = server.request(path, "HEAD", Origin="http://elsewhere.example")
    assert (status, content) == (200, b"")
    assert headers["access-control-allow-origin"] == "*"
    assert server.request(path, If_None_Match=headers["etag"])[0] == 304
    _, headers, content = server.request(path, Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(content))["results"]["bindings"]


def every_path(graph: Path) -> list[str]:
    """A path of every route."""
    paths = [route.path for route in application(graph).routes if isinstance(route, Route | Mount)]
    given = {"{question}": "most-quoted", "{file}": "guide.html", "{kind}/{rest:path}": "place/31"}
    found = ["/static/style.css"]
    for path in paths:
        for name, value in given.items():
            path = path.replace(name, value)
        found.append(path)
    return found


def test_every_route_looks_at_the_host_and_has_a_policy(server: Any, graph: Path) -> None:
    paths = every_path(graph)
    assert len(paths) > 12
    for path in paths:
        assert server.request(path, Host="evil.example")[0] == 400, path
        headers = server.request(path)[1]
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("clause", ["FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1:1/x>"])
def test_no_query_reads_what_is_not_in_the_store(server: Any, clause: str) -> None:
    status, _, content = ask(server, f"SELECT * {clause} {{ ?s ?p ?o }}")
    assert (status, b"not here" in content) == (400, True)
    foreign = clause.partition("<")[2].rstrip(">")
    for name in ("default-graph-uri", "named-graph-uri"):
        path = f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&{name}={quote(foreign)}"
        status, _, content = server.request(path)
        assert (status, json.loads(content)["results"]["bindings"]) == (200, [])


def test_the_description_is_rdf(server: Any) -> None:
    for path in ("/sparql", "/.well-known/void"):
        status, _, content = server.request(path, Accept="text/turtle")
        assert status == 200
        triples = [str(triple) for triple in parse(content, format=RdfFormat.TURTLE)]
        assert any("SPARQL11Query" in triple for triple in triples)
        assert sum("void#entities" in triple for triple in triples) == 8


def test_a_reply_is_kept_while_the_store_is_as_it_was(own_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Query("SELECT (COUNT(?s) AS ?n) { ?s a <http://schema.org/NewsArticle> }", "http://here/")
    other = Query("ASK { }", "http://here/")
    monkeypatch.setattr(workers, "_KEPT", 1)

    async def replies() -> list[Reply]:
        async with Workers(own_graph, 1, Limits()) as pool:
            found = [await pool.run(asked), await pool.run(asked), await pool.run(other), await pool.run(asked)]
            forget(["wartanusa-bnn"], own_graph)
            return [*found, await pool.run(asked)]

    first, again, _, anew, later = asyncio.run(replies())
    assert again is first
    assert anew is not first
    assert anew == first != later


def test_what_a_build_writes_is_seen_without_a_restart(own_graph: Path, serve: Any) -> None:
    with serve(own_graph, Limits(workers=1)) as running:
        count = "SELECT (COUNT(?s) AS ?n) { ?s a <http://schema.org/NewsArticle> }"
        tag = ask(running, count)[1]["etag"]
        forget(["wartanusa-bnn"], own_graph)
        _, headers, content = ask(running, count, If_None_Match=tag)
        assert json.loads(content)["results"]["bindings"][0]["n"]["value"] == "21"
        assert headers["etag"] != tag
