"""The engines that a question can be put to: the embedded store, a SPARQL endpoint, Neo4j over Bolt.

All answer alike: rows of strings, integers and None, in the order of the question's columns. The embedded store is
helped by the index beside it (`kg.index`), which changes no row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg import index
from kg.catalogue import Question, query
from kg.errors import GraphError, QuestionError
from kg.values import Engine as Engine
from kg.values import Iri as Iri
from kg.values import Named as Named
from kg.values import Value as Value
from kg.values import Values as Values

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution, QuerySolutions, Store

Narrow = Callable[[Question, Values, "Sparql", int], "index.Narrowed | None"]
_KG = "https://w3id.org/kabargraph/ns#"
_DATE = "http://www.w3.org/2001/XMLSchema#date"
_NAMED = """PREFIX kg: <https://w3id.org/kabargraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?key ?uri ?name ?type WHERE {
  GRAPH ?n1 { ?uri kg:key ?key }
  GRAPH ?n2 { ?uri rdfs:label ?name ; a ?type }
  FILTER(STRSTARTS(STR(?type), STR(kg:)))
} ORDER BY ?uri ?key"""


@contextmanager
def engine(address: str | Path) -> Iterator[Engine]:
    """The engine at a graph folder, an `http(s)://` SPARQL endpoint or a `bolt://` or `neo4j://` server.

    Raises GraphError where there is no graph, TargetError where the server cannot be used.
    """
    scheme, found, _ = str(address).partition("://")
    if not found:
        yield embedded(Path(address))
    elif scheme in ("http", "https"):
        from kg.remote import select

        yield Sparql(lambda text: select(str(address), text))
    else:
        from kg.bolt import Cypher, connect, server

        where = server(str(address))
        with connect(where) as driver:
            yield Cypher(driver, where.database)


class Sparql:
    """An engine over a function that runs a SPARQL query."""

    def __init__(self, run: Callable[[str], Iterable[QuerySolution]], narrow: Narrow | None = None) -> None:
        """Answer by `run`; `narrow` says what may stand in the first rows of an answer, if it knows."""
        self._run = run
        self._narrow = narrow

    def rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        """See Engine."""
        narrowed = self._narrow(asked, values, self, limit + offset) if self._narrow else None
        if narrowed:
            placed = tuple((Iri(statement), Iri(place)) for statement, place in narrowed.placed)
            more: Values = {**values, "narrowed": tuple(map(Iri, narrowed.uris)), "placed": placed}
            found = self._rows_of(asked, more, limit, offset)
            if narrowed.all or len(found) == limit:
                return found
        return self._rows_of(asked, values, limit, offset)

    def _rows_of(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        return self._rows(f"{sparql(asked, values, limit + offset)}LIMIT {limit}\nOFFSET {offset}\n", asked.columns)

    def named(self, key: str) -> list[Named]:
        """See Engine."""
        return self._named(_NAMED.replace("WHERE {", f"WHERE {{ VALUES ?key {{ {serialise(key)} }}"))

    def names(self) -> list[Named]:
        """See Engine."""
        return self._named(_NAMED)

    def _named(self, text: str) -> list[Named]:
        rows = self._rows(text, ("key", "uri", "name", "type"))
        return [Named(str(key), str(uri), str(name), str(kind).removeprefix(_KG)) for key, uri, name, kind in rows]

    def _rows(self, text: str, columns: Sequence[str]) -> list[tuple[Value, ...]]:
        return [tuple(_value(solution[column]) for column in columns) for solution in self._run(text)]


def sparql(asked: Question, values: Values, rows: int | None = None) -> str:
    """The question as SPARQL, with the lines and the values of the parameters that are given.

    Where no more than so many `rows` are looked at, offset included, it finds no more.
    """
    return re.sub(r"\$(\w+)", lambda match: serialise(values[match[1]]), query(asked, "rq", values, rows))


def serialise(value: str | date | tuple[Iri | tuple[Iri, ...], ...]) -> str:
    """The value as a SPARQL term, written by the RDF library itself; several one after the other, rows in brackets.

    Raises QuestionError for what is no IRI or no Unicode.
    """
    from pyoxigraph import Literal, NamedNode

    try:
        if isinstance(value, tuple):
            return " ".join(f"({serialise(each)})" if isinstance(each, tuple) else serialise(each) for each in value)
        if isinstance(value, date):
            return str(Literal(value.isoformat(), datatype=NamedNode(_DATE)))
        return str(NamedNode(value) if isinstance(value, Iri) else Literal(value))
    except ValueError as error:
        raise QuestionError(f"{str(value)!r} cannot be asked for: {error}") from None


def _value(term: object) -> Value:
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, Literal):
        return int(term.value) if term.datatype.value.endswith("#integer") else term.value
    return term.value if isinstance(term, NamedNode) else None


def embedded(graph: Path) -> Sparql:
    """The engine over the store in a graph folder, which is opened for reading."""
    from pyoxigraph import Store

    if not (graph / "rdf").is_dir():
        raise GraphError(f"no graph at {graph}: make one with `kg build SOURCE… -o {graph}`")
    try:
        store = Store.read_only(str(graph / "rdf"))
    except OSError as error:
        raise GraphError(f"{graph}/rdf cannot be read ({error}): `kg build -o {graph}` makes it anew") from None
    return over(store, graph)


def over(store: Store, graph: Path) -> Sparql:
    """The engine over the open store of a graph folder."""
    known = index.state_of(store)

    def run(text: str) -> QuerySolutions:
        from pyoxigraph import QuerySolutions

        result = store.query(text)
        assert isinstance(result, QuerySolutions)
        return result

    def narrow(asked: Question, values: Values, engine: Sparql, rows: int) -> index.Narrowed | None:
        if known is None or not index.helps(asked.name, values):
            return None
        given = {name: value for name, value in values.items() if not isinstance(value, tuple)}
        kinds = {each.name: each.type for each in asked.parameters}
        named = {
            name: [each.uri for each in engine.named(str(value))]
            for name, value in given.items()
            if kinds.get(name) in ("entity", "place", "publisher")
        }
        return index.narrow(graph / index.FILE, known, asked.name, given, named, rows)

    return Sparql(run, narrow)
