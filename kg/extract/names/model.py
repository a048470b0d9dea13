"""The tagger: a linear-chain CRF whose features each look at one word (or two neighbours), decoded fast.

What a word adds to the label scores of its neighbours and of itself is the sum of the weights of its features. It is
computed once per word form and kept, so that tagging a text is adding rows of a table; Viterbi then runs over all
stretches of a text at once, and only over stretches that can hold names (`stretches`). The labels found are those that
CRFsuite finds with the same weights.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.names.features import OFFSETS, Clusters, bigrams, describe, is_anchor
from kg.extract.names.tokens import BOUNDARY

Floats = NDArray[np.float32]
Stretch = tuple[int, int]
_GAP = 3
_WORDS_KEPT = 200_000


def stretches(words: Sequence[str]) -> list[Stretch]:
    """The runs of tokens in which names are looked for: from capital to capital, across at most three other words."""
    found: list[Stretch] = []
    start, last = -1, -1
    for i, word in enumerate(words):
        if word == BOUNDARY or (start >= 0 and i - last > _GAP + 1):
            if start >= 0:
                found.append((start, last + 1))
            start = -1
        if word.islower():
            continue
        if is_anchor(word):
            start = i if start < 0 else start
            last = i
        elif start >= 0 and last == i - 1 and word[0].isdigit():
            last = i
    if start >= 0:
        found.append((start, last + 1))
    return found


class Tagger:
    """The weights, and the label scores of the words met so far."""

    def __init__(self, labels: Sequence[str], transitions: Floats, weights: dict[str, Floats], clusters: Clusters):
        """Weights are one vector over the labels for each attribute as in `features`; transitions are from × to."""
        self.labels = tuple(labels)
        self.transitions = transitions
        self.weights = weights
        self.clusters = clusters
        self._zero = np.zeros(len(labels), np.float32)
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._table = np.zeros((1024, len(OFFSETS), len(self.labels)), np.float32)

    def _row(self, word: str) -> int:
        row = self._rows[word] = len(self._rows)
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        views = describe(word, self.clusters)
        for k, offset in enumerate(OFFSETS):
            for feature in views[abs(offset)]:
                weight = self.weights.get(f"{offset}{feature}")
                if weight is not None:
                    self._table[row, k] += weight
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
        for i, position in enumerate(wanted.tolist()):
            for attribute in bigrams(words, position):
                weight = self.weights.get(attribute)
                if weight is not None:
                    total[i] += weight
        return total

    def tag(self, words: Sequence[str]) -> list[tuple[Stretch, list[str]]]:
        """The labels of each stretch of a text; words are a text's tokens with boundaries at both ends."""
        spans = stretches(words)
        if not spans:
            return []
        wanted = np.concatenate([np.arange(a, b) for a, b in spans])
        paths = _viterbi(self.scores(words, wanted), [b - a for a, b in spans], self.transitions)
        return [(span, [self.labels[x] for x in path]) for span, path in zip(spans, paths, strict=True)]


def _viterbi(scores: Floats, lengths: list[int], transitions: Floats) -> list[list[int]]:
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


def pack(tagger: Tagger) -> bytes:
    """The tagger as the bytes of a compressed .npz file."""
    attributes = sorted(tagger.weights)
    words = sorted(tagger.clusters)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        labels=_packed(tagger.labels),
        transitions=tagger.transitions,
        attributes=_packed(attributes),
        weights=np.array([tagger.weights[a] for a in attributes], np.float16),
        words=_packed(words),
        clusters=np.array([tagger.clusters[w] for w in words], np.uint16),
    )
    return out.getvalue()


def unpack(data: bytes) -> Tagger:
    """The tagger that `pack` wrote."""
    with np.load(io.BytesIO(data)) as file:
        weights = file["weights"].astype(np.float32)
        clusters = file["clusters"].tolist()
        return Tagger(
            _unpacked(file["labels"]),
            file["transitions"],
            dict(zip(_unpacked(file["attributes"]), weights, strict=True)),
            {w: tuple(c) for w, c in zip(_unpacked(file["words"]), clusters, strict=True)},
        )


def _packed(strings: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\t".join(strings).encode(), np.uint8)


def _unpacked(array: NDArray[Any]) -> list[str]:
    return array.tobytes().decode().split("\t")


@cache
def shipped() -> Tagger:
    """The tagger that comes with the package."""
    return unpack(resources.files(__package__).joinpath("names.npz").read_bytes())
