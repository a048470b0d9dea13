"""Train the tagger of names: `python -m training.names ../shared` writes kg/extract/names/names.npz.

Learns from the gold parts `train`, `facts` and `names` with word clusters made by `training.clusters`. Deterministic.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from kg.extract.names.features import OFFSETS, Clusters, bigrams, describe
from kg.extract.names.model import Tagger, pack, stretches
from kg.extract.names.tokens import BOUNDARY, tokens
from kg.extract.prose import prose
from kg.model import Document, Entity
from training import gold
from training.clusters import load_clusters

PARTS = ("train", "facts", "names")
MODEL = Path(__file__).parents[1] / "kg" / "extract" / "names" / "names.npz"
SETTINGS = {"c1": 0.05, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": False}

Labelled = tuple[Sequence[str], Sequence[str]]


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


def attributes(words: Sequence[str], i: int, clusters: Clusters) -> list[str]:
    """All attributes of one token, as the tagger adds them up."""
    near = [(o, words[min(max(i + o, 0), len(words) - 1)]) for o in OFFSETS]
    return [f"{o}{f}" for o, word in near for f in describe(word, clusters)[abs(o)]] + [*bigrams(words, i)]


def sequences(documents: Iterable[Labelled], clusters: Clusters) -> Iterator[tuple[list[list[str]], Sequence[str]]]:
    """Each stretch that can hold names, as lists of attributes with labels."""
    for words, labels in documents:
        for a, b in stretches(words):
            yield [attributes(words, i, clusters) for i in range(a, b)], labels[a:b]


def train(documents: Iterable[Labelled], clusters: Clusters) -> Tagger:
    """A tagger learnt from the documents."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for items, labels in sequences(documents, clusters):
        trainer.append(items, labels)
    trainer.set_params(SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "names.crf")
        trainer.train(path)
        crf = pycrfsuite.Tagger()
        crf.open(path)
        return from_crf(crf, clusters)


def from_crf(crf: pycrfsuite.Tagger, clusters: Clusters) -> Tagger:
    """The weights of a trained CRFsuite model as a tagger."""
    info = crf.info()
    labels = sorted(info.labels)
    transitions = np.array([[info.transitions.get((a, b), 0.0) for b in labels] for a in labels], np.float32)
    weights: dict[str, np.ndarray] = {}
    for (attribute, label), weight in info.state_features.items():
        vector = weights.setdefault(attribute, np.zeros(len(labels), np.float32))
        vector[labels.index(label)] = weight
    return Tagger(labels, transitions, weights, clusters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder with gold/ and corpus/")
    arguments = parser.parse_args()
    clusters = load_clusters(arguments.shared)
    MODEL.write_bytes(pack(train(read(arguments.shared), clusters)))


if __name__ == "__main__":
    main()
