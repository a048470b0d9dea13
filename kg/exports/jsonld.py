"""The whole graph as JSON-LD 1.1, with Web Annotation selectors for the evidence.

Each span of evidence is an `oa:SpecificResource` whose source is the version of the text that its offsets count in,
with a position selector and a quote selector; where texts are kept, this has a few words around the quote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.exports.output import text
from kg.exports.provenance import line
from kg.graph import Part
from kg.ledger import Ledger
from kg.rdf import META, graph_of, triples
from kg.schema import model
from kg.selection import parts

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_AROUND = 32
Object = dict[str, Any]


def write(ledger: Ledger, path: str | Path) -> None:
    """Write one named graph per article and one of descriptions, relations and links, one node per line."""
    with text(path) as file:
        context = {**model()["prefixes"], "oa": "http://www.w3.org/ns/oa#"}
        made_by = {"@id": ledger.base + META, "dcterms:creator": line(ledger)}
        file.write(f'{{"@context": {json.dumps(context)},\n"@graph": [\n{_json(made_by)}')
        file.writelines(_graphs(ledger))
        file.write("\n]}\n")


def _graphs(ledger: Ledger) -> Iterator[str]:
    for graph, group in groupby(parts(ledger), key=lambda part: graph_of(part.kind, part.path)):
        yield f',\n{{"@id": {_json(ledger.base + graph)}, "@graph": ['
        nodes = (node for part in group for node in _nodes(part, ledger))
        for i, node in enumerate(nodes):
            yield ("," if i else "") + "\n  " + _json(node)
        yield "]}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nodes(part: Part, ledger: Ledger) -> Iterator[Object]:
    lines = "\n".join(triples(part, ledger.base))
    quads = sorted(parse(lines, RdfFormat.N_TRIPLES, lenient=True), key=lambda quad: str(quad.subject))
    nodes = [_node(str(subject)[1:-1], about) for subject, about in groupby(quads, key=lambda quad: quad.subject)]
    if part.kind != "article":
        return iter(nodes)
    version = next(node.path for node in part.nodes if node.label == "ArticleVersion")
    return _with_selectors(nodes, ledger.base + version, ledger.text(part.path))


def _node(subject: str, about: Iterable[Quad]) -> Object:
    node: Object = {"@id": subject}
    for quad in about:
        predicate = quad.predicate.value
        if predicate == _TYPE and isinstance(quad.object, NamedNode):
            node.setdefault("@type", []).append(_short(quad.object.value))
        else:
            node.setdefault(_short(predicate), []).append(_value(quad.object))
    return {
        name: values[0] if isinstance(values, list) and len(values) == 1 else values for name, values in node.items()
    }


def _value(term: Any) -> Any:
    if not isinstance(term, Literal):
        return {"@id": term.value}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _short(term.datatype.value)}


def _short(iri: str) -> str:
    for prefix, namespace in model()["prefixes"].items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _with_selectors(nodes: Iterable[Object], version: str, article: str | None) -> Iterator[Object]:
    for node in nodes:
        if "kg:exact" in node:
            node |= {"@type": "oa:SpecificResource", "oa:hasSource": {"@id": version}}
            node["oa:hasSelector"] = _selectors(node, article)
        yield node


def _selectors(span: Object, article: str | None) -> list[Object]:
    start, end = int(span["kg:start"]["@value"]), int(span["kg:end"]["@value"])
    position = {
        "@id": f"{span['@id']}-position",
        "@type": "oa:TextPositionSelector",
        "oa:start": {"@value": str(start), "@type": "xsd:nonNegativeInteger"},
        "oa:end": {"@value": str(end), "@type": "xsd:nonNegativeInteger"},
    }
    quote: Object = {"@id": f"{span['@id']}-quote", "@type": "oa:TextQuoteSelector", "oa:exact": span["kg:exact"]}
    if article is not None:
        quote |= {"oa:prefix": article[max(0, start - _AROUND) : start], "oa:suffix": article[end : end + _AROUND]}
    return [position, quote]
