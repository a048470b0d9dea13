"""What XML allows, and graphs written as XML while they are walked through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.exports import networkx
from kg.exports.output import text
from kg.ledger import Ledger

Values = dict[str, Any]
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without the control characters that XML 1.0 has no way to write."""
    return _ILLEGAL.sub("", text)


def write_graph(
    ledger: Ledger,
    path: str | Path,
    around: tuple[str, str, str],
    node: Callable[[str, Values], str],
    edge: Callable[[str, str, str, Values], str],
) -> None:
    """Write entities by `node` (uri, values) and relations by `edge` (two uris, predicate, values) as they come.

    `around` is what stands before the nodes, between nodes and edges, and behind the edges.
    """
    with text(path) as file:
        file.writelines(_lines(ledger, around, node, edge))


def _lines(
    ledger: Ledger,
    around: tuple[str, str, str],
    node: Callable[[str, Values], str],
    edge: Callable[[str, str, str, Values], str],
) -> Iterator[str]:
    before, between, behind = around
    yield '<?xml version="1.0" encoding="UTF-8"?>\n' + before
    yield from (node(uri, values) for uri, values in networkx.nodes(ledger))
    yield between
    yield from (edge(*each) for each in networkx.edges(ledger))
    yield behind
