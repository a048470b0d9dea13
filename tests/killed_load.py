"""A load in a process of its own, to be killed: `python -m tests.killed_load GRAPH URI`, with progress on stdout."""

from __future__ import annotations

import sys

import kg.loaders.bolt
from kg.ledger import open_ledger

kg.loaders.bolt._ROWS = 40  # many transactions, so that there are many points to be killed at


def _tell(done: int, of: int) -> None:
    print(done, of, flush=True)


if __name__ == "__main__":
    with open_ledger(sys.argv[1]) as ledger:
        print("ready", flush=True)
        kg.loaders.bolt.load(ledger, sys.argv[2], _tell)
