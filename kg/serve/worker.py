"""A worker process: reads jobs from stdin, answers on stdout, and may be killed at any moment.

    python -m kg.serve.worker GRAPH LIMITS      (LIMITS is JSON)

It opens the embedded store read-only, anew whenever a build has written to it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from functools import singledispatchmethod
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse_query_results,
    serialize,
)

from kg.ask import answer_to
from kg.engines import over
from kg.errors import KabarError, QuestionError
from kg.serve.guard import check
from kg.serve.jobs import Describe, Query, Question, Reply, framed, to_job
from kg.serve.limits import Limits
from kg.serve.store import written
from kg.serve.views import find

T = TypeVar("T")
TABLES = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
}


PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "kg": "https://w3id.org/kabargraph/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


_LEAST_ROW = {"json": 3, "xml": 17}  # bytes: {}, and <result></result>
_TOO_MANY_ROWS = "the answer has too many rows: add a LIMIT, and page with OFFSET"


class TooMuchError(QuestionError):
    """An answer larger than the limits."""


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond the limits; each line feed counts as a row where `rows` is given."""

    def __init__(self, size: int, rows: int | None = None) -> None:
        super().__init__()
        self._size = size
        self._rows = rows

    def write(self, content: Any, /) -> int:
        if self.tell() + len(content) > self._size:
            raise TooMuchError(f"the answer is larger than {self._size:,} bytes: add a LIMIT or ask for less")
        if self._rows is not None:
            self._rows -= bytes(content).count(b"\n")
            if self._rows < -1:
                raise TooMuchError(_TOO_MANY_ROWS)
        return super().write(content)


class Worker:
    """Answers jobs from one graph folder."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Open the store of the folder."""
        self._folder = folder
        self._limits = limits
        self._stamp = ""
        self._refresh()

    def _refresh(self) -> None:
        stamp = written(self._folder)
        if stamp != self._stamp:
            self._store = Store.read_only(str(self._folder / "rdf"))
            self._engine = over(self._store, self._folder)
            self._stamp = stamp

    def answer(self, job: Any) -> Reply:
        """The reply to a job; whatever the job's own fault is becomes a status 400 with one line."""
        try:
            self._refresh()
            return self._answer(job)
        except (KabarError, SyntaxError, ValueError) as error:
            return Reply(400, "text", " ".join(str(error).split()).encode())
        except MemoryError:
            return Reply(400, "text", b"the query needs more memory than it may have")

    @singledispatchmethod
    def _answer(self, job: Any) -> Reply:
        raise TypeError(job)

    @_answer.register
    def _query(self, job: Query) -> Reply:
        check(job.text, self._is_here)
        dataset = job.default_graphs or job.named_graphs
        result = self._store.query(
            job.text,
            base_iri=job.base,
            use_default_graph_as_union=not dataset,
            default_graph=[NamedNode(each) for each in job.default_graphs] if dataset else None,
            named_graphs=[NamedNode(each) for each in job.named_graphs] if dataset else None,
        )
        if isinstance(result, QueryTriples):
            return self._triples(result, job.graphs)
        return self._table(result, job.tables)

    @_answer.register
    def _question(self, job: Question) -> Reply:
        answered = answer_to(find(job.name), job.parameters, self._engine)
        return Reply(200, "json", msgspec.json.encode(answered))

    @_answer.register
    def _describe(self, job: Describe) -> Reply:
        triples = [quad.triple for quad in self._about(job.uri)]
        if not triples:
            return Reply(404, "text", b"nothing is known of this uri")
        return Reply(200, job.format, serialize(triples, format=GRAPHS[job.format], prefixes=PREFIXES) or b"")

    def _about(self, uri: str) -> Iterator[Quad]:
        """What the store says about a uri and about its parts (`uri#…`), such as spans of evidence."""
        for quad in self._store.quads_for_pattern(NamedNode(uri), None, None, None):
            yield quad
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{uri}#"):
                yield from self._store.quads_for_pattern(quad.object, None, None, None)

    def _is_here(self, iri: str) -> bool:
        return self._store.contains_named_graph(NamedNode(iri))

    def _table(self, result: QuerySolutions | QueryBoolean, formats: tuple[str, ...]) -> Reply:
        if not formats:
            return Reply(406, "text", b"the answer is a table: accept JSON, XML, CSV or TSV")
        name = formats[0]
        if isinstance(result, QueryBoolean):
            return Reply(200, name, result.serialize(format=TABLES[name]) or b"")
        if name in _LEAST_ROW:
            return Reply(200, name, self._counted_rows(result, name))
        # A line feed is a row and nothing else in TSV, so rows are counted there, and CSV is made from it.
        lines = _Bounded(self._limits.size, self._limits.rows)
        result.serialize(lines, QueryResultsFormat.TSV)
        if name == "tsv":
            return Reply(200, name, lines.getvalue())
        lines.seek(0)
        rows = parse_query_results(lines, format=QueryResultsFormat.TSV)
        output = _Bounded(self._limits.size)
        rows.serialize(output, TABLES[name])
        return Reply(200, name, output.getvalue())

    def _counted_rows(self, result: QuerySolutions, name: str) -> bytes:
        """The table; its rows are counted by reading it again where its length leaves it open whether they are too many."""
        output = _Bounded(self._limits.size)
        result.serialize(output, TABLES[name])
        if output.tell() > self._limits.rows * _LEAST_ROW[name]:
            output.seek(0)
            rows = parse_query_results(output, format=TABLES[name])
            if sum(1 for _ in rows) > self._limits.rows:  # type: ignore[misc,union-attr]
                raise TooMuchError(_TOO_MANY_ROWS)
        return output.getvalue()

    def _triples(self, result: QueryTriples, formats: tuple[str, ...]) -> Reply:
        if not formats:
            return Reply(406, "text", b"the answer is a graph: accept Turtle, N-Triples, RDF/XML, JSON-LD or TriG")
        output = _Bounded(self._limits.size)
        serialize(self._counted(result), output, GRAPHS[formats[0]])
        return Reply(200, formats[0], output.getvalue())

    def _counted(self, triples: Iterator[T]) -> Iterator[T]:
        for number, triple in enumerate(triples):
            if number >= self._limits.rows:
                raise TooMuchError(f"the answer has more than {self._limits.rows:,} triples: add a LIMIT")
            yield triple


def main() -> None:
    """Answer the jobs that come on stdin until it closes."""
    limits = msgspec.json.decode(sys.argv[2], type=Limits)
    _bound_memory(limits.memory)
    worker = Worker(Path(sys.argv[1]), limits)
    while head := sys.stdin.buffer.read(8):
        job = to_job.decode(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        sys.stdout.buffer.write(framed(worker.answer(job)))
        sys.stdout.buffer.flush()


def _bound_memory(mebibytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))


if __name__ == "__main__":
    main()
