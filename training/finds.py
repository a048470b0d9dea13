"""What a first tagger finds in unlabelled news, as a lexicon: how often each word stands where in names of each type.

The shares widen the vectors of the words (Ratinov and Roth 2009 show what such word lists from running text are worth),
so that the tagger knows a first name, the head of a body or a town that the annotated articles do not hold.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from sys import intern

import numpy as np

from kg.extract.names.features import normal
from kg.extract.names.mentions import Surface, everywhere, spans
from kg.extract.names.model import Tagger
from kg.extract.names.tokens import tokens
from kg.extract.prose import prose
from training.embeddings import Floats, Vectors
from training.gold import articles

LABELS = tuple(side + kind for kind in ("Event", "Organization", "Person", "Place") for side in ("B-", "I-"))
ANNOTATED = ("train", "facts", "names", "dev")
BEGINNING = 120  # code points by which an article is known again
EVERY = 2  # of so many texts, one is read
DOUBT = 2.0  # so many occurrences that show nothing are added to those of each word
SCALE = 2.0
LEAST_COUNT, LEAST_SHARE = 4, 0.75  # of given names


@dataclass(frozen=True, slots=True)
class Finds:
    """Counts over all texts: of words, of words with their labels in names, and of names with their types."""

    words: Counter[str] = field(default_factory=Counter)
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: Counter[tuple[Surface, str]] = field(default_factory=Counter)


def find_names(shared: Path, tagger: Tagger) -> Finds:
    """What the tagger and the rules over whole articles find in `corpus/pool.jsonl.gz` but for the annotated articles."""
    found = Finds()
    for words in _read(shared):
        found.words.update(map(normal, words))
        for m in everywhere(words, spans(tagger.tag(words))):
            first, *others = words[m.first : m.last]
            found.names[(first, *others), m.type] += 1
            found.labels[normal(first), "B-" + m.type] += 1
            found.labels.update((normal(word), "I-" + m.type) for word in others)
    return found


@cache
def _read(shared: Path) -> list[list[str]]:
    """The words of the texts; kept for the taggers of the other folds, each word once."""
    annotated = {d.text[:BEGINNING] for part in ANNOTATED for d, _ in articles(shared / "gold", part)}
    with gzip.open(shared / "corpus" / "pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in islice(lines, 0, None, EVERY))
        return [[*map(intern, tokens(prose(text)).words)] for text in texts if text[:BEGINNING] not in annotated]


def with_shares(vectors: Vectors, finds: Finds) -> Vectors:
    """The vectors, each longer by the square roots of the shares of LABELS, and of no name, in the word's occurrences."""
    words, table = vectors
    return words, np.hstack([table, SCALE * np.sqrt(_shares(words, finds))])


def _shares(words: Sequence[str], finds: Finds) -> Floats:
    total = np.array([finds.words[word] for word in words])[:, None]
    named = np.array([[finds.labels[word, label] for label in LABELS] for word in words])
    counts = np.hstack([named, np.maximum(total - named.sum(axis=1, keepdims=True), 0)])
    capital = np.array([any(map(str.isupper, word)) for word in words])
    shares = np.zeros(counts.shape, np.float32)
    for group in (capital, ~capital):
        usual = counts[group].sum(axis=0) / max(counts[group].sum(), 1)
        shares[group] = (counts[group] + DOUBT * usual) / (total[group] + DOUBT)
    return shares


def given_names(finds: Finds) -> list[str]:
    """The words that begin the name of a person in LEAST_SHARE of at least LEAST_COUNT occurrences, in order."""
    return sorted(
        word
        for word, count in finds.words.items()
        if count >= LEAST_COUNT and finds.labels[word, "B-Person"] >= LEAST_SHARE * count
        if word.isalpha() and word.istitle() and len(word) > 2
    )
