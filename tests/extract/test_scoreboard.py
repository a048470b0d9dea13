"""Floors of extraction on the annotated articles of `../shared/gold/dev.*`; they only rise. Figures: docs/quality.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kg.documents import read_documents
from kg.extract import extract

F1 = {
    "mentions all": 88.7,
    "entities (name, type)": 84.8,
    "place codes": 89.0,
    "who+what tuple >=0.8": 89.3,
    "when (matched)": 92.0,
    "where (matched)": 88.0,
    "via (matched)": 78.0,
    "addressee (matched)": 78.0,
    "positions held": 85.0,
    "facts (entity to entity)": 72.0,
}
SHARES = {
    "recall direct >=0.3": 99.0,
    "recall indirect >=0.3": 92.0,
    "speaker accuracy (matched)": 94.0,
    "said or so of facts (matched)": 92.0,
}


@pytest.fixture(scope="module")
def measured(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    gold, out = shared / "gold", tmp_path_factory.mktemp("scores") / "records.jsonl"
    documents = read_documents([gold / "dev.articles.jsonl"], report=lambda problem: None)
    out.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in extract(documents)))
    command = [
        sys.executable,
        *map(str, (gold / "score.py", gold / "dev.articles.jsonl", gold / "dev.jsonl", out)),
        "--json",
    ]
    answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return answer


def test_all_spans_hold_words(measured: dict[str, Any]) -> None:
    assert measured["invalid spans"] == 0


@pytest.mark.parametrize(("line", "floor"), F1.items())
def test_floor(measured: dict[str, Any], line: str, floor: float) -> None:
    assert 100 * measured[line]["f1"] >= floor


@pytest.mark.parametrize(("line", "floor"), SHARES.items())
def test_floor_of_share(measured: dict[str, Any], line: str, floor: float) -> None:
    assert 100 * measured[line] >= floor


def test_precision_of_facts(measured: dict[str, Any]) -> None:
    assert 100 * measured["facts (entity to entity)"]["p"] >= 85.0
