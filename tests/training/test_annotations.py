"""The annotated passages that the tagger learns from: offsets that fit, and no text of the articles."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

TYPES = {"Person", "Organization", "Place", "Event"}
FILE = Path(__file__).parents[2] / "training" / "annotations" / "names.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def test_each_article_has_one_passage() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS) > 1000
    assert all(row.keys() == {"id", "sha256", "read", "names"} for row in ROWS)


def test_names_lie_within_their_passage_and_apart() -> None:
    for row in ROWS:
        start, end = row["read"]
        borders = [start, *(at for s, e, _ in row["names"] for at in (s, e)), end]
        assert borders == sorted(borders)
        assert all(s < e and kind in TYPES for s, e, kind in row["names"])
        assert all(before[1] <= after[0] for before, after in pairwise(row["names"]))


def test_names_are_whole_words_of_the_articles(shared: Path) -> None:
    rows = {row["id"]: row for row in ROWS}
    with gzip.open(shared / "corpus" / "pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {a["id"]: a["text"] for a in map(json.loads, lines) if a["id"] in rows}
    assert texts.keys() == rows.keys()
    for key, text in texts.items():
        assert sha256(text.encode()).hexdigest() == rows[key]["sha256"]
        names = [text[s:e] for s, e, _ in rows[key]["names"]]
        assert names == [name.strip() for name in names]
        assert all(any(map(str.isalnum, name)) for name in names)
