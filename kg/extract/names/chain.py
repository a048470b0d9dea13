"""The best label path through a linear chain (Viterbi), run only where neighbours can matter.

Most tokens have one label whose score no neighbours can outweigh, because the weights of transitions are small beside
it. What remains, a third of the tokens with two or three labels each, is decided by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]
_LONG = 25  # tokens of a run from which on all such runs are decided in step: rows of accounts, say
_ROUNDING = 1e-3  # more than sums of scores can be off by


class Chain:
    """The transitions (labels × labels, from × to) of a chain, and what they can outweigh."""

    def __init__(self, transitions: Floats):
        """Find for each pair of labels how much the first one's score must be ahead to win beside any neighbours."""
        into = np.maximum((transitions[:, None, :] - transitions[:, :, None]).max(axis=0), 0)
        out_of = np.maximum((transitions[None, :, :] - transitions[:, None, :]).max(axis=2), 0)
        none = np.zeros((2, len(transitions)), np.float32)
        # Behind the labels: a token that is open, and none at all.
        self._before: Floats = np.vstack([transitions, none])
        self._after: Floats = np.vstack([transitions.T, none])
        # How far ahead is sure where neither neighbour is open, the one behind, the one before, both.
        self._ahead: Floats = np.stack([np.zeros_like(into), out_of, into, into + out_of]) + np.float32(_ROUNDING)
        self._into: list[list[float]] = transitions.T.tolist()  # to × from

    def paths(self, scores: Floats, lengths: Sequence[int]) -> list[list[int]]:
        """The best label path of each of the sequences that stand behind each other in `scores` (tokens × labels)."""
        ends = list(accumulate(lengths, initial=0))
        best = scores.argmax(axis=1)
        open_ = _several(_highest(scores, best) - scores <= self._ahead[3].take(best, axis=0))
        possible = self._closer(scores, best, open_, ends)
        several = _several(possible)
        labels: list[int] = best.tolist()
        starts = set(ends)
        runs = list(_runs(open_[several].tolist(), starts))
        sizes = np.array([b - a for a, b in runs], np.intp)
        short = several[np.repeat(sizes <= _LONG, sizes)]
        options = _options(scores, open_[short], possible[short])
        for first, end in runs:
            if end - first <= _LONG:
                before = labels[first - 1] if first not in starts else None
                after = labels[end] if end not in starts else None
                labels[first:end] = self._run([options[i] for i in range(first, end)], before, after)
        if len(short) < len(several):
            self._decide([run for run in runs if run[1] - run[0] > _LONG], starts, scores.copy(), labels)
        return [labels[a:b] for a, b in pairwise(ends)]

    def _decide(self, runs: Sequence[tuple[int, int]], starts: set[int], scores: Floats, labels: list[int]) -> None:
        """Put the best labels of long runs among `labels`; adds to `scores` what the labels beside the runs say."""
        for first, end in runs:
            scores[first] += 0 if first in starts else self._before[labels[first - 1]]
            scores[end - 1] += 0 if end in starts else self._after[labels[end]]
        rows = np.concatenate([np.arange(a, b) for a, b in runs])
        for (a, b), path in zip(runs, self._in_step(scores[rows], [b - a for a, b in runs]), strict=True):
            labels[a:b] = path

    def _closer(self, scores: Floats, best: Numbers, open_: Numbers, ends: Sequence[int]) -> NDArray[np.bool_]:
        """The labels that are possible at the open tokens beside the labels of the others; puts the best into `best`."""
        unknown, none = len(self._into), len(self._into) + 1
        around = np.empty(len(best) + 1, np.intp)
        around[:-1] = best
        around[open_] = unknown
        before, after = around[open_ - 1], around[open_ + 1]
        borders = np.zeros(len(around), np.bool_)
        borders[ends] = True
        before[borders[open_]] = none
        after[borders[open_ + 1]] = none
        sums = scores.take(open_, axis=0) + self._before.take(before, axis=0) + self._after.take(after, axis=0)
        best[open_] = closer = sums.argmax(axis=1)
        ahead = self._ahead[(before == unknown) * 2 + (after == unknown), closer]
        possible: NDArray[np.bool_] = _highest(sums, closer) - sums <= ahead
        return possible

    def _run(self, options: Sequence[Sequence[tuple[int, float]]], before: int | None, after: int | None) -> list[int]:
        """The best path through the options (labels with their scores) of neighbouring tokens, between known labels."""
        into = self._into
        states = [score if before is None else into[b][before] + score for b, score in options[0]]
        back: list[list[int]] = []
        froms = [a for a, _ in options[0]]
        for here in options[1:]:
            chosen, reached = [], []
            for b, score in here:
                weights = into[b]
                sums = [states[k] + weights[a] for k, a in enumerate(froms)]
                most = max(sums)
                chosen.append(sums.index(most))
                reached.append(most + score)
            back.append(chosen)
            states, froms = reached, [a for a, _ in here]
        if after is not None:
            states = [states[k] + into[after][a] for k, a in enumerate(froms)]
        at = states.index(max(states))
        path = [froms[at]]
        for k in range(len(back) - 1, -1, -1):
            at = back[k][at]
            path.append(options[k][at][0])
        return path[::-1]

    def _in_step(self, scores: Floats, lengths: Sequence[int]) -> list[list[int]]:
        """The best path of each of the sequences that stand behind each other in `scores`, one token of all at a time."""
        order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
        firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[order]
        # How many sequences have a token at each step; the longest come first.
        running = np.searchsorted(-np.array(lengths)[order], -np.arange(lengths[order[0]]), side="left").tolist()
        best, back, path = scores[firsts].T, [], np.empty((len(running), len(order)), np.intp)
        last = np.empty(len(order), np.intp)  # the label of the last token of each
        for step, here in enumerate(running[1:], 1):
            last[here : best.shape[1]] = best[:, here:].argmax(axis=0)
            reached, chosen = self._step(best[:, :here])
            back.append(chosen)
            best = reached + scores[firsts[:here] + step].T
        last[: best.shape[1]] = best.argmax(axis=0)
        for step in range(len(running) - 1, 0, -1):
            here = running[step]
            path[step] = last
            last[:here] = back[step - 1][last[:here], np.arange(here)]
        path[0] = last
        paths: list[list[int]] = [[] for _ in lengths]
        for k, i in enumerate(order):
            paths[i] = path[: lengths[i], k].tolist()
        return paths

    def _step(self, best: Floats) -> tuple[Floats, Numbers]:
        """The highest sum of score and transition into each label (labels × sequences), and the label that gives it."""
        into = self._after[:-2]
        reached = best[0] + into[:, :1]
        chosen = np.zeros(reached.shape, np.intp)
        for label in range(1, len(into)):
            other = best[label] + into[:, label : label + 1]
            np.copyto(chosen, label, where=other > reached)
            np.maximum(reached, other, out=reached)
        return reached, chosen


def _several(possible: NDArray[np.bool_]) -> Numbers:
    """The rows in which more than one label is possible."""
    several: Numbers = (np.add.reduce(possible, axis=1) > 1).nonzero()[0]
    return several


def _highest(scores: Floats, best: Numbers) -> Floats:
    """The score of the best label of each row, as a column."""
    return scores.take(np.arange(0, scores.size, scores.shape[1]) + best)[:, None]


def _options(scores: Floats, tokens: Numbers, possible: NDArray[np.bool_]) -> dict[int, list[tuple[int, float]]]:
    """The labels that are possible at each of the tokens, with their scores."""
    rows, labels = possible.nonzero()
    found: dict[int, list[tuple[int, float]]] = {i: [] for i in tokens.tolist()}
    at = tokens[rows]
    for i, label, score in zip(at.tolist(), labels.tolist(), scores[at, labels].tolist(), strict=True):
        found[i].append((label, score))
    return found


def _runs(tokens: Sequence[int], starts: set[int]) -> Iterator[tuple[int, int]]:
    """The runs of neighbouring tokens, apart where a sequence starts."""
    first = tokens[0] if tokens else -1
    for one, other in pairwise(tokens):
        if other != one + 1 or other in starts:
            yield first, one + 1
            first = other
    if tokens:
        yield first, tokens[-1] + 1
