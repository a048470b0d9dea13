from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def test_writes_a_record_per_article(kg: Any, root: Path) -> None:
    done = kg("extract", root / "examples/articles.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == 20
    assert records[0]["article"]["published"] == "2025-04-11"
    assert {"Pramono Anung", "Marthinus Hukom"} <= {each["name"] for each in records[0]["entities"]}


def test_nothing_comes_from_a_link_list(kg: Any, root: Path) -> None:
    articles = [
        json.loads(line) for line in (root / "examples/articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    records = [json.loads(line) for line in kg("extract", root / "examples/articles.jsonl").stdout.splitlines()]
    end = articles[0]["text"].index("Baca juga")
    spans = [span for entity in records[0]["entities"] for span in entity["mentions"]]
    spans += [span for statement in records[0]["statements"] for span in statement["content"]]
    assert spans
    assert max(stop for _, stop in spans) <= end
