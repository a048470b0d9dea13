"""Train the tagger of names: `python -m training.names ../shared` writes kg/extract/names/names.npz
and kg/language/id/given_names.txt.

Learns from the gold parts `train`, `facts` and `names` and from annotated passages of the pool (`training.annotated`),
with word vectors from `corpus/pool.jsonl.gz` (`training.embeddings`), twice: what the first tagger finds in the pool
widens the vectors for the second (`training.finds`), which also learns from variants of the annotated paragraphs
(`training.variants`). Deterministic.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.extract.names.model import Tagger, Weights, pack, unpack
from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose
from kg.model import Document, Entity
from training import gold
from training.annotated import passages
from training.embeddings import load_vectors
from training.finds import Finds, find_names, given_names, with_shares
from training.network import SEEDS, Labelled, bold_on_events, learn
from training.variants import variants

PARTS = ("train", "facts", "names")
MODEL = Path(__file__).parents[1] / "kg" / "extract" / "names" / "names.npz"
GIVEN_NAMES = Path(__file__).parents[1] / "kg" / "language" / "id" / "given_names.txt"


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


def train(documents: Sequence[Labelled], shared: Path) -> tuple[Weights, Finds]:
    """The weights learnt from the documents and the annotated passages, with the help of a first tagger; what that found."""
    examples, vectors = [*documents, *passages(shared)], load_vectors(shared)
    finds = find_names(shared, Tagger(unpack(pack(learn(examples, vectors, SEEDS[:1])))))
    weights = learn([*examples, *variants(documents, finds)], with_shares(vectors, finds))
    return bold_on_events(weights), finds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder with gold/ and corpus/")
    shared = parser.parse_args().shared
    weights, finds = train(read(shared), shared)
    MODEL.write_bytes(pack(weights))
    comments = [line for line in GIVEN_NAMES.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    GIVEN_NAMES.write_text("\n".join([*comments, *given_names(finds)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
