"""Learn how sure statements are: the weights of `kg/language/id/confidence.toml`.

    python -m training.confidence ../shared [--write]

A logistic regression (Newton's method, L2) on the circumstances that `kg.extract.confidence` names. Right is a statement
whose words overlap those of a gold statement by 0.8 (Jaccard) and whose speakers are the same. It learns from `train` and
`facts` with names tagged out of fold, so that it knows the mistakes of names as well, and prints what it says of articles
that it has not seen.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from kg.documents.dates import normalise_date
from kg.extract import extract_article
from kg.extract.confidence import ALWAYS, circumstances
from kg.extract.names.model import Tagger
from training.folds import FOLDS, articles, load_scorer, taggers
from training.scores import right_statements

TARGET = Path(__file__).parent.parent / "kg/language/id/confidence.toml"
PARTS = ("train", "facts")
LEAST, SHRINKAGE, STEPS = 8, 3.0, 50


class Example(NamedTuple):
    """A statement found: its article's number, its circumstances, and whether it is right."""

    article: int
    circumstances: tuple[str, ...]
    right: bool


def examples(shared: Path) -> list[Example]:
    """The statements found in the articles to learn from."""
    scorer, by_fold = load_scorer(shared), taggers(shared)
    return [
        example
        for i, (document, raw, part) in enumerate(articles(shared))
        if part in PARTS
        for example in _of(i, scorer, document, raw, by_fold[i % FOLDS])
    ]


def _of(number: int, scorer: Any, document: Any, raw: dict[str, Any], tagger: Tagger) -> list[Example]:
    document = msgspec.structs.replace(document, published=normalise_date(document.published or ""))
    record = extract_article(document, tagger)
    entities = {entity.id: entity for entity in record.entities}
    right = right_statements(scorer, document.text, raw, msgspec.json.decode(msgspec.json.encode(record)))
    return [
        Example(number, tuple(circumstances(document.text, told, entities)), ok)
        for told, ok in zip(record.statements, right, strict=True)
    ]


def learn(found: list[Example]) -> dict[str, float]:
    """The weights that make what is right likeliest."""
    total = Counter(c for example in found for c in example.circumstances)
    names = [ALWAYS, *sorted(c for c, n in total.items() if n >= LEAST)]
    x, y = _matrix(found, names), np.array([example.right for example in found], float)
    shrink = np.full(len(names), SHRINKAGE)
    shrink[0] = 0
    w = np.zeros(len(names))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(shrink), x.T @ (y - p) - shrink * w)
    return {name: round(float(weight), 2) for name, weight in zip(names, w, strict=True)}


def _matrix(found: list[Example], names: list[str]) -> np.ndarray:
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(found), len(names)))
    x[:, 0] = 1
    for row, example in enumerate(found):
        x[row, [index[c] for c in example.circumstances if c in index]] = 1
    return x


def estimates(found: list[Example], learned: dict[str, float]) -> np.ndarray:
    """What the weights say of each statement."""
    return 1 / (1 + np.exp(-_matrix(found, list(learned)) @ np.array(list(learned.values()))))


def held_out(found: list[Example]) -> np.ndarray:
    """What weights say that have not seen the statement's article."""
    out = np.zeros(len(found))
    for fold in range(FOLDS):
        own = [i for i, example in enumerate(found) if example.article % FOLDS == fold]
        learned = learn([example for example in found if example.article % FOLDS != fold])
        out[own] = estimates([found[i] for i in own], learned)
    return out


def report(found: list[Example], estimated: np.ndarray) -> str:
    """Log loss, and the share right by tenths."""
    y = np.array([example.right for example in found], float)
    loss = -np.mean(y * np.log(estimated) + (1 - y) * np.log(1 - estimated))
    lines = [f"{len(found)} statements, {y.mean():.3f} right; log loss {loss:.4f}"]
    for low in np.arange(0, 1, 0.1):
        inside = (estimated >= low) & (estimated < low + 0.1)
        if inside.any():
            lines.append(f"{low:.1f}: {estimated[inside].mean():.2f} → {y[inside].mean():.2f} ({inside.sum()})")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = examples(arguments.shared)
    print(report(found, held_out(found)))
    if arguments.write:
        lines = ["# Learned by training/confidence.py from the gold statements; do not edit.", "[weights]"]
        lines += [f'"{name}" = {weight}' for name, weight in learn(found).items()]
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
