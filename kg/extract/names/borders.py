"""Where a name must begin and end: brackets, lists and firms in whole, and all words that an acronym stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from kg.extract.names.mentions import Mention
from kg.language import lines, table

_NEAR = 5  # tokens before a closing bracket in which it was opened
_LONGEST_END = 4  # words behind the last "dan" of a body
_LONGEST = 20  # words that an acronym stands for, with small words and commas
_ACRONYM = range(3, 9)  # letters


def bordered(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions with their borders put right where the words themselves tell them."""
    found = _with_firms(words, _with_brackets(words, tagged))
    covered = {i for m in found for i in range(m.first, m.last)}
    return _spelt_out(words, [_with_list(words, m, covered) for m in found])


def _with_brackets(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """`X` and `Y) Z` are one name, unless `Z` alone is one of the article: `|Panitia (Panpel) Kirab|`."""
    known = {tuple(words[m.first : m.last]) for m in tagged}
    found: list[Mention] = []
    for m in tagged:
        inner = words[m.first : m.last]
        close = inner.index(")") + m.first if ")" in inner else m.last
        opened = next((i for i in range(m.first - 1, max(m.first - _NEAR, 0), -1) if words[i] == "("), None)
        if close == m.last or opened is None or "(" in words[m.first : close]:
            found.append(m)
            continue
        apart = tuple(words[close + 1 : m.last]) in known
        if found and found[-1].last == opened and found[-1].type == m.type and not apart:
            found[-1] = replace(found[-1], last=m.last)
            continue
        found += [replace(m, last=close)] * (close > m.first) + [replace(m, first=close + 1)] * apart
    return found


def _with_firms(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """`PT` with a full stop and the name of the firm: `|PT. Teh Melati|`."""
    starts = {m.first: m for m in tagged}
    found: list[Mention] = []
    for m in tagged:
        first, last = m.first, m.last
        if found and first < found[-1].last:
            continue
        if last - first == 1 and _is_firm(words, first):
            behind = starts.get(last + 1)
            last = behind.last if behind else _end_of_capitals(words, last + 1, len(words))
        elif first > 1 and _is_firm(words, first - 2) and not (found and found[-1].last > first - 2):
            first -= 2
        whole = first < m.first or last > m.last + 1
        found.append(Mention(first, last, "Organization") if whole else m)
    return found


def _is_firm(words: Sequence[str], i: int) -> bool:
    return words[i + 1] == "." and words[i].isupper() and words[i].lower() in _lists()["firms"]


def _end_of_capitals(words: Sequence[str], first: int, end: int) -> int:
    return next((i for i in range(first, end) if not (words[i][:1].isupper() and words[i].isalpha())), end)


def _with_list(words: Sequence[str], m: Mention, covered: set[int]) -> Mention:
    """A name that ends with "dan", with the capitalised words behind it, or without it."""
    if m.last - m.first == 1 or words[m.last - 1] not in ("dan", "&"):
        return m
    end = next((i for i in range(m.last, m.last + _LONGEST_END) if i in covered), m.last + _LONGEST_END)
    last = _end_of_capitals(words, m.last, min(end, len(words)))
    return replace(m, last=last if last > m.last else m.last - 1)


def _spelt_out(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions, and bodies and events tagged in parts before an acronym of all their words as one."""
    found = list(tagged)
    for first, at in _expansions(words):
        inside = [m for m in found if m.first < at and m.last > first]
        whole = any(m.first < first or (m.first == first and m.last == at) for m in inside)
        kinds = [m.type for m in found if m.first == at + 1] + [m.type for m in inside if m.type != "Place"]
        if inside and not whole and kinds and "Person" not in kinds:
            found = [*(m for m in found if m not in inside), Mention(first, at, kinds[0])]
    return sorted(found, key=lambda m: m.first)


def _expansions(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where capitalised words begin and end whose first letters, small words aside, stand in brackets behind them."""
    for at in [i for i, word in enumerate(words) if word == "(" and words[i + 2 : i + 3] == [")"]]:
        short = words[at + 1]
        if len(short) in _ACRONYM and short.isalpha() and short.isupper():
            first = _first_of(words, at, short)
            if first is not None and words[first].lower() not in _titles():
                yield first, at


def _first_of(words: Sequence[str], at: int, short: str) -> int | None:
    left = len(short)
    for i in range(at - 1, max(at - _LONGEST, 0), -1):
        if words[i].lower() in _lists()["small"]:
            continue
        if words[i][:1] != short[left - 1]:
            return None
        left -= 1
        if not left:
            return i
    return None


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {key: frozenset(table("name_heads")[key]) for key in ("firms", "small")}


@cache
def _titles() -> frozenset[str]:
    return frozenset(lines("titles"))
