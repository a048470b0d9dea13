"""A load in a process of its own, to be killed: `python -m tests.killed_load GRAPH URI`, with progress on stdout."""

from __future__ import annotations

import sys

import kg.loaders.bolt
import kg.loaders.remote
from kg.ledger import open_ledger

# many transactions, so that there are many points to be killed at
kg.loaders.bolt._ROWS = 40
kg.loaders.remote._LINES = 40


def _tell(done: int, of: int) -> None:
    print(done, of, flush=True)


if __name__ == "__main__":
    load = kg.loaders.bolt.load if sys.argv[2].startswith("bolt") else kg.loaders.remote.load
    with open_ledger(sys.argv[1]) as ledger:
        print("ready", flush=True)
        load(ledger, sys.argv[2], _tell)
