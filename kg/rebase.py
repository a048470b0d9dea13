"""Moving a graph to another base of its uris: `kg rebase https://news.example.org/`.

The ledger holds paths, so nothing in it changes but the base; every target is told everything again. Entities and
outlets are still found by the uris that they had.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.build import load
from kg.errors import InputError
from kg.ledger import open_ledger

_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`#?/]+(?:/[^\s<>\"{}|\\^`#?]*)?/")


def rebase(graph: str | Path, base: str, *, wait: float = 0) -> str:
    """Let the uris of a graph begin with `base`, and load its store anew; the former base.

    Raises InputError for what is no base, GraphError if the graph cannot be written.
    """
    check(base)
    with open_ledger(graph, write=True, wait=wait) as ledger:
        former = ledger.base
        ledger.rebase(base)
        load(ledger, "embedded")
        return former


def check(base: str) -> None:
    """Raise InputError unless uris can begin so."""
    if not _BASE.fullmatch(base):
        raise InputError(
            f"{base!r} is no base of uris; write an address that ends with /, say https://news.example.org/"
        )
