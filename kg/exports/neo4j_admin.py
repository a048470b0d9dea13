"""The graph as CSV files for `neo4j-admin database import full`, with a script that runs it.

The import makes a new database, many times faster than loading into a running one. `kg load neo4j` then adds
constraints and indexes, and from there on what changes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from kg.exports.output import folder, text
from kg.exports.provenance import line
from kg.graph import Part
from kg.ledger import Ledger
from kg.property_graph import SPANS, derived_types, edges, labels, names, nodes, property_names, relationships
from kg.schema import properties
from kg.selection import is_whole, parts

BETWEEN = "\ufdd0"  # between the items of a list: a code point that no text contains
_TYPES = {"integer": "long", "decimal": "double", "date": "date", "point": "point{crs:WGS-84}", "iris": "string[]"}
_SPANS = dict(zip(SPANS, ("long[]", "long[]", "string[]"), strict=True))
_SCRIPT = """#!/bin/sh
# Makes a database, neo4j or the one named, of these files; its server must be stopped, and what is in it goes.
# NEO4J_ADMIN names the program where it is not on the path. Then start the server and run `kg load neo4j ADDRESS`.
# Made by {made_by}
cd "$(dirname "$0")" || exit 1
exec ${{NEO4J_ADMIN:-neo4j-admin}} database import full "${{1:-neo4j}}" --overwrite-destination=true \\
  --multiline-fields=true --array-delimiter=U+FDD0 \\
  {files}
"""


class File(NamedTuple):
    """A file of the import: its name, whether it holds relationships, its heading."""

    name: str
    relationships: bool
    heading: tuple[str, ...]


def write(ledger: Ledger, path: str | Path) -> None:
    """Write a file for each label and type into the folder, and `import.sh`."""
    state = (ledger.id, ledger.seq, ledger.seq, 0, 0) if is_whole(ledger) else None
    write_parts(parts(ledger), ledger.base, path, state, line(ledger))


def write_parts(
    found: Iterable[Part], base: str, path: str | Path, state: Sequence[Any] | None = None, made_by: str = "kabargraph"
) -> None:
    """The same for any parts; `state` is the cursor for later loads: ledger, cursor, upto, kind, seq."""
    goal, written = folder(path), {file.name: file for file in _files()}
    with ExitStack() as stack:
        writers = {
            name: csv.writer(stack.enter_context(text(goal / f"{name}.csv")), lineterminator="\n") for name in written
        }
        for name, file in written.items():
            writers[name].writerow(file.heading)
        if state:
            label = BETWEEN.join(("Kabar", "KabarLedger"))
            writers["KabarLedger"].writerow((f"{base}graph/meta", "kabargraph", *state, label))
        for name, row in _rows(found, base):
            writers[name].writerow(map(_cell, row))
    with text(goal / "import.sh") as script:
        options = " \\\n  ".join(map(_option, written.values()))
        script.write(_SCRIPT.format(files=options, made_by=" ".join(made_by.split())))
    (goal / "import.sh").chmod(0o755)


def _option(file: File) -> str:
    return f"--{'relationships' if file.relationships else 'nodes'}=./{file.name}.csv"


def _files() -> Iterator[File]:
    yield File("KabarLedger", False, ("uri:ID(Kabar)", "name", "ledger", *(f"{n}:long" for n in _STATE), ":LABEL"))
    yield File("KabarName", False, ("key:ID(KabarName)", "name", ":LABEL"))
    for label in labels():
        yield File(label, False, ("uri:ID(Kabar)", *_typed(label), ":LABEL"))
    yield File("NAMES", True, (":START_ID(KabarName)", ":END_ID(Kabar)", "kabar:boolean", "redirect:boolean", ":TYPE"))
    ends = (":START_ID(Kabar)", ":END_ID(Kabar)", "kabar:boolean")
    for kind in relationships():
        yield File(kind, True, (*ends, ":TYPE"))
    for kind in derived_types():
        yield File(kind, True, (*ends, "uri", *_typed("Relation")[2:], ":TYPE"))


_STATE = ("cursor", "upto", "kind", "seq")


def _typed(label: str) -> tuple[str, ...]:
    kinds = {name: _TYPES.get(row["type"], "string") for name, row in properties(label).items()} | _SPANS
    return tuple(f"{name}:{kinds[name]}" for name in property_names(label))


def _rows(found: Iterable[Part], base: str) -> Iterator[tuple[str, Iterable[Any]]]:
    """Rows with the names of their files."""
    keys = set[str]()
    for part in found:
        for node in nodes(part, base):
            yield node.label, (node.uri, *node.properties.values(), labels()[node.label])
        for edge in edges(part, base):
            yield edge.type, (edge.start, edge.end, True, *edge.properties.values(), edge.type)
        for name in names(part, base):
            if name.key not in keys:
                keys.add(name.key)
                yield "KabarName", (name.key, name.key, "KabarName")
            yield "NAMES", (name.key, name.uri, True, True if name.redirect else None, "NAMES")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) or (isinstance(value, tuple) and value and isinstance(value[0], str)):
        return BETWEEN.join(map(str, value))
    if isinstance(value, tuple):
        return f"{{longitude: {value[0]}, latitude: {value[1]}}}"
    return value
