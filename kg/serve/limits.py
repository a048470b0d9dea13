"""How much a query from outside may take."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Seconds a query may run, rows or triples and bytes it may answer, and mebibytes its process may use;
    how many queries may run and wait at once; requests a second of one client in the long run (0: any number) and at once.
    """

    seconds: float = 20.0
    rows: int = 100_000
    size: int = 64_000_000
    memory: int = 2048
    waiting: int = 64
    workers: int = 4
    rate: float = 50.0
    burst: int = 200
