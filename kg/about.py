"""What `graph/meta` says of a graph: the ontology, what it holds (VoID), its endpoint, and examples of queries.

Sources: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note 3 March 2011; SPARQL 1.1 Service
Description, W3C Recommendation 21 March 2013; examples as the SIB Swiss Institute of Bioinformatics keeps them
(https://github.com/sib-swiss/sparql-examples), with the vocabulary of SHACL.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from kg.catalogue import Question, questions
from kg.engines import Iri, Values, sparql
from kg.keys import key
from kg.ledger import Ledger
from kg.rdf import ENTITIES, META, REDIRECTS, literal, resource
from kg.schema import NAMESPACE, entity_labels, iri

_VOID, _SD = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/sparql-service-description#"
_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_SH, _DCTERMS = "http://www.w3.org/ns/shacl#", "http://purl.org/dc/terms/"
_FORMATS, _XSD = "http://www.w3.org/ns/formats/", "http://www.w3.org/2001/XMLSchema#"
_TYPE = f"<{_RDF}type>"
_OFFERED = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
)
_COUNTS = {
    "Article": "SELECT count(*) FROM version WHERE state = 1",
    "Fact": "SELECT count(*) FROM fact",
    "Relation": "SELECT count(*) FROM relation",
}
_OF_TYPE = "FROM entity WHERE type = ? AND live = 1 AND merged IS NULL"
_ROWS = 100


def about(ledger: Ledger) -> list[str]:
    """All of it as lines of N-Triples without an end of line, but for the cursor, which moves with every load."""
    endpoint = f"{ledger.base}sparql"
    return [*_ontology(), *description(ledger, endpoint), *examples(ledger, endpoint)]


@cache
def _ontology() -> tuple[str, ...]:
    from pyoxigraph import RdfFormat, parse

    text = resources.files("kg.schemas").joinpath("ontology.ttl").read_bytes()
    return tuple(f"{quad.triple} ." for quad in parse(text, RdfFormat.TURTLE))


# ------------------------------------------------------------------ what it holds


def description(ledger: Ledger, endpoint: str) -> list[str]:
    """The endpoint and the data set, as lines of N-Triples."""
    return [*_service(ledger.base, endpoint), *_dataset(ledger, endpoint)]


def _service(base: str, endpoint: str) -> Iterator[str]:
    service = resource(endpoint)
    yield f"{service} {_TYPE} <{_SD}Service> ."
    yield f"{service} <{_SD}endpoint> {service} ."
    yield f"{service} <{_SD}supportedLanguage> <{_SD}SPARQL11Query> ."
    yield f"{service} <{_SD}feature> <{_SD}UnionDefaultGraph> ."
    yield f"{service} <{_SD}defaultDataset> <{base}{META}#dataset> ."
    yield from (f"{service} <{_SD}resultFormat> <{_FORMATS}{each}> ." for each in _OFFERED)


def _dataset(ledger: Ledger, endpoint: str) -> Iterator[str]:
    data = f"<{ledger.base}{META}#dataset>"
    yield f"{data} {_TYPE} <{_SD}Dataset> ."
    yield f"{data} {_TYPE} <{_VOID}Dataset> ."
    yield f"{data} <{_DCTERMS}title> {literal('Graf pengetahuan berita')}@id ."
    yield f"{data} <{_DCTERMS}title> {literal('A knowledge graph of news')}@en ."
    yield f"{data} <{_VOID}sparqlEndpoint> {resource(endpoint)} ."
    yield f"{data} <{_VOID}uriSpace> {literal(ledger.base)} ."
    yield f"{data} <{_VOID}vocabulary> {resource(NAMESPACE)} ."
    yield f"{data} <{_VOID}vocabulary> {resource(iri('schema:'))} ."
    for graph in (ENTITIES, REDIRECTS, META):
        yield f"{data} <{_SD}namedGraph> <{ledger.base}{graph}> ."
        yield f"<{ledger.base}{graph}> <{_SD}name> <{ledger.base}{graph}> ."
    for label, count in counts(ledger).items():
        part = f"<{ledger.base}{META}#{label}>"
        yield f"{data} <{_VOID}classPartition> {part} ."
        yield f"{part} <{_VOID}class> {resource(iri(_class(label)))} ."
        yield f'{part} <{_VOID}entities> "{count}"^^<{_XSD}integer> .'


def _class(label: str) -> str:
    return "schema:NewsArticle" if label == "Article" else f"kg:{label}"


def counts(ledger: Ledger) -> dict[str, int]:
    """How many articles, facts, relations and entities of each type there are."""
    found = {label: int(ledger.one(query)[0]) for label, query in _COUNTS.items()}
    return found | {each: int(ledger.one(f"SELECT count(*) {_OF_TYPE}", each)[0]) for each in entity_labels()}


# ------------------------------------------------------------------ examples


def examples(ledger: Ledger, endpoint: str) -> Iterator[str]:
    """The questions of the catalogue as queries that run, described."""
    for asked, text in queries(ledger):
        yield from _example(f"<{ledger.base}{META}#example-{asked.name}>", asked, text, endpoint)


def queries(ledger: Ledger) -> Iterator[tuple[Question, str]]:
    """The questions of the catalogue with a query that runs; those whose needed values the graph has not are left out."""
    for asked in questions().values():
        values = _values(ledger, asked)
        if values is not None:
            yield asked, _runnable(asked.name, tuple(values.items()))


@lru_cache(maxsize=64)  # a ledger that is kept open tells the same ones again and again
def _runnable(question: str, values: tuple[tuple[str, Any], ...]) -> str:
    return f"{sparql(questions()[question], dict(values))}LIMIT {_ROWS}"


def _example(subject: str, asked: Question, text: str, endpoint: str) -> Iterator[str]:
    yield f"{subject} {_TYPE} <{_SH}SPARQLExecutable> ."
    yield f"{subject} {_TYPE} <{_SH}SPARQLSelectExecutable> ."
    yield f"{subject} <{_RDFS}label> {literal(asked.name)} ."
    yield f"{subject} <{_RDFS}comment> {literal(asked.indonesian)}@id ."
    yield f"{subject} <{_RDFS}comment> {literal(asked.english)}@en ."
    yield f"{subject} <{_SH}select> {literal(text)} ."
    yield f"{subject} <{iri('schema:target')}> {resource(endpoint)} ."


def _values(ledger: Ledger, asked: Question) -> Values | None:
    """Values for what the question needs: the place, organization, person or fact that came first."""
    values: dict[str, str] = {}
    for each in (each for each in asked.parameters if each.required):
        found = _FIRST[each.name if each.name in _FIRST else each.type](ledger)
        if found is None:
            return None
        values[each.name] = found
        if each.type == "uri":
            values[f"{each.name}_key"] = key(found)
    return values


def _first(kind: str, ledger: Ledger) -> str | None:
    row = ledger.one(f"SELECT name {_OF_TYPE} AND masked = 0 ORDER BY n LIMIT 1", kind)
    return key(row[0]) if row else None


def _fact(ledger: Ledger) -> str | None:
    row = ledger.one("SELECT path FROM fact ORDER BY article, path LIMIT 1")
    return Iri(ledger.base + row[0]) if row else None


_FIRST = {
    "organization": lambda ledger: _first("Organization", ledger),
    "place": lambda ledger: _first("Place", ledger),
    "entity": lambda ledger: _first("Person", ledger),
    "uri": _fact,
}
