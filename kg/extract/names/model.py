"""The tagger: a small neural network over a window of five words with a linear chain (CRF) over its labels.

Attributes of a token (`features`) and the vectors of the words around it add up to one hidden layer, whose positive
part gives the label scores. What a word adds to the hidden layer of its neighbours and of itself is computed once per
word form and kept, so that tagging a text is adding rows of a table; the chain (Viterbi) then runs over all stretches of
a text in step, and only over stretches that can hold names. Collobert et al. 2011, "Natural language processing
(almost) from scratch", describe such networks; the attributes are those of linear CRFs for names.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from kg.extract.names.features import OFFSETS, describe, is_anchor, normal, pairs
from kg.extract.names.tokens import BOUNDARY

Floats = NDArray[np.float32]
Stretch = tuple[int, int]
_GAP = 3
_WORDS_KEPT = 100_000


def stretches(words: Sequence[str]) -> list[Stretch]:
    """The runs of tokens in which names are looked for: from capital to capital, across at most three other words."""
    found: list[Stretch] = []
    start, last = -1, -1
    for i, word in enumerate(words):
        if start >= 0 and (word == BOUNDARY or i - last > _GAP + 1):
            found.append((start, last + 1))
            start = -1
        if word.islower() or word == BOUNDARY:
            continue
        if is_anchor(word):
            start = i if start < 0 else start
            last = i
        elif start >= 0 and last == i - 1 and word[0].isdigit():
            last = i
    return [*found, (start, last + 1)] if start >= 0 else found


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: A attributes, V words with vectors of length D, H hidden units, L labels."""

    labels: tuple[str, ...]
    attributes: dict[str, int]
    hidden: Floats  # A × H: what an attribute adds to the hidden layer
    direct: Floats  # A × L: what an attribute adds to the label scores
    words: dict[str, int]
    vectors: Floats  # (V + 1) × D, the first row for unknown words
    projection: Floats  # offsets × D × H
    bias: Floats  # H
    output: Floats  # H × L
    output_bias: Floats  # L
    transitions: Floats  # L × L, from × to

    def vector_row(self, word: str) -> int:
        """The row of the vector of a word, also known under its lower-case form; 0 if unknown."""
        form = normal(word)
        return self.words.get(form) or self.words.get(form.lower(), 0)


class Tagger:
    """The weights, and what each word form met so far adds to hidden layer and label scores."""

    def __init__(self, weights: Weights):
        """Start with no word known."""
        self.weights = weights
        self._sums = np.hstack([weights.hidden, weights.direct])
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._table = np.zeros((1024, len(OFFSETS), self._sums.shape[1]), np.float32)

    def _row(self, word: str) -> int:
        row = len(self._rows)
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        known, views, place = self.weights.attributes, describe(word), self._table[row]
        width = self.weights.hidden.shape[1]
        for k, offset in enumerate(OFFSETS):
            ids = [known[a] for feature in views[abs(offset)] if (a := f"{offset}{feature}") in known]
            self._sums[ids].sum(axis=0, out=place[k])
        place[:, :width] += self.weights.vectors[self.weights.vector_row(word)] @ self.weights.projection
        self._rows[word] = row
        return row

    def scores(self, words: Sequence[str], wanted: NDArray[np.intp]) -> Floats:
        """The label scores (tokens × labels) of the wanted token positions."""
        if len(self._rows) > _WORDS_KEPT:
            self._forget()
        rows = self._rows
        code = np.array([rows[w] if w in rows else self._row(w) for w in words], np.intp)
        padded = np.concatenate([code[:1], code[:1], code, code[-1:], code[-1:]])
        total = self._table[padded[wanted], 0]
        for k in range(1, len(OFFSETS)):
            total += self._table[padded[wanted + k], k]
        known = self.weights.attributes
        for i, position in enumerate(wanted.tolist()):
            ids = [known[a] for a in pairs(words, position) if a in known]
            if ids:
                total[i] += self._sums[ids].sum(axis=0)
        width = self.weights.hidden.shape[1]
        layer = np.maximum(total[:, :width] + self.weights.bias, 0)
        return layer @ self.weights.output + total[:, width:] + self.weights.output_bias

    def tag(self, words: Sequence[str]) -> list[tuple[Stretch, list[str]]]:
        """The labels of each stretch of a text; words are a text's tokens with boundaries at both ends."""
        spans = stretches(words)
        if not spans:
            return []
        wanted = np.concatenate([np.arange(a, b) for a, b in spans])
        scores = self.scores(words, wanted)
        paths = viterbi(scores, [b - a for a, b in spans], self.weights.transitions)
        labels = self.weights.labels
        return [(span, [labels[x] for x in path]) for span, path in zip(spans, paths, strict=True)]


def viterbi(scores: Floats, lengths: Sequence[int], transitions: Floats) -> list[list[int]]:
    """The best label path of each of the sequences that stand behind each other in `scores`, all in step."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[order]
    sizes = np.array(lengths)[order]
    best = scores[firsts]
    finals = [best]
    back: list[NDArray[np.intp]] = []
    for step in range(1, int(sizes[0])):
        running = int(np.searchsorted(-sizes, -step, side="left"))
        options = best[:running, :, None] + transitions
        choice = options.argmax(axis=1)
        best = np.take_along_axis(options, choice[:, None, :], axis=1)[:, 0] + scores[firsts[:running] + step]
        back.append(choice)
        finals.append(best)
    paths: list[list[int]] = [[] for _ in lengths]
    for k, i in enumerate(order):
        label = int(finals[lengths[i] - 1][k].argmax())
        path = [label]
        for choice in reversed(back[: lengths[i] - 1]):
            label = int(choice[k, label])
            path.append(label)
        paths[i] = path[::-1]
    return paths


_LARGE = ("hidden", "direct", "vectors")
_SMALL = ("projection", "bias", "output", "output_bias", "transitions")


def pack(weights: Weights) -> bytes:
    """The weights as the bytes of a compressed .npz file, the large matrices in 8 bits with one scale per column."""
    arrays = {name: np.asarray(getattr(weights, name), np.float32) for name in _SMALL}
    for name in _LARGE:
        matrix = getattr(weights, name)
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-9) / 127
        arrays[name] = np.round(matrix / scale).astype(np.int8)
        arrays[name + "_scale"] = scale.astype(np.float32)
    for name in ("labels", "attributes", "words"):
        arrays[name] = np.frombuffer("\t".join(getattr(weights, name)).encode(), np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def unpack(data: bytes) -> Weights:
    """The weights that `pack` wrote."""
    with np.load(io.BytesIO(data)) as file:
        large = {name: file[name].astype(np.float32) * file[name + "_scale"] for name in _LARGE}
        small = {name: file[name] for name in _SMALL}
        labels, attributes, words = (_strings(file[name].tobytes()) for name in ("labels", "attributes", "words"))
    return Weights(
        labels=tuple(labels),
        attributes={a: i for i, a in enumerate(attributes)},
        words={w: i for i, w in enumerate(words, 1)},
        **large,
        **small,
    )


def _strings(data: bytes) -> Iterable[str]:
    return data.decode().split("\t")


@cache
def shipped() -> Tagger:
    """The tagger that comes with the package."""
    return Tagger(unpack(resources.files("kg.extract.names").joinpath("names.npz").read_bytes()))
