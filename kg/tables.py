"""The graph as six tables: `articles`, `entities`, `mentions`, `statements`, `facts`, `edges`.

    from kg import tables

    tables.edges("news.kg").sort_values("articles", ascending=False)     # a pandas DataFrame
    for row in tables.rows("facts", ledger): …                           # or row by row, for a corpus of any size

Columns, their types and meanings are in `schemas/tables.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg import graph
from kg.ledger import Ledger, open_ledger
from kg.selection import names

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import RecordBatch, Schema

Value = str | int | float | list[str] | None
Row = tuple[Value, ...]

_BATCH = 10_000


class Column(msgspec.Struct, frozen=True):
    """A column: `type` is string, integer, decimal or strings (a list); a needed one has a value in each row."""

    name: str
    type: str
    about: str
    needed: bool = False


class Table(msgspec.Struct, frozen=True):
    """What a table has one row per, and its columns in order."""

    name: str
    about: str
    columns: tuple[Column, ...]


@cache
def tables() -> dict[str, Table]:
    """The six tables by name, in their order."""
    return {name: table for name, (table, extra) in _schema().items() if not extra}


@cache
def published_tables() -> dict[str, Table]:
    """The tables of a publication: the six, and the evidence part by part."""
    return {name: table for name, (table, _) in _schema().items()}


@cache
def _schema() -> dict[str, tuple[Table, bool]]:
    text = resources.files("kg.schemas").joinpath("tables.toml").read_text(encoding="utf-8")
    return {
        name: (Table(name, entry["about"], msgspec.convert(entry["columns"], tuple[Column, ...])), "extra" in entry)
        for name, entry in tomllib.loads(text).items()
        if isinstance(entry, dict)
    }


def articles(folder: str | Path) -> DataFrame:
    """The articles of a graph. Raises GraphError if there is none in the folder, as all of these do."""
    return _frame("articles", folder)


def entities(folder: str | Path) -> DataFrame:
    """The entities of a graph."""
    return _frame("entities", folder)


def mentions(folder: str | Path) -> DataFrame:
    """Where each entity is named."""
    return _frame("mentions", folder)


def statements(folder: str | Path) -> DataFrame:
    """The statements, one row per speaker."""
    return _frame("statements", folder)


def facts(folder: str | Path) -> DataFrame:
    """The facts as the articles state them."""
    return _frame("facts", folder)


def edges(folder: str | Path) -> DataFrame:
    """The relations between entities that follow from the facts."""
    return _frame("edges", folder)


def rows(table: str, ledger: Ledger) -> Iterator[Row]:
    """The rows of a table, one at a time, in an order that depends on the graph alone."""
    return _ROWS[table](ledger)


def batches(table: str, source: Iterable[Row]) -> Iterator[RecordBatch]:
    """Rows of a table as Arrow record batches of some thousands."""
    import pyarrow

    schema = arrow_schema(table)
    todo = iter(source)
    while batch := list(islice(todo, _BATCH)):
        columns = [
            pyarrow.array(column, field.type) for column, field in zip(zip(*batch, strict=True), schema, strict=True)
        ]
        yield pyarrow.record_batch(columns, schema=schema)


def arrow_schema(table: str) -> Schema:
    """The table's columns as an Arrow schema."""
    import pyarrow

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "decimal": pyarrow.float64(),
        "strings": pyarrow.list_(pyarrow.string()),
    }
    columns = published_tables()[table].columns
    return pyarrow.schema([pyarrow.field(c.name, types[c.type], nullable=not c.needed) for c in columns])


def _frame(table: str, folder: str | Path) -> DataFrame:
    import pyarrow

    with open_ledger(folder) as ledger, ledger.snapshot():
        found = pyarrow.Table.from_batches(batches(table, rows(table, ledger)), arrow_schema(table))
    frame: DataFrame = found.to_pandas()
    return frame


def outlets(ledger: Ledger) -> dict[str, str]:
    """The name of each outlet by its path."""
    domains = ledger.rows("SELECT DISTINCT domain FROM version WHERE state = 1 AND domain NOTNULL ORDER BY domain")
    found = [graph.part(ledger, "publisher", f"publisher/{domain}") for (domain,) in list(domains)]
    return {part.path: part.nodes[0].properties["name"] for part in found if part}


# ------------------------------------------------------------------ rows


def _articles(ledger: Ledger) -> Iterator[Row]:
    captions = outlets(ledger)
    for a in ledger.articles():
        publisher = captions[a.publisher] if a.publisher else None
        yield a.id, ledger.base + a.path, a.url, a.title, publisher, a.published, a.language, a.sha256


def _entities(ledger: Ledger) -> Iterator[Row]:
    for e in ledger.entities():
        yield ledger.base + e.path, e.type, e.name, list(e.aliases), e.place_code, e.articles


def _mentions(ledger: Ledger) -> Iterator[Row]:
    for article in ledger.articles():
        given = ledger.resolved(article.path)
        shown = [(e, given.entities[e.id]) for e in given.record.entities if names(ledger, given.entities[e.id])]
        found = [(*span, e.type, path) for e, path in shown for span in e.mentions]
        for start, end, kind, path in sorted(found):
            yield article.id, start, end, given.words((start, end)), kind, ledger.base + path


def _statements(ledger: Ledger) -> Iterator[Row]:
    uri = _uris(ledger)
    for article in ledger.articles():
        for s in ledger.resolved(article.path).statements:
            for speaker in s.speakers or (None,):
                yield (
                    *(uri(s.path), article.id, s.kind, uri(speaker), s.role, s.cue, s.said),
                    *(s.content[0][0], s.content[-1][1], s.date, s.date_basis, s.day_start, s.day_end),
                    *(uri(s.place), s.place_basis, uri(s.via), uri(s.addressee), s.polarity, s.basis),
                    *(uri(s.inside), s.resolution, s.confidence),
                )


def _facts(ledger: Ledger) -> Iterator[Row]:
    uri = _uris(ledger)
    for article in ledger.articles():
        for f in ledger.resolved(article.path).facts:
            yield (
                *(uri(f.path), uri(f.subject), f.predicate, uri(f.object), f.literal, f.basis, f.polarity),
                *(uri(f.statement), article.id, f.date, uri(f.place), f.evidence[0], f.evidence[1], f.confidence),
            )


def _evidence(ledger: Ledger) -> Iterator[Row]:
    for article in ledger.articles():
        given = ledger.resolved(article.path)
        found = [(s.path, s.evidence) for s in given.statements] + [(f.path, (f.evidence,)) for f in given.facts]
        for path, spans in found:
            for part, (start, end, exact) in enumerate(spans):
                yield ledger.base + path, article.id, part, start, end, exact


def _edges(ledger: Ledger) -> Iterator[Row]:
    uri = _uris(ledger)
    for r in ledger.relations():
        yield (
            *(uri(r.path), uri(r.subject), r.predicate, uri(r.object), r.basis, r.confidence),
            *(r.articles, r.publishers, r.statements, r.sources, r.denials),
            *(r.first_date, r.last_date, r.first_published, r.last_published),
        )


def _uris(ledger: Ledger) -> Callable[[str | None], str | None]:
    return lambda path: None if path is None else ledger.base + path


_ROWS: dict[str, Callable[[Ledger], Iterator[Row]]] = {
    "articles": _articles,
    "entities": _entities,
    "mentions": _mentions,
    "statements": _statements,
    "facts": _facts,
    "edges": _edges,
    "evidence": _evidence,
}
