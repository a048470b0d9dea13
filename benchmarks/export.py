"""How much memory and time an export of a million relations takes, each format in a process of its own.

usage: python benchmarks/export.py FOLDER [RELATIONS [FORMAT…]]

Makes a graph in FOLDER, if none is there, whose ledger holds that many relations between a fifth as many entities.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kg.ledger import open_ledger
from kg.resolve.minting import digest, relation_path

PREDICATES = ("met", "visited", "supports", "affiliated_with", "ordered", "focuses_on")
_TOLD = (
    "import resource, sys; from kg.exports import export; export(sys.argv[1], sys.argv[2], sys.argv[3]);"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


def main(folder: Path, relations: int = 1_000_000, *formats: str) -> None:
    graph = folder / "made.kg"
    if not graph.exists():
        make(graph, relations)
    print("| format | seconds | MB of memory | MB of files |\n|---|---|---|---|")
    for format in formats or ("csv", "parquet", "nquads", "graphml", "gexf", "kgtk", "ftm"):
        out = folder / f"out-{format}"
        began = time.perf_counter()
        command = [sys.executable, "-c", _TOLD, format, str(graph), str(out)]
        memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        took = time.perf_counter() - began
        size = sum(file.stat().st_size for file in (out, *out.rglob("*")) if file.is_file()) // 1024**2
        shutil.rmtree(out) if out.is_dir() else out.unlink()
        print(f"| {format} | {took:.0f} | {memory} | {size} |", flush=True)


def make(graph: Path, relations: int) -> None:
    """Write the rows of a ledger; what the exports do not read is left out."""
    chance, count = random.Random(1), relations // 5
    paths = [f"person/orang-{digest('entity', n, length=8)}" for n in range(count)]
    with open_ledger(graph, write=True) as ledger, ledger.transaction() as connection:
        connection.executemany(
            "INSERT INTO entity (n, path, type, name, live) VALUES (?, ?, 'Person', ?, 1)",
            ((n, path, f"Orang Ke-{n}") for n, path in enumerate(paths, 1)),
        )
        rows = ((n, f'["Orang Ke-{n}", "Ke-{n}"]', n * 10) for n in range(1, count + 1))
        connection.executemany(
            "INSERT INTO cluster (article, local, entity, block, type, name, names, start, context)"
            " VALUES (1, 'e' || ?1, ?1, 'Person/' || ?1, 'Person', 'Orang', ?2, ?3, '[[],[],[]]')",
            rows,
        )
        marks = ", ".join("?" * 15)
        connection.executemany(
            f"INSERT OR IGNORE INTO relation VALUES ({marks})", _relations(chance, paths, relations + relations // 50)
        )
        connection.execute("DELETE FROM relation WHERE path NOT IN (SELECT path FROM relation LIMIT ?)", (relations,))


def _relations(chance: random.Random, paths: list[str], count: int) -> Iterator[tuple[object, ...]]:
    for _ in range(count):
        one, other = chance.randrange(len(paths)), chance.randrange(len(paths))
        predicate = chance.choice(PREDICATES)
        day = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        ends = (one + 1, predicate, other + 1)
        values = ("asserted", round(chance.random(), 2), 3, 2, 4, 2, 0, day, day, day, day)
        yield relation_path(paths[one], predicate, paths[other]), *ends, *values


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]), *sys.argv[3:])
