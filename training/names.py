"""Train the tagger of names: `python -m training.names ../shared` writes kg/extract/names/names.npz.

Learns from the gold parts `train`, `facts` and `names`, with word vectors from `corpus/pool.jsonl.gz`
(`training.embeddings`). Deterministic.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from kg.extract.names.model import pack
from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose
from kg.model import Document, Entity
from training import gold
from training.embeddings import load_vectors
from training.network import Labelled, learn

PARTS = ("train", "facts", "names")
MODEL = Path(__file__).parents[1] / "kg" / "extract" / "names" / "names.npz"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder with gold/ and corpus/")
    shared = parser.parse_args().shared
    MODEL.write_bytes(pack(learn(read(shared), load_vectors(shared))))


if __name__ == "__main__":
    main()
