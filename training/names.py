"""Train the tagger of names: `python -m training.names ../shared` writes kg/extract/names/names.npz.

Learns from the gold parts `train`, `facts` and `names`, with word vectors from `corpus/pool.jsonl.gz`
(`training.embeddings`), in two rounds: what the first tagger finds in articles of the pool, over each whole article,
teaches the second one beside the gold. Deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from kg.extract.names.mentions import Mention, everywhere, spans
from kg.extract.names.model import Tagger, Weights, pack
from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose
from kg.model import Document, Entity
from training import gold
from training.embeddings import load_vectors
from training.network import Labelled, learn

PARTS = ("train", "facts", "names")
MODEL = Path(__file__).parents[1] / "kg" / "extract" / "names" / "names.npz"
STEP = 8
SHORTEST, LONGEST = 300, 8_000


def labelled(document: Document, entities: Iterable[Entity]) -> Labelled:
    """The tokens of a document with their labels: `B-` and `I-` with the type of the entity, else `O`."""
    found = tokens(prose(document.text))
    labels = ["O"] * len(found.words)
    real = [i for i, w in enumerate(found.words) if w != BOUNDARY]
    first, last = {found.starts[i]: i for i in real}, {found.ends[i]: i for i in real}
    for entity in entities:
        for start, end in entity.mentions:
            if entity.type != "Unnamed" and start in first and end in last:
                a, b = first[start], last[end]
                labels[a : b + 1] = ["B-" + entity.type, *["I-" + entity.type] * (b - a)]
    return found.words, labels


def read(folder: Path, parts: Iterable[str] = PARTS) -> list[Labelled]:
    """The labelled documents of the gold parts."""
    return [labelled(d, gold.entities(raw)) for part in parts for d, raw in gold.articles(folder / "gold", part)]


def tagged_pool(shared: Path, tagger: Tagger) -> Iterator[Labelled]:
    """Unlabelled articles (every STEP-th one) with the names that a tagger finds in them, the whole article at once.

    Articles that are in the gold, dev included, are left out.
    """
    known = {_beginning(d.text) for part in (*PARTS, "dev") for d, _ in gold.articles(shared / "gold", part)}
    with gzip.open(shared / "corpus" / "pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, STEP):
            text = json.loads(line)["text"]
            if _beginning(text) not in known and SHORTEST < len(text) < LONGEST:
                words = tokens(prose(text)).words
                yield words, _labels(words, everywhere(words, spans(tagger.tag(words))))


def _beginning(text: str) -> str:
    return " ".join(text[:300].split())[:150]


def _labels(words: Sequence[str], mentions: Iterable[Mention]) -> list[str]:
    labels = ["O"] * len(words)
    for m in mentions:
        labels[m.first : m.last] = ["B-" + m.type, *["I-" + m.type] * (m.last - m.first - 1)]
    return labels


def train(documents: Sequence[Labelled], shared: Path) -> Weights:
    """The weights learnt from labelled documents, and then from them and what a first tagger made of the pool."""
    vectors = load_vectors(shared)
    first = Tagger(learn(documents, vectors))
    return learn([*documents, *documents, *tagged_pool(shared, first)], vectors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder with gold/ and corpus/")
    shared = parser.parse_args().shared
    MODEL.write_bytes(pack(train(read(shared), shared)))


if __name__ == "__main__":
    main()
