"""The slowest articles and the memory of extraction over a corpus: python -m benchmarks.articles ARTICLES.

One process, CPU time of each article after the first; memory is that of the process, told now and then.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kg.documents import read_documents
from kg.extract import extract_article

TOLD_EVERY = 4000
SLOW = 0.2


def resident() -> int:
    """Megabytes of this process in memory (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def main(path: str) -> None:
    """Print memory along the way, then the slowest articles."""
    times: list[tuple[float, int, str]] = []
    for number, document in enumerate(read_documents([path], report=lambda problem: None)):
        start = time.process_time()
        extract_article(document)
        times.append((time.process_time() - start, len(document.text), document.id))
        if number % TOLD_EVERY == 0:
            print(f"{number:>7} articles  {resident()} MB", flush=True)
    slowest = sorted(times[1:], reverse=True)
    total = sum(seconds for seconds, _, _ in slowest)
    print(f"{len(times)} articles  {resident()} MB  {total / len(slowest) * 1000:.2f} ms each")
    print(f"over {SLOW * 1000:.0f} ms: {sum(seconds > SLOW for seconds, _, _ in slowest)}")
    for seconds, length, name in slowest[:5]:
        print(f"{seconds * 1000:6.0f} ms  {length:>7} characters  {name}")


if __name__ == "__main__":
    main(sys.argv[1])
