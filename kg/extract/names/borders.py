"""Where a name must begin and end: brackets, lists and firms in whole, and all words that an acronym stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from kg.extract.names.mentions import Mention
from kg.extract.names.shortening import is_acronym_of
from kg.language import lines, table

_NEAR = 5  # tokens before a closing bracket in which it was opened
_LONGEST_END = 4  # words behind the last "dan" of a body
_LONGEST = 20  # words that an acronym stands for, with small words and commas
_SHORT_FIRM = 2  # words of a firm, "PT" too, that may be its whole name
_ACRONYM = range(3, 9)  # letters
_SHORTEST_SPELT_OUT = 2  # words
_SHORTEST_BLEND = 5  # letters
_DASHES = frozenset("-–—")
_SHORTEST_NUMBERED = 2  # words
_ORDINAL = re.compile(r"ke-(?:\d+|[IVXL]+)")


def bordered(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions with their borders put right where the words themselves tell them."""
    tagged = _along_road(words, [_numbered(words, m) for m in tagged])
    found = _with_firms(words, _with_brackets(words, _with_added(words, tagged)))
    covered = _covered(found)
    found = _spelt_out(words, [_with_list(words, m, covered) for m in found])
    covered = _covered(found)
    grown = [_grown(words, m, covered) for m in found]
    return [
        part
        for m in grown
        if not _is_kind(words[m.first : m.last])
        for part in (_apart(words, m) if m.last - m.first > _SHORTEST_SPELT_OUT else (m,))
    ]


def _numbered(words: Sequence[str], m: Mention) -> Mention:
    """A name without a number that counts or is its address, an event with its own: `|Kirab Melati ke-3|`."""
    if m.type == "Event" and _ORDINAL.fullmatch(words[m.last]):
        return replace(m, last=m.last + 1)
    if m.last - m.first < _SHORTEST_NUMBERED or not words[m.last - 1].isdigit():
        return m
    address = m.type == "Place" and words[m.last - 2].lower() in _lists()["of_addresses"]
    counted = words[m.last] in _lists()["counted"]
    return replace(m, last=m.last - 1 - address) if counted or address else m


def _along_road(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """A road that is named by both its ends as one name: `|Tol Melati-Teduh|`."""
    found: list[Mention] = []
    for m in tagged:
        road = found[-1] if found else m
        if road.last + 1 == m.first and words[road.last] in _DASHES and _is_road(words, road) and m.type == "Place":
            found[-1] = replace(road, last=m.last)
        elif found and m.first < road.last:
            continue
        else:
            goes_on = _is_road(words, m) and words[m.last] in _DASHES and words[m.last + 1].istitle()
            found.append(replace(m, last=m.last + 2) if goes_on and words[m.last + 1].isalpha() else m)
    return found


def _is_road(words: Sequence[str], m: Mention) -> bool:
    return m.type == "Place" and not _lists()["roads"].isdisjoint(map(str.lower, words[m.first : m.last]))


def _covered(found: Sequence[Mention]) -> set[int]:
    return {i for m in found for i in range(m.first, m.last)}


def _with_added(words: Sequence[str], tagged: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions, persons with the part of the name that the outlet has put in: `|[Rina] Utami|`, `|Rina [Utami]|`."""
    if "[" not in words:
        return tagged
    found: list[Mention] = []
    for m in tagged:
        before = found[-1] if found and found[-1].type == m.type == "Person" else None
        if m.type == "Person" and "[" in words[m.first : m.last] and words[m.last : m.last + 1] == ["]"]:
            found.append(replace(m, last=m.last + 1))
        elif before and words[before.last : m.first] == ["["] and words[m.last : m.last + 1] == ["]"]:
            found[-1] = replace(before, last=m.last + 1)
        elif before and words[before.last : m.first] == ["]"] and words[before.first - 1] == "[":
            found[-1] = Mention(before.first - 1, m.last, "Person")
        else:
            found.append(m)
    return found


def _with_brackets(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """`X` and `Y) Z` are one name, unless `Z` alone is one of the article: `|Panitia (Panpel) Kirab|`."""
    known = {tuple(words[m.first : m.last]) for m in tagged}
    found: list[Mention] = []
    for m in tagged:
        inner = words[m.first : m.last]
        if "(" in inner and ")" not in inner and words[m.last] == ")":
            m, inner = replace(m, last=m.last + 1), [*inner, ")"]
        close = inner.index(")") + m.first if ")" in inner else m.last
        if (
            close == m.last - 1
            and words[close - 2] == "("
            and is_acronym_of(words[close - 1], words[m.first : close - 2])
        ):
            found += [replace(m, last=close - 2), Mention(close - 1, close, m.type)]
            continue
        opened = _opened_before(words, m.first) if close < m.last else None
        if opened is None or "(" in words[m.first : close]:
            found.append(m)
            continue
        apart = tuple(words[close + 1 : m.last]) in known
        if found and found[-1].last == opened and found[-1].type == m.type and not apart:
            found[-1] = replace(found[-1], last=m.last)
            continue
        found += [replace(m, last=close)] * (close > m.first) + [replace(m, first=close + 1)] * apart
    return found


def _opened_before(words: Sequence[str], first: int) -> int | None:
    return next((i for i in range(first - 1, max(first - _NEAR, 0), -1) if words[i] == "("), None)


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
        named_so = _is_named_so(words, m, starts.get(m.last))
        whole = first < m.first or last > m.last + 1 or named_so
        last += named_so
        found.append(Mention(first, last, "Organization") if whole else m)
    return found


def _is_named_so(words: Sequence[str], m: Mention, behind: Mention | None) -> bool:
    """Whether what was tagged as a person behind a firm is its last word: `|PT Teh| |Melati| tutup`."""
    firm = m.last - m.first == _SHORT_FIRM and words[m.first].lower() in _lists()["firms"]
    one = behind is not None and behind.type == "Person" and behind.last == m.last + 1
    return firm and one and not words[m.last + 1][:1].isupper()


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


def _grown(words: Sequence[str], m: Mention, covered: set[int]) -> Mention:
    """`|Pemerintah Melati|`; `|Dinas Kebun dan Sawah|`; `|PT Teh Melati Jaya|`, where only a part was tagged."""
    lists, behind = _lists(), [*words[m.last : m.last + _LONGEST_END + 1], "", ""]
    before = m.first - 1
    if (
        m.type in ("Place", "Organization")
        and before >= 0
        and before not in covered
        and words[before] in lists["governing"]
    ):
        return Mention(before, m.last, "Organization")
    if m.type != "Organization" or m.last - m.first == 1:
        return m
    last = m.last
    if behind[0] in ("dan", "&") and words[m.first] in lists["of_two_parts"]:
        last = _end_of_name(words, m.last + 1, covered)
        last = last if last > m.last + 1 else m.last
    elif words[m.first].lower() in lists["firms"] and m.last - m.first > _SHORT_FIRM and not _goes_on(behind[1]):
        last = min(_end_of_name(words, m.last, covered), m.last + 1)
    return replace(m, last=last)


def _is_kind(words: Sequence[str]) -> bool:
    return len(words) == 1 and (words[0] in _lists()["of_two_parts"] or words[0].lower() in _lists()["firms"])


def _end_of_name(words: Sequence[str], first: int, covered: set[int]) -> int:
    """The end of the capitalised words from there on that are no title and in no other name."""
    last = _end_of_capitals(words, first, min(first + _LONGEST_END - 1, len(words)))
    return next((i for i in range(first, last) if i in covered or words[i].lower() in _titles()), last)


def _goes_on(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()


def _spelt_out(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions, and bodies and events tagged in parts before an acronym of all their words as one."""
    expansions = list(_expansions(words))
    if not expansions:
        return sorted(tagged, key=lambda m: m.first)
    holding: dict[int, list[int]] = {}  # by token the numbers of the mentions that hold it
    for number, m in enumerate(tagged):
        for i in range(m.first, m.last):
            holding.setdefault(i, []).append(number)
    joined: set[int] = set()
    whole: list[Mention] = []
    for first, at in expansions:
        numbers = sorted({n for i in range(first, at) for n in holding.get(i, ()) if n not in joined})
        inside = [tagged[n] for n in numbers]
        is_whole = any(m.first < first or (m.first == first and m.last == at) for m in inside)
        acronym = [tagged[n] for n in holding.get(at + 1, ()) if n not in joined and tagged[n].first == at + 1]
        kinds = [m.type for m in acronym] + [m.type for m in inside if m.type != "Place"]
        if inside and not is_whole and kinds and "Person" not in kinds:
            joined.update(numbers)
            whole.append(Mention(first, at, kinds[0]))
    return sorted([*(m for n, m in enumerate(tagged) if n not in joined), *whole], key=lambda m: m.first)


def _apart(words: Sequence[str], m: Mention) -> Iterator[Mention]:
    """A name, and its short form that lost its brackets: `|Badan Pangan Laut| |BPL|`, `|Badan Niaga| |Baniga|`."""
    at = next(
        (i for i in range(m.first + _SHORTEST_SPELT_OUT, m.last) if _is_short_of(words[i], words[m.first : i])), 0
    )
    person = m.type == "Person" and not words[at].isupper()
    if not at or m.type == "Place" or person or "(" in words[m.first : m.last]:
        yield m
    else:
        yield replace(m, last=at)
        yield replace(m, first=at)


def _is_short_of(short: str, whole: Sequence[str]) -> bool:
    if short[0] != whole[0][0]:
        return False
    if short.isupper():
        small = _lists()["small"]
        return short == "".join(word[0] for word in whole if word.lower() not in small)
    return len(short) >= _SHORTEST_BLEND and short.isalpha() and short not in whole and is_acronym_of(short, whole)


def _expansions(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where capitalised words begin and end whose first letters, small words aside, stand in brackets behind them."""
    if "(" not in words:
        return
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
    return {
        key: frozenset(table("name_heads")[key])
        for key in ("firms", "small", "governing", "of_two_parts", "counted", "roads", "of_addresses")
    }


@cache
def _titles() -> frozenset[str]:
    return frozenset(lines("titles"))
