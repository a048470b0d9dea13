"""Variants of labelled paragraphs with other names in them, so that the tagger does not rely on the names it saw.

Names of persons are put together anew from the words of names found in unlabelled news; places, and bodies that begin
with the same word, are exchanged. Some names stand in capitals, some right behind a title without a comma.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from random import Random

from kg.extract.names.mentions import Surface
from kg.extract.names.tokens import BOUNDARY
from training.finds import Finds
from training.network import Labelled

SHARE = 0.4  # of the paragraphs with persons
LEAST_COUNT = 2  # of names of places and bodies
LENGTHS = (2, 2, 2, 3, 3, 4)
CAPITALS, PLACES, BODIES, NO_COMMA = 0.1, 0.5, 0.6, 0.6
_Piece = tuple[list[str], str]  # the words of a name with its type, or a word with ""


def variants(documents: Iterable[Labelled], finds: Finds) -> list[Labelled]:
    """For each document with persons, one more of some of its paragraphs, with other names. Deterministic."""
    random = Random(0)
    names = _Names(finds, random)
    made = []
    for words, labels in documents:
        chosen = [p for p in _paragraphs(words, labels) if "B-Person" in p[1] and random.random() < SHARE]
        if chosen:
            made.append(_joined([_changed([*_pieces(*p)], names, random) for p in chosen]))
    return made


class _Names:
    """The names found, to draw from."""

    def __init__(self, finds: Finds, random: Random):
        self._random = random
        self.firsts: list[str] = []
        self.middles: list[str] = []
        self.lasts: list[str] = []
        self.places: list[Surface] = []
        self.bodies: dict[str, list[Surface]] = defaultdict(list)
        for (words, kind), count in sorted(finds.names.items()):
            if kind == "Person":
                self._add_person(words)
            elif kind == "Place" and count >= LEAST_COUNT and all(map(_is_plain, words)):
                self.places.append(words)
            elif kind == "Organization" and count >= LEAST_COUNT and len(words) > 1:
                self.bodies[words[0]].append(words)

    def _add_person(self, words: Surface) -> None:
        if 1 < len(words) < 5 and all(map(_is_plain, words)):
            self.firsts.append(words[0])
            self.middles += words[1:-1]
            self.lasts.append(words[-1])

    def person(self) -> list[str]:
        """A new name of several words."""
        draw = self._random.choice
        middles = [draw(self.middles) for _ in range(draw(LENGTHS) - 2)]
        return [draw(self.firsts), *middles, draw(self.lasts)]


def _is_plain(word: str) -> bool:
    return word.isalpha() and word.istitle()


def _paragraphs(words: Sequence[str], labels: Sequence[str]) -> Iterator[Labelled]:
    borders = [i for i, word in enumerate(words) if word == BOUNDARY]
    return ((words[a + 1 : b], labels[a + 1 : b]) for a, b in pairwise(borders))


def _pieces(words: Sequence[str], labels: Sequence[str]) -> Iterator[_Piece]:
    firsts = [i for i, label in enumerate(labels) if not label.startswith("I-")]
    for a, b in pairwise([*firsts, len(words)]):
        yield list(words[a:b]), labels[a][2:]


def _changed(pieces: Sequence[_Piece], names: _Names, random: Random) -> list[_Piece]:
    made: list[_Piece] = []
    for words, kind in pieces:
        if kind == "Person" and _ends_title(made) and random.random() < NO_COMMA:
            made.pop()
        made.append((_other(words, kind, names, random), kind))
    return made


def _ends_title(pieces: Sequence[_Piece]) -> bool:
    """Whether the last pieces are a body or place and a comma: `Kepala Dinas Pasar ,`."""
    return len(pieces) > 1 and pieces[-1][0] == [","] and pieces[-2][1] in ("Organization", "Place")


def _other(words: list[str], kind: str, names: _Names, random: Random) -> list[str]:
    if kind == "Person" and len(words) > 1:
        made = names.person()
        return [word.upper() for word in made] if random.random() < CAPITALS else made
    if kind == "Place" and random.random() < PLACES:
        return list(random.choice(names.places))
    if kind == "Organization" and len(words) > 1 and names.bodies[words[0]] and random.random() < BODIES:
        return list(random.choice(names.bodies[words[0]]))
    return words


def _joined(paragraphs: Iterable[Sequence[_Piece]]) -> Labelled:
    words, labels = [BOUNDARY], ["O"]
    for pieces in paragraphs:
        for found, kind in [*pieces, ([BOUNDARY], "")]:
            words += found
            labels += ["B-" + kind, *["I-" + kind] * (len(found) - 1)] if kind else ["O"]
    return words, labels
