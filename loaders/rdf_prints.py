"""Named graphs by count and hash, to tell whether two stores hold the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from pyoxigraph import Quad, RdfFormat, Store, parse

T = TypeVar("T")
Prints = dict[str, tuple[int, int]]
"""For each named graph the number of its quads and the sum of their hashes, which no order changes."""
_COMPARED = 50_000  # quads held at once


def of_quads(found: Iterable[Quad]) -> Prints:
    """The fingerprints of quads as the embedded store gives them back."""
    return _prints((quad.graph_name.value, str(quad)) for quad in found)  # type: ignore[union-attr]


def of_own_lines(lines: Iterable[str]) -> Prints:
    """Those of lines of N-Quads that are written as the embedded store writes quads: what differs may yet be the same."""
    return _prints((line[line.rindex(" <") + 2 : -4], line[:-3]) for line in lines)


def _prints(found: Iterable[tuple[str, str]]) -> Prints:
    prints: Prints = {}
    for graph, text in found:
        count, total = prints.get(graph, (0, 0))
        prints[graph] = count + 1, (total + hash(text)) % 2**64  # Python's own hash: they are compared here and now
    return prints


def of_lines(lines: Iterable[str]) -> Prints:
    """The fingerprints of lines of N-Quads."""
    return of_foreign(quad for chunk in _chunks(lines) for quad in parse("".join(chunk), RdfFormat.N_QUADS))


def of_foreign(found: Iterable[Quad]) -> Prints:
    """The fingerprints of quads from elsewhere: numbers are written as the embedded store writes them."""
    return of_quads(quad for chunk in _chunks(found) for quad in _as_stored(chunk))


def different(here: Prints, there: Prints) -> list[str]:
    """The graphs that are not the same in both, in the order of their names."""
    return [graph for graph in sorted(here.keys() | there.keys()) if here.get(graph) != there.get(graph)]


def _as_stored(found: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(found)
    return store


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(items)
    return iter(lambda: list(islice(waiting, _COMPARED)), [])
