"""Names that begin with the word for what they name, and are not tagged in whole: `|Koperasi Teh Melati|`, `|RSUD Melati|`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter

from kg.extract.names.lists import given_names, titles
from kg.extract.names.mentions import Mention
from kg.language import lines, table, word_lists

_LONGEST = 7  # words
_SHORTEST, _SHORTEST_SHORT = 3, 2
_NUMERAL = re.compile("[IVXL]+")
_first = attrgetter("first")


def of_kinds(words: Sequence[str], tagged: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions in text order, those that are parts of a name with its kind before them as that name."""
    heads = _kinds()
    if heads.keys().isdisjoint(words):
        return tagged
    at = [i for i, word in enumerate(words) if word in heads]
    tagged = [part for m in tagged for part in _apart(words, m)]
    covered = {i: m for m in tagged for i in range(m.first, m.last)}
    whole = {m.first: m for m in _named(words, at, covered)}
    if not whole:
        return tagged
    inner = {i for m in whole.values() for i in range(m.first, m.last)}
    return sorted([*(m for m in tagged if m.first not in inner), *whole.values()], key=_first)


def _apart(words: Sequence[str], m: Mention) -> list[Mention]:
    """A person tagged with the name of the body before: `Ketua KUD |Melati| |Rina Utami|`."""
    kind = _kinds().get(words[m.first - 1])
    if m.type != "Person" or m.last - m.first < _SHORTEST or kind is None or kind[1] != _SHORTEST_SHORT:
        return [m]
    at = next((i for i in range(m.first + 1, m.last) if words[i] in given_names()), 0)
    return [Mention(m.first, at, kind[0]), Mention(at, m.last, "Person")] if at else [m]


def _named(words: Sequence[str], at: Sequence[int], covered: dict[int, Mention]) -> Iterator[Mention]:
    free = 0
    for i in at:
        known = covered.get(i)
        if i < free or (known and (known.first != i or known.type == "Person")) or words[i + 1] in _lists()["plain"]:
            continue
        kind, shortest = _kinds()[words[i]]
        last = _end(words, i, covered, shortest == _SHORTEST_SHORT)
        behind = covered.get(i + 1)
        whole = behind is not None and behind.type == kind == "Event" and behind.last == last
        if last - i >= shortest and not whole and (known is None or last > known.last):
            yield Mention(i, last, known.type if known and known.last - i > 1 else kind)
            free = last


def _end(words: Sequence[str], first: int, covered: dict[int, Mention], short: bool) -> int:
    """The end of the words with capitals, and of the names among them, behind the word for a kind.

    What was tagged in part grows only over words in no other name. In a short name numbers, strokes and somebody's
    name may stand: `SMA Negeri |4| Melati`, `Kodim |0799/Melati|`, `RSUD |dr. Rina Utami|`.
    """
    known = covered.get(first)
    last = known.last if known else first + 1
    if known and not short and last in covered:
        return last
    if words[last - 1] in _lists()["after_persons"] and last in covered and covered[last].type == "Person":
        return covered[last].last
    while last - first < _LONGEST:
        named = covered.get(last)
        if not (_is_part(words, last) if named is None else named.type != "Person") and not (
            short and _is_extra(words, last, first)
        ):
            break
        last = named.last if named else last + 1
    return last


def _is_part(words: Sequence[str], i: int) -> bool:
    return _is_name(words[i]) and words[i].lower() not in titles()


def _is_name(word: str) -> bool:
    return word.istitle() and word.isalpha() and word not in _starters() and word.lower() not in _days_and_months()


def _is_extra(words: Sequence[str], i: int, head: int) -> bool:
    """Whether a number, a stroke behind one, a firm's full stop or an honorific stands there, or a name behind these."""
    word, before = words[i], words[i - 1]
    if (word == "." and before.lower() in _firms()) or (before == "." and words[i - 2].lower() in _firms()):
        return _is_name(words[i + (word == ".")])
    if word == "/" or before == "/":
        return _is_number(words[i - 1 - (before == "/")])
    return _is_number(word) or (
        words[head + 1] in _lists()["before_persons"] and i - head <= 2 + (words[head + 2] == ".")
    )


def _is_number(word: str) -> bool:
    return word.isdigit() or _NUMERAL.fullmatch(word) is not None


@cache
def _starters() -> frozenset[str]:
    return frozenset(lines("sentence_starters"))


@cache
def _days_and_months() -> frozenset[str]:
    dates = table("dates")
    return frozenset(name for kind in ("months", "weekdays") for names in dates[kind].values() for name in names)


@cache
def _firms() -> frozenset[str]:
    return frozenset(table("name_heads")["firms"])


@cache
def _lists() -> dict[str, frozenset[str]]:
    return word_lists("name_kinds")


@cache
def _kinds() -> dict[str, tuple[str, int]]:
    """The words for kinds with the type of what they name, and how many words such a name has at least."""
    meant = {
        "events": ("Event", _SHORTEST),
        "short_events": ("Event", _SHORTEST_SHORT),
        "bodies": ("Organization", _SHORTEST),
        "short_bodies": ("Organization", _SHORTEST_SHORT),
    }
    return {word: what for words, what in meant.items() for word in _lists()[words]}
