"""A build in a process of its own, to be killed: `python -m tests.killed GRAPH RECORDS`, with progress on stdout."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

import kg.loaders.bulk
from kg.build import build_records
from kg.model import Document, Record

_PAIRS = list[tuple[Document, Record]]


def write(pairs: _PAIRS, file: Path) -> Path:
    file.write_bytes(msgspec.json.encode(pairs))
    return file


def _tell(step: str, done: int, of: int | None) -> None:
    print(step, done, flush=True)


if __name__ == "__main__":
    kg.loaders.bulk.BULK = 4_000  # so that a first build is a large one, of several files
    build_records(msgspec.json.decode(Path(sys.argv[2]).read_bytes(), type=_PAIRS), sys.argv[1], progress=_tell)
