"""Learn the weights of the tagger: AdaGrad on the negative log-likelihood of the label chains, in mini-batches.

The forward and backward sums of the chain run over all stretches of a batch in step. Attributes and hidden units are
dropped at random while learning. Several networks from different seeds are put side by side as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from kg.extract.names.features import OFFSETS, describe, kind, pairs
from kg.extract.names.model import Weights, stretches
from training.embeddings import Vectors

Labelled = tuple[Sequence[str], Sequence[str]]
Floats = NDArray[np.float32]

LEAST_COUNT = 3
HIDDEN = 48
SEEDS = (0, 1, 2)
EPOCHS = 6
AVERAGED = 2  # the last epochs, whose parameters are averaged
EVERY = 40  # steps from one taking of the parameters to the next, fewer where an epoch is short
LEAST_TAKEN = 10  # times an epoch
BATCH = 64
RATE = 0.05
DECAY = 1e-3
DROPPED_UNITS = 0.3
DROPPED_ATTRIBUTES = 0.2
CAUTION = 0.2  # added to the score of "no name"
EVENTS = 0.4  # added to the scores of events, which are few and easily taken for bodies
KEPT = 0.27  # the share of the attributes that weigh most; the others change nothing that can be measured


@dataclass(frozen=True, slots=True)
class Examples:
    """All tokens in stretches: attributes as rows of ones, word vector rows per offset, labels; stretch borders."""

    present: sparse.csr_matrix
    rows: NDArray[np.intp]
    labels: NDArray[np.intp]
    borders: list[tuple[int, int]]


def learn(documents: Sequence[Labelled], vectors: Vectors, seeds: Sequence[int] = SEEDS) -> Weights:
    """The weights learnt from the documents: networks of all seeds, side by side."""
    labels = ("O", *sorted({label for _, found in documents for label in found} - {"O"}))
    known = _frequent(documents)
    words = {w: i for i, w in enumerate(vectors[0], 1)}
    table = np.vstack([np.zeros(vectors[1].shape[1], np.float32), vectors[1]])
    empty = _blank(labels, known, words, table)
    examples = _examples(documents, empty)
    return _pruned(_side_by_side(empty, [_Network(empty, seed).fit(examples) for seed in seeds]))


def bold_on_events(weights: Weights) -> Weights:
    """The weights, with events a little more likely."""
    more = np.array([EVENTS * label.endswith("-Event") for label in weights.labels], np.float32)
    return replace(weights, output_bias=weights.output_bias + more)


def _frequent(documents: Iterable[Labelled]) -> dict[str, int]:
    places: Counter[tuple[int, str]] = Counter()
    counts: Counter[str] = Counter()
    for words, _ in documents:
        for a, b in stretches([*map(kind, words)]):
            for i in range(a, b):
                places.update(_around(words, i))
                counts.update(pairs(words, i))
    for (offset, word), n in places.items():
        counts.update(dict.fromkeys(_attributes(offset, word), n))
    return {a: i for i, a in enumerate(sorted(a for a, n in counts.items() if n >= LEAST_COUNT))}


def _around(words: Sequence[str], i: int) -> list[tuple[int, str]]:
    """The words near a token with their places; the first and the last word go on beyond the ends."""
    last = len(words) - 1
    return [(offset, words[min(max(i + offset, 0), last)]) for offset in OFFSETS]


def _attributes(offset: int, word: str) -> list[str]:
    """What a token gets from the word at a place near it, as in `features.attributes`, which counts words anew."""
    return [f"{offset}{feature}" for feature in describe(word)[abs(offset)]]


def _blank(labels: tuple[str, ...], known: dict[str, int], words: dict[str, int], table: Floats) -> Weights:
    width, size, depth = HIDDEN, len(labels), table.shape[1]
    return Weights(
        labels=labels,
        attributes=known,
        hidden=np.zeros((len(known), width), np.float32),
        direct=np.zeros((len(known), size), np.float32),
        words=words,
        vectors=table,
        projection=np.zeros((len(OFFSETS), depth, width), np.float32),
        bias=np.zeros(width, np.float32),
        output=np.zeros((width, size), np.float32),
        output_bias=np.zeros(size, np.float32),
        transitions=np.zeros((size, size), np.float32),
    )


def _examples(documents: Iterable[Labelled], weights: Weights) -> Examples:
    number = {label: i for i, label in enumerate(weights.labels)}
    known = weights.attributes

    @cache
    def of(offset: int, word: str) -> list[int]:
        return [known[x] for x in _attributes(offset, word) if x in known]

    ids: list[int] = []
    starts, rows, labels, borders = [0], [], [], []
    for words, found in documents:
        places = [weights.vector_row(w) for w in words]
        for a, b in stretches([*map(kind, words)]):
            borders.append((len(labels), len(labels) + b - a))
            for i in range(a, b):
                ids += [x for place in _around(words, i) for x in of(*place)]
                ids += [known[x] for x in pairs(words, i) if x in known]
                starts.append(len(ids))
                rows.append([places[min(max(i + o, 0), len(words) - 1)] for o in OFFSETS])
                labels.append(number[found[i]])
    ones = np.ones(len(ids), np.float32)
    present = sparse.csr_matrix((ones, np.array(ids, np.int32), starts), (len(labels), len(weights.attributes)))
    return Examples(present, np.array(rows), np.array(labels), borders)


class _Network:
    """One network while it learns: parameters by name, and the squared gradients seen so far."""

    def __init__(self, blank: Weights, seed: int):
        self.random = np.random.default_rng(seed)
        self.vectors = blank.vectors
        depth, size = self.vectors.shape[1] * len(OFFSETS), len(blank.labels)
        self.parameters = {
            "hidden": self._normal(0.1, (len(blank.attributes), HIDDEN)),
            "direct": np.zeros((len(blank.attributes), size), np.float32),
            "projection": self._normal(0.3 / np.sqrt(depth), (depth, HIDDEN)),
            "bias": np.zeros(HIDDEN, np.float32),
            "output": self._normal(1 / np.sqrt(HIDDEN), (HIDDEN, size)),
            "output_bias": np.zeros(size, np.float32),
            "transitions": np.zeros((size, size), np.float32),
        }
        self.squares = {
            name: np.full(p.shape, 0.01 if name in ("hidden", "direct") else 0.1, np.float32)
            for name, p in self.parameters.items()
        }

    def _normal(self, scale: float, shape: tuple[int, int]) -> Floats:
        return self.random.normal(0, scale, shape).astype(np.float32)

    def fit(self, examples: Examples) -> dict[str, Floats]:
        """The parameters, each the mean of what it was along the last epochs."""
        totals, taken = self._zeros(), 0
        for epoch in range(EPOCHS):
            sums, batches = self._zeros(), self._batches(examples.borders)
            every = min(EVERY, max(1, len(batches) // LEAST_TAKEN))
            for k, batch in enumerate(batches, 1):
                self._step(examples, batch)
                if epoch >= EPOCHS - AVERAGED and k % every == 0:
                    taken += 1
                    for name, p in self.parameters.items():
                        sums[name] += p
            for name, p in sums.items():
                totals[name] += p
        return {name: (total / taken).astype(np.float32) for name, total in totals.items()}

    def _zeros(self) -> dict[str, Floats]:
        return {name: np.zeros_like(p) for name, p in self.parameters.items()}

    def _batches(self, borders: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """Stretches of about one length together, in random order."""
        shuffled = [borders[i] for i in self.random.permutation(len(borders))]
        noise = self.random.random(len(borders)) * 2
        order = np.argsort([b - a + n for (a, b), n in zip(shuffled, noise, strict=True)], kind="stable")
        batches = [[shuffled[i] for i in order[k : k + BATCH]] for k in range(0, len(order), BATCH)]
        return [batches[i] for i in self.random.permutation(len(batches))]

    def _step(self, examples: Examples, batch: list[tuple[int, int]]) -> None:
        p = self.parameters
        tokens = np.concatenate([np.arange(a, b) for a, b in batch])
        present, used = self._present(examples, tokens)
        near = self.vectors[examples.rows[tokens]].reshape(len(tokens), -1)
        before = present @ p["hidden"][used] + near @ p["projection"] + p["bias"]
        kept = (self.random.random(before.shape) > DROPPED_UNITS) / (1 - DROPPED_UNITS) * (before > 0)
        layer = (before * kept).astype(np.float32)
        scores = layer @ p["output"] + present @ p["direct"][used] + p["output_bias"]
        wrong, turns = chain_gradient(scores, examples.labels[tokens], [b - a for a, b in batch], p["transitions"])
        back = ((wrong @ p["output"].T) * kept).astype(np.float32)
        columns = present.T
        self._move("output", layer.T @ wrong + DECAY * p["output"])
        self._move("output_bias", wrong.sum(axis=0))
        self._move("bias", back.sum(axis=0))
        self._move("projection", near.T @ back + DECAY * p["projection"])
        self._move("transitions", turns)
        self._move("hidden", columns @ back + DECAY * p["hidden"][used], used)
        self._move("direct", columns @ wrong + DECAY * p["direct"][used], used)

    def _present(self, examples: Examples, tokens: NDArray[np.intp]) -> tuple[sparse.csr_matrix, NDArray[np.intp]]:
        """The attributes of the tokens as rows of ones, some dropped; only columns in use, with their numbers."""
        rows = examples.present[tokens]
        used, columns = np.unique(rows.indices, return_inverse=True)
        kept = (self.random.random(len(columns)) > DROPPED_ATTRIBUTES).astype(np.float32)
        return sparse.csr_matrix((kept, columns, rows.indptr), (len(tokens), len(used))), used

    def _move(self, name: str, gradient: Floats, rows: NDArray[np.intp] | slice = slice(None)) -> None:
        self.squares[name][rows] += gradient * gradient
        self.parameters[name][rows] -= RATE * gradient / np.sqrt(self.squares[name][rows])


def chain_gradient(
    scores: Floats, labels: NDArray[np.intp], lengths: Sequence[int], transitions: Floats
) -> tuple[Floats, Floats]:
    """Gradients of the negative log-likelihood of label chains by the scores (tokens × labels) and the transitions."""
    rows = np.repeat(np.arange(len(lengths)), lengths)
    places = np.concatenate([np.arange(n) for n in lengths])
    shape = (len(lengths), max(lengths))
    inside, gold = np.zeros(shape, bool), np.zeros(shape, np.intp)
    grid = np.zeros((*shape, scores.shape[1]))
    inside[rows, places], gold[rows, places], grid[rows, places] = True, labels, scores
    ahead, behind = _sums(grid, inside, transitions)
    total = _log_sum(ahead[:, -1], 1)[:, None, None]
    wrong = np.exp(ahead + behind - total)[rows, places]
    wrong[np.arange(len(rows)), labels] -= 1
    turns = np.zeros(transitions.shape)
    for t in range(1, shape[1]):
        on = inside[:, t]
        joint = ahead[on, t - 1, :, None] + transitions + (grid[on, t] + behind[on, t])[:, None, :] - total[on]
        turns += np.exp(joint).sum(axis=0)
        np.subtract.at(turns, (gold[on, t - 1], gold[on, t]), 1)
    return wrong.astype(np.float32), turns.astype(np.float32)


def _sums(grid: NDArray[np.float64], inside: NDArray[np.bool_], transitions: Floats) -> tuple[NDArray[np.float64], ...]:
    """The log sums over all label paths that end at a token with a label, and over all that go on from it."""
    ahead, behind = grid.copy(), np.zeros_like(grid)
    for t in range(1, grid.shape[1]):
        step = _log_sum(ahead[:, t - 1, :, None] + transitions, 1) + grid[:, t]
        ahead[:, t] = np.where(inside[:, t, None], step, ahead[:, t - 1])
    for t in range(grid.shape[1] - 2, -1, -1):
        step = _log_sum(transitions + (grid[:, t + 1] + behind[:, t + 1])[:, None, :], 2)
        behind[:, t] = np.where(inside[:, t + 1, None], step, behind[:, t + 1])
    return ahead, behind


def _log_sum(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    largest = values.max(axis=axis, keepdims=True)
    found: NDArray[np.float64] = (largest + np.log(np.exp(values - largest).sum(axis=axis, keepdims=True))).squeeze(
        axis
    )
    return found


def _side_by_side(blank: Weights, networks: Sequence[dict[str, Floats]]) -> Weights:
    """One network whose label scores and transitions are the means of those of all, a little cautious."""
    n = len(networks)
    caution = np.array([CAUTION * (label == "O") for label in blank.labels], np.float32)
    depth = blank.vectors.shape[1]
    return Weights(
        labels=blank.labels,
        attributes=blank.attributes,
        words=blank.words,
        vectors=blank.vectors,
        hidden=np.hstack([p["hidden"] for p in networks]),
        direct=np.mean([p["direct"] for p in networks], axis=0),
        projection=np.concatenate([p["projection"].reshape(len(OFFSETS), depth, -1) for p in networks], axis=2),
        bias=np.concatenate([p["bias"] for p in networks]),
        output=np.vstack([p["output"] for p in networks]) / n,
        output_bias=np.mean([p["output_bias"] for p in networks], axis=0) + caution,
        transitions=np.mean([p["transitions"] for p in networks], axis=0),
    )


def _pruned(weights: Weights) -> Weights:
    """The weights without the attributes that add least."""
    sizes = np.abs(weights.hidden).max(axis=1) + np.abs(weights.direct).max(axis=1)
    kept = np.sort(np.argsort(-sizes, kind="stable")[: int(KEPT * len(sizes))])
    names = list(weights.attributes)
    return replace(
        weights,
        attributes={names[i]: k for k, i in enumerate(kept)},
        hidden=weights.hidden[kept],
        direct=weights.direct[kept],
    )
