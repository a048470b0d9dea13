"""The W3C's SPARQL 1.1 protocol tests that concern queries, run from their definitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kg.ledger import open_ledger
from kg.serve.limits import Limits

FOLDER = Path(__file__).parent.parent.parent.parent / "shared/w3c/protocol"
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
GRAPH_URI = "http://kasei.us/2009/09/sparql/data/{}.rdf"
KINDS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}


def definitions() -> Graph:
    graph = Graph()
    if FOLDER.is_dir():
        graph.parse(FOLDER / "manifest.ttl")
    return graph


MANIFEST = definitions()
ENTRIES = [each for head in MANIFEST.objects(None, MF.entries) for each in Collection(MANIFEST, head)]
# The endpoint is read-only; that it refuses updates is tested for itself.
TESTS = [str(each).partition("#")[2] for each in ENTRIES if "#update_" not in str(each)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, serve: Any) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("w3c")
    open_ledger(folder, write=True).close()
    store = Store(str(folder / "rdf"))
    for name in ("data1", "data2", "data3"):
        store.load(
            path=str(FOLDER / f"{name}.nt"), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(GRAPH_URI.format(name))
        )
    del store
    with serve(folder, Limits(workers=1)) as running:
        yield running


@pytest.mark.skipif(not TESTS, reason="no ../shared beside the project")
@pytest.mark.parametrize("name", TESTS)
def test_protocol(name: str, server: Any) -> None:
    entry = next(each for each in ENTRIES if str(each).endswith(f"#{name}"))
    (connection,) = MANIFEST.objects(entry, MF.action)
    requests = [each for head in MANIFEST.objects(connection, HT.requests) for each in Collection(MANIFEST, head)]
    assert requests
    for request in requests:
        check(request, *send(request, server))


def send(request: Node, server: Any) -> tuple[int, dict[str, str], bytes]:
    headers = {
        str(MANIFEST.value(each, HT.fieldName)).replace("-", "_"): str(MANIFEST.value(each, HT.fieldValue))
        for head in MANIFEST.objects(request, HT.headers)
        for each in Collection(MANIFEST, head)
    }
    body = MANIFEST.value(request, HT.body)
    content = None
    if body is not None:
        encoding = str(MANIFEST.value(body, CNT.characterEncoding))
        content = str(MANIFEST.value(body, CNT.chars)).encode(encoding)
    path, method = (str(MANIFEST.value(request, each)) for each in (HT.absolutePath, HT.methodName))
    answer: tuple[int, dict[str, str], bytes] = server.request(path, method, content, **headers)
    return answer


def check(request: Node, status: int, headers: dict[str, str], content: bytes) -> None:
    response = MANIFEST.value(request, HT.resp)
    expected = [str(each)[-3] for each in MANIFEST.objects(response, MF.expectedStatus)]
    assert str(status)[0] in expected, content
    kind = MANIFEST.value(response, MF.expectedFormat)
    if kind is not None:
        assert headers["content-type"].partition(";")[0] in KINDS[str(kind)]
    boolean = MANIFEST.value(response, MF.expectedBoolean)
    if boolean is not None:
        assert json.loads(content)["boolean"] == boolean.toPython()  # type: ignore[attr-defined]
