"""Measure names out of fold: five folds by article over the gold; each fold is tagged by what the others taught.

`python -m training.folds ../shared` prints the scores of mentions and entities per part, in the scorer's terms.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from pathlib import Path
from typing import Any

from kg.extract.names import find
from kg.extract.names.model import Tagger, pack, unpack
from kg.extract.prose import prose
from training import gold, names

FOLDS = 5
BUILD = Path(__file__).parent / "build"


def load_scorer(shared: Path) -> Any:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def articles(shared: Path) -> list[tuple[Any, dict[str, Any], str]]:
    """All articles to learn from, with their raw annotations and part, in a fixed order."""
    return [(d, raw, part) for part in names.PARTS for d, raw in gold.articles(shared / "gold", part)]


def taggers(shared: Path) -> list[Tagger]:
    """One tagger per fold, trained on the other folds and kept in `training/build`."""
    BUILD.mkdir(exist_ok=True)
    found = []
    for fold in range(FOLDS):
        path = BUILD / f"fold{fold}.npz"
        if not path.exists():
            others = [
                names.labelled(d, gold.entities(r)) for i, (d, r, _) in enumerate(articles(shared)) if i % FOLDS != fold
            ]
            path.write_bytes(pack(names.train(others, shared)[0]))
        found.append(Tagger(unpack(path.read_bytes())))
    return found


def predicted(document: Any, tagger: Tagger) -> dict[str, Any]:
    """The record of a document with its names only, as the scorer reads it."""
    entities = [
        {"id": e.id, "type": e.type, "name": e.name, "mentions": [list(m) for m in e.mentions]}
        for e in find(prose(document.text), tagger)
    ]
    return {"id": document.id, "entities": entities, "statements": [], "facts": []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    score, by_fold = load_scorer(shared), taggers(shared)
    total: dict[str, Counter[str]] = {}
    for i, (document, raw, part) in enumerate(articles(shared)):
        raw = {"statements": [], "facts": []} | raw
        counts = score.score_article(document.text, raw, predicted(document, by_fold[i % FOLDS]), None)
        total.setdefault(part, Counter()).update(counts)
    total["all"] = sum(total.values(), Counter())
    for part, counts in total.items():
        result = score.summary(counts)
        for line in [k for k in result if k.startswith(("mentions", "entities"))]:
            v = result[line]
            print(f"{part:6} {line:24} P {100 * v['p']:5.1f} R {100 * v['r']:5.1f} F1 {100 * v['f1']:5.1f}")


if __name__ == "__main__":
    main()
