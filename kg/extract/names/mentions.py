"""From what the tagger found to all mentions of a document: a name seen clearly once is found everywhere in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.names.features import is_anchor
from kg.extract.names.lists import given_names, titles
from kg.extract.names.shortening import is_acronym_of
from kg.extract.names.tokens import BOUNDARY
from kg.language import lines, table

Surface = tuple[str, ...]
_SHORTEST_PART = 3
_DASHES = frozenset("-–—")
_SHORTEST_PERSON = 2  # words of a person whose name is whole
_SHORTEST_WITH_PERSON = 4  # words of a body and of the person behind it
_LEAST_SHARE = 0.3
_REACH_OF_OFFICE = 5  # words before the last part of its name
_SENTENCE_BEGINS = frozenset((BOUNDARY, ".", "!", "?", ",", ";", ":", *"\"“”‘’'-–—"))


class Mention(Struct, frozen=True, gc=False):
    """A name at the tokens `first` to `last` (exclusive), with its type."""

    first: int
    last: int
    type: str


def spans(stretches: Iterable[tuple[tuple[int, int], Sequence[str]]]) -> list[Mention]:
    """The mentions that the labels (`B-…`, `I-…`, `O`) of stretches stand for."""
    found = []
    for (start, _), labels in stretches:
        first = -1
        for i, label in enumerate([*labels, "O"], start):
            if first >= 0 and not label.startswith("I-"):
                found.append(Mention(first, i, labels[first - start][2:]))
                first = -1
            if label != "O" and first < 0:
                first = i
    return found


def everywhere(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """All mentions of the names that were tagged, in text order, each with the type its name has in this document."""
    split = [part for m in _with_realms(words, tagged) for part in _split(words, m)]
    tagged = _with_acronyms(words, [fitted for m in split if (fitted := _fitted(words, m))])
    types = _types(words, tagged)
    known = {tuple(words[m.first : m.last]) for m in tagged}
    areas = _without_kind(known, types)
    known |= areas
    types |= {_key(area, 0, len(area)): "Place" for area in areas}
    parts = _parts(known, types)
    ends = {m.first: m.last for m in tagged}
    inside = {i for m in tagged for i in range(m.first, m.last)}
    lengths = _lengths_by_first_word(known)
    openings = {*lengths, *parts}
    found: list[Mention] = []
    free = 0
    for i in sorted({*ends, *[i for i, word in enumerate(words) if word in openings]}):
        if i < free:
            continue
        end = _longest_known(words, i, ends.get(i, i), inside, known, lengths)
        if end == i and words[i] in parts and i not in inside and _stands_alone(words, i):
            end = i + 1
        if end > i:
            found.append(Mention(i, end, types[_key(words, i, end)]))
            free = end
    found = _with_last_names(found, {*ends})
    return _without_rarely_tagged(words, found, tagged, areas | _explained(words, tagged))


def _with_last_names(found: Sequence[Mention], tagged: set[int]) -> list[Mention]:
    """The mentions, a part of a person's name and the person who was tagged right behind it as one."""
    whole: list[Mention] = []
    for m in found:
        before = whole[-1] if whole else m
        if before.last == m.first and before.type == m.type == "Person" and before.first not in tagged:
            whole[-1] = Mention(before.first, m.last, "Person")
        else:
            whole.append(m)
    return whole


def _longest_known(
    words: Sequence[str], i: int, end: int, inside: set[int], known: set[Surface], lengths: dict[str, list[int]]
) -> int:
    """The end of the longest known name at a place, if it is longer than what was tagged and cuts nothing tagged."""
    for n in lengths.get(words[i], ()):
        if i + n <= end or not is_anchor(words[i]):
            return end
        if tuple(words[i : i + n]) in known and not any(k in inside for k in range(end, i + n)):
            return i + n
    return end


def _with_realms(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions, as places what a sultan rules and what a head heads: `Sultan |Melati| |Rina Wening|`.

    And `Camat |Melati|, |Rina Wening|, …`.
    """
    people = {m.first for m in tagged if m.type == "Person"}
    near = people | {first - 1 for first in people}
    return [_as_realm(words, m, people) if m.last in near else m for m in tagged]


def _as_realm(words: Sequence[str], m: Mention, people: set[int]) -> Mention:
    if _is_realm(words, m, people):
        return replace(m, first=m.first + 1, type="Place")
    return replace(m, type="Place") if _is_headed(words, m, people) else m


def _is_headed(words: Sequence[str], m: Mention, people: set[int]) -> bool:
    named = m.type == "Person" and words[m.last] == "," and m.last + 1 in people and words[m.first] not in given_names()
    return named and words[m.first - 1].lower() in _heads_of_places()


def _is_realm(words: Sequence[str], m: Mention, people: set[int]) -> bool:
    before_name = m.type in ("Person", "Place") and m.last in people and m.last - m.first == _SHORTEST_PERSON
    return before_name and words[m.first].lower() in _offices() - _offices_alone()


def _split(words: Sequence[str], m: Mention) -> list[Mention]:
    """A body or place behind a title, and the person who bears the title, where both were tagged as one name."""
    if m.type != "Place" and (start := _after_ministry(words, m)):
        return [Mention(start, m.last, "Person")]
    if m.type == "Person" and _after_place(words, m):
        return [Mention(m.first, m.first + 1, "Place"), Mention(m.first + 1, m.last, "Person")]
    if _ends_with_person(words, m):
        return [Mention(m.first, m.last - 1, m.type), Mention(m.last - 1, m.last, "Person")]
    if m.last - m.first < _SHORTEST_WITH_PERSON or m.type == "Event":
        return [m]
    first = m.first + (words[m.first].lower() in _offices())
    if not _ends_office(words, first) or (m.type == "Person" and first == m.first):
        return [m]
    at = next((i for i in range(first + 2, m.last - 1) if words[i] in given_names()), None)
    if at is None:
        return [m]
    kind = "Place" if m.type == "Person" else m.type
    return [Mention(first, at, kind), Mention(at, m.last, "Person")]


def _ends_office(words: Sequence[str], end: int) -> bool:
    """Whether an office ends before the token, alone or with one word more: `Menteri`, `Menteri Keuangan`."""
    if words[end - 1].lower() in _offices():
        return True
    return end > 1 and words[end - 1].isalpha() and words[end - 2].lower() in _offices()


def _ends_with_person(words: Sequence[str], m: Mention) -> bool:
    """Whether a village and its head, who has one name, were tagged as a place: `Kepala |Desa Melati| |Sutarno|`."""
    village = m.type == "Place" and m.last - m.first > _SHORTEST_PERSON and words[m.first].lower() in _kinds_of_area()
    return village and words[m.first - 1].lower() == "kepala" and words[m.last - 1] in given_names()


def _after_ministry(words: Sequence[str], m: Mention) -> int:
    """Where a minister's name begins that was tagged with the end of the office: `Menteri Kebun dan Sawah |Rina Sari|`."""
    if words[m.first - 1] not in ("dan", "&"):
        return 0
    before = words[max(m.first - _REACH_OF_OFFICE, 0) : m.first]
    if _offices().isdisjoint(map(str.lower, before)):
        return 0
    return next((i for i in range(m.first + 1, m.last) if words[i] in given_names()), 0)


def _after_place(words: Sequence[str], m: Mention) -> bool:
    """Whether a person tagged right behind an office is the place and the person: `Bupati |Ngawen| |Bagio Utomo|`.

    The second word is a name of its own elsewhere, and the first is no given name.
    """
    if not m.first or m.last - m.first <= _SHORTEST_PERSON:
        return False
    office, place, name = words[m.first - 1 : m.first + 2]
    if office.lower() not in _heads_of_places() or place in given_names() or not name.isalpha():
        return False
    return any(word == name and words[i - 1] != place for i, word in enumerate(words))


@cache
def _offices() -> frozenset[str]:
    return frozenset(lines("titles"))


def _fitted(words: Sequence[str], m: Mention) -> Mention | None:
    """The mention with its bracket closed, without title and degree of a person; None for a mere kind of place."""
    last = m.last
    if "(" in words[m.first : last] and ")" not in words[m.first : last] and words[last] == ")":
        last += 1
    first = m.first
    if _is_title_with_place(words, m):
        return Mention(first + 1, last, "Place")
    if m.type == "Person":
        first = _past_titles(words, first, last)
        while first < last and words[last - 1] in _degrees():
            last -= 1
        if words[last - 1].lower() in titles() and words[last] == ".":
            return None
        if first < last and words[first - 1] == "." and words[first - 2].lower() in _short_given_names():
            first -= 2
    return None if first == last or _is_no_place(words, m) else Mention(first, last, m.type)


def _past_titles(words: Sequence[str], first: int, last: int) -> int:
    """Where the name of a person begins behind titles, degrees and offices: not `Syahbandar`, not `K.H.`."""
    while first < last and (words[first].lower() in titles() or words[first] in _degrees() or words[first] == "."):
        first += 1
    while last - first > 1 and words[first].lower() in _offices_alone():
        first += 1
    return first


def _is_no_place(words: Sequence[str], m: Mention) -> bool:
    """Whether a tagged place is a mere kind of place, or the outlet in a dateline: `SURABAYA , |KOMPAS| -`."""
    if m.last - m.first > 1 or (m.type != "Place" and not words[m.first].islower()):
        return False
    word = words[m.first].lower()
    if words[m.first] in _heads_written_small():
        return True
    return word in _kinds_of_place() or (words[m.last] in _DASHES and words[m.first - 1] == "," and word in _outlets())


def _is_title_with_place(words: Sequence[str], m: Mention) -> bool:
    """Whether what was tagged as a person is `Lurah Sumberjaya`, with the person's name behind a comma."""
    named = m.last - m.first > 1 and words[m.last] == "," and is_anchor(words[m.last + 1])
    headed = m.type == "Person" and words[m.first].lower() in _heads_of_places()
    return named and headed and words[m.first + 1] not in given_names()


@cache
def _offices_alone() -> frozenset[str]:
    """The offices that are no names."""
    return _offices() - frozenset(table("name_heads")["names_and_offices"])


@cache
def _heads_of_places() -> frozenset[str]:
    return frozenset(table("name_heads")["heads_of_places"])


@cache
def _kinds_of_place() -> frozenset[str]:
    return frozenset(table("name_heads")["place"]) - {"dki"}


@cache
def _heads_written_small() -> frozenset[str]:
    return frozenset(lines("name_heads_small"))


@cache
def _kinds_of_area() -> frozenset[str]:
    return frozenset(table("name_heads")["kinds_of_area"])


@cache
def _outlets() -> frozenset[str]:
    return frozenset(name.lower() for names in table("outlets")["names"].values() for name in names)


@cache
def _short_given_names() -> frozenset[str]:
    return frozenset(table("name_heads")["short_given_names"])


@cache
def _degrees() -> frozenset[str]:
    return frozenset(table("name_heads")["degrees"])


def _key(words: Sequence[str], first: int, last: int) -> Surface:
    return tuple(map(str.lower, words[first:last]))


def _with_acronyms(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """`X (Y)`, one short for the other, also where the tagger did not see the short one or saw another type in it."""
    by_first = {m.first: m for m in tagged}
    for m in tagged:
        if (
            words[m.first - 1] == "("
            and words[m.last] == ")"
            and is_acronym_of(words[m.first - 2], words[m.first : m.last])
        ):
            by_first[m.first - 2] = Mention(m.first - 2, m.first - 1, m.type)
        bracketed = m.last + 2 < len(words) and words[m.last] == "(" and words[m.last + 2] == ")"
        if bracketed and is_acronym_of(words[m.last + 1], words[m.first : m.last]):
            by_first[m.last + 1] = Mention(m.last + 1, m.last + 2, m.type)
    return sorted(by_first.values(), key=lambda m: m.first)


def _types(words: Sequence[str], tagged: Iterable[Mention]) -> dict[Surface, str]:
    """The type of each name (in lower case): that of most of its mentions; parts of a person's name are Person."""
    votes: dict[Surface, dict[str, int]] = defaultdict(dict)
    for m in tagged:
        count = votes[_key(words, m.first, m.last)]
        count[m.type] = count.get(m.type, 0) + 1
    for surface, count in list(votes.items()):
        if len(surface) > 1 and max(count, key=count.__getitem__) == "Person":
            for part in surface:
                count = votes[part,]
                count["Person"] = count.get("Person", 0) + 1
    return {surface: max(count, key=count.__getitem__) for surface, count in votes.items()}


def _explained(words: Sequence[str], tagged: Iterable[Mention]) -> set[Surface]:
    """The short forms in capitals that stand in brackets behind the body they are short for."""
    bodies = (m for m in tagged if m.type == "Organization" and words[m.last] == "(" and words[m.last + 2] == ")")
    short = ((words[m.last + 1], words[m.first : m.last]) for m in bodies if words[m.last + 1].isupper())
    return {(form,) for form, name in short if is_acronym_of(form, name)}


def _parts(known: Iterable[Surface], types: dict[Surface, str]) -> set[str]:
    """The single words of full names of persons that can stand for the person."""
    return {
        part
        for surface in known
        if len(surface) > 1 and types[tuple(map(str.lower, surface))] == "Person"
        for part in surface
        if len(part) >= _SHORTEST_PART and part[0].isupper() and types[part.lower(),] == "Person"
    }


def _without_kind(known: Iterable[Surface], types: dict[Surface, str]) -> set[Surface]:
    """The names of areas without the words for their kinds, that stand for nothing else: `Kecamatan |Rawa Teduh|`."""
    areas = [surface[1:] for surface in known if len(surface) > 1 and surface[0].lower() in _kinds_of_area()]
    short = {area for area in areas if is_anchor(area[0]) and len(area[0]) >= _SHORTEST_PART}
    return {area for area in short if _key(area, 0, len(area)) not in types}


def _lengths_by_first_word(surfaces: Iterable[Surface]) -> dict[str, list[int]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for surface in surfaces:
        lengths[surface[0]].add(len(surface))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}


def _stands_alone(words: Sequence[str], i: int) -> bool:
    """Whether no other capitalised word touches the word, but for one that begins a sentence."""
    return not is_anchor(words[i + 1]) and (not is_anchor(words[i - 1]) or words[i - 2] in _SENTENCE_BEGINS)


def _without_rarely_tagged(
    words: Sequence[str], found: list[Mention], tagged: Iterable[Mention], sure_names: set[Surface]
) -> list[Mention]:
    """Leave out what propagation added for single words that the tagger mostly took for no names, sure names aside."""
    seen = {(m.first, m.last) for m in tagged}
    sure = Counter(words[m.first] for m in tagged if m.last - m.first == 1)
    total = Counter(words[m.first] for m in found if m.last - m.first == 1)
    return [
        m
        for m in found
        if m.last - m.first > 1
        or (m.first, m.last) in seen
        or m.type == "Person"
        or (words[m.first],) in sure_names
        or sure[words[m.first]] >= _LEAST_SHARE * total[words[m.first]]
    ]
