"""Changes of the ledger as SPARQL 1.1 updates: what stood there for a key goes, what it says now comes.

An update of several changes with the cursor at its end is one request, so a store that runs a request as one
transaction has all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.graph import Part
from kg.keys import key
from kg.ledger import Change
from kg.rdf import ENTITIES, META, REDIRECTS, graph_of, literal, triples
from kg.schema import NAMESPACE, entity_labels, iri, model, properties

Told = tuple[Change, Part | None]


def update(told: Iterable[Told], base: str, cursor: str) -> str:
    """The update that brings a store from what it knew of these keys to what they say now; `cursor` is `cursor_update`."""
    return " ;\n".join([*(line for change, part in told for line in one(change, part, base)), cursor])


def first_update(told: Iterable[Told], base: str, cursor: str) -> str:
    """The same for keys of which the store knows nothing yet: nothing is cleared."""
    graphs = "\n".join(_insertion(change, part, base) for change, part in told if part)
    return f"INSERT DATA {{\n{graphs}\n}} ;\n{cursor}" if graphs else cursor


def cursor_update(ledger: str, seq: int, base: str) -> str:
    """The update that notes how far a store has come, and of which ledger."""
    meta = f"<{base}{META}>"
    return (
        f"DELETE WHERE {{ GRAPH {meta} {{ {meta} <{NAMESPACE}cursor> ?cursor }} }} ;\n"
        f"INSERT DATA {{ GRAPH {meta} {{ {' '.join(cursor_triples(ledger, seq, base))} }} }}"
    )


def meta_update(ledger: str, seq: int, base: str, about: Iterable[str]) -> str:
    """The same, and what `kg.about` says of the graph now: the end of a load."""
    lines = "\n".join([*cursor_triples(ledger, seq, base), *about])
    return f"CLEAR SILENT GRAPH <{base}{META}> ;\nINSERT DATA {{ GRAPH <{base}{META}> {{\n{lines}\n}} }}"


def difference(graph: str, was: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    """The updates that turn what a graph held into what it is to hold, both as lines of N-Triples."""
    was, now = set(was), set(now)
    for verb, lines in (("DELETE", sorted(was - now)), ("INSERT", sorted(now - was))):
        if lines:
            yield f"{verb} DATA {{ GRAPH <{graph}> {{ {' '.join(lines)} }} }}"


def cursor_triples(ledger: str, seq: int, base: str) -> list[str]:
    """What stands in graph/meta about the ledger: its id, and the number of the last change that is in the store."""
    meta = f"<{base}{META}>"
    return [
        f"{meta} <{NAMESPACE}ledger> {literal(ledger)} .",
        f'{meta} <{NAMESPACE}cursor> "{seq}"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]


def cursor_query() -> str:
    """The query for ?meta, ?ledger and ?cursor of a store; no row where nothing was ever loaded."""
    return (
        f"SELECT ?meta ?ledger ?cursor WHERE {{ GRAPH ?meta "
        f"{{ ?meta <{NAMESPACE}ledger> ?ledger ; <{NAMESPACE}cursor> ?cursor }} }} ORDER BY ?meta"
    )


def one(change: Change, part: Part | None, base: str) -> Iterator[str]:
    """The updates that take away what stood there for a key and write what it says now."""
    yield from _CLEAR[change.kind](change.path, base)
    if part:
        yield f"INSERT DATA {{ {_insertion(change, part, base)} }}"


def _insertion(change: Change, part: Part, base: str) -> str:
    lines = "\n".join(triples(part, base))
    return f"GRAPH <{base}{graph_of(change.kind, change.path)}> {{\n{lines}\n}}"


def _clear_article(path: str, base: str) -> Iterator[str]:
    yield f"CLEAR SILENT GRAPH <{base}{graph_of('article', path)}>"


def _clear_entity(path: str, base: str) -> Iterator[str]:
    """Only its description goes: the plain triples of its edges belong to the relations."""
    subject, graph = f"<{base}{path}>", f"<{base}{ENTITIES}>"
    yield (
        f"DELETE {{ GRAPH {graph} {{ {subject} ?p ?o }} }} WHERE {{ GRAPH {graph} "
        f"{{ VALUES ?p {{ {_description()} }} {subject} ?p ?o }} }}"
    )
    yield _without(f"<{base}{path}#geometry>", graph)


@cache
def _description() -> str:
    labels = (*entity_labels(), "Publisher", "Quote")
    own = {row["rdf"] for label in labels for row in properties(label).values()}
    within = model()["relationships"]["WITHIN"]
    own |= {"rdf:type", within["rdf"], *within["also"]}
    return " ".join(f"<{iri(name)}>" for name in sorted(own))


def _clear_subject(path: str, base: str) -> Iterator[str]:
    yield _without(f"<{base}{path}>", f"<{base}{ENTITIES}>")


def _without(subject: str, graph: str) -> str:
    return f"DELETE WHERE {{ GRAPH {graph} {{ {subject} ?p ?o }} }}"


def _clear_relation(path: str, base: str) -> Iterator[str]:
    relation, graph = f"<{base}{path}>", f"<{base}{ENTITIES}>"
    yield (
        f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o . {relation} ?q ?v }} }} WHERE {{ GRAPH {graph} {{ {relation} "
        f"<{NAMESPACE}subject> ?s ; <{NAMESPACE}predicate> ?p ; <{NAMESPACE}object> ?o ; ?q ?v }} }}"
    )


def _clear_redirect(path: str, base: str) -> Iterator[str]:
    graph = f"<{base}{REDIRECTS}>"
    yield f"DELETE WHERE {{ GRAPH {graph} {{ <{base}{path}> ?p ?o }} }}"
    yield f"DELETE WHERE {{ GRAPH {graph} {{ ?new <{NAMESPACE}key> {literal(key(base + path))} }} }}"


_CLEAR = {
    "article": _clear_article,
    "entity": _clear_entity,
    "publisher": _clear_subject,
    "quote": _clear_subject,
    "links": _clear_subject,
    "relation": _clear_relation,
    "redirect": _clear_redirect,
}
