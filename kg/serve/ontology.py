"""The ontology as a page: its classes, properties and predicates, each at its anchor, as `schemas/ontology.ttl` has them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources

import msgspec
from pyoxigraph import Literal, RdfFormat, parse, serialize

from kg.schema import NAMESPACE, iri, model
from kg.serve.worker import GRAPHS

_KINDS = {"owl:Class": "classes", "owl:ObjectProperty": "properties", "owl:DatatypeProperty": "properties"}


class Term(msgspec.Struct, frozen=True):
    """A class or property: its local name, prefixed name, labels by language, definition, and IRIs of what it is tied to."""

    name: str
    prefixed: str
    labels: dict[str, str]
    about: str
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    close: tuple[str, ...]
    symmetric: bool


class Ontology(msgspec.Struct, frozen=True):
    """All of it; predicates are the properties by which facts and relations hold."""

    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    predicates: tuple[Term, ...]


def as_rdf(form: str) -> bytes:
    """The ontology in a format of `kg.serve.formats.GRAPHS`."""
    triples = (quad.triple for quad in parse(_text(), RdfFormat.TURTLE))
    return serialize(triples, format=GRAPHS[form], prefixes=dict(model()["prefixes"])) or b""


@cache
def ontology() -> Ontology:
    """The ontology by its parts, each in the order of the file."""
    said: dict[str, dict[str, list[Literal | str]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(_text(), RdfFormat.TURTLE):
        value = quad.object
        said[_value(quad.subject)][_value(quad.predicate)].append(
            value if isinstance(value, Literal) else _value(value)
        )
    concepts = {str(close["see"][0]): close for close in map(_concept, said.values()) if close["see"]}
    found: dict[str, list[Term]] = {"classes": [], "properties": [], "predicates": []}
    for subject, given in said.items():
        kinds = [kind for name, kind in _KINDS.items() if iri(name) in given[iri("rdf:type")]]
        if kinds:
            kind = "predicates" if subject in concepts else kinds[0]
            found[kind].append(_term(subject, given, concepts.get(subject, {}).get("close", [])))
    return Ontology(**{kind: tuple(terms) for kind, terms in found.items()})


def completions() -> dict[str, list[str]]:
    """What an editor of queries may propose: prefixes, and the IRIs of classes and properties."""
    known = ontology()
    return {
        "prefixes": [f"{prefix}: <{start}>" for prefix, start in model()["prefixes"].items()],
        "classes": sorted(
            {iri(each) for node in model()["nodes"].values() for each in node["rdf"]} | {iri("kg:Relation")}
        ),
        "properties": sorted(
            {f"{NAMESPACE}{each.name}" for each in (*known.properties, *known.predicates)}
            | {iri(row["rdf"]) for node in model()["nodes"].values() for row in node.get("properties", {}).values()}
            | {iri(row["rdf"]) for row in model()["relationships"].values()}
        ),
    }


def prefixed(name: str) -> str:
    """An IRI as a prefixed name where one of the ontology's prefixes fits, else as it is."""
    for prefix, start in model()["prefixes"].items():
        if name.startswith(start) and len(name) > len(start):
            return f"{prefix}:{name[len(start) :]}"
    return name


def _concept(given: dict[str, list[Literal | str]]) -> dict[str, list[str]]:
    is_concept = iri("skos:Concept") in given[iri("rdf:type")]
    see = given[iri("rdfs:seeAlso")] if is_concept else []
    return {"see": [str(each) for each in see], "close": [str(each) for each in given[iri("skos:closeMatch")]]}


def _term(subject: str, given: dict[str, list[Literal | str]], close: list[str]) -> Term:
    def iris(*names: str) -> tuple[str, ...]:
        return tuple(str(each) for name in names for each in given[iri(name)])

    labels = {each.language or "en": each.value for each in given[iri("rdfs:label")] if isinstance(each, Literal)}
    about = next((each.value for each in given[iri("rdfs:comment")] if isinstance(each, Literal)), "")
    return Term(
        name=subject.removeprefix(NAMESPACE),
        prefixed=prefixed(subject),
        labels=labels,
        about=about,
        above=iris("rdfs:subClassOf", "rdfs:subPropertyOf"),
        domain=iris("schema:domainIncludes"),
        range=iris("rdfs:range", "schema:rangeIncludes"),
        close=tuple(close),
        symmetric=iri("owl:SymmetricProperty") in given[iri("rdf:type")],
    )


def _text() -> bytes:
    return resources.files("kg.schemas").joinpath("ontology.ttl").read_bytes()


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
