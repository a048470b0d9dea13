"""Learn the weights of `kg/language/id/antecedents.toml` from the gold statements of `train` and `facts`.

    python training/antecedents.py ../shared/gold [--write]

A conditional log-linear ranking (softmax over the candidates, L2) on the circumstances that `kg.extract.antecedents`
names, with the true speaker passed on as the story goes. Prints the accuracy in five folds by article, against the
weights in use.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import gold
from kg.extract import roles, statements
from kg.extract.antecedents import Trace, best_antecedent, circumstances, weights
from kg.extract.prose import prose
from kg.model import Statement

Example = tuple[list[list[str]], list[int]]  # circumstances of each candidate, and the right ones
FOLDS, STEPS, RATE, SHRINKAGE = 5, 600, 1.0, 0.01


def examples(folder: Path, parts: Iterable[str]) -> list[list[Example]]:
    """For each article the pronouns whose speaker the gold knows."""
    return [_of_article(*article) for part in parts for article in gold.articles(folder, part)]


def _of_article(document: Any, raw: dict[str, Any]) -> list[Example]:
    text = prose(document.text)
    entities = tuple(e for e in gold.entities(raw) if e.type != "Unnamed")
    unnamed = [(s, t, e.id) for e in gold.entities(raw) if e.type == "Unnamed" for s, t in e.mentions]
    told = [(s.cue or s.content[0], s) for s in gold.statements(raw)]
    found: list[Example] = []
    readings: list[Any] = []

    def observed(*given: Any) -> Any:
        readings.append(statements_reading(*given))
        return readings[-1]

    def right(
        candidates: list[tuple[str, Trace]], sentence: int, form: str, content: tuple[str, ...] = ()
    ) -> str | None:
        reading = readings[-1]
        first, last = reading.sentences[sentence].first, reading.sentences[sentence].end
        start, end = text.starts[first], text.ends[last - 1]
        speakers = {who for (s, _), statement in told if start <= s < end for who in _speakers(statement)}
        names = [_gold_id(reading, name, unnamed) for name, _ in candidates]
        hits = [i for i, name in enumerate(names) if name in speakers]
        if len(speakers) == 1 and hits and len(candidates) > 1:
            last = max(trace.spoke for _, trace in candidates)
            found.append(([list(circumstances(t, sentence, form, n in content, last)) for n, t in candidates], hits))
        return candidates[hits[0]][0] if hits else best_antecedent(candidates, sentence, form, content)

    statements_reading = statements.opened_reading
    with patch("kg.extract.statements.opened_reading", observed), patch("kg.extract.discourse.best_antecedent", right):
        statements.find(text, entities, roles.find(text, entities))
    return found


def _speakers(statement: Statement) -> tuple[str, ...]:
    return statement.speakers


def _gold_id(reading: Any, name: str, unnamed: list[tuple[int, int, str]]) -> str:
    for start, end in reading.discourse.places.get(name, ()):
        for s, t, entity in unnamed:
            if s < end and start < t:
                return entity
    return name


def learn(articles: list[list[Example]]) -> dict[str, float]:
    """The weights that make the right candidates likeliest."""
    rows = [example for article in articles for example in article]
    names = sorted({c for candidates, _ in rows for one in candidates for c in one})
    index = {name: i for i, name in enumerate(names)}
    matrices = [(_matrix(candidates, index), hits) for candidates, hits in rows]
    w = np.zeros(len(names))
    for _ in range(STEPS):
        gradient = -SHRINKAGE * w
        for x, hits in matrices:
            p = np.exp(x @ w - (x @ w).max())
            p /= p.sum()
            q = np.zeros(len(p))
            q[hits] = p[hits] / max(p[hits].sum(), 1e-9)
            gradient += x.T @ (q - p) / len(matrices)
        w += RATE * gradient
    return {name: round(float(w[i]), 2) for name, i in index.items() if abs(w[i]) >= 0.01}


def _matrix(candidates: list[list[str]], index: dict[str, int]) -> np.ndarray:
    x = np.zeros((len(candidates), len(index)))
    for row, one in enumerate(candidates):
        x[row, [index[c] for c in one if c in index]] = 1
    return x


def accuracy(articles: list[list[Example]], learned: dict[str, float]) -> float:
    """The share of pronouns whose highest candidate is right."""
    rows = [example for article in articles for example in article]
    best = [max(range(len(c)), key=lambda i: sum(learned.get(x, 0) for x in c[i])) for c, _ in rows]
    return sum(b in hits for b, (_, hits) in zip(best, rows, strict=True)) / len(rows)


def main(folder: str, *flags: str) -> None:
    """Train, print accuracies, and write the file when asked."""
    articles = examples(Path(folder), ("train", "facts"))
    held = [
        accuracy(articles[k::FOLDS], learn([a for i, a in enumerate(articles) if i % FOLDS != k])) for k in range(FOLDS)
    ]
    print(
        f"{sum(map(len, articles))} pronouns; in use {accuracy(articles, weights()):.3f}; out of fold {np.mean(held):.3f}"
    )
    if "--write" in flags:
        learned = learn(articles)
        lines = ["# Learned by training/antecedents.py from the gold statements; do not edit.", "[weights]"]
        lines += [f'"{name}" = {value}' for name, value in sorted(learned.items())]
        target = Path(__file__).parent.parent / "kg/language/id/antecedents.toml"
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
