"""Measure the learner on idner-news-2k: `python -m training.idner ../shared` trains on its train and dev parts alone.

As for our own names, what a first tagger finds in news without annotation widens the word vectors. Prints precision, recall
and F1 of whole names (CoNLL style) on its test part, which nothing is trained on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.extract.names.mentions import Mention, spans
from kg.extract.names.model import Tagger, pack, unpack
from kg.extract.names.tokens import BOUNDARY
from training.embeddings import load_vectors
from training.finds import find_names, with_shares
from training.network import SEEDS, Labelled, learn

TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place"}


def sentences(path: Path) -> Iterator[Labelled]:
    """The tagged sentences of a file with one word per line and its label in the last column."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip()]
        labels = [_label(row[-1]) for row in rows]
        if rows:
            yield [BOUNDARY, *(row[0] for row in rows), BOUNDARY], ["O", *labels, "O"]


def _label(label: str) -> str:
    kind = TYPES.get(label[2:])
    return f"{label[:2]}{kind}" if kind else "O"


def gold_mentions(labels: Sequence[str]) -> set[Mention]:
    """The names that the labels of a sentence stand for."""
    return set(spans([((0, len(labels)), labels)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    folder = shared / "ner" / "idner-news-2k"
    known = [*sentences(folder / "train.txt"), *sentences(folder / "dev.txt")]
    vectors = load_vectors(shared)
    finds = find_names(shared, Tagger(unpack(pack(learn(known, vectors, SEEDS[:1])))))
    tagger = Tagger(unpack(pack(learn(known, with_shares(vectors, finds)))))
    counts: Counter[str] = Counter()
    for words, labels in sentences(folder / "test.txt"):
        found, gold = set(spans(tagger.tag(words))), gold_mentions(labels)
        counts.update(right=len(found & gold), found=len(found), gold=len(gold))
    precision, recall = counts["right"] / counts["found"], counts["right"] / counts["gold"]
    print(f"P {100 * precision:.1f} R {100 * recall:.1f} F1 {200 * precision * recall / (precision + recall):.1f}")


if __name__ == "__main__":
    main()
