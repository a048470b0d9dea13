"""The tagger: a small neural network over a window of five words with a linear chain (CRF) over its labels.

Attributes of a token (`features`) and the vectors of the words around it add up to one hidden layer, whose positive
part gives the label scores. What a word adds to the hidden layer of its neighbours and of itself is computed once per
word form and kept, so that tagging a text is adding rows of a table; the chain (Viterbi) then runs over all stretches
of a text in step, and only over stretches that can hold names. Collobert et al. 2011, "Natural language processing
(almost) from scratch", describe such networks; the attributes are those of linear CRFs for names.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.names.chain import Chain
from kg.extract.names.features import ANCHOR, BORDER, HEAD, NUMBER, OFFSETS, describe, kind, normal, shape

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]
Stretch = tuple[int, int]
_GAP = 3
_LONGEST = 200
_FORMS_KEPT = 32_000  # those of some thousand articles, in a table of 100 MB at most
_SHARE_LEFT = 0.6  # of them when the table is full
_BUSY = np.isin(np.arange(5), (ANCHOR, NUMBER, BORDER))
_PLACES = np.arange(len(OFFSETS))[:, None]
_AT_ONCE = 500  # word forms, or tokens, whose attributes are added up at once: what stays near the processor


def stretches(kinds: Sequence[int] | Numbers) -> list[Stretch]:
    """The runs of tokens in which names are looked for: from capital to capital, across at most three other words.

    Takes the `kind` of each token. A number right after a capital belongs to the run, and a head right before it.
    """
    found: list[Stretch] = []
    start, last = -1, -1
    kinds = np.asarray(kinds)
    busy = _BUSY.take(kinds).nonzero()[0]
    for i, here in zip(busy.tolist(), kinds.take(busy).tolist(), strict=True):
        if start >= 0 and (here == BORDER or i - last > _GAP + 1 or i - start >= _LONGEST):
            found.append((start, last + 1))
            start = -1
        if here == ANCHOR:
            start = i - int(i > 0 and kinds[i - 1] == HEAD) if start < 0 else start
            last = i
        elif here == NUMBER and start >= 0 and last == i - 1:
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
        """The row of the vector of a word, also known in lower case or with one capital; 0 if unknown."""
        form, known = normal(word), self.words.get
        return known(form) or known(form.lower()) or known(form.title(), 0)


class Tagger:
    """The weights, and what each word form met so far adds to hidden layer and label scores."""

    def __init__(self, weights: Weights):
        """Start with no word known."""
        self.weights = weights
        sums = np.hstack([weights.hidden, weights.direct])
        self._sums = np.vstack([sums, np.zeros_like(sums[:1])])
        self._none = len(sums)  # the row of attributes that are not known
        depth = weights.vectors.shape[1]
        self._projection = np.ascontiguousarray(weights.projection.transpose(1, 0, 2)).reshape(depth, -1)
        self._neighbours = _Neighbours(weights.attributes)
        self._by_offset = [_of_offset(weights.attributes, offset) for offset in OFFSETS]
        self._chain = Chain(weights.transitions)
        self._rows: dict[str, int] = {}
        self._forms: list[str] = []
        rows = _FORMS_KEPT + _AT_ONCE
        # Memory that nothing was written to takes no room, so that the whole table can be there from the beginning.
        self._table = np.zeros((rows, len(OFFSETS), self._sums.shape[1]), np.float32)
        # Of each form its kind, its number among the words of pairs, and that of its shape.
        self._facts = np.zeros((rows, 3), np.intp)
        self._filled = np.zeros(rows, np.bool_)
        self._uses = np.zeros(rows, np.float32)  # in how many texts, of late

    def _forget(self) -> None:
        """Keep of the forms those that most texts have used of late, in the first rows of the tables."""
        often = np.argsort(-self._uses[: len(self._forms)], kind="stable")[: int(_FORMS_KEPT * _SHARE_LEFT)]
        staying = np.zeros(len(self._forms), np.bool_)
        staying[often] = True
        free, moving = (~staying[: len(often)]).nonzero()[0], staying[len(often) :].nonzero()[0] + len(often)
        for table in (self._table, self._facts, self._filled, self._uses):
            table[free] = table[moving]
        forms = [self._forms[row] for row in range(len(often))]
        place = dict(zip(often.tolist(), often.tolist(), strict=True))
        for row, to in zip(moving.tolist(), free.tolist(), strict=True):
            forms[to], place[row] = self._forms[row], to
        self._forms = forms
        self._rows = {word: place[row] for word, row in self._rows.items() if row in place}
        self._resize(_FORMS_KEPT + _AT_ONCE)
        self._filled[len(often) :] = False
        self._uses[: len(often)] /= 2
        self._uses[len(often) :] = 0

    def _resize(self, rows: int) -> None:
        if rows != len(self._table):
            self._table, self._facts = _resized(self._table, rows), _resized(self._facts, rows)
            self._filled, self._uses = _resized(self._filled, rows), _resized(self._uses, rows)

    def _meet(self, words: Iterable[str]) -> None:
        """Give the words not met before the rows of their forms, new ones where the form is new."""
        forms = {word: normal(word) for word in words if word not in self._rows}
        new = [form for form in dict.fromkeys(forms.values()) if form not in self._rows]
        first, end = len(self._forms), len(self._forms) + len(new)
        if end > len(self._table):
            self._resize(2 * end)
        if new:
            self._facts[first:end] = [(kind(f), self._neighbours.word(f), self._neighbours.shape(f)) for f in new]
        self._forms += new
        self._rows.update(zip(new, range(first, end), strict=True))
        self._rows.update([(word, self._rows[form]) for word, form in forms.items()])

    def _fill(self, rows: Numbers) -> None:
        """Work out what the forms of the rows add to scores, many at a time."""
        for at in range(0, len(rows), _AT_ONCE):
            part = rows[at : at + _AT_ONCE]
            forms = [self._forms[row] for row in part.tolist()]
            place = np.empty((len(part), *self._table.shape[1:]), np.float32)
            self._add_attributes(place, forms)
            self._add_vectors(place, np.array([self.weights.vector_row(form) for form in forms], np.intp))
            self._table[part] = place
        self._filled[rows] = True

    def _add_attributes(self, place: Floats, forms: Iterable[str]) -> None:
        """Add up the known attributes of each form at each offset, always in the same order."""
        views = [describe(form) for form in forms]
        for k, offset in enumerate(OFFSETS):
            known, distance = self._by_offset[k], abs(offset)
            ids = [[known.get(feature, self._none) for feature in view[distance]] for view in views]
            rows = np.array(list(zip_longest(*ids, fillvalue=self._none)), np.intp)
            place[:, k] = np.add.reduce(self._sums.take(rows, axis=0), axis=0)

    def _add_vectors(self, place: Floats, rows: Numbers) -> None:
        """Add what the vectors say. Each is multiplied alone, so that no sum depends on which words come together."""
        known, width = np.flatnonzero(rows), self.weights.hidden.shape[1]
        seen = self.weights.vectors[rows[known], None] @ self._projection
        place[known, :, :width] += seen.reshape(len(known), len(OFFSETS), width)

    def tag(self, words: Sequence[str]) -> list[tuple[Stretch, list[str]]]:
        """The labels of each stretch of a text; words are a text's tokens with boundaries at both ends."""
        if len(self._forms) > _FORMS_KEPT:
            self._forget()
        try:
            code = np.fromiter(map(self._rows.__getitem__, words), np.intp, len(words))
        except KeyError:
            self._meet(set(words).difference(self._rows))
            code = np.fromiter(map(self._rows.__getitem__, words), np.intp, len(words))
        self._uses[code] += 1
        facts = self._facts.take(code, axis=0)
        spans = stretches(facts[:, 0])
        if not spans:
            return []
        wanted = np.array([i for a, b in spans for i in range(a, b)], np.intp)
        parts = [self._scores(code, facts, wanted[at : at + _AT_ONCE]) for at in range(0, len(wanted), _AT_ONCE)]
        scores = np.concatenate(parts) if len(parts) > 1 else parts[0]
        paths = self._chain.paths(scores, [b - a for a, b in spans])
        labels = self.weights.labels
        return [(span, [labels[x] for x in path]) for span, path in zip(spans, paths, strict=True)]

    def _scores(self, code: Numbers, facts: Numbers, wanted: Numbers) -> Floats:
        """The label scores (tokens × labels) of the wanted token positions."""
        near = code.take(np.add.outer(OFFSETS, wanted), mode="clip")
        filled = self._filled.take(near)
        if not filled.all():
            self._fill(np.unique(near[~filled]))
        rows, at = self._table.reshape(-1, self._table.shape[2]), near * len(OFFSETS) + _PLACES
        total = rows.take(at[0], axis=0)
        for k in range(1, len(OFFSETS)):
            total += rows.take(at[k], axis=0)
        for present, ids in self._neighbours.attributes(facts, wanted):
            total[present] += self._sums.take(ids, axis=0)
        width = self.weights.hidden.shape[1]
        layer = np.maximum(total[:, :width] + self.weights.bias, 0)
        scores: Floats = layer @ self.weights.output + total[:, width:] + self.weights.output_bias
        return scores


def _resized(table: NDArray[Any], rows: int) -> NDArray[Any]:
    """The first rows of a table in one of another size."""
    changed = np.zeros((rows, *table.shape[1:]), table.dtype)
    changed[: min(rows, len(table))] = table[:rows]
    return changed


def _of_offset(attributes: Mapping[str, int], offset: int) -> dict[str, int]:
    """The attributes of the words at an offset by their features alone."""
    start = str(offset)
    return {a.removeprefix(start): i for a, i in attributes.items() if a.startswith(start)}


class _Neighbours:
    """The attributes that look at a token and its neighbours together (`features.pairs`), found for many at once.

    Words and shapes get numbers, a combination of them one number, and the numbers of known combinations are sorted.
    """

    def __init__(self, attributes: Mapping[str, int]):
        named = {key: {a[1:]: i for a, i in attributes.items() if a[0] == key} for key in ("<", ">", "s")}
        words = sorted({w for key in ("<", ">") for pair in named[key] for w in pair.split(" ")})
        shapes = sorted({s for triple in named["s"] for s in triple.split(" ")})
        self._words = {w: i for i, w in enumerate(words, 1)}
        self._shapes = {s: i for i, s in enumerate(shapes, 1)}
        self._before = _index({self._number(pair, self._words): i for pair, i in named["<"].items()})
        self._after = _index({self._number(pair, self._words): i for pair, i in named[">"].items()})
        self._around = _index({self._number(triple, self._shapes): i for triple, i in named["s"].items()})

    @staticmethod
    def _number(parts: str, numbers: Mapping[str, int]) -> int:
        total = 0
        for part in parts.split(" "):
            total = total * (len(numbers) + 1) + numbers[part]
        return total

    def word(self, word: str) -> int:
        """The number of a word among those of known pairs, else 0."""
        return self._words.get(word.lower(), 0)

    def shape(self, word: str) -> int:
        """The number of the shape of a word among those of known triples, else 0."""
        return self._shapes.get(shape(word), 0)

    def attributes(self, facts: Numbers, wanted: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
        """For each of the three kinds of attributes those of the wanted positions that have one, and its numbers."""
        base, form = len(self._words) + 1, len(self._shapes) + 1
        words, shapes = facts[:, 1], facts[:, 2]
        yield _look_up(words[wanted - 1] * base + words[wanted], *self._before)
        yield _look_up(words[wanted] * base + words[wanted + 1], *self._after)
        yield _look_up((shapes[wanted - 1] * form + shapes[wanted]) * form + shapes[wanted + 1], *self._around)


def _index(numbers: Mapping[int, int]) -> tuple[Numbers, Numbers]:
    """The numbers in order with what they stand for, and a last one that is never asked for."""
    ordered = sorted(numbers.items())
    return np.array([*(n for n, _ in ordered), -1], np.intp), np.array([*(i for _, i in ordered), -1], np.intp)


def _look_up(asked: Numbers, known: Numbers, meaning: Numbers) -> tuple[Numbers, Numbers]:
    at = known[:-1].searchsorted(asked)
    present = (known.take(at) == asked).nonzero()[0]
    return present, meaning.take(at[present])


_LARGE = ("hidden", "direct", "vectors")
_SMALL = ("projection", "bias", "output", "output_bias", "transitions")


def pack(weights: Weights) -> bytes:
    """The weights as the bytes of a compressed .npz file, the large matrices in 8 bits with one scale per column."""
    arrays: dict[str, Any] = {name: np.asarray(getattr(weights, name), np.float32) for name in _SMALL}
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
