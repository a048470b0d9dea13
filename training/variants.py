"""Variants of labelled paragraphs with other names in them, so that the tagger does not rely on the names it saw.

Names of persons are put together anew from the words of names found in unlabelled news; places, and bodies that begin
with the same word, are exchanged. Some words of names are made up, so that nothing is known of them but their form. Some
names stand in capitals, some right behind a title without a comma; titles with bodies and places are put before persons who
had none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from random import Random

from kg.extract.names.mentions import Surface
from kg.extract.names.tokens import BOUNDARY
from kg.language import lines
from training.finds import Finds
from training.network import Labelled

SHARE = 0.4  # of the paragraphs with persons
LEAST_COUNT = 2  # of names of places and bodies
LENGTHS = (2, 2, 2, 3, 3, 4)
CAPITALS, PLACES, BODIES, NO_COMMA = 0.1, 0.5, 0.6, 0.6
WITH_OFFICE, INITIAL, HONORIFIC, DEGREE, HEADLINE = 0.4, 0.1, 0.15, 0.1, 0.05
ONE_WORD = 0.3  # of the persons named with one word get another one
INVENTED = 0.4  # of the words of persons, and of the last words of places and bodies
_VOWEL = re.compile("[aeiou]+")
HONORIFICS = (
    "H.",
    "Hj.",
    "Dr.",
    "dr.",
    "Ir.",
    "Prof.",
    "Drs.",
    "Dra.",
    "KH",
    "Ustaz",
    "AKP",
    "Kompol",
    "AKBP",
    "Iptu",
    "Kolonel",
)
DEGREES = ("S.H.", "M.Si", "SE", "MM", "S.Pd", "M.H.", "S.Sos", "MBA", "Ph.D", "S.T.", "M.Kes", "Sp.A")
_LONGEST_TITLE = 4
_Piece = tuple[list[str], str]  # the words of a name with its type, or a word with ""


def variants(documents: Sequence[Labelled], finds: Finds) -> list[Labelled]:
    """For each document with persons, one more of some of its paragraphs, with other names. Deterministic."""
    random = Random(0)
    names = _Names(finds, random)
    names.offices = [office for document in documents for office in _offices([*_pieces(*document)])]
    made = []
    for words, labels in documents:
        chosen = [p for p in _paragraphs(words, labels) if "B-Person" in p[1] and random.random() < SHARE]
        if chosen:
            made.append(_joined([_headline(_changed([*_pieces(*p)], names, random), random) for p in chosen]))
    return made


def _offices(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """The titles with body or place that stand before persons: `Kepala Dinas Pasar`."""
    for i in range(1, len(pieces) - 2):
        after = pieces[i + 1 + (pieces[i + 1][0] == [","])]
        if pieces[i][1] in ("Organization", "Place") and after[1] == "Person":
            first = (
                next((k for k in range(i - 1, max(i - 1 - _LONGEST_TITLE, -1), -1) if not _is_title(pieces[k])), i) + 1
            )
            if first < i and pieces[first][0][0].lower() in lines("titles"):
                yield list(pieces[first : i + 1])


def _is_title(piece: _Piece) -> bool:
    return not piece[1] and piece[0][0].istitle() and piece[0][0].isalpha()


class _Names:
    """The names found, to draw from."""

    def __init__(self, finds: Finds, random: Random):
        self._random = random
        self.firsts: list[str] = []
        self.middles: list[str] = []
        self.lasts: list[str] = []
        self.places: list[Surface] = []
        self.bodies: dict[str, list[Surface]] = defaultdict(list)
        self.offices: list[list[_Piece]] = []
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
        made = [self._invented(word, self.lasts) for word in (draw(self.firsts), *middles, draw(self.lasts))]
        if self._random.random() < INITIAL:
            at = self._random.randrange(len(made) - 1)
            made[at : at + 1] = [made[at][0], "."]
        return made

    def place(self) -> list[str]:
        """Another place, perhaps with a last word that is made up."""
        *before, last = self._random.choice(self.places)
        return [*before, self._invented(last, self.lasts)]

    def body(self, words: list[str]) -> list[str]:
        """Another body that begins with the same word, perhaps with a last word that is made up."""
        *before, last = self._random.choice(self.bodies[words[0]] or [tuple(words)])
        return [*before, self._invented(last, self.lasts) if _is_plain(last) else last]

    def _invented(self, word: str, others: Sequence[str]) -> str:
        """Now and then the beginning of the word with the end of another one: `Suharto`, `Wijaya` → `Suhaya`."""
        if self._random.random() > INVENTED:
            return word
        other = self._random.choice(others)
        here, there = [m.end() for m in _VOWEL.finditer(word)], [m.end() for m in _VOWEL.finditer(other)]
        return word[: self._random.choice(here or [2])] + other[self._random.choice(there[:-1] or [1]) :]


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
        if kind == "Person" and _ends_title(made):
            if random.random() < NO_COMMA:
                made.pop()
        elif kind == "Person" and (not made or made[-1][0][0].islower()) and random.random() < WITH_OFFICE:
            made += [(_other(w, k, names, random), k) for w, k in random.choice(names.offices)]
            made += [([","], "")] * (random.random() > NO_COMMA)
        other = _other(words, kind, names, random)
        if kind == "Person" and len(other) > 1:
            made += [*_before(random), (other, kind), *_behind(random)]
        else:
            made.append((other, kind))
    return made


def _before(random: Random) -> list[_Piece]:
    word = random.choice(HONORIFICS)
    parts = [word[:-1], "."] if word.endswith(".") else [word]
    return [([part], "") for part in parts] if random.random() < HONORIFIC else []


def _behind(random: Random) -> list[_Piece]:
    return [([","], ""), ([random.choice(DEGREES).removesuffix(".")], "")] if random.random() < DEGREE else []


def _headline(pieces: list[_Piece], random: Random) -> list[_Piece]:
    """Now and then everything up to the first full stop in capitals, the rest left out."""
    if random.random() > HEADLINE:
        return pieces
    end = next((i for i, (words, _) in enumerate(pieces) if words == ["."]), len(pieces))
    return [([word.upper() for word in words], kind) for words, kind in pieces[:end]] or pieces


def _ends_title(pieces: Sequence[_Piece]) -> bool:
    """Whether the last pieces are a body or place, or one and a comma: `Kepala Dinas Pasar ,`."""
    return len(pieces) > 1 and pieces[-1][0] == [","] and pieces[-2][1] in ("Organization", "Place")


def _other(words: list[str], kind: str, names: _Names, random: Random) -> list[str]:
    if kind == "Person" and len(words) > 1:
        made = names.person()
        return [word.upper() for word in made] if random.random() < CAPITALS else made
    if kind == "Person" and _is_plain(words[0]) and random.random() < ONE_WORD:
        return [names.person()[0]]
    if kind == "Place" and random.random() < PLACES:
        return names.place()
    if kind == "Organization" and len(words) > 1 and random.random() < BODIES:
        return names.body(words)
    return words


def _joined(paragraphs: Iterable[Sequence[_Piece]]) -> Labelled:
    words, labels = [BOUNDARY], ["O"]
    for pieces in paragraphs:
        for found, kind in [*pieces, ([BOUNDARY], "")]:
            words += found
            labels += ["B-" + kind, *["I-" + kind] * (len(found) - 1)] if kind else ["O"]
    return words, labels
