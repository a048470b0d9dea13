"""What it costs to keep a graph: python -m benchmarks.ledger ARTICLES [ROUNDS].

Builds the articles (any file that `kg` reads) into a graph of its own, builds them again unchanged, then with every
hundredth article edited, then withdraws articles one by one. Wall-clock seconds, medians over the rounds (5 unless told
otherwise), with their ratio to a plain extraction of the same articles by one process in the same round; memory is the
peak of the sum over all processes of the build (PSS, Linux).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from kg.build import build, load
from kg.documents import read_documents
from kg.extract import extract_article
from kg.ledger import open_ledger
from kg.ledger.settle import settle
from kg.model import Document

EDITED = 100  # every so many articles
WITHDRAWN = 20
SAMPLE = 1.0  # seconds between two looks at memory


def main(path: str, rounds: int = 5) -> None:
    """Print the table."""
    took: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name, seconds in round_of(path, Path(folder) / "news.kg"):
                took[name].append(seconds)
    plain = statistics.median(took["plain extraction"])
    for name, each in took.items():
        middle = statistics.median(each)
        unit = f"{middle:10.0f} MB" if name == "memory" else f"{middle:10.3f} s   {middle / plain:8.4f}"
        print(f"{name:<30}{unit}")


def round_of(path: str, graph: Path) -> Iterator[tuple[str, float]]:
    """The seconds of each step, and the megabytes of the first build."""
    yield "plain extraction", seconds(lambda: [extract_article(document) for document in documents(path)])
    with peak() as memory:
        yield "first build", seconds(lambda: build(documents(path), graph))
    yield "memory", memory[0]
    yield "unchanged build", seconds(lambda: build(documents(path), graph))
    yield "build with 1 % edited", seconds(lambda: build(edited(path), graph))
    with open_ledger(graph, write=True) as ledger:
        keys = [article.key for article in ledger.articles()][:: max(1, EDITED // 2)][:WITHDRAWN]
        both = [(seconds(partial(settle, ledger, [key])), seconds(partial(load, ledger, "embedded"))) for key in keys]
    yield "withdrawal in the ledger", statistics.median(one for one, _ in both)
    yield "withdrawal in the store", statistics.median(other for _, other in both)


def documents(path: str) -> Iterator[Document]:
    """The articles."""
    return read_documents([path], report=lambda problem: None)


def edited(path: str) -> Iterator[Document]:
    """The articles, every hundredth with a sentence more."""
    for number, document in enumerate(documents(path)):
        more = f"{document.text}\n\nBerita ini dilengkapi.\n" if number % EDITED == 0 else document.text
        yield replace(document, text=more)


def seconds(work: Callable[[], object]) -> float:
    """The wall-clock seconds of some work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def peak() -> Iterator[list[float]]:
    """The largest sum of memory over this process and those that it started, in megabytes, once the block is over."""
    most, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE):
            most[0] = max(most[0], sum(map(proportional, family(Path("/proc/self").resolve()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def family(process: Path) -> Iterator[Path]:
    """A process of /proc and all that descend from it."""
    yield process
    try:
        for children in (process / "task").glob("*/children"):
            for number in children.read_text().split():
                yield from family(Path("/proc") / number)
    except OSError:
        return  # it has just ended


def proportional(process: Path) -> float:
    """The megabytes of a process, what it shares with others counted by share; 0 if it is gone."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
