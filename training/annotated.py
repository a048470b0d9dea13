"""Passages of news whose names were annotated by the guidelines, kept as offsets without their text.

`training/annotations/names.jsonl` has one passage a line: `id` and `sha256` (of the text) of an article of
`corpus/pool.jsonl.gz`, `read` with the code points between which all names are annotated, and `names` as
`[start, end, type]`. Passages were chosen where taggers taught without some of the gold disagreed most.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose
from training.network import Labelled

FILE = Path(__file__).parent / "annotations" / "names.jsonl"


def passages(shared: Path) -> list[Labelled]:
    """The tokens of the annotated passages with their labels, in the order of the file."""
    texts = dict(_texts(shared / "corpus" / "pool.jsonl.gz", {row["id"] for row in _rows()}))
    return [_labelled(texts[row["id"]], row) for row in _rows()]


def _rows() -> Iterator[dict[str, Any]]:
    with FILE.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _texts(pool: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
    with gzip.open(pool, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["id"] in wanted:
                yield article["id"], article["text"]


def _labelled(text: str, row: dict[str, Any]) -> Labelled:
    if sha256(text.encode()).hexdigest() != row["sha256"]:
        raise ValueError(f"article {row['id']} of the pool has another text than the annotated one")
    found, (start, end) = tokens(prose(text)), row["read"]
    inside = [i for i, word in enumerate(found.words) if word != BOUNDARY and start <= found.starts[i] < end]
    first, last = {found.starts[i]: i for i in inside}, {found.ends[i]: i for i in inside}
    labels = ["O"] * len(found.words)
    for s, e, kind in row["names"]:
        if s in first and e in last:
            labels[first[s] : last[e] + 1] = ["B-" + kind, *["I-" + kind] * (last[e] - first[s])]
    a, b = inside[0], inside[-1] + 1
    return [BOUNDARY, *found.words[a:b], BOUNDARY], ["O", *labels[a:b], "O"]
